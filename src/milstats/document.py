"""One data file as text and as TOML, or the one line that says why it is neither."""

from __future__ import annotations

import re

import tomli

from milstats.errors import DataError, Fault, visible
from milstats.files import label, read_bytes
from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from milstats.model import Number

_BOM = b"\xef\xbb\xbf"
_LONG_NUMBER = re.compile("[0-9][0-9_]{4000}")
_DEEPEST = 50  # parts of a dotted key; tomli needs memory with the square of them


class Document(NamedTuple):
    """A data file: what messages call it, its text, its TOML tables and, if asked for, the SHA-256 of its bytes."""

    label: str
    text: str
    tables: Mapping[str, object]
    sha256: str | None


def read_document(name: str, *, with_digest: bool = False) -> Document:
    """Return the data file `name` (a path, `-` or `packaged`), parsed.

    Raises:
        DataError: if it can't be read, is not UTF-8 or not TOML, with line and column where there are such.
    """
    data = read_bytes(name)
    text = _decoded(label(name), data)
    return Document(label(name), text, _parsed(label(name), text, data), _digest(data) if with_digest else None)


def _digest(data: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    from milstats.digest import sha256  # noqa: PLC0415 -- only JSON prints it

    return sha256(data).hexdigest()


def _decoded(file: str, data: bytes) -> str:
    """Return the text of a file that should be UTF-8, without its byte order mark."""
    data = data.removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        kind = "UTF-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "another encoding"
        message = f"expected UTF-8, found the byte 0x{data[error.start]:02X}; the file may be in {kind}, save it as UTF-8"
        raise DataError(Fault(file, line, message, column)) from None
    if not text.strip():
        raise DataError(Fault(file, None, 'is empty; a table begins with format = 1 and version = "..."'))
    if "\r" in text and "\n" not in text:
        raise DataError(Fault(file, None, "its lines end in CR alone; save it with LF or CR LF line ends"))
    return text


def _parsed(file: str, text: str, data: bytes) -> Mapping[str, object]:
    """Return the tables of a TOML text."""
    _refuse_deep_keys(file, data)
    try:
        return tomli.loads(text, parse_float=_fraction)
    except tomli.TOMLDecodeError as error:
        reason = visible(error.msg, limit=200)
        raise DataError(Fault(file, error.lineno, f"is not valid TOML: {reason}", error.colno)) from None
    except RecursionError:
        raise DataError(Fault(file, None, "is not valid TOML: brackets or dotted keys are nested too deeply")) from None
    except ValueError:  # an integer of more digits than Python reads
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else None
        raise DataError(Fault(file, line, "is not valid TOML: a number has too many digits")) from None


def _refuse_deep_keys(file: str, data: bytes) -> None:
    """Refuse keys of very many parts before the parser sees them; all lines at once, since hardly any has so many dots."""
    others = bytes(byte for byte in range(256) if byte not in b".\n")
    if b"." * _DEEPEST not in data.translate(None, others):
        return
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.partition(b"#")[0].partition(b"=")[0].count(b".") >= _DEEPEST:
            raise DataError(Fault(file, number, f"is not a table of milstats: a key has more than {_DEEPEST} parts"))


def _fraction(text: str) -> Number:
    """Return a TOML float exactly as it is written."""
    from decimal import Decimal  # noqa: PLC0415 -- costs an interpreter start, and few tables hold a fraction

    try:
        return Decimal(text.replace("_", ""))
    except ArithmeticError:  # an exponent that Decimal has no room for; no key takes what it stands for
        return Decimal("Infinity")
