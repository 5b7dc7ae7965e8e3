"""The columns of `show`, and in which order and how many of its rows are wanted."""

from __future__ import annotations

from milstats.errors import UsageError, did_you_mean, quoted
from milstats.lean import NamedTuple

COLUMNS = (
    "id", "offence", "article", "measure", "unit", "value", "bound", "value_low", "value_high", "text",
    "period", "start_earliest", "start_latest", "end_earliest", "end_latest", "kind", "missing",
    "counter", "publisher", "source", "published", "where", "quote", "link", "marks", "note",
)  # fmt: skip


class Arrangement(NamedTuple):
    """Which columns to print (none named: all), by which to sort (downwards where `-` leads it), and how many rows."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None


def arranged_by(*, columns: str | None, sort: str | None, limit: int | None) -> Arrangement:
    """Return the arrangement that `--columns`, `--sort` and `--limit` ask for.

    >>> arranged_by(columns="id,value", sort="-value", limit=None)
    Arrangement(columns=('id', 'value'), sort='-value', limit=None)

    Raises:
        UsageError: if there is no such column; the message names the nearest, or all.
    """
    names = tuple(_column(name, "--columns") for name in columns.split(",")) if columns is not None else ()
    if sort is None:
        return Arrangement(names, None, limit)
    downwards = "-" if sort.startswith("-") else ""
    return Arrangement(names, downwards + _column(sort.removeprefix("-"), "--sort"), limit)


def _column(name: str, option: str) -> str:
    """Return a column by its name, whatever its case."""
    folded = name.strip().casefold()
    if folded not in COLUMNS:
        hint = did_you_mean(folded, [*COLUMNS]) or f"; there are {' '.join(COLUMNS)}"
        message = f"{option}: expected a column, found {quoted(name)}{hint}"
        raise UsageError(message)
    return folded
