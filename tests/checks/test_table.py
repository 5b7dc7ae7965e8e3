"""Checking a table: every check speaks on its own small file and on nothing else, and the packaged table is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from milstats.checks.table import CHECKS, Checked, check, prove
from milstats.data import sqlite
from milstats.data.load import documents_of, joined, load

CASES = Path(__file__).parents[1] / "data" / "check"


def checked(*names: str) -> Checked:
    documents = documents_of(*names)
    return check(joined(documents), documents)


def lines(found: Checked) -> list[str]:
    return [f"{Path(one.file).name}:{one.line}: {one.key}: {one.message}" for one in found.findings]


def test_every_check_has_a_case_and_a_message():
    assert len(CHECKS) >= 15
    for ending in ("toml", "txt"):
        assert {path.stem for path in CASES.glob(f"*.{ending}")} == {*CHECKS, "sound"}


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_speaks_on_its_case_and_no_other_does(name):
    found = checked(str(CASES / f"{name}.toml"))
    assert {one.check for one in found.findings} == {name}
    expected = (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert lines(found) == [line for line in expected if line.startswith(f"{name}.toml:")]


def test_a_sound_table_has_no_finding_and_its_sums_hold():
    found = checked(str(CASES / "sound.toml"))
    expected = (CASES / "sound.txt").read_text(encoding="utf-8").splitlines()
    assert (found.findings, [f"{proof.sum}: {proof.equation}, {proof.manner}" for proof in found.sums]) == ((), expected[1:])


def test_the_packaged_table_is_sound_and_so_are_its_sums():
    found = checked("packaged")
    assert (lines(found), len(found.sums)) == ([], len(load().sums))
    assert all(prove(load(), identity).faults == () for identity in load().sums.values())


def test_the_files_are_asked_for_only_to_name_the_lines_of_findings():
    asked = []

    def documents(name: str):
        asked.append(name)
        yield from documents_of(str(CASES / f"{name}.toml"))

    assert (check(load(str(CASES / "sound.toml")), documents("sound")).findings, asked) == ((), [])
    assert (len(check(load(str(CASES / "long-quote.toml")), documents("long-quote")).findings), asked) == (1, ["long-quote"])


def test_files_are_joined_and_each_finding_names_its_own(tmp_path):
    more = tmp_path / "more.toml"
    text = (CASES / "unused-source.toml").read_text(encoding="utf-8")
    source = text[text.index("\n[sources.other]") :].partition("\n[figures")[0]
    more.write_text(f'format = 1\nversion = "more"\n{source}', encoding="utf-8")
    found = checked(str(CASES / "supersedes-loop.toml"), str(more))
    assert sorted(line.partition(": ")[0] for line in lines(found)) == ["more.toml:4", "supersedes-loop.toml:42", "supersedes-loop.toml:81"]


def test_two_values_of_one_counter_in_two_files_are_both_named(tmp_path):
    text = (CASES / "long-quote.toml").read_text(encoding="utf-8").replace("in that very long year", "in it")
    other = (
        text[text.index("[figures.a]") :].replace("figures.a", "figures.b").replace("value = 10", "value = 9").replace(" ten ", " nine ")
    )
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    (tmp_path / "b.toml").write_text(f'format = 1\nversion = "b"\n{other}', encoding="utf-8")
    expected = ["b.toml:7: figures.b.value: gives 2021 another value than a, and neither supersedes the other: 9 and 10"]
    for names in (("a.toml", "b.toml"), ("b.toml", "a.toml")):
        assert lines(checked(*(str(tmp_path / name) for name in names))) == expected


def test_an_exported_table_is_checked_without_lines(tmp_path):
    path = tmp_path / "t.sqlite"
    sqlite.write(load(str(CASES / "rival-count.toml")), str(path))
    found = checked(str(path)).findings
    assert [(one.file, one.line, one.check) for one in found] == [(str(path), None, "rival-count")] * 2
