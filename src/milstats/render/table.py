"""The page that people read on a terminal or in a pipe: Rich lays out its tables, in as many columns as there is room for.

Where nothing limits the width, as in a pipe, nothing is wrapped. On a terminal words are wrapped between spaces, numbers and ids
never; where there is no room, spare columns give way, then the first column becomes a line above its rows, then rows become lists.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style as Look
from rich.table import Table as Grid
from rich.text import Text

from milstats.escaping import is_web_address
from milstats.render import RAISED, SMALL, Style, cited, filled, numbered
from milstats.reports.report import Block, Cell, Heading, Line, Paragraph, Reference, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

_INDENT = 2
_WIDEST = 100  # columns of running text; wider is hard to read
_UNLIMITED = 10**9  # columns of a line in a pipe
_USUAL, _USUAL_YEARS = 80, 4  # spare columns of numbers that a usual terminal gets
_EASY, _NARROWEST = 24, 12  # columns for words that wrap: what reads well, and the least
_LONGEST_WORD = 30  # columns of a word that is not broken in a cell
_GLUED = 40  # characters of a part that is kept on one line
_SHORTEST_BAR, _LONGEST_BAR = 8, 40
_EIGHTHS = " ▏▎▍▌▋▊▉█"
# Rich gives every link a number drawn by chance, so that a terminal can tell two apart; the same answer must be the same bytes.
_LINK_NUMBER = re.compile("\x1b]8;id=[0-9-]+;")
_GLUE = "\ue000"  # a blank at which no line is broken
_PLAIN, _BOLD, _DIM = Look.null(), Look(bold=True), Look(dim=True)


class _Layout(NamedTuple):
    """How a table is set: its columns, their widths and how much of each is for what follows digits or a bar, and the gap between them.

    In a stack the first column is a line above its rows; in a list every cell is a line.
    """

    places: tuple[int, ...]
    widths: tuple[int, ...] = ()
    tails: tuple[int, ...] = ()
    gap: int = 2
    is_stacked: bool = False
    is_list: bool = False


def render(report: Report, style: Style) -> str:
    """Return a report as aligned text; styled text holds the escape sequences of a terminal."""
    blocks = tuple(block._replace(lines=filled(block)) if isinstance(block, Table) else block for block in report.page().blocks)
    draft = _Writer(style, blocks)
    kept = tuple(draft.narrowed(block) if isinstance(block, Table) else block for block in blocks)
    writer = _Writer(style, kept)
    return "".join(f"{line}\n" for line in (*writer.page(kept), *writer.sources(cited(report, writer.numbers))))


class _Writer:
    """What writes blocks in a style, with the numbers of their sources."""

    def __init__(self, style: Style, blocks: tuple[Block, ...]) -> None:
        self.style = style
        self.numbers = numbered(blocks)
        self.leads: dict[int, int] = {}  # the widths of the columns before the numbers, which all tables of a page share
        self.width = style.width or _UNLIMITED
        self.console = Console(
            file=StringIO(), width=self.width, height=25, force_terminal=style.is_styled, color_system=None,
            markup=False, highlight=False, emoji=False, legacy_windows=False,
        )  # fmt: skip
        for table in (block for block in blocks if isinstance(block, Table)):
            for place, column in enumerate(table.columns):
                if column.is_number or column.may_wrap:
                    break
                self.leads[place] = max(self.leads.get(place, 0), self.size(table, place)[0])

    # Blocks

    def page(self, blocks: Iterable[Block]) -> Iterator[str]:
        before: Block | None = None
        for block in blocks:
            is_led = isinstance(before, Heading) and not (isinstance(block, Table) and block.title)
            is_run = isinstance(before, Paragraph) and isinstance(block, Paragraph)
            if before is not None and not is_led and not is_run:
                yield ""
            if isinstance(block, Table):
                yield from self.table(block)
            elif isinstance(block, Paragraph) and block.is_command:
                yield " " * _INDENT + self.style.fit(block.text)
            else:
                look, link = (_PLAIN, block.link) if isinstance(block, Paragraph) else (_BOLD, None)
                yield from self.running(block.text, 0, look, link)
            before = block

    def running(self, text: str, indent: int, look: Look = _PLAIN, link: str | None = None, lead: str = "") -> Iterator[str]:
        """Yield running text at an indent; its further lines stand below what comes after its `lead`."""
        text, hang = self.style.fit(text), cell_len(lead)
        if "  " in text:  # short parts that blanks set apart stay whole
            text = "".join(part.replace(" ", _GLUE) if 0 < len(part.strip()) <= _GLUED else part for part in re.split("( {2,})", text))
        room = max(min(self.width, _WIDEST) if self.style.width else _UNLIMITED, indent + hang + _NARROWEST) - indent - hang
        for number, line in enumerate(self.wrapped(Text().append(text, self.linked(look, link)), room)):
            line.rstrip()
            yield " " * indent + (lead if number == 0 else " " * hang) + self.written(line.render(self.console))

    def wrapped(self, text: Text, room: int) -> list[Text]:
        """Return a text in lines, broken between words; one too long for a line is broken too, but for an address."""
        if cell_len(text.plain) <= room:
            return [text]
        return list(text.wrap(self.console, room, overflow="ignore" if "://" in text.plain else "fold"))

    def sources(self, cited: tuple[tuple[int, Reference], ...]) -> Iterator[str]:
        yield from [""] * bool(cited)
        pad = max((cell_len(self.note(item.source)) for _, item in cited), default=0) + 1
        for _, item in cited:
            note = self.note(item.source)
            lead = note + " " * (pad - cell_len(note))
            yield from self.running(f"{item.credit} · {item.source}", 0, _DIM, item.url, lead)
            if self.style.with_sources:
                yield from self.running(item.title, pad, _PLAIN)
                yield " " * pad + self.written([Segment(self.style.fit(item.url), self.linked(_DIM, item.url))])

    # Tables

    def table(self, table: Table) -> Iterator[str]:
        layout = self.fit(table)
        indent = " " * (_INDENT * (2 if layout.is_stacked else 1))
        yield from self.heading(table, layout, indent)
        can_repeat = len(table.columns) > 1 and not table.columns[0].title
        rows: list[Line] = []
        above = None
        for line in table.lines:
            is_same = can_repeat and line.cells[0].text == above
            above = line.cells[0].text
            if layout.is_stacked and not is_same:
                yield from self.rows(table, layout, rows, indent)
                yield from self.running(line.cells[0].text, _INDENT)
                rows = []
            is_blank = is_same and rows and not layout.is_list
            rows.append(line._replace(cells=(line.cells[0]._replace(text=""), *line.cells[1:])) if is_blank else line)
            if line.below:
                yield from self.rows(table, layout, rows, indent)
                for text in line.below:
                    yield from self.running(text, len(indent) + _INDENT, _DIM)
                rows = []
        yield from self.rows(table, layout, rows, indent)

    def heading(self, table: Table, layout: _Layout, indent: str) -> Iterator[str]:
        title, titles = self.style.fit(table.title), tuple[str, ...]()
        if any(table.columns[place].title for place in layout.places) and not layout.is_list:
            names = Line(tuple(Cell(column.title) for column in table.columns))
            cells = [self.cell(table, layout, at, names, is_title=True) for at in range(len(layout.places))]
            titles = tuple(indent + line for line in self.grid(layout, [cells]))
        if len(titles) == 1 and not titles[0][: cell_len(title) + layout.gap].strip():
            yield self.written([Segment(title), Segment(titles[0][cell_len(title) :], _DIM)])
            return
        if title:
            yield from self.running(table.title, 0)
        yield from (self.written([Segment(line, _DIM)]) for line in titles)

    def rows(self, table: Table, layout: _Layout, lines: list[Line], indent: str) -> Iterator[str]:
        if layout.is_list:
            for line in lines:
                yield from self.listed(table, line, layout.places)
        elif lines:
            cells = [[self.cell(table, layout, at, line) for at in range(len(layout.places))] for line in lines]
            yield from (indent + line for line in self.grid(layout, cells))

    def grid(self, layout: _Layout, rows: list[list[Text]]) -> Iterator[str]:
        grid = Grid.grid(padding=(0, layout.gap, 0, 0), pad_edge=False)
        longest = max(cell_len(line) for row in rows for line in row[-1].plain.split("\n"))
        widths = [*layout.widths[:-1], max(layout.widths[-1], longest)]  # nothing stands to the right of a long address
        for width in widths:
            grid.add_column(no_wrap=True, width=width)
        for row in rows:
            grid.add_row(*row)
        options = self.console.options.update(width=sum(widths) + layout.gap * len(widths))
        yield from (self.written(line) for line in self.console.render_lines(grid, options, pad=False))

    def listed(self, table: Table, line: Line, places: tuple[int, ...]) -> Iterator[str]:
        first, *others = [place for place in places if line.cells[place].text] or [0]
        yield from self.running(line.cells[first].text + self.tail(line.cells[first]), _INDENT)
        for place in others:
            title, cell, is_number = table.columns[place].title, line.cells[place], table.columns[place].is_number
            if cell.text != "–":  # no figure
                text = f"{title}{':' if title else ''} {cell.text}{self.tail(cell)}".lstrip()
                yield from self.running(text, 2 * _INDENT, _BOLD if is_number else _PLAIN, cell.link)

    # Cells

    def cell(self, table: Table, layout: _Layout, at: int, line: Line, *, is_title: bool = False) -> Text:
        cell, column = line.cells[layout.places[at]], table.columns[layout.places[at]]
        room = layout.widths[at] - layout.tails[at]
        body = self.style.fit(cell.text)
        text = Text()
        if cell.share is not None:
            text.append(self.bar(cell.share, room) + " " * bool(body))
        elif column.is_number:
            text.append(" " * max(0, room - cell_len(body)))
        is_number = column.is_number and any(map(str.isdigit, body)) and not is_title
        text.append(body, self.linked(_BOLD if is_number else _PLAIN, cell.link))
        text.append(self.mark(cell))
        text.append(self.note(*cell.sources), self.linked(_DIM, cell.link))
        return Text("\n").join(self.wrapped(text, layout.widths[at])) if column.may_wrap else text

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
        """Return a line without the blanks at its end; its links have no numbers, which Rich draws by chance."""
        parts = [(segment.text, segment.style or _PLAIN) for segment in segments]
        while parts and not parts[-1][0].strip():
            parts.pop()
        if not parts:
            return ""
        parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
        system = ColorSystem.STANDARD if self.style.is_styled else None
        line = "".join(look.render(text, color_system=system) for text, look in parts)
        return _LINK_NUMBER.sub("\x1b]8;;", line).replace(_GLUE, " ")

    # Widths

    def narrowed(self, table: Table) -> Table:
        """Return a table without the columns that there is no room for, and without rows whose numbers all stand there."""
        layout = self.fit(table)
        kept = sorted({*layout.places, *([0] if layout.is_stacked else [])})
        years = {place for place, column in enumerate(table.columns) if column.is_spare and column.is_number}
        lines = []
        for line in table.lines:
            filled_years = {place for place in years if line.cells[place].sources or line.cells[place].link}
            if not filled_years or not filled_years.isdisjoint(kept):
                lines.append(line._replace(cells=tuple(line.cells[place] for place in kept)))
        return Table(table.title, tuple(table.columns[place] for place in kept), tuple(lines))

    def fit(self, table: Table) -> _Layout:
        """Return the first way to set a table that its width allows."""
        columns = table.columns
        sizes = [self.size(table, place) for place in range(len(columns))]
        spare = [place for place, column in enumerate(columns) if column.is_spare]
        years = [place for place in spare if columns[place].is_number]
        few, least = min(_USUAL_YEARS, len(years)), min(1, len(years))
        if self.style.width is None or self.style.width <= _USUAL:
            spare = [place for place in spare if place not in years[: len(years) - few]]
        fixed = [place for place, column in enumerate(columns) if not column.is_spare and sizes[place][0]]
        can_stack = len(columns) > 2 and not columns[0].is_number  # noqa: PLR2004 -- with two, the second would wrap
        trials = [(False, kept, 2, _EASY) for kept in range(len(spare), few - 1, -1)] + [(False, few, 1, _EASY)]
        trials += [(True, kept, gap, _EASY) for kept in range(few, least - 1, -1) for gap in (2, 1)] * can_stack
        trials += [(False, least, 1, _NARROWEST)] + [(True, least, 1, _NARROWEST)] * can_stack
        for is_stacked, kept, gap, narrowest in trials:
            places = tuple(sorted(place for place in (*fixed, *spare[len(spare) - kept :]) if place or not is_stacked))
            room = self.width - _INDENT * (1 + is_stacked) - gap * (len(places) - 1)
            widths = _shared_out(table, places, sizes, room, narrowest)
            if sum(widths) <= room:
                for at in range(next((at for at, place in enumerate(places) if columns[place].is_number or columns[place].may_wrap), 0)):
                    widths[at] += max(0, min(self.leads.get(places[at], 0) - widths[at], room - sum(widths)))
                return _Layout(places, tuple(widths), tuple(sizes[place][1] for place in places), gap, is_stacked)
        return _Layout(tuple(sorted((*fixed, *spare[len(spare) - least :]))), is_list=True)

    def size(self, table: Table, place: int) -> tuple[int, int, int]:
        """Return the width of a column, how much of it follows digits or a bar, and the width of its longest word."""
        cells, column = [line.cells[place] for line in table.lines], table.columns[place]
        title = cell_len(self.style.fit(column.title))
        texts, tails = [self.style.fit(cell.text) for cell in cells], [cell_len(self.tail(cell)) for cell in cells]
        bodies = [cell_len(text) for text in texts]
        if any(cell.share is not None for cell in cells):
            after = max(body + tail + (body > 0) for body, tail in zip(bodies, tails, strict=True))
            return max(title, _SHORTEST_BAR + after), after, title
        if column.is_number:
            body, tail = max((title, *bodies)), max(tails, default=0)
            return body + tail, tail, body + tail
        width = max((title, *(body + tail for body, tail in zip(bodies, tails, strict=True))))
        if not column.may_wrap or width <= _NARROWEST:
            return width, 0, width
        is_last = place == len(table.columns) - 1
        words = [word for text in texts for word in text.split() if not (is_last and "://" in word)]
        return width, 0, min(max(map(cell_len, words), default=0) + max(tails), _LONGEST_WORD)


def _shared_out(table: Table, places: tuple[int, ...], sizes: list[tuple[int, int, int]], room: int, narrowest: int) -> list[int]:
    """Return the widths of columns: words wrap and bars stretch so that they take up the room, where they can."""
    widths = [sizes[place][0] for place in places]
    excess = sum(widths) - room
    for at in sorted(range(len(places)), key=lambda at: -widths[at]):
        if table.columns[places[at]].may_wrap and excess > 0:
            narrower = max(sizes[places[at]][2], widths[at] - excess, min(narrowest, widths[at]))
            excess -= widths[at] - narrower
            widths[at] = narrower
    for at, place in enumerate(places):
        if any(line.cells[place].share is not None for line in table.lines):
            widths[at] += min(_LONGEST_BAR - _SHORTEST_BAR, max(0, -excess))
    return widths
