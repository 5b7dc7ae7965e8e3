"""The installed command on pseudo-terminals of many widths, and under many locales and settings."""

from __future__ import annotations

import re

import pytest
import typer
from rich.cells import cell_len

from milstats.load import load
from milstats.newsroom import app
from milstats.render import ENDINGS, FOR_PEOPLE, Format
from milstats.selection import Query, select
from milstats.wording import signed

ESCAPES = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-9;]*m")
COMMANDS = typer.main.get_group(app).commands
WIDTHS = [20, 40, 60, 80, 200, 500]
LOOKUPS = ["show", "topics", "sources"]
MISTAKES = [("show", "nonsense"), ("shwo",), ("show", "--fromat", "csv"), ("show", "--data", "/nonexistent")]


def is_address(line: str) -> bool:
    return line.strip().startswith("https://") and " " not in line.strip()


@pytest.mark.parametrize("columns", WIDTHS)
def test_on_a_terminal_counts_periods_and_source_keys_are_whole_and_no_line_is_too_wide(terminal, columns):
    printed = ESCAPES.sub("", terminal.run("show", columns=columns))
    table = load()
    words = set(printed.split())
    figures = select(table, Query()).figures
    assert figures
    for figure in figures:
        assert set(signed(figure).split()) <= words
        assert figure.source in words
        if figure.period is not None:
            assert {word.strip("“”") for word in figure.period.text.split()} <= {word.strip("“”") for word in words}
    tokens = {figure.source for figure in figures} | {source.url for source in table.sources.values()}
    answer = [line for line in printed.split("\n") if not line.startswith("milstats: ")]
    assert [
        line for line in answer if cell_len(line) > columns and line.strip() not in tokens and (columns > 20 or " " in line.strip())
    ] == []


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("lookup", ["topics", "sources"])
def test_on_a_terminal_no_line_of_the_catalogue_is_too_wide(terminal, lookup, columns):
    lines = ESCAPES.sub("", terminal.run(lookup, columns=columns)).split("\n")
    assert len(lines) > 5
    assert [line for line in lines if cell_len(line) > columns and not is_address(line) and len(line.split()) > 1] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_at_60_columns_cuts_no_option_name(terminal, name):
    printed = terminal.run(name, "--help", columns=60)
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")}
    assert options
    assert options <= set(re.findall(r"--[a-z-]+", printed))
    described, _, _ = printed.partition("Examples:")  # from there on, lines stay as they are to be typed
    assert [line for line in described.split("\n") if len(line) > 60] == []


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_terminal_gets_a_table_with_links_and_emphasis(terminal, lookup):
    printed = terminal.run(lookup)
    assert "\x1b[2m" in printed
    assert "\x1b]8;;https://" in printed or lookup == "topics"
    assert printed.count("\x1b]8;;\x1b\\") * 2 == printed.count("\x1b]8;;")


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}], ids=str)
def test_a_terminal_that_wants_no_escapes_gets_none(terminal, variables):
    assert "\x1b" not in terminal.run("show", **variables)


def test_a_terminal_s_help_and_errors_hold_no_escapes(terminal):
    assert "\x1b" not in "".join(terminal.run(*arguments) for arguments in [("--help",), ("show", "--help"), *MISTAKES])


def test_columns_overrides_what_the_terminal_says(terminal):
    assert terminal.run("show", "awol", columns=60, COLUMNS="80") == terminal.run("show", "awol", columns=80)


@pytest.mark.parametrize("columns", ["0", "-1", "x", "1e3", "９０", ""])
def test_a_nonsensical_columns_is_ignored(terminal, columns):
    assert terminal.run("topics", COLUMNS=columns) == terminal.run("topics")


@pytest.mark.parametrize("form", [*Format])
def test_the_bytes_in_a_pipe_depend_on_no_setting_of_the_surroundings(installed, form):
    plain = installed.run("show", "-f", form)
    assert plain.out.decode()
    assert b"\x1b" not in plain.out + plain.err
    for variables in (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "COLUMNS": "20", "LINES": "1", "CI": "1", "FORCE_COLOR": "3", "TERM": "xterm"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "COLUMNS": "nonsense", "TERM": "dumb", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"},
    ):
        assert installed.run("show", "-f", form, **variables) == plain


@pytest.mark.parametrize("arguments", [("--help",), ("show", "-h"), *MISTAKES], ids=" ".join)
def test_help_and_errors_in_a_pipe_hold_no_escapes_whatever_forces_them(installed, arguments):
    ended = installed.run(*arguments, CI="1", GITHUB_ACTIONS="true", FORCE_COLOR="1", TERM="xterm-256color", PY_COLORS="1")
    assert b"\x1b" not in ended.out + ended.err
    assert ended.out + ended.err


@pytest.mark.parametrize("variables", [{"COLUMNS": "1"}, {"COLUMNS": "40"}], ids=str)
def test_a_table_in_a_pipe_never_wraps(installed, variables):
    lines = installed.run("show", "-f", "table", **variables).out.decode().split("\n")
    figures = [figure for figure in select(load(), Query()).figures if figure.period is not None]
    assert figures
    for figure in figures:
        [line] = [line for line in lines if line.endswith(f" {figure.id}")]
        assert figure.period is None or figure.period.text in line
        assert signed(figure) in line
        assert figure.source in line


LOCALES = [
    {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "cp1251"},
]


def test_every_machine_format_has_an_ending():
    assert set(Format) - FOR_PEOPLE == set(ENDINGS.values()) - FOR_PEOPLE != set()


@pytest.mark.parametrize("form", sorted({*Format} - FOR_PEOPLE))
def test_machine_formats_are_utf_8_under_every_locale(installed, form):
    plain = installed.run("topics", "-f", form)
    assert "самоволка" in plain.out.decode("utf-8")
    for variables in LOCALES:
        assert installed.run("topics", "-f", form, **variables) == plain


@pytest.mark.parametrize("variables", LOCALES, ids=str)
@pytest.mark.parametrize("form", sorted(FOR_PEOPLE))
def test_formats_for_people_are_written_in_the_locale_s_own_characters(installed, form, variables):
    encoding = variables.get("PYTHONIOENCODING", "ascii").partition(":")[0]
    ended = installed.run("show", "-f", form, **variables)
    printed = ended.out.decode(encoding)
    assert ended.code == 0
    assert ">4,600" in printed or "ore than 4,600" in printed
    assert "?" not in re.sub(r"https://\S+", "", printed)
    if encoding == "ascii":
        assert ">=100 a week" in printed or "t least 100" in printed


@pytest.mark.parametrize("variables", LOCALES, ids=str)
@pytest.mark.parametrize(
    "arguments", [("--help",), ("show", "самоволк"), ("show", "--самоволка"), ("show", "--data", "нет.toml")], ids=" ".join
)
def test_help_and_errors_survive_every_locale(installed, arguments, variables):
    ended = installed.run(*arguments, **variables)
    assert ended.code == {"--help": 0, "самоволк": 1, "--самоволка": 2, "нет.toml": 3}[arguments[-1]]
    assert b"Traceback" not in ended.err
    (ended.out + ended.err).decode(variables.get("PYTHONIOENCODING", "utf-8").partition(":")[0])


def test_a_line_is_never_broken_before_a_percent_sign(terminal):
    for columns in (77, 78, 79, 80, 81):
        printed = terminal.run("compare", "2021", "wartime", "awol", "--measure", "convicted", columns=columns)
        assert "\n    %" not in ESCAPES.sub("", printed)
