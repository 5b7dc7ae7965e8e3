"""A table in SQLite, as `export` writes it, of which only the rows that are wanted are read.

The file may come from anywhere. It is opened so that it can't be changed and nothing beside it is read; what it holds must
be laid out exactly as milstats lays it out, so that no view or trigger of another's runs; and its rows are handed on
unchecked, to pass the same door as records in TOML.
"""

from __future__ import annotations

import json
import os
import sqlite3
import weakref
from contextlib import suppress
from datetime import date
from urllib.parse import quote

from milstats.errors import DataError, Fault, visible
from milstats.files import label
from milstats.lean import TYPE_CHECKING
from milstats.shapes import (
    BREAKS,
    FIGURES,
    FORMAT,
    OFFENCES,
    PERIODS,
    READINGS,
    SOURCES,
    SUMS,
)  # fmt: skip
from milstats.stored.layout import APPLICATION, SEARCH, columns, indexes, search, tables
from milstats.stored.reading import figure_cells
from milstats.stored.sections import Rows, SqliteSection, whole
from milstats.stored.store import Record, Seen, Store, Wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_BATCH = 500  # rows that are read at once
_LONGEST = 1 << 26  # bytes of a text, or of a list of ids that is asked for
_TROUBLE = (sqlite3.Error, UnicodeDecodeError)  # what a damaged file leads to
_SHORTEST = 3  # letters of a word that the search can find
_SECTIONS = {
    "offences": (OFFENCES, ("aliases", "includes")),
    "periods": (PERIODS, ()),
    "breaks": (BREAKS, ("offences",)),
    "sources": (SOURCES, ("author",)),
    "sums": (SUMS, ("parts",)),
}
_SUPERSEDING = '"supersedes" IN (SELECT value FROM json_each(?))'


class SqliteStore(Store):
    """A table in the SQLite file `name`."""

    def __init__(self, name: str) -> None:
        """Open the file and make sure that milstats has laid it out.

        Raises:
            DataError: if it has not, or the file is damaged.
        """
        self.label = label(name)
        try:
            self._connection = _opened(name)
        except _TROUBLE as error:
            raise self._damaged(error) from None
        weakref.finalize(self, self._connection.close)
        self._refuse_foreign()
        self.version = next((value for (value,) in self._ask("SELECT value FROM about WHERE key = 'version'")), None)

    def _ask(self, question: str, *values: object) -> Rows:
        """Yield the rows that answer a question, few at a time."""
        try:
            found = self._connection.execute(question, values)
            while rows := found.fetchmany(_BATCH):
                yield from rows
        except _TROUBLE as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> DataError:
        return DataError(Fault(self.label, None, f"cannot be read as SQLite: {visible(str(error), limit=200)}"))

    def _refuse_foreign(self) -> None:
        """Refuse a database that milstats did not lay out, or laid out in another format."""
        hint = "expected what `milstats export` writes"
        if next(self._ask("PRAGMA application_id"))[0] != APPLICATION:
            raise DataError(Fault(self.label, None, f"is an SQLite database, and none that milstats wrote; {hint}"))
        found = {str(text) for (text,) in self._ask("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
        if not found >= {*tables(), *indexes(), search()}:
            raise DataError(Fault(self.label, None, f"is an SQLite database of another format than {FORMAT}; {hint}"))

    def section(self, name: str) -> Mapping[str, Record]:
        """Return the records of a section, each of which is read when it is asked for."""
        return SqliteSection(self._ask, *_SECTIONS[name])

    def figures(self, wanted: Wanted) -> Iterator[tuple[str, Record]]:
        """Yield the wanted figures, in the order of the table."""
        terms, values = _terms(wanted)
        where = f"WHERE {' AND '.join(terms)}" if terms else ""
        return self._figures(where, *values)

    def figure(self, name: str) -> Record:
        """Return one figure."""
        for _, record in self._figures('WHERE "id" = ?', name):
            return record
        raise KeyError(name)

    def superseding(self, names: Collection[str]) -> Iterator[tuple[str, Record]]:
        """Yield the figures that supersede one of `names`."""
        return self._figures(f"WHERE {_SUPERSEDING}", json.dumps([*names]))

    def _figures(self, where: str, *values: object) -> Iterator[tuple[str, Record]]:
        rows = self._ask(f"SELECT {columns(FIGURES)} FROM figures {where} ORDER BY number", *values)  # noqa: S608 -- no text from outside
        at = FIGURES.names.index("id")
        while batch := [row for row, _ in zip(rows, range(_BATCH), strict=False)]:
            readings = self._readings([row[at] for row in batch])
            yield from ((str(row[at]), figure_cells(row, readings.get(row[at], ()))) for row in batch)

    def _readings(self, figures: Sequence[object]) -> dict[object, list[tuple[object, ...]]]:
        """Return the readings of some figures, by figure."""
        question = f"SELECT {columns(READINGS)} FROM readings WHERE figure IN (SELECT value FROM json_each(?)) ORDER BY figure, place"  # noqa: S608
        found: dict[object, list[tuple[object, ...]]] = {}
        for row in self._ask(question, json.dumps([name for name in figures if isinstance(name, str)])):
            found.setdefault(row[0], []).append(row)
        return found

    def has_figure(self, name: str) -> bool:
        """Return whether there is a figure of that id."""
        return any(self._ask('SELECT 1 FROM figures WHERE "id" = ?', name))

    def count(self) -> int:
        """Return how many figures there are."""
        return whole(next(self._ask("SELECT count(*) FROM figures"))[0])

    def ids(self, beginning: str = "") -> Iterator[str]:
        """Yield the ids of the figures that begin so, whatever their case."""
        if not beginning:
            return (str(name) for (name,) in self._ask('SELECT "id" FROM figures ORDER BY number'))
        question = 'SELECT "id" FROM figures WHERE "id" >= ? COLLATE NOCASE AND "id" < ? COLLATE NOCASE ORDER BY "id" COLLATE NOCASE'
        return (str(name) for (name,) in self._ask(question, beginning, f"{beginning}\x7f"))

    def figures_called(self, folded: str) -> Collection[str]:
        """Return the figures of which `folded` is the id, whatever its case; the last where there are several."""
        question = 'SELECT "id" FROM figures WHERE "id" = ? COLLATE NOCASE ORDER BY number DESC LIMIT 1'
        return [str(name) for (name,) in self._ask(question, folded)]

    def offences_called(self, folded: str) -> Collection[str]:
        """Return the offences of which `folded` is the id or an alias; the last where there are several."""
        asked = (
            'SELECT "id" FROM offences WHERE "id" = ? COLLATE NOCASE ORDER BY number DESC LIMIT 1',
            "SELECT offence FROM aliases JOIN offences ON offences.id = offence WHERE folded = ? ORDER BY number DESC, place DESC LIMIT 1",
        )
        found = ([str(name) for (name,) in self._ask(question, folded)] for question in asked)
        return next((names for names in found if names), [])

    def ids_holding(self, words: Collection[str]) -> Collection[str]:
        """Return the ids of at least all figures whose texts hold all the words."""
        quoted = " ".join('"{}"'.format(word.replace('"', '""')) for word in words if len(word) >= _SHORTEST and "\0" not in word)
        if not quoted:
            return [*self.ids()]
        question = f'SELECT "id" FROM {SEARCH} JOIN figures ON number = {SEARCH}.rowid WHERE {SEARCH} MATCH ?'  # noqa: S608
        return [str(name) for (name,) in self._ask(question, quoted)]

    def counters(self) -> Collection[str]:
        """Return the counters, by going from each to the next in the index."""
        question = (
            "WITH RECURSIVE one(name) AS (SELECT min(counter) FROM figures"
            " UNION ALL SELECT (SELECT min(counter) FROM figures WHERE counter > name) FROM one WHERE name IS NOT NULL)"
            " SELECT name FROM one WHERE name IS NOT NULL"
        )
        return [str(name) for (name,) in self._ask(question)]

    def seen(self) -> Iterator[Seen]:
        """Yield what is counted of each figure."""
        for offence, measure, source, first, last in self._ask("SELECT offence, measure, source, start_earliest, end_latest FROM figures"):
            yield Seen(str(offence), str(measure), str(source), _day(first), _day(last))


def _opened(name: str) -> sqlite3.Connection:
    """Return a connection that can't write, and trusts nothing in the file."""
    path = quote(os.fsencode(os.path.abspath(name)))  # noqa: PTH100 -- the path stays a text
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    try:
        _distrust(connection)
    except _TROUBLE:
        connection.close()
        raise
    return connection


def _distrust(connection: sqlite3.Connection) -> None:
    for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "temp_store = MEMORY", "cache_size = -16384"):
        connection.execute(f"PRAGMA {setting}")


def _terms(wanted: Wanted) -> tuple[list[str], list[object]]:
    """Return the terms of a query that leave only what is wanted, and their values."""
    terms: list[str] = []
    values: list[object] = []
    if wanted.topics is not None:
        ids = json.dumps([*wanted.topics])
        terms.append("(offence IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?)))")
        values += [ids, ids]
    for column in ("measure", "counter", "source"):
        value = getattr(wanted, column)
        if value is not None:
            terms.append(f"{column} = ?")
            values.append(value)
    return terms, values


def _day(text: object) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text) if isinstance(text, str) else None
    return None
