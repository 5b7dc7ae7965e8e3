"""The worked cases: what is compared, what it is called, what is printed, and which numbers are never printed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from milstats.comparison import compare, judge, suggestion
from milstats.comparison.rules import RULES
from milstats.data.load import load
from milstats.errors import NothingMatchedError, UsageError
from milstats.model.period import parse_period
from milstats.model.selection import Query, WordKind, option_word, read_words
from milstats.reports.compare import compare_report
from milstats.reports.compare_words import phrase
from milstats.reports.report import Stamp, View

TABLE = Path(__file__).parents[1] / "data" / "compare" / "worked.toml"
WORKED = [
    # two figures; relation, verdict, reasons; what is printed
    ("disobeying-2018-2022 disobeying-2023", "change doubtful", "unequal-length small-count break", "from 9 in five years to 289"),
    ("received-2021 received-2022", "change with-care", "break", "up 63% (+386)"),
    ("received-2022 received-2023", "change with-care", "part-of-year break", "at least 5.0 times as many (at least 4,023 more)"),
    ("received-2021 received-2023-revised", "change with-care", "break revision", "8.3 times as many (+4,481)"),
    ("received-2021 received-2023-H1", "change with-care", "part-of-year break", "at least 3.3 times as many (at least 1,461 more)"),
    ("received-2023-jan-jul received-2024-jan-jul", "change comparable", "", "2.2 times as many (+2,808)"),
    ("received-2023-03 received-2023-04", "change comparable", "", "about the same (−6)"),
    (
        "received-2021 received-2024-05", "change with-care", "unequal-length part-of-year break",
        "51.3 a month → 844 a month, 16.5 times as many a month (+1,547%)",
    ),
    (
        "received-2021 total-2024-12", "change with-care", "running-total unequal-length break",
        "615 a year → 4,990 a year, 8.1 times as many a year (+712%)",
    ),
    (
        "insider-2024 insider-2025", "change doubtful", "unequal-length part-of-year coverage",
        "713 a month → 668 a month, down 6%",
    ),
    (
        "insider-2022 insider-2023", "change doubtful", "unequal-length part-of-year break coverage",
        "88.4 a month → 362 a month, 4.1 times as many a month (+310%)",
    ),
    ("received-2023 received-2023-revised", "revision not-a-change", "revision", "5,024, later revised to 5,096"),
    ("all-2023 all-2023-later", "- not-comparable", "contradiction", "not comparable"),
    ("headline headline-elsewhere", "restatement not-a-change", "restatement", "one count, given twice"),
    ("headline insider-2023", "- not-comparable", "different-counter", "not comparable"),
    (
        "opened-awol opened-desertion", "composition comparable", "different-offence",
        "10.5 times as many; 91% (absence without leave) and 9% of the two",
    ),
    ("march-commander march-all", "share with-care", "part-of", "4% of the 536"),
    ("proekt-wartime opened-awol", "side-by-side not-a-change", "different-measure different-unit disputed", "side by side"),
    ("proekt-wartime received-2023", "- not-comparable", "different-measure different-unit different-counter", "not comparable"),
    ("desertion-2023 all-2023", "share with-care", "part-of", "3% of the 5,593"),
    ("proekt-wartime proekt-2023", "restatement not-a-change", "restatement disputed", "they agree"),
    ("headline headline-desertion", "- not-comparable", "open-bounds", "not comparable"),
    (
        "total-2023-11 total-2024-06", "flow with-care", "snapshots uncertain-period",
        "4,938 more from 22 November 2023 to May or June 2024, 164 to 181 a week",
    ),
    (
        "total-2024-06 total-2025-05", "flow with-care", "different-start uncertain-period",
        "at most 9,100 more from May or June 2024 to May 2025, at most 190 a week",
    ),
    ("contract mobilised", "composition comparable", "different-population", "a difference of 7 percentage points"),
    ("misprint received-2023-03", "change doubtful", "deprecated", "down 85% (−377)"),
]  # fmt: skip
READINGS = (
    "527 a year → 2,180 to 2,370 a year, 4.1 to 4.5 times as many a year (+315% to +349%) if “during wartime” (The Moscow Times)",
    "8.3 times as many (+3,846) if for 2023 (An article)",
    "the 527 would be 12% of it if “in six years” (Ukrainska Pravda)",
)


@pytest.fixture(scope="module")
def table():
    return load(str(TABLE))


def report(table, *words, view=View()):  # noqa: B008 -- a view is frozen
    return compare_report(asked(table, *words), Stamp(("compare", *words), "1", None, "1"), view)


def asked(table, *words, as_of=None):
    typed = read_words(table, words)
    sides = [word for word in typed if word.kind in {"period", "id"}]
    a, b = (table.figures.get(word.typed) or parse_period(word.typed, table.periods) for word in sides)
    return compare(table, a, b, Query(tuple(word for word in typed if word.kind not in {"period", "id"}), as_of))


def texts(found):
    """Return all that a page says, line after line."""
    lines = []
    for block in found.page():
        if hasattr(block, "lines"):
            lines += [block.title, *(" ".join(cell.text + cell.mark for cell in line.cells) for line in block.lines)]
            lines += [text for line in block.lines for text in line.below]
        else:
            lines.append(block.text)
    return lines


@pytest.mark.parametrize(("names", "judged", "reasons", "words"), WORKED)
def test_a_worked_case_comes_out_as_the_rules_say(table, names, judged, reasons, words):
    figures = [table.figures[name] for name in names.split()]
    for one, other in (figures, figures[::-1]):
        found = judge(table, one, other)
        assert f"{found.relation or '-'} {found.verdict.value}" == judged
        assert sorted(found.reasons) == sorted(reasons.split())
        assert phrase(found, is_long=True) == words


def test_a_disputed_count_is_told_under_each_reading_and_never_as_one_answer(table):
    found = report(table, "proekt-2021", "proekt-wartime")
    row = asked(table, "proekt-2021", "proekt-wartime").rows[0]
    assert (row.verdict, row.relation) == ("doubtful", "change")
    assert sorted(row.reasons) == ["break", "disputed", "uncertain-period", "unequal-length"]
    assert [f"{float(end):.6f}" for end in row.result.ratio] == ["4.155473", "4.480382"]
    [line] = found.sentences()
    assert "; ".join(READINGS) in line
    assert "8.3 times as many (+3,846), according" not in line
    page = "\n".join(texts(found))
    assert "527 → 4,373 disputed" in page
    assert all(text[:1].upper() + text[1:] in page for text in READINGS)


def test_the_first_reading_is_that_of_the_figure_that_was_asked_for(table):
    line = report(table, "2021", "2023", "proekt").sentences()[0]
    assert "Sources disagree: 8.3 times as many (+3,846) if for 2023 (An article); 527 a year → 2,180" in line


def test_a_small_count_gives_no_multiple_in_words_but_to_machines(table):
    found = report(table, "disobeying-2018-2022", "disobeying-2023")
    row = dict(zip(found.columns, found.rows()[0], strict=True))
    assert (row["ratio_low"], row["ratio_high"], row["per"]) == (Fraction(1445, 9), Fraction(1445, 9), "year")
    assert "32" not in "".join(texts(found)) + found.sentences()[0]
    assert "160" not in "".join(texts(found)) + found.sentences()[0]


def test_a_reading_that_has_left_the_question_is_not_computed(table):
    figure = table.figures["proekt-wartime"]
    old = figure._replace(id="old", period=table.figures["received-2022"].period)
    known = table._replace(figures={**{key: value for key, value in table.figures.items() if not key.startswith("proekt")}, "old": old,
                                    "proekt-2021": table.figures["proekt-2021"]})  # fmt: skip
    [line] = report(known, "2021", "2022", "proekt").sentences()
    assert "it says nothing of 2022 if for 2023 (An article)" in line


def test_a_longer_figure_never_stands_under_a_shorter_period(table):
    found = asked(table, "2018", "2021", "proekt")
    assert [(row.verdict, row.before) for row in found.rows] == [("no-figure", None)]
    assert "The table has no such figure for 2018" in report(table, "2018", "2021", "proekt").sentences()[0]


def test_an_average_that_a_sum_contradicts_is_never_given(table):
    found = asked(table, "2021", "2023", "awol")
    assert found.averages == ()
    full = report(table, "2021", "2023", view=View(full=True))
    assert "2,630" not in "\n".join((*texts(full), *full.sentences()))


def test_an_average_stands_in_only_where_everything_is_wanted_and_under_its_own_dates(table):
    figures = {**table.figures, "opened-desertion-2021": table.figures["opened-desertion"]._replace(
        id="opened-desertion-2021", value=100, period=table.figures["received-2021"].period)}  # fmt: skip
    known = table._replace(figures=figures)
    assert [row.verdict for row in asked(known, "2021", "2023", "desertion", "opened").rows] == ["no-figure"]
    page = texts(report(known, "2021", "2023", "desertion", "opened", view=View(full=True)))
    assert "2021 → average of 2022–2023" in page


def test_sums_are_exact(table):
    for total in table.sums.values():
        if total.coverage == "whole":
            assert sum(table.figures[name].value for name in total.parts) == table.figures[total.total].value


def test_halves_that_nobody_counted_offer_the_years(table):
    with pytest.raises(NothingMatchedError, match="milstats compare 2023 2024 insider"):
        asked(table, "2023-H1", "2024-H1", "insider")


def test_the_longest_same_months_are_offered_where_no_whole_years_pair(table):
    found = asked(table, "2023", "2024", "awol")
    shown = texts(report(table, "2023", "2024", "awol"))
    assert (found.rows[0].before.figure.id, found.rows[0].after.figure.id) == ("received-2023-jan-jul", "received-2024-jan-jul")
    assert "2,396 → 5,204 2.2 times as many" in shown


def test_a_running_total_from_the_start_asked_for_stands_for_it_and_a_doubtful_start_comes_last(table):
    rows = {row.figures[0].counter: row for row in asked(table, "2021", "wartime", "awol").rows}
    assert (rows["Mediazona"].before.figure.id, rows["Mediazona"].after.figure.id) == ("received-2021", "total-2024-12")
    assert "8.1 times as many a year" in phrase(rows["Mediazona"].judgement)


def test_one_side_alone_gives_its_average_and_says_that_silence_is_not_zero(table):
    [line] = report(table, "2021", "wartime", "refusal").sentences()
    assert line.startswith("More than 4,600 people were convicted")
    assert "That is at least 2,300 a year. The table has no such figure for 2021, which does not mean that there were none." in line


def test_what_is_refused_names_what_differs_and_offers_what_the_rules_allow(table):
    found = report(table, "proekt-wartime", "received-2023")
    page = texts(found)
    for text in ("measure: received_by_court / convicted", "unit: case / person", "counter: Mediazona / Proekt"):
        assert any(text in line for line in page)
    assert any("period: Jan–29 Dec 2023 / Feb 2022 to Dec 2023 or Feb 2024" in line for line in page)
    commands = [line for line in page if line.startswith("milstats compare")]
    assert commands == ["milstats compare received-2022 received-2023", "milstats compare proekt-2021 proekt-wartime"]
    assert "0.83" not in "\n".join(page)


def test_a_suggestion_is_what_the_rules_allow(table):
    for figure in table.figures.values():
        pair = suggestion(table, figure)
        if pair is not None:
            assert judge(table, *pair).relation in {"change", "flow"}
            assert "received-2023" not in {other.id for other in pair if other is not figure}


def test_a_limit_says_no_more_of_what_follows_than_that_it_is_one_too(table):
    found = judge(table, table.figures["proekt-2021"], table.figures["headline"]._replace(counter="Proekt", offence="awol"))
    words = [finding.words for finding in found.findings if finding.rule == "bounded"]
    assert words == ["“>4,600” is a minimum, so what follows is a limit or a range too."]


def test_a_figure_that_was_revised_says_so_where_it_is_compared_by_its_id(table):
    (row,) = asked(table, "received-2022", "received-2023").rows
    assert (row.verdict, row.reasons) == ("with-care", ("part-of-year", "break", "revision"))
    assert "5,024 was later revised to 5,096 (received-2023-revised)." in [found.words for found in row.judgement.findings]
    assert "revision" not in asked(table, "received-2021", "received-2022").rows[0].reasons


def test_sides_are_told_in_the_order_of_time(table):
    assert asked(table, "2023", "2021", "awol") == asked(table, "2021", "2023", "awol")


def test_as_of_gives_the_table_as_it_was_known(table):
    rows = asked(table, "2021", "2023", "awol", as_of=date(2024, 1, 1)).rows
    assert [row.after.figure.id for row in rows if row.before and row.after] == ["received-2023"]
    with pytest.raises(NothingMatchedError, match="was not yet published on 1 January 2024"):
        asked(table, "received-2021", "received-2023-revised", as_of=date(2024, 1, 1))


def test_two_sides_that_are_one_or_words_beside_an_id_are_an_error(table):
    with pytest.raises(UsageError, match="both sides are 2021"):
        compare(table, parse_period("2021", {}), parse_period("2021-01..2021-12", {}), Query())
    with pytest.raises(UsageError, match="leave out 'awol'"):
        asked(table, "received-2021", "2023", "awol")


def test_what_finds_nothing_says_what_was_known_and_what_to_type(table):
    with pytest.raises(NothingMatchedError, match=r'^no figure that was known on 2020-01-01 is of "awol"; see `milstats topics`$'):
        asked(table, "2021", "2023", "awol", as_of=date(2020, 1, 1))
    counter = option_word(table, WordKind.COUNTER, "Mediazona")
    with pytest.raises(NothingMatchedError, match=r"compared: milstats compare 2021 2022 --counter=Mediazona --as-of 2024-01-01$"):
        compare(table, parse_period("2021-02", {}), parse_period("2022-02", {}), Query((counter,), date(2024, 1, 1)))


def test_every_rule_speaks_in_one_case_and_keeps_silent_in_another():
    lines = (TABLE.parent / "judgements.txt").read_text(encoding="utf-8").splitlines()
    judged = [line.partition(": ")[2].partition(";")[0].split()[2:] for line in lines if ": " in line and not line.startswith("#")]
    cases = [*judged, *(reasons.split() for _, _, reasons, _ in WORKED)]
    for rule in RULES:
        assert any(rule.name in reasons for reasons in cases), rule.name
        assert any(rule.name not in reasons for reasons in cases), rule.name
