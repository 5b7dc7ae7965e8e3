"""What the table holds, as reports: the topics that can be asked for, and the sources."""

from __future__ import annotations

from functools import partial

from milstats.captions import reference
from milstats.glossary import MEASURES
from milstats.lean import TYPE_CHECKING
from milstats.model import SourceId
from milstats.report import Column, Line, Report, Section, Table
from milstats.tally import tallied
from milstats.wording import capitalised, long_date

if TYPE_CHECKING:
    from milstats.model import Dataset, Offence
    from milstats.report import Cell, Reference, Stamp
    from milstats.tally import Tally

_TOPIC_COLUMNS = ("topic", "label", "article", "aliases", "figures", "first", "last", "definition")
_SOURCE_COLUMNS = ("source", "publisher", "title", "published", "url", "role", "figures")


def topics_report(dataset: Dataset, stamp: Stamp) -> Report:
    """Return the report of every offence: its names, how many figures it has, and the days they cover."""
    tally = tallied(dataset)
    rows = tuple(_topic_row(offence, tally) for offence in dataset.offences.values())
    return Report(
        stamp=stamp,
        columns=_TOPIC_COLUMNS,
        rows=lambda: rows,
        table=partial(_topic_table, dataset, rows, tally.measures),
        sentences=partial(_topic_sentences, rows),
        title="What can be asked for",
    )


def _topic_row(offence: Offence, tally: Tally) -> tuple[Cell, ...]:
    days = (tally.firsts.get(offence.id), tally.lasts.get(offence.id))
    return (offence.id, offence.label, offence.article, offence.aliases, tally.offences.get(offence.id, 0), *days, offence.definition)


def _topic_table(dataset: Dataset, rows: tuple[tuple[Cell, ...], ...], measured: dict[str, int]) -> Table:
    """Return what can be asked for: topics, named periods and measures."""
    columns = (Column("Ask for"), Column("Figures", is_number=True), Column("Covers", may_wrap=True))
    offences = []
    for topic, label, article, aliases, figures, first, last, definition in rows:
        also = f"also {', '.join(aliases)}" if isinstance(aliases, tuple) and aliases else ""
        name = capitalised(str(label)) + (f" (article {article})" if article else "")
        below = tuple(text for text in (name if not definition else f"{name}: {definition}", also) if text)
        cells = (str(topic), str(figures), f"{first} to {last}" if first else "")
        offences.append(Line(cells, below, keys=(topic, figures, first)))
    periods = tuple(
        Line(
            (period.id, "", f"{period.start} to {period.end or 'now'}"), (capitalised(period.label),), keys=(period.id, None, period.start)
        )
        for period in dataset.periods.values()
    )
    measures = tuple(
        Line((measure.value, str(count), capitalised(MEASURES[measure])), keys=(measure.value, count, None))
        for measure in MEASURES
        if (count := measured.get(measure.value, 0))
    )
    sections = (Section("Topics", "", tuple(offences)), Section("Periods with a name", "", periods))
    return Table(columns, (*sections, Section("Measures, for --measure", "", measures)))


def _topic_sentences(rows: tuple[tuple[Cell, ...], ...]) -> tuple[str, ...]:
    return tuple(f"{topic}: {label}, {figures} figures{f' from {first} to {last}' if first else ''}." for
                 topic, label, _, _, figures, first, last, _ in rows)  # fmt: skip


def sources_report(dataset: Dataset, stamp: Stamp) -> Report:
    """Return the report of every source with the number of its figures, latest first."""
    counts = tallied(dataset).sources
    found = sorted((reference(dataset, name, counts.get(name, 0)) for name in dataset.sources), key=lambda item: item.source)
    found.sort(key=lambda item: str(item.published or ""), reverse=True)
    return Report(
        stamp=stamp,
        columns=_SOURCE_COLUMNS,
        rows=lambda: tuple(tuple(item) for item in found),
        table=partial(_source_table, dataset, tuple(found)),
        sentences=partial(_source_sentences, tuple(found)),
        title="Where the figures come from",
    )


def _source_table(dataset: Dataset, found: tuple[Reference, ...]) -> Table:
    columns = (Column("Source"), Column("Figures", is_number=True), Column("Published"), Column("Publisher", may_wrap=True), Column("Role"))
    lines = []
    for item in found:
        note = dataset.sources[SourceId(item.source)].note
        below = tuple(text for text in (item.title, item.url, note) if text)
        cells = (item.source, str(item.figures), str(item.published or "undated"), item.publisher, item.role)
        lines.append(Line(cells, below, item.url, keys=(item.source, item.figures, item.published, item.publisher, None)))
    return Table(columns, (Section("", "", tuple(lines)),), linked=0)


def _source_sentences(found: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(
        f"{item.publisher}, “{item.title}”, {long_date(item.published) if item.published else 'undated'}, {item.url}." for item in found
    )
