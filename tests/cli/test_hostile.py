"""Hostile and absurd tables, at the command line: nothing that a table holds commands anything, and what is too much is a few clear lines."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from milstats.escaping import FORMULA, UNSAFE
from milstats.render import Format

# What a table may hold, since it is text; only elsewhere would it be a command.
TEXTS = [
    "[red]x[/red] [link=https://evil.example]y[/link] [/]",
    ":warning: :smile:",
    "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;",
    "| x | ![a](javascript:alert(1)) [b](data:text/html,x) `c` **d** # e",
    "a\\tb\\nc",
    '","a",""b"",c',
    "}, note = {x}} @online{evil, title = {y}",
    "\\input{/etc/passwd} $x$ %",
    "ER  - TY  - BOOK",
    '"}], "rows": [{"x": "\\u0000',
    "$(touch owned) `touch owned` ; rm x",
    "%s%n {0} %(x)s",
]
# Every command that answers with what a table, a page or a draft holds; {0} is the table.
ASKED = {
    "show": ("show", "--all", "--full", "--data", "{0}"),
    "compare": ("compare", "2021", "2022", "--explain", "--full", "--data", "{0}"),
    "trend": ("trend", "o2", "--data", "{0}"),
    "topics": ("topics", "--data", "{0}"),
    "sources": ("sources", "--data", "{0}"),
    "check": ("check", "{0}"),
    "verify": ("verify", "s0", "page.txt", "--data", "{0}"),
}
KEPT = {Format.CSV: "\t\r", Format.TSV: "\t", Format.HTML: "\t"}  # what a format keeps from doing harm by other means
SMALL = (Path(__file__).parents[1] / "data" / "valid" / "small.toml").read_text(encoding="utf-8")
HEAD = SMALL[: SMALL.index("[figures.")]
FIGURE = SMALL[SMALL.index("[figures.court-awol-2021]") : SMALL.index("[figures.court-awol-2022-draft]")]
BLANK = 'format = 1\nversion = "t"\n'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The path of a table that has every such text wherever a table may have text."""
    table = 'format = 1\nversion = "h"\n'
    for number, text in enumerate(map(json.dumps, TEXTS)):
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
    path = tmp_path_factory.mktemp("hostile") / "hostile.toml"
    path.write_text(table, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("form", [*Format])
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_no_command_lets_a_text_of_the_table_command_anything(milstats, hostile, tmp_path, monkeypatch, asked, form):
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text("\n\n".join(f"1 people {text} in 2021" for text in TEXTS), encoding="utf-8")
    code, out, error = milstats(*(word.format(hostile) for word in asked), "-f", form)
    assert code in {0, 1 if asked[0] in {"verify", "check"} else 0}
    assert {*re.findall(UNSAFE, out + error)} <= {"\n", *KEPT.get(form, "")}
    assert form is not Format.HTML or "<script>alert" not in out
    if form is Format.MARKDOWN:
        bare = re.sub(r"\\[!-/:-@\[-`{-~]|(`+)(?:(?!\1).)+\1", "", out)
        assert re.findall(r"<(?:script|img)|!\[|\]\((?!https://example\.org/)", bare) == []
    if form in {Format.CSV, Format.TSV} and out:
        comma = csv.reader(io.StringIO(out, newline=""), strict=True)
        rows = [*comma] if form is Format.CSV else [line.split("\t") for line in out.split("\n")[:-1]]
        assert {len(row) for row in rows} == {len(rows[0])} != {1}
        assert [cell for row in rows for cell in row if re.match(rf"\s*(?:{FORMULA})", cell)] == []


@pytest.mark.parametrize("style", ["text", "bibtex", "ris", "csl-json"])
def test_no_reference_lets_a_text_of_the_table_command_anything(milstats, hostile, style):
    code, out, _ = milstats("cite", *(f"f{number}" for number in range(len(TEXTS))), "--style", style, "--data", hostile)
    assert (code, {*re.findall(UNSAFE, out)} <= {"\n", "\r"}, out.count("\n") >= len(TEXTS)) == (0, True, True)


LIMITS = {
    # a table, and how the one line about it begins
    "brackets": (
        f"{BLANK}x = {'[' * 100_000}{']' * 100_000}\n",
        "t.toml: is not valid TOML: brackets or dotted keys are nested too deeply",
    ),
    "a whole number": (f"{BLANK}x = {'9' * 100_000}\n", "t.toml:3: is not valid TOML: a number has too many digits"),
    "a fraction": (SMALL.replace("value = 2.5", f"value = 2.{'5' * 100_000}", 1), "value: expected a number from 0 to "),
    "an exponent": (SMALL.replace("value = 2.5", f"value = 1e{'9' * 4_000}", 1), "value: expected a number from 0 to "),
    "a dotted key": (f"{BLANK}{'.'.join('a' * 5_000)} = 1\n", "t.toml:3: "),
    "a key of 1 MB": (f"{BLANK}{'k' * 1_000_000} = 1\n", "t.toml:3: kkk"),
    "a word of 1 MB": (SMALL.replace('unit = "person"', f'unit = "{"u" * 1_000_000}"', 1), "unit: expected one of "),
}


@pytest.mark.parametrize(("text", "message"), LIMITS.values(), ids=LIMITS)
def test_what_is_beyond_reason_is_refused_in_one_line(installed, tmp_path, text, message):
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    ended = installed.bash("ulimit -v 400000 -t 60; milstats topics --data t.toml", cwd=tmp_path)
    assert (ended.code, ended.out, ended.err.count(b"\n"), message in ended.err.decode()) == (3, b"", 1, True)
    assert len(ended.err) < 700


@pytest.mark.parametrize(
    "text",
    [f"{SMALL}# {'x' * 20_000_000}\n", HEAD + FIGURE.replace("527 convicted", f"527 convicted {'of so many people ' * 60_000}")],
    ids=["a line of 20 MB", "a quote of 1 MB"],
)
def test_what_is_long_is_answered(installed, tmp_path, text):
    (tmp_path / "t.toml").write_text(text, encoding="utf-8")
    ended = installed.bash("ulimit -v 600000 -t 60; milstats topics --data t.toml -q", cwd=tmp_path)
    assert (ended.code, ended.err) == (0, b"")


@pytest.mark.parametrize("cut", range(0, len(SMALL), 397))
def test_a_table_cut_anywhere_is_a_table_or_a_few_clear_lines(milstats, tmp_path, cut):
    path = tmp_path / "t.toml"
    path.write_text(SMALL[:cut], encoding="utf-8")
    code, out, error = milstats("show", "--data", str(path), "-f", "json", "-q")
    assert code in {0, 1, 3}
    assert (code == 3) == (out == "")
    assert "Traceback" not in error
    assert out == "" or json.loads(out)["rows"] is not None


@pytest.mark.parametrize("name", ["/nowhere", ".", "/dev/zero", "dangling", "loop"])
def test_a_table_that_can_t_be_read_is_one_line(installed, tmp_path, name):
    (tmp_path / "dangling").symlink_to("nothing")
    (tmp_path / "loop").symlink_to("loop")
    ended = installed.run("show", "--data", name, cwd=tmp_path)
    assert (ended.code, ended.out, ended.err.count(b"\n")) == (3, b"", 1)


def test_a_table_from_a_pipe_or_standard_input_is_read(installed, small):
    expected = installed.run("topics", "--data", small, "-f", "csv", "-q")
    assert installed.run("topics", "--data", "-", "-f", "csv", "-q", stdin=SMALL.encode()) == expected
    assert installed.bash('milstats topics --data <(cat "$1") -f csv -q', small) == expected
    assert installed.bash('milstats topics --data /dev/stdin -f csv -q < "$1"', small) == expected
