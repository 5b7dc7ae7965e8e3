"""What each record of a data file may hold: every key with how its value is read and what is expected there."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from operator import call

from milstats.errors import did_you_mean, quoted, visible
from milstats.escaping import FORMULA, UNSAFE, WEB
from typing import TYPE_CHECKING, NamedTuple
from milstats.model.period import Basis, Kind
from milstats.model.vocabulary import Access, Bound, BreakKind, Coverage, Grade, Measure, Missing, Relation, Role, SourceType, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from enum import StrEnum
    from milstats.data.toml import KeyPath
    from milstats.model.records import Number

    _Reader = Callable[[object], object]
    _Quick = Callable[[str], object]  # of words above all; it fails for what is none

_MOST_DECIMALS = 15
LARGEST = 10**12  # no count of people or cases comes near; it keeps a slip of the keyboard out of the arithmetic

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}")

_KINDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number", date: "a date", list: "a list", dict: "a table"}


class Unfit(Exception):  # noqa: N818 -- a verdict on one value; load.py turns it into a fault with its place
    """A value is not what its key expects; the text says what was expected and what was found."""


class Field(NamedTuple):
    """How the value of one key is read: `read` returns it, parsed, or raises `Unfit`.

    `refers` names the section whose ids the value, or each item, must be one of; `items` is how each item of a list is read;
    `words` holds the whole of a closed vocabulary by what is written, so that its words need no reading.
    """

    read: Callable[[object], object]
    required: bool = False
    refers: str | None = None
    words: Mapping[str, object] = {}
    items: Field | None = None


def shown(value: object) -> str:
    """Return a value of a data file as a message names it.

    >>> shown("awol"), shown(True), shown([1])
    ('"awol"', 'true', 'a list')
    """
    if isinstance(value, str):
        return quoted(value) if value.strip() else "blank text"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return _KINDS[type(value)]
    if isinstance(value, int) and abs(value) >= LARGEST:
        return "a number of 13 digits or more"
    return visible(str(value))


def unfit(expected: str, found: object, hint: str = "") -> Unfit:
    """Return the verdict that `found` is not `expected`."""
    return Unfit(f"expected {expected}, found {shown(found)}{hint}")


def read_text(value: object) -> str:
    """Return a text that no terminal, shell or spreadsheet will take for a command.

    Raises:
        Unfit: if the value is no text, is blank, holds a control character, a bidirectional override or a line break, or
            begins as a spreadsheet formula does.
    """
    if type(value) is str and value[:1].isalnum() and value.isprintable():  # as nearly all are
        return value
    if type(value) is not str or not value or value.isspace():
        raise unfit("some text", value)
    if not value.isprintable() and (found := re.search(UNSAFE, value)):
        message = f"expected text without control characters, found U+{ord(found[0]):04X} in {quoted(value)}"
        raise Unfit(message)
    if value[0] in "=+@-" and re.match(FORMULA, value):
        raise unfit(f"text that does not begin with {quoted(value[0])}, which spreadsheets run", value)
    return value


def read_id(value: object) -> str:
    """Return an id: letters, digits, `_`, `.` and `-`, led by a letter or digit, at most 120 long."""
    if type(value) is str and ID.fullmatch(value):
        return value
    raise unfit('an id of letters, digits, "_", "." and "-"', value)


def read_link(value: object) -> str:
    """Return a web address."""
    text = read_text(value)
    if re.fullmatch(WEB, text):
        return text
    raise unfit("an address that begins with https:// or http://", value)


def read_date(value: object) -> date:
    """Return a bare TOML date; a date with a time is none."""
    if type(value) is date:
        return value
    raise unfit("a date such as 2024-02-22, without quotation marks", value)


def read_number(value: object) -> Number:
    """Return a number that is neither negative, infinite, NaN nor beyond counting; a fraction stays exact."""
    if type(value) is int and 0 <= value < LARGEST:
        return value
    if type(value) in {int, bool, str, list, dict, date} or not _is_amount(value):
        raise unfit(f"a number from 0 to {LARGEST - 1:,}", value)
    return value  # type: ignore[return-value]


def _is_amount(value: object) -> bool:
    """Return whether a number with a fraction is finite and in range."""
    from decimal import Decimal  # noqa: PLC0415 -- costs an interpreter start, and few tables hold a fraction

    if not isinstance(value, Decimal) or not value.is_finite() or not 0 <= value < LARGEST:
        return False
    return int(value.as_tuple().exponent) >= -_MOST_DECIMALS  # the arithmetic is exact, so 1e-999999 would take a million digits


def one_of(words: type[StrEnum]) -> Field:
    """Return a field that holds one word of a closed vocabulary."""
    by_word = {word.value: word for word in words}

    def read(value: object) -> object:
        if type(value) is str and (word := by_word.get(value)):
            return word
        hint = did_you_mean(value, [*by_word]) if isinstance(value, str) else ""
        raise unfit(f"one of {', '.join(by_word)}", value, hint)

    return Field(read, words=by_word)


def many(item: Field) -> Field:
    """Return a field that holds a list of what `item` holds, without repetition."""

    def read(value: object) -> object:
        if type(value) is not list:
            raise unfit("a list", value, f"; write [{shown(value)}]" if isinstance(value, str) else "")
        items = tuple(item.read(one) for one in value)
        seen: set[object] = set()
        for one in items:
            if one in seen:
                raise Unfit(f"expected each item once, found {shown(one)} again")
            seen.add(one)
        return items

    return Field(read, refers=item.refers, items=item)


def read_day_range(value: object) -> tuple[date, date]:
    """Return the earliest and the latest day of an end of a period: a date, or a list of two."""
    if type(value) is not list:
        day = read_date(value)
        return day, day
    days = [read_date(item) for item in value]
    if len(days) != len(("earliest", "latest")) or days[0] > days[1]:
        raise Unfit(f"expected a date, or [earliest, latest], found [{', '.join(str(day) for day in days)}]")
    return days[0], days[1]


def required(field: Field) -> Field:
    """Return `field` as one that a record can't do without."""
    return field._replace(required=True)


def id_in(section: str) -> Field:
    """Return a field that holds an id of a section."""
    return Field(read_id, refers=section)


def ids_in(section: str) -> Field:
    """Return a field that holds a list of ids of a section, one at least."""
    ids = many(id_in(section))

    def read(value: object) -> object:
        if value == []:
            raise unfit(f"ids of {section}", value, " that is empty")
        return ids.read(value)

    return ids._replace(read=read)


# What is read as it is, the record that holds it reads on.
TEXT, DATE, AS_IS = Field(read_text), Field(read_date), Field(lambda value: value)

OFFENCE: Mapping[str, Field] = {
    "label": required(TEXT),
    "definition": TEXT,
    "article": TEXT,
    "law": TEXT,
    "aliases": many(TEXT),
    "includes": ids_in("offences"),
}
NAMED_PERIOD: Mapping[str, Field] = {"label": required(TEXT), "start": required(DATE), "end": DATE}
BREAK: Mapping[str, Field] = {
    "offences": required(ids_in("offences")),
    "kind": required(one_of(BreakKind)),
    "note": required(TEXT),
    "source": id_in("sources"),
}
SOURCE: Mapping[str, Field] = {
    "type": required(one_of(SourceType)),
    "title": required(TEXT),
    "publisher": required(TEXT),
    "author": many(TEXT),
    "published": DATE,
    "accessed": required(DATE),
    "language": required(TEXT),
    "url": Field(read_link, required=True),
    "role": required(one_of(Role)),
    "access": one_of(Access),
    "grade": one_of(Grade),
    "note": TEXT,
}
FIGURE: Mapping[str, Field] = {
    "offence": required(id_in("offences")),
    "measure": required(one_of(Measure)),
    "unit": required(one_of(Unit)),
    "value": Field(read_number),
    "value_high": Field(read_number),
    "bound": one_of(Bound),
    "text": TEXT,
    "missing": one_of(Missing),
    "period": AS_IS,
    "counter": required(TEXT),
    "source": required(id_in("sources")),
    "relation": required(one_of(Relation)),
    "quote": TEXT,
    "where": TEXT,
    "population": TEXT,
    "country": TEXT,
    "status": many(one_of(Status)),
    "supersedes": id_in("figures"),
    "readings": AS_IS,
    "note": TEXT,
}
PERIOD: Mapping[str, Field] = {
    "text": required(TEXT),
    "start": Field(read_day_range),
    "end": Field(read_day_range),
    "basis": one_of(Basis),
    "kind": one_of(Kind),
    "as_of": DATE,
}
READING: Mapping[str, Field] = {
    "why": required(TEXT),
    "source": id_in("sources"),
    "value": Field(read_number),
    "measure": one_of(Measure),
    "unit": one_of(Unit),
    "period": AS_IS,
}
_PARTS = required(ids_in("figures"))
SUM: Mapping[str, Field] = {"total": required(id_in("figures")), "parts": _PARTS, "coverage": one_of(Coverage), "note": TEXT}

_NOTHING: Mapping[str, object] = {}
_PATIENCE = 100_000  # comparisons of wrong words with known ones that are made for one table, in about a second


class Record(NamedTuple):
    """The values of a record that could be read, by key, and whether that is all of it."""

    values: dict[str, object]
    is_sound: bool


class _Plan(NamedTuple):
    """How records that hold the same keys in the same order are read, and which keys they lack.

    `quick` has a reader for each key that fails for whatever is at fault without saying why; `readers` has those that say it,
    and None for a key that is unknown.
    """

    quick: tuple[_Quick, ...]
    readers: tuple[_Reader | None, ...]
    missing: tuple[str, ...]


class RecordReader:
    """Reads records and passes every fault, with its key path, to `report`; `ids` holds what each section defines."""

    def __init__(self, ids: Mapping[str, Mapping[str, str]], report: Callable[[KeyPath, str], None]) -> None:
        self._ids = ids
        self._plans: dict[tuple[object, ...], _Plan] = {}
        self._patience = _PATIENCE
        self.report = report

    def read(self, found: object, fields: Mapping[str, Field], path: KeyPath) -> Record:
        """Return the values of the record `found` by key; keys at fault are reported and left out."""
        if type(found) is not dict:
            self.report(path, f"expected a table, found {shown(found)}")
            return Record({}, is_sound=False)
        shape = (id(fields), *found)
        plan = self._plans.get(shape) or self._planned(shape, found, fields)
        if not plan.missing:
            try:  # nothing here runs in Python but the readers of texts and numbers: 100,000 figures have a million values
                return Record(dict(zip(found, map(call, plan.quick, found.values()), strict=True)), is_sound=True)
            except (Unfit, KeyError, TypeError):  # a fault, or a table or list in the place of a word
                pass
        return self._read_slowly(plan, found, fields, path)

    def _read_slowly(self, plan: _Plan, found: dict[str, object], fields: Mapping[str, Field], path: KeyPath) -> Record:
        """Return the values of a record key by key, with a report of each that is at fault or missing."""
        values: dict[str, object] = {}
        for (key, value), read in zip(found.items(), plan.readers, strict=True):
            if read is None:
                self.report((*path, key), f"unknown key{self.hint(key, fields) or f'; known are {chr(32).join(fields)}'}")
                continue
            try:
                values[key] = read(value)
            except Unfit as verdict:
                self.report((*path, key), str(verdict))
        for key in plan.missing:
            self.report(path, f"{key} is missing")
        return Record(values, not plan.missing and len(values) == len(found))

    def hint(self, word: str, known: Collection[str]) -> str:
        """Return the end of a message that names the word meant; nothing more once many words of a table were looked for."""
        if self._patience < 0:
            return ""
        self._patience -= len(known)
        return did_you_mean(word, [*known])

    def _planned(self, shape: tuple[object, ...], found: Iterable[str], fields: Mapping[str, Field]) -> _Plan:
        """Return the plan for records of this shape, and keep it."""
        readers = tuple(self._readers_of(fields.get(key)) for key in found)
        missing = (key for key, field in fields.items() if field.required and key not in found)
        plan = _Plan(tuple(quick for quick, _ in readers), tuple(telling for _, telling in readers), tuple(missing))
        self._plans[shape] = plan
        return plan

    def _readers_of(self, field: Field | None) -> tuple[_Quick, _Reader | None]:
        """Return both readers of a key: words and ids are quickly looked up, and told what they are not."""
        if field is None:
            return _NOTHING.__getitem__, None
        if field.refers is None:
            return field.words.__getitem__ if field.words else field.read, field.read
        ids = self._ids[field.refers]
        read = partial(self._read_known, read=field.read, ids=ids, section=field.refers)
        return read if field.items else ids.__getitem__, read

    def _read_known(self, value: object, *, read: Callable[[object], object], ids: Collection[str], section: str) -> object:
        """Return the id, or the ids, that `read` finds in a value, all of them among `ids`."""
        found = read(value)
        for name in found if type(found) is tuple else (found,):
            if name not in ids:
                one = {"offences": "an offence", "sources": "a source"}.get(section, "a figure")
                raise Unfit(f"expected the id of {one}, found {shown(name)}{self.hint(str(name), ids)}")
        return found
