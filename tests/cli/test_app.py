"""Help: of every command, on a narrow terminal, and of bare `milstats`."""

from __future__ import annotations

import re

import pytest
import typer

from milstats.cli.app import app
from milstats.errors import EXIT_MEANINGS
from milstats.model.vocabulary import Mark

COMMANDS = typer.main.get_group(app).commands


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_has_an_example_for_every_command(milstats, command, option):
    code, out, error = milstats(command, option)
    assert (code, error) == (0, "")
    assert f"\n    milstats {command} " in out or f"\n    milstats {command}\n" in out
    assert out.endswith("\n")
    assert "/src/" not in out


def test_bare_milstats_fits_on_a_screen_with_the_look_ups_first(installed):
    rows = installed.terminal().out.rstrip("\n").split("\n")
    assert len(rows) <= 24
    assert [row for row in rows if len(row) > 80] == []
    assert rows[2].endswith("milstats show awol    milstats compare 2021 2023")
    assert [row.split()[0] for row in rows if re.match(r"  \w", row)] == [*COMMANDS]
    assert [*COMMANDS][:5] == ["show", "compare", "trend", "topics", "sources"]


def test_help_lists_the_commands_and_the_exit_statuses(milstats):
    _, out, _ = milstats("--help")
    assert [command for command in COMMANDS if f"\n  {command} " not in out] == []
    assert [meaning for code, meaning in EXIT_MEANINGS.items() if f"    {code.value}  {meaning}\n" not in out] == []


def test_the_help_of_show_explains_the_letters_of_marks(milstats):
    assert [mark for mark in Mark if f"\n    {mark.value}  {mark.meaning}\n" not in milstats("show", "--help").out] == []


def test_the_help_of_factcheck_names_its_own_format(milstats):
    assert "text  a line for each number" in milstats("factcheck", "--help").out


def test_the_help_of_show_fits_on_two_screens(installed):
    assert len(installed.terminal("show", "--help").out.rstrip("\n").split("\n")) <= 46


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_at_60_columns_cuts_no_option_name(installed, name):
    printed = installed.terminal(name, "--help", columns=60).out
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")}
    assert options
    assert options <= set(re.findall(r"--[a-z-]+", printed))
    described, _, _ = printed.partition("Examples:")  # from there on, lines stay as they are to be typed
    assert [line for line in described.split("\n") if len(line) > 60] == []


@pytest.mark.parametrize("arguments", [("--help",), ("show", "-h"), ("show", "nonsense"), ("shwo",)], ids=" ".join)
def test_help_and_errors_in_a_pipe_have_no_escapes_whatever_forces_them(installed, arguments):
    ended = installed.run(
        *arguments, CI="1", GITHUB_ACTIONS="true", FORCE_COLOR="1", CLICOLOR_FORCE="1", TERM="xterm-256color", PY_COLORS="1"
    )
    assert b"\x1b" not in ended.out + ended.err
    assert ended.out + ended.err
