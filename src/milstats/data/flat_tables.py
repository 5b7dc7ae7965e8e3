"""A table as flat tables, the shape in which SQLite, Parquet and a Data Package have it: their columns, keys and rows.

The columns are made from the rows of `fields`. A number with a fraction is there twice: as engines add it, and exactly as its
source prints it. Dates are dates. A column means what the column of that name means in `show`.

A Data Package is a folder with a CSV file for each flat table and a description, version 2 of https://datapackage.org.
What can't be written or read raises OSError; what can't be put together, DataError.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from milstats.data.fields import FORMAT as TABLE_FORMAT
from milstats.data.fields import PERIOD, READING, SECTIONS, Fields, read_date, read_day_range, read_number, shown, written_day
from milstats.data.files import FIGURES_FILE, PARQUET, SQLITE, start_of
from milstats.errors import DataError, Fault
from milstats.model.period import Kind
from milstats.model.records import Dataset, Figure, interval
from milstats.model.vocabulary import Bound

FORMAT = 2  # of the flat tables: raised when a column changes its meaning
APPLICATION = 0x6D696C73  # "mils", in bytes 68 to 71 of an SQLite file; see https://sqlite.org/fileformat.html
HINT = "expected what `milstats export` writes"  # of a file that is not ours
DESCRIPTION = "datapackage.json"
_NAME = "milstats"
_PROFILES = "https://datapackage.org/profiles/2.0"

Value = int | float | str | date | None


class Column(NamedTuple):
    """A column: `type` as a Data Package calls it, `refers` the flat table whose rows it names, `words` all that it may have."""

    name: str
    about: str
    type: str = "string"
    required: bool = False
    refers: str | None = None
    words: tuple[str, ...] = ()


class Flat(NamedTuple):
    """A flat table: its name, the columns that tell its rows apart, and all columns."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


_FIELDS: dict[str, Fields] = {name: fields for name, (fields, _) in SECTIONS.items()} | {"readings": READING, "period": PERIOD}
# What a key of a data file is called where its own name would mean two things, or tells datasette nothing.
_RENAMED = {
    ("figures", "value_high"): "value_to",
    ("offences", "label"): "name",
    ("breaks", "kind"): "change",
    ("period", "text"): "period",
}
# The flat tables of items: the section whose records list them, the key, the column of an item.
_LISTS = {
    "aliases": ("offences", "aliases", "alias"),
    "parts": ("offences", "includes", "part"),
    "authors": ("sources", "author", "author"),
    "break_offences": ("breaks", "offences", "offence"),
    "readings": ("figures", "readings", ""),
    "sum_parts": ("sums", "parts", "figure"),
}


def _columns(section: str) -> Iterator[Column]:
    for key, field in _FIELDS[section].items():
        name = _RENAMED.get((section, key), key)
        if key == "period":
            yield from (column._replace(required=False) for column in _columns("period"))
        elif field.read is read_day_range:
            for day in ("earliest", "latest"):
                yield Column(f"{key}_{day}", f"The {day} {'first' if key == 'start' else 'last'} day of the period.", "date")
        elif key != "readings" and (field.items is None or field.items.words):  # other items have a flat table of their own
            kind = "number" if field.read is read_number else "date" if field.read is read_date else "string"
            about = f"{field.about} Words are set apart by spaces." if field.items else field.about
            yield Column(name, about, kind, field.required, field.refers, tuple(field.words))
        if key == "bound":
            for limit in ("low", "high"):
                yield Column(f"value_{limit}", f"The {limit}est number that the printed one and its bound allow.", "number")
        if field.read is read_number:
            yield Column(f"{name}_exact", "The same as text, exactly as it is printed, where it has a fraction.")


def _flat(name: str) -> Flat:
    section, key, item = _LISTS.get(name, (name, "", ""))
    first, kind = ("date", "date") if section == "breaks" else ("id", "string")
    if not key:
        about = "The day." if section == "breaks" else "Its id."
        number = Column("number", "Its place in the table, from 1.", "integer", required=True)
        return Flat(name, (first,), (Column(first, about, kind, required=True), number, *_columns(name)))
    owner = Column("date" if section == "breaks" else section[:-1], f"The key in {section}.", kind, required=True, refers=section)
    place = Column("place", "Its place in the list, from 1.", "integer", required=True)
    field = _FIELDS[section][key]
    items = [Column(item, field.about, required=True, refers=field.refers)] if item else _columns(name)
    return Flat(name, (owner.name, place.name), (owner, place, *items))


_ITEM, _CONTENT = Column("item", "What is said of the whole.", required=True), Column("content", "What it is.", required=True)
ABOUT = Flat("about", ("item",), (_ITEM, _CONTENT))
# What refers to another comes after it.
_NAMES = "offences aliases parts periods sources authors breaks break_offences figures readings sums sum_parts"
_DESCRIBED = tuple(map(_flat, _NAMES.split()))  # in a Data Package; its description says what `about` says
FLATS = (ABOUT, *_DESCRIBED)
BY_NAME = {flat.name: flat for flat in FLATS}
FIGURES, READINGS = BY_NAME["figures"], BY_NAME["readings"]


def rows_of(dataset: Dataset, flat: Flat) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of one flat table, in the order of the table."""
    if flat is ABOUT:
        yield from (("format", str(FORMAT)), ("version", dataset.version))
        return
    section, key, item = _LISTS.get(flat.name, (flat.name, "", ""))
    records, names = getattr(dataset, section), flat.names[2:]
    for number, record in enumerate(records if isinstance(records, tuple) else records.values(), start=1):
        for place, found in enumerate(getattr(record, key), start=1) if key else [(number, record)]:
            cells = {item: found} if item else cells_of(flat.name, found)
            yield (record[0], place, *(cells[name] for name in names))


def cells_of(section: str, record: object) -> dict[str, Value]:
    """Return the cells of a record by column; a number with a fraction as engines add it, and exactly."""
    cells: dict[str, Value] = {}
    for key, field in _FIELDS[section].items():
        name, value = _RENAMED.get((section, key), key), getattr(record, key, None)
        if key == "period":
            cells |= cells_of("period", value)
        elif field.read is read_day_range:
            cells |= {end: getattr(record, end, None) for end in (f"{key}_earliest", f"{key}_latest")}
        elif key != "readings":
            cells[name] = _plain(value)
        if field.read is read_number:
            cells[f"{name}_exact"] = None if value is None or isinstance(value, int) else str(value)
    if isinstance(record, Figure):
        cells["value_low"], cells["value_high"] = map(_plain, interval(record))
        if record.value is None:  # words alone have no bound, and nothing that would be a sum
            cells |= {name: None for name, word in (("bound", Bound.EQ), ("kind", Kind.SUM)) if cells[name] == word}
    return cells


def _plain(value: object) -> Value:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return " ".join(value) or None
    return value if value is None or isinstance(value, str | int | date) else float(str(value))


def tables_from(rows: Callable[[Flat], Iterable[Sequence[object]]], file: str) -> dict[str, object]:
    """Return a table as TOML would have it, from the rows of its flat tables; unchecked but that keys are unique and items have owners."""
    version = next((row[1] for row in rows(ABOUT) if row[0] == "version"), None)
    sections: dict[str, dict[object, dict[str, object]]] = {name: {} for name in SECTIONS}
    for name, records in sections.items():
        for row in rows(BY_NAME[name]):
            if row[0] in records:
                raise DataError(Fault(file, None, f"{name}: expected each key once, found {shown(row[0])} again"))
            records[row[0]] = _record(name, dict(zip(BY_NAME[name].names, row, strict=True)))
    for name, (section, key, item) in _LISTS.items():
        lists: dict[object, list[object]] = {}
        for row in rows(BY_NAME[name]):
            if row[0] not in sections[section]:
                raise DataError(Fault(file, None, f"{key}: expected items of what is in the table, found some of {shown(row[0])}"))
            found = row[-1] if item else _record(name, dict(zip(BY_NAME[name].names, row, strict=True)))
            lists.setdefault(row[0], []).append(found)
        for owner, items in lists.items():
            sections[section][owner][key] = items
    return {"format": TABLE_FORMAT, "version": version, **sections}


def _record(section: str, row: Mapping[str, object]) -> dict[str, object]:
    record: dict[str, object] = {}
    for key, field in _FIELDS[section].items():
        name = _RENAMED.get((section, key), key)
        found = row.get(name)
        if key == "period":
            found = _record("period", row) or None
        elif field.read is read_day_range:
            ends = (row[f"{key}_earliest"], row[f"{key}_latest"])
            found = [_day(end) for end in ends if end is not None] or None
        elif field.read is read_number:
            found = _number(found, row[f"{name}_exact"])
        elif field.read is read_date:
            found = _day(found)
        elif field.items is not None and isinstance(found, str):
            found = found.split(" ")
        if found is not None:
            record[key] = found
    return record


def _day(cell: object) -> object:
    """Return a day that is written as a text; what is none stays as it is, to be refused."""
    return (written_day(cell) if isinstance(cell, str) else None) or cell


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
    description = json.dumps(_description(dataset, is_packaged=is_packaged), ensure_ascii=False, indent=2)
    (folder / DESCRIPTION).write_text(f"{description}\n", encoding="utf-8", newline="")
    for flat in _DESCRIBED:
        with (folder / f"{flat.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(flat.names)
            writer.writerows(rows_of(dataset, flat))


def is_ours(path: str) -> bool:
    """Return whether milstats wrote what is at `path`, so that an export may replace it; an empty file or folder is nobody's."""
    place = Path(path)
    if place.is_dir():
        names = {one.name for one in place.iterdir()}
        if FIGURES_FILE in names:
            return names <= {f"{flat.name}.parquet" for flat in _DESCRIBED} and is_ours(str(place / FIGURES_FILE))
        is_package = DESCRIPTION in names and names <= {DESCRIPTION, *(f"{flat.name}.csv" for flat in _DESCRIBED)}
        return not names or (is_package and f'\n  "name": "{_NAME}",\n'.encode() in (place / DESCRIPTION).read_bytes())
    start = start_of(path)
    if start == SQLITE:
        with place.open("rb") as file:
            return file.read(72)[68:] == APPLICATION.to_bytes(4)
    if start == PARQUET:
        with suppress(ImportError):
            from milstats.data import parquet  # pyarrow is optional, and slow to import

            return parquet.is_written_by_milstats(path)
    return place.stat().st_size == 0


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
    fields: list[dict[str, object]] = []
    keys: list[dict[str, object]] = []
    for name, about, kind, required, refers, words in flat.columns:
        field = {"name": name, "title": name.replace("_", " ").capitalize(), "type": kind, "description": about}
        limits = ({"required": True} if required else {}) | ({"enum": [*words]} if words else {})
        fields.append(field | ({"constraints": limits} if limits else {}))
        if refers:
            resource = {} if refers == flat.name else {"resource": refers}  # a table that refers to itself names none
            keys.append({"fields": [name], "reference": {**resource, "fields": [*BY_NAME[refers].key]}})
    schema = {"$schema": f"{_PROFILES}/tableschema.json", "fields": fields, "primaryKey": [*flat.key], "missingValues": [""]}
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
