"""Writing what was made to a file: whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
from contextlib import contextmanager

from milstats.errors import NotWrittenError, visible
from milstats.lean import TYPE_CHECKING
from milstats.output import write_all

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDING_SIGNALS = {"SIGINT", "SIGTERM", "SIGHUP", "SIGXFSZ"}


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
            write_all(handle, data)
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
        write_all(handle, data)
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
