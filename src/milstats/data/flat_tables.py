"""A table as flat tables, the shape in which SQLite, Parquet and a Data Package have it: their columns, keys and rows.

The columns are made from the rows of `fields`. A number with a fraction is there twice: as engines add it, and exactly as its
source prints it. Dates are dates. A column means what the column of that name means in `show`.

A Data Package has a CSV file for each flat table and a description, version 2 of https://datapackage.org, in a folder or a zip file.
What can't be written or read raises OSError; what can't be put together, DataError.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache, partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from milstats.data.fields import FORMAT as TABLE_FORMAT
from milstats.data.fields import PERIOD, READING, SECTIONS, Field, Fields, read_date, read_day_range, read_number, shown
from milstats.data.files import FIGURES_FILE, PARQUET, SQLITE, start_of
from milstats.errors import DataError, Fault
from milstats.model.period import Kind
from milstats.model.records import Figure, Reading, interval
from milstats.model.vocabulary import Bound

if TYPE_CHECKING:
    from milstats.model.records import Dataset

FORMAT = 2  # of the flat tables: raised when a column changes its meaning
APPLICATION = 0x6D696C73  # "mils", in the header of an SQLite file; see https://sqlite.org/fileformat.html
_HEADER_PLACE = slice(68, 72)  # where the header has it
DESCRIPTION = "datapackage.json"
_NAME = "milstats"
_PROFILES = "https://datapackage.org/profiles/2.0"

Value = int | float | str | date | None
Row = tuple[Value, ...]


class Type(StrEnum):
    """What a column has, as a Data Package calls it."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    DATE = "date"


class Column(NamedTuple):
    """A column: `get` returns its cell of a record, `refers` is the flat table whose rows it names, `words` are all that it may have."""

    name: str
    about: str
    type: Type = Type.TEXT
    required: bool = False
    refers: str | None = None
    words: tuple[str, ...] = ()
    get: Callable[[object], Value] | None = None


class Flat(NamedTuple):
    """A flat table: its name, the columns that tell its rows apart, and all columns."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


# What a key of a data file is called where its own name would mean two things, or tells datasette nothing.
_RENAMED = {
    ("figures", "value_high"): "value_to",
    ("offences", "label"): "name",
    ("breaks", "kind"): "change",
    ("period", "text"): "period",
}
_ENDS = {"start": ("start_earliest", "start_latest"), "end": ("end_earliest", "end_latest")}
# The flat tables of items: the section whose records list them, the key, the column of an item.
_LISTS = {
    "aliases": ("offences", "aliases", "alias"),
    "parts": ("offences", "includes", "part"),
    "authors": ("sources", "author", "author"),
    "break_offences": ("breaks", "offences", "offence"),
    "readings": ("figures", "readings", ""),
    "sum_parts": ("sums", "parts", "figure"),
}


def _plain(value: object) -> Value:
    """Return a value of a record as a cell: words by what is written, a number with a fraction as engines add it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return " ".join(word.value for word in value) or None
    return value if value is None or isinstance(value, str | int | date) else float(str(value))


def _cell(key: str, record: object) -> Value:
    return _plain(getattr(record, key))


def _exact(key: str, record: object) -> Value:
    value = getattr(record, key)
    return None if value is None or isinstance(value, int) else str(value)


def _bound(record: object) -> Value:
    """Return the bound of a figure; words alone have none."""
    is_bound = isinstance(record, Figure) and (record.value is not None or record.bound is not Bound.EQ)
    return _cell("bound", record) if is_bound else None


def _limit(end: int, record: object) -> Value:
    return _plain(interval(record)[end]) if isinstance(record, Figure) else None


def _period_cell(key: str, record: object) -> Value:
    """Return a cell of a period; without a number there is no sum over it."""
    period = record.period if isinstance(record, Figure | Reading) else None
    is_sum = key == "kind" and period is not None and period.kind is Kind.SUM
    is_without = period is None or (is_sum and isinstance(record, Figure) and record.value is None)
    return None if is_without else _cell(key, period)


def _columns(section: str, fields: Fields) -> Iterator[Column]:
    for key, field in fields.items():
        name = _RENAMED.get((section, key), key)
        if key == "period":
            yield from _period_columns()
        elif key != "readings" and (field.items is None or field.items.words):  # other items have a flat table of their own
            yield _column(name, field, _bound if key == "bound" else partial(_cell, key))
        for end, word in enumerate(("low", "high") if key == "bound" else ()):
            about = f"The {word}est number that the printed one and its bound allow."
            yield Column(f"value_{word}", about, Type.NUMBER, get=partial(_limit, end))
        if field.read is read_number:
            about = "The same as text, exactly as it is printed, where it has a fraction."
            yield Column(f"{name}_exact", about, get=partial(_exact, key))


def _column(name: str, field: Field, get: Callable[[object], Value]) -> Column:
    kind = Type.NUMBER if field.read is read_number else Type.DATE if field.read is read_date else Type.TEXT
    about = f"{field.about} Words are set apart by spaces." if field.items else field.about
    return Column(name, about, kind, field.required, field.refers, tuple(field.words), get)


def _period_columns() -> Iterator[Column]:
    for key, field in PERIOD.items():
        for name in _ENDS.get(key, (key,)):
            column = _column(_RENAMED.get(("period", name), name), field, partial(_period_cell, name))._replace(required=False)
            about = f"The {name.partition('_')[2]} {'first' if key == 'start' else 'last'} day of the period."
            yield column._replace(about=about, type=Type.DATE) if key in _ENDS else column


def _flat(name: str) -> Flat:
    section, key, item = _LISTS.get(name, (name, "", ""))
    fields, kind = SECTIONS[section][0], Type.DATE if section == "breaks" else Type.TEXT
    if not key:
        first = Column("date", "The day.", kind, required=True) if section == "breaks" else Column("id", "Its id.", required=True)
        number = Column("number", "Its place in the table, from 1.", Type.WHOLE, required=True)
        return Flat(name, (first.name,), (first, number, *_columns(name, fields)))
    owner = Column("date" if section == "breaks" else section[:-1], f"The key in {section}.", kind, required=True, refers=section)
    place = Column("place", "Its place in the list, from 1.", Type.WHOLE, required=True)
    items = [Column(item, fields[key].about, required=True, refers=fields[key].refers, get=_plain)] if item else _columns(name, READING)
    return Flat(name, (owner.name, place.name), (owner, place, *items))


_ITEM, _CONTENT = Column("item", "What is said of the whole.", required=True), Column("content", "What it is.", required=True)
ABOUT = Flat("about", ("item",), (_ITEM, _CONTENT))
# What refers to another comes after it.
_NAMES = "offences aliases parts periods sources authors breaks break_offences figures readings sums sum_parts"
_DESCRIBED = tuple(map(_flat, _NAMES.split()))  # in a Data Package; its description says what `about` says
FLATS = (ABOUT, *_DESCRIBED)
BY_NAME = {flat.name: flat for flat in FLATS}
FIGURES, READINGS = BY_NAME["figures"], BY_NAME["readings"]


def rows_of(dataset: Dataset, flat: Flat) -> Iterator[Row]:
    """Yield the rows of one flat table, in the order of the table."""
    if flat is ABOUT:
        yield from (("format", str(FORMAT)), ("version", dataset.version))
        return
    section, key, _ = _LISTS.get(flat.name, (flat.name, "", ""))
    cells = [column.get for column in flat.columns if column.get]
    records: Mapping[str, tuple[Value, ...]] | tuple[tuple[Value, ...], ...] = getattr(dataset, section)
    for number, record in enumerate(records if isinstance(records, tuple) else records.values(), start=1):
        if not key:
            yield (record[0], number, *(get(record) for get in cells))
        else:
            items = enumerate(getattr(record, key), start=1)
            yield from ((record[0], place, *(get(item) for get in cells)) for place, item in items)


Rows = Callable[[Flat], Iterable[Sequence[object]]]


def tables_from(rows: Rows, file: str) -> dict[str, object]:
    """Return a table as TOML would have it, from the rows of its flat tables; unchecked but that keys are unique and items have owners."""
    version = next((row[1] for row in rows(ABOUT) if row[0] == "version"), None)
    sections: dict[str, dict[object, dict[str, object]]] = {}
    for name, (fields, _) in SECTIONS.items():
        names, records = BY_NAME[name].names, sections.setdefault(name, {})
        for row in rows(BY_NAME[name]):
            key = str(row[0]) if name == "breaks" else row[0]
            if key in records:
                raise DataError(Fault(file, None, f"{name}: expected each key once, found {shown(key)} again"))
            records[key] = _record(name, fields, dict(zip(names, row, strict=True)))
    for name, (section, key, _) in _LISTS.items():
        names, records = BY_NAME[name].names, sections[section]
        for row in rows(BY_NAME[name]):
            owner = str(row[0]) if section == "breaks" else row[0]
            if owner not in records:
                raise DataError(Fault(file, None, f"{key}: expected items of what is in the table, found some of {shown(owner)}"))
            items = records[owner].setdefault(key, [])
            if isinstance(items, list):
                items.append(_record(key, READING, dict(zip(names, row, strict=True))) if name == "readings" else row[-1])
    return {"format": TABLE_FORMAT, "version": version, **sections}


def _record(section: str, fields: Fields, row: Mapping[str, object]) -> dict[str, object]:
    record: dict[str, object] = {}
    for key, field in fields.items():
        name = _RENAMED.get((section, key), key)
        found = row.get(name)
        if key == "period":
            found = _record("period", PERIOD, row) or None
        elif field.read is read_day_range:
            found = [_day(row[end]) for end in _ENDS[key] if row[end] is not None] or None
        elif field.read is read_number:
            found = _number(found, row[f"{name}_exact"])
        elif field.read is read_date:
            found = _day(found)
        elif field.items is not None and isinstance(found, str):
            found = found.split(" ")
        if found is not None:
            record[key] = found
    return record


@lru_cache(4096)  # the same days come again and again
def _day(cell: object) -> object:
    """Return a day that is written as a text; what is none stays as it is, to be refused."""
    if isinstance(cell, str):
        with suppress(ValueError):
            day = date.fromisoformat(cell)
            return day if str(day) == cell else cell
    return cell


def _number(value: object, exact: object) -> object:
    """Return a number exactly; where the two columns contradict each other, what can't be read."""
    if exact is None:
        return int(value) if type(value) is float and value.is_integer() else value
    with suppress(InvalidOperation, ValueError):
        if isinstance(exact, str) and isinstance(value, float) and float(Decimal(exact)) == value:
            return Decimal(exact)
    return str(exact)


def write_folder(dataset: Dataset, path: str, *, is_packaged: bool = False) -> None:
    """Write the table as a Data Package to a new folder; the packaged table has a licence."""
    folder = Path(path)
    folder.mkdir()
    _write(dataset, lambda name: (folder / name).open("w", encoding="utf-8", newline=""), is_packaged=is_packaged)


def write_zip(dataset: Dataset, path: str, *, is_packaged: bool = False) -> None:
    """Write the table as a Data Package to a new zip file. The same table gives the same bytes."""

    def create(name: str) -> TextIO:
        entry = zipfile.ZipInfo(name)  # of 1980, the earliest that a zip file knows
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return TextIOWrapper(archive.open(entry, "w", force_zip64=True), encoding="utf-8", newline="")

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(dataset, create, is_packaged=is_packaged)


def _write(dataset: Dataset, create: Callable[[str], TextIO], *, is_packaged: bool) -> None:
    with create(DESCRIPTION) as file:
        file.write(json.dumps(_description(dataset, is_packaged=is_packaged), ensure_ascii=False, indent=2) + "\n")
    for flat in _DESCRIBED:
        with create(f"{flat.name}.csv") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(flat.names)
            writer.writerows(rows_of(dataset, flat))


def is_ours(path: str) -> bool:
    """Return whether milstats wrote what is at `path`, so that an export may replace it; an empty file or folder is nobody's."""
    place = Path(path)
    if place.is_dir():
        names = {one.name for one in place.iterdir()}
        if FIGURES_FILE in names and names <= {f"{flat.name}.parquet" for flat in _DESCRIBED}:
            return is_ours(str(place / FIGURES_FILE))
        return not names or _is_our_package(names, (place / DESCRIPTION).read_bytes)
    start = start_of(path)
    if start == SQLITE:
        with place.open("rb") as file:
            return file.read(_HEADER_PLACE.stop)[_HEADER_PLACE] == APPLICATION.to_bytes(4)
    with suppress(ImportError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):  # no pyarrow; or no sound zip file
        if start == PARQUET:
            from milstats.data import parquet

            return parquet.is_written_by_milstats(path)
        with zipfile.ZipFile(place) as archive:
            return _is_our_package({*archive.namelist()}, partial(archive.read, DESCRIPTION))
    return place.stat().st_size == 0


def _is_our_package(names: set[str], read: Callable[[], bytes]) -> bool:
    with suppress(ValueError, RecursionError):
        if DESCRIPTION in names and names <= {DESCRIPTION, *(f"{flat.name}.csv" for flat in _DESCRIBED)}:
            described = json.loads(read())
            return isinstance(described, dict) and described.get("name") == _NAME
    return False


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
        "resources": [_resource(flat) for flat in _DESCRIBED],
    }


def _resource(flat: Flat) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in flat.columns],
        "primaryKey": [*flat.key],
        "missingValues": [""],
    }
    keys: list[dict[str, object]] = []
    for name, refers in ((column.name, column.refers) for column in flat.columns if column.refers):
        resource = {} if refers == flat.name else {"resource": refers.replace("_", "-")}  # none is its own table
        keys.append({"fields": [name], "reference": {**resource, "fields": [*BY_NAME[refers].key]}})
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
    title = column.name.replace("_", " ").capitalize()
    field = {"name": column.name, "title": title, "type": column.type.value, "description": column.about}
    limits = ({"required": True} if column.required else {}) | ({"enum": [*column.words]} if column.words else {})
    return field | ({"constraints": limits} if limits else {})
