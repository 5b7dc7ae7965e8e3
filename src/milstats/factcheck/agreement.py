"""Whether a figure bears out a number as a draft words it, hedges and rounding included."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from milstats.compare.intervals import value_of
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import Bound

if TYPE_CHECKING:
    from milstats.factcheck.numbers import Number
    from milstats.model import Figure

_CLOSE = Fraction(5, 100)  # the rounding that a plain number may hide
_FAR = Fraction(25, 100)  # beyond it, nobody would have said "about"
_NEAR = Fraction(8, 10)  # "over 4,600" speaks of no number much above it

_FULL = 100  # "some 8,561" is said of that very number: nobody rounds to its last digit


class Agreement(Enum):
    """Whether a figure bears a number out, contradicts it, or settles nothing."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


def agreement(number: Number, figure: Figure) -> Agreement:
    """Return whether a figure bears out a number; a hedge on either side leaves what it leaves."""
    if figure.value is None:
        return Agreement.MAYBE
    printed = Fraction(figure.value)
    if number.value == printed and (number.bound in {Bound.EQ, Bound.APPROX, Bound.GE, Bound.LE, figure.bound}):
        return Agreement.YES
    if number.bound in {Bound.GT, Bound.GE}:
        return _above(number, figure, printed)
    if number.bound in {Bound.LT, Bound.LE}:
        return _below(number, figure, printed)
    is_rough = number.step > 1 or (number.bound is Bound.APPROX and number.value < _FULL)
    return _about(number, figure, printed) if is_rough else _exact(number, figure, printed)


def _exact(number: Number, figure: Figure, printed: Fraction) -> Agreement:
    """Judge a number that is neither hedged nor round."""
    if figure.bound in {Bound.APPROX, Bound.VAGUE}:
        return Agreement.NO if _apart(number.value, printed) > _FAR else Agreement.MAYBE
    allowed = value_of(figure)
    if allowed is None:
        return Agreement.MAYBE
    is_allowed = (allowed.low is None or number.value >= allowed.low) and (allowed.high is None or number.value <= allowed.high)
    if not is_allowed:
        return Agreement.NO
    return Agreement.YES if figure.bound in {Bound.EQ, Bound.RANGE} else Agreement.MAYBE


def _about(number: Number, figure: Figure, printed: Fraction) -> Agreement:
    """Judge a number that is "about" or round: it stands for all that rounds to it, and "about" for what lies near it too."""
    gap, apart = abs(number.value - printed), _apart(number.value, printed)
    is_hedged = number.bound is Bound.APPROX
    if (gap * 2 <= number.step and apart <= _CLOSE) or (is_hedged and apart <= _CLOSE * 3 / 5):
        return Agreement.YES
    is_cut_off = number.value <= printed < number.value + number.step
    if gap * 2 <= number.step or is_cut_off or (is_hedged and apart <= _FAR * 3 / 5):
        return Agreement.MAYBE
    is_open = (figure.bound in {Bound.GT, Bound.GE} and number.value > printed) or (
        figure.bound in {Bound.LT, Bound.LE} and number.value < printed
    )
    return Agreement.MAYBE if is_open or figure.bound in {Bound.VAGUE, Bound.APPROX} else Agreement.NO


def _above(number: Number, figure: Figure, printed: Fraction) -> Agreement:
    """Judge "more than N" and "at least N"."""
    if number.value < printed:
        return Agreement.YES if number.value >= _NEAR * printed else Agreement.MAYBE
    is_open = figure.bound in {Bound.GT, Bound.GE, Bound.APPROX, Bound.VAGUE, Bound.RANGE}
    is_doubtful = number.value <= printed * (1 + _CLOSE / 2) or figure.bound in {Bound.VAGUE, Bound.RANGE}
    return Agreement.MAYBE if is_doubtful and (is_open or number.value == printed) else Agreement.NO


def _below(number: Number, figure: Figure, printed: Fraction) -> Agreement:
    """Judge "fewer than N" and "nearly N"."""
    if number.value > printed:
        if figure.bound in {Bound.GT, Bound.GE} and _apart(number.value, printed) > _CLOSE:
            return Agreement.MAYBE
        return Agreement.YES if printed >= _NEAR * number.value else Agreement.MAYBE
    return Agreement.MAYBE if _apart(number.value, printed) <= _CLOSE or figure.bound in {Bound.LT, Bound.LE, Bound.VAGUE} else Agreement.NO


def _apart(one: Fraction, other: Fraction) -> Fraction:
    """Return the difference of two numbers as a part of the larger."""
    return abs(one - other) / max(one, other, Fraction(1))
