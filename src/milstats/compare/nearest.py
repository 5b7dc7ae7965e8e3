"""What is known beside a series that has no figure for one side: the rate of the other, and the figures nearest in time."""

from __future__ import annotations

from functools import lru_cache

from milstats.compare.intervals import Interval, rate, value_of
from milstats.compare.lengths import ends_of, span
from milstats.lean import TYPE_CHECKING
from milstats.model import Figure
from milstats.period import Kind
from milstats.selection import series_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from milstats.compare import Comparison, Comparisons
    from milstats.model import OffenceId

    Key = tuple[str, ...]
    People = tuple[str, str]


def rate_of(figure: Figure) -> Interval | None:
    """Return a count by the year, or None where it is no sum over more than a year: a shorter one is not extrapolated."""
    ends, value = ends_of(figure.period), value_of(figure)
    if ends is None or value is None or not figure.is_count or figure.period is None or figure.period.kind is not Kind.SUM:
        return None
    length = span(ends)
    return rate(value, length) if length.low is not None and length.low > 1 else None


def nearest(comparisons: Comparisons, row: Comparison, *, most: int) -> tuple[Figure, ...]:
    """Return the figures of the same offence nearest to the side that has none: those of the same series, then people, first."""
    there = row.figures[0]
    asked = comparisons.asked[0 if row.before is None else 1]
    start = None if isinstance(asked, Figure) else asked.start_earliest
    own, people = series_key(there), _people(there)
    ranked = [
        ((key != own, others != people, abs((begun - start).days) if start else 0, figure.id), figure)
        for key, others, begun, figure in _dated_sums(comparisons.series).get(there.offence, ())
        if figure.id != there.id and (figure.is_count or figure.unit is there.unit)
    ]
    return tuple(figure for _, figure in sorted(ranked)[:most])


@lru_cache(maxsize=1)
def _dated_sums(series: Callable[[], Mapping[Key, tuple[Figure, ...]]]) -> dict[OffenceId, list[tuple[Key, People, date, Figure]]]:
    """Return the sums over dated periods by offence, each with the key of its series, whom it counts, and its first day."""
    found: dict[OffenceId, list[tuple[Key, People, date, Figure]]] = {}
    for key, figures in series().items():
        sums = found.setdefault(figures[0].offence, [])
        for figure in figures:
            start = _start_of_sum(figure)
            if start is not None:
                sums.append((key, _people(figure), start, figure))
    return found


def _start_of_sum(figure: Figure) -> date | None:
    """Return the first day of a sum, or None where a figure is no sum over a dated period."""
    period = figure.period
    return period.start_earliest if figure.value is not None and period is not None and period.kind is Kind.SUM else None


def _people(figure: Figure) -> People:
    return figure.population, figure.country
