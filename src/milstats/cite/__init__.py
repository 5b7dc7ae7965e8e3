"""Figures as references ready to paste, one module a style, each with `written(entries) -> str`."""

from __future__ import annotations

from milstats.lean import StrEnum


class CitationStyle(StrEnum):
    """The styles that a reference can be written in."""

    TEXT = "text"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    RIS = "ris"


STYLE_MEANINGS = {
    CitationStyle.TEXT: "in the manner of APA, to read and paste",
    CitationStyle.BIBTEX: "for LaTeX with biblatex",
    CitationStyle.CSL_JSON: "for Zotero, pandoc and citeproc",
    CitationStyle.RIS: "for EndNote, Mendeley and Zotero",
}
STYLE_ENDINGS = {".txt": CitationStyle.TEXT, ".bib": CitationStyle.BIBTEX, ".json": CitationStyle.CSL_JSON, ".ris": CitationStyle.RIS}
