"""One figure told whole: number, period, counter, source, quote, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from milstats.model import wording
from milstats.model.period import Basis
from milstats.model.records import Dataset, Figure, link_of
from milstats.model.vocabulary import Bound, Grade, Status
from milstats.reports.report import Block, Cell, Column, Heading, Line, Table
from milstats.reports.summary import offence_title, usual

_LONG_NOTE = 50  # characters of a note that one line has no room for
_STATUSES = {Status.DEPRECATED: "not to be used", Status.PROVISIONAL: "provisional", Status.LOW_RELIABILITY: "of low reliability"}
FEW = 5  # figures up to which each is told whole


def told(dataset: Dataset, figures: tuple[Figure, ...]) -> Iterator[Block]:
    """Yield each figure whole, one after another, under the titles of their offences."""
    homes = usual(dataset, "country")
    for title, group in groupby(figures, key=lambda figure: offence_title(dataset, figure, homes)):
        yield Heading(title)
        for figure in group:
            number = number_cell(dataset, figure)._replace(mark="", sources=())
            details = _details(dataset, figure, is_alone=len(figures) == 1)
            rows = [(Cell(name), Cell(text, link=number.link if name == "Link" else None)) for name, text in details.items() if text]
            yield Table("", (Column(), Column(may_wrap=True)), tuple(map(Line, ((number, Cell(described(figure))), *rows))))


def number_cell(dataset: Dataset, figure: Figure, mark: str = "") -> Cell:
    """Return a figure as a cell: the number with its hedge, an asterisk if it is disputed, leading to its words and to its source."""
    star = "*" if Status.DISPUTED in figure.status else ""
    return Cell(printed(figure), star + mark, (figure.source,), link_of(dataset, figure), figure.value)


def printed(figure: Figure) -> str:
    """Return the number of a figure as people read it; words where it has none."""
    return wording.number(figure) or "in words"


def labels(dataset: Dataset, figure: Figure) -> str:
    """Return what sets a figure apart from those in force: that it is superseded, not to be used, or not yet firm."""
    other = next((other for other in dataset.figures.values() if other.supersedes == figure.id), None)
    if other is not None:
        return f"superseded by {printed(other)} ({other.id})"
    return ", ".join(_STATUSES[status] for status in figure.status if status in _STATUSES)


def dispute(dataset: Dataset, figures: tuple[Figure, ...]) -> str:
    """Return how figures of one row are disputed, those alike together: "the 4,373 is given for 2023, wartime and 2018–2023"."""
    found: dict[frozenset[str], tuple[str, dict[str, None]]] = {}  # by the words, in whatever order
    for figure in figures:
        doubt = _doubt(dataset, figure)
        _, numbers = found.setdefault(frozenset(doubt.replace(",", "").split()), (doubt, {}))
        numbers[printed(figure)] = None
    texts = []
    for doubt, numbers in found.values():
        verb = "" if doubt.startswith(":") else " are " if len(numbers) > 1 else " is "
        texts.append(f"the {wording.joined([*numbers])}{verb}{doubt}")
    return "; ".join(texts)


def _doubt(dataset: Dataset, figure: Figure) -> str:
    """Return what the readings of a figure say of it; without readings, the note after a colon."""
    periods = [period for period in (figure.period, *(reading.period for reading in figure.readings)) if period is not None]
    opened = {known.start: known.id for known in reversed([*dataset.periods.values()]) if known.end is None}
    names = (opened.get(period.start_earliest or date.max, "") * (not period.is_certain) or wording.label(period) for period in periods)
    if (spans := [*dict.fromkeys(names)])[1:]:
        return f"given for {wording.joined(spans)}"
    others = []
    for reading in figure.readings:
        read = figure._replace(value=reading.value, value_high=None, bound=Bound.EQ, unit=reading.unit or figure.unit)
        what = wording.heading(reading.measure or figure.measure, read.unit) if reading.measure or reading.unit else ""
        others.append(f"{wording.number(read)} {what}".strip())
    if any(others):
        return f"also given as {wording.joined([*filter(None, dict.fromkeys(others))])}"
    note = first_sentence(figure.note or "another source has it otherwise")
    return f": {next((note.partition(sign)[0] for sign in ('; ', ', ') if len(note) > _LONG_NOTE and sign in note), note)}"


def first_sentence(note: str) -> str:
    """Return the first sentence of a note, to follow a colon; "The Insider" and other names keep their capital."""
    text = note.split(". ", maxsplit=1)[0].rstrip(".")
    return text[:1].lower() + text[1:] if text.startswith(("The ", "It ")) and text.split(" ")[1][:1].islower() else text


def quotation(text: str, language: str) -> str:
    """Return words of a source in quotation marks, those inside single, with the language unless it is English."""
    inner = text.translate({ord("“"): "‘", ord("”"): "’"})
    return f"“{inner}”{'' if language == 'en' else f' ({wording.LANGUAGES.get(language, language)})'}"


def described(figure: Figure) -> str:
    """Return what a figure counts, of whom, when, and who counted it."""
    what = wording.heading(figure.measure, figure.unit) if figure.text is None else f"“{figure.text}”"
    where = f" in {wording.COUNTRIES.get(figure.country, figure.country)}" if figure.country != "RU" else ""
    when = f" {wording.when(figure.period)}" if figure.period is not None and figure.period.is_dated else ""
    who = f"{'counted by' if figure.is_count else 'given by'} {wording.with_article(figure.counter)}"
    return f"{what}{whom(figure)}{where}{when}, {who}"


def whom(figure: Figure) -> str:
    """Return of whom a figure is, in brackets, where that is not the usual."""
    return "" if figure.population in {"servicemen", "conscripts"} else f" ({figure.population})"


def _details(dataset: Dataset, figure: Figure, *, is_alone: bool) -> dict[str, str]:
    """Return what is known of a figure besides its number, by name, and nothing where it is unknown; readings only where it is alone."""
    source, old = dataset.sources[figure.source], dataset.figures.get(figure.supersedes or "")
    date = wording.long_date(source.published) if source.published else "undated"
    weak = f" (weak source{f': {source.grade.meaning}' if is_alone else ''})" if source.grade is Grade.WEAK else ""
    quote, where = figure.quote and quotation(figure.quote, source.language), figure.where or ""
    is_disputed, note, read = Status.DISPUTED in figure.status, figure.note or "", figure.readings if is_alone or not figure.note else ()
    readers = (f"{wording.with_article(dataset.sources[reading.source].publisher)}: " if reading.source else "" for reading in read)
    said = (f"{wording.capitalised(reader)}{reading.why}" for reader, reading in zip(readers, read, strict=True))
    doubts = " ".join(filter(None, (*said, note))) or "no source says how"
    return {
        "Status": labels(dataset, figure),
        "Revised": f"supersedes {printed(old)} ({old.id})" if old else "",
        "Period": _period_words(dataset, figure),
        "Reported by" if wording.is_relayed(dataset, figure) else "Source": f"{source.publisher}, {date} · {source.id}{weak}",
        "Quote" if quote else "Where": ", ".join(filter(None, (quote, where))),
        "Link": source.url,
        "Disputed" if is_disputed else "Note": doubts if is_disputed else note,
        "Figure": figure.id,
    }


def _period_words(dataset: Dataset, figure: Figure) -> str:
    """Return the source's own words for a period, and whether its dates are inferred; nothing where the words are the dates."""
    period = figure.period
    if period is None:
        return "the source names none"
    is_inferred = period.basis is Basis.INFERRED
    if period.text[:4].isdigit() and " " not in period.text:
        return "the source does not state it; inferred" if is_inferred else ""
    dates = ", without dates" if not period.is_dated else "; the dates are inferred" if is_inferred else ""
    return quotation(period.text, dataset.sources[figure.source].language) + dates
