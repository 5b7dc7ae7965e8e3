"""A whole table to a file or folder: whole or not at all, and never in the place of what milstats did not write."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from milstats.cli.commands import ending, one_of
from milstats.cli.output import not_written, part_name, undisturbed
from milstats.data import sqlite
from milstats.data.flat_tables import is_ours, write_folder
from milstats.errors import NotWrittenError, UsageError, visible
from milstats.model.records import Dataset

_EXCHANGE = 2  # RENAME_EXCHANGE, see renameat2(2)
_HERE = -100  # AT_FDCWD


_FORMS = ("sqlite", "parquet", "datapackage")
_ENDINGS = {".sqlite": "sqlite", ".db": "sqlite", ".parquet": "parquet"}


def form_of(stated: str | None, path: str) -> str:
    """Return the form that `export PATH --to FORM` asks for: the one stated, or that of the ending; a folder is a Data Package.

    No such form, an ending that chooses none, or an extra that is not installed raises UsageError.
    """
    if not path.strip():
        raise UsageError("PATH is empty; expected a file, or a folder for a Data Package")
    is_folder = os.path.isdir(path) or path.endswith(os.sep)
    form = "datapackage" if is_folder else _ENDINGS.get(ending(path))
    if stated is not None:
        form = one_of(stated, _FORMS, "--to", "a form")
    if form is None:
        known = ", ".join(_ENDINGS)
        raise UsageError(f"{visible(path, limit=200)}: its ending chooses no form; expected {known} or a folder, or say --to")
    if form == "parquet" and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'milstats[parquet]'")
    return form


def export_table(dataset: Dataset, path: str, form: str, *, is_packaged: bool, force: bool) -> None:
    """Write a whole table, or nothing; the packaged one has a licence to state.

    What is being made is in a folder beside its place until it is whole; a signal removes it. At every moment the old or the new is
    there. What can't be written, or is not an export of milstats and `force` is not set, raises NotWrittenError.
    """
    with not_written(path):
        place = os.path.realpath(path)
        is_folder = form == "datapackage" or (form == "parquet" and (not ending(path) or os.path.isdir(path)))
        _refuse_foreign(place, visible(path, limit=200), is_folder=is_folder, force=force)
        part = part_name(place)
        made = os.path.join(part, "made")
        with _removed_at_the_end(part):
            os.mkdir(part)
            if form == "sqlite":
                sqlite.write(dataset, made)
            elif form == "datapackage":
                write_folder(dataset, made, is_packaged=is_packaged)
            else:
                from milstats.data import parquet  # pyarrow is optional, and slow to import

                (parquet.write_folder if is_folder else parquet.write_file)(dataset, made)
            with undisturbed():
                _put(made, place)


def _refuse_foreign(path: str, name: str, *, is_folder: bool, force: bool) -> None:
    """Refuse to replace what is of another kind, and what milstats did not write."""
    if not os.path.lexists(path):
        return
    if is_folder != os.path.isdir(path):
        raise NotWrittenError(f"{name}: is {'no folder' if is_folder else 'a folder'}; nothing was written")
    if not is_folder and not os.path.isfile(path):
        raise NotWrittenError(f"{name}: is no regular file; nothing was written")
    if not is_folder:
        os.close(os.open(path, os.O_WRONLY))  # a file that may not be written must not be replaced either
    if not force and not is_ours(path):
        raise NotWrittenError(f"{name}: milstats did not write it; nothing was written, --force replaces it")


def _put(made: str, place: str) -> None:
    """Put what was made in its place, and an old folder in the place of what was made."""
    for folder, _, names in os.walk(os.path.dirname(made)):
        for name in names:
            with open(os.path.join(folder, name), "r+b") as file:
                os.fsync(file.fileno())
    if os.path.isfile(place):
        shutil.copymode(place, made)
    try:
        os.replace(made, place)
    except OSError:  # no rename replaces a folder that is not empty
        if not os.path.isdir(made):
            raise
        if not _exchange(made, place):  # some systems can't
            os.rename(place, f"{made}.old")
            os.rename(made, place)


def _exchange(one: str, other: str) -> bool:
    """Exchange two folders at one moment, and return whether the system could; Python offers no call for it."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0


@contextmanager
def _removed_at_the_end(folder: str) -> Iterator[None]:
    """Remove a folder, also where a signal ends the program; one that is ignored stays so."""

    def end(number: int, _: object) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    numbers = [number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) is not signal.SIG_IGN]
    before = [(number, signal.signal(number, end)) for number in numbers]
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for number, handler in before:
            signal.signal(number, handler)
