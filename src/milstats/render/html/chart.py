"""A chart as inline SVG: bars as wide as their periods are long, gaps and breaks where they are, every number beside its bar.

Places on the axis of time are in percent and heights in pixels, so that a chart fits any screen and its letters keep their size.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render.html.markup import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.chart import Bar, Chart

_HEIGHT, _LINE, _AXIS = 132, 15, 22  # pixels: of the highest bar, of a line of letters, of the axis with its years
_LABELS = 3  # lines of letters that may stand above the highest bar
_GAP = 6  # pixels between them and what stands at the breaks
_INSET = 18  # days that a bar leaves free at either end, so that two years part
_KEPT = 0.96  # of its width that a bar keeps beside another of the same year
_HALF = 50  # percent of the width
_MOST_YEARS = 6  # that a phone has room for; a chart of more may have to be scrolled


class _Place(NamedTuple):
    """Where a bar stands: left edge and width in percent, height in pixels."""

    bar: Bar
    left: float
    width: float
    height: float


def figure(chart: Chart, number: int, *, is_titled: bool) -> Iterator[str]:
    """Yield a chart as a figure: its caption, its picture, and in the picture its text equivalent."""
    name, base = f"chart-{number}", _HEIGHT + _LINE * (_LABELS + len(chart.changes)) + _GAP
    title = f'<span class="over">{escaped(chart.title)}</span> ' if is_titled else ""
    may_scroll = f' tabindex="0" role="group" aria-label="Chart {number}"' if len(chart.years) > _MOST_YEARS else ""
    yield f'<figure class="chart"><figcaption dir="auto">{title}{escaped(chart.heading)}</figcaption>\n<div class="scroll"{may_scroll}>'
    yield f'<svg role="img" width="100%" height="{base + _AXIS}" aria-labelledby="{name}-title {name}-text">'
    yield f'<title id="{name}-title">{escaped(f"{chart.title}: {chart.heading}")}</title>'
    yield f'<desc id="{name}-text">{escaped(told(chart))}</desc>\n'
    yield f'<pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    yield '<rect class="paper" width="6" height="6"/><rect class="ink" width="3" height="6"/></pattern>\n'
    placed = [_placed(chart, bar) for bar in chart.bars]
    yield from (_rect(place, base, f"url(#{name}-hatch)") for place in placed)
    yield f'<line class="axis" x1="0" x2="100%" y1="{base}" y2="{base}"/>\n'
    yield from _changes(chart, base)
    for place in placed:
        yield from _labels(place, base)
    yield from _gaps(chart, base)
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


def _placed(chart: Chart, bar: Bar) -> _Place:
    """Return where a bar stands; bars of one year, where sources differ, share its room."""
    rivals = [other for other in chart.bars if other.start.year == bar.start.year]
    left, right = _at(chart, bar.start), _at(chart, bar.end)
    inset = min((right - left) / 4, 100 * _INSET / (365 * len(chart.years)))
    width = (right - left - 2 * inset) / len(rivals)
    left += inset + width * next(at for at, other in enumerate(rivals) if other is bar)
    height = float(_HEIGHT * Fraction(bar.value) / chart.highest) if chart.highest else 0.0
    return _Place(bar, left, width * _KEPT, max(height, 1.0 if bar.value else 0.0))


def _rect(place: _Place, base: int, hatch: str) -> str:
    size = f'x="{place.left:.2f}%" y="{base - place.height:.1f}" width="{place.width:.2f}%" height="{place.height:.1f}"'
    return f'<rect class="doubted" {size} fill="{hatch}"/>\n' if place.bar.is_doubted else f'<rect class="sure" {size}/>\n'


def _labels(place: _Place, base: int) -> Iterator[str]:
    """Yield what stands above a bar: its number, its marks, and what else must be known of it."""
    bar = place.bar
    lines = [("value", bar.label), *([("marks", bar.marks)] if bar.marks else []), *(("remark", text) for text in bar.remarks)]
    for above, (kind, text) in enumerate(reversed(lines)):
        yield _text(place.left + place.width / 2, base - place.height - 5 - _LINE * above, text, kind)


def _gaps(chart: Chart, base: int) -> Iterator[str]:
    """Yield why a year has no bar, a word on each line."""
    for gap in chart.gaps:
        words = enumerate(reversed(gap.reason.split()))
        yield from (_text(_middle(chart, gap.year), base - 6 - _LINE * at, word, "gap") for at, word in words)


def _changes(chart: Chart, base: int) -> Iterator[str]:
    """Yield a line at each break, with what changed on the side where there is more room."""
    for number, change in enumerate(chart.changes):
        at, y = _at(chart, change.date), _LINE * (number + 1) - 4
        anchor, shift = ("end", -1.0) if at > _HALF else ("start", 1.0)
        yield f'<line class="change" x1="{at:.2f}%" x2="{at:.2f}%" y1="{y - 8}" y2="{base}"/>'
        yield _text(at + shift, y, f"{change.date}: {change.what}", "change", anchor)
