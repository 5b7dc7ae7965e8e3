"""Answers to files, whole or not at all; to a terminal and its pager; in the characters that there are."""

from __future__ import annotations

import os
import re
import shutil

import pytest

from milstats.cli.output import has_links, is_styled, part_name
from milstats.render import FOR_PEOPLE, Format

ESCAPES = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-9;]*m")
LOCALES = [
    {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "cp1251"},
]


def test_a_file_has_the_bytes_of_a_pipe(milstats, small, tmp_path):
    path = tmp_path / "out.csv"
    expected = milstats("topics", "--data", small, "-f", "csv").out
    assert milstats("topics", "--data", small, "-o", str(path)) == (0, "", "")
    assert path.read_text(encoding="utf-8") == expected
    assert milstats("topics", "--data", small, "-f", "csv", "-o", "-").out == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing/out.csv", "No such file or directory"),
        ("a\x1b[31m\n/out.csv", "No such file or directory"),
        (f"{'x' * 256}.csv", "File name too long"),
        ("folder.csv", "Is a directory"),
        ("loop.csv", "Too many levels of symbolic links"),
    ],
)
def test_what_can_t_be_written_is_one_bounded_line_and_leaves_nothing(milstats, small, tmp_path, name, message):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    code, out, error = milstats("topics", "--data", small, "-f", "csv", "-o", str(tmp_path / name))
    assert (code, out, error.count("\n"), len(error) < 400) == (5, "", 1, True)
    assert error.endswith(f": {message}; nothing was written\n")
    assert error[:-1].isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.csv", "loop.csv"]


def test_a_file_name_of_255_bytes_can_be_written(milstats, small, tmp_path):
    path = tmp_path / f"{'x' * 251}.csv"
    assert milstats("topics", "--data", small, "-o", str(path)).code == 0
    assert [path] == [*tmp_path.iterdir()]


def test_an_existing_file_is_replaced_and_keeps_its_permissions_and_a_new_one_obeys_the_umask(milstats, small, tmp_path):
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("old")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        assert [milstats("topics", "--data", small, "-o", str(path)).code for path in (old, new)] == [0, 0]
    finally:
        os.umask(before)
    assert (old.stat().st_mode & 0o777, new.stat().st_mode & 0o777) == (0o640, 0o640)
    assert old.read_text() == new.read_text() != "old"


@pytest.mark.parametrize(
    ("arguments", "code"), [(("show", "nonsense"), 1), (("show", "--mistake"), 2), (("show", "--data", "/nowhere"), 3)]
)
def test_a_failure_leaves_the_existing_file_as_it_was(milstats, tmp_path, arguments, code):
    path = tmp_path / "out.csv"
    path.write_text("old")
    assert milstats(*arguments, "-o", str(path)).code == code
    assert path.read_text() == "old"


def test_a_file_that_can_t_be_written_whole_leaves_the_existing_one_as_it_was(installed, large, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    ended = installed.bash('ulimit -f 8; trap "" XFSZ; milstats show --data "$1" -o "$2"', large, str(path))
    assert ended == (5, b"", f"milstats: {path}: File too large; nothing was written\n".encode())
    assert (path.read_text(), [*tmp_path.iterdir()]) == ("old", [path])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_may_not_be_written_is_left_as_it_was(milstats, small, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(0o444)
    assert milstats("topics", "--data", small, "-o", str(path)).code == 5
    assert path.read_text() == "old"


def test_a_killed_run_leaves_nothing_that_stops_the_next(milstats, small, tmp_path, monkeypatch):
    names = iter([b"\0" * 6, b"\0" * 6, b"\1" * 6])
    monkeypatch.setattr("os.urandom", lambda _: next(names))
    assert part_name(str(tmp_path / "x")) == part_name(str(tmp_path / "x"))
    assert len(os.path.basename(part_name("x" * 255))) < 40


def test_a_symbolic_link_stays_one_and_its_target_is_written(milstats, small, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "target")
    assert milstats("topics", "--data", small, "-o", str(link)).code == 0
    assert (link.is_symlink(), (tmp_path / "target").stat().st_size > 10) == (True, True)


@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_and_a_named_pipe_are_written_to(installed, small, tmp_path, device):
    expected = installed.run("topics", "--data", small, "-f", "csv")
    assert installed.bash(f'milstats topics --data "$1" -f csv -o {device} | cat', small) == expected
    script = 'mkfifo "$2"; cat "$2" & milstats topics --data "$1" -f csv -o "$2"; wait'
    assert installed.bash(script, small, str(tmp_path / "pipe")) == expected


def test_a_full_device_as_output_is_an_error_and_the_null_device_stays_one(milstats, small):
    expected = "milstats: /dev/full: No space left on device; nothing was written\n"
    assert milstats("topics", "--data", small, "-f", "csv", "-o", "/dev/full") == (5, "", expected)
    assert milstats("topics", "--data", small, "-f", "csv", "-o", os.devnull) == (0, "", "")


def test_the_table_itself_can_be_written_over(milstats, tmp_path, small):
    path = tmp_path / "in.json"
    shutil.copyfile(small, path)
    assert milstats("topics", "--data", str(path), "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8").startswith("{")


def test_a_long_answer_goes_through_the_pager_and_a_short_one_does_not(installed, small):
    pager = {"MILSTATS_PAGER": "sed s/^/paged:/"}
    long = installed.terminal("show", "awol", "--full", rows=10, **pager)
    assert (long.code, {line[:6] for line in long.out.splitlines()}) == (0, {"paged:"})
    short = installed.terminal("topics", "desertion", rows=100, **pager)
    assert (short.code, "paged:" in short.out, short.out != "") == (0, False, True)
    assert "paged:" not in installed.terminal("show", "awol", "--full", "--no-pager", rows=10, **pager).out
    assert "paged:" not in installed.terminal("show", "awol", rows=50, **pager).out  # links and styles take no room
    assert installed.terminal("show", "awol", rows=10, PAGER="sed s/^/user:/").out.startswith("user:")
    assert installed.run("show", "awol", "-f", "table", **pager).out.startswith(b"AWOL")


@pytest.mark.parametrize("pager", ["/nowhere/pager", "", "'"])
def test_a_pager_that_can_t_be_started_is_done_without(installed, pager):
    plain = installed.terminal("show", "awol", "--no-pager", rows=10)
    assert installed.terminal("show", "awol", rows=10, MILSTATS_PAGER=pager) == plain


def test_whoever_leaves_the_pager_early_has_seen_enough(installed, large):
    code, out, _ = installed.terminal("show", "--full", "--data", large, MILSTATS_PAGER="head -n 1")
    assert (code, out.count("\n")) == (0, 1)


def test_notes_stand_at_the_end_of_a_terminal_s_page_and_elsewhere_on_standard_error(installed):
    screen = ESCAPES.sub("", installed.terminal("show", "awol").out)
    piped = installed.run("show", "awol", "-f", "table")
    assert "--full" in screen.splitlines()[-1]
    assert not screen.splitlines()[-1].startswith("milstats: ")
    assert (b"--full: " in piped.out, b"--full: " in piped.err) == (False, True)


@pytest.mark.parametrize(
    "variables",
    [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}, {"CLICOLOR": "0"}, {"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}],
    ids=str,
)
def test_a_terminal_that_wants_no_escapes_gets_none(installed, variables):
    assert "\x1b" not in installed.terminal("show", "awol", **variables).out


def test_a_terminal_s_help_and_errors_have_no_escapes(installed):
    asked = [("--help",), ("show", "--help"), ("show", "nonsense"), ("shwo",), ("show", "--data", "/nonexistent")]
    assert "\x1b" not in "".join(installed.terminal(*arguments).out for arguments in asked)


@pytest.mark.parametrize(
    ("variables", "styled", "linked"),
    [
        ({"TERM": "xterm-256color"}, True, True),
        ({"TERM": "vt100"}, True, False),
        ({"TERM": "vt52"}, True, False),
        ({"TERM": "adm3a"}, True, False),
        ({"TERM": "dumb", "CLICOLOR_FORCE": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False, False),
    ],
)
def test_links_are_written_only_for_terminals_that_can(monkeypatch, variables, styled, linked):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert (is_styled(), has_links()) == (styled, linked)


@pytest.mark.parametrize("columns", ["0", "-1", "x", "1e3", ""])
def test_columns_overrides_the_terminal_unless_it_is_nonsense(installed, columns):
    assert installed.terminal("show", "awol", columns=60, COLUMNS="100") == installed.terminal("show", "awol", columns=100)
    assert installed.terminal("topics", COLUMNS=columns) == installed.terminal("topics")


@pytest.mark.parametrize("form", sorted({*Format} - FOR_PEOPLE))
def test_machine_formats_are_utf_8_under_every_locale(installed, small, form):
    plain = installed.run("topics", "-f", form, "--data", small)
    assert "самоволка" in plain.out.decode("utf-8") or form in {Format.MARKDOWN, Format.HTML}
    for variables in LOCALES:
        assert installed.run("topics", "-f", form, "--data", small, **variables) == plain


@pytest.mark.parametrize("variables", LOCALES, ids=str)
@pytest.mark.parametrize("form", sorted(FOR_PEOPLE))
def test_formats_for_people_are_in_the_locale_s_own_characters(installed, form, variables):
    ended = installed.run("show", "awol", "-f", form, **variables)
    printed = ended.out.decode(variables.get("PYTHONIOENCODING", "ascii"))
    assert (ended.code, "?" in re.sub(r"https://\S+", "", printed)) == (0, False)
    assert "3,500" in printed


@pytest.mark.parametrize("variables", LOCALES, ids=str)
@pytest.mark.parametrize(
    ("arguments", "code"), [(("--help",), 0), (("show", "самоволк"), 1), (("show", "--самоволка"), 2), (("show", "--data", "нет.toml"), 3)]
)
def test_help_and_errors_survive_every_locale(installed, small, arguments, code, variables):
    ended = installed.run(*arguments, **variables, MILSTATS_DATA=small)
    assert (ended.code, b"Traceback" in ended.err) == (code, False)
    (ended.out + ended.err).decode(variables.get("PYTHONIOENCODING", "utf-8"))
