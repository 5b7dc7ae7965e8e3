"""The rows of the summary as bars over the years, all of one unit on one scale."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from milstats.errors import NothingMatchedError
from milstats.model import wording
from milstats.model.period import Period
from milstats.model.selection import Selection, known_on
from milstats.model.vocabulary import Status, Unit
from milstats.reports.figures import printed
from milstats.reports.report import Bar, Cell, Chart, Column, Line, Report, Stamp, Table, View
from milstats.reports.show import GAP, Signs, is_overview, overview_blocks, show_report, summary_blocks, year_cell
from milstats.reports.summary import Entry, Part, overview, summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model.records import Dataset, Figure, Number

_ALL_YEARS = 9999


def trend_report(dataset: Dataset, selection: Selection, view: View, stamp: Stamp) -> Report:
    """Return the figures of a selection year by year; machines get the columns of `show`.

    Raises:
        NothingMatchedError: if no figure is of a year, or of a part of one from its first day.
    """
    if selection.query.as_of is not None:
        dataset = known_on(dataset, selection.query.as_of)
    parts = summary(dataset, selection.figures)
    is_many = is_overview(parts)
    parts = overview(parts) if is_many else summary(dataset, selection.figures, most_years=_ALL_YEARS)
    parts = tuple(_drawn(part, is_whole=not is_many) for part in parts if part.by_year)
    if not parts:
        raise NothingMatchedError("nothing to draw: no figure is of a calendar year; see `milstats show`")
    counted = tuple(figure for figure in selection.figures if figure.value is not None or figure.missing is not None)
    report = show_report(dataset, selection._replace(figures=counted), view, stamp)
    drawn = tuple(figure for part in parts for figure in part.figures)
    typed = (word.typed for word in selection.query.words)
    highest = _highest(parts)
    many = partial(overview_blocks, dataset, parts, partial(_share, highest))
    few = partial(summary_blocks, dataset, parts, partial(_bars, highest), wording.CAVEAT)
    return report._replace(
        page=lambda: tuple(many() if is_many else few()),
        sentences=lambda: tuple(wording.sentence(dataset, figure) for figure in drawn),
        caveats=(wording.CAVEAT,),
        next_step=f"{len(drawn):,} of {len(counted):,} figures. To see the others: {' '.join(('milstats show', *typed))}",
        title=f"{report.title}, year by year",
        charts=partial(charts, dataset, parts, highest),
    )


def _drawn(part: Part, *, is_whole: bool) -> Part:
    """Return a part without totals, with every year if it is wanted whole, else from the first year of its columns on."""
    first = 0 if is_whole else part.years[0]
    rows = tuple(row._replace(total=None, entries=tuple(entry for entry in row.entries if entry.year >= first)) for row in part.rows)
    years = tuple(sorted({entry.year for row in rows for entry in row.entries})) if is_whole else part.years
    return part._replace(rows=tuple(row for row in rows if row.entries), years=years)


def _highest(parts: tuple[Part, ...]) -> dict[Unit, Fraction]:
    """Return the highest number of each unit, which is the top of the scale that its rows share."""
    rows = [row for part in parts for row in part.by_year]
    entries = [(row.unit, entry.figure.value) for row in rows for entry in row.entries if entry.figure.value is not None]
    return {row.unit: max(Fraction(value) for unit, value in entries if unit is row.unit) for row in rows}


def _share(highest: dict[Unit, Fraction], figure: Figure) -> Fraction | None:
    top = highest[figure.unit]
    return Fraction(figure.value) / top if figure.value is not None and top else None


def _bars(highest: dict[Unit, Fraction], dataset: Dataset, part: Part, signs: Signs) -> Iterator[Table]:
    """Yield the table of an offence: a line a year, and one for the years between two numbers that have none."""
    lines = []
    for row in part.by_year:
        what, counter, next_year = Cell(wording.capitalised(wording.heading(row.measure, row.unit))), row.counter, row.entries[0].year
        for entry in row.entries:
            if entry.year > next_year:
                years = f"{next_year}–{entry.year - 1}" if entry.year - 1 > next_year else f"{next_year}"
                lines.append(Line((what, Cell(counter), Cell(years), year_cell(dataset, None, signs), Cell())))
            number, bar = year_cell(dataset, entry, signs), Cell(share=_share(highest, entry.figure))
            lines.append(Line((what, Cell(counter), Cell(str(entry.year)), number, bar)))
            counter, next_year = "", entry.year + 1
    yield Table("", (Column(), Column(), Column(), Column(is_number=True), Column()), tuple(lines))


def charts(dataset: Dataset, parts: tuple[Part, ...], highest: dict[Unit, Fraction]) -> tuple[Chart, ...]:
    """Return a chart of each row, all on one axis of years."""
    rows = [(part, row) for part in parts for row in part.by_year]
    numbered = [entry.year for _, row in rows for entry in row.entries]
    years = range(min(numbered), max(numbered) + 1)
    found = []
    for part, row in rows:
        known = {entry.year: entry.figure for entry in row.entries}
        empty = [year for year in years if year not in known or known[year].value is None]
        changes = dataset.breaks_of(part.offence.id) if part.is_home else ()
        chart = Chart(
            title=part.title,
            heading=f"{wording.capitalised(wording.heading(row.measure, row.unit))}, counted by {wording.with_article(row.counter)}",
            years=years,
            highest=highest[row.unit],
            bars=tuple(_bar(entry, entry.figure.value) for entry in row.entries if entry.figure.value is not None),
            gaps=tuple((year, printed(known[year]) if year in known else GAP) for year in empty),
            breaks=tuple((change.date, f"{change.kind.value} changed") for change in changes if change.date.year in years),
        )
        found.append(chart)
    return tuple(found)


def _bar(entry: Entry, value: Number) -> Bar:
    figure, period = entry.figure, entry.figure.period or Period("")
    is_doubted = Status.DISPUTED in figure.status
    return Bar(
        start=period.start_earliest or date(entry.year, 1, 1),
        end=period.end_latest or date(entry.year, 12, 31),
        value=value,
        label=printed(figure),
        remark=", ".join([wording.months(period)] * entry.is_part + ["disputed"] * is_doubted),
        is_doubted=is_doubted,
    )
