"""The data file as a JSON Schema (2020-12), made from the fields that loading reads, for editors to complete and check with.

A TOML date is taken for the text that writes it, as editors take it, since JSON has no dates. What one record says of another,
and what a quote holds, is beyond a schema: loading checks that.
"""

from __future__ import annotations

import json

from milstats.fields import (
    BREAK,
    FIGURE,
    ID,
    LARGEST,
    NAMED_PERIOD,
    OFFENCE,
    PERIOD,
    READING,
    SOURCE,
    SUM,
    Field,
    read_date,
    read_day_range,
    read_id,
    read_link,
    read_number,
    read_text,
)  # fmt: skip
from milstats.glossary import KEYS, MEASURES, WORDS
from milstats.harmless import FORMULA, UNSAFE, WEB
from milstats.lean import TYPE_CHECKING
from milstats.load import FORMAT
from milstats.vocabulary import COUNTING_UNITS, Bound, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, object]

RECORDS = {"offence": OFFENCE, "named period": NAMED_PERIOD, "break": BREAK, "source": SOURCE, "figure": FIGURE, "sum": SUM,
           "period": PERIOD, "reading": READING}  # fmt: skip
SECTIONS = {"offences": "offence", "periods": "named period", "breaks": "break", "sources": "source", "figures": "figure", "sums": "sum"}
_DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_SHAPES = {read_text: "text", read_id: "id", read_link: "link", read_date: "date", read_number: "number", read_day_range: "day range"}


def schema_text() -> str:
    """Return the schema as JSON, ready to be written to a file."""
    return json.dumps(schema(), indent=1) + "\n"


def schema() -> Schema:
    """Return the schema of a data file."""
    head: dict[str, Schema] = {"format": {"const": FORMAT}, "version": _ref("text")}
    sections = {name: _section(name, record) for name, record in SECTIONS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of milstats",
        "description": "Documented counts, each with its source and the words that hold it.",
        "type": "object",
        "properties": {key: {**shape, "description": KEYS["table"][key]} for key, shape in {**head, **sections}.items()},
        "required": [*head],
        "additionalProperties": False,
        "$defs": {**_shapes(), **{_defined(name): _record(name, fields) for name, fields in RECORDS.items()}},
    }


def _section(name: str, record: str) -> Schema:
    """Return the schema of a section: records by their ids, or by date."""
    return {
        "type": "object",
        "propertyNames": _ref("date" if name == "breaks" else "id"),
        "additionalProperties": _ref(record),
    }


def _shapes() -> Schema:
    """Return the values that more than one key holds."""
    return {
        "text": {"type": "string", "pattern": r"\S", "not": {"pattern": f"^(?:{FORMULA})|{UNSAFE}"}},
        "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
        "link": {"type": "string", "pattern": f"^{WEB}$"},
        "date": {"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
        "number": {"type": "number", "minimum": 0, "exclusiveMaximum": LARGEST},
        "day-range": {"anyOf": [_ref("date"), {"type": "array", "items": _ref("date"), "minItems": 2, "maxItems": 2}]},
        "any-period": {"anyOf": [_ref("id"), _ref("period")]},
        "any-readings": {"type": "array", "items": _ref("reading")},
    }


def _record(name: str, fields: Mapping[str, Field]) -> Schema:
    """Return the schema of a record, and what its keys ask of one another."""
    return {
        "type": "object",
        "properties": {key: {**_value(key, field), "description": _about(name, key, field)} for key, field in fields.items()},
        "required": [key for key, field in fields.items() if field.required],
        "additionalProperties": False,
        **_bonds(name),
    }


def _value(key: str, field: Field) -> Schema:
    """Return the schema of what a key holds."""
    if field.words:
        return {"enum": [*field.words], "x-taplo": {"docs": {"enumValues": [*_meanings(field).values()]}}}
    if field.items is not None:
        return {"type": "array", "items": _value(key, field.items), "uniqueItems": True, **({"minItems": 1} if field.refers else {})}
    return _ref(next((shape for read, shape in _SHAPES.items() if read is field.read), f"any {key}"))


def _about(name: str, key: str, field: Field) -> str:
    """Return what a key is for, with the meaning of each word that it may hold."""
    meanings = _meanings(field.items or field)
    words = "; ".join(f"{word}: {meaning}" for word, meaning in meanings.items())
    return f"{KEYS[name][key]} ({words})" if words else KEYS[name][key]


def _meanings(field: Field) -> dict[str, str]:
    """Return the words that a field may hold, each with its meaning."""
    known = {**MEASURES} if {*MEASURES} >= {*field.words} else WORDS.get(type(next(iter(field.words.values()))).__name__, {})
    return {word: known[word] for word in field.words}  # type: ignore[index]  # a measure is a text


def _bonds(name: str) -> Schema:
    """Return what the keys of a record ask of one another, as far as a schema can say it."""
    if name == "period":
        return {"dependentRequired": {"start": ["end"], "end": ["start"]}}
    if name != "figure":
        return {}
    has_value: Schema = {"required": ["value"]}
    counting = [unit.value for unit in Unit if unit in COUNTING_UNITS]
    whole = {key: {"type": "integer"} for key in ("value", "value_high")}
    return {
        "dependentRequired": {"value": ["quote", "where"], "value_high": ["value", "bound"], "text": ["quote"]},
        "anyOf": [{"required": [key]} for key in ("value", "text", "missing")],
        "not": {"required": ["value", "missing"]},
        "allOf": [
            {"if": _holds("unit", *counting), "then": {"properties": whole}},
            {"if": has_value, "then": {"not": _holds("unit", Unit.NONE.value)}},
            {"if": {"not": has_value}, "then": {"properties": {"bound": {"enum": [Bound.EQ.value, Bound.VAGUE.value]}}}},
            {"if": _holds("bound", Bound.RANGE.value), "then": {"required": ["value_high"]}},
            {"if": {"required": ["value_high"]}, "then": _holds("bound", Bound.RANGE.value)},
        ],
    }


def _holds(key: str, *words: str) -> Schema:
    return {"required": [key], "properties": {key: {"enum": [*words]}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{_defined(name)}"}


def _defined(name: str) -> str:
    return name.replace(" ", "-")
