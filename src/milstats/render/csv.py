"""Comma-separated values as RFC 4180 has them, but with the line ends of Unix."""

from __future__ import annotations

import csv
from io import StringIO

from milstats.harmless import harmless
from milstats.lean import TYPE_CHECKING
from milstats.render.cells import written

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report

_QUOTED = "\t\r\n"  # what quotation marks keep inside a cell


def render(report: Report, style: Style) -> str:
    """Return the rows of a report, a header first unless the style has none."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if style.has_header:
        writer.writerow(report.columns)
    writer.writerows([harmless(written(cell), spared=_QUOTED) for cell in row] for row in report.rows())
    return text.getvalue()
