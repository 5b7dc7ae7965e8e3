"""One figure told whole."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.model.period import Basis, Period
from milstats.model.records import Reading
from milstats.model.vocabulary import Bound, Measure, Missing, Relation, Status, Unit
from milstats.reports.figures import dispute, told
from milstats.reports.report import View
from milstats.reports.show import show_report

WARTIME = Period("во время войны", date(2022, 2, 24), date(2022, 2, 24), date(2023, 12, 31), date(2024, 2, 22), Basis.INFERRED)
SIX_YEARS = Period("in six years", date(2018, 1, 1), date(2018, 1, 1), date(2023, 12, 31), date(2023, 12, 31))
READINGS = (
    Reading("It prints six years.", "late", period=SIX_YEARS),
    Reading("It may be cases.", measure=Measure.RESOLVED, unit=Unit.CASE),
)


def test_a_figure_is_told_whole(table, figure, lines):
    made = figure(
        "a", 4373, WARTIME, source="weak", quote="осуждено 4373", where="paragraph 5", status=(Status.DISPUTED,), readings=READINGS,
        note="A note.",
    )  # fmt: skip

    assert lines(told(table(made), (made,))) == [
        "AWOL: absence without official leave, article 337",
        "4,373 | people convicted from 24 February 2022 to December 2023 or February 2024, counted by Proekt",
        "Period | “во время войны” (Russian); the dates are inferred",
        "Reported by | Paper weak, undated · weak (weak source: an aggregator, a copy, or a page whose address or title is not its own)",
        "Quote | “осуждено 4373” (Russian), paragraph 5",
        "Link | https://example.org/weak",
        "Disputed | Paper late: It prints six years. It may be cases. A note.",
        "Figure | a",
    ]


def test_a_figure_that_is_not_firm_says_so(table, figure, lines):
    made = figure("a", 9, status=(Status.PROVISIONAL, Status.DISPUTED, Status.LOW_RELIABILITY))

    assert "Status | provisional, of low reliability" in lines(told(table(made), (made,)))


def test_several_figures_are_told_more_briefly_one_after_another(table, figure, lines):
    first = figure("a", 4373, source="weak", status=(Status.DISPUTED,), readings=READINGS, note="A note.")
    second = figure(
        "b", None, "2022", missing=Missing.WITHHELD, counter="Court Department", source="own", where="page 1", relation=Relation.PRIMARY
    )

    assert lines(told(table(first, second), (first, second))) == [
        "AWOL: absence without official leave, article 337",
        "4,373 | people convicted in 2023, counted by Proekt",
        "Reported by | Paper weak, undated · weak (weak source)",
        "Link | https://example.org/weak",
        "Disputed | A note.",
        "Figure | a",
        "withheld | people convicted in 2022, counted by the Court Department",
        "Source | Paper own, 5 January 2024 · own",
        "Where | page 1",
        "Link | https://example.org/own",
        "Figure | b",
    ]


def test_a_superseded_figure_that_is_named_is_told_and_says_by_what(ask, table, figure, lines):
    dataset = table(figure("old", 5024), figure("new", 5096, supersedes="old"))

    assert "Status | superseded by 5,096 (new)" in lines(ask(show_report, dataset, "old", view=View()).page())
    assert "Revised | supersedes 5,024 (old)" in lines(ask(show_report, dataset, "new", view=View()).page())


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"value": 40, "unit": Unit.PERCENT, "measure": Measure.SUSPENDED}, "40% | share of suspended sentences in 2023, given by Proekt"),
        ({"value": None, "text": "the majority", "unit": Unit.WORDS}, "in words | “the majority” in 2023, given by Proekt"),
        ({"value": 9, "bound": Bound.GT, "population": "officers"}, ">9 | people convicted (officers) in 2023, counted by Proekt"),
        ({"value": 9, "country": "UA"}, "9 | people convicted in Ukraine in 2023, counted by Proekt"),
        ({"value": 9, "period": Period("once")}, "9 | people convicted, counted by Proekt"),
    ],
)
def test_the_first_line_has_the_number_with_its_hedge_unit_and_whom_it_counts(table, figure, lines, changes, line):
    made = figure("a", **changes)

    assert lines(told(table(made), (made,)))[1] == line


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"readings": READINGS[:1]}, "the 4,373 is given for 2023 and 2018–2023"),
        ({"readings": (Reading("So.", period=WARTIME),)}, "the 4,373 is given for 2023 and wartime"),
        ({"note": "The page says only cases, of court records, and no more of them."}, "the 4,373: the page says only cases"),
        ({"readings": READINGS[1:]}, "the 4,373 is also given as cases tried"),
        ({"readings": (Reading("So.", value=4400),)}, "the 4,373 is also given as 4,400"),
        ({"note": "The Insider has fewer."}, "the 4,373: The Insider has fewer"),
        ({"note": "Credited to the courts; theirs were gone. More."}, "the 4,373: Credited to the courts; theirs were gone"),
        ({}, "the 4,373: another source has it otherwise"),
    ],
)
def test_a_dispute_is_said_by_its_readings_or_else_by_the_note(table, figure, changes, words):
    assert dispute(table(), (figure("a", 4373, **changes),)) == words


def test_figures_of_one_row_are_disputed_together_where_they_are_alike(table, figure):
    alike, other = (figure(name, value, readings=READINGS[1:]) for name, value in (("a", 527), ("b", 887))), figure("c", 400, note="So.")

    assert dispute(table(), (*alike, other)) == "the 527 and 887 are also given as cases tried; the 400: So"


def test_one_count_that_stands_for_each_of_its_readings_is_disputed_once(table, figure):
    printed = figure("a", 4373, readings=(Reading("So.", period=WARTIME),))
    read = figure("b", 4373, WARTIME, readings=(Reading("So.", period=printed.period),))

    assert dispute(table(), (printed, read)) == "the 4,373 is given for 2023 and wartime"


def test_quotation_marks_inside_a_quotation_are_single(table, figure, lines):
    made = figure("a", quote="a “vast majority” of 9")

    assert any("“a ‘vast majority’ of 9” (Russian)" in line for line in lines(told(table(made), (made,))))
