"""The data file as a JSON Schema (2020-12), made from the rows that loading reads, for editors to complete and check with.

A TOML date is taken for the text that writes it, as editors take it, since JSON has no dates. What one record says of another,
and what a quote has, is beyond a schema: loading checks that. Patterns are written for ECMAScript's Unicode mode, the strictest.
"""

from __future__ import annotations

import json

from milstats.data import fields as rows
from milstats.data.fields import Field, Fields, Reader
from milstats.escaping import FORMULA, UNSAFE, WEB
from milstats.model.vocabulary import COUNTING_UNITS, Bound, Unit

Schema = dict[str, object]

_RECORD_NAMES = {name: "named-period" if name == "periods" else name.removesuffix("s") for name in rows.SECTIONS}
RECORDS: dict[str, Fields] = {_RECORD_NAMES[name]: fields for name, (fields, _) in rows.SECTIONS.items()}
RECORDS |= {"period": rows.PERIOD, "reading": rows.READING}
_VALUES: dict[Reader, str] = {
    rows.read_text: "text", rows.read_id: "id", rows.read_link: "link", rows.read_date: "date", rows.read_number: "number", rows.read_day_range: "day-range",
}  # fmt: skip


def schema_text() -> str:
    """Return the schema of a data file as JSON, ready to be written to a file."""
    properties: dict[str, Schema] = {
        "format": {"const": rows.FORMAT, "description": f"The format of the file: {rows.FORMAT}."},
        "version": {**_ref("text"), "description": "The edition of the data, which every answer names."},
    }
    required = [*properties]
    for name, (_, about) in rows.SECTIONS.items():
        keys, record = _ref("date" if name == "breaks" else "id"), _ref(_RECORD_NAMES[name])
        properties[name] = {"type": "object", "propertyNames": keys, "additionalProperties": record, "description": about}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A table of milstats",
        "description": "Documented counts, each with its source and the words around it.",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "$defs": {**_values(), **{name: _record(name, fields) for name, fields in RECORDS.items()}},
    }
    return json.dumps(schema, indent=1) + "\n"


def _values() -> Schema:
    unsafe = UNSAFE.replace("\ud800-\udfff", "")  # no text of TOML has halves of surrogate pairs
    return {
        "text": {"type": "string", "pattern": r"[^\s\u2800\ufe00-\ufe0f]", "not": {"pattern": rf"^\s*(?:{FORMULA})|{unsafe}"}},
        "id": {"type": "string", "pattern": f"^{rows.ID}$"},
        "link": {"type": "string", "pattern": f"^{WEB}$"},
        "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
        "number": {"type": "number", "minimum": 0, "exclusiveMaximum": rows.LARGEST},
        "day-range": {"anyOf": [_ref("date"), {"type": "array", "items": _ref("date"), "minItems": 2, "maxItems": 2}]},
        "any-period": {"anyOf": [_ref("id"), _ref("period")]},
        "any-readings": {"type": "array", "items": _ref("reading")},
    }


def _record(name: str, fields: Fields) -> Schema:
    properties = {}
    for key, field in fields.items():
        words = "; ".join(f"{word}: {term.meaning}" for word, term in (field.items or field).words.items())
        properties[key] = {**_value(key, field), "description": f"{field.about} ({words})" if words else field.about}
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key, field in fields.items() if field.required],
        "additionalProperties": False,
        **_conditions(name),
    }


def _value(key: str, field: Field) -> Schema:
    if field.words:
        return {"enum": [*field.words], "x-taplo": {"docs": {"enumValues": [term.meaning for term in field.words.values()]}}}
    if field.items is not None:
        return {"type": "array", "items": _value(key, field.items), "uniqueItems": True, **({"minItems": 1} if field.refers else {})}
    return _ref(_VALUES.get(field.read, f"any-{key}"))


def _conditions(name: str) -> Schema:
    """Return what the keys of a record ask of one another, as far as a schema can say it."""
    if name == "period":
        return {"dependentRequired": {"start": ["end"], "end": ["start"]}}
    if name != "figure":
        return {}
    has_value: Schema = {"required": ["value"]}
    whole = {key: {"type": "integer"} for key in ("value", "value_high")}
    return {
        "dependentRequired": {"value": ["quote", "where"], "value_high": ["value", "bound"], "text": ["quote"]},
        "anyOf": [{"required": [key]} for key in ("value", "text", "missing")],
        "not": {"required": ["value", "missing"]},
        "allOf": [
            {"if": _is("unit", *(unit.value for unit in COUNTING_UNITS)), "then": {"properties": whole}},
            {"if": has_value, "then": {"not": _is("unit", Unit.WORDS.value)}},
            {"if": {"not": has_value}, "then": {"properties": {"bound": {"enum": [Bound.EQ.value, Bound.VAGUE.value]}}}},
            {"if": _is("bound", Bound.RANGE.value), "then": {"required": ["value_high"]}},
            {"if": {"required": ["value_high"]}, "then": _is("bound", Bound.RANGE.value)},
        ],
    }


def _is(key: str, *words: str) -> Schema:
    return {"required": [key], "properties": {key: {"enum": [*words]}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
