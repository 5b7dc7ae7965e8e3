"""One pair whole, and every step of it: each length, value and formula with its numbers, to be redone by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from milstats.comparison import suggestion
from milstats.comparison.exact import Ends, Interval, Unit, exactly, length, months, year_parts, years
from milstats.comparison.pair import KEY, Basis, flow_ends
from milstats.model import wording
from milstats.model.period import Basis as Dating
from milstats.model.records import link_of
from milstats.model.vocabulary import Bound, Verdict
from milstats.reports.compare import CAVEAT, is_open, outcome, verdict
from milstats.reports.compare_words import phrase, readings
from milstats.reports.report import Cell, Column, Heading, Line, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from milstats.comparison import Comparison, Comparisons, Judgement
    from milstats.comparison.pair import Side
    from milstats.model.records import Dataset, Figure
    from milstats.reports.report import Block

_DIGITS = 5
_ONE, _WEEK = Fraction(1), Fraction(7)
_COLUMNS = (Column(), Column(may_wrap=True))


def whole_pair(comparisons: Comparisons, row: Comparison, lead: str, *, explains: bool) -> Iterator[Block]:
    """Yield one pair whole: both figures with source and link, what it comes to, the reasons, the readings side by side."""
    judgement, dataset = row.judgement, comparisons.dataset
    assert judgement is not None  # noqa: S101 -- the caller asks of pairs only
    figures = [side.figure for side in judgement.pair.sides]
    titles = dict.fromkeys(wording.topic_title(dataset.offences[figure.offence]) for figure in figures)
    yield Heading(" / ".join(titles))
    if lead:
        yield Paragraph(lead)
    numbers = " → ".join(_numbered(figure) for figure in figures)
    if judgement.relation is None or judgement.pair.differs:
        numbers = numbers.replace("→", "and")
    yield Table("", _COLUMNS, (Line((Cell(numbers), Cell(outcome(row)))),))
    lines = [*_facts(dataset, row, judgement)]
    yield Table("", _COLUMNS, tuple(Line((Cell(name), cell)) for name, cell in lines))
    yield Paragraph(CAVEAT)
    commands = [*_instead(comparisons, judgement)]
    if commands:
        yield Paragraph("What can be compared:")
        yield from (Paragraph(command, is_command=True) for command in commands)
    if explains:
        yield Heading("Every step")
        yield from (Paragraph(line) for line in explanation(dataset, row))


def _numbered(figure: Figure) -> str:
    return wording.number(figure) or "in words"


def _facts(dataset: Dataset, row: Comparison, judgement: Judgement) -> Iterator[tuple[str, Cell]]:
    """Yield what is known of a pair, each line with its label."""
    for side in judgement.pair.sides:
        yield wording.number(side.figure) or "Figure", _figure(dataset, side.figure)
    if judgement.result.basis is not Basis.NOTHING and not is_open(row):
        yield "Result", Cell(phrase(judgement, is_long=True))
    if judgement.result.rest is not None:
        yield "The rest", Cell(f"{judgement.result.rest.numerator:,}")
    if judgement.relation is not None:
        yield "Relation", Cell(f"{judgement.relation.value.replace('-', ' ')}: {judgement.relation.meaning}")
    yield "Verdict", Cell(f"{verdict(row)}: {row.verdict.meaning}")
    label = "Because"
    for finding in judgement.findings:
        if not (finding.rule == "disputed" and is_open(row)):
            yield label, Cell(f"{finding.words} [{finding.rule}]")
            label = ""
    label = "Readings"
    for text in readings(dataset, row) if row.alternatives else ():
        yield label, Cell(wording.capitalised(text))
        label = ""
    if judgement.result.basis is Basis.NOTHING:
        label = "Different"
        for text in _differences(judgement):
            yield label, Cell(text)
            label = ""


def _figure(dataset: Dataset, figure: Figure) -> Cell:
    """Return a figure in one cell: what, when, who counted, who reported it."""
    source, period = dataset.sources[figure.source], figure.period
    when = f" {wording.when(period)}" if period is not None and period.is_dated else ", not dated"
    inferred = " (dates inferred)" if period is not None and period.basis is Dating.INFERRED else ""
    whom = "" if figure.population in {"servicemen", "conscripts"} else f" ({figure.population})"
    published = wording.long_date(source.published) if source.published else "undated"
    counted = f"counted by {wording.with_article(figure.counter)}"
    text = f"{wording.heading(figure.measure, figure.unit)}{whom}{when}{inferred}, {counted}; {source.publisher}, {published}"
    return Cell(text, "", (figure.source,), link_of(dataset, figure))


def _differences(judgement: Judgement) -> Iterator[str]:
    """Yield field by field what differs between two figures that are not computed with."""
    before, after = (side.figure for side in judgement.pair.sides)
    for name in KEY:
        if name in judgement.pair.differs:
            yield f"{name}: {getattr(before, name)} / {getattr(after, name)}"
    spans = [wording.label(figure.period) for figure in (before, after)]
    if spans[0] != spans[1]:
        yield f"period: {spans[0]} / {spans[1]}"


def _instead(comparisons: Comparisons, judgement: Judgement) -> Iterator[str]:
    """Yield sound comparisons of figures that could not be compared with each other, as commands."""
    if judgement.verdict not in {Verdict.NOT_COMPARABLE, Verdict.NOT_A_CHANGE, Verdict.NO_FIGURE}:
        return
    figures = tuple(comparisons.dataset.figures.values())
    found = (suggestion(comparisons.dataset, side.figure, figures) for side in judgement.pair.sides)
    yield from dict.fromkeys(f"milstats compare {pair[0].id} {pair[1].id}" for pair in found if pair is not None)


def explanation(dataset: Dataset, row: Comparison) -> tuple[str, ...]:
    """Return the lines that let a reader redo a comparison; every equation in them is true."""
    quotes = [line for figure in row.figures for line in _origin(dataset, figure)]
    if row.judgement is None:
        return tuple(quotes)
    lines = [*_steps(row.judgement)]
    other_words = readings(dataset, row)[1:] if row.alternatives else ()
    for other, words in zip(row.alternatives, other_words, strict=True):
        lines.append(f"Again, {words}:")
        for figure, reading in other.read:
            lines += [f"because: {reading.why}", dataset.sources[reading.source or figure.source].url]
        lines += _steps(other.judgement) if other.judgement else ()
    return (*lines, *quotes)


def _steps(judgement: Judgement) -> Iterator[str]:
    """Yield the lengths, the values and the formulas of one judgement."""
    result, pair = judgement.result, judgement.pair
    if result.basis is Basis.NOTHING:
        return
    for side in pair.sides:
        yield from _value(side)
        if result.basis is Basis.RATES and not side.kind.is_pace and side.ends is not None:
            yield from _length(f"length of {_span(side)}", side.ends, Unit(str(result.per)))
    if result.basis is Basis.FLOW:
        yield from _flow(judgement)
    elif result.basis is Basis.SHARE:
        part = pair.part or pair.before
        whole = pair.other(part)
        yield from _formula("share = {} / {}", result.share, part.number, _turned(whole.number))
        if result.rest is not None:
            yield f"rest = {written(whole.number.low)} - {written(part.number.low)} = {written(result.rest)}"
    else:
        yield from _comparison(judgement)


def _span(side: Side) -> str:
    assert side.ends is not None  # noqa: S101 -- the caller asks for dated sides only
    return f"{side.ends.start[0]} to {side.ends.end[1]}"


def _length(name: str, ends: Ends, unit: Unit) -> Iterator[str]:
    """Yield how a length is made up, from its shortest to its longest."""
    extremes = {" at least": (ends.start[1], ends.end[0]), " at most": (ends.start[0], ends.end[1])}
    if ends.are_certain:
        extremes = {"": (ends.start[0], ends.end[0])}
    for limit, (first, last) in extremes.items():
        if last < first:
            continue
        if unit is Unit.YEAR:
            parts, total = _years(first, last), years(first, last)
        elif unit is Unit.MONTH:
            parts, total = _months(first, last), months(first, last)
        else:
            days = (last - first).days + 1
            parts, total = (f"{days} / 7", days / _WEEK) if unit is Unit.WEEK else (str(days), days / _ONE)
        found = written(total)
        yield f"{name}{limit}: {first} to {last} = {parts if parts == found else f'{parts} = {found}'} {unit.value}{'' if total == 1 else 's'}"


def _years(first: date, last: date) -> str:
    """Return the parts of a length in years, whole years as one number."""
    parts = [*year_parts(first, last)]
    whole = sum(days == of for days, of in parts)
    before = [f"{days}/{of}" for days, of in parts[:1] if days != of]
    after = [f"{days}/{of}" for days, of in parts[1:][-1:] if days != of]
    return " + ".join([*before, *([str(whole)] if whole else []), *after])


def _months(first: date, last: date) -> str:
    """Return the parts of a length in months: months between the first of both, days of the last, less days before the first."""
    found = months(first, last)
    if found.denominator == 1:
        return str(found)
    whole = months(first.replace(day=1), last.replace(day=1)) - months(last.replace(day=1), last.replace(day=1))
    tail, head = months(last.replace(day=1), last), months(first.replace(day=1), first) - months(first, first)
    return f"{whole} + {tail} - {head}"


def _value(side: Side) -> Iterator[str]:
    """Yield how a printed value is taken where it is not simply that number."""
    figure = side.figure
    if figure.value is None or (figure.bound is Bound.EQ and not side.is_floor):
        return
    low, high = side.number
    name = wording.number(figure)
    if side.value is None:
        yield f"“{name}” is taken as {written(low)}, for people only"
    elif side.is_floor:
        yield f"{name} is taken as {written(low)} or more for the whole year"
    elif low is None or high is None:
        yield f"“{name}” is taken as {written(low)} or more" if low is not None else f"“{name}” is taken as {written(high)} or less"
    else:
        yield f"“{name}” is taken as {written(low)} to {written(high)}"


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


def _comparison(judgement: Judgement) -> Iterator[str]:
    """Yield the rates, and what is made of two numbers."""
    result, pair = judgement.result, judgement.pair
    assert result.before is not None  # noqa: S101 -- what is compared has both sides
    assert result.after is not None  # noqa: S101
    before, after = result.before, result.after
    if result.per is not None:
        for name, side, found in (("before", pair.before, before), ("after", pair.after, after)):
            if side.kind.is_pace:
                yield f"rate {name} = {wording.number(side.figure)}, which is {written(found.low)} a {result.per}"
            elif side.ends is not None:
                over = _turned(length(side.ends, Unit(result.per)))
                yield from _formula(f"rate {name} = {{}} / {{}}", found, side.number, over, f" a {result.per}")
    name = "difference" if result.basis in {Basis.PARTS, Basis.POINTS} else "change"
    yield from _formula(f"{name} = {{}} - {{}}", result.change, after, _turned(before))
    yield from _formula("ratio = {} / {}", result.ratio, after, _turned(before))
    if result.ratio is not None and result.percent is not None:
        yield from _formula("percent = 100 x ({} - {})", result.percent, result.ratio, exactly(1))
    yield from _formula("share of the two = {0} / ({0} + {1})", result.share, after, _turned(before))


def _flow(judgement: Judgement) -> Iterator[str]:
    result, pair = judgement.result, judgement.pair
    flow = result.change or Interval(None, None)
    yield from _formula("gained = {} - {}", flow, pair.after.number, _turned(pair.before.number))
    ends = flow_ends(pair)
    yield from _length("length in between", ends, Unit.WEEK)
    yield from _formula("a week = {} / {}", result.flow, flow, _turned(length(ends, Unit.WEEK)), " a week")


def _turned(interval: Interval) -> Interval:
    """Return an interval with its ends exchanged: what is taken off or divided by counts the other way."""
    return Interval(interval.high, interval.low)


def _formula(form: str, found: Interval | None, one: Interval, other: Interval, unit: str = "") -> Iterator[str]:
    """Yield a formula such as "ratio = {} / {}" with its numbers, once for each end of an interval; never a division by 0."""
    if found is None:
        return
    name, _, right = form.partition(" = ")
    ends = [(" at least", found.low, one.low, other.low), (" at most", found.high, one.high, other.high)]
    for limit, value, first, second in [("", *ends[0][1:])] if found.is_exact else ends:
        if value is None:
            yield f"{name}{limit}: no limit"
        elif first is None or second is None or _is_capped(right, value, first, second):
            yield f"{name}{limit}: {written(value)}{unit}"
        else:
            yield f"{name}{limit} = {right.format(_inner(first), _inner(second))} = {written(value)}{unit}"


def _is_capped(right: str, value: Fraction, first: Fraction, second: Fraction) -> bool:
    """Return whether a share is 1 because none is larger, and not because the numbers come to that."""
    return right == "{} / {}" and value == 1 and (first != second or second == 0)


def _inner(number: Fraction) -> str:
    """Return a number as a formula has it."""
    return str(number) if number.denominator == 1 and number >= 0 else f"({number})"


def _origin(dataset: Dataset, figure: Figure) -> Iterator[str]:
    """Yield the words that hold the number, where they stand, and the address."""
    source = dataset.sources[figure.source]
    quote = f"“{figure.quote}”" if figure.quote else "no words quoted"
    published = wording.long_date(source.published) if source.published else "undated"
    yield f"{figure.id}: {quote}, {figure.where or 'place not recorded'}, {source.publisher}, {published}"
    yield source.url
