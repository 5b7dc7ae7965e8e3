"""An answer to look at in a notebook: a plain table of HTML, in which nothing of the data is markup."""

from __future__ import annotations

from html import escape

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.report import Column, Line, Reference, Report, Table


def view(report: Report) -> str:
    """Return a report as a fragment of HTML, without script or style of its own.

    Everything that the data holds is escaped, and only addresses of the web become links.
    """
    parts = [*_table(report.table())] if report.table is not None else [f"<p>{escape(text)}</p>" for text in report.sentences()]
    parts += [f"<p>{escape(text)}</p>" for text in report.caveats]
    legend, references = report.legend(), report.references()
    if legend:
        parts.append("<p>" + "<br>".join(f"{escape(mark)} {escape(meaning)}" for mark, meaning in legend) + "</p>")
    if references:
        parts += ["<ul>", *(f"<li>{_reference(one)}</li>" for one in references), "</ul>"]
    return "\n".join(parts)


def _table(table: Table) -> Iterator[str]:
    yield "<table>"
    titles = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    yield f"<thead><tr>{titles}</tr></thead>"
    for section in table.sections:
        yield "<tbody>"
        for text in filter(None, (section.title, section.heading)):
            yield f'<tr><th colspan="{len(table.columns)}" scope="rowgroup">{escape(text)}</th></tr>'
        for line in section.lines:
            yield from _line(table.columns, line, table.linked)
        yield "</tbody>"
    yield "</table>"


def _line(columns: tuple[Column, ...], line: Line, linked: int | None) -> Iterator[str]:
    cells = (
        _cell(column, _linked(text, line.link) if number == linked else escape(text))
        for number, (column, text) in enumerate(zip(columns, line.cells, strict=True))
    )
    yield f"<tr>{''.join(cells)}</tr>"
    for text in line.below:
        yield f'<tr><td colspan="{len(columns)}">{escape(text)}</td></tr>'


def _cell(column: Column, inner: str) -> str:
    return f'<td style="text-align: right">{inner}</td>' if column.is_number else f"<td>{inner}</td>"


def _reference(one: Reference) -> str:
    published = f", {one.published}" if one.published else ", undated"
    return f"{escape(one.source)}: {escape(one.publisher)}{published}: {_linked(one.title, one.url)}"


def _linked(text: str, link: str | None) -> str:
    if link is None or not link.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(link)}" rel="noreferrer">{escape(text)}</a>'
