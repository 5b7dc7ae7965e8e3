"""What figures and tables say of themselves: intervals, parts, breaks, links to the very words."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milstats.data.load import load
from milstats.escaping import fragment_link
from milstats.model.records import interval, link_of, series_key
from milstats.model.vocabulary import Bound, Unit

SMALL = load(str(Path(__file__).parents[1] / "data" / "valid" / "small.toml"))
FIGURE = SMALL.figures["court-awol-2021"]


@pytest.mark.parametrize(
    ("bound", "limits"),
    [
        (Bound.EQ, (527, 527)), (Bound.GT, (528, None)), (Bound.GE, (527, None)), (Bound.LT, (0, 526)), (Bound.LE, (0, 527)),
        (Bound.APPROX, (None, None)), (Bound.VAGUE, (None, None)), (Bound.RANGE, (527, 600)),
    ],
)  # fmt: skip
def test_a_count_lies_within_what_its_bound_allows(bound, limits):
    assert interval(FIGURE._replace(bound=bound, value_high=600 if bound is Bound.RANGE else None)) == limits


def test_a_share_keeps_its_printed_limit_and_words_have_none():
    assert interval(FIGURE._replace(unit=Unit.PERCENT, bound=Bound.GT)) == (527, None)
    assert interval(FIGURE._replace(value=None)) == (None, None)


def test_an_umbrella_has_the_parts_and_the_breaks_of_its_parts():
    assert (SMALL.parts_of("refusal"), SMALL.parts_of("awol")) == (frozenset({"awol", "desertion"}), frozenset())
    assert SMALL.breaks_of("refusal") == SMALL.breaks_of("awol") == SMALL.breaks


def test_a_series_is_what_was_counted_where_and_by_whom():
    assert series_key(FIGURE) == ("convicted", "person", "awol", "servicemen", "RU", "Court Department")


def test_a_link_leads_to_the_words_or_to_the_page():
    assert link_of(SMALL, FIGURE) == "https://example.org/courts?year=2022#:~:text=527%20convicted"
    assert link_of(SMALL, SMALL.figures["court-awol-2023"]) == "https://example.org/courts?year=2022"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c&d", "https://example.org/a?b=c&d#:~:text=527"),
        ("https://example.org/a#", "https://example.org/a#:~:text=527"),
        ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text=527"),
        ("https://example.org/a#part:~:text=old", "https://example.org/a#part:~:text=527"),
    ],
)
def test_a_link_keeps_the_address_and_its_own_fragment(url, expected):
    assert fragment_link(url, "527") == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_words_of_a_link_have_no_sign_of_its_grammar(words):
    found = fragment_link("https://example.org/", words).partition("text=")[2]
    assert unquote(found) == " ".join(words.split())
    assert not {*found} & {*"-&,#: \"'<>"}
