"""A report's charts as inline SVG for a page, and as a picture in a file: bars over the years, every number above its bar.

A bar is as wide as its period is long; bars of one year, where sources differ, share its room. What is doubted is hatched.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from milstats.escaping import escape
from milstats.escaping import escape_markup as escaped
from milstats.render import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from milstats.reports.report import Bar, Chart, Report

_HEIGHT, _LINE, _AXIS, _LETTERS = 132, 15, 22, 2  # pixels: of the highest bar, of a line of letters, of the axis; lines above a bar
_EDGE = 3  # percent of the width, where letters would not fit on both sides
_INSET, _KEPT = 18, 0.96  # days that bars leave free at either end of a period; of its width, what a bar keeps beside another
_INCHES, _PANEL, _EDGES = 8.0, 2.6, 1.6  # of a picture: its width, the height of a panel, the room for title and sources
_MARGIN, _HEADROOM = 40, 1.4  # days beside the axis; the height of a panel over that of its highest bar
_FEW_YEARS = 8  # that leave room for letters of the usual size
_INK, _DOUBTED, _GREY = "#35608d", "#8da9c4", "#777777"


def svg(chart: Chart, number: int) -> str:
    """Return a chart as a figure of a page; places in time are in percent, heights in pixels, so that letters keep their size."""
    return "".join(_figure(chart, number))


def _figure(chart: Chart, number: int) -> Iterator[str]:
    base = _HEIGHT + _LINE * (_LETTERS + len(chart.breaks)) + 6
    yield f'<figure><figcaption dir="auto">{escaped(chart.heading)}</figcaption>\n'
    yield f'<svg role="img" width="100%" height="{base + _AXIS}" aria-labelledby="chart-{number}">'
    yield f'<desc id="chart-{number}">{escaped(_in_words(chart))}</desc>\n'
    yield f'<pattern id="hatch-{number}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    yield '<rect class="paper" width="6" height="6"/><rect class="ink" width="3" height="6"/></pattern>\n'
    for bar in chart.bars:
        left, width = _place(chart, bar)
        height = max(float(_HEIGHT * Fraction(bar.value) / chart.highest) if chart.highest else 0.0, 1.0 if bar.value else 0.0)
        fill = f'class="doubted" fill="url(#hatch-{number})"' if bar.is_doubted else 'class="sure"'
        yield f'<rect {fill} x="{left:.2f}%" y="{base - height:.1f}" width="{width:.2f}%" height="{height:.1f}"/>\n'
        for above, text in enumerate(filter(None, (bar.remark, bar.label))):
            yield _text(left + width / 2, base - height - 5 - _LINE * above, text, "value" if text == bar.label else "remark")
    yield f'<line class="axis" x1="0" x2="100%" y1="{base}" y2="{base}"/>\n'
    for row, (day, what) in enumerate(chart.breaks, 1):
        at, anchor = _at(chart, day), "end" if _at(chart, day) > 50 else "start"  # noqa: PLR2004 -- where there is more room
        yield f'<line class="break" x1="{at:.2f}%" x2="{at:.2f}%" y1="{_LINE * row - 12}" y2="{base}"/>'
        yield _text(at + (1 if anchor == "start" else -1), _LINE * row - 4, f"{day}: {what}", "break", anchor)
    for day, reason in _gaps(chart):
        yield from (_text(_at(chart, day), base - 6 - _LINE * at, word, "gap") for at, word in enumerate(reversed(reason.split())))
    yield from (_text(_at(chart, date(year, 7, 2)), base + 16, str(year), "year") for year in chart.years)
    yield "</svg></figure>\n"


def _in_words(chart: Chart) -> str:
    bars = [(bar.start, " ".join(filter(None, (bar.label, bar.remark)))) for bar in chart.bars]
    gaps = [(date(year, 1, 1), reason) for year, reason in chart.gaps]
    years = [f"{day.year}: {words}" for day, words in sorted(bars + gaps, key=lambda pair: pair[0])]
    return ". ".join([f"{chart.title}: {chart.heading}", *years, *(f"{day}: {what}" for day, what in chart.breaks)]) + "."


def _at(chart: Chart, day: date) -> float:
    first, end = date(chart.years[0], 1, 1).toordinal(), date(chart.years[-1], 12, 31).toordinal() + 1
    return 100 * (day.toordinal() - first) / (end - first)


def _gaps(chart: Chart) -> Iterator[tuple[date, str]]:
    """Yield the reason for years without a number, once for years in a row, and the day in their middle."""
    runs = groupby(enumerate(chart.gaps), key=lambda pair: (pair[1][0] - pair[0], pair[1][1]))
    for (_, reason), run in runs:
        years = [year for _, (year, _) in run]
        yield date.fromordinal((date(years[0], 1, 1).toordinal() + date(years[-1], 12, 31).toordinal()) // 2), reason


def _text(at: float, y: float, text: str, kind: str, anchor: str = "middle") -> str:
    if not _EDGE < at < 100 - _EDGE:
        at, anchor = (0, "start") if at < _EDGE else (100, "end")
    return f'<text class="{kind}" x="{at:.2f}%" y="{y:.1f}" text-anchor="{anchor}">{escaped(text)}</text>\n'


def _place(chart: Chart, bar: Bar) -> tuple[float, float]:
    rivals = [other for other in chart.bars if other.start.year == bar.start.year]
    left, right = _at(chart, bar.start), _at(chart, bar.end)
    inset = min((right - left) / 4, 100 * _INSET / (365 * len(chart.years)))
    width = (right - left - 2 * inset) / len(rivals)
    return left + inset + width * next(at for at, other in enumerate(rivals) if other is bar), width * _KEPT


def picture(report: Report, form: str) -> bytes:
    """Return the charts of a report as `svg`, `png` or `pdf`; the same table gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    drawn = report.charts() if report.charts else ()
    with mpl.rc_context({"svg.hashsalt": "milstats", "font.size": 9, "hatch.linewidth": 0.6}):
        canvas = Canvas(figsize=(_INCHES, _EDGES + _PANEL * len(drawn)), layout="constrained")
        panels = canvas.subplots(len(drawn) or 1, 1, squeeze=False)
        for panel, chart in zip(panels[:, 0], drawn, strict=False):
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
    panel.set_title(_plain(f"{chart.title}\n{chart.heading}"), loc="left", fontsize=9)
    size = 8 if len(chart.years) <= _FEW_YEARS else 6.5
    for bar in chart.bars:
        start, end, value = float(bar.start.toordinal()), float(bar.end.toordinal()), float(bar.value)
        colour, hatch = (_DOUBTED, "///") if bar.is_doubted else (_INK, None)
        panel.bar(start + 1, value, width=end - start - 2, align="edge", color=colour, hatch=hatch, edgecolor="white")
        label = _plain("\n".join(filter(None, (bar.label, bar.remark))))
        middle = (start + end) / 2
        panel.annotate(label, (middle, value), ha="center", va="bottom", fontsize=size, xytext=(0, 2), textcoords="offset points")
    for day, reason in _gaps(chart):
        panel.annotate(_plain(reason), (float(day.toordinal()), 0), ha="center", va="bottom", fontsize=8, color=_GREY, style="italic")
    for day, what in chart.breaks:
        panel.axvline(float(day.toordinal()), color=_GREY, linestyle="--", linewidth=0.8)
        panel.annotate(_plain(f"{day}: {what}"), (float(day.toordinal()), 1), xycoords=("data", "axes fraction"), fontsize=7, ha="right",
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
