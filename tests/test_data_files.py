"""`--data` and MILSTATS_DATA: whatever they name is read, or refused in one line, in a bounded time."""

from __future__ import annotations

import os
import shutil
import time

import pytest

from milstats.program import main

ROWS = 8  # figures of the small table that are neither superseded nor deprecated


@pytest.fixture
def refused(milstats):
    """Check that a data file is refused with status 3 and exactly this message."""

    def check(path: object, message: str) -> None:
        assert milstats("show", "--data", str(path)) == (3, "", f"milstats: {path}: {message}\n")

    return check


def test_the_table_for_tests_has_so_many_rows(milstats, small):
    assert milstats("show", "--data", small, "--no-header").out.count("\n") == ROWS


def test_a_missing_file_is_refused(refused, tmp_path):
    refused(tmp_path / "no", "cannot be read: No such file or directory")


def test_a_directory_is_refused(refused, tmp_path):
    refused(tmp_path, "cannot be read: Is a directory")


def test_a_dangling_link_is_refused(refused, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "no")
    refused(tmp_path / "link", "cannot be read: No such file or directory")


def test_a_loop_of_links_is_refused(refused, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "link")
    refused(tmp_path / "link", "cannot be read: Too many levels of symbolic links")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(refused, tmp_path):
    (tmp_path / "shut").touch(mode=0)
    refused(tmp_path / "shut", "cannot be read: Permission denied")


def test_an_empty_file_is_refused_as_empty(refused, tmp_path):
    (tmp_path / "empty").touch()
    refused(tmp_path / "empty", 'is empty; a table begins with format = 1 and version = "..."')


def test_the_null_device_is_refused_as_empty(refused):
    refused("/dev/null", 'is empty; a table begins with format = 1 and version = "..."')


@pytest.mark.parametrize("device", ["/dev/zero"])
def test_an_endless_device_is_refused_quickly(refused, device):
    started = time.monotonic()
    refused(device, "expected TOML in UTF-8, found a NUL byte at offset 0")
    assert time.monotonic() - started < 5


def test_random_bytes_are_refused_quickly(milstats):
    code, out, error = milstats("show", "--data", "/dev/urandom")
    assert (code, out, error.count("\n")) == (3, "", 1)


def test_endless_text_is_refused_at_a_limit(installed):
    ended = installed.bash("yes '# a comment that never ends' | milstats show --data -")
    assert ended == (3, b"", b"milstats: standard input: is larger than 512 MiB; split it, and name each part with --data\n")


def test_a_name_with_a_nul_is_refused(milstats):
    code, out, error = milstats("show", "--data", "a\0b")
    assert (code, out, error) == (3, "", "milstats: a\\x00b: cannot be read: its name holds a character that no path can have\n")


def test_a_very_long_name_is_refused_in_a_bounded_line(milstats):
    code, out, error = milstats("show", "--data", "x" * 100_000)
    assert (code, out, len(error) < 400, error.endswith("cannot be read: File name too long\n")) == (3, "", True, True)


def test_a_name_of_control_characters_is_shown_escaped(milstats):
    expected = "milstats: /no/\\x1b[31m\\n[red]: cannot be read: No such file or directory\n"
    assert milstats("show", "--data", "/no/\x1b[31m\n[red]") == (3, "", expected)


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_never_the_current_directory(milstats, name):
    assert milstats("show", "--data", name) == (2, "", "milstats: --data is empty; expected a file, - for standard input, or packaged\n")


def test_a_named_pipe_that_nobody_writes_to_is_given_up_in_a_bounded_time(milstats, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    started = time.monotonic()
    expected = f"milstats: {tmp_path / 'pipe'}: is a pipe that nobody wrote to for 5 seconds\n"
    assert milstats("show", "--data", str(tmp_path / "pipe")) == (3, "", expected)
    assert time.monotonic() - started < 20


def test_a_named_pipe_with_a_slow_writer_is_read_to_its_end(installed, small, tmp_path):
    script = 'mkfifo "$2"; (sleep 0.5; head -c 500 "$1"; sleep 1; tail -c +501 "$1") > "$2" & milstats show --data "$2"; wait'
    assert installed.bash(script, small, str(tmp_path / "pipe")) == installed.run("show", "--data", small)


def test_a_named_pipe_whose_writer_waits_before_its_first_byte_is_read(installed, small, tmp_path):
    script = 'mkfifo "$2"; (sleep 1; cat "$1") > "$2" & milstats show --data "$2"; wait'
    assert installed.bash(script, small, str(tmp_path / "pipe")) == installed.run("show", "--data", small)


@pytest.mark.parametrize(
    "script",
    [
        'milstats show --data <(cat "$1")',
        'milstats show --data <(sleep 0.5; cat "$1")',
        'milstats show --data - < "$1"',
        'cat "$1" | milstats show --data -',
        '(head -c 100 "$1"; sleep 0.5; tail -c +101 "$1") | milstats show --data -',
        'cat "$1" | milstats show --data /dev/stdin',
        'milstats show --data /dev/stdin < "$1"',
        'MILSTATS_DATA="$1" milstats show',
        'MILSTATS_DATA=- milstats show < "$1"',
        'MILSTATS_DATA=/nowhere milstats show --data "$1"',
        'MILSTATS_DATA=":$1:" milstats show',
    ],
)
def test_a_table_is_read_from_wherever_a_shell_can_take_it(installed, small, script):
    ended = installed.bash(script, small)
    assert (ended.code, ended.out.count(b"\n")) == (0, ROWS + 1)


def test_an_empty_variable_names_the_packaged_table(milstats, monkeypatch):
    packaged = milstats("topics")
    for value in ("", os.pathsep):
        monkeypatch.setenv("MILSTATS_DATA", value)
        assert milstats("topics") == packaged


EXTRA = 'format = 1\nversion = "mine"\n[offences.other]\nlabel = "something else"\n'


@pytest.mark.parametrize("joined_by", ["option", "variable"])
def test_two_files_are_joined(milstats, small, tmp_path, monkeypatch, joined_by):
    (tmp_path / "extra.toml").write_text(EXTRA, encoding="utf-8")
    extra = str(tmp_path / "extra.toml")
    if joined_by == "variable":
        monkeypatch.setenv("MILSTATS_DATA", f"{small}{os.pathsep}{extra}")
    code, out, error = milstats("topics", "--no-header", *(["--data", small, "--data", extra] if joined_by == "option" else []))
    assert (code, error) == (0, "")
    assert [line.split("\t")[0] for line in out.splitlines()] == ["awol", "desertion", "refusal", "other"]


def test_the_packaged_table_is_joined_by_its_name(milstats, tmp_path):
    (tmp_path / "extra.toml").write_text(EXTRA, encoding="utf-8")
    joined = milstats("topics", "--data", "packaged", "--data", str(tmp_path / "extra.toml"))
    assert joined.out == milstats("topics").out + "other\tsomething else\t\t\t0\t\t\t\n"


def test_an_id_that_two_files_share_is_refused(milstats, small, tmp_path):
    copy = tmp_path / "copy.toml"
    copy.write_text(f'{EXTRA}[offences.awol]\nlabel = "again"\n', encoding="utf-8")
    assert milstats("topics", "--data", small, "--data", str(copy)) == (
        3,
        "",
        f"milstats: {copy}:5: offences.awol: is already in {small}\n",
    )


def test_one_bad_file_among_good_ones_leaves_nothing_on_standard_output(milstats, small, tmp_path):
    (tmp_path / "bad.toml").write_text("format = 2\n", encoding="utf-8")
    code, out, error = milstats("topics", "--data", small, "--data", str(tmp_path / "bad.toml"))
    assert (code, out, error.count("\n")) == (3, "", 2)


def test_the_order_of_the_records_does_not_change_the_answer(milstats, small, tmp_path):
    with open(small, encoding="utf-8") as file:  # noqa: PTH123 -- the fixture is a text
        head, *records = file.read().split("\n[figures.")
    last, sums = records.pop().split("\n[sums.")
    turned = tmp_path / "turned.toml"
    turned.write_text("\n[figures.".join([head, *reversed([*records, last])]) + f"\n[sums.{sums}", encoding="utf-8")
    for form in ("tsv", "table", "prose", "markdown", "jsonl"):
        assert milstats("show", "--data", str(turned), "-f", form) == milstats("show", "--data", small, "-f", form)


@pytest.mark.parametrize("arguments", [("--version",), ("-h",), ("--help",), ("show", "--help"), ("topics", "-h")], ids=" ".join)
def test_help_and_version_work_beside_a_broken_table(milstats, monkeypatch, arguments):
    monkeypatch.setenv("MILSTATS_DATA", "/nowhere")
    code, out, error = milstats(*arguments)
    assert (code, bool(out), error) == (0, True, "")


def test_the_digest_of_json_is_that_of_the_file(milstats, small, tmp_path):
    shutil.copyfile(small, tmp_path / "copy.toml")
    assert main(["topics", "--data", small, "-f", "json", "-o", str(tmp_path / "out.json")]) == 0
    assert milstats("topics", "--data", str(tmp_path / "copy.toml"), "-f", "json").out.count('"sha256": "') == 1
