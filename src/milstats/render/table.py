"""The page that people read on a terminal or in a pipe: Rich lays out its tables, in as many columns as there is room for.

Where nothing limits the width, as in a pipe, nothing is wrapped. On a terminal words are wrapped between spaces, numbers and ids
never. Where there is no room, spare columns give way, then in all tables of the page the gaps get narrower, then the first column
becomes a line above its rows, then rows become lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from io import StringIO
from itertools import takewhile
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, OverflowMethod
from rich.segment import Segment
from rich.style import Style as Look
from rich.table import Table as Grid
from rich.text import Text

from milstats.escaping import is_web_address
from milstats.render import RAISED, SMALL, Style, cited, filled, numbered
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Report, Table

_INDENT = 2
_WIDEST = 100  # columns of running text; wider is hard to read
_UNLIMITED = 10**9  # columns of a line in a pipe
_USUAL, _USUAL_YEARS = 80, 4  # spare columns of numbers that a usual terminal gets
_EASY, _NARROWEST = 24, 12  # columns for words that wrap: what reads well, and the least
_LONGEST_WORD = 30  # columns of a word that is not broken in a cell
_GLUED = 40  # characters of a part that is kept on one line
_SHORTEST_BAR, _LONGEST_BAR = 8, 40
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_GLUE = "\ue000"  # a blank at which no line is broken
_PLAIN, _BOLD, _DIM = Look.null(), Look(bold=True), Look(dim=True)
# How the tables of a page are set, best first: the gap between columns, whether they are stacked, the least for words that wrap
# (0 for lists).
_TRIALS = ((2, False, _EASY), (1, False, _EASY), (2, True, _EASY), (1, True, _EASY), (1, True, _NARROWEST), (0, False, 0))


class _Size(NamedTuple):
    """The width of a column: of digits, words or a bar, of what follows these, the least to which words wrap, and the most of a bar."""

    body: int
    tail: int
    least: int
    most: int


class _Layout(NamedTuple):
    """A table as it is set: in a stack the first column is a line above its rows; without widths every cell is a line."""

    table: Table
    widths: tuple[int, ...] = ()
    tails: tuple[int, ...] = ()
    gap: int = 0
    is_stacked: bool = False


def render(report: Report, style: Style) -> str:
    """Return a report as aligned text; styled text holds the escape sequences of a terminal."""
    blocks = tuple(block._replace(lines=filled(block)) if isinstance(block, Table) else block for block in report.page())
    layouts = iter(_Writer(style, blocks).layouts)
    kept = tuple(next(layouts).table if isinstance(block, Table) else block for block in blocks)
    writer = _Writer(style, kept)  # the sources of what is left have other numbers
    return "".join(f"{line}\n" for line in (*writer.page(kept), *writer.sources(report)))


class _Writer:
    """What writes blocks in a style, with the numbers of their sources."""

    def __init__(self, style: Style, blocks: tuple[Block, ...]) -> None:
        self.style = style
        self.numbers = numbered(blocks)
        self.width = style.width or _UNLIMITED
        self.console = Console(
            file=StringIO(), width=self.width, height=25, force_terminal=style.is_styled, color_system=None,
            markup=False, highlight=False, emoji=False, legacy_windows=False,
        )  # fmt: skip
        self.layouts = self.laid_out([block for block in blocks if isinstance(block, Table)])

    def page(self, blocks: Iterable[Block]) -> Iterator[str]:
        before: Block | None = None
        layouts = iter(self.layouts)
        for block in blocks:
            is_led = isinstance(before, Heading) and not (isinstance(block, Table) and block.title)
            if before is not None and not is_led and not (isinstance(before, Paragraph) and isinstance(block, Paragraph)):
                yield ""
            if isinstance(block, Table):
                yield from self.rows(next(layouts))
            elif isinstance(block, Heading):
                yield from self.running(block.text, 0, _BOLD)
            elif block.is_command:
                yield " " * _INDENT + self.style.fit(block.text)
            else:
                yield from self.running(block.text, 0, _PLAIN, block.link)
            before = block

    def running(self, text: str, indent: int, look: Look = _PLAIN, link: str | None = None, lead: str = "") -> Iterator[str]:
        """Yield running text at an indent; its further lines stand below what comes after its `lead`."""
        text, hang = self.style.fit(text), cell_len(lead)
        if "  " in text:  # short parts that blanks set apart stay whole
            text = "".join(part.replace(" ", _GLUE) if 0 < len(part.strip()) <= _GLUED else part for part in re.split("( {2,})", text))
        room = max((min(self.width, _WIDEST) if self.style.width else _UNLIMITED) - indent - hang, _NARROWEST)
        for line in self.wrapped(Text().append(text, self.linked(look, link)), room):
            yield " " * indent + lead + self.written(line.render(self.console))
            lead = " " * hang

    def wrapped(self, text: Text, room: int) -> Iterator[Text]:
        """Yield a text in lines, broken between words; one too long for a line is broken too, but for an address."""
        overflow: OverflowMethod = "ignore" if "://" in text.plain else "fold"
        for line in text.wrap(self.console, room, overflow=overflow) if cell_len(text.plain) > room else [text]:
            line.rstrip()
            yield line

    def sources(self, report: Report) -> Iterator[str]:
        items = [(self.note(item.source), item) for _, item in cited(report, self.numbers)]
        pad = max((cell_len(note) for note, _ in items), default=0) + 1
        yield from [""] * bool(items)
        for note, item in items:
            yield from self.running(f"{item.credit} · {item.source}", 0, _DIM, item.url, note + " " * (pad - cell_len(note)))
            if self.style.with_sources:
                yield from self.running(item.title, pad)
                yield " " * pad + self.written([Segment(self.style.fit(item.url), self.linked(_DIM, item.url))])

    def rows(self, layout: _Layout) -> Iterator[str]:
        yield from self.heading(layout)
        columns = layout.table.columns
        # A line says no name that the line above it says too, but for the last one before its number.
        names = len([*takewhile(lambda column: not column.title and not column.is_number, columns)])
        most = max(names - 1, min(names, 1)) if len(columns) > 1 else 0
        rows: list[Line] = []
        above: tuple[Cell, ...] = ()
        for line in layout.table.lines:
            pairs = zip(line.cells, above, strict=False)
            same = [cell for cell, _ in takewhile(lambda pair: pair[0].text == pair[1].text, pairs)][:most]
            above = line.cells
            if layout.is_stacked and not same:
                yield from self.grid(layout, rows)
                yield from self.running(line.cells[0].text, _INDENT)
                rows = []
            if not layout.widths:
                yield from self.listed(layout.table, line)
            else:
                blank = [cell._replace(text="") for cell in same if rows]
                rows.append(line._replace(cells=(*blank, *line.cells[len(blank) :])))
            if line.below:
                yield from self.grid(layout, rows)
                rows = []
            for text in line.below:
                yield from self.running(text, _INDENT * (2 + layout.is_stacked), _DIM)
        yield from self.grid(layout, rows)

    def heading(self, layout: _Layout) -> Iterator[str]:
        title, names = self.style.fit(layout.table.title), [column.title for column in layout.table.columns]
        has_names = layout.widths and any(names[layout.is_stacked :])
        titles = [*self.grid(layout, [Line(tuple(map(Cell, names)))], is_title=True)] if has_names else []
        if len(titles) == 1 and not titles[0][: cell_len(title) + layout.gap].strip():
            yield self.written([Segment(title), Segment(titles[0][cell_len(title) :], _DIM)])
            return
        if title:
            yield from self.running(layout.table.title, 0)
        yield from (self.written([Segment(line, _DIM)]) for line in titles)

    def grid(self, layout: _Layout, lines: list[Line], *, is_title: bool = False) -> Iterator[str]:
        if not lines:
            return
        start, table = int(layout.is_stacked), layout.table
        columns = [*zip(table.columns[start:], layout.widths, layout.tails, strict=True)]
        rows = []
        for line in lines:
            cells = zip(line.cells[start:], columns, strict=True)
            rows.append([self.cell(cell, *column, is_title=is_title) for cell, column in cells])
        longest = max(cell_len(part) for row in rows for part in row[-1].plain.split("\n"))
        widths = [*layout.widths[:-1], max(layout.widths[-1], longest)]  # nothing stands to the right of a long address
        grid = Grid.grid(padding=(0, layout.gap, 0, 0), pad_edge=False)
        for width in widths:
            grid.add_column(no_wrap=True, width=width)
        for row in rows:
            grid.add_row(*row)
        options = self.console.options.update(width=sum(widths) + layout.gap * len(widths))
        for segments in self.console.render_lines(grid, options, pad=False):
            yield " " * _INDENT * (1 + layout.is_stacked) + self.written(segments)

    def listed(self, table: Table, line: Line) -> Iterator[str]:
        first, *others = [at for at, cell in enumerate(line.cells) if cell.text] or [0]
        yield from self.running(line.cells[first].text + self.tail(line.cells[first]), _INDENT)
        for cell, column in ((line.cells[at], table.columns[at]) for at in others):
            if cell.text != "–":  # no figure
                text = f"{column.title}: {cell.text}" if column.title else cell.text
                yield from self.running(text + self.tail(cell), 2 * _INDENT, _BOLD if column.is_number else _PLAIN, cell.link)

    def cell(self, cell: Cell, column: Column, width: int, tail: int, *, is_title: bool) -> Text:
        body = self.style.fit(cell.text)
        text = Text()
        if cell.share is not None:
            text.append(self.bar(cell.share, width - tail) + " " * bool(body))
        elif column.is_number:
            text.append(" " * max(0, width - tail - cell_len(body)))
        is_number = column.is_number and any(map(str.isdigit, body)) and not is_title
        text.append(body, self.linked(_BOLD if is_number else _PLAIN, cell.link))
        text.append(self.mark(cell))
        text.append(self.note(*cell.sources), self.linked(_DIM, cell.link))
        return Text("\n").join(self.wrapped(text, width)) if column.may_wrap else text

    def bar(self, share: Fraction, length: int) -> str:
        """Return a bar as a part of a length, in eighths of a column; what is too small for one still shows."""
        if not self.style.can_print(_EIGHTHS):
            return "#" * max(round(share * length), share > 0)
        whole, eighths = divmod(max(round(share * length * 8), share > 0), 8)
        return (_EIGHTHS[-1] * whole + _EIGHTHS[eighths]).rstrip()

    def tail(self, cell: Cell) -> str:
        return self.mark(cell) + self.note(*cell.sources)

    def mark(self, cell: Cell) -> str:
        """Return the marks of a cell; a blank keeps the numbers of sources away from digits that have none."""
        return self.style.fit(cell.mark) or " " * bool(cell.sources and cell.text[-1:].isdigit())

    def note(self, *sources: str) -> str:
        """Return the numbers of sources as small signs, or in brackets where the encoding has none."""
        numbers = sorted(self.numbers[name] for name in sources)
        if self.style.can_print(RAISED):
            return ",".join(map(str, numbers)).translate(SMALL)
        return "".join(f"[{number}]" for number in numbers)

    def linked(self, look: Look, link: str | None) -> Look:
        can = self.style.is_styled and self.style.has_links and link is not None and is_web_address(link)
        return look + Look(link=link) if can else look

    def written(self, segments: Iterable[Segment]) -> str:
        """Return a line without the blanks at its end."""
        system = ColorSystem.STANDARD if self.style.is_styled else None
        line = "".join((segment.style or _PLAIN).render(segment.text, color_system=system) for segment in segments).rstrip()
        # Rich gives every link a number drawn by chance, so that a terminal can tell two apart; the same answer must be the same bytes.
        return re.sub("\x1b]8;id=[0-9-]+;", "\x1b]8;;", line).replace(_GLUE, " ")

    def laid_out(self, tables: list[Table]) -> tuple[_Layout, ...]:
        """Return all tables of a page, set in the first way in which each of them fits."""
        shared: dict[tuple[object, ...], _Size] = {}  # by the place and what comes before it: tables that begin alike line up
        sizes = []
        for table in tables:
            own = [self.size(table, place) for place in range(len(table.columns))]
            keys = [(place, *table.columns[: max(place + 1, 2)]) for place in range(len(own))]
            shared |= {key: _Size(*map(max, size, shared.get(key, size))) for key, size in zip(keys, own, strict=True)}
            sizes.append((table, own, keys))
        found: list[_Layout | None] = [None]
        trials = iter(_TRIALS)
        while None in found:
            gap, is_stacked, narrowest = next(trials)
            widths = [(table, own if narrowest < _EASY else [shared[key] for key in keys]) for table, own, keys in sizes]
            found = [self.fit(table, size, gap, narrowest, is_stacked=is_stacked) for table, size in widths]
        return tuple(filter(None, found))

    def fit(self, table: Table, sizes: list[_Size], gap: int, narrowest: int, *, is_stacked: bool) -> _Layout | None:
        """Return a table with as many spare columns as its width allows, or None where it allows too few."""
        columns = table.columns
        start = int(is_stacked and len(columns) > 2 and not columns[0].is_number)  # noqa: PLR2004 -- with two, the second would wrap
        spare = [place for place, column in enumerate(columns) if column.is_spare]
        years = [place for place in spare if columns[place].is_number]
        if self.style.width is None or self.style.width <= _USUAL:
            spare = [place for place in spare if place not in years[:-_USUAL_YEARS]]
        fixed = [place for place, size in enumerate(sizes) if place < start or (place not in spare + years and size.body + size.tail)]
        least = min(len(years), 1 if narrowest and (start or narrowest < _EASY) else _USUAL_YEARS)
        if not narrowest:
            return _Layout(_cut(table, sorted(fixed + spare[len(spare) - least :])))
        for count in range(len(spare), least - 1, -1):
            places = sorted(fixed + spare[len(spare) - count :])
            room = self.width - _INDENT * (1 + start) - gap * (len(places) - start - 1)
            chosen = [sizes[place] for place in places[start:]]
            widths = _shared_out(chosen, room, narrowest)
            if sum(widths) <= room:
                tails = tuple(size.tail for size in chosen)
                return _Layout(_cut(table, places), widths, tails, gap, is_stacked=bool(start))
        return None

    def size(self, table: Table, place: int) -> _Size:
        cells, column = [line.cells[place] for line in table.lines], table.columns[place]
        title = cell_len(self.style.fit(column.title))
        texts, tails = [self.style.fit(cell.text) for cell in cells], [cell_len(self.tail(cell)) for cell in cells]
        wholes = [title, *(cell_len(text) + tail for text, tail in zip(texts, tails, strict=True))]
        if any(cell.share is not None for cell in cells):
            after = max(wholes[1:]) + any(texts)
            return _Size(_SHORTEST_BAR, after, _UNLIMITED, _LONGEST_BAR + after)
        if column.is_number:
            return _Size(max((title, *map(cell_len, texts))), max(tails, default=0), _UNLIMITED, 0)
        width = max(wholes)
        is_last = place == len(table.columns) - 1
        words = [cell_len(word) for text in texts for word in text.split() if not (is_last and "://" in word)]
        longest = max(words, default=0) + max(tails, default=0)
        return _Size(width, 0, min(longest, _LONGEST_WORD) if column.may_wrap else _UNLIMITED, width)


def _cut(table: Table, places: Sequence[int]) -> Table:
    """Return a table with some of its columns, without rows whose numbers all are in others."""
    years = {place for place, column in enumerate(table.columns) if column.is_spare and column.is_number}
    lines = []
    for line in table.lines:
        with_number = {place for place in years if line.cells[place].sources or line.cells[place].link}
        if not with_number or with_number & {*places}:
            lines.append(line._replace(cells=tuple(line.cells[place] for place in places)))
    return Table(table.title, tuple(table.columns[place] for place in places), tuple(lines))


def _shared_out(sizes: list[_Size], room: int, narrowest: int) -> tuple[int, ...]:
    """Return the widths of columns: words wrap and bars stretch so that they take up the room, where they can."""
    widths = [size.body + size.tail for size in sizes]
    for at in sorted(range(len(sizes)), key=lambda at: -widths[at]):
        wanted, width = widths[at] + room - sum(widths), widths[at]
        widths[at] = max(min(sizes[at].least, width), min(sizes[at].most, wanted), min(narrowest, width))
    return tuple(widths)
