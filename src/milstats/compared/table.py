"""Comparisons as people read them: a line at a glance, the reasons below it in words, what was not compared at the end."""

from __future__ import annotations

from milstats.captions import series_heading, series_title
from milstats.compare import Comparison, Comparisons, sound_beside
from milstats.compare.arithmetic import Basis
from milstats.compare.choice import Fit
from milstats.compare.nearest import nearest, rate_of
from milstats.compare.pair import KEY, Finding
from milstats.compared import asked_texts, explained
from milstats.compared.phrases import a_year, details, headline
from milstats.compared.sentences import reading_of_pair, reading_told
from milstats.fragment import link_of
from milstats.lean import TYPE_CHECKING
from milstats.model import Dataset, Figure
from milstats.report import Column, Line, Section, Table
from milstats.vocabulary import Verdict
from milstats.wording import capitalised, days, period_name, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from milstats.compare.judgement import Judgement
    from milstats.vocabulary import Mark

NO_FIGURE = "no figure"
_APART = "Not compared"
_NEAREST = 2


def table(comparisons: Comparisons, marks: Sequence[Sequence[Mark]], *, explains: bool) -> Table:
    """Return the comparisons, each with its marks, by offence and series; refusals and series with one side only stand last."""
    titles = [name if not isinstance(asked, Figure) else order for name, asked, order in
              zip(asked_texts(comparisons), comparisons.asked, ("First", "Second"), strict=True)]  # fmt: skip
    columns = (
        Column(titles[0], is_number=True),
        Column(titles[1], is_number=True),
        Column("Change", may_wrap=True),
        Column("Marks"),
        Column("Verdict"),
    )
    rows = [*zip(comparisons.rows, marks, strict=True)]
    compared = [both for both in rows if both[0].verdict is not Verdict.NONE]
    refused = [both for both in rows if both[0].is_refused]
    absent = [both for both in rows if both[0].judgement is None]
    sections = [_section(comparisons, row, found, explains=explains) for row, found in (*compared, *refused, *absent)]
    return Table(columns, tuple(sections))


def _section(comparisons: Comparisons, row: Comparison, marks: Sequence[Mark], *, explains: bool) -> Section:
    headings = [series_heading(figure) for figure in row.figures]
    headings[1:] = [f"{text[:1].lower()}{text[1:]}" for text in headings[1:] if text != headings[0]]
    titles = [series_title(comparisons.dataset, figure) for figure in row.figures]
    heading, title = " / ".join(dict.fromkeys(headings)), " / ".join(dict.fromkeys(titles))
    if row.verdict is Verdict.NONE:
        heading, title = f"{title}: {heading[:1].lower()}{heading[1:]}", _APART
    return Section(title, heading, (_line(comparisons, row, marks, explains=explains),))


def _line(comparisons: Comparisons, row: Comparison, marks: Sequence[Mark], *, explains: bool) -> Line:
    counts = [signed(choice.figure) or "in words" if choice else NO_FIGURE for choice in (row.before, row.after)]
    letters = "".join(f"[{mark.value}]" for mark in marks)
    told = headline_of(row)
    commands = tuple(_commands(comparisons, row))
    figures = [choice.figure if choice else None for choice in (row.before, row.after)]
    return Line(
        cells=(*counts, told, letters, row.verdict.value),
        below=tuple(_below(comparisons, row, explains=explains, has_commands=bool(commands))),
        commands=commands,
        links=(*(figure and link_of(comparisons.dataset, figure) for figure in figures), None, None, None),
        keys=(*(figure and figure.value for figure in figures), None, None, None),
    )


def headline_of(row: Comparison) -> str:
    """Return what a row says at a glance; a disputed number names the reading it stands under."""
    if row.judgement is None:
        return "not compared"
    told = headline(row.judgement)
    read = [side.figure.period for side in row.judgement.pair.sides if any(reading.period for reading in side.figure.readings)]
    names = [period_name(period) for period in read if period is not None]
    has_number = row.judgement.result.basis is not Basis.NOTHING
    return f"{told}, if {' and '.join(names)}" if names and has_number else told


def _below(comparisons: Comparisons, row: Comparison, *, explains: bool, has_commands: bool) -> Iterator[str]:
    yield from _periods(row)
    if row.judgement is None:
        yield from _alone(comparisons, row)
    else:
        yield from filter(None, (details(row.judgement),))
        yield from (_because(finding, explains=explains) for finding in row.judgement.findings)
        yield from _readings(comparisons.dataset, row, row.judgement)
        if row.judgement.result.basis is Basis.NOTHING:
            yield from _differences(row.judgement)
    if explains:
        yield from explained(comparisons.dataset, row)
    if has_commands:
        yield "What can be compared:"
    elif row.judgement is not None and row.judgement.result.basis is Basis.NOTHING:
        yield "No figure of their series can be soundly compared with either."


def _periods(row: Comparison) -> Iterator[str]:
    """Yield which periods the figures cover, where they are not simply those asked for."""
    choices = [choice for choice in (row.before, row.after) if choice is not None and choice.figure.period is not None]
    if all(choice.fit is Fit.EXACT for choice in choices):
        return
    yield "; ".join(_covered(choice.figure, is_average=choice.fit is Fit.LONGER) for choice in choices) + "."


def _covered(figure: Figure, *, is_average: bool) -> str:
    period = figure.period
    if period is None:
        return ""
    name, dates = period_name(period), days(period)
    covers = f"{signed(figure) or 'in words'}: {name}" + (f", {dates}" if name != period.text and dates else "")
    return f"{covers}, whose yearly average stands for the period asked for" if is_average else covers


def _because(finding: Finding, *, explains: bool) -> str:
    return f"{finding.rule} ({finding.verdict.value}): {finding.words}" if explains else finding.words


def _alone(comparisons: Comparisons, row: Comparison) -> Iterator[str]:
    """Yield the rate of the one figure there is, where its period is no single year, and the figures nearest to what is missing."""
    rate = rate_of(row.figures[0])
    if rate is not None:
        yield f"{capitalised(a_year(rate))}."
    found = nearest(comparisons, row, most=_NEAREST)
    names = ", ".join(f"{figure.id} ({signed(figure)})" for figure in found)
    yield f"Nearest: {names}." if names else "No other figure that was asked for counts this offence over a period of its own."


def _readings(dataset: Dataset, row: Comparison, judgement: Judgement) -> Iterator[str]:
    """Yield what a disputed pair comes to under each reading, its own first."""
    if row.telling and judgement.result.basis is not Basis.NOTHING:
        yield f"{capitalised(reading_of_pair(dataset, judgement))}: {_outcome(judgement)}"
    yield from (f"{capitalised(reading_told(dataset, other))}: {_outcome(other.judgement)}" for other in row.telling)


def _outcome(judgement: Judgement) -> str:
    """Return what a reading comes to, in one line."""
    if judgement.result.basis is Basis.NOTHING:
        return f"{headline(judgement)}, {' '.join(judgement.reasons)}."
    is_share = judgement.result.basis is Basis.SHARE
    return f"{headline(judgement)}, and no ratio." if is_share else f"{headline(judgement)}."


def _differences(judgement: Judgement) -> Iterator[str]:
    """Yield field by field what differs between two figures that are not computed with."""
    before, after = (side.figure for side in judgement.pair.sides)
    for name in KEY:
        if name in judgement.pair.differs:
            yield f"{name}: {getattr(before, name)} / {getattr(after, name)}"
    spans = [days(figure.period) or period_name(figure.period) if figure.period else "not stated" for figure in (before, after)]
    if spans[0] != spans[1]:
        yield f"period: {spans[0]} / {spans[1]}"


def _commands(comparisons: Comparisons, row: Comparison) -> Iterator[str]:
    """Yield the sound comparisons of figures that could not be compared with each other, ready to run."""
    if row.judgement is None or row.judgement.result.basis is not Basis.NOTHING:
        return
    found = (sound_beside(comparisons, figure) for figure in row.figures)
    yield from dict.fromkeys(f"milstats compare {pair[0].id} {pair[1].id}" for pair in found if pair is not None)
