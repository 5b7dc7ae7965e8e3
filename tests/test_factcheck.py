"""Checking drafts: a corpus of newsroom copy with what should be said of it, and the command as newsrooms run it."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from milstats.compiled import compiled_table
from milstats.draft import draft_of_html, draft_of_text
from milstats.factcheck import FAULTS, Outcome, factcheck
from milstats.factcheck.times import times_of
from milstats.load import load
from milstats.render import Format

DRAFTS = Path(__file__).parent / "data" / "drafts"
COLUMNS = ["file", "line", "column", "found", "status", "figure", "table_value", "reason"]


TABLE = compiled_table() or load()


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
    found = factcheck(TABLE, draft_of_text("draft", text))
    return [f"{answer.claim.found}: {answer.outcome.value}" for answer in found if answer.outcome is not Outcome.UNKNOWN]


def is_fault(line: str) -> bool:
    return line.rpartition(": ")[2] in {fault.value for fault in FAULTS}


def test_the_corpus_is_large_and_its_faults_are_of_every_kind():
    assert len(cases()) >= 60
    planted = [line.rpartition(": ")[2] for case in cases() for line in case.expected if is_fault(line)]
    assert set(planted) == {fault.value for fault in FAULTS}
    assert len(planted) >= 20


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{number} {case.text[:40]}") for number, case in enumerate(cases(), 1)])
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


@pytest.fixture(autouse=True)
def _among_the_drafts(monkeypatch):
    monkeypatch.chdir(DRAFTS)


def test_markdown_is_read_without_its_code_and_addresses_and_places_are_those_of_the_file(milstats):
    code, out, _ = milstats("factcheck", "article.md", "-f", "tsv", "--no-header")
    rows = [line.split("\t")[:5] for line in out.splitlines()]
    assert code == 1
    assert rows == [
        ["article.md", "3", "19", "615", "matches"],
        ["article.md", "3", "49", "1,001", "matches"],
        ["article.md", "10", "30", "184", "differs"],
    ]


def test_html_is_read_without_scripts_styles_and_comments_and_places_are_those_of_the_file(milstats):
    code, out, _ = milstats("factcheck", "article.html", "-f", "tsv", "--no-header")
    assert code == 1
    assert [line.split("\t")[:5] for line in out.splitlines()] == [
        ["article.html", "6", "38", "5 593", "disputed"],
        ["article.html", "7", "23", "651", "differs"],
    ]


def test_editors_get_lines_that_begin_with_the_place(milstats):
    code, out, error = milstats("factcheck", "article.html", "-f", "text")
    assert code == 1
    assert out.splitlines()[1] == (
        "article.html:7:23: differs: 651: the table has 615: cases received by courts for awol, 2021, Mediazona [mediazona-awol-received-2021]"
    )
    assert error == "milstats: article.html: 2 numbers: 1 differs, 1 disputed\n"


def test_the_format_for_editors_is_that_of_one_command_only(milstats):
    code, out, error = milstats("show", "awol", "-f", "text")
    assert (code, out) == (2, "")
    assert error.startswith('milstats: --format: expected a format, found "text"')


@pytest.mark.parametrize("form", [*Format])
def test_every_format_holds_the_answer(milstats, form):
    code, out, error = milstats("factcheck", "article.md", "-f", form)
    assert code == 1
    assert "184" in out
    assert error.endswith("milstats: article.md: 3 numbers: 2 matches, 1 differs\n")


def test_json_has_the_columns_of_the_command(milstats):
    rows = json.loads(milstats("factcheck", "article.md", "-f", "json").out)["rows"]
    assert [*rows[0]] == COLUMNS
    assert rows[2]["table_value"] == 148


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("between January and March 2022", "2022-01-01", "2022-03-31"),
        ("from November to March 2022", "2021-11-01", "2022-03-31"),  # over the turn of the year: the year named is that of the end
        ("from November 2021 to March 2022", "2021-11-01", "2022-03-31"),
        ("с ноября по февраль 2024", "2023-11-01", "2024-02-29"),
        ("June–June 2023", "2023-06-01", "2023-06-30"),
        ("in the second half of 2023", "2023-07-01", "2023-12-31"),
        ("in the last three months of 2023", "2023-10-01", "2023-12-31"),
    ],
)
def test_a_period_in_words_has_its_days(words, first, last):
    assert [(str(time.start), str(time.end)) for time in times_of(f"Courts heard 615 cases {words}.")] == [(first, last)]


def test_a_draft_without_faults_exits_with_nothing_wrong(milstats, tmp_path):
    (tmp_path / "a.txt").write_text("In 2022, courts received 1,001 AWOL cases. The trial of a man, 25, cost $900.", encoding="utf-8")
    code, out, error = milstats("factcheck", str(tmp_path / "a.txt"), "-f", "text")
    assert (code, len(out.splitlines())) == (0, 1)
    assert error.endswith(": 1 number: 1 matches\n")


def test_numbers_of_other_things_are_listed_when_all_are_asked_for(milstats, tmp_path):
    (tmp_path / "a.txt").write_text("The trial of a man, 25, cost $900 and lasted 3 days.", encoding="utf-8")
    assert milstats("factcheck", str(tmp_path / "a.txt"), "--no-header", "-f", "tsv").out == ""
    out = milstats("factcheck", str(tmp_path / "a.txt"), "--all", "--no-header", "-f", "tsv").out
    assert [line.split("\t")[3:5] for line in out.splitlines()] == [["25", "unknown"], ["3", "unknown"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 5,593", "is no text but a PDF, an office document or an archive; save its text first"),
        (b"In 2022\0 and later", "expected text, found a NUL byte at offset 7"),
    ],
)
def test_what_is_no_text_is_refused_on_one_line(milstats, tmp_path, monkeypatch, data, message):
    monkeypatch.chdir(tmp_path)
    Path("draft").write_bytes(data)
    assert milstats("factcheck", "draft") == (3, "", f"milstats: draft: {message}\n")


def test_drafts_that_cannot_be_read_are_told_on_one_line(milstats, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert milstats("factcheck", "missing.md") == (3, "", "milstats: missing.md: cannot be read: No such file or directory\n")
    assert milstats("factcheck", ".") == (3, "", "milstats: .: cannot be read: Is a directory\n")
    assert milstats("factcheck", "").code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_draft_may_be_written_in_any_encoding_of_russian(milstats, tmp_path, monkeypatch, encoding):
    monkeypatch.chdir(tmp_path)
    Path("draft.txt").write_bytes("В 2022 году суды получили 1001 дело о самоволке.".encode(encoding))
    assert milstats("factcheck", "draft.txt", "-f", "tsv", "--no-header").out.startswith("draft.txt\t1\t27\t1001\tmatches\t")


def test_an_empty_draft_has_no_number(milstats, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("draft.txt").write_bytes(b"")
    assert milstats("factcheck", "draft.txt", "-f", "text") == (0, "", "milstats: draft.txt: no number that the table may know of\n")


HOSTILE = {
    "digits": "1" * 300_000,
    "groups": "1,111 " * 50_000,
    "spaces": "1 " * 150_000,
    "commas": "1," * 150_000,
    "words": "nine " * 60_000,
    "offences": "awol " * 60_000,
    "times": "since the start of the " * 12_000,
    "months": "between January and " * 15_000,
    "stops": "a. " * 100_000,
    "brackets": "](" * 150_000,
    "ticks": "`a" * 150_000,
    "blanks": " " * 300_000 + "x",
    "tags": "<p" * 100_000,
    "comments": "<p>" + "<!--" * 80_000,
    "entities": "<p>" + "&" * 200_000,
    "nested": "<b>" * 80_000,
    "controls": "\x1b[31m\x07\u202e5,593 AWOL cases in 2023\x00".replace("\x00", "") * 3_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_repetition_takes_time_in_proportion(name):
    def seconds(text: str) -> float:
        start = time.perf_counter()
        factcheck(TABLE, draft_of_text("draft", text) if not text.startswith("<") else draft_of_html("draft", text))
        return time.perf_counter() - start

    text = HOSTILE[name]
    part = seconds(text[: len(text) // 4])
    assert seconds(text) < 10 * part + 2


def test_no_control_character_of_a_draft_reaches_the_terminal(milstats, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("draft.txt").write_text("In 2021, courts received 999\x1b]0;x\x07 AWOL cases. \u202e\x1b[31m", encoding="utf-8")
    for form in (*Format, "text"):
        code, out, error = milstats("factcheck", "draft.txt", "--all", "-f", form)
        assert code in {0, 1}
        assert all(char.isprintable() or char in "\n\t" for char in out + error)


def test_a_long_draft_is_watched_on_a_terminal_and_nowhere_else(terminal, installed, tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("Courts received 615 AWOL cases in 2021, Mediazona reported.\n\n" * 1_200, encoding="utf-8")
    arguments = ("factcheck", str(path), "-f", "jsonl", "-o", str(tmp_path / "said.jsonl"))
    assert "Checking the draft" in terminal.run(*arguments)
    assert "Checking the draft" not in terminal.run(*arguments, TERM="dumb")
    assert b"Checking" not in installed.run(*arguments).err
