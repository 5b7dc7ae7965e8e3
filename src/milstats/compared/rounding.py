"""Derived numbers as people read them: rounded, and never to the better.

A number that is known is rounded to the nearest. A range is rounded outward, "at least" down and "at most" up, so that what
is printed is always true. Counts are never rounded.
"""

from __future__ import annotations

from fractions import Fraction

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from milstats.compare.intervals import Interval

_RATE_FIGURES = 3
_FEW_FIGURES = 2
_LARGE_RATIO = 20  # from here on two figures

DOWN, NEAREST, UP = -1, 0, 1


def rounded(number: Fraction, places: int, side: int) -> Fraction:
    """Return `number` rounded to decimal places (below nothing: tens, hundreds), downwards, to the nearest, or upwards.

    >>> rounded(Fraction(4155, 1000), 1, DOWN), rounded(Fraction(2361), -1, UP)
    (Fraction(41, 10), Fraction(2370, 1))
    """
    scale, step = 10 ** max(places, 0), 10 ** max(-places, 0)
    over, under = number.numerator * scale, number.denominator * step
    steps = over // under if side == DOWN else -(-over // under) if side == UP else (2 * over + under) // (2 * under)
    return Fraction(steps * step, scale)


def places_of(number: Fraction, figures: int) -> int:
    """Return the decimal places that leave `figures` significant figures of a number.

    >>> places_of(Fraction(2189), 3), places_of(Fraction(18, 10), 3), places_of(Fraction(4, 1000), 2)
    (-1, 2, 4)
    """
    over, under, exponent = abs(number.numerator), number.denominator, 0
    while over >= 10 * under:
        under, exponent = 10 * under, exponent + 1
    while 0 < over < under:
        over, exponent = 10 * over, exponent - 1
    return figures - 1 - exponent


def decimal(number: Fraction, places: int) -> str:
    """Return a number that has no more than `places` decimals, with thousands separators.

    >>> decimal(Fraction(41, 10), 1), decimal(Fraction(-2370), 0)
    ('4.1', '−2,370')
    """
    digits = str(abs(number.numerator) * 10 ** max(places, 0) // number.denominator).rjust(places + 1, "0")
    cut = len(digits) - max(places, 0)
    sign = "−" if number.numerator < 0 else ""
    return f"{sign}{int(digits[:cut]):,}" + (f".{digits[cut:]}" if places > 0 else "")


def rate_text(number: Fraction, side: int) -> str:
    """Return a rate in three significant figures, without zeros at its end that mean nothing.

    >>> rate_text(Fraction(9, 5), NEAREST), rate_text(Fraction(218993, 100), DOWN)
    ('1.8', '2,180')
    """
    return _figures_text(number, side, _RATE_FIGURES)


def rough_rate_text(number: Fraction, side: int) -> str:
    """Return a rate in two significant figures, where a source says "about".

    >>> rough_rate_text(Fraction(86082, 100), NEAREST)
    '860'
    """
    return _figures_text(number, side, _FEW_FIGURES)


def _figures_text(number: Fraction, side: int, figures: int) -> str:
    places = places_of(number, figures)
    text = decimal(rounded(number, places, side), places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_text(number: Fraction, side: int) -> str:  # noqa: ARG001 -- called like the others
    """Return a number that the sources print, or a sum or difference of such, as it is."""
    text = decimal(rounded(number, 3, NEAREST), 3).rstrip("0").rstrip(".")
    return text or "0"


def ratio_text(number: Fraction, side: int) -> str:
    """Return a ratio with one decimal, from twenty on in two significant figures.

    >>> ratio_text(Fraction(1001, 615), NEAREST), ratio_text(Fraction(16055, 100), NEAREST)
    ('1.6', '160')
    """
    places = 1 if number < _LARGE_RATIO else places_of(number, _FEW_FIGURES)
    return decimal(rounded(number, places, side), places)


def short_ratio_text(number: Fraction, side: int) -> str:
    """Return a ratio in two significant figures: on a small base, or where a source says "about".

    >>> short_ratio_text(Fraction(111, 10), NEAREST)
    '11'
    """
    places = places_of(number, _FEW_FIGURES)
    return decimal(rounded(number, places, side), places)


def percent_text(number: Fraction, side: int) -> str:
    """Return a whole percentage.

    >>> percent_text(Fraction(6276, 100), NEAREST)
    '63 %'
    """
    return f"{decimal(rounded(number, 0, side), 0)} %"


def with_sign(write: Callable[[Fraction, int], str]) -> Callable[[Fraction, int], str]:
    """Return a way of writing numbers that leads those above nothing with a plus."""
    return lambda number, side: ("+" if number > 0 else "") + write(number, side)


def worded(interval: Interval, write: Callable[[Fraction, int], str], *, is_open: str | None = None) -> str:
    """Return an interval in words: a number, "at least", "at most", or "from to" without the from.

    `is_open` names an end ("low" or "high") that is set by nothing but the nature of counts, and is not told.
    """
    low = None if is_open == "low" else interval.low
    high = None if is_open == "high" else interval.high
    if low is None and high is None:
        return "any number"
    if low is None or high is None:
        return f"at least {write(low, DOWN)}" if low is not None else f"at most {write(high or Fraction(0), UP)}"
    if low == high:
        return write(low, NEAREST)
    lower, upper = write(low, DOWN), write(high, UP)
    return lower if lower == upper else f"{lower} to {upper}"
