"""A report's charts as a picture in a file: bars as wide as their periods are long, each below its number, hatched if in doubt."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from milstats.errors import UsageError
from milstats.escaping import escape
from milstats.render import numbered
from milstats.reports.report import Chart, Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _PANEL, _EDGES = 8.0, 2.6, 1.6  # inches: of a picture, the height of a panel, the room for title and sources
_MARGIN, _HEADROOM = 40, 1.4  # days beside the axis; the height of a panel over that of its highest bar
_PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}  # behind letters, which a line may cross
_INK, _DOUBTED, _GREY = "#35608d", "#8da9c4", "#777777"


def picture(report: Report, form: str) -> bytes:
    """Return the charts of a report as `svg`, `png` or `pdf`; the same table gives the same bytes.

    Raises:
        UsageError: if matplotlib is not installed.
    """
    try:
        import matplotlib.figure
    except ModuleNotFoundError:
        raise UsageError("--save needs matplotlib; install it with: pip install 'milstats[plot]'") from None

    drawn = report.charts()
    with matplotlib.rc_context({"svg.hashsalt": "milstats", "font.size": 9, "hatch.linewidth": 0.6}):
        canvas = matplotlib.figure.Figure(figsize=(_WIDTH, _EDGES + _PANEL * len(drawn)), layout="constrained")
        panels = canvas.subplots(len(drawn), 1, squeeze=False)
        for panel, chart in zip(panels[:, 0], drawn, strict=True):
            _draw(panel, chart)
        numbers = numbered(report.page())
        sources = "; ".join(f"{item.credit} ({item.source})" for item in report.references() if item.source in numbers)
        small_print = "\n".join([f"Sources: {sources}.", *report.caveats, f"milstats, data {report.stamp.version}"])
        canvas.supxlabel(_plain(small_print), fontsize=7, color="#444444", wrap=True)
        # Without the date and the program's version, which would make every run another file.
        empty = {"svg": ["Date", "Creator"], "pdf": ["CreationDate", "Producer", "Creator"], "png": ["Software"]}[form]
        data = BytesIO()
        canvas.savefig(data, format=form, metadata=dict.fromkeys(empty), dpi=150)
    return data.getvalue()


def _draw(panel: Axes, chart: Chart) -> None:
    panel.set_title(_plain(chart.title), loc="left", fontsize=9)
    for bar in chart.bars:
        start, end, value = float(bar.start.toordinal()), float(bar.end.toordinal()), float(bar.value)
        colour, hatch = (_DOUBTED, "///") if bar.is_doubted else (_INK, None)
        panel.bar(start + 1, value, width=end - start - 2, align="edge", color=colour, hatch=hatch, edgecolor="white")
        label, middle = _plain(bar.label), (start + end) / 2
        panel.annotate(label, (middle, value), ha="center", va="bottom", fontsize=7, xytext=(0, 2), textcoords="offset points", bbox=_PAPER)
    for (_, reason), run in groupby(enumerate(chart.gaps), key=lambda pair: (pair[1][0] - pair[0], pair[1][1])):
        years = [year for _, (year, _) in run]  # in a row: they are one gap
        middle = (date(years[0], 1, 1).toordinal() + date(years[-1], 12, 31).toordinal()) // 2
        panel.annotate(_plain(reason), (middle, 0), ha="center", va="bottom", fontsize=8, color=_GREY, style="italic",
                       xytext=(0, 3), textcoords="offset points", bbox=_PAPER)  # fmt: skip
    for day, what in chart.breaks:
        panel.axvline(float(day.toordinal()), color=_GREY, linestyle="--", linewidth=0.8)
        panel.annotate(_plain(what), (float(day.toordinal()), 1), xycoords=("data", "axes fraction"), fontsize=7, ha="right",
                       va="top", xytext=(-3, -2), textcoords="offset points", color=_GREY)  # fmt: skip
    first, last = date(chart.years[0], 1, 1).toordinal(), date(chart.years[-1], 12, 31).toordinal()
    panel.set_xlim(first - _MARGIN, last + _MARGIN)
    panel.set_xticks([float(date(year, 7, 1).toordinal()) for year in chart.years], [str(year) for year in chart.years])
    panel.tick_params(axis="x", length=0)
    panel.set_ylim(0, _HEADROOM * (float(chart.highest) or 1))
    panel.yaxis.set_major_formatter("{x:,.0f}")
    panel.spines[["top", "right"]].set_visible(False)


def _plain(text: str) -> str:
    """Return a text that matplotlib draws as it stands; it reads what is between two dollar signs as a formula."""
    return escape(text, spared="\n").replace("$", r"\$")
