"""Periods as running texts name them."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.checks.words import Days, Reader, periods_in, phrases_of, plain, word_lists
from milstats.data.load import load


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


NAMED = {
    "in 2021": "2021-01-01..2021-12-31",
    "в 2022-м (с марта)": "2022-01-01..2022-12-31",
    "in 2022 and 2023 together": "2022-01-01..2023-12-31",
    "за 2022–2023 годы": "2022-01-01..2023-12-31",
    "in March 2024 alone": "2024-03-01..2024-03-31",
    "в августе 2023 года": "2023-08-01..2023-08-31",
    "from January to July 2024": "2024-01-01..2024-07-31",
    "С января по март 2025 года": "2025-01-01..2025-03-31",
    "in 2025, January to July": "2025-01-01..2025-07-31",
    "с ноября по февраль 2024": "2023-11-01..2024-02-29",
    "in the first half of 2023": "2023-01-01..2023-06-30",
    "за первые шесть месяцев 2024 года": "2024-01-01..2024-06-30",
    "in the last ten months of 2022": "2022-03-01..2022-12-31",
    "in the second quarter of 2023": "2023-04-01..2023-06-30",
    "в третьем квартале 2023 года": "2023-07-01..2023-09-30",
    "H2 2023": "2023-07-01..2023-12-31",
    "By the end of May 2025": "..2025-05-31",
    "К 21 ноября 2023 года": "..2023-11-21",
    "during wartime": "2022-02-24..",
    "с начала полномасштабного вторжения": "2022-02-24..",
    "from the start of the full-scale invasion to 27 December 2024": "2022-02-24..2024-12-27",
    "К 21 ноября 2023 года с начала мобилизации": "2022-09-21..2023-11-21",
    "from 24 February 2022 to July or August 2025": "2022-02-24..2025-08-31",
    "on 22 February 2024": "",
    "on 31 February 2023": "",
    "2,021 cases, 20210 men, 2021%": "",
}


@pytest.mark.parametrize(("text", "period"), NAMED.items())
def test_a_period_in_words_has_its_days(text, period):
    start, _, end = period.partition("..")
    expected = (Days(day(start), day(end)),) if period else ()
    assert periods_in(plain(text)) == expected


def test_several_periods_are_all_found():
    found = periods_in("615 in 2021, 1,001 in 2022")
    assert [days.start.year for days in found if days.start] == [2021, 2022]


def test_a_counter_of_several_words_that_no_list_has_is_read_and_a_publisher_is_no_counter():
    table = load()
    [figure] = [one for one in table.figures.values() if one.id == "pacific-refusal-imprisoned-2023"]
    read = Reader(table).read(plain(f"the {figure.counter} told The Kyiv Independent"))
    assert read.counters == {figure.counter}


def test_an_offence_that_no_list_has_is_read_by_its_names_however_short():
    offence = load().offences["awol"]._replace(id="own", label="SZCH", aliases=(), article=None)
    reader = Reader(load()._replace(offences={"own": offence}))
    assert [reader.read(text).offences for text in ("615 cases of szch", "615 cases")] == [{"own"}, frozenset()]


def test_a_name_means_its_letters_and_no_pattern():
    table = load()
    odd = table.offences["awol"]._replace(id="odd", label="leaving (without) a [post", aliases=("a+b", "go.away", "post*"))
    read = Reader(table._replace(offences={**table.offences, "odd": odd})).read
    texts = ["for leaving (without) a [post", "for a+b", "for go.away", "for post*", "for posts", "for aab", "for go-away"]
    assert ["odd" in read(text).offences for text in texts] == [True, True, True, True, False, False, False]


LITERALS = {
    "awol": "awol",
    "absen* without": " without",
    "colou?r": "colo",
    "(?:the )?same year{0,2}": "same yea",
    "[её]ще раз": "ще раз",
    r"in (?:\w+ (?:a|b) )?court*": "court",
    "(?:a|b)": "",
    r"\d{4} book": " book",
}


@pytest.mark.parametrize("text", ["the Soldiers’ “Right‑to‑Life”", 'the Soldiers\' "Right-to-Life"', "the Soldiers‘ «Right‐to‐Life»"])
def test_a_name_is_read_with_any_kind_of_quotation_marks_apostrophes_and_hyphens(text):
    table = load()
    figure = next(iter(table.figures.values()))._replace(counter="Soldiers' «Right-to-Life»")
    assert Reader(table._replace(figures={figure.id: figure})).read(plain(text)).counters == {figure.counter}


def test_a_phrase_is_looked_for_by_the_longest_text_that_all_it_matches_has():
    lists = [phrases for table in word_lists().values() for phrases in table.values()]
    assert len(lists) > 60
    for expression, literal in LITERALS.items():
        assert [phrase.literal for phrase in phrases_of([expression])] == [literal]
    for phrase in (phrase for phrases in lists for phrase in phrases):
        assert phrase.literal in phrase.expression.replace(r"\w*", "*")
