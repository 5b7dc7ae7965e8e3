"""The worked cases, number by number: what is compared, what is printed, and which numbers must never be."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest

from milstats.compare import compare, sought
from milstats.compare.judgement import judge
from milstats.compare.lengths import ends_of, span
from milstats.load import load
from milstats.selection import Query

PROEKT_2021, PROEKT_WARTIME = "proekt-awol-convicted-2021", "proekt-awol-convicted-wartime"
MEDIAZONA = "mediazona-awol-received"
CUMULATIVE = """format = 1
version = "1"
[offences.awol]
label = "absence"
[sources.mediazona]
type = "webpage"
title = "Cases"
publisher = "Mediazona"
published = 2024-06-18
accessed = 2026-11-22
language = "en"
url = "https://example.org/"
role = "counter"
[figures.known-2023]
offence = "awol"
measure = "received_by_court"
unit = "case"
value = 4121
period = { text = "since mobilisation", start = 2022-09-21, end = 2023-11-21, kind = "cumulative" }
counter = "Mediazona"
source = "mediazona"
relation = "primary"
quote = "4,121 cases"
where = "paragraph 1"
[figures.known-2024]
offence = "awol"
measure = "received_by_court"
unit = "case"
value = 9059
period = { text = "since mobilisation", start = 2022-09-21, end = [2024-05-31, 2024-06-18], kind = "cumulative" }
counter = "Mediazona"
source = "mediazona"
relation = "primary"
quote = "9,059 cases"
where = "paragraph 1"
[figures.open-2020]
offence = "awol"
measure = "received_by_court"
unit = "case"
value = 4600
bound = "gt"
period = "2020"
counter = "Mediazona"
source = "mediazona"
relation = "primary"
quote = "more than 4,600"
where = "paragraph 2"
[figures.open-2021]
offence = "awol"
measure = "received_by_court"
unit = "case"
value = 500
bound = "gt"
period = "2021"
counter = "Mediazona"
source = "mediazona"
relation = "primary"
quote = "over 500"
where = "paragraph 2"
"""


@pytest.fixture(scope="module")
def table():
    return load()


@pytest.fixture
def cumulative(tmp_path):
    path = tmp_path / "cumulative.toml"
    path.write_text(CUMULATIVE, encoding="utf-8")
    return str(path)


def judged(table, before, after):
    return judge(table, table.figures[before], table.figures[after])


WORKED = [
    # what is compared, and what stands in the table that people read
    ((PROEKT_2021, PROEKT_WARTIME), ["527 a year → 2,180 to 2,370 a year", "4.1 to 4.5 times as many", "+315 % to +349 %"], "meaningful"),
    (("2022", "2023", "disobeying_orders"), ["1.8 a year → 289", "about 160 times as many"], "meaningful"),
    ((f"{MEDIAZONA}-2021", f"{MEDIAZONA}-2022"), ["+386", "+63 %", "1.6 times as many"], "meaningful"),
    (
        (f"{MEDIAZONA}-2022", f"{MEDIAZONA}-2023"),
        ["at least +4,023", "at least +401 %", "at least 5.0 times as many", "Counted to 29 December 2023"],
        "meaningful",
    ),
    ((f"{MEDIAZONA}-2021", f"{MEDIAZONA}-2023"), ["at least 8.1 times as many"], "meaningful"),
    (("prewar", "wartime", "refusal_to_serve"), [">4,600", "At least 2,300 a year.", "no figure"], "none"),
    (
        ("proekt-desertion-opened-2022-2023", "proekt-awol-opened-2022-2023"),
        ["10.5 times as many", "9 % and 91 % of the two", "a difference of 4,759"],
        "direct",
    ),
    ((PROEKT_WARTIME, "proekt-awol-opened-2022-2023"), ["side by side", "Different measures"], "conceptual"),
]


@pytest.mark.parametrize(("asked", "printed", "verdict"), WORKED)
def test_a_worked_case_prints_its_numbers(milstats, asked, printed, verdict):
    outcome = milstats("compare", *asked, "-f", "table")
    assert outcome.code == 0
    assert [text for text in printed if text not in outcome.out] == []
    assert f"  {verdict}\n" in outcome.out


REASONS = [
    (PROEKT_2021, PROEKT_WARTIME, {"unequal-length", "uncertain-period", "break", "disputed"}),
    ("proekt-disobeying-convicted-2018-2022", "proekt-disobeying-convicted-2023", {"small-count", "unequal-length", "break"}),
    (f"{MEDIAZONA}-2021", f"{MEDIAZONA}-2022", {"break"}),
    (f"{MEDIAZONA}-2022", f"{MEDIAZONA}-2023", {"year-to-date", "break"}),
    ("proekt-awol-opened-2022-2023", "proekt-desertion-opened-2022-2023", {"different-offence"}),
    (PROEKT_WARTIME, "proekt-awol-opened-2022-2023", {"different-measure"}),
    (PROEKT_WARTIME, f"{MEDIAZONA}-2023", {"different-measure", "different-unit", "different-counter"}),
]


@pytest.mark.parametrize(("before", "after", "reasons"), REASONS)
def test_a_worked_case_names_its_rules(table, before, after, reasons):
    assert reasons <= set(judged(table, before, after).reasons)


def test_the_seed_pair_is_exact_to_the_last_fraction(table):
    judgement = judged(table, PROEKT_2021, PROEKT_WARTIME)
    ends = ends_of(table.figures[PROEKT_WARTIME].period)
    assert ends is not None
    assert span(ends) == (Fraction(676, 365), Fraction(266761, 133590))
    assert judgement.result.ratio == (Fraction(4373, 527) / Fraction(266761, 133590), Fraction(4373, 527) / Fraction(676, 365))
    assert [f"{float(end):.6f}" for end in judgement.result.ratio] == ["4.155473", "4.480382"]


def between(low, high=None):
    return Fraction(low), None if high is None else Fraction(high)


# By hand, from the printed counts alone: change, percent and ratio from their lowest to their highest.
EXACT = [
    ("proekt-disobeying-convicted-2018-2022", "proekt-disobeying-convicted-2023", between("1436/5", "1436/5"), None, between("1445/9", "1445/9")),
    (f"{MEDIAZONA}-2021", f"{MEDIAZONA}-2022", between(386, 386), between("38600/615", "38600/615"), between("1001/615", "1001/615")),
    (f"{MEDIAZONA}-2022", f"{MEDIAZONA}-2023", between(4023), between("402300/1001"), between("5024/1001")),
    (f"{MEDIAZONA}-2021", f"{MEDIAZONA}-2023", between(4409), between("440900/615"), between("5024/615")),
    ("proekt-desertion-opened-2022-2023", "proekt-awol-opened-2022-2023", between(4759, 4759), None, between("5260/501", "5260/501")),
    (PROEKT_2021, "proekt-awol-convicted-2023", between(3846, 3846), between("384600/527", "384600/527"), between("4373/527", "4373/527")),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "change", "percent", "ratio"), EXACT)
def test_a_worked_case_is_exact_to_the_last_fraction(table, before, after, change, percent, ratio):
    result = judged(table, before, after).result
    assert (result.change, result.percent, result.ratio) == (change, percent, ratio)


def test_the_seed_pair_under_each_reading(milstats):
    out = milstats("compare", "2021", "wartime", "awol", "--measure", "convicted", "-f", "table").out
    assert "If the 4,373 is for 2023, as jingletree.com has it: 8.3 times as many." in out
    assert "as Ukrainska Pravda has it: 12 % of the whole, and no ratio." in out
    assert re.findall(r"(?<![\d,.])8\.3\b", out) == ["8.3"]
    assert "[b][d][v]" in out


@pytest.mark.parametrize("form", ["table", "prose", "tsv", "csv", "json", "jsonl", "markdown"])
@pytest.mark.parametrize("explain", [[], ["--explain"]])
@pytest.mark.parametrize(
    ("asked", "forbidden"),
    [
        (["2018..2022", "2023", "disobeying_orders"], [r"32\.1", r"(?<![\d.,-])32(?![\d.,-])"]),
        ([PROEKT_WARTIME, "proekt-awol-opened-2022-2023"], [r"0\.83", r"83 %", r"\b1\.2 times"]),
        ([PROEKT_2021, PROEKT_WARTIME], [r"times more"]),
    ],
)
def test_a_forbidden_number_appears_nowhere(milstats, asked, forbidden, form, explain):
    outcome = milstats("compare", *asked, "-f", form, *explain)
    assert outcome.code == 0
    assert [pattern for pattern in forbidden if re.search(pattern, outcome.out + outcome.err)] == []


def test_the_ratio_of_raw_counts_stands_under_its_reading_only(milstats):
    row = json.loads(milstats("compare", PROEKT_2021, PROEKT_WARTIME, "-f", "jsonl").out)
    before, _, after = row.pop("sentence").partition("If the 4,373 is for 2023, as jingletree.com has it: 8.3 times as many")
    assert (re.search(r"8\.[23]", before), re.search(r"8\.[23]", after)) == (None, None)
    assert not re.search(r"\b8\.[23]", json.dumps(row))


def test_a_refusal_names_what_differs_and_what_can_be_compared(milstats):
    outcome = milstats("compare", PROEKT_WARTIME, f"{MEDIAZONA}-2023", "-f", "table")
    for line in (
        "    measure: convicted / received_by_court",
        "    unit: person / case",
        "    counter: Proekt / Mediazona",
        "    period: 2022-02-24 to 2023-12-31…2024-02-22 / 2023-01-01 to 2023-12-29",
        f"    milstats compare {PROEKT_2021} {PROEKT_WARTIME}",
        f"    milstats compare {MEDIAZONA}-2022 {MEDIAZONA}-2023",
    ):
        assert f"{line}\n" in outcome.out


def test_every_command_that_a_refusal_offers_is_answered_soundly(milstats):
    out = milstats("compare", PROEKT_WARTIME, f"{MEDIAZONA}-2023", "-f", "table").out
    offered = re.findall(r"^ +milstats (compare \S+ \S+)$", out, re.MULTILINE)
    assert offered
    for command in offered:
        rows = [json.loads(line) for line in milstats(*command.split(), "-f", "jsonl").out.splitlines()]
        assert [row["verdict"] in {"direct", "meaningful"} for row in rows] == [True]


def test_two_running_totals_give_the_flow_between_them(milstats, cumulative):
    outcome = milstats("compare", "known-2023", "known-2024", "--data", cumulative, "-f", "table")
    for text in ("+4,938 in between", "164 to 181 a week", "8,600 to 9,410 a year", "[e]", "meaningful"):
        assert text in outcome.out


def test_two_open_bounds_are_refused(milstats, cumulative):
    outcome = milstats("compare", "open-2020", "open-2021", "--data", cumulative, "-f", "jsonl", "--strict")
    row = json.loads(outcome.out)
    assert (outcome.code, row["verdict"], row["reasons"]) == (4, "none", ["open-bounds"])


@pytest.mark.parametrize(
    ("name", "parts", "total"), [("mediazona-2023", [148, 421, 5024], 5593), ("proekt-awol-2022-2023", [887, 4373], 5260)]
)
def test_a_sum_that_the_sources_state_is_exact(table, name, parts, total):
    identity = table.sums[name]
    assert sorted(table.figures[part].value for part in identity.parts) == parts
    assert table.figures[identity.total].value == sum(parts) == total


def test_a_period_without_a_topic_goes_over_every_series_with_a_figure(table):
    rows = compare(table, sought(table, "2021"), sought(table, "2023"), Query()).rows
    assert len(rows) > 15
    assert all(row.figures for row in rows)
    assert {row.verdict.value for row in rows} == {"meaningful", "conceptual", "none"}
