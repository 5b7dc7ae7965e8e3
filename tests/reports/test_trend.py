"""Figures over the years as bars and charts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from milstats.errors import NothingMatchedError
from milstats.model.period import Kind
from milstats.model.vocabulary import Measure, Missing, Status, Unit
from milstats.model.wording import CAVEAT
from milstats.reports.report import Bar, View
from milstats.reports.trend import trend_report

COURT = {"measure": Measure.RECEIVED_BY_COURT, "unit": Unit.CASE, "counter": "Mediazona"}


@pytest.fixture
def awol(table, figure):
    return table(
        figure("a", 500, "2019"), figure("b", 1000, "2022-H1", status=(Status.DISPUTED,)), figure("c", None, missing=Missing.WITHHELD),
        figure("d", 2000, "2023", counter="Other"), figure("e", 50, "2021", **COURT), figure("t", 9, "2022-02-24..2024-01-01", **COURT),
        figure("w", 30, "2022", unit=Unit.PERCENT),
    )  # fmt: skip


def test_rows_are_bars_over_the_years_with_gaps_and_reasons(ask, awol, lines):
    report = ask(trend_report, awol, "awol", view=View())

    assert lines(report.page()) == [
        "AWOL: absence without official leave, article 337",
        "People convicted | Proekt | 2019 | 500[early] | ",
        "People convicted | Proekt | 2020–2021 | – | ",
        "People convicted | Proekt | 2022 | 1,000*†[early] | ",
        "People convicted | Proekt | 2023 | withheld[early] | ",
        "People convicted | Other | 2023 | 2,000[early] | ",
        "Cases reaching court | Mediazona | 2021 | 50[early] | ",
        "* disputed: the 1,000: another source has it otherwise",
        "† January to June  – no figure",
        f"{CAVEAT} The law changed on 24 September 2022.",
        "The bars of people, of cases and of other units each have their own scale.",
    ]
    assert report.next_step == "5 of 7 figures. To see the others: milstats show awol"
    assert ask(trend_report, awol, "awol", "2021", view=View()).next_step == "1 of 1 figures."


def test_what_is_left_out_as_old_is_shown_by_another_command(ask, table, figure):
    dataset = table(figure("new", 9, "2022"), figure("old", 8, "2022", status=(Status.DEPRECATED,)))

    assert ask(trend_report, dataset, "awol", view=View()).notes == ("left out: 1 not to be used (shown by milstats show --all)",)


def test_rows_of_one_unit_share_a_scale(ask, awol, lines):
    assert not any("own scale" in line for line in lines(ask(trend_report, awol, "awol", "convicted", view=View()).page()))
    (_, table, *_) = ask(trend_report, awol, "awol", view=View()).page()

    assert [line.cells[-1].share for line in table.lines] == [Fraction(1, 4), None, Fraction(1, 2), None, Fraction(1), Fraction(1)]


def test_charts_share_an_axis_and_name_gaps_breaks_and_doubts(ask, awol):
    first, *others = ask(trend_report, awol, "awol", view=View()).charts()

    assert first.title == "AWOL: absence without official leave, article 337\nPeople convicted, counted by Proekt"
    assert {(chart.years, chart.highest) for chart in (first, others[0])} == {(range(2019, 2024), Fraction(2000))}
    assert others[1].highest == 50
    assert first.bars[1] == Bar(date(2022, 1, 1), date(2022, 6, 30), 1000, "1,000\nJanuary\nto June\ndisputed", is_doubted=True)
    assert first.gaps == ((2020, "no figure"), (2021, "no figure"), (2023, "withheld"))
    assert first.breaks == ((date(2022, 9, 24), "law changed on 24 September 2022"),)


def test_a_trend_needs_a_figure_of_a_year(ask, table, figure):
    dataset = table(figure("t", 9, "2022-02-24..2024-01-01"), figure("p", 9, kind=Kind.PER_WEEK))

    with pytest.raises(
        NothingMatchedError, match=r"^nothing to draw: no figure is of a calendar year; to see what there is: milstats show awol$"
    ):
        ask(trend_report, dataset, "awol", view=View())


def test_many_offences_are_one_table_with_a_bar_of_the_latest_year(ask, table, figure, lines):
    offences, counters = ("awol", "desertion", "disobeying", "draft"), ("X", "Y", "Z")
    figures = [figure(f"{offence}-{year}", year - 2020, f"{year}", offence=offence) for offence in offences for year in (2021, 2022)]
    figures += [figure(f"{offence}-{name}", 1, "2022", offence=offence, counter=name) for offence in offences for name in counters]
    (years, caveat) = ask(trend_report, table(*figures, figure("t", 9, "2018..2022")), view=View()).page()

    assert [column.title for column in years.columns] == ["", "", "2021", "2022", "latest year"]
    assert [line.cells[0].text for line in years.lines] == [
        f"{name}, convicted" for name in ("AWOL", "Desertion", "Disobeying", "Draft evasion")
    ]
    assert {line.cells[-1].share for line in years.lines} == {Fraction(1)}
    assert caveat.text.startswith("Documented cases only.")
