"""Completion: plain words only, never a traceback, whatever the table; asked as the shells ask, and in the shells themselves."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import time

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
unit = "words"
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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("milstats sh", ["show"]),
        ("milstats che", ["check"]),
        ("milstats show --per", ["--period"]),
        ("milstats show leaf", ["leaflet-desertion-2023", "leaflet-desertion-old"]),
        ("milstats show самов", ["самоволка"]),
        ("milstats compare pre", ["prewar"]),
        ("milstats show --period pre", ["prewar"]),
        ("milstats show --measure conv", ["convicted"]),
        ("milstats show --source court", ["court-2023"]),
        ("milstats show --counter R", ["Rights-Group"]),
        ("milstats show Court", ["Court-Department"]),
        ("milstats show --format js", ["json", "jsonl"]),
        ("milstats sources lea", ["leaflet"]),
        ("milstats cite leaf", ["leaflet-desertion-2023", "leaflet-desertion-old"]),
        ("milstats cite --style b", ["bibtex"]),
        ("milstats open leaflet-desertion-o", ["leaflet-desertion-old"]),
        ("milstats show nothing-begins-so", []),
    ],
)
def test_commands_options_and_the_table_s_own_words_are_completed(complete, small, line, expected):
    _, out, error = complete("bash", line, MILSTATS_DATA=small)
    assert (words("bash", out), error) == (expected, "")


def test_a_name_with_a_space_is_offered_as_one_plain_word_that_means_the_same(milstats, small):
    asked = ("--data", small, "-f", "csv", "-q")
    assert milstats("show", "--counter", "Rights-Group", *asked) == milstats("show", "--counter", "Rights Group", *asked)
    assert milstats("show", "Rights-Group", *asked) == milstats("show", "Rights Group", *asked)


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_offered_the_same_words(complete, small, shell):
    _, out, error = complete(shell, "milstats show --counter R", MILSTATS_DATA=small)
    assert (words(shell, out), error) == (["Rights-Group"], "")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", ["milstats show ", "milstats show --counter ", "milstats show --period ", "milstats show --source "])
def test_nothing_that_a_shell_would_run_reaches_it(complete, hostile, shell, line):
    _, out, error = complete(shell, line, MILSTATS_DATA=hostile)
    assert error == ""
    frame = "\"':()\n\t _*" if shell == "zsh" else "\n\t "
    assert re.fullmatch(rf"[\w.,()\-{re.escape(frame)}]*", out), out
    assert not {"$", "`", "\\", ";", "|"} & {*out}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("table", ["/nowhere", "/dev/zero", "/dev/stdin", "-"])
def test_a_table_that_is_broken_or_a_stream_completes_to_nothing_without_a_word(complete, shell, table):
    _, out, error = complete(shell, "milstats show aw", MILSTATS_DATA=table)
    assert (words(shell, out), error) == ([], "")


def test_completion_never_waits_for_standard_input(installed):
    process = installed.start(
        stdin=subprocess.PIPE, _MILSTATS_COMPLETE="complete_bash", COMP_WORDS="milstats show --data - aw", COMP_CWORD="4"
    )
    assert process.wait(timeout=20) == 0
    process.communicate()


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", ["", "milstats nonsense ", "milstats show 'open", "milstats show \\", "milstats show --limit x "])
def test_an_odd_line_is_no_traceback(complete, small, shell, line):
    _, _, error = complete(shell, line, MILSTATS_DATA=small)
    assert "Traceback" not in error


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_that_of_the_shell_that_is_named(installed, shell):
    ended = installed.run("--show-completion", shell)
    assert f"_MILSTATS_COMPLETE=complete_{shell}".encode() in ended.out
    assert (ended.code, ended.err) == (0, b"")
    assert installed.run(_MILSTATS_COMPLETE=f"source_{shell}").out.strip() == ended.out.strip()


@pytest.mark.parametrize(
    "variables",
    [{"_MILSTATS_COMPLETE": text} for text in ("nonsense", "complete_", "complete_tcsh", "complete_bash", "complete_zsh")],
    ids=str,
)
def test_an_internal_variable_by_itself_is_at_most_one_line(installed, variables):
    ended = installed.run("topics", **variables)
    assert (b"Traceback" in ended.err, ended.err.count(b"\n") <= 1) == (False, True)


def test_an_empty_internal_variable_is_none(installed):
    assert installed.run("--version", _MILSTATS_COMPLETE="") == installed.run("--version")


TABS = {
    # what a shell is told, so that it prints what Tab would offer for `milstats show` and the beginning of a word
    "bash": 'eval "$(milstats --show-completion bash)"; COMP_WORDS=(milstats show "$1"); COMP_CWORD=2; _milstats_completion milstats; '
    'printf "%s\\n" "${COMPREPLY[@]}"',
    "fish": 'milstats --show-completion fish | source; complete -C "milstats show $argv[1]"',
    "zsh": 'compdef() { :; }; _arguments() { print -r -- $2 }; eval "$(milstats --show-completion zsh)"; '
    'words=(milstats show "$1"); CURRENT=3; _milstats_completion',
}


@pytest.mark.parametrize("shell", TABS)
def test_tab_offers_words_in_the_shell_itself_and_runs_nothing(installed, small, hostile, tmp_path, shell):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    argv = {"bash": ["bash", "--norc", "-c"], "fish": ["fish", "--no-config", "-c"], "zsh": ["zsh", "-f", "-c"]}[shell]
    end = ["bash"] if shell == "bash" else ["zsh"] if shell == "zsh" else []
    environment = installed.environment | {"HOME": str(tmp_path)}
    for table, begun in ((small, "leaf"), (hostile, ""), (hostile, "pl")):
        ended = subprocess.run(
            [*argv, TABS[shell], *end, begun],
            capture_output=True,
            env=environment | {"MILSTATS_DATA": table},
            cwd=tmp_path,
            check=False,
            timeout=60,
        )
        printed = ended.stdout.decode()
        assert ("leaflet-desertion-2023" if table == small else "plain-alias") in printed or shell == "zsh", ended
    assert not os.path.exists(tmp_path / "X")


def test_in_zsh_a_word_of_the_table_is_inserted_and_none_is_run(installed, hostile, tmp_path):
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not installed")
    (tmp_path / ".zshrc").write_text(
        f"PS1='ready> '; export MILSTATS_DATA={hostile}; autoload -Uz compinit; compinit -u; eval \"$(milstats --show-completion zsh)\"\n"
    )
    ours, theirs = os.openpty()
    environment = installed.environment | {"HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "TERM": "xterm"}
    process = subprocess.Popen(
        ["zsh", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=tmp_path, start_new_session=True
    )
    os.close(theirs)
    try:
        assert b"ready> " in printed_until(ours, b"ready> ")
        os.write(ours, b"milstats show plain-a\t")
        assert b"plain-alias" in printed_until(ours, b"plain-alias")
        os.write(ours, b"\x15milstats show fig\t")
        assert b"figure" in printed_until(ours, b"figure")
    finally:
        process.kill()
        process.wait(timeout=60)
        os.close(ours)
    assert not os.path.exists(tmp_path / "X")


def printed_until(handle: int, awaited: bytes) -> bytes:
    """Return what a terminal prints until it has printed `awaited`, for ten seconds at most."""
    printed, end = b"", time.monotonic() + 10
    while awaited not in printed and time.monotonic() < end:
        if select.select([handle], [], [], 0.2)[0]:
            printed += os.read(handle, 4096)
    return printed
