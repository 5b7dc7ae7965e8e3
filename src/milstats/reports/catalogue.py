"""What the table holds, as reports: what can be asked for, and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from milstats.errors import NothingMatchedError, did_you_mean, quoted
from milstats.model import wording
from milstats.model.records import Dataset, Figure, Offence
from milstats.model.selection import Query, WordKind, counters, folded, read_words, select
from milstats.model.vocabulary import Grade, Measure
from milstats.reports.figures import number_cell
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Reference, Report, Stamp, Table, references


def topics_report(dataset: Dataset, word: str | None, stamp: Stamp) -> Report:
    """Return the report of what can be asked for, or of what one word means; raise NothingMatchedError if the table knows nothing of it."""
    if word is not None and (about_rule := _rule_report(word, stamp)):
        return about_rule
    asked = read_words(dataset, (word,)) if word is not None else ()
    named = [name.value for name in asked if name.kind is WordKind.OFFENCE]
    topics = {offence for value in named for offence in (value if isinstance(value, tuple) else [value])}
    selected = select(dataset, Query(asked, everything=True)).figures if asked and not topics else tuple(dataset.figures.values())
    found, rows, sentences = {}, [], []
    for offence in dataset.offences.values():
        figures = tuple(figure for figure in selected if figure.offence == offence.id)
        if offence.id in topics if topics else figures or not asked:
            found[offence] = figures
            rows.append((offence.id, offence.label, offence.article, offence.aliases, len(figures), *_span(figures), offence.definition))
            count = "1 figure" if len(figures) == 1 else f"{len(figures):,} figures"
            sentences.append(f"{offence.id}: {', '.join(filter(None, (offence.label, count, _years(figures))))}.")
    if not found:
        raise NothingMatchedError("the table has no offences")
    first = next(iter(found)).id
    return Report(
        stamp=stamp,
        columns=("topic", "label", "article", "aliases", "figures", "first", "last", "definition"),
        rows=lambda: tuple(rows),
        page=lambda: tuple(_topic_blocks(dataset, found) if topics else _topics_blocks(dataset, found)),
        sentences=lambda: tuple(sentences),
        next_step=f"To see its figures: milstats show {first}" if topics else f"Definition and other names: milstats topics {first}",
        title="What can be asked for",
    )


def _rule_report(name: str, stamp: Stamp) -> Report | None:
    """Return what a rule of comparing means, whose name stands among the reasons of a comparison; None if there is no such rule."""
    from milstats.comparison.rules import NO_FIGURE, RULES  # costs a third of a start, and hardly anyone asks for a rule

    rule = next((rule for rule in (*RULES, NO_FIGURE) if rule.name == name), None)
    if rule is None:
        return None
    relation, verdict = rule.relation, rule.verdict
    texts = {
        "situation": rule.situation,
        "relation": f"{relation.value}: {relation.meaning}" if relation else "",
        "verdict": f"{verdict.value}: {verdict.meaning}",
        "given": rule.done,
    }
    return Report(
        stamp=stamp,
        columns=("rule", *texts),
        rows=lambda: ((name, rule.situation, relation and relation.value, verdict.value, rule.done),),
        page=lambda: (Heading(f"Rule of comparing: {name}"), _pairs("", texts)),
        sentences=lambda: (f"{name}: {rule.situation}; {verdict.value}: {rule.done}.",),
        title=name,
    )


def _span(figures: tuple[Figure, ...]) -> tuple[date | None, date | None]:
    """Return the first and the last day of figures."""
    periods = [figure.period for figure in figures if figure.period]
    first = min((period.start_earliest for period in periods if period.start_earliest), default=None)
    return first, max((period.end_latest for period in periods if period.end_latest), default=None)


def _years(figures: tuple[Figure, ...]) -> str:
    return "–".join(dict.fromkeys(str(day.year) for day in _span(figures) if day))


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
    return {"stages": stages, "counters": ", ".join(counters(figures))}


def _pairs(title: str, texts: dict[str, str]) -> Table:
    return Table(title, (Column(), Column(may_wrap=True)), tuple(Line((Cell(label), Cell(text))) for label, text in texts.items() if text))


def sources_report(dataset: Dataset, word: str | None, stamp: Stamp) -> Report:
    """Return the report of every source, or of those that a word names; raise NothingMatchedError if there are none."""
    if not dataset.sources:
        raise NothingMatchedError("the table has no sources")
    text = folded(word or "")
    exact = [str(word)] if word in dataset.sources else [name for name in dataset.sources if word is None or folded(name) == text]
    names = exact or [name for name, one in dataset.sources.items() if text and text in folded(f"{name} {one.publisher} {one.title}")]
    if word is not None and not names:
        raise NothingMatchedError(
            f"no source is called {quoted(word)}{did_you_mean(word, [*dataset.sources], most=3) or '; see `milstats sources`'}"
        )
    found = references(dataset, (figure for figure in dataset.figures.values() if figure.source in names), names)
    is_one = len(found) == 1 and word is not None
    named = "" if word is None else f" with {quoted(word)} in id, publisher or title"
    columns = (Column(), Column(), Column("figures", is_number=True), Column("published"), Column("publisher", may_wrap=True))
    lines = []
    for item in sorted(found, key=lambda item: [*Grade].index(Grade(item.grade))):
        count, date = Cell(f"{item.figures:,}", key=item.figures), Cell(str(item.published or "undated"))
        lines.append(Line((Cell(item.grade), Cell(item.source, link=item.url), count, date, Cell(item.publisher))))
    table = Table("", columns, tuple(lines))
    return Report(
        stamp=stamp,
        columns=(*Reference._fields, "access", "language"),
        rows=lambda: tuple((*item, dataset.sources[item.source].access.value, dataset.sources[item.source].language) for item in found),
        page=lambda: tuple(_source_blocks(dataset, found[0])) if is_one else (table,),
        sentences=lambda: tuple(f"{item.credit}, “{item.title}”, {item.url}." for item in found),
        next_step="" if is_one else f"{len(found)} sources{named}. One of them whole: milstats sources {found[0].source}",
        title="Where the figures come from",
    )


def _source_blocks(dataset: Dataset, item: Reference) -> Iterator[Block]:
    source = dataset.sources[item.source]
    texts = {
        "title": source.title,
        "author": ", ".join(source.author),
        "id": source.id,
        "language": wording.LANGUAGES.get(source.language, source.language),
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
