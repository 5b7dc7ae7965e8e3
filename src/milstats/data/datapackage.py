"""A whole table as a Data Package: a CSV file for each flat table, and a description that any tool of the kind validates.

The description follows version 2 of https://datapackage.org, in a folder or, zipped, in one file.
"""

from __future__ import annotations

import csv
import json
import zipfile
from contextlib import suppress
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from milstats.data.fields import SECTIONS
from milstats.data.files import FIGURES_FILE, PARQUET, SQLITE, start_of
from milstats.data.flat_tables import ABOUT, BY_NAME, FLATS, Column, Flat, Type, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from milstats.data.flat_tables import Row
    from milstats.model.records import Dataset

DESCRIPTION = "datapackage.json"
_NAME = "milstats"
_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES = {Type.TEXT: "string", Type.WHOLE: "integer", Type.NUMBER: "number", Type.DATE: "date"}
_FLATS = tuple(flat for flat in FLATS if flat is not ABOUT)  # the description says it
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
_LINES = 2000  # that are written at once


def write_folder(dataset: Dataset, path: str, *, is_packaged: bool = False) -> None:
    """Write the table to a new folder; the packaged table has a licence.

    Raises:
        OSError: if it can't be written.
    """
    folder = Path(path)
    folder.mkdir()
    for name, chunks in _texts(dataset, is_packaged=is_packaged):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)


def write_zip(dataset: Dataset, path: str, *, is_packaged: bool = False) -> None:
    """Write the table to a new zip file; the packaged table has a licence. The same table gives the same bytes.

    Raises:
        OSError: if it can't be written.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in _texts(dataset, is_packaged=is_packaged):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as file:
                for chunk in chunks:
                    file.write(chunk.encode("utf-8"))


def is_ours(path: str) -> bool:
    """Return whether milstats wrote what is at `path`, so that an export may replace it; an empty file or folder is nobody's.

    Raises:
        OSError: if it can't be read.
    """
    place = Path(path)
    if place.is_dir():
        names = {one.name for one in place.iterdir()}
        if FIGURES_FILE in names and names <= {f"{flat.name}.parquet" for flat in _FLATS}:
            return is_ours(str(place / FIGURES_FILE))
        return not names or _is_our_package(names, (place / DESCRIPTION).read_bytes)
    start = start_of(path)
    if start == SQLITE:
        from milstats.data import sqlite  # slow to import, as pyarrow is

        return sqlite.is_written_by_milstats(path)
    with suppress(ImportError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):  # no pyarrow; or no sound zip file
        if start == PARQUET:
            from milstats.data import parquet

            return parquet.is_written_by_milstats(path)
        with zipfile.ZipFile(place) as archive:
            return _is_our_package({*archive.namelist()}, partial(archive.read, DESCRIPTION))
    return place.stat().st_size == 0


def _is_our_package(names: set[str], read: Callable[[], bytes]) -> bool:
    """Return whether files are those of a Data Package of milstats, and no others are among them."""
    with suppress(ValueError, RecursionError):
        if DESCRIPTION in names and names <= {DESCRIPTION, *(f"{flat.name}.csv" for flat in _FLATS)}:
            described = json.loads(read())
            return isinstance(described, dict) and described.get("name") == _NAME
    return False


def _texts(dataset: Dataset, *, is_packaged: bool) -> Iterator[tuple[str, Iterable[str]]]:
    yield DESCRIPTION, [json.dumps(_description(dataset, is_packaged=is_packaged), ensure_ascii=False, indent=2), "\n"]
    yield from ((f"{flat.name}.csv", _csv(flat, rows_of(dataset, flat))) for flat in _FLATS)


def _csv(flat: Flat, rows: Iterable[Row]) -> Iterator[str]:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(flat.names)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % _LINES == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _description(dataset: Dataset, *, is_packaged: bool) -> dict[str, object]:
    licence = [{"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": _NAME,
        "title": "Documented counts of soldiers prosecuted for leaving, deserting or disobeying",
        "description": "Each number is as its source prints it, with the words around it. None is computed but the limits of a bound.",
        "version": dataset.version,
        **({"licenses": licence} if is_packaged else {}),
        "sources": [{"title": f"{one.publisher}: {one.title}", "path": one.url} for one in dataset.sources.values()],
        "resources": [_resource(flat) for flat in _FLATS],
    }


def _resource(flat: Flat) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in flat.columns],
        "primaryKey": [*flat.key],
        "missingValues": [""],
    }
    keys = [_foreign_key(flat, column.name, column.refers) for column in flat.columns if column.refers is not None]
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": flat.name.replace("_", "-"),
        "title": flat.name.replace("_", " ").capitalize(),
        "description": SECTIONS[flat.name][1] if flat.name in SECTIONS else "What the records of another table list.",
        "type": "table",
        "path": f"{flat.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column) -> dict[str, object]:
    limits: dict[str, object] = {"required": True} if column.required else {}
    if column.words:
        limits["enum"] = [*column.words]
    field = {"name": column.name, "title": column.title, "type": _TYPES[column.type], "description": column.about}
    return field | ({"constraints": limits} if limits else {})


def _foreign_key(flat: Flat, name: str, refers: str) -> dict[str, object]:
    """Return a foreign key; one that leads into its own table names no resource."""
    resource = {} if refers == flat.name else {"resource": refers.replace("_", "-")}
    return {"fields": [name], "reference": {**resource, "fields": [*BY_NAME[refers].key]}}
