"""Making what is too large to be made in memory: beside its place, and then put there whole."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from contextlib import contextmanager, suppress

from milstats.errors import NotWrittenError, visible
from milstats.lean import TYPE_CHECKING
from milstats.replacing import ENDING_SIGNALS, undisturbed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def build_file(path: str, build: Callable[[str], None]) -> None:
    """Let `build` make a file or folder, and put it in the place of `path`: a reader sees the old one or the new one.

    What is built stands beside `path` until it is whole. An interrupt removes it and ends the program.

    Raises:
        NotWrittenError: if it can't be written; what was there is then untouched.
    """
    try:
        path = os.path.realpath(path)
        beside = f"{path}.{os.getpid()}.part"
        with undisturbed():
            os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))  # says why, where nothing can be made
            os.unlink(beside)  # noqa: PTH108 -- the path is a text
        with _removed_at_the_end(beside):
            build(beside)
            with undisturbed():
                _put(beside, path)
    except OSError as error:
        message = f"{visible(path, limit=200)}: {error.strerror}; nothing was written"
        raise NotWrittenError(message) from None
    except ValueError:  # as above
        message = f"{visible(path, limit=200)}: its name holds a character that no path can have; nothing was written"
        raise NotWrittenError(message) from None


def _put(beside: str, path: str) -> None:
    """Put what was built in its place; a folder that is there moves aside until it has been replaced."""
    _sync(beside)
    if not os.path.isdir(beside) or not os.path.isdir(path):  # noqa: PTH112 -- the path is a text
        if os.path.isfile(path):  # noqa: PTH113
            os.close(os.open(path, os.O_WRONLY))  # a file that may not be written must not be replaced either
            os.chmod(beside, stat.S_IMODE(os.stat(path).st_mode))  # noqa: PTH101, PTH116
        os.replace(beside, path)  # noqa: PTH105
        return
    aside = f"{path}.{os.getpid()}.old"
    os.rename(path, aside)  # noqa: PTH104
    try:
        os.rename(beside, path)  # noqa: PTH104
    except OSError:
        os.rename(aside, path)  # noqa: PTH104
        raise
    shutil.rmtree(aside)


def _sync(path: str) -> None:
    """Have a file, or the files of a folder, written to the disk."""
    files = [entry.path for entry in os.scandir(path)] if os.path.isdir(path) else [path]  # noqa: PTH112
    for name in files:
        handle = os.open(name, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _removed_at_the_end(path: str) -> Iterator[None]:
    """Remove what is left at `path`, also where a signal ends the program; the signal then does end it."""
    names = [getattr(signal, name) for name in ENDING_SIGNALS - {"SIGXFSZ"} if hasattr(signal, name)]

    def end(number: int, _: object) -> None:
        _remove(path)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    # Signals can be handled in the main thread only, and one that is ignored stays so.
    is_main = threading.current_thread() is threading.main_thread()
    before = {name: signal.signal(name, end) for name in names if is_main and signal.getsignal(name) is not signal.SIG_IGN}
    try:
        yield
    finally:
        _remove(path)
        for name, handler in before.items():
            signal.signal(name, handler)


def _remove(path: str) -> None:
    """Remove a file or a folder, if there is one."""
    with suppress(OSError):
        if os.path.isdir(path):  # noqa: PTH112
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)  # noqa: PTH108
