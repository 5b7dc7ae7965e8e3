"""Which figures the summary shows, and where."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.model.period import Kind, Period
from milstats.model.vocabulary import Measure, Missing, Status, Unit
from milstats.reports.report import Paragraph
from milstats.reports.show import summary_blocks
from milstats.reports.summary import overview, summary, year_of

COURT = {"measure": Measure.RECEIVED_BY_COURT, "unit": Unit.CASE, "counter": "Mediazona"}


def shown(dataset):
    """Return what the only part of a summary has by row: the figures of the years, and the total."""
    (part,) = summary(dataset, tuple(dataset.figures.values()))
    return [
        (row.measure.value, row.counter, {entry.year: entry.figure.id for entry in row.entries}, row.total and row.total.id)
        for row in part.rows
    ]


def ids(dataset, *figures):
    """Return the ids of the figures that the summary of some shows."""
    return {figure.id for part in summary(dataset, figures) for figure in part.figures}


def test_a_row_is_a_stage_and_a_counter_and_a_column_a_year(table, figure):
    dataset = table(figure("a", 527, "2021"), figure("b", 887, "2022"), figure("c", 615, "2021", **COURT))

    assert shown(dataset) == [
        ("convicted", "Proekt", {2021: "a", 2022: "b"}, None),
        ("received_by_court", "Mediazona", {2021: "c"}, None),
    ]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"period": "2023"}, {"period": "2023-H1", "source": "own"}),
        ({"period": "2023-01..2023-07"}, {"period": "2023-H1", "source": "own"}),
        ({"period": "2023"}, {"period": "2023-01-01..2023-12-29", "source": "own"}),
        ({}, {"status": (Status.DISPUTED,), "source": "own"}),
        ({"source": "own"}, {"source": "late"}),
        ({"source": "late"}, {"source": "early"}),
        ({"source": "early", "status": (Status.DISPUTED,)}, {"source": "weak"}),
        ({}, {"value": None, "missing": Missing.WITHHELD, "source": "own"}),
    ],
    ids=["year before part", "longer part", "later end", "undisputed", "own page", "later text", "weak never beside another", "number"],
)
def test_of_two_figures_of_a_year_the_better_stands_there(table, figure, better, worse):
    for names in (("a", "b"), ("b", "a")):
        figures = [figure(name, **{"value": 100, **changes}) for name, changes in zip(names, (better, worse), strict=True)]
        assert shown(table(*figures)) == [("convicted", "Proekt", {2023: names[0]}, None)]


def test_a_weak_source_stands_where_it_is_alone_and_for_a_year_of_which_others_have_a_part(table, figure):
    dataset = table(figure("weak", 900, "2023", source="weak"), figure("part", 400, "2023-H1", source="own"))

    assert shown(dataset) == [("convicted", "Proekt", {2023: "weak"}, None)]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": (Status.DEPRECATED,)},
        {"unit": Unit.PERCENT},
        {"measure": Measure.STATEMENT, "unit": Unit.WORDS, "value": None, "text": "many"},
        {"population": "officers"},
        {"kind": Kind.PER_MONTH},
        {"period": "2023-02..2023-12"},
        {"period": "2023-03"},
        {"period": Period("once")},
    ],
    ids=["not to be used", "share", "words", "some servicemen", "pace", "later start", "month", "undated"],
)
def test_what_is_no_count_of_a_year_of_all_servicemen_is_in_no_column(table, figure, changes):
    assert shown(table(figure("a", 500, "2021"), figure("b", **{"value": 10, **changes}))) == [("convicted", "Proekt", {2021: "a"}, None)]


def test_a_superseded_figure_is_left_out_even_where_it_alone_was_selected(table, figure):
    old = figure("old", 5024)
    dataset = table(old, figure("new", 5096, supersedes="old"))

    assert ids(dataset, *dataset.figures.values()) == {"new"}
    assert ids(dataset, old) == set()


def test_draft_evasion_is_counted_of_conscripts(table, figure):
    draft = {"offence": "draft", "population": "conscripts"}
    dataset = table(figure("a", 958, **draft), figure("b", 700, "2022", **draft), figure("c", 3, offence="draft", population="officers"))

    assert ids(dataset, *dataset.figures.values()) == {"a", "b"}


def test_a_figure_that_ends_before_25_december_is_of_a_part_of_its_year(table, figure):
    dataset = table(figure("a", 1, "2022-01-01..2022-12-24"), figure("b", 2, "2023-01-01..2023-12-25"))
    (part,) = summary(dataset, tuple(dataset.figures.values()))

    assert [(entry.year, entry.is_part) for entry in part.rows[0].entries] == [(2022, True), (2023, False)]


def test_the_columns_are_the_last_four_years_that_have_a_number(table, figure):
    dataset = table(*(figure(f"f{year}", year, f"{year}") for year in (2014, 2016, 2018, 2021, 2023)))
    (part,) = summary(dataset, tuple(dataset.figures.values()))

    assert part.years == (2016, 2018, 2021, 2023)
    assert [found.id for found in part.figures] == ["f2016", "f2018", "f2021", "f2023"]


def test_the_latest_total_is_the_running_total_or_sum_over_more_than_a_year_that_ends_last(table, figure):
    early, late = "2022-02-24..2024-12-27", "2022-02-24..2025-05-31"
    dataset = table(
        figure("sum", 5260, "2022..2023", **COURT),
        figure("early", 14182, early, kind=Kind.CUMULATIVE, **COURT),
        figure("late", 18159, late, kind=Kind.CUMULATIVE, **{**COURT, "source": "late"}),
        figure("own", 18159, late, kind=Kind.CUMULATIVE, **{**COURT, "source": "own"}),
        figure("people", 20662, late, kind=Kind.CUMULATIVE, **{**COURT, "unit": Unit.PERSON, "source": "own"}),
        figure("year", 1001, "2022", **COURT),
        figure("twice", 18159, late, kind=Kind.CUMULATIVE, **{**COURT, "measure": Measure.CHARGED, "unit": Unit.PERSON}),
    )

    assert shown(dataset) == [("received_by_court", "Mediazona", {2022: "year"}, "own")]


def test_a_total_that_ends_before_the_last_year_of_its_row_is_no_latest_total(table, figure):
    dataset = table(figure("total", 9, "2018..2022"), figure("year", 289, "2023"))

    assert shown(dataset) == [("convicted", "Proekt", {2023: "year"}, None)]


def test_rows_stand_in_the_order_of_a_case_then_by_filled_years_then_by_counter(table, figure):
    dataset = table(
        figure("1", 1, **COURT),
        figure("2", 2, counter="Zona"),
        figure("3", 3, "2022", counter="Zona"),
        figure("4", 4, counter="Beta"),
        figure("5", 5, counter="Alfa"),
        figure("6", 6, measure=Measure.CHARGED),
        figure("7", 7, measure=Measure.SENTENCED, unit=Unit.SENTENCE),
        figure("8", missing=Missing.WITHHELD, counter="Aaa"),
    )

    assert [(stage, counter) for stage, counter, _, _ in shown(dataset)] == [
        ("convicted", "Zona"), ("convicted", "Alfa"), ("convicted", "Beta"), ("convicted", "Aaa"), ("sentenced", "Proekt"),
        ("received_by_court", "Mediazona"), ("charged", "Proekt"),
    ]  # fmt: skip


def test_a_series_without_a_number_in_the_columns_folds_and_one_with_a_number_keeps_its_withheld_years(table, figure):
    gone = {"missing": Missing.WITHHELD, "value": None}
    dataset = table(
        *(figure(f"b{year}", 1, f"{year}") for year in (2019, 2020, 2021, 2022)),
        figure("c18", 9, "2018", counter="Court"), figure("c22", period="2022", counter="Court", **gone),
        figure("d21", 9, "2021", counter="Dept"), figure("d22", period="2022", counter="Dept", **gone),
    )  # fmt: skip
    (part,) = summary(dataset, tuple(dataset.figures.values()))

    texts = [block.text for block in summary_blocks(dataset, (part,)) if isinstance(block, Paragraph)]
    assert texts[0] == "The Court withholds the number of people convicted for 2022."
    assert "Dept" not in "".join(texts)
    assert [found.id for found in part.figures] == ["b2019", "b2020", "b2021", "b2022", "d21", "d22"]


def test_years_withheld_after_the_last_column_are_said_run_by_run_and_reason_by_reason(table, figure):
    gone = {
        2018: Missing.NOT_YET_COUNTED,
        2020: Missing.WITHHELD,
        2022: Missing.WITHHELD,
        2023: Missing.WITHHELD,
        2024: Missing.NOT_PUBLISHED,
    }
    silent = [figure(f"s{year}", None, f"{year}", missing=missing) for year, missing in gone.items()]
    dataset = table(figure("a", 1, "2019"), *silent)

    texts = [
        block.text for block in summary_blocks(dataset, summary(dataset, tuple(dataset.figures.values()))) if isinstance(block, Paragraph)
    ]
    assert texts[:-1] == [
        "Proekt withholds the number of people convicted for 2020.",
        "Proekt withholds the number of people convicted for 2022–2023.",
        "Proekt has not published the number of people convicted for 2024.",
    ]


def test_an_article_is_that_of_russia_however_few_its_figures_are(table, figure):
    years = ("2021", "2022", "2023")
    dataset = table(figure("ru", 1), *(figure(f"ua{year}", 2, year, country="UA") for year in years))
    titles = [part.title for part in summary(dataset, tuple(dataset.figures.values()))]
    assert titles == ["AWOL: absence without official leave, article 337 (Russia)", "AWOL: absence without official leave (Ukraine)"]


def test_a_summary_says_of_whom_it_is_where_that_is_not_of_all_servicemen(table, figure):
    officers = [figure(f"o{year}", 1, f"{year}", population="officers") for year in (2021, 2022)]
    dataset = table(*officers, figure("s", 9, population="sailors"), figure("d", 9, offence="draft", population="conscripts"))
    parts = summary(dataset, tuple(dataset.figures.values()))

    assert [(part.title, part.short_title) for part in parts] == [
        ("AWOL: absence without official leave, article 337 (officers)", "AWOL (officers)"), ("Draft evasion", "Draft evasion"),
    ]  # fmt: skip


def test_offences_stand_in_the_order_of_the_table_and_the_usual_country_first(table, figure):
    dataset = table(
        figure("a", 1, offence="desertion"), figure("b", 2, country="UA"), figure("c", 3, "2022", country="UA"), figure("d", 4, country="BY")
    )  # fmt: skip
    parts = summary(dataset, tuple(dataset.figures.values()))

    assert [(part.title, part.is_home) for part in parts] == [
        ("AWOL: absence without official leave, article 337 (Ukraine)", True),
        ("AWOL: absence without official leave (Belarus)", False),
        ("Desertion, article 338 (Russia)", True),
    ]


def test_an_overview_has_the_convicted_and_the_court_row_with_most_years_and_first_the_years_that_they_share(table, figure):
    figures = [figure("1", 1, "2021"), figure("2", 2, "2022"), figure("3", 3, "2022", counter="Other"), figure("4", 4, "2022", **COURT)]
    figures += [figure("5", 5, "2022", offence="desertion", measure=Measure.CHARGED), figure("6", 6, "2025", offence="refusal")]
    figures += [figure("8", 8, "2019"), figure("9", 9, "2020", offence="refusal")]
    dataset = table(*figures, figure("7", 7, "2022-02-24..2024-01-01", kind=Kind.CUMULATIVE, offence="draft"))
    parts = overview(summary(dataset, tuple(dataset.figures.values())))

    assert [(part.offence.id, part.years, [found.id for found in part.figures]) for part in parts] == [
        ("awol", (2021, 2022, 2025), ["1", "2", "4"]),
        ("desertion", (2021, 2022, 2025), ["5"]),
        ("refusal", (2021, 2022, 2025), ["6"]),
    ]


@pytest.mark.parametrize(
    ("start", "end", "year"),
    [(date(2023, 3, 1), date(2023, 3, 31), 2023), (date(2022, 12, 31), date(2023, 1, 1), None), (date(2023, 1, 1), None, None)],
)
def test_a_period_is_of_a_year_that_holds_all_of_it(start, end, year):
    assert year_of(Period("", start, start, end, end)) == year
