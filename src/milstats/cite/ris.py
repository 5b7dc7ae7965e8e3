"""References as RIS: a tag a line, TY first and ER last, lines that end in CR LF as the format wants them."""

from __future__ import annotations

from milstats.harmless import harmless
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import SourceType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from milstats.cite.entry import Entry

TYPES = {
    SourceType.ARTICLE: "GEN",
    SourceType.ARTICLE_JOURNAL: "JOUR",
    SourceType.ARTICLE_NEWSPAPER: "NEWS",
    SourceType.BOOK: "BOOK",
    SourceType.DATASET: "DATA",
    SourceType.POST: "BLOG",
    SourceType.REPORT: "RPRT",
    SourceType.WEBPAGE: "ELEC",
}
_PUBLISHED_BY = {SourceType.BOOK, SourceType.DATASET, SourceType.REPORT}  # all others are parts of what their publisher names


def written(entries: tuple[Entry, ...]) -> str:
    """Return a .ris file of one record for each entry."""
    return "".join(f"{tag}  - {harmless(value)}\r\n" for entry in entries for tag, value in _lines(entry))


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[entry.type]
    yield "ID", entry.key
    for name in entry.names:
        yield "AU", ", ".join(part for part in name if part).replace("*", "")  # the format forbids it in a name
    yield "TI", entry.title
    if entry.publisher:
        yield "PB" if entry.type in _PUBLISHED_BY else "T2", entry.publisher
    if entry.published:
        yield "PY", str(entry.published.year)
        yield "DA", _date(entry.published)
    if entry.accessed:
        yield "Y2", _date(entry.accessed)
    if entry.language:
        yield "LA", entry.language
    if entry.url:
        yield "UR", entry.url
    yield "N1", entry.note
    yield "ER", ""


def _date(day: date) -> str:
    return f"{day.isoformat().replace('-', '/')}/"
