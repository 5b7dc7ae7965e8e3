"""A whole table to a file or folder: whole or not at all, and never in the place of what milstats did not write."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import stat
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from milstats.cli.commands import ending, one_of
from milstats.cli.output import not_written, part_name, undisturbed
from milstats.data.flat_tables import is_ours, write_folder, write_zip
from milstats.data.sqlite import write
from milstats.errors import NotWrittenError, UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milstats.model.records import Dataset

_EXCHANGE = 2  # RENAME_EXCHANGE, see renameat2(2)
_HERE = -100  # AT_FDCWD


class ExportForm(StrEnum):
    """What a whole table can be written as."""

    SQLITE = "sqlite"
    PARQUET = "parquet"
    DATAPACKAGE = "datapackage"


_ENDINGS = {".sqlite": ExportForm.SQLITE, ".db": ExportForm.SQLITE, ".parquet": ExportForm.PARQUET, ".zip": ExportForm.DATAPACKAGE}


def form_of(stated: str | None, path: str) -> ExportForm:
    """Return the form that `export PATH --to FORM` asks for: the one stated, or that of the ending; a folder is a Data Package.

    Raises:
        UsageError: if there is no such form, the ending chooses none, or the extra that it needs is not installed.
    """
    if not path.strip():
        raise UsageError("PATH is empty; expected a file, or a folder for a Data Package")
    is_folder = os.path.isdir(path) or path.endswith(os.sep)
    form = ExportForm.DATAPACKAGE if is_folder else _ENDINGS.get(ending(path))
    if stated is not None:
        form = ExportForm(one_of(stated, [*ExportForm], "--to", "a form"))
    if form is None:
        known = ", ".join(_ENDINGS)
        raise UsageError(f"{visible(path, limit=200)}: its ending chooses no form; expected {known} or a folder, or say --to")
    if form is ExportForm.PARQUET and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'milstats[parquet]'")
    return form


def export_table(dataset: Dataset, path: str, form: ExportForm, *, is_packaged: bool, force: bool) -> None:
    """Write a whole table, or nothing; the packaged one has a licence to state.

    What is being made lies in the same folder until it is whole; a signal removes it. At every moment the old or the new is at the path.

    Raises:
        NotWrittenError: if it can't be written, or what is there is no export of milstats and `force` is not set.
    """
    with not_written(path):
        place = os.path.realpath(path)
        if form is ExportForm.PARQUET:
            is_folder = not ending(path) or os.path.isdir(path)
        else:
            is_folder = form is ExportForm.DATAPACKAGE and ending(path) != ".zip"
        _refuse_foreign(place, visible(path, limit=200), is_folder=is_folder, force=force)
        part = part_name(place)
        with _removed_at_the_end(part):
            with open(part, "x"):  # says why, where nothing can be made
                os.unlink(part)
            _writer(form, is_folder=is_folder, is_packaged=is_packaged)(dataset, part)
            with undisturbed():
                _sync(part)
                _put(part, place)


def _refuse_foreign(path: str, name: str, *, is_folder: bool, force: bool) -> None:
    """Refuse to replace what is of another kind, and what milstats did not write."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return
    if is_folder != stat.S_ISDIR(mode):
        raise NotWrittenError(f"{name}: is {'no folder' if is_folder else 'a folder'}; nothing was written")
    if not is_folder:
        if not stat.S_ISREG(mode):
            raise NotWrittenError(f"{name}: is no regular file; nothing was written")
        os.close(os.open(path, os.O_WRONLY))  # a file that may not be written must not be replaced either
    if not force and not is_ours(path):
        raise NotWrittenError(f"{name}: milstats did not write it; nothing was written, --force replaces it")


def _writer(form: ExportForm, *, is_folder: bool, is_packaged: bool) -> Callable[[Dataset, str], None]:
    if form is ExportForm.DATAPACKAGE:
        return partial(write_folder if is_folder else write_zip, is_packaged=is_packaged)
    if form is ExportForm.SQLITE:
        return write
    from milstats.data import parquet  # pyarrow is optional, and slow to import

    return parquet.write_folder if is_folder else parquet.write_file


def _put(part: str, path: str) -> None:
    """Put what was made in its place; after an exchange, what is at `part` is the old folder."""
    if os.path.isfile(path):
        shutil.copymode(path, part)
    try:
        os.replace(part, path)
    except OSError:  # no rename replaces a folder that is not empty
        if not os.path.isdir(part):
            raise
        if not _exchange(part, path):  # some systems can't
            aside = part_name(path)
            os.rename(path, aside)
            os.rename(part, path)
            shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: str, other: str) -> bool:
    """Exchange two folders at one moment, and return whether the system could; Python offers no call for it."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


def _sync(path: str) -> None:
    """Have a file, or the files of a folder, written to the disk."""
    for name in [os.path.join(path, one) for one in os.listdir(path)] if os.path.isdir(path) else [path]:
        with open(name, "r+b") as file:
            os.fsync(file.fileno())


@contextmanager
def _removed_at_the_end(path: str) -> Iterator[None]:
    """Remove what is left at `path`, also where a signal ends the program; one that is ignored stays so."""

    def end(number: int, _: object) -> None:
        _remove(path)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    numbers = [number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is not signal.SIG_IGN]
    before = [(number, signal.signal(number, end)) for number in numbers]
    try:
        yield
    finally:
        _remove(path)
        for number, handler in before:
            signal.signal(number, handler)


def _remove(path: str) -> None:
    shutil.rmtree(path, ignore_errors=True)  # where it is a folder
    with suppress(OSError):
        os.unlink(path)
