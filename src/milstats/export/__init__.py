"""A whole table for other engines: one module a form, each with `write(dataset, path, track)`.

Each writes to a path where nothing is yet. The same table gives the same bytes: no clock, no random name, no order of a hash
is in them. `track` is handed the figures each time they are gone through, and hands them on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from milstats.lean import StrEnum
from milstats.model import Figure

Track = Callable[[Iterable[Figure]], Iterable[Figure]]


class ExportForm(StrEnum):
    """The forms in which other engines read a whole table."""

    SQLITE = "sqlite"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


FORM_MEANINGS = {
    ExportForm.SQLITE: "a database with keys and full-text search",
    ExportForm.PARQUET: "one typed file for DuckDB, Spark, pandas or polars",
    ExportForm.DATAPACKAGE: "CSV with a description by Frictionless, in a folder or a .zip",
}
FORM_ENDINGS = {
    ".sqlite": ExportForm.SQLITE,
    ".sqlite3": ExportForm.SQLITE,
    ".db": ExportForm.SQLITE,
    ".parquet": ExportForm.PARQUET,
    ".zip": ExportForm.DATAPACKAGE,
}
