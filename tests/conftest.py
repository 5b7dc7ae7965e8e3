"""What tests share: the command line called in this process, and the installed command in a process or on a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import shlex
import signal
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from milstats.cli.commands import main

TABLE = Path(__file__).parent / "data" / "valid" / "small.toml"
STEERING = [
    "MILSTATS_DATA", "MILSTATS_FORMAT", "MILSTATS_PAGER", "PAGER", "LESS", "COLUMNS", "LINES", "TERM", "NO_COLOR", "FORCE_COLOR",
    "CLICOLOR", "CLICOLOR_FORCE", "PYTHONIOENCODING", "PYTHONUTF8",
]  # fmt: skip
PATIENCE = 60  # seconds after which a process that should have ended long ago counts as hanging


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


def with_default_signals() -> None:
    """Let a child answer signals as one that a person starts, also where these tests run with signals ignored."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


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
        self.environment = {name: value for name, value in os.environ.items() if name not in STEERING and not name.startswith("COVERAGE_")}
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

    def start(
        self, *arguments: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.PIPE, **variables: str
    ) -> subprocess.Popen[bytes]:
        """Start the command, with the signals that a person's shell leaves it, and return its process."""
        return subprocess.Popen(
            [*self.argv, *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env=self.environment | variables,
            bufsize=0,
            preexec_fn=with_default_signals,  # noqa: PLW1509 -- nothing here has threads
        )

    def terminal(self, *arguments: str, columns: int = 80, rows: int = 24, typed: bytes = b"", **variables: str) -> Outcome:
        """Run the command on a pseudo-terminal and return all that it prints there, with the line ends of Unix."""
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = self.environment | {"TERM": "xterm-256color", "PAGER": "cat"} | variables
        process = subprocess.Popen(
            [*self.argv, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        os.write(ours, typed)
        printed = bytearray()
        with suppress(OSError):  # Linux says that the other side is gone with an error
            while chunk := os.read(ours, 1 << 16):
                printed += chunk
        os.close(ours)
        return Outcome(process.wait(timeout=PATIENCE), printed.decode("utf-8").replace("\r\n", "\n"), "")

    def _ended(self, argv: list[str | bytes], stdin: bytes, cwd: Path | None, variables: dict[str, str]) -> Ended:
        process = subprocess.run(
            argv, input=stdin, capture_output=True, cwd=cwd, env=self.environment | variables, timeout=PATIENCE, check=False
        )
        return Ended(process.returncode, process.stdout, process.stderr)


def pytest_collection_modifyitems(items):
    """Mark the tests that start the installed command, so that those that stay in this process can be run alone."""
    for item in items:
        if "installed" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.installed)


@pytest.fixture(scope="session")
def installed(tmp_path_factory):
    return Installed(tmp_path_factory.mktemp("bin"))


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
    """The path of a table of a few figures, with one of everything that a table may have."""
    return str(TABLE)


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """The path of a table whose answer is larger than any pipe's buffer."""
    text = TABLE.read_text(encoding="utf-8")
    head, record = text[: text.index("[figures.")], text[text.index("[figures.court-awol-2021]") : text.index("[figures.court-awol-2022-")]
    path = tmp_path_factory.mktemp("large") / "large.toml"
    path.write_text(head + "".join(record.replace("awol-2021]", f"{number}]") for number in range(2000)), encoding="utf-8")
    return str(path)
