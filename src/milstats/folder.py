"""Saved pages and the sources that they are pages of: one that is named, or a folder of pages named after their sources."""

from __future__ import annotations

import os

from milstats.errors import DataError, Fault, NothingMatchedError, UsageError, visible
from milstats.files import STDIN
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.selection import source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milstats.model import Dataset, SourceId

_ENDINGS = (".txt", ".html", ".htm")
_EXPECTED = f"ID{', ID'.join(_ENDINGS[:-1])} or ID{_ENDINGS[-1]}"


class PageChoice(NamedTuple):
    """Which pages are asked for: one of a source, or all of a folder."""

    source: str | None
    page: str | None
    folder: str | None


class Pages(NamedTuple):
    """The names of pages, each with its source, and what else there is to say of where they were looked for."""

    pages: tuple[tuple[SourceId, str], ...]
    notes: tuple[str, ...]


def pages_asked(source: str | None, page: str | None, folder: str | None, files: Sequence[str]) -> PageChoice:
    """Return which saved pages are asked for: one page of a source, or all of a folder.

    Raises:
        UsageError: if it is neither, or both; or if the page and the table would both be standard input.
    """
    is_one_page, is_folder = (source, page) != (None, None), folder is not None
    if is_one_page == is_folder or (is_one_page and page is None):
        raise UsageError("expected a source and a page of it, or --all and a folder of pages")
    if page == STDIN and STDIN in files:
        raise UsageError("standard input can't be both the page and the table")
    return PageChoice(source, page, folder)


def pages_of(dataset: Dataset, asked: PageChoice) -> Pages:
    """Return the pages asked for; what is no page in a folder, and sources that have none there, are in the notes.

    Raises:
        DataError: if the folder can't be read.
        NothingMatchedError: if the source is unknown, or the folder holds no page of one.
        UsageError: if the name of the folder is empty.
    """
    if asked.folder is not None:
        return _pages_in(dataset, asked.folder)
    return Pages(((source_of(dataset, asked.source or ""), asked.page or ""),), ())


def _pages_in(dataset: Dataset, path: str) -> Pages:
    """Return the pages in a folder."""
    pages, notes = [], []
    for name in _files_in(path):
        stem, ending = os.path.splitext(name)  # noqa: PTH122 -- the name stays a text
        try:
            if ending.casefold() not in _ENDINGS:
                raise NothingMatchedError(f"expected {_EXPECTED}")  # noqa: TRY301 -- said of the file as the other is
            pages.append((source_of(dataset, stem), os.path.join(path, name)))  # noqa: PTH118
        except NothingMatchedError as error:
            notes.append(f"{visible(name, limit=200)} is left out: {error}")
    if not pages:
        raise NothingMatchedError("\n".join((*notes, f"{visible(path, limit=200)}: holds no page of a source; expected {_EXPECTED}")))
    with_page = {source for source, _ in pages}
    quoted = {figure.source for figure in dataset.figures.values() if figure.quote is not None}
    lacking = [source for source in dataset.sources if source in quoted and source not in with_page]
    return Pages(tuple(pages), (*notes, *([f"no page of {', '.join(lacking)}"] if lacking else [])))


def _files_in(path: str) -> list[str]:
    """Return the names of the files of a folder, sorted, without hidden ones; folders in it hold what browsers save beside a page."""
    if not path.strip():
        raise UsageError("--all is empty; expected a folder")
    called = visible(path, limit=200)
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if not entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise DataError(Fault(called, None, f"cannot be read: {error.strerror}")) from None
    except ValueError:  # what Python says of it differs between its versions
        raise DataError(Fault(called, None, "cannot be read: its name holds a character that no path can have")) from None
