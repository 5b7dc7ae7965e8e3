"""What the table holds, as reports: what can be asked for, and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milstats.errors import NothingMatchedError, did_you_mean, quoted
from milstats.model import wording
from milstats.model.selection import Query, WordKind, folded, read_words, select
from milstats.model.vocabulary import Grade, Measure
from milstats.reports.figures import number_cell
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Reference, Report, Stamp, Table, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.comparison.rules import Rule
    from milstats.model.records import Dataset, Figure, Offence
    from milstats.reports.report import Value

TOPIC_COLUMNS = ("topic", "label", "article", "aliases", "figures", "first", "last", "definition")
SOURCE_COLUMNS = ("source", "publisher", "title", "published", "url", "role", "figures", "grade", "access", "language")


def topics_report(dataset: Dataset, word: str | None, stamp: Stamp) -> Report:
    """Return the report of what can be asked for, or of what one word means and what there is of it.

    Raises:
        NothingMatchedError: if the table knows nothing of the word, or has no offences.
    """
    if word is not None:
        from milstats.comparison.rules import NO_FIGURE, RULES  # costs a third of a start, and the list of topics needs none of it

        for rule in (*RULES, NO_FIGURE):
            if rule.name == word:
                return _rule_report(rule, stamp)
    asked = read_words(dataset, (word,)) if word is not None else ()
    topics = {str(name.value) for name in asked if name.kind is WordKind.OFFENCE}
    selected = select(dataset, Query(asked, everything=True)).figures if asked and not topics else tuple(dataset.figures.values())
    found = {offence: tuple(figure for figure in selected if figure.offence == offence.id) for offence in dataset.offences.values()}
    found = {offence: figures for offence, figures in found.items() if (offence.id in topics if topics else figures or not asked)}
    if not found:
        raise NothingMatchedError("the table has no offences")
    first = next(iter(found)).id
    return Report(
        stamp=stamp,
        columns=TOPIC_COLUMNS,
        rows=lambda: tuple(_topic_row(*item) for item in found.items()),
        page=lambda: tuple(_topic_blocks(dataset, found) if topics else _topics_blocks(dataset, found)),
        sentences=lambda: tuple(f"{offence.id}: {offence.label}, {_extent(figures)}." for offence, figures in found.items()),
        next_step=f"To see its figures: milstats show {first}" if topics else f"Definition and other names: milstats topics {first}",
        title="What can be asked for",
    )


def _rule_report(rule: Rule, stamp: Stamp) -> Report:
    """Return what a rule of comparing means, whose name stands among the reasons of a comparison."""
    relation = f"{rule.relation.value}: {rule.relation.meaning}" if rule.relation else ""
    texts = {
        "situation": rule.situation,
        "relation": relation,
        "verdict": f"{rule.verdict.value}: {rule.verdict.meaning}",
        "given": rule.done,
    }
    return Report(
        stamp=stamp,
        columns=("rule", *texts),
        rows=lambda: ((rule.name, rule.situation, rule.relation and rule.relation.value, rule.verdict.value, rule.done),),
        page=lambda: (Heading(f"Rule of comparing: {rule.name}"), _pairs("", texts)),
        sentences=lambda: (f"{rule.name}: {rule.situation}; {rule.verdict.value}: {rule.done}.",),
        title=rule.name,
    )


def _topic_row(offence: Offence, figures: tuple[Figure, ...]) -> tuple[Value, ...]:
    periods = [figure.period for figure in figures if figure.period]
    first = min((period.start_earliest for period in periods if period.start_earliest), default=None)
    last = max((period.end_latest for period in periods if period.end_latest), default=None)
    return (offence.id, offence.label, offence.article, offence.aliases, len(figures), first, last, offence.definition)


def _years(figures: tuple[Figure, ...]) -> str:
    days = [day for figure in figures if figure.period for day in (figure.period.start_earliest, figure.period.end_latest) if day]
    years = sorted({day.year for day in days})
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))


def _extent(figures: tuple[Figure, ...]) -> str:
    return ", ".join(filter(None, ("1 figure" if len(figures) == 1 else f"{len(figures):,} figures", _years(figures))))


def _topics_blocks(dataset: Dataset, found: dict[Offence, tuple[Figure, ...]]) -> Iterator[Block]:
    columns = (Column(), Column("figures", is_number=True), Column("years"), Column("article"), Column("meaning", is_spare=True))
    lines = (
        (offence.id, f"{len(figures):,}", _years(figures), offence.article or "", wording.capitalised(offence.label))
        for offence, figures in found.items()
    )
    yield Table("Offences", columns, tuple(Line(tuple(map(Cell, texts))) for texts in lines))
    if dataset.periods:
        yield _pairs("Periods with a name", {period.id: wording.capitalised(period.label) for period in dataset.periods.values()})
    yield _pairs("", _what_there_is(tuple(figure for figures in found.values() for figure in figures)))


def _topic_blocks(dataset: Dataset, found: dict[Offence, tuple[Figure, ...]]) -> Iterator[Block]:
    for offence, figures in found.items():
        texts = {
            "definition": offence.definition or "",
            "law": ", ".join(filter(None, (f"article {offence.article}" if offence.article else "", offence.law))),
            "ask for it as": ", ".join((offence.id, *offence.aliases)),
            "includes": ", ".join(offence.includes),
            "figures": f"{len(figures):,}, {_years(figures)}" if figures else "none",
            **_what_there_is(figures),
            "changes": " ".join(f"{wording.long_date(change.date)}: {change.note}" for change in dataset.breaks_of(offence.id)),
        }
        yield from (Heading(wording.topic_title(offence)), _pairs("", texts))


def _what_there_is(figures: tuple[Figure, ...]) -> dict[str, str]:
    known = {figure.measure for figure in figures}
    stages = ", ".join(measure.value for measure in Measure if measure in known)
    return {"stages": stages, "counters": ", ".join(sorted({figure.counter for figure in figures}, key=str.casefold))}


def _pairs(title: str, texts: dict[str, str]) -> Table:
    return Table(title, (Column(), Column(may_wrap=True)), tuple(Line((Cell(label), Cell(text))) for label, text in texts.items() if text))


def sources_report(dataset: Dataset, word: str | None, stamp: Stamp) -> Report:
    """Return the report of every source with the number of its figures, or of those that a word names.

    Raises:
        NothingMatchedError: if no source is of the word, or there are none.
    """
    names = _sources_of(dataset, word)
    found = references(dataset, (figure for figure in dataset.figures.values() if figure.source in names), names)
    is_one = len(found) == 1 and word is not None
    return Report(
        stamp=stamp,
        columns=SOURCE_COLUMNS,
        rows=lambda: tuple((*item, dataset.sources[item.source].access.value, dataset.sources[item.source].language) for item in found),
        page=lambda: tuple(_source_blocks(dataset, found[0])) if is_one else (_sources_table(found),),
        sentences=lambda: tuple(f"{item.credit}, “{item.title}”, {item.url}." for item in found),
        next_step="" if is_one else f"{len(found)} sources. One of them whole: milstats sources {found[0].source}",
        title="Where the figures come from",
    )


def _sources_of(dataset: Dataset, word: str | None) -> frozenset[str]:
    """Return the sources that a word names: by id, else those whose id, publisher or title holds it."""
    if not dataset.sources:
        raise NothingMatchedError("the table has no sources")
    if word is None:
        return frozenset(dataset.sources)
    text = folded(word)
    found = frozenset(name for name in dataset.sources if folded(name) == text) or frozenset(
        name for name, source in dataset.sources.items() if text in folded(f"{name} {source.publisher} {source.title}")
    )
    if not found or not text:
        raise NothingMatchedError(f"no source is called {quoted(word)}{did_you_mean(word, [*dataset.sources], most=3)}")
    return found


def _sources_table(found: tuple[Reference, ...]) -> Table:
    columns = (Column(), Column(), Column("figures", is_number=True), Column("published"), Column("publisher", may_wrap=True))
    lines = []
    for item in sorted(found, key=lambda item: [*Grade].index(Grade(item.grade))):
        count, date = Cell(f"{item.figures:,}", key=item.figures), Cell(str(item.published or "undated"))
        lines.append(Line((Cell(item.grade), Cell(item.source, link=item.url), count, date, Cell(item.publisher))))
    return Table("", columns, tuple(lines))


def _source_blocks(dataset: Dataset, item: Reference) -> Iterator[Block]:
    source = dataset.sources[item.source]
    texts = {
        "title": source.title,
        "author": ", ".join(source.author),
        "id": source.id,
        "language": wording.language_name(source.language),
        "role": f"{source.role.meaning}; {source.access.meaning}",
        "grade": f"{source.grade.value}: {source.grade.meaning}",
        "note": source.note or "",
        "read on": wording.long_date(source.accessed),
    }
    yield from (Heading(item.credit), _pairs("", texts), Paragraph(source.url, link=source.url))
    lines = []
    for figure in dataset.figures.values():
        if figure.source == item.source:
            what = f"{wording.short_title(dataset.offences[figure.offence])}: {wording.heading(figure.measure, figure.unit)}"
            number = number_cell(dataset, figure)._replace(mark="", sources=())
            lines.append(Line((Cell(what), number, Cell(wording.label(figure.period)), Cell(figure.id))))
    if lines:
        columns = (Column(may_wrap=True), Column(is_number=True), Column(may_wrap=True), Column(is_spare=True))
        yield Table("Its figures", columns, tuple(lines))
