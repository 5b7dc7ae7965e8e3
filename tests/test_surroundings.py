"""The installed command where nothing around it can be relied on."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import typer

import milstats
from milstats.newsroom import app

PROJECT = Path(__file__).parent.parent
LOOKUPS = [("show",), ("compare", "2021", "2023"), ("topics",), ("sources",), ("--help",), ("--version",)]


@pytest.fixture(scope="session")
def answers(installed):
    """What every lookup prints where all is well."""
    return {lookup: installed.run(*lookup) for lookup in LOOKUPS}


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_the_current_directory_may_be_deleted(installed, answers, lookup, tmp_path):
    ended = installed.bash('mkdir "$1/gone"; cd "$1/gone"; rmdir "$1/gone"; shift; milstats "$@"', str(tmp_path), *lookup)
    assert ended == answers[lookup]


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_the_environment_may_be_empty(installed, answers, lookup):
    ended = subprocess.run(["/usr/bin/env", "-i", *installed.argv, *lookup], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == answers[lookup]


def test_nothing_is_written_to_home_the_current_directory_or_the_temporary_one(unmeasured, answers, tmp_path):
    for place in ("home", "here", "tmp"):
        (tmp_path / place).mkdir()
    places = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    for lookup in LOOKUPS:
        assert unmeasured.run(*lookup, cwd=tmp_path / "here", TMPDIR=str(tmp_path / "tmp"), **places) == answers[lookup]
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["here", "home", "tmp"]


def test_home_may_be_missing_or_unusable(installed, answers):
    for home in ("/nonexistent", "/dev/null", ""):
        assert installed.run("show", HOME=home) == answers["show",]


@pytest.mark.parametrize("flags", [("-OO",), ("-X", "dev", "-W", "error"), ("-I",), ("-E", "-s")], ids=" ".join)
@pytest.mark.parametrize("lookup", [("show",), ("compare", "2021", "2023"), ("--help",)], ids=" ".join)
def test_the_interpreter_s_modes_change_nothing(installed, answers, flags, lookup):
    assert installed.python(*flags, "-m", "milstats", *lookup) == answers[lookup]


def test_development_mode_is_silent(installed, answers):
    for lookup in LOOKUPS:
        assert installed.run(*lookup, PYTHONDEVMODE="1", PYTHONWARNINGS="error") == answers[lookup]


def test_a_mistake_reads_the_same_in_development_mode(installed):
    for arguments in [("show", "nonsense"), ("show", "--nonsense"), ("show", "--data", "/nowhere")]:
        assert installed.run(*arguments, PYTHONDEVMODE="1") == installed.run(*arguments)


SHADOWS = ["tomli", "rich", "json", "signal", "typer", "os", "milstats", "csv", "enum", "hashlib", "unicodedata"]


@pytest.mark.parametrize("way", ["command", "module"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_modules_in_the_current_directory_are_not_imported(installed, tmp_path, way, form):
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the current directory')\n", encoding="utf-8")
    if way == "module":
        (tmp_path / "milstats.py").unlink()  # python -m looks for the name it is given before milstats can have a say
        ended = installed.python("-m", "milstats", "topics", "-f", form, cwd=tmp_path)
    else:
        ended = installed.run("topics", "-f", form, cwd=tmp_path)
    assert ended == installed.run("topics", "-f", form)


@pytest.fixture(scope="session")
def zipped(tmp_path_factory):
    """A zip file that holds what the wheel holds: the package and its table."""
    path = tmp_path_factory.mktemp("zip") / "milstats.zip"
    package = Path(milstats.__file__).parent
    with zipfile.ZipFile(path, "w") as archive:
        for module in package.rglob("*.py"):
            archive.write(module, Path("milstats") / module.relative_to(package))
        archive.write(PROJECT / "data" / "figures.toml", "milstats/data/figures.toml")
    return path


STARTED = """
import os, sys
left = os.fdopen(os.dup(2), "w")
left.write("taken apart")
"""  # what is made as the interpreter starts: a file writes what it holds only as it is taken apart
ENDS = [
    # what is done besides, the arguments, what is written after the answer, and the exit status
    ("", ("topics",), b"", 0),
    ("", ("show", "nothing-of-the-kind"), b"", 1),
    ("", ("show", "awol", "--mistake"), b"", 2),
    ("sys.stdout.write('kept')", ("topics",), b"kept", 0),
    ("import atexit; atexit.register(os.write, 1, b'asked for')", ("topics",), b"asked for", 0),
    ("sys.stdout.write('kept'); os.dup2(os.open('/dev/full', os.O_WRONLY), 1)", ("show", "nothing-of-the-kind"), b"", 120),
]


@pytest.mark.skipif(not Path(sys.executable).with_name("milstats").exists(), reason="there is no command to start")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device is full")  # noqa: PTH110
@pytest.mark.parametrize(("besides", "arguments", "after", "code"), ENDS)
def test_the_command_ends_at_once_and_leaves_nothing_undone(unmeasured, tmp_path, besides, arguments, after, code):
    usual = unmeasured.python("-m", "milstats", *arguments)
    (tmp_path / "sitecustomize.py").write_text(STARTED + besides, encoding="utf-8")
    ended = unmeasured.run(*arguments, PYTHONPATH=str(tmp_path), PYTHONUNBUFFERED="")
    assert (ended.code, ended.out) == (code, usual.out + after)
    assert ended.err.startswith(usual.err)
    assert (b"taken apart" in ended.err) == ("atexit" in besides or code == 120)


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_a_zipped_package_reads_its_own_table(unmeasured, answers, zipped, lookup):
    program = f"import sys; sys.path.insert(0, {str(zipped)!r}); from milstats.__main__ import run; sys.exit(run())"
    assert unmeasured.python("-c", program, *lookup) == answers[lookup]


def test_the_packaged_table_missing_is_an_error_in_one_line(unmeasured, zipped, tmp_path):
    bare = tmp_path / "bare.zip"
    with zipfile.ZipFile(zipped) as archive, zipfile.ZipFile(bare, "w") as copy:
        for name in archive.namelist():
            if name.endswith(".py"):
                copy.writestr(name, archive.read(name))
    program = f"import sys; sys.path.insert(0, {str(bare)!r}); from milstats.__main__ import run; sys.exit(run())"
    expected = b"milstats: figures.toml: the packaged table is missing; install milstats again\n"
    assert unmeasured.python("-c", program, "topics") == (3, b"", expected)


ASKED = [
    *LOOKUPS,
    ("show", "-f", "html", "-o", "page.html"),
    ("trend", "awol"),
    ("trend", "awol", "--save", "chart.svg"),
    ("cite", "proekt-awol-convicted-wartime"),
    ("open", "--print", "proekt-awol-convicted-wartime"),
    ("check",),
    ("verify", "paper-2024", str(PROJECT / "tests/data/pages/paper-2024.html"), "--data", str(PROJECT / "tests/data/valid/small.toml")),
    ("schema",),
    ("factcheck", str(PROJECT / "tests/data/pages/paper-2024.html"), "--data", str(PROJECT / "tests/data/valid/small.toml")),
    ("export", "table.sqlite"),
    ("export", "package.zip"),
    ("man",),
]


def test_every_command_is_asked_for_without_a_network():
    assert {command for command, *_ in ASKED if not command.startswith("-")} == {*typer.main.get_group(app).commands}


@pytest.mark.parametrize("lookup", ASKED, ids=" ".join)
def test_no_network_is_asked_for(unmeasured, tmp_path, lookup):
    program = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith(('socket.', 'subprocess.', 'os.system', 'os.exec', 'os.fork')): sys.exit(event)\n"
        "sys.addaudithook(watch)\n"
        "from milstats.__main__ import run\n"
        "sys.exit(run())"
    )
    ended = unmeasured.python("-c", program, *lookup, cwd=tmp_path)
    assert (ended.code, b"socket" in ended.err) == (int(lookup[0] == "verify"), False)


def test_the_interpreter_is_the_one_that_milstats_supports():
    assert sys.version_info >= (3, 11)
    assert os.path.isdir(PROJECT / "data")  # noqa: PTH112
