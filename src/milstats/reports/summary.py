"""The summary: the few figures that answer a question, chosen by rule from any table.

A row is what was counted, and by whom; a column is a calendar year. Beside the years stands the latest total: a running total, or
a sum over more than a year.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from milstats.model import wording
from milstats.model.period import Kind, Period
from milstats.model.vocabulary import Grade, Measure, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milstats.model.records import Dataset, Figure, Offence, OffenceId

STAGES = (
    Measure.CONVICTED, Measure.SENTENCED, Measure.RESOLVED, Measure.BROUGHT_BEFORE_COURT, Measure.RECEIVED_BY_COURT, Measure.CHARGED,
    Measure.CASE_OPENED, Measure.REGISTERED, Measure.ESTABLISHED, Measure.ACQUITTED, Measure.IMPRISONED, Measure.SUSPENDED,
    Measure.RESTRICTED, Measure.FINED,
)  # fmt: skip
MOST_YEARS = 4
MOST_SHARED_YEARS = 3
_YEAR_IS_OVER = (12, 25)  # a figure that runs to this day or later is of the whole year
_LEAP_YEAR = 366  # days
_USUAL_POPULATION = "servicemen"
_GRADES = {grade: number for number, grade in enumerate(Grade)}


class Entry(NamedTuple):
    """The figure of a calendar year; `is_part` where it ends before the year does. A figure without a number gives the reason."""

    year: int
    figure: Figure
    is_part: bool = False


class Row(NamedTuple):
    """What one counter counted at one stage, year by year in order of time, and its latest total."""

    measure: Measure
    unit: Unit
    counter: str
    entries: tuple[Entry, ...] = ()
    total: Figure | None = None

    @property
    def unknown(self) -> tuple[Entry, ...]:
        """The years without a number, each with the reason."""
        return tuple(entry for entry in self.entries if entry.figure.value is None)

    def entry(self, year: int) -> Entry | None:
        """Return what the row says of a year."""
        return next((entry for entry in self.entries if entry.year == year), None)


class Part(NamedTuple):
    """The summary of one offence in one country, by rows; `years` are the columns, the last that have a number.

    Articles and breaks are those of the country where the table counts most of the offence: `is_home`.
    """

    offence: Offence
    country: str
    is_home: bool
    rows: tuple[Row, ...]
    years: tuple[int, ...]

    @property
    def by_year(self) -> tuple[Row, ...]:
        """The rows with a number in one of the years."""
        return tuple(row for row in self.rows if any(entry.year in self.years and entry.figure.value is not None for entry in row.entries))

    @property
    def withheld(self) -> tuple[Row, ...]:
        """The rows without a number in any of the years, of which there are years that nobody gives a number for."""
        shown = self.by_year
        return tuple(row for row in self.rows if row.unknown and row not in shown)

    @property
    def earlier(self) -> tuple[int, ...]:
        """The years before, of which the same rows have numbers."""
        found = {entry.year for row in self.by_year for entry in row.entries if self.years and entry.year < self.years[0]}
        return tuple(sorted(found)[-MOST_YEARS:])

    @property
    def totals(self) -> tuple[Figure, ...]:
        """The latest totals: by stage, the latest end first."""
        found = [row.total for row in self.rows if row.total is not None]
        found.sort(key=lambda figure: (STAGES.index(figure.measure), -_end(figure).toordinal(), figure.counter.casefold()))
        return tuple(found)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the summary shows, in its order."""
        shown = [entry.figure for row in self.by_year for entry in row.entries if entry.year in self.years]
        return tuple({figure.id: figure for figure in (*shown, *self.totals)}.values())


def summary(dataset: Dataset, figures: tuple[Figure, ...], most_years: int = MOST_YEARS) -> tuple[Part, ...]:
    """Return the summary of figures, by offence in the order of the table and then by country."""
    populations, homes = _usual(dataset, "population"), _usual(dataset, "country")
    replaced = {figure.supersedes for figure in dataset.figures.values()}
    groups: dict[tuple[OffenceId, str], list[Figure]] = {}
    for figure in figures:
        is_live = figure.id not in replaced and Status.DEPRECATED not in figure.status
        if is_live and figure.is_count and figure.measure in STAGES and figure.population == populations[figure.offence]:
            groups.setdefault((figure.offence, figure.country), []).append(figure)
    places = {offence: number for number, offence in enumerate(dataset.offences)}
    keys = sorted(groups, key=lambda key: (places[key[0]], key[1] != homes[key[0]], key[1]))
    found = [_part(dataset, key, groups[key], is_home=key[1] == homes[key[0]], most_years=most_years) for key in keys]
    return tuple(part for part in found if part.rows)


def overview(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the summary of many offences: of each the row of people convicted and the row in court with most years.

    All have the same columns, the last three years of which more than one row has a number, and totals of one start.
    """
    main = {part: _main_rows(part) for part in parts}
    numbered = [row for found in main.values() for row in found]
    filled = [entry.year for row in numbered for entry in row.entries if entry.figure.value is not None]
    shared = tuple(sorted({year for year in filled if filled.count(year) > 1} or {*filled})[-MOST_SHARED_YEARS:])
    start = common_start(tuple(row.total for row in numbered if row.total is not None))
    found = []
    for part in parts:
        rows = part._replace(rows=main[part], years=shared).by_year
        of_start = tuple(row._replace(total=row.total if row.total and _start(row.total) == start else None) for row in rows)
        found += [part._replace(rows=of_start, years=shared)] if of_start else []
    return tuple(found)


def common_start(totals: tuple[Figure, ...]) -> date | None:
    """Return the day from which most totals run; of several the latest."""
    starts = [start for figure in totals if (start := _start(figure)) is not None]
    return max(starts, key=lambda start: (starts.count(start), start), default=None)


def _start(figure: Figure) -> date | None:
    return figure.period.start_earliest if figure.period else None


def _main_rows(part: Part) -> tuple[Row, ...]:
    """Return the rows of an offence that an overview has; the fullest where it has none of people convicted or in court."""
    rows = sorted(part.by_year, key=lambda row: row.total is None)  # that have most years first
    found = [next((row for row in rows if row.measure is stage), None) for stage in (Measure.CONVICTED, Measure.RECEIVED_BY_COURT)]
    return tuple(row for row in found if row is not None) or tuple(rows[:1])


def offence_title(dataset: Dataset, figure: Figure) -> str:
    """Return the title of a figure's offence; one of another country than the table's names it and no article."""
    offence = dataset.offences[figure.offence]
    if figure.country == _usual(dataset, "country")[offence.id]:
        return wording.topic_title(offence)
    country = wording.country_name(figure.country)
    return wording.topic_title(offence._replace(article=None)) + ("" if country in offence.label else f" ({country})")


def year_of(period: Period | None) -> int | None:
    """Return the calendar year in which a period surely lies, or None."""
    if period is None or period.start_earliest is None or period.end_latest is None:
        return None
    return period.start_earliest.year if period.start_earliest.year == period.end_latest.year else None


def _usual(dataset: Dataset, field: str) -> dict[OffenceId, str]:
    """Return the population or country that most figures of each offence have; servicemen wherever there are any."""
    counts = Counter((figure.offence, str(getattr(figure, field))) for figure in dataset.figures.values())
    return dict(sorted(sorted(counts, reverse=True), key=lambda pair: (pair[1] == _USUAL_POPULATION, counts[pair])))


def _part(dataset: Dataset, key: tuple[OffenceId, str], figures: list[Figure], *, is_home: bool, most_years: int) -> Part:
    entries = _entries(dataset, figures)
    totals = _totals(dataset, figures, entries)
    rows = [Row(*row, tuple(sorted(entries.get(row, {}).values())), totals.get(row)) for row in {**entries, **totals}]
    years = tuple(sorted({entry.year for row in rows for entry in row.entries if entry.figure.value is not None})[-most_years:])
    filled = {row: -sum(entry.year in years and entry.figure.value is not None for entry in row.entries) for row in rows}
    rows.sort(key=lambda row: (STAGES.index(row.measure), filled[row], row.counter.casefold()))
    return Part(dataset.offences[key[0]], key[1], is_home, tuple(rows), years)


_Key = tuple[Measure, "Unit", str]


def _entries(dataset: Dataset, figures: Iterable[Figure]) -> dict[_Key, dict[int, Entry]]:
    found = [(figure, entry) for figure in figures if (entry := _entry(figure)) is not None]
    said = {
        (figure.measure, figure.counter, entry.year, is_part)
        for figure, entry in found
        if figure.value is not None and not _is_weak(dataset, figure)
        for is_part in {True, entry.is_part}
    }
    best: dict[_Key, dict[int, Entry]] = {}
    for figure, entry in found:
        if _is_weak(dataset, figure) and (figure.measure, figure.counter, entry.year, entry.is_part) in said:
            continue
        cells = best.setdefault((figure.measure, figure.unit, figure.counter), {})
        other = cells.get(entry.year)
        if other is None or _rank(dataset, entry) < _rank(dataset, other):
            cells[entry.year] = entry
    return best


def _entry(figure: Figure) -> Entry | None:
    """Return the place of a figure in a year: a sum that starts on 1 January and ends in the same year; else None."""
    period, year = figure.period, year_of(figure.period)
    if period is None or year is None or period.kind is not Kind.SUM or (figure.value is None and figure.missing is None):
        return None
    start, end = period.start_latest, period.end_earliest
    if start is None or end is None or (start.month, start.day) != (1, 1):
        return None
    return Entry(year, figure, is_part=(end.month, end.day) < _YEAR_IS_OVER)


def _rank(dataset: Dataset, entry: Entry) -> tuple[object, ...]:
    """Return a key that puts the better figure of a year first: a number, the year before a part, the later end, then the better text."""
    return (entry.figure.value is None, entry.is_part, -_end(entry.figure).toordinal(), *_merit(dataset, entry.figure))


def _merit(dataset: Dataset, figure: Figure) -> tuple[object, ...]:
    """Return a key that puts the better text first: undisputed, of a better source, published later."""
    source = dataset.sources[figure.source]
    published = -source.published.toordinal() if source.published else 0
    return (Status.DISPUTED in figure.status, _GRADES[source.grade], published, figure.id)


def _is_weak(dataset: Dataset, figure: Figure) -> bool:
    return dataset.sources[figure.source].grade is Grade.WEAK


def _end(figure: Figure) -> date:
    """Return the last day of a figure; the end of all days where it has none."""
    return (figure.period and figure.period.end_latest) or date.max


def _totals(dataset: Dataset, figures: Iterable[Figure], entries: dict[_Key, dict[int, Entry]]) -> dict[_Key, Figure]:
    """Return the latest total of each stage and counter, in the unit of the years where it is given in several.

    A counter's number that is also given for a later stage is there once.
    """
    by_counter: dict[tuple[Measure, str], list[Figure]] = {}
    for figure in figures:
        if _is_total(figure):
            by_counter.setdefault((figure.measure, figure.counter), []).append(figure)
    found: dict[_Key, Figure] = {}
    seen: set[tuple[object, ...]] = set()
    for (_, counter), group in sorted(by_counter.items(), key=lambda item: STAGES.index(item[0][0])):
        sound = {_end(figure).year for figure in group if not _is_weak(dataset, figure)}
        kept = [figure for figure in group if not _is_weak(dataset, figure) or _end(figure).year not in sound]
        last = max(_end(figure) for figure in kept)
        of_last = [figure for figure in kept if _end(figure) == last]
        best = min(of_last, key=lambda figure: ((figure.measure, figure.unit, counter) not in entries, *_merit(dataset, figure)))
        if (counter, best.value, last) not in seen:
            seen.add((counter, best.value, last))
            found[best.measure, best.unit, counter] = best
    return found


def _is_total(figure: Figure) -> bool:
    period = figure.period
    if figure.value is None or period is None or period.start_earliest is None or period.end_latest is None:
        return False
    if period.kind is Kind.SUM:
        return year_of(period) is None and (period.end_latest - period.start_earliest).days > _LEAP_YEAR
    return period.kind is Kind.CUMULATIVE
