"""Tables of GitHub-flavoured Markdown, with the legend of the marks and the sources as lists."""

from __future__ import annotations

import re

from milstats.harmless import harmless, harmless_address, is_web_address
from milstats.lean import TYPE_CHECKING
from milstats.render.bars import with_bars
from milstats.report import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.render.style import Style
    from milstats.report import Line, Reference, Report, Section, Table

_SPECIAL = r"\`*_{}[]<>()#!|~&"  # the backslash first, since the others get one
_BREAKS = r"[\r\n\u2028\u2029\x0b\x0c\x85]+"


def render(report: Report, style: Style) -> str:
    """Return a report as Markdown to paste into a document or an issue."""
    if report.table is None:
        return "".join(f"- {escaped(sentence)}\n" for sentence in (*report.sentences(), *report.caveats))
    return "\n".join([*_table(with_bars(report.table(), style)), *_caveats(report), *_legend(report), *_sources(report)]).strip() + "\n"


def escaped(text: str) -> str:
    r"""Return `text` so that Markdown prints it as it stands, on one line.

    >>> escaped("a|b <i>")
    'a\\|b \\<i\\>'
    """
    text = _on_one_line(text)
    for sign in _SPECIAL:
        text = text.replace(sign, f"\\{sign}")
    return text


def _on_one_line(text: str) -> str:
    return text if text.isprintable() else harmless(re.sub(_BREAKS, " ", text))


def _link(text: str, url: str) -> str:
    return f"[{escaped(text)}]({harmless_address(url, '()[]')})" if is_web_address(url) else escaped(text)


def _code(command: str) -> str:
    """Return a command as it is to be typed, between more backticks than it holds in a row, with no bar that could end its cell."""
    fence = "`" * (1 + max(map(len, re.findall("`+", command)), default=0))
    pad = " " if len(fence) > 1 else ""
    shown = _on_one_line(command).replace("|", r"\|")
    return f"{fence}{pad}{shown}{pad}{fence}"


def _table(table: Table) -> Iterator[str]:
    title = ""
    for section in table.sections:
        if section.title and section.title != title:
            title = section.title
            yield from (f"## {escaped(title)}", "")
        if section.heading:
            yield from (f"**{escaped(section.heading)}**", "")
        yield from _rows(table, section)
        yield ""


def _rows(table: Table, section: Section) -> Iterator[str]:
    """Yield the lines of one section as a table; what stands below a row becomes its last column."""
    has_notes = any(line.below or line.commands for line in section.lines)
    columns = (*table.columns, Column("Note")) if has_notes else table.columns
    yield f"| {' | '.join(escaped(column.title) for column in columns)} |"
    yield f"| {' | '.join('---:' if column.is_number else '---' for column in columns)} |"
    for line in section.lines:
        cells = [_cell(table, line, number) for number in range(len(line.cells))]
        below = (*(escaped(text) for text in line.below), *(_code(command) for command in line.commands))
        notes = ["; ".join(below)] if has_notes else []
        yield f"| {' | '.join(cells + notes)} |"


def _cell(table: Table, line: Line, number: int) -> str:
    text = line.cells[number]
    return _link(text, line.link) if number == table.linked and line.link else escaped(text)


def _caveats(report: Report) -> Iterator[str]:
    if report.caveats:
        yield from (" ".join(escaped(text) for text in report.caveats), "")


def _legend(report: Report) -> Iterator[str]:
    legend = report.legend()
    if legend:
        yield from ("## Marks", "", *(f"- {escaped(mark)} {escaped(meaning)}" for mark, meaning in legend), "")


def _sources(report: Report) -> Iterator[str]:
    references = report.references()
    if references:
        yield from ("## Sources", "", *(f"- {_cited(item)}" for item in references))


def _cited(item: Reference) -> str:
    published = str(item.published) if item.published else "undated"
    return f"{escaped(item.source)}: {escaped(item.publisher)}, {published}, {_link(item.title, item.url)}"
