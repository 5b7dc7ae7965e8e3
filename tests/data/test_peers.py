"""Exports are read as they are by the programs that they are for; each is skipped with a word where it is not installed."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from milstats.data import flat_tables, sqlite
from milstats.data.load import load

SMALL = str(Path(__file__).parent / "valid" / "small.toml")


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "t.sqlite"
    sqlite.write(load(SMALL), str(path))
    return path


def test_sqlite_has_tables_whose_keys_lead_to_primary_keys(database):
    with closing(sqlite3.connect(database)) as base:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%search%'")]
        primary = {name: [row[1] for row in base.execute(f"PRAGMA table_info({name})") if row[5]] for name in names}
        assert all(primary[row[2]] == [row[4]] for name in names for row in base.execute(f"PRAGMA foreign_key_list({name})"))
        assert [primary[name] for name in ("figures", "sources", "offences", "breaks")] == [["id"], ["id"], ["id"], ["date"]]
        first = "SELECT id, value, value_exact, bound, value_low, value_high, period, end_latest, kind FROM figures WHERE number = 1"
        assert base.execute(first).fetchall() == [
            ("court-awol-2021", 527, None, "eq", 527, 527, "2021-01-01..2021-12-31", "2021-12-31", "sum")
        ]
        ranged = "SELECT value, value_to, bound, value_low, value_high FROM figures WHERE id = 'leaflet-desertion-2023'"
        assert base.execute(ranged).fetchall() == [(9, 12, "range", 9, 12)]
        assert base.execute("SELECT value, value_exact FROM figures WHERE id = 'paper-refusal-mean'").fetchall() == [(2.5, "2.5")]
        assert base.execute("SELECT figure, why FROM readings").fetchall() == [("paper-awol-wartime", "It says so.")]
        assert base.execute("SELECT date, change FROM breaks").fetchall() == [("2022-09-24", "law")]


def test_sqlite_finds_words_in_full_text(database):
    found = "SELECT id FROM figures WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY number"
    with closing(sqlite3.connect(database)) as base:
        assert base.execute(found, ("another paper",)).fetchall() == [("paper-awol-wartime",)]
        assert base.execute(found, ("proekt majority",)).fetchall() == [("paper-awol-words",)]
        base.execute("INSERT INTO search(search) VALUES ('integrity-check')")


def test_iterdump_dumps_every_row(database):
    with closing(sqlite3.connect(database)) as base:
        dump = "\n".join(base.iterdump())
    assert dump.count('INSERT INTO "figures" VALUES') == len(load(SMALL).figures)


def test_sqlite_utils_knows_keys_links_and_search(database):
    sqlite_utils = pytest.importorskip("sqlite_utils")
    base = sqlite_utils.Database(str(database))
    assert (base["figures"].count, base["figures"].pks, base["figures"].detect_fts()) == (10, ["id"], "search")
    keys = {(key.column, key.other_table, key.other_column) for key in base["figures"].foreign_keys}
    assert keys == {("offence", "offences", "id"), ("source", "sources", "id"), ("supersedes", "figures", "id")}
    assert base["sources"].get("court-2023")["publisher"] == "Court Department"
    assert [row["id"] for row in base["figures"].search("another")] == ["paper-awol-wartime"]
    base.close()


def test_datasette_shows_labels_links_and_a_search_box(database):
    pytest.importorskip("datasette")
    command = [sys.executable, "-m", "datasette", str(database), "--get"]
    page = subprocess.run([*command, "/t/figures?_search=another"], capture_output=True, check=True).stdout.decode()
    assert 'type="search"' in page
    assert '<a href="/t/offences/awol">absence without official leave</a>' in page
    assert '<a href="/t/sources/paper-2024">Over 4.5K — and counting</a>' in page
    answer = subprocess.run([*command, "/t/figures.json?_search=another&_shape=array"], capture_output=True, check=True).stdout
    assert [row["id"] for row in json.loads(answer)] == ["paper-awol-wartime"]


@pytest.mark.skipif(shutil.which("vd", path=str(Path(sys.executable).parent)) is None, reason="needs VisiData")
def test_visidata_opens_the_database(database, tmp_path):
    command = [str(Path(sys.executable).with_name("vd")), "-b", str(database), "-o", str(tmp_path / "sheets.csv"), "--config", "/dev/null"]
    subprocess.run(command, capture_output=True, check=True, timeout=60, env={"HOME": str(tmp_path), "TERM": "xterm"})
    rows = [*csv.DictReader((tmp_path / "sheets.csv").read_text(encoding="utf-8").splitlines())]
    assert {row["name"]: row["rows"] for row in rows}["figures"] == "10"


@pytest.fixture
def parquet(tmp_path):
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    from milstats.data.parquet import write_file

    (tmp_path / "folder").mkdir()
    for name, table in (("small", SMALL), ("packaged", "packaged")):
        write_file(load(table), str(tmp_path / "folder" / f"{name}.parquet"))
    return tmp_path / "folder"


def test_duckdb_reads_a_folder_of_parquet_files_as_one_typed_table(parquet):
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql(f"FROM '{parquet}/*.parquet'")
    types = dict(zip(found.columns, map(str, found.types), strict=True))
    assert [types[name] for name in ("value", "end_latest", "published", "number")] == ["DOUBLE", "DATE", "DATE", "BIGINT"]
    assert found.count("*").fetchall() == [(10 + len(load().figures),)]
    question = f"SELECT sum(value) FROM '{parquet}/*.parquet' WHERE counter = 'Court Department' AND end_latest <= DATE '2021-12-31'"  # noqa: S608 -- a path of our own
    assert duckdb.sql(question).fetchall() == [(527.0,)]
    reading = f"SELECT readings[1].why, readings[1].start_earliest FROM '{parquet}/small.parquet' WHERE len(readings) > 0"  # noqa: S608 -- likewise
    assert duckdb.sql(reading).fetchall() == [("It says so.", date(2023, 1, 1))]


def test_pandas_and_polars_read_the_same_numbers(parquet):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    path = str(parquet / "small.parquet")
    expected = sum(float(figure.value) for figure in load(SMALL).figures.values() if figure.value is not None)
    assert pandas.read_parquet(path)["value"].sum() == polars.read_parquet(path)["value"].sum() == expected


@pytest.mark.parametrize("table", [SMALL, "packaged"], ids=["small", "packaged"])
def test_frictionless_finds_the_data_package_valid(tmp_path, table):
    pytest.importorskip("frictionless")
    flat_tables.write_folder(load(table), str(tmp_path / "t"))
    command = [sys.executable, "-m", "frictionless", "validate", str(tmp_path / "t" / "datapackage.json"), "--json"]
    report = json.loads(subprocess.run(command, capture_output=True, check=False, cwd=tmp_path).stdout)
    assert (report["valid"], report["stats"]["tasks"], report["errors"]) == (True, 12, [])


def test_a_data_package_says_where_it_is_from_and_what_each_field_is(tmp_path):
    flat_tables.write_folder(load(SMALL), str(tmp_path / "own"))
    described = json.loads((tmp_path / "own" / "datapackage.json").read_text(encoding="utf-8"))
    assert described["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert described["version"] == "2026.1"
    assert described["sources"][1] == {"title": "The Paper: Over 4.5K — and counting", "path": "https://example.org/paper"}
    fields = [field for resource in described["resources"] for field in resource["schema"]["fields"]]
    assert all(re.fullmatch(r"[A-Z][a-z ]+", field["title"]) and field["description"].endswith(".") for field in fields)
    assert "licenses" not in described
    flat_tables.write_folder(load(), str(tmp_path / "packaged"), is_packaged=True)
    assert json.loads((tmp_path / "packaged" / "datapackage.json").read_text(encoding="utf-8"))["licenses"][0]["name"] == "MIT"
    with (tmp_path / "own" / "figures.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == "paper-awol-wartime")
    assert [row[name] for name in ("bound", "value_low", "value_high", "end_latest", "status")] == [
        "gt",
        "4601",
        "",
        "2024-02-22",
        "disputed",
    ]
