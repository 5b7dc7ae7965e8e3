"""One JSON object that says what was asked, of which data, and what came of it."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING
from milstats.render.jsonl import dumped, record

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report

SCHEMA = 1


def render(report: Report, style: Style) -> str:  # noqa: ARG001 -- every format is called alike
    """Return a report whole, with its sources and notes."""
    document = {
        "schema": SCHEMA,
        "command": report.stamp.command,
        "dataset": {"version": report.stamp.version, "sha256": report.stamp.sha256, "milstats": report.stamp.milstats},
        "rows": [record(report.columns, row) for row in report.rows()],
        "sources": [record(item._fields, item) for item in report.references()],
        "notes": [*report.caveats, *report.notes],
    }
    return dumped(document, indent=1) + "\n"
