"""A whole table as a Data Package: a CSV file for each flat table, and a description that any tool of the kind validates.

The description follows version 2 of https://datapackage.org, in a folder or, zipped, in one file.
"""

from __future__ import annotations

import csv
import json
import os
from io import StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from milstats.errors import NotWrittenError, visible
from milstats.lean import TYPE_CHECKING
from milstats.shapes import ABOUT, FIGURES, SHAPES, Attribute, Row, Shape, Type, figure_row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.export import Track
    from milstats.model import Dataset

DESCRIPTION = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_TYPES = {Type.TEXT: "string", Type.WHOLE: "integer", Type.NUMBER: "number", Type.DATE: "date"}
_SHAPES = tuple(shape for shape in SHAPES if shape is not ABOUT)  # the description says it
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
_LINES = 2000  # that are written at once


def write(dataset: Dataset, path: str, track: Track, *, zipped: bool = False, is_ours: bool = False) -> None:
    """Write the table to a new folder or, `zipped`, to one file; only the packaged table `is_ours` to license.

    Raises:
        OSError: if it can't be written.
    """
    texts = _texts(dataset, track, is_ours=is_ours)
    if not zipped:
        os.mkdir(path)  # noqa: PTH102 -- the path is a text
        for name, chunks in texts:
            with open(os.path.join(path, name), "w", encoding="utf-8", newline="") as file:  # noqa: PTH118, PTH123
                file.writelines(chunks)
        return
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, chunks in texts:
            with archive.open(_entry(name), "w", force_zip64=True) as file:
                for chunk in chunks:
                    file.write(chunk.encode("utf-8"))


def refuse_other(path: str) -> None:
    """Refuse a folder that holds anything but a package: all of it would be replaced.

    Raises:
        NotWrittenError: if it does.
    """
    if not os.path.isdir(path):  # noqa: PTH112
        return
    ours = {DESCRIPTION, *(_file(shape) for shape in _SHAPES)}
    other = sorted({*os.listdir(path)} - ours)  # noqa: PTH208
    if other:
        message = f"holds {visible(other[0], limit=60)}, which is no part of a Data Package of milstats; nothing was written"
        raise NotWrittenError(f"{visible(path, limit=200)}: {message}")


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _texts(dataset: Dataset, track: Track, *, is_ours: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the files by name, each in pieces."""
    yield DESCRIPTION, [json.dumps(_description(dataset, is_ours=is_ours), ensure_ascii=False, indent=2), "\n"]
    for shape in _SHAPES:
        if shape is FIGURES:
            rows: Iterable[Row] = (figure_row(number, figure) for number, figure in enumerate(track(dataset.figures.values()), start=1))
        else:
            rows = rows_of(dataset, shape)
        yield _file(shape), _csv(shape, rows)


def _csv(shape: Shape, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a flat table, many at a time."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(shape.names)
    for number, row in enumerate(rows, start=1):
        writer.writerow(row)
        if number % _LINES == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _file(shape: Shape) -> str:
    return f"{shape.name}.csv"


def _description(dataset: Dataset, *, is_ours: bool) -> dict[str, object]:
    """Return the description of the whole: what it is, where it is from, and every column."""
    licence = [{"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"}]
    return {
        "$schema": _PROFILE,
        "name": "milstats",
        "title": "Documented counts of soldiers prosecuted for leaving, deserting or disobeying",
        "description": "Each number is as its source prints it, with the words that hold it. None is computed.",
        "version": dataset.version,
        **({"licenses": licence} if is_ours else {}),
        "sources": [{"title": f"{one.publisher}: {one.title}", "path": one.url} for one in dataset.sources.values()],
        "resources": [_resource(shape) for shape in _SHAPES],
    }


def _resource(shape: Shape) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": _SCHEMA,
        "fields": [_field(attribute) for attribute in shape.attributes],
        "primaryKey": [*shape.key],
        "missingValues": [""],
    }
    keys = [_foreign_key(shape, attribute) for attribute in shape.attributes if attribute.refers is not None]
    return {
        "$schema": _RESOURCE,
        "name": shape.name.replace("_", "-"),
        "type": "table",
        "path": _file(shape),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _field(attribute: Attribute) -> dict[str, object]:
    limits: dict[str, object] = {"required": True} if attribute.required else {}
    if attribute.words:
        limits["enum"] = [*attribute.words]
    return {"name": attribute.name, "type": _TYPES[attribute.type]} | ({"constraints": limits} if limits else {})


def _foreign_key(shape: Shape, attribute: Attribute) -> dict[str, object]:
    """Return a foreign key; one that leads into its own table names no resource."""
    target: dict[str, object] = {"fields": ["date" if attribute.refers == "breaks" else "id"]}
    if attribute.refers != shape.name:
        target = {"resource": str(attribute.refers).replace("_", "-")} | target
    return {"fields": [attribute.name], "reference": target}
