"""The summary: the few figures that answer a question, chosen by rule from any table.

A row is what was counted, and by whom; its columns are calendar years, then the latest total.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from milstats.model import wording
from milstats.model.period import Kind, Period
from milstats.model.records import Dataset, Figure, Offence, OffenceId
from milstats.model.vocabulary import Grade, Measure, Status, Unit

STAGES = (
    Measure.CONVICTED, Measure.SENTENCED, Measure.RESOLVED, Measure.BROUGHT_BEFORE_COURT, Measure.RECEIVED_BY_COURT, Measure.CHARGED,
    Measure.CASE_OPENED, Measure.REGISTERED, Measure.ESTABLISHED, Measure.ACQUITTED, Measure.IMPRISONED, Measure.SUSPENDED,
    Measure.RESTRICTED, Measure.FINED,
)  # fmt: skip
_MAIN_STAGES = (Measure.CONVICTED, Measure.RECEIVED_BY_COURT)
MOST_YEARS = 4
MOST_SHARED_YEARS = 3
_YEAR_IS_OVER = (12, 25)  # a figure that runs to this day or later is of the whole year
_LEAP_YEAR = 366  # days
_Key = tuple[Measure, Unit, str]


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
    def filled(self) -> tuple[int, ...]:
        """The years with a number."""
        return tuple(entry.year for entry in self.entries if entry.figure.value is not None)


class Part(NamedTuple):
    """The summary of one offence in one country: `years` are its columns; articles and breaks are those of the country that `is_home`."""

    offence: Offence
    is_home: bool
    title: str
    short_title: str
    rows: tuple[Row, ...]
    years: tuple[int, ...]

    @property
    def by_year(self) -> tuple[Row, ...]:
        """The rows with a number in one of the years."""
        return tuple(row for row in self.rows if not set(row.filled).isdisjoint(self.years))

    @property
    def totals(self) -> tuple[Figure, ...]:
        """The latest totals: by stage, the latest end first."""
        found = [row.total for row in self.rows if row.total is not None]
        return tuple(sorted(found, key=lambda total: (STAGES.index(total.measure), -_end(total).toordinal(), total.counter.casefold())))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the summary shows, in its order."""
        shown = [entry.figure for row in self.by_year for entry in row.entries if entry.year in self.years]
        return tuple(dict.fromkeys((*shown, *self.totals)))


def summary(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[Part, ...]:
    """Return the summary of figures, by offence in the order of the table and then by country."""
    populations, homes = usual(dataset, "population"), usual(dataset, "country")
    replaced = {figure.supersedes for figure in dataset.figures.values()}
    groups: dict[tuple[OffenceId, str], list[Figure]] = {}
    for figure in figures:
        is_live = figure.id not in replaced and Status.DEPRECATED not in figure.status
        if is_live and figure.is_count and figure.measure in STAGES and figure.population == populations[figure.offence]:
            groups.setdefault((figure.offence, figure.country), []).append(figure)
    places, is_mixed = [*dataset.offences], len({country for _, country in groups}) > 1
    found = []
    for key in sorted(groups, key=lambda key: (places.index(key[0]), key[1] != homes[key[0]], key[1])):
        entries = _entries(dataset, groups[key])
        totals = _totals(dataset, groups[key], entries)
        rows = [Row(*row, tuple(sorted(entries.get(row, {}).values())), totals.get(row)) for row in {**entries, **totals}]
        years = tuple(sorted({year for row in rows for year in row.filled})[-MOST_YEARS:])
        rows.sort(key=lambda row: (STAGES.index(row.measure), -len({*row.filled} & {*years}), row.counter.casefold()))
        names = (wording.topic_title, wording.short_title)
        whom = "" if populations[key[0]] in {"servicemen", "conscripts"} else f" ({populations[key[0]]})"
        title, short_title = (offence_title(dataset, groups[key][0], homes, name, is_mixed=is_mixed) + whom for name in names)
        if rows:
            found.append(Part(dataset.offences[key[0]], key[1] == homes[key[0]], title, short_title, tuple(rows), years))
    return tuple(found)


def overview(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return of each offence the rows convicted and in court with most years, in the years most rows share; totals have one start."""
    rows = [row for part in parts for row in part.by_year]
    counts = Counter(year for row in [row for row in rows if row.measure in _MAIN_STAGES] or rows for year in row.filled)
    latest = sorted(counts, key=lambda year: (counts[year] > 1, year))[-MOST_SHARED_YEARS:]  # those that several rows share first
    years = tuple(sorted(latest))
    found = []
    for part in (part._replace(years=years) for part in parts):
        rows = sorted(part.by_year, key=lambda row: (-len({*row.filled} & {*years}), row.total is None))
        main = {row.measure: row for row in reversed(rows)}
        rows = [main[stage] for stage in _MAIN_STAGES if stage in main] or rows[:1]  # the fullest where it has neither of the two
        if rows:
            found.append(part._replace(rows=tuple(rows)))
    totals = tuple(row.total for part in found for row in part.rows if row.total)
    start = common_start(totals)
    others = {total for total in totals if total.period and total.period.start_earliest != start}
    return tuple(part._replace(rows=tuple(row._replace(total=None) if row.total in others else row for row in part.rows)) for part in found)


def common_start(totals: tuple[Figure, ...]) -> date | None:
    """Return the day from which most totals run; of several the latest."""
    starts = [figure.period.start_earliest for figure in totals if figure.period and figure.period.start_earliest]
    return max(starts, key=lambda start: (starts.count(start), start), default=None)


def offence_title(
    dataset: Dataset, figure: Figure, homes: dict[str, str], name: Callable[[Offence], str] = wording.topic_title, *, is_mixed: bool = False
) -> str:
    """Return the title of a figure's offence; its country where that is not the usual one, or the answer holds several."""
    offence, country = dataset.offences[figure.offence], wording.COUNTRIES.get(figure.country, figure.country)
    is_home = figure.country == homes[offence.id]
    title = name(offence if is_home else offence._replace(article=None))
    return title if country in offence.label or (is_home and not is_mixed) else f"{title} ({country})"


def year_of(period: Period | None) -> int | None:
    """Return the calendar year in which a period surely lies, or None."""
    first, last = (period.start_earliest, period.end_latest) if period else (None, None)
    return first.year if first and last and first.year == last.year else None


def usual(dataset: Dataset, field: str) -> dict[OffenceId, str]:
    """Return the population or country that most figures of each offence have; servicemen and RU wherever there are any."""
    counts = Counter((figure.offence, str(getattr(figure, field))) for figure in dataset.figures.values())
    return dict(sorted(sorted(counts, reverse=True), key=lambda pair: (pair[1] in {"servicemen", "RU"}, counts[pair])))


def _entries(dataset: Dataset, figures: Iterable[Figure]) -> dict[_Key, dict[int, Entry]]:
    """Return of each row and year the best sum from 1 January: a number, of all the year, from no weak source, the later end."""

    def rank(entry: Entry) -> tuple[object, ...]:
        figure, is_weak = entry.figure, dataset.sources[entry.figure.source].grade is Grade.WEAK
        return (figure.value is None, entry.is_part, is_weak, -_end(figure).toordinal(), *_merit(dataset, figure))

    found = []
    for figure in figures:
        period, year = figure.period, year_of(figure.period)
        if period and year and period.kind is Kind.SUM and (figure.value is not None or figure.missing):
            start, end = period.start_latest, period.end_earliest
            if start and end and (start.month, start.day) == (1, 1):
                found.append(Entry(year, figure, is_part=(end.month, end.day) < _YEAR_IS_OVER))
    best: dict[_Key, dict[int, Entry]] = {}
    for entry in sorted(found, key=rank):
        best.setdefault((entry.figure.measure, entry.figure.unit, entry.figure.counter), {}).setdefault(entry.year, entry)
    return best


def _merit(dataset: Dataset, figure: Figure) -> tuple[object, ...]:
    """Return what puts the better text first: undisputed, of a better source, published later."""
    source = dataset.sources[figure.source]
    published = -source.published.toordinal() if source.published else 0
    return (Status.DISPUTED in figure.status, [*Grade].index(source.grade), published, figure.id)


def _end(figure: Figure) -> date:
    return (figure.period and figure.period.end_latest) or date.max


def _totals(dataset: Dataset, figures: Iterable[Figure], entries: dict[_Key, dict[int, Entry]]) -> dict[_Key, Figure]:
    """Return the latest total of each stage and counter, each number of a counter once, and none that ends before the row's last year."""

    def rank(figure: Figure) -> tuple[object, ...]:
        end, is_weak = _end(figure), dataset.sources[figure.source].grade is Grade.WEAK
        is_other_unit = (figure.measure, figure.unit, figure.counter) not in entries
        return (-end.year, is_weak, -end.toordinal(), is_other_unit, *_merit(dataset, figure))

    totals = []
    for figure in figures:
        period = figure.period
        if figure.value is not None and period and period.start_earliest and period.end_latest:
            is_long = year_of(period) is None and (period.end_latest - period.start_earliest).days > _LEAP_YEAR
            if period.kind is Kind.CUMULATIVE or (period.kind is Kind.SUM and is_long):
                totals.append(figure)
    best: dict[tuple[Measure, str], Figure] = {}
    for figure in sorted(totals, key=rank):
        best.setdefault((figure.measure, figure.counter), figure)
    found: dict[tuple[object, ...], Figure] = {}
    for figure in sorted(best.values(), key=lambda figure: STAGES.index(figure.measure)):
        rows = [row for (measure, _, counter), row in entries.items() if (measure, counter) == (figure.measure, figure.counter)]
        if _end(figure).year >= max((year for row in rows for year, entry in row.items() if entry.figure.value is not None), default=0):
            found.setdefault((figure.counter, figure.value, _end(figure)), figure)
    return {(figure.measure, figure.unit, figure.counter): figure for figure in found.values()}
