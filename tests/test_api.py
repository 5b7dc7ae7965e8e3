"""`from milstats import ...`: frozen values, rows for data frames, a view for notebooks, and nothing imported in vain."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import milstats as package
from milstats.api import Answer, Table, compare, load
from milstats.errors import NothingMatchedError, UsageError

HOSTILE = "<script>alert(1)</script>"


def test_what_the_package_offers_is_what_it_names():
    names = ["Answer", "Table", "compare", "load"]
    script = f"import milstats; print([getattr(milstats, name).__name__ for name in {names}], milstats.__version__)"
    ended = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, check=True, text=True)
    assert ended.stdout == f"{names} {package.__version__}\n"
    with pytest.raises(AttributeError, match="module 'milstats' has no attribute 'nothing'"):
        _ = package.nothing


@pytest.mark.parametrize(
    "before", ["", "import milstats.data.load", "from milstats.api import Table", "from milstats.model.records import Figure"]
)
def test_compare_and_load_are_the_functions(before):
    script = f"{before}\nfrom milstats import compare, load\nimport milstats\nprint(callable(load), callable(compare), callable(milstats.compare))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout == b"True True True\n"


def test_importing_the_package_imports_nothing_more():
    script = "import sys; before = {*sys.modules}; import milstats; print(*sorted({*sys.modules} - before))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.split()
    assert {*found} <= {"__future__", "milstats"}


def test_help_is_enough_to_use_it():
    ended = subprocess.run([sys.executable, "-c", "import milstats; help(milstats)"], capture_output=True, check=True, text=True)
    shown = "".join(ended.stdout.replace("|", "").split())  # Python 3.13 breaks long signatures over lines
    for text in ("table=load()", "select(self,*words", "to_rows(self)", "compare(table,"):
        assert text in shown


def test_select_returns_what_show_prints(milstats, small):
    table = load(small)
    answer = table.select("awol", "convicted", period="2022")
    assert (isinstance(table, Table), isinstance(answer, Answer)) == (True, True)
    printed = milstats("show", "awol", "convicted", "--period", "2022", "--data", small, "--columns", "id", "--no-header", "-f", "tsv")
    assert [figure.id for figure in answer.values] == printed.out.split() != []
    with pytest.raises(AttributeError):
        setattr(answer.values[0], "value", 3)  # noqa: B010 -- a type checker would refuse the plain way too


def test_every_filter_narrows_as_the_option_does(small):
    table = load(small)
    assert [figure.id for figure in table.select(counter="proekt", measure="convicted").values] == ["paper-awol-wartime"]
    assert {figure.source for figure in table.select(source="leaflet", everything=True).values} == {"leaflet"}
    assert {figure.source for figure in table.select(as_of=date(2023, 12, 31)).values} == {"court-2023"}


def test_compare_returns_rows_with_verdicts(small):
    table = load(small)
    answer = compare(table, "2021", "2022", "awol", measure="convicted")
    assert len(answer.values) == len(answer.to_rows()) == 1
    assert answer.to_rows() == table.compare("2021", "2022", "awol", measure="convicted").to_rows()
    row = answer.to_rows()[0]
    assert (row["before_value"], row["after_value"], row["change_low"]) == (527, 887, 360)
    assert answer.values[0].verdict.value == row["verdict"]


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda table: table.select("awoll"), NothingMatchedError),
        (lambda table: table.select(measure="convictd"), UsageError),
        (lambda table: table.select(period="2023..2021"), UsageError),
        (lambda table: table.compare("awol", "2021"), UsageError),
        (lambda table: table.compare("2021 2022", "2021"), UsageError),
    ],
    ids=["word", "measure", "period", "side", "two"],
)
def test_a_mistake_is_an_error_of_milstats(small, ask, error):
    with pytest.raises(error):
        ask(load(small))


def test_rows_have_plain_values_and_a_column_one_kind_of_number(small):
    rows = load(small).select().to_rows()
    assert {type(row["value"]) for row in rows} == {float, type(None)}
    assert {type(row["start_earliest"]) for row in rows} == {date, type(None)}
    assert {type(row["marks"]) for row in rows} == {list}
    cells = [cell for row in rows for cell in row.values()]
    texts = [text for cell in cells for text in (cell if isinstance(cell, list) else [cell]) if isinstance(text, str)]
    assert {type(text) for text in texts} == {str}
    assert {type(row["value"]) for row in load(small).select("337").to_rows()} == {int, type(None)}


def test_pandas_takes_the_rows_as_they_are(small):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(load(small).select("awol", measure="convicted").to_rows())
    assert frame.groupby("counter")["value"].max().to_dict() == {"Court Department": 887.0, "Proekt": 4600.0}


def test_polars_takes_the_rows_as_they_are(small):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(load(small).select().to_rows(), infer_schema_length=None)
    types = {name: str(frame.schema[name]) for name in ("value", "end_latest", "marks", "note")}
    assert types == {"value": "Float64", "end_latest": "Date", "marks": "List(String)", "note": "String"}
    assert frame["value"].sum() == 527 + 887 + 4600 + 9 + 2.5


def test_a_notebook_shows_the_page_in_a_frame_in_which_nothing_of_the_data_is_markup(small, tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(Path(small).read_text(encoding="utf-8").replace('"Court Department"', f'"{HOSTILE}"'), encoding="utf-8")
    shown = load(str(path)).select()._repr_html_()
    assert shown.count("<iframe ") == shown.count("<") - 1 == 1
    assert 'sandbox="allow-scripts allow-popups"' in shown


def test_topics_are_those_of_the_command(milstats, small):
    rows = load(small).topics().to_rows()
    assert [row["topic"] for row in rows] == [
        line.split("\t")[0] for line in milstats("topics", "--data", small, "-f", "tsv").out.splitlines()[1:]
    ]
