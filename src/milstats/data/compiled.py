"""The packaged table as the build of the package made it: the same values, read in a tenth of the time that its TOML takes.

A wheel holds it beside `figures.toml`, which stays the one truth: what was compiled from other bytes than those that lie
there is left alone, and the TOML read instead. An editable install holds none.
"""

from __future__ import annotations

from zlib import crc32

from milstats.data.files import packaged
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.model.records import Dataset

_NAME = "figures.pickle"
_SUMS = 8  # bytes before the pickle: the CRC-32 of the TOML, then that of the pickle


def compiled_table() -> Dataset | None:
    """Return the packaged table as it was compiled, with its digest, or None where that is missing, damaged or out of date."""
    data = packaged(_NAME)
    if data is None or data[:_SUMS] != _sums(packaged("figures.toml") or b"", data[_SUMS:]):
        return None
    from pickle import loads  # noqa: PLC0415 -- only where there is something to read

    dataset: Dataset = loads(data[_SUMS:])  # noqa: S301 -- a part of the package, as its modules are
    return dataset


def compiled(dataset: Dataset, toml: bytes) -> bytes:
    """Return what a wheel holds for the table `dataset` that was loaded from the bytes `toml`."""
    from pickle import dumps  # noqa: PLC0415 -- only the build of the package needs it

    data = dumps(dataset, protocol=5)
    return _sums(toml, data) + data


def _sums(toml: bytes, data: bytes) -> bytes:
    return b"".join(crc32(part).to_bytes(_SUMS // 2) for part in (toml, data))
