"""A table as flat tables, the shape in which SQLite, Parquet and a Data Package have it: their columns, keys and rows.

The columns are made from the rows of `fields`. A number with a fraction is there twice: as engines add it, and exactly as its
source prints it. Dates are dates. A column means what the column of that name means in `show`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from milstats.data.fields import FORMAT as TABLE_FORMAT
from milstats.data.fields import PERIOD, READING, SECTIONS, Field, Fields, read_date, read_number, shown
from milstats.errors import DataError, Fault
from milstats.model.period import Kind
from milstats.model.records import interval
from milstats.model.vocabulary import Bound

if TYPE_CHECKING:
    from milstats.model.records import Dataset, Figure, Reading

FORMAT = 2  # of the flat tables: raised when a column changes its meaning

Value = int | float | str | date | None
Row = tuple[Value, ...]
_Record = tuple[object, ...]


class Type(StrEnum):
    """What a column has."""

    TEXT = "text"
    WHOLE = "whole"
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
    get: Callable[[_Record], Value] | None = None

    @property
    def title(self) -> str:
        """The name in plain words."""
        return self.name.replace("_", " ").capitalize()


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
_RENAMED = {("figures", "value_high"): "value_to", ("offences", "label"): "name", ("breaks", "kind"): "change"}
_ENDS = {"start": ("start_earliest", "start_latest"), "end": ("end_earliest", "end_latest")}
# The lists of a section's records, by the flat table of their items: the section, the key, the column of an item.
_LISTS = {
    "aliases": ("offences", "aliases", "alias"),
    "parts": ("offences", "includes", "part"),
    "authors": ("sources", "author", "author"),
    "break_offences": ("breaks", "offences", "offence"),
    "sum_parts": ("sums", "parts", "figure"),
}
_OWNERS = {"offences": "offence", "sources": "source", "breaks": "date", "sums": "sum", "figures": "figure"}
_NUMBER = Column("number", "Its place in the table, from 1.", Type.WHOLE, required=True)
_PLACE = Column("place", "Its place in the list, from 1.", Type.WHOLE, required=True)


def _cell(key: str, record: _Record) -> Value:
    return _plain(getattr(record, key))


def _plain(value: object) -> Value:
    """Return a value of a record as a cell: words by what is written, a number with a fraction as engines add it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return " ".join(word.value for word in value) or None
    return value if value is None or isinstance(value, str | int | date) else float(str(value))


def _exact(key: str, record: _Record) -> Value:
    """Return a number with a fraction as it is printed."""
    value = getattr(record, key)
    return None if value is None or isinstance(value, int) else str(value)


def _columns(section: str, fields: Fields) -> Iterator[Column]:
    """Yield the columns of a section's records, key after key."""
    for key, field in fields.items():
        name = _RENAMED.get((section, key), key)
        if key == "readings" or _is_list(field):
            continue
        if key == "period":
            yield from _period_columns(section)
        elif (section, key) == ("figures", "bound"):
            yield _column(name, field, _bound)
            yield Column("value_low", "The lowest number that the printed one and its bound allow.", Type.NUMBER, get=_limit(0))
            yield Column("value_high", "The highest number that the printed one and its bound allow.", Type.NUMBER, get=_limit(1))
        else:
            yield _column(name, field, partial(_cell, key))
        if field.read is read_number:
            about = "The same as text, exactly as it is printed, where it has a fraction."
            yield Column(f"{name}_exact", about, get=partial(_exact, key))


def _column(name: str, field: Field, get: Callable[[_Record], Value]) -> Column:
    kind = Type.NUMBER if field.read is read_number else Type.DATE if field.read is read_date else Type.TEXT
    about = f"{field.about} Words are set apart by spaces." if field.items else field.about
    return Column(name, about, kind, field.required, field.refers, tuple(field.words), get)


def _is_list(field: Field) -> bool:
    """Return whether a key has a flat table of its own for its items; words need none."""
    return field.items is not None and not field.items.words


def _bound(record: _Record) -> Value:
    """Return the bound of a figure; words alone have none."""
    figure: Figure = record  # type: ignore[assignment]  # only figures are handed over
    return None if figure.value is None and figure.bound is Bound.EQ else figure.bound.value


def _limit(at: int) -> Callable[[_Record], Value]:
    return lambda record: _plain(interval(record)[at])  # type: ignore[arg-type]  # only figures are handed over


def _period_columns(section: str) -> Iterator[Column]:
    """Yield the columns of a period; without a number there is no sum over it."""
    is_figure = section == "figures"

    def cell(key: str, record: _Record) -> Value:
        reading: Reading = record  # type: ignore[assignment]  # or a figure: both have a period and a value
        period = reading.period
        if is_figure and key == "kind" and period is not None and period.kind is Kind.SUM and reading.value is None:
            return None
        return None if period is None else _plain(getattr(period, key))

    for key, field in PERIOD.items():
        for name in _ENDS.get(key, (key,)):
            column = _column("period" if key == "text" else name, field, partial(cell, name))
            about = (
                f"The {name.partition('_')[2]} {'first' if key == 'start' else 'last'} day of the period." if key in _ENDS else column.about
            )
            yield column._replace(required=False, about=about, type=Type.DATE if key in _ENDS else column.type)


def _section(name: str) -> Flat:
    key = Column("date", "The day.", Type.DATE, required=True) if name == "breaks" else Column("id", "Its id.", required=True)
    return Flat(name, (key.name,), (key, _NUMBER, *_columns(name, SECTIONS[name][0])))


def _list(name: str) -> Flat:
    section, key, item = _LISTS[name]
    field = SECTIONS[section][0][key]
    return Flat(name, (_OWNERS[section], "place"), (_owner(section), _PLACE, Column(item, field.about, required=True, refers=field.refers)))


def _owner(section: str) -> Column:
    kind = Type.DATE if section == "breaks" else Type.TEXT
    return Column(_OWNERS[section], f"The key in {section}.", kind, required=True, refers=section)


ABOUT = Flat(
    "about", ("item",), (Column("item", "What is said of the whole.", required=True), Column("content", "What it is.", required=True))
)
FIGURES = _section("figures")
READINGS = Flat("readings", ("figure", "place"), (_owner("figures"), _PLACE, *_columns("readings", READING)))

# What refers to another comes after it.
FLATS = (
    ABOUT, _section("offences"), _list("aliases"), _list("parts"), _section("periods"), _section("sources"), _list("authors"),
    _section("breaks"), _list("break_offences"), FIGURES, READINGS, _section("sums"), _list("sum_parts"),
)  # fmt: skip
BY_NAME = {flat.name: flat for flat in FLATS}


def rows_of(dataset: Dataset, flat: Flat) -> Iterator[Row]:
    """Yield the rows of one flat table, in the order of the table."""
    if flat is ABOUT:
        yield from (("format", str(FORMAT)), ("version", dataset.version))
    elif flat is READINGS:
        for figure in dataset.figures.values():
            yield from reading_rows(figure)
    elif flat.name in _LISTS:
        section, key, _ = _LISTS[flat.name]
        for record in _records(dataset, section):
            yield from ((record[0], place, item) for place, item in enumerate(getattr(record, key), start=1))
    else:
        cells = [column.get for column in flat.columns if column.get]
        for number, record in enumerate(_records(dataset, flat.name), start=1):
            yield (record[0], number, *(get(record) for get in cells))


def reading_rows(figure: Figure) -> Iterator[Row]:
    """Yield the rows of a figure's readings in `READINGS`."""
    for place, reading in enumerate(figure.readings, start=1):
        yield (figure.id, place, *(column.get(reading) for column in READINGS.columns if column.get))


def _records(dataset: Dataset, section: str) -> Iterable[tuple[Value, ...]]:
    """Return the records of a section; the first part of each is its key."""
    records: Mapping[str, tuple[Value, ...]] | tuple[tuple[Value, ...], ...] = getattr(dataset, section)
    return records if isinstance(records, tuple) else records.values()


Rows = Callable[[Flat], Iterable[Sequence[object]]]


def tables_from(rows: Rows, file: str) -> dict[str, object]:
    """Return a table as TOML would have it, unchecked, from the rows of its flat tables; `file` is how messages name it.

    Raises:
        DataError: if a key comes twice, or an item belongs to no record.
    """
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
        for owner, _, item in rows(BY_NAME[name]):
            _append(sections[section], str(owner) if section == "breaks" else owner, key, item, file)
    for row in rows(READINGS):
        reading = _record("readings", READING, dict(zip(READINGS.names, row, strict=True)))
        _append(sections["figures"], row[0], "readings", reading, file)
    return {"format": TABLE_FORMAT, "version": version, **sections}


def _append(records: dict[object, dict[str, object]], owner: object, key: str, item: object, file: str) -> None:
    if owner not in records:
        raise DataError(Fault(file, None, f"{key}: expected items of what is in the table, found some of {shown(owner)}"))
    items = records[owner].setdefault(key, [])
    if isinstance(items, list):
        items.append(item)


def _record(section: str, fields: Fields, row: Mapping[str, object]) -> dict[str, object]:
    record: dict[str, object] = {}
    for key, field in fields.items():
        name = _RENAMED.get((section, key), key)
        if key == "period":
            found: object = _period(row)
        elif key == "readings" or _is_list(field):
            continue
        elif field.read is read_number:
            found = _number(row[name], row[f"{name}_exact"])
        elif field.items is not None:
            words = row[name]
            found = words.split(" ") if isinstance(words, str) else words
        else:
            found = _day(row[name]) if field.read is read_date else row[name]
        if found is not None:
            record[key] = found
    return record


def _period(row: Mapping[str, object]) -> dict[str, object] | None:
    period = {"text": row["period"], "basis": row["basis"], "kind": row["kind"], "as_of": _day(row["as_of"])}
    for key, columns in _ENDS.items():
        days = [_day(row[name]) for name in columns if row[name] is not None]
        period[key] = days or None
    return {key: value for key, value in period.items() if value is not None} or None


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
        number = Decimal(exact) if isinstance(exact, str) else None
        if number is not None and isinstance(value, float) and float(number) == value:
            return number
    return str(exact)
