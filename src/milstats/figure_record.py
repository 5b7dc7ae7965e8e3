"""A record of `[figures]` as a `Figure`: its fields, its period, its readings, and whether its quote bears it out."""

from __future__ import annotations

from milstats.errors import UsageError
from milstats.fields import FIGURE, PERIOD, READING, Unfit, shown, unfit
from milstats.lean import TYPE_CHECKING
from milstats.model import Figure, Reading
from milstats.numerals import agrees, hedge, numerals, stands_plainly
from milstats.period import Period, parse_period
from milstats.vocabulary import COUNTING_UNITS, Bound, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from milstats.locate import KeyPath
    from milstats.period import NamedPeriod
    from milstats.records import Record, RecordReader

_BLANK = {name: Figure._field_defaults.get(name) for name in Figure._fields}  # in the order of the fields


class FigureReader:
    """Reads figures against the named periods of their table; a period text that recurs is parsed once."""

    def __init__(self, reader: RecordReader, named: Mapping[str, NamedPeriod]) -> None:
        self._reader = reader
        self._named = named
        self._periods: dict[str, Period] = {}

    def read(self, name: str, found: object, path: KeyPath) -> Figure | None:
        """Return the figure that the record `found` holds, or None after reporting why it holds none."""
        record = self._reader.read(found, FIGURE, path)
        sound = self._parse_period(record, path)
        if "readings" in record.values:
            sound = self._parse_readings(record, (*path, "readings")) and sound
        if not sound:
            return None
        # Half again as fast as Figure(**values), which looks each key up among all of them.
        figure = tuple.__new__(Figure, {**_BLANK, **record.values, "id": name}.values())
        if _is_plain(figure):
            return figure
        for key, message in _contradictions(figure):
            self._reader.report((*path, key) if key else path, message)
            sound = False
        return figure if sound else None

    def _parse_period(self, record: Record, path: KeyPath) -> bool:
        """Put the parsed period in the place of the written one; return whether the record is sound with it."""
        written = record.values.get("period")
        if written is None:
            return record.is_sound
        if type(written) is str and written in self._periods:
            record.values["period"] = self._periods[written]
            return record.is_sound
        try:
            record.values["period"] = period = self._period(written, (*path, "period"))
        except Unfit as verdict:
            self._reader.report((*path, "period"), str(verdict))
            return False
        return record.is_sound and period is not None

    def _period(self, written: object, path: KeyPath) -> Period | None:
        if isinstance(written, str):
            self._periods[written] = _named_or_dated(written, self._named)
            return self._periods[written]
        if not isinstance(written, dict):
            raise unfit("a period in quotation marks or a table", written)
        record = self._reader.read(written, PERIOD, path)
        return _spelled_out(record.values) if record.is_sound else None

    def _parse_readings(self, record: Record, path: KeyPath) -> bool:
        """Put the parsed readings in the place of the written ones; return whether all are sound."""
        written = record.values["readings"]
        if type(written) is not list:
            self._reader.report(path, f"expected [[...readings]] tables, found {shown(written)}")
            return False
        readings = []
        for number, found in enumerate(written):
            place = (*path, number)
            reading = self._reader.read(found, READING, place)
            if self._parse_period(reading, place):
                readings.append(Reading(**reading.values))  # type: ignore[arg-type]  # values are of READING's types
        record.values["readings"] = tuple(readings)
        return len(readings) == len(written)


def _named_or_dated(written: str, named: Mapping[str, NamedPeriod]) -> Period:
    """Return the period that a text of the grammar writes; a figure needs an end, so a period still open won't do."""
    try:
        period = parse_period(written, named)
    except UsageError as error:
        raise Unfit(str(error)) from None
    if period.end_latest is None:
        message = f"the period {shown(written)} is still open; write {{ text = ..., start = ..., end = [earliest, latest] }}"
        raise Unfit(message)
    # A name is the table's own: printed as a period's text it would pass for the words of the source.
    return period._replace(text=f"{period.start_earliest}..{period.end_latest}") if written in named else period


def _spelled_out(values: Mapping[str, object]) -> Period:
    """Return a period written as a table."""
    start, end = values.get("start"), values.get("end")
    rest = {key: value for key, value in values.items() if key not in {"start", "end"}}
    if not isinstance(start, tuple) or not isinstance(end, tuple):
        if start or end:
            raise Unfit("expected both start and end, or neither")
        return Period(**rest)  # type: ignore[arg-type]  # read_record returns PERIOD's types
    if end[1] < start[0] or end[0] < start[0]:
        raise Unfit(f"ends before it starts: {start[0]} to {end[1]}")
    days = {"start_earliest": start[0], "start_latest": start[1], "end_earliest": end[0], "end_latest": end[1]}
    return Period(**rest, **days)  # type: ignore[arg-type]  # read_record returns PERIOD's types


def _contradictions(figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield the key and the message of everything in a figure that does not fit the rest of it."""
    if figure.value is None:
        yield from _without_value(figure)
    else:
        yield from _with_value(figure, figure.value)


def _is_plain(figure: Figure) -> bool:
    """Return whether a figure is an exact count that stands in its quote without a hedge, as most do: then all is well."""
    if type(figure.value) is not int or figure.bound is not Bound.EQ or figure.unit not in COUNTING_UNITS:
        return False
    if figure.quote is None or figure.where is None or figure.missing or figure.value_high is not None:
        return False
    return stands_plainly(figure.quote, figure.value)


def _with_value(figure: Figure, value: int | Decimal) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a figure that prints a number."""
    if figure.missing:
        yield "missing", "expected no reason for a missing value, since there is a value"
    yield from _unit_faults(figure)
    if (figure.bound is Bound.RANGE) != (figure.value_high is not None):
        yield "value_high", "expected value_high and bound range together"
    elif figure.value_high is not None and figure.value_high <= value:
        yield "value_high", f"expected more than the value {value}, found {figure.value_high}"
    for key in ("quote", "where"):
        if getattr(figure, key) is None:
            yield "", f"{key} is missing"
    if figure.quote is not None:
        yield from _quote_faults(figure, figure.quote)


def _unit_faults(figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield the numbers that can't be of the figure's unit."""
    if figure.unit in COUNTING_UNITS:
        for key, number in (("value", figure.value), ("value_high", figure.value_high)):
            if number is not None and type(number) is not int:
                yield key, str(unfit(f"a whole number of unit {figure.unit.value}", number))
    elif figure.unit is Unit.NONE:
        yield "unit", "expected a unit for the value, found none"


def _without_value(figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a figure that prints no number."""
    if figure.text is None and figure.missing is None:
        yield "", "expected a value, a text in words, or the reason why it is missing"
    if figure.value_high is not None:
        yield "value_high", "expected a value beside value_high"
    if figure.bound not in {Bound.EQ, Bound.VAGUE}:
        yield "bound", f"expected a value for the bound {figure.bound.value}"
    if figure.text is not None and figure.quote is None:
        yield "", "quote is missing"


def _quote_faults(figure: Figure, quote: str) -> Iterator[tuple[str, str]]:
    """Yield the numbers that the quote lacks, and a hedge in it that the bound denies."""
    found = [*numerals(quote)]
    for key, number in (("value", figure.value), ("value_high", figure.value_high)):
        places = [numeral for numeral in found if number in numeral.values]
        if number is None:
            continue
        if not places:
            yield "quote", f"expected the number {_spaced(number)} in the quote, found {shown(quote)}"
            continue
        hedges = [hedge(quote, place) for place in places]
        if key == "value" and not any(agrees(figure.bound, hedged) for hedged in hedges):
            message = f"expected {hedges[0].value}, as the quote {shown(quote)} hedges, found {figure.bound.value}"
            yield "bound", message


def _spaced(number: int | Decimal) -> str:
    """Return a number with thousands separators."""
    return f"{number:,}"
