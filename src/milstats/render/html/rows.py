"""The rows of a page's table as markup: each is written once, however many orders it stands in."""

from __future__ import annotations

import re
from functools import lru_cache

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render.html.markup import escaped, isolated, linked, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from milstats.render.html.facets import Facet
    from milstats.report import Column, Line, Section, Table

    Legend = tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """A row with its section: its cells and what is said below them, as markup, and the attributes that name its options."""

    section: Section
    cells: str
    below: str
    options: str


def rows_of(table: Table) -> tuple[tuple[Section, Line], ...]:
    """Return every row of a table with its section."""
    return tuple((section, line) for section in table.sections for line in section.lines)


def written(table: Table, anchors: Mapping[str, str], legend: Legend, facets: Sequence[Facet]) -> tuple[Row, ...]:
    """Return the rows of a table as markup, with the anchors of the sources and the meanings of the marks."""
    labels = [f' data-label="{escaped(column.title)}"' if column.title else "" for column in table.columns]
    return tuple(
        Row(section, "".join(_cells(table, line, labels, anchors, legend)), "".join(_below(line)), options(facets, (number,)))
        for number, (section, line) in enumerate(rows_of(table))
    )


def options(facets: Sequence[Facet], numbers: Sequence[int]) -> str:
    """Return the attributes that say which options of each filter the rows of these numbers belong to."""
    held = [sorted(set().union(*[facet.held[number] for number in numbers])) for facet in facets]
    return "".join([f' data-f{at}="{" ".join(map(str, options))}"' for at, options in enumerate(held)])


def _below(line: Line) -> Iterator[str]:
    yield from map(paragraph, line.below)
    yield from (f"<p><code>{escaped(command)}</code></p>" for command in line.commands)


def _cells(table: Table, line: Line, labels: Sequence[str], anchors: Mapping[str, str], legend: Legend) -> Iterator[str]:
    for place, column in enumerate(table.columns):
        kind = _kind_of(column, line.cells[place]) or ("key" if place == table.linked else "")
        look = f' class="{kind}"' if kind else ""
        inner = _linked(line, place, anchors) if place == table.linked else _inner(line, place, legend, is_bar=column.is_bar)
        if place == 0 and not column.is_number:
            yield f'<th scope="row"{look}>{inner}</th>'
        else:
            yield f"<td{look}{labels[place]}>{inner}</td>"


def _kind_of(column: Column, text: str) -> str:
    """Return how a cell looks; words that stand for a number are told from one."""
    if column.is_number:
        return "number" if not text or any(map(str.isdigit, text)) else "number words"
    return "bar" if column.is_bar else "spare" if column.is_spare else ""


def _linked(line: Line, place: int, anchors: Mapping[str, str]) -> str:
    """Return a cell that names a source, linked to where the page tells what it is."""
    text = line.cells[place]
    anchor = anchors.get(text)
    return f'<a href="#{anchor}">{isolated(text)}</a>' if anchor else linked(text, line.link)


def _inner(line: Line, place: int, legend: Legend, *, is_bar: bool) -> str:
    """Return what stands in a cell: a bar, a link to the words, marks with their meaning, or the text."""
    text = line.cells[place]
    if is_bar and line.share is not None:
        return (
            f'<svg class="bar" width="100%" height="10" aria-hidden="true"><rect width="{float(line.share) * 100:.2f}%" height="10"/></svg>'
        )
    if line.links and line.links[place] is not None:
        return linked(text, line.links[place])
    return _marked(text, legend) or linked(text, text)


def _marked(text: str, legend: Legend) -> str:
    """Return marks with what they mean, or nothing where the text holds anything else."""
    meanings = dict(legend)
    return " ".join(f'<abbr title="{escaped(meanings[mark])}">{escaped(mark)}</abbr>' for mark in marks_in(text, legend))


def marks_in(text: str, legend: Legend) -> tuple[str, ...]:
    """Return the marks of a text that is made up of marks alone, else none."""
    found = _marks_of(legend).findall(text)
    return (*found,) if "".join(found) == text else ()


@lru_cache
def _marks_of(legend: Legend) -> re.Pattern[str]:
    """Return what finds a mark; where there are none, it finds nothing."""
    return re.compile("|".join(re.escape(mark) for mark, _ in legend if mark) or "(?!)")
