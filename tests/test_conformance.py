"""Every command, as installed, where nothing around it is as it should be: the list of commands is walked, so that a new one is held to it too."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
import rich
import tomli
import typer
from rich.cells import cell_len

import milstats
from milstats.passing import app
from milstats.render.style import Style
from milstats.render.table import render
from milstats.report import Column, Line, Report, Section, Stamp, Table

FIGURE, OTHER = "proekt-awol-convicted-2021", "proekt-awol-convicted-wartime"
NAMES = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback is not None]
SAMPLES = {
    "show": ("show", "awol"),
    "compare": ("compare", "2021", "2023"),
    "trend": ("trend", "awol"),
    "topics": ("topics",),
    "sources": ("sources",),
    "cite": ("cite", FIGURE, "--style", "bibtex"),
    "open": ("open", FIGURE, "--print"),
    "check": ("check", "packaged"),
    "schema": ("schema",),
    "man": ("man",),
}
EVERY = pytest.mark.parametrize("arguments", SAMPLES.values(), ids=SAMPLES)
BROKEN_PIPE = {0, -signal.SIGPIPE, 128 + signal.SIGPIPE}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, signals and permissions of POSIX")


@pytest.fixture(scope="module")
def answers(installed):
    """What every command prints where all is well."""
    return {arguments: installed.run(*arguments) for arguments in SAMPLES.values()}


def test_every_command_that_needs_no_file_has_a_sample(answers):
    assert set(NAMES) - {"verify", "factcheck", "export"} == set(SAMPLES)
    assert [ended.code for ended in answers.values()] == [0] * len(SAMPLES)


@EVERY
def test_every_command_prints_the_same_wherever_it_runs(installed, answers, arguments, tmp_path):
    gone = 'mkdir "$1/gone"; cd "$1/gone"; rmdir "$1/gone"; shift; milstats "$@"'
    assert installed.bash(gone, str(tmp_path), *arguments) == answers[arguments]
    bare = subprocess.run(["/usr/bin/env", "-i", *installed.argv, *arguments], capture_output=True, check=False)
    assert (bare.returncode, bare.stdout, bare.stderr) == answers[arguments]
    assert installed.python("-OO", "-X", "dev", "-W", "error", "-m", "milstats", *arguments) == answers[arguments]
    assert installed.run(*arguments, COLUMNS="20", CI="1", FORCE_COLOR="1", PYTHONHASHSEED="1", TZ="Asia/Tokyo") == answers[arguments]


@EVERY
def test_every_command_loses_nothing_without_saying_so(unmeasured, answers, arguments, tmp_path):
    assert unmeasured.bash('milstats "$@" >/dev/full', *arguments)[:2] == (5, b"")
    assert unmeasured.bash('milstats "$@" >&-', *arguments)[:2] == (5, b"")
    limited = unmeasured.bash('out=$1; shift; trap "" XFSZ; ulimit -f 0; milstats "$@" >"$out"', str(tmp_path / "out"), *arguments)
    assert limited == (5, b"", b"milstats: standard output: File too large\n")
    slow = unmeasured.bash('milstats "$@" | (sleep 0.3; cat)', *arguments)
    assert (slow.code, slow.out) == (0, answers[arguments].out)


@EVERY
def test_every_command_survives_every_encoding(installed, answers, arguments):
    for encoding in ("ascii", "cp1251", "cp1252"):
        ended = installed.run(*arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
        assert (ended.code, b"Traceback" in ended.err, bool(ended.out)) == (0, False, True)
        ended.err.decode(encoding)


@pytest.mark.parametrize("taken", [0, 1, 2, 3, 50, 500, 1_000])
def test_a_reader_gone_after_some_bytes_of_a_short_answer_is_silent(unmeasured, taken):
    process = unmeasured.start("cite", FIGURE, OTHER)
    if taken:
        os.read(process.stdout.fileno(), taken)
    process.stdout.close()
    _, error = process.communicate(timeout=60)
    assert (process.returncode in BROKEN_PIPE, error) == (True, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "termination"])
def test_a_signal_at_any_moment_ends_the_process_without_a_traceback_of_milstats(unmeasured, large, number):
    whole = unmeasured.run("check", large)
    ends = set()
    for moment in range(6):
        process = unmeasured.start("check", large)
        time.sleep(0.08 * moment)
        process.send_signal(number)
        _, error = process.communicate(timeout=60)
        ends.add(process.returncode)
        assert process.returncode in {-number, whole.code} or b"import the site module" in error or b"milstats" not in error
        assert b"src/milstats" not in error
    assert -number in ends


@pytest.fixture(scope="module")
def zipapp(tmp_path_factory):
    """The package with all that it depends on as one file that Python runs."""
    path = tmp_path_factory.mktemp("zipapp") / "milstats.pyz"
    site = Path(typer.__file__).parents[1]
    parts = {Path(rich.__file__).parent, Path(typer.__file__).parent}
    names = ("annotated_doc", "click", "colorama", "markdown_it", "mdurl", "pygments", "shellingham")
    parts |= {site / name for name in names if (site / name).is_dir()}
    with zipfile.ZipFile(path, "w") as archive:
        for part in (*parts, Path(milstats.__file__).parent, Path(tomli.__file__).parent):
            for module in part.rglob("*.py"):
                archive.write(module, Path(part.name) / module.relative_to(part))
        archive.write(Path(__file__).parents[1] / "data" / "figures.toml", "milstats/data/figures.toml")
        archive.writestr("__main__.py", "import sys\nfrom milstats.__main__ import run\nsys.exit(run())\n")
    return str(path)


@EVERY
def test_a_zipapp_answers_like_the_installed_command(unmeasured, answers, zipapp, arguments):
    assert unmeasured.python("-I", "-S", zipapp, *arguments) == answers[arguments]


@EVERY
def test_a_package_that_may_not_be_written_to_answers_alike(unmeasured, answers, arguments, tmp_path):
    shutil.copytree(Path(milstats.__file__).parent, tmp_path / "milstats", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(Path(__file__).parents[1] / "data", tmp_path / "milstats" / "data", dirs_exist_ok=True)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from milstats.__main__ import run; sys.exit(run())"
    ended = unmeasured.python("-c", program, *arguments, PYTHONDONTWRITEBYTECODE="")
    tmp_path.chmod(0o755)
    assert ended == answers[arguments]


@EVERY
@pytest.mark.parametrize("columns", [20, 500])
def test_a_plain_terminal_gets_words_in_reading_order_and_no_drawing(terminal, arguments, columns):
    printed = terminal.run(*arguments, columns=columns, TERM="dumb")
    assert [
        sign for sign in printed if sign != "\n" and ((not sign.isprintable() and sign != "\xa0") or "\u2500" <= sign <= "\u257f")
    ] == []
    assert "Traceback" not in printed


def test_a_plain_reading_names_the_columns_before_the_rows_and_the_marks_and_sources_after(terminal):
    printed = terminal.run("show", "awol", columns=500, TERM="dumb")
    places = [printed.index(words) for words in ("  Period", "\nAbsence", "\nMarks", "\nSources") if words in printed]
    assert places == sorted(places)
    assert len(places) == 4


MIXED = ["plain", "самоволка", "غياب", "היעדרות", "擅离职守", "e\u0301o\u0308", "क्षि", "ｆｕｌｌ"]


@pytest.mark.parametrize("width", [None, 20, 40, 500])
@pytest.mark.parametrize("is_styled", [False, True])
def test_columns_of_mixed_scripts_line_up_by_their_width_on_the_screen(width, is_styled):
    table = Table(
        (Column("Id"), Column("Count", is_number=True), Column("End")),
        (Section("", "", tuple(Line((text, "1,234", "x")) for text in MIXED)),),
    )
    report = Report(Stamp((), "1", None, "0"), (), (), lambda: table, lambda: ())
    lines = [line for line in render(report, Style(width=width, is_styled=is_styled)).split("\n") if line.endswith("x")]
    assert len(lines) == len(MIXED)
    assert len({cell_len(line) for line in lines}) == 1 or width == 20
