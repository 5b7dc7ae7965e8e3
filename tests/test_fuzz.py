"""What fuzzing found once is never found again; tables, selections and comparisons that are made up are answered or refused."""

from __future__ import annotations

import calendar
import csv
import io
import json
import runpy
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milstats.arrangement import arranged_by
from milstats.compare import compare, sought
from milstats.compared import compare_report
from milstats.errors import DataError, MilstatsError
from milstats.load import load
from milstats.period import parse_period
from milstats.render import Format, render
from milstats.render.style import Style
from milstats.report import Report, Stamp
from milstats.selection import Query, select
from milstats.show import report_of
from milstats.vocabulary import Bound, Measure, Relation, Unit

FUZZ = runpy.run_path(str(Path(__file__).with_name("fuzz.py")))
FOUND = sorted(FUZZ["FOUND"].iterdir())
SMALL = (Path(__file__).parent / "data" / "valid" / "small.toml").read_text(encoding="utf-8")
HEAD = SMALL[: SMALL.index("[figures.")]
STAMP = Stamp((), "1", None, "0")


def test_every_finding_is_of_a_target():
    assert {path.name.partition("-")[0] for path in FOUND} <= {target.__name__ for target in FUZZ["TARGETS"]}
    assert len(FOUND) >= 4


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_once_is_answered_or_refused(path):
    for target in FUZZ["TARGETS"]:
        assert FUZZ["holds"](target, path.read_bytes())


@pytest.mark.parametrize("target", FUZZ["TARGETS"], ids=lambda target: target.__name__)
def test_a_hundred_mutated_inputs_are_answered_or_refused(target):
    first = len(FUZZ["seeds"]())
    assert all(FUZZ["holds"](target, data) for data in islice(FUZZ["inputs"](5), first, first + 100))


def test_an_input_that_breaks_a_target_is_kept_and_told(monkeypatch, tmp_path, capsys):
    def broken(data):
        raise KeyError(data)

    monkeypatch.setitem(FUZZ["is_held"].__globals__, "FOUND", tmp_path)
    assert not FUZZ["is_held"](broken, b"in")
    (path,) = tmp_path.iterdir()
    assert (path.name, path.read_bytes()) == ("broken-58296753", b"in")
    assert capsys.readouterr().err == f"{path}: KeyError(b'in')\n"


def test_fuzzing_tells_how_much_it_tried_and_how(capsys):
    assert FUZZ["main"](["--unguided", "--seconds", "0", "period", "numbers"]) == 0
    assert capsys.readouterr().out == "1 inputs for each of numbers, period, unguided: all answered or refused\n"


YEARS = st.integers(1, 9999)


@st.composite
def points(draw):
    """A point of the period grammar with its first and its last day, in figures."""
    year, kind = draw(YEARS), draw(st.sampled_from("yhqmd"))
    if kind == "y":
        return f"{year:04}", (year, 1, 1), (year, 12, 31)
    if kind == "d":
        month = draw(st.integers(1, 12))
        day = (year, month, draw(st.integers(1, calendar.monthrange(year, month)[1])))
        return "{:04}-{:02}-{:02}".format(*day), day, day
    length = {"h": 6, "q": 3, "m": 1}[kind]
    number = draw(st.integers(1, 12 // length))
    last = number * length
    written = f"{year:04}-{number:02}" if kind == "m" else f"{year:04}-{kind.upper()}{number}"
    return written, (year, last - length + 1, 1), (year, last, calendar.monthrange(year, last)[1])


@given(points(), points())
def test_every_period_of_the_grammar_reaches_from_the_first_day_of_the_one_to_the_last_of_the_other(a, b):
    first, last = sorted((a, b), key=lambda point: point[2])
    if last[2] < first[1]:
        return
    days = (date(*day) for day in (first[1], first[1], last[2], last[2]))
    assert parse_period(f"{first[0]}..{last[0]}", {})[1:5] == (*days,)


@given(st.text(st.sampled_from("0129-.HQ ..+_٣x"), max_size=24))
def test_any_other_text_of_the_signs_of_a_period_is_one_or_gets_one_line(text):
    try:
        said = [*map(str, parse_period(text, {})[1:5])]
    except MilstatsError as error:
        said = [*str(error).splitlines()]
    assert said == sorted(said)
    assert len(said) in {1, 4}


def toml(value) -> str:
    return json.dumps(value, ensure_ascii=False)


WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).filter(lambda text: text[0].isalnum())
PERIODS = st.one_of(
    points().map(lambda point: toml(point[0])), st.just(toml("prewar")), WORDS.map(lambda words: f"{{ text = {toml(words)} }}")
)


@st.composite
def records(draw):
    """The lines of a figure; most are sound."""
    bound, value = draw(st.sampled_from([*Bound])), draw(st.integers(0, 99_999))
    lines = {
        "offence": toml(draw(st.sampled_from(["awol", "desertion", "refusal"]))),
        "measure": toml(draw(st.sampled_from([*Measure]))),
        "unit": toml(draw(st.sampled_from([Unit.PERSON, Unit.CASE]))),
        "value": value,
        "bound": toml(Bound.EQ if bound in {Bound.RANGE, Bound.VAGUE} else bound),
        "period": draw(PERIODS),
        "counter": toml(draw(st.sampled_from(["Court Department", "Проект"]))),
        "source": toml(draw(st.sampled_from(["court-2023", "leaflet"]))),
        "relation": toml(Relation.PARAPHRASED),
        "quote": toml(f"{draw(WORDS)} {value} {draw(WORDS)}"),
        "where": toml(draw(WORDS)),
        "note": toml(draw(WORDS)),
    }
    if draw(st.integers(0, 9)) == 0:
        del lines[draw(st.sampled_from([*lines]))]
    return "".join(f"{key} = {value}\n" for key, value in lines.items())


def cells(report: Report) -> list[list[str]]:
    """Return the rows as csv has them, checked against tsv, json and jsonl."""
    read = [*csv.reader(io.StringIO(render(report, Format.CSV, Style(has_header=False)), newline=""), strict=True)]
    assert [line.split("\t") for line in render(report, Format.TSV, Style(has_header=False)).split("\n")[:-1]] == read
    rows = json.loads(render(report, Format.JSON, Style()))["rows"]
    assert [json.loads(line) for line in render(report, Format.JSONL, Style()).split("\n")[:-1]] == rows
    for row, texts in zip(rows, read, strict=True):
        for value, text in zip(row.values(), texts, strict=True):
            plain = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert plain == text
    return read


@settings(max_examples=60, deadline=None)
@given(
    made=st.lists(records(), min_size=1, max_size=5), words=st.lists(st.sampled_from(["awol", "f0", "Court"]), max_size=2), side=points()
)
def test_a_table_that_is_made_up_is_shown_and_compared_alike_in_every_format(tmp_path_factory, made, words, side):
    path = tmp_path_factory.getbasetemp() / "made-up.toml"
    path.write_text(HEAD + "".join(f"[figures.f{number}]\n{record}" for number, record in enumerate(made)), encoding="utf-8")
    try:
        dataset = load(str(path))
        query = Query(topics=tuple(words))
        reports = [
            report_of(dataset, select(dataset, query), arranged_by(columns=None, sort="-value", limit=None), STAMP),
            compare_report(compare(dataset, sought(dataset, "f0"), sought(dataset, side[0]), query), STAMP, explains=True),
        ]
    except MilstatsError:
        return
    for report in reports:
        for form in Format:
            assert render(report, form, Style(width=40)).endswith("\n")
        assert cells(report)


@settings(max_examples=60, deadline=None)
@given(record=records(), data=st.data())
def test_a_made_up_table_that_is_cut_or_damaged_anywhere_loads_or_says_why_not(tmp_path_factory, record, data):
    whole = f"{HEAD}[figures.f0]\n{record}".encode()
    place = data.draw(st.integers(0, len(whole)))
    path = tmp_path_factory.getbasetemp() / "cut.toml"
    path.write_bytes(whole[:place] + data.draw(st.sampled_from([b"", b"\xff", b"[", b'"', b"=", b"\n", whole[place + 3 :]])))
    with suppress(DataError):
        assert load(str(path)).version
