"""A report's charts as a picture: one panel for each thing counted, years as a time axis, every number beside its bar."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from milstats.chart import Bar, Chart
    from milstats.report import Report

_WIDTH, _PANEL, _EDGES = 8.0, 2.6, 1.6  # inches: the width, the height of a panel, the room for title and sources
_MARGIN = 40  # days before the first year and after the last
_HEADROOM = 1.4  # the height of a panel over that of its highest bar, for the number above it
_COLOUR, _DISPUTED, _LINE = "#35608d", "#8da9c4", "#777777"  # told apart by hatching too, not by colour alone


def picture(report: Report, form: str) -> bytes:
    """Return the charts of a report as `svg`, `png` or `pdf`; the same table gives the same bytes."""
    drawn = report.charts() if report.charts is not None else ()
    with mpl.rc_context({"svg.hashsalt": "milstats", "font.size": 9, "hatch.linewidth": 0.6}):
        canvas = Canvas(figsize=(_WIDTH, _EDGES + _PANEL * len(drawn)), layout="constrained")
        panels = canvas.subplots(len(drawn) or 1, 1, squeeze=False)
        for panel, chart in zip(panels[:, 0], drawn, strict=False):
            _draw(panel, chart)
        canvas.supxlabel(_small_print(report), fontsize=7, color="#444444", wrap=True)
        return _written(canvas, form)


def _draw(panel: Axes, chart: Chart) -> None:
    """Draw one series on the axis that all share: a bar over each period that is as wide as the period is long."""
    panel.set_title(f"{chart.title}\n{chart.heading}", loc="left", fontsize=9)
    for bar in chart.bars:
        _draw_bar(panel, bar)
    for gap in chart.gaps:
        panel.annotate(gap.reason, (_middle(gap.year), 0), ha="center", va="bottom", fontsize=8, color=_LINE, style="italic")
    for change in chart.changes:
        at = float(change.date.toordinal())
        panel.axvline(at, color=_LINE, linestyle="--", linewidth=0.8)
        panel.annotate(f"{change.date}: {change.what}", (at, 1), xycoords=("data", "axes fraction"), fontsize=7,
                       ha="right", va="top", xytext=(-3, -2), textcoords="offset points", color=_LINE)  # fmt: skip
    first, last = date(chart.years[0], 1, 1), date(chart.years[-1], 12, 31)
    panel.set_xlim(first.toordinal() - _MARGIN, last.toordinal() + _MARGIN)
    panel.set_xticks([_middle(year) for year in chart.years], [str(year) for year in chart.years])
    panel.tick_params(axis="x", length=0)
    panel.set_ylim(0, _HEADROOM * (float(chart.highest) or 1))
    panel.yaxis.set_major_formatter("{x:,.0f}")
    panel.spines[["top", "right"]].set_visible(False)


def _draw_bar(panel: Axes, bar: Bar) -> None:
    start, end = float(bar.start.toordinal()), float(bar.end.toordinal())
    panel.bar(start + 1, float(bar.value), width=end - start - 2, align="edge", color=_DISPUTED if bar.is_doubted else _COLOUR,
              hatch="///" if bar.is_doubted else None, edgecolor="white")  # fmt: skip
    label = "\n".join([bar.label, *bar.remarks])
    panel.annotate(label, ((start + end) / 2, float(bar.value)), ha="center", va="bottom", fontsize=8,
                   xytext=(0, 2), textcoords="offset points")  # fmt: skip


def _middle(year: int) -> float:
    """Return the middle of a year on the axis of time, counted in days."""
    return float(date(year, 7, 1).toordinal())


def _small_print(report: Report) -> str:
    """Return the sources and the standing caveat."""
    cited = "; ".join(f"{item.publisher}, {item.published or 'undated'} ({item.source})" for item in report.references())
    return "\n".join([f"Sources: {cited}.", *report.caveats, f"milstats, data {report.stamp.version}"])


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
