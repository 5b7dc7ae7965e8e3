"""`export`: whole or not at all, the same bytes each time, and read by the programs that it is for."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from milstats.export import FORM_ENDINGS, ExportForm
from milstats.load import load

VALID = sorted((Path(__file__).parent / "data" / "valid").glob("*.toml"))
NEEDS_PYARROW = pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow")
PLACES = [".sqlite", ".zip", "", pytest.param(".parquet", marks=NEEDS_PYARROW)]


def contents(path: Path) -> dict[str, bytes]:
    """Return the bytes of a file, or of the files of a folder."""
    return {one.name: one.read_bytes() for one in path.iterdir()} if path.is_dir() else {"": path.read_bytes()}


@pytest.fixture
def exported(milstats, small, tmp_path):
    """Export the small table under a name, and return where it is."""

    def export(name: str, *arguments: str) -> Path:
        path = tmp_path / name
        assert milstats("export", str(path), "--data", small, *arguments) == (0, "", "")
        return Path(path)

    return export


def test_every_form_has_an_ending():
    assert {*FORM_ENDINGS.values()} == {*ExportForm}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("table", VALID, ids=lambda path: path.stem)
def test_two_exports_of_a_table_are_byte_for_byte_the_same(milstats, tmp_path, table, place):
    to = () if place else ("--to", "datapackage")
    found = []
    for name in ("one", "two"):
        assert milstats("export", str(tmp_path / f"{name}{place}"), *to, "--data", str(table)) == (0, "", "")
        found.append(contents(tmp_path / f"{name}{place}"))
    assert found[0] == found[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"one{place}", f"two{place}"]


@pytest.mark.parametrize("place", PLACES)
def test_neither_hash_seed_nor_time_zone_nor_locale_changes_a_byte(installed, small, tmp_path, place):
    to = () if place else ("--to", "datapackage")
    found = []
    for name, seed, zone, locale in (("one", "1", "UTC", "C"), ("two", "2", "Asia/Tokyo", "C.UTF-8")):
        path = tmp_path / f"{name}{place}"
        assert installed.run("export", str(path), *to, "--data", small, PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale) == (0, b"", b"")
        found.append(contents(path))
    assert found[0] == found[1]


def test_sqlite_holds_the_tables_with_their_keys_and_nothing_dangles(exported):
    with closing(sqlite3.connect(exported("t.sqlite"))) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        referring = {
            table: {row[2] for row in base.execute(f"PRAGMA foreign_key_list({table})")} for table in ("figures", "readings", "sums")
        }
        assert referring == {"figures": {"offences", "sources", "figures"}, "readings": {"figures", "sources"}, "sums": {"figures"}}
        assert base.execute(
            "SELECT id, value, value_exact, period, end_latest FROM figures WHERE value IS NOT NULL LIMIT 1"
        ).fetchall() == [("court-awol-2021", 527, None, "2021-01-01..2021-12-31", "2021-12-31")]
        assert base.execute("SELECT value, value_exact FROM figures WHERE id = 'paper-refusal-mean'").fetchall() == [(2.5, "2.5")]
        assert base.execute('SELECT date, note, source FROM "breaks"').fetchall() == [("2022-09-24", "Heavier penalties.", "court-2023")]
        assert base.execute("SELECT figure, why FROM readings").fetchall() == [("paper-awol-wartime", "It says so.")]


def test_sqlite_finds_words_in_full_text(exported):
    found = "SELECT id FROM search JOIN figures ON number = search.rowid WHERE search MATCH ? ORDER BY number"
    with closing(sqlite3.connect(exported("t.sqlite"))) as base:
        assert base.execute(found, ("another paper",)).fetchall() == [("paper-awol-wartime",)]
        assert base.execute(found, ("proekt majority",)).fetchall() == [("paper-awol-words",)]


def test_sqlite_utils_reads_the_database(exported):
    sqlite_utils = pytest.importorskip("sqlite_utils")
    base = sqlite_utils.Database(str(exported("t.sqlite")))
    assert base["figures"].count == 10
    assert base["figures"].pks == ["number"]
    assert {(key.column, key.other_table) for key in base["figures"].foreign_keys} >= {("offence", "offences"), ("source", "sources")}
    assert base["sources"].get(1)["publisher"] == "Court Department"
    base.close()


def test_duckdb_reads_a_folder_of_parquet_files_as_one_typed_table(milstats, exported, small, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    exported("parts-small.parquet")
    assert milstats("export", str(tmp_path / "parts-packaged.parquet")).code == 0
    monkeypatch.chdir(tmp_path)
    found = duckdb.sql("FROM 'parts-*.parquet'")
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    assert (types["value"], types["end_latest"], types["published"], types["number"]) == ("DOUBLE", "DATE", "DATE", "BIGINT")
    question = "SELECT sum(value) FROM 'parts-*.parquet' WHERE counter = 'Court Department' AND end_latest <= DATE '2021-12-31'"
    assert duckdb.sql(question).fetchall() == [(527.0,)]
    assert found.count("*").fetchall() == [(10 + len(load("packaged").figures),)]
    read = "SELECT readings[1].why, readings[1].start_earliest FROM 'parts-small.parquet' WHERE len(readings) > 0"
    assert duckdb.sql(read).fetchall() == [("It says so.", date(2023, 1, 1))]
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8").partition("```sql\n")[2].partition("```")[0]
    (tmp_path / "folder").mkdir()
    assert milstats("export", "folder/small.parquet", "--data", small).code == 0
    assert duckdb.sql(readme).fetchall() == [
        ("awol", 2021, 1, 527.0),
        ("awol", 2022, 2, 1767.0),
        ("awol", 2023, 1, None),
        ("awol", 2024, 1, 4600.0),
        ("desertion", 2020, 1, 1.0),
    ]


@pytest.mark.parametrize("name", ["t.zip", "folder"])
@pytest.mark.parametrize("table", [VALID[0].parent / "small.toml", "packaged"], ids=["small", "packaged"])
def test_frictionless_finds_the_data_package_valid(milstats, tmp_path, table, name):
    pytest.importorskip("frictionless")
    path = tmp_path / name
    assert milstats("export", str(path), "--to", "datapackage", "--data", str(table)).code == 0
    described = path if name.endswith(".zip") else path / "datapackage.json"
    run = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", str(described), "--json"], capture_output=True, check=False, cwd=tmp_path
    )
    report = json.loads(run.stdout)
    assert (report["valid"], report["stats"]["tasks"], report["errors"]) == (True, 12, [])


def test_a_data_package_says_where_it_is_from_and_only_the_packaged_table_has_a_licence(exported, milstats, tmp_path):
    described = json.loads((exported("own", "--to", "datapackage") / "datapackage.json").read_text(encoding="utf-8"))
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert described["version"] == "2026.1"
    assert described["sources"][1] == {"title": "The Paper: Over 4.5K — and counting", "path": "https://example.org/paper"}
    assert "licenses" not in described
    assert milstats("export", str(tmp_path / "packaged"), "--to", "datapackage").code == 0
    assert json.loads((tmp_path / "packaged" / "datapackage.json").read_text(encoding="utf-8"))["licenses"][0]["name"] == "MIT"


def test_csv_of_a_data_package_holds_every_figure(exported):
    with (exported("own", "--to", "datapackage") / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [*load(str(VALID[0].parent / "small.toml")).figures]
    assert (rows[3]["bound"], rows[3]["start_latest"], rows[3]["end_latest"], rows[3]["status"]) == (
        "gt",
        "2022-02-24",
        "2024-02-22",
        "disputed",
    )


@pytest.mark.parametrize("written", ["{}", "{}/", "{}/datapackage.json"])
def test_a_folder_or_the_description_in_it_means_a_data_package(milstats, small, tmp_path, written):
    path = tmp_path / "package"
    path.mkdir()
    assert milstats("export", written.format(path), "--data", small) == (0, "", "")
    assert (path / "datapackage.json").exists()
    assert milstats("export", written.format(path), "--data", small) == (0, "", "")
    assert [one.name for one in tmp_path.iterdir()] == ["package"]


def test_a_folder_that_holds_anything_else_is_left_as_it_is(milstats, small, tmp_path):
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    expected = f"milstats: {tmp_path}: holds diary.txt, which is no part of a Data Package of milstats; nothing was written\n"
    assert milstats("export", str(tmp_path), "--data", small) == (5, "", expected)
    assert contents(tmp_path) == {"diary.txt": b"mine"}


def test_what_was_there_is_replaced_and_keeps_its_permissions(exported, tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"old")
    path.chmod(0o640)
    exported("t.sqlite")
    assert (path.read_bytes()[:15], path.stat().st_mode & 0o777) == (b"SQLite format 3", 0o640)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{}/t.xyz",), "{}/t.xyz: its ending chooses no form; expected .sqlite, .sqlite3, .db, .parquet, .zip or a folder, or say --to"),
        (("{}/t", "--to", "sqllite"), '--to: expected a form, found "sqllite"; did you mean "sqlite"?'),
        (("",), "PATH is empty; expected a file, or a folder for a Data Package"),
    ],
)
def test_a_form_that_is_none_is_a_usage_error(milstats, tmp_path, arguments, message):
    expected = (2, "", f"milstats: {message.format(tmp_path)}\n")
    assert milstats("export", *(one.format(tmp_path) for one in arguments)) == expected


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("name", "reason"), [("missing/t", "No such file or directory"), ("x" * 300, "File name too long"), ("a\0b", "its name holds")]
)
def test_a_place_that_can_t_be_is_one_line_and_nothing_is_made(milstats, small, tmp_path, place, name, reason):
    to = () if place else ("--to", "datapackage")
    code, out, error = milstats("export", f"{tmp_path}/{name}{place}", *to, "--data", small)
    assert (code, out, error.count("\n"), reason in error) == (5, "", 1, True)
    assert error.endswith("; nothing was written\n")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("place", [*PLACES[:2], PLACES[3]])
def test_a_folder_or_a_device_is_no_place_for_a_file(milstats, small, tmp_path, place):
    (tmp_path / f"t{place}").mkdir()
    form = FORM_ENDINGS[place or ".zip"].value
    path = tmp_path / f"t{place}"
    if form != "datapackage":
        assert milstats("export", str(path), "--to", form, "--data", small) == (
            5,
            "",
            f"milstats: {path}: is a folder; nothing was written\n",
        )
    assert milstats("export", os.devnull, "--to", "sqlite", "--data", small) == (
        5,
        "",
        f"milstats: {os.devnull}: is no regular file; nothing was written\n",
    )


@pytest.mark.parametrize("place", PLACES)
def test_a_failure_in_the_middle_leaves_what_was_there(unmeasured, large, tmp_path, place):
    to = "" if place else "--to datapackage"
    before = tmp_path / f"t{place}"
    if place:
        before.write_bytes(b"kept")
    script = f'ulimit -f 8; trap "" XFSZ; milstats export "$1" {to} --data "$2"'
    ended = unmeasured.bash(script, str(before), large)
    assert (ended.code, ended.out, ended.err.count(b"\n"), b"nothing was written" in ended.err) == (5, b"", 1, True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({before.name: b"kept"} if place else {})


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_and_leaves_nothing_behind(unmeasured, tmp_path, number):
    table = tmp_path / "in" / "t.toml"
    table.parent.mkdir()
    head, record = (VALID[0].parent / "small.toml").read_text(encoding="utf-8").split("[figures.court-awol-2021]", 1)
    one = record.split("[figures.")[0]
    table.write_text(head + "".join(f"[figures.f{n}]{one}" for n in range(40_000)), encoding="utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    process = unmeasured.start("export", str(folder / "t.sqlite"), "--data", str(table))
    patience = time.monotonic() + 50
    while not [*folder.iterdir()] and time.monotonic() < patience:
        time.sleep(0.005)
    process.send_signal(number)
    _, error = process.communicate(timeout=50)
    assert (process.returncode, error, [*folder.iterdir()]) == (-number, b"", [])


def test_a_long_export_draws_a_bar_on_a_terminal_and_nothing_elsewhere(terminal, installed, tmp_path):
    table = tmp_path / "t.toml"
    head, record = (VALID[0].parent / "small.toml").read_text(encoding="utf-8").split("[figures.court-awol-2021]", 1)
    one = record.split("[figures.")[0]
    table.write_text(head + "".join(f"[figures.f{n}]{one}" for n in range(20_000)), encoding="utf-8")
    assert "Writing sqlite" in terminal.run("export", str(tmp_path / "a.sqlite"), "--data", str(table))
    assert "Writing" not in terminal.run("export", str(tmp_path / "b.sqlite"))
    assert installed.run("export", str(tmp_path / "c.sqlite"), "--data", str(table)) == (0, b"", b"")
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "c.sqlite").read_bytes()


def test_without_pyarrow_parquet_is_one_line_that_says_what_to_install(installed, tmp_path):
    blocked = "import sys; sys.modules['pyarrow'] = None; from milstats.program import main; sys.exit(main(sys.argv[1:]))"
    ended = installed.python("-c", blocked, "export", str(tmp_path / "t.parquet"))
    assert ended == (2, b"", b"milstats: Parquet needs pyarrow; install it with: pip install 'milstats[parquet]'\n")
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    ended = installed.python("-c", blocked, "show", "--data", str(tmp_path / "t.parquet"))
    message = f"{tmp_path}/t.parquet: is a Parquet file, which needs pyarrow; install it with: pip install 'milstats[parquet]'"
    assert ended == (3, b"", f"milstats: {message}\n".encode())
