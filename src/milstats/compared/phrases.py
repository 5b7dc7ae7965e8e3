"""The numbers of a comparison in words: "4.1 to 4.5 times as many", "+386 (+63 %)", "12 % of the whole"."""

from __future__ import annotations

from milstats.compare.arithmetic import Basis
from milstats.compare.intervals import Interval, difference, exactly
from milstats.compared.rounding import (
    count_text,
    percent_text,
    rate_text,
    ratio_text,
    rough_rate_text,
    short_ratio_text,
    with_sign,
    worded,
)
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.vocabulary import Bound, Unit
from milstats.wording import capitalised

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from milstats.compare.arithmetic import Result
    from milstats.compare.judgement import Judgement
    from milstats.compare.pair import Side

_ROUGH = 20  # a ratio from here on is printed in tens
_SIDE_BY_SIDE = "side by side"
_SIDES = ("in the first", "in the second")


class Multiple(NamedTuple):
    """A ratio as people are told it: never below one, and which side is the larger."""

    words: str
    is_before: bool


def headline(judgement: Judgement) -> str:
    """Return the one thing to read of a comparison: what a cell of the table holds."""
    result = judgement.result
    if result.share is not None and result.basis is Basis.SHARE:
        return f"{_percent_of(result.share, is_about=result.is_about)} of the whole"
    if result.basis is Basis.FLOW and result.change is not None:
        earlier, later = judgement.pair.in_order()
        flow = difference(later.number, earlier.number)
        return f"{worded(flow, with_sign(count_text), is_open=_flow_open(judgement))} in between"
    if result.basis in {Basis.NOTHING, Basis.SHARE, Basis.FLOW}:
        return "not compared" if judgement.verdict.value == "none" else _SIDE_BY_SIDE
    return _multiple_or_change(judgement)


def _multiple_or_change(judgement: Judgement) -> str:
    result = judgement.result
    multiple = multiple_of(judgement)
    if result.basis in {Basis.DIFFERENCE, Basis.POINTS}:
        return difference_of(judgement)
    if multiple is None or _is_no_change(result):
        return _rise_from_nothing(result) or _change(result)
    by_year = " a year" if result.basis is Basis.RATES else ""
    return f"{multiple.words}{by_year}{_larger_side(judgement, multiple)}"


def _larger_side(judgement: Judgement, multiple: Multiple) -> str:
    """Return which side has the more, where a reader would not take it to be the later one."""
    if judgement.result.basis is Basis.PARTS:
        return ""
    if _is_backwards(judgement):
        return f" {_SIDES[not multiple.is_before]}"
    return " before" if multiple.is_before else ""


def _is_backwards(judgement: Judgement) -> bool:
    """Return whether the second side is the earlier one, so that "before" and "after" would mislead."""
    return judgement.pair.in_order()[0] is not judgement.pair.before


def _flow_open(judgement: Judgement) -> str | None:
    """Return "low" where only that counts are not negative keeps a running total from having fallen."""
    later = judgement.pair.in_order()[1].number
    return "low" if later.low == 0 and later.high else None


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
    hedged = about(words) if judgement.result.is_about or is_rough else words
    return Multiple(f"{hedged} times as many", is_before)


def about(words: str) -> str:
    """Return a number in words that a source says "about" of, after "at least" or "at most".

    >>> about("1.5"), about("at least 3.8")
    ('about 1.5', 'at least about 3.8')
    """
    lead = next((lead for lead in ("at least ", "at most ") if words.startswith(lead)), "")
    return f"{lead}about {words.removeprefix(lead)}"


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


def _percent_of(share: Interval, *, is_about: bool) -> str:
    """Return a part of a whole in percent; one that may be nothing or all is told from its other end."""
    is_open = "low" if share.low == 0 and share.high != 0 else "high" if share.high == 1 and share.low != 1 else None
    words = worded(Interval(_hundredfold(share.low), _hundredfold(share.high)), percent_text, is_open=is_open)
    return about(words) if is_about else words


def _hundredfold(number: Fraction | None) -> Fraction | None:
    return None if number is None else 100 * number


def difference_of(judgement: Judgement) -> str:
    """Return by how much two statements, counters, percentages or means differ."""
    result, unit = judgement.result, judgement.pair.before.figure.unit
    if result.change is None:
        return _SIDE_BY_SIDE
    if _is_no_change(result):
        return "they agree" if result.basis is Basis.DIFFERENCE and judgement.verdict.value == "conceptual" else "no difference"
    noun = " percentage points" if unit is Unit.PERCENT else " years" if unit is Unit.YEAR else ""
    is_over_time = judgement.verdict.value != "conceptual"
    apart = worded(result.change, with_sign(count_text)) if is_over_time else _unsigned(result.change)
    return f"a difference of {apart}{noun}"


def details(judgement: Judgement) -> str:
    """Return the numbers besides the headline, as a line below it, or nothing."""
    result = judgement.result
    if result.basis is Basis.RATES and result.before and result.after:
        rates = " → ".join(
            _rate_of_side(rate, side) for rate, side in zip((result.before, result.after), judgement.pair.sides, strict=True)
        )
        return "; ".join(text for text in (rates, _change(result), _percent(result)) if text) + "."
    if result.basis is Basis.COUNTS and result.change is not None and result.ratio is not None and result.ratio.high != 0:
        direction = " from the first to the second" if _is_backwards(judgement) else ""
        return ", ".join(text for text in (_change(result), _percent(result)) if text) + f"{direction}."
    if result.basis is Basis.FLOW and result.by_year is not None and result.by_week is not None:
        return f"{capitalised(a_year(result.by_year))}, or {worded(result.by_week, rate_text, is_open=_flow_open(judgement))} a week."
    return _details_of_parts(result)


def _details_of_parts(result: Result) -> str:
    if result.basis is Basis.PARTS and result.share is not None and result.change is not None:
        other = Interval(*(None if end is None else 1 - end for end in (result.share.high, result.share.low)))
        shares = (_percent_of(share, is_about=False) for share in (result.share, other))
        return f"{' and '.join(shares)} of the two, a difference of {_unsigned(result.change)}."
    return f"The rest is {count_text(result.rest, 0)}." if result.rest is not None else ""


def _unsigned(change: Interval) -> str:
    """Return how far apart two numbers are, where it does not matter which is the larger."""
    is_fall = change.high is not None and change.high < 0
    ends = (change.high, change.low) if is_fall else change
    return worded(Interval(*(None if end is None else (-end if is_fall else end) for end in ends)), count_text)


def _part_of(judgement: Judgement) -> str:
    """Return which side of a share is the part."""
    return "the first" if judgement.pair.part_and_whole()[0] is judgement.pair.before else "the second"


def a_year(rate: Interval, write: Callable[[Fraction, int], str] = rate_text) -> str:
    """Return a rate in words, "2,180 to 2,370 a year"; one that may be nothing, or less, is told from its other end."""
    is_open = "low" if rate.low is not None and rate.low <= 0 and rate.high else None
    return f"{worded(rate, write, is_open=is_open)} a year"


def _rate_of_side(rate: Interval, side: Side) -> str:
    """Return the rate of one side; that over one very year is the count, which is never rounded, and "about" has two figures."""
    is_about = side.figure.bound is Bound.APPROX
    write = count_text if side.length == exactly(1) else rough_rate_text if is_about else rate_text
    return about(a_year(rate, write)) if is_about else a_year(rate, write)


def spoken(judgement: Judgement) -> str:
    """Return the derived numbers as a sentence tells them, without its full stop, or nothing where there are none."""
    result, multiple = judgement.result, multiple_of(judgement)
    if result.basis is Basis.NOTHING:
        return ""
    if multiple is None or _is_no_change(result):
        told = headline(judgement)
        if told == _SIDE_BY_SIDE:
            return ""
        if result.basis is Basis.SHARE:
            told = f"{_part_of(judgement)} is {told}"
    else:
        is_backwards = _is_backwards(judgement)
        in_time = _SIDES if is_backwards else ("before", "after")
        sides = ("of the first", "of the second") if result.basis is Basis.PARTS else in_time
        more, fewer = sides if multiple.is_before else reversed(sides)
        needs_sides = multiple.is_before or is_backwards or result.basis is Basis.PARTS
        told = f"{multiple.words} {more} as {fewer}" if needs_sides else multiple.words
    extra = details(judgement).rstrip(".").replace(" → ", " against ")
    if result.basis is Basis.RATES:
        return f"{extra.partition(';')[0]}, {told}"
    return f"{told} ({extra[:1].lower()}{extra[1:]})" if extra else told
