"""One data file as text and as TOML, or the one line that says why it is neither."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from milstats.data.files import label, read_bytes
from milstats.errors import DataError, Fault, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tomli import TOMLDecodeError

    from milstats.data.fields import KeyPath
    from milstats.model.records import Number

_BOM = b"\xef\xbb\xbf"
# Compiled when a line is asked for: a table without a fault needs none. Possessive (`++`, `*+`): going back over a long text takes memory.
_PIECE = r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"{3,5} | '{3}(?:[^']++|'{1,2}(?!'))*+'{3,5} | "(?:[^"\\\n]++|\\.)*+" | '[^'\n]*')
      | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<newline>\n) | (?P<equals>=) | (?P<dot>\.)
      | (?P<bare>[^\s"'\[\]{}=.,\#]+)"""
_LONG_NUMBER = re.compile("[0-9][0-9_]{4000}")
_DEEPEST = 50  # parts of a dotted key; tomli needs memory with the square of them


class Document(NamedTuple):
    """A data file: what messages call it, its text, its TOML tables and, if asked for, the SHA-256 of its bytes."""

    label: str
    text: str
    tables: Mapping[str, object]
    sha256: str | None


class _Statement(NamedTuple):
    """A header, of one opening bracket or two, or a `key = value`: the parts of the key, how it is written, and its line."""

    brackets: int
    names: tuple[str, ...]
    written: str
    line: int


def read_document(name: str, *, with_digest: bool = False) -> Document:
    """Return the data file `name` (a path, `-` or `packaged`), parsed.

    Raises:
        DataError: if it can't be read, is not UTF-8 or not TOML, with line and column where there are such.
    """
    data = read_bytes(name)
    text = _decoded(label(name), data)
    return Document(label(name), text, _parsed(label(name), text, data), digest(data) if with_digest else None)


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    from hashlib import sha256  # only JSON prints it

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
    from tomli import TOMLDecodeError, loads  # a fifth of an interpreter start, and the packaged table needs none

    _refuse_deep_keys(file, data)
    try:
        return loads(text, parse_float=_fraction)
    except TOMLDecodeError as error:
        raise DataError(_repetition(file, text, error) or _syntax_fault(file, error)) from None
    except RecursionError:
        raise DataError(Fault(file, None, "is not valid TOML: brackets or dotted keys are nested too deeply")) from None
    except ValueError:  # an integer of more digits than Python reads
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else None
        raise DataError(Fault(file, line, "is not valid TOML: a number has too many digits")) from None


def _syntax_fault(file: str, error: TOMLDecodeError) -> Fault:
    reason = re.sub("^Duplicate inline table key (.*)$", r"\1 comes twice in one inline table", error.msg)
    return Fault(file, error.lineno, f"is not valid TOML: {visible(reason, limit=200)}", error.colno)


def _repetition(file: str, text: str, error: TOMLDecodeError) -> Fault | None:
    """Return the fault that a key or a table comes twice, as it is written and with both lines; None where that is not what is wrong."""
    if not error.msg.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate")):
        return None
    lines: dict[KeyPath, int] = {}
    again: tuple[_Statement, KeyPath] | None = None
    for statement, path in _paths(text):
        if statement.line > error.lineno:
            break
        if again is not None:
            _add_lines(lines, again[1], again[0].line)
        again = statement, path
    if again is None:
        return None
    statement, path = again
    first = next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)
    if first is None:
        return None
    written = f"{'[' * statement.brackets}{statement.written}{']' * statement.brackets}"
    return Fault(file, statement.line, f"is not valid TOML: {visible(written)} comes twice, first in line {first}")


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
    from decimal import Decimal  # costs an interpreter start, and few tables hold a fraction

    try:
        return Decimal(text.replace("_", ""))
    except ArithmeticError:  # an exponent that Decimal has no room for; no key takes what it stands for
        return Decimal("Infinity")


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""Return the line, counted from 1, of every table header and every `key = value` of a valid TOML text.

    A table that has no header of its own has the line of the first thing in it. An item of an array of tables is named by its
    number in the path. Keys inside an inline table are left to the key that has the table: use `line_of` to look up a path.

    >>> key_lines('[a.b]\nc = 1\n')
    {('a', 'b'): 1, ('a',): 1, ('a', 'b', 'c'): 2}
    """
    lines: dict[KeyPath, int] = {}
    for statement, path in _paths(text):
        _add_lines(lines, path, statement.line)
    return lines


def _add_lines(lines: dict[KeyPath, int], path: KeyPath, line: int) -> None:
    """Keep the line of a path and of the tables around it that have none yet."""
    while path and path not in lines:
        lines[path] = line
        path = path[:-1]


def _paths(text: str) -> Iterator[tuple[_Statement, KeyPath]]:
    """Yield each statement with its whole path."""
    items: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for statement in _statements(text):
        names = statement.names
        path = _indexed(names, items) if statement.brackets else table + names
        if statement.brackets == len("[["):
            items[path] = items.get(path, -1) + 1
            path = (*path, items[path])
        if statement.brackets:
            table = path
        yield statement, path


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int | None:
    """Return the line of the nearest thing around `path` that has one."""
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


def _indexed(names: tuple[str, ...], items: dict[KeyPath, int]) -> KeyPath:
    """Return a header's path with the number of the open item after each array of tables that it passes through."""
    path: KeyPath = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in items:
            path = (*path, items[path])
    return (*path, names[-1])


def _statements(text: str) -> Iterator[_Statement]:
    """Yield the statements of a text."""
    line, started, depth, brackets = 1, 1, 0, 0
    parts: list[str] = []
    in_value = False
    for match in re.finditer(_PIECE, text, re.VERBOSE | re.DOTALL):
        kind, token = match.lastgroup, match[0]
        if kind == "newline" and (not in_value or depth == 0):
            if parts and not in_value:
                yield _statement(brackets, parts, started)
            parts, depth, brackets, in_value = [], 0, 0, False
        elif in_value:
            depth += {"open": 1, "close": -1}.get(str(kind), 0)
        elif kind == "equals":
            yield _statement(0, parts, started)
            in_value = True
        elif kind == "open":
            brackets += 1
        elif kind in {"bare", "string"}:
            started = started if parts else line
            parts.append(token)
        line += token.count("\n")
    if parts and not in_value:
        yield _statement(brackets, parts, started)


def _statement(brackets: int, parts: list[str], line: int) -> _Statement:
    names = tuple(_unquoted(part) if part[0] in "\"'" else part for part in parts)
    return _Statement(brackets, names, ".".join(parts), line)


def _unquoted(token: str) -> str:
    """Return the key that is in quotation marks; escapes are read as the parser reads them."""
    if "\\" not in token or token[0] != '"':
        return token[1:-1]
    from tomli import loads  # as above

    return str(loads(f"key = {token}")["key"])
