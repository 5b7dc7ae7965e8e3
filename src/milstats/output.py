"""Writing what was made: whole or not at all, to standard output or a file, and messages beside it."""

from __future__ import annotations

import os
import signal
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from milstats.errors import NotWrittenError, visible
from milstats.render.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator

STDOUT, STDERR = 1, 2
ENDING_SIGNALS = {"SIGINT", "SIGTERM", "SIGHUP", "SIGXFSZ"}


def style_of_stdout(*, has_header: bool) -> Style:
    """Return what standard output allows: on a terminal its width, styles and characters, elsewhere its characters."""
    encoding = sys.__stdout__.encoding if sys.__stdout__ is not None else "utf-8"
    if not is_terminal():
        return Style(has_header=has_header, encoding=encoding)
    return Style(width=_width(), is_styled=_is_styled(), has_header=has_header, encoding=encoding)


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return os.isatty(STDOUT)


def _width() -> int:
    """Return the columns of the terminal; COLUMNS overrides what the terminal says of itself."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isascii() and stated.isdigit() and int(stated[:6]) > 0:
        return int(stated[:6])
    try:
        return os.get_terminal_size(STDOUT).columns or 80
    except OSError:
        return 80


def _is_styled() -> bool:
    """Return whether escape sequences are welcome: https://no-color.org and https://force-color.org, then TERM."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or os.environ.get("TERM", "dumb") not in {"dumb", "unknown", ""}


def write_stdout(text: str, encoding: str) -> None:
    """Write `text` to standard output whole.

    Raises:
        NotWrittenError: if it is closed, full, or fails in the middle.
    """
    if sys.__stdout__ is None:
        message = "standard output is closed; nothing was written"
        raise NotWrittenError(message)
    try:
        _write_all(STDOUT, text.encode(encoding, "backslashreplace"))
    except OSError as error:
        message = f"standard output: {error.strerror}"
        raise NotWrittenError(message) from None


def say(text: str) -> None:
    """Write a message to standard error, each line led by the program's name; a failure there changes nothing."""
    encoding = sys.__stderr__.encoding if sys.__stderr__ is not None else "utf-8"
    lines = "".join(f"milstats: {Style(encoding=encoding).fit(line)}\n" for line in text.splitlines())
    with suppress(OSError), _without_sigpipe():
        _write_all(STDERR, lines.encode(encoding, "backslashreplace"))


def _write_all(handle: int, data: bytes) -> None:
    """Write `data` to a file handle, however slowly it is taken; Python's own writer may stop in the middle and say nothing."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(handle, rest) :]
        except BlockingIOError:
            import select  # noqa: PLC0415 -- only a reader that is slow, and set not to wait, needs it

            select.select([], [handle], [])


def write_file(path: str, data: bytes) -> None:
    """Write `data` to the file `path`, in place of what was there: a reader sees the old file or the new one.

    A device or pipe is written to as it is. An interrupt waits until the file is whole.

    Raises:
        NotWrittenError: if it can't be written; the old file is then untouched.
    """
    try:
        with undisturbed():
            _replace(path, data)
    except OSError as error:
        message = f"{visible(path, limit=200)}: {error.strerror}; nothing was written"
        raise NotWrittenError(message) from None
    except ValueError:  # what Python says of it differs between its versions
        message = f"{visible(path, limit=200)}: its name holds a character that no path can have; nothing was written"
        raise NotWrittenError(message) from None


def _replace(path: str, data: bytes) -> None:
    """Write `data` beside the file that `path` leads to and put it in its place."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- one call tells kind and permissions
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        _write_special(path, data)
        return
    path = os.path.realpath(path)  # only now: the name of a pipe such as /dev/fd/63 leads to no other name
    if mode is not None:
        os.close(os.open(path, os.O_WRONLY))  # a file that may not be written must not be replaced either
    beside = f"{path}.{os.getpid()}.part"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        try:
            if mode is not None:
                os.fchmod(handle, stat.S_IMODE(mode))
            _write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(beside, path)  # noqa: PTH105 -- the path is a text
    except OSError:
        os.unlink(beside)  # noqa: PTH108 -- the path is a text
        raise


def _write_special(path: str, data: bytes) -> None:
    """Write to a device or a pipe."""
    handle = os.open(path, os.O_WRONLY)
    try:
        _write_all(handle, data)
    finally:
        os.close(handle)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the signals that end a program."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {getattr(signal, name) for name in ENDING_SIGNALS if hasattr(signal, name)}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_sigpipe() -> Iterator[None]:
    """Let a write to a pipe without a reader fail instead of ending the program, which would lose the exit status."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)
