"""A table in one Parquet file, as `export` writes it, gone through a group of rows at a time.

The file may come from anywhere: its rows are handed on unchecked, to pass the same door as records in TOML.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import date
from functools import reduce
from importlib.util import find_spec

from milstats.errors import DataError, Fault, visible
from milstats.files import label
from milstats.lean import TYPE_CHECKING
from milstats.shapes import BESIDE, FIGURES, FORMAT, REST, REST_KEY, SHAPES, Shape
from milstats.stored.reading import figure_record, read_row
from milstats.stored.store import Record, Seen, Store, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import pyarrow as pa

_TOLD_BY = ("offence", "id", "measure", "counter", "source")
_TEXTS = ("label", "counter", "publisher", "note", "text")
_BATCH = 1000  # rows that become records at once
_LISTS = {  # the section, the key in its records, and the flat table that holds the items
    "offences": (("aliases", "aliases", "alias"), ("includes", "parts", "part")),
    "breaks": (("offences", "break_offences", "offence"),),
    "sources": (("author", "authors", "author"),),
    "sums": (("parts", "sum_parts", "figure"),),
    "periods": (),
}
_SHAPES = {shape.name: shape for shape in SHAPES}


class ParquetStore(Store):
    """A table in the Parquet file `name`."""

    def __init__(self, name: str) -> None:
        """Open the file and read what stands beside its rows.

        Raises:
            DataError: if milstats has not written it, it is damaged, or pyarrow is not installed.
        """
        self.label = label(name)
        if find_spec("pyarrow") is None:
            message = "is a Parquet file, which needs pyarrow; install it with: pip install 'milstats[parquet]'"
            raise DataError(Fault(self.label, None, message))
        import pyarrow.parquet as pq  # noqa: PLC0415 -- optional, and slow to import

        with self._telling():
            self._file = pq.ParquetFile(name)
            self._rest = self._read_rest()
        self._ids: set[str] | None = None
        self.version = next((value for key, value in self._rows("about") if key == "version"), None)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell in one line what pyarrow finds wrong."""
        import pyarrow as pa  # noqa: PLC0415 -- as above

        try:
            yield
        except (pa.ArrowException, OSError, ValueError, KeyError, RecursionError) as error:
            words = visible(" ".join(str(error).split()), limit=200)
            raise DataError(Fault(self.label, None, f"cannot be read as Parquet: {words}")) from None

    def _read_rest(self) -> Mapping[str, object]:
        """Return what the metadata holds; without it, or without a column, milstats has not written the file."""
        metadata = self._file.schema_arrow.metadata or {}
        rest = json.loads(metadata.get(REST_KEY.encode(), b"{}"))
        missing = {*FIGURES.names, *(attribute.name for attribute in BESIDE), "readings"} - {*self._file.schema_arrow.names}
        if not isinstance(rest, dict) or missing or not rest.keys() >= {*REST} or ["format", str(FORMAT)] not in rest["about"]:
            message = "is a Parquet file, and none that milstats wrote; expected what `milstats export` writes"
            raise DataError(Fault(self.label, None, message))
        return rest

    def _rows(self, name: str) -> list[Sequence[object]]:
        """Return the rows of a flat table in the metadata."""
        rows, width = self._rest[name], len(_SHAPES[name].attributes)
        if isinstance(rows, list) and all(isinstance(row, list) and len(row) == width for row in rows):
            return rows
        raise DataError(Fault(self.label, None, f"cannot be read as Parquet: expected rows of {width} for {name}"))

    def section(self, name: str) -> Mapping[str, Record]:
        """Return the records of a section, by id."""
        shape = _SHAPES[name]
        at = shape.names.index(shape.key[0])
        records = {
            str(row[at]): {key: value for key, value in read_row(shape, row).items() if key != shape.key[0]} for row in self._rows(name)
        }
        for key, table, item in _LISTS[name]:
            self._add_lists(records, key, _SHAPES[table], item)
        return records

    def _add_lists(self, records: Mapping[str, dict[str, object]], key: str, shape: Shape, item: str) -> None:
        """Put the items of a flat table into the records that they belong to."""
        at = shape.names.index(item)
        for row in self._rows(shape.name):
            record = records.get(str(row[0]), {})
            items = record.setdefault(key, [])
            if isinstance(items, list):
                items.append(row[at])

    def figures(self, wanted: Wanted) -> Iterator[tuple[str, Record]]:
        """Yield the wanted figures, in the order of the table; a group of rows without any is hardly read."""
        import pyarrow.compute as pc  # noqa: PLC0415

        for group in range(self._file.num_row_groups):
            with self._telling():
                mask = _mask(self._file.read_row_group(group, columns=[*_TOLD_BY]), wanted)
                if mask is not None and not pc.any(mask).as_py():
                    continue
                table = self._file.read_row_group(group, columns=[*FIGURES.names, "readings"])
                batches = (table if mask is None else table.filter(mask)).to_batches(max_chunksize=_BATCH)
            for batch in batches:
                with self._telling():
                    rows = batch.to_pylist()
                yield from (_record(row) for row in rows)

    def figure(self, name: str) -> Record:
        """Return one figure."""
        for found, record in self.figures(Wanted(topics=[name])):
            if found == name:
                return record
        raise KeyError(name)

    def superseding(self, names: Collection[str]) -> Iterator[tuple[str, Record]]:
        """Yield the figures that supersede one of `names`."""
        import pyarrow as pa  # noqa: PLC0415 -- as above
        import pyarrow.compute as pc  # noqa: PLC0415

        replaced = pa.array([*names], pa.string())
        later = {*self._ids_where("supersedes", lambda column: pc.is_in(column, value_set=replaced))}
        return ((name, record) for name, record in self.figures(Wanted(topics=later)) if name in later)

    def _ids_where(self, name: str, test: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> Iterator[str]:
        """Yield the ids of the figures of which a column passes a test, a group of rows at a time."""
        for group in range(self._file.num_row_groups):
            with self._telling():
                table = self._file.read_row_group(group, columns=[*{"id", name}])
                found = table["id"].filter(test(table[name])).to_pylist()
            yield from map(str, found)

    def _columns(self, *names: str) -> Iterator[Mapping[str, object]]:
        """Yield some columns of all rows."""
        with self._telling():
            for batch in self._file.iter_batches(batch_size=_BATCH, columns=[*names]):
                yield from batch.to_pylist()

    def has_figure(self, name: str) -> bool:
        """Return whether there is a figure of that id."""
        if self._ids is None:
            self._ids = {*self.ids()}
        return name in self._ids

    def count(self) -> int:
        """Return how many figures there are."""
        return int(self._file.metadata.num_rows)

    def ids(self, beginning: str = "") -> Iterator[str]:
        """Yield the ids of the figures that begin so, whatever their case."""
        import pyarrow.compute as pc  # noqa: PLC0415 -- as above

        return self._ids_where("id", lambda column: pc.starts_with(pc.utf8_lower(column), beginning.lower()))

    def figures_called(self, folded: str) -> Collection[str]:
        """Return the figures of which `folded` is the id, whatever its case; the last where there are several."""
        import pyarrow.compute as pc  # noqa: PLC0415 -- as above

        return [*self._ids_where("id", lambda column: pc.equal(pc.utf8_lower(column), folded))][-1:]

    def offences_called(self, folded: str) -> Collection[str]:
        """Return the offences of which `folded` is the id or an alias; the last where there are several."""
        offences = [str(row[1]) for row in self._rows("offences") if str(row[1]).casefold() == folded]
        return (offences or [str(offence) for offence, _, _, alias in self._rows("aliases") if alias == folded])[-1:]

    def ids_holding(self, words: Collection[str]) -> Collection[str]:
        """Return the ids of all figures whose texts hold all the words."""
        found = []
        for row in self._columns("id", *_TEXTS):
            text = " ".join(str(row[name] or "") for name in _TEXTS).casefold()
            if all(word in text for word in words):
                found.append(str(row["id"]))
        return found

    def counters(self) -> Collection[str]:
        """Return the counters."""
        return {str(row["counter"]) for row in self._columns("counter")}

    def seen(self) -> Iterator[Seen]:
        """Yield what is counted of each figure."""
        for row in self._columns("offence", "measure", "source", "start_earliest", "end_latest"):
            first, last = (day if isinstance(day, date) else None for day in (row["start_earliest"], row["end_latest"]))
            yield Seen(str(row["offence"]), str(row["measure"]), str(row["source"]), first, last)


def _mask(told: pa.Table, wanted: Wanted) -> pa.ChunkedArray | None:
    """Return which rows are wanted, or None where all are."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    masks = [pc.equal(told[name], getattr(wanted, name)) for name in ("measure", "counter", "source") if getattr(wanted, name) is not None]
    if wanted.topics is not None:
        topics = pa.array([*wanted.topics], pa.string())
        masks.append(pc.or_(pc.is_in(told["offence"], value_set=topics), pc.is_in(told["id"], value_set=topics)))
    return reduce(pc.and_, masks) if masks else None


def _record(row: Mapping[str, object]) -> tuple[str, Record]:
    """Return a figure as TOML would hold it, with its id."""
    readings = row["readings"] if isinstance(row["readings"], list) else []
    return str(row["id"]), figure_record(_said(row), [_said(reading) for reading in readings if isinstance(reading, dict)])


def _said(row: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if value is not None and key not in {"number", "readings"}}
