"""Lengths in years, exact: ACT/ACT as ISDA defines it (2006 Definitions, 4.16(b)), both days included.

The days that fall in each calendar year are divided by that year's 365 or 366. So a calendar year is exactly one, a span
cut in two keeps its length, and no month has to stand for a twelfth of anything.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from milstats.compare.intervals import Interval
from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.period import Period

_DAY = timedelta(days=1)


class Lie(StrEnum):
    """How two periods lie to one another; where an uncertain end leaves it open, they may overlap."""

    SAME = "same"
    DISJOINT = "disjoint"
    NESTED = "nested"
    OVERLAPPING = "overlapping"
    UNDATED = "undated"


class Ends(NamedTuple):
    """The first and the last day of a span, each as its earliest and its latest."""

    start: tuple[date, date]
    end: tuple[date, date]

    @property
    def are_certain(self) -> bool:
        """Whether both are single days."""
        return self.start[0] == self.start[1] and self.end[0] == self.end[1]


def ends_of(period: Period | None) -> Ends | None:
    """Return the ends of a period, or None if it has no dates or is still open."""
    if period is None:
        return None
    start, end = period.start_earliest, period.end_earliest
    if start is None or end is None:
        return None
    return Ends((start, period.start_latest or start), (end, period.end_latest or end))


@lru_cache(maxsize=4096)
def years(first: date, last: date) -> Fraction:
    """Return the length of the span from `first` to `last` in years, both days included; none if it ends before it starts.

    >>> years(date(2018, 1, 1), date(2022, 12, 31))
    Fraction(5, 1)
    >>> years(date(2022, 2, 24), date(2024, 2, 22))
    Fraction(266761, 133590)
    """
    if last < first:
        return Fraction(0)
    (before, of_first), (day, of_last) = _place(first), _place(last)
    return Fraction(((last.year - first.year) * of_last + day + 1) * of_first - before * of_last, of_first * of_last)


def _place(day: date) -> tuple[int, int]:
    """Return how many days of its year are before a day, and how many days that year has."""
    new_year = date(day.year, 1, 1)
    return (day - new_year).days, (date(day.year, 12, 31) - new_year).days + 1


def year_parts(first: date, last: date) -> Iterator[tuple[int, int]]:
    """Yield how many days of the span fall in each calendar year, and how many days that year has.

    >>> [*year_parts(date(2023, 12, 1), date(2024, 2, 29))]
    [(31, 365), (60, 366)]
    """
    for year in range(first.year, last.year + 1):
        begin, finish = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        if begin <= finish:
            yield (finish - begin).days + 1, (date(year, 12, 31) - date(year, 1, 1)).days + 1


def span(ends: Ends) -> Interval:
    """Return the shortest and the longest that a span can be, in years.

    >>> span(Ends((date(2022, 2, 24),) * 2, (date(2023, 12, 31), date(2024, 2, 22))))
    Interval(low=Fraction(676, 365), high=Fraction(266761, 133590))
    """
    return Interval(years(ends.start[1], ends.end[0]), years(ends.start[0], ends.end[1]))


def weeks(ends: Ends) -> Interval:
    """Return the shortest and the longest that a span can be, in weeks of seven days."""
    shortest, longest = ((last - first).days + 1 for first, last in ((ends.start[1], ends.end[0]), (ends.start[0], ends.end[1])))
    return Interval(Fraction(shortest, 7), Fraction(longest, 7))


def lie_of(one: Ends | None, other: Ends | None) -> Lie:
    """Return how two spans lie to one another."""
    if one is None or other is None:
        return Lie.UNDATED
    if one == other:
        return Lie.SAME
    if _precedes(one, other) or _precedes(other, one):
        return Lie.DISJOINT
    return Lie.NESTED if is_inside(one, other) or is_inside(other, one) else Lie.OVERLAPPING


def _precedes(one: Ends, other: Ends) -> bool:
    return one.end[1] < other.start[0] or _adjoins(one, other)


def _adjoins(one: Ends, other: Ends) -> bool:
    """Return whether the one span ends on the day before the other starts, whichever day that is."""
    return date.max not in one.end and (one.end[0] + _DAY, one.end[1] + _DAY) == other.start


def is_inside(inner: Ends, outer: Ends) -> bool:
    """Return whether the one span surely lies within the other; an uncertain end that they share is the same day for both."""
    starts = inner.start[0] >= outer.start[1] or inner.start == outer.start
    return starts and (inner.end[1] <= outer.end[0] or inner.end == outer.end)


def settled(one: Ends, other: Ends) -> list[tuple[Ends, Ends]]:
    """Return both spans once for each day that an uncertain end which they share can be; else as they are."""
    cases = [(one, other)]
    if one.start == other.start:
        cases = [(a._replace(start=(day, day)), b._replace(start=(day, day))) for a, b in cases for day in dict.fromkeys(one.start)]
    if one.end == other.end:
        cases = [(a._replace(end=(day, day)), b._replace(end=(day, day))) for a, b in cases for day in dict.fromkeys(one.end)]
    if _adjoins(one, other):
        days = dict.fromkeys(one.end)
        cases = [(a._replace(end=(day, day)), b._replace(start=(day + _DAY, day + _DAY))) for a, b in cases for day in days]
    if _adjoins(other, one):
        cases = [(a, b) for b, a in settled(other, one)]
    return cases
