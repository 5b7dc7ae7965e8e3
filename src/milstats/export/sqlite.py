"""A whole table as an SQLite database: flat tables with foreign keys, and a full-text search over what topics are looked for in."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

from milstats.lean import TYPE_CHECKING
from milstats.selection import searched_in
from milstats.shapes import FIGURES, FORMAT, READINGS, SHAPES, Row, figure_row, reading_rows, rows_of
from milstats.stored.layout import APPLICATION, SEARCH, indexes, insertion, search, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.export import Track
    from milstats.model import Dataset

_SETTINGS = (
    "page_size = 4096",
    "encoding = 'UTF-8'",
    "auto_vacuum = NONE",
    "journal_mode = OFF",  # nothing is there yet that could be lost
    "synchronous = OFF",
    "cache_size = -65536",
    f"application_id = {APPLICATION}",
    f"user_version = {FORMAT}",
)


def write(dataset: Dataset, path: str, track: Track) -> None:
    """Write the table to a new SQLite file.

    Raises:
        OSError: if it can't be written.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            _fill(connection, dataset, track)
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(0, f"SQLite says {error}") from error


def _fill(connection: sqlite3.Connection, dataset: Dataset, track: Track) -> None:
    """Make the tables, then fill them: the figures in one go with what hangs on them, then the indexes."""
    for statement in (*tables(), search()):
        connection.execute(statement)
    for shape in SHAPES:
        if shape not in {FIGURES, READINGS}:
            connection.executemany(insertion(shape), map(_plain, rows_of(dataset, shape)))
    connection.executemany(insertion(FIGURES), _figures(connection, dataset, track))
    connection.execute(f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('optimize')")  # noqa: S608 -- no text from outside
    for statement in indexes():
        connection.execute(statement)


def _figures(connection: sqlite3.Connection, dataset: Dataset, track: Track) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the figures; their readings and words are added as they pass."""
    words = f"INSERT INTO {SEARCH}(rowid, words) VALUES (?, ?)"  # noqa: S608
    for number, figure in enumerate(track(dataset.figures.values()), start=1):
        connection.execute(words, (number, searched_in(dataset, figure)))
        if figure.readings:
            connection.executemany(insertion(READINGS), map(_plain, reading_rows(figure)))
        yield _plain(figure_row(number, figure))


def _plain(row: Row) -> tuple[object, ...]:
    """Return a row with its days as SQLite writes them."""
    return tuple(str(cell) if isinstance(cell, date) else cell for cell in row)
