"""`milstats schema`: editors refuse what loading refuses, as far as a schema can see, and take all that loading takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date, time
from importlib.util import find_spec
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator, FormatChecker

from milstats.data.fields import SECTIONS
from milstats.data.json_schema import RECORDS, schema_text
from milstats.data.load import load
from milstats.errors import DataError
from milstats.model.vocabulary import Bound

PROJECT = Path(__file__).parents[2]
DATA = Path(__file__).parent
VALID = [PROJECT / "data" / "figures.toml", *sorted((DATA / "valid").glob("*.toml"))]
INVALID = sorted((DATA / "invalid").glob("*.toml"))
SCHEMA = json.loads(schema_text())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker(["date"]))
SMALL = (DATA / "valid" / "small.toml").read_text(encoding="utf-8")
# What is wrong in these files no schema can see, by reason; loading refuses them all.
UNSEEN = {
    "what another record says": (
        "break-unknown-offence figure-offence-misspelt figure-relation-primary-in-a-relayer figure-supersedes-itself"
        " figure-supersedes-unknown includes-unknown period-still-open reading-unknown-source source-misspelt source-unknown"
        " sum-unknown-part"
    ),
    "what a quote holds": (
        "hedge-about hedge-almost hedge-at-least-as-more hedge-more-than hedge-no-more-than hedge-or-more hedge-over-as-at-least"
        " hedge-plus hedge-russian hedge-sign hedge-up-to quote-fraction quote-longer-number quote-other-number quote-part-of-number"
        " quote-without-number quote-word-inside-word quote-wrong-abbreviation quote-wrong-word range-half-quoted"
    ),
    "which of two comes first": (
        "named-period-ends-before-start period-table-end-range-before-start period-table-ends-before-start period-table-range-upside-down"
        " range-upside-down"
    ),
    "whether a text is a period or the name of one": (
        "named-period-called-as-a-year period-day-30-february period-fraction period-half-3 period-misspelt-name period-month-13"
        " period-open period-quarter-0 period-underscore period-upside-down period-year-0 period-year-10000 reading-bad-period"
    ),
    "the types of TOML that JSON has not": (
        "format-fraction period-date source-date-as-text text-as-date value-tiny value-whole-as-fraction"
    ),
}


def as_json(value: object) -> object:
    """Return a TOML value as editors hand it to a schema: dates as text, what is no number in JSON as null.

    Raises:
        ValueError: for a whole number that TOML does not promise to hold.
    """
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int) and abs(value) >= 1 << 63:
        raise ValueError
    is_no_number = isinstance(value, float) and value - value != 0  # infinite, or NaN
    return None if is_no_number else value


def is_taken(toml: bytes) -> bool:
    """Return whether an editor with the schema finds nothing wrong with a file; what is no TOML it refuses without one."""
    try:
        return bool(VALIDATOR.is_valid(as_json(tomli.loads(toml.decode()))))
    except (ValueError, RecursionError):
        return False


def loads(path: Path) -> bool:
    try:
        load(str(path))
    except DataError:
        return False
    return True


def test_it_is_a_schema_of_the_draft_that_it_names():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_it_takes_the_shipped_table_and_every_sound_file(path):
    found = VALIDATOR.iter_errors(as_json(tomli.loads(path.read_text(encoding="utf-8"))))
    assert [f"{error.json_path}: {error.message}" for error in found] == []


def test_every_unsound_file_is_refused_but_for_those_whose_fault_no_schema_can_see():
    assert [path.stem for path in INVALID if loads(path)] == []
    assert [path.stem for path in INVALID if is_taken(path.read_bytes())] == sorted(" ".join(UNSEEN.values()).split())


VALUES = ['"x"', '"2021"', "1", "1.5", "2021-01-01", '["awol"]', '"convicted"']


@pytest.mark.parametrize("value", ["", *VALUES])
def test_whatever_loads_is_taken_with_any_value_under_any_key_and_without_any(tmp_path, value):
    path = tmp_path / "odd.toml"
    lines, tried, section = SMALL.split("\n"), set(), ""
    for number, line in enumerate(lines):
        key, is_pair, _ = line.partition(" = ")
        section = line.partition(".")[0] if line.startswith("[") else section
        if is_pair and (section, key) not in tried:
            tried.add((section, key))
            odd = "\n".join([*lines[:number], f"{key} = {value}" if value else "", *lines[number + 1 :]])
            path.write_text(odd, encoding="utf-8")
            assert not loads(path) or is_taken(odd.encode()), odd
    assert len(tried) > 40


def test_every_key_that_loading_reads_is_there_with_what_it_is_for():
    for name, fields in RECORDS.items():
        record = SCHEMA["$defs"][name]
        assert list(record["properties"]) == list(fields)
        assert record["required"] == [key for key, field in fields.items() if field.required]
        assert all(record["properties"][key]["description"].startswith(field.about) for key, field in fields.items())
        assert all(field.about.endswith(".") for field in fields.values())
    assert set(SCHEMA["properties"]) == {"format", "version", *SECTIONS}


def test_every_word_of_a_vocabulary_is_there_with_what_it_means():
    fields = [field.items or field for fields in RECORDS.values() for field in fields.values()]
    vocabularies = [field for field in fields if field.words]
    assert len(vocabularies) >= 10
    for field in vocabularies:
        assert all(term.meaning for term in field.words.values())
    bound = SCHEMA["$defs"]["figure"]["properties"]["bound"]
    assert dict(zip(bound["enum"], bound["x-taplo"]["docs"]["enumValues"], strict=True)) == {term.value: term.meaning for term in Bound}
    assert "; gt: more than; " in bound["description"]


def patterns(schema: object) -> list[str]:
    """Return every pattern of a schema."""
    if isinstance(schema, list):
        return [found for item in schema for found in patterns(item)]
    if not isinstance(schema, dict):
        return []
    here = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
    return here + [found for item in schema.values() for found in patterns(item)]


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_every_pattern_compiles_in_the_unicode_mode_of_ecmascript():
    assert len(patterns(SCHEMA)) >= 5
    script = "for (const one of JSON.parse(require('fs').readFileSync(0))) new RegExp(one, 'u')"
    ended = subprocess.run(["node", "-e", script], input=json.dumps(patterns(SCHEMA)).encode(), capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="needs check-jsonschema")
def test_check_jsonschema_takes_what_loads_and_refuses_what_does_not(tmp_path):
    path = tmp_path / "schema.json"
    path.write_text(schema_text(), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(path)]
    assert subprocess.run([*command, *map(str, VALID)], capture_output=True, check=False).returncode == 0
    odd = [str(DATA / "invalid" / f"{name}.toml") for name in ("text-formula-minus-digit", "text-with-zero-width-space")]
    found = subprocess.run([*command, *odd], capture_output=True, check=False)
    assert (found.returncode, [name in found.stdout.decode() for name in odd]) == (1, [True, True])


def test_no_header_of_the_shipped_table_is_a_bare_date_which_taplo_can_t_read():
    text = (PROJECT / "data" / "figures.toml").read_text(encoding="utf-8")
    assert '\n[breaks."2022-09-24"]\n' in text
    assert [line for line in text.split("\n") if line.startswith("[breaks.") and '"' not in line] == []


def test_the_shipped_table_points_editors_at_the_schema_beside_it_which_is_up_to_date():
    table = PROJECT / "data" / "figures.toml"
    first = table.read_text(encoding="utf-8").partition("\n")[0]
    assert first == "#:schema ./figures.schema.json"
    assert (table.parent / first.removeprefix("#:schema ")).read_text(encoding="utf-8") == schema_text()
