"""`--data` with what `export` wrote: the same answers as from TOML, few rows read, and nothing in the file is trusted."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from milstats.errors import DataError
from milstats.fields import BREAK, FIGURE, NAMED_PERIOD, OFFENCE, PERIOD, READING, SOURCE, SUM
from milstats.load import load
from milstats.program import main
from milstats.shapes import BREAKS, FIGURES, OFFENCES, PERIODS, READINGS, SOURCES, SUMS

VALID = sorted((Path(__file__).parent / "data" / "valid").glob("*.toml"))
PARQUET = pytest.param("parquet", marks=pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow"))
ENDINGS = ["sqlite", PARQUET]
QUESTIONS = [
    ("show",),
    ("show", "awol"),
    ("show", "AWOL", "338"),
    ("show", "Самоволка", "--all"),
    ("show", "court-AWOL-2022"),
    ("show", "refusal", "--columns", "id,value", "--sort", "-value"),
    ("show", "proekt", "-f", "prose"),
    ("show", "the vast majority", "-f", "table"),
    ("show", "of", "-f", "table"),
    ("show", "an", "paper gives", "-f", "markdown"),
    ("show", "leaflet", "--counter", "rights group"),
    ("show", "--counter", "Proekt", "--measure", "convicted", "-f", "jsonl"),
    ("show", "--source", "COURT-2023", "--period", "2022"),
    ("show", "--as-of", "2023-12-31", "-f", "table"),
    ("show", "--period", "prewar"),
    ("show", "awoll"),
    ("show", "court-awol-2024"),
    ("show", "", "x"),
    ("show", "--counter", "Proeckt"),
    ("show", "--source", "nobody"),
    ("show", "awol", "--measure", "charged"),
    ("compare", "2021", "2022"),
    ("compare", "2021", "2022", "awol", "--explain", "-f", "table"),
    ("compare", "court-awol-2021", "COURT-awol-2022", "-f", "table"),
    ("compare", "court-awol-2021", "leaflet-desertion-2023", "-f", "table"),
    ("compare", "court-awol-2021", "2022"),
    ("compare", "court-awol-2O21", "2022"),
    ("compare", "2021", "wartime", "--as-of", "2023-12-31"),
    ("trend", "awol", "-f", "table"),
    ("trend", "338"),
    ("topics", "-f", "table"),
    ("topics",),
    ("sources", "-f", "table"),
    ("sources", "-f", "csv"),
    ("cite", "court-awol-2021", "paper-awol-wartime", "--style", "bibtex"),
    ("cite", "court-awol-2o21"),
    ("open", "Court-awol-2021", "--print"),
]
MORE = """format = 1
version = "more"
[offences.theft]
label = "theft"
[sources.more]
type = "webpage"
title = "t"
publisher = "P"
accessed = 2026-11-22
language = "en"
url = "https://example.org/"
role = "both"
[figures.more]
offence = "theft"
measure = "statement"
unit = "none"
text = "many"
quote = "many"
where = "p"
counter = "P"
source = "more"
relation = "primary"
"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Return where a table was exported to."""
    folder = tmp_path_factory.mktemp("stored")

    def export(ending: str, table: str) -> str:
        path = folder / f"{Path(table).stem}.{ending}"
        if not path.exists():
            assert main(["export", str(path), "--data", table]) == 0
        return str(path)

    return export


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("table", [*map(str, VALID), "packaged"], ids=lambda path: Path(path).stem)
def test_what_is_read_again_is_equal_to_what_was_exported(stored, ending, table):
    assert load(stored(ending, table)) == load(table)


def test_every_key_that_a_data_file_may_hold_has_a_column():
    spread = {"period": PERIOD.keys() - {"text", "start", "end"}}
    listed = {"aliases", "includes", "author", "parts", "readings"}
    sections = (
        (OFFENCE, OFFENCES),
        (SOURCE, SOURCES),
        (NAMED_PERIOD, PERIODS),
        (BREAK, BREAKS),
        (FIGURE, FIGURES),
        (READING, READINGS),
        (SUM, SUMS),
    )
    for fields, shape in sections:
        keys = {*fields, *(key for field in fields for key in spread.get(field, ()))} - listed
        assert keys - {*shape.names} == ({"offences"} if shape is BREAKS else set())


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_has_the_same_answer_as_from_toml(milstats, stored, small, monkeypatch, ending, question):
    monkeypatch.setenv("MILSTATS_DATA", small)
    expected = milstats(*question)
    monkeypatch.setenv("MILSTATS_DATA", stored(ending, small))
    found = milstats(*question)
    assert (found.code, found.out) == (expected.code, expected.out)
    if question[1:] != ("court-awol-2024",):  # what is near is looked for among fewer
        assert found.err == expected.err


@pytest.mark.parametrize("ending", ENDINGS)
def test_stored_tables_join_with_others(milstats, stored, small, tmp_path, ending):
    more = tmp_path / "more.toml"
    more.write_text(MORE, encoding="utf-8")
    expected = milstats("show", "--data", small, "--data", str(more), "-f", "csv")
    assert (expected.code, expected.out.count("\n")) == (0, 10)
    assert milstats("show", "--data", stored(ending, small), "--data", str(more), "-f", "csv") == expected
    twice = milstats("show", "--data", stored(ending, small), "--data", small)
    assert (twice.code, twice.out, "figures.court-awol-2021: is already in" in twice.err) == (3, "", True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stored_table_is_checked_without_lines(milstats, stored, ending):
    table = str(Path(__file__).parent / "data" / "check" / "rival-count.toml")
    path = stored(ending, table)
    code, out, error = milstats("check", table, "-f", "prose")
    assert (code, error, table in out) == (1, "", True)
    assert milstats("check", path, "-f", "prose") == (1, re.sub(f"{re.escape(table)}:[0-9]+", path, out), "")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stored_table_can_be_exported_again_byte_for_byte(milstats, stored, small, tmp_path, ending):
    again = tmp_path / f"again.{ending}"
    assert milstats("export", str(again), "--data", stored(ending, small)) == (0, "", "")
    assert again.read_bytes() == Path(stored(ending, small)).read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_known_by_its_bytes_and_not_by_its_name(milstats, stored, small, tmp_path, ending):
    shutil.copyfile(stored(ending, small), tmp_path / "figures.toml")
    assert milstats("show", "awol", "--data", str(tmp_path / "figures.toml")) == milstats("show", "awol", "--data", small)


def test_one_topic_is_read_without_the_rest(milstats, stored, small, tmp_path):
    path = tmp_path / "t.sqlite"
    shutil.copyfile(stored("sqlite", small), path)
    changed(path, "UPDATE figures SET measure = 'nonsense' WHERE offence = 'desertion'")
    assert milstats("show", "awol", "--data", str(path)) == milstats("show", "awol", "--data", small)
    assert milstats("show", "desertion", "--data", str(path)).code == 3


def changed(path: Path, *statements: str) -> None:
    """Change a database, whatever its keys say."""
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            base.execute(statement)


FAULTS = [
    ("UPDATE figures SET note = char(27) || '[31m'", 'note: expected text without control characters, found U+001B in "\\x1b[31m"'),
    ("UPDATE figures SET note = '=1+1'", 'note: expected text that does not begin with "=", which spreadsheets run, found "=1+1"'),
    ("UPDATE figures SET value = -5", "value: expected a number from 0 to 999,999,999,999, found -5"),
    ("UPDATE figures SET value = 'x'", 'value: expected a number from 0 to 999,999,999,999, found "x"'),
    ("UPDATE figures SET value_exact = '1e999'", 'value: expected a number from 0 to 999,999,999,999, found "1e999"'),
    ("UPDATE figures SET value = 528", 'quote: expected the number 528 in the quote, found "527 convicted"'),
    ("UPDATE figures SET measure = 'convictd'", "measure: expected one of "),
    ("UPDATE figures SET end_latest = '2021-13-01'", "period.end: expected a date such as 2024-02-22"),
    (
        "UPDATE figures SET end_latest = '2020-01-01', end_earliest = '2020-01-01'",
        "period: ends before it starts: 2021-01-01 to 2020-01-01",
    ),
    ("UPDATE figures SET counter = ' '", "counter: expected some text, found blank text"),
    ("UPDATE figures SET quote = x'ff'", "quote: expected some text"),
    ("UPDATE figures SET source = 'nobody'", 'source: expected the id of a source, found "nobody"'),
    ("UPDATE figures SET supersedes = id", "supersedes: expected the id of another figure, found its own"),
]


@pytest.mark.parametrize(("statement", "message"), FAULTS, ids=[statement for statement, _ in FAULTS])
def test_a_row_passes_the_same_door_as_a_record_in_toml(milstats, stored, small, tmp_path, statement, message):
    path = tmp_path / "t.sqlite"
    shutil.copyfile(stored("sqlite", small), path)
    changed(path, f"{statement} WHERE id = 'court-awol-2021'")
    code, out, error = milstats("show", "awol", "--data", str(path))
    assert (code, out) == (3, "")
    assert error.startswith(f"milstats: {path}: figures.court-awol-2021.{message}")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE figures SET id = 'a b' WHERE number = 1", 'figures.a b: expected an id of letters, digits, "_", "." and "-", found "a b"'),
        ("UPDATE figures SET note = CAST(x'ff61' AS TEXT)", "cannot be read as SQLite: "),
        ("UPDATE sources SET url = 'javascript:alert(1)'", "sources.court-2023.url: expected an address that begins with"),
        ("UPDATE offences SET label = char(8238)", "offences.awol.label: expected text without control characters, found U+202E"),
        ("UPDATE about SET value = char(27) WHERE key = 'version'", 'version: expected some text, found "\\x1b"'),
        ("UPDATE breaks SET date = '24 September'", "breaks.24 September: expected"),
        ("PRAGMA application_id = 1", "is an SQLite database, and none that milstats wrote; expected what `milstats export` writes"),
        ("DROP INDEX figures_offence", "is an SQLite database of another format than 1; expected what `milstats export` writes"),
        ("DROP TABLE readings", "is an SQLite database of another format than 1; expected what `milstats export` writes"),
    ],
)
def test_what_milstats_would_not_have_written_is_refused_in_one_line(milstats, stored, small, tmp_path, statement, message):
    path = tmp_path / "t.sqlite"
    shutil.copyfile(stored("sqlite", small), path)
    changed(path, statement)
    code, out, error = milstats("show", "awol", "--data", str(path), "-f", "table")
    assert (code, out) == (3, "")
    assert error.startswith(f"milstats: {path}: {message}")
    assert (error.count("\n"), "\x1b" in error) == (1, False)


def test_a_view_in_the_place_of_a_table_never_runs(milstats, stored, small, tmp_path):
    path = tmp_path / "t.sqlite"
    shutil.copyfile(stored("sqlite", small), path)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    changed(path, "DROP TABLE about", f"CREATE VIEW about AS {endless}")
    expected = f"milstats: {path}: is an SQLite database of another format than 1; expected what `milstats export` writes\n"
    assert milstats("show", "--data", str(path)) == (3, "", expected)


def test_reading_changes_nothing_beside_the_file(milstats, stored, small, tmp_path):
    path = tmp_path / "t.sqlite"
    shutil.copyfile(stored("sqlite", small), path)
    path.chmod(0o400)
    assert milstats("show", "--data", str(path)).code == 0
    assert [*tmp_path.iterdir()] == [path]


def test_a_foreign_parquet_file_is_refused_in_one_line(milstats, tmp_path):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "foreign.parquet"
    pq.write_table(pa.table({"id": ["a"]}), path)
    expected = f"milstats: {path}: is a Parquet file, and none that milstats wrote; expected what `milstats export` writes\n"
    assert milstats("show", "--data", str(path)) == (3, "", expected)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_cut_or_damaged_anywhere_is_an_answer_or_a_data_error(stored, small, tmp_path, ending):
    sound = Path(stored(ending, small)).read_bytes()
    chance = random.Random(5)  # noqa: S311 -- the same damage each time
    path = tmp_path / "damaged"
    for number in range(120):
        data = bytearray(sound[: chance.randrange(16, len(sound))] if number % 3 == 0 else sound)
        for _ in range(0 if number % 3 == 0 else chance.randrange(1, 12)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        assert outcome(str(path)).isprintable()


def outcome(path: str) -> str:
    """Read all that a table holds; return what is wrong with it, or how much there is."""
    try:
        table = load(path)
        return str([len([*section.values()]) for section in (table.figures, table.sources, table.offences, table.sums)])
    except DataError as error:
        return str(error).replace("\n", " ")


@pytest.mark.parametrize("start", [b"SQLite format 3\0", b"PAR1", b"SQLite f", b"PAR1PAR1"])
def test_a_start_alone_is_no_table(milstats, tmp_path, start):
    path = tmp_path / "t"
    path.write_bytes(start)
    code, out, error = milstats("show", "--data", str(path))
    assert (code, out, error.count("\n"), error.startswith(f"milstats: {path}: ")) == (3, "", 1, True)
