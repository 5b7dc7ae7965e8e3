"""One page that needs nothing besides itself, to send or to print: the table with its charts, marks, sources and notes.

Sorting and filtering are done by rules of style, so that they work with scripts off; the script only adds comfort.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milstats.render.html.markup import paragraph
from milstats.render.html.page import page
from milstats.render.html.views import Setting, grouped

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report


def render(report: Report, style: Style) -> str:  # noqa: ARG001 -- every format is called alike
    """Return a report as a page in HTML."""
    return "".join(page(report))


def fragment(report: Report) -> str:
    """Return only the table of a report, to be set into another page: without style, script, anchors and choices."""
    if report.table is None:
        return "".join(paragraph(text) for text in (*report.sentences(), *report.caveats)) + "\n"
    table = "".join(grouped(Setting(report.table(), {}, report.legend, has_anchors=False), report.title))
    return table + "".join(paragraph(text) for text in report.caveats)
