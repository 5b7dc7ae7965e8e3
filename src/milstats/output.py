"""Writing what was made to standard output, whole, and messages beside it."""

from __future__ import annotations

import os
import signal
import sys

from milstats.errors import NotWrittenError
from milstats.render.style import Style

STDOUT, STDERR = 1, 2


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
        write_all(STDOUT, text.encode(encoding, "backslashreplace"))
    except OSError as error:
        message = f"standard output: {error.strerror}"
        raise NotWrittenError(message) from None


def say(text: str) -> None:
    """Write a message to standard error, each line led by the program's name; a failure there changes nothing, not even the status."""
    encoding = sys.__stderr__.encoding if sys.__stderr__ is not None else "utf-8"
    lines = "".join(f"milstats: {Style(encoding=encoding).fit(line)}\n" for line in text.splitlines())
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN) if hasattr(signal, "SIGPIPE") else None
    try:
        write_all(STDERR, lines.encode(encoding, "backslashreplace"))
    except OSError:
        pass
    finally:
        if before is not None:
            signal.signal(signal.SIGPIPE, before)


def write_all(handle: int, data: bytes) -> None:
    """Write `data` to a file handle, however slowly it is taken; Python's own writer may stop in the middle and say nothing."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(handle, rest) :]
        except BlockingIOError:
            import select  # noqa: PLC0415 -- only a reader that is slow, and set not to wait, needs it

            select.select([], [handle], [])
