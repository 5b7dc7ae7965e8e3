"""Figures as references ready to paste, in four styles; none makes up what the source does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from string import ascii_lowercase
from typing import NamedTuple

from milstats.comparison import compare
from milstats.comparison.pair import Basis
from milstats.errors import NothingMatchedError
from milstats.escaping import escape, escape_address, escape_json
from milstats.model.records import Dataset, Figure
from milstats.model.selection import Query, figure_named
from milstats.model.vocabulary import SourceType, Term
from milstats.model.wording import LANGUAGES, MONTHS, is_relayed, long_date, sentence
from milstats.reports.compare_words import sentence as compare_sentence


class CitationStyle(Term):
    """The styles that a reference can be written in."""

    TEXT = "text", "in the manner of APA, to read and paste"
    BIBTEX = "bibtex", "for LaTeX, with BibTeX or biblatex"
    CSL_JSON = "csl-json", "for Zotero, pandoc and citeproc"
    RIS = "ris", "for EndNote, Mendeley and Zotero"


STYLE_ENDINGS = {".txt": CitationStyle.TEXT, ".bib": CitationStyle.BIBTEX, ".json": CitationStyle.CSL_JSON, ".ris": CitationStyle.RIS}


class Entry(NamedTuple):
    """One reference; those of one source share a `work`, and a calculation has the keys of its `parts` and the `version` of the table."""

    key: str
    work: str
    type: SourceType
    title: str
    names: tuple[str, ...]  # "Family, Given", or whole
    note: str
    publisher: str | None = None  # where it is not the author
    published: date | None = None
    accessed: date | None = None
    url: str | None = None
    language: str | None = None
    counter: str | None = None  # where the source only relays the count
    parts: tuple[str, ...] = ()
    version: str | None = None


def references_of(dataset: Dataset, ids: Iterable[str], pair: tuple[str, str] | None, style: CitationStyle) -> str:
    """Return the references of figures as one text, each figure once; those of a `pair` follow what milstats calculates from it."""
    figures = {figure.id: figure for figure in (figure_named(dataset, name) for name in (*(pair or ()), *ids))}
    entries = [figure_entry(dataset, figure) for figure in figures.values()]
    if pair is not None:
        entries.insert(0, pair_entry(dataset, *(figure_named(dataset, name) for name in pair)))
    return WRITERS[style](tuple(entries))


def figure_entry(dataset: Dataset, figure: Figure) -> Entry:
    """Return the reference of a figure: the source that was read, and what it says."""
    source = dataset.sources[figure.source]
    quotation = f"Quotation{f' ({figure.where})' if figure.where else ''}: “{figure.quote}”. " if figure.quote else ""
    read = f"Read {long_date(source.accessed)}"
    return Entry(
        key=figure.id,
        work=source.id,
        type=source.type,
        title=source.title,
        names=source.author or (source.publisher,),
        note=f"{sentence(dataset, figure)} {quotation}{read}; milstats table {dataset.version}, figure {figure.id}.",
        publisher=source.publisher if source.author else None,
        published=source.published,
        accessed=source.accessed,
        url=source.url,
        language=source.language,
        counter=figure.counter if is_relayed(dataset, figure) else None,
    )


def pair_entry(dataset: Dataset, before: Figure, after: Figure) -> Entry:
    """Return the reference of what milstats calculates from two figures, or raise NothingMatchedError with the reason for nothing."""
    row = compare(dataset, before, after, Query()).rows[0]
    if row.result.basis is Basis.NOTHING:
        why = row.judgement.findings[0].words if row.judgement else "one of them has no number"
        raise NothingMatchedError(f"nothing to cite: milstats calculates nothing from {before.id} and {after.id}: {why}")
    said, key = compare_sentence(dataset, row, (before.id, after.id)), f"milstats:{before.id}:{after.id}"
    return Entry(
        key=key,
        work=key,
        type=SourceType.DATASET,
        title=f"Calculation from the figures {before.id} and {after.id}",
        names=("milstats",),
        note=f"{said} Calculated by milstats, printed by no source; milstats table {dataset.version}.",
        parts=(before.id, after.id),
        version=dataset.version,
    )


def _parts(name: str) -> list[str]:
    """Return the family and the given name of an author; only one comma tells them apart, and nothing else is guessed."""
    parts = [part.strip() for part in name.split(",")]
    return parts if len(parts) == len(("family", "given")) and all(parts) else [name]


def text(entries: tuple[Entry, ...]) -> str:
    """Return the citation for the running text, the reference and what it supports, in the manner of APA's seventh edition."""
    years = _years(entries)
    cited = {entry.key: f"{_families(entry)}, {years[entry.work]}" for entry in entries}
    texts = []
    for entry in entries:
        shown = f"{entry.counter}, as cited in {cited[entry.key]}" if entry.counter else cited[entry.key]
        if entry.parts:
            shown += f", own calculation from {'; '.join(dict.fromkeys(cited[key] for key in entry.parts))}"
        lines = (f"({shown})", _reference(entry, years[entry.work]), entry.note)
        texts.append("".join(f"{escape(line)}\n" for line in lines))
    return "\n".join(texts)


def _families(entry: Entry) -> str:
    names = [_parts(name)[0] for name in entry.names]
    return f"{names[0]} et al." if names[2:] else " & ".join(names)


def _years(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Return the year of each work, with a letter where one author has several in it: 2023a, 2023b, n.d.-a."""
    works = {
        (_families(entry), str(entry.published.year) if entry.published else "n.d.", str(entry.published), entry.work) for entry in entries
    }
    years = {}
    for (_, year), group in groupby(sorted(works), key=lambda work: work[:2]):
        names = [name for *_, name in group]
        for place, name in enumerate(names):
            letter = ascii_lowercase[place % 26] * (1 + place // 26) if names[1:] else ""
            years[name] = f"{year}-{letter}" if letter and year == "n.d." else year + letter
    return years


def _reference(entry: Entry, day: str) -> str:
    if entry.published is not None:
        day = "{0}, {2} {1}".format(day, *long_date(entry.published).split())
    names = ([family, *(re.sub(r"(\w)[^\s-]*", r"\1.", name) for name in given)] for family, *given in map(_parts, entry.names))
    *others, last = map(", ".join, names)  # with initials: Jean-Paul Anna is J.-P. A.
    authors = f"{', '.join(others)}, & {last}" if others else last
    version = f" (Version {entry.version})" if entry.version else ""
    sentences = (authors, f"({day})", entry.title + version, entry.publisher)
    ended = (words if words.endswith((".", "?", "!")) else f"{words}." for words in sentences if words)
    return " ".join((*ended, entry.url or "")).rstrip()


# Braces by name: BibTeX counts braces whether or not a backslash leads them, so a lone one would swallow the rest of the file.
_NAMED_SIGNS = {"\\": "textbackslash", "{": "textbraceleft", "}": "textbraceright", "~": "textasciitilde", "^": "textasciicircum"}
_ESCAPES = str.maketrans({sign: f"\\{name}{{}}" for sign, name in _NAMED_SIGNS.items()} | {sign: f"\\{sign}" for sign in "#$%&_"})
_LIGATURES = r"-(?=-)|'(?=')|,(?=,)|<(?=<)|>(?=>)|[`?!](?=`)"  # what TeX would join


def bibtex(entries: tuple[Entry, ...]) -> str:
    """Return a .bib file in UTF-8 for BibTeX and biblatex, in which titles keep their capitals and addresses are verbatim."""
    records = []
    for entry in entries:
        title, day = escape_tex(entry.title), entry.published
        publisher = escape_tex(entry.publisher) if entry.publisher else None
        fields = {
            "author": " and ".join(map(_author, entry.names)),
            "title": f"{{{'{}' if title.startswith(chr(92)) else ''}{title}}}",  # BibTeX changes the case after a brace and a backslash
            "organization": publisher,  # which biblatex prints
            "howpublished": publisher,  # which BibTeX prints
            "date": day,
            "year": day and day.year,
            "month": day and MONTHS[day.month - 1][:3].lower(),
            "url": entry.url and escape_address(entry.url),
            "urldate": day and entry.accessed,  # whose year biblatex would print for an undated source
            "langid": entry.language and LANGUAGES.get(entry.language, entry.language).lower(),
            "version": entry.version and escape_tex(entry.version),
            "note": escape_tex(entry.note),
        }
        fields = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
        lines = "".join(f"  {name:<{max(map(len, fields))}} = {value},\n" for name, value in fields.items())
        kind, key = "online" if entry.url else "misc", re.sub("[^A-Za-z0-9_.:-]", "_", entry.key)
        records.append(f"@{kind}{{{key},\n{lines}}}\n")
    return "\n".join(records)


def escape_tex(words: str) -> str:
    r"""Return `words` as LaTeX prints them: `50\% of R\&D`."""
    return re.sub(_LIGATURES, r"\g<0>{}", escape(words).translate(_ESCAPES))


def _author(name: str) -> str:
    """Return an author; braces keep a name whole that is no person's, or that has the word between names."""
    parts = [escape_tex(part) for part in _parts(name)]
    is_person = bool(parts[1:]) and " and " not in f" {' '.join(parts)} ".casefold()
    return ", ".join(parts) if is_person else f"{{{', '.join(parts)}}}"


_PUBLISHED_BY = {SourceType.BOOK, SourceType.DATASET, SourceType.REPORT}  # all others are parts of what their publisher names


def csl_json(entries: tuple[Entry, ...]) -> str:
    """Return one JSON list of an object for each entry, with dates in parts."""
    items = []
    for entry in entries:
        day, accessed = ({"date-parts": [[day.year, day.month, day.day]]} if day else None for day in (entry.published, entry.accessed))
        names = [_parts(name) for name in entry.names]
        fields = {
            "id": entry.key,
            "type": entry.type.value,
            "title": entry.title,
            "author": [dict(zip(("family", "given") if name[1:] else ("literal",), name, strict=True)) for name in names],
            "publisher" if entry.type in _PUBLISHED_BY else "container-title": entry.publisher,
            "issued": day,
            "accessed": accessed,
            "URL": entry.url,
            "language": entry.language,
            "version": entry.version,
            "note": entry.note,
        }
        items.append({name: value for name, value in fields.items() if value is not None})
    return escape_json(json.dumps(items, ensure_ascii=False, allow_nan=False, indent=1)) + "\n"


RIS_TYPES = {
    SourceType.ARTICLE: "GEN", SourceType.ARTICLE_JOURNAL: "JOUR", SourceType.ARTICLE_NEWSPAPER: "NEWS", SourceType.BOOK: "BOOK",
    SourceType.DATASET: "DATA", SourceType.POST: "BLOG", SourceType.REPORT: "RPRT", SourceType.WEBPAGE: "ELEC",
}  # fmt: skip


def ris(entries: tuple[Entry, ...]) -> str:
    """Return a .ris file: a tag a line, TY first and ER last, lines that end in CR LF as the format wants them."""
    lines = []
    for entry in entries:
        day = entry.published
        tags = (
            ("TY", RIS_TYPES[entry.type]),
            ("ID", entry.key),
            *(("AU", ", ".join(_parts(name)).replace("*", "")) for name in entry.names),  # the format forbids asterisks in a name
            ("TI", entry.title),
            ("PB" if entry.type in _PUBLISHED_BY else "T2", entry.publisher),
            ("PY", str(day.year) if day else None),
            ("DA", f"{day:%Y/%m/%d}/" if day else None),
            ("Y2", f"{entry.accessed:%Y/%m/%d}/" if entry.accessed and day else None),  # some programs take the only date for the year
            ("LA", entry.language),
            ("UR", entry.url),
            ("N1", entry.note),
            ("ER", ""),
        )
        lines += [f"{tag}  - {escape(value)}\r\n" for tag, value in tags if value is not None]
    return "".join(lines)


WRITERS: dict[CitationStyle, Callable[[tuple[Entry, ...]], str]] = {
    CitationStyle.TEXT: text, CitationStyle.BIBTEX: bibtex, CitationStyle.CSL_JSON: csl_json, CitationStyle.RIS: ris,
}  # fmt: skip
