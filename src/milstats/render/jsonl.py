"""JSON values, and JSON Lines: one object a row."""

from __future__ import annotations

import json

from milstats.harmless import harmless_in_json
from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Cell, Report


def render(report: Report, style: Style) -> str:  # noqa: ARG001 -- every format is called alike
    """Return the rows of a report, an object on each line."""
    return "".join(f"{dumped(record(report.columns, row))}\n" for row in report.rows())


def record(columns: tuple[str, ...], row: tuple[Cell, ...]) -> dict[str, object]:
    """Return a row as a JSON object in the making: absent values are null, lists are lists, dates are ISO texts."""
    return {name: _value(cell) for name, cell in zip(columns, row, strict=True)}


def dumped(value: object, indent: int | None = None) -> str:
    """Return a value as JSON text that is safe on one line; without NaN, which JSON does not have."""
    return harmless_in_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def _value(cell: Cell) -> object:
    if cell is None or isinstance(cell, str | int):
        return cell
    if isinstance(cell, tuple):
        return list(cell)
    return cell.isoformat() if hasattr(cell, "isoformat") else float(cell)
