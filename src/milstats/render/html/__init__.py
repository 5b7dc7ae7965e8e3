"""One page that needs nothing besides itself, to send or to print: the table with its charts, marks, sources and notes.

Sorting and filtering are done by rules of style, so that they work with scripts off; the script only adds comfort.
"""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING
from milstats.render.html.page import page

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report


def render(report: Report, style: Style) -> str:  # noqa: ARG001 -- every format is called alike
    """Return a report as a page in HTML."""
    return "".join(page(report))
