"""One record of a data file, key by key, against the fields it may have."""

from __future__ import annotations

from functools import partial

from milstats.errors import did_you_mean
from milstats.fields import Field, Unfit, shown
from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from milstats.locate import KeyPath

    _Step = tuple[str, Mapping[str, object], Callable[[object], object] | None]

_PATIENCE = 100_000  # comparisons of wrong words with known ones that are made for one table, in about a second


class Record(NamedTuple):
    """The values of a record that could be read, by key, and whether that is all of it."""

    values: dict[str, object]
    is_sound: bool


class _Plan(NamedTuple):
    """How records that hold the same keys in the same order are read, and which keys they lack.

    A step is a key, the texts that are known to be right for it, by what they mean, and the reader of all others: in a plain
    tuple, which a loop takes apart twice as fast as one whose fields have names.
    """

    steps: tuple[_Step, ...]
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
        values: dict[str, object] = {}
        for (key, right, read), value in zip(plan.steps, found.values(), strict=True):  # a million times for 100,000 figures
            if type(value) is str and value in right:
                values[key] = right[value]
            elif read is None:
                self.report((*path, key), f"unknown key{self.hint(key, fields) or f'; known are {chr(32).join(fields)}'}")
            else:
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
        steps = tuple(self._step(key, fields.get(key)) for key in found)
        missing = (key for key, field in fields.items() if field.required and key not in found)
        self._plans[shape] = plan = _Plan(steps, tuple(missing))
        return plan

    def _step(self, key: str, field: Field | None) -> _Step:
        if field is None:
            return key, {}, None
        if field.refers is None:
            return key, field.words, field.read
        ids = self._ids[field.refers]
        return key, ids, partial(self._read_known, read=field.read, ids=ids, section=field.refers)

    def _read_known(self, value: object, *, read: Callable[[object], object], ids: Collection[str], section: str) -> object:
        """Return the id, or the ids, that `read` finds in a value, all of them among `ids`."""
        found = read(value)
        for name in found if type(found) is tuple else (found,):
            if name not in ids:
                one = {"offences": "an offence", "sources": "a source"}.get(section, "a figure")
                raise Unfit(f"expected the id of {one}, found {shown(name)}{self.hint(str(name), ids)}")
        return found
