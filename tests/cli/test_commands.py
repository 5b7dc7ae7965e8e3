"""What each command answers, what it refuses and says of a slip, and what an empty answer looks like."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milstats.cli import app
from milstats.cli.commands import read_request
from milstats.cli.options import COMMANDS, Option, read_plain
from milstats.errors import UsageError
from milstats.render import Format
from milstats.reports.cite import CitationStyle

LOOKUPS = [("show",), ("topics",), ("sources",), ("trend", "awol"), ("compare", "2021", "2022")]
SEE = "; see `milstats topics` for what can be asked"


@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_every_lookup_answers_in_every_format_with_one_newline_at_the_end(milstats, small, lookup, form):
    code, out, _ = milstats(*lookup, "--data", small, "-f", form.upper())
    assert (code, out[-1], out[-2:-1] != "\n", "\r" in out, "\x1b" in out) == (0, "\n", True, False, False)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("awol",), 2, "awol is a topic; to see its figures: milstats show awol"),
        (("awol", "2022"), 2, "awol is a topic; to see its figures: milstats show awol 2022"),
        (("proekt",), 2, "proekt is a counter; to see its figures: milstats show proekt"),
        (("wartime",), 2, "wartime is a period; to see its figures: milstats show wartime"),
        (("court-awol-2021",), 2, "court-awol-2021 is a figure; to see its figures: milstats show court-awol-2021"),
        (("show", "--year", "2022", "awol"), 2, "--year is no option, since a year is a word; type: milstats show 2022 awol"),
        (("trend", "awol", "--topic=desertion"), 2, "--topic is no option, since a topic is a word; type: milstats trend awol desertion"),
        (
            ("compare", "2021..2023", "awol"),
            2,
            "compare takes two periods, and 2021..2023 is one; did you mean: milstats compare 2021 2023 awol",
        ),
        (("compare", "2021-2023"), 2, "compare takes two periods, and 2021-2023 is one; did you mean: milstats compare 2021 2023"),
        (
            ("compare", "2021", "awol", "2022", "2023"),
            2,
            "compare takes two periods or figures, found 3: 2021, 2022 and 2023; for example: milstats compare 2021 2022 awol",
        ),
        (
            ("compare", "awol"),
            2,
            "compare needs two periods or figures among its words, found none; for example: milstats compare 2021 2023 awol",
        ),
        (
            ("compare", "awol", "2021"),
            2,
            "compare needs two periods or figures, found only 2021; for example: milstats compare 2021 2023 awol",
        ),
        (
            ("compare", "2023", "rights group"),
            2,
            "compare needs two periods or figures, found only 2023; for example: milstats compare 2023 2021 'rights group'",
        ),
        (("compare", "2022-03"), 2, "compare needs two periods or figures, found only 2022-03; for example: milstats compare 2022-03 2023"),
        (
            ("compare", "2021-H1..2023-03"),
            2,
            "compare takes two periods, and 2021-H1..2023-03 is one; did you mean: milstats compare 2021-H1 2023-03",
        ),
        (("--year", "2022", "show", "awol"), 2, "--year is no option, since a year is a word; type: milstats show 2022 awol"),
        (("show", "--offence", "awol"), 2, "--offence is no option, since an offence is a word; type: milstats show awol"),
        (("show", "desrtion"), 1, 'nothing is known of "desrtion"; did you mean "desertion"?'),
        (("show", "awol", "--counter", "Prokt"), 1, 'no counter is called "Prokt"; did you mean "Proekt"?'),
        (("show", "[red]xyz[/red]"), 1, f'nothing is known of "[red]xyz[/red]"{SEE}'),
        (("show", ":warning:"), 1, f'nothing is known of ":warning:"{SEE}'),
        (("show", "[/]"), 1, f'nothing is known of "[/]"{SEE}'),
        (("show", "C:\\dir\\[x]"), 1, f'nothing is known of "C:\\dir\\[x]"{SEE}'),
        (("show", "\x1b[31m\n\u202e"), 1, f'nothing is known of "\\x1b[31m \\u202e"{SEE}'),
        (("show", "x" * 100_000), 1, f'nothing is known of "{"x" * 60}..."{SEE}'),
        (("show", "--", "--nothing"), 1, f'nothing is known of "--nothing"{SEE}'),
        (("cite", "awol"), 1, 'no figure is called "awol"; to see the figures of that word: milstats show awol'),
        (("open", "2023"), 1, 'no figure is called "2023"; to see the figures of that word: milstats show 2023'),
        (
            ("cite", "rights group"),
            1,
            "no figure is called \"rights group\"; to see the figures of that word: milstats show 'rights group'",
        ),
        (
            ("cite", "court-awol-2020"),
            1,
            'no figure is called "court-awol-2020"; did you mean "court-awol-2023" or "court-awol-2022" or "court-awol-2021"?',
        ),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else "",
)
def test_a_slip_is_answered_with_what_to_type(milstats, small, monkeypatch, arguments, code, message):
    monkeypatch.setenv("MILSTATS_DATA", small)
    assert milstats(*arguments) == (code, "", f"milstats: {message}\n")


@pytest.mark.parametrize("form", sorted({*Format} - {Format.JSON}))
def test_an_empty_answer_prints_nothing_and_exits_1(milstats, small, form):
    message = 'milstats: no figure of "desertion" is of 1990; the figures are of 2023\n'
    assert milstats("show", "desertion", "1990", "--data", small, "-f", form) == (1, "", message)


@pytest.mark.parametrize("asked", [("show", "desertion", "1990"), ("show", "nonsense"), ("compare", "1990", "1991")], ids=" ".join)
def test_an_empty_answer_in_json_has_no_rows_and_exits_1(milstats, small, asked):
    code, out, error = milstats(*asked, "--data", small, "-f", "json")
    assert (code, json.loads(out)["rows"], error.count("\n")) == (1, [], 1)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (("awol", "2022"), ("awol", "--period", "2022")),
        (("convicted", "proekt"), ("--measure", "convictions", "--counter", "Proekt")),
        (("paper-2024",), ("--source", "PAPER-2024")),
    ],
)
def test_an_option_is_a_word_of_its_kind(milstats, small, words, options):
    asked = ("--data", small, "-f", "csv")
    assert milstats("show", *words, *asked).out == milstats("show", *options, *asked).out != ""


def test_a_comparison_takes_its_periods_and_figures_in_any_place(milstats, small):
    asked = ("--data", small, "-f", "csv")
    expected = milstats("compare", "2021", "2022", "awol", "convicted", *asked)
    assert expected.code == 0
    assert milstats("compare", "awol", "2021", "convicted", "2022", *asked).out == expected.out
    assert milstats("compare", "court-awol-2021", "court-awol-2022", *asked).code == 0


def test_strict_exits_4_where_a_pair_was_refused(milstats, small):
    assert milstats("compare", "court-awol-2021", "leaflet-desertion-2023", "--strict", "--data", small, "-q").code in {0, 4}
    assert milstats("compare", "paper-awol-words", "court-awol-2021", "--strict", "--data", small, "-q").code == 4


def test_notes_go_to_standard_error_unless_they_are_not_wanted(milstats, small):
    code, out, error = milstats("show", "awol", "--data", small, "-f", "csv")
    assert (code, error.startswith("milstats: "), "superseded" in error) == (0, True, True)
    assert milstats("show", "awol", "--data", small, "-f", "csv", "-q") == (0, out, "")


def test_a_link_is_printed_for_each_figure(milstats, small):
    code, out, _ = milstats("open", "court-awol-2021", "paper-awol-wartime", "--print", "--data", small)
    assert (code, [line.partition("#")[0] for line in out.splitlines()]) == (
        0,
        ["https://example.org/courts?year=2022", "https://example.org/paper"],
    )


def test_where_no_browser_can_be_opened_the_link_is_said(installed, small):
    ended = installed.run("open", "court-awol-2021", "--data", small, BROWSER="/bin/false %s", DISPLAY="", PATH="/nonexistent")
    assert (ended.code, ended.out, b"https://example.org/courts" in ended.err) == (5, b"", True)


def test_the_version_is_one_line_with_the_formats(milstats):
    code, out, error = milstats("--version")
    assert (code, error, out.count("\n"), "(data format 1, JSON schema 1)" in out) == (0, "", 1, True)
    assert app.run_app(["--version"]) == 0


def test_a_check_and_a_verification_exit_with_what_they_found(milstats, small):
    data = Path(small).parents[1]
    assert [milstats("check", small).code, milstats("check", str(data / "check" / "broken-sum.toml")).code] == [0, 1]
    assert milstats("check", small, "--data", small) == milstats("check", small, small)
    page = str(data / "pages" / "paper-2024.html")
    assert milstats("verify", "paper-2024", page, "--data", small).code == 1
    assert milstats("verify", "--data", small).code == 2


def test_a_draft_is_checked_and_a_number_that_contradicts_the_table_exits_1(milstats, small, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text("In 2022, Russian courts convicted 887 soldiers of AWOL.\n", encoding="utf-8")
    code, out, _ = milstats("factcheck", str(draft), "--data", small, "-f", "text")
    assert (code, out.startswith(f"{draft}:1:35: "), "887" in out, out.count("\n")) == (0, True, True, 1)
    draft.write_text("Russian courts convicted 4,999 soldiers of AWOL in 2022. <!-- milstats: ok 5,001 -->\n", encoding="utf-8")
    left_out = "milstats: Not in the table: 1 other number. --all: list them too\n"
    assert milstats("factcheck", str(draft), "--data", small, "-f", "markdown").err == left_out
    assert milstats("factcheck", str(draft), "--data", small, "-f", "text") == (0, "", "")
    assert milstats("factcheck", "--data", small).err == "milstats: DRAFT is missing; expected a file, or - for standard input\n"
    assert milstats("factcheck", "-", "--data", "-").code == 2


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
        (("export", "x.y"), "x.y: its ending chooses no form; expected .sqlite, .db, .parquet or a folder, or say --to"),
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


def _typed(option: Option) -> st.SearchStrategy[list[str]]:
    """Return ways to type an option and its values, or the values of an argument."""
    count = 0 if option.kind is bool else 2 if option.kind is tuple else 1
    values = st.lists(st.sampled_from(["awol", "2023", "", "-", "é.toml", "packaged", "1"]), min_size=count, max_size=count)
    if not option.names:
        return values
    apart = st.tuples(st.sampled_from(option.names), values).map(lambda typed: [typed[0], *typed[1]])
    return st.one_of(apart, values.map(lambda typed: [f"{option.names[0]}={typed[0]}", *typed[1:]])) if count else apart


@pytest.mark.parametrize("command", COMMANDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_plain_line_is_read_as_typer_reads_it(command, data, monkeypatch):
    several = st.one_of(*map(_typed, COMMANDS[command].options))
    arguments = [command, *(word for typed in data.draw(st.lists(several, max_size=6)) for word in typed)]
    seen = []

    def read(typed, options):
        given = {key: value for key, value in options.items() if value or value == ""}
        seen.append((typed, {key: [*value] if isinstance(value, list | tuple) else value for key, value in given.items()}))
        raise UsageError("seen")

    monkeypatch.setattr("milstats.cli.app.read_request", read)
    monkeypatch.setattr("milstats.cli.commands.read_request", read)
    plain = read_plain(arguments)
    with pytest.raises(UsageError) as refused:
        app.run_app(arguments)
    if plain is None:  # too many arguments, which Typer refuses
        assert (seen, "unexpected extra argument" in str(refused.value)) == ([], True)
        return
    with pytest.raises(UsageError, match="seen"):
        read(arguments, plain)
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["shwo"], ["--version"], ["show", "--help"], ["show", "-fcsv"], ["show", "-f=csv"], ["show", "--full=1"], ["show", "--sort=-value"], ["show", "--", "awol"],
        ["show", "--data"], ["show", "--data", "--full"], ["show", "--sort", "-value"], ["cite", "--compare", "a"], ["export", "a", "b"],
        ["show", "--sav", "x"], ["topics", "--full"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_line_that_is_not_plain_is_left_to_typer(arguments):
    assert read_plain(arguments) is None


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


def test_help_names_every_style_of_a_reference(milstats):
    assert f"One of {', '.join(CitationStyle)}." in milstats("cite", "--help").out
