"""One data file as text and as TOML, or a DataError that says in one line why it is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import tomli

from milstats.data.fields import KeyPath
from milstats.data.files import label, read_bytes
from milstats.errors import DataError, Fault, visible
from milstats.model.records import Number, exact

_BOM = b"\xef\xbb\xbf"
# Compiled when a line is asked for: a table without a fault needs none. Possessive (`++`, `*+`): going back over a long text takes memory.
_PIECE = r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"{3,5} | '{3}(?:[^']++|'{1,2}(?!'))*+'{3,5} | "(?:[^"\\\n]++|\\.)*+" | '[^'\n]*')
      | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<newline>\n) | (?P<equals>=) | (?P<dot>\.)
      | (?P<bare>[^\s"'\[\]{}=.,\#]+)"""
_DEEPEST = 50  # parts of a dotted key; tomli needs memory with the square of them


class Document(NamedTuple):
    """A data file: what messages call it, its text, its TOML tables and, if asked for, the SHA-256 of its bytes."""

    label: str
    text: str
    tables: Mapping[str, object]
    sha256: str | None


def read_document(name: str, *, with_digest: bool = False) -> Document:
    """Return the data file `name` (a path, `-` or `packaged`), parsed."""
    data = read_bytes(name)
    text = _decoded(label(name), data)
    return Document(label(name), text, _parsed(label(name), text, data), digest(data) if with_digest else None)


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    from hashlib import sha256  # only JSON prints it

    return sha256(data).hexdigest()


def _decoded(file: str, data: bytes) -> str:
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
    others = bytes(byte for byte in range(256) if byte not in b".\n")
    is_dotted = b"." * _DEEPEST in data.translate(None, others)  # hardly any line has so many dots
    if is_dotted and (deep := re.search(rf"^(?:[^.#=\n]*+\.){{{_DEEPEST}}}", text, re.MULTILINE)):
        line = text.count("\n", 0, deep.start()) + 1
        raise DataError(Fault(file, line, f"is not a table of milstats: a key has more than {_DEEPEST} parts"))
    try:
        return tomli.loads(text, parse_float=_fraction)
    except tomli.TOMLDecodeError as error:
        reason = re.sub("^Duplicate inline table key (.*)$", r"\1 comes twice in one inline table", error.msg)
        fault = Fault(file, error.lineno, f"is not valid TOML: {visible(reason, limit=200)}", error.colno)
        is_repetition = error.msg.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate"))
        raise DataError((_repetition(file, text, error.lineno) if is_repetition else None) or fault) from None
    except RecursionError:
        raise DataError(Fault(file, None, "is not valid TOML: brackets or dotted keys are nested too deeply")) from None
    except ValueError:  # an integer of more digits than Python reads
        number = re.search("[0-9][0-9_]{4000}", text)
        line_of_number = text.count("\n", 0, number.start()) + 1 if number else None
        raise DataError(Fault(file, line_of_number, "is not valid TOML: a number has too many digits")) from None


def _repetition(file: str, text: str, last: int) -> Fault | None:
    """Return the fault that the last statement up to a line comes again, as it is written and with both lines."""
    lines = text.split("\n")[:last]  # what comes after them need not be TOML
    written, path, line = [*_statements("\n".join(lines))][-1]
    first = line_of(path, key_lines("\n".join(lines[: line - 1])))
    return Fault(file, line, f"is not valid TOML: {visible(written)} comes twice, first in line {first}") if first else None


def _fraction(text: str) -> Number:
    try:
        return exact(text.replace("_", ""))
    except ArithmeticError:  # an exponent that Decimal has no room for; no key takes so large a number
        return exact("Infinity")


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, counted from 1, of every table header and every `key = value` of a valid TOML text.

    A table that has no header of its own has the line of the first thing in it. An item of an array of tables is named by its
    number in the path. Keys inside an inline table are left to the key that has the table: use `line_of` to look up a path.
    """
    lines: dict[KeyPath, int] = {}
    for _, whole, line in _statements(text):
        path = whole
        while path and path not in lines:
            lines[path] = line
            path = path[:-1]
    return lines


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int | None:
    """Return the line of the nearest thing around `path` that has one."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


def _statements(text: str) -> Iterator[tuple[str, KeyPath, int]]:
    """Yield each header and each `key = value`: how its key is written, its whole path, its line."""
    items: dict[KeyPath, int] = {}  # the number of the last item of each array of tables
    table: KeyPath = ()
    for brackets, parts, line in _keys(text):
        path = () if brackets else table
        for part in parts:
            name = str(tomli.loads(f"key = {part}")["key"]) if part[0] in "\"'" else part
            path = (*path, items[path], name) if brackets and path in items else (*path, name)
        if brackets == len("[["):
            items[path] = items.get(path, -1) + 1
            path = (*path, items[path])
        table = path if brackets else table
        yield f"{'[' * brackets}{'.'.join(parts)}{']' * brackets}", path, line


def _keys(text: str) -> Iterator[tuple[int, list[str], int]]:
    """Yield the parts of each key as they are written, led by the opening brackets of a header (0 for `key = value`), and the line."""
    line, started, depth, brackets = 1, 1, 0, 0
    parts: list[str] = []
    in_value = False
    for match in re.finditer(_PIECE, f"{text}\n", re.VERBOSE | re.DOTALL):
        kind, token = match.lastgroup, match[0]
        if kind == "newline" and (not in_value or depth == 0):
            if parts and not in_value:
                yield brackets, parts, started
            parts, depth, brackets, in_value = [], 0, 0, False
        elif in_value:
            depth += (kind == "open") - (kind == "close")
        elif kind == "equals":
            yield 0, parts, started
            in_value = True
        elif kind == "open":
            brackets += 1
        elif kind in {"bare", "string"}:
            started = started if parts else line
            parts.append(token)
        line += token.count("\n")
