"""A chart as inline SVG: bars as wide as their periods are long, gaps and breaks where they are, every number beside its bar.

Places on the axis of time are in percent and heights in pixels, so that a chart fits any screen and its letters keep their size.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from milstats.render.html.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.report import Bar, Chart

_HEIGHT, _LINE, _AXIS = 132, 15, 22  # pixels: of the highest bar, of a line of letters, of the axis with its years
_LABELS = 3  # lines of letters that may stand above the highest bar
_INSET = 18  # days that a bar leaves free at either end, so that two years part
_HALF = 50  # percent of the width


def figure(chart: Chart, number: int) -> Iterator[str]:
    """Yield a chart as a figure: its caption, its picture, and in the picture its text equivalent."""
    name, top = f"chart-{number}", _LINE * (_LABELS + len(chart.changes))
    base = top + _HEIGHT
    yield f'<figure class="chart"><figcaption dir="auto"><b>{escaped(chart.title)}</b> {escaped(chart.heading)}</figcaption>\n'
    yield f'<div class="scroll" tabindex="0" role="group" aria-label="Chart {number}">'
    yield f'<svg role="img" width="100%" height="{base + _AXIS}" aria-labelledby="{name}-title {name}-text">'
    yield f'<title id="{name}-title">{escaped(f"{chart.title}: {chart.heading}")}</title>'
    yield f'<desc id="{name}-text">{escaped(told(chart))}</desc>\n'
    yield f'<pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    yield '<rect class="paper" width="6" height="6"/><rect class="ink" width="3" height="6"/></pattern>\n'
    for bar in chart.bars:
        yield from _bar(chart, bar, base, f"url(#{name}-hatch)")
    for gap in chart.gaps:
        words = gap.reason.split()
        yield from (_text(_middle(chart, gap.year), base - 6 - _LINE * at, word, "gap") for at, word in enumerate(reversed(words)))
    yield from _changes(chart, base)
    yield f'<line class="axis" x1="0" x2="100%" y1="{base}" y2="{base}"/>'
    yield from (_text(_middle(chart, year), base + 16, str(year), "year") for year in chart.years)
    yield "</svg></div></figure>\n"


def told(chart: Chart) -> str:
    """Return a chart in words, from the earliest on."""
    bars = [(bar.start, " ".join(filter(None, (bar.label, bar.marks, *bar.remarks)))) for bar in chart.bars]
    gaps = [(date(gap.year, 1, 1), gap.reason) for gap in chart.gaps]
    years = [f"{day.year}: {words}" for day, words in sorted(bars + gaps, key=lambda pair: pair[0])]
    return ". ".join([*years, *(f"{change.date}: {change.what}" for change in chart.changes)]) + "."


def _at(chart: Chart, day: date) -> float:
    """Return the place of a day, in percent of the axis."""
    first, end = date(chart.years[0], 1, 1).toordinal(), date(chart.years[-1], 12, 31).toordinal() + 1
    return 100 * (day.toordinal() - first) / (end - first)


def _middle(chart: Chart, year: int) -> float:
    return _at(chart, date(year, 7, 2))


def _text(at: float, y: float, text: str, kind: str, anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{at:.2f}%" y="{y:.1f}" text-anchor="{anchor}">{escaped(text)}</text>\n'


def _bar(chart: Chart, bar: Bar, base: int, hatch: str) -> Iterator[str]:
    """Yield a bar with what stands above it; bars of one year, where sources differ, share its room."""
    rivals = [other for other in chart.bars if other.start.year == bar.start.year]
    left, right = _at(chart, bar.start), _at(chart, bar.end)
    inset = min((right - left) / 4, 100 * _INSET / (365 * len(chart.years)))
    width = (right - left - 2 * inset) / len(rivals)
    left += inset + width * next(at for at, other in enumerate(rivals) if other is bar)
    height = float(_HEIGHT * bar.value / chart.highest) if chart.highest else 0.0
    top = base - max(height, 1.0 if bar.value else 0.0)
    fill = f' fill="{hatch}"' if bar.is_doubted else ""
    look = "bar doubted" if bar.is_doubted else "bar"
    yield f'<rect class="{look}" x="{left:.2f}%" y="{top:.1f}" width="{width * 0.96:.2f}%" height="{base - top:.1f}"{fill}/>'
    lines = [("value", bar.label), *([("marks", bar.marks)] if bar.marks else []), *(("remark", text) for text in bar.remarks)]
    for above, (kind, text) in enumerate(reversed(lines)):
        yield _text(left + width / 2, top - 5 - _LINE * above, text, kind)


def _changes(chart: Chart, base: int) -> Iterator[str]:
    """Yield a line at each break, with what changed on the side where there is more room."""
    for number, change in enumerate(chart.changes):
        at, y = _at(chart, change.date), _LINE * (number + 1) - 4
        anchor, shift = ("end", -0.8) if at > _HALF else ("start", 0.8)
        yield f'<line class="change" x1="{at:.2f}%" x2="{at:.2f}%" y1="{y - 8}" y2="{base}"/>'
        yield _text(at + shift, y, f"{change.date}: {change.what}", "change", anchor)
