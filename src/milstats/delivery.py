"""Where a whole table goes, in which form, and how it is put there."""

from __future__ import annotations

import os
import stat
from importlib import import_module
from importlib.util import find_spec

from milstats.building import build_file
from milstats.errors import NotWrittenError, UsageError, did_you_mean, quoted, visible
from milstats.export import FORM_ENDINGS, ExportForm
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.progress import tracked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milstats.model import Dataset, Figure

_DESCRIPTION = "datapackage.json"
_MANY_FIGURES = 20_000  # so many take a second or more


class Parcel(NamedTuple):
    """Where a whole table goes: the file or folder, and the form."""

    path: str
    form: ExportForm
    is_folder: bool = False


def parcel_of(to: str | None, path: str) -> Parcel:
    """Return where `export PATH --to FORM` leads: the form stated, or that of the ending.

    A folder, or the `datapackage.json` in one, is a Data Package; so is a .zip.

    Raises:
        UsageError: if there is no such form, the ending chooses none, or the extra that it needs is not installed.
    """
    if not path.strip():
        raise UsageError("PATH is empty; expected a file, or a folder for a Data Package")
    if os.path.basename(path) == _DESCRIPTION:  # noqa: PTH119 -- the path stays a text
        path = os.path.dirname(path) or os.curdir  # noqa: PTH120
    form = _stated(to) if to is not None else _implied(path)
    if form is ExportForm.PARQUET and find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'milstats[parquet]'")
    return Parcel(path, form, form is ExportForm.DATAPACKAGE and _ending(path) != ".zip")


def deliver(dataset: Dataset, parcel: Parcel, *, is_ours: bool) -> None:
    """Write a whole table, or nothing; the packaged one `is_ours`, and its licence can be stated.

    Raises:
        NotWrittenError: if it can't be written, or other things than the table stand in its place.
        DataError: if the table stays in a file and what is read there is not sound.
    """
    _refuse_other_kinds(parcel)
    engine = import_module(f"milstats.export.{parcel.form.value}")

    def track(figures: Iterable[Figure]) -> Iterable[Figure]:
        return tracked(figures, f"Writing {parcel.form.value}", total=len(dataset.figures), long=_MANY_FIGURES)

    def build(path: str) -> None:
        if parcel.form is ExportForm.DATAPACKAGE:
            engine.write(dataset, path, track, zipped=not parcel.is_folder, is_ours=is_ours)
        else:
            engine.write(dataset, path, track)

    build_file(parcel.path, build)


def _stated(to: str) -> ExportForm:
    forms = [*ExportForm]
    if to.casefold() not in forms:
        hint = did_you_mean(to, [*forms]) or f"; there are {', '.join(forms)}"
        raise UsageError(f"--to: expected a form, found {quoted(to)}{hint}")
    return ExportForm(to.casefold())


def _implied(path: str) -> ExportForm:
    """Return the form that a path stands for."""
    if os.path.isdir(path) or path.endswith(os.sep):  # noqa: PTH112
        return ExportForm.DATAPACKAGE
    if _ending(path) not in FORM_ENDINGS:
        raise UsageError(
            f"{visible(path, limit=200)}: its ending chooses no form; expected {', '.join(FORM_ENDINGS)} or a folder, or say --to"
        )
    return FORM_ENDINGS[_ending(path)]


def _ending(path: str) -> str:
    return os.path.splitext(path)[1].casefold()  # noqa: PTH122


def _refuse_other_kinds(parcel: Parcel) -> None:
    """Refuse what the table can't take the place of: a folder for a file, a device, a folder that holds other things."""
    try:
        mode = os.stat(parcel.path).st_mode  # noqa: PTH116
    except (OSError, ValueError):  # nothing is there, or writing will tell
        return
    name = visible(parcel.path, limit=200)
    if parcel.is_folder and stat.S_ISDIR(mode):
        from milstats.export.datapackage import refuse_other  # noqa: PLC0415 -- only a Data Package is a folder

        refuse_other(parcel.path)
    elif parcel.is_folder:
        raise NotWrittenError(f"{name}: is no folder, and a Data Package is one; nothing was written")
    elif not stat.S_ISREG(mode):
        raise NotWrittenError(f"{name}: {'is a folder' if stat.S_ISDIR(mode) else 'is no regular file'}; nothing was written")
