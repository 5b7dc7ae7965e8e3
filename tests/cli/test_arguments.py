"""What the command line refuses, and what it suggests."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from milstats.cli.app import run_app
from milstats.cli.commands import read_plain, read_request
from milstats.errors import UsageError
from milstats.render import Format


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "-f", "jsno"), '--format: expected a format, found "jsno"; did you mean "json"?'),
        (("show", "-f", ""), '--format: expected a format, found ""; there are table, prose, tsv, csv, json, jsonl, markdown, html'),
        (("show", "--measure", "convictd"), '--measure: expected a measure, found "convictd"; did you mean "convicted"?'),
        (("show", "--columns", "id,vlaue"), '--columns: expected a column, found "vlaue"; did you mean "value"?'),
        (("show", "--sort", "-perod"), '--sort: expected a column, found "perod"; did you mean "period"?'),
        (("show", "--as-of", "2024-2-1"), '--as-of: expected a date such as 2024-02-22, found "2024-2-1"'),
        (("show", "--as-of", "2024-02-30"), '--as-of: expected a date such as 2024-02-22, found "2024-02-30"'),
        (("show", "--as-of", "２０２４-02-22"), '--as-of: expected a date such as 2024-02-22, found "２０２４-02-22"'),
        (("show", "--period", "2023..2021"), 'the period "2023..2021" ends before it starts; did you mean "2021..2023"?'),
        (("show", "--limit", "0"), '--limit: expected a number from 1, found "0"'),
        (("show", "--limit", "1_0"), '--limit: expected a number from 1, found "1_0"'),
        (("show", "--limit", "５"), '--limit: expected a number from 1, found "５"'),
        (("show", "-o", " "), "--output is empty; expected a file"),
        (("show", "--data", ""), "--data is empty; expected a file, - for standard input, or packaged"),
        (("show", "-", "--data", "-"), "standard input can't be both the words and the table"),
        (("trend", "awol", "--save", "x.gif"), '--save: expected a file that ends in .svg, .png or .pdf, found "x.gif"'),
        (("cite",), "nothing to cite: expected a figure, or --compare and two of them; see `milstats show --columns id`"),
        (("cite", "x", "--style", "bibtx"), '--style: expected a style, found "bibtx"; did you mean "bibtex"?'),
        (("open",), "nothing to open: expected a figure; see `milstats show --columns id`"),
        (("export", " "), "PATH is empty; expected a file, or a folder for a Data Package"),
        (("export", "x.y"), "x.y: its ending chooses no form; expected .sqlite, .db, .parquet, .zip or a folder, or say --to"),
        (("export", "x", "--to", "sqlit"), '--to: expected a form, found "sqlit"; did you mean "sqlite"?'),
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
        (("show", "--period"), "Option '--period' requires an argument", "", "milstats show --help"),
        (("schema", "\x1b[31m\n"), "Got unexpected extra argument", "\\x1b[31m", "milstats schema --help"),
        (("x" * 100_000,), "No such command 'xxx", "xxx", "milstats --help"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_typer_refuses_is_one_bounded_line_that_names_the_help(milstats, arguments, beginning, hint, see):
    code, out, error = milstats(*arguments)
    assert (code, out, error.count("\n"), len(error) < 400) == (2, "", 1, True)
    assert error.startswith(f"milstats: {beginning}")
    assert hint in error
    assert error.endswith(f" see `{see}`\n")


@pytest.mark.parametrize("command", ["show", "compare", "trend", "topics", "sources", "verify", "factcheck", "check", "cite"])
def test_an_abbreviated_option_is_refused(milstats, command):
    code, out, error = milstats(command, "--outp", "x.csv")
    assert (code, out, error.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("period", ["2_021", "+2021", "２０２１", " 2021", "2021.0", "0000", "10000", "2021-13", ".."])
def test_a_period_is_plain_digits(milstats, small, period):
    code, out, error = milstats("show", "--data", small, "--period", period)
    assert (code, out, error.count("\n")) == (2, "", 1)
    assert error.startswith("milstats: expected a period such as 2021, 2018..2022, ")


def test_options_work_with_an_equals_sign_and_after_the_words(milstats, small):
    assert milstats("show", "awol", f"--data={small}", "--format=csv") == milstats("show", "--data", small, "-fcsv", "--", "awol")


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"],
        ["show", "awol", "2023", "-q"],
        ["compare", "2021", "2023", "-f", "md", "-o", "x", "--full"],
        ["show", "-", "--data", "a", "--data", "b"],
    ],
    ids=" ".join,
)
def test_a_plain_lookup_is_read_as_typer_reads_it(arguments, monkeypatch):
    seen = []

    def read(typed, options):
        seen.append(read_request(typed, options))
        raise UsageError("seen")

    monkeypatch.setattr("milstats.cli.app.read_request", read)
    monkeypatch.setattr("milstats.cli.commands.read_stdin", lambda _: b"awol\n")
    with pytest.raises(UsageError, match="seen"):
        run_app(arguments)
    assert seen == [read_request(arguments, read_plain(arguments) or {})]


@pytest.mark.parametrize(
    ("name", "form"), [("md", Format.MARKDOWN), ("MARKDOWN", Format.MARKDOWN), ("ndjson", Format.JSONL), ("txt", Format.TABLE)]
)
def test_a_format_has_other_names(name, form):
    assert read_request(["show"], {"form": name}).form is form


def test_the_format_is_the_one_stated_then_that_of_the_file_then_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("MILSTATS_FORMAT", "prose")
    path = str(tmp_path / "x.htm")
    assert read_request([], {"form": "csv", "output": path}).form is Format.CSV
    assert read_request([], {"form": None, "output": path}).form is Format.HTML
    assert read_request([], {"form": None}).form is Format.PROSE
    monkeypatch.setenv("MILSTATS_FORMAT", "x")
    with pytest.raises(UsageError, match="MILSTATS_FORMAT: expected a format"):
        read_request([], {"form": None})
    with pytest.raises(UsageError, match=r"x\.xyz: its ending chooses no format; expected \.txt, "):
        read_request([], {"form": None, "output": "x.xyz"})


def test_a_word_that_is_not_utf_8_gets_a_clean_message(installed, small):
    expected = b'milstats: nothing is known of "caf\\udce9"; see `milstats topics` for what can be asked\n'
    assert installed.run("show", b"caf\xe9", MILSTATS_DATA=small) == (1, b"", expected)


@pytest.mark.parametrize("output", ["-", "out.json"])
def test_a_file_name_that_is_not_utf_8_does_not_break_json(installed, small, tmp_path, output):
    shutil.copyfile(small, os.fsencode(tmp_path) + b"/caf\xe9.toml")
    ended = installed.run("show", "awol", b"--data=caf\xe9.toml", "-f", "json", "-o", output, cwd=tmp_path)
    text = ended.out if output == "-" else (tmp_path / output).read_bytes()
    assert json.loads(text)["command"].startswith("milstats show awol '--data=caf\udce9.toml'")
    assert (ended.code, b"Traceback" in ended.err) == (0, False)


@pytest.mark.parametrize(
    ("given", "words"),
    [(b"awol\ndesertion\n", ("awol", "desertion")), (b"\r\n  awol \r\n\r\n", ("awol",)), ("\ufeffСАМОВОЛКА".encode(), ("awol",))],
)
def test_words_are_read_from_standard_input_one_a_line(installed, small, given, words):
    expected = installed.run("show", *words, "-f", "csv", MILSTATS_DATA=small)
    assert installed.run("show", "-", "-f", "csv", MILSTATS_DATA=small, stdin=given) == expected


@pytest.mark.parametrize(
    ("given", "ended"),
    [
        (b"", (1, b"", b"milstats: standard input has no words; expected some on each line\n")),
        (b"\xff\xfe\n", (1, b"", b'milstats: nothing is known of "\\udcff\\udcfe"; see `milstats topics` for what can be asked\n')),
        (b"\0\n", (1, b"", b'milstats: nothing is known of "\\x00"; see `milstats topics` for what can be asked\n')),
        (b"x" * (1 << 24) + b"x", (2, b"", b"milstats: standard input: is larger than 16 MiB; expected words\n")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_words_from_standard_input_that_are_none_get_one_line(installed, small, given, ended):
    assert installed.run("show", "-", MILSTATS_DATA=small, stdin=given) == ended
