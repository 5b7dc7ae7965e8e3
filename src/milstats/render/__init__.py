"""Reports as text: each format is one function of a report and a style, and its text ends in one newline."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from milstats.escaping import escape
from milstats.reports.report import Block, Line, Reference, Report, Table


class Format(StrEnum):
    """The formats that a report can be written in."""

    TABLE = "table"
    PROSE = "prose"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"


ENDINGS = {
    ".txt": Format.TABLE, ".tsv": Format.TSV, ".tab": Format.TSV, ".csv": Format.CSV, ".json": Format.JSON, ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL, ".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".html": Format.HTML, ".htm": Format.HTML,
}  # fmt: skip
FOR_PEOPLE = frozenset({Format.TABLE, Format.PROSE})  # written in the terminal's own encoding; all others are UTF-8
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SMALL = str.maketrans("0123456789", RAISED)  # the numbers of sources
_PLAIN = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "--", "−": "-", "‑": "-", "…": "...", "≥": ">=",
    "≤": "<=", "×": "x", "→": "->", "←": "<-", "†": "+", "‡": "++", "§": "#", "‖": "||", "¶": "##", "·": "-", "•": "-", "№": "No. ", "\u00a0": " ", "\u2009": " ",
    "\u202f": " ",
}  # fmt: skip


class Style(NamedTuple):
    """How text is to look: `width` in columns (None where nothing limits it), the rest as its reader allows."""

    width: int | None = None
    is_styled: bool = False
    has_links: bool = False
    has_header: bool = True
    with_sources: bool = False
    encoding: str = "utf-8"

    def can_print(self, text: str) -> bool:
        """Return whether the encoding has every character of a text."""
        return text.encode(self.encoding, "ignore").decode(self.encoding) == text

    def fit(self, text: str) -> str:
        """Return a line in characters that the encoding has: close ASCII signs for typographic ones, escapes for the rest and for controls."""
        text = escape(text)
        if self.can_print(text):
            return text
        plain = "".join(char if self.can_print(char) else _PLAIN.get(char, char) for char in text)
        return plain.encode(self.encoding, "backslashreplace").decode(self.encoding)


def render(report: Report, form: Format, style: Style) -> str:
    """Return a report written in a format; what a format needs is imported when it is asked for."""
    if form is Format.PROSE:
        return "".join(f"{style.fit(sentence)}\n" for sentence in (*report.sentences(), *report.caveats))
    write: Callable[[Report, Style], str]
    if form is Format.TABLE:
        from milstats.render.table import render as write
    elif form is Format.MARKDOWN:
        from milstats.render.markdown import render as write
    elif form is Format.HTML:
        from milstats.render.html import render as write
    else:
        from milstats.render.rows import WRITERS

        write = WRITERS[form]
    return write(report, style)


def numbered(blocks: Iterable[Block]) -> dict[str, int]:
    """Return the numbers of the sources that cells name, from 1 on, in the order in which they first occur."""
    cells = (cell for block in blocks if isinstance(block, Table) for line in block.lines for cell in line.cells)
    names = dict.fromkeys(source for cell in cells for source in cell.sources)
    return {name: number for number, name in enumerate(names, 1)}


def cited(report: Report, numbers: dict[str, int]) -> tuple[tuple[int, Reference], ...]:
    """Return the sources that a page names with their numbers, in the order of these."""
    return tuple(sorted((numbers[item.source], item) for item in report.references() if item.source in numbers))


def filled(table: Table) -> tuple[Line, ...]:
    """Return the rows of a table, each with the first cell of the row above it where its own is blank."""
    lines: list[Line] = []
    for line in table.lines:
        above = lines[-1].cells[:1] if lines and len(line.cells) > 1 and not line.cells[0].text and not table.columns[0].is_number else ()
        lines.append(line._replace(cells=(*above, *line.cells[len(above) :])))
    return tuple(lines)
