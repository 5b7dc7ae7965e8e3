"""`from milstats import ...`: frozen values, rows for data frames, a view for notebooks, and nothing imported in vain."""

from __future__ import annotations

import doctest
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import milstats as package
from milstats import Answer, Table, compare, load
from milstats.errors import NothingMatchedError, UsageError
from milstats.vocabulary import Measure, Verdict

README = Path(__file__).parents[1] / "README.md"
HOSTILE = """format = 1
version = "hostile"
[offences.x]
label = "<script>alert(1)</script>"
[sources.s]
type = "webpage"
title = "<img src=x onerror=alert(1)>"
publisher = "'\\"><b>P</b>"
accessed = 2026-11-22
language = "en"
url = "https://example.org/'onmouseover='alert(1)"
role = "both"
[figures.f]
offence = "x"
measure = "statement"
unit = "none"
text = "</td></table><script>"
quote = "</td></table><script>"
where = "p"
counter = "&amp;<i>C</i>"
source = "s"
relation = "primary"
note = "<svg/onload=alert(1)>"
"""


def test_what_the_package_offers_is_what_it_names():
    assert {name: getattr(package, name).__name__ for name in package.__all__ if name != "__version__"} == {
        "Answer": "Answer", "Table": "Table", "compare": "compare", "load": "load",
    }  # fmt: skip


@pytest.mark.parametrize("before", ["", "import milstats.load, milstats.compare;", "from milstats.program import main;"])
def test_the_functions_win_over_the_modules_of_the_same_name(before):
    script = f"{before}\nfrom milstats import load, compare; from milstats.load import joined; print(callable(load), callable(compare))"
    assert subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, check=True).stdout == b"True True\n"


def test_importing_the_package_imports_nothing_more():
    script = "import sys; before = {*sys.modules}; import milstats; print(*sorted({*sys.modules} - before))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout.split()
    assert {*found} <= {"__future__", "_collections", "milstats", "milstats.lean", "types"}


def test_select_returns_what_show_prints(milstats, small):
    table = load(small)
    answer = table.select("awol", measure="convicted", period="2022")
    assert isinstance(table, Table)
    assert isinstance(answer, Answer)
    printed = milstats("show", "awol", "--measure", "convicted", "--period", "2022", "--data", small, "--columns", "id", "--no-header")
    assert [figure.id for figure in answer.values] == printed.out.split()
    assert answer == answer._replace()
    with pytest.raises(AttributeError):
        answer.values[0].value = 3


def test_every_filter_narrows_as_the_option_does(small):
    table = load(small)
    assert [figure.id for figure in table.select(counter="proekt", measure=Measure.CONVICTED).values] == ["paper-awol-wartime"]
    assert {figure.source for figure in table.select(source="leaflet", everything=True).values} == {"leaflet"}
    assert len(table.select(source="leaflet", everything=True).values) == 2
    assert {figure.source for figure in table.select(as_of=date(2023, 12, 31)).values} == {"court-2023"}


def test_compare_returns_rows_with_verdicts(small):
    table = load(small)
    answer = compare(table, "2021", "2022", "awol", measure="convicted")
    assert [row.verdict for row in answer.values] == [Verdict.MEANINGFUL]
    assert answer.to_rows() == table.compare("2021", "2022", "awol", measure="convicted").to_rows()
    row = answer.to_rows()[0]
    assert (row["before_value"], row["after_value"], row["change_low"]) == (527, 887, 360)


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda table: table.select("awoll"), NothingMatchedError),
        (lambda table: table.select(measure="convictd"), UsageError),
        (lambda table: table.select(period="2023..2021"), UsageError),
        (lambda table: table.compare("x", "2021"), UsageError),
    ],
    ids=["topic", "measure", "period", "side"],
)
def test_a_mistake_is_an_error_of_milstats(small, ask, error):
    with pytest.raises(error):
        ask(load(small))


def test_rows_hold_plain_values_and_a_column_one_kind_of_number(small):
    rows = load(small).select().to_rows()
    assert {type(row["value"]) for row in rows} == {float, type(None)}
    assert {type(row["start_earliest"]) for row in rows} == {date, type(None)}
    assert {type(row["marks"]) for row in rows} == {list}
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


def test_a_notebook_shows_a_table_in_which_nothing_of_the_data_is_markup(tmp_path):
    path = tmp_path / "t.toml"
    path.write_text(HOSTILE, encoding="utf-8")
    shown = load(str(path)).select()._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.lower()
    for tag in ("<script", "<img", "<svg", "<b>", "<i>", "'onmouseover", "</td></table><"):
        assert tag not in shown
    assert shown.count("<table>") == shown.count("</table>") == 1


def test_a_notebook_shows_what_people_read(small):
    shown = load(small).select("awol", measure="convicted")._repr_html_()
    assert '<th scope="col">Period</th>' in shown
    assert '<td style="text-align: right">&gt;4,600</td>' in shown
    assert '<a href="https://example.org/paper#:~:text=more%20than%204.6K%20soldiers" rel="noreferrer">paper-2024</a>' in shown
    assert "[d] disputed: a source gives another reading of the figure" in shown
    assert "<table>" in compare(load(small), "2021", "2022")._repr_html_()


def test_the_examples_of_the_readme_run():
    text = README.read_text(encoding="utf-8").partition("```pycon\n")[2].partition("```")[0]
    examples = doctest.DocTestParser().get_doctest(text, {}, "README", str(README), 0)
    assert len(examples.examples) >= 5
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(examples).failed == 0
