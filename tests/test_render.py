"""Every format gives back what stands in the report, whatever that is."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from milstats.render import FORMATS, Format, render
from milstats.render.style import Style
from milstats.report import Column, Line, Reference, Report, Section, Stamp, Table

HOSTILE = {
    "tab": "a\tb",
    "newline": "a\nb",
    "carriage return": "a\r\nb",
    "pipe": "a|b||c\\|",
    "backtick": "`x` ``y``",
    "markup": "[red]x[/red] [/] [sic] [link=https://x.org]y[/link]",
    "emoji": ":warning: :smile:",
    "escape": "\x1b[31mred\x1b[0m",
    "line separator": "a\u2028b\u2029c\u0085d",
    "formula": "=1+1",
    "quotes": 'a "b" \'c\' ""',
    "comma": "a,b;c",
    "blanks": "  a  b  ",
    "html": "<script>alert(1)</script> &amp; <b>",
    "markdown": "*a* _b_ # c ~d~ ![e](f) <g> !h",
    "backslash": "C:\\dir\\[x] \\",
    "cyrillic": "самоволка",
    "cjk": "擅离职守",
    "combining": "e\u0301o\u0308",
    "right to left": "غياب",
    "emoji signs": "👩‍👩‍👧 🇷🇺",
    "nul": "a\0b",
    "empty": "",
    "long": "x" * 5_000,
}
# In a table that loads none of the others can be: where no quotation marks keep them, they are escaped.
ADMITTED = {name: text for name, text in HOSTILE.items() if name not in {"escape", "formula", "line separator", "nul"}}
STAMP = Stamp((), "1", None, "0")


def report_of(text: str) -> Report:
    """Return a report that holds `text` wherever a report may hold text."""
    line = Line((text, "1", text), (text,) if text else (), "https://example.org/a|b")
    return Report(
        stamp=STAMP,
        columns=("id", "count", "text"),
        rows=lambda: ((text, 1, text), ("end", 2, "end")),
        table=lambda: Table(
            (Column("Id"), Column("Count", is_number=True), Column("Text", may_wrap=True)), (Section(text, text, (line,)),), 0
        ),
        sentences=lambda: (text,),
        references=lambda: (Reference("s", text, text, date(2024, 2, 22), "https://example.org/a|b", text, 1),),
        legend=lambda: (("[v]", text),),
    )


def test_every_format_is_written_by_a_module_of_its_own():
    assert set(FORMATS) == set(Format)
    assert len(set(FORMATS.values())) == len(FORMATS) >= 7


@given(st.lists(st.text() | st.sampled_from(["-f", "--as-of", "2021", "a-b", "-", "", "~", "ü", "٣", *HOSTILE.values()])))
@example(["show", "awol", "-f", "json"])
def test_the_command_of_a_report_is_what_was_typed_quoted_as_a_shell_needs_it(words):
    assert Stamp((*words,), "1", None, "0").command == shlex.join(["milstats", *words])


@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_breaks_a_format(form, text):
    for style in (Style(), Style(width=40), Style(width=80, is_styled=True), Style(encoding="ascii")):
        written = render(report_of(text), form, style)
        assert written.endswith("\n")
        assert not written.endswith("\n\n") or text.endswith("\n")


@pytest.mark.parametrize("text", ADMITTED.values(), ids=ADMITTED)
def test_csv_reads_back_what_stands_in_the_report(text):
    rows = [*csv.reader(io.StringIO(render(report_of(text), Format.CSV, Style()), newline=""), strict=True)]
    assert rows == [["id", "count", "text"], [text, "1", text], ["end", "2", "end"]]


@pytest.mark.parametrize("text", ADMITTED.values(), ids=ADMITTED)
def test_tsv_is_one_line_a_record_and_can_be_turned_back(text):
    lines = render(report_of(text), Format.TSV, Style()).split("\n")
    assert len(lines) == 4
    cells = [re.sub(r"\\([tnr\\])", lambda m: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[m[1]], cell) for cell in lines[1].split("\t")]
    assert cells == [text, "1", text] or "\\" in text
    assert lines[1].count("\t") == 2
    assert lines[2:] == ["end\t2\tend", ""]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_json_reads_back_what_stands_in_the_report(text):
    document = json.loads(render(report_of(text), Format.JSON, Style()))
    assert document["rows"] == [{"id": text, "count": 1, "text": text}, {"id": "end", "count": 2, "text": "end"}]
    assert document["sources"][0]["title"] == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_jsonl_reads_back_what_stands_in_the_report_line_by_line(text):
    lines = render(report_of(text), Format.JSONL, Style()).splitlines()
    assert [json.loads(line) for line in lines] == [{"id": text, "count": 1, "text": text}, {"id": "end", "count": 2, "text": "end"}]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_markdown_cell_stays_in_its_cell(text):
    rows = [line for line in render(report_of(text), Format.MARKDOWN, Style()).split("\n") if line.startswith("|")]
    assert len(rows) == 3
    widths = {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows}
    assert len(widths) == 1
    assert not re.search(r"(?<!\\)[<`]", rows[2])


@pytest.mark.parametrize(
    "name", ["markup", "emoji", "formula", "quotes", "html", "backslash", "cyrillic", "cjk", "combining", "right to left"]
)
@pytest.mark.parametrize("form", [Format.TABLE, Format.PROSE])
def test_what_people_read_is_printed_as_it_stands(form, name):
    for style in (Style(), Style(width=200, is_styled=True)):
        assert HOSTILE[name] in render(report_of(HOSTILE[name]), form, style)


@pytest.mark.parametrize("text", ["самоволка", "擅离职守", "e\u0301o\u0308", "غياب", "plain"])
def test_columns_line_up_whatever_the_script(text):
    lines = (Line((text, "1,234", "x")), Line(("a", "5", "x")), Line(("ab" * 10, "67", "x")))
    table = Table((Column("Id"), Column("Count", is_number=True), Column("X")), (Section("", "", lines),))
    printed = render(report_of("x")._replace(table=lambda: table), Format.TABLE, Style()).split("\n")[1:4]
    assert [line[-1] for line in printed] == ["x", "x", "x"]
    assert len({cell_len(line) for line in printed}) == 1


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (None, "", None),
        (0, "0", 0),
        (10**30, str(10**30), 10**30),
        (Decimal("2.5"), "2.5", 2.5),
        (Fraction(1, 4), "0.25", 0.25),
        (date(2024, 2, 22), "2024-02-22", "2024-02-22"),
        (("b", "v"), "b v", ["b", "v"]),
        ((), "", []),
        ("", "", ""),
    ],
    ids=repr,
)
def test_a_value_is_written_whole_in_every_machine_format(cell, text, value):
    report = report_of("x")._replace(columns=("a", "b"), rows=lambda: ((cell, "end"),))
    assert render(report, Format.TSV, Style(has_header=False)) == f"{text}\tend\n"
    assert render(report, Format.CSV, Style(has_header=False)) == f"{text},end\n"
    assert json.loads(render(report, Format.JSONL, Style())) == {"a": value, "b": "end"}
    assert json.loads(render(report, Format.JSON, Style()))["rows"] == [{"a": value, "b": "end"}]
