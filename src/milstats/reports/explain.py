"""One pair whole, and every step of it: each length, value and formula with its numbers, to be redone by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from milstats.comparison import Comparison, Judgement, suggestion
from milstats.comparison.exact import Ends, Interval, days_in_year, exactly, length, span
from milstats.comparison.pair import KEY, Basis, Side, flow_ends
from milstats.model import wording
from milstats.model.period import Basis as Dating
from milstats.model.records import Dataset, Figure, link_of
from milstats.model.vocabulary import Bound, Status, Verdict
from milstats.reports.compare import CAVEAT, outcome
from milstats.reports.compare_words import phrase, readings
from milstats.reports.figures import described, printed
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Table, View
from milstats.reports.summary import offence_title, usual

_DIGITS = 5
_COLUMNS = (Column(), Column(may_wrap=True))


def whole_pair(dataset: Dataset, row: Comparison, judgement: Judgement, lead: tuple[Block, ...], view: View) -> Iterator[Block]:
    """Yield one pair whole: both figures with source and link, what it comes to, the reasons, the readings side by side."""
    figures = judgement.pair.figures
    yield Heading(" / ".join(dict.fromkeys(offence_title(dataset, figure, usual(dataset, "country")) for figure in figures)))
    yield from lead
    numbers = (" and " if judgement.relation is None or judgement.pair.differs else " → ").join(map(printed, figures))
    yield Table("", _COLUMNS, (Line((Cell(numbers), Cell(outcome(row)))),))
    yield Table("", _COLUMNS, (*_facts(dataset, row, judgement),))
    yield Paragraph(CAVEAT)
    if judgement.verdict in {Verdict.NOT_COMPARABLE, Verdict.NOT_A_CHANGE, Verdict.NO_FIGURE}:
        pairs = dict.fromkeys(filter(None, (suggestion(dataset, figure) for figure in figures)))
        yield from [Paragraph("What can be compared:")] if pairs else ()
        yield from (Paragraph(f"milstats compare {one.id} {other.id}", is_command=True) for one, other in pairs)
    if view.explain:
        yield Heading("Every step")
        yield from map(Paragraph, explanation(dataset, row))


def _facts(dataset: Dataset, row: Comparison, judgement: Judgement) -> Iterator[Line]:
    """Yield what is known of a pair, each line with its label, which stands once over several."""
    result, relation, figures = judgement.result, judgement.relation, judgement.pair.figures
    for figure in figures:
        yield Line((Cell(wording.number(figure) or "Figure"), _figure(dataset, figure)))
    is_computed = result.basis is not Basis.NOTHING
    is_told = row.is_open and all(figure.readings for figure in figures if Status.DISPUTED in figure.status)  # by the readings
    findings = [found for found in judgement.findings if not (found.rule == "disputed" and is_told)]
    texts = {
        "Result": [phrase(judgement, is_long=True)] if is_computed and not row.is_open else [],
        "The rest": [f"{result.rest.numerator:,}"] if result.rest is not None else [],
        "Relation": [f"{relation.value.replace('-', ' ')}: {relation.meaning}"] if relation else [],
        "Verdict": [f"{row.verdict.value.replace('-', ' ')}: {row.verdict.meaning}"],
        "Because": [f"{found.words} [{found.rule}]" for found in findings],
        "Readings": [wording.capitalised(text) for text in readings(dataset, row)],
        "Different": [] if is_computed else [*_differences(judgement)],
    }
    for label, said in texts.items():
        yield from (Line((Cell("" if at else label), Cell(text))) for at, text in enumerate(said))


def _figure(dataset: Dataset, figure: Figure) -> Cell:
    dates = "not dated" if figure.period is None or not figure.period.is_dated else "dates inferred"
    is_plain = figure.period and figure.period.is_dated and figure.period.basis is Dating.STATED
    text = f"{described(figure)}{'' if is_plain else f', {dates}'}; {_publication(dataset, figure)}"
    return Cell(text, "", (figure.source,), link_of(dataset, figure))


def _differences(judgement: Judgement) -> Iterator[str]:
    """Yield field by field what differs between two figures that are not computed with."""
    one, other = judgement.pair.figures
    texts = [(name, getattr(one, name), getattr(other, name)) for name in KEY]
    texts.append(("period", wording.label(one.period), wording.label(other.period)))
    yield from (f"{name}: {text} / {its_text}" for name, text, its_text in texts if text != its_text)


def explanation(dataset: Dataset, row: Comparison) -> tuple[str, ...]:
    """Return the lines that let a reader redo a comparison; every equation in them is true."""
    lines = [*_steps(row.judgement)] if row.judgement else []
    for other, words in zip(row.alternatives, readings(dataset, row)[1:], strict=True):
        lines.append(f"Again, {words}:")
        for figure, reading in other.read:
            lines += [f"because: {reading.why}", dataset.sources[reading.source or figure.source].url]
        lines += _steps(other.judgement) if other.judgement else ()
    for figure in row.figures:
        quote = f"“{figure.quote}”" if figure.quote else "no words quoted"
        lines.append(f"{figure.id}: {quote}, {figure.where or 'place not recorded'}, {_publication(dataset, figure)}")
        lines.append(dataset.sources[figure.source].url)
    return tuple(lines)


def _steps(judgement: Judgement) -> Iterator[str]:
    result, pair = judgement.result, judgement.pair
    if result.basis is Basis.NOTHING:
        return
    for side in pair.sides:
        yield from _value(side)
        if result.basis is Basis.RATES and not side.kind.is_pace:
            yield from _length(f"length of {side.ends.start[0]} to {side.ends.end[1]}", side.ends, str(result.per))
    if result.basis is Basis.FLOW:
        ends = flow_ends(pair)
        yield from _formula("gained = {} - {}", result.change, pair.after.number, _turned(pair.before.number))
        yield from _length("length in between", ends, "week")
        yield from _formula("a week = {} / {}", result.flow, result.change, _turned(length(ends, "week")), " a week")
    elif result.basis is Basis.SHARE:
        part, whole = pair.part.number, pair.whole.number
        yield from _formula("share = {} / {}", result.share, part, _turned(whole))
        if result.rest is not None:
            yield f"rest = {written(whole.low)} - {written(part.low)} = {written(result.rest)}"
    else:
        yield from _comparison(judgement)


def _length(name: str, ends: Ends, unit: str) -> Iterator[str]:
    """Yield how a length is made up, from its shortest to its longest."""
    extremes = {" at least": (ends.start[1], ends.end[0]), " at most": (ends.start[0], ends.end[1])}
    for limit, (first, last) in ({"": extremes[" at most"]} if ends.are_certain else extremes).items():
        if last < first:
            continue
        days = f"{(last - first).days + 1}{' / 7' * (unit == 'week')}"
        parts = _years(first, last) if unit == "year" else _months(first, last) if unit == "month" else days
        total = span(first, last, unit)
        sum_of = "" if parts == written(total) else f"{parts} = "
        yield f"{name}{limit}: {first} to {last} = {sum_of}{written(total)} {unit}{'s' * (total != 1)}"


def _years(first: date, last: date) -> str:
    """Return the parts of a length in years, whole years as one number."""
    ends = [(first, last)] if first.year == last.year else [(first, first.replace(month=12, day=31)), (last.replace(month=1, day=1), last)]
    parts = [((end - start).days + 1, days_in_year(start.year)) for start, end in ends]
    whole = max(last.year - first.year - 1, 0) + sum(days == of for days, of in parts)
    texts = [f"{days}/{of}" if days != of else "" for days, of in parts]
    return " + ".join(filter(None, (texts[0], str(whole) if whole else "", *texts[1:])))


def _months(first: date, last: date) -> str:
    """Return the parts of a length in months: months between the first of both, days of the last, less days before the first."""
    found, tail = span(first, last, "month"), span(last.replace(day=1), last, "month")
    head = span(first.replace(day=1), first, "month") - span(first, first, "month")
    return str(found) if found.denominator == 1 else f"{found - tail + head} + {tail} - {head}"


def _value(side: Side) -> Iterator[str]:
    figure = side.figure
    if figure.value is None or (figure.bound is Bound.EQ and not side.is_floor):
        return
    low, high = side.number
    name = wording.number(figure) if side.is_floor else f"“{wording.number(figure)}”"
    limits = (
        f"{written(low)} or more" if high is None else f"{written(high)} or less" if low is None else f"{written(low)} to {written(high)}"
    )
    tail = " for the whole year" if side.is_floor else ""
    yield f"{name} is taken as {f'{written(low)}, for people only' if side.value is None else limits + tail}"


def written(number: Fraction | None) -> str:
    """Return an exact number: whole, or as a fraction with its first decimals."""
    if number is None:
        return "no limit"
    if number.denominator == 1:
        return str(number.numerator)
    scaled = abs(number) * 10**_DIGITS
    digits = str(int(scaled)).rjust(_DIGITS + 1, "0")
    text = f"{'-' if number < 0 else ''}{digits[:-_DIGITS]}.{digits[-_DIGITS:]}"
    return f"{number} = {text.rstrip('0').rstrip('.') if scaled.denominator == 1 else text + '…'}"


def _comparison(judgement: Judgement) -> Iterator[str]:
    result, pair = judgement.result, judgement.pair
    after, before = result.after, _turned(result.before)
    for name, side, found in (("before", pair.before, result.before), ("after", pair.after, after)) if result.per else ():
        if side.kind.is_pace:
            yield f"rate {name} = {wording.number(side.figure)}, which is {written(found and found.low)} a {result.per}"
        else:
            over = _turned(length(side.ends, str(result.per)))
            yield from _formula(f"rate {name} = {{}} / {{}}", found, side.number, over, f" a {result.per}")
    name = "difference" if result.basis in {Basis.PARTS, Basis.POINTS} else "change"
    yield from _formula(f"{name} = {{}} - {{}}", result.change, after, before)
    yield from _formula("ratio = {} / {}", result.ratio, after, before)
    yield from _formula("percent = 100 x ({} - {})", result.percent, result.ratio, exactly(1))
    yield from _formula("share of the two = {0} / ({0} + {1})", result.share, after, before)


def _turned(interval: Interval | None) -> Interval | None:
    return interval and Interval(interval.high, interval.low)  # what is taken off or divided by counts the other way


def _formula(form: str, found: Interval | None, one: Interval | None, other: Interval | None, unit: str = "") -> Iterator[str]:
    """Yield a formula such as "ratio = {} / {}" with its numbers, once for each end of an interval; never a division by 0."""
    if found is None or one is None or other is None:
        return
    name, _, right = form.partition(" = ")
    ends = [(" at least", found.low, one.low, other.low), (" at most", found.high, one.high, other.high)]
    for limit, value, first, second in [("", *ends[0][1:])] if found.is_exact else ends:
        if value is None:
            yield f"{name}{limit}: no limit"
            continue
        is_capped = right == "{} / {}" and value == 1 and (first != second or second == 0)  # a share is 1 where none is larger
        if first is None or second is None or is_capped:
            yield f"{name}{limit}: {written(value)}{unit}"
        else:
            terms = [str(term) if term.denominator == 1 and term >= 0 else f"({term})" for term in (first, second)]
            yield f"{name}{limit} = {right.format(*terms)} = {written(value)}{unit}"


def _publication(dataset: Dataset, figure: Figure) -> str:
    source = dataset.sources[figure.source]
    return f"{source.publisher}, {wording.long_date(source.published) if source.published else 'undated'}"
