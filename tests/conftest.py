"""What tests share: the command line called in this process, and the installed command in a process of its own."""

from __future__ import annotations

import fcntl
import os
import shlex
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import NamedTuple

import pytest

from milstats.program import main

DATA = Path(__file__).parent / "data"
TABLE = DATA / "valid" / "small.toml"
STEERING = ["MILSTATS_DATA", "MILSTATS_FORMAT", "COLUMNS", "LINES", "TERM", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8"]
PATIENCE = 60  # seconds after which a process that should have ended long ago counts as hanging


def pytest_collection_modifyitems(items):
    """Mark the tests that start the installed command, so that those that stay in this process can be run alone."""
    for item in items:
        if {"installed", "unmeasured", "terminal"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.installed)


class Outcome(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


class Ended(NamedTuple):
    """How a process ended and the bytes that it wrote."""

    code: int
    out: bytes
    err: bytes


class Installed:
    """The installed command; `milstats` is on the path of whatever runs here."""

    def __init__(self, folder: Path) -> None:
        script = Path(sys.executable).with_name("milstats")
        self.argv = [str(script)] if script.exists() else [sys.executable, "-m", "milstats"]
        if script.exists():
            (folder / "milstats").symlink_to(script)
        else:
            (folder / "milstats").write_text(f'#!/bin/sh\nexec {shlex.join(self.argv)} "$@"\n', encoding="utf-8")
            (folder / "milstats").chmod(0o755)
        self.environment = {name: value for name, value in os.environ.items() if name not in STEERING}
        self.patience = PATIENCE
        self.environment["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"

    def run(self, *arguments: str | bytes, stdin: bytes = b"", cwd: Path | None = None, **variables: str) -> Ended:
        """Run the command, in an environment with `variables` besides, and return how it ended."""
        return self._ended([*self.argv, *arguments], stdin, cwd, variables)

    def bash(self, script: str, *arguments: str, stdin: bytes = b"", cwd: Path | None = None, **variables: str) -> Ended:
        """Run a bash script in which `milstats` is the command and $1, $2 ... are `arguments`; a failure in a pipe counts."""
        return self._ended(["bash", "-o", "pipefail", "-c", script, "bash", *arguments], stdin, cwd, variables)

    def python(self, *arguments: str, cwd: Path | None = None, **variables: str) -> Ended:
        """Run the interpreter that milstats is installed for."""
        return self._ended([sys.executable, *arguments], b"", cwd, variables)

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
        """Start the command and return its process."""
        return subprocess.Popen(
            [*self.argv, *arguments], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=self.environment, bufsize=0
        )

    def _ended(self, argv: list[str | bytes], stdin: bytes, cwd: Path | None, variables: dict[str, str]) -> Ended:
        process = subprocess.run(
            argv, input=stdin, capture_output=True, cwd=cwd, env=self.environment | variables, timeout=self.patience, check=False
        )
        return Ended(process.returncode, process.stdout, process.stderr)


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    return Installed(tmp_path_factory.mktemp("bin"))


@pytest.fixture
def unmeasured(installed):
    """The installed command where coverage is not measured, which would write files and be interrupted itself."""
    command = copy(installed)
    command.environment = {name: value for name, value in installed.environment.items() if not name.startswith("COVERAGE_")}
    return command


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in STEERING:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def milstats(capfd):
    """The command line called in this process: arguments in, exit status and what was written out."""

    def run(*arguments: str) -> Outcome:
        code = main(arguments)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return run


@pytest.fixture(scope="session")
def small():
    """The path of a table of a few figures, with one of everything that a table may hold."""
    return str(TABLE)


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """The path of a table whose answer is larger than any pipe's buffer."""
    text = TABLE.read_text(encoding="utf-8")
    head, record = text[: text.index("[figures.")], text[text.index("[figures.court-awol-2021]") : text.index("[figures.court-awol-2022-")]
    path = tmp_path_factory.mktemp("large") / "large.toml"
    path.write_text(head + "".join(record.replace("awol-2021]", f"{number}]") for number in range(2000)), encoding="utf-8")
    return str(path)


class Terminal:
    """The installed command on a pseudo-terminal."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    def run(self, *arguments: str, columns: int = 80, **variables: str) -> str:
        """Return what the command prints on a terminal of so many columns, with the line ends of Unix."""
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        environment = self._installed.environment | {"TERM": "xterm-256color"} | variables
        process = subprocess.Popen([*self._installed.argv, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
        os.close(theirs)
        printed = bytearray()
        with suppress(OSError):  # Linux says that the other side is gone with an error
            while chunk := os.read(ours, 1 << 16):
                printed += chunk
        os.close(ours)
        process.wait(timeout=PATIENCE)
        return printed.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture(scope="session")
def terminal(installed):
    return Terminal(installed)
