"""The table of a page: once as it is grouped, and once more in each order that a reader may choose.

Each order is written out, so that what is seen, read aloud and tabbed through is in the same order, with scripts off too.
"""

from __future__ import annotations

import re

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render.html.markup import escaped, isolated, linked, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from milstats.render.html.facets import Facet
    from milstats.report import Cell, Column, Line, Section, Table

_MOST_ORDERS = 6  # of a table that may be sorted by more columns, each order being a copy of it


class Setting(NamedTuple):
    """What all rows are written with: the anchors of the sources, the meaning of the marks, the choices, and whether rows have anchors."""

    table: Table
    anchors: Mapping[str, str]
    legend: tuple[tuple[str, str], ...]
    facets: tuple[Facet, ...] = ()


class Order(NamedTuple):
    """The rows of a table by one of its columns: `rows` are their numbers, the first `keyed` of which have a value there."""

    place: int
    direction: str
    label: str
    rows: tuple[int, ...]
    keyed: int


def rows_of(table: Table) -> tuple[tuple[Section, Line], ...]:
    """Return every row of a table with its section."""
    return tuple((section, line) for section in table.sections for line in section.lines)


def orders(table: Table) -> tuple[Order, ...]:
    """Return the orders that the keys of a table's rows allow: numbers downwards, days and words upwards."""
    lines = [line for _, line in rows_of(table)]
    places = range(len(table.columns)) if len(lines) > 1 else ()
    found = (
        _order(column, place, [line.keys[place] if line.keys else None for line in lines]) for place, column in _columns(table, places)
    )
    return tuple(order for order in found if order.keyed)[:_MOST_ORDERS]


def _columns(table: Table, places: Sequence[int]) -> Iterator[tuple[int, Column]]:
    return ((place, table.columns[place]) for place in places)


def _order(column: Column, place: int, keys: list[Cell]) -> Order:
    """Return the rows by their keys; those without one come last."""
    keyed = [number for number, key in enumerate(keys) if key is not None and key != ()]
    kinds = {_kind(keys[number]) for number in keyed}
    direction = "descending" if kinds == {0} else "ascending"
    keyed.sort(key=lambda number: _comparable(keys[number]), reverse=direction == "descending")
    manner = {"descending": "largest first", "ascending": "earliest first" if kinds == {1} else "A to Z"}[direction]
    valued = {*keyed}
    rest = (number for number in range(len(keys)) if number not in valued)
    return Order(place, direction, f"{column.title}, {manner}", (*keyed, *rest), len(keyed))


def _kind(key: Cell) -> int:
    """Return 0 for a number, 1 for a day and 2 for words."""
    return 2 if isinstance(key, str | tuple) else 1 if hasattr(key, "isoformat") else 0


def _comparable(key: Cell) -> tuple[int, object]:
    words = " ".join(key) if isinstance(key, tuple) else key
    return _kind(key), words.casefold() if isinstance(words, str) else words


def grouped(setting: Setting, caption: str) -> Iterator[str]:
    """Yield the table as it is grouped, each group under its heading."""
    yield from _opening(setting, caption, None, ())
    title, number = "", 0
    rows = rows_of(setting.table)
    for section in setting.table.sections:
        numbers = range(number, number + len(section.lines))
        number += len(section.lines)
        if section.title and section.title != title:
            title = section.title
            under = [at for at, (other, _) in enumerate(rows) if other.title == title]
            yield f'<tbody class="title"{_data(setting, under)}>{_headed(setting, title, "colgroup")}</tbody>\n'
        yield f'<tbody class="group"{_data(setting, numbers)}>\n'
        if section.heading:
            yield f"{_headed(setting, section.heading, 'rowgroup')}\n"
        for at, line in zip(numbers, section.lines, strict=True):
            yield from _row(setting, line, at, (), is_first=True)
        yield "</tbody>\n"
    yield "</table>\n"


def sorted_by(setting: Setting, order: Order, sortable: Sequence[Order]) -> Iterator[str]:
    """Yield the table in an order, each row with its group below it."""
    yield from _opening(setting, f"By {order.label}", order, sortable)
    yield '<tbody class="group">\n'
    rows = rows_of(setting.table)
    for rank, number in enumerate(order.rows):
        section, line = rows[number]
        group = tuple(dict.fromkeys(filter(None, (section.title, section.heading))))
        yield from _row(setting, line, number, (" · ".join(group),) if group else (), is_first=False, is_last=rank >= order.keyed)
    yield "</tbody>\n</table>\n"


def _headed(setting: Setting, text: str, scope: str) -> str:
    return f'<tr><th scope="{scope}" colspan="{len(setting.table.columns)}">{isolated(text)}</th></tr>'


def _opening(setting: Setting, caption: str, order: Order | None, sortable: Sequence[Order]) -> Iterator[str]:
    """Yield the head of a table; a column that the rows are sorted by says so."""
    look = ' class="unseen"' if order is None else ""
    yield f"<table>\n<caption{look}>{isolated(caption)}</caption>\n<thead><tr>"
    for place, column in enumerate(setting.table.columns):
        sorting = f' aria-sort="{order.direction}"' if order is not None and order.place == place and sortable else ""
        kind = ' class="number"' if column.is_number else ""
        yield f'<th scope="col"{kind}{sorting}>{isolated(column.title)}</th>' if column.title else "<td></td>"
    yield "</tr></thead>\n"


def _data(setting: Setting, numbers: Sequence[int]) -> str:
    """Return the attributes that say which options of each filter the rows of these numbers belong to."""
    return "".join(
        f' data-f{at}="{" ".join(map(str, sorted(set().union(*(facet.held[number] for number in numbers)))))}"'
        for at, facet in enumerate(setting.facets)
    )


def _row(setting: Setting, line: Line, number: int, group: tuple[str, ...], *, is_first: bool, is_last: bool = False) -> Iterator[str]:
    """Yield a row, then what is said below it in a row of its own, which belongs to it."""
    data = _data(setting, (number,)) + (" data-last" if is_last else "")
    name = f' id="row-{number + 1}"' if is_first else ""
    yield f'<tr class="row"{name}{data}>{"".join(_cells(setting, line))}</tr>\n'
    below = [f'<p class="of" dir="auto">{escaped(text)}</p>' for text in group]
    below += [paragraph(text) for text in line.below]
    below += [f"<p><code>{escaped(command)}</code></p>" for command in line.commands]
    if below:
        yield f'<tr class="below"{data}><td colspan="{len(line.cells)}">{"".join(below)}</td></tr>\n'


def _cells(setting: Setting, line: Line) -> Iterator[str]:
    for place, column in enumerate(setting.table.columns):
        kind = _kind_of(column, line.cells[place]) or ("key" if place == setting.table.linked else "")
        look = f' class="{kind}"' if kind else ""
        inner = _inner(setting, line, place)
        if place == 0 and not column.is_number:
            yield f'<th scope="row"{look}>{inner}</th>'
        else:
            label = f' data-label="{escaped(column.title)}"' if column.title else ""
            yield f"<td{look}{label}>{inner}</td>"


def _kind_of(column: Column, text: str) -> str:
    """Return how a cell looks; words that stand for a number are told from one."""
    if column.is_number:
        return "number" if not text or any(char.isdigit() for char in text) else "number words"
    return "bar" if column.is_bar else "spare" if column.is_spare else ""


def _inner(setting: Setting, line: Line, place: int) -> str:
    """Return what stands in a cell: a bar, marks with their meaning, a link to a source or to the words, or the text."""
    text = line.cells[place]
    if setting.table.columns[place].is_bar and line.share is not None:
        return (
            f'<svg class="bar" width="100%" height="10" aria-hidden="true"><rect width="{float(line.share) * 100:.2f}%" height="10"/></svg>'
        )
    if line.links and line.links[place] is not None:
        return linked(text, line.links[place])
    if place == setting.table.linked:
        anchor = setting.anchors.get(text)
        return f'<a href="#{anchor}">{isolated(text)}</a>' if anchor else linked(text, line.link)
    return _marked(setting, text) or linked(text, text)


def _marked(setting: Setting, text: str) -> str:
    """Return marks with what they mean, or nothing where the text holds anything else."""
    found = marks_in(text, setting.legend)
    meanings = dict(setting.legend)
    return " ".join(f'<abbr title="{escaped(meanings[mark])}">{escaped(mark)}</abbr>' for mark in found)


def marks_in(text: str, legend: tuple[tuple[str, str], ...]) -> list[str]:
    """Return the marks of a text that is made up of marks alone, else none."""
    marks = [re.escape(mark) for mark, _ in legend if mark]
    if not text or not marks or not re.fullmatch(f"(?:{'|'.join(marks)})+", text):
        return []
    return re.findall("|".join(marks), text)
