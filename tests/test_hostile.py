"""Hostile tables: the door refuses what commands a terminal or a spreadsheet, and every format makes harmless what it is handed."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from milstats.cite import CitationStyle
from milstats.cite.entry import Entry, Name
from milstats.cite.writing import WRITERS
from milstats.harmless import FORMULA, UNSAFE
from milstats.load import load
from milstats.render import Format, render
from milstats.render.style import Style
from milstats.report import Column, Line, Reference, Report, Section, Stamp, Table
from milstats.vocabulary import SourceType

# What no table may hold: the door refuses it.
REFUSED = {
    "escape sequence": "\x1b[2J\x1b[31mred",
    "window title": "\x1b]0;owned\x07",
    "link of another scheme": "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
    "one-byte sequence": "\x9b31mred",
    "backspaces": "safe\x08\x08\x08\x08evil",
    "carriage return": "1,000\r9,000",
    "new line": "a\nmilstats: all is well",
    "tab": "a\tb",
    "NUL": "a\0b",
    "DEL": "a\x7fb",
    "bidirectional override": "a\u202etxt.exe",
    "bidirectional isolate": "a\u2066\u2069b",
    "line separator": 'a\u2028"b',
    "paragraph separator": "a\u2029b",
    "next line": "a\x85b",
    "formula": '=HYPERLINK("https://evil.example")',
    "formula of a plus": "+1+cmd|' /C calc'!A0",
    "formula of a minus": "-cmd|' /C calc'!A0",
    "formula of an at": "@SUM(1)",
}
# What a table may hold, since it is text; only in some formats would it be a command.
ADMITTED = {
    "Rich markup": "[red]x[/red] [link=https://evil.example]y[/link] [/]",
    "emoji code": ":warning: :smile:",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;",
    "Markdown": "| x | ![a](javascript:alert(1)) [b](data:text/html,x) `c` **d** # e",
    "TSV": "a\\tb\\nc",
    "CSV": '","a",""b"",c',
    "BibTeX": "}, note = {x}} @online{evil, title = {y}",
    "LaTeX": "\\input{/etc/passwd} $x$ %",
    "RIS": "ER  - TY  - BOOK",
    "JSON": '"}], "rows": [{"x": "\\u0000',
    "shell": "$(touch owned) `touch owned` ; rm x",
    "printf": "%s%n {0} %(x)s",
}
ALL = {**REFUSED, **ADMITTED}
URLS = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://x/\x1b]8;;\x1b\\",
    "https://x/a) [b](c",
    "https://x/}, y = {",
    "https://x/\r\nER  - ",
]
# What a format keeps from doing harm by other means: quotation marks, the grammar of the format, elements that isolate directions.
KEPT = {Format.CSV: "\t\r", Format.TSV: "\t", Format.HTML: "\t\u2028\u2029\u202e\u2066\u2069"}
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;(?:https?://[!-~]*)?\x1b\\")  # the sequences that a styled table is made of
STYLES = [Style(), Style(width=40), Style(width=200, is_styled=True), Style(encoding="ascii")]


def report_of(text: str, url: str = "https://example.org/a") -> Report:
    """Return a report that holds `text` wherever a report may hold text."""
    line = Line((text, "1", text), (text,), url, commands=(text,))
    return Report(
        stamp=Stamp((text,), text, None, "0"),
        columns=("id", "count", "list"),
        rows=((text, 1, (text, text)), ("end", 2, ())),
        table=lambda: Table(
            (Column(text), Column("Count", is_number=True), Column("T", may_wrap=True)), (Section(text, text, (line,)),), 0
        ),
        sentences=lambda: (text,),
        references=(Reference("s", text, text, date(2024, 2, 22), url, text, 1),),
        legend=(("[v]", text),),
        caveats=(text,),
    )


@pytest.mark.parametrize("key", ["where", "note", "counter", "title", "publisher", "label", "quote"])
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_the_door_refuses_what_commands(milstats, small, tmp_path, text, key):
    with open(small, encoding="utf-8") as file:  # noqa: PTH123 -- the fixture is a text
        table = re.sub(rf'(?m)^{key} = ".*"$', lambda _: f"{key} = {json.dumps(text)}", file.read(), count=1)
    path = tmp_path / "hostile.toml"
    path.write_text(table, encoding="utf-8")
    code, out, error = milstats("show", "--data", str(path))
    assert (code, out, error.rstrip("\n").isprintable()) == (3, "", True)
    assert f"{key}: expected text " in error


@pytest.mark.parametrize("url", [*URLS[:2], "https://x/\x1b]8;;", "HTTPS://x", "//x", "https://", "https://x/a b", "data:text/html,x"])
def test_the_door_refuses_a_link_that_is_no_web_address(milstats, small, tmp_path, url):
    with open(small, encoding="utf-8") as file:  # noqa: PTH123 -- the fixture is a text
        table = re.sub(r'(?m)^url = ".*"$', lambda _: f"url = {json.dumps(url)}", file.read(), count=1)
    (tmp_path / "hostile.toml").write_text(table, encoding="utf-8")
    code, out, error = milstats("show", "--data", str(tmp_path / "hostile.toml"))
    assert (code, out, error.count("\n"), ".url: expected " in error) == (3, "", 1, True)


@pytest.mark.parametrize("style", STYLES, ids=str)
@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_no_format_writes_a_sign_that_commands(form, text, style):
    written = OURS.sub("", render(report_of(text), form, style))
    assert {*re.findall(UNSAFE, written)} <= {"\n", *KEPT.get(form, "")}
    assert written.count("\n") == render(report_of("plain"), form, style).count("\n") or form in {Format.TABLE, *KEPT}


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_no_cell_of_csv_or_tsv_is_a_formula_and_none_breaks_out(text):
    comma = [*csv.reader(io.StringIO(render(report_of(text), Format.CSV, Style()), newline=""), strict=True)]
    tab = [line.split("\t") for line in render(report_of(text), Format.TSV, Style()).split("\n")[:-1]]
    for rows in (comma, tab):
        assert [len(row) for row in rows] == [3, 3, 3]
        assert [cell for row in rows for cell in row if re.match(rf"\s*(?:{FORMULA})", cell)] == []
    if text in ADMITTED.values():
        assert comma[1] == tab[1] == [text, "1", f"{text} {text}"]


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_json_and_jsonl_hold_exactly_what_the_report_holds(text):
    rows = [{"id": text, "count": 1, "list": [text, text]}, {"id": "end", "count": 2, "list": []}]
    document = json.loads(render(report_of(text), Format.JSON, Style()))
    assert (document["rows"], document["dataset"]["version"], document["notes"]) == (rows, text, [text])
    assert [json.loads(line) for line in render(report_of(text), Format.JSONL, Style()).splitlines()] == rows


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_markdown_holds_no_html_no_link_and_no_cell_but_its_own(text):
    written = render(report_of(text), Format.MARKDOWN, Style())
    bare = re.sub(r"\\[!-/:-@\[-`{-~]|(`+)(?:(?!\1).)+\1", "", written)
    assert re.findall(r"[<>`]|!\[|\]\((?!https://example\.org/a\))", bare) == []
    assert [line.count("|") for line in bare.split("\n") if line.startswith("|")] == [5, 5, 5]


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("form", [*Format])
def test_a_link_leads_to_the_web_or_nowhere(form, url):
    for style in STYLES:
        written = render(report_of("x", url), form, style)
        assert re.findall(r"\x1b\]8;;(?!https?://[!-~]*\x1b\\|\x1b\\)", written) == []
        assert form is not Format.MARKDOWN or re.findall(r"(?<!\\)\]\((?!https?://)", written) == []
        assert {*re.findall(UNSAFE, OURS.sub("", written))} <= {"\n", "\t"}


def entry_of(text: str, url: str = "https://example.org") -> Entry:
    """Return a reference that holds `text` wherever a reference may hold text."""
    return Entry(
        key="key", work=text, type=SourceType.REPORT, title=text, names=(Name(text), Name(text, text)), note=text, version=text, publisher=text,
        url=url, language=text, counter=text, details=(("quote", text),),
    )  # fmt: skip


@pytest.mark.parametrize("style", [*CitationStyle])
@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_no_style_of_reference_writes_a_sign_that_commands(style, text):
    written = WRITERS[style]((entry_of(text), entry_of("next"))).replace("\r\n", "\n")
    assert {*re.findall(UNSAFE, written)} <= {"\n"}
    assert written.count("\n") == WRITERS[style]((entry_of("plain"), entry_of("next"))).replace("\r\n", "\n").count("\n")


@pytest.mark.parametrize("text", [*ALL.values(), *URLS])
def test_no_text_and_no_address_breaks_out_of_its_reference(text):
    hostile = (entry_of(text, text)._replace(key=text), entry_of("next")._replace(key="next"))
    assert len(parse_string(WRITERS[CitationStyle.BIBTEX](hostile)).entries) == 2
    assert len(rispy.loads(WRITERS[CitationStyle.RIS](hostile))) == 2
    items = json.loads(WRITERS[CitationStyle.CSL_JSON](hostile))
    assert [(item["id"], item["title"], item["URL"]) for item in items] == [(text, text, text), ("next", "next", "https://example.org")]


def test_nothing_that_the_shipped_table_holds_is_escaped_or_led_by_an_apostrophe(milstats):
    for arguments in (["show", "--all"], ["compare", "2021", "2023"], ["topics"], ["sources"], ["trend", "awol"]):
        rows = [json.loads(line) for line in milstats(*arguments, "-f", "jsonl").out.splitlines()]
        texts = [[" ".join(cell) if isinstance(cell, list) else "" if cell is None else str(cell) for cell in row.values()] for row in rows]
        assert [*csv.reader(io.StringIO(milstats(*arguments, "-f", "csv", "--no-header").out, newline=""), strict=True)] == texts != []
        assert [line.split("\t") for line in milstats(*arguments, "-f", "tsv", "--no-header").out.splitlines()] == texts


def test_every_text_of_the_table_reads_back_from_every_machine_format(milstats, small):
    figures = load(small).figures
    expected = {
        figure.id: (figure.value, figure.text, figure.counter, figure.where, figure.quote, figure.note) for figure in figures.values()
    }
    names = ("value", "text", "counter", "where", "quote", "note")
    asked = ("show", "--all", "--data", small, "-f")
    for form in ("json", "jsonl"):
        out = milstats(*asked, form).out
        rows = json.loads(out)["rows"] if form == "json" else [json.loads(line) for line in out.splitlines()]
        assert {row["id"]: tuple(row[name] for name in names) for row in rows} == {
            name: (value if value is None or value == int(value) else float(value), *rest) for name, (value, *rest) in expected.items()
        }
    texts = {name: tuple("" if cell is None else str(cell) for cell in cells) for name, cells in expected.items()}
    comma = [*csv.reader(io.StringIO(milstats(*asked, "csv").out, newline=""), strict=True)]
    tab = [line.split("\t") for line in milstats(*asked, "tsv").out.splitlines()]
    for header, *rows in (comma, tab):
        places = [header.index(name) for name in names]
        assert {row[0]: tuple(row[place] for place in places) for row in rows} == texts
