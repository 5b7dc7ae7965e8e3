"""The installed command among pipes, closed streams, signals and odd surroundings: all of the answer, or an exit status that says so."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

import milstats
from milstats.cli.commands import main
from milstats.render import Format

PRINTING = [("--help",), ("--version",), ("show", "--help"), ("show",), ("topics",), ("sources",)]
LOOKUPS = [("show",), ("compare", "2021", "2023"), ("topics",), ("--help",), ("--version",)]
BROKEN_PIPE = {0, -signal.SIGPIPE, 128 + signal.SIGPIPE}


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_gone_before_the_first_byte_is_silent(installed, arguments):
    reader, writer = os.pipe()
    os.close(reader)
    process = installed.start(*arguments, stdout=writer)
    os.close(writer)
    _, error = process.communicate(timeout=60)
    assert (process.returncode in BROKEN_PIPE, error) == (True, b"")


@pytest.mark.parametrize("form", [*Format])
def test_head_takes_one_line_and_nothing_is_said(installed, large, form):
    ended = installed.bash(f"milstats show -f {form} --full -q | head -n 1", MILSTATS_DATA=large)
    assert ended.code in BROKEN_PIPE
    assert ended.out.count(b"\n") == 1
    assert ended.err == b""


@pytest.mark.parametrize("taken", [1, 4096, 4097, 65_536, 200_000])
def test_a_reader_gone_at_any_byte_is_silent(installed, large, taken):
    process = installed.start("show", "--data", large, "-f", "tsv", "-q")
    read = 0
    while read < taken:
        read += len(os.read(process.stdout.fileno(), taken - read))
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60) in BROKEN_PIPE, error) == (True, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_device_is_an_error_in_one_line(installed, arguments, unbuffered):
    ended = installed.bash('milstats "$@" > /dev/full', *arguments, PYTHONUNBUFFERED=unbuffered)
    assert ended == (5, b"", b"milstats: standard output: No space left on device\n")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_standard_output_is_an_error_in_one_line(installed, arguments):
    ended = installed.bash('milstats "$@" >&-', *arguments)
    assert ended == (5, b"", b"milstats: standard output is closed; nothing was written\n")


def test_a_file_size_limit_is_an_error_and_not_half_an_answer(installed, large, tmp_path):
    ended = installed.bash('ulimit -f 8; trap "" XFSZ; milstats show --data "$1" > "$2"', large, str(tmp_path / "out"))
    assert ended == (5, b"", b"milstats: standard output: File too large\n")


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("show", "awol"), 0), (("show", "nonsense"), 1), (("show", "--nonsense"), 2), (("show", "--data", "/nonexistent"), 3)],
)
def test_a_closed_or_full_standard_error_keeps_the_exit_status(installed, small, redirection, arguments, code):
    ended = installed.bash(f'milstats "$@" {redirection}', *arguments, MILSTATS_DATA=small)
    assert (ended.code, bool(ended.out), ended.err) == (code, code == 0, b"")


def test_a_standard_error_that_nobody_reads_keeps_the_exit_status(installed):
    reader, writer = os.pipe()
    os.close(reader)
    argv = [*installed.argv, "show", "nonsense"]
    process = subprocess.Popen(argv, env=installed.environment, stdout=subprocess.PIPE, stderr=writer, stdin=subprocess.DEVNULL)
    os.close(writer)
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_standard_input_changes_nothing(installed, arguments):
    ended = installed.bash('milstats "$@" <&-', *arguments)
    assert (ended.code, ended.out != b"") == (0, True)


def test_all_three_streams_closed_is_no_traceback_and_no_file(installed, tmp_path):
    assert installed.bash('cd "$1"; milstats show <&- >&- 2>&-', str(tmp_path)) == (5, b"", b"")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_that_does_not_block_gets_every_byte(installed, large, unbuffered):
    whole = installed.run("show", "--data", large, "-f", "json", "-q").out
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = installed.start("show", "--data", large, "-f", "json", "-q", stdout=writer, PYTHONUNBUFFERED=unbuffered)
    os.close(writer)
    taken = bytearray()
    while chunk := os.read(reader, 50_000):
        taken += chunk
        time.sleep(0.005)
    os.close(reader)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error, len(whole) > 500_000, bytes(taken) == whole) == (0, b"", True, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [("show", "-"), ("topics", "--data", "-")], ids=" ".join)
def test_a_signal_ends_the_process_as_that_signal_without_a_word(installed, arguments, number):
    process = installed.start(*arguments, stdin=subprocess.PIPE)
    os.write(process.stdin.fileno(), b"x" * 200_000)  # more than a pipe can take: it waits for the rest by the time this returns
    process.send_signal(number)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out, error) == (-number, b"", b"")


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.1, 0.2])
def test_an_interrupt_at_start_up_prints_nothing_of_milstats(installed, delay):
    process = installed.start("show", "-", stdin=subprocess.PIPE)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode in {-signal.SIGINT, 1, 130}  # Python itself may not be up yet
    assert b"milstats/cli" not in error


def test_an_interrupt_ends_the_shell_loop_around_it(installed):
    script = "trap 'exit 42' INT; for i in 1 2 3; do (sleep 0.7; kill -INT 0) & milstats show - < <(sleep 60); done"
    start = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.setsid(); os.execvp('bash', ['bash', '-c', sys.argv[1]])"
    )
    ended = installed.python("-c", start, script)
    assert (ended.code, b"Traceback" in ended.err) == (42, False)


@pytest.mark.parametrize("arguments", ["show -", "topics --data -"])
def test_an_interrupt_that_the_parent_ignores_stays_ignored(installed, small, arguments):
    script = f"trap '' INT; milstats {arguments} < <(sleep 1; cat \"$1\") & p=$!; sleep 0.5; kill -INT $p; wait $p"
    given = small if "data" in arguments else "/dev/stdin"
    ended = installed.bash(script, given, stdin=b"awol\n")
    assert (ended.code, ended.out != b"") == (0, True)


def test_a_background_job_and_nohup_answer(installed, small):
    assert installed.bash('milstats topics --data "$1" & wait $!', small).out == installed.run("topics", "--data", small).out
    assert installed.bash('nohup milstats topics --data "$1"', small).out == installed.run("topics", "--data", small).out


@pytest.mark.parametrize("form", [*Format])
def test_a_pipe_and_a_file_have_the_same_bytes_whatever_the_surroundings(installed, tmp_path, form):
    path = tmp_path / "out"
    piped = installed.bash(f"milstats show awol -f {form} | cat")
    filed = installed.bash(f'milstats show awol -f {form} > "$1"', str(path))
    assert (piped.code, filed.code, piped.out == path.read_bytes(), piped.out[-1:]) == (0, 0, True, b"\n")
    assert b"\r" not in piped.out
    assert b"\x1b" not in piped.out
    assert not piped.out.endswith(b"\n\n")
    for variables in (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "COLUMNS": "20", "LINES": "1", "CI": "1", "FORCE_COLOR": "3", "TERM": "xterm"},
        {"PYTHONHASHSEED": "2", "COLUMNS": "nonsense", "TERM": "dumb", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"},
    ):
        assert installed.run("show", "awol", "-f", form, **variables)[:2] == piped[:2]


@pytest.fixture(scope="session")
def answers(installed):
    """What every lookup prints where all is well."""
    return {lookup: installed.run(*lookup) for lookup in LOOKUPS}


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_the_current_directory_may_be_deleted_and_the_environment_empty(installed, answers, lookup, tmp_path):
    ended = installed.bash('mkdir "$1/gone"; cd "$1/gone"; rmdir "$1/gone"; shift; milstats "$@"', str(tmp_path), *lookup)
    assert ended == answers[lookup]
    bare = subprocess.run(["/usr/bin/env", "-i", *installed.argv, *lookup], capture_output=True, check=False)
    assert (bare.returncode, bare.stdout, bare.stderr) == answers[lookup]


def test_nothing_is_written_to_home_the_current_directory_or_the_temporary_one(installed, answers, tmp_path):
    for place in ("home", "here", "tmp"):
        (tmp_path / place).mkdir()
    places = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    for lookup in LOOKUPS:
        assert installed.run(*lookup, cwd=tmp_path / "here", TMPDIR=str(tmp_path / "tmp"), **places) == answers[lookup]
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")) == ["here", "home", "tmp"]


@pytest.mark.parametrize("flags", [("-OO",), ("-X", "dev", "-W", "error"), ("-I",), ("-E", "-s")], ids=" ".join)
@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_the_interpreter_s_modes_change_nothing(installed, answers, flags, lookup):
    assert installed.python(*flags, "-m", "milstats", *lookup) == answers[lookup]


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_modules_in_the_current_directory_are_not_imported(installed, tmp_path, form):
    for name in ("tomli", "rich", "json", "signal", "typer", "os", "csv", "enum", "hashlib", "unicodedata"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the current directory')\n", encoding="utf-8")
    usual = installed.run("topics", "-f", form)
    assert installed.run("topics", "-f", form, cwd=tmp_path) == usual
    assert installed.python("-m", "milstats", "topics", "-f", form, cwd=tmp_path) == usual


@pytest.mark.parametrize(
    "asked", [("show", "awol"), ("trend", "awol"), ("cite", "court-awol-2021"), ("export", "t.sqlite"), ("schema",)], ids=" ".join
)
def test_no_network_and_no_other_program_is_asked_for(installed, small, tmp_path, asked):
    program = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith(('socket.', 'subprocess.', 'os.system', 'os.exec', 'os.fork')): sys.exit(event)\n"
        "sys.addaudithook(watch)\n"
        "from milstats.__main__ import run\n"
        "sys.exit(run())"
    )
    ended = installed.python("-c", program, *asked, cwd=tmp_path, MILSTATS_DATA=small)
    assert (ended.code, b"socket" in ended.err) == (0, False)


def test_a_plain_line_imports_no_typer_and_no_rich(installed, tmp_path):
    program = "import sys\nfrom milstats.cli.commands import main\nmain(sys.argv[1:])\nsys.exit(str({'typer', 'rich'} & {*sys.modules}))"
    (tmp_path / "draft.md").write_text("In 2023, 4,373 soldiers were convicted of AWOL.", "utf-8")
    plain = ("compare 2021 2023", "trend awol", "topics", "sources", "cite proekt-awol-convicted-2021", "check", "schema")
    proving = ("verify mt-2024-02-22 draft.md", "factcheck draft.md", "export x.sqlite", "open proekt-awol-convicted-2021 --print")
    for asked in map(str.split, ("show awol -f csv --full -q", *plain, *proving)):
        assert installed.python("-c", program, *asked, cwd=tmp_path).err.splitlines()[-1] == b"set()"


def test_memory_that_is_short_is_one_line(installed, tmp_path):
    (tmp_path / "t.toml").write_bytes(b"# " + b"x" * 90_000_000)
    ended = installed.bash("ulimit -v 250000; milstats topics --data t.toml", cwd=tmp_path)
    assert ended == (5, b"", b"milstats: there is not enough memory for this\n")


def test_main_returns_the_exit_status(capfd, small):
    assert [main(words) for words in (["topics", "--data", small], ["show", "nonsense"], ["shwo"], ["show", "--data", "/nowhere"])] == [
        0,
        1,
        2,
        3,
    ]
    assert Path(milstats.__file__).name == "__init__.py"
