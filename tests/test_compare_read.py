"""What a reader who pastes a comparison must not be misled by: hedges, order in time, what the numbers leave out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TABLE = str(Path(__file__).parent / "data" / "compare" / "figures.toml")

PRINTED = [
    # a pair, what the table says of it, what it must not say
    (("about", "more-than-2019"), "at least about 1.0 times as many", "about at least"),
    (("y2018", "many-about"), "about 9 % of the whole", "  9 % of the whole"),
    (("y2019", "half-about"), "150 a year → about 240 a year", "242"),
    (("half-about", "y2023"), "about 240 a year → 300 a year", "242"),
    (("about", "y2019"), "about 1.5 times as many", "a year"),
    (("y2019", "y2018"), "1.5 times as many in the first", "before"),
    (("y2019", "y2018"), "−50, −33 % from the first to the second.", "before"),
    (("y2018", "y2017"), "2.0 times as many in the second", "before"),
    (("y2017", "y2018"), "2.0 times as many before", "in the"),
    (("y2019", "two-2018"), "3.0 times as many a year in the first", "before"),
    (("since-a", "since-under"), "at most +399 in between", "−200"),
    (("since-a", "since-under"), "At most 399 a year, or at most 7.66 a week.", "−200"),
    (("since-a", "since-about"), "side by side", "in between"),
    (("less-than", "two-2020"), "at most 99 a year", "0 to 99"),
    (("y2018", "others-more"), "a difference of 20", "+20"),
    (("others-more", "y2018"), "a difference of 20", "−20"),
    (("percent", "percent-inferred"), "a difference of +10 percentage points", "times"),
    (("undated", "no-period"), "No figure of their series can be soundly compared with either.", "What can be compared:"),
]
HEAD = """[offences.whole]
label = "the whole"
includes = ["awol"]
"""
MORE = {
    "y2017": ("awol", 200, "eq", "Court", '"2017"', "200 of them"),
    "two-2018": ("awol", 100, "eq", "Court", '"2017..2018"', "100 of them"),
    "two-2020": ("awol", 300, "eq", "Court", '"2020..2021"', "300 of them"),
    "half-about": ("awol", 120, "approx", "Court", '"2020-H1"', "about 120"),
    "many-about": ("whole", 1130, "approx", "Court", '"2018"', "about 1130"),
    "others-more": ("awol", 120, "eq", "Paper", '"2018"', "120 of them"),
}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    text = Path(TABLE).read_text(encoding="utf-8")
    head, figures, rest = text.partition("[figures.y2018]")
    more = "".join(
        f'[figures.{name}]\noffence = "{offence}"\nmeasure = "received_by_court"\nunit = "case"\nvalue = {value}\nbound = "{bound}"\n'
        f'counter = "{counter}"\nperiod = {period}\nsource = "court"\nrelation = "primary"\nquote = "{quote}"\nwhere = "table 1"\n'
        for name, (offence, value, bound, counter, period, quote) in MORE.items()
    )
    path = tmp_path_factory.mktemp("read") / "figures.toml"
    path.write_text(head + HEAD + more + figures + rest, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("pair", "said", "unsaid"), PRINTED)
def test_a_hedge_an_order_and_a_limit_are_printed(milstats, table, pair, said, unsaid):
    out = milstats("compare", *pair, "--data", table, "-f", "table").out.partition("Documented cases only")[0]
    assert (said in out, unsaid in out) == (True, False), out


def sentence(milstats, table, *pair):
    return json.loads(milstats("compare", *pair, "--data", table, "-f", "jsonl").out)["sentence"]


SPOKEN = [
    (("y2019", "y2023"), "The law changed on 24 September 2022: Heavier penalties."),
    (("few", "y2019"), "A count is below 10: a few more or fewer would change the picture, so read the counts first."),
    (("h1-2018", "h1-2019"), "a season may show in the difference."),
    (("weekly", "weekly-2019"), "Two paces: no source says how steadily they held."),
    (
        ("y2018", "y2017"),
        "By milstats’ calculation: 2.0 times as many in the second as in the first (+100, +100 % from the first to the second).",
    ),
    (("y2018", "all"), "By milstats’ calculation: the first is 25 % of the whole (the rest is 300)."),
    (("y2018", "h1-2018"), "By milstats’ calculation: the second is 100 % of the whole (the rest is 0)."),
    (("about", "few"), "Side by side only: No source says how far its “about” reaches: no change, no percent, and two figures at most."),
    (("since-a", "since-about"), "Side by side only: No source says how far its “about” reaches"),
]


@pytest.mark.parametrize(("pair", "said"), SPOKEN)
def test_prose_says_what_its_numbers_leave_out(milstats, table, pair, said):
    assert said in sentence(milstats, table, *pair)


def test_prose_says_that_a_figure_is_disputed_and_says_it_once(milstats):
    plain, read = (
        json.loads(milstats("compare", *pair, "-f", "jsonl").out)["sentence"]
        for pair in (
            ("judicial-draft-convicted-2022", "judicial-draft-convicted-2023"),
            ("proekt-awol-convicted-2021", "proekt-awol-convicted-wartime"),
        )
    )
    assert "Disputed is the 958 (“В 2023 году”). Forpost reads 901 decisions" in plain
    assert ("Disputed is" in read, "If the 4,373 is for 2023, as jingletree.com has it" in read) == (False, True)


def test_prose_puts_a_pair_side_by_side_for_the_reason_that_stops_it(milstats):
    out = milstats("compare", "mediazona-awol-convicted-weekly-2023", "mediazona-awol-sentenced-weekly-2023-06", "-f", "prose").out
    assert "Side by side only: Different measures, people convicted and sentences passed" in out


def test_the_nearest_figures_are_counts_of_the_same_people(milstats):
    out = milstats("compare", "2023", "2024", "draft_evasion", "-f", "table").out
    assert "judicial-draft-convicted-2024-H1 (428)" in out
    assert "-share" not in out.partition("Documented cases only")[0]
    wide = milstats("compare", "2021", "2023", "refusal_to_serve", "--counter", "proekt", "-f", "table").out
    assert "barents" not in wide


def test_an_offence_with_running_totals_only_is_not_said_to_have_none(milstats):
    out = milstats("compare", "2021", "2023", "evasion_by_feigned_illness", "-f", "table").out
    assert "No other figure that was asked for counts this offence over a period of its own." in out


def test_the_law_changed_for_all_crimes_as_for_their_parts(milstats):
    row = json.loads(milstats("compare", "judicial-all-convicted-2020", "judicial-all-convicted-2024", "-f", "jsonl").out)
    assert (row["verdict"], row["reasons"]) == ("meaningful", ["break"])


def test_a_count_that_holds_another_is_never_set_beside_it_as_a_second_part(milstats):
    row = json.loads(milstats("compare", "mediazona-refusal-received-2023-03", "mediazona-military-received-2023-03", "-f", "jsonl").out)
    assert row["reasons"] == ["umbrella", "approximate"]
    assert "about 91 % of the whole" in row["sentence"]
    assert "times as many" not in row["sentence"]
