"""The words around a number."""

from __future__ import annotations

import re
from datetime import date

import pytest

from milstats.data.load import load
from milstats.model import wording
from milstats.model.period import Period, parse_period
from milstats.model.records import Figure, Offence
from milstats.model.vocabulary import Bound, Measure, Missing, Relation, Unit

AWOL = Offence("awol", "absence without official leave", article="337")


def period(text):
    return parse_period(text, {})


def uncertain(start, end):
    """Return a period of two pairs of days, as texts."""
    first, second, third, fourth = map(date.fromisoformat, (*start.split(), *end.split()))
    return Period("", first, second, third, fourth)


@pytest.mark.parametrize(
    ("given", "label", "when"),
    [
        (period("2023"), "2023", "in 2023"),
        (period("2018..2022"), "2018–2022", "from 2018 to 2022"),
        (period("2024-05"), "May 2024", "in May 2024"),
        (period("2024-01..2024-07"), "Jan–July 2024", "from January to July 2024"),
        (period("2022-09-24"), "24 Sept 2022", "on 24 September 2022"),
        (period("2023-01-01..2023-12-29"), "Jan–29 Dec 2023", "from 1 January to 29 December 2023"),
        (period("2022-02-24..2024-12-27"), "Feb 2022–27 Dec 2024", "from 24 February 2022 to 27 December 2024"),
        (period("2022.."), "since 1 January 2022", "since 1 January 2022"),
        (uncertain("2022-02-24 2022-02-24", "2025-07-31 2025-08-19"), "Feb 2022 to July or Aug 2025", "from 24 February 2022 to July or August 2025"),
        (uncertain("2024-01-01 2024-01-01", "2024-08-31 2024-12-01"), "Jan to Aug 2024 or later", "from 1 January to a day between August and December 2024"),
        (uncertain("2022-02-01 2022-02-28", "2023-01-01 2023-01-20"), "Feb 2022 to Jan 2023", "from February 2022 to January 2023"),
        (uncertain("2023-01-01 2023-01-01", "2023-12-29 2023-12-31"), "Jan to Dec 2023", "from 1 January to December 2023"),
        (uncertain("0887-01-01 0887-02-02", "2023-05-31 2023-05-31"), "Jan or Feb 887 to May 2023", "from 1 January or 2 February 887 to 31 May 2023"),
        (uncertain("2022-02-24 2022-09-21", "2025-05-31 2025-05-31"), "Feb or Sept 2022 to May 2025", "from 24 February or 21 September 2022 to 31 May 2025"),
    ],
)  # fmt: skip
def test_periods_are_english_from_their_dates(given, label, when):
    assert (wording.label(given), wording.when(given)) == (label, when)


def test_a_period_may_be_missing_or_undated():
    assert (wording.label(None), wording.label(Period("once"))) == ("period not stated", "not dated")


@pytest.mark.parametrize(
    ("given", "months"),
    [
        (period("2024-01..2024-07"), "January to July"),
        (period("2023-01-01..2023-05-07"), "January to 7 May"),
        (uncertain("2023-01-01 2023-01-01", "2023-06-30 2023-07-31"), "January to June or July"),
        (period("2024-01"), "January"),
    ],
)
def test_a_part_of_a_year_is_named_by_its_months(given, months):
    assert wording.months(given) == months


def test_an_offence_is_named_by_initials_and_by_the_words_that_ask_for_it():
    long = Offence("evasion_by_illness", "evasion of military duties by feigning illness")

    assert wording.topic_title(AWOL) == "AWOL: absence without official leave, article 337"
    assert [wording.short_title(offence) for offence in (AWOL, Offence("ua_desertion", "desertion (Ukraine)"), long)] == [
        "AWOL", "Desertion (Ukraine)", "Evasion by illness",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Judicial Department", "the Judicial Department"), ("Prosecutor General's Office", "the Prosecutor General's Office"),
        ("UN Special Rapporteur", "the UN Special Rapporteur"), ("The Insider", "The Insider"), ("Mediazona", "Mediazona"),
        ("unidentified article", "an unidentified article"), ("Ukraine's military intelligence", "Ukraine's military intelligence"),
    ],
)  # fmt: skip
def test_institutions_take_their_article(name, words):
    assert wording.with_article(name) == words


@pytest.mark.parametrize(
    ("missing", "words"),
    [(Missing.WITHHELD, "withholds"), (Missing.NOT_PUBLISHED, "has not published"), (Missing.NOT_YET_COUNTED, "has not yet counted")],
)
def test_who_keeps_a_number_back_is_said_actively(missing, words):
    figure = Figure("a", "awol", Measure.CONVICTED, Unit.PERSON, "Judicial Department", "s", Relation.PRIMARY, missing=missing)

    assert wording.silence(figure, "2021–2024") == f"The Judicial Department {words} the number of people convicted for 2021–2024."
    said = wording.statement(load(), figure)
    assert said.startswith(f"the Judicial Department {words.replace('withholds', 'withheld')} the number of people convicted for absence")


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"value": 3500, "bound": Bound.GT}, ">3,500"), ({"value": 900, "bound": Bound.APPROX}, "~900"), ({"value": 40, "unit": Unit.PERCENT}, "40%"),
        ({"value": 5600, "value_high": 6000, "bound": Bound.RANGE}, "5,600–6,000"), ({"missing": Missing.WITHHELD}, "withheld"), ({"text": "many"}, ""),
        ({"value": 2, "unit": Unit.YEAR, "bound": Bound.GE}, "≥2 years"),
        ({"value": 1, "unit": Unit.YEAR}, "1 year"),
        ({"value": 1, "value_high": 2, "unit": Unit.YEAR, "bound": Bound.RANGE}, "1–2 years"),
    ],
)  # fmt: skip
def test_hedge_and_unit_are_part_of_the_number(changes, number):
    figure = Figure("a", "awol", Measure.CONVICTED, Unit.PERSON, "c", "s", Relation.PRIMARY)

    assert wording.number(figure._replace(**changes)) == number


def test_no_sentence_says_a_noun_of_itself():
    dataset = load()
    said = [wording.sentence(dataset, figure) for figure in dataset.figures.values()]
    assert len(said) > 100
    assert [text for text in said if re.search(r"\b(\w+) of \1\b", text)] == []


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("theft", "9 crimes of theft were registered"),
        ("property crimes", "9 property crimes were registered"),
        ("crimes of every kind", "9 crimes of every kind were registered"),
    ],
)
def test_an_umbrella_that_is_called_crimes_is_no_crime_of_crimes(label, words):
    figure = Figure("a", "x", Measure.REGISTERED, Unit.CRIME, "c", "s", Relation.PRIMARY, value=9)
    assert wording.statement(load()._replace(offences={"x": Offence("x", label)}), figure) == words


def test_a_counter_that_keeps_a_number_back_does_not_report_itself():
    dataset = load()
    source = next(source for source in dataset.sources.values() if source.publisher == "Judicial Department")
    sources = {"s": source._replace(id="s", published=date(2025, 6, 10))}
    kept = {"missing": Missing.WITHHELD, "period": period("2023")}
    figure = Figure("a", "awol", Measure.CONVICTED, Unit.PERSON, "Judicial Department", "s", Relation.PRIMARY, **kept)

    assert wording.sentence(dataset._replace(sources=sources), figure) == (
        "The Judicial Department withheld the number of people convicted for absence without official leave in 2023,"
        " in its own report of 10 June 2025."
    )
