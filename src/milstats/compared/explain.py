"""A comparison laid open: each length, value and formula with its numbers, each quote and link, to be redone by hand."""

from __future__ import annotations

from milstats.compare.arithmetic import Basis, Result, flow_ends
from milstats.compare.intervals import Interval, difference, exactly, percent, rate, ratio, value_of
from milstats.compare.lengths import Ends, ends_of, settled, span, weeks, year_parts, years
from milstats.compare.nearest import rate_of
from milstats.compared.sentences import reading_told
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import Bound
from milstats.wording import hedged, long_date, period_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from milstats.compare import Comparison
    from milstats.compare.judgement import Judgement
    from milstats.compare.pair import Pair, Side
    from milstats.model import Dataset, Figure

_DIGITS = 5


def explanation(dataset: Dataset, row: Comparison) -> tuple[str, ...]:
    """Return the lines that let a reader redo a comparison."""
    quotes = [line for figure in row.figures for line in _origin(dataset, figure)]
    if row.judgement is None:
        return (*_alone(row.figures[0]), *quotes)
    lines = [*_steps(row.judgement)]
    for other in row.telling:
        lines.append(f"Again, {reading_told(dataset, other)}: {other.judgement.verdict.value} ({' '.join(other.judgement.reasons)})")
        for figure, reading in other.read:
            lines += [f"because: {reading.why}", dataset.sources[reading.source or figure.source].url]
        lines += _steps(other.judgement)
    return (*lines, *quotes)


def _alone(figure: Figure) -> Iterator[str]:
    """Yield how the rate of a figure without another is found."""
    found, value, ends = rate_of(figure), value_of(figure), ends_of(figure.period)
    if found is not None and value is not None and ends is not None:
        yield from _length(f"Length of {_named(figure)}", ends)
        yield from _formula("rate = {} / {}", found, value, _turned(span(ends)), " a year")


def _steps(judgement: Judgement) -> Iterator[str]:
    """Yield the lengths, the values and the formulas of one judgement."""
    result = judgement.result
    if result.basis is Basis.NOTHING:
        return
    for side in judgement.pair.sides:
        if result.basis in {Basis.RATES, Basis.COUNTS}:
            yield from _length(f"Length of {_named(side.figure)}", side.ends)
        yield from _value(side)
    yield from _formulas(judgement)


def _named(figure: Figure) -> str:
    return period_name(figure.period) if figure.period else figure.id


def _length(name: str, ends: Ends | None) -> Iterator[str]:
    """Yield how a length in years is made up, from its shortest to its longest."""
    if ends is None:
        return
    extremes = {"at least ": (ends.start[1], ends.end[0]), "at most ": (ends.start[0], ends.end[1])}
    if len({*extremes.values()}) == 1:
        extremes = {"": (ends.start[0], ends.end[0])}
    for label, (first, last) in extremes.items():
        total, parts = written(years(first, last)), _parts(first, last)
        yield f"{name}: {label}{first} to {last}, {parts if parts == total else f'{parts} = {total}'} {'year' if total == '1' else 'years'}"


def _parts(first: date, last: date) -> str:
    """Return the parts of a length, whole years as one number."""
    parts = [*year_parts(first, last)]
    whole = sum(days == of for days, of in parts)
    before = [f"{days}/{of}" for days, of in parts[:1] if days != of]
    after = [f"{days}/{of}" for days, of in parts[1:][-1:] if days != of]
    return " + ".join([*before, *([str(whole)] if whole else []), *after])


def _value(side: Side) -> Iterator[str]:
    """Yield how a printed value is taken where it is not simply that number."""
    figure = side.figure
    if figure.value is None or (figure.bound is Bound.EQ and not side.is_short):
        return
    low, high = side.number
    if side.value is None:
        yield f"“{hedged(figure, figure.value)}” is taken as {written(low)}, for a ratio or a share only"
    elif side.is_short:
        yield f"{figure.value:,} by {figure.period.end_latest if figure.period else ''} is taken as {figure.value:,} or more for the whole year"
    else:
        upper = "no upper limit" if high is None else written(high)
        yield f"“{hedged(figure, figure.value)}” is taken as {written(low)} to {upper}"


def written(number: Fraction | None) -> str:
    """Return an exact number: whole, or as a fraction with its first decimals.

    >>> from fractions import Fraction
    >>> written(Fraction(1001, 615)), written(Fraction(9, 5)), written(Fraction(4373))
    ('1001/615 = 1.62764…', '9/5 = 1.8', '4373')
    """
    if number is None:
        return "no limit"
    if number.denominator == 1:
        return str(number.numerator)
    scaled = abs(number) * 10**_DIGITS
    digits = str(int(scaled)).rjust(_DIGITS + 1, "0")
    text = f"{'-' if number < 0 else ''}{digits[:-_DIGITS]}.{digits[-_DIGITS:]}"
    return f"{number} = {text.rstrip('0').rstrip('.') if scaled.denominator == 1 else text + '…'}"


def _formulas(judgement: Judgement) -> Iterator[str]:
    """Yield each derived number with the numbers it is made from."""
    result, pair = judgement.result, judgement.pair
    if result.basis is Basis.RATES and pair.before.ends is not None and pair.after.ends is not None:
        cases = settled(pair.before.ends, pair.after.ends)
        for one, other in cases:
            if len(cases) > 1:
                yield f"with the uncertain day that both share as {one.start[0]} to {one.end[0]} and {other.start[0]} to {other.end[0]}:"
            yield from _rates(pair, result, span(one), span(other))
        if len(cases) > 1:
            yield from _over_all(result)
    elif result.basis is Basis.FLOW:
        yield from _flow(judgement)
    elif result.basis is Basis.SHARE:
        part, whole = pair.part_and_whole()
        yield from _formula("share = {} / {}", result.share, part.number, _turned(whole.number))
        if result.rest is not None:
            yield f"rest = {written(whole.number.low)} - {written(part.number.low)} = {written(result.rest)}"
    elif result.before is not None and result.after is not None:
        yield from _comparison(result, result.before, result.after)


def _rates(pair: Pair, result: Result, one: Interval, other: Interval) -> Iterator[str]:
    """Yield the rates over two lengths, and what they come to."""
    before, after = rate(pair.before.number, one), rate(pair.after.number, other)
    yield from _formula("rate before = {} / {}", before, pair.before.number, _turned(one), " a year")
    yield from _formula("rate after = {} / {}", after, pair.after.number, _turned(other), " a year")
    times, change = ratio(after, before), difference(after, before)
    found = result._replace(
        ratio=times if result.ratio else None, change=change if result.change else None, percent=percent(times) if result.percent else None
    )
    yield from _comparison(found, before, after)


def _over_all(result: Result) -> Iterator[str]:
    """Yield the ends of what is found over all cases."""
    for name, found in (("change", result.change), ("ratio", result.ratio), ("percent", result.percent)):
        if found is not None:
            yield f"{name} over all: {written(found.low)} to {written(found.high)}"


def _comparison(result: Result, before: Interval, after: Interval) -> Iterator[str]:
    name = "change" if result.basis in {Basis.COUNTS, Basis.RATES} else "difference"
    yield from _formula(f"{name} = {{}} - {{}}", result.change, after, _turned(before))
    yield from _formula("ratio = {} / {}", result.ratio, after, _turned(before))
    if result.ratio is not None and result.ratio.high is not None and 0 < result.ratio.high < 1:
        turned = Interval(1 / result.ratio.high, 1 / result.ratio.low if result.ratio.low else None)
        yield from _formula("ratio turned round = {} / {}", turned, before, _turned(after))
    if result.ratio is not None and result.percent is not None:
        yield from _formula("percent = 100 x ({} - {})", result.percent, result.ratio, exactly(1))
    if result.basis is Basis.PARTS and result.share is not None:
        yield from _formula("share of the two = {0} / ({0} + {1})", result.share, before, _turned(after))
        other = Interval(*(None if end is None else 1 - end for end in (result.share.high, result.share.low)))
        yield from _formula("share of the other = {0} / ({0} + {1})", other, after, _turned(before))


def _flow(judgement: Judgement) -> Iterator[str]:
    earlier, later = judgement.pair.in_order()
    result = judgement.result
    sign = judgement.pair.after.number, judgement.pair.before.number
    yield from _formula("change = {} - {}", result.change, sign[0], _turned(sign[1]))
    ends = flow_ends(earlier, later)
    yield from _length("Length of the flow", ends)
    flow = Interval(*(None if end is None else abs(end) for end in result.change or (None, None)))
    yield from _formula("flow by the year = {} / {}", result.by_year, flow, _turned(span(ends)), " a year")
    yield from _formula("flow by the week = {} / {}", result.by_week, flow, _turned(weeks(ends)), " a week")


def _turned(interval: Interval) -> Interval:
    """Return an interval with its ends exchanged: what is taken off or divided by counts the other way."""
    return Interval(interval.high, interval.low)


def _formula(form: str, found: Interval | None, one: Interval, other: Interval, unit: str = "") -> Iterator[str]:
    """Yield a formula such as "ratio = {} / {}" with its numbers, once for each end of an interval."""
    if found is None:
        return
    name, _, right = form.partition(" = ")
    ends = [(" at least", found.low, one.low, other.low), (" at most", found.high, one.high, other.high)]
    for label, value, first, second in [("", *ends[0][1:])] if found.is_exact else ends:
        if value is None:
            yield f"{name}{label}: no limit"
        elif first is None or second is None:
            yield f"{name}{label} = {written(value)}{unit}"
        else:
            yield f"{name}{label} = {right.format(_inner(first), _inner(second))} = {written(value)}{unit}"


def _inner(number: Fraction) -> str:
    """Return a number as it stands inside a formula."""
    return str(number) if number.denominator == 1 else f"({number})"


def _origin(dataset: Dataset, figure: Figure) -> Iterator[str]:
    """Yield the words that hold the number, where they stand, and the address."""
    source = dataset.sources[figure.source]
    quote = f"“{figure.quote}”" if figure.quote else "no words quoted"
    published = long_date(source.published) if source.published else "undated"
    yield f"{figure.id}: {quote}, {figure.where or 'place not recorded'}, {source.publisher}, {published}"
    yield source.url
