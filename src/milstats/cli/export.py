"""A whole table to a file or folder: whole or not at all, and never in the place of what milstats did not write."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from importlib.util import find_spec
from typing import NamedTuple

from milstats.cli.arguments import ending, one_of
from milstats.cli.output import not_written, part_name, undisturbed
from milstats.data.datapackage import DESCRIPTION, is_ours, write_folder, write_zip
from milstats.errors import NotWrittenError, UsageError, visible
from milstats.model.records import Dataset

_EXCHANGE = 2  # RENAME_EXCHANGE, see renameat2(2)
_HERE = -100  # AT_FDCWD


class ExportForm(StrEnum):
    """What a whole table can be written as."""

    SQLITE = "sqlite"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


FORM_ENDINGS = {".sqlite": ExportForm.SQLITE, ".db": ExportForm.SQLITE, ".parquet": ExportForm.PARQUET, ".zip": ExportForm.DATAPACKAGE}


class Parcel(NamedTuple):
    """Where a whole table goes: the file or folder, and the form."""

    path: str
    form: ExportForm
    is_folder: bool = False


def parcel_of(form: str | None, path: str) -> Parcel:
    """Return where `export PATH --to FORM` leads: the form stated, or that of the ending.

    A folder, or the `datapackage.json` in one, is a Data Package; so is a .zip.

    Raises:
        UsageError: if there is no such form, the ending chooses none, or the extra that it needs is not installed.
    """
    if not path.strip():
        raise UsageError("PATH is empty; expected a file, or a folder for a Data Package")
    if os.path.basename(path) == DESCRIPTION:  # noqa: PTH119 -- the path stays a text
        path = os.path.dirname(path) or os.curdir  # noqa: PTH120
    if form is not None:
        chosen = ExportForm(one_of(form, [*ExportForm], "--to", "a form"))
    elif os.path.isdir(path) or path.endswith(os.sep):  # noqa: PTH112
        chosen = ExportForm.DATAPACKAGE
    elif ending(path) in FORM_ENDINGS:
        chosen = FORM_ENDINGS[ending(path)]
    else:
        known = ", ".join(FORM_ENDINGS)
        raise UsageError(f"{visible(path, limit=200)}: its ending chooses no form; expected {known} or a folder, or say --to")
    if chosen is ExportForm.PARQUET and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'milstats[parquet]'")
    return Parcel(path, chosen, chosen is ExportForm.DATAPACKAGE and ending(path) != ".zip")


def export_table(dataset: Dataset, parcel: Parcel, *, is_packaged: bool, force: bool) -> None:
    """Write a whole table, or nothing; the packaged one has a licence to state.

    What is being made stands in the same folder until it is whole; a signal removes it. At every moment the old or the new is at the path.

    Raises:
        NotWrittenError: if it can't be written, or what is there is no export of milstats and `force` is not set.
    """
    name = visible(parcel.path, limit=200)
    with not_written(parcel.path):
        path = os.path.realpath(parcel.path)
        _refuse_foreign(path, name, is_folder=parcel.is_folder, force=force)
        part = part_name(path)
        with _removed_at_the_end(part):
            _write(dataset, parcel, part, is_packaged=is_packaged)
            with undisturbed():
                _sync(part)
                _put(part, path)


def _refuse_foreign(path: str, name: str, *, is_folder: bool, force: bool) -> None:
    """Refuse to replace what is of another kind, and what milstats did not write."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- the path stays a text
    except FileNotFoundError:
        return
    if is_folder != stat.S_ISDIR(mode):
        raise NotWrittenError(f"{name}: is {'a folder' if stat.S_ISDIR(mode) else 'no folder'}; nothing was written")
    if not is_folder and not stat.S_ISREG(mode):
        raise NotWrittenError(f"{name}: is no regular file; nothing was written")
    if not is_folder:
        os.close(os.open(path, os.O_WRONLY))  # a file that may not be written must not be replaced either
    if not force and not is_ours(path):
        raise NotWrittenError(f"{name}: milstats did not write it; nothing was written, --force replaces it")


def _write(dataset: Dataset, parcel: Parcel, part: str, *, is_packaged: bool) -> None:
    """Write a table to a new file or folder."""
    if parcel.is_folder:
        write_folder(dataset, part, is_packaged=is_packaged)
    elif parcel.form is ExportForm.DATAPACKAGE:
        write_zip(dataset, part, is_packaged=is_packaged)
    elif parcel.form is ExportForm.PARQUET:
        from milstats.data.parquet import write_file  # noqa: PLC0415 -- pyarrow is optional, and slow to import

        write_file(dataset, part)
    else:
        from milstats.data.sqlite import write  # noqa: PLC0415 -- only this form needs it

        write(dataset, part)


def _put(part: str, path: str) -> None:
    """Put what was made in its place."""
    if os.path.isfile(path):  # noqa: PTH113 -- the path stays a text
        os.chmod(part, stat.S_IMODE(os.stat(path).st_mode))  # noqa: PTH101, PTH116
    if os.path.isdir(part) and _is_full(path) and _exchange(part, path):  # noqa: PTH112
        return  # what is at `part` now is the old folder
    try:
        os.replace(part, path)  # noqa: PTH105
    except OSError:
        if not os.path.isdir(part):  # noqa: PTH112
            raise
        aside = part_name(path)  # a system that exchanges no folders, or another export that came first
        os.rename(path, aside)  # noqa: PTH104
        os.rename(part, path)  # noqa: PTH104
        _remove(aside)


def _is_full(path: str) -> bool:
    """Return whether there is a folder that is not empty, which no rename replaces."""
    return os.path.isdir(path) and any(os.scandir(path))  # noqa: PTH112


def _exchange(one: str, other: str) -> bool:
    """Exchange two folders at one moment, and return whether the system could; Python offers no call for it."""
    import ctypes  # noqa: PLC0415 -- only folders that are replaced need it

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _sync(path: str) -> None:
    """Have a file, or the files of a folder, written to the disk."""
    for name in [entry.path for entry in os.scandir(path)] if os.path.isdir(path) else [path]:  # noqa: PTH112
        handle = os.open(name, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _removed_at_the_end(path: str) -> Iterator[None]:
    """Remove what is left at `path`, also where a signal ends the program; the signal then does end it."""

    def end(number: int, _: object) -> None:
        _remove(path)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    # Signals can be handled in the main thread only, and one that is ignored stays so.
    is_main = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers if is_main and signal.getsignal(number) is not signal.SIG_IGN}
    try:
        yield
    finally:
        _remove(path)
        for number, handler in before.items():
            signal.signal(number, handler)


def _remove(path: str) -> None:
    """Remove a file or a folder, if there is one."""
    with suppress(OSError):
        if os.path.isdir(path):  # noqa: PTH112
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)  # noqa: PTH108
