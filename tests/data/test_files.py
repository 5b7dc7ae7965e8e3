"""The bytes of a table: whatever a name leads to is read, or refused in one line, in a bounded time; and the compiled table."""

from __future__ import annotations

import os
import threading
import time
import zipfile
from pathlib import Path

import pytest

import milstats
from milstats.data import files
from milstats.data.files import compiled, read_bytes, read_page
from milstats.data.load import load
from milstats.errors import DataError, UsageError

SMALL = Path(__file__).parent / "valid" / "small.toml"
TOML = Path(__file__).parents[2] / "data" / "figures.toml"


def refusal(name: str) -> str:
    with pytest.raises(DataError) as refused:
        load(name)
    return str(refused.value)


@pytest.mark.skipif(os.name != "posix", reason="links and devices of POSIX")
def test_what_can_t_be_read_is_refused_in_one_line(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "no")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "empty").touch()
    reasons = {
        tmp_path / "no": "cannot be read: No such file or directory",
        tmp_path: "cannot be read: Is a directory",
        tmp_path / "link": "cannot be read: No such file or directory",
        tmp_path / "loop": "cannot be read: Too many levels of symbolic links",
        tmp_path / "empty": 'is empty; a table begins with format = 1 and version = "..."',
        Path("/dev/null"): 'is empty; a table begins with format = 1 and version = "..."',
        Path("/dev/zero"): "expected TOML in UTF-8, found a NUL byte at offset 0",
    }
    assert {path: refusal(str(path)) for path in reasons} == {path: f"{path}: {reason}" for path, reason in reasons.items()}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    (tmp_path / "shut").touch(mode=0)
    assert refusal(str(tmp_path / "shut")) == f"{tmp_path}/shut: cannot be read: Permission denied"


def test_a_name_is_escaped_and_bounded():
    assert refusal("a\0b") == "a\\x00b: cannot be read: its name holds a character that no path can have"
    assert refusal("/no/\x1b[31m\n[red]") == "/no/\\x1b[31m\\n[red]: cannot be read: No such file or directory"
    assert len(refusal("x" * 100_000)) < 400


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_never_the_current_directory(name):
    with pytest.raises(UsageError, match="--data is empty; expected a file, - for standard input, or packaged"):
        load(name)
    with pytest.raises(UsageError, match="the name of the page is empty"):
        read_page(name)


def test_random_bytes_are_refused(tmp_path):
    (tmp_path / "t").write_bytes(os.urandom(1 << 16))
    assert "\n" not in refusal(str(tmp_path / "t"))


@pytest.mark.parametrize("reading", [read_bytes, read_page])
def test_endless_text_is_refused_at_a_limit(reading, monkeypatch, tmp_path):
    monkeypatch.setattr(files, "_LARGEST", 1 << 16)
    monkeypatch.setattr(files, "_LARGEST_PAGE", 1 << 16)
    (tmp_path / "t").write_bytes(b"# x\n" * (1 << 15))
    with pytest.raises(DataError, match="is larger than 0 MiB"):
        reading(str(tmp_path / "t"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_named_pipe_is_read_to_its_end_however_slow(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def write() -> None:
        time.sleep(0.2)
        with pipe.open("wb", buffering=0) as file:
            for part in (SMALL.read_bytes()[:500], SMALL.read_bytes()[500:]):
                time.sleep(0.2)
                file.write(part)

    thread = threading.Thread(target=write)
    thread.start()
    assert load(str(pipe)) == load(str(SMALL))
    thread.join()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_named_pipe_that_nobody_writes_to_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_WRITER_WAIT", 0.1)
    os.mkfifo(tmp_path / "pipe")
    assert refusal(str(tmp_path / "pipe")) == f"{tmp_path}/pipe: is a pipe that nobody wrote to for 0 seconds"


REPORTING = """
import sys; sys.path.insert(0, sys.argv[1])
import milstats; assert ".zip" in milstats.__file__
from milstats.data.files import load, packaged_table
print(packaged_table() is not None, load(with_digest=True) and "tomli" in sys.modules, load(with_digest=True) == load(sys.argv[2], with_digest=True), load().sha256)
"""


@pytest.fixture
def packed(tmp_path, installed):
    """Put the package into a zip file with the TOML and the compiled table given; return how its table was read."""

    def read(toml: bytes, table: bytes | None) -> str:
        with zipfile.ZipFile(tmp_path / "milstats.zip", "w") as archive:
            for module in Path(milstats.__file__).parent.rglob("*.py"):
                archive.write(module, Path("milstats") / module.relative_to(Path(milstats.__file__).parent))
            archive.writestr("milstats/data/figures.toml", toml)
            if table is not None:
                archive.writestr("milstats/data/figures.pickle", table)
        (tmp_path / "same.toml").write_bytes(toml)
        ended = installed.python("-I", "-c", REPORTING, str(tmp_path / "milstats.zip"), str(tmp_path / "same.toml"))
        assert ended.err == b""
        return str(ended.out.decode().strip())

    return read


@pytest.fixture(scope="module")
def table():
    toml = TOML.read_bytes()
    return toml, compiled(load(str(TOML), with_digest=True), toml)


def test_a_compiled_table_is_the_same_without_reading_toml(packed, table):
    assert packed(*table) == "True False True None"
    assert packed(table[0], None) == "False True True None"


def test_two_compilations_of_one_table_are_the_same_bytes(table):
    assert compiled(load(str(TOML), with_digest=True), table[0]) == table[1]


@pytest.mark.parametrize("damage", ["another table", "cut", "a bit", "empty", "no pickle"])
def test_what_was_compiled_of_other_bytes_or_is_damaged_is_left_alone(packed, table, damage):
    toml, data = table
    if damage == "another table":
        toml = toml.replace(b"accessed", b"accessed ", 1)
    else:
        data = {"cut": data[:-1], "a bit": data[:-1] + bytes([data[-1] ^ 1]), "empty": b"", "no pickle": b"\0" * 200}[damage]
    assert packed(toml, data) == "False True True None"
