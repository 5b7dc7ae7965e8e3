"""Cells as the delimited formats write them: whole, unrounded, ISO dates, an absent value empty."""

from __future__ import annotations

from milstats.harmless import harmless_in_spreadsheet
from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.report import Cell


def written(cell: Cell) -> str:
    """Return a cell as text; the items of a list are joined by spaces, and a fraction is written as JSON writes it.

    >>> written(None), written(4373), written(("b", "v"))
    ('', '4373', 'b v')
    """
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return harmless_in_spreadsheet(" ".join(cell))
    if isinstance(cell, str):
        return harmless_in_spreadsheet(cell)
    if isinstance(cell, int) or hasattr(cell, "isoformat"):
        return str(cell)
    return repr(float(cell)) if hasattr(cell, "denominator") else str(cell)
