"""Checking: every check speaks on its own small file and on nothing else, and the shipped table is sound."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from milstats.check import CHECKS, check
from milstats.load import documents_of, joined

CASES = Path(__file__).parent / "data" / "check"
NAMES = [one.name for one in CHECKS]
COLUMNS = "file\tline\tkey\tcheck\tmessage\n"


@pytest.fixture(autouse=True)
def _among_the_cases(monkeypatch):
    monkeypatch.chdir(CASES)


def found_by(*names: str) -> list[str]:
    """Return the names of the checks that find something in a table."""
    documents = documents_of(*names)
    return [finding.check for finding in check(joined(documents), documents).findings]


def test_every_check_has_a_case_and_a_name_of_its_own():
    assert len(set(NAMES)) == len(NAMES) >= 10
    assert {path.stem for path in CASES.glob("*.toml")} == {*NAMES, "sound"}
    assert {path.stem for path in CASES.glob("*.txt")} == {*NAMES, "sound"}


@pytest.mark.parametrize("name", NAMES)
def test_a_check_speaks_on_its_case_and_no_other_does(name):
    assert set(found_by(f"{name}.toml")) == {name}


@pytest.mark.parametrize("form", ["table", "prose"])
@pytest.mark.parametrize("name", NAMES)
def test_people_read_findings_with_file_and_line_then_the_summary(milstats, name, form):
    assert milstats("check", f"{name}.toml", "-f", form) == (1, Path(f"{name}.txt").read_text(encoding="utf-8"), "")


@pytest.mark.parametrize("form", ["table", "prose"])
def test_a_sound_table_gets_a_summary_and_the_sums_that_hold(milstats, form):
    assert milstats("check", "sound.toml", "-f", form) == (0, Path("sound.txt").read_text(encoding="utf-8"), "")


def test_the_packaged_table_is_sound_and_so_are_its_sums(milstats):
    code, out, error = milstats("check", "packaged")
    assert (code, out) == (0, COLUMNS)
    assert error.startswith("milstats: sound: ")
    assert "milstats: mediazona-2023: 5,024 + 148 + 421 = 5,593, exact\n" in error


def test_machines_read_the_findings_as_rows(milstats):
    row = "unused-source.toml\t18\tsources.other\tunused-source\tis used by no figure, reading or break\n"
    assert milstats("check", "unused-source.toml") == (1, COLUMNS + row, "milstats: 1 finding: 1 figure, 2 sources\n")


def test_json_holds_the_findings_and_the_summary(milstats):
    code, out, error = milstats("check", "unused-source.toml", "-f", "json")
    answer = json.loads(out)
    assert (code, error, answer["notes"]) == (1, "", ["1 finding: 1 figure, 2 sources"])
    assert [(row["line"], row["check"]) for row in answer["rows"]] == [(18, "unused-source")]


def test_markdown_lists_what_is_found(milstats):
    expected = "- unused-source.toml:18: sources.other: is used by no figure, reading or break\n- 1 finding: 1 figure, 2 sources\n"
    assert milstats("check", "unused-source.toml", "-f", "markdown") == (1, expected, "")


def test_a_file_that_does_not_load_is_refused_with_its_faults(milstats, tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text('format = 1\nversion = "x"\nfigurs = 1\n', encoding="utf-8")
    expected = f'milstats: {path}:3: figurs: unknown table or key; did you mean "figures"?\n'
    assert milstats("check", "sound.toml", str(path)) == (3, "", expected)


def test_files_are_joined_and_each_finding_names_its_own(milstats, tmp_path):
    more = tmp_path / "more.toml"
    text = Path("unused-source.toml").read_text(encoding="utf-8")
    more.write_text('format = 1\nversion = "more"\n' + text[text.index("\n[sources.other]") :].partition("\n[figures")[0], encoding="utf-8")
    code, out, _ = milstats("check", "supersedes-loop.toml", str(more), "-f", "prose")
    assert code == 1
    assert [line.partition(": ")[0] for line in out.splitlines()[:-1]] == [
        "supersedes-loop.toml:42",
        "supersedes-loop.toml:81",
        f"{more}:4",
    ]


@pytest.mark.parametrize("how", ["argument", "option", "environment"])
def test_a_table_is_named_as_for_every_other_command(milstats, monkeypatch, how):
    if how == "environment":
        monkeypatch.setenv("MILSTATS_DATA", "long-quote.toml")
    arguments = {"argument": ["long-quote.toml"], "option": ["--data", "long-quote.toml"], "environment": []}[how]
    assert milstats("check", *arguments, "-f", "prose").out == Path("long-quote.txt").read_text(encoding="utf-8")


def test_files_and_data_together_are_refused(milstats):
    expected = "milstats: expected the files as arguments or with --data, found both\n"
    assert milstats("check", "sound.toml", "--data", "sound.toml") == (2, "", expected)


def test_standard_input_is_read_once_and_its_lines_are_known(installed):
    ended = installed.run("check", "-", "-f", "prose", stdin=Path("long-quote.toml").read_bytes())
    expected = Path("long-quote.txt").read_text(encoding="utf-8").replace("long-quote.toml", "standard input")
    assert (ended.code, ended.out.decode(), ended.err) == (1, expected, b"")


def test_a_finding_stands_whole_on_one_line_of_a_narrow_terminal(terminal, tmp_path):
    shutil.copy("long-quote.toml", tmp_path)
    expected = Path("long-quote.txt").read_text(encoding="utf-8").replace("long-quote.toml", str(tmp_path / "long-quote.toml"))
    assert terminal.run("check", str(tmp_path / "long-quote.toml"), columns=40) == expected
