"""A whole table as one Parquet file: a row for each figure with its source and offence, typed; and such a file as a document.

Files of many tables have the same columns, so that a folder of them is one table to DuckDB or Spark. What is no figure (offences,
sources, named periods, breaks, sums) is in the file's own metadata, so that nothing is lost.
What can't be written raises OSError; what is damaged, or was not written by milstats, DataError.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from milstats.data.files import FIGURES_FILE, label
from milstats.data.flat_tables import ABOUT, FIGURES, FLATS, FORMAT, HINT, READINGS, Column, Flat, cells_of, rows_of, tables_from
from milstats.errors import DataError, Fault, visible
from milstats.model.records import Dataset

_REST_KEY = "milstats"  # of the metadata
_REST = tuple(flat for flat in FLATS if flat not in {FIGURES, READINGS})
_GROUP = 65_536  # rows that are written, and read, at once
_TROUBLE = (pa.ArrowException, OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError)  # what a damaged file leads to
_TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
_MORE = ("label", "article", "publisher", "title", "published", "url")  # of the offence and the source of a figure


def _fields(columns: Iterable[Column]) -> list[pa.Field]:
    return [pa.field(column.name, _TYPES[column.type], nullable=not column.required) for column in columns]


_READING = pa.struct(_fields(column for column in READINGS.columns if column.name not in READINGS.key))
_MORE_FIELDS = [pa.field(name, pa.date32() if name == "published" else pa.string()) for name in _MORE]
_SCHEMA = pa.schema([*_fields(FIGURES.columns), *_MORE_FIELDS, pa.field("readings", pa.list_(_READING))])


def write_file(dataset: Dataset, path: str) -> None:
    """Write the table to a new Parquet file; the same table gives the same bytes."""
    rest = {flat.name: [*rows_of(dataset, flat)] for flat in _REST}
    schema = _SCHEMA.with_metadata({_REST_KEY: json.dumps(rest, ensure_ascii=False, default=str)})
    lines = _lines(dataset)
    with pq.ParquetWriter(path, schema, compression="snappy") as writer:
        while group := [*islice(lines, _GROUP)]:
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=_GROUP)


def write_folder(dataset: Dataset, path: str) -> None:
    """Write the table to a new folder: all of it in `figures.parquet`, and each other flat table in a file of its own, to join with."""
    folder = Path(path)
    folder.mkdir()
    write_file(dataset, str(folder / FIGURES_FILE))
    for flat in FLATS:
        if flat not in {ABOUT, FIGURES}:
            rows = [dict(zip(flat.names, row, strict=True)) for row in rows_of(dataset, flat)]
            table = pa.Table.from_pylist(rows, schema=pa.schema(_fields(flat.columns)))
            pq.write_table(table, folder / f"{flat.name}.parquet", compression="snappy")


def _lines(dataset: Dataset) -> Iterator[dict[str, object]]:
    for figure, row in zip(dataset.figures.values(), rows_of(dataset, FIGURES), strict=True):
        source, offence = dataset.sources[figure.source], dataset.offences[figure.offence]
        more = (offence.label, offence.article, source.publisher, source.title, source.published, source.url)
        line = dict(zip((*FIGURES.names, *_MORE), (*row, *more), strict=True))
        yield {**line, "readings": [cells_of("readings", reading) for reading in figure.readings]}


def is_written_by_milstats(path: str) -> bool:
    """Return whether a Parquet file has the metadata of milstats."""
    with suppress(*_TROUBLE):
        return _REST_KEY.encode() in (pq.read_schema(path).metadata or {})
    return False


def read_tables(name: str) -> dict[str, object]:
    """Return the whole of the Parquet file `name` as a data file in TOML would be parsed."""
    file = label(name)
    try:
        with pq.ParquetFile(name) as stored:
            rest = json.loads((stored.schema_arrow.metadata or {}).get(_REST_KEY.encode(), b"null"))
            if not isinstance(rest, dict):
                raise DataError(Fault(file, None, f"is a Parquet file, and none that milstats wrote; {HINT}"))
            if not stored.schema_arrow.equals(_SCHEMA) or ["format", str(FORMAT)] not in rest.get(ABOUT.name, ()):
                raise DataError(Fault(file, None, f"is a Parquet file of another format than {FORMAT}; {HINT}"))
            return tables_from(lambda flat: _rows(stored, rest, flat), file)
    except _TROUBLE as error:
        words = visible(" ".join(str(error).split()), limit=200)
        raise DataError(Fault(file, None, f"cannot be read as Parquet: {words}")) from None


def _rows(stored: pq.ParquetFile, rest: dict[str, list[Sequence[object]]], flat: Flat) -> Iterator[Sequence[object]]:
    if flat in _REST:
        yield from rest[flat.name]
        return
    for group in range(stored.num_row_groups):
        for line in stored.read_row_group(group, columns=[*FIGURES.names] if flat is FIGURES else ["id", "readings"]).to_pylist():
            if flat is FIGURES:
                yield tuple(line.values())
            else:
                yield from ((line["id"], place, *reading.values()) for place, reading in enumerate(line["readings"] or (), start=1))
