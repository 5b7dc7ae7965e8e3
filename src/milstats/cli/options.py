"""The options that commands share, each declared once, and the words that the shell offers for them."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Annotated, NamedTuple, ParamSpec, TypeVar

import typer

from milstats.cli.arguments import data_files
from milstats.data.files import load
from milstats.errors import MilstatsError
from milstats.model.records import Dataset
from milstats.model.selection import counters
from milstats.model.vocabulary import Measure
from milstats.render import Format

Words = Callable[[Dataset], Iterable[tuple[str, str]]]
Completion = Callable[[typer.Context, str], list[tuple[str, str]]] | Callable[[str], list[tuple[str, str]]]
P = ParamSpec("P")
R = TypeVar("R")


class Declared(NamedTuple):
    """A parameter of a command as Typer reads it: its annotation, and what it is where it is not given."""

    annotation: object
    default: bool | None


_WORD = r"[\w.-]+"  # what a completion may hold: a shell evaluates some of it, so nothing that means something to a shell
_FORM_WORDS = {
    Format.TABLE: "for people",
    Format.PROSE: "a sentence a figure, to paste",
    Format.TSV: "tab-separated, for pipes",
    Format.CSV: "comma-separated",
    Format.JSON: "one object with rows and sources",
    Format.JSONL: "one object a line",
    Format.MARKDOWN: "for documents and issues",
    Format.HTML: "a page to send or print",
}


def _offer(words: Words) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """Return a completion of the words that a table offers."""

    def offered(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        files = data_files(ctx.params.get("data") or ())
        if not all(map(os.path.isfile, files)):  # reading standard input or a pipe would wait while someone types
            return []
        with suppress(MilstatsError, OSError):
            return _plain(words(load(*files)), incomplete)
        return []

    return offered


def _list(words: Iterable[tuple[str, str]]) -> Callable[[str], list[tuple[str, str]]]:
    """Return a completion of words that are always the same."""
    known = tuple(words)
    return lambda incomplete: _plain(known, incomplete)


def _plain(words: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """Return the words that begin as typed and that no shell takes for more; a space in a name becomes a hyphen, which means the same."""
    joined = {"-".join(word.split()): text for word, text in words}
    begun = {word: text for word, text in joined.items() if word.startswith(incomplete) and re.fullmatch(_WORD, word)}
    return [(word, re.sub(r"[^\w .,-]+", " ", text)) for word, text in begun.items()]


def complete_style(incomplete: str) -> list[tuple[str, str]]:
    """Return the styles of references."""
    from milstats.reports.cite import STYLE_MEANINGS  # a lookup pays for itself only

    return _plain(STYLE_MEANINGS.items(), incomplete)


def _offences(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for offence in dataset.offences.values():
        yield from ((name, offence.label) for name in (offence.id, *offence.aliases))


def _periods(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield from ((period.id, period.label) for period in dataset.periods.values())
    spans = (figure.period.text for figure in dataset.figures.values() if figure.period is not None and figure.period.is_dated)
    yield from ((text, "a period of the table") for text in sorted({text for text in spans if text[:4].isdigit() and " " not in text}))


def _counters(dataset: Dataset) -> Iterator[tuple[str, str]]:
    return ((counter, "who counted") for counter in counters(dataset))


def _sources(dataset: Dataset) -> Iterator[tuple[str, str]]:
    return ((source.id, source.publisher) for source in dataset.sources.values())


def _ids(dataset: Dataset) -> Iterator[tuple[str, str]]:
    return ((figure.id, dataset.offences[figure.offence].label) for figure in dataset.figures.values())


def _measures(_: Dataset) -> Iterator[tuple[str, str]]:
    return ((measure.value, "what was counted") for measure in Measure)


def _lookup_words(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for words in (_offences, _periods, _measures, _counters, _ids):
        yield from words(dataset)


def _option(*names: str, metavar: str, help: str, completion: Completion | None = None) -> Declared:  # noqa: A002 -- Typer's name
    return Declared(Annotated[str | None, typer.Option(*names, metavar=metavar, help=help, autocompletion=completion)], None)


def _flag(*names: str, help: str) -> Declared:  # noqa: A002 -- as above
    return Declared(Annotated[bool, typer.Option(*names, help=help)], default=False)


def _arguments(metavar: str, help: str, words: Words) -> Declared:  # noqa: A002 -- as above
    return Declared(Annotated[list[str] | None, typer.Argument(metavar=metavar, help=help, autocompletion=_offer(words))], None)


QUESTION = _arguments(
    "[WORD]...", "Offences, periods, measures, counters, figures or numbers, in any order; - reads standard input.", _lookup_words
)
TOPIC = _arguments("[WORD]...", "A word to explain.", _lookup_words)
SOURCE = _arguments("[SOURCE]", "A source to show whole.", _sources)
IDS = _arguments("[ID]...", "Figures; - reads their ids from standard input.", _ids)
# By the keys that `read_request` has for them.
_OPTIONS = {
    "period": _option(
        "--period", metavar="P", help="Keep figures of this period: 2023, 2018..2022, 2023-H1, wartime.", completion=_offer(_periods)
    ),
    "measure": _option("--measure", metavar="M", help="Keep one measure, such as convicted.", completion=_offer(_measures)),
    "counter": _option("--counter", metavar="NAME", help="Keep what one body counted.", completion=_offer(_counters)),
    "source": _option("--source", metavar="ID", help="Keep figures of one source.", completion=_offer(_sources)),
    "as_of": _option("--as-of", metavar="DATE", help="Answer with what had been published by this day."),
    "full": _flag("--full", help="Show everything, not only the summary."),
    "with_sources": _flag("--sources", help="Show the title and address of each source."),
    "everything": _flag("--all", help="Keep superseded and deprecated figures."),
    "explain": _flag("--explain", help="Show every rule and formula, to redo it by hand."),
    "strict": _flag("--strict", help="Exit with 4 when a pair was refused."),
    "columns": _option("--columns", metavar="A,B", help="Print these columns, in this order."),
    "sort": _option("--sort", metavar="COL", help="Sort by a column; -COL sorts downwards."),
    "limit": _option("--limit", metavar="N", help="Print at most N figures."),
    "data": Declared(
        Annotated[
            list[str] | None,
            typer.Option("--data", metavar="FILE", help="Read this table; - is standard input, packaged the built-in one. Repeat to join."),
        ],
        None,
    ),
    "form": _option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(Format)}.", completion=_list(_FORM_WORDS.items())),
    "output": _option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all; its ending chooses the format."),
    "no_header": _flag("--no-header", help="Leave out the line of column names (csv, tsv)."),
    "no_pager": _flag("--no-pager", help="Do not page long answers."),
    "quiet": _flag("--quiet", "-q", help="Print no notes on standard error."),
}
NARROWING = ("period", "measure", "counter", "source", "as_of")
WRITING = ("data", "form", "output", "no_header", "no_pager", "quiet")


def taking(*names: str, words: Declared | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Have a command take words and shared options, in this order, as keywords; Typer reads them from its signature."""
    shared = ({"words": words} if words else {}) | {name: _OPTIONS[name] for name in names}

    def declare(command: Callable[P, R]) -> Callable[P, R]:
        own = [
            one for one in inspect.signature(command, eval_str=True).parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        keywords = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=one.annotation, default=one.default)
            for name, one in shared.items()
        ]
        command.__signature__ = inspect.Signature([*own, *keywords])  # type: ignore[attr-defined]  # functions may have one
        return command

    return declare
