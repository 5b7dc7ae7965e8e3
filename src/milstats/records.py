"""One record of a data file, key by key, against the fields it may have."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from milstats.errors import did_you_mean
from milstats.fields import Field, Unfit, shown
from milstats.locate import KeyPath


class Record(NamedTuple):
    """The values of a record that could be read, by key, and whether that is all of it."""

    values: dict[str, object]
    is_sound: bool


class _Plan(NamedTuple):
    """The fields of one kind of record, ready to be read in a loop: each with the texts that are known to be right, and as what."""

    fields: Mapping[str, tuple[Mapping[str, object], Callable[[object], object]]]
    required: frozenset[str]


class RecordReader:
    """Reads records and passes every fault, with its key path, to `report`; `ids` holds what each section defines."""

    def __init__(self, ids: Mapping[str, Mapping[str, str]], report: Callable[[KeyPath, str], None]) -> None:
        self._ids = ids
        self._plans: dict[int, _Plan] = {}
        self.report = report

    def read(self, found: object, fields: Mapping[str, Field], path: KeyPath) -> Record:
        """Return the values of the record `found` by key; keys at fault are reported and left out."""
        if type(found) is not dict:
            self.report(path, f"expected a table, found {shown(found)}")
            return Record({}, is_sound=False)
        plan = self._plans.get(id(fields)) or self._planned(fields)
        values: dict[str, object] = {}
        known_fields = plan.fields
        for key, value in found.items():  # runs a million times for 100,000 figures: nothing is called in vain here
            known = known_fields.get(key)
            if known is None:
                self.report((*path, key), f"unknown key{did_you_mean(key, [*fields]) or f'; known are {chr(32).join(fields)}'}")
                continue
            right, read = known
            if type(value) is str and value in right:
                values[key] = right[value]
                continue
            try:
                values[key] = read(value)
                if fields[key].refers is not None:
                    _refuse_unknown(values[key], right, fields[key].refers)
            except Unfit as verdict:
                self.report((*path, key), str(verdict))
                values.pop(key, None)
        if not plan.required <= found.keys():
            for key in fields:
                if key in plan.required and key not in found:
                    self.report(path, f"{key} is missing")
            return Record(values, is_sound=False)
        return Record(values, is_sound=len(values) == len(found))

    def _planned(self, fields: Mapping[str, Field]) -> _Plan:
        """Return the plan for records of these fields, and keep it."""
        readers = {key: (self._ids[field.refers] if field.refers else field.words, field.read) for key, field in fields.items()}
        self._plans[id(fields)] = plan = _Plan(readers, frozenset(key for key, field in fields.items() if field.required))
        return plan


def _refuse_unknown(read: object, ids: Collection[str], section: str | None) -> None:
    """Raise `Unfit` unless an id, or each of several, is one of `ids`."""
    for name in read if type(read) is tuple else (read,):
        if name not in ids:
            one = {"offences": "an offence", "sources": "a source"}.get(str(section), "a figure")
            raise Unfit(f"expected the id of {one}, found {shown(name)}{did_you_mean(str(name), [*ids])}")
