"""The numbers of a comparison in words: "4.1 to 4.5 times as many", "+386 (+63 %)", "12 % of the whole"."""

from __future__ import annotations

from milstats.compare.intervals import Interval, difference, exactly
from milstats.compare.verdict import Basis
from milstats.compared.rounding import count_text, percent_text, rate_text, ratio_text, short_ratio_text, with_sign, worded
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.vocabulary import Unit
from milstats.wording import capitalised

if TYPE_CHECKING:
    from fractions import Fraction

    from milstats.compare.arithmetic import Result
    from milstats.compare.judgement import Judgement

_ROUGH = 20  # a ratio from here on is printed in tens


class Multiple(NamedTuple):
    """A ratio as people are told it: never below one, and which side is the larger."""

    words: str
    is_before: bool


def headline(judgement: Judgement) -> str:
    """Return the one thing to read of a comparison: what a cell of the table holds."""
    result = judgement.result
    if result.share is not None and result.basis is Basis.SHARE:
        return f"{_percent_of(result.share)} of the whole"
    if result.basis is Basis.FLOW and result.change is not None:
        earlier, later = judgement.pair.in_order()
        return f"{worded(difference(later.number, earlier.number), with_sign(count_text))} in between"
    if result.basis in {Basis.NOTHING, Basis.SHARE}:
        return "not compared" if judgement.verdict.value == "none" else "side by side"
    return _multiple_or_change(judgement)


def _multiple_or_change(judgement: Judgement) -> str:
    result = judgement.result
    multiple = multiple_of(judgement)
    if result.basis in {Basis.DIFFERENCE, Basis.POINTS}:
        return difference_of(judgement)
    if multiple is None or _is_no_change(result):
        return _rise_from_nothing(result) or _change(result)
    by_year = " a year" if result.basis is Basis.RATES else ""
    return multiple.words + by_year + (" before" if multiple.is_before and result.basis is not Basis.PARTS else "")


def _rise_from_nothing(result: Result) -> str:
    """Return a rise that no multiple can tell, or nothing where there is none."""
    if result.before is None or result.after is None or result.before.high != 0 or _is_no_change(result):
        return ""
    by_year = " a year" if result.basis is Basis.RATES else ""
    return f"from 0 to {worded(result.after, rate_text if by_year else count_text)}{by_year}"


def _is_no_change(result: Result) -> bool:
    return result.change is not None and result.change.is_exact and result.change.low == 0


def multiple_of(judgement: Judgement) -> Multiple | None:
    """Return the ratio in words, or None where there is none; a fall is told as how many times as many there were before."""
    ratio = judgement.result.ratio
    if ratio is None or ratio.high == 0:
        return None
    is_before = ratio.high is not None and ratio.high < 1
    told = Interval(1 / ratio.high, 1 / ratio.low if ratio.low else None) if is_before and ratio.high else ratio
    is_short = judgement.result.is_about or "small-count" in judgement.reasons
    words = worded(told, short_ratio_text if is_short else ratio_text, is_open="low" if not told.low else None)
    is_rough = told.is_exact and told.low is not None and told.low >= _ROUGH
    about = "about " if judgement.result.is_about or is_rough else ""
    return Multiple(f"{about}{words} times as many", is_before)


def _change(result: Result) -> str:
    """Return the difference in words: exact for counts, three figures for rates."""
    if result.change is None:
        return ""
    if _is_no_change(result):
        return "no change"
    write = with_sign(rate_text if result.basis is Basis.RATES else count_text)
    words = worded(result.change, write, is_open=_told_open(result))
    return f"{words} a year" if result.basis is Basis.RATES else words


def _told_open(result: Result) -> str | None:
    """Return which end of a change nothing sets but that counts are not negative."""
    if result.ratio is None:
        return None
    if result.ratio.high is None:
        return "high"
    return "low" if result.ratio.low == 0 and result.ratio.high else None


def _percent(result: Result) -> str:
    if result.percent is None or _is_no_change(result):
        return ""
    return worded(result.percent, with_sign(percent_text), is_open=_told_open(result))


def _percent_of(share: Interval) -> str:
    """Return a part of a whole in percent; one that may be nothing or all is told from its other end."""
    is_open = "low" if share.low == 0 and share.high != 0 else "high" if share.high == 1 and share.low != 1 else None
    return worded(Interval(_hundredfold(share.low), _hundredfold(share.high)), percent_text, is_open=is_open)


def _hundredfold(number: Fraction | None) -> Fraction | None:
    return None if number is None else 100 * number


def difference_of(judgement: Judgement) -> str:
    """Return by how much two statements, counters, percentages or means differ."""
    result, unit = judgement.result, judgement.pair.before.figure.unit
    if result.change is None:
        return "side by side"
    if _is_no_change(result):
        return "they agree" if result.basis is Basis.DIFFERENCE and judgement.verdict.value == "conceptual" else "no difference"
    noun = " percentage points" if unit is Unit.PERCENT else " years" if unit is Unit.YEAR else ""
    return f"a difference of {worded(result.change, with_sign(count_text))}{noun}"


def details(judgement: Judgement) -> str:
    """Return the numbers besides the headline, as a line below it, or nothing."""
    result = judgement.result
    if result.basis is Basis.RATES and result.before and result.after:
        before, after = (side.length == exactly(1) for side in judgement.pair.sides)
        rates = f"{a_year(result.before, is_count=before)} → {a_year(result.after, is_count=after)}"
        return "; ".join(text for text in (rates, _change(result), _percent(result)) if text) + "."
    if result.basis is Basis.COUNTS and result.change is not None and result.ratio is not None and result.ratio.high != 0:
        return ", ".join(text for text in (_change(result), _percent(result)) if text) + "."
    return _details_of_parts(result)


def _details_of_parts(result: Result) -> str:
    if result.basis is Basis.PARTS and result.share is not None and result.change is not None:
        other = Interval(*(None if end is None else 1 - end for end in (result.share.high, result.share.low)))
        return f"{_percent_of(result.share)} and {_percent_of(other)} of the two, a difference of {_unsigned(result.change)}."
    if result.basis is Basis.FLOW and result.by_year is not None and result.by_week is not None:
        return f"{capitalised(a_year(result.by_year))}, or {worded(result.by_week, rate_text)} a week."
    return f"The rest is {count_text(result.rest, 0)}." if result.rest is not None else ""


def _unsigned(change: Interval) -> str:
    """Return how far apart two numbers are, where it does not matter which is the larger."""
    is_fall = change.high is not None and change.high < 0
    ends = (change.high, change.low) if is_fall else change
    return worded(Interval(*(None if end is None else (-end if is_fall else end) for end in ends)), count_text)


def a_year(rate: Interval, *, is_count: bool = False) -> str:
    """Return a rate in words, "2,180 to 2,370 a year"; that over one very year is the count, which is never rounded."""
    return f"{worded(rate, count_text if is_count else rate_text)} a year"


def spoken(judgement: Judgement) -> str:
    """Return the derived numbers as a sentence tells them, without its full stop, or nothing where there are none."""
    result, multiple = judgement.result, multiple_of(judgement)
    if result.basis is Basis.NOTHING:
        return ""
    if multiple is None or _is_no_change(result):
        told = headline(judgement)
    else:
        sides = ("of the first", "of the second") if result.basis is Basis.PARTS else ("before", "after")
        more, fewer = sides if multiple.is_before else reversed(sides)
        needs_sides = multiple.is_before or result.basis is Basis.PARTS
        told = f"{multiple.words} {more} as {fewer}" if needs_sides else multiple.words
    extra = details(judgement).rstrip(".").replace(" → ", " against ")
    if result.basis is Basis.RATES:
        return f"{extra.partition(';')[0]}, {told}"
    return f"{told} ({extra[:1].lower()}{extra[1:]})" if extra else told
