"""Figures as a report: every column for machines, the summary for people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import groupby

from milstats.errors import UsageError, did_you_mean, quoted
from milstats.model import wording
from milstats.model.period import Period
from milstats.model.records import Dataset, Figure, interval, link_of, marks
from milstats.model.selection import DEPRECATED, SUPERSEDED, TOUCHING, UNDATED, Selection, WordKind, known_on
from milstats.model.vocabulary import Bound, BreakKind, Measure, Status
from milstats.reports.figures import FEW, dispute, labels, number_cell, printed, quotation, told, whom
from milstats.reports.report import Block, Cell, Column, Heading, Line, Paragraph, Report, Stamp, Table, Value, View, references
from milstats.reports.summary import MOST_YEARS, STAGES, Entry, Part, Row, common_start, offence_title, overview, summary, usual, year_of

COLUMNS = (
    "id", "offence", "article", "measure", "unit", "value", "bound", "value_low", "value_high", "text",
    "period", "start_earliest", "start_latest", "end_earliest", "end_latest", "kind", "missing",
    "counter", "publisher", "source", "published", "where", "quote", "link", "marks", "note",
    "year", "population", "country", "status", "headline",
)  # fmt: skip
_SORTED = ("value", "measure", "period", "counter")  # what people see where only an order is asked for
_EVERY = ("offence", "measure", "value", "year", "period", "counter", "published", "status", "id")  # to search in a page
_NUMBERS = ("value", "value_low", "value_high", "year")
_FEW_OFFENCES, _FEW_ROWS = 3, 12  # up to which an answer gives all rows of each offence
_PART_SIGNS, GAP = "†‡§‖¶", "no figure"
_SHORT_STAGES = {Measure.CONVICTED: "convicted", Measure.RECEIVED_BY_COURT: "in court"}
CAVEAT = "Documented cases only."


def show_report(dataset: Dataset, selection: Selection, view: View, stamp: Stamp) -> Report:
    """Return the report of the selected figures, or raise UsageError if the view names a column that there is not."""
    names = tuple(_column(name, "--columns") for name in view.columns)
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"--columns: expected each column once, found {quoted(twice)} again")
    sort = _column(view.sort, "--sort") if view.sort is not None else None
    if selection.query.as_of is not None:
        dataset = known_on(dataset, selection.query.as_of)
    figures = (_sorted(dataset, selection.figures, sort) if sort else selection.figures)[: view.limit]
    offences = tuple(dict.fromkeys(figure.offence for figure in figures))
    parts = summary(dataset, selection.figures)
    is_many = is_overview(parts)
    parts = overview(parts) if is_many else parts
    headlines = {figure.id: figure for part in parts for figure in part.figures}
    is_plain = bool(names or sort or view.limit is not None)
    is_whole = view.full or selection.query.everything or is_plain or len(figures) <= FEW or not parts
    shown = figures if is_whole else tuple(headlines.values())
    of_summary = partial(overview_blocks if is_many else summary_blocks, dataset, parts)
    whole = partial(told if len(figures) <= FEW else _full, dataset, figures)
    plain = partial(_plain_blocks, dataset, figures, names or tuple(dict.fromkeys((*_SORTED, (sort or _SORTED[0]).removeprefix("-")))))
    titles = [*dict.fromkeys(wording.topic_title(dataset.offences[offence]) for offence in offences)]
    return Report(
        stamp=stamp,
        columns=names or COLUMNS,
        rows=lambda: tuple(_row(dataset, figure, names or COLUMNS, headlines) for figure in figures),
        page=lambda: tuple((plain if is_plain else whole if is_whole else of_summary)()),
        sentences=lambda: tuple(wording.sentence(dataset, figure) for figure in shown),
        references=partial(references, dataset, figures),
        notes=tuple(_notes(dataset, selection, offences)),
        next_step=_next_step(len(shown), len(selection.figures), can_be_full=not is_plain),
        title=f"Documented counts of {len(titles)} offences" if titles[2:] else " / ".join(titles),
        every=None if is_whole else lambda: _plain_blocks(dataset, figures, _EVERY[len(offences) == 1 :], has_notes=True),
    )


def is_overview(parts: tuple[Part, ...]) -> bool:
    """Return whether an answer has so many offences and rows that it gives only the main rows of each offence."""
    return len(parts) > _FEW_OFFENCES and sum(len(part.by_year) + len(part.totals) for part in parts) > _FEW_ROWS


def _column(name: str, option: str) -> str:
    folded = name.strip().casefold()
    if folded.removeprefix("-" if option == "--sort" else " ") not in COLUMNS:
        hint = did_you_mean(folded, [*COLUMNS]) or f"; there are {' '.join(COLUMNS)}"
        raise UsageError(f"{option}: expected a column, found {quoted(name.removeprefix('-'))}{hint}")
    return folded


def _notes(dataset: Dataset, selection: Selection, offences: tuple[str, ...]) -> Iterator[str]:
    """Yield what was left out, and that an offence is shown beside another that it counts among others."""
    asked = " ".join(word.typed for word in selection.query.of(WordKind.PERIOD))
    words = {SUPERSEDED: "superseded", DEPRECATED: "not to be used", TOUCHING: f"only partly in {asked}", UNDATED: "without dates"}
    reasons = {reason: f"{count:,} {words[reason]}" for reason, count in selection.left_out.items()}
    old = [reasons.pop(reason) for reason in (SUPERSEDED, DEPRECATED) if reason in reasons]
    all_of_them = [f"{wording.joined(old)} (shown with --all)"] if old else []
    if left_out := [*all_of_them, *reasons.values()]:
        yield f"left out: {wording.joined(left_out)}"
    found = [offence for offence in dataset.offences if offence in offences and not dataset.parts_of(offence).isdisjoint(offences)]
    verb = f" and {len(found) - 1} more include" if found[1:] else " includes"
    if found:
        yield f"{wording.short_title(dataset.offences[found[0]])}{verb} other offences: do not add them up"


def _next_step(shown: int, selected: int, *, can_be_full: bool) -> str:
    count = "1 figure." if selected == 1 else f"{selected:,} figures."
    if shown < selected:
        count = f"{shown:,} of {count}{' --full: all of them' if can_be_full else ''}"
    return f"{count}   --sources: titles and links"


def _row(dataset: Dataset, figure: Figure, names: tuple[str, ...], headlines: Collection[str] = ()) -> tuple[Value, ...]:
    """Return the cells of a figure in some columns; `headline` is "true" where the summary shows it, else "false"."""
    source, offence, period = dataset.sources[figure.source], dataset.offences[figure.offence], figure.period or Period("")
    is_hedged = figure.value is not None or figure.bound is Bound.VAGUE  # words alone state no bound, not even an exact one
    kind = period.kind if figure.period and figure.value is not None else None
    cells = (
        *(figure.id, offence.id, offence.article, figure.measure, figure.unit),
        *(figure.value, figure.bound if is_hedged else None, *interval(figure), figure.text),
        *(period.text or None, period.start_earliest, period.start_latest, period.end_earliest, period.end_latest),
        *(kind, figure.missing, figure.counter, source.publisher, source.id, source.published),
        *(figure.where, figure.quote, link_of(dataset, figure), marks(dataset, figure), figure.note),
        *(year_of(period), figure.population, figure.country, figure.status, "true" if figure.id in headlines else "false"),
    )
    return cells if names == COLUMNS else tuple(cells[COLUMNS.index(name)] for name in names)


def _sorted(dataset: Dataset, figures: tuple[Figure, ...], sort: str) -> tuple[Figure, ...]:
    """Return figures by a column, downwards where `-` leads its name: numbers by size, periods by their days; what is empty is last."""
    name = sort.removeprefix("-")
    keys: dict[str, object] = {}
    for figure in figures:
        (value,), period = _row(dataset, figure, (name,)), figure.period
        if name == "period" and period:
            value = f"{period.start_earliest} {period.end_latest or 9999}" if period.is_dated else None
        elif name == "measure":
            value = [*STAGES, *Measure].index(figure.measure)
        keys[figure.id] = value if name in _NUMBERS or isinstance(value, int) else str(value or "")
    filled = [figure for figure in figures if keys[figure.id] not in {None, ""}]
    filled.sort(key=lambda figure: keys[figure.id], reverse=sort.startswith("-"))  # type: ignore[arg-type, return-value]  # all of one type
    return (*filled, *(figure for figure in figures if keys[figure.id] in {None, ""}))


def _tables(dataset: Dataset, part: Part, signs: Signs) -> Iterator[Table]:
    """Yield each year's numbers and the latest totals; the title says the start that most of these share, lines of others their own."""
    if part.by_year:
        earlier = {entry.year for row in part.by_year for entry in row.entries if entry.year < part.years[0]}
        years = (*sorted(earlier)[-MOST_YEARS:], *part.years)
        columns = (Column(), Column(), *(Column(str(year), is_number=True, is_spare=True) for year in years))
        rows = ((_what(row), Cell(row.counter), *_year_cells(dataset, row, years, signs)) for row in part.by_year)
        yield Table("Each year", columns, tuple(map(Line, rows)))
    if not part.totals:
        return
    start = common_start(part.totals)
    since = _since(dataset, start)
    is_shared = [bool(since and figure.period and figure.period.start_earliest == start) for figure in part.totals]
    lines = []
    for figure, is_same in zip(part.totals, is_shared, strict=True):
        until = f"to {wording.end_label(figure.period)}" if figure.period and is_same else wording.label(figure.period)
        lines.append(Line((_what(figure), Cell(figure.counter), _total_cell(dataset, figure, start, signs), Cell(until))))
    title = f"{wording.capitalised(since)}, latest total" if all(is_shared) else f"Latest total{f', {since} or as dated' if since else ''}"
    yield Table(title, (Column(), Column(), Column(is_number=True), Column(may_wrap=True)), tuple(lines))


def summary_blocks(
    dataset: Dataset, parts: tuple[Part, ...], tables: Callable[[Dataset, Part, Signs], Iterator[Table]] = _tables, caveat: str = CAVEAT
) -> Iterator[Block]:
    """Yield the summary offence by offence: its tables, and below them who withholds which numbers, and how numbers are disputed."""
    signs = Signs()
    for part in parts:
        yield Heading(part.title)
        yield from tables(dataset, part, signs)
        for row in part.rows:
            last = 0 if set(row.filled).isdisjoint(part.years) else part.years[-1]  # the columns up to it say what is withheld
            silent = [*enumerate(entry for entry in row.entries if entry.figure.value is None and entry.year > last)]
            for _, run in groupby(silent, key=lambda place: (place[1].figure.missing, place[1].year - place[0])):
                entries = [entry for _, entry in run]
                years = dict.fromkeys((str(entries[0].year), str(entries[-1].year)))
                yield Paragraph(wording.silence(entries[0].figure, "–".join(years)))
        disputed = [figure for figure in part.figures if Status.DISPUTED in figure.status]
        rows = groupby(disputed, key=lambda figure: (figure.measure, figure.counter))
        clauses = [*dict.fromkeys(dispute(dataset, tuple(group)) for _, group in rows)]
        if clauses:
            yield Paragraph(f"* disputed: {clauses[0]}{f'; {len(clauses) - 1} more' if clauses[1:] else ''}")
    yield from _closing(dataset, parts, signs.meanings(parts), caveat)


def overview_blocks(dataset: Dataset, parts: tuple[Part, ...], bar: Callable[[Figure], Cell] | None = None) -> Iterator[Block]:
    """Yield the summary of many offences as one table; its last column has the latest year as a `bar` where there is one."""
    signs, lines = Signs(), []
    totals = tuple(total for part in parts for total in part.totals)
    start = common_start(totals)
    for part in parts:
        for number, row in enumerate(part.rows):
            stage = _SHORT_STAGES.get(row.measure) or wording.heading(row.measure, row.unit)
            cells = [Cell(stage if number else f"{part.short_title}, {stage}"), Cell(wording.short_name(row.counter))]
            cells += _year_cells(dataset, row, part.years, signs)
            if totals:
                cells.append(_total_cell(dataset, row.total, start, signs) if row.total else Cell())
            if bar:
                shown = [entry.figure for entry in row.entries if entry.year in part.years and entry.figure.value is not None]
                cells.append(bar(shown[-1]))
            lines.append(Line(tuple(cells)))
    years = (Column(str(year), is_number=True, is_spare=True) for year in parts[0].years)
    last = [Column("Total", is_number=True)] * bool(totals) + [Column("latest year")] * bool(bar)
    yield Table("Each year", (Column(may_wrap=True), Column(), *years, *last), tuple(lines))
    if totals:
        ends = {total.counter: f"{total.counter} to {wording.end_label(total.period)}" for total in totals if total.period}
        since = _since(dataset, start) or (f"since {wording.long_date(start)}" if start else "")
        yield Paragraph(f"Total: the latest {since}; {', '.join(ends.values())}")
    disputed = [part.offence.id for part in parts for figure in part.figures if Status.DISPUTED in figure.status]
    how = (f"* disputed (how: milstats show {disputed[0]})",) if disputed else ()
    yield from _closing(dataset, parts, (*how, *signs.meanings(parts)), CAVEAT)


class Signs(dict[str, str]):
    """The footnote signs of a summary by what they mean, given out as they are needed."""

    def __missing__(self, text: str) -> str:
        number = len(self.keys() - {GAP})
        sign = _PART_SIGNS[number % len(_PART_SIGNS)] * (1 + number // len(_PART_SIGNS))
        return self.setdefault(text, "–" if text == GAP else sign)

    def meanings(self, parts: tuple[Part, ...]) -> tuple[str, ...]:
        """Return what the signs that occur mean, with those that hedge the numbers."""
        shown = [printed(figure) for part in parts for figure in part.figures]
        hedges = (f"{sign} {bound.meaning}" for bound, sign in wording.SIGNS.items() if any(text.startswith(sign) for text in shown))
        return (*(f"{sign} {text}" for text, sign in sorted(self.items(), key=lambda item: item[0] == GAP)), *hedges)


def year_cell(dataset: Dataset, entry: Entry | None, signs: Signs) -> Cell:
    """Return the number of a year, with a sign for the part of the year that it covers; the sign of a gap without an entry."""
    if entry is None:
        return Cell(signs[GAP])
    return number_cell(dataset, entry.figure, signs[wording.months(entry.figure.period)] if entry.is_part and entry.figure.period else "")


def _year_cells(dataset: Dataset, row: Row, years: Iterable[int], signs: Signs) -> list[Cell]:
    known = {entry.year: entry for entry in row.entries}
    return [year_cell(dataset, known.get(year), signs) for year in years]


def _total_cell(dataset: Dataset, figure: Figure, start: date | None, signs: Signs) -> Cell:
    """Return a total; one that may have started later than the others has a sign that says so."""
    period = figure.period
    if period and period.start_latest and period.start_earliest == start != period.start_latest:
        return number_cell(dataset, figure, signs[f"or since {wording.long_date(period.start_latest, wording.SHORT_MONTHS)}"])
    return number_cell(dataset, figure)


def _what(row: Row | Figure) -> Cell:
    return Cell(wording.capitalised(wording.heading(row.measure, row.unit)))


def _since(dataset: Dataset, start: date | None) -> str:
    """Return a start in words, by the name that the table gives it, or nothing."""
    names = (period.label for period in dataset.periods.values() if period.start == start and period.label.startswith("since "))
    return next(names, "")


def _closing(dataset: Dataset, parts: tuple[Part, ...], meanings: tuple[str, ...], caveat: str) -> Iterator[Paragraph]:
    """Yield the end of a summary: what its signs mean, the caveat, and each break between its first and its last day."""
    if meanings:
        yield Paragraph("  ".join(meanings))
    found: dict[str, None] = {}
    for part in parts:
        days = [day for figure in part.figures if figure.period for day in (figure.period.start_earliest, figure.period.end_latest) if day]
        for change in dataset.breaks_of(part.offence.id) if part.is_home and days else ():
            if min(days) < change.date <= max(days):
                what = "method of counting" if change.kind is BreakKind.METHOD else change.kind.value
                found[f"The {what} changed on {wording.long_date(change.date)}."] = None
    yield Paragraph(" ".join((caveat, *found)))


def _full(dataset: Dataset, figures: tuple[Figure, ...]) -> Iterator[Block]:
    columns = (Column(), Column(is_number=True), Column(may_wrap=True), Column(is_spare=True))
    places, stages, homes = [*dataset.offences], [*STAGES, *Measure], usual(dataset, "country")
    groups: dict[tuple[str, str, int, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.offence, figure.country, stages.index(figure.measure), figure.unit), []).append(figure)
    ordered = [groups[key] for key in sorted(groups, key=lambda key: (places.index(key[0]), *key[1:3], -len(groups[key]), key[3]))]
    for title, same in groupby(ordered, key=lambda group: offence_title(dataset, group[0], homes)):
        yield Heading(title)
        for group in same:
            lines = []
            for figure in group:
                words = figure.quote or figure.text
                quote = words and quotation(words, dataset.sources[figure.source].language)
                when = Cell(f"{wording.label(figure.period)}{whom(figure)}")
                cells = (Cell(figure.counter), number_cell(dataset, figure), when, Cell(figure.id))
                lines.append(Line(cells, tuple(filter(None, (labels(dataset, figure), quote, figure.note)))))
            yield Table(_what(group[0]).text, columns, tuple(lines))
    if any(Status.DISPUTED in figure.status for figure in figures):
        yield Paragraph("* disputed: another source has it otherwise, or the note says why")
    yield Paragraph(CAVEAT)


def _plain_blocks(dataset: Dataset, figures: tuple[Figure, ...], names: tuple[str, ...], *, has_notes: bool = False) -> tuple[Table]:
    """Return figures as a plain table of some columns; hedge, unit and "withheld" are part of each number."""
    lines = []
    for figure in figures:
        values = (" ".join(value) if isinstance(value, tuple) else value for value in _row(dataset, figure, names))
        row = dict(zip(names, values, strict=True))
        texts = {name: str(value) for name, value in row.items() if value is not None}
        for name, limit in zip(("value_low", "value_high"), interval(figure), strict=True):
            texts[name] = wording.number(figure._replace(value=limit, value_high=None, bound=Bound.EQ)) if limit is not None else ""
        texts |= {
            "period": wording.label(figure.period),
            "measure": wording.heading(figure.measure, figure.unit),
            "marks": ", ".join(mark.name.lower() for mark in marks(dataset, figure)),
            "missing": wording.MISSING[figure.missing] if figure.missing else "",
        }
        cells = [number_cell(dataset, figure) if name == "value" else Cell(texts.get(name, ""), key=row[name]) for name in names]
        if "value" not in names:
            cells[0] = cells[0]._replace(sources=(figure.source,))
        lines.append(Line(tuple(cells), (figure.note,) if has_notes and figure.note else ()))
    return (Table("", tuple(Column(name, is_number=name in _NUMBERS, may_wrap=name not in _NUMBERS) for name in names), tuple(lines)),)
