"""One page that needs nothing besides itself, to send or to print: the summary, its sources, and every figure in one table.

All can be read without scripts; the script sorts and filters. The page asks no host for anything.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from itertools import groupby
from pkgutil import get_data
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from milstats.escaping import escape_markup as escaped
from milstats.escaping import is_web_address
from milstats.render import cited, filled, numbered
from milstats.render.charts import svg
from milstats.reports.report import Block, Cell, Chart, Column, Heading, Paragraph, Reference, Report, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Numbers = dict[str, int]
_FEW, _SHORT = 3, 24  # rows that need no sorting; letters of a cell that is not broken


def render(report: Report) -> str:
    """Return a report as a page in HTML."""
    blocks, every = report.page(), report.every() if report.every is not None else ()
    if not every and len(blocks) == 1:  # a table alone can be searched as well
        blocks, every = every, blocks
    numbers = numbered((*blocks, *every))
    title = report.title or report.stamp.command
    style, script = _resource("page.css"), _resource("page.js")
    return "".join(
        (
            *_head(report, title, style, script),
            f'<body>\n<header>\n<p class="masthead">milstats, table {escaped(report.stamp.version)}</p>\n',
            f'<h1 dir="auto">{escaped(title)}</h1>\n</header>\n<main>\n',
            *_charts(report.charts() if report.charts is not None else ()),
            *_blocks(blocks, numbers, title),
            *(
                part
                for table in every
                if isinstance(table, Table)
                for part in _section(f"All {len(table.lines):,} rows", _table(table, numbers), ' id="every"')
            ),
            *_section("Notes", (_paragraph(Paragraph(note)) for note in report.notes)),
            *_sources(cited(report, numbers)),
            *_sentences(report.sentences()),
            "</main>\n",
            *_origin(report),
            f"<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def _resource(name: str) -> str:
    data = get_data("milstats.render", name)
    assert data is not None  # noqa: S101 -- every loader of Python's has data
    return data.decode()


def _head(report: Report, title: str, style: str, script: str) -> Iterator[str]:
    """Yield the head: a policy allows no script and no style but the page's own, by their digests.

    Digests are written as in https://www.w3.org/TR/CSP3/#grammardef-hash-source.
    """
    digests = [f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}" for text in (style, script)]
    allowed = f"default-src 'none'; style-src '{digests[0]}'; script-src '{digests[1]}'; base-uri 'none'; form-action 'none'"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<meta name="color-scheme" content="light dark">\n<meta name="generator" content="milstats {escaped(report.stamp.milstats)}">\n'
    yield f"<title>{escaped(title)}</title>\n<style>{style}</style>\n</head>\n"


def _charts(charts: tuple[Chart, ...]) -> Iterator[str]:
    for title, group in groupby(enumerate(charts, 1), key=lambda pair: pair[1].title):
        yield f'<section class="charts">\n<h2 dir="auto">{escaped(title)}</h2>\n'
        yield from (svg(chart, number) for number, chart in group)
        yield "</section>\n"


def _blocks(blocks: Iterable[Block], numbers: Numbers, title: str) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(block, numbers)
        elif isinstance(block, Heading):
            yield f'<h2 dir="auto">{escaped(block.text)}</h2>\n' * (block.text != title)  # the page has it already
        else:
            yield _paragraph(block)


def _paragraph(block: Paragraph) -> str:
    if block.is_command:
        return f"<p><code>{escaped(block.text)}</code></p>\n"
    return f'<p dir="auto">{_linked(block.text, block.link or block.text)}</p>\n'


def _table(table: Table, numbers: Numbers) -> Iterator[str]:
    """Yield a table without its empty columns; one that can be sorted says so to the script."""
    places = [place for place, column in enumerate(table.columns) if any(_inner(line.cells[place], numbers) for line in table.lines)]
    heads = [table.columns[place] for place in places]
    is_titled = any(column.title for column in heads)
    yield f'<div class="scroll">\n<table{" data-sort" if is_titled and len(table.lines) > _FEW else ""}>\n'
    if table.title:
        yield f'<caption dir="auto">{escaped(table.title)}</caption>\n'
    if is_titled:
        yield f"<thead><tr>{''.join(map(_head_cell, heads))}</tr></thead>\n"
    yield "<tbody>\n"
    for line in filled(table):
        yield f"<tr>{''.join(_cell(table.columns[place], line.cells[place], numbers, is_first=place == 0) for place in places)}</tr>\n"
        if line.below:
            below = "".join(_paragraph(Paragraph(text)) for text in line.below)
            yield f'<tr class="below"><td colspan="{len(places)}">{below}</td></tr>\n'
    yield "</tbody>\n</table>\n</div>\n"


def _head_cell(column: Column) -> str:
    number, tail = (' class="number"', '<span class="tail"></span>') if column.is_number else ("", "")
    return f'<th scope="col"{number}>{escaped(column.title)}{tail}</th>' if column.title else "<td></td>"


def _cell(column: Column, cell: Cell, numbers: Numbers, *, is_first: bool) -> str:
    """Return a cell; what follows a number has a place of its own, so that digits are under digits."""
    kind = ' class="number"' if column.is_number else ' class="long"' if len(cell.text) > _SHORT else ""
    key = f' data-key="{escaped(str(cell.key))}"' if cell.key is not None and str(cell.key) != cell.text else ""
    name = ("td", "td") if not is_first or column.is_number else ('th scope="row"', "th")
    return f"<{name[0]}{kind}{key}>{_inner(cell, numbers, is_number=column.is_number)}</{name[1]}>"


def _inner(cell: Cell, numbers: Numbers, *, is_number: bool = False) -> str:
    """Return what is in a cell: a bar, the text as a link to its words, its marks, and the numbers of its sources."""
    bar = '<svg class="bar" width="100%" height="10" aria-hidden="true"><rect width="{:.2f}%" height="10"/></svg>'
    shown = bar.format(float(cell.share) * 100) if cell.share is not None else ""
    notes = ",".join(f'<a href="#source-{numbers[name]}">{numbers[name]}</a>' for name in cell.sources)
    tail = escaped(cell.mark) + (f"<sup>{notes}</sup>" if notes else "")
    return shown + _linked(cell.text, cell.link or cell.text) + (f'<span class="tail">{tail}</span>' if is_number else tail)


def _linked(text: str, url: str) -> str:
    """Return `text` as a link to `url`, or as it stands where that is no address of the web.

    >>> _linked("527", "https://example.org/a")
    '<a href="https://example.org/a">527</a>'
    >>> _linked("527", "javascript:alert(1)")
    '527'
    """
    shown = escaped(text)
    if not text.isascii() and any(bidirectional(char) in {"R", "AL"} for char in text):
        shown = f"<bdi>{shown}</bdi>"  # it keeps its direction of writing to itself
    return f'<a href="{escaped(url)}">{shown}</a>' if text and is_web_address(url) else shown


def _section(title: str, parts: Iterable[str], name: str = "") -> Iterator[str]:
    if text := "".join(parts):
        yield f"<section{name}>\n<h2>{title}</h2>\n{text}</section>\n"


def _sources(sources: tuple[tuple[int, Reference], ...]) -> Iterator[str]:
    items = []
    for number, item in sources:
        title = f"{escaped(item.credit)}: {_linked(item.title, item.url)}"
        items.append(f'<li id="source-{number}" dir="auto">{title} <code>{escaped(item.source)}</code></li>\n')
    yield from _section("Sources", ('<ol class="sources">\n', *items, "</ol>\n") if items else ())


def _sentences(lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        items = "".join(f'<li dir="auto">{escaped(text)}</li>\n' for text in lines)
        yield f"<section>\n<details>\n<summary>In sentences, to paste</summary>\n<ul>\n{items}</ul>\n</details>\n</section>\n"


def _origin(report: Report) -> Iterator[str]:
    stamp = report.stamp
    digest = f', SHA-256 <span class="digest">{escaped(stamp.sha256)}</span>' if stamp.sha256 else ""
    yield f'<footer>\n<p>Made by <code dir="auto">{escaped(stamp.command)}</code></p>\n'
    yield f"<p>Table {escaped(stamp.version)}{digest}, milstats {escaped(stamp.milstats)}</p>\n</footer>\n"
