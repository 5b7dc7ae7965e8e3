"""The rows of the summary as bars over the years, all of one unit on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from milstats.errors import NothingMatchedError
from milstats.model import wording
from milstats.model.records import Dataset, Figure
from milstats.model.selection import Selection, known_on
from milstats.model.vocabulary import Status, Unit
from milstats.reports.figures import printed
from milstats.reports.report import Bar, Cell, Chart, Column, Line, Paragraph, Report, Stamp, Table, View
from milstats.reports.show import GAP, Signs, is_overview, overview_blocks, show_report, summary_blocks, year_cell
from milstats.reports.summary import Part, overview, summary

_SCALES = "The bars of people, of cases and of other units each have their own scale."
Scale = dict[Unit, Fraction]  # the highest number of each unit, to which its bars are drawn


def trend_report(dataset: Dataset, selection: Selection, view: View, stamp: Stamp) -> Report:
    """Return the figures of a selection year by year, for machines as `show` does, or raise NothingMatchedError if none is of a year."""
    if selection.query.as_of is not None:
        dataset = known_on(dataset, selection.query.as_of)
    parts = summary(dataset, selection.figures)
    is_many = is_overview(parts)
    drawn = []
    for part in overview(parts) if is_many else parts:
        if part.by_year:
            years = part.years if is_many else tuple(sorted({entry.year for row in part.rows for entry in row.entries}))
            rows = [row._replace(total=None, entries=tuple(entry for entry in row.entries if entry.year >= years[0])) for row in part.rows]
            drawn.append(part._replace(rows=tuple(row for row in rows if row.entries), years=years))
    if not drawn:
        raise NothingMatchedError(f"nothing to draw: no figure is of a calendar year; to see what there is: {selection.query.command}")
    parts = tuple(drawn)
    rows = [row for part in parts for row in part.by_year]
    numbers = [(row.unit, Fraction(entry.figure.value)) for row in rows for entry in row.entries if entry.figure.value is not None]
    scale = {row.unit: max(value for unit, value in numbers if unit is row.unit) for row in rows}
    many = partial(overview_blocks, dataset, parts, partial(_bar_cell, scale))
    few = partial(summary_blocks, dataset, parts, partial(_tables, scale), wording.CAVEAT)
    counted = tuple(figure for figure in selection.figures if figure.value is not None or figure.missing is not None)
    report = show_report(dataset, selection._replace(figures=counted), view, stamp)
    shown = tuple(figure for part in parts for figure in part.figures)
    others = f" To see the others: {selection.query.command}" if len(shown) < len(selection.figures) else ""
    return report._replace(
        page=lambda: (*(many() if is_many else few()), *([Paragraph(_SCALES)] if len(scale) > 1 else [])),
        sentences=lambda: tuple(wording.sentence(dataset, figure) for figure in shown),
        caveats=(wording.CAVEAT,),
        next_step=f"{len(shown):,} of {len(counted):,} figures.{others}",
        notes=tuple(note.replace("with --all", "by milstats show --all") for note in report.notes),
        title=f"{report.title}, year by year",
        charts=lambda: tuple(_charts(dataset, parts, scale)),
    )


def _bar_cell(scale: Scale, figure: Figure) -> Cell:
    top = scale[figure.unit]
    return Cell(share=Fraction(figure.value) / top if figure.value is not None and top else None)


def _tables(scale: Scale, dataset: Dataset, part: Part, signs: Signs) -> Iterator[Table]:
    """Yield the table of an offence: a line a year, and one for the years between two numbers that have none."""
    lines = []
    for row in part.by_year:
        what, next_year = wording.capitalised(wording.heading(row.measure, row.unit)), row.entries[0].year
        for entry in row.entries:
            if entry.year > next_year:
                years = "–".join(dict.fromkeys((str(next_year), str(entry.year - 1))))
                lines.append(Line((Cell(what), Cell(row.counter), Cell(years), year_cell(dataset, None, signs), Cell())))
            number = year_cell(dataset, entry, signs)
            lines.append(Line((Cell(what), Cell(row.counter), Cell(str(entry.year)), number, _bar_cell(scale, entry.figure))))
            next_year = entry.year + 1
    yield Table("", (Column(), Column(), Column(), Column(is_number=True), Column()), tuple(lines))


def _charts(dataset: Dataset, parts: tuple[Part, ...], scale: Scale) -> Iterator[Chart]:
    """Yield a chart of each row, all on one axis of years."""
    numbered = [entry.year for part in parts for row in part.by_year for entry in row.entries]
    years = range(min(numbered), max(numbered) + 1)
    for part in parts:
        changes = [change for change in dataset.breaks_of(part.offence.id) if part.is_home and change.date.year in years]
        for row in part.by_year:
            what, whose = wording.capitalised(wording.heading(row.measure, row.unit)), wording.with_article(row.counter)
            gaps, bars = dict.fromkeys(years, GAP), []
            for year, figure, is_part in row.entries:
                gaps[year], period = printed(figure), figure.period
                if figure.value is not None and period and period.start_earliest and period.end_latest:
                    del gaps[year]
                    is_doubted = Status.DISPUTED in figure.status
                    months = wording.months(period).replace(" to ", "\nto ")  # a bar is narrow
                    label = "\n".join((printed(figure), *[months] * is_part, *["disputed"] * is_doubted))
                    bars.append(Bar(period.start_earliest, period.end_latest, figure.value, label, is_doubted=is_doubted))
            yield Chart(
                title=f"{part.title}\n{what}, counted by {whose}",
                years=years,
                highest=scale[row.unit],
                bars=tuple(bars),
                gaps=tuple(gaps.items()),
                breaks=tuple((change.date, f"{change.kind.value} changed on {wording.long_date(change.date)}") for change in changes),
            )
