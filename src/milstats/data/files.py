"""The way in: a table by the names of its files, the packaged one as the build compiled it; and the bytes of whatever a name leads to.

What can't be read or is too large raises DataError, an empty name UsageError.
"""

from __future__ import annotations

import gc
import os
import pickle
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from zlib import crc32

from milstats.errors import DataError, Fault, UsageError, visible
from milstats.model.records import Dataset

PACKAGED = "packaged"
STDIN = "-"
SQLITE, PARQUET = b"SQLite f", b"PAR1"  # how the files begin that `export` writes
FIGURES_FILE = "figures.parquet"  # of a folder that `export` writes, which has the whole table
_CHUNK = 1 << 20
_LARGEST = 1 << 29  # bytes; a table of this size has over a million figures
_LARGEST_PAGE = 1 << 26  # bytes; the longest articles have a hundredth of it
_SUMS = 8  # bytes before the compiled table: the CRC-32 of the TOML, then that of the pickle
_WRITER_WAIT = 5.0  # seconds until a named pipe that nobody opens for writing is given up


def load(*names: str, with_digest: bool = False) -> Dataset:
    """Return the table that the data files `names` make up together, in whichever order; without a name, the packaged one.

    A name is a path, `-` for standard input, or `packaged`. With `with_digest`, `Dataset.sha256` is the SHA-256 of each file,
    joined by `+`; else it is None. Files that are not valid raise DataError with every fault of every file and its line.
    """
    if not names or names == (PACKAGED,):
        table = packaged_table()
        if table is not None:
            return table if with_digest else table._replace(sha256=None)
    # Parsing makes nothing but live objects: looking for garbage among them took a fifth of the time.
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        from milstats.data.load import documents_of, joined  # a third of a start, and the compiled table needs none of it

        return joined(documents_of(*names, with_digest=with_digest))
    finally:
        if is_collecting:
            gc.enable()


def read_bytes(name: str) -> bytes:
    """Return what the data file `name` has: a path, `-` for standard input or `packaged` for the table that is built in."""
    if not name.strip():
        raise UsageError("--data is empty; expected a file, - for standard input, or packaged")
    if name != PACKAGED:
        return _read(name, _LARGEST, "split it, and name each part with --data", is_text=True)
    data = packaged("data/figures.toml")
    if data is None:
        raise DataError(Fault("figures.toml", None, "the packaged table is missing; install milstats again"))
    return data


def read_page(name: str) -> bytes:
    """Return what the saved page `name` has, whatever it is: a path, or `-` for standard input."""
    if not name.strip():
        raise UsageError("the name of the page is empty; expected a file, or - for standard input")
    return _read(name, _LARGEST_PAGE, "expected a saved page")


def read_stdin(most: int) -> bytes:
    """Return what standard input has; words that can't be read, or are more than `most` bytes, raise UsageError."""
    try:
        return _read(STDIN, most, "expected words")
    except DataError as error:
        raise UsageError(str(error)) from None


def _read(name: str, most: int, hint: str, *, is_text: bool = False) -> bytes:
    """Return what a path or `-` has, at most so many bytes; a text is given up at the first NUL byte."""
    data, file = bytearray(), label(name)
    try:
        for chunk in _chunks(name):
            data += chunk
            if is_text and b"\0" in chunk:
                is_wide = data[:2].count(0) == 1 or bytes(data[:2]) in {b"\xff\xfe", b"\xfe\xff"}
                encoding = "; it looks like UTF-16, save it as UTF-8" if is_wide else ""
                raise DataError(Fault(file, None, f"expected TOML in UTF-8, found a NUL byte at offset {data.index(0)}{encoding}"))
            if len(data) > most:
                raise DataError(Fault(file, None, f"is larger than {most >> 20} MiB; {hint}"))
    except OSError as error:
        raise DataError(Fault(file, None, f"cannot be read: {error.strerror}")) from None
    except ValueError:  # what Python says of it differs between its versions
        raise DataError(Fault(file, None, "cannot be read: its name holds a character that no path can have")) from None
    return bytes(data)


def _chunks(name: str) -> Iterator[bytes]:
    if name == STDIN:
        yield from iter(lambda: os.read(0, _CHUNK), b"")
        return
    # Opened without blocking, because opening a pipe waits for its writer for ever.
    handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if stat.S_ISFIFO(os.fstat(handle).st_mode):
            yield from _start_of_pipe(name, handle)
        yield from iter(lambda: os.read(handle, _CHUNK), b"")
    finally:
        os.close(handle)


def _start_of_pipe(name: str, handle: int) -> Iterator[bytes]:
    """Yield the first bytes of a pipe once it has a writer, which may take its time; give up on one that nobody writes to."""
    patience = time.monotonic() + _WRITER_WAIT
    with suppress(BlockingIOError):  # a writer is there and has not written yet
        while not (chunk := os.read(handle, _CHUNK)):
            if time.monotonic() > patience:
                raise DataError(Fault(label(name), None, f"is a pipe that nobody wrote to for {_WRITER_WAIT:.0f} seconds"))
            time.sleep(0.02)
        yield chunk
    os.set_blocking(handle, True)


def start_of(name: str) -> bytes:
    """Return SQLITE or PARQUET where the regular file `name` begins so, else nothing."""
    if name in {PACKAGED, STDIN} or not os.path.isfile(name):
        return b""
    with suppress(OSError), open(name, "rb", buffering=0) as file:
        start = file.read(len(SQLITE))
        return next((known for known in (SQLITE, PARQUET) if start.startswith(known)), b"")
    return b""


def label(name: str) -> str:
    """Return how messages name the data file `name`."""
    return {STDIN: "standard input", PACKAGED: "figures.toml"}.get(name) or visible(name, limit=200)


def packaged(name: str) -> bytes | None:
    """Return a file of the package, zipped or not, or else of its checkout; None where there is none."""
    package = sys.modules["milstats"]
    folder = os.path.dirname(package.__file__ or "")
    loader = package.__spec__.loader if package.__spec__ else None
    for path in (os.path.join(folder, name), os.path.join(os.path.dirname(os.path.dirname(folder)), name)):
        with suppress(OSError):
            return bytes(loader.get_data(path))  # type: ignore[union-attr]
    return None


def packaged_table() -> Dataset | None:
    """Return the packaged table, with its digest, as the build compiled it: in a tenth of the time that its TOML takes.

    None where there is no such file, or it is damaged or was made of another TOML: an editable install has none.
    """
    data = packaged("data/figures.pickle")
    if data is None or data[:_SUMS] != _sums(packaged("data/figures.toml") or b"", data[_SUMS:]):
        return None
    dataset: Dataset = pickle.loads(data[_SUMS:])  # noqa: S301 -- a part of the package, as its modules are
    return dataset


def compiled(dataset: Dataset, toml: bytes) -> bytes:
    """Return what a wheel has for the table `dataset` that was loaded from the bytes `toml`."""
    data = pickle.dumps(dataset, protocol=5)
    return _sums(toml, data) + data


def _sums(toml: bytes, data: bytes) -> bytes:
    return b"".join(crc32(part).to_bytes(_SUMS // 2) for part in (toml, data))
