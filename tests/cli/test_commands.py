"""What each command answers, what it says of a slip, and what an empty answer looks like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from milstats.cli import app
from milstats.render import Format

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
        (("show", "desrtion"), 1, 'nothing is known of "desrtion"; did you mean "desertion"?'),
        (("show", "awol", "--counter", "Prokt"), 1, 'no counter is called "Prokt"; did you mean "Proekt"?'),
        (("show", "[red]xyz[/red]"), 1, f'nothing is known of "[red]xyz[/red]"{SEE}'),
        (("show", ":warning:"), 1, f'nothing is known of ":warning:"{SEE}'),
        (("show", "[/]"), 1, f'nothing is known of "[/]"{SEE}'),
        (("show", "C:\\dir\\[x]"), 1, f'nothing is known of "C:\\dir\\[x]"{SEE}'),
        (("show", "\x1b[31m\n\u202e"), 1, f'nothing is known of "\\x1b[31m \\u202e"{SEE}'),
        (("show", "x" * 100_000), 1, f'nothing is known of "{"x" * 60}..."{SEE}'),
        (("show", "--", "--nothing"), 1, f'nothing is known of "--nothing"{SEE}'),
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
    message = 'milstats: no figure of "desertion" is of 1990; the figures run from 2023 to 2023\n'
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
    assert milstats("check", small, "--data", small).err == "milstats: expected the files as arguments or with --data, found both\n"
    page = str(data / "pages" / "paper-2024.html")
    assert milstats("verify", "paper-2024", page, "--data", small).code == 1
    assert milstats("verify", "--data", small).code == 2


def test_a_draft_is_checked_and_a_number_that_contradicts_the_table_exits_1(milstats, small, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text("In 2022, Russian courts convicted 887 soldiers of AWOL.\n", encoding="utf-8")
    code, out, _ = milstats("factcheck", str(draft), "--data", small, "-f", "text")
    assert (code, out.startswith(f"{draft}:1:35: "), "887" in out, out.count("\n")) == (0, True, True, 1)
    assert milstats("factcheck", "--data", small).err == "milstats: DRAFT is missing; expected a file, or - for standard input\n"
    assert milstats("factcheck", "-", "--data", "-").code == 2
