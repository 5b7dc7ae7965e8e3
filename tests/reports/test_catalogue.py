"""What can be asked for, and the sources."""

from __future__ import annotations

from datetime import date

import pytest

from milstats.errors import NothingMatchedError
from milstats.model.vocabulary import Measure, Unit
from milstats.reports.catalogue import sources_report, topics_report
from milstats.reports.report import Stamp

STAMP = Stamp(("topics",), "1", None, "1")


@pytest.fixture
def dataset(table, figure):
    return table(
        figure("a", 527, "2021"), figure("b", 887, "2022-H1", source="weak", counter="Alfa"),
        figure("c", 5, measure=Measure.CHARGED, offence="desertion", unit=Unit.CASE),
    )  # fmt: skip


def test_topics_lists_offences_periods_stages_and_counters(dataset, lines):
    report = topics_report(dataset, None, STAMP)

    assert lines(report.page()) == [
        "Offences |  | figures | years | article | meaning",
        "awol | 2 | 2021–2022 | 337 | Absence without official leave",
        "desertion | 1 | 2023 | 338 | Desertion",
        "disobeying | 0 |  |  | Failure to execute an order",
        "refusal | 0 |  |  | Refusal to serve",
        "draft | 0 |  |  | Draft evasion",
        "Periods with a name",
        "wartime | Since the invasion of 24 February 2022",
        "stages | charged, convicted",
        "counters | Alfa, Proekt",
    ]
    assert report.columns == ("topic", "label", "article", "aliases", "figures", "first", "last", "definition")
    assert report.rows()[0] == (
        "awol", "absence without official leave", "337", ("337", "sochi"), 2, date(2021, 1, 1), date(2022, 6, 30), "Leaving a unit.",
    )  # fmt: skip
    assert report.sentences()[:3] == (
        "awol: absence without official leave, 2 figures, 2021–2022.", "desertion: desertion, 1 figure, 2023.",
        "disobeying: failure to execute an order, 0 figures.",
    )  # fmt: skip
    assert report.next_step == "Definition and other names: milstats topics awol"
    assert lines(report.page()) == lines(report.page())  # a format may ask twice


def test_an_offence_gives_its_definition_and_other_names(dataset, lines):
    report = topics_report(dataset, "sochi", STAMP)

    assert lines(report.page()) == [
        "AWOL: absence without official leave, article 337",
        "definition | Leaving a unit.",
        "law | article 337, Criminal Code",
        "ask for it as | awol, 337, sochi",
        "figures | 2, 2021–2022",
        "stages | convicted",
        "counters | Alfa, Proekt",
        "changes | 24 September 2022: Heavier penalties.",
    ]
    assert [row[0] for row in report.rows()] == ["awol"]
    assert report.next_step == "To see its figures: milstats show awol"
    assert lines(topics_report(dataset, "draft", STAMP).page()) == ["Draft evasion", "ask for it as | draft", "figures | none"]


def test_another_word_narrows_what_can_be_asked_for(dataset, lines):
    report = topics_report(dataset, "alfa", STAMP)

    assert [row[0] for row in report.rows()] == ["awol"]
    assert lines(report.page())[-2:] == ["stages | convicted", "counters | Alfa"]


def test_sources_stand_one_a_line_by_grade_and_date(dataset, lines):
    report = sources_report(dataset, None, STAMP)

    assert lines(report.page()) == [
        " |  |  | figures | published | publisher",
        "own | own | 0 | 2024-01-05 | Paper own",
        "relay | late | 0 | 2025-01-01 | Paper late",
        "relay | early | 2 | 2024-01-01 | Paper early",
        "weak | weak | 1 | undated | Paper weak",
    ]
    assert report.columns == ("source", "publisher", "title", "published", "url", "role", "figures", "grade", "access", "language")
    assert report.rows()[-1] == (
        "weak", "Paper weak", "Title of weak", None, "https://example.org/weak", "relayer", 1, "weak", "own_page", "ru",
    )  # fmt: skip
    assert report.sentences()[0] == "Paper late, 1 January 2025, “Title of late”, https://example.org/late."


def test_a_source_is_told_whole_with_its_figures(dataset, lines):
    assert lines(sources_report(dataset, "WEAK", STAMP).page()) == [
        "Paper weak, undated (weak source)",
        "title | Title of weak",
        "id | weak",
        "language | Russian",
        "role | reports what others counted; the publisher's own page was read",
        "grade | weak: an aggregator, a copy, or a page whose address or title is not its own",
        "read on | 1 January 2026",
        "https://example.org/weak",
        "Its figures",
        "AWOL: people convicted | 887 | Jan–June 2022 | b",
    ]


def test_a_word_finds_sources_by_publisher_and_title(dataset):
    assert [row[0] for row in sources_report(dataset, "of e", STAMP).rows()] == ["early"]
    assert '4 sources with "e" in id, publisher or title. ' in sources_report(dataset, "e", STAMP).next_step
    with pytest.raises(NothingMatchedError, match=r'^no source is called "zzz"; see `milstats sources`$'):
        sources_report(dataset, "zzz", STAMP)
    with pytest.raises(NothingMatchedError, match=r'^no source is called "erly"; did you mean "early"\?$'):
        sources_report(dataset, "erly", STAMP)


def test_an_exact_id_wins_over_one_in_another_case(dataset):
    both = dataset._replace(sources={"EARLY": dataset.sources["late"]._replace(id="EARLY"), **dataset.sources})
    asked = [[row[0] for row in sources_report(both, name, STAMP).rows()] for name in ("early", "EARLY", "Early")]
    assert asked == [["early"], ["EARLY"], ["EARLY", "early"]]


def test_a_name_that_two_offences_bear_gives_both(dataset):
    offences = {key: offence._replace(aliases=("left",)) for key, offence in dataset.offences.items() if key != "draft"}
    assert [row[0] for row in topics_report(dataset._replace(offences=offences), "left", STAMP).rows()] == [*offences]


def test_an_empty_table_is_no_answer(dataset):
    empty = dataset._replace(offences={}, sources={}, figures={})

    with pytest.raises(NothingMatchedError, match=r"^the table has no offences$"):
        topics_report(empty, None, STAMP)
    with pytest.raises(NothingMatchedError, match=r"^the table has no sources$"):
        sources_report(empty, None, STAMP)


def test_the_name_of_a_rule_of_comparing_gives_its_situation_verdict_and_what_is_done(dataset, lines):
    report = topics_report(dataset, "nested", STAMP)
    situation, given = "one period inside the other", "share of the whole; the rest where both are exact and of one report"

    assert report.rows() == (("nested", situation, "share", "not-a-change", given),)
    assert lines(report.page()) == [
        "Rule of comparing: nested", f"situation | {situation}", "relation | share: a part and its whole",
        "verdict | not-a-change: show both numbers, compute nothing over time", f"given | {given}",
    ]  # fmt: skip
    assert report.sentences() == (f"nested: {situation}; not-a-change: {given}.",)
