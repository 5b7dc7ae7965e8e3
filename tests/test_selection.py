"""Which figures a question is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from milstats.errors import NothingMatchedError, UsageError
from milstats.load import load
from milstats.period import parse_period
from milstats.selection import Query, select, series_key, topics
from milstats.vocabulary import Measure

TABLE = load(str(Path(__file__).parent / "data" / "valid" / "small.toml"))
ALL = [
    "court-awol-2021", "court-awol-2022", "court-awol-2023", "court-awol-zero", "paper-awol-wartime", "paper-awol-words",
    "leaflet-desertion-2023", "paper-refusal-mean",
]  # fmt: skip


def ids(query: Query) -> list[str]:
    return [figure.id for figure in select(TABLE, query).figures]


def period(text: str) -> Query:
    return Query(period=parse_period(text, TABLE.periods))


def test_a_query_that_asks_for_nothing_gets_what_is_neither_superseded_nor_deprecated():
    assert ids(Query()) == ALL
    assert select(TABLE, Query()).held_back == {"superseded": 1, "deprecated": 1}


def test_everything_is_everything():
    assert sorted(ids(Query(everything=True))) == sorted(TABLE.figures)
    assert select(TABLE, Query(everything=True)).held_back == {}


@pytest.mark.parametrize("topic", ["awol", "AWOL", "337", "sochi", "самоволка", "САМОВОЛКА", " awol "])
def test_a_topic_is_an_id_or_an_alias_in_any_case(topic):
    assert ids(Query(topics=(topic,))) == [name for name in ALL if "-awol-" in name]


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (("court-awol-zero",), ["court-awol-zero"]),
        (("Court-AWOL-zero", "desertion"), ["court-awol-zero", "leaflet-desertion-2023"]),
        (("awol", "awol", "337"), [name for name in ALL if "-awol-" in name]),
        (("refusal",), ["paper-refusal-mean"]),
        (("rights group",), ["leaflet-desertion-2023"]),
        (("proekt",), ["paper-awol-wartime", "paper-awol-words", "paper-refusal-mean"]),
        (("another   PAPER",), ["paper-awol-wartime"]),
        (("majority",), ["paper-awol-words"]),
        (("court-awol-2022-draft",), []),
    ],
)
def test_topics_are_joined_and_words_are_looked_for_in_texts(topics, expected):
    assert ids(Query(topics=topics)) == expected


def test_a_superseded_figure_that_is_asked_for_by_its_id_is_counted_as_held_back():
    assert select(TABLE, Query(topics=("court-awol-2022-draft",))).held_back == {"superseded": 1}


@pytest.mark.parametrize("topic", ["", " ", "\t\n"])
def test_a_blank_topic_is_a_usage_error(topic):
    with pytest.raises(UsageError, match=r"^a topic is blank; "):
        select(TABLE, Query(topics=(topic,)))


@pytest.mark.parametrize(("topic", "hint"), [("awl", 'did you mean "awol"?'), ("zzzzzz", "see `milstats topics` for what can be asked")])
def test_an_unknown_topic_names_the_nearest(topic, hint):
    with pytest.raises(NothingMatchedError) as caught:
        select(TABLE, Query(topics=("awol", topic)))
    assert str(caught.value) == f'nothing is known of "{topic}"; {hint}'


def test_an_id_wins_over_an_alias():
    offences = dict(TABLE.offences)
    awol = next(iter(offences))
    offences[awol] = offences[awol]._replace(aliases=("desertion",))
    assert topics(TABLE._replace(offences=offences))["desertion"] == "desertion"


@pytest.mark.parametrize(
    ("asked", "expected", "held_back"),
    [
        ("2021", ["court-awol-2021"], {"without a dated period": 2}),
        ("prewar", ["court-awol-2021"], {"without a dated period": 2}),
        ("2024-02-22", ["paper-awol-wartime"], {"without a dated period": 2}),
        ("2024-02-23", [], {"without a dated period": 2}),
        ("2020", [], {"deprecated": 1, "without a dated period": 2}),
        ("2022-Q3", ["court-awol-2022", "court-awol-zero", "paper-awol-wartime"], {"superseded": 1, "without a dated period": 2}),
    ],
)
def test_a_period_keeps_what_overlaps_it_and_counts_what_has_no_dates(asked, expected, held_back):
    assert ids(period(asked)) == expected
    assert select(TABLE, period(asked)).held_back == held_back


def test_measure_counter_and_source_narrow():
    assert ids(Query(measure=Measure.ACQUITTED)) == ["court-awol-zero"]
    assert ids(Query(counter="rights GROUP")) == ["leaflet-desertion-2023"]
    assert ids(Query(source="Paper-2024", counter="Proekt", topics=("awol",))) == ["paper-awol-wartime", "paper-awol-words"]
    assert ids(Query(measure=Measure.EVENT)) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (Query(counter="Proekte"), 'no counter is called "Proekte"; did you mean "Proekt"?'),
        (Query(counter="zzz"), 'no counter is called "zzz"; there are Court Department, Proekt, Rights Group'),
        (Query(source="leaflets"), 'no source is called "leaflets"; did you mean "leaflet"?'),
    ],
    ids=["near", "far", "source"],
)
def test_a_counter_or_source_that_nothing_has_is_named(query, message):
    with pytest.raises(NothingMatchedError) as caught:
        select(TABLE, query)
    assert str(caught.value) == message


def test_as_of_a_day_what_was_published_later_is_unknown_and_has_superseded_nothing():
    early = select(TABLE, Query(topics=("awol",), as_of=date(2023, 12, 31)))
    assert [figure.id for figure in early.figures] == ["court-awol-2021", "court-awol-2022-draft", "court-awol-2023", "court-awol-zero"]
    assert early.held_back == {}
    on_the_day = select(TABLE, Query(as_of=date(2024, 2, 22)))
    assert "court-awol-2022" in [figure.id for figure in on_the_day.figures]
    assert on_the_day.held_back == {"superseded": 1, "deprecated": 1, "from a source without a date": 1}


def test_the_order_does_not_depend_on_the_order_of_the_table():
    turned = TABLE._replace(figures=dict(reversed([*TABLE.figures.items()])))
    assert select(turned, Query(everything=True)) == select(TABLE, Query(everything=True))


def test_a_series_is_never_torn_apart():
    keys = [series_key(figure) for figure in select(load(), Query(everything=True)).figures]
    assert len(keys) > 20
    seen = [key for number, key in enumerate(keys) if number == 0 or keys[number - 1] != key]
    assert len(seen) == len(set(seen))
