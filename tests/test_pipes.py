"""The installed command in real pipes: all of the answer or an exit status that says so, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from milstats.newsroom import app
from milstats.render import Format

COMMANDS = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback is not None]
LOOKUPS = [("show",), ("topics",), ("sources",)]
PRINTING = [("--help",), ("--version",), ("show", "--help"), *LOOKUPS]
BROKEN_PIPE = {0, -signal.SIGPIPE, 128 + signal.SIGPIPE}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")


def test_every_lookup_is_a_command():
    assert {lookup[0] for lookup in LOOKUPS} <= set(COMMANDS)


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
    ended = installed.bash(f"milstats show -f {form} | head -n 1", MILSTATS_DATA=large)
    assert ended.code in BROKEN_PIPE
    assert ended.out.count(b"\n") == 1
    assert ended.err == b""


@pytest.mark.parametrize("taken", [1, 100, 4095, 4096, 4097, 65_536, 70_000, 200_000])
def test_a_reader_gone_at_any_byte_is_silent(installed, large, taken):
    process = installed.start("show", "--data", large, "-f", "tsv")
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


def test_a_file_size_limit_is_an_error_and_not_half_an_answer(unmeasured, large, tmp_path):
    ended = unmeasured.bash('ulimit -f 8; trap "" XFSZ; milstats show --data "$1" > "$2"', large, str(tmp_path / "out"))
    assert ended == (5, b"", b"milstats: standard output: File too large\n")


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("show", "refusal"), 0), (("show", "nonsense"), 1), (("show", "--nonsense"), 2), (("show", "--data", "/nonexistent"), 3)],
)
def test_a_closed_or_full_standard_error_keeps_the_exit_status(installed, small, redirection, arguments, code):
    ended = installed.bash(f'milstats "$@" {redirection}', *arguments, MILSTATS_DATA=small)
    assert (ended.code, bool(ended.out), ended.err) == (code, code == 0, b"")


def test_a_standard_error_that_nobody_reads_keeps_the_exit_status(installed):
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [*installed.argv, "show", "nonsense"], env=installed.environment, stdout=subprocess.PIPE, stderr=writer, stdin=subprocess.DEVNULL
    )
    os.close(writer)
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")


def test_an_answer_to_a_full_device_keeps_its_status_though_standard_error_is_full_too(installed):
    assert installed.bash("milstats topics > /dev/full 2> /dev/full") == (5, b"", b"")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_standard_input_changes_nothing(installed, arguments):
    ended = installed.bash('milstats "$@" <&-', *arguments)
    assert (ended.code, ended.out != b"") == (0, True)


def test_all_three_streams_closed_is_no_traceback(installed, tmp_path):
    ended = installed.bash('cd "$1"; milstats show <&- >&- 2>&-', str(tmp_path))
    assert ended == (5, b"", b"")
    assert [*tmp_path.iterdir()] == []


def test_a_topic_from_a_closed_standard_input_is_an_error_in_one_line(installed):
    ended = installed.bash("milstats show - <&-")
    assert (ended.code in {1, 2}, ended.out, ended.err.count(b"\n"), b"Traceback" in ended.err) == (True, b"", 1, False)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_that_does_not_block_gets_every_byte(installed, large, unbuffered):
    whole = installed.run("show", "--data", large, "-f", "json").out
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    process = subprocess.Popen(
        [*installed.argv, "show", "--data", large, "-f", "json"],
        env=installed.environment | {"PYTHONUNBUFFERED": unbuffered},
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    taken = bytearray()
    while chunk := os.read(reader, 50_000):
        taken += chunk
        time.sleep(0.005)
    os.close(reader)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error, len(whole) > 500_000, bytes(taken) == whole) == (0, b"", True, True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [("show", "-"), ("show", "--data", "-")], ids=" ".join)
def test_a_signal_ends_the_process_as_that_signal_without_a_word(unmeasured, arguments, number):
    process = unmeasured.start(*arguments, stdin=subprocess.PIPE)
    os.write(process.stdin.fileno(), b"x" * 200_000)  # more than a pipe holds: it waits for the rest by the time this returns
    process.send_signal(number)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out, error) == (-number, b"", b"")


def test_an_interrupt_while_a_reader_is_slow_ends_the_process_without_a_word(unmeasured, large):
    process = unmeasured.start("show", "--data", large)
    os.read(process.stdout.fileno(), 1)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (-signal.SIGINT, b"")


@pytest.mark.parametrize("delay", [0.02, 0.05, 0.1, 0.2])
def test_an_interrupt_at_start_up_prints_nothing_of_milstats(unmeasured, delay):
    process = unmeasured.start("show", "-", stdin=subprocess.PIPE)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT or b"import the site module" in error  # Python itself was not up yet
    assert b"milstats/cli" not in error


def test_an_interrupt_ends_the_shell_loop_around_it(unmeasured):
    script = "trap 'exit 42' INT; for i in 1 2 3; do (sleep 0.7; kill -INT 0) & milstats show - < <(sleep 60); done"
    process = subprocess.Popen(
        ["bash", "-c", script], env=unmeasured.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    _, error = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in error) == (42, False)


@pytest.mark.parametrize("form", [*Format])
def test_a_pipe_and_a_file_hold_the_same_bytes(installed, tmp_path, form):
    path = tmp_path / "out"
    piped = installed.bash(f"milstats show awol -f {form} | cat")
    filed = installed.bash(f'milstats show awol -f {form} > "$1"', str(path))
    assert (piped.code, filed.code, piped.out == path.read_bytes(), piped.out[-1:]) == (0, 0, True, b"\n")
    assert b"\r" not in piped.out
    assert not piped.out.startswith(b"\xef\xbb\xbf")
    assert not piped.out.endswith(b"\n\n")


# One interpreter that forks: each child answers into a file that may grow to so many bytes, or into a pipe of one page of which a
# reader takes so many bytes and goes. What is printed are the bytes that were let through, how the child ended, and what it said.
CUTTING = """
import fcntl, os, resource, signal, sys
from milstats.program import main
def answer(out, error, size):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    os.dup2(out, 1), os.dup2(error, 2)
    os.closerange(3, 20)
    if size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    os._exit(main(arguments))
def cut(size):
    (reader, writer), (told, error) = os.pipe(), os.pipe()
    fcntl.fcntl(writer, 1031, 4096)
    out = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC) if way == "file" else writer
    child = os.fork()
    if child == 0:
        answer(out, error, size if way == "file" else None)
    os.close(error), os.close(writer)
    taken = 0
    while way == "pipe" and taken < size:
        taken += len(os.read(reader, size - taken))
    os.close(reader)
    said = os.read(told, 200).decode()
    os.close(told)
    if way == "file":
        taken = os.fstat(out).st_size
        os.close(out)
    print(size, taken, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.strip(), sep="|", flush=True)
way, path, step, length, *arguments = sys.argv[1:]
kept, null = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
os.dup2(null, 1), os.dup2(null, 2)
main(arguments)  # so that what it imports is imported once
os.dup2(kept[0], 1), os.dup2(kept[1], 2)
for size in range(0, int(length), int(step)):
    cut(size)
"""


@pytest.mark.parametrize(("arguments", "step"), [(("--version",), 1), (("sources", "--data", "{}"), 11)], ids=["version", "sources"])
def test_a_file_that_is_full_after_any_byte_is_an_error_and_holds_all_that_it_could(unmeasured, small, tmp_path, arguments, step):
    asked = [word.format(small) for word in arguments]
    length = len(unmeasured.run(*asked).out)
    ended = unmeasured.python("-c", CUTTING, "file", str(tmp_path / "out"), str(step), str(length), *asked)
    lines = [f"{size}|{size}|5|milstats: standard output: File too large" for size in range(0, length, step)]
    assert (ended.code, ended.err.decode(), ended.out.decode().splitlines()) == (0, "", lines)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say how much a pipe holds")
def test_a_reader_gone_after_any_byte_ends_the_process_by_its_signal_alone(unmeasured, small, tmp_path):
    asked = ("show", "--all", "--data", small, "-f", "json")
    length = len(unmeasured.run(*asked).out) - 4096  # by then the last page may be in the pipe
    ended = unmeasured.python("-c", CUTTING, "pipe", str(tmp_path / "out"), "61", str(length), *asked)
    lines = [f"{size}|{size}|{-signal.SIGPIPE}|" for size in range(0, length, 61)]
    assert (ended.code, ended.err.decode(), ended.out.decode().splitlines()) == (0, "", lines)
    assert len(lines) > 50
