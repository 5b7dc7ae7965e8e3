"""Comparisons as a report: rows for machines, one screen and one sentence a comparison for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from milstats.comparison import Choice, Comparison, Comparisons, Fit, newest
from milstats.comparison.exact import Interval
from milstats.comparison.pair import Basis, Result
from milstats.comparison.rules import breaks_between
from milstats.model import wording
from milstats.model.period import Period
from milstats.model.records import Dataset, Figure, series_key
from milstats.model.vocabulary import BreakKind, Status, Verdict
from milstats.reports.compare_words import phrase, readings, sentence, yearly
from milstats.reports.figures import dispute, first_sentence, number_cell, whom
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Report, Stamp, Table, Value, View, references
from milstats.reports.summary import offence_title, usual

COLUMNS = (
    "offence", "measure", "unit", "counter", "before_id", "before_period", "before_value", "before_bound",
    "after_id", "after_period", "after_value", "after_bound", "verdict", "relation", "reasons", "per",
    "change_low", "change_high", "percent_low", "percent_high", "ratio_low", "ratio_high",
    "sentence", "before_source", "after_source",
    "share_low", "share_high", "rest", "flow_low", "flow_high", "flow_per",
)  # fmt: skip
CAVEAT = "Documented cases only, not adjusted for troop numbers; better records or more enforcement would look the same."
_NEWEST = 3  # figures offered where neither period has a pair
_CAUTIONS = ("revision", "coverage", "deprecated", "uncertain-period")  # said once below the rows
_COLUMNS = (
    Column(may_wrap=True), Column(), Column(is_number=True), Column(), Column(is_number=True), Column(may_wrap=True), Column(),
)  # fmt: skip


def compare_report(comparisons: Comparisons, stamp: Stamp, view: View) -> Report:
    """Return the report of comparisons, every derived number for machines exact to the last digit."""
    rows, every_row = _shown(comparisons, view), comparisons.rows + comparisons.averages * view.full
    figures = {figure.id: figure for row in every_row for figure in row.figures}
    figures |= {figure.id: figure for figure in newest(comparisons.figures, _NEWEST)} if not rows else {}
    return Report(
        stamp=stamp,
        columns=COLUMNS,
        rows=lambda: tuple(_cells(comparisons, row) for row in every_row),
        page=lambda: tuple(_page(comparisons, rows, view)),
        sentences=lambda: tuple(_sentences(comparisons, rows or comparisons.rows, view)),
        references=partial(references, comparisons.dataset, figures.values()),
        caveats=(wording.CAVEAT,),
        next_step=_next_step(comparisons, rows, view),
        title=f"{' and '.join(_asked(comparisons))} compared",
    )


def _asked(comparisons: Comparisons) -> tuple[str, str]:
    before, after = (asked.id if isinstance(asked, Figure) else asked.text for asked in comparisons.asked)
    return before, after


def _cells(comparisons: Comparisons, row: Comparison) -> tuple[Value, ...]:
    """Return the cells of a row in the order of `COLUMNS`: what differs is joined by a slash; where readings disagree, no numbers."""
    asked, result = _asked(comparisons), Result(Basis.NOTHING) if row.is_open else row.result
    keys = [(figure.offence, figure.measure.value, figure.unit.value, figure.counter) for figure in row.figures]
    flow_per, per = (result.per, None) if result.basis is Basis.FLOW else (None, result.per)
    return (
        *("/".join(dict.fromkeys(names)) for names in zip(*keys, strict=True)),
        *_side(row.before, asked[0]),
        *_side(row.after, asked[1]),
        *(row.verdict.value, row.relation and row.relation.value, row.reasons, per),
        *(end for interval in (result.change, result.percent, result.ratio) for end in _ends(interval, is_about=result.is_about)),
        sentence(comparisons.dataset, row, asked),
        *(choice and choice.figure.source for choice in (row.before, row.after)),
        *_ends(result.share, is_about=result.is_about),
        *(_ends(Interval(result.rest, None), is_about=False)[0], *_ends(result.flow, is_about=result.is_about), flow_per),
    )


def _side(choice: Choice | None, asked: str) -> tuple[Value, ...]:
    if choice is None:
        return None, asked, None, None
    figure = choice.figure
    return figure.id, figure.period and figure.period.text, figure.value, None if figure.missing else figure.bound.value


def _ends(interval: Interval | None, *, is_about: bool) -> tuple[Value, ...]:
    """Return the ends of an interval, whole ones as such; "about" has none, since no source says how far it reaches."""
    ends = (None, None) if interval is None or is_about else interval
    return tuple(end.numerator if end is not None and end.denominator == 1 else end for end in ends)


def _shown(comparisons: Comparisons, view: View) -> tuple[Comparison, ...]:
    """Return the rows that people see: those of both periods, else of the same months, one of each number and counter; or all."""
    if view.full:
        return comparisons.rows + comparisons.averages
    if any(isinstance(asked, Figure) for asked in comparisons.asked):
        return tuple(row for row in comparisons.rows if row.judgement is not None)
    pairs = [row for row in comparisons.rows if row.relation is not None]
    months = [row for row in pairs if row.before and row.before.fit is Fit.MONTHS]
    rows = [row for row in pairs if row.is_of_both] or months or [row for row in pairs if row.result.basis is not Basis.NOTHING]
    found: dict[object, Comparison] = {}
    for row in rows:
        found.setdefault(_same(row), row)
    return tuple(found.values())


def _same(row: Comparison) -> tuple[object, ...]:
    return tuple((figure.offence, figure.country, figure.counter, figure.population, figure.value, figure.bound) for figure in row.figures)


def _sentences(comparisons: Comparisons, rows: Sequence[Comparison], view: View) -> Iterator[str]:
    for row in rows:
        yield sentence(comparisons.dataset, row, _asked(comparisons))
        yield from _steps(comparisons.dataset, row) if view.explain else ()


def _steps(dataset: Dataset, row: Comparison) -> tuple[str, ...]:
    from milstats.reports.explain import explanation  # who does not ask for it does not wait for it

    return explanation(dataset, row)


def _page(comparisons: Comparisons, rows: Sequence[Comparison], view: View) -> Iterator[Block]:
    judgement = rows[0].judgement if len(rows) == 1 else None
    if judgement is None:
        return _many(comparisons, rows, view)
    from milstats.reports.explain import whole_pair  # one pair only

    return whole_pair(comparisons.dataset, rows[0], judgement, _lead(comparisons, rows), view)


def _many(comparisons: Comparisons, rows: Sequence[Comparison], view: View) -> Iterator[Block]:
    """Yield rows under the titles of their offences, and once below them what is to be said of them."""
    dataset = comparisons.dataset
    yield Heading(" → ".join(_title(asked) for asked in comparisons.asked))
    yield from _lead(comparisons, rows)
    also, homes = _also(comparisons, rows), usual(dataset, "country")
    titles = {id(row): offence_title(dataset, row.figures[0], homes, wording.short_title) for row in rows}
    for title in dict.fromkeys(titles.values()):
        lines = tuple(_line(dataset, row, also.get(_same(row))) for row in rows if titles[id(row)] == title)
        yield Table(title, _COLUMNS, lines)
    if not rows:
        yield from _instead(comparisons)
    yield from (Paragraph(text) for text in _notes(dataset, rows))
    for row in rows if view.explain else ():
        figure = row.figures[0]
        yield Heading(f"{titles[id(row)]}, {wording.heading(figure.measure, figure.unit)}, {figure.counter}")
        yield from (Paragraph(line) for line in _steps(dataset, row))


def _lead(comparisons: Comparisons, rows: Sequence[Comparison]) -> tuple[Paragraph, ...]:
    """Return what rows are of where none is of both periods."""
    if not rows or any(row.is_of_both for row in rows):
        return ()
    is_months = all(choice.fit is Fit.MONTHS for row in rows for choice in row.choices)
    what = "the longest counts of the same months" if is_months else "what there is, under their own dates"
    return (Paragraph(f"No series has a figure for the whole of both {' and '.join(_asked(comparisons))}; these are {what}."),)


def _title(asked: Figure | Period) -> str:
    if isinstance(asked, Figure):
        return wording.label(asked.period)
    return asked.text if asked.end_latest else f"{asked.text} ({wording.label(asked)})"


def _line(dataset: Dataset, row: Comparison, also: str | None) -> Line:
    figure = row.figures[0]
    what = wording.capitalised(wording.heading(figure.measure, figure.unit)) + whom(figure)
    counters = " / ".join(dict.fromkeys(wording.short_name(figure.counter) for figure in row.figures))
    spans = [f"{'average of ' * (choice.fit is Fit.AVERAGE)}{wording.label(choice.figure.period)}" for choice in row.choices]
    below = [also] if also else []
    if not {choice.fit for choice in row.choices} <= {Fit.EXACT, Fit.RUNNING}:  # of other periods than those asked for
        below.append(" → ".join(spans))
    before, after = (number_cell(dataset, choice.figure) if choice else Cell("–") for choice in (row.before, row.after))
    verdict = row.verdict.value.replace("-", " ")
    return Line((Cell(what), Cell(counters), before, Cell("→"), after, Cell(outcome(row)), Cell(verdict)), tuple(below))


def outcome(row: Comparison) -> str:
    """Return what a row comes to; a pair whose readings disagree has no one answer."""
    if row.judgement is None:
        return yearly(row.figures[0]) or "no figure on one side"
    return "disputed" if row.is_open else phrase(row.judgement)


def _also(comparisons: Comparisons, rows: Sequence[Comparison]) -> dict[tuple[object, ...], str]:
    """Return what else the numbers of rows are reported as, in series that have no row of their own."""
    seen, found = {id(row) for row in rows}, dict[tuple[object, ...], dict[str, None]]()
    for row in comparisons.rows:
        if id(row) not in seen:
            figure = row.figures[0]
            found.setdefault(_same(row), {})[wording.heading(figure.measure, figure.unit)] = None
    return {key: f"(also reported as {wording.joined([*names])})" for key, names in found.items()}


def _notes(dataset: Dataset, rows: Sequence[Comparison]) -> Iterator[str]:
    """Yield what is said once of several rows: disputes with each reading, revisions, what notes say, breaks, and the caveat."""
    disputes = [*_disputes(dataset, rows)]
    yield from disputes
    judgements = [row.judgement for row in rows if row.judgement]
    findings = [found for judgement in judgements for found in judgement.findings if found.rule in _CAUTIONS]
    cautions = dict.fromkeys(found.words for found in findings if first_sentence(found.words) not in " ".join(disputes))
    changes = {change.date: change for judgement in judgements for change in breaks_between(judgement.pair)}
    for day in sorted(changes):
        what = "method of counting" if changes[day].kind is BreakKind.METHOD else changes[day].kind.value
        cautions[f"The {what} changed on {wording.long_date(day)}."] = None
    yield " ".join((*cautions, CAVEAT))


def _disputes(dataset: Dataset, rows: Sequence[Comparison]) -> Iterator[str]:
    """Yield how each row is disputed: what it comes to under each reading, or what the table says of it."""
    seen: dict[str, list[str]] = {}
    for row in rows:
        figures = [figure for figure in row.figures if Status.DISPUTED in figure.status and not (row.is_open and figure.readings)]
        texts = [first_sentence(figure.note or "another source has it otherwise") for figure in figures]
        if row.is_open:
            numbers = [wording.number(figure) for figure in row.figures if figure.readings]
            yield f"* {wording.joined(numbers)}: {'; '.join(readings(dataset, row, is_short=True))}."
        for figure, text in zip(figures, texts, strict=True):
            longest = max((other for other in texts if other.startswith(text)), key=len)
            seen.setdefault(longest, []).append(wording.number(figure))
    yield from (f"* {wording.joined(numbers)}: {text}." for text, numbers in seen.items())


def _instead(comparisons: Comparisons) -> Iterator[Block]:
    dataset = comparisons.dataset
    alone = [row.figures for row in comparisons.rows if row.judgement is None or any(figure.missing for figure in row.figures)]
    known = [figure for figures in alone for figure in figures if figure.value is not None]
    kept = [*dict.fromkeys((*known, *newest(comparisons.figures, _NEWEST)))][:_NEWEST]
    names = [*dict.fromkeys(dataset.offences[figure.offence].label for figure in kept)]
    lines = []
    for figure in kept:
        lead = f"{wording.short_title(dataset.offences[figure.offence])}, " * (len(names) > 1)
        what = wording.capitalised(lead + wording.heading(figure.measure, figure.unit)) + whom(figure)
        counter = Cell(wording.short_name(figure.counter))
        lines.append(Line((Cell(what), counter, number_cell(dataset, figure), Cell(wording.label(figure.period)))))
    yield Paragraph(f"No series has a figure for both. The nearest figures{f' of {names[0]}' if len(names) == 1 else ''}:")
    yield Table("", (Column(may_wrap=True), Column(), Column(is_number=True), Column(may_wrap=True)), tuple(lines))
    yield from (Paragraph(f"* disputed: {dispute(dataset, (figure,))}.") for figure in kept if Status.DISPUTED in figure.status)


def _next_step(comparisons: Comparisons, rows: Sequence[Comparison], view: View) -> str:
    seen = {_same(row) for row in rows}
    rest = [row for row in comparisons.rows if _same(row) not in seen and series_key(row.figures[0]) not in comparisons.longer]
    silent = {id(row): wording.MISSING[figure.missing] for row in rest for figure in row.figures if figure.missing}
    counts = {
        "averaged": 0 if view.full else len(comparisons.longer),
        **{reason: [*silent.values()].count(reason) for reason in silent.values()},
        "with one side only": sum(row.judgement is None and id(row) not in silent for row in rest),
        "for part of a period": sum(row.relation is not None for row in rest),
        "not comparable": sum(row.verdict is Verdict.NOT_COMPARABLE for row in rest),
    }
    words = ", ".join(f"{count} {reason}" for reason, count in counts.items() if count)
    return " ".join(filter(None, (f"Left out (--full): {words}." if words else "", "" if view.explain else "Redo: --explain")))
