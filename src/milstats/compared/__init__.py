"""Comparisons as a report: rows for machines, a table and sentences for people."""

from __future__ import annotations

from functools import partial

from milstats.compared.rows import COLUMNS, asked_texts, marks_in, row_of
from milstats.compared.sentences import sentence
from milstats.lean import TYPE_CHECKING
from milstats.marks import legend
from milstats.report import Report, Stamp, Table
from milstats.wording import CAVEAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.compare import Comparison, Comparisons
    from milstats.model import Figure
    from milstats.report import Reference

CONVENTIONS = (
    "Lengths are in years by ACT/ACT (ISDA): the days in each calendar year by its 365 or 366, both ends included.",
    (
        "A known number is rounded to the nearest; a range outward, “at least” down, “at most” up. Rates have 3 significant figures,"
        " ratios one decimal below 20 and two figures above, percentages none."
    ),
)
_UNDATED = "from a source without a date"


def compare_report(comparisons: Comparisons, stamp: Stamp, *, explains: bool = False) -> Report:
    """Return the report of comparisons, every derived number in machine formats exact to the last digit."""
    return Report(
        stamp=stamp,
        columns=COLUMNS,
        rows=tuple(row_of(comparisons, row) for row in comparisons.rows),
        table=partial(_table, comparisons, explains=explains),
        sentences=partial(_sentences, comparisons, explains=explains),
        references=partial(_references, comparisons),
        legend=partial(_legend, comparisons),
        notes=tuple(_left_out(comparisons)),
        caveats=(CAVEAT, *(CONVENTIONS if explains else ())),
        title=" and ".join(asked_texts(comparisons)) + " compared",
    )


def _references(comparisons: Comparisons) -> tuple[Reference, ...]:
    from milstats.show import references  # noqa: PLC0415 -- only some formats cite all sources

    figures = {(figure.id, figure.source): figure for row in comparisons.rows for figure in cited(row)}
    return references(comparisons.dataset, figures.values())


def _legend(comparisons: Comparisons) -> tuple[tuple[str, str], ...]:
    return legend(mark for row in comparisons.rows for mark in marks_in(comparisons.dataset, row))


def cited(row: Comparison) -> Iterator[Figure]:
    """Yield the figures of a row, then those that other readings make of them, each with the source that has it so."""
    yield from row.figures
    yield from (side.figure for other in row.telling for side in other.judgement.pair.sides)


def _left_out(comparisons: Comparisons) -> list[str]:
    count = comparisons.held_back.get(_UNDATED, 0)
    return [f"{count} figure{'' if count == 1 else 's'} left out: {_UNDATED}"] if count else []


def _table(comparisons: Comparisons, *, explains: bool) -> Table:
    from milstats.compared.table import table  # noqa: PLC0415 -- only what people read needs it

    return table(comparisons, explains=explains)


def _sentences(comparisons: Comparisons, *, explains: bool) -> tuple[str, ...]:
    from milstats.compared.explain import explanation  # noqa: PLC0415 -- only what people read needs it

    lines = []
    for row in comparisons.rows:
        lines.append(sentence(comparisons.dataset, row, asked_texts(comparisons)))
        lines += explanation(comparisons.dataset, row) if explains else ()
    return tuple(lines)
