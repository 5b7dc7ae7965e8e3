"""Where the keys of a TOML text stand, which tomli does not tell. Only asked when there is a fault to report."""

from __future__ import annotations

import re

import tomli

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

# Compiled when a line is asked for: a table without a fault needs none. Possessive (`++`, `*+`): going back over a long text takes memory.
_PIECE = r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+\"{3,5} | '{3}(?:[^']++|'{1,2}(?!'))*+'{3,5} | "(?:[^"\\\n]++|\\.)*+" | '[^'\n]*')
      | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<newline>\n) | (?P<equals>=) | (?P<dot>\.)
      | (?P<bare>[^\s"'\[\]{}=.,\#]+)"""


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""Return the line, counted from 1, of every table header and every `key = value` of a valid TOML text.

    A table that has no header of its own stands where the first thing in it does. An item of an array of tables is named
    by its number in the path. Keys inside an inline table are left to the key
    that holds it: use `line_of` to look up a path.

    >>> key_lines('[a.b]\nc = 1\n')
    {('a', 'b'): 1, ('a',): 1, ('a', 'b', 'c'): 2}
    """
    lines: dict[KeyPath, int] = {}
    items: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for brackets, names, line in _statements(text):
        path = _indexed(names, items) if brackets else table + names
        if brackets == len("[["):
            items[path] = items.get(path, -1) + 1
            path = (*path, items[path])
        if brackets:
            table = path
        while path and path not in lines:
            lines[path] = line
            path = path[:-1]
    return lines


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


def _statements(text: str) -> Iterator[tuple[int, tuple[str, ...], int]]:
    """Yield each statement's opening brackets (0 for `key = value`), its key's parts and its line."""
    line, started, depth, brackets = 1, 1, 0, 0
    names: list[str] = []
    in_value = False
    for match in re.finditer(_PIECE, text, re.VERBOSE | re.DOTALL):
        kind, token = match.lastgroup, match[0]
        if kind == "newline" and (not in_value or depth == 0):
            if names and not in_value:
                yield brackets, tuple(names), started
            names, depth, brackets, in_value = [], 0, 0, False
        elif in_value:
            depth += {"open": 1, "close": -1}.get(str(kind), 0)
        elif kind == "equals":
            yield 0, tuple(names), started
            in_value = True
        elif kind == "open":
            brackets += 1
        elif kind in {"bare", "string"}:
            started = started if names else line
            names.append(_unquoted(token) if kind == "string" else token)
        line += token.count("\n")
    if names and not in_value:
        yield brackets, tuple(names), started


def _unquoted(token: str) -> str:
    """Return the key that stands in quotation marks; escapes are read as the parser reads them."""
    return str(tomli.loads(f"key = {token}")["key"]) if "\\" in token and token[0] == '"' else token[1:-1]
