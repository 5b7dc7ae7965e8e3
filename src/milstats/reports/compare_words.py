"""Comparisons in words: the numbers rounded as people read them, and one sentence to paste.

A known number is rounded to the nearest, a range outward, "at least" down and "at most" up, so that what is printed is always
true. Counts are never rounded. A disputed pair never gives one of its readings as the answer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from milstats.comparison.exact import Interval, ends_of, length, rate, value_of
from milstats.comparison.pair import Basis, flow_ends
from milstats.model import wording
from milstats.model.vocabulary import PairRelation, Unit, Verdict
from milstats.model.wording import joined, label, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from milstats.comparison import Alternative, Comparison, Judgement
    from milstats.comparison.pair import Pair, Result, Side
    from milstats.model.records import Dataset, Figure, Reading

DOWN, NEAREST, UP = -1, 0, 1
_LARGE = 20  # multiples from here on have two figures
_MULTIPLE, _SAME, _FALL = Fraction(195, 100), Fraction(105, 100), Fraction(95, 100)  # where multiples, percent and "about the same" begin
_NUMERALS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_SAID = frozenset({"break", "revision", "part-of-year", "coverage", "deprecated", "running-total", "uncertain-period", "small-count"})


# Numbers


def rounded(value: Fraction, places: int, side: int) -> Fraction:
    """Return a number rounded to decimal places (below nothing: tens, hundreds), downwards, to the nearest, or upwards.

    >>> rounded(Fraction(4155, 1000), 1, DOWN), rounded(Fraction(2361), -1, UP)
    (Fraction(41, 10), Fraction(2370, 1))
    """
    scaled = value * Fraction(10) ** places
    steps = scaled.__floor__() if side == DOWN else scaled.__ceil__() if side == UP else (scaled + Fraction(1, 2)).__floor__()
    return steps / Fraction(10) ** places


def decimal(value: Fraction, places: int) -> str:
    """Return a number that has no more than `places` decimals, with thousands separators.

    >>> decimal(Fraction(41, 10), 1), decimal(Fraction(-2370), 0)
    ('4.1', '−2,370')
    """
    digits = str(abs(value.numerator) * 10 ** max(places, 0) // value.denominator).rjust(places + 1, "0")
    cut = len(digits) - max(places, 0)
    return f"{'−' if value < 0 else ''}{int(digits[:cut]):,}{f'.{digits[cut:]}' if places > 0 else ''}"


def figures_text(value: Fraction, side: int, figures: int) -> str:
    """Return a number in so many significant figures, without zeros at its end that mean nothing.

    >>> figures_text(Fraction(9, 5), NEAREST, 3), figures_text(Fraction(218993, 100), DOWN, 3)
    ('1.8', '2,180')
    """
    size, places = abs(value), figures - 1
    while size >= 10:  # noqa: PLR2004 -- a digit
        size, places = size / 10, places - 1
    while 0 < size < 1:
        size, places = size * 10, places + 1
    text = decimal(rounded(value, places, side), places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate_text(value: Fraction, side: int) -> str:
    """Return a rate in three significant figures."""
    return figures_text(value, side, 3)


def rough_text(value: Fraction, side: int) -> str:
    """Return a number in two significant figures, where a source says "about"."""
    return figures_text(value, side, 2)


def count_text(value: Fraction, side: int) -> str:
    """Return a number that the sources print, or a sum or difference of such, as it is."""
    text = decimal(rounded(value, 3, side), 3)
    return text.rstrip("0").rstrip(".")


def ratio_text(value: Fraction, side: int) -> str:
    """Return a multiple with one decimal, from twenty on in two significant figures.

    >>> ratio_text(Fraction(1001, 615), NEAREST), ratio_text(Fraction(16055, 100), NEAREST)
    ('1.6', '160')
    """
    return rough_text(value, side) if value >= _LARGE else decimal(rounded(value, 1, side), 1)


def percent_text(value: Fraction, side: int) -> str:
    """Return a whole percentage; below one percent "less than 1%"."""
    if 0 < value < 1:
        return "less than 1%"
    return f"{decimal(rounded(value, 0, side), 0)}%"


def signed(write: Callable[[Fraction, int], str]) -> Callable[[Fraction, int], str]:
    """Return a way of writing numbers that leads those above nothing with a plus."""
    return lambda value, side: ("+" if value > 0 else "") + write(value, side)


def worded(interval: Interval, write: Callable[[Fraction, int], str], *, is_about: bool = False) -> str:
    """Return an interval in words: a number, "at least", "at most", or both ends; one hedge a number."""
    low, high = interval
    about = "about " if is_about else ""
    if low is None and high is None:
        return "any number"
    if low is not None and low == high:
        return about + write(low, NEAREST)
    if high is None:
        return f"about {write(low or Fraction(0), DOWN)} or more" if is_about else f"at least {write(low or Fraction(0), DOWN)}"
    if low is None:
        return f"about {write(high, UP)} or less" if is_about else f"at most {write(high, UP)}"
    lower, upper = write(low, DOWN), write(high, UP)
    return about + (lower if lower == upper else f"{lower} to {upper}")


# What a pair comes to


def phrase(judgement: Judgement, *, is_long: bool = False) -> str:
    """Return what a pair comes to: "8.3 times as many", "up 63% (+386)", "12% of the 4,373"; a long phrase has the change, too."""
    result, pair = judgement.result, judgement.pair
    match result.basis:
        case Basis.NOTHING:
            return _no_number(judgement)
        case Basis.SHARE:
            part = pair.part or pair.before
            return f"{share_text(result.share, is_about=result.is_about)} of the {number(pair.other(part).figure)}"
        case Basis.FLOW:
            return _flow(judgement, is_long=is_long)
        case Basis.POINTS:
            return _points(judgement)
        case Basis.PARTS:
            return _parts(judgement, is_long=is_long)
        case _:
            return _change(judgement, is_long=is_long)


def _no_number(judgement: Judgement) -> str:
    one, other = (side.figure for side in judgement.pair.sides)
    if judgement.relation is PairRelation.REVISION:
        old, new = (one, other) if other.supersedes or not one.supersedes else (other, one)
        return f"{number(old)}, later revised to {number(new)}"
    if judgement.relation is PairRelation.RESTATEMENT:
        return "they agree" if one.value == other.value and one.bound is other.bound else "one count, given twice"
    if judgement.relation is PairRelation.SIDE_BY_SIDE:
        return "side by side"
    return "no figure" if judgement.verdict is Verdict.NO_FIGURE else "not comparable"


def share_text(share: Interval | None, *, is_about: bool = False) -> str:
    """Return a part of a whole in percent; what only the whole limits is no limit."""
    low, high = share or (None, None)
    ends = Interval(None if low is None else 100 * low, None if high is None or (high == 1 and low != 1) else 100 * high)
    return worded(ends, percent_text, is_about=is_about)


def _points(judgement: Judgement) -> str:
    change, figure = judgement.result.change, judgement.pair.before.figure
    assert change is not None  # noqa: S101 -- points have one
    is_one = change.is_exact and abs(change.low or 0) == 1
    noun = ("percentage point" if figure.unit is Unit.PERCENT else "year") + "s" * (not is_one)
    if change.is_zero:
        return "no difference"
    if judgement.relation is PairRelation.COMPOSITION:
        return f"a difference of {worded(_turned_up(change), count_text, is_about=judgement.result.is_about)} {noun}"
    return f"{worded(change, signed(count_text), is_about=judgement.result.is_about)} {noun}"


def _turned_up(change: Interval) -> Interval:
    """Return a difference without its sign where it surely is a fall."""
    is_fall = change.high is not None and change.high < 0
    return Interval(*(None if end is None else -end for end in reversed(change))) if is_fall else change


def _flow(judgement: Judgement, *, is_long: bool) -> str:
    """Return what a running total gained: "4,938 more, 165 to 183 a week from 22 November 2023 to May or June 2024"."""
    result, after = judgement.result, judgement.pair.after.figure
    more = f"{worded(result.change or Interval(None, None), count_text, is_about=result.is_about)} more"
    if not is_long or result.flow is None or after.period is None:
        return more
    first = flow_ends(judgement.pair).start[0]
    days = f"from {wording.long_date(first)} to {wording.end_label(after.period, is_short=False)}"
    return f"{more} {days}, {worded(result.flow, rate_text, is_about=result.is_about)} a week"


def _parts(judgement: Judgement, *, is_long: bool) -> str:
    """Return how many times as many one part has, never as a change; the parts are in the order of their size."""
    result, pair = judgement.result, judgement.pair
    times = result.ratio or Interval(None, None)
    words = f"{worded(times, ratio_text, is_about=result.is_about)} times as many"
    if times.is_exact and times.high is not None and times.high < _SAME:
        words = "about as many"
    if not is_long or result.share is None or result.is_about:
        return words
    rest = Interval(*(None if end is None else 1 - end for end in reversed(result.share)))
    return f"{words}; {share_text(result.share)} ({_part(pair, pair.after)}) and {share_text(rest)} of the two"


def _part(pair: Pair, side: Side) -> str:
    return side.figure.population if "population" in pair.differs else pair.dataset.offences[side.figure.offence].label


def _change(judgement: Judgement, *, is_long: bool) -> str:
    """Return a change over time: a multiple, a percentage, or two counts where neither makes sense."""
    result, pair = judgement.result, judgement.pair
    rules = judgement.reasons
    assert result.before is not None  # noqa: S101 -- a change has both sides
    assert result.after is not None  # noqa: S101
    if "small-count" in rules or "zero-baseline" in rules:
        return f"from {number(pair.before.figure)}{_in_years(pair.before)} to {number(pair.after.figure)}{_in_years(pair.after)}"
    times = result.ratio or Interval(None, None)
    if result.change is not None and result.change.is_zero and not result.is_about:
        return "no change"
    words = _multiple(times, is_about=result.is_about)
    if result.per is not None:
        text = f"{words} a {result.per}" if words.endswith("many") else words
        if not is_long:
            return text if words.endswith("many") else f"{words}, by the {result.per}"
        is_risen = result.percent is not None and not result.is_about and words.endswith("many")
        rise = f" ({worded(result.percent, signed(percent_text))})" if is_risen and result.percent and None not in result.percent else ""
        return f"{rates_text(judgement)}, {text}{rise}"
    by = _by(result)
    is_small = not words.endswith("many")
    return f"{words} ({by})" if by and (is_long or is_small) else words


def _by(result: Result) -> str:
    """Return by how much a count rose or fell, or nothing where a source says "about"."""
    change = result.change
    if change is None or result.is_about:
        return ""
    if change.high is None:
        return f"at least {count_text(change.low or Fraction(0), DOWN)} more" if (change.low or 0) > 0 else ""
    if change.low is None:
        return f"at least {count_text(-change.high, DOWN)} fewer" if change.high < 0 else ""
    return worded(change, signed(count_text))


def _in_years(side: Side) -> str:
    """Return " in five years" for a count over other than one year."""
    span = length(side.ends).low if side.ends and length(side.ends).is_exact else None
    if span is None or span.denominator != 1 or span == 1:
        return ""
    return f" in {_NUMERALS[span.numerator] if span.numerator < len(_NUMERALS) else span.numerator} years"


def _multiple(times: Interval, *, is_about: bool) -> str:
    """Return a ratio in words: a multiple from 1.95 on, percent below, "about the same" near one; a range outward."""
    low, high = times
    if low is None or high is None:
        return _limit(times, is_about=is_about)
    if low == high:
        return _rough(low) if is_about else _single(low)
    if not is_about and low >= _SAME and high < _MULTIPLE:
        return f"up {worded(Interval(100 * (low - 1), 100 * (high - 1)), percent_text)}"
    if not is_about and high <= _FALL:
        return f"down {worded(Interval(100 * (1 - high), 100 * (1 - low)), percent_text)}"
    return f"{worded(times, ratio_text, is_about=is_about)} times as many"


def _limit(times: Interval, *, is_about: bool) -> str:
    """Return a ratio that is known from one side only: "at least 5.0 times as many", "about 3.9 times or more", "up at least 17%"."""
    low, high = times
    end = low if low is not None else high
    if end is None:
        return "any number of times as many"
    if is_about:
        return f"about {ratio_text(end, NEAREST)} times {'or more' if high is None else 'or less'}"
    limit, side = ("at least", DOWN) if high is None else ("at most", UP)
    if _SAME <= end < _MULTIPLE:
        return f"up {limit} {percent_text(100 * (end - 1), side)}"
    if end <= _FALL:
        return f"down {'at most' if high is None else 'at least'} {percent_text(100 * (1 - end), -side)}"
    text = figures_text(end, side, 3) if end < _SAME else ratio_text(end, side)
    return f"{limit} {'' if text == '1' else f'{text} times '}as many"


def _single(value: Fraction) -> str:
    if value >= _MULTIPLE:
        text = ratio_text(value, NEAREST)
        return "twice as many" if text == "2.0" else f"{text} times as many"
    if _FALL <= value < _SAME:
        return "about the same"
    change = percent_text(100 * abs(value - 1), NEAREST)
    return f"up {change}" if value > 1 else f"down {change}"


def _rough(value: Fraction) -> str:
    if _FALL <= value < _SAME:
        return "about the same"
    text = rough_text(value, NEAREST) if value < _MULTIPLE else ratio_text(value, NEAREST)
    return "about twice as many" if text == "2.0" else f"about {text} times as many"


def rates_text(judgement: Judgement) -> str:
    """Return both rates: "527 a year → 2,180 to 2,370 a year"; a count over one such span is the count itself."""
    result, pair = judgement.result, judgement.pair
    sides = zip((result.before, result.after), pair.sides, strict=True)
    return " → ".join(_rate(found, side, str(result.per)) for found, side in sides if found is not None)


def yearly(figure: Figure) -> str:
    """Return a count over more than a year by the year: "at least 2,300 a year"; nothing for any other."""
    ends, value = ends_of(figure.period), value_of(figure)
    if (
        ends is None
        or value is None
        or not figure.is_count
        or (length(ends).low or 0) <= 1
        or (figure.period and figure.period.kind.is_pace)
    ):
        return ""
    return f"{worded(rate(value, length(ends)), rate_text)} a year"


def _rate(found: Interval, side: Side, per: str) -> str:
    is_about = side.value is None
    is_count = found.is_exact and found.low is not None and found.low.denominator == 1
    return f"{worded(found, rough_text if is_about else count_text if is_count else rate_text, is_about=is_about)} a {per}"


# Readings


def readings(dataset: Dataset, row: Comparison, *, is_short: bool = False) -> tuple[str, ...]:
    """Return what a disputed pair comes to under each reading, the printed one first: "8.3 times as many if for 2023 (Kontur)".

    Short ones leave out rates, and the cases in which both figures are read otherwise.
    """
    if row.judgement is None or not row.alternatives:
        return ()
    printed = tuple((side.figure, None) for side in row.judgement.pair.sides if side.figure.readings)
    is_one = len(printed) == 1
    found = [(_outcome(row.judgement, is_long=not is_short), _conditions(dataset, printed, is_one=is_one))]
    for other in row.alternatives:
        if not is_short or len(other.read) == 1:
            outcome = _outcome(other.judgement, is_long=not is_short) if other.judgement else f"it says nothing of {_asked(row, other)}"
            found.append((outcome, _conditions(dataset, other.read, is_one=is_one)))
    return tuple(f"{outcome} {condition}" for outcome, condition in found)


def _asked(row: Comparison, other: Alternative) -> str:
    """Return the period of which a figure says nothing under a reading: the one that it is printed for, or the other side's."""
    figure = other.read[0][0]
    return label(figure.period if any(figure.id == shown.id for shown in row.figures) else row.figures[0].period)


def _outcome(judgement: Judgement, *, is_long: bool) -> str:
    """Return what a reading comes to."""
    if judgement.result.basis is Basis.SHARE:
        part = judgement.pair.part or judgement.pair.before
        return f"the {number(part.figure)} would be {share_text(judgement.result.share, is_about=judgement.result.is_about)} of it"
    return phrase(judgement, is_long=is_long)


def _conditions(dataset: Dataset, read: tuple[tuple[Figure, Reading | None], ...], *, is_one: bool) -> str:
    """Return under which readings something holds, and whose they are."""
    return f"if {joined([_condition(dataset, figure, reading, is_one=is_one) for figure, reading in read])}"


def _condition(dataset: Dataset, figure: Figure, reading: Reading | None, *, is_one: bool) -> str:
    period = (reading.period if reading else None) or figure.period
    is_of_period = any(other.period for other in figure.readings)
    parts = []
    if reading is not None and reading.value is not None:
        parts.append(f"{reading.value:,}")
    if any(other.measure or other.unit for other in figure.readings):
        measure, unit = (reading.measure if reading else None) or figure.measure, (reading.unit if reading else None) or figure.unit
        parts.append(f"of {wording.heading(measure, unit)}")
    source = dataset.sources[(reading.source if reading else None) or figure.source]
    if is_of_period and period is not None:
        is_plain = period.text[:1].isdigit() or source.language != "en"
        parts.append(f"for {label(period)}" if is_plain else f"“{period.text}”")
    who = wording.with_article(source.publisher)
    return f"{'' if is_one else f'the {number(figure)} is '}{' '.join(parts) or 'as printed'} ({who})"


# Sentences


class Sides(NamedTuple):
    """What each side was asked for as, in words."""

    before: str
    after: str


def sentence(dataset: Dataset, row: Comparison, asked: Sides) -> str:
    """Return a comparison on one line to paste: both figures, who counted, who published, what follows, and the cautions."""
    if row.judgement is None:
        [figure] = row.figures
        absent = asked.before if row.before is None else asked.after
        average = f" That is {alone}." if (alone := yearly(figure)) else ""
        nothing = f"The table has no such figure for {absent}, which does not mean that there were none."
        return f"{wording.sentence(dataset, figure)}{average} {nothing}"
    judgement = row.judgement
    core, credit = _facts(dataset, judgement.pair)
    if judgement.result.basis is Basis.NOTHING:
        words = " ".join(finding.words for finding in judgement.findings)
        return f"{core}, {credit}. {'milstats does not compare the two. ' if row.is_refused else ''}{words}"
    doubts = [finding.words for finding in judgement.findings if finding.rule == "disputed"]
    said = [finding.words for finding in judgement.findings if finding.rule in _SAID]
    cautions = " ".join(words for words in said if not any(words in doubt for doubt in doubts))
    text = readings(dataset, row)
    if text and judgement.verdict is Verdict.DOUBTFUL:
        return " ".join(filter(None, (f"{core}, {credit}.", f"Sources disagree: {'; '.join(text)}.", cautions)))
    return " ".join(filter(None, (f"{core}: {phrase(judgement, is_long=True)}, {credit}.", *doubts, cautions)))


def _facts(dataset: Dataset, pair: Pair) -> tuple[str, str]:
    """Return both figures as the core of a sentence, and who counted and published them."""
    one, other = (side.figure for side in pair.sides)
    first = f"{wording.capitalised(wording.statement(dataset, one))}{_when(one)}"
    is_alike = not pair.differs and one.value is not None and other.value is not None
    second = f"{wording.counted(other, other.value)}{_when(other)}" if is_alike and other.value is not None else ""
    credit = wording.credit_line(dataset, one), wording.credit_line(dataset, other)
    if one.source == other.source and one.counter == other.counter:
        return f"{first} and {second or wording.statement(dataset, other) + _when(other)}", credit[1]
    if one.counter == other.counter:
        reports = [wording.reported_by(dataset, figure).removeprefix("as reported ") for figure in (one, other)]
        who = f"according to {wording.with_article(one.counter)}, as reported {joined(reports)}"
        return f"{first} and {second or wording.statement(dataset, other) + _when(other)}", who
    return f"{first}, {credit[0]}; {wording.statement(dataset, other)}{_when(other)}", credit[1]


def _when(figure: Figure) -> str:
    return f" {wording.when(figure.period)}" if figure.period is not None and figure.period.is_dated else ""
