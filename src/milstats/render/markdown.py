"""Tables of GitHub-flavoured Markdown: each number leads to its words, and the sources follow as a numbered list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from milstats.escaping import escape, escape_address, is_web_address
from milstats.render import SMALL, Style, cited, filled, numbered
from milstats.reports.report import Block, Cell, Column, Heading, Report, Table

_SPECIAL = r"\`*_{}[]<>()#!|~&"  # the backslash first, since the others get one
_BREAKS = r"[\r\n\u2028\u2029\x0b\x0c\x85]+"
_LONGEST_BAR = 20


def render(report: Report, _: Style) -> str:
    """Return a report as Markdown to paste into a document or an issue."""
    blocks = report.page()
    numbers = numbered(blocks)
    lines = [line for block in blocks for line in (*_block(block, numbers), "")]
    lines += ["## Sources", ""] * bool(numbers)
    for number, item in cited(report, numbers):
        lines.append(f"{number}. {escaped(item.credit)}, {_linked(item.title, item.url)} ({escaped(item.source)})")
    return "\n".join(lines).strip() + "\n"


def escaped(text: str) -> str:
    """Return `text` so that Markdown prints it as it stands, on one line."""
    return re.sub(rf"([{re.escape(_SPECIAL)}])", r"\\\1", escape(re.sub(_BREAKS, " ", text)))


def _block(block: Block, numbers: dict[str, int]) -> Iterator[str]:
    if isinstance(block, Table):
        if block.title:
            yield f"**{escaped(block.title)}**\n"
        yield from _table(block, numbers)
    elif isinstance(block, Heading):
        yield f"## {escaped(block.text)}"
    else:
        fence = "`" * (1 + max(map(len, re.findall("`+", block.text)), default=0))  # more backticks than the command holds in a row
        pad = " " * (len(fence) > 1)
        code = f"{fence}{pad}{escape(re.sub(_BREAKS, ' ', block.text))}{pad}{fence}"
        text = code if block.is_command else _linked(block.text, block.link)
        yield re.sub(r"^(\d+)([.)])", r"\1\\\2", text) if text[:1] not in {"+", "-"} else f"\\{text}"  # no list


def _table(table: Table, numbers: dict[str, int]) -> Iterator[str]:
    """Yield the lines of a table; what is said below a row becomes its last column."""
    has_notes = any(line.below for line in table.lines)
    columns = (*table.columns, Column("Note")) if has_notes else table.columns
    yield f"| {' | '.join(escaped(column.title) for column in columns)} |"
    yield f"| {' | '.join('---:' if column.is_number else '---' for column in columns)} |"
    for line in filled(table):
        notes = ["; ".join(map(escaped, line.below))] * has_notes
        yield f"| {' | '.join([*(_cell(cell, numbers) for cell in line.cells), *notes])} |"


def _cell(cell: Cell, numbers: dict[str, int]) -> str:
    bar = "█" * round(cell.share * _LONGEST_BAR) or "▏" * (cell.share > 0) if cell.share is not None else ""
    notes = ",".join(str(numbers[name]).translate(SMALL) for name in cell.sources)
    return f"{bar} {_linked(cell.text, cell.link)}{escaped(cell.mark)}{notes}".strip()


def _linked(text: str, url: str | None) -> str:
    return f"[{escaped(text)}]({escape_address(url, '()[]')})" if text and url and is_web_address(url) else escaped(text)
