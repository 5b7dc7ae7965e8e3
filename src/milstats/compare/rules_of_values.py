"""Rules about numbers: bounds, words, absent and small ones, and those that are no counts."""

from __future__ import annotations

from milstats.compare.arithmetic import Basis, Derived
from milstats.compare.pair import Finding, Pair, is_mean, is_percent
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import SMALL, Bound, Mark, Verdict
from milstats.wording import MISSING, capitalised, hedged

if TYPE_CHECKING:
    from milstats.model import Figure

_BOUNDS = {Bound.GT, Bound.GE, Bound.LT, Bound.LE, Bound.RANGE}


def bounded(pair: Pair) -> Finding | None:
    """Caution where a value is a limit or a range: so is everything derived from it."""
    figures = [side.figure for side in pair.sides if side.figure.bound in _BOUNDS]
    if not figures:
        return None
    names = " and ".join(f"“{hedged(figure, figure.value)}”" for figure in figures if figure.value is not None)
    limits = "limits" if figures[0].bound is Bound.RANGE else "a limit"
    verb = f"sets {limits} and no number" if len(figures) == 1 else "set limits and no numbers"
    return Finding(Verdict.MEANINGFUL, f"{capitalised(names)} {verb}, and so does anything derived.")


def open_bounds(pair: Pair) -> Finding | None:
    """Refuse two values that are open on the same side."""
    sides = {side.open_towards for side in pair.sides}
    if len(sides) > 1 or None in sides or not all(side.has_number for side in pair.sides):
        return None
    return Finding(Verdict.NONE, "Both values are open on the same side, so their ratio could be anything.", Basis.NOTHING)


def approximate(pair: Pair) -> Finding | None:
    """Allow "about" no change and no percent, and a ratio in two figures only."""
    if not pair.is_about:
        return None
    words = "No source says how far its “about” reaches: no change, no percent, and two figures at most."
    return Finding(Verdict.CONCEPTUAL, words, forbids=frozenset({Derived.CHANGE, Derived.PERCENT}))


def vague(pair: Pair) -> Finding | None:
    """Refuse a quantity in words, such as "the vast majority"."""
    return _in_words(pair, [side.figure for side in pair.sides if side.figure.bound is Bound.VAGUE])


def in_text(pair: Pair) -> Finding | None:
    """Refuse a statement in words."""
    figures = [side.figure for side in pair.sides]
    return _in_words(
        pair, [figure for figure in figures if figure.value is None and not figure.missing and figure.bound is not Bound.VAGUE]
    )


def _in_words(pair: Pair, figures: list[Figure]) -> Finding | None:
    if not figures:
        return None
    words = " and ".join(f"“{figure.text}” ({pair.dataset.sources[figure.source].publisher})" for figure in figures)
    return Finding(Verdict.NONE, f"Words and not a number: {words}.", Basis.NOTHING)


def missing(pair: Pair) -> Finding | None:
    """Refuse a figure whose number is missing, and say why it is."""
    reasons = [MISSING[side.figure.missing] for side in pair.sides if side.figure.missing]
    if not reasons:
        return None
    return Finding(Verdict.NONE, f"A number is missing: {' and '.join(dict.fromkeys(reasons))}. That is not zero.", Basis.NOTHING)


def zero_baseline(pair: Pair) -> Finding | None:
    """Forbid ratio and percent where the first count is nothing."""
    if not pair.is_one_series or not pair.before.is_quantity or pair.before.number.high != 0:
        return None
    return Finding(Verdict.DIRECT, "Nothing can be a multiple of 0.", forbids=frozenset({Derived.RATIO, Derived.PERCENT}))


def percentages(pair: Pair) -> Finding | None:
    """Give the difference of two percentages of one whole in points, and refuse any other."""
    if not any(is_percent(side.figure) for side in pair.sides):
        return None
    if pair.is_one_series:
        return Finding(Verdict.DIRECT, "Two percentages of one whole: their difference is in percentage points.", Basis.POINTS)
    return Finding(Verdict.NONE, "A percentage, against a count or of another whole.", Basis.NOTHING)


def means(pair: Pair) -> Finding | None:
    """Give the difference of two mean sentences of one population in years, and refuse a mean against anything else."""
    if not any(is_mean(side.figure) for side in pair.sides):
        return None
    if pair.is_one_series:
        return Finding(Verdict.DIRECT, "Two mean sentences of one population: their difference is in years.", Basis.DIFFERENCE)
    return Finding(Verdict.NONE, "A mean sentence, against a count or of another population.", Basis.NOTHING)


def small_count(pair: Pair) -> Finding | None:
    """Caution where a count is below ten: a few cases more would move every ratio."""
    if not pair.are_quantities or not any(side.figure.value is not None and side.figure.value < SMALL for side in pair.sides):
        return None
    words = "A count is below 10: a few more or fewer would change the picture, so read the counts first."
    return Finding(Verdict.MEANINGFUL, words, forbids=frozenset({Derived.PERCENT}), mark=Mark.UNRELIABLE)
