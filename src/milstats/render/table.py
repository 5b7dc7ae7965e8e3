"""The table that people read: aligned, fitted to the terminal, with its marks explained and its sources below it.

Where nothing limits the width, as in a pipe, no cell is wrapped. On a terminal words are wrapped between spaces; numbers,
marks and source keys never are. Where even that does not fit, each row becomes a short list.
"""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render.bars import with_bars
from milstats.render.width import width_of
from milstats.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.render.style import Style
    from milstats.report import Column, Line, Reference, Report, Table

_GAP = 2
_INDENT = 2
_BELOW = 4
_NARROWEST = 12  # columns for words that wrap; with less, a list reads better
_WIDEST = 100  # running text wider than this is hard to read


class Span(NamedTuple):
    """A piece of a printed line with the style and the link it bears."""

    text: str
    style: str = ""
    link: str | None = None


def render(report: Report, style: Style) -> str:
    """Return a report as aligned text; styled text holds the escape sequences of a terminal."""
    main = _sentences(report, style) if report.table is None else _table(with_bars(report.table(), style), style)
    lines = [*main, *_caveats(report, style), *_legend(report, style), *_sources(report, style)]
    while lines and not lines[-1]:
        lines.pop()
    if style.is_styled:
        from milstats.render.terminal import styled  # noqa: PLC0415 -- Rich's console costs two interpreter starts

        return styled(lines)
    return "".join(f"{''.join(span.text for span in line).rstrip()}\n" for line in lines)


def _sentences(report: Report, style: Style) -> Iterator[list[Span]]:
    """Yield the sentences of a report without a table, each on one line, however long: a place in it may be followed."""
    yield from ([Span(style.fit(sentence))] for sentence in report.sentences())


def _table(table: Table, style: Style) -> Iterator[list[Span]]:
    places, widths = _fitted(table, style)
    title = None
    yield from _header(table, style, places, widths)
    for section in table.sections:
        if section.title or section.heading:
            yield []
        if section.title and section.title != title:
            title = section.title
            yield from _wrapped(title, style, 0, "bold")
        if section.heading:
            yield from _wrapped(section.heading, style, 0, "")
        for line in section.lines:
            yield from _row(table, line, style, places, widths)
            for text in line.below:
                yield from _wrapped(text, style, _BELOW, "dim")
            yield from ([Span(" " * _BELOW), Span(style.fit(command))] for command in line.commands)
    yield []


def _header(table: Table, style: Style, places: list[int], widths: list[int]) -> Iterator[list[Span]]:
    if widths:
        titles = tuple(column.title for column in table.columns)
        yield from _aligned(table, titles, style, places, widths, "dim", None)


def _fitted(table: Table, style: Style) -> tuple[list[int], list[int]]:
    """Return the columns to print and their widths; no widths where the rows must become lists."""
    natural = [_natural(table, number, column, style) for number, column in enumerate(table.columns)]
    places = [*range(len(natural))]
    if style.width is None:
        return places, natural
    room = style.width - _INDENT
    if _total([natural[place] for place in places]) > room:
        places = [place for place in places if not table.columns[place].is_spare]
    widths = [natural[place] for place in places]
    excess = _total(widths) - room
    for number in sorted(range(len(places)), key=lambda at: -widths[at]):
        if excess > 0 and table.columns[places[number]].may_wrap:
            narrower = max(_longest_word(table, places[number], style), widths[number] - excess, _NARROWEST)
            if narrower < widths[number]:
                excess -= widths[number] - narrower
                widths[number] = narrower
    return places, widths if excess <= 0 else []


def _total(widths: list[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _cells(table: Table, place: int, style: Style) -> Iterator[str]:
    return (style.fit(line.cells[place]) for section in table.sections for line in section.lines)


def _natural(table: Table, place: int, column: Column, style: Style) -> int:
    return max((width_of(text) for text in (column.title, *_cells(table, place, style))), default=0)


def _longest_word(table: Table, place: int, style: Style) -> int:
    return max((width_of(word) for text in _cells(table, place, style) for word in text.split()), default=0)


def _row(table: Table, line: Line, style: Style, places: list[int], widths: list[int]) -> Iterator[list[Span]]:
    if widths:
        yield from _aligned(table, line.cells, style, places, widths, "", line.link)
    else:
        yield from _listed(table, line, style, places)


def _aligned(  # noqa: PLR0913, PLR0917 -- the parts of one printed row
    table: Table, cells: tuple[str, ...], style: Style, places: list[int], widths: list[int], look: str, link: str | None
) -> Iterator[list[Span]]:
    """Yield a row in columns, over several lines where a cell is wrapped."""
    wrapped = [_lines_of(style.fit(cells[place]), width) for place, width in zip(places, widths, strict=True)]
    for number in range(max(len(lines) for lines in wrapped)):
        spans = [Span(" " * _INDENT)]
        for place, width, lines in zip(places, widths, wrapped, strict=True):
            text = lines[number] if number < len(lines) else ""
            pad = " " * (width - width_of(text))
            to = link if place == table.linked else None
            spans += [Span(pad), Span(text, look)] if table.columns[place].is_number else [Span(text, look, to), Span(pad)]
            spans.append(Span(" " * _GAP))
        yield spans


def _listed(table: Table, line: Line, style: Style, places: list[int]) -> Iterator[list[Span]]:
    """Yield a row as a list: the first cell, then the others indented, as many on a line as fit whole."""
    first, *others = (place for place in places if line.cells[place])
    yield from _wrapped(line.cells[first], style, _INDENT, "")
    spans, used = [Span(" " * _BELOW)], _BELOW
    for place in others:
        text, link = style.fit(line.cells[place]), line.link if place == table.linked else None
        for piece in _lines_of(text, _room(style, _BELOW)) if table.columns[place].may_wrap else [text]:
            if used > _BELOW and style.width is not None and used + width_of(piece) > style.width:
                yield spans
                spans, used = [Span(" " * _BELOW)], _BELOW
            spans += [Span(piece, "", link), Span(" " * _GAP)]
            used += width_of(piece) + _GAP
    yield spans


def _lines_of(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` columns, broken between words only and never before a percent sign."""
    if width_of(text) <= width:
        return [text]
    lines = [""]
    for glued in text.replace(" %", "\0%").split():
        word = glued.replace("\0", " ")
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _wrapped(text: str, style: Style, indent: int, look: str) -> Iterator[list[Span]]:
    """Yield running text at an indent; a web address in it is a link of its own."""
    for line in _lines_of(style.fit(text), _room(style, indent)):
        yield [Span(" " * indent), Span(line, look, line if line.startswith("http") else None)]


def _room(style: Style, indent: int) -> int:
    """Return the columns that running text has beside an indent."""
    return 10**9 if style.width is None else max(min(style.width, _WIDEST) - indent, _NARROWEST)


def _caveats(report: Report, style: Style) -> Iterator[list[Span]]:
    """Yield what must not be parted from the numbers."""
    for text in report.caveats:
        yield from _wrapped(text, style, 0, "")
    if report.caveats:
        yield []


def _legend(report: Report, style: Style) -> Iterator[list[Span]]:
    legend = report.legend()
    if legend:
        yield [Span("Marks", "bold")]
        for mark, meaning in legend:
            yield from _entry(mark, meaning, width_of(mark), style)
        yield []


def _sources(report: Report, style: Style) -> Iterator[list[Span]]:
    """Yield what every source is: publisher, date, title and link."""
    references = report.references()
    if not references:
        return
    yield [Span("Sources", "bold")]
    width = max(width_of(item.source) for item in references)
    is_narrow = style.width is not None and style.width < width + 40
    for item in references:
        yield from _entry(item.source, _cited(item), width, style, item.url, is_narrow=is_narrow)


def _entry(key: str, text: str, width: int, style: Style, url: str | None = None, *, is_narrow: bool = False) -> Iterator[list[Span]]:
    """Yield a key with its text beside it, or below it where there is no room; then its address."""
    indent = _BELOW if is_narrow else _INDENT + width + _GAP
    lines = [*_wrapped(text, style, indent, "")]
    if url is not None:
        fits = style.width is None or indent + width_of(url) <= style.width
        lines += _wrapped(url, style, indent if fits else _BELOW, "dim")
    lead = [Span(" " * _INDENT), Span(style.fit(key), "", url), Span(" " * (width - width_of(key) + _GAP))]
    if is_narrow:
        yield lead
    else:
        lines[0] = [*lead, *lines[0][1:]]
    yield from lines


def _cited(item: Reference) -> str:
    published = long_date(item.published) if item.published else "undated"
    return f"{item.publisher}, {published}: {item.title}"
