r"""Tab-separated values: one line a record, nothing quoted, so that `cut`, `sort` and `awk` can be used on it.

A table holds no tabs or line breaks. Were one handed here all the same, it is written as `\t`, `\n` or `\r`.
"""

from __future__ import annotations

from milstats.harmless import harmless
from milstats.lean import TYPE_CHECKING
from milstats.render.cells import written

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report


def render(report: Report, style: Style) -> str:
    """Return the rows of a report, a header first unless the style has none."""
    header = ["\t".join(report.columns)] if style.has_header else []
    lines = ("\t".join(harmless(written(cell)) for cell in row) for row in report.rows())
    return "\n".join([*header, *lines, ""])
