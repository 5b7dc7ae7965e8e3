"""What was asked, read once: words, options and environment become one `Request`."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from milstats.cli.output import is_terminal
from milstats.data.files import STDIN, read_stdin
from milstats.errors import NothingMatchedError, UsageError, did_you_mean, quoted, visible
from milstats.model.selection import WordKind
from milstats.render import ENDINGS, Format
from milstats.reports.report import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STDOUT = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}  # what was opened as such may be no file that can be replaced
_LARGEST_INPUT = 1 << 24  # bytes of standard input that `-` reads as words
_NARROWING = (WordKind.PERIOD, WordKind.MEASURE, WordKind.COUNTER, WordKind.SOURCE)  # whose values are also the keys of their options
# The options that `read_plain` reads, by their keys.
_PLAIN_VALUES = {"-f": "form", "--format": "form", "-o": "output", "--output": "output", "--data": "data"}
_PLAIN_FLAGS = {"--full": "full", "--sources": "with_sources", "--no-pager": "no_pager", "-q": "quiet", "--quiet": "quiet"}


class Request(NamedTuple):
    """What a person asks for, and where the answer goes; `arguments` are the command line as it was typed.

    `options` has what was given, by the keys of the module `options`. `narrowing` has the values of --period, --measure, --counter
    and --source, words that can be of one kind only. With `as_lines`, `factcheck` prints lines that editors read.
    """

    arguments: tuple[str, ...]
    options: Mapping[str, object] = MappingProxyType({})
    words: tuple[str, ...] = ()
    narrowing: tuple[tuple[WordKind, str], ...] = ()
    as_of: date | None = None
    view: View = View()
    files: tuple[str, ...] = ()
    form: Format = Format.TABLE
    path: str | None = None
    as_lines: bool = False

    def text(self, key: str) -> str | None:
        """Return the value of an option, or None."""
        value = self.options.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the values of an option or words that can be repeated."""
        values = self.options.get(key)
        return tuple(map(str, values)) if isinstance(values, list | tuple) else ()

    def has(self, key: str) -> bool:
        """Return whether an option was given."""
        return key in self.options


def read_request(arguments: Sequence[str], options: Mapping[str, object]) -> Request:
    """Return what was asked, from the environment and the options of a command: texts, lists of texts and flags, by their keys.

    Raises:
        UsageError: if an option has a value that it can't have; the message says what was expected.
    """
    asked = Request(tuple(arguments), {key: value for key, value in options.items() if value or value == ""})
    files = data_files(asked.texts("data"))
    path = _path(asked.text("output"))
    as_lines = "draft" in options and asked.text("form") == "text"
    form = Format.PROSE if as_lines else _form(asked.text("form"), path) if "form" in options else Format.TABLE
    return asked._replace(
        words=_words(asked.texts("words"), files),
        narrowing=tuple((kind, value) for kind in _NARROWING if (value := asked.text(kind)) is not None),
        as_of=_day(asked.text("as_of")),
        view=_view(asked),
        files=files,
        form=form,
        path=path,
        as_lines=as_lines,
    )


def read_plain(arguments: Sequence[str]) -> dict[str, object] | None:
    """Return the options of a plain lookup, `show` or `compare` with few options, or None where Typer must see to it.

    >>> read_plain(["show", "awol", "-f", "csv"])
    {'form': 'csv', 'words': ['awol'], 'data': []}
    >>> read_plain(["show", "--help"]), read_plain(["topics"])
    (None, None)
    """
    if not arguments or arguments[0] not in {"show", "compare"}:
        return None
    words: list[str] = []
    files: list[str] = []
    found: dict[str, object] = {"form": None}
    rest = iter(arguments[1:])
    for word in rest:
        if not is_option(word):
            words.append(word)
        elif word in _PLAIN_FLAGS:
            found[_PLAIN_FLAGS[word]] = True
        elif word in _PLAIN_VALUES and not is_option(value := next(rest, "--")):
            found[_PLAIN_VALUES[word]] = value
            files += [value] * (word == "--data")
        else:
            return None
    return {**found, "words": words, "data": files}


def is_option(word: str) -> bool:
    """Return whether a word is an option: it begins with a hyphen and is longer than one."""
    return word.startswith("-") and word != STDIN


def is_completing() -> bool:
    """Return whether a shell asks what completes a line."""
    return bool(os.environ.get("_MILSTATS_COMPLETE"))


def data_files(stated: Sequence[str]) -> tuple[str, ...]:
    """Return the data files that --data or else MILSTATS_DATA names; none for the packaged table."""
    return tuple(stated) or tuple(filter(None, os.environ.get("MILSTATS_DATA", "").split(os.pathsep)))


def one_of(name: str, known: Sequence[str], where: str, what: str) -> str:
    """Return the one of `known` that `name` is, whatever its case.

    Raises:
        UsageError: if it is none; the message names the nearest, or all.
    """
    if name.casefold() not in known:
        hint = did_you_mean(name, [*known]) or f"; there are {', '.join(known)}"
        raise UsageError(f"{where}: expected {what}, found {quoted(name)}{hint}")
    return name.casefold()


def ending(path: str) -> str:
    """Return the ending of a file's name, in lower case."""
    return os.path.splitext(path)[1].casefold()


def _words(typed: tuple[str, ...], files: Sequence[str]) -> tuple[str, ...]:
    """Return the words asked for; `-` stands for the lines of standard input."""
    if STDIN not in typed:
        return typed
    if STDIN in files:
        raise UsageError("standard input can't be both the words and the table")
    lines = [line.strip() for line in read_stdin(_LARGEST_INPUT).decode("utf-8-sig", "surrogateescape").splitlines()]
    found = [*(word for word in typed if word != STDIN), *filter(None, lines)]
    if not found:
        raise NothingMatchedError("standard input has no words; expected some on each line")
    return tuple(found)


def _view(asked: Request) -> View:
    """Return how the answer is wanted; whether there are such columns is known where they are printed."""
    columns, sort, limit = map(asked.text, ("columns", "sort", "limit"))
    names = () if columns is None else tuple(name.strip().casefold() for name in columns.split(","))
    if limit is not None and not re.fullmatch("0*[1-9][0-9]{0,8}", limit):
        raise UsageError(f"--limit: expected a number from 1, found {quoted(limit)}")
    return View(asked.has("full"), names, sort and sort.strip().casefold(), None if limit is None else int(limit), asked.has("explain"))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    with suppress(ValueError):  # there may be no such day
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    raise UsageError(f"--as-of: expected a date such as 2024-02-22, found {quoted(text)}")


def _path(stated: str | None) -> str | None:
    if stated is not None and not stated.strip():
        raise UsageError("--output is empty; expected a file")
    return None if stated in _STDOUT else stated


def _form(stated: str | None, path: str | None) -> Format:
    """Return the format stated, or that of the file's ending, or of the environment, or table on a terminal and tsv elsewhere."""
    if stated is not None:
        return _format(stated, "--format")
    if path is not None:
        if ending(path) not in ENDINGS and not os.path.exists(path):
            raise UsageError(f"{visible(path, limit=200)}: its ending chooses no format; expected {', '.join(ENDINGS)}, or say --format")
        return ENDINGS.get(ending(path), Format.TSV)
    if os.environ.get("MILSTATS_FORMAT"):
        return _format(os.environ["MILSTATS_FORMAT"], "MILSTATS_FORMAT")
    return Format.TABLE if is_terminal() else Format.TSV


def _format(name: str, where: str) -> Format:
    """Return a format by its name, or by the ending that files of it have."""
    return ENDINGS.get(f".{name.casefold()}") or Format(one_of(name, [*Format], where, "a format"))
