"""Writing what was made to standard output, a pager or a file, whole or not at all, and messages to standard error."""

from __future__ import annotations

import os
import re
import select
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from milstats.errors import NotWrittenError, visible
from milstats.render import Style

STDOUT, STDERR = 1, 2
_PLAIN_TERMINALS = {"", "dumb", "unknown"}  # without styles
_LINKLESS_TERMINALS = _PLAIN_TERMINALS | {"vt52", "vt100", "vt102", "vt220", "adm3a", "linux", "cons25"}  # they print the address of a link
_PAGER = "less -FRX"


def encoding_of(handle: int) -> str:
    """Return the encoding of standard output or standard error."""
    stream = sys.__stdout__ if handle == STDOUT else sys.__stderr__
    return stream.encoding if stream is not None else "utf-8"


def terminal_size() -> tuple[int, int]:
    """Return the columns and rows of the terminal; COLUMNS and LINES override what the terminal says of itself."""
    from shutil import get_terminal_size  # a pipe does without

    return get_terminal_size()


def is_styled() -> bool:
    """Return whether the terminal wants escape sequences: NO_COLOR and CLICOLOR, what forces them, then TERM."""
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("CLICOLOR") != "0" and os.environ.get("TERM", "") not in _PLAIN_TERMINALS


def has_links() -> bool:
    """Return whether the terminal can show links."""
    return is_styled() and os.environ.get("TERM", "") not in _LINKLESS_TERMINALS


def write(text: str, path: str | None, encoding: str) -> None:
    """Write `text` to a file, or else to standard output, whole.

    Raises:
        NotWrittenError: if that is closed, full, or fails in the middle.
    """
    data = text.encode(encoding, "backslashreplace")
    if path is not None:
        write_file(path, data)
        return
    if sys.__stdout__ is None:
        raise NotWrittenError("standard output is closed; nothing was written")
    try:
        write_all(STDOUT, data)
    except OSError as error:
        raise NotWrittenError(f"standard output: {error.strerror}") from None


def write_pages(text: str, encoding: str) -> None:
    """Write `text` to the terminal, through the user's pager, if it can be started, where it is longer than the screen."""
    import shlex  # as below, a pipe does without
    import subprocess

    command = next((os.environ[name] for name in ("MILSTATS_PAGER", "PAGER") if name in os.environ), _PAGER)
    columns, rows = terminal_size()
    shown = re.sub(r"\x1b\][^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", text)  # without links and styles
    needed = sum(max(1, -(-len(line) // columns)) for line in shown.splitlines())
    pager = None
    if needed >= rows and command.strip():
        with suppress(OSError, ValueError):
            environment = {"LESS": "FRX", "LV": "-c", **os.environ}
            pager = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, env=environment)  # noqa: S603 -- the user's own pager
    if pager is None:
        write(text, None, encoding)
    else:
        _ignore("SIGINT", "SIGPIPE")  # an interrupt is for the pager, and whoever leaves it early has seen enough
        pager.communicate(text.encode(encoding, "backslashreplace"))


def say(text: str) -> None:
    """Write a message to standard error, each line led by the program's name; a failure changes nothing, not even the exit status."""
    encoding = encoding_of(STDERR)
    fit = Style(encoding=encoding).fit
    lines = "".join(f"milstats: {fit(line)}\n" for line in text.splitlines())
    _ignore("SIGPIPE")
    with suppress(OSError):
        write_all(STDERR, lines.encode(encoding, "backslashreplace"))


def _ignore(*names: str) -> None:
    """Ignore the signals that this system has of those names, from now on: after the last that is written, the program ends."""
    for name in names:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def write_all(handle: int, data: bytes) -> None:
    """Write `data` to a file handle, however slowly it is taken; Python's own writer may stop in the middle and say nothing."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(handle, rest) :]
        except BlockingIOError:
            select.select([], [handle], [])


def write_file(path: str, data: bytes) -> None:
    """Write `data` to the file `path`, in place of what was there: a reader sees the old file or the new one.

    A device or pipe is written to as it is. An interrupt waits until the file is whole.

    Raises:
        NotWrittenError: if it can't be written; the old file is then untouched.
    """
    with not_written(path), undisturbed():
        try:
            mode = os.stat(path).st_mode  # one call tells kind and permissions
        except FileNotFoundError:
            mode = None
        if mode is not None and not stat.S_ISREG(mode):
            with open(path, "wb") as device:
                device.write(data)
            return
        path = os.path.realpath(path)  # only now: the name of a pipe such as /dev/fd/63 leads to no other name
        if mode is not None:
            os.close(os.open(path, os.O_WRONLY))  # a file that may not be written must not be replaced either
        part = part_name(path)
        try:
            with open(part, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                os.chmod(part, stat.S_IMODE(mode))
            os.replace(part, path)
        except OSError:
            with suppress(FileNotFoundError):
                os.unlink(part)
            raise


@contextmanager
def not_written(path: str) -> Iterator[None]:
    """Turn what the system says of `path` into an error of milstats."""
    try:
        yield
    except (OSError, ValueError) as error:  # the words of a ValueError differ between versions of Python
        reason = error.strerror if isinstance(error, OSError) else "its name has a character that no path can have"
        raise NotWrittenError(f"{visible(path, limit=200)}: {reason}; nothing was written") from None


def part_name(path: str) -> str:
    """Return a name in the folder of `path` that nothing has, for what is not whole yet; a short one, whatever the name of `path`."""
    return os.path.join(os.path.dirname(path), f".milstats-{os.urandom(6).hex()}.part")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the signals that end a program."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXFSZ})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
