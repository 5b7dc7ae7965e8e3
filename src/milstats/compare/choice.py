"""Which figure of a series stands for a period."""

from __future__ import annotations

from functools import lru_cache

from milstats.compare.lengths import Ends, ends_of, years
from milstats.compare.pair import MOST_OF_IT
from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum
from milstats.period import Kind, Period
from milstats.vocabulary import Measure, Relation, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from fractions import Fraction

    from milstats.model import Dataset, Figure

_NO_COUNTS = frozenset({Measure.STATEMENT, Measure.EVENT})


class Fit(StrEnum):
    """How a figure stands for what was asked, the best first."""

    NAMED = "named"
    EXACT = "exact"
    RUNNING = "running"
    MOST = "most"
    LONGER = "longer"


_FITS = {fit: place for place, fit in enumerate(Fit)}


class Choice(NamedTuple):
    """The figure that stands for a side, and how it does."""

    figure: Figure
    fit: Fit


def choose(dataset: Dataset, figures: Iterable[Figure], asked: Period) -> Choice | None:
    """Return the figure of one series that stands for a period, or None if none does.

    First the figure of that very period, then one inside it that covers at least nine tenths of it, then a longer one that
    holds it. A period still open takes the figures that run from its start; of those, the latest count.
    """
    return best_of(dataset, [(fit, figure) for figure in figures if (fit := fit_of(figure, asked)) is not None])


def best_of(dataset: Dataset, fitting: Sequence[tuple[Fit, Figure]]) -> Choice | None:
    """Return the figure that stands best among those of one series that can stand for a period, or None if there are none."""
    if len(fitting) <= 1:
        return Choice(fitting[0][1], fitting[0][0]) if fitting else None
    best = min([fit for fit, _ in fitting], key=_FITS.__getitem__)
    alike = [figure for fit, figure in fitting if fit is best]
    return Choice(min(alike, key=lambda figure: _rank(dataset, figure, best)) if len(alike) > 1 else alike[0], best)


def fit_of(figure: Figure, asked: Period) -> Fit | None:
    """Return how a figure can stand for a period, whose ends are single days or still open, or None if it can't."""
    period, first, last = figure.period, asked.start_earliest, asked.end_latest
    if period is None or first is None:
        return None
    start, end = period.start_earliest, period.end_latest
    if start is None or end is None or end < first or (last is not None and last < start) or figure.measure in _NO_COUNTS:
        return None
    start_by, end_from = period.start_latest or start, period.end_earliest or end
    if last is None:
        return Fit.RUNNING if start <= first <= start_by else None
    if first <= start and end <= last:
        if first == start_by and end_from == last:
            return Fit.EXACT
        return Fit.MOST if years(start_by, end_from) >= _most_of(first, last) else None
    return Fit.LONGER if start_by <= first and last <= end_from and _has_average(figure) else None


@lru_cache
def _most_of(first: date, last: date) -> Fraction:
    """Return how long a count must be, in years, to stand for a span."""
    return MOST_OF_IT * years(first, last)


def _has_average(figure: Figure) -> bool:
    """Return whether a figure is a sum that can be spread over its period."""
    is_sum = figure.period is not None and figure.period.kind is Kind.SUM
    return is_sum and figure.is_count and figure.value is not None


def _rank(dataset: Dataset, figure: Figure, fit: Fit) -> tuple[object, ...]:
    """Return the place of a figure among those that stand equally well: numbers that are no pace, sums, undisputed, first-hand and early first."""
    published = dataset.sources[figure.source].published
    is_pace = figure.period is not None and figure.period.kind.is_pace
    return (
        is_pace,
        figure.value is None,
        *_closeness(figure, fit),
        figure.period is not None and figure.period.kind is Kind.CUMULATIVE,
        Status.DISPUTED in figure.status,
        figure.relation is not Relation.PRIMARY,
        str(published or "~"),  # an undated source comes last
        figure.id,
    )


def _closeness(figure: Figure, fit: Fit) -> tuple[object, ...]:
    """Return how far the period of a figure is from the one asked for: the latest count, most of it, or the shortest."""
    ends = ends_of(figure.period)
    assert figure.period is not None  # noqa: S101 -- what stands for a period has one with both ends
    assert ends is not None  # noqa: S101
    if fit is Fit.EXACT:
        return ()
    if fit is Fit.RUNNING:
        return (-_last_known(figure.period, ends).toordinal(),)
    length = years(ends.start[0], ends.end[1])
    return (-length,) if fit is Fit.MOST else (length,)


def _last_known(period: Period, ends: Ends) -> date:
    """Return the day to which a running count surely reaches."""
    return period.as_of or ends.end[0]
