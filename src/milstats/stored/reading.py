"""The rows of a stored table as the records that TOML would hold, so that both pass the same door."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from milstats.lean import TYPE_CHECKING
from milstats.shapes import FIGURES, READINGS, Attribute, Shape, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from milstats.stored.store import Record

_DATES = {"start": ("start_earliest", "start_latest"), "end": ("end_earliest", "end_latest")}
_OF_PERIOD = {"basis", "kind", "as_of", *_DATES["start"], *_DATES["end"]}
_NUMBERS = ("value", "value_high")
_KEYS = {"number", "place", "figure"}  # columns that place a row and say nothing


def read_row(shape: Shape, cells: Sequence[object]) -> dict[str, object]:
    """Return the cells of a row that hold something, by column; days that are none stay as they are, to be refused."""
    pairs = zip(shape.attributes, cells, strict=True)
    return {attribute.name: _cell(attribute, cell) for attribute, cell in pairs if cell is not None and attribute.name != "number"}


def figure_record(row: Mapping[str, object], readings: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Return the record of a figure from its row and those of its readings."""
    record = _record(row)
    record.pop("id", None)
    if type(record.get("status")) is str:
        record["status"] = str(record["status"]).split(" ")
    found = [{key: value for key, value in _record(reading).items() if key not in _KEYS} for reading in readings]
    return record | {"readings": found} if found else record


def figure_cells(cells: Sequence[object], readings: Iterable[Sequence[object]] = ()) -> Record:
    """Return the record of a figure from its cells in `FIGURES` and those of its readings in `READINGS`."""
    return figure_record(read_row(FIGURES, cells), (read_row(READINGS, reading) for reading in readings))


def _record(row: Mapping[str, object]) -> dict[str, object]:
    """Return a row with its numbers exact and its period as one table."""
    record = {key: value for key, value in row.items() if key not in _OF_PERIOD}
    for key in _NUMBERS:
        exact = record.pop(f"{key}_exact", None)
        value = record.get(key)
        if exact is not None:
            record[key] = _exact(value, exact)
        elif type(value) is float and value.is_integer():
            record[key] = int(value)
    if any(key in row for key in ("period", *_OF_PERIOD)):
        record["period"] = _period(row)
    return record


def _period(row: Mapping[str, object]) -> Record:
    period = {"text": row.get("period")} | {key: row[key] for key in ("basis", "kind", "as_of") if key in row}
    for key, columns in _DATES.items():
        days = [row[column] for column in columns if column in row]
        if days:
            period[key] = days
    return {key: value for key, value in period.items() if value is not None}


def _exact(value: object, exact: object) -> object:
    """Return a number with a fraction as it is printed; where the two columns contradict each other, what can't be read."""
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415 -- few tables hold a fraction

    with suppress(InvalidOperation, ValueError):
        number = Decimal(exact) if isinstance(exact, str) else None
        if number is not None and isinstance(value, float) and float(number) == value:
            return number
    return str(exact)


def _cell(attribute: Attribute, cell: object) -> object:
    if attribute.type is Type.DATE and type(cell) is str:
        with suppress(ValueError):
            day = date.fromisoformat(cell)
            return day if str(day) == cell else cell
    return cell
