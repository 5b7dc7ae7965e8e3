"""Figures as a report: the summary for people, every column for machines."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.errors import UsageError
from milstats.model.period import Basis, Kind, Period
from milstats.model.records import Reading, marks
from milstats.model.vocabulary import Access, Bound, Measure, Missing, Relation, Status, Unit
from milstats.reports.report import View
from milstats.reports.show import COLUMNS, show_report

COURT = {"measure": Measure.RECEIVED_BY_COURT, "unit": Unit.CASE, "counter": "Mediazona"}
TOTAL = {**COURT, "kind": Kind.CUMULATIVE}
WARTIME = Period("during wartime", date(2022, 2, 24), date(2022, 2, 24), date(2023, 12, 31), date(2024, 2, 22), Basis.INFERRED)
SINCE_EITHER = Period("by May", date(2022, 2, 24), date(2022, 9, 21), date(2025, 5, 31), date(2025, 5, 31), kind=Kind.CUMULATIVE)


@pytest.fixture
def awol(table, figure):
    """Make a table like the packaged one of absences without leave."""
    disputed = {"status": (Status.DISPUTED,), "readings": (Reading("It says so.", "late", period=WARTIME),)}
    return table(
        figure("p21", 527, "2021"),
        figure("p23", 4373, source="weak", **disputed),
        figure("old", 5024, "2023-01-01..2023-12-29", **COURT),
        figure("m21", 615, "2021", **COURT),
        figure("m22", 1001, "2022", bound=Bound.APPROX, **COURT),
        figure("m23", 5096, supersedes="old", **COURT),
        figure("m24", 5204, "2024-01..2024-07", **COURT),
        figure("wrong", 9, "2022", status=(Status.DEPRECATED,)),
        figure("gone21", None, "2021", missing=Missing.WITHHELD, counter="Judicial Department"),
        figure("gone22", None, "2022", missing=Missing.WITHHELD, counter="Judicial Department"),
        figure("t24", 14182, "2022-02-24..2024-12-27", **TOTAL),
        figure("t25", 18159, SINCE_EITHER, **COURT),
        figure("both", 5260, "2022..2023", measure=Measure.CASE_OPENED, unit=Unit.CASE),
        figure("share", 40, "2022", measure=Measure.SUSPENDED, unit=Unit.PERCENT, quote="40 percent", note="Of those examined."),
    )


def test_the_summary_gives_years_latest_totals_and_what_the_signs_mean(ask, awol, lines):
    report = ask(show_report, awol, "awol", view=View())

    assert lines(report.page()) == [
        "AWOL: absence without official leave, article 337",
        "Each year |  |  | 2021 | 2022 | 2023 | 2024",
        "People convicted | Proekt | 527[early] | – | 4,373*[weak] | –",
        "Cases reaching court | Mediazona | 615[early] | ~1,001[early] | 5,096[early] | 5,204†[early]",
        "Latest total, since the invasion of 24 February 2022 or as dated",
        "Cases reaching court | Mediazona | 18,159‡[early] | to 31 May 2025",
        "Cases opened | Proekt | 5,260[early] | 2022–2023",
        "The Judicial Department withholds the number of people convicted for 2021–2022.",
        "* disputed: the 4,373 is given for 2023 and wartime",
        "† January to July  ‡ or since 21 Sept 2022  – no figure  ~ about",
        "Documented cases only. The law changed on 24 September 2022.",
    ]
    assert report.title == "AWOL: absence without official leave, article 337"
    assert report.next_step == "8 of 12 figures. --full: all of them   --sources: titles and links"
    assert report.notes == ("left out: 1 superseded and 1 not to be used (shown with --all)",)


def test_prose_has_the_figures_of_the_summary(ask, awol):
    sentences = ask(show_report, awol, "awol", view=View()).sentences()

    assert len(sentences) == 8
    assert sentences[3] == (
        "Courts received about 1,001 cases of absence without official leave in 2022, according to Mediazona,"
        " as reported by Paper early on 1 January 2024."
    )


def test_a_year_that_is_asked_for_is_the_only_column_and_what_touches_it_is_counted(ask, awol, figure, lines):
    months = {f"m{month}": figure(f"m{month}", month, f"2022-{month:02}", **COURT) for month in range(4, 8)}
    report = ask(show_report, awol._replace(figures={**awol.figures, **months}), "awol", "2022", view=View())

    assert lines(report.page()) == [
        "AWOL: absence without official leave, article 337",
        "Each year |  |  | 2022",
        "Cases reaching court | Mediazona | ~1,001[early]",
        "The Judicial Department withholds the number of people convicted for 2022.",
        "~ about",
        "Documented cases only. The law changed on 24 September 2022.",
    ]
    assert report.notes[0].endswith("(shown with --all) and 3 only partly in 2022")


def test_everything_is_listed_by_stage_with_quotes_and_notes(ask, awol, lines):
    report = ask(show_report, awol, "awol", view=View(full=True))

    assert (
        lines(report.page())[-7:]
        == [
            "Cases opened",
            "Proekt | 5,260[early] | 2022–2023 | both",
            "Share of suspended sentences",
            "Proekt | 40%[early] | 2022 | share",
            "    “40 percent” (Russian)",
            "    Of those examined.",
            "* disputed: another source has it otherwise, or the note says why",
            "Documented cases only.",
        ][-7:]
    )
    assert report.next_step == "12 figures.   --sources: titles and links"


def test_everything_says_of_whom_a_figure_is_where_it_is_not_of_all_servicemen(ask, table, figure, lines):
    dataset = table(*(figure(f"f{value}", value, population="officers") for value in range(1, 8)))

    assert "Proekt | 7[early] | 2023 (officers) | f7" in lines(ask(show_report, dataset, "awol", view=View(full=True)).page())


def test_superseded_figures_that_are_asked_for_say_by_what(ask, awol, lines):
    page = lines(ask(show_report, awol, "awol", view=View(), everything=True).page())

    assert page[page.index("Mediazona | 5,024[early] | Jan–29 Dec 2023 | old") + 1] == "    superseded by 5,096 (m23)"
    assert page[page.index("Proekt | 9[early] | 2022 | wrong") + 1] == "    not to be used"


def test_hedge_unit_and_withheld_are_part_of_the_number_in_every_column(ask, table, figure, lines):
    dataset = table(
        figure("a", 3500, bound=Bound.GT),
        figure("b", 34, kind=Kind.PER_DAY, measure=Measure.SENTENCED, unit=Unit.SENTENCE),
        figure("c", 40, unit=Unit.PERCENT),
        figure("d", missing=Missing.WITHHELD),
        figure("e", 5600, value_high=6000, bound=Bound.RANGE),
    )
    report = ask(show_report, dataset, "awol", view=View(columns=("id", "value", "value_low", "missing"), sort="-value", limit=4))

    assert lines(report.page()) == [
        " | id | value | value_low | missing",
        "e | 5,600–6,000[early] | 5,600 | ",
        "a | >3,500[early] | 3,501 | ",
        "c | 40%[early] | 40% | ",
        "b | 34 a day[early] | 34 a day | ",
    ]
    assert report.rows() == (("e", 5600, 5600, None), ("a", 3500, 3501, None), ("c", 40, 40, None), ("b", 34, 34, None))
    assert report.next_step == "4 of 5 figures.   --sources: titles and links"


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("value", "bacd"),
        ("-value", "abcd"),
        ("period", "abcd"),
        ("-period", "cbad"),
        ("measure", "abcd"),
        ("-id", "dcba"),
        ("note", "cabd"),
    ],
)
def test_numbers_sort_by_size_and_periods_by_their_days_and_what_is_empty_comes_last(ask, table, figure, sort, ids):
    withheld, undated = figure("c", None, "2022-05", missing=Missing.WITHHELD, note="Gone."), figure("d", None, Period("once"), text="many")
    dataset = table(figure("a", 100, "2021"), figure("b", 9, "2022-03"), withheld, undated)

    assert "".join(row[0] for row in ask(show_report, dataset, "awol", view=View(columns=("id",), sort=sort)).rows()) == ids


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (View(columns=("id", "ID")), '--columns: expected each column once, found "id" again'),
        (View(columns=("vlaue",)), '--columns: expected a column, found "vlaue"; did you mean "value"?'),
        (View(sort="-nothing at all"), f'--sort: expected a column, found "nothing at all"; there are {" ".join(COLUMNS)}'),
    ],
)
def test_a_column_that_there_is_not_is_refused(ask, awol, view, message):
    with pytest.raises(UsageError) as caught:
        ask(show_report, awol, "awol", view=view)

    assert str(caught.value) == message


def test_machines_get_every_figure_with_every_column_and_the_headline(ask, awol):
    report = ask(show_report, awol, "awol", view=View())
    rows = {row[0]: dict(zip(report.columns, row, strict=True)) for row in report.rows()}

    assert report.columns == COLUMNS
    assert len(rows) == 12
    assert rows["p23"] == {
        "id": "p23", "offence": "awol", "article": "337", "measure": "convicted", "unit": "person", "value": 4373, "bound": "eq",
        "value_low": 4373, "value_high": 4373, "text": None, "period": "2023", "start_earliest": date(2023, 1, 1),
        "start_latest": date(2023, 1, 1), "end_earliest": date(2023, 12, 31), "end_latest": date(2023, 12, 31), "kind": "sum",
        "missing": None, "counter": "Proekt", "publisher": "Paper weak", "source": "weak", "published": None, "where": None, "quote": None,
        "link": "https://example.org/weak", "marks": ("d", "v"), "note": None, "year": 2023, "population": "servicemen", "country": "RU",
        "status": ("disputed",), "headline": "true",
    }  # fmt: skip
    assert {name for name, row in rows.items() if row["headline"] == "false"} == {"gone21", "gone22", "t24", "share"}
    assert (rows["t25"]["year"], rows["gone21"]["kind"], rows["gone21"]["bound"]) == (None, None, None)


@pytest.mark.parametrize(
    ("changes", "letters"),
    [
        ({"relation": Relation.PRIMARY}, ""),
        ({}, "v"),
        ({"period": "2022"}, "bv"),
        ({"period": "2022", "value": None}, "v"),
        ({"value": 9}, "uv"),
        ({"value": 9, "unit": Unit.PERCENT}, "v"),
        ({"status": (Status.DISPUTED, Status.PROVISIONAL, Status.LOW_RELIABILITY)}, "dpuv"),
    ],
)
def test_marks_say_what_a_reader_must_know(table, figure, changes, letters):
    made = figure("a", **{"value": 10, **changes})

    assert "".join(marks(table(made), made)) == letters


def test_a_copy_of_a_page_is_unreliable(table, figure):
    made = figure("a", 10)
    dataset = table(made)
    copied = dataset._replace(sources={**dataset.sources, "early": dataset.sources["early"]._replace(access=Access.REPUBLICATION)})

    assert "".join(marks(copied, made)) == "uv"


def test_many_offences_stand_in_one_table(ask, table, figure, lines):
    offences = ("awol", "desertion", "disobeying")
    figures = [figure(f"{offence}-{year}", year, f"{year}", offence=offence) for offence in offences for year in (2021, 2022)]
    figures += [figure(f"{offence}-{name}", 1, "2022", offence=offence, counter=name) for offence in offences for name in ("X", "Y", "Z")]
    figures += [figure("r", 7, "2022", offence="refusal", **COURT), figure("t", 99, "2022-02-24..2025-05-31", offence="refusal", **TOTAL)]
    report = ask(show_report, table(*figures), view=View())

    assert lines(report.page()) == [
        "Each year |  |  | 2021 | 2022 | Total",
        "AWOL, convicted | Proekt | 2,021[early] | 2,022[early] | ",
        "Desertion, convicted | Proekt | 2,021[early] | 2,022[early] | ",
        "Disobeying, convicted | Proekt | 2,021[early] | 2,022[early] | ",
        "Refusal to serve, in court | Mediazona | – | 7[early] | 99[early]",
        "Total: the latest since the invasion of 24 February 2022; Mediazona to 31 May 2025",
        "– no figure",
        "Documented cases only. The law changed on 24 September 2022.",
    ]
    assert report.notes == ("Refusal to serve includes other offences: do not add them up",)
    assert report.next_step == "8 of 17 figures. --full: all of them   --sources: titles and links"
    assert [row[-1] for row in report.rows()].count("true") == 8


def test_a_few_rows_of_many_offences_are_given_whole(ask, table, figure, lines):
    offences = ("awol", "desertion", "disobeying", "draft")
    years = [figure(f"{offence}-{year}", 1, f"{year}", offence=offence) for offence in offences for year in (2021, 2022)]
    report = ask(show_report, table(*years, figure("t", 9, "2018..2022", offence="draft")), view=View())

    assert lines(report.page())[-6:] == [
        "Draft evasion",
        "Each year |  |  | 2021 | 2022",
        "People convicted | Proekt | 1[early] | 1[early]",
        "Latest total",
        "People convicted | Proekt | 9[early] | 2018–2022",
        "Documented cases only. The law changed on 24 September 2022.",
    ]


def test_a_second_country_stands_under_no_article_and_no_break_of_the_first(ask, table, figure, lines):
    years = ("2021", "2022", "2023")
    dataset = table(
        *(figure(f"ru{year}", int(year), year) for year in years), *(figure(f"ua{year}", 1, year, country="UA") for year in years)
    )
    dataset = dataset._replace(figures={**dataset.figures, "x": figure("x", 4, "2020")})
    page = lines(ask(show_report, dataset, "awol", view=View()).page())

    assert [text for text in page if "absence" in text] == [
        "AWOL: absence without official leave, article 337 (Russia)", "AWOL: absence without official leave (Ukraine)",
    ]  # fmt: skip
    assert lines(ask(show_report, dataset, "ua2021", view=View()).page())[:2] == [
        "AWOL: absence without official leave (Ukraine)", "1 | people convicted in Ukraine in 2021, counted by Proekt",
    ]  # fmt: skip
