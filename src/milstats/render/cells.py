"""Cells as the delimited formats write them: whole, unrounded, ISO dates, an absent value empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.report import Cell


def written(cell: Cell) -> str:
    """Return a cell as text; the items of a list are joined by spaces.

    >>> written(None), written(4373), written(("b", "v"))
    ('', '4373', 'b v')
    """
    if cell is None:
        return ""
    return " ".join(cell) if isinstance(cell, tuple) else str(cell)
