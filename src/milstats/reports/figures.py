"""One figure told whole: number, period, counter, source, quote, and what speaks against it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from milstats.model import wording
from milstats.model.period import Basis
from milstats.model.records import Dataset, Figure, Reading, link_of
from milstats.model.vocabulary import Grade, Status
from milstats.reports.report import Block, Cell, Column, Heading, Line, Table
from milstats.reports.summary import offence_title, usual

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_NOTE = 50  # characters of a note that one line has no room for
FEW = 5  # figures up to which each is told whole
_COLUMNS = (Column(), Column(may_wrap=True))


def told(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[Block, ...]:
    """Return each figure told whole, one after another, under the titles of their offences."""
    blocks: list[Block] = []
    homes = usual(dataset, "country")
    for title, group in groupby(figures, key=lambda figure: offence_title(dataset, figure, homes)):
        blocks.append(Heading(title))
        for figure in group:
            rows = (Line((Cell(label), cell)) for label, cell in _rows(dataset, figure, is_alone=len(figures) == 1))
            number = number_cell(dataset, figure)._replace(mark="", sources=())
            blocks.append(Table("", _COLUMNS, (Line((number, Cell(described(figure)))), *rows)))
    return tuple(blocks)


def number_cell(dataset: Dataset, figure: Figure, mark: str = "") -> Cell:
    """Return a figure as a cell: the number with its hedge, an asterisk if it is disputed, leading to its words and to its source."""
    star = "*" if Status.DISPUTED in figure.status else ""
    return Cell(printed(figure), star + mark, (figure.source,), link_of(dataset, figure), figure.value)


def printed(figure: Figure) -> str:
    """Return the number of a figure as people read it; words where it has none."""
    return wording.number(figure) or "in words"


def labels(dataset: Dataset, figure: Figure) -> str:
    """Return what sets a figure apart from those in force: that it is superseded, or not to be used."""
    other = next((other for other in dataset.figures.values() if other.supersedes == figure.id), None)
    if other is not None:
        return f"superseded by {printed(other)} ({other.id})"
    return "not to be used" if Status.DEPRECATED in figure.status else ""


def dispute(dataset: Dataset, figures: tuple[Figure, ...]) -> str:
    """Return how figures of one row are disputed: "the 4,373 is given for 2023, wartime and 2018–2023"; without readings, by the note."""
    shown = [*dict.fromkeys(printed(figure) for figure in figures)]
    numbers, verb = f"the {wording.joined(shown)}", "is" if len(shown) == 1 else "are"
    first = figures[0]
    periods = [period for period in (first.period, *(reading.period for reading in first.readings)) if period is not None]
    opened = {known.start: known.id for known in reversed([*dataset.periods.values()]) if known.end is None}
    named = {period: opened.get(period.start_earliest) for period in periods if period.start_earliest and not period.is_certain}
    spans = [*dict.fromkeys(named.get(period) or wording.label(period) for period in periods)]
    if len(spans) > 1:
        return f"{numbers} {verb} given for {wording.joined(spans)}"
    if others := [*filter(None, dict.fromkeys(_other_words(first, reading) for reading in first.readings))]:
        return f"{numbers} {verb} also given as {wording.joined(others)}"
    note = (first.note or "Another source has it otherwise").split(". ", maxsplit=1)[0].rstrip(".")
    short = next((note.partition(sign)[0] for sign in ("; ", ", ") if len(note) > _LONG_NOTE and sign in note), note)
    return f"{numbers}: {short}"


def _other_words(figure: Figure, reading: Reading) -> str:
    if reading.value is not None:
        return f"{reading.value:,}"
    return wording.heading(reading.measure or figure.measure, reading.unit or figure.unit) if reading.measure or reading.unit else ""


def _quoted(text: str, language: str) -> str:
    return f"“{text}”{'' if language == 'en' else f' ({wording.language_name(language)})'}"


def described(figure: Figure) -> str:
    """Return what a figure counts, of whom, when, and who counted it."""
    what = wording.heading(figure.measure, figure.unit) if figure.text is None else f"“{figure.text}”"
    where = f" in {wording.country_name(figure.country)}" if figure.country != "RU" else ""
    period = figure.period
    when = f" {wording.when(period)}" if period is not None and period.is_dated else ""
    who = f"{'counted by' if figure.is_count else 'given by'} {wording.with_article(figure.counter)}"
    return f"{what}{whom(figure)}{where}{when}, {who}"


def whom(figure: Figure) -> str:
    """Return of whom a figure is, in brackets, where that is not the usual."""
    return "" if figure.population in {"servicemen", "conscripts"} else f" ({figure.population})"


def _rows(dataset: Dataset, figure: Figure, *, is_alone: bool) -> Iterator[tuple[str, Cell]]:
    """Yield what is known of a figure besides its number, each with its label; readings only where it is alone."""
    source = dataset.sources[figure.source]
    if label := labels(dataset, figure):
        yield "Status", Cell(label)
    if figure.supersedes is not None:
        old = dataset.figures[figure.supersedes]
        yield "Revised", Cell(f"supersedes {printed(old)} ({old.id})")
    if period := _period_words(dataset, figure):
        yield "Period", Cell(period)
    date = wording.long_date(source.published) if source.published else "undated"
    weak = f" (weak source{f': {source.grade.meaning}' if is_alone else ''})" if source.grade is Grade.WEAK else ""
    yield "Reported by" if wording.is_relayed(dataset, figure) else "Source", Cell(f"{source.publisher}, {date} · {source.id}{weak}")
    if figure.quote is not None:
        yield "Quote", Cell(f"{_quoted(figure.quote, source.language)}{f', {figure.where}' if figure.where else ''}")
    elif figure.where is not None:
        yield "Where", Cell(figure.where)
    yield "Link", Cell(source.url, link=link_of(dataset, figure))
    shown = figure.readings if is_alone or figure.note is None else ()
    readers = (wording.with_article(dataset.sources[reading.source].publisher) if reading.source else "" for reading in shown)
    readings = [f"{wording.capitalised(who)}: {reading.why}" if who else reading.why for who, reading in zip(readers, shown, strict=True)]
    if Status.DISPUTED in figure.status:
        yield "Disputed", Cell(" ".join((*readings, figure.note or "")).strip() or "no source says how")
    elif figure.note is not None:
        yield "Note", Cell(figure.note)
    yield "Figure", Cell(figure.id)


def _period_words(dataset: Dataset, figure: Figure) -> str:
    """Return the source's own words for a period, and whether its dates are inferred; nothing where the words are the dates."""
    period = figure.period
    if period is None:
        return "the source names none"
    is_inferred = period.basis is Basis.INFERRED
    if period.text[:4].isdigit() and " " not in period.text:
        return "the source does not state it; inferred" if is_inferred else ""
    dates = ", without dates" if not period.is_dated else "; the dates are inferred" if is_inferred else ""
    return _quoted(period.text, dataset.sources[figure.source].language) + dates
