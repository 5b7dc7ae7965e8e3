r"""Tab-separated and comma-separated values: whole, unrounded, ISO dates, an absent value empty.

TSV is one line a record, nothing quoted, so that `cut`, `sort` and `awk` can be used on it: a tab or line break, which no table
holds, is written as `\t` or `\n`. CSV is RFC 4180 with the line ends of Unix.
"""

from __future__ import annotations

from csv import writer
from io import StringIO
from typing import TYPE_CHECKING

from milstats.escaping import escape, escape_formula

if TYPE_CHECKING:
    from milstats.render import Style
    from milstats.reports.report import Report, Value


def tsv(report: Report, style: Style) -> str:
    """Return the rows of a report, a header first unless the style has none."""
    header = ["\t".join(report.columns)] if style.has_header else []
    lines = ("\t".join([escape(written(cell)) for cell in row]) for row in report.rows())
    return "\n".join([*header, *lines, ""])


def csv(report: Report, style: Style) -> str:
    """Return the rows of a report, a header first unless the style has none."""
    text = StringIO()
    out = writer(text, lineterminator="\n")
    if style.has_header:
        out.writerow(report.columns)
    out.writerows([escape(written(cell), spared="\t\r\n") for cell in row] for row in report.rows())
    return text.getvalue()


def written(value: Value) -> str:
    """Return a value as text; the items of a list are joined by spaces, and a fraction is written as JSON writes it.

    >>> written(None), written(4373), written(("b", "v"))
    ('', '4373', 'b v')
    """
    if value is None:
        return ""
    if isinstance(value, tuple):
        return escape_formula(" ".join(value))
    if isinstance(value, str):
        return escape_formula(value)
    if isinstance(value, int) or hasattr(value, "isoformat"):
        return str(value)
    return repr(float(value)) if hasattr(value, "denominator") else str(value)
