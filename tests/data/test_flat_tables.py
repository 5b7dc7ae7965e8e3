"""What `export` writes: equal when it is read again, the same bytes each time, and nothing in such a file is trusted."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milstats.data import sqlite
from milstats.data.flat_tables import BY_NAME, FIGURES, FLATS, is_ours, rows_of, write_folder
from milstats.data.load import documents_of, load
from milstats.errors import DataError
from milstats.model.period import Basis, Kind, Period
from milstats.model.records import Dataset, Reading
from milstats.model.vocabulary import Bound, Status

if TYPE_CHECKING:
    from collections.abc import Callable

VALID = sorted((Path(__file__).parent / "valid").glob("*.toml"))
SMALL = str(Path(__file__).parent / "valid" / "small.toml")
NEEDS_PYARROW = pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow")
FORMS = ["sqlite", pytest.param("parquet", marks=NEEDS_PYARROW)]
EVERY_FORM = [*FORMS, "folder", pytest.param("parquet folder", marks=NEEDS_PYARROW)]


def write(dataset: Dataset, path: Path, form: str) -> Path:
    """Write a table to a path where nothing is, and return the path."""
    writers: dict[str, Callable[[Dataset, str], None]] = {"sqlite": sqlite.write, "folder": write_folder}
    if form.startswith("parquet"):
        from milstats.data import parquet  # pyarrow may be missing

        writers |= {"parquet": parquet.write_file, "parquet folder": parquet.write_folder}
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    writers[form](dataset, str(path))
    return path


def contents(path: Path) -> dict[str, bytes]:
    """Return the bytes of a file, or of the files of a folder."""
    return {one.name: one.read_bytes() for one in path.iterdir()} if path.is_dir() else {"": path.read_bytes()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", [*map(str, VALID), "packaged"], ids=lambda path: Path(path).stem)
def test_what_is_read_again_is_equal_to_what_was_written(tmp_path, form, table):
    dataset = load(table)
    path = write(dataset, tmp_path / f"t.{form}", form)
    assert load(str(path)) == dataset
    assert [*load(str(path)).figures] == [*dataset.figures]


@pytest.mark.parametrize("form", EVERY_FORM)
def test_the_same_table_gives_the_same_bytes(tmp_path, form):
    first = contents(write(load(SMALL), tmp_path / "a", form))
    assert contents(write(load(SMALL), tmp_path / "b", form)) == first
    if form in {"sqlite", "parquet"}:
        assert contents(write(load(str(tmp_path / "a")), tmp_path / "c", form)) == first


days = st.dates()
texts = st.sampled_from(["A", "Б. В.", "over 4.5K — and counting", "日本", "-5", "a\u00a0b", "'quoted' \"twice\"", "a,b;c\\d"])
periods = st.builds(
    lambda text, days, basis, kind, as_of: Period(text, days[0], days[1], days[2], days[3], basis, kind, as_of),
    texts,
    st.just((None,) * 4) | st.lists(days, min_size=4, max_size=4).map(sorted),
    st.sampled_from(Basis),
    st.sampled_from(Kind),
    st.none() | days,
)
changes = st.fixed_dictionaries(
    {
        "counter": texts,
        "population": texts,
        "country": st.sampled_from(["RU", "UA"]),
        "period": st.none() | periods,
        "note": st.none() | texts,
        "status": st.lists(st.sampled_from(Status), unique=True).map(tuple),
        "readings": st.lists(
            st.builds(
                lambda why, period, value: Reading(why, period=period, value=value),
                texts,
                st.none() | periods,
                st.none() | st.just(Decimal("2.50")) | st.integers(0, 10**12 - 1),
            ),
            max_size=3,
        ).map(tuple),
    }
)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=changes, name=texts)
def test_any_figure_is_equal_when_it_is_read_again(tmp_path, form, change, name):
    dataset = load(SMALL)
    figures = {key: figure._replace(**change) for key, figure in dataset.figures.items()}
    offences = {key: offence._replace(label=name, aliases=(name,)) for key, offence in dataset.offences.items()}
    changed = dataset._replace(figures=figures, offences=offences, version=name)
    assert load(str(write(changed, tmp_path / "t", form))) == changed


@NEEDS_PYARROW
def test_a_folder_of_parquet_files_is_a_table_to_read_and_tables_to_join(tmp_path):
    path = write(load(SMALL), tmp_path / "figures", "parquet folder")
    assert load(str(path)) == load(str(path / "figures.parquet")) == load(SMALL)
    duckdb = pytest.importorskip("duckdb")
    question = "SELECT role, count(*) FROM 'figures.parquet' f JOIN 'sources.parquet' s ON f.source = s.id GROUP BY role ORDER BY role"
    assert duckdb.sql(question.replace("'", f"'{path}/", 1).replace("JOIN '", f"JOIN '{path}/")).fetchall() == [
        ("both", 2),
        ("counter", 4),
        ("relayer", 4),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_such_files_join_with_others_and_are_known_by_their_bytes(tmp_path, form):
    path = write(load(SMALL), tmp_path / "figures.toml", form)
    (tmp_path / "more.toml").write_text('format = 1\nversion = "more"\n[offences.theft]\nlabel = "theft"\n', encoding="utf-8")
    assert load(str(path), str(tmp_path / "more.toml")).offences.keys() == {"awol", "desertion", "refusal", "theft"}
    with pytest.raises(DataError, match=r"figures\.court-awol-2021: is already in"):
        load(str(path), SMALL)
    assert load(str(path), with_digest=True).sha256 == documents_of(str(path), with_digest=True)[0].sha256
    assert len(str(load(str(path), with_digest=True).sha256)) == 64


def test_a_column_means_what_its_name_means_in_show():
    dataset = load("packaged")
    for figure, row in zip(dataset.figures.values(), cells("figures", dataset), strict=True):
        assert (row["value"] is None) == (figure.value is None)
        assert (row["bound"] is None) == (figure.value is None and figure.bound is not Bound.VAGUE)
        assert row["kind"] is None or figure.value is not None or (figure.period is not None and figure.period.kind is not Kind.SUM)
        if figure.bound is Bound.EQ and figure.value is not None:
            assert row["value_low"] == row["value_high"] == row["value"]
    meanings = {(column.name, column.about) for flat in FLATS for column in flat.columns if column.name in {"bound", "kind", "value_high"}}
    assert len(meanings) == 3


def cells(name: str, dataset: Dataset) -> list[dict[str, object]]:
    return [dict(zip(BY_NAME[name].names, row, strict=True)) for row in rows_of(dataset, BY_NAME[name])]


def test_every_column_says_what_it_is_for_and_every_key_leads_to_a_primary_key():
    for flat in FLATS:
        assert len({*flat.names}) == len(flat.names)
        assert all(column.about.endswith(".") for column in flat.columns)
        assert all(len(BY_NAME[column.refers].key) == 1 for column in flat.columns if column.refers)
    assert FIGURES.key == ("id",)


def change(path: Path, *statements: str) -> str:
    """Change a database, whatever its keys say, and return the message with which it is refused."""
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            base.execute(statement)
    with pytest.raises(DataError) as refused:
        load(str(path))
    return str(refused.value).replace(str(path), "t")


FAULTS = [
    (
        "UPDATE figures SET note = char(27) || '[31m' WHERE number = 1",
        'note: expected text without control or invisible characters, found U+001B in "\\x1b[31m"',
    ),
    (
        "UPDATE figures SET note = '=1+1' WHERE number = 1",
        'note: expected text that does not begin with "=", which spreadsheets run, found "=1+1"',
    ),
    ("UPDATE figures SET value = -5 WHERE number = 1", "value: expected a number from 0 to 999,999,999,999, found -5"),
    ("UPDATE figures SET value = 'x' WHERE number = 1", 'value: expected a number from 0 to 999,999,999,999, found "x"'),
    ("UPDATE figures SET value_exact = '1e999' WHERE number = 1", 'value: expected a number from 0 to 999,999,999,999, found "1e999"'),
    ("UPDATE figures SET value = 528 WHERE number = 1", 'quote: expected the number 528 in the quote, found "527 convicted"'),
    (
        "UPDATE figures SET end_latest = '2021-13-01' WHERE number = 1",
        'period.end: expected a date such as 2024-02-22, without quotation marks, found "2021-13-01"',
    ),
    (
        "UPDATE figures SET end_latest = '2020-01-01', end_earliest = '2020-01-01' WHERE number = 1",
        "period: ends before it starts: 2021-01-01 to 2020-01-01",
    ),
    ("UPDATE figures SET counter = ' ' WHERE number = 1", "counter: expected some text, found blank text"),
    ("UPDATE figures SET quote = x'ff' WHERE number = 1", "quote: expected some text, found b'\\xff'"),
    ("UPDATE figures SET source = 'nobody' WHERE number = 1", 'source: expected the id of a source, found "nobody"'),
]


@pytest.mark.parametrize(("statement", "message"), FAULTS)
def test_a_row_passes_the_same_checks_as_a_record_in_toml(tmp_path, statement, message):
    assert change(write(load(SMALL), tmp_path / "t.sqlite", "sqlite"), statement) == f"t: figures.court-awol-2021.{message}"


HINT = "expected what `milstats export` writes"
FOREIGN = f"is an SQLite database of another format than 2; {HINT}"
HOSTILE = [
    ("UPDATE figures SET id = 'a b' WHERE number = 1", 'figures.a b: expected an id of letters, digits, "_", "." and "-", found "a b"'),
    ("UPDATE figures SET id = x'00ff' WHERE number = 1", "figures.b'\\x00\\xff': expected an id of letters"),
    ("UPDATE figures SET note = CAST(x'ff61' AS TEXT)", "cannot be read as SQLite: Could not decode to UTF-8"),
    ("UPDATE sources SET url = 'javascript:alert(1)' WHERE number = 1", "sources.court-2023.url: expected an address that begins with"),
    ("UPDATE offences SET name = char(8238) || 'x' WHERE number = 1", "offences.awol.label: expected text without control or invisible"),
    ("UPDATE about SET content = char(27) WHERE item = 'version'", "version: expected some text, found blank text"),
    ("DELETE FROM about", "version: expected some text, found nothing"),
    ("UPDATE breaks SET date = '24 September'", "offences: expected items of what is in the table, found some of"),
    ("UPDATE aliases SET offence = 'nobody'", 'aliases: expected items of what is in the table, found some of "nobody"'),
    ("PRAGMA application_id = 1", f"is an SQLite database, and none that milstats wrote; {HINT}"),
    ("DROP TABLE readings", FOREIGN),
    ("ALTER TABLE figures ADD COLUMN more", FOREIGN),
]


@pytest.mark.parametrize(("statement", "message"), HOSTILE)
def test_what_milstats_would_not_have_written_is_refused_in_one_line(tmp_path, statement, message):
    found = change(write(load(SMALL), tmp_path / "t.sqlite", "sqlite"), statement)
    assert found.startswith(f"t: {message}")
    assert found.isprintable()


def test_a_view_in_the_place_of_a_table_never_runs(tmp_path):
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    path = write(load(SMALL), tmp_path / "t.sqlite", "sqlite")
    assert change(path, "DROP TABLE about", f"CREATE VIEW about AS {endless}") == f"t: {FOREIGN}"


def test_reading_changes_nothing_beside_the_file(tmp_path):
    path = write(load(SMALL), tmp_path / "t.sqlite", "sqlite")
    path.chmod(0o400)
    assert load(str(path))
    assert [*tmp_path.iterdir()] == [path]


@NEEDS_PYARROW
def test_a_foreign_parquet_file_is_refused_in_one_line(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "t.parquet"
    for metadata, reason in ((None, "none that milstats wrote"), ({"milstats": "{}"}, "of another format than 2")):
        pq.write_table(pa.table({"id": ["a"]}).replace_schema_metadata(metadata), path)
        with pytest.raises(DataError, match=reason):
            load(str(path))


def outcome(path: Path) -> str:
    """Return why a file is refused, in lines that each name it, or nothing."""
    try:
        load(str(path))
    except DataError as error:
        lines = str(error).split("\n")
        if not all(line.isprintable() and line.startswith(str(path)) for line in lines):
            raise
        return str(error)
    return ""


@pytest.mark.parametrize("form", FORMS)
def test_a_file_cut_or_damaged_anywhere_is_read_or_refused(tmp_path, form):
    path = write(load(SMALL), tmp_path / "t", form)
    sound, chance, refused = path.read_bytes(), random.Random(5), 0  # noqa: S311 -- the same damage each time
    for number in range(120):
        data = bytearray(sound[: chance.randrange(16, len(sound))] if number % 3 == 0 else sound)
        for _ in range(0 if number % 3 == 0 else chance.randrange(1, 12)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        path.write_bytes(data)
        refused += bool(outcome(path))
    assert refused > 40


def test_pages_of_a_database_that_change_places_are_read_or_refused(tmp_path):
    path = write(load(SMALL), tmp_path / "t", "sqlite")
    sound, size, chance = path.read_bytes(), 4096, random.Random(7)  # noqa: S311
    for _ in range(60):
        pages = [sound[at : at + size] for at in range(0, len(sound), size)]
        one, other = chance.sample(range(1, len(pages)), 2)
        pages[one], pages[other] = pages[other], pages[one]
        path.write_bytes(b"".join(pages))
        outcome(path)


@pytest.mark.parametrize("start", [b"SQLite format 3\0", b"PAR1", b"SQLite f", b"PAR1PAR1"])
def test_a_start_alone_is_no_table(tmp_path, start):
    (tmp_path / "t").write_bytes(start)
    with pytest.raises(DataError) as refused:
        load(str(tmp_path / "t"))
    assert "\n" not in str(refused.value)
    assert not is_ours(str(tmp_path / "t"))


@pytest.mark.parametrize("form", EVERY_FORM)
def test_what_milstats_wrote_is_told_from_what_it_did_not(tmp_path, form):
    path = write(load(SMALL), tmp_path / "t", form)
    assert is_ours(str(path))
    if path.is_dir():
        (path / "diary.txt").write_text("mine", encoding="utf-8")
    else:
        path.write_bytes(path.read_bytes()[:50])
        path.write_bytes(b"mine")
    assert not is_ours(str(path))


def test_an_empty_place_is_nobody_s_and_a_foreign_database_is_another_s(tmp_path):
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as base:
        base.execute("CREATE TABLE figures (id TEXT)")
    assert [is_ours(str(tmp_path / name)) for name in ("empty", "folder", "foreign.db")] == [True, True, False]
