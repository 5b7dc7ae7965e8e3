"""A whole table as one Parquet file: a row for each figure with its source and offence beside it, typed, dates as dates.

Files of many tables have the same columns, so that a folder of them is one table to DuckDB or Spark. What is no figure
(offences, sources, named periods, breaks, sums) stands in the file's own metadata, so that nothing is lost.
"""

from __future__ import annotations

import json
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from milstats.lean import TYPE_CHECKING
from milstats.shapes import BESIDE, FIGURES, READINGS, REST, REST_KEY, SHAPES, Attribute, Type, figure_row, reading_rows, rows_of

if TYPE_CHECKING:
    from milstats.export import Track
    from milstats.model import Dataset, Figure

_GROUP = 65_536  # rows that are written, and read, at once
_TYPES = {Type.TEXT: pa.string(), Type.WHOLE: pa.int64(), Type.NUMBER: pa.float64(), Type.DATE: pa.date32()}
_READING = tuple(attribute for attribute in READINGS.attributes if attribute.name not in {"figure", "place"})


def write(dataset: Dataset, path: str, track: Track) -> None:
    """Write the table to a new Parquet file.

    Raises:
        OSError: if it can't be written.
    """
    schema = _schema(dataset)
    numbered = enumerate(track(dataset.figures.values()), start=1)
    with pq.ParquetWriter(path, schema, compression="snappy") as writer:
        while group := [_row(dataset, number, figure) for number, figure in islice(numbered, _GROUP)]:
            writer.write_table(pa.Table.from_pylist(group, schema=schema), row_group_size=_GROUP)


def _schema(dataset: Dataset) -> pa.Schema:
    """Return the columns, with the metadata of a table."""
    fields = [_field(attribute) for attribute in (*FIGURES.attributes, *BESIDE)]
    readings = pa.field("readings", pa.list_(pa.struct([_field(attribute) for attribute in _READING])))
    rest = {shape.name: [*rows_of(dataset, shape)] for shape in SHAPES if shape.name in REST}
    return pa.schema([*fields, readings], metadata={REST_KEY: json.dumps(rest, ensure_ascii=False, default=str)})


def _field(attribute: Attribute) -> pa.Field:
    return pa.field(attribute.name, _TYPES[attribute.type], nullable=not attribute.required)


def _row(dataset: Dataset, number: int, figure: Figure) -> dict[str, object]:
    """Return a figure with its source, its offence and its readings, by column."""
    source, offence = dataset.sources[figure.source], dataset.offences[figure.offence]
    beside = (offence.label, offence.article, source.publisher, source.title, source.published, source.url)
    row: dict[str, object] = dict(zip(FIGURES.names, figure_row(number, figure), strict=True))
    row |= zip((attribute.name for attribute in BESIDE), beside, strict=True)
    row["readings"] = [dict(zip(READINGS.names, reading, strict=True)) for reading in reading_rows(figure)]
    return row
