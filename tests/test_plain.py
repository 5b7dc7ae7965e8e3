"""The plain forms: answered without Typer, and not a byte different from what comes by way of Typer."""

from __future__ import annotations

import io
import sys
from itertools import product

import pytest

from milstats.completion import complete_plainly
from milstats.plain import PlainForm, answer_plainly, plain_form
from milstats.program import main, status_of
from milstats.render import Format
from milstats.typed import run

TOPICS = [
    [],
    ["awol"],
    ["AWOL"],
    ["337"],
    ["самоволка"],
    ["awol", "desertion", "awol"],
    ["court-awol-2022"],
    ["Proekt"],
    ["awoll"],
    [""],
    [" "],
    ["x" * 100_000],
    ["[red]x[/red]", "\x1b[31m", "\u202e"],
    ["\udcff"],
    ["-"],
]
SIDES = [
    ["2021", "2023"],
    ["2021", "wartime"],
    ["2023-H1", "2023-Q2"],
    ["2018..2022", "2022-03"],
    ["court-awol-2021", "court-awol-2023"],
    ["court-awol-2021", "2023"],
    ["2021", "2_023"],
    ["2021", ""],
    ["1999", "1998"],
    ["2023..2021", "2023"],
]
FORMATS = [[], *(["-f", form] for form in Format), ["--format", "JSON"], ["-f", "jsn"], ["-f", ""]]
TYPED = [
    ["show", "-f", "csv", "awol"],
    ["compare", "-f", "csv", "2021", "2023", "awol"],
    ["compare", "2021", "--format", "json", "2023"],
    ["show", "awol", "--data", "packaged"],
    ["show", "awol", "--data", "packaged", "--data", "/nowhere"],
    ["compare", "--data", "packaged", "2021", "2023", "-f", "jsonl"],
    ["show", "--data", ""],
    ["show", "-", "--data", "-"],
    ["--version"],
]


@pytest.fixture
def both_ways(capfdbinary, monkeypatch):
    """Run a command line by the front door and by Typer; return what each wrote and how each ended."""

    def ended(answer, arguments):
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        status = answer(arguments)
        return status, *capfdbinary.readouterr()

    return lambda arguments: (ended(main, arguments), ended(lambda words: status_of(run, words), arguments))


@pytest.mark.parametrize("form", FORMATS, ids=" ".join)
def test_a_plain_form_is_answered_byte_for_byte_as_typer_has_it(both_ways, monkeypatch, small, form):
    monkeypatch.setenv("MILSTATS_DATA", small)
    lookups = [["show", *topics] for topics in TOPICS] + [["compare", *sides, *topics] for sides, topics in product(SIDES, TOPICS[:4])]
    for lookup in lookups:
        assert plain_form([*lookup, *form]) is not None
        plainly, by_typer = both_ways([*lookup, *form])
        assert plainly == by_typer, lookup


@pytest.mark.parametrize("arguments", TYPED, ids=" ".join)
def test_a_format_or_a_table_may_stand_anywhere(both_ways, monkeypatch, small, arguments):
    monkeypatch.setenv("MILSTATS_DATA", small)
    plainly, by_typer = both_ways(arguments)
    assert plainly == by_typer


@pytest.mark.parametrize(
    "variables", [{"MILSTATS_FORMAT": "csv"}, {"MILSTATS_FORMAT": "nonsense"}, {"MILSTATS_DATA": "/nowhere"}, {"COLUMNS": "40"}]
)
@pytest.mark.parametrize("arguments", [["show", "awol"], ["compare", "2021", "2023"], ["--version"]])
def test_the_environment_means_the_same_both_ways(both_ways, monkeypatch, variables, arguments):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    plainly, by_typer = both_ways(arguments)
    assert plainly == by_typer


NOT_PLAIN = [
    [],
    ["show", "--all"],
    ["show", "awol", "-fcsv"],
    ["show", "awol", "--format=csv"],
    ["show", "awol", "--form", "csv"],
    ["show", "awol", "-f"],
    ["show", "awol", "-f", "-f"],
    ["show", "awol", "-f", "csv", "-f", "tsv"],
    ["show", "awol", "--data"],
    ["show", "awol", "--data", "--all"],
    ["show", "awol", "--data=small.toml"],
    ["show", "--", "awol"],
    ["show", "-h"],
    ["compare", "2021"],
    ["compare", "2021", "2023", "--strict"],
    ["topics"],
    ["shw", "awol"],
    ["--version", "show"],
    ["-h"],
]


@pytest.mark.parametrize("arguments", NOT_PLAIN, ids=" ".join)
def test_whatever_has_options_or_lacks_something_is_left_to_typer(arguments):
    assert (plain_form(arguments), answer_plainly(arguments)) == (None, False)


def test_a_lone_dash_is_a_topic():
    assert plain_form(["show", "-", "-f", "csv"]) == PlainForm("show", ("-",), "csv")


LINES = [
    "milstats show ",
    "milstats show aw",
    "milstats show awol des",
    "milstats show nothing-begins-so",
    "milstats show - aw",
    "milstats compare 20",
    "milstats compare 2021 w",
    "milstats compare 2021 2023 aw",
    "milstats compare court",
]
SHELLS = ["bash", "zsh", "fish"]


def asked(monkeypatch, shell: str, line: str) -> None:
    """Put a shell's question into the environment."""
    protocol = {"_MILSTATS_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    words = line.split(" ")
    for name, value in {**protocol, "COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("table", ["", "/nowhere", "small"])
def test_a_completion_is_byte_for_byte_what_typer_has_it(both_ways, monkeypatch, small, table, line, shell):
    monkeypatch.setenv("MILSTATS_DATA", small if table == "small" else table)
    asked(monkeypatch, shell, line)
    plainly, by_typer = both_ways([])
    assert plainly == by_typer
    assert plainly[0] == 0
    assert plainly[2] == b""


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("zsh", "milstats sh"),
        ("zsh", "milstats show --per"),
        ("zsh", "milstats show --period 20"),
        ("zsh", "milstats show 'aw"),
        ("zsh", "milstats show самов"),
        ("bash", "milstats"),
        ("powershell", "milstats show aw"),
    ],
)
def test_other_completions_are_left_to_typer(monkeypatch, capfdbinary, shell, line):
    asked(monkeypatch, shell, line)
    assert not complete_plainly()
    assert capfdbinary.readouterr() == (b"", b"")


# All that a lookup in a pipe may import, on any Python and from TOML too: what else creeps in costs everybody at every start.
OUTSIDE = """
abc codecs collections copyreg datetime decimal enum fractions functools gc importlib io itertools keyword math numbers operator os re reprlib
select signal stat time tomli types warnings zlib
"""
INSIDE = """
compiled document errors fields figure_record files harmless invocation lean load locate lookup model numerals output
period plain program records render render.style report selection vocabulary wording
"""
OF_COMMANDS = {
    "show": "arrangement captions fragment marks show",
    "compare": """
        compare compare.arithmetic compare.choice compare.intervals compare.judgement compare.lengths compare.pair compare.rules_of_keys
        compare.rules_of_time compare.rules_of_values compared compared.phrases compared.rounding compared.sentences
    """,
}
READ_BY_PEOPLE = "captions compare.nearest compared.table fragment marks"
OF_FORMATS = {
    Format.TABLE: ("render.table render.bars render.width", ""),
    Format.PROSE: ("render.prose", ""),
    Format.TSV: ("render.tsv render.cells", ""),
    Format.CSV: ("render.csv render.cells", "csv"),
    Format.JSON: ("render.json render.jsonl digest", "json"),
    Format.JSONL: ("render.jsonl", "json"),
    Format.MARKDOWN: ("render.markdown render.bars render.width", ""),
    Format.HTML: (
        "render.html render.html.facets render.html.markup render.html.page render.html.rows render.html.views digest",
        "binascii",
    ),
}


@pytest.mark.parametrize("form", [None, *Format])
@pytest.mark.parametrize("arguments", [["show", "awol"], ["compare", "2021", "2023"]], ids=" ".join)
def test_a_lookup_in_a_pipe_imports_nothing_but_what_is_on_its_list(unmeasured, arguments, form):
    asked = [*arguments, *(["-f", str(form)] if form else [])]
    program = (
        f"import sys; before = {{*sys.modules}}; from milstats.program import main; main({asked});"
        "sys.stderr.write('\\n' + ' '.join({*sys.modules} - before))"
    )
    loaded = {
        name
        for name in unmeasured.python("-c", program).err.decode().splitlines()[-1].split()
        if not name.startswith("_") and "__mypyc" not in name
    }
    inside = {name for name in loaded if name.partition(".")[0] == "milstats"}
    modules, others = OF_FORMATS[form or Format.TSV]
    read = READ_BY_PEOPLE if form not in {None, Format.TSV, Format.CSV, Format.JSONL} else ""
    assert inside - {"milstats"} <= {f"milstats.{name}" for name in f"{INSIDE} {OF_COMMANDS[arguments[0]]} {modules} {read}".split()}
    assert {name.partition(".")[0] for name in loaded - inside} <= {*OUTSIDE.split(), *others.split()}
    assert inside >= {f"milstats.{arguments[0]}", f"milstats.{modules.split()[0]}"}
