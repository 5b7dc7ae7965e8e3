"""What may be asked of a comparison, what of a table answers it, and which pair is offered instead of a refused one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milstats.compare import compare, sought, sound_beside
from milstats.errors import NothingMatchedError, UsageError
from milstats.load import load
from milstats.period import Period, exact
from milstats.selection import Query
from milstats.vocabulary import Measure, Verdict

TABLE = Path(__file__).parent / "data" / "compare" / "figures.toml"
PUBLISHED = date(2024, 6, 1)


@pytest.fixture(scope="module")
def table():
    return load(str(TABLE))


def asked(table, before, after, query=Query()):  # noqa: B008 -- it can't be changed
    return compare(table, sought(table, before), sought(table, after), query)


def rows_of(comparisons):
    """Return for each row which figures stand in it and how, its verdict and reasons."""
    sides = ((row, [choice and f"{choice.figure.id} {choice.fit.value}" for choice in (row.before, row.after)]) for row in comparisons.rows)
    return [(*both, row.verdict.value, *row.reasons) for row, both in sides]


def test_two_periods_are_compared_in_every_series_that_has_a_figure(table):
    assert rows_of(asked(table, "2018", "2019")) == [
        ("all exact", "all-2019 exact", "direct"),
        ("officers exact", None, "none", "no-figure"),
        ("about exact", "about-2019 exact", "conceptual", "approximate"),
        ("people exact", "people-2019 exact", "direct"),
        ("convicted exact", None, "none", "no-figure"),
        ("mean exact", "mean-2019 exact", "direct", "means"),
        ("percent exact", "percent-2019 exact", "direct", "percentages"),
        ("others exact", "others-2019 exact", "direct"),
        ("desertion exact", "desertion-2019 exact", "direct"),
        ("every exact", None, "none", "no-figure"),
        ("mixed exact", None, "none", "no-figure"),
        ("wide exact", None, "none", "no-figure"),
    ]
    assert [row[:2] for row in rows_of(asked(table, "long-ago", "2018", Query(topics=("desertion",))))] == [(None, "desertion exact")]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("y2018", "2019", ("y2018 named", "about-2019 exact", "conceptual", "approximate")),
        ("2019", "desertion", ("desertion-2019 exact", "desertion named", "direct")),
        ("y2018", "desertion", ("y2018 named", "desertion named", "direct", "different-offence")),
        ("officers", "2019", ("officers named", None, "none", "no-figure")),
    ],
)
def test_a_figure_is_compared_in_its_own_series_only(table, before, after, found):
    assert rows_of(asked(table, before, after)) == [found]


@pytest.mark.parametrize("query", [Query(topics=("awol",)), Query(measure=Measure.RECEIVED_BY_COURT), Query(counter="Court")])
@pytest.mark.parametrize(("before", "after"), [("y2018", "2019"), ("2019", "y2018"), ("y2018", "y2019")])
def test_beside_a_figure_nothing_narrows_the_series(table, before, after, query):
    with pytest.raises(UsageError) as caught:
        asked(table, before, after, query)
    assert str(caught.value) == "y2018 names its series; leave out topics, --measure and --counter, or compare two periods"


def dated(table, published):
    """Return a table whose source was published on a day, or on none that is known."""
    (court,) = (source for source in table.sources.values() if source.id == "court")
    return table._replace(sources={**table.sources, court.id: court._replace(published=published)})


@pytest.mark.parametrize(
    ("published", "as_of", "message"),
    [
        (PUBLISHED, date(2024, 5, 31), "y2018 was published on 2024-06-01, so it answers nothing as of 2024-05-31"),
        (None, PUBLISHED, "y2018 stands in a source without a date, so it answers nothing as of 2024-06-01"),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("y2018", "2019"), ("2019", "y2018")])
def test_a_figure_answers_nothing_before_the_day_on_which_it_was_published(table, before, after, published, as_of, message):
    with pytest.raises(NothingMatchedError) as caught:
        asked(dated(table, published), before, after, Query(as_of=as_of))
    assert str(caught.value) == message


@pytest.mark.parametrize(("published", "as_of"), [(PUBLISHED, PUBLISHED), (PUBLISHED, None), (None, None)])
@pytest.mark.parametrize(("before", "after"), [("y2018", "2019"), ("2019", "y2018")])
def test_a_figure_answers_from_the_day_on_which_it_was_published(table, before, after, published, as_of):
    rows = asked(dated(table, published), before, after, Query(as_of=as_of)).rows
    assert ["y2018" in [figure.id for figure in row.figures] for row in rows] == [True]


def test_where_no_series_has_a_figure_that_is_said(table):
    with pytest.raises(NothingMatchedError) as caught:
        asked(table, "1950", "1951")
    assert str(caught.value) == "no series has a figure for either side; try other periods or fewer filters, or see `milstats show`"


def test_only_a_pair_of_two_figures_can_be_refused(table):
    assert [asked(table, "y2018", other).rows[0].is_refused for other in ("words", "y2019")] == [True, False]
    alone = asked(table, "officers", "2019").rows[0]
    assert (alone.is_refused, alone.verdict, alone.telling) == (False, Verdict.NONE, ())


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("weekly-2019", ["weekly", "weekly-2019"]),
        ("weekly", ["weekly", "weekly-2019"]),
        ("h1-2019", ["h1-2019", "across-2019"]),  # the nearest start, not the first figure
        ("y2019b", ["few", "y2019b"]),  # of those that start as near, the first by name
        ("since-a", ["since-a", "since-b"]),
        ("since-b", ["since-a", "since-b"]),  # of two running totals the one that ends first
        ("officers", None),
        ("undated", None),
        ("convicted", None),
    ],
)
def test_the_nearest_figure_that_can_be_compared_is_offered_in_the_order_of_time(table, name, offered):
    pair = sound_beside(asked(table, "2018", "2019"), table.figures[name])
    assert (pair and [figure.id for figure in pair]) == offered


def test_the_nearest_is_told_by_the_first_day_on_which_a_period_may_start(table):
    periods = {
        "asked": Period("asked", date(2020, 1, 1), date(2020, 11, 1), date(2020, 12, 31), date(2020, 12, 31)),
        "near": exact("near", date(2019, 7, 1), date(2019, 12, 31)),
        "late": exact("late", date(2021, 1, 1), date(2021, 6, 30)),
        "doubtful": Period("doubtful", date(2017, 1, 1), date(2019, 6, 1), date(2019, 6, 30), date(2019, 6, 30)),
    }
    figures = {name: table.figures["y2018"]._replace(id=name, period=period) for name, period in periods.items()}
    found = compare(table._replace(figures=figures), exact("2020", date(2020, 1, 1), date(2021, 12, 31)), periods["near"], Query())
    offered = [sound_beside(found, figures[name]) or () for name in ("asked", "late", "near")]
    assert [[figure.id for figure in pair] for pair in offered] == [["near", "asked"], ["asked", "late"], ["near", "asked"]]


def test_nothing_is_offered_of_a_series_that_was_not_asked_for(table):
    assert sound_beside(asked(table, "2018", "2019", Query(topics=("desertion",))), table.figures["y2018"]) is None
