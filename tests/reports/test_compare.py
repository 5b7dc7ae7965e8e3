"""Comparisons as a report: columns and exact numbers for machines, one screen and one sentence a comparison for people."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from milstats.comparison import compare
from milstats.data.load import load
from milstats.model.period import parse_period
from milstats.model.records import Reading
from milstats.model.selection import Query, read_words
from milstats.model.vocabulary import Bound, Grade, Missing, Status
from milstats.reports.compare import COLUMNS, compare_report
from milstats.reports.report import Heading, Paragraph, Stamp, Table, View

FOLDER = Path(__file__).parents[1] / "data" / "compare"


@pytest.fixture(scope="module")
def worked():
    return load(str(FOLDER / "worked.toml"))


@pytest.fixture(scope="module")
def plain():
    return load(str(FOLDER / "figures.toml"))


@pytest.fixture(scope="module")
def packaged():
    return load()


def report(table, *words, view=View()):  # noqa: B008 -- a view is frozen
    typed = read_words(table, words)
    sides = [word for word in typed if word.kind in {"period", "id"}]
    a, b = (table.figures.get(word.typed) or parse_period(word.typed, table.periods) for word in sides)
    found = compare(table, a, b, Query(tuple(word for word in typed if word not in sides)))
    return compare_report(found, Stamp(("compare", *words), "1", None, "1"), view)


def row(table, *words):
    found = report(table, *words)
    return dict(zip(found.columns, found.rows()[0], strict=True))


def lines(found):
    """Return the rows of all tables of a page as tuples of texts, with what is said below them."""
    tables = [block for block in found.page() if isinstance(block, Table)]
    return [(*(cell.text + cell.mark for cell in line.cells), *line.below) for table in tables for line in table.lines]


def prose(found):
    return [block.text for block in found.page() if isinstance(block, Heading | Paragraph)]


def test_the_columns_are_those_of_before_with_the_relation_after_the_verdict_and_more_at_the_end():
    assert COLUMNS[:13] == (
        "offence", "measure", "unit", "counter", "before_id", "before_period", "before_value", "before_bound",
        "after_id", "after_period", "after_value", "after_bound", "verdict",
    )  # fmt: skip
    assert COLUMNS[13:16] == ("relation", "reasons", "per")
    assert COLUMNS[-9:] == (
        "sentence", "before_source", "after_source", "share_low", "share_high", "rest", "flow_low", "flow_high", "flow_per",
    )[-9:]  # fmt: skip


def test_a_change_is_exact_to_machines(worked):
    cells = row(worked, "received-2021", "received-2022")
    assert (cells["before_value"], cells["after_value"], cells["verdict"], cells["relation"]) == (615, 1001, "with-care", "change")
    assert (cells["change_low"], cells["change_high"], cells["per"]) == (386, 386, None)
    assert cells["ratio_low"] == cells["ratio_high"] == Fraction(1001, 615)
    assert cells["percent_low"] == 100 * (Fraction(1001, 615) - 1)


def test_a_share_and_its_rest_have_columns(worked):
    cells = row(worked, "desertion-2023", "all-2023")
    assert (cells["relation"], cells["share_low"], cells["share_high"], cells["rest"]) == (
        "share", Fraction(148, 5593), Fraction(148, 5593), 5445,
    )  # fmt: skip
    assert (cells["change_low"], cells["ratio_low"]) == (None, None)


def test_a_flow_has_its_count_and_its_rate(worked):
    cells = row(worked, "total-2024-06", "total-2023-11")
    assert (cells["before_id"], cells["change_low"], cells["change_high"]) == ("total-2023-11", 4938, 4938)
    assert (cells["flow_low"], cells["flow_high"], cells["flow_per"], cells["per"]) == (
        4938 / Fraction(210, 7), 4938 / Fraction(192, 7), "week", None,
    )  # fmt: skip


def test_what_is_refused_has_no_relation_and_no_number(worked):
    cells = row(worked, "proekt-wartime", "received-2023")
    assert (cells["verdict"], cells["relation"]) == ("not-comparable", None)
    assert cells["offence"] == "awol"
    assert cells["counter"] == "Mediazona/Proekt"
    assert [name for name in COLUMNS[16:22] + COLUMNS[25:] if cells[name] is not None] == []


def test_about_gives_machines_no_number(plain):
    cells = row(plain, "about", "y2019")
    assert [cells[name] for name in COLUMNS[16:22]] == [None] * 6
    assert "about 1.5 times as many" in cells["sentence"]


def test_a_pair_whose_readings_disagree_gives_machines_no_number(worked):
    cells = row(worked, "proekt-2021", "proekt-wartime")
    assert (cells["verdict"], cells["relation"], cells["before_value"], cells["after_value"]) == ("doubtful", "change", 527, 4373)
    assert [name for name in COLUMNS[15:22] + COLUMNS[25:] if cells[name] is not None] == []
    assert "8.3 times as many (+3,846) if for 2023" in cells["sentence"]


def test_a_pair_whose_readings_agree_keeps_its_numbers(plain):
    figure = plain.figures["disputed"]
    near = figure._replace(readings=(Reading("a later print", figure.source, 201),))
    cells = row(plain._replace(figures={**plain.figures, "disputed": near}), "y2018", "disputed")
    assert (cells["verdict"], cells["reasons"], cells["ratio_low"], cells["change_high"]) == ("with-care", ("disputed",), 2, 100)


@pytest.fixture
def doubted(plain):
    """Four figures of two rows: the one is disputed by its note on one side, by a reading on the other."""
    names = ("y2018", "disputed", "desertion", "desertion-2019")
    figures = {name: plain.figures[name] for name in names}
    noted = figures["y2018"]._replace(status=(Status.DISPUTED,), note="Others doubt it.")
    return plain._replace(figures={**figures, "y2018": noted})


def test_a_note_and_readings_that_dispute_two_figures_are_told_each_of_its_own(doubted):
    page = prose(report(doubted, "2018", "2019"))
    assert [text for text in page if text.startswith("*")] == [
        "* 200: twice as many if the 200 is for 2019 (the Court); the 100 would be 50% of it if the 200 is for 2018–2019 (Paper).",
        "* 100: Others doubt it.",
    ]
    one = report(doubted, "y2018", "disputed")
    assert ("Because", "The 100 is disputed. Others doubt it. The 200 is disputed. [disputed]") in lines(one)
    assert "The 100 is disputed. Others doubt it." in one.sentences()[0]


@pytest.mark.parametrize(("grade", "name"), [(Grade.WEAK, "disputed"), (Grade.OWN, "other")])
def test_the_figure_that_stands_for_a_period_is_from_no_weak_source_and_the_newest_as_in_the_summary(doubted, grade, name):
    other = doubted.figures["disputed"]._replace(id="other", source="paper", value=210)
    sources = {
        "court": doubted.sources["court"]._replace(grade=Grade.OWN, published=date(2024, 6, 1)),
        "paper": doubted.sources["paper"]._replace(grade=grade, published=date(2024, 6, 2)),
    }
    found = report(doubted._replace(figures={**doubted.figures, "other": other}, sources=sources), "2018", "2019")
    assert {cells[found.columns.index("after_id")] for cells in found.rows()} == {"desertion-2019", name}


def test_a_reading_that_has_left_the_question_is_told_once(doubted):
    readings = (Reading("So.", period=parse_period("2017..2018", {})),)
    later = (Reading("So.", period=parse_period("2020", {})),)
    figures = {
        "y2018": doubted.figures["y2018"]._replace(readings=readings),
        "disputed": doubted.figures["disputed"]._replace(readings=later),
    }
    (sentence,) = report(doubted._replace(figures=figures), "2018", "2019").sentences()
    assert sentence.count("says nothing") == sentence.count("it says nothing of 2019 if the 200 is for 2020 (the Court)") == 1


def test_a_pair_of_another_country_stands_under_no_article_of_this_one(worked):
    pair = {name: worked.figures[name]._replace(country="KZ") for name in ("received-2021", "received-2022")}
    awol = worked.offences["awol"]._replace(article="337")
    table = worked._replace(offences={**worked.offences, "awol": awol}, figures={**worked.figures, **pair})
    titles = [prose(report(one, "received-2021", "received-2022"))[0] for one in (table._replace(figures=worked.figures), table)]
    assert titles == ["Absence without leave, article 337", "Absence without leave (Kazakhstan)"]


def test_what_is_left_out_has_the_reason_of_the_table(doubted):
    gone = {"desertion-2019": Missing.NOT_PUBLISHED, "disputed": Missing.WITHHELD}
    silent = {name: doubted.figures[name]._replace(value=None, missing=missing, status=(), readings=()) for name, missing in gone.items()}
    found = report(doubted._replace(figures={**doubted.figures, **silent}), "2018", "2019")
    assert found.next_step == "Left out (--full): 1 withheld, 1 not published. Redo: --explain"


def test_a_small_count_that_stays_is_no_change(doubted):
    few = {name: doubted.figures[name]._replace(value=3) for name in ("desertion", "desertion-2019")}
    assert "3 cases in 2019: no change, according to" in row(doubted._replace(figures=few), "2018", "2019")["sentence"]


def test_the_number_of_a_reading_has_its_unit_and_no_hedge_of_the_printed_one(plain):
    readings = (Reading("So.", value=50),)
    changes = {"y2018": {"bound": Bound.RANGE, "value_high": 120}, "percent": {}}
    figures = {name: plain.figures[name]._replace(readings=readings, status=(Status.DISPUTED,), **changes[name]) for name in changes}
    table = plain._replace(figures={**plain.figures, **figures})
    assert "3.0 times as many (+100) if 50 (the Court)" in row(table, "y2018", "y2019")["sentence"]
    assert "percentage points if 50% (the Court)" in row(table, "percent", "percent-2019")["sentence"]


def test_a_fall_is_told_as_a_fall_whichever_side_was_asked_first(plain):
    for words in (("y2018", "at-ten"), ("at-ten", "y2018")):
        assert "down 90% (−90)" in row(plain, *words)["sentence"]


def test_two_years_are_one_line_a_series_under_the_names_of_the_offences(worked):
    found = report(worked, "2021", "2023")
    assert prose(found)[0] == "2021 → 2023"
    assert lines(found) == [
        ("Cases reaching court", "Mediazona", "615", "→", "5,096", "8.3 times as many", "with care"),
        ("People convicted", "Proekt", "527", "→", "4,373*", "disputed", "doubtful"),
    ]
    assert prose(found)[1:] == [
        (
            "* 4,373: 8.3 times as many if for 2023 (An article); 4.1 to 4.5 times as many a year if “during wartime” (The Moscow Times);"
            " the 527 would be 12% of it if “in six years” (Ukrainska Pravda)."
        ),
        (
            "5,096 was revised from 5,024; the 2021 count was not. The law changed on 24 September 2022."
            " Documented cases only, not adjusted for troop numbers; better records or more enforcement would look the same."
        ),
    ]
    assert found.next_step == "Left out (--full): 5 averaged, 6 with one side only. Redo: --explain"


def test_rows_of_another_country_stand_under_its_name(worked):
    pair = [worked.figures[name] for name in ("received-2021", "received-2023-revised")]
    abroad = {f"ua-{figure.id}": figure._replace(id=f"ua-{figure.id}", country="UA", supersedes=None) for figure in pair}
    found = report(worked._replace(figures={**worked.figures, **abroad}), "2021", "2023")
    numbers = {block.title: [line.cells[2].text for line in block.lines] for block in found.page() if isinstance(block, Table)}
    assert numbers == {"Awol": ["615", "527"], "Awol (Ukraine)": ["615"]}


def test_everything_shows_what_was_left_out(worked):
    full = lines(report(worked, "2021", "2023", view=View(full=True)))
    assert len(full) > len(lines(report(worked, "2021", "2023")))
    assert any("no figure on one side" in line for line in full)


def test_rows_of_one_counter_with_the_same_numbers_are_one_row(worked):
    twin = {name: worked.figures[name]._replace(id=f"{name}-tried", measure="resolved") for name in ("received-2021", "received-2022")}
    table = worked._replace(figures={**worked.figures, **{figure.id: figure for figure in twin.values()}})
    found = report(table, "2021", "2022", "awol", view=View())
    assert [line for line in lines(found) if "615" in line and "reported" in line[-1]] or "cases tried" not in str(lines(found))


def test_one_pair_is_told_whole(worked):
    found = report(worked, "received-2021", "received-2022")
    shown = lines(found)
    assert shown[0] == ("615 → 1,001", "up 63% (+386)")
    assert shown[1] == ("615", "cases reaching court in 2021, counted by Mediazona; The Moscow Times, 29 December 2023")
    assert [line[0] for line in shown[3:]] == ["Result", "Relation", "Verdict", "Because"]
    assert shown[-1] == ("Because", "The law changed on 24 September 2022: Heavier penalties. [break]")
    assert {item.source for item in found.references()} == {"mt-2023"}


def test_a_pair_is_laid_open_where_that_is_wanted(worked):
    text = prose(report(worked, "proekt-2021", "proekt-wartime", view=View(explain=True)))
    assert "rate after at most = 4373 / (676/365) = 1596145/676 = 2361.16124… a year" in text
    assert "share = 527 / 4373 = 527/4373 = 0.12051…" in text
    assert "ratio = 4373 / 527 = 4373/527 = 8.29791…" in text
    assert any(line.startswith("proekt-2021: “527”, text, The Moscow Times") for line in text)


def test_months_are_laid_open_in_months(worked):
    text = prose(report(worked, "insider-2024", "insider-2025", view=View(explain=True)))
    assert "length of 2025-01-01 to 2025-07-31: 2025-01-01 to 2025-07-31 = 7 months" in text
    assert "rate after = 4679 / 7 = 4679/7 = 668.42857… a month" in text


def test_a_sentence_has_both_figures_the_counter_and_the_publishers(worked):
    assert report(worked, "received-2021", "received-2023-revised").sentences() == (
        (
            "Courts received 615 cases of absence without leave in 2021 and 5,096 cases in 2023: 8.3 times as many (+4,481), according to Mediazona,"
            " as reported by The Moscow Times on 29 December 2023 and by Kontur on 17 October 2024. 5,096 was revised from 5,024; the 2021 count was not."
            " The law changed on 24 September 2022: Heavier penalties."
        ),
    )


def test_where_nothing_pairs_the_page_gives_what_there_is(worked):
    found = report(worked, "2019", "2022", "proekt", "awol")
    assert prose(found)[1].startswith("No series has a figure for both. The nearest figures")
    assert ("Cases reaching court", "Proekt", "887", "2022") in lines(found)


def test_a_counter_does_not_report_itself(packaged):
    [own_and_other, *_] = report(packaged, "2022", "2023", "awol", "mediazona").sentences()
    assert ", according to Mediazona, in its own report of 12 May 2023 and as reported by Kontur on 17 October 2024. " in own_and_other
    [other_and_own, *_] = report(packaged, "2021", "2022", "awol", "mediazona").sentences()
    assert (
        ", according to Mediazona, as reported by The Moscow Times on 29 December 2023 and in its own report of 12 May 2023. "
        in other_and_own
    )
    [undated, *_] = report(packaged, "2019", "2020", "desertion").sentences()
    assert undated.endswith(", according to the Judicial Department (undated).")


def test_what_stands_in_for_a_pair_is_what_one_side_has_with_of_whom_it_is(packaged):
    assert ("People convicted", "Judicial Dept.", "19", "2020") in lines(report(packaged, "2020", "2024", "desertion"))
    kept = [cells[0] for cells in lines(report(packaged, "2016", "2025", "awol"))]
    assert len({*kept}) == len(kept)
    assert "People convicted (servicemen absent for over a month)" in kept


@pytest.mark.parametrize("words", [("2021", "2023"), ("2021", "wartime", "awol"), ("2023", "2024"), ("2022", "2023", "desertion")])
def test_every_source_that_a_page_names_is_among_the_references(packaged, words):
    found = report(packaged, *words)
    named = {
        source
        for block in found.page()
        if isinstance(block, Table)
        for line in block.lines
        for cell in line.cells
        for source in cell.sources
    }
    assert named
    assert named <= {item.source for item in found.references()}


def test_the_packaged_table_answers_what_people_ask_first(packaged):
    found = report(packaged, "2021", "2023")
    assert ("Cases reaching court", "Mediazona", "615", "→", "5,096", "8.3 times as many", "with care") in lines(found)
    assert "2,396 → 5,204" in str(lines(report(packaged, "2023", "2024", "awol")))
    assert "4.1 to 4.5 times as many a year if" in " ".join(prose(report(packaged, "2021", "wartime", "awol")))
