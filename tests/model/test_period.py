"""The period grammar, and which periods overlap."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milstats.errors import UsageError
from milstats.model.period import Kind, NamedPeriod, Period, is_inside, overlaps, parse_period

NAMED = {
    "wartime": NamedPeriod("wartime", "since the invasion", date(2022, 2, 24)),
    "prewar": NamedPeriod("prewar", "the year before", date(2021, 1, 1), date(2021, 12, 31)),
}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("2018..2022", date(2018, 1, 1), date(2022, 12, 31)),
        ("2021..2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2022-03", date(2022, 3, 1), date(2022, 3, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023-Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-h1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2021-q4", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021-2022", date(2021, 1, 1), date(2022, 12, 31)),
        ("2022..", date(2022, 1, 1), None),
        ("2022-03..", date(2022, 3, 1), None),
        ("2022-02-24", date(2022, 2, 24), date(2022, 2, 24)),
        ("2022-02-24..2023-12-31", date(2022, 2, 24), date(2023, 12, 31)),
        ("2022-09..2023-H1", date(2022, 9, 1), date(2023, 6, 30)),
        ("2023-Q2..2023-H1", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023..2023-02", date(2023, 1, 1), date(2023, 2, 28)),
        ("prewar", date(2021, 1, 1), date(2021, 12, 31)),
        ("wartime", date(2022, 2, 24), None),
    ],
)
def test_a_period_reaches_from_its_first_to_its_last_day(text, first, last):
    period = parse_period(text, NAMED)
    assert period == Period(text, first, first, last, last)
    assert period.is_dated
    assert period.is_certain


@pytest.mark.parametrize(
    ("name", "ways"), [("first_wave", ["first-wave", "First_Wave"]), ("Second-Wave", ["second-wave", "SECOND_WAVE"]), ("d.day", ["D.Day"])]
)
def test_a_named_period_is_found_however_its_name_is_written(name, ways):
    named = {name: NamedPeriod(name, "some days", date(2022, 1, 1), date(2022, 6, 30))}
    for text in (name, *ways):
        assert parse_period(text, named) == Period(name, date(2022, 1, 1), date(2022, 1, 1), date(2022, 6, 30), date(2022, 6, 30))


@pytest.mark.parametrize("text", ["since-2022", "since_2022", "Since-2022"])
def test_an_open_range_has_another_name(text):
    assert parse_period(text, {}) == parse_period("2022..", {})


def test_names_have_no_case():
    assert parse_period("WARTIME", NAMED) == parse_period("wartime", NAMED)


MALFORMED = [
    "", " ", "21", "20211", "02021", "2_021", "+2021", "-2021", "２０２１", "٢٠٢١", " 2021", "2021 ", "2021\n", "2021.0", "0000", "0", "10000",
    "2021-00", "2021-13", "2021-1", "2021-02-29", "2021-02-30", "2021-04-31", "2021-2-1", "20210201", "2021-W05", "2021-H0",
    "2021-H3", "2021-Q0", "2021-Q5", "2021-H1-01", "..", "..2021", "2021...2022", "2021..2022..2023", "2021-20222", "2021/2022", "since-", "since-2022..2023",
    "2021 .. 2022", "2021..wartime", "wartime..2023", "now", "x" * 100_000, "2021\0",
]  # fmt: skip


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: ascii(text)[:20])
def test_anything_else_is_no_period(text):
    with pytest.raises(UsageError) as caught:
        parse_period(text, {})
    assert str(caught.value).startswith(
        "expected a period such as 2021, 2018..2022, 2022.., 2022-03, 2023-H1, 2023-Q2 or 2022-02-24..2023-12-31; found "
    )
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


def test_a_slip_of_a_name_is_told_the_names():
    with pytest.raises(UsageError) as caught:
        parse_period("wartme", NAMED)
    assert str(caught.value).endswith(', or one of wartime, prewar; found "wartme"; did you mean "wartime"?')


@pytest.mark.parametrize("text", ["2023..2021", "2022-03..2022-02", "2022-02-25..2022-02-24", "2023-H2..2023-Q1"])
def test_a_period_that_ends_before_it_starts_is_turned_round_in_the_message(text):
    first, _, last = text.partition("..")
    with pytest.raises(UsageError) as caught:
        parse_period(text, {})
    assert str(caught.value) == f'the period "{text}" ends before it starts; did you mean "{last}..{first}"?'


def test_a_name_wins_over_the_grammar():
    assert parse_period("2021", {"2021": NamedPeriod("2021", "odd", date(1999, 1, 1))}).start_earliest == date(1999, 1, 1)


@given(st.text())
def test_any_text_is_a_period_or_a_usage_error(text):
    try:
        period = parse_period(text, NAMED)
    except UsageError:
        return
    assert period.start_earliest is not None
    assert period.end_latest is None or period.start_earliest <= period.end_latest


@pytest.mark.parametrize(
    ("one", "other", "do_overlap"),
    [
        ("2021", "2021", True),
        ("2021", "2022", False),
        ("2021", "2021-12-31", True),
        ("2021", "2022-01-01", False),
        ("2021", "2018..2022", True),
        ("2022-H1", "2022-06..2022-09", True),
        ("2022-H1", "2022-Q3", False),
        ("wartime", "2021", False),
        ("wartime", "2022-02-24", True),
        ("wartime", "2022-02-23", False),
        ("wartime", "9999", True),
        ("wartime", "wartime", True),
    ],
)
def test_periods_overlap_where_they_share_a_day_whichever_is_asked_for(one, other, do_overlap):
    left, right = parse_period(one, NAMED), parse_period(other, NAMED)
    assert overlaps(left, right) is do_overlap
    assert overlaps(right, left) is do_overlap


def test_a_doubtful_end_reaches_as_far_as_it_may():
    doubtful = Period("x", date(2022, 1, 1), date(2022, 6, 1), date(2023, 1, 1), date(2024, 1, 1))
    assert not doubtful.is_certain
    assert not doubtful._replace(start_latest=date(2022, 1, 1)).is_certain
    assert not doubtful._replace(end_latest=date(2023, 1, 1)).is_certain
    assert [overlaps(doubtful, parse_period(text, {})) for text in ("2021", "2022-01", "2023-06", "2024-01-01", "2024-01-02")] == [
        False, True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "does_lie_inside"),
    [("2021", "2021", True), ("2021-03", "2021", True), ("2021", "2021-03", False), ("2021..2022", "2022", False), ("2023", "2022..", True),
     ("2022..", "2023", False), ("2022..", "2022..", True), ("2021", "2022..", False)],
)  # fmt: skip
def test_a_period_lies_inside_another_where_no_day_is_outside(one, other, does_lie_inside):
    assert is_inside(parse_period(one, NAMED), parse_period(other, NAMED)) is does_lie_inside


def test_a_period_without_dates_overlaps_nothing():
    undated = Period("so far")
    assert not undated.is_dated
    wartime = parse_period("wartime", NAMED)
    assert [overlaps(undated, undated), overlaps(undated, wartime), overlaps(wartime, undated)] == [False] * 3


def test_a_sum_and_a_running_total_are_no_pace():
    assert [kind for kind in Kind if kind.is_pace is False] == [Kind.SUM, Kind.CUMULATIVE]
    assert all(kind.is_pace is True and kind.startswith("per-") for kind in [*Kind][2:])
