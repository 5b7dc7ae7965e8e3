"""One record of a data file, key by key, against the fields it may have."""

from __future__ import annotations

from functools import partial
from operator import call

from milstats.errors import did_you_mean
from milstats.fields import Field, Unfit, shown
from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from milstats.locate import KeyPath

    _Reader = Callable[[object], object]
    _Quick = Callable[[str], object]  # of words above all; it fails for what is none

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
