"""What a reader may narrow a page to, and the rules of style by which that works without a script."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render.html.markup import escaped
from milstats.render.html.rows import marks_in, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.render.html.rows import Legend
    from milstats.render.html.views import Order
    from milstats.report import Table

_INDENT = "\u2003"  # before a heading of the second rank
_MOST_OPTIONS = 100  # of a choice that a reader can still find their way in


class Facet(NamedTuple):
    """One choice: its label, its options, and which of them each row of the table belongs to."""

    label: str
    options: tuple[str, ...]
    held: tuple[frozenset[int], ...]


def facets(table: Table, legend: Legend) -> tuple[Facet, ...]:
    """Return the choices that part the rows of a table: by heading, by columns of few words, by marks."""
    if len(rows_of(table)) < 2:  # noqa: PLR2004 -- one row is no choice
        return ()
    found = (_headings(table), *_columns(legend, table), _marks(legend, table))
    return tuple(facet for facet in found if 1 < len(facet.options) <= _MOST_OPTIONS and any(facet.held))


def _headings(table: Table) -> Facet:
    """Return the choice of a heading, those of the second rank below their own of the first."""
    names: dict[tuple[str, str], int] = {}
    held = []
    for section, _ in rows_of(table):
        ranks = [(section.title, "")] * bool(section.title) + [(section.title, section.heading)] * bool(section.heading)
        held.append(frozenset(names.setdefault(rank, len(names)) for rank in ranks))
    return _sorted(Facet("Group", tuple(_INDENT + heading if heading else title for title, heading in names), tuple(held)), [*names])


def _sorted(facet: Facet, ranks: list[tuple[str, str]]) -> Facet:
    """Return a choice with its options in the order of their ranks, titles as they first come."""
    titles = [*dict.fromkeys(title for title, _ in ranks)]
    order = sorted(range(len(ranks)), key=lambda at: (titles.index(ranks[at][0]), ranks[at][1] != "", at))
    places = {old: new for new, old in enumerate(order)}
    held = tuple(frozenset(places[at] for at in ats) for ats in facet.held)
    return facet._replace(options=tuple(facet.options[at] for at in order), held=held)


def _columns(legend: Legend, table: Table) -> Iterator[Facet]:
    """Yield the choice of a value in each column whose rows share a few of them."""
    lines = [line for _, line in rows_of(table)]
    for place, column in enumerate(table.columns):
        texts = [line.cells[place] for line in lines]
        values = sorted({text for text in texts if text})
        is_told_otherwise = column.is_number or column.is_bar or column.is_spare or column.may_wrap
        if is_told_otherwise or len(values) == len(texts) or any(marks_in(text, legend) for text in texts):
            continue
        yield Facet(column.title, tuple(values), tuple(frozenset({values.index(text)} if text else ()) for text in texts))


def _marks(legend: Legend, table: Table) -> Facet:
    """Return the choice of a mark."""
    marks = [mark for mark, _ in legend]
    held = (frozenset(marks.index(mark) for text in line.cells for mark in marks_in(text, legend)) for _, line in rows_of(table))
    return Facet("Marks", tuple(f"{mark} {meaning}" for mark, meaning in legend), tuple(held))


def controls(found: tuple[Facet, ...], orders: tuple[Order, ...], count: int) -> Iterator[str]:
    """Yield the form in which a reader chooses an order and what to see."""
    if not found and not orders:
        return
    yield '<form class="controls" aria-label="Sort and filter the table">\n'
    if orders:
        yield from _choice("Order", "o", "as listed", [order.label for order in orders])
    for at, facet in enumerate(found):
        yield from _choice(facet.label, f"f{at}-", "all", facet.options)
    yield f'<p><button type="reset">Show all {count}</button></p>\n</form>\n'


def _choice(label: str, prefix: str, default: str, options: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield f'<p><label for="{prefix}">{escaped(label)}</label> <select id="{prefix}" autocomplete="off"><option>{default}</option>'
    for at, option in enumerate(options):
        indent = _INDENT if option.startswith(_INDENT) else ""
        yield f'<option id="{prefix}{at}" value="{at}">{indent}{escaped(option.removeprefix(indent))}</option>'
    yield "</select></p>\n"


def rules(found: tuple[Facet, ...], orders: tuple[Order, ...]) -> Iterator[str]:
    """Yield the rules of style that carry out what is chosen; they hold numbers only, and nothing of the data."""
    for at in range(len(orders)):
        yield f"main:has(#o{at}:checked) #grouped{{display:none}}main:has(#o{at}:checked) #sorted{at}{{display:block}}\n"
    for number, facet in enumerate(found):
        for at in range(len(facet.options)):
            yield f'main:has(#f{number}-{at}:checked) [data-f{number}]:not([data-f{number}~="{at}"]){{display:none}}\n'
