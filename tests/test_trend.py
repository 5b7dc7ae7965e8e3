"""Trends: what stands for a year, what does not, and how both are drawn."""

from __future__ import annotations

import importlib.util

import pytest

from milstats.load import load
from milstats.selection import Query, select
from milstats.trend import trends, year_of

HEAD = """format = 1
version = "1"
[offences.awol]
label = "absence without leave"
[breaks.2022-09-24]
offences = ["awol"]
kind = "law"
note = "Heavier penalties."
[sources.court]
type = "dataset"
title = "Statistics"
publisher = "Court"
published = 2024-06-01
accessed = 2026-11-22
language = "en"
url = "https://example.org/court"
role = "counter"
[sources.paper]
type = "article-newspaper"
title = "Report"
publisher = "Paper"
published = 2024-06-02
accessed = 2026-11-22
language = "en"
url = "https://example.org/paper"
role = "relayer"
"""


def figure(name: str, value: int | str, period: str, *, source: str = "court", more: str = "") -> str:
    relation = "primary" if source == "court" else "quoted"
    counted = f'value = {value}\nquote = "{value} people"\nwhere = "page 1"' if isinstance(value, int) else f'missing = "{value}"'
    return (
        f'[figures.{name}]\noffence = "awol"\nmeasure = "convicted"\nunit = "person"\n{counted}\n'
        f'period = {period}\ncounter = "Court"\nsource = "{source}"\nrelation = "{relation}"\n{more}\n'
    )


@pytest.fixture
def table(tmp_path):
    def write(*figures: str) -> str:
        path = tmp_path / "table.toml"
        path.write_text(HEAD + "".join(figures), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ('"2021"', 2021),
        ('"2023-01-01..2023-12-29"', 2023),
        ('"2023-01-01..2023-11-25"', 2023),
        ('"2023-01-01..2023-11-20"', None),
        ('"2023-01-02..2023-12-31"', None),
        ('"2022..2023"', None),
        ('"2023-H1"', None),
        ('{ text = "in 2023", start = 2023-01-01, end = [2023-12-29, 2023-12-31] }', None),
        ('{ text = "a week in 2023", start = 2023-01-01, end = 2023-12-31, kind = "per-week" }', None),
        ('{ text = "known by 2023", start = 2023-01-01, end = 2023-12-31, kind = "cumulative" }', None),
        ('{ text = "some time" }', None),
    ],
)
def test_a_year_is_stood_for_by_what_covers_nine_tenths_of_it(table, period, year):
    (only,) = load(table(figure("a", 100, period))).figures.values()
    assert year_of(only) == year


def test_a_year_without_a_figure_stays_on_the_axis(table):
    dataset = load(table(figure("a", 100, '"2019"'), figure("b", "withheld", '"2021"'), figure("c", 300, '"2023"')))
    (trend,) = trends(dataset, select(dataset, Query()).figures)
    shown = [(year.year, year.figure.id if year.figure else None) for year in trend.years]
    assert shown == [(2019, "a"), (2020, None), (2021, "b"), (2022, None), (2023, "c")]


def test_the_counter_stands_for_a_number_that_others_repeat_and_another_number_is_drawn_too(table):
    dataset = load(
        table(
            figure("again", 100, '"2019"', source="paper"), figure("first", 100, '"2019"'), figure("other", 110, '"2019"', source="paper")
        )
    )
    (trend,) = trends(dataset, select(dataset, Query()).figures)
    assert [year.figure.id for year in trend.years if year.figure] == ["first", "other"]
    assert [figure.id for figure in trend.restated] == ["again"]


def test_a_trend_shows_gaps_breaks_short_years_and_what_is_not_drawn(table, milstats):
    path = table(
        figure("a", 100, '"2020"'),
        figure("b", "withheld", '"2021"'),
        figure("c", 400, '"2023-01-01..2023-12-29"', more='status = ["disputed"]'),
        figure("d", 450, '"2022..2023"'),
        figure("e", 100, '"2020"', source="paper"),
    )
    outcome = milstats("trend", "awol", "--data", path, "-f", "table")
    assert outcome.code == 0
    assert (
        outcome.out
        == """\
  Year            Count                                            Marks  Source

Absence without leave
People convicted, counted by Court
  2020              100  ██████████                                       court
  2021         withheld                                                   court
  2022        no figure
  2022-09-24                                                       [b]
    Heavier penalties.
  2023              400  ████████████████████████████████████████  [d]    court
    counted to 2023-12-29
  2020              100  again                                     [v]    paper
  not drawn         450                                            [b]    court
    2022-01-01 to 2023-12-31

Documented cases only: real totals may be higher. Not adjusted for the number of serving troops. A change in documentation or enforcement would look the same as a change in behaviour.

Marks
  [b]  a change of law, definition or method falls inside the period or between the periods
  [d]  disputed: a source gives another reading of the figure
  [v]  relayed: the counter's own text was not consulted

Sources
  paper  Paper, 2 June 2024: Report
         https://example.org/paper
  court  Court, 1 June 2024: Statistics
         https://example.org/court
"""
    )


def test_unlike_measures_never_share_a_scale(table, milstats):
    sentences = figure("b", 1000, '"2020"').replace('"convicted"', '"sentenced"')
    out = milstats("trend", "awol", "--data", table(figure("a", 10, '"2020"'), sentences), "-f", "table").out
    assert out.count("█" * 40) == 2


def test_a_value_too_small_for_a_block_still_shows(table, milstats):
    out = milstats("trend", "awol", "--data", table(figure("a", 1, '"2020"'), figure("b", 9000, '"2021"')), "-f", "table").out
    assert "▏" in out


def test_words_alone_make_no_trend(table, milstats):
    words = figure("a", "withheld", '"2020"').replace('missing = "withheld"', 'text = "many"\nquote = "many"\nwhere = "page 1"')
    outcome = milstats("trend", "awol", "--data", table(words))
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "milstats: nothing to draw: no figure is a number; see `milstats show`\n")


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_a_chart_is_of_its_ending_and_the_same_bytes_each_time(table, milstats, tmp_path, ending, start):
    path = table(figure("a", 100, '"2020"'), figure("b", 400, '"2023-01-01..2023-12-29"', more='status = ["disputed"]'))
    pictures = []
    for name in ("one", "two"):
        chart = tmp_path / f"{name}{ending}"
        assert milstats("trend", "awol", "--data", path, "--save", str(chart), "-f", "tsv").code == 0
        pictures.append(chart.read_bytes())
    assert pictures[0].startswith(start)
    assert pictures[0] == pictures[1]


def test_a_chart_needs_an_ending_that_it_can_have(milstats):
    outcome = milstats("trend", "awol", "--save", "chart.gif")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == 'milstats: --save: expected a file that ends in .svg, .png or .pdf, found "chart.gif"\n'


def test_a_chart_without_matplotlib_says_what_to_install(milstats, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    outcome = milstats("trend", "awol", "--save", "chart.svg")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "milstats: --save needs matplotlib; install it with: pip install 'milstats[plot]'\n"
