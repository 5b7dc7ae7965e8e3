"""Shell completion: plain words only, never a traceback, whatever the table."""

from __future__ import annotations

import re

import pytest

SHELLS = ["bash", "zsh", "fish"]
HOSTILE = """
format = 1
version = "hostile"
[offences.plain]
label = '$(touch X) `touch X` "quoted"; <b> & * [x] \\$(touch X) (article)'
aliases = ['\\$(touch X)', '$(touch X)', '`touch X`', '"', "'", 'a;b', 'a b', 'a:b', 'a|b', '*', '~', '!x', 'plain-alias', 'слово']
[sources.source]
type = "webpage"
title = "t"
publisher = '$(touch X)'
accessed = 2026-11-22
language = "en"
url = "https://example.org/"
role = "counter"
[figures.figure]
offence = "plain"
measure = "statement"
unit = "none"
text = "many"
quote = "many"
where = "p"
period = { text = '$(touch-X)' }
counter = '$(touch X)'
source = "source"
relation = "primary"
"""


@pytest.fixture
def complete(installed):
    """Ask the installed command, as a shell does, what completes `line`."""

    def ask(shell: str, line: str, **variables: str) -> tuple[int, str, str]:
        words = line.split(" ")
        protocol = {"_MILSTATS_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        ended = installed.run(**protocol, COMP_WORDS=line, COMP_CWORD=str(len(words) - 1), **variables)
        return ended.code, ended.out.decode("utf-8"), ended.err.decode("utf-8")

    return ask


@pytest.fixture
def hostile(tmp_path):
    """A table whose texts a shell would run, were it to evaluate them."""
    path = tmp_path / "hostile.toml"
    path.write_text(HOSTILE, encoding="utf-8")
    return str(path)


def words(shell: str, out: str) -> list[str]:
    """Return the words that a completion offers."""
    if shell == "zsh":
        return re.findall(r'^(?:_arguments \'\*: :\(\()?"([^"]*)"', out, re.MULTILINE)
    return [line.partition("\t")[0] for line in out.splitlines() if line]


OFFERED = [
    ("milstats sh", ["show"]),
    ("milstats che", ["check"]),
    ("milstats show --per", ["--period"]),
    ("milstats show leaf", ["leaflet-desertion-2023", "leaflet-desertion-old"]),
    ("milstats show самов", ["самоволка"]),
    ("milstats show --period pre", ["prewar"]),
    ("milstats show --measure conv", ["convicted"]),
    ("milstats show --source court", ["court-2023"]),
    ("milstats show --counter Pro", ["Proekt"]),
    ("milstats show --format js", ["json", "jsonl"]),
    ("milstats cite leaf", ["leaflet-desertion-2023", "leaflet-desertion-old"]),
    ("milstats cite --style b", ["bibtex"]),
    (
        "milstats cite --compare court-awol-2022 court-awol-202",
        ["court-awol-2021", "court-awol-2022-draft", "court-awol-2022", "court-awol-2023"],
    ),
    ("milstats open leaflet-desertion-o", ["leaflet-desertion-old"]),
    ("milstats show nothing-begins-so", []),
]


@pytest.mark.parametrize(("line", "expected"), OFFERED)
def test_commands_options_and_the_table_s_own_words_are_completed(complete, small, line, expected):
    _, out, error = complete("bash", line, MILSTATS_DATA=small)
    assert (words("bash", out), error) == (expected, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_the_same_words(complete, small, shell):
    _, out, error = complete(shell, "milstats show leaf", MILSTATS_DATA=small)
    assert (words(shell, out), error) == (["leaflet-desertion-2023", "leaflet-desertion-old"], "")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", ["milstats show ", "milstats show --counter ", "milstats show --period ", "milstats show --source "])
def test_nothing_that_a_shell_would_run_reaches_it(complete, hostile, shell, line):
    _, out, error = complete(shell, line, MILSTATS_DATA=hostile)
    assert error == ""
    frame = "\"':()\n\t _*" if shell == "zsh" else "\n\t "
    assert re.fullmatch(rf"[\w.,()\-{re.escape(frame)}]*", out), out
    assert set(words(shell, out)) <= {"plain", "plain-alias", "слово", "figure", "source"}
    assert "touch X" not in out or shell != "bash"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("table", ["/nowhere", "/dev/zero", "-"])
def test_a_broken_table_completes_to_nothing_without_a_word(complete, shell, table):
    _, out, error = complete(shell, "milstats show aw", MILSTATS_DATA=table)
    assert (words(shell, out), error) == ([], "")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", ["", "milstats nonsense ", "milstats show 'open", "milstats show \\"])
def test_an_odd_line_is_no_traceback(complete, small, shell, line):
    _, _, error = complete(shell, line, MILSTATS_DATA=small)
    assert "Traceback" not in error


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell_is_printed_and_names_no_path(installed, shell):
    ended = installed.run(_MILSTATS_COMPLETE=f"source_{shell}")
    assert b"_MILSTATS_COMPLETE=complete_" in ended.out
    assert (ended.code, ended.err) == (0, b"")


@pytest.mark.parametrize("instruction", ["", "nonsense", "complete_", "complete_tcsh"])
def test_an_unknown_instruction_is_no_traceback(installed, instruction):
    assert b"Traceback" not in installed.run("topics", _MILSTATS_COMPLETE=instruction).err
