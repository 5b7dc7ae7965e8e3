"""JSON: one object that says what was asked, of which data, and what came of it; or one object a row, as JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from milstats.escaping import escape_json

if TYPE_CHECKING:
    from milstats.reports.report import Report, Value

SCHEMA = 1  # of the document; it grows when a key changes its meaning or goes


def document(report: Report) -> str:
    """Return a report whole, with its sources and notes."""
    stamp = report.stamp
    parts = {
        "schema": SCHEMA,
        "command": stamp.command,
        "dataset": {"version": stamp.version, "sha256": stamp.sha256, "milstats": stamp.milstats},
        "rows": [_record(report.columns, row) for row in report.rows()],
        "sources": [_record(item._fields, item) for item in report.references()],
        "notes": [*report.caveats, *report.notes],
    }
    return _dumped(parts, indent=1) + "\n"


def lines(report: Report) -> str:
    """Return the rows of a report, an object on each line."""
    return "".join(f"{_dumped(_record(report.columns, row))}\n" for row in report.rows())


def _record(columns: tuple[str, ...], row: tuple[Value, ...]) -> dict[str, object]:
    """Return a row as a JSON object in the making: absent values are null, lists are lists, dates are ISO texts."""
    return {name: _value(value) for name, value in zip(columns, row, strict=True)}


def _dumped(value: object, indent: int | None = None) -> str:
    """Return a value as JSON text that is safe on one line; without NaN, which JSON does not have."""
    return escape_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def _value(value: Value) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else float(value)
