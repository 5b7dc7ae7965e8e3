"""The table of a page: once as it is grouped, and once more in each order that a reader may choose.

Each order is written out, so that what is seen, read aloud and tabbed through is in the same order, with scripts off too.
"""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render.html.facets import facets
from milstats.render.html.markup import escaped, isolated
from milstats.render.html.rows import options, rows_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from milstats.render.html.facets import Facet
    from milstats.render.html.rows import Legend, Row
    from milstats.report import Cell, Column, Table

_MOST_ORDERS = 6  # of a table that may be sorted by more columns, each order being a copy of it


class Order(NamedTuple):
    """The rows of a table by one of its columns: `rows` are their numbers, the first `keyed` of which have a value there."""

    place: int
    direction: str
    label: str
    rows: tuple[int, ...]
    keyed: int


class Setting(NamedTuple):
    """A table with its rows as they are numbered, the choices that part them, and the orders in which they may stand."""

    table: Table
    rows: tuple[Row, ...]
    facets: tuple[Facet, ...]
    orders: tuple[Order, ...]


def setting_of(table: Table, anchors: Mapping[str, str], legend: Legend) -> Setting:
    """Return how a table is set, with the anchors of the sources and the meanings of the marks."""
    found = facets(table, legend)
    return Setting(table, written(table, anchors, legend, found), found, orders(table))


def orders(table: Table) -> tuple[Order, ...]:
    """Return the orders that the keys of a table's rows allow: numbers downwards, days and words upwards."""
    lines = [line for _, line in rows_of(table)]
    places = range(len(table.columns)) if len(lines) > 1 else ()
    found = (_order(table.columns[place], place, [line.keys[place] if line.keys else None for line in lines]) for place in places)
    return tuple(order for order in found if order.keyed)[:_MOST_ORDERS]


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
    yield from _opening(setting, caption)
    title, number = "", 0
    for section in setting.table.sections:
        numbers = range(number, number + len(section.lines))
        number += len(section.lines)
        if section.title and section.title != title:
            title = section.title
            under = [at for at, row in enumerate(setting.rows) if row.section.title == title]
            yield f'<tbody class="title"{options(setting.facets, under)}>{_headed(setting, title, "colgroup")}</tbody>\n'
        yield f'<tbody class="group"{options(setting.facets, numbers)}>\n'
        if section.heading:
            yield f"{_headed(setting, section.heading, 'rowgroup')}\n"
        for at in numbers:
            yield from _row(setting, setting.rows[at], name=f' id="row-{at + 1}"')
        yield "</tbody>\n"
    yield "</table>\n"


def sorted_by(setting: Setting, order: Order) -> Iterator[str]:
    """Yield the table in an order, each row with its group below it."""
    yield from _opening(setting, f"By {order.label}", order)
    yield '<tbody class="group">\n'
    for rank, number in enumerate(order.rows):
        row = setting.rows[number]
        group = " · ".join(dict.fromkeys(filter(None, (row.section.title, row.section.heading))))
        above = f'<p class="of" dir="auto">{escaped(group)}</p>' if group else ""
        yield from _row(setting, row, above=above, place=" data-last" if rank >= order.keyed else "")
    yield "</tbody>\n</table>\n"


def _headed(setting: Setting, text: str, scope: str) -> str:
    return f'<tr><th scope="{scope}" colspan="{len(setting.table.columns)}">{isolated(text)}</th></tr>'


def _opening(setting: Setting, caption: str, order: Order | None = None) -> Iterator[str]:
    """Yield the head of a table; a column that the rows are sorted by says so."""
    look = ' class="unseen"' if order is None else ""
    yield f"<table>\n<caption{look}>{isolated(caption)}</caption>\n<thead><tr>"
    for place, column in enumerate(setting.table.columns):
        sorting = f' aria-sort="{order.direction}"' if order is not None and order.place == place else ""
        kind = ' class="number"' if column.is_number else ""
        yield f'<th scope="col"{kind}{sorting}>{isolated(column.title)}</th>' if column.title else "<td></td>"
    yield "</tr></thead>\n"


def _row(setting: Setting, row: Row, *, name: str = "", above: str = "", place: str = "") -> Iterator[str]:
    """Yield a row, then what is said below it in a row of its own, which belongs to it."""
    yield f'<tr class="row"{name}{row.options}{place}>{row.cells}</tr>\n'
    if above or row.below:
        yield f'<tr class="below"{row.options}{place}><td colspan="{len(setting.table.columns)}">{above}{row.below}</td></tr>\n'
