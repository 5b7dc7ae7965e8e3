"""Hostile tables: the door refuses what commands a terminal or a spreadsheet, and every format makes harmless what it is handed."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from milstats.cite import CitationStyle
from milstats.cite.entry import Entry, Name
from milstats.cite.writing import WRITERS
from milstats.export import ExportForm
from milstats.harmless import FORMULA, UNSAFE
from milstats.load import load
from milstats.render import Format, render
from milstats.render.style import Style
from milstats.report import Column, Line, Reference, Report, Section, Stamp, Table
from milstats.typed import whole_program
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
        rows=lambda: ((text, 1, (text, text)), ("end", 2, ())),
        table=lambda: Table(
            (Column(text), Column("Count", is_number=True), Column("T", may_wrap=True)), (Section(text, text, (line,)),), 0
        ),
        sentences=lambda: (text,),
        references=lambda: (Reference("s", text, text, date(2024, 2, 22), url, text, 1),),
        legend=lambda: (("[v]", text),),
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


COMMANDS = whole_program().registered_commands
NAMES = {command.name or command.callback.__name__ for command in COMMANDS if command.callback is not None}
# Every command that answers with what a table, a page or a draft holds; {0} is the table.
ASKED = {
    "show": ("show", "--all", "--data", "{0}"),
    "compare": ("compare", "2021", "2022", "--explain", "--data", "{0}"),
    "trend": ("trend", "o2", "--data", "{0}"),
    "topics": ("topics", "--data", "{0}"),
    "sources": ("sources", "--data", "{0}"),
    "check": ("check", "{0}"),
    "verify": ("verify", "s0", "page.txt", "--data", "{0}"),
    "factcheck": ("factcheck", "page.txt", "--all", "--data", "{0}"),
}
OTHERS = {"cite", "open", "export", "schema", "man"}  # have no such format; what they write is looked at on its own


@pytest.fixture(scope="module")
def admitted(tmp_path_factory):
    """The path of a table that holds every text that is only a command elsewhere, wherever a table may hold text."""
    table = 'format = 1\nversion = "h"\n'
    for number, text in enumerate(map(json.dumps, ADMITTED.values())):
        quote = json.dumps(f"{number + 1} people {json.loads(text)}")
        table += f"""
[offences.o{number}]\nlabel = {text}\ndefinition = {text}\nlaw = {text}
[sources.s{number}]\ntype = "webpage"\ntitle = {text}\npublisher = {text}\naccessed = 2026-11-22\nlanguage = "en"
url = "https://example.org/{number}"\nrole = "both"
"""
        for name, year in (("f", 2021), ("g", 2022)):
            table += f"""
[figures.{name}{number}]\noffence = "o{number}"\nmeasure = "convicted"\nunit = "person"\nvalue = {number + 1}\nperiod = "{year}"
counter = {text}\nsource = "s{number}"\nrelation = "primary"\nquote = {quote}\nwhere = {text}\nnote = {text}
"""
    path = tmp_path_factory.mktemp("admitted") / "admitted.toml"
    path.write_text(table, encoding="utf-8")
    return str(path)


def test_every_command_is_asked_for_what_is_hostile():
    assert {*ASKED} | OTHERS == NAMES


@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_no_command_lets_a_text_of_the_table_command_anything(milstats, admitted, tmp_path, monkeypatch, asked, form):
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text("\n\n".join(f"1 people {text} in 2021" for text in ADMITTED.values()), encoding="utf-8")
    code, out, error = milstats(*(word.format(admitted) for word in asked), "-f", form)
    assert code in {0, 1 if asked[0] in {"verify", "factcheck"} else 0}
    assert out.count("\n") > 1 or asked[0] == "check"  # it is sound
    assert {*re.findall(UNSAFE, out + error)} <= {"\n", *KEPT.get(form, "")}
    assert form is not Format.HTML or "<script>alert" not in out
    if form is Format.MARKDOWN:
        bare = re.sub(r"\\[!-/:-@\[-`{-~]|(`+)(?:(?!\1).)+\1", "", out)
        assert re.findall(r"<(?:script|img)|!\[|\]\((?!https://example\.org/)", bare) == []
    if form in {Format.CSV, Format.TSV} and out:
        comma = csv.reader(io.StringIO(out, newline=""), strict=True)
        rows = [*comma] if form is Format.CSV else [line.split("\t") for line in out.split("\n")[:-1]]
        assert {len(row) for row in rows} == {len(rows[0])} != {1}


@pytest.mark.parametrize("form", [Format.CSV, Format.TSV, Format.JSON, Format.JSONL])
def test_every_such_text_reads_back_exactly_from_every_command_that_prints_it(milstats, admitted, form):
    for command, columns in {
        "show": ("counter", "where", "note"),
        "sources": ("title", "publisher"),
        "topics": ("label", "definition"),
    }.items():
        out = milstats(*(word.format(admitted) for word in ASKED[command]), "-f", form).out
        read = {
            Format.CSV: lambda out: [*csv.DictReader(io.StringIO(out, newline=""), strict=True)],
            Format.TSV: lambda out: [*csv.DictReader(io.StringIO(out, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)],
            Format.JSON: lambda out: json.loads(out)["rows"],
            Format.JSONL: lambda out: [json.loads(line) for line in out.split("\n")[:-1]],
        }[form](out)
        for column in columns:
            assert {row[column] for row in read} >= {*ADMITTED.values()}, (command, column)


@pytest.mark.parametrize("style", [*CitationStyle])
def test_references_to_such_figures_are_as_many_as_were_asked_for(milstats, admitted, style):
    out = milstats("cite", *(f"f{number}" for number in range(len(ADMITTED))), "--style", style, "--data", admitted).out
    assert {*re.findall(UNSAFE, out)} <= {"\n", "\r"}
    count = {
        CitationStyle.BIBTEX: lambda: len(parse_string(out).entries),
        CitationStyle.RIS: lambda: len(rispy.loads(out)),
        CitationStyle.CSL_JSON: lambda: len(json.loads(out)),
        CitationStyle.TEXT: lambda: out.count("\n\n") + 1,
    }[style]()
    assert count == len(ADMITTED)


def test_links_are_made_of_harmless_signs_alone(milstats, admitted):
    for number in range(len(ADMITTED)):
        code, out, _ = milstats("open", f"f{number}", "--print", "--data", admitted)
        assert (code, re.sub(r"https://example\.org/[0-9]+#:~:text=[\w.~%]+\n", "", out, flags=re.ASCII)) == (0, "")


@pytest.mark.parametrize("form", [*ExportForm])
def test_every_such_text_reads_back_exactly_from_an_export(milstats, admitted, tmp_path, form):
    if form is ExportForm.PARQUET:
        pytest.importorskip("pyarrow")
    path = tmp_path / "out"
    assert milstats("export", str(path), "--to", form, "--data", admitted) == (0, "", "")
    if form is not ExportForm.DATAPACKAGE:
        assert load(str(path)) == load(admitted)
        return
    for name, columns in {"figures": ("counter", "where", "note"), "sources": ("title", "publisher"), "offences": ("label", "law")}.items():
        with (path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file, strict=True)]
        assert [tuple(row[column] for column in columns) for row in rows] == [
            (text,) * len(columns) for text in ADMITTED.values() for _ in range(1 + (name == "figures"))
        ]
    assert {*re.findall(UNSAFE, (path / "datapackage.json").read_text(encoding="utf-8"))} == {"\n"}


@pytest.mark.parametrize("form", [*Format, "text"])
@pytest.mark.parametrize("command", ["verify", "factcheck"])
def test_no_page_and_no_draft_commands_by_what_it_holds_or_by_its_name(milstats, small, tmp_path, monkeypatch, command, form):
    monkeypatch.chdir(tmp_path)
    asked = ("verify", "court-2023") if command == "verify" else ("factcheck", "--all")
    if command == "verify" and form == "text":
        return
    for text in ALL.values():
        name = f"{text.replace('/', '_').replace(chr(0), '_')[:40]}.txt"
        Path(name).write_text(f"{text} 527 convicted {text} in 2021 of AWOL, 298 {text}".replace("\0", ""), encoding="utf-8")
        code, out, error = milstats(*asked, "--data", small, "-f", form, "--", name)
        assert code in {0, 1}, error
        assert {*re.findall(UNSAFE, out + error)} <= {"\n", *KEPT.get(form, "")}
        delimited = {Format.CSV: ",", Format.TSV: "\t"}
        if form in delimited:
            rows = [
                *csv.reader(
                    io.StringIO(out, newline=""), delimiter=delimited[form], quoting=csv.QUOTE_MINIMAL if form == "csv" else csv.QUOTE_NONE
                )
            ]
            assert [cell for row in rows for cell in row if re.match(rf"\s*(?:{FORMULA})", cell)] == []
