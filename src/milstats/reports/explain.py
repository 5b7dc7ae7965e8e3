"""One pair told whole, and laid open: each length, value and formula with its numbers, to be redone by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milstats.compare import Fit, judge, suggestion
from milstats.compare.exact import Ends, Interval, Unit, days_in_year, difference, length, months, percent, ratio, year_parts, years
from milstats.compare.pair import KEY, Basis, flow_ends
from milstats.model import wording
from milstats.model.period import Basis as Dating
from milstats.model.period import Period
from milstats.model.records import Figure, link_of
from milstats.model.vocabulary import RELATION_MEANINGS, VERDICT_MEANINGS, Bound, Verdict
from milstats.reports.compare import disputes, is_open, told, verdict
from milstats.reports.compare_words import phrase, readings, share_text
from milstats.reports.report import Cell, Column, Heading, Line, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from milstats.compare import Comparison, Comparisons, Judgement
    from milstats.compare.pair import Side
    from milstats.model.records import Dataset
    from milstats.reports.report import Block

_DIGITS = 5
_COLUMNS = (Column(), Column(may_wrap=True))


def told_whole(comparisons: Comparisons, row: Comparison, *, explains: bool) -> Iterator[Block]:
    """Yield one pair whole: both figures with source and link, what it comes to, the reasons, the readings side by side."""
    judgement, dataset = row.judgement, comparisons.dataset
    assert judgement is not None  # noqa: S101 -- the caller asks of pairs only
    figures = [side.figure for side in judgement.pair.sides]
    titles = dict.fromkeys(wording.topic_title(dataset.offences[figure.offence]) for figure in figures)
    yield Heading(" / ".join(titles))
    numbers = " → ".join(_numbered(figure) for figure in figures)
    if judgement.relation is None or judgement.pair.differs:
        numbers = numbers.replace("→", "and")
    yield Table("", _COLUMNS, (Line((Cell(numbers), Cell(told(row)))),))
    lines = [*_facts(dataset, row, judgement)]
    yield Table("", _COLUMNS, tuple(Line((Cell(name), cell)) for name, cell in lines))
    yield Paragraph(wording.CAVEAT)
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
        yield "Relation", Cell(f"{judgement.relation.value.replace('-', ' ')}: {RELATION_MEANINGS[judgement.relation]}")
    yield "Verdict", Cell(f"{verdict(row)}: {VERDICT_MEANINGS[row.verdict]}")
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
        for text in _differences(judgement):
            yield "Different" if text.startswith("different") else "", Cell(text)


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
    return ()
