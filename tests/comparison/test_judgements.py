"""Pairs of figures that a person judged by the rules of comparing: the program must judge them alike, in both orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from milstats.comparison import judge
from milstats.comparison.rules import NO_FIGURE, RULES
from milstats.data.load import load
from milstats.reports.compare_words import phrase

FOLDER = Path(__file__).parents[1] / "data" / "compare"
LINES = [line for line in (FOLDER / "judgements.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def table():
    return load(str(FOLDER / "figures.toml"))


@pytest.mark.parametrize("line", LINES)
def test_a_pair_is_judged_as_a_person_judged_it(table, line):
    names, _, rest = line.partition(": ")
    expected, _, words = rest.partition("; ")
    relation, verdict, *reasons = expected.split()
    one, other = (table.figures[name] for name in names.split())
    for pair in ((one, other), (other, one)):
        found = judge(table, *pair)
        assert (found.relation or "-", found.verdict.value, sorted(found.reasons)) == (relation, verdict, sorted(reasons))
        assert phrase(found) == words


def test_the_judgements_are_many():
    assert len(LINES) > 60


def test_no_two_rules_have_one_name():
    names = [rule.name for rule in RULES]
    assert len({*names, NO_FIGURE.name}) == len(names) + 1
