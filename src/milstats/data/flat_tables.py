"""A table as flat tables, the shape in which SQLite, Parquet and a Data Package have it: their columns, keys and rows.

The columns are made from the rows of `fields`. A number with a fraction is there twice: as engines add it, and exactly as its
source prints it. Dates are dates. A column means what the column of that name means in `show`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from milstats.data.fields import FORMAT as TABLE_FORMAT
from milstats.data.fields import PERIOD, READING, SECTIONS, Field, Fields, read_date, read_number, shown
from milstats.errors import DataError, Fault
from milstats.model.period import Kind
from milstats.model.records import interval
from milstats.model.vocabulary import Bound

if TYPE_CHECKING:
    from milstats.model.period import Period
    from milstats.model.records import Dataset, Figure, Number

FORMAT = 2  # of the flat tables: raised when a column changes its meaning

Value = int | float | str | date | None
Row = tuple[Value, ...]


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"


class Column(NamedTuple):
    """A column: `refers` is the flat table whose rows it names, `words` are all that it may hold."""

    name: str
    about: str
    type: Type = Type.TEXT
    required: bool = False
    refers: str | None = None
    words: tuple[str, ...] = ()

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
_ENDS = {
    "start": (("start_earliest", "The earliest first day of the period."), ("start_latest", "The latest first day of the period.")),
    "end": (("end_earliest", "The earliest last day of the period."), ("end_latest", "The latest last day of the period.")),
}
_LIMITS = (
    Column("value_low", "The lowest number that the printed one and its bound allow.", Type.NUMBER),
    Column("value_high", "The highest number that the printed one and its bound allow.", Type.NUMBER),
)
_NUMBER = Column("number", "Its place in the table, from 1.", Type.WHOLE, required=True)
_PLACE = Column("place", "Its place in the list, from 1.", Type.WHOLE, required=True)
# The lists of a section's records, by the flat table of their items: the section, the key, the column of an item.
_LISTS = {
    "aliases": ("offences", "aliases", "alias"),
    "parts": ("offences", "includes", "part"),
    "authors": ("sources", "author", "author"),
    "break_offences": ("breaks", "offences", "offence"),
    "sum_parts": ("sums", "parts", "figure"),
}
_OWNERS = {"offences": "offence", "sources": "source", "breaks": "date", "sums": "sum", "figures": "figure"}


def _column(name: str, field: Field) -> Column:
    """Return the one column of a key."""
    kind = Type.NUMBER if field.read is read_number else Type.DATE if field.read is read_date else Type.TEXT
    about, words = field.about, tuple(field.words)
    if field.items is not None:
        about = f"{about} Words are set apart by spaces."
    return Column(name, about, kind, required=field.required, refers=field.refers, words=words)


def _is_list(field: Field) -> bool:
    """Return whether a key has a flat table of its own for its items; words need none."""
    return field.items is not None and not field.items.words


def _period_columns() -> Iterator[Column]:
    for key, field in PERIOD.items():
        if key in _ENDS:
            yield from (Column(name, about, Type.DATE) for name, about in _ENDS[key])
        else:
            yield _column("period" if key == "text" else key, field)._replace(required=False)


def _columns(section: str, fields: Fields) -> Iterator[Column]:
    """Yield the columns of a section's records, key after key."""
    for key, field in fields.items():
        name = _RENAMED.get((section, key), key)
        if key == "readings" or _is_list(field):
            continue
        if key == "period":
            yield from _period_columns()
            continue
        yield _column(name, field)
        if field.read is read_number:
            yield Column(f"{name}_exact", "The same as text, exactly as it is printed, where it has a fraction.")
        if (section, key) == ("figures", "bound"):
            yield from _LIMITS


def _section(name: str) -> Flat:
    """Return the flat table of a section."""
    key = "date" if name == "breaks" else "id"
    first = Column(key, "The day." if name == "breaks" else "Its id.", Type.DATE if name == "breaks" else Type.TEXT, required=True)
    return Flat(name, (key,), (first, _NUMBER, *_columns(name, SECTIONS[name][0])))


def _list(name: str) -> Flat:
    """Return the flat table of the items of a list."""
    section, key, item = _LISTS[name]
    field = SECTIONS[section][0][key]
    items = Column(item, field.about, required=True, refers=field.refers)
    return Flat(name, (_OWNERS[section], "place"), (_owner(section), _PLACE, items))


def _owner(section: str) -> Column:
    kind = Type.DATE if section == "breaks" else Type.TEXT
    return Column(_OWNERS[section], f"The key in {section}.", kind, required=True, refers=section)


ABOUT = Flat("about", ("key",), (Column("key", "What is said of the whole.", required=True), Column("value", "What it is.", required=True)))
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
        makers = _cell_makers(flat.name, SECTIONS[flat.name][0])
        for number, record in enumerate(_records(dataset, flat.name), start=1):
            yield (record[0], number, *(cell for make in makers for cell in make(record)))


def reading_rows(figure: Figure) -> Iterator[Row]:
    """Yield the rows of a figure's readings in `READINGS`."""
    if figure.readings:
        makers = _cell_makers("readings", READING)
        for place, reading in enumerate(figure.readings, start=1):
            yield (figure.id, place, *(cell for make in makers for cell in make(reading)))


def _records(dataset: Dataset, section: str) -> Iterable[tuple[Value, ...]]:
    """Return the records of a section; the first part of each is its key."""
    records: Mapping[str, tuple[Value, ...]] | tuple[tuple[Value, ...], ...] = getattr(dataset, section)
    return records if isinstance(records, tuple) else records.values()


_Record = tuple[object, ...]
_CellMaker = Callable[[_Record], Row]


def _cell_makers(section: str, fields: Fields) -> list[_CellMaker]:
    """Return what makes the cells of a record, key after key."""
    makers = [_cell_maker(key, field) for key, field in fields.items() if key != "readings" and not _is_list(field)]
    if section == "figures":
        keys = [key for key, field in fields.items() if key != "readings" and not _is_list(field)]
        makers[keys.index("bound")], makers[keys.index("period")] = _bound_cells, _figure_period_cells
    return makers


def _cell_maker(key: str, field: Field) -> _CellMaker:
    if key == "period":
        return lambda record: _period_cells(getattr(record, key))
    if field.read is read_number:
        return lambda record: _number_cells(getattr(record, key))
    if field.words:
        return lambda record: (getattr(record, key) and getattr(record, key).value,)
    if field.items is not None:
        return lambda record: (" ".join(word.value for word in getattr(record, key)) or None,)
    return lambda record: (getattr(record, key),)


def _bound_cells(record: _Record) -> Row:
    """Return the bound of a figure, which words alone do not have, and the limits that it sets."""
    figure: Figure = record  # type: ignore[assignment]  # only figures are handed over
    low, high = interval(figure)
    bound = None if figure.value is None and figure.bound is Bound.EQ else figure.bound.value
    return bound, _number_cells(low)[0], _number_cells(high)[0]


def _figure_period_cells(record: _Record) -> Row:
    """Return the period of a figure; without a number there is no sum over it."""
    figure: Figure = record  # type: ignore[assignment]  # only figures are handed over
    cells = _period_cells(figure.period)
    if figure.value is None and figure.period is not None and figure.period.kind is Kind.SUM:
        return (*cells[:-2], None, cells[-1])
    return cells


def _number_cells(number: Number | None) -> tuple[int | float | None, str | None]:
    """Return a number as engines add it, and as it is printed where that is not the same."""
    if number is None or isinstance(number, int):
        return number, None
    return float(number), str(number)


def _period_cells(period: Period | None) -> Row:
    if period is None:
        return (None,) * 8
    days = (period.start_earliest, period.start_latest, period.end_earliest, period.end_latest)
    return (period.text, *days, period.basis.value, period.kind.value, period.as_of)


Rows = Callable[[Flat], Iterable[Sequence[object]]]


def tables_from(rows: Rows, file: str) -> dict[str, object]:
    """Return a table as TOML would have it, unchecked, from the rows of its flat tables; `file` is how messages name it.

    Raises:
        DataError: if a key comes twice, or an item belongs to no record.
    """
    version = next((row[1] for row in rows(ABOUT) if row[0] == "version"), None)
    sections: dict[str, dict[object, dict[str, object]]] = {}
    for name, (fields, _) in SECTIONS.items():
        flat, records = BY_NAME[name], sections.setdefault(name, {})
        for row in rows(flat):
            key = str(row[0]) if name == "breaks" else row[0]
            if key in records:
                raise DataError(Fault(file, None, f"{name}: expected each key once, found {shown(key)} again"))
            records[key] = _record(name, fields, dict(zip(flat.names, row, strict=True)))
    for name, (section, key, _) in _LISTS.items():
        for owner, _, item in rows(BY_NAME[name]):
            _append(sections[section], str(owner) if section == "breaks" else owner, key, item, file)
    for row in rows(READINGS):
        reading = _record("readings", READING, dict(zip(READINGS.names, row, strict=True)))
        _append(sections["figures"], row[0], "readings", reading, file)
    return {"format": TABLE_FORMAT, "version": version, **sections}


def _append(records: dict[object, dict[str, object]], owner: object, key: str, item: object, file: str) -> None:
    """Add an item to the list of a record."""
    if owner not in records:
        raise DataError(Fault(file, None, f"{key}: expected items of what is in the table, found some of {shown(owner)}"))
    items = records[owner].setdefault(key, [])
    if isinstance(items, list):
        items.append(item)


def _record(section: str, fields: Fields, row: Mapping[str, object]) -> dict[str, object]:
    """Return a row as the record that TOML would have."""
    record: dict[str, object] = {}
    for key, field in fields.items():
        name = _RENAMED.get((section, key), key)
        if key == "period":
            found: object = _period(row)
        elif key == "readings" or _is_list(field):
            continue
        elif field.read is read_number:
            found = _exact(row[name], row[f"{name}_exact"])
        elif field.items is not None:
            words = row[name]
            found = words.split(" ") if isinstance(words, str) else words
        else:
            found = _day(row[name]) if field.read is read_date else row[name]
        if found is not None:
            record[key] = found
    return record


def _period(row: Mapping[str, object]) -> dict[str, object] | None:
    """Return the period of a row as a table, or None where it has none."""
    period = {"text": row["period"], "basis": row["basis"], "kind": row["kind"], "as_of": _day(row["as_of"])}
    for key, columns in _ENDS.items():
        days = [_day(row[name]) for name, _ in columns if row[name] is not None]
        period[key] = days or None
    return {key: value for key, value in period.items() if value is not None} or None


def _day(cell: object) -> object:
    """Return a day that is written as a text; what is none stays as it is, to be refused."""
    if isinstance(cell, str):
        with suppress(ValueError):
            day = date.fromisoformat(cell)
            return day if str(day) == cell else cell
    return cell


def _exact(value: object, exact: object) -> object:
    """Return a number exactly; where the two columns contradict each other, what can't be read."""
    if exact is None:
        return int(value) if type(value) is float and value.is_integer() else value
    from decimal import Decimal, InvalidOperation  # few tables hold a fraction

    with suppress(InvalidOperation, ValueError):
        number = Decimal(exact) if isinstance(exact, str) else None
        if number is not None and isinstance(value, float) and float(number) == value:
            return number
    return str(exact)
