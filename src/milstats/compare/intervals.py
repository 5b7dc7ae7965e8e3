"""Interval arithmetic on exact fractions: what is known to lie between two limits, either of which may be absent.

Both limits of a number that is known are one object, computed once.
"""

from __future__ import annotations

from fractions import Fraction

from milstats.lean import NamedTuple
from milstats.model import Figure, interval


class Interval(NamedTuple):
    """The lowest and the highest that a number can be; None where nothing limits it."""

    low: Fraction | None
    high: Fraction | None

    @property
    def is_exact(self) -> bool:
        """Whether the number is known."""
        return self.low is not None and (self.low is self.high or self.low == self.high)


def exactly(number: int | Fraction) -> Interval:
    """Return the interval that holds one number only."""
    limit = Fraction(number)
    return Interval(limit, limit)


def value_of(figure: Figure) -> Interval | None:
    """Return what the printed figure allows, or None where it sets no limit at all: words, "about", no value."""
    low, high = interval(figure)
    if low is None and high is None:
        return None
    return Interval(None if low is None else Fraction(low), None if high is None else Fraction(high))


def rate(value: Interval, length: Interval) -> Interval:
    """Return a count divided by a length that is uncertain: the longest gives the lowest rate.

    >>> rate(exactly(9), exactly(5)).low
    Fraction(9, 5)
    """
    low = None if value.low is None or not length.high else value.low / length.high
    if value.is_exact and length.is_exact:
        return Interval(low, low)
    return Interval(low, None if value.high is None or not length.low else value.high / length.low)


def ratio(number: Interval, base: Interval) -> Interval:
    """Return `number` divided by `base`, neither of which is negative; a base that may be nothing sets no upper limit.

    >>> ratio(exactly(1001), exactly(615)).high
    Fraction(1001, 615)
    """
    low = Fraction(0) if not base.high or number.low is None else number.low / base.high
    if number.is_exact and base.is_exact and base.low:
        return Interval(low, low)
    return Interval(low, None if number.high is None or not base.low else number.high / base.low)


def difference(number: Interval, base: Interval) -> Interval:
    """Return `number` less `base`."""
    low = None if number.low is None or base.high is None else number.low - base.high
    if number.is_exact and base.is_exact:
        return Interval(low, low)
    return Interval(low, None if number.high is None or base.low is None else number.high - base.low)


def percent(ratio: Interval) -> Interval:
    """Return by how many percent a ratio lies above one.

    >>> percent(exactly(Fraction(3, 2))).low
    Fraction(50, 1)
    """
    low = None if ratio.low is None else 100 * (ratio.low - 1)
    if ratio.is_exact:
        return Interval(low, low)
    return Interval(low, None if ratio.high is None else 100 * (ratio.high - 1))


def share(part: Interval, whole: Interval) -> Interval | None:
    """Return a part divided by the whole that holds it: at most one. None where the part is larger than the whole."""
    found = ratio(part, whole)
    if found.low is not None and found.low > 1:
        return None
    return Interval(found.low, Fraction(1) if found.high is None or found.high > 1 else found.high)


def share_of_both(one: Interval, other: Interval) -> Interval | None:
    """Return the one divided by the sum of both, or None where there is nothing to share."""
    if not one.high and not other.high and one.high is not None and other.high is not None:
        return None
    low = Fraction(0) if other.high is None or one.low is None else _part(one.low, other.high)
    return Interval(low, Fraction(1) if one.high is None or other.low is None else _part(one.high, other.low))


def _part(one: Fraction, other: Fraction) -> Fraction:
    return one / (one + other) if one + other else Fraction(0)
