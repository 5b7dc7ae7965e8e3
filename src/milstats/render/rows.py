r"""Rows for machines, as TSV, CSV, JSON and JSON Lines: whole, unrounded, with ISO dates, an absent value empty or null.

TSV is one line a record, nothing quoted, so that `cut`, `sort` and `awk` can be used on it: a tab or line break, which no table
holds, is written as `\t` or `\n`. CSV is RFC 4180 with the line ends of Unix. JSON is one object that says what was asked, of which
data, and what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import SupportsFloat

from milstats.escaping import escape, escape_json, is_formula
from milstats.render import Style
from milstats.reports.report import Report, Value

SCHEMA = 1  # of the document; it grows when a key changes its meaning or goes


def tsv(report: Report, style: Style) -> str:
    """Return the rows of a report, a header first unless the style has none."""
    rows = ("\t".join(["" if cell is None else escape(written(cell)) for cell in row]) for row in report.rows())
    return "\n".join([*["\t".join(report.columns)] * style.has_header, *rows, ""])


def csv(report: Report, style: Style) -> str:
    """Return the rows of a report, a header first unless the style has none."""
    from csv import writer  # TSV, which goes into every pipe, does without

    text = StringIO()
    out = writer(text, lineterminator="\n")
    if style.has_header:
        out.writerow(report.columns)
    out.writerows([escape(written(cell), spared="\t\r\n") for cell in row] for row in report.rows())
    return text.getvalue()


def written(value: Value) -> str:
    """Return a value as text; the items of a list are joined by spaces, and a fraction is written as JSON writes it."""
    if isinstance(value, str):
        return f"'{value}" if is_formula(value) else value
    if isinstance(value, tuple):
        return written(" ".join(value))
    if value is None:
        return ""
    return repr(float(value)) if hasattr(value, "denominator") and not isinstance(value, int | date) else str(value)


def document(report: Report, _: Style) -> str:
    """Return a report whole, with its sources and notes."""
    stamp = report.stamp
    parts = {
        "schema": SCHEMA,
        "command": stamp.command,
        "dataset": {"version": stamp.version, "sha256": stamp.sha256, "milstats": stamp.milstats},
        "rows": [dict(zip(report.columns, row, strict=True)) for row in report.rows()],
        "sources": [item._asdict() for item in report.references()],
        "notes": [*report.caveats, *report.notes],
    }
    return _dumped(parts, indent=1) + "\n"


def lines(report: Report, _: Style) -> str:
    """Return the rows of a report, an object on each line."""
    return "".join(f"{_dumped(dict(zip(report.columns, row, strict=True)))}\n" for row in report.rows())


def _dumped(value: object, indent: int | None = None) -> str:
    """Return a value as JSON text that is safe on one line; without NaN, which JSON does not have."""
    from json import dumps

    def simple(value: date | SupportsFloat) -> str | float:
        return value.isoformat() if isinstance(value, date) else float(value)

    return escape_json(dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=simple))


WRITERS: dict[str, Callable[[Report, Style], str]] = {"tsv": tsv, "csv": csv, "json": document, "jsonl": lines}
