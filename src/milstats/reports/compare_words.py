"""Comparisons in words: the numbers rounded as people read them, and one sentence to paste.

A known number is rounded to the nearest, a range outward, "at least" down and "at most" up, so that what is printed is always
true. Counts are never rounded. A disputed pair never gives one of its readings as the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import ceil, floor

from milstats.comparison import Comparison, Judgement, exact
from milstats.comparison.exact import Interval, ends_of, exactly, length
from milstats.comparison.pair import Basis, Pair, Side, as_read, flow_ends
from milstats.model import wording
from milstats.model.records import Dataset, Figure, Reading
from milstats.model.vocabulary import PairRelation, Status, Unit, Verdict
from milstats.model.wording import joined, label, number

Write = Callable[[Fraction, int], str]

DOWN, NEAREST, UP = -1, 0, 1
_LARGE = 20  # multiples from here on have two figures
_MULTIPLE, _SAME, _FALL = Fraction(195, 100), Fraction(105, 100), Fraction(95, 100)  # where multiples, percent and "about the same" begin
_NUMERALS = dict(enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")))
_SPECIAL = {"2.0": "twice", "about 2.0": "about twice", "at least 1": "at least", "at most 1": "at most"}  # times
_SAID = frozenset({"break", "revision", "part-of-year", "coverage", "deprecated", "running-total", "uncertain-period", "small-count"})


def decimal(value: Fraction, places: int, side: int) -> str:
    """Return a number rounded to decimal places (below nothing: tens, hundreds), downwards, to the nearest, or upwards."""
    scaled = value * Fraction(10) ** places
    steps = floor(scaled) if side == DOWN else ceil(scaled) if side == UP else floor(scaled + Fraction(1, 2))
    whole, rest = divmod(abs(steps) * 10 ** max(-places, 0), 10 ** max(places, 0))
    return f"{'−' if steps < 0 else ''}{whole:,}{f'.{rest:0{places}}' if places > 0 else ''}"


def _shortest(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def figures_text(value: Fraction, side: int, *, figures: int) -> str:
    """Return a number in so many significant figures, without zeros at its end that mean nothing."""
    size, places = abs(value), figures - len(str(floor(abs(value))))
    while 0 < size < 1:
        size, places = size * 10, places + 1
    return _shortest(decimal(value, places, side))


rate_text = partial(figures_text, figures=3)
rough_text = partial(figures_text, figures=2)  # where a source says "about"


def count_text(value: Fraction, side: int) -> str:
    """Return a number that the sources print, or a sum or difference of such, as it is."""
    return _shortest(decimal(value, 3, side))


def ratio_text(value: Fraction, side: int) -> str:
    """Return a multiple with one decimal, from twenty on in two significant figures."""
    return rough_text(value, side) if value >= _LARGE else decimal(value, 1, side)


def about_text(value: Fraction, side: int) -> str:
    """Return a multiple of which a source says only "about", in two significant figures."""
    return decimal(value, 1, side) if _MULTIPLE <= value < 10 else rough_text(value, side)  # noqa: PLR2004 -- a digit


def percent_text(value: Fraction, side: int) -> str:
    """Return a whole percentage; below one percent "less than 1%", or "0.2%" after "at least"."""
    if not 0 < value < 1 or side == UP:
        return f"{decimal(value, 0, side)}%"
    return f"{figures_text(value, side, figures=1)}%" if side == DOWN else "less than 1%"


def _signed(write: Write) -> Write:
    """Return a way of writing numbers that leads those above nothing with a plus."""
    return lambda value, side: ("+" if value > 0 else "") + write(value, side)


def worded(interval: Interval | None, write: Write, *, is_about: bool = False) -> str:
    """Return an interval in words: a number, "at least", "at most", or both ends; one hedge a number."""
    low, high = interval or (None, None)
    if low is not None and high is not None:
        lower, upper = (write(low, NEAREST),) * 2 if low == high else (write(low, DOWN), write(high, UP))
        return f"{'about ' * (is_about and not lower.startswith('less'))}{lower}{'' if lower == upper else f' to {upper}'}"
    if low is not None:
        return f"about {write(low, DOWN)} or more" if is_about else f"at least {write(low, DOWN)}"
    if high is not None:
        return f"about {write(high, UP)} or less" if is_about else f"at most {write(high, UP)}"
    return "any number"


def phrase(judgement: Judgement, *, is_long: bool = False) -> str:
    """Return what a pair comes to: "8.3 times as many", "up 63% (+386)", "12% of the 4,373"; a long phrase has the change, too."""
    result = judgement.result
    match result.basis:
        case Basis.NOTHING:
            return _no_number(judgement)
        case Basis.SHARE:
            return f"{share_text(result.share, is_about=result.is_about)} of the {number(judgement.pair.whole.figure)}"
        case Basis.FLOW:
            return _flow(judgement, is_long=is_long)
        case Basis.POINTS:
            return _points(judgement)
        case Basis.PARTS:
            return _parts(judgement, is_long=is_long)
        case _:
            return _change(judgement, is_long=is_long)


def _no_number(judgement: Judgement) -> str:
    one, other = judgement.pair.figures
    if judgement.relation is PairRelation.REVISION:
        return judgement.findings[0].words.partition(":")[0]
    if judgement.relation is PairRelation.RESTATEMENT:
        return "they agree" if one.value == other.value and one.bound is other.bound else "one count, given twice"
    return "side by side" if judgement.relation else judgement.verdict.value.replace("-", " ")


def share_text(share: Interval | None, *, is_about: bool = False) -> str:
    """Return a part of a whole in percent; what only the whole limits is no limit."""
    low, high = (share or Interval(None, None)).times(100)
    known = Interval(low, None if low != high == 100 else high)  # noqa: PLR2004 -- percent
    return "a part" if known == (None, None) else worded(known, percent_text, is_about=is_about)


def _points(judgement: Judgement) -> str:
    """Return a difference of percentages or years; one between groups has no sign."""
    change, is_about = judgement.result.change or exactly(0), judgement.result.is_about
    if change == exactly(0):
        return "no difference"
    name = "percentage point" if judgement.pair.before.figure.unit is Unit.PERCENT else "year"
    noun = name + "s" * (change not in {exactly(1), exactly(-1)})
    if judgement.relation is not PairRelation.COMPOSITION:
        return f"{worded(change, _signed(count_text), is_about=is_about)} {noun}"
    size = exactly(0) - change if change.high is not None and change.high < 0 else change
    return f"a difference of {worded(size, count_text, is_about=is_about)} {noun}"


def _flow(judgement: Judgement, *, is_long: bool) -> str:
    """Return what a running total gained: "4,938 more, 165 to 183 a week from 22 November 2023 to May or June 2024"."""
    result, before, after = judgement.result, *(figure.period for figure in judgement.pair.figures)
    more = f"{worded(result.change, count_text, is_about=result.is_about)} more"
    if not is_long or before is None or after is None:
        return more
    first, last = flow_ends(judgement.pair).start
    start = wording.long_date(first) if first == last else wording.end_label(before, wording.MONTHS)
    days = f"from {start} to {wording.end_label(after, wording.MONTHS)}"
    return f"{more} {days}, {worded(result.flow, rate_text, is_about=result.is_about)} a week"


def _parts(judgement: Judgement, *, is_long: bool) -> str:
    result, pair = judgement.result, judgement.pair
    is_alike = result.ratio and result.ratio.is_exact and (result.ratio.high or 0) < _SAME
    write = about_text if result.is_about else ratio_text
    words = "about as many" if is_alike else f"{worded(result.ratio, write, is_about=result.is_about)} times as many"
    if not is_long or result.share is None or result.is_about:
        return words
    figure = pair.after.figure
    name = figure.population if "population" in pair.differs else pair.dataset.offences[figure.offence].label
    return f"{words}; {share_text(result.share)} ({name}) and {share_text(exactly(1) - result.share)} of the two"


def _change(judgement: Judgement, *, is_long: bool) -> str:
    """Return a change over time: a multiple, a percentage, or two counts where neither makes sense."""
    result, pair = judgement.result, judgement.pair
    if result.change == exactly(0) and not result.is_about:
        return f"no change{f', by the {result.per}' if result.per else ''}"
    if not any(result.ratio or ()) or not {"small-count", "zero-baseline"}.isdisjoint(judgement.reasons):
        return "from " + " to ".join(f"{number(side.figure)}{_over(pair, side) if result.per else ''}" for side in pair.sides)
    words = _multiple(result.ratio or Interval(None, None), is_about=result.is_about)
    is_multiple = words.endswith("many")
    if result.per is None:
        by = _by(result.change or Interval(None, None)) if not result.is_about and (is_long or not is_multiple) else ""
        return f"{words} ({by})" if by else words
    if not is_long:
        return f"{words}{' a' if is_multiple else ', by the'} {result.per}"
    percent = result.percent if is_multiple and not result.is_about else None
    rise = f" ({worded(percent, _signed(percent_text))})" if percent and None not in percent else ""
    return f"{_rates(judgement)}, {words}{f' a {result.per}' * is_multiple}{rise}"


def _by(change: Interval) -> str:
    if None not in change:
        return worded(change, _signed(count_text))
    if change.low is not None and change.low > 0:
        return f"at least {count_text(change.low, DOWN)} more"
    return f"at least {count_text(-change.high, DOWN)} fewer" if change.high is not None and change.high < 0 else ""


def _over(pair: Pair, side: Side) -> str:
    """Return " in five years", or " (May 2024)", for a count over other than one year, or beside so many a week."""
    low, high = length(side.ends)
    if low is None or low != high or low.denominator != 1 or (pair.are_paced and not side.kind.is_pace):
        return f" ({label(side.figure.period)})"
    return "" if low == 1 else f" in {_NUMERALS.get(low.numerator, low.numerator)} years"


def _multiple(times: Interval, *, is_about: bool) -> str:
    """Return a ratio in words, known from one side or both: a multiple from 1.95 on, percent below where it surely rose or fell."""
    known = [end for end in times if end is not None]
    if times.is_exact and _FALL <= known[0] < _SAME:
        return "about the same"
    if not is_about and times.low is not None and all(_SAME <= end < _MULTIPLE for end in known):
        return f"up {worded((times - exactly(1)).times(100), percent_text)}"
    if not is_about and times.high is not None and all(end <= _FALL for end in known):
        return f"down {worded((exactly(1) - times).times(100), percent_text)}"
    if is_about and None in times:
        text = about_text(known[0], NEAREST)
        return f"about {'as many' if text == '1' else f'{text} times'} or {'more' if times.high is None else 'less'}"
    is_fine = None in times and known[0] < _MULTIPLE
    write = rate_text if is_fine else about_text if is_about or (times.is_exact and known[0] < _MULTIPLE) else ratio_text
    text = worded(times, write, is_about=is_about)
    return f"{_SPECIAL.get(text, f'{text} times')} as many"


def _rates(judgement: Judgement) -> str:
    """Return both rates: "527 a year → 2,180 to 2,370 a year"; a count over one such span is the count itself."""
    rates = []
    for found, side in zip((judgement.result.before, judgement.result.after), judgement.pair.sides, strict=True):
        is_about, is_count = side.value is None, found and found.is_exact and found.low and found.low.denominator == 1
        write = rough_text if is_about else count_text if is_count else rate_text
        rates.append(f"{worded(found, write, is_about=is_about)} a {judgement.result.per}")
    return " → ".join(rates)


def yearly(figure: Figure) -> str:
    """Return a count over more than a year by the year: "at least 2,300 a year"; nothing for any other."""
    ends, rate, is_pace = ends_of(figure.period), exact.yearly(figure), figure.period and figure.period.kind.is_pace
    is_long = ends is not None and (length(ends).low or 0) > 1
    return f"{worded(rate, rate_text)} a year" if rate and is_long and figure.is_count and not is_pace else ""


def readings(dataset: Dataset, row: Comparison, *, is_short: bool = False) -> tuple[str, ...]:
    """Return what a disputed pair comes to under each reading, the printed one first; short texts leave out rates and double readings."""
    if row.judgement is None or not row.alternatives:
        return ()
    printed = tuple((figure, None) for figure in row.judgement.pair.figures if figure.readings)
    is_one = sum(Status.DISPUTED in figure.status for figure in row.figures) == len(printed) == 1
    texts = []
    for read, judgement in ((printed, row.judgement), *row.alternatives):
        if is_short and read is not printed and len(read) > 1:
            continue
        if judgement is None:  # of the period that the figure is printed for
            outcome = f"it says nothing of {label(read[0][0].period)}"
        elif judgement.result.basis is Basis.SHARE:
            share = share_text(judgement.result.share, is_about=judgement.result.is_about)
            outcome = f"the {number(judgement.pair.part.figure)} would be {share} of it"
        else:
            outcome = phrase(judgement, is_long=not is_short)
        conditions = [_condition(dataset, figure, reading, is_one=is_one) for figure, reading in read]
        texts.append(f"{outcome} if {joined(conditions)}")
    return tuple(texts)


def _condition(dataset: Dataset, figure: Figure, reading: Reading | None, *, is_one: bool) -> str:
    """Return under which reading of a figure something holds, and whose it is."""
    read = as_read(figure, reading) if reading else figure
    source, parts = dataset.sources[read.source], []
    if reading is not None and reading.value is not None:
        parts.append(number(read))
    if any(other.measure or other.unit for other in figure.readings):
        parts.append(f"of {wording.heading(read.measure, read.unit)}")
    if read.period is not None and any(other.period for other in figure.readings):
        is_plain = read.period.text[:1].isdigit() or source.language != "en"
        parts.append(f"for {label(read.period)}" if is_plain else f"“{read.period.text}”")
    return f"{'' if is_one else f'the {number(figure)} is '}{' '.join(parts) or 'as printed'} ({wording.with_article(source.publisher)})"


def sentence(dataset: Dataset, row: Comparison, asked: tuple[str, str]) -> str:
    """Return a comparison on one line to paste, with credits and cautions; `asked` names each side: a period, or the id of a figure."""
    judgement = row.judgement
    if judgement is None:
        [figure] = row.figures
        average = f" That is {alone}." if (alone := yearly(figure)) else ""
        nothing = f"The table has no such figure for {asked[row.before is not None]}, which does not mean that there were none."
        return f"{wording.sentence(dataset, figure)}{average} {nothing}"
    core, credit = _facts(dataset, judgement.pair)
    if judgement.result.basis is Basis.NOTHING:
        words = " ".join(finding.words for finding in judgement.findings)
        return f"{core}, {credit}. {'milstats does not compare the two. ' if row.verdict is Verdict.NOT_COMPARABLE else ''}{words}"
    doubts = [finding.words for finding in judgement.findings if finding.rule == "disputed"]
    said = [finding.words for finding in judgement.findings if finding.rule in _SAID]
    cautions = [words for words in said if words not in " ".join(doubts)]
    text = readings(dataset, row)
    if text and judgement.verdict is Verdict.DOUBTFUL:
        cautions = [*doubts * any(Status.DISPUTED in figure.status and not figure.readings for figure in row.figures), *cautions]
        return " ".join((f"{core}, {credit}.", f"Sources disagree: {'; '.join(text)}.", *cautions))
    return " ".join((f"{core}: {phrase(judgement, is_long=True)}, {credit}.", *doubts, *cautions))


def _facts(dataset: Dataset, pair: Pair) -> tuple[str, str]:
    """Return both figures as the core of a sentence, and who counted and published them."""
    one, other = pair.figures
    first, second = wording.capitalised(wording.statement(dataset, one)) + _when(one), wording.statement(dataset, other) + _when(other)
    credit = wording.credit_line(dataset, other)
    if one.counter != other.counter:
        return f"{first}, {wording.credit_line(dataset, one)}; {second}", credit
    if not pair.differs and one.value is not None and other.value is not None:
        second = wording.counted(other, other.value) + _when(other)
    if one.source != other.source:
        credit = wording.credit_of_both(dataset, one, other)
    return f"{first} and {second}", credit


def _when(figure: Figure) -> str:
    return f" {wording.when(figure.period)}" if figure.period is not None and figure.period.is_dated else ""
