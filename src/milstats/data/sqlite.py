"""A whole table as an SQLite database: flat tables with keys, and a full-text search; and such a database as a document.

A database may come from anywhere. It is opened so that it can't be changed and nothing next to it is read; it must be laid out
exactly as milstats lays it out, so that no view or trigger of another's runs; its rows pass the same checks as records in TOML.
What can't be written raises OSError; what is damaged, or was not written by milstats, DataError.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from urllib.parse import quote

from milstats.data.files import label
from milstats.data.flat_tables import APPLICATION, BY_NAME, FLATS, FORMAT, HINT, Flat, rows_of, tables_from
from milstats.errors import DataError, Fault, visible
from milstats.model.records import Dataset

_LONGEST = 1 << 26  # bytes of a text that is read
_TROUBLE = (sqlite3.Error, UnicodeDecodeError, OverflowError)  # what a damaged file leads to
_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "date": "TEXT"}
# The content is named in double quotes, by which datasette and sqlite-utils find the search of a table.
_SEARCH = 'CREATE VIRTUAL TABLE search USING fts5(counter, period, text, quote, note, content="figures")'
_SETTINGS = (
    "page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = NONE", f"application_id = {APPLICATION}", f"user_version = {FORMAT}",
    "journal_mode = OFF", "synchronous = OFF", "cache_size = -65536",  # nothing is there yet that could be lost
)  # fmt: skip
_PRECAUTIONS = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "temp_store = MEMORY", "cache_size = -16384")


def write(dataset: Dataset, path: str) -> None:
    """Write the table to a new SQLite file; the same table gives the same bytes."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            for statement in (*map(_table, FLATS), _SEARCH):
                connection.execute(statement)
            for flat in FLATS:
                places = ", ".join("?" for _ in flat.columns)
                statement = f"INSERT INTO {flat.name} VALUES ({places})"  # noqa: S608 -- no text from outside
                rows = (tuple(str(cell) if isinstance(cell, date) else cell for cell in row) for row in rows_of(dataset, flat))
                connection.executemany(statement, rows)
            for command in ("rebuild", "optimize"):
                connection.execute("INSERT INTO search(search) VALUES (?)", (command,))
            for name in ("offence", "counter", "source", "supersedes"):
                connection.execute(f'CREATE INDEX figures_{name} ON figures("{name}")')
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(0, f"SQLite says {error}") from error


def _table(flat: Flat) -> str:
    lines = [f'"{one.name}" {_TYPES[one.type]}{" NOT NULL" if one.required else ""}' for one in flat.columns]
    lines.append(f"PRIMARY KEY ({_listed(flat.key)})")
    referring = ((one.name, one.refers) for one in flat.columns if one.refers)
    lines += (f'FOREIGN KEY ("{name}") REFERENCES {refers}({_listed(BY_NAME[refers].key)})' for name, refers in referring)
    inner = ",\n  ".join(lines)
    return f"CREATE TABLE {flat.name} (\n  {inner}\n)"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def read_tables(name: str) -> dict[str, object]:
    """Return the whole of the SQLite file `name` as a data file in TOML would be parsed."""
    file, path = label(name), quote(os.fsencode(os.path.abspath(name)))  # the path stays a text
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            for precaution in _PRECAUTIONS:
                connection.execute(f"PRAGMA {precaution}")
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
                raise DataError(Fault(file, None, f"is an SQLite database, and none that milstats wrote; {HINT}"))
            if not {*map(_table, FLATS)} <= {text for (text,) in connection.execute("SELECT sql FROM sqlite_schema")}:
                raise DataError(Fault(file, None, f"is an SQLite database of another format than {FORMAT}; {HINT}"))
            return tables_from(lambda flat: _rows(connection, flat), file)
    except _TROUBLE as error:
        raise DataError(Fault(file, None, f"cannot be read as SQLite: {visible(str(error), limit=200)}")) from None


def _rows(connection: sqlite3.Connection, flat: Flat) -> Iterable[Sequence[object]]:
    order = '"number"' if "number" in flat.names else _listed(flat.key)
    return connection.execute(f"SELECT {_listed(flat.names)} FROM {flat.name} ORDER BY {order}")  # noqa: S608 -- no text from outside
