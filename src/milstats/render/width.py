"""How many columns of a terminal a text takes."""

from __future__ import annotations

# Signs that take one column on every terminal: what nearly all texts are made of. Rich, which knows all signs, takes half an
# interpreter start to import.
_NARROW = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x300), *range(0x400, 0x483)))) | {*"–—‘’“”„…−≥≤×█▏→"}


def width_of(text: str) -> int:
    """Return the columns that `text` takes: wide signs take two, combining marks none.

    >>> width_of("“самоволка”"), width_of("逃兵")
    (11, 4)
    """
    if _NARROW.issuperset(text):
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 -- as above

    return cell_len(text)
