"""Bars in a column of a table, as long as the room beside the other columns allows."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING
from milstats.render.width import width_of

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Line, Table

_SHORTEST, _LONGEST = 8, 40
_SPARE = 2 + 2 * 4  # what the table needs for its indent and the gaps between five columns
_FULL, _SLIVER = "█", "▏"


def with_bars(table: Table, style: Style) -> Table:
    """Return a table with its bars drawn; one that has none comes back as it is."""
    place = next((number for number, column in enumerate(table.columns) if column.is_bar), None)
    if place is None:
        return table
    length = _length(table, style)
    sections = (section._replace(lines=tuple(_drawn(line, place, length) for line in section.lines)) for section in table.sections)
    return table._replace(sections=tuple(sections))


def _length(table: Table, style: Style) -> int:
    """Return the length of the longest bar, in columns of the terminal."""
    if style.width is None:
        return _LONGEST
    titles = tuple(column.title for column in table.columns)
    cells = [titles, *(line.cells for section in table.sections for line in section.lines)]
    others = (max(map(width_of, column), default=0) for column in zip(*cells, strict=True))
    return max(_SHORTEST, min(_LONGEST, style.width - sum(others) - _SPARE))


def _drawn(line: Line, place: int, length: int) -> Line:
    """Return a row with its bar; a value that is too small for a whole block still shows."""
    if line.share is None:
        return line
    blocks = round(line.share * length)
    bar = _FULL * blocks or (_SLIVER if line.share else "")
    return line._replace(cells=(*line.cells[:place], bar, *line.cells[place + 1 :]))
