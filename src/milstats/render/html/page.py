"""A whole page around a table: its head, which lets nothing in from outside, its parts in the order of reading, its origin."""

from __future__ import annotations

import os
from binascii import b2a_base64

from milstats.digest import sha256
from milstats.lean import TYPE_CHECKING
from milstats.render.html.facets import controls, rules
from milstats.render.html.markup import escaped, linked, paragraph
from milstats.render.html.views import grouped, setting_of, sorted_by
from milstats.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.chart import Chart
    from milstats.render.html.rows import Legend
    from milstats.render.html.views import Setting
    from milstats.report import Reference, Report

_YEAR = 2.75  # the least room for a year of a chart, in the size of a letter


def page(report: Report) -> Iterator[str]:
    """Yield the page that a report makes."""
    legend, references = report.legend(), report.references()
    anchors = {item.source: f"source-{number}" for number, item in enumerate(references, 1)}
    setting = setting_of(report.table(), anchors, legend) if report.table is not None else None
    charts = report.charts() if report.charts is not None else ()
    style, script = _resource("page.css") + "".join(_own_rules(setting, charts)), _resource("page.js")
    yield from _head(report, style, script)
    yield f'<body>\n<header>\n<p class="masthead">milstats, table {escaped(report.stamp.version)}</p>\n'
    yield f'<h1 dir="auto">{escaped(_title(report))}</h1>\n</header>\n'
    yield "<main>\n"
    yield from _charts(charts)
    yield from _lines(report) if setting is None else _table(setting, _title(report))
    yield from _caveats(report)
    yield from _notes(report)
    yield from _legend(legend)
    yield from _sources(references)
    yield from _sentences(report) if setting is not None else ()
    yield "</main>\n"
    yield from _origin(report)
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _resource(name: str) -> str:
    """Return a file that lies beside this module, also inside an archive."""
    path = os.path.join(os.path.dirname(__file__), name)  # noqa: PTH118, PTH120 -- in an archive there is no Path
    data: bytes = __spec__.loader.get_data(path)  # type: ignore[union-attr]
    return data.decode()


def _own_rules(setting: Setting | None, charts: tuple[Chart, ...]) -> Iterator[str]:
    """Yield the rules of style for the choices of this page."""
    if setting is not None:
        yield from rules(setting.facets, setting.orders)
    if charts:
        yield f".chart svg{{min-width:{_YEAR * len(charts[0].years):g}rem}}\n"


def _title(report: Report) -> str:
    return report.title or report.stamp.command


def _head(report: Report, style: str, script: str) -> Iterator[str]:
    """Yield the head: the page asks no host for anything, and runs no script and no style but its own."""
    allowed = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta name="color-scheme" content="light dark">\n<meta name="generator" content="milstats {escaped(report.stamp.milstats)}">\n'
    yield f"<title>{escaped(_title(report))}</title>\n<style>{style}</style>\n</head>\n"


def _digest(text: str) -> str:
    """Return the digest by which a policy knows an element: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""
    return f"sha256-{b2a_base64(sha256(text.encode()).digest(), newline=False).decode()}"


def _charts(charts: tuple[Chart, ...]) -> Iterator[str]:
    if charts:
        from milstats.render.html.chart import figure  # noqa: PLC0415 -- few pages have charts

        yield '<section class="charts" aria-label="Charts">\n'
        is_titled = len({chart.title for chart in charts}) > 1
        for number, chart in enumerate(charts, 1):
            yield from figure(chart, number, is_titled=is_titled)
        yield "</section>\n"


def _lines(report: Report) -> Iterator[str]:
    """Yield the sentences of a report that has no table."""
    yield from ('<ul class="lines">\n', *(f'<li dir="auto">{escaped(text)}</li>\n' for text in report.sentences()), "</ul>\n")


def _table(setting: Setting, caption: str) -> Iterator[str]:
    """Yield the controls, then the table in every order, then how many rows are left of all: without a script, a counter of the style."""
    count = len(setting.rows)
    yield '<section class="answer" aria-label="Table">\n'
    yield from controls(setting.facets, setting.orders, count)
    yield '<div class="view" id="grouped">\n'
    yield from grouped(setting, caption)
    yield "</div>\n"
    for number, order in enumerate(setting.orders):
        yield f'<div class="view" id="sorted{number}" hidden>\n'
        yield from sorted_by(setting, order)
        yield "</div>\n"
    if setting.facets or setting.orders:
        yield f'<p class="count">Rows shown: <span></span> of {count}</p>\n'
    yield "</section>\n"


def _caveats(report: Report) -> Iterator[str]:
    if report.caveats:
        yield f'<section class="caveats" aria-label="Caveats">\n{"".join(map(paragraph, report.caveats))}\n</section>\n'


def _notes(report: Report) -> Iterator[str]:
    if report.notes:
        yield f"<section>\n<h2>Notes</h2>\n{''.join(map(paragraph, report.notes))}\n</section>\n"


def _legend(legend: Legend) -> Iterator[str]:
    if legend:
        yield '<section>\n<h2>Marks</h2>\n<dl class="marks">\n'
        yield from (f'<div><dt>{escaped(mark)}</dt><dd dir="auto">{escaped(meaning)}</dd></div>\n' for mark, meaning in legend)
        yield "</dl>\n</section>\n"


def _sources(references: tuple[Reference, ...]) -> Iterator[str]:
    """Yield what every source is: key, publisher, date, title and address."""
    if references:
        yield '<section>\n<h2>Sources</h2>\n<dl class="sources">\n'
        yield from (_source(item, number) for number, item in enumerate(references, 1))
        yield "</dl>\n</section>\n"


def _source(item: Reference, number: int) -> str:
    published = long_date(item.published) if item.published else "undated"
    cited = f"{escaped(item.publisher)}, {published}: {linked(item.title, item.url)}"
    return (
        f'<div id="source-{number}"><dt dir="auto">{escaped(item.source)}</dt>'
        f'<dd><p dir="auto">{cited}</p><p class="address" dir="ltr">{escaped(item.url)}</p></dd></div>\n'
    )


def _sentences(report: Report) -> Iterator[str]:
    """Yield the same in sentences, folded up."""
    lines = report.sentences()
    if lines:
        yield '<section>\n<details>\n<summary><h2>In sentences, to paste</h2></summary>\n<ul class="lines">\n'
        yield from (f'<li dir="auto">{escaped(text)}</li>\n' for text in lines)
        yield "</ul>\n</details>\n</section>\n"


def _origin(report: Report) -> Iterator[str]:
    """Yield where the page comes from, to make it again."""
    stamp = report.stamp
    digest = f' <span class="digest">SHA-256 {escaped(stamp.sha256)}</span>' if stamp.sha256 else ""
    yield f'<footer>\n<p>Made by <code dir="auto">{escaped(report.stamp.command)}</code></p>\n'
    yield f"<p>Table {escaped(stamp.version)}{digest}, milstats {escaped(stamp.milstats)}</p>\n</footer>\n"
