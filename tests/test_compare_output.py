"""How comparisons are printed: rows for machines, sentences, explanations, exit statuses and messages."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from fractions import Fraction
from itertools import pairwise

import pytest

from milstats.compare import Comparisons, compare, sought
from milstats.compared import COLUMNS, compare_report
from milstats.compared.explain import explanation
from milstats.compared.phrases import details, headline
from milstats.compared.rounding import DOWN, NEAREST, UP, count_text, percent_text, rate_text, ratio_text, short_ratio_text
from milstats.load import load
from milstats.period import GRAMMAR
from milstats.render import Format, render
from milstats.render.style import Style
from milstats.report import Stamp
from milstats.selection import Query, select, series_key

PAIRS = [("2021", "wartime"), ("2021", "2022"), ("2022", "2023"), ("2021", "2023"), ("2018..2022", "2023"), ("2022", "2022..2023")]
# Of each thing that is computed one: flow, parts, shares, "about", the later side first, two counters.
OF_FIGURES = [
    ("mediazona-awol-received-2023-11-21", "mediazona-awol-received-2024-06-18"),
    ("mediazona-awol-received-2023-04-30", "mediazona-awol-received-2024-04-12"),
    ("proekt-awol-opened-2022-2023", "proekt-desertion-opened-2022-2023"),
    ("judicial-military-resolved-2021", "judicial-awol-resolved-2021"),
    ("judicial-military-resolved-2021", "judicial-military-resolved-2022"),
    ("mediazona-awol-received-2024-jan-apr", "mediazona-awol-received-2022-jan-jul"),
    ("mediazona-refusal-received-2024", "mediazona-refusal-received-2023-revised"),
    ("proekt-disobeying-convicted-2023", "proekt-disobeying-convicted-2018-2022"),
    ("un-refusal-convicted-2024", "insider-refusal-convicted-2024"),
]
SIX = ("change_low", "change_high", "percent_low", "percent_high", "ratio_low", "ratio_high")
CAVEAT = "Documented cases only"
UNCOUNTED = ("mean_sentence", "share", "statement", "event")


def test_the_columns_are_the_documented_ones(milstats):
    header, *rows = milstats("compare", "2021", "2023", "-f", "tsv").out.splitlines()
    assert header.split("\t") == [*COLUMNS]
    assert rows
    assert {row.count("\t") for row in rows} == {len(COLUMNS) - 1}


def test_machine_formats_agree_and_are_unrounded(milstats):
    from_json = json.loads(milstats("compare", "2021", "wartime", "-f", "json").out)["rows"]
    from_lines = [json.loads(line) for line in milstats("compare", "2021", "wartime", "-f", "jsonl").out.splitlines()]
    from_csv = [*csv.DictReader(io.StringIO(milstats("compare", "2021", "wartime", "-f", "csv").out))]
    assert from_json == from_lines
    for one, other in zip(from_json, from_csv, strict=True):
        assert [one[name] for name in SIX] == [float(other[name]) if other[name] else None for name in SIX]
    seed = next(row for row in from_json if row["after_id"] == "proekt-awol-convicted-wartime")
    assert (seed["ratio_low"], seed["ratio_high"], seed["per"]) == (4.155473099114149, 4.480381864522866, "year")


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_refusal_and_an_open_end_leave_their_columns_empty(milstats, a, b):
    rows = [json.loads(line) for line in milstats("compare", a, b, "-f", "jsonl").out.splitlines()]
    for row in rows:
        if row["verdict"] == "none":
            assert [row[name] for name in SIX] == [None] * 6
        if "year-to-date" in row["reasons"] and row["after_value"] == 5024:
            assert [row[name] is None for name in SIX] == [False, True] * 3


@pytest.mark.parametrize(
    ("form", "on_stdout", "on_stderr"),
    [("table", 1, 0), ("prose", 1, 0), ("markdown", 1, 0), ("json", 1, 0), ("tsv", 0, 1), ("csv", 0, 1), ("jsonl", 0, 1)],
)
def test_the_standing_caveat_is_said_once(milstats, form, on_stdout, on_stderr):
    outcome = milstats("compare", "2021", "wartime", "-f", form)
    assert (outcome.out.count(CAVEAT), outcome.err.count(CAVEAT)) == (on_stdout, on_stderr)


def test_the_sentence_to_paste(milstats):
    first = milstats("compare", "mediazona-awol-received-2021", "mediazona-awol-received-2022", "-f", "prose").out.splitlines()[0]
    assert first == (
        "Courts received 615 cases of absence without official leave in 2021 and 1,001 cases in 2022, according to Mediazona, as reported by"
        " The Moscow Times on 29 December 2023. By milstats’ calculation: 1.6 times as many (+386, +63 %). The law changed on"
        " 24 September 2022: Heavier penalties for acts during mobilisation or wartime; refusing to fight became an offence."
    )


def test_a_sentence_names_both_sources(milstats):
    first = milstats("compare", "proekt-awol-opened-2021", "proekt-awol-opened-2022-2023", "-f", "prose").out.splitlines()[0]
    assert "as reported by jingletree.com (undated), and 5,260" in first
    assert "as reported by The Moscow Times on 22 February 2024." in first


def test_the_other_way_round_tells_the_same_multiple(milstats):
    out = milstats("compare", "mediazona-awol-received-2023", "mediazona-awol-received-2021", "-f", "table").out
    assert "at least 8.1 times as many in the first" in out


def test_a_later_revision_stands_for_the_year(milstats):
    out = milstats("compare", "2022", "2023", "awol", "--counter", "mediazona", "--measure", "received_by_court", "-f", "table").out
    assert "  1,001  5,096  5.1 times as many" in out
    assert "5,024" not in out


def test_a_series_without_a_figure_for_one_side_is_shown_with_the_nearest(milstats):
    out = milstats("compare", "2021", "2022", "awol", "--counter", "proekt", "-f", "table").out
    assert "  527  no figure  not compared" in out
    assert "Nearest: proekt-awol-opened-2022 (887), proekt-awol-opened-2022-2023 (5,260)." in out


def test_what_the_courts_withhold_is_said_and_is_no_zero(milstats):
    out = milstats("compare", "2021", "2023", "awol", "--counter", "judicial department", "--measure", "convicted", "-f", "table").out
    assert "withheld  withheld  not compared" in out
    assert "A number is missing: withheld. That is not zero." in out


YEARS = {str(year) for year in range(2018, 2025)}


# What may stand in a text without being a derived number: dates, and the counts and periods of the sources.
def exact_numbers(lines):
    exact = {Fraction(text) for line in lines for text in re.findall(r"(?<![\w/-])-?[0-9]+(?:/[0-9]+)?(?![\w/-])", line)}
    exact |= {1 / number for number in exact if number} | {100 * number for number in exact} | {abs(number) for number in exact}
    return exact | {abs(100 - 100 * number) for number in exact}


def allowed(lines):
    exact = exact_numbers(lines)
    written = set()
    for number in exact:
        for side in (DOWN, NEAREST, UP):
            writers = (rate_text, ratio_text, short_ratio_text, percent_text, count_text)
            written |= {write(number, side).lstrip("−+") for write in writers}
    return {text.removesuffix(" %") for text in written}


@pytest.mark.parametrize(("a", "b"), [*PAIRS, *OF_FIGURES])
def test_every_number_shown_can_be_derived_from_the_explanation(a, b):
    table = load()
    seen = 0
    for row in compare(table, sought(table, a), sought(table, b), Query()).rows:
        for judgement in filter(None, (row.judgement, *(other.judgement for other in row.alternatives))):
            lines = explanation(table, row)
            told = f"{headline(judgement)} {details(judgement)}".replace(",", "")
            numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?", told)
            known = {text.replace(",", "") for text in allowed(lines)}
            assert [number for number in numbers if number not in known] == [], (row.figures, told)
            seen += len(numbers)
    assert seen


@pytest.mark.parametrize(("a", "b"), [*PAIRS, *OF_FIGURES])
def test_every_number_of_the_machine_formats_stands_in_the_explanation(a, b):
    table = load()
    comparisons = compare(table, sought(table, a), sought(table, b), Query())
    report = compare_report(comparisons, Stamp((), "", None, ""), explains=False)
    derived = [report.columns.index(f"{name}_{end}") for name in ("change", "percent", "ratio") for end in ("low", "high")]
    told = report.columns.index("sentence")
    seen = 0
    for row, cells in zip(comparisons.rows, report.rows(), strict=True):
        lines = explanation(table, row) if row.judgement is not None else ()
        numbers = [abs(Fraction(str(cells[place]))) for place in derived if cells[place] is not None]
        assert [number for number in numbers if number not in exact_numbers(lines)] == [], row.figures
        words = [finding.words for finding in row.judgement.findings] if row.judgement else []
        sentence = functools.reduce(lambda text, said: text.replace(said, ""), words, str(cells[told]))
        calculated = re.sub(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}", "", sentence.partition("calculation")[2])
        known = {text.replace(",", "") for text in allowed(lines)}
        spoken = re.findall(r"[0-9]+(?:\.[0-9]+)?", calculated.replace(",", ""))
        assert [number for number in spoken if number not in known | YEARS] == [], cells[told]
        seen += len(numbers) + len(spoken)
    assert seen


def test_an_explanation_lets_a_sceptic_redo_it(milstats):
    out = milstats("compare", "2021", "wartime", "awol", "--measure", "convicted", "--explain", "-f", "table").out
    for line in (
        "unequal-length (meaningful): ",
        "Length of 2021: 2021-01-01 to 2021-12-31, 1 year\n",
        "Length of “during wartime”: at least 2022-02-24 to 2023-12-31, 311/365 + 1 = 676/365 = 1.85205… years\n",
        "Length of “during wartime”: at most 2022-02-24 to 2024-02-22, 311/365 + 1 + 53/366 = 266761/133590 = 1.99686… years\n",
        "rate before = 527 / 1 = 527 a year\n",
        "rate after at most = 4373 / (676/365) = 1596145/676 = 2361.16124… a year\n",
        "ratio at least = (584189070/266761) / 527 = 584189070/140583047 = 4.15547…\n",
        "proekt-awol-convicted-2021: “527 in the pre-war year of 2021”, paragraph 3, The Moscow Times, 22 February 2024\n",
        "ACT/ACT (ISDA)",
    ):
        assert line in out


def test_strict_exits_with_4_after_writing(milstats):
    refused = milstats("compare", "proekt-awol-convicted-wartime", "mediazona-awol-received-2023", "-f", "jsonl", "--strict")
    assert (refused.code, json.loads(refused.out)["verdict"]) == (4, "none")
    sound = milstats("compare", "mediazona-awol-received-2021", "mediazona-awol-received-2022", "--strict")
    assert sound.code == 0


def test_one_of_each(milstats):
    outcome = milstats("compare", "proekt-awol-convicted-2021", "wartime", "-f", "jsonl")
    row = json.loads(outcome.out)
    assert (row["before_id"], row["after_id"]) == ("proekt-awol-convicted-2021", "proekt-awol-convicted-wartime")


def test_as_of_answers_with_what_was_known_then(milstats):
    rows = [
        json.loads(line) for line in milstats("compare", "2022", "2023", "awol", "--as-of", "2023-12-31", "-f", "jsonl").out.splitlines()
    ]
    assert {row["counter"] for row in rows} == {"Mediazona"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ["nope", "2021"],
            2,
            f'milstats: expected {GRAMMAR}, or the id of a figure; found "nope"; periods with a name are prewar, wartime, mobilisation\n',
        ),
        (
            ["1950", "1951"],
            1,
            "milstats: no series has a figure for either side; try other periods or fewer filters, or see `milstats show`\n",
        ),
        (
            ["proekt-awol-convicted-2021", "2023", "awol"],
            2,
            "milstats: proekt-awol-convicted-2021 names its series; leave out topics, --measure and --counter, or compare two periods\n",
        ),
        (
            ["proekt-awol-convicted-2021", "2023", "--as-of", "2023-01-01"],
            1,
            "milstats: proekt-awol-convicted-2021 was published on 2024-02-22, so it answers nothing as of 2023-01-01\n",
        ),
    ],
)
def test_a_mistake_is_told_on_one_line(milstats, arguments, code, message):
    assert milstats("compare", *arguments) == (code, "", message)


def test_help_has_examples_and_the_verdicts(milstats):
    out = milstats("compare", "--help").out
    assert "milstats compare 2021 wartime awol --explain" in out
    assert all(f"  {verdict} " in out for verdict in ("direct", "meaningful", "conceptual", "none"))


@pytest.mark.parametrize("columns", [80, 140])
def test_the_table_fits_the_terminal(terminal, columns):
    lines = terminal.run("compare", "2021", "wartime", columns=columns, NO_COLOR="1").splitlines()
    assert [line for line in lines if len(line) > columns and "http" not in line and "milstats compare" not in line] == []


def test_the_rate_of_one_very_year_is_its_count(milstats):
    out = milstats("compare", "mediazona-awol-received-2022", "mediazona-awol-received-2023-H1", "-f", "table").out
    assert "1,001 a year → 4,190 a year" in out


def shape(figure):
    """Return what the rules and the wording look at besides the numbers: figures of one shape get the same words."""
    kind = figure.period and (figure.period.kind, figure.period.is_dated)
    return (figure.is_count or figure.unit, figure.bound, kind, figure.missing, figure.measure.value in UNCOUNTED)


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_figures_of_unlike_shape_and_neighbours_of_one_series_have_an_answer(form):
    table = load()
    stamp = Stamp(("compare",), table.version, None, "")
    shapes = {shape(figure): figure for figure in table.figures.values()}
    ordered = select(table, Query(everything=True)).figures
    pairs = [(before, after) for before in shapes.values() for after in shapes.values()]
    pairs += [(before, after) for before, after in pairwise(ordered) if series_key(before) == series_key(after)]
    assert len(pairs) > 500
    rows = tuple(compare(table, before, after, Query()).rows[0] for before, after in pairs)
    for row in rows:
        figures = (row.figures[0], row.figures[-1])
        report = compare_report(Comparisons(table, figures, (row,), dict, {}), stamp, explains=True)
        text = render(report, Format(form), Style())
        assert "None" not in text
        assert "any number" not in text
