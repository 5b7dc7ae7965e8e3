"""Exact numbers for comparisons: intervals of values, lengths of periods, and rates, all as fractions.

Lengths in years are ACT/ACT as ISDA defines it (2006 Definitions, 4.16(b)), both days included: the days that fall in each
calendar year are divided by that year's 365 or 366. Lengths in months are made in the same way, so that every calendar month is
exactly one.
"""

from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from milstats.model.period import Period
from milstats.model.records import Figure, interval
from milstats.model.vocabulary import Bound

DAY = timedelta(days=1)
UNITS = ("year", "month", "week", "day")  # of rates, the longest first
_YEAR = 12  # months
_SPANS = (1, 3, 6)  # months of a month, a quarter, a half


class Interval(NamedTuple):
    """The lowest and the highest that a number can be; None where nothing limits it.

    Values and lengths are divided, neither negative; what only 0 or infinity limits has no limit.
    """

    low: Fraction | None
    high: Fraction | None

    @property
    def is_exact(self) -> bool:
        """Whether the number is known."""
        return self.low is not None and self.low == self.high

    def __truediv__(self, base: "Interval") -> "Interval":
        low = None if self.low is None or not base.high else self.low / base.high
        return Interval(low, None if self.high is None or not base.low else self.high / base.low)

    def __sub__(self, base: "Interval") -> "Interval":
        low = None if self.low is None or base.high is None else self.low - base.high
        return Interval(low, None if self.high is None or base.low is None else self.high - base.low)

    def share_of(self, whole: "Interval") -> "Interval | None":
        """Return a part divided by the whole that holds it, at most one; None where the part is surely larger than the whole."""
        low, high = self / whole
        is_larger = self.low is not None and whole.high is not None and self.low > whole.high
        return None if is_larger else Interval(low, Fraction(1) if high is None else min(high, Fraction(1)))

    def share_beside(self, other: "Interval") -> "Interval | None":
        """Return this divided by the sum of both, or None where both are nothing."""
        if self.high == 0 and other.high == 0:
            return None
        low = None if self.low is None or other.high is None else self.low / ((self.low + other.high) or 1)
        return Interval(low, Fraction(1) if self.high is None or other.low is None else self.high / ((self.high + other.low) or 1))

    def times(self, factor: int | Fraction) -> "Interval":
        """Return the interval of every number in this one, multiplied."""
        return Interval(*(None if end is None else end * factor for end in self))


# How two periods lie to one another; where an uncertain end leaves it open, they may overlap.
Lie = Enum("Lie", ["SAME", "DISJOINT", "NESTED", "OVERLAPPING", "UNDATED"])


class Ends(NamedTuple):
    """The first and the last day of a span, each as its earliest and its latest."""

    start: tuple[date, date]
    end: tuple[date, date]

    @property
    def are_certain(self) -> bool:
        """Whether both are single days."""
        return self.start[0] == self.start[1] and self.end[0] == self.end[1]


def exactly(number: int | Fraction) -> Interval:
    """Return the interval that holds one number only."""
    return Interval(Fraction(number), Fraction(number))


def are_near(one: Fraction | None, other: Fraction | None) -> bool:
    """Return whether two numbers are at most a tenth apart, or neither is known."""
    if one is None or other is None:
        return one is other
    return 10 * abs(one - other) <= max(abs(one), abs(other))


def value_of(figure: Figure) -> Interval | None:
    """Return what the printed figure allows, or None where it sets no limit at all: words, "about", no value.

    "Almost 100" is just under 100, so its low end is unknown and never 0.
    """
    low, high = (None if end is None else Fraction(end) for end in interval(figure))
    if figure.bound in {Bound.LT, Bound.LE}:
        low = None
    return None if low is None and high is None else Interval(low, high)


def ends_of(period: Period | None) -> Ends | None:
    """Return the ends of a period, or None if it has no dates or is still open."""
    if period is None or period.start_earliest is None or period.end_earliest is None:
        return None
    start, end = period.start_earliest, period.end_earliest
    return Ends((start, period.start_latest or start), (end, period.end_latest or end))


def yearly(figure: Figure) -> Interval | None:
    """Return a count by the year, or None where it has no dates or nothing limits it."""
    ends, value = ends_of(figure.period), value_of(figure)
    return value / length(ends) if ends and value else None


def days_in_year(year: int) -> int:
    """Return 365, or 366 in a leap year."""
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _days_in_month(day: date) -> int:
    return 31 if day.month == _YEAR else (day.replace(month=day.month + 1, day=1) - day.replace(day=1)).days


@cache
def length(ends: Ends, unit: str = "year") -> Interval:
    """Return the shortest and the longest that a span can be, in a unit of time."""
    longest = span(ends.start[0], ends.end[1], unit)
    return Interval(longest if ends.are_certain else span(ends.start[1], ends.end[0], unit), longest)


def span(first: date, last: date, unit: str) -> Fraction:
    """Return how many years, months, weeks or days there are from one day to another, both included; none if it ends before it starts.

    >>> span(date(2022, 2, 24), date(2024, 2, 22), "year"), span(date(2024, 2, 1), date(2024, 2, 14), "month")
    (Fraction(266761, 133590), Fraction(14, 29))
    """
    return Fraction(0) if last < first else _elapsed(last, unit, 1) - _elapsed(first, unit, 0)


def _elapsed(day: date, unit: str, today: int) -> Fraction:
    """Return the time from a fixed day to the start of `day`, or to its end where `today` is 1."""
    if unit == "year":
        return day.year + Fraction((day - date(day.year, 1, 1)).days + today, days_in_year(day.year))
    if unit == "month":
        return _YEAR * day.year + day.month + Fraction(day.day - 1 + today, _days_in_month(day))
    return Fraction(day.toordinal() + today, 7 if unit == "week" else 1)


def are_equal_spans(one: Ends, other: Ends) -> bool:
    """Return whether two spans are a half, a quarter or a month each, have the same first and last month and day, or equal lengths."""
    if one.are_certain and other.are_certain:
        months = _calendar_months(one)
        if length(one) == length(other) or (months and months == _calendar_months(other)):
            return True
    days = [*zip((*one.start, *one.end), (*other.start, *other.end), strict=True)]
    return len({b.year - a.year for a, b in days}) == 1 and all(month_and_day(a) == month_and_day(b) for a, b in days)


def _calendar_months(ends: Ends) -> Fraction | None:
    """Return the months of a span that is a month, a quarter or a half; None if it is none."""
    first, months = ends.start[0], length(ends, "month").low
    return months if months in _SPANS and first.day == 1 and (first.month - 1) % months == 0 else None


def month_and_day(day: date) -> tuple[int, int]:
    """Return month and day; the last day of February is one day in every year."""
    is_end = day.month == 2 and day.day == _days_in_month(day)  # noqa: PLR2004 -- February
    return day.month, 29 if is_end else day.day


def lie_of(one: Ends | None, other: Ends | None) -> Lie:
    """Return how two spans lie to one another."""
    if one is None or other is None:
        return Lie.UNDATED
    if one == other:
        return Lie.SAME
    first, second = sorted((one, other))
    adjoins = date.max not in first.end and (first.end[0] + DAY, first.end[1] + DAY) == second.start  # on whichever day
    if adjoins or first.end[1] < second.start[0]:
        return Lie.DISJOINT
    return Lie.NESTED if is_within(one, other) or is_within(other, one) else Lie.OVERLAPPING


def is_within(inner: Ends, outer: Ends) -> bool:
    """Return whether the one span surely lies within the other; an uncertain end that they share is the same day for both."""
    starts = inner.start[0] >= outer.start[1] or inner.start == outer.start
    return starts and (inner.end[1] <= outer.end[0] or inner.end == outer.end)
