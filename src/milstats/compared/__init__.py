"""Comparisons as a report: rows for machines, a table and sentences for people."""

from __future__ import annotations

from functools import cache, partial

from milstats.compare.arithmetic import Basis
from milstats.compared.sentences import sentence
from milstats.lean import TYPE_CHECKING
from milstats.model import Dataset, Figure
from milstats.report import Report, Stamp, Table
from milstats.vocabulary import Mark
from milstats.wording import CAVEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from milstats.compare import Comparison, Comparisons
    from milstats.compare.intervals import Interval
    from milstats.report import Cell, Reference

COLUMNS = (
    "offence", "measure", "unit", "counter", "before_id", "before_period", "before_value", "before_bound",
    "after_id", "after_period", "after_value", "after_bound", "verdict", "reasons", "per",
    "change_low", "change_high", "percent_low", "percent_high", "ratio_low", "ratio_high",
    "sentence", "before_source", "after_source",
)  # fmt: skip
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
    marks = cache(partial(_marks, comparisons))  # the table and its legend ask for them
    return Report(
        stamp=stamp,
        columns=COLUMNS,
        rows=partial(rows_of, comparisons),
        table=partial(_table, comparisons, marks, explains=explains),
        sentences=partial(_sentences, comparisons, explains=explains),
        references=partial(_references, comparisons),
        legend=partial(_legend, marks),
        notes=tuple(_left_out(comparisons)),
        caveats=(CAVEAT, *(CONVENTIONS if explains else ())),
        title=" and ".join(asked_texts(comparisons)) + " compared",
    )


def _references(comparisons: Comparisons) -> tuple[Reference, ...]:
    from milstats.captions import references  # noqa: PLC0415 -- only some formats cite all sources

    figures = {(figure.id, figure.source): figure for row in comparisons.rows for figure in cited(row)}
    return references(comparisons.dataset, figures.values())


def _legend(marks: Callable[[], tuple[tuple[Mark, ...], ...]]) -> tuple[tuple[str, str], ...]:
    from milstats.marks import legend  # noqa: PLC0415 -- only what people read bears marks

    return legend(mark for found in marks() for mark in found)


def cited(row: Comparison) -> Iterator[Figure]:
    """Yield the figures of a row, then those that other readings make of them, each with the source that has it so."""
    yield from row.figures
    yield from (side.figure for other in row.telling for side in other.judgement.pair.sides)


def _left_out(comparisons: Comparisons) -> list[str]:
    count = comparisons.held_back.get(_UNDATED, 0)
    return [f"{count} figure{'' if count == 1 else 's'} left out: {_UNDATED}"] if count else []


def _table(comparisons: Comparisons, marks: Callable[[], tuple[tuple[Mark, ...], ...]], *, explains: bool) -> Table:
    from milstats.compared.table import table  # noqa: PLC0415 -- only what people read needs it

    return table(comparisons, marks(), explains=explains)


def _sentences(comparisons: Comparisons, *, explains: bool) -> tuple[str, ...]:
    lines = []
    for row in comparisons.rows:
        lines.append(sentence(comparisons.dataset, row, asked_texts(comparisons)))
        lines += explained(comparisons.dataset, row) if explains else ()
    return tuple(lines)


def explained(dataset: Dataset, row: Comparison) -> tuple[str, ...]:
    """Return the lines that let a reader redo a comparison."""
    from milstats.compared.explain import explanation  # noqa: PLC0415 -- who does not ask for it does not wait for it

    return explanation(dataset, row)


def rows_of(comparisons: Comparisons) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells of every comparison in the order of `COLUMNS`; what differs between the sides is joined by a slash."""
    asked = asked_texts(comparisons)
    return tuple(_cells(comparisons.dataset, row, asked) for row in comparisons.rows)


def _cells(dataset: Dataset, row: Comparison, asked: tuple[str, str]) -> tuple[Cell, ...]:
    before, after = row.before.figure if row.before else None, row.after.figure if row.after else None
    keys = [(figure.offence, figure.measure.value, figure.unit.value, figure.counter) for figure in row.figures]
    shared = keys[0] if len({*keys}) == 1 else tuple("/".join(dict.fromkeys(names)) for names in zip(*keys, strict=True))
    return (
        *shared,
        *_side(before, asked[0]),
        *_side(after, asked[1]),
        *(row.verdict.value, row.reasons, "year" if row.judgement and row.judgement.result.basis is Basis.RATES else None),
        *_numbers(row),
        sentence(dataset, row, asked),
        *(figure.source if figure else None for figure in (before, after)),
    )


def asked_texts(comparisons: Comparisons) -> tuple[str, str]:
    """Return what each side was asked for as: a period, or the id of a figure."""
    one, other = (asked.id if isinstance(asked, Figure) else asked.text for asked in comparisons.asked)
    return one, other


def _marks(comparisons: Comparisons) -> tuple[tuple[Mark, ...], ...]:
    """Return the marks of every row, its figures' and those that the comparison adds, in the order of their letters."""
    from milstats.marks import marks  # noqa: PLC0415 -- as above

    rows = []
    for row in comparisons.rows:
        found = {mark for figure in row.figures for mark in marks(comparisons.dataset, figure)}
        found |= {finding.mark for finding in row.judgement.findings if finding.mark is not None} if row.judgement else set()
        rows.append(tuple([mark for mark in Mark if mark in found]))
    return tuple(rows)


def _side(figure: Figure | None, asked: str) -> tuple[Cell, ...]:
    if figure is None:
        return None, asked, None, None
    bound = None if figure.missing else figure.bound.value
    return figure.id, figure.period.text if figure.period else None, figure.value, bound


def _numbers(row: Comparison) -> tuple[Cell, ...]:
    """Return the ends of change, percent and ratio; "about" has none, since no source says how far it reaches."""
    result = row.judgement.result if row.judgement else None
    if result is None or result.is_about:
        return (None,) * 6
    return tuple(_cell(end) for interval in (result.change, result.percent, result.ratio) for end in _ends(interval))


def _ends(interval: Interval | None) -> tuple[Fraction | None, Fraction | None]:
    return (None, None) if interval is None else (interval.low, interval.high)


def _cell(number: Fraction | None) -> Cell:
    """Return a number that is whole as such."""
    return number if number is None or number.denominator != 1 else number.numerator
