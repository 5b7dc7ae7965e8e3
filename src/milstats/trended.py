"""Trends as a report: one bar a year, with the number beside it, gaps and breaks where they are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import partial

from milstats.arrangement import Arrangement
from milstats.captions import series_heading, series_title
from milstats.chart import Bar, Change, Chart, Gap
from milstats.errors import NothingMatchedError
from milstats.fragment import link_of
from milstats.lean import TYPE_CHECKING
from milstats.marks import legend, marks
from milstats.report import Column, Line, Section, Table
from milstats.show import report_of
from milstats.trend import trends
from milstats.vocabulary import Mark, Status
from milstats.wording import CAVEAT, MISSING, days, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model import Dataset, Figure
    from milstats.report import Report, Stamp
    from milstats.selection import Selection
    from milstats.trend import Trend, Year

NO_FIGURE = "no figure"
_COLUMNS = (Column("Year"), Column("Count", is_number=True), Column("", is_bar=True), Column("Marks"), Column("Source"))


def trend_report(dataset: Dataset, selection: Selection, stamp: Stamp) -> Report:
    """Return the trend of the selected figures; machines get the columns of `show`.

    Raises:
        NothingMatchedError: if no figure is a number, or known to be missing.
    """
    found = trends(dataset, selection.figures)
    if not found:
        raise NothingMatchedError("nothing to draw: no figure is a number; see `milstats show`")
    counted = {figure.id for figure in selection.figures if figure.value is not None or figure.missing is not None}
    kept = selection._replace(figures=tuple(figure for figure in selection.figures if figure.id in counted))
    report = report_of(dataset, kept, Arrangement(), stamp)
    occurring = [mark for figure in kept.figures for mark in marks(dataset, figure)] + [Mark.BREAK for trend in found if trend.breaks]
    return report._replace(
        table=partial(_table, dataset, found),
        legend=partial(legend, occurring),
        caveats=(CAVEAT,),
        title=f"{report.title}, year by year",
        charts=partial(charts, dataset, found),
    )


def _table(dataset: Dataset, found: tuple[Trend, ...]) -> Table:
    drawn = [trend for trend in found if trend.years]
    largest = _largest(drawn)
    sections = [_section(dataset, trend, largest) for trend in drawn]
    sections += [_undrawn(dataset, trend) for trend in found if not trend.years]
    return Table(_COLUMNS, tuple(sections), linked=4)


def _largest(drawn: list[Trend]) -> dict[object, Fraction]:
    """Return the largest value of each measure and unit: series of one kind share a scale, unlike ones never do."""
    largest: dict[object, Fraction] = {}
    for trend in drawn:
        key = (trend.first.measure, trend.first.unit)
        for year in trend.years:
            value = Fraction(year.figure.value) if year.figure is not None and year.figure.value is not None else Fraction(0)
            largest[key] = max(largest.get(key, Fraction(0)), value)
    return largest


def _section(dataset: Dataset, trend: Trend, largest: dict[object, Fraction]) -> Section:
    scale = largest[trend.first.measure, trend.first.unit]
    lines = []
    for year in trend.years:
        lines.append(_year(dataset, year, scale))
        lines += [Line((str(change.date), "", "", "[b]", ""), (change.note,)) for change in trend.breaks if change.date.year == year.year]
    return Section(series_title(dataset, trend.first), series_heading(trend.first), (*_once(lines), *_elsewhere(dataset, trend)))


def _reason(year: Year) -> str:
    """Return why a year has no number."""
    return MISSING[year.figure.missing] if year.figure is not None and year.figure.missing is not None else NO_FIGURE


def _once(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines without repeating a break where two figures stand for its year."""
    for number, line in enumerate(lines):
        if line not in lines[:number]:
            yield line


def _undrawn(dataset: Dataset, trend: Trend) -> Section:
    return Section(series_title(dataset, trend.first), series_heading(trend.first), tuple(_elsewhere(dataset, trend)))


def _year(dataset: Dataset, year: Year, scale: Fraction) -> Line:
    figure = year.figure
    if figure is None:
        return Line((str(year.year), NO_FIGURE, "", "", ""))
    if figure.value is None:
        return Line((str(year.year), _reason(year), "", _marked(dataset, figure), figure.source))
    share = Fraction(figure.value) / scale if scale else Fraction(0)
    until = (f"counted to {figure.period.end_latest}",) if year.is_short and figure.period is not None else ()
    cells = (str(year.year), signed(figure), "", _marked(dataset, figure), figure.source)
    return _linked(dataset, figure, cells, until)._replace(share=share)


def _linked(dataset: Dataset, figure: Figure, cells: tuple[str, ...], below: tuple[str, ...] = ()) -> Line:
    """Return the row of a figure, its number linked to its words."""
    link = link_of(dataset, figure)
    return Line(cells, below, link, links=(None, link, None, None, None), keys=(None, figure.value, None, None, figure.source))


def _marked(dataset: Dataset, figure: Figure) -> str:
    return "".join(f"[{mark.value}]" for mark in marks(dataset, figure))


def _elsewhere(dataset: Dataset, trend: Trend) -> Iterator[Line]:
    """Yield the figures that stand for no single year, whose bars would not compare, and those that repeat a number."""
    for figure in trend.restated:
        year = str(figure.period.start_earliest.year) if figure.period is not None and figure.period.start_earliest is not None else ""
        yield _linked(dataset, figure, (year, signed(figure), "again", _marked(dataset, figure), figure.source))
    for figure in trend.elsewhere:
        span = days(figure.period) if figure.period is not None and figure.period.is_dated else "no dated period"
        cells = ("not drawn", signed(figure), "", _marked(dataset, figure), figure.source)
        yield _linked(dataset, figure, cells, (span,))


def charts(dataset: Dataset, found: tuple[Trend, ...]) -> tuple[Chart, ...]:
    """Return a chart of each series that has figures by year."""
    drawn = [trend for trend in found if trend.years]
    largest = _largest(drawn)
    numbers = [year.year for trend in drawn for year in trend.years]
    years = range(min(numbers, default=1), max(numbers, default=0) + 1)
    return tuple(_chart(dataset, trend, years, largest[trend.first.measure, trend.first.unit]) for trend in drawn)


def _chart(dataset: Dataset, trend: Trend, years: range, highest: Fraction) -> Chart:
    known = {year.year for year in trend.years}
    numbered = [year for year in trend.years if year.figure is not None and year.figure.value is not None]
    reasons = {year.year: _reason(year) for year in trend.years if year not in numbered}
    return Chart(
        title=series_title(dataset, trend.first),
        heading=series_heading(trend.first),
        years=years,
        highest=highest,
        bars=tuple(_bar(dataset, year) for year in numbered),
        gaps=tuple(Gap(year, reasons.get(year, NO_FIGURE)) for year in years if year in reasons or year not in known),
        changes=tuple(Change(change.date, f"{change.kind.value} changed") for change in trend.breaks),
    )


def _bar(dataset: Dataset, year: Year) -> Bar:
    """Return the number of a year, over the days that it counts."""
    figure = year.figure
    assert figure is not None  # noqa: S101 -- the caller draws what has a number, and so a period
    assert figure.value is not None  # noqa: S101
    period = figure.period
    end = period.end_latest if period is not None else None
    is_doubted = Status.DISPUTED in figure.status
    return Bar(
        start=(period.start_earliest if period is not None else None) or date(year.year, 1, 1),
        end=end or date(year.year, 12, 31),
        value=figure.value,
        label=signed(figure),
        marks=_marked(dataset, figure),
        remarks=(*([f"to {end}"] if year.is_short else []), *(["disputed"] if is_doubted else [])),
        is_doubted=is_doubted,
    )
