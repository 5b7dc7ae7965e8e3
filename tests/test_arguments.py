"""What the command line refuses, what it suggests, and what an empty answer looks like."""

from __future__ import annotations

import json
import os
import shutil

import pytest
import typer.main

from milstats.newsroom import app
from milstats.render import Format

COMMANDS = sorted(typer.main.get_group(app).commands)
LOOKUPS = ["show", "topics", "sources"]


def test_every_lookup_is_a_command():
    assert set(LOOKUPS) <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_has_an_example_for_every_command(milstats, command, option):
    code, out, error = milstats(command, option)
    assert (code, error) == (0, "")
    assert f"\n    milstats {command} " in out or f"\n    milstats {command}\n" in out
    assert out.endswith("\n")
    assert "/src/" not in out


@pytest.mark.parametrize("arguments", [(), ("-h",), ("--help",)], ids=" ".join)
def test_bare_milstats_prints_help_with_commands_and_exit_statuses(milstats, arguments):
    code, out, error = milstats(*arguments)
    assert (code, error) == (0, "")
    assert [command for command in COMMANDS if f"\n  {command} " not in out] == []
    assert "  2  the command line was not understood\n" in out


def test_the_version_tells_the_versions_of_the_formats_too(milstats):
    code, out, error = milstats("--version")
    assert (code, error, out.count("\n")) == (0, "", 1)
    assert out.startswith("milstats ")
    assert "data format 1" in out


@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("lookup", LOOKUPS)
def test_every_command_answers_in_every_format_with_one_newline_at_the_end(milstats, small, lookup, form):
    code, out, _ = milstats(lookup, "--data", small, "-f", form.upper())
    assert (code, out[-1], out[-2:-1] != "\n", "\r" in out, "\x1b" in out) == (0, "\n", True, False, False)


@pytest.mark.parametrize("form", [*Format])
def test_an_empty_result_prints_nothing_and_exits_1(milstats, small, form):
    expected = "milstats: nothing matches; try fewer filters, or see `milstats topics`\n"
    assert milstats("show", "desertion", "--period", "1990", "--data", small, "-f", form) == (1, "", expected)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "-f", "jsno"), '--format: expected a format, found "jsno"; did you mean "json"?'),
        (("show", "-f", ""), '--format: expected a format, found ""; there are table, prose, tsv, csv, json, jsonl, markdown, html'),
        (("show", "--measure", "convictions"), '--measure: expected a measure, found "convictions"; did you mean "convicted"?'),
        (("show", "--columns", "id,vlaue"), '--columns: expected a column, found "vlaue"; did you mean "value"?'),
        (("show", "--sort", "-perod"), '--sort: expected a column, found "perod"; did you mean "period"?'),
        (("show", "--as-of", "2024-2-1"), '--as-of: expected a date such as 2024-02-22, found "2024-2-1"'),
        (("show", "--as-of", "2024-02-30"), '--as-of: expected a date such as 2024-02-22, found "2024-02-30"'),
        (("show", "--as-of", "２０２４-02-22"), '--as-of: expected a date such as 2024-02-22, found "２０２４-02-22"'),
        (("show", "--period", "2023..2021"), 'the period "2023..2021" ends before it starts; did you mean "2021..2023"?'),
        (("show", ""), "a topic is blank; expected an offence, a figure or words to look for, see `milstats topics`"),
        (("show", " \t\n"), "a topic is blank; expected an offence, a figure or words to look for, see `milstats topics`"),
        (("show", "--data", ""), "--data is empty; expected a file, - for standard input, or packaged"),
        (("show", "-", "--data", "-"), "standard input can't be both the topics and the table"),
    ],
    ids=str,
)
def test_a_usage_error_says_what_was_expected_and_exits_2(milstats, small, monkeypatch, arguments, message):
    if "--data" not in arguments:
        monkeypatch.setenv("MILSTATS_DATA", small)
    assert milstats(*arguments) == (2, "", f"milstats: {message}\n")


@pytest.mark.parametrize(
    ("arguments", "beginning", "hint", "see"),
    [
        (("shwo",), "No such command 'shwo'", "show", "milstats --help"),
        (("show", "--mesure", "convicted"), "No such option: --mesure", "--measure", "milstats show --help"),
        (("show", "--form", "csv"), "No such option: --form", "--format", "milstats show --help"),
        (("show", "--limit", "0"), "Invalid value for '--limit': ", "1", "milstats show --help"),
        (("show", "--limit", "x"), "Invalid value for '--limit': ", "", "milstats show --help"),
        (("show", "--period"), "Option '--period' requires an argument", "", "milstats show --help"),
        (("topics", "awol"), "Got unexpected extra argument", "(awol)", "milstats topics --help"),
        (("topics", "\x1b[31m\n"), "Got unexpected extra argument", "\\x1b[31m", "milstats topics --help"),
        (("x" * 100_000,), "No such command 'xxx", "xxx", "milstats --help"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_typer_refuses_is_one_bounded_line_that_names_the_help(milstats, arguments, beginning, hint, see):
    code, out, error = milstats(*arguments)
    assert (code, out, error.count("\n"), len(error) < 400) == (2, "", 1, True)
    assert error.startswith(f"milstats: {beginning}")
    assert hint in error
    assert error.endswith(f"; see `{see}`\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "desrtion"), 'nothing is known of "desrtion"; did you mean "desertion"?'),
        (("show", "xyzzy"), 'nothing is known of "xyzzy"; see `milstats topics` for what can be asked'),
        (("show", "awol", "--counter", "Prokt"), 'no counter is called "Prokt"; did you mean "Proekt"?'),
        (("show", "--source", "paper"), 'no source is called "paper"; did you mean "paper-2024"?'),
        (("show", "--source", "x"), 'no source is called "x"; there are court-2023, leaflet, paper-2024'),
        (("show", "[red]x[/red]"), 'nothing is known of "[red]x[/red]"; see `milstats topics` for what can be asked'),
        (("show", ":warning:"), 'nothing is known of ":warning:"; see `milstats topics` for what can be asked'),
        (("show", "[/]"), 'nothing is known of "[/]"; see `milstats topics` for what can be asked'),
        (("show", "C:\\dir\\[x]"), 'nothing is known of "C:\\dir\\[x]"; see `milstats topics` for what can be asked'),
        (("show", "\x1b[31m\n\u202e"), 'nothing is known of "\\x1b[31m\\n\\u202e"; see `milstats topics` for what can be asked'),
        (("show", "x" * 100_000), f'nothing is known of "{"x" * 60}..."; see `milstats topics` for what can be asked'),
        (("show", "--", "--all"), 'nothing is known of "--all"; see `milstats topics` for what can be asked'),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_the_table_does_not_know_is_named_and_exits_1(milstats, small, monkeypatch, arguments, message):
    monkeypatch.setenv("MILSTATS_DATA", small)
    assert milstats(*arguments) == (1, "", f"milstats: {message}\n")


@pytest.mark.parametrize(
    "period", ["2_021", "+2021", "２０２１", " 2021", "2021 ", "2021.0", "0000", "10000", "2021-13", "", "..", "2021.."]
)
def test_a_period_is_plain_digits(milstats, small, period):
    code, out, error = milstats("show", "--data", small, "--period", period)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert error.startswith("milstats: expected a period such as 2021, 2018..2022, ")


def test_options_work_with_an_equals_sign_and_after_the_topic(milstats, small):
    assert milstats("show", "awol", f"--data={small}", "--format=csv") == milstats("show", "--data", small, "-fcsv", "--", "awol")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_abbreviated_option_is_refused(milstats, command):
    code, out, error = milstats(command, "--outp", "x.csv")
    assert (code, out, error.count("\n")) == (2, "", 1)


def test_a_topic_that_is_not_utf_8_gets_a_clean_message(installed, small):
    ended = installed.run("show", b"caf\xe9", MILSTATS_DATA=small)
    expected = b'milstats: nothing is known of "caf\\udce9"; see `milstats topics` for what can be asked\n'
    assert ended == (1, b"", expected)


@pytest.mark.parametrize("output", ["-", "out.json"])
def test_a_file_name_that_is_not_utf_8_does_not_break_json(installed, small, tmp_path, output):
    shutil.copyfile(small, os.fsencode(tmp_path) + b"/caf\xe9.toml")
    ended = installed.run("show", "awol", b"--data=caf\xe9.toml", "-f", "json", "-o", output, cwd=tmp_path)
    text = ended.out if output == "-" else (tmp_path / output).read_bytes()
    assert json.loads(text)["command"].startswith("milstats show awol '--data=caf\udce9.toml'")
    assert (ended.code, b"Traceback" in ended.err) == (0, False)


@pytest.mark.parametrize(
    ("given", "topics"),
    [
        (b"awol\ndesertion\n", ("awol", "desertion")),
        (b"awol", ("awol",)),
        (b"\r\n  awol \r\n\r\n", ("awol",)),
        ("САМОВОЛКА\n".encode(), ("awol",)),
        (b"\xef\xbb\xbfawol\n", ("awol",)),
    ],
)
def test_topics_are_read_from_standard_input_one_a_line(installed, small, given, topics):
    assert installed.run("show", "-", "-f", "csv", MILSTATS_DATA=small, stdin=given) == installed.run(
        "show", *topics, "-f", "csv", MILSTATS_DATA=small
    )


@pytest.mark.parametrize(
    ("given", "ended"),
    [
        (b"", (1, b"", b"milstats: standard input holds no topic; expected one on each line\n")),
        (b"\n \n", (1, b"", b"milstats: standard input holds no topic; expected one on each line\n")),
        (b"\xff\xfe\n", (1, b"", b'milstats: nothing is known of "\\udcff\\udcfe"; see `milstats topics` for what can be asked\n')),
        (b"\0\n", (1, b"", b'milstats: nothing is known of "\\x00"; see `milstats topics` for what can be asked\n')),
        (b"x" * (1 << 24) + b"x", (2, b"", b"milstats: standard input holds more than 16 MiB of topics\n")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_topics_from_standard_input_that_are_none_get_one_line(installed, small, given, ended):
    assert installed.run("show", "-", MILSTATS_DATA=small, stdin=given) == ended
