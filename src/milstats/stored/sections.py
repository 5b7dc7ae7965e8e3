"""The records of the smaller sections in SQLite, each made of a row and of the lists that hang on it."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from typing import Protocol

from milstats.shapes import ALIASES, AUTHORS, BREAK_OFFENCES, PARTS, SUM_PARTS, Shape
from milstats.stored.layout import columns
from milstats.stored.reading import read_row
from milstats.stored.store import Record

_LISTS = {"aliases": (ALIASES, "alias"), "includes": (PARTS, "part"), "author": (AUTHORS, "author"), "parts": (SUM_PARTS, "figure"),
          "offences": (BREAK_OFFENCES, "offence")}  # fmt: skip
Rows = Iterator[tuple[object, ...]]


class Ask(Protocol):
    """How a question is put to the file."""

    def __call__(self, question: str, *values: object) -> Rows:
        """Yield the rows that answer it."""


class SqliteSection(Mapping[str, Record]):
    """The records of a section, each of which is read when it is asked for."""

    def __init__(self, ask: Ask, shape: Shape, lists: Sequence[str]) -> None:
        self._ask = ask
        self._shape = shape
        self._lists = lists

    def __getitem__(self, name: str) -> Record:
        question = f'SELECT {columns(self._shape)} FROM {self._shape.name} WHERE "{self._shape.key[0]}" = ?'  # noqa: S608
        row = next(self._ask(question, name), None)
        if row is None:
            raise KeyError(name)
        record = self._record(row)
        for key in self._lists:
            if items := self._list(key, name):
                record[key] = items
        return record

    def items(self) -> ItemsView[str, Record]:
        """Return a view that reads the records one after another, and not each by its id."""
        return _Streamed(self)

    def all(self) -> Iterator[tuple[str, Record]]:
        """Yield all records in their order, with lists that are read at once."""
        lists = {key: self._lists_by_owner(key) for key in self._lists}
        order = "number" if "number" in self._shape.names else f'"{self._shape.key[0]}"'
        at = self._shape.names.index(self._shape.key[0])
        for row in self._ask(f"SELECT {columns(self._shape)} FROM {self._shape.name} ORDER BY {order}"):  # noqa: S608
            record = self._record(row)
            yield str(row[at]), record | {key: owned[row[at]] for key, owned in lists.items() if row[at] in owned}

    def _record(self, row: Sequence[object]) -> dict[str, object]:
        return {key: value for key, value in read_row(self._shape, row).items() if key != self._shape.key[0]}

    def _lists_by_owner(self, key: str) -> dict[object, list[object]]:
        shape, item = _LISTS[key]
        found: dict[object, list[object]] = {}
        for owner, one in self._ask(f'SELECT "{shape.key[0]}", "{item}" FROM {shape.name} ORDER BY "{shape.key[0]}", place'):  # noqa: S608
            found.setdefault(owner, []).append(one)
        return found

    def _list(self, key: str, name: str) -> list[object]:
        shape, item = _LISTS[key]
        question = f'SELECT "{item}" FROM {shape.name} WHERE "{shape.key[0]}" = ? ORDER BY place'  # noqa: S608
        return [found for (found,) in self._ask(question, name)]

    def __iter__(self) -> Iterator[str]:
        order = "number" if "number" in self._shape.names else f'"{self._shape.key[0]}"'
        return (str(name) for (name,) in self._ask(f'SELECT "{self._shape.key[0]}" FROM {self._shape.name} ORDER BY {order}'))  # noqa: S608

    def __len__(self) -> int:
        return whole(next(self._ask(f"SELECT count(*) FROM {self._shape.name}"))[0])  # noqa: S608

    def __contains__(self, name: object) -> bool:
        return any(self._ask(f'SELECT 1 FROM {self._shape.name} WHERE "{self._shape.key[0]}" = ?', name))  # noqa: S608


class _Streamed(ItemsView[str, Record]):
    """The records of a section, read one after another."""

    _mapping: SqliteSection

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        return self._mapping.all()


def whole(number: object) -> int:
    """Return a number that was counted."""
    return number if isinstance(number, int) else 0
