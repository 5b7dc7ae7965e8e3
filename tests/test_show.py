"""`milstats show`: its options, its notes and its sentences."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from milstats.arrangement import COLUMNS
from milstats.load import load

LEFT_OUT = "milstats: 1 figure left out: superseded; --all shows it\nmilstats: 1 figure left out: deprecated; --all shows it\n"
UMBRELLA = "milstats: refusal counts several offences together (awol, desertion): do not add its parts to it\n"


@pytest.fixture
def show(milstats, small):
    """Show figures of the small table."""
    return lambda *arguments: milstats("show", "--data", small, *arguments)


def column(out: str, name: str) -> list[str]:
    header, *rows = [line.split("\t") for line in out.splitlines()]
    return [row[header.index(name)] for row in rows]


def test_the_header_holds_every_column_under_its_own_name(show):
    assert show("awol").out.splitlines()[0] == "\t".join(COLUMNS)
    assert len(COLUMNS) == len(set(COLUMNS)) == 26


def test_a_row_is_whole(show):
    cells = [
        "paper-awol-wartime", "awol", "337", "convicted", "person", "4600", "gt", "4601", "", "",
        "during wartime", "2022-02-24", "2022-02-24", "2023-12-31", "2024-02-22", "sum", "",
        "Proekt", "The Paper", "paper-2024", "2024-02-22", "headline", "more than 4.6K soldiers",
        "https://example.org/paper#:~:text=more%20than%204.6K%20soldiers", "b d v", "Another paper gives 2023 alone.",
    ]  # fmt: skip
    assert show("paper-awol-wartime", "--no-header").out.rstrip("\n").split("\t") == cells


def test_no_header_leaves_out_the_header_only(show):
    for form in ("tsv", "csv"):
        assert show("-f", form).out.split("\n", 1)[1] == show("-f", form, "--no-header").out


def test_what_was_held_back_and_what_not_to_add_is_said_on_standard_error(show):
    assert show().err == LEFT_OUT + UMBRELLA
    assert show("awol").err == LEFT_OUT.split("\n", 1)[0] + "\n"
    assert show("--all").err == UMBRELLA
    assert show("awol", "--as-of", "2023-12-31").err == ""


def test_where_all_that_fits_was_held_back_the_message_says_so(show):
    expected = "milstats: nothing matches; try fewer filters, or see `milstats topics`\n" + LEFT_OUT.split("\n", 1)[0] + "\n"
    assert show("court-awol-2022-draft") == (1, "", expected)
    assert show("court-awol-2022-draft", "--all").code == 0


def test_notes_are_in_json_too_and_the_digest_of_the_table(show, small):
    code, out, error = show("refusal", "-f", "json")
    document = json.loads(out)
    assert (code, error) == (0, UMBRELLA)
    assert UMBRELLA in {f"milstats: {note}\n" for note in document["notes"]}
    assert document["schema"] == 1
    assert document["command"].startswith("milstats show --data ")
    assert document["dataset"]["sha256"] == hashlib.sha256(Path(small).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--measure", "convicted", "--counter", "court department"), ["court-awol-2021", "court-awol-2022", "court-awol-2023"]),
        (("--measure", "Mean-Sentence"), ["paper-refusal-mean"]),
        (("--source", "leaflet"), ["leaflet-desertion-2023"]),
        (("--source", "leaflet", "--all"), ["leaflet-desertion-2023", "leaflet-desertion-old"]),
        (("--period", "2021"), ["court-awol-2021"]),
        (("--period", "wartime", "desertion"), ["leaflet-desertion-2023"]),
        (("--as-of", "2023-12-31", "--measure", "convicted"), ["court-awol-2021", "court-awol-2022-draft", "court-awol-2023"]),
        (("--limit", "2"), ["court-awol-2021", "court-awol-2022"]),
        (("--limit", "999", "desertion"), ["leaflet-desertion-2023"]),
        (("awol", "--sort", "value"), ["court-awol-zero", "court-awol-2021", "court-awol-2022", "paper-awol-wartime", "court-awol-2023", "paper-awol-words"]),
        (("awol", "--sort", "-value", "--limit", "1"), ["paper-awol-wartime"]),
        (("awol", "--sort=-VALUE"), ["paper-awol-wartime", "court-awol-2022", "court-awol-2021", "court-awol-zero", "court-awol-2023", "paper-awol-words"]),
        (("refusal", "desertion", "--sort", "value"), ["paper-refusal-mean", "leaflet-desertion-2023"]),
        (("refusal", "desertion", "--sort", "-published"), ["paper-refusal-mean", "leaflet-desertion-2023"]),
    ],
    ids=lambda value: " ".join(value)[:60],
)  # fmt: skip
def test_options_choose_and_order_the_figures(show, arguments, expected):
    assert column(show(*arguments).out, "id") == expected


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_can_be_sorted_by_both_ways(show, name):
    upwards, downwards = column(show("--sort", name).out, "id"), column(show(f"--sort=-{name}").out, "id")
    assert sorted(upwards) == sorted(downwards)
    assert len(upwards) == 8


def test_columns_are_printed_in_the_order_named_in_every_machine_format(show):
    arguments = ("court-awol-2022", "--columns", "value, ID,period")
    assert show(*arguments).out == "value\tid\tperiod\n887\tcourt-awol-2022\t2022\n"
    assert show(*arguments, "-f", "csv").out == "value,id,period\n887,court-awol-2022,2022\n"
    assert show(*arguments, "-f", "jsonl").out == '{"value": 887, "id": "court-awol-2022", "period": "2022"}\n'
    assert show(*arguments, "-f", "table").out.split("\n")[:2] == ["  value  id               period", "    887  court-awol-2022  2022"]


def test_zero_withheld_words_and_absence_stay_apart(show):
    out = show("awol").out
    values = dict(zip(column(out, "id"), zip(column(out, "value"), column(out, "missing"), column(out, "text"), strict=True), strict=True))
    assert values["court-awol-zero"] == ("0", "", "")
    assert values["court-awol-2023"] == ("", "withheld", "")
    assert values["paper-awol-words"] == ("", "", "the vast majority")


SENTENCES = {
    "court-awol-2021": "527 people were convicted of absence without official leave from 1 January 2021 to 31 December 2021, according to "
    "Court Department on 18 April 2023.",
    "court-awol-2022": "887 people were convicted of absence without official leave in 2022, according to Court Department, as reported by "
    "The Paper on 22 February 2024.",
    "court-awol-2023": "Withheld: the number of people convicted for absence without official leave in 2023, according to Court Department on "
    "18 April 2023.",
    "court-awol-zero": "0 people were acquitted of absence without official leave from 1 July 2022 to 30 September 2022, according to "
    "Court Department on 18 April 2023.",
    "paper-awol-wartime": "More than 4,600 people were convicted of absence without official leave “during wartime” (24 February 2022 to between "
    "31 December 2023 and 22 February 2024, dates inferred), according to Proekt, as reported by The Paper on 22 February 2024; this figure is "
    "disputed.",
    "leaflet-desertion-2023": "9 to 12 people were charged with desertion (officers) from 1 January 2023 to 30 June 2023, according to "
    "Rights Group (undated).",
    "leaflet-desertion-old": "1 person was convicted of desertion in 2020, according to Rights Group (undated).",
    "paper-refusal-mean": "The mean sentence for refusal to serve was about 2.5 years in a period that the source does not state, according to "
    "Proekt, as reported by The Paper on 22 February 2024.",
    "paper-awol-words": "On absence without official leave: “the vast majority”, according to Proekt, as reported by The Paper on "
    "22 February 2024.",
}


@pytest.mark.parametrize(("figure", "sentence"), SENTENCES.items())
def test_a_figure_is_put_in_one_whole_sentence(show, figure, sentence):
    assert show(figure, "--all", "-f", "prose").out.splitlines()[0] == sentence


def test_the_shipped_table_is_put_in_sentences_without_gaps(milstats):
    lines = milstats("show", "--all", "-f", "prose").out.splitlines()
    assert len(lines) >= len(load().figures)
    for line in lines:
        assert line[0].isupper() or not line[0].isalpha()
        assert line.endswith(".")
        assert "  " not in line
        assert "None" not in line
        assert "{" not in line


@pytest.mark.parametrize(
    ("name", "bound", "kind"),
    [
        ("proekt-awol-statement-wartime", "", ""),
        ("mediazona-refusal-suspended-2023", "vague", ""),
        ("proekt-awol-convicted-2021", "eq", "sum"),
    ],
)
def test_words_without_a_number_state_no_exact_bound_and_no_kind(milstats, name, bound, kind):
    _, row = milstats("show", name, "--columns", "id,bound,kind", "-f", "tsv").out.splitlines()
    assert row.split("\t") == [name, bound, kind]
