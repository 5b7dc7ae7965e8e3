"""What was asked, read once: words, options and environment become one `Request`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypedDict

from milstats.cli.output import is_terminal
from milstats.data.files import STDIN, read_stdin
from milstats.errors import NothingMatchedError, UsageError, did_you_mean, quoted, visible
from milstats.model.selection import WordKind
from milstats.render import ENDINGS, Format
from milstats.reports.report import View

_STDOUT = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}  # what was opened as such may be no file that can be replaced
_LARGEST_INPUT = 1 << 24  # bytes of standard input that `-` reads as words
_MOST_DIGITS = 9  # of --limit
_NARROWING = {"period": WordKind.PERIOD, "measure": WordKind.MEASURE, "counter": WordKind.COUNTER, "source": WordKind.SOURCE}
# The options that `read_plain` reads, by the names that `Options` has for them.
_PLAIN_VALUES = {"-f": "form", "--format": "form", "-o": "output", "--output": "output", "--data": "data"}
_PLAIN_FLAGS = {"--full": "full", "--sources": "with_sources", "--explain": "explain", "--no-pager": "no_pager", "-q": "quiet", "--quiet": "quiet"}
_PLAIN_COMMANDS = ("show", "compare")


class Options(TypedDict, total=False):
    """What stands on the command line, as Typer or `read_plain` finds it; a command has the keys of the options that it takes."""

    words: list[str] | None
    period: str | None
    measure: str | None
    counter: str | None
    source: str | None
    as_of: str | None
    everything: bool
    columns: str | None
    sort: str | None
    limit: str | None
    full: bool
    explain: bool
    strict: bool
    data: list[str] | None
    form: str | None
    output: str | None
    no_header: bool
    with_sources: bool
    no_pager: bool
    quiet: bool


class Request(NamedTuple):
    """What a person asks for, and where the answer goes; `arguments` are the command line as it was typed.

    `narrowing` holds the values of --period, --measure, --counter and --source, which are words that can be of one kind only.
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


def read_request(arguments: Sequence[str], options: Options) -> Request:
    """Return what was asked, from the options of a command and the environment.

    Raises:
        UsageError: if an option has a value that it can't have; the message says what was expected.
    """
    files = data_files(options.get("data"))
    path = _path(options.get("output"))
    return Request(
        arguments=tuple(arguments),
        words=_words(options.get("words") or (), files),
        narrowing=tuple((kind, value) for name, kind in _NARROWING.items() if (value := _text(options, name)) is not None),
        as_of=_day(options.get("as_of")),
        everything=options.get("everything", False),
        view=_view(options),
        is_strict=options.get("strict", False),
        files=files,
        form=_form(options.get("form"), path) if "form" in options else Format.TABLE,
        path=path,
        has_header=not options.get("no_header", False),
        with_sources=options.get("with_sources", False),
        uses_pager=not options.get("no_pager", False),
        is_quiet=options.get("quiet", False),
    )


def read_plain(arguments: Sequence[str]) -> Options | None:
    """Return the options of a plain lookup, `show` or `compare` with few options, or None where Typer must see to it.

    >>> read_plain(["show", "awol", "-f", "csv"])
    {'form': 'csv', 'words': ['awol']}
    >>> read_plain(["show", "--help"]), read_plain(["topics"])
    (None, None)
    """
    if not arguments or arguments[0] not in _PLAIN_COMMANDS:
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
    if "explain" in found and arguments[0] == "show":
        return None
    return {**found, "words": words} | ({"data": files} if files else {})  # type: ignore[typeddict-item]  # keys and values as above


def is_option(word: str) -> bool:
    """Return whether a word is an option: it begins with a hyphen and is longer than one."""
    return word.startswith("-") and word != STDIN


def data_files(stated: Sequence[str] | None) -> tuple[str, ...]:
    """Return the data files that --data or else MILSTATS_DATA names; none for the packaged table."""
    if stated:
        return tuple(stated)
    return tuple(filter(None, os.environ.get("MILSTATS_DATA", "").split(os.pathsep)))


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
    return os.path.splitext(path)[1].casefold()  # noqa: PTH122 -- the path stays a text


def _words(typed: Sequence[str], files: Sequence[str]) -> tuple[str, ...]:
    """Return the words asked for; `-` stands for the lines of standard input."""
    if STDIN not in typed:
        return tuple(typed)
    if STDIN in files:
        raise UsageError("standard input can't be both the words and the table")
    lines = [line.strip() for line in read_stdin(_LARGEST_INPUT).decode("utf-8-sig", "surrogateescape").splitlines()]
    found = [*(word for word in typed if word != STDIN), *filter(None, lines)]
    if not found:
        raise NothingMatchedError("standard input holds no words; expected some on each line")
    return tuple(found)


def _text(options: Mapping[str, object], name: str) -> str | None:
    """Return the value of an option that narrows, or None."""
    value = options.get(name)
    if isinstance(value, str) and not value.strip():
        raise UsageError(f"--{name} is empty; expected a {name}, see `milstats topics`")
    return value if isinstance(value, str) else None


def _view(options: Options) -> View:
    """Return how the answer is wanted; whether there are such columns is known where they are printed."""
    columns, sort, limit = options.get("columns"), options.get("sort"), options.get("limit")
    names = tuple(name.strip().casefold() for name in columns.split(",")) if columns is not None else ()
    if limit is not None and not (limit.isascii() and limit.isdigit() and len(limit) <= _MOST_DIGITS and int(limit)):
        raise UsageError(f"--limit: expected a number from 1, found {quoted(limit)}")
    return View(
        full=options.get("full", False),
        columns=names,
        sort=None if sort is None else sort.strip().casefold(),
        limit=None if limit is None else int(limit),
        explain=options.get("explain", False),
    )


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
        if ending(path) not in ENDINGS and not os.path.exists(path):  # noqa: PTH110
            raise UsageError(f"{visible(path, limit=200)}: its ending chooses no format; expected {', '.join(ENDINGS)}, or say --format")
        return ENDINGS.get(ending(path), Format.TSV)
    if os.environ.get("MILSTATS_FORMAT"):
        return _format(os.environ["MILSTATS_FORMAT"], "MILSTATS_FORMAT")
    return Format.TABLE if is_terminal() else Format.TSV


def _format(name: str, where: str) -> Format:
    """Return a format by its name, or by the ending that files of it have."""
    return ENDINGS.get(f".{name.casefold()}") or Format(one_of(name, [*Format], where, "a format"))
