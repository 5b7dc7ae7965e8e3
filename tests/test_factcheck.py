"""Checking drafts: a corpus of newsroom copy with what should be said of it, and the command as newsrooms run it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from milstats.compiled import compiled_table
from milstats.draft import draft_of_text
from milstats.factcheck import FAULTS, Outcome, factcheck
from milstats.load import load

DRAFTS = Path(__file__).parent / "data" / "drafts"
COLUMNS = ["file", "line", "column", "found", "status", "figure", "table_value", "reason"]


class Case(NamedTuple):
    """A draft of the corpus and what is expected of its numbers."""

    text: str
    expected: list[str]
    planted: str | None


def cases() -> list[Case]:
    """Return the corpus."""
    tables = tomllib.loads((DRAFTS / "drafts.toml").read_text(encoding="utf-8"))["draft"]
    return [Case(table["text"], table["expected"], table.get("planted")) for table in tables]


def said_of(text: str) -> list[str]:
    """Return what is said of the numbers in a text that the table knows of."""
    found = factcheck(compiled_table() or load(), draft_of_text("draft", text))
    return [f"{answer.claim.found}: {answer.outcome.value}" for answer in found if answer.outcome is not Outcome.UNKNOWN]


def is_fault(line: str) -> bool:
    return line.rpartition(": ")[2] in {fault.value for fault in FAULTS}


def test_the_corpus_is_large_and_its_faults_are_of_every_kind():
    assert len(cases()) >= 60
    planted = [line.rpartition(": ")[2] for case in cases() for line in case.expected if is_fault(line)]
    assert set(planted) == {fault.value for fault in FAULTS}
    assert len(planted) >= 20


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text[:50])
def test_no_number_of_the_corpus_is_called_wrong_that_is_not(case):
    assert [line for line in said_of(case.text) if is_fault(line) and line not in case.expected] == []


def test_nine_tenths_of_the_planted_faults_are_found():
    planted = [(case.text, line) for case in cases() for line in case.expected if is_fault(line)]
    missed = [(text, line) for text, line in planted if line not in said_of(text)]
    assert len(missed) * 10 <= len(planted), missed


def test_nine_tenths_of_the_numbers_are_told_as_they_should_be():
    expected = [(case.text, line) for case in cases() for line in case.expected]
    missed = [(text, line) for text, line in expected if line not in said_of(text)]
    assert len(missed) * 10 <= len(expected), missed
