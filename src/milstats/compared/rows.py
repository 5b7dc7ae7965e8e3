"""Comparisons as rows for machines: whole, unrounded, an open end empty, a refusal without any number."""

from __future__ import annotations

from milstats.compare.verdict import Basis
from milstats.compared.sentences import sentence
from milstats.lean import TYPE_CHECKING
from milstats.marks import marks
from milstats.model import Dataset, Figure
from milstats.vocabulary import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from milstats.compare import Comparison, Comparisons
    from milstats.compare.intervals import Interval
    from milstats.report import Cell

COLUMNS = (
    "offence", "measure", "unit", "counter", "before_id", "before_period", "before_value", "before_bound",
    "after_id", "after_period", "after_value", "after_bound", "verdict", "reasons", "per",
    "change_low", "change_high", "percent_low", "percent_high", "ratio_low", "ratio_high",
    "sentence", "before_source", "after_source",
)  # fmt: skip


def row_of(comparisons: Comparisons, row: Comparison) -> tuple[Cell, ...]:
    """Return the cells of a comparison in the order of `COLUMNS`; what differs between the sides is joined by a slash."""
    asked = asked_texts(comparisons)
    before, after = row.before.figure if row.before else None, row.after.figure if row.after else None
    sides = [figure for figure in (before, after) if figure is not None]
    keys = [(figure.offence, figure.measure.value, figure.unit.value, figure.counter) for figure in sides]
    shared = keys[0] if len({*keys}) == 1 else tuple("/".join(dict.fromkeys(names)) for names in zip(*keys, strict=True))
    return (
        *shared,
        *_side(before, asked[0]),
        *_side(after, asked[1]),
        *(row.verdict.value, row.reasons, "year" if row.judgement and row.judgement.result.basis is Basis.RATES else None),
        *_numbers(row),
        sentence(comparisons.dataset, row, asked),
        *(figure.source if figure else None for figure in (before, after)),
    )


def asked_texts(comparisons: Comparisons) -> tuple[str, str]:
    """Return what each side was asked for as: a period, or the id of a figure."""
    one, other = (asked.id if isinstance(asked, Figure) else asked.text for asked in comparisons.asked)
    return one, other


def marks_of(dataset: Dataset, row: Comparison) -> tuple[Mark, ...]:
    """Return the marks of a row, in the order of their letters."""
    found = {*marks_in(dataset, row)}
    return tuple(mark for mark in Mark if mark in found)


def marks_in(dataset: Dataset, row: Comparison) -> Iterator[Mark]:
    """Yield the marks of the figures of a row, then those that the comparison adds."""
    for figure in row.figures:
        yield from marks(dataset, figure)
    if row.judgement is not None:
        yield from (finding.mark for finding in row.judgement.findings if finding.mark is not None)


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
