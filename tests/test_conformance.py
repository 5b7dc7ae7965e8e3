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
from milstats.export import ExportForm
from milstats.render.style import Style
from milstats.render.table import render
from milstats.report import Column, Line, Report, Section, Stamp, Table
from milstats.typed import whole_program

FIGURE, OTHER = "proekt-awol-convicted-2021", "proekt-awol-convicted-wartime"
COMMANDS = whole_program().registered_commands
NAMES = [command.name or command.callback.__name__ for command in COMMANDS if command.callback is not None]
DATA = Path(__file__).parent / "data"
PAGE, SMALL = str(DATA / "pages" / "paper-2024.html"), str(DATA / "valid" / "small.toml")
SAMPLES = {
    "show": ("show", "awol"),
    "compare": ("compare", "2021", "2023"),
    "trend": ("trend", "awol"),
    "topics": ("topics",),
    "sources": ("sources",),
    "cite": ("cite", FIGURE, "--style", "bibtex"),
    "open": ("open", FIGURE, "--print"),
    "check": ("check", "packaged"),
    "verify": ("verify", "paper-2024", PAGE, "--data", SMALL),
    "factcheck": ("factcheck", str(DATA / "drafts" / "article.md"), "-f", "text"),
    "schema": ("schema",),
    "man": ("man",),
}
AT_FAULT = {"verify", "factcheck"}  # in these samples they find something wrong, which is their answer
EVERY = pytest.mark.parametrize("arguments", SAMPLES.values(), ids=SAMPLES)
BROKEN_PIPE = {0, -signal.SIGPIPE, 128 + signal.SIGPIPE}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes, signals and permissions of POSIX")


@pytest.fixture(scope="module")
def answers(installed):
    """What every command prints where all is well."""
    return {arguments: installed.run(*arguments) for arguments in SAMPLES.values()}


def test_every_command_that_prints_has_a_sample_and_answers(answers):
    assert set(NAMES) - {"export"} == set(SAMPLES)
    assert {name for name, arguments in SAMPLES.items() if answers[arguments].code == 1} == AT_FAULT
    assert {ended.code for ended in answers.values()} == {0, 1}
    assert all(ended.out for ended in answers.values())


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
    assert (slow.code, slow.out) == answers[arguments][:2]


@EVERY
def test_every_command_survives_every_encoding(installed, answers, arguments):
    for encoding in ("ascii", "cp1251", "cp1252"):
        ended = installed.run(*arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
        assert (ended.code, b"Traceback" in ended.err, bool(ended.out)) == (answers[arguments].code, False, True)
        ended.err.decode(encoding)


@pytest.mark.parametrize("taken", [0, 1, 2, 3, 50, 500, 1_000])
def test_a_reader_gone_after_some_bytes_of_a_short_answer_is_silent(unmeasured, taken):
    process = unmeasured.start("cite", FIGURE, OTHER)
    if taken:
        os.read(process.stdout.fileno(), taken)
    process.stdout.close()
    _, error = process.communicate(timeout=60)
    assert (process.returncode in BROKEN_PIPE, error) == (True, b"")


# One interpreter that forks: each child runs the command, interrupts itself at one of the events that Python tells auditors of
# (each import, each file that is opened ...), and notes the module that it was then about to import.
INTERRUPTING = """
import os, sys
def ended_at(moment, folder, arguments):
    notes, answer = (os.open(f"{folder}/{name}", os.O_RDWR | os.O_CREAT | os.O_TRUNC) for name in ("notes", "answer"))
    child = os.fork()
    if child == 0:
        os.dup2(answer, 1), os.dup2(answer, 2)
        seen, module = 0, ""
        def watch(event, details):
            nonlocal seen, module
            seen += 1
            module = details[0] if event == "import" else module
            if seen == moment:
                os.pwrite(notes, f"{seen} {module}".encode(), 0)
                os.kill(os.getpid(), 2)
        sys.argv = ["milstats", *arguments]
        sys.addaudithook(watch)
        from milstats.__main__ import run
        code = run()
        os.pwrite(notes, f"{seen} {module}".encode(), 0)
        os._exit(code)
    status = os.waitpid(child, 0)[1]
    told = os.pread(notes, 200, 0).decode().split(), os.WTERMSIG(status), len(os.pread(answer, 9, 0))
    os.close(notes), os.close(answer)
    return told
folder, *arguments = sys.argv[1:]
(total, _), _, _ = ended_at(0, folder, arguments)
for moment in (*range(1, 30), *range(30, int(total), int(total) // 25)):
    (_, module), number, length = ended_at(moment, folder, arguments)
    print(module, number, length)
"""
# What is imported until signals are in order.
BEFORE = {"milstats.__main__", "milstats", "milstats.lean", "__future__", "types", "_collections", "gc", "_signal"}


def test_from_the_first_lines_of_milstats_on_an_interrupt_at_any_moment_is_silent(unmeasured, tmp_path):
    ended = unmeasured.python("-c", INTERRUPTING, str(tmp_path), "topics")
    assert (ended.code, ended.err) == (0, b"")
    moments = [line.split() for line in ended.out.decode().splitlines()]
    assert len(moments) > 50
    assert {number for _, number, _ in moments} == {str(int(signal.SIGINT))}
    assert {module for module, _, length in moments if length != "0"} <= BEFORE
    assert len({module for module, _, _ in moments if module.startswith("milstats.")} - BEFORE) > 3


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
        assert process.returncode in {-number, whole.code} or b"Fatal Python error" in error  # Python itself was not up yet
        assert b"milstats/program" not in error
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


@pytest.mark.parametrize("form", [ExportForm.SQLITE, ExportForm.DATAPACKAGE])
def test_an_export_is_the_same_wherever_it_is_made_and_says_nothing(unmeasured, zipapp, tmp_path, form):
    def export(name: str) -> tuple[str, ...]:
        return ("export", str(tmp_path / name), "--to", form.value)

    def contents(name: str) -> list[bytes]:
        path = tmp_path / name
        return [one.read_bytes() for one in sorted(path.iterdir())] if path.is_dir() else [path.read_bytes()]

    bare = ["/usr/bin/env", "-i", "LC_ALL=C", "PYTHONUTF8=0", *unmeasured.argv, *export("bare")]
    closed = 'mkdir "$1/gone"; cd "$1/gone"; rmdir "$1/gone"; shift; milstats "$@" <&- >&- 2>&-'
    ended = [
        unmeasured.run(*export("plain")),
        tuple(subprocess.run(bare, capture_output=True, check=False).__dict__[name] for name in ("returncode", "stdout", "stderr")),
        unmeasured.bash(closed, str(tmp_path), *export("closed")),
        unmeasured.python("-I", "-S", zipapp, *export("zipped")),
        unmeasured.python("-OO", "-X", "dev", "-W", "error", "-m", "milstats", *export("odd"), COLUMNS="20", PYTHONIOENCODING="ascii"),
    ]
    assert ended == [(0, b"", b"")] * len(ended)
    assert contents("plain") == contents("bare") == contents("closed") == contents("zipped") == contents("odd")


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
    report = Report(Stamp((), "1", None, "0"), (), tuple, lambda: table, tuple)
    lines = [line for line in render(report, Style(width=width, is_styled=is_styled)).split("\n") if line.endswith("x")]
    assert len(lines) == len(MIXED)
    assert len({cell_len(line) for line in lines}) == 1 or width == 20
