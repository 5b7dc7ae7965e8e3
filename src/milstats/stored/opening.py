"""A stored file as the `Dataset` that it holds, or as the document that it would be in TOML."""

from __future__ import annotations

from milstats.document import Document
from milstats.files import SQLITE, label, start_of
from milstats.model import Dataset
from milstats.stored.door import Door
from milstats.stored.mappings import Lazy, StoredFigures
from milstats.stored.store import Store, Wanted

_SECTIONS = ("offences", "periods", "breaks", "sources", "sums")


def opened(name: str, *, with_digest: bool = False) -> Dataset:
    """Return the table that the stored file `name` holds; its figures stay there until they are asked for.

    Raises:
        DataError: if it can't be read, or holds no table of milstats.
    """
    store = store_of(name)
    door = Door(store)
    return Dataset(
        version=door.version(),
        sha256=_digest(name) if with_digest else None,
        offences=Lazy(store.section("offences"), door.offence),
        periods=door.periods,
        breaks=tuple(sorted(door.change(key, record) for key, record in store.section("breaks").items())),
        sources=door.sources,
        figures=StoredFigures(store, door.figure),
        sums=Lazy(store.section("sums"), door.sum),
    )


def document_of(name: str, *, with_digest: bool = False) -> Document:
    """Return the whole of the stored file `name` as a data file in TOML would be parsed, to be joined with others.

    Raises:
        DataError: if it can't be read, or holds no table of milstats.
    """
    store = store_of(name)
    sections: dict[str, object] = {section: {**store.section(section)} for section in _SECTIONS}
    sections["figures"] = dict(store.figures(Wanted()))
    tables = {"format": 1, "version": store.version, **sections}
    return Document(label(name), "", tables, _digest(name) if with_digest else None)


def store_of(name: str) -> Store:
    """Return the stored file `name`, SQLite or Parquet by its first bytes."""
    if start_of(name) == SQLITE:
        from milstats.stored.sqlite import SqliteStore  # noqa: PLC0415 -- sqlite3 costs, and only such a file needs it

        return SqliteStore(name)
    from milstats.stored.parquet import ParquetStore  # noqa: PLC0415 -- pyarrow is optional, and slow to import

    return ParquetStore(name)


def _digest(name: str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    from hashlib import file_digest  # noqa: PLC0415 -- only JSON prints it

    with open(name, "rb") as file:  # noqa: PTH123 -- the path stays a text
        return file_digest(file, "sha256").hexdigest()
