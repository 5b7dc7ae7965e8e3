"""Links to the very words: their encoding, and that they lead to one place in a source."""

from __future__ import annotations

import re
import string
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milstats.fragment import encoded, link, link_of
from milstats.landing import compared, other_landings
from milstats.load import load
from milstats.model import FigureId
from milstats.selection import figure_of

SHIPPED = load()
UNRESERVED = set(string.ascii_letters + string.digits + "_.~")


ENCODED = {
    "4,373 soldiers convicted during wartime": "4%2C373%20soldiers%20convicted%20during%20wartime",
    "pre-war": "pre%2Dwar",
    "R&D": "R%26D",
    "100%": "100%25",
    "a  b\tc": "a%20b%20c",
    "“vast majority”": "%E2%80%9Cvast%20majority%E2%80%9D",
    "СОЧ": "%D0%A1%D0%9E%D0%A7",
    "a_b.c~d": "a_b.c~d",
    "#:~:text=x": "%23%3A~%3Atext%3Dx",
}


@pytest.mark.parametrize(("words", "expected"), ENCODED.items())
def test_all_but_the_unreserved_is_percent_encoded_and_the_signs_of_the_grammar_too(words, expected):
    assert encoded(words) == expected


@given(st.text())
def test_encoded_words_are_decoded_to_themselves_and_hold_no_sign_of_the_grammar(words):
    found = encoded(words.encode("utf-8", "replace").decode())
    assert unquote(found) == " ".join(words.encode("utf-8", "replace").decode().split())
    assert set(found) <= UNRESERVED | {"%"}


LINKS = {
    "https://example.org/a": "https://example.org/a#:~:text=527",
    "https://example.org/a?b=c&d": "https://example.org/a?b=c&d#:~:text=527",
    "https://example.org/a#part": "https://example.org/a#part:~:text=527",
    "https://example.org/a#": "https://example.org/a#:~:text=527",
    "https://example.org/a#:~:text=old": "https://example.org/a#:~:text=527",
    "https://example.org/a#part:~:text=old": "https://example.org/a#part:~:text=527",
}


@pytest.mark.parametrize(("url", "expected"), LINKS.items())
def test_a_link_keeps_the_address_and_its_own_fragment(url, expected):
    assert link(url, "527") == expected


def test_without_a_quote_the_link_is_that_of_the_source(small):
    table = load(small)
    figure = figure_of(table, "court-awol-2023")
    assert (figure.quote, link_of(table, figure)) == (None, "https://example.org/courts?year=2022")


def parted(text: str) -> str:
    """Return a text as browsers compare it, with a stroke on either side of each word, so that only whole words are alike."""
    return re.sub(r"([^\W_]+)", r"|\1|", compared(text))


@pytest.mark.parametrize("figure", SHIPPED.figures.values(), ids=lambda figure: figure.id)
def test_the_words_of_a_link_stand_in_no_other_place_of_its_source_that_is_quoted(figure):
    words = unquote(urlsplit(link_of(SHIPPED, figure)).fragment.partition("text=")[2])
    others = [other for other in SHIPPED.figures.values() if other.source == figure.source and other.where != figure.where and other.quote]
    assert words == " ".join((figure.quote or "").split())
    assert [other.id for other in others if words and parted(words) in parted(other.quote or "")] == []


def quoted(*quotes: tuple[str, str | None]) -> list[tuple[str, str]]:
    """Return which figures of one source can be taken for which, with these quotes at these places, named by number."""
    (figure, *_) = SHIPPED.figures.values()
    ids = [FigureId(str(number)) for number in range(len(quotes))]
    figures = {name: figure._replace(id=name, quote=quote, where=where) for name, (quote, where) in zip(ids, quotes, strict=True)}
    return [(one.id, other.id) for one, other in other_landings(SHIPPED._replace(figures=figures))]


def test_a_quote_within_that_of_another_place_is_ambiguous_and_the_longer_one_is_not():
    assert quoted(("527 in 2021", "paragraph 1"), ("Only  527 in 2021, so", "paragraph 2")) == [("0", "1")]
    assert quoted(("NINE soldiers", "paragraph 1"), ("nine soldiers", None)) == [("0", "1"), ("1", "0")]


def test_a_quote_within_that_of_its_own_place_or_within_other_words_is_not():
    assert quoted(("527 in 2021", "paragraph 1"), ("only 527 in 2021", "paragraph 1"), ("527 in 2021", "paragraph 1")) == []
    assert quoted(("527 in 2021", "paragraph 1"), ("1527 in 2021", "paragraph 2"), ("...", "paragraph 3")) == []


def test_a_browser_looks_for_whole_words_in_any_case():
    assert quoted(("Trial for desertion", "1"), ("129 soldiers faced trial for  Desertion", "2")) == [("0", "1")]
    assert quoted(("527 in 2021", "1"), ("1527 in 2021, 527 in 2021.", "2")) == [("0", "1")]


QUOTES = st.lists(st.tuples(st.text("ab1,. ", min_size=1, max_size=9).filter(str.strip), st.sampled_from(["1", "2", None])), max_size=6)


@given(QUOTES)
def test_any_quotes_can_be_taken_for_one_another_just_where_the_words_of_one_stand_in_the_other(quotes):
    texts = [parted(quote) for quote, _ in quotes]
    expected = []
    for number, (quote, (_, where)) in enumerate(zip(texts, quotes, strict=True)):
        others = [other for other, text in enumerate(texts) if quote in text and where != quotes[other][1]]
        first = next((one for one, text in enumerate(texts) if (text, quotes[one][1]) == (quote, where)), None)
        if "|" in quote and others and first == number:
            expected.append((str(number), str(others[0])))
    assert quoted(*quotes) == expected


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "jsonl", "markdown"])
def test_every_row_of_show_leads_to_its_words_and_every_source_to_its_page(milstats, small, form):
    out = milstats("show", "--data", small, "court-awol-2021", "-f", form).out
    url = "https://example.org/courts?year=2022"
    assert out.count(f"{url}#:~:text=527%20convicted") == 1
    assert out.count(url) == (2 if form in {"json", "markdown"} else 1)


def test_sources_and_trends_keep_to_that(milstats, small):
    assert ":~:" not in milstats("sources", "--data", small, "-f", "markdown").out
    assert "[court-2023](https://example.org/courts?year=2022#:~:text=527%20convicted)" in (
        milstats("trend", "--data", small, "awol", "--counter", "Court Department", "-f", "markdown").out
    )


def test_open_prints_the_link(milstats, small):
    expected = "https://example.org/paper#:~:text=more%20than%204.6K%20soldiers\n"
    assert milstats("open", "--data", small, "Paper-AWOL-wartime", "--print") == (0, expected, "")


def test_open_hands_the_link_to_the_browser_that_is_set(installed, small, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/opened\n', encoding="utf-8")
    browser.chmod(0o755)
    ended = installed.run("open", "--data", small, "court-awol-2021", BROWSER=f"{browser} %s")
    assert ended == (0, b"", b"")
    assert (tmp_path / "opened").read_text(encoding="utf-8") == "https://example.org/courts?year=2022#:~:text=527%20convicted"


def test_where_no_browser_can_be_opened_the_message_holds_the_link(installed, small, tmp_path):
    ended = installed.run("open", "--data", small, "court-awol-2021", BROWSER="/bin/false %s", PATH=str(tmp_path), DISPLAY="")
    message = b"milstats: no browser can be opened here; the link is https://example.org/courts?year=2022#:~:text=527%20convicted\n"
    assert ended == (5, b"", message)


def test_an_unknown_figure_is_answered_with_the_nearest(milstats, small):
    message = 'milstats: no figure is called "court-awol-2032"; did you mean "court-awol-2023" or "court-awol-2022" or "court-awol-2021"?\n'
    assert milstats("open", "--data", small, "court-awol-2032") == (1, "", message)
