"""One page that needs nothing besides itself, to send or to print: the summary, its sources, and every figure in one table.

All can be read without scripts; the script sorts and filters. The page asks no host for anything.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from unicodedata import bidirectional

from milstats.data.files import packaged
from milstats.escaping import escape, is_web_address
from milstats.render import Style, cited, filled, numbered
from milstats.reports.report import Block, Cell, Column, Heading, Paragraph, Report, Table

Numbers = dict[str, int]
_FEW, _SHORT = 3, 24  # rows that need no sorting; letters of a cell that is not broken
# The policy allows no script and no style but the page's own, by their digests (https://www.w3.org/TR/CSP3/#grammardef-hash-source).
_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{css_digest}'; script-src '{js_digest}'; \
base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="milstats {milstats}">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
<header>
<p class="masthead">milstats, table {version}</p>
<h1 dir="auto">{title}</h1>
</header>
<main>
{main}</main>
<footer>
<p>Made by <code dir="auto">{command}</code></p>
<p>Table {version}{digest}, milstats {milstats}</p>
</footer>
<script>{js}</script>
</body>
</html>
"""


def render(report: Report, _: Style) -> str:
    """Return a report as a page in HTML."""
    stamp, title = report.stamp, report.title or report.stamp.command
    texts = {"title": title, "version": stamp.version, "milstats": stamp.milstats, "command": stamp.command}
    own = {name: packaged(f"render/page.{name}") or b"" for name in ("css", "js")}
    policy = {f"{name}_digest": f"sha256-{b64encode(sha256(data).digest()).decode()}" for name, data in own.items()}
    digest = f', SHA-256 <span class="digest">{escaped(stamp.sha256)}</span>' if stamp.sha256 else ""
    filling = {name: escaped(text) for name, text in texts.items()} | {name: data.decode() for name, data in own.items()} | policy
    return _PAGE.format(**filling, digest=digest, main="".join(_main(report, title)))


def escaped(text: str) -> str:
    """Return `text` so that a page prints it as it stands, in an element or in a quoted attribute."""
    if not text.isprintable():  # no page may hold a noncharacter; those of other planes are as rare as they are harmless
        text = re.sub("[\ufdd0-\ufdef\ufffe\uffff]", "\ufffd", escape(text, spared="\n\t"))
    return html.escape(text)


def _main(report: Report, title: str) -> Iterator[str]:
    """Yield the parts of a page: the summary, every row, notes, sources and sentences."""
    blocks, every = report.page(), report.every() if report.every is not None else ()
    if not every and len(blocks) == 1:  # a table alone can be searched as well
        blocks, every = every, blocks
    numbers = numbered((*blocks, *every))
    yield from _blocks(blocks, numbers, title)
    for table in every:
        if isinstance(table, Table):
            yield from _section(f"All {len(table.lines):,} rows", _table(table, numbers), ' id="every"')
    yield from _section("Notes", (_paragraph(Paragraph(note)) for note in report.notes))
    sources = "".join(
        f'<li id="source-{number}" dir="auto">{escaped(item.credit)}: {_linked(item.title, item.url)} <code>{escaped(item.source)}</code></li>\n'
        for number, item in cited(report, numbers)
    )
    yield from _section("Sources", (f'<ol class="sources">\n{sources}</ol>\n',) if sources else ())
    sentences = "".join(f'<li dir="auto">{escaped(text)}</li>\n' for text in report.sentences())
    if sentences:
        yield f"<section>\n<details>\n<summary>In sentences, to paste</summary>\n<ul>\n{sentences}</ul>\n</details>\n</section>\n"


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
    """Return `text` as a link to `url`, or as it stands where that is no address of the web."""
    shown = escaped(text)
    if not text.isascii() and any(bidirectional(char) in {"R", "AL"} for char in text):
        shown = f"<bdi>{shown}</bdi>"  # it keeps its direction of writing to itself
    return f'<a href="{escaped(url)}">{shown}</a>' if text and is_web_address(url) else shown


def _section(title: str, parts: Iterable[str], name: str = "") -> Iterator[str]:
    if text := "".join(parts):
        yield f"<section{name}>\n<h2>{title}</h2>\n{text}</section>\n"
