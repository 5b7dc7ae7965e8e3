"""Every rule once where it speaks and once where it keeps silent."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from milstats.compare import compare, sought
from milstats.compare.intervals import exactly
from milstats.compare.judgement import RULES, judge
from milstats.compare.pair import pair_of
from milstats.compare.rules import rules_table
from milstats.load import load
from milstats.selection import Query
from milstats.vocabulary import Verdict

HEAD = """format = 1
version = "1"
[offences.awol]
label = "absence"
[offences.desertion]
label = "desertion"
[offences.all]
label = "all of it"
includes = ["awol", "desertion"]
[breaks.2022-09-24]
offences = ["awol"]
kind = "law"
note = "Heavier penalties."
[sources.court]
type = "dataset"
title = "Statistics"
publisher = "Court"
published = 2024-06-01
accessed = 2026-11-22
language = "en"
url = "https://example.org/court"
role = "both"
[sources.paper]
type = "article-newspaper"
title = "Report"
publisher = "Paper"
published = 2024-07-01
accessed = 2026-11-22
language = "en"
url = "https://example.org/paper"
role = "relayer"
"""
RUNNING = '{{ text = "since 2020", start = 2020-01-01, end = {}, kind = "cumulative" }}'
UNCERTAIN = '{ text = "so far", start = 2020-01-01, end = [2020-11-30, 2020-12-31] }'
PACE = '{{ text = "in {}", start = {}-01-01, end = {}-12-31, kind = "{}" }}'
FIGURES: dict[str, dict[str, object]] = {
    "y2018": {"period": '"2018"'},
    "y2019": {"period": '"2019"', "value": 150},
    "y2019b": {"period": '"2019"', "value": 151},
    "y2023": {"period": '"2023"', "value": 300},
    "two": {"period": '"2016..2017"', "value": 300},
    "h1-2018": {"period": '"2018-H1"'},
    "h1-2019": {"period": '"2019-H1"'},
    "uncertain": {"period": UNCERTAIN},
    "to-date": {"period": '"2021-01-01..2021-12-20"'},
    "across": {"period": '"2018-07-01..2019-06-30"'},
    "desertion": {"period": '"2018"', "offence": "desertion"},
    "desertion-2019": {"period": '"2019"', "offence": "desertion"},
    "all": {"period": '"2018"', "offence": "all", "value": 400},
    "all-2019": {"period": '"2019"', "offence": "all", "value": 400},
    "since-a": {"period": RUNNING.format("2020-12-31"), "value": 200},
    "since-b": {"period": RUNNING.format("2021-12-31"), "value": 500},
    "since-less": {"period": RUNNING.format("2022-06-30"), "value": 400},
    "y2020": {"period": '"2020"'},
    "weekly": {"period": PACE.format(2018, 2018, 2018, "per-week")},
    "weekly-2019": {"period": PACE.format(2019, 2019, 2019, "per-week"), "value": 120},
    "monthly": {"period": PACE.format(2019, 2019, 2019, "per-month"), "value": 500},
    "convicted": {"period": '"2018"', "measure": "convicted", "unit": "person"},
    "people": {"period": '"2018"', "unit": "person"},
    "others": {"period": '"2018"', "counter": "Paper"},
    "others-2019": {"period": '"2019"', "counter": "Paper"},
    "officers": {"period": '"2018"', "population": "officers"},
    "more-than": {"period": '"2018"', "bound": "gt", "quote": "more than 100"},
    "more-than-2019": {"period": '"2019"', "bound": "gt", "quote": "more than 100"},
    "about": {"period": '"2018"', "bound": "approx", "quote": "about 100"},
    "few": {"period": '"2018"', "value": 4},
    "nothing": {"period": '"2017"', "value": 0},
    "many": {"period": '"2019"', "value": 5000},
    "vague": {"period": '"2018"', "value": None, "bound": "vague", "text": "most of them", "quote": "most of them"},
    "words": {"period": '"2018"', "value": None, "text": "the most widespread charge", "quote": "the most widespread"},
    "withheld": {"period": '"2018"', "value": None, "missing": "withheld"},
    "undated": {"period": '{ text = "over the years" }'},
    "percent": {"period": '"2018"', "measure": "share", "unit": "percent", "value": 20},
    "percent-2019": {"period": '"2019"', "measure": "share", "unit": "percent", "value": 35},
    "mean": {"period": '"2018"', "measure": "mean_sentence", "unit": "year", "value": 2},
    "mean-2019": {"period": '"2019"', "measure": "mean_sentence", "unit": "year", "value": 3},
    "disputed": {"period": '"2019"', "status": '["disputed"]', "value": 200},
}
READINGS = """
[[figures.disputed.readings]]
period = "2018..2019"
source = "paper"
why = "It says two years."
"""

# For each rule: a pair of which it speaks and the verdict then, and a pair of which it does not.
CASES = {
    "same-figure": (("y2018", "y2018"), "none", ("y2018", "y2019")),
    "unequal-length": (("two", "y2019"), "meaningful", ("y2018", "y2019")),
    "part-year": (("h1-2018", "h1-2019"), "meaningful", ("y2018", "y2019")),
    "uncertain-period": (("y2018", "uncertain"), "meaningful", ("y2018", "y2019")),
    "year-to-date": (("y2019", "to-date"), "meaningful", ("y2019", "h1-2018")),
    "nested": (("h1-2018", "y2018"), "conceptual", ("y2018", "y2019")),
    "overlapping": (("y2018", "across"), "none", ("h1-2018", "y2018")),
    "different-offence": (("y2018", "desertion"), "direct", ("y2018", "all")),
    "snapshots": (("since-a", "since-b"), "meaningful", ("y2020", "since-b")),
    "cumulative-against-period": (("y2020", "since-b"), "conceptual", ("since-a", "since-b")),
    "pace": (("weekly", "y2019"), "none", ("y2018", "y2019")),
    "different-measure": (("convicted", "y2018"), "conceptual", ("y2018", "people")),
    "different-unit": (("people", "y2018"), "conceptual", ("y2018", "others")),
    "different-counter": (("y2018", "others"), "conceptual", ("y2018", "people")),
    "umbrella": (("y2018", "all"), "conceptual", ("y2018", "desertion")),
    "different-population": (("y2018", "officers"), "none", ("y2018", "y2019")),
    "restatement": (("y2019", "y2019b"), "conceptual", ("y2018", "y2019")),
    "bounded": (("more-than", "y2019"), "meaningful", ("y2018", "y2019")),
    "open-bounds": (("more-than", "more-than-2019"), "none", ("more-than", "y2019")),
    "approximate": (("about", "y2019"), "conceptual", ("more-than", "y2019")),
    "vague": (("vague", "y2019"), "none", ("words", "y2019")),
    "text": (("words", "y2019"), "none", ("vague", "y2019")),
    "zero-baseline": (("nothing", "y2019"), "meaningful", ("y2019", "nothing")),
    "missing": (("withheld", "y2019"), "none", ("words", "y2019")),
    "undated": (("undated", "y2019"), "none", ("uncertain", "y2019")),
    "percentages": (("percent", "percent-2019"), "direct", ("y2018", "y2019")),
    "means": (("mean", "mean-2019"), "direct", ("y2018", "y2019")),
    "small-count": (("few", "y2019"), "meaningful", ("y2018", "y2019")),
    "large-change": (("y2018", "many"), "direct", ("y2018", "y2019")),
    "break": (("y2019", "y2023"), "meaningful", ("y2018", "y2019")),
    "disputed": (("y2018", "disputed"), "direct", ("y2018", "y2019")),
}
# Where a rule refuses what it else allows.
REFUSED = [
    ("different-offence", "y2018", "desertion-2019"),
    ("umbrella", "y2018", "all-2019"),
    ("snapshots", "since-b", "since-less"),
    ("cumulative-against-period", "y2019", "since-a"),
    ("pace", "weekly", "monthly"),
    ("different-measure", "convicted", "y2019"),
    ("different-unit", "people", "y2019"),
    ("different-counter", "y2018", "others-2019"),
    ("percentages", "percent", "y2019"),
    ("means", "mean", "y2019"),
]


def record(name, fields):
    value = fields.get("value", 100)
    values = {
        "offence": fields.get("offence", "awol"), "measure": fields.get("measure", "received_by_court"),
        "unit": fields.get("unit", "case"), "bound": fields.get("bound", "eq"), "counter": fields.get("counter", "Court"),
        "source": "court", "relation": "primary", "quote": fields.get("quote", f"{value} of them"), "where": "table 1",
        "population": fields.get("population", "servicemen"), "text": fields.get("text"), "missing": fields.get("missing"),
    }  # fmt: skip
    lines = [f'{key} = "{text}"' for key, text in values.items() if text is not None]
    lines += [f"value = {value}"] if value is not None else []
    lines += [f"{key} = {fields[key]}" for key in ("period", "status") if key in fields]
    return "\n".join([f"[figures.{name}]", *lines, ""])


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("rules") / "rules.toml"
    path.write_text(HEAD + "".join(record(name, fields) for name, fields in FIGURES.items()) + READINGS, encoding="utf-8")
    return load(str(path))


def finding(table, rule, before, after):
    return RULES[rule](pair_of(table, table.figures[before], table.figures[after]))


def test_every_rule_has_its_cases():
    assert RULES
    assert [*RULES] == [*CASES]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_speaks(table, rule):
    (before, after), verdict, _ = CASES[rule]
    found = finding(table, rule, before, after)
    assert found is not None
    assert found.words.endswith((".", "”"))
    judgement = judge(table, table.figures[before], table.figures[after])
    assert rule in judgement.reasons
    assert judgement.verdict.value == verdict


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_keeps_silent(table, rule):
    assert finding(table, rule, *CASES[rule][2]) is None


@pytest.mark.parametrize(("name", "before", "after"), REFUSED)
def test_a_rule_refuses_what_it_else_allows(table, name, before, after):
    judgement = judge(table, table.figures[before], table.figures[after])
    assert (judgement.verdict, name in judgement.reasons) == (Verdict.NONE, True)


def test_without_a_rule_the_verdict_is_direct(table):
    judgement = judge(table, table.figures["y2018"], table.figures["y2019"])
    assert (judgement.verdict, judgement.reasons) == (Verdict.DIRECT, ())
    assert judgement.result[3:6] == (exactly(50), exactly(50), exactly(Fraction(3, 2)))


@pytest.mark.parametrize("before", FIGURES)
def test_a_refusal_never_carries_a_number(table, before):
    for after in FIGURES:
        judgement = judge(table, table.figures[before], table.figures[after])
        if judgement.verdict is Verdict.NONE:
            assert judgement.findings
            assert {*judgement.result[1:-1]} == {None}


@pytest.mark.parametrize("before", FIGURES)
def test_the_verdict_is_the_same_both_ways(table, before):
    for after in FIGURES:
        one, other = (judge(table, table.figures[a], table.figures[b]).verdict for a, b in ((before, after), (after, before)))
        assert one is other


def test_the_rules_as_a_table_name_every_rule_once():
    names = [row[0] for row in rules_table()]
    assert names == [*RULES, "no-figure"]
    assert all(cell for row in rules_table() for cell in row)


def test_the_rules_stand_in_the_readme_as_they_are():
    lines = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8").splitlines()
    first = lines.index("| Rule | Situation | Verdict | milstats prints | and says |") + 2
    name, *others = zip(*rules_table(), strict=True)
    rows = zip((f"`{rule}`" for rule in name), *others, strict=True)
    assert [*lines[first : first + len(name)], ""] == [*(f"| {' | '.join(row)} |" for row in rows), ""]


CHOSEN = [
    # asked for, the figure that stands for it, and how
    ("2018", "y2018", "exact"),
    ("2021", "to-date", "most"),
    ("2016", "two", "longer"),
    ("2018..2019", None, None),
    ("2015", None, None),
]


@pytest.mark.parametrize(("asked", "chosen", "fit"), CHOSEN)
def test_which_figure_stands_for_a_period(tmp_path, asked, chosen, fit):
    path = tmp_path / "choice.toml"
    kept = {name: FIGURES[name] for name in ("y2018", "to-date", "two", "y2023")}
    path.write_text(HEAD + "".join(record(name, fields) for name, fields in kept.items()), encoding="utf-8")
    table = load(str(path))
    row = compare(table, sought(table, asked), sought(table, "2023"), Query()).rows[0]
    assert (row.before and (row.before.figure.id, row.before.fit.value)) == (chosen and (chosen, fit))


def test_a_superseded_figure_gives_way(tmp_path):
    revised = record("revised", FIGURES["y2018"] | {"value": 111}) + 'supersedes = "y2018"\n'
    path = tmp_path / "revised.toml"
    path.write_text(HEAD + record("y2018", FIGURES["y2018"]) + revised + record("y2019", FIGURES["y2019"]), encoding="utf-8")
    table = load(str(path))
    rows = compare(table, sought(table, "2018"), sought(table, "2019"), Query()).rows
    assert [figure.id for figure in rows[0].figures] == ["revised", "y2019"]
