"""Trends as a chart: one panel for each thing counted, years as a time axis, every number beside its bar."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from milstats.show import CAVEAT, references, series_heading, series_title
from milstats.trend import Year
from milstats.vocabulary import Status
from milstats.wording import MISSING, signed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from milstats.model import Dataset
    from milstats.trend import Trend

_WIDTH, _PANEL, _EDGES = 8.0, 2.6, 1.6  # inches: the width, the height of a panel, the room for title and sources
_MARGIN = 40  # days before the first year and after the last
_HEADROOM = 1.4  # the height of a panel over that of its highest bar, for the number above it
_COLOUR, _DISPUTED, _LINE = "#35608d", "#8da9c4", "#777777"  # told apart by hatching too, not by colour alone


def chart(dataset: Dataset, trends: tuple[Trend, ...], form: str) -> bytes:
    """Return a chart of the series that have figures by year, as `svg`, `png` or `pdf`; the same table gives the same bytes."""
    drawn = [trend for trend in trends if trend.years]
    with mpl.rc_context({"svg.hashsalt": "milstats", "font.size": 9, "hatch.linewidth": 0.6}):
        canvas = Canvas(figsize=(_WIDTH, _EDGES + _PANEL * len(drawn)), layout="constrained")
        panels = canvas.subplots(len(drawn), 1, squeeze=False)
        years = [year.year for trend in drawn for year in trend.years]
        for panel, trend in zip(panels[:, 0], drawn, strict=True):
            _draw(panel, dataset, trend, range(min(years), max(years) + 1))
        canvas.supxlabel(_small_print(dataset, drawn), fontsize=7, color="#444444", wrap=True)
        return _written(canvas, form)


def _draw(panel: Axes, dataset: Dataset, trend: Trend, axis: range) -> None:
    """Draw one series on the axis that all share: a bar over each period that is as wide as the period is long."""
    panel.set_title(f"{series_title(dataset, trend.first)}\n{series_heading(trend.first)}", loc="left", fontsize=9)
    known = {year.year for year in trend.years}
    for year in (*trend.years, *(Year(number, None) for number in axis if number not in known)):
        _draw_year(panel, year)
    for change in trend.breaks:
        at = _number(change.date)
        panel.axvline(at, color=_LINE, linestyle="--", linewidth=0.8)
        panel.annotate(f"{change.date}: {change.kind.value} changed", (at, 1), xycoords=("data", "axes fraction"), fontsize=7,
                       ha="right", va="top", xytext=(-3, -2), textcoords="offset points", color=_LINE)  # fmt: skip
    panel.set_xlim(_number(date(axis[0], 1, 1)) - _MARGIN, _number(date(axis[-1], 12, 31)) + _MARGIN)
    panel.set_xticks([_number(date(year, 7, 1)) for year in axis], [str(year) for year in axis])
    panel.tick_params(axis="x", length=0)
    panel.set_ylim(0, _HEADROOM * max((float(year.figure.value) for year in trend.years if year.figure and year.figure.value), default=1))
    panel.yaxis.set_major_formatter("{x:,.0f}")
    panel.spines[["top", "right"]].set_visible(False)


def _draw_year(panel: Axes, year: Year) -> None:
    figure, middle = year.figure, _number(date(year.year, 7, 1))
    if figure is None or figure.value is None or figure.period is None:
        reason = MISSING[figure.missing] if figure is not None and figure.missing else "no figure"
        panel.annotate(reason, (middle, 0), ha="center", va="bottom", fontsize=8, color=_LINE, style="italic")
        return
    start, end = _number(figure.period.start_earliest), _number(figure.period.end_latest)
    is_disputed = Status.DISPUTED in figure.status
    panel.bar(start + 1, float(figure.value), width=end - start - 2, align="edge", color=_DISPUTED if is_disputed else _COLOUR,
              hatch="///" if is_disputed else None, edgecolor="white")  # fmt: skip
    remarks = [f"to {figure.period.end_latest}"] * year.is_short + ["disputed"] * is_disputed
    label = "\n".join([signed(figure), *remarks])
    panel.annotate(label, ((start + end) / 2, float(figure.value)), ha="center", va="bottom", fontsize=8,
                   xytext=(0, 2), textcoords="offset points")  # fmt: skip


def _number(day: date | None) -> float:
    """Return a day on the axis of time, counted in days."""
    return float((day or date.min).toordinal())


def _small_print(dataset: Dataset, drawn: list[Trend]) -> str:
    """Return the sources and the standing caveat."""
    figures = [year.figure for trend in drawn for year in trend.years if year.figure is not None]
    cited = "; ".join(f"{item.publisher}, {item.published or 'undated'} ({item.source})" for item in references(dataset, figures))
    return f"Sources: {cited}.\n{CAVEAT}\nmilstats, data {dataset.version}"


def _written(canvas: Canvas, form: str) -> bytes:
    """Return the picture without the date and the program's version, which would make every run another file."""
    empty = {
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
        "png": {"Software": None},
    }
    data = BytesIO()
    canvas.savefig(data, format=form, metadata=empty[form], dpi=150)
    return data.getvalue()
