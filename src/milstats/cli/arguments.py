"""What was asked, read once: words, options and environment become one `Request`."""

from __future__ import annotations

import os
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
_LINES = "text"  # no format of reports: the lines of `factcheck` that editors read
_MOST_DIGITS = 9  # of --limit
_NARROWING = {"period": WordKind.PERIOD, "measure": WordKind.MEASURE, "counter": WordKind.COUNTER, "source": WordKind.SOURCE}
# The options that `read_plain` reads, by their keys.
_PLAIN_VALUES = {"-f": "form", "--format": "form", "-o": "output", "--output": "output", "--data": "data"}
_PLAIN_FLAGS = {"--full": "full", "--sources": "with_sources", "--no-pager": "no_pager", "-q": "quiet", "--quiet": "quiet"}


class Request(NamedTuple):
    """What a person asks for, and where the answer goes; `arguments` are the command line as it was typed.

    `narrowing` has the values of --period, --measure, --counter and --source: words that can be of one kind only. `own` has what
    only one command takes, by the keys of `options`.
    """

    arguments: tuple[str, ...]
    words: tuple[str, ...] = ()
    narrowing: tuple[tuple[WordKind, str], ...] = ()
    as_of: date | None = None
    everything: bool = False
    view: View = View()
    is_strict: bool = False
    files: tuple[str, ...] = ()
    form: Format = Format.TABLE
    path: str | None = None
    has_header: bool = True
    with_sources: bool = False
    uses_pager: bool = True
    is_quiet: bool = False
    as_lines: bool = False
    own: Mapping[str, object] = MappingProxyType({})

    def own_text(self, key: str) -> str | None:
        """Return a text that only one command takes, or None."""
        return _text(self.own, key)


def read_request(arguments: Sequence[str], options: Mapping[str, object]) -> Request:
    """Return what was asked, from the environment and the options of a command: texts, lists of texts and flags, by their keys.

    Raises:
        UsageError: if an option has a value that it can't have; the message says what was expected.
    """
    as_lines = "draft" in options and options.get("form") == _LINES
    options = {**options, "form": Format.PROSE.value} if as_lines else options
    files = data_files(_texts(options, "data"))
    path = _path(_text(options, "output"))
    return Request(
        arguments=tuple(arguments),
        words=_words(_texts(options, "words"), files),
        narrowing=tuple((kind, value) for key, kind in _NARROWING.items() if (value := _text(options, key)) is not None),
        as_of=_day(_text(options, "as_of")),
        everything=bool(options.get("everything")),
        view=_view(options),
        is_strict=bool(options.get("strict")),
        files=files,
        form=_form(_text(options, "form"), path) if "form" in options else Format.TABLE,
        path=path,
        has_header=not options.get("no_header"),
        with_sources=bool(options.get("with_sources")),
        uses_pager=not options.get("no_pager"),
        is_quiet=bool(options.get("quiet")),
        as_lines=as_lines,
        own=options,
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


def _text(options: Mapping[str, object], key: str) -> str | None:
    value = options.get(key)
    return value if isinstance(value, str) else None


def _texts(options: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = options.get(key)
    return tuple(map(str, values)) if isinstance(values, list) else ()


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


def _view(options: Mapping[str, object]) -> View:
    """Return how the answer is wanted; whether there are such columns is known where they are printed."""
    columns, sort, limit = (_text(options, key) for key in ("columns", "sort", "limit"))
    names = () if columns is None else tuple(name.strip().casefold() for name in columns.split(","))
    if limit is not None and not (limit.isascii() and limit.isdigit() and len(limit) <= _MOST_DIGITS and int(limit)):
        raise UsageError(f"--limit: expected a number from 1, found {quoted(limit)}")
    sort = None if sort is None else sort.strip().casefold()
    return View(bool(options.get("full")), names, sort, None if limit is None else int(limit), bool(options.get("explain")))


def _day(text: str | None) -> date | None:
    """Return a day written as 2024-02-22."""
    if text is None:
        return None
    if len(text) == len("2024-02-22") and text.isascii() and text.replace("-", "").isdigit():
        try:
            return date.fromisoformat(text)
        except ValueError:  # there is no such day
            pass
    raise UsageError(f"--as-of: expected a date such as 2024-02-22, found {quoted(text)}")


def _path(stated: str | None) -> str | None:
    """Return the file that --output names, or None for standard output."""
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
