"""The options that commands share, each declared once, and the words that the shell offers for them."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Annotated, NamedTuple

import typer

from milstats.cli.arguments import data_files
from milstats.data.files import load
from milstats.errors import MilstatsError
from milstats.model.records import Dataset
from milstats.model.selection import counters
from milstats.model.vocabulary import Measure
from milstats.render import Format

Words = Callable[[Dataset], Iterable[tuple[str, str]]]
Offer = list[tuple[str, str]]
Completion = Callable[[typer.Context, str], Offer] | Callable[[str], Offer]

_WORD = r"[\w.-]+"  # what a completion may have: a shell evaluates some of it, so nothing that means something to a shell


class Declared(NamedTuple):
    """A parameter of a command as Typer reads it: its annotation, and what it is where it is not given."""

    annotation: object
    default: object = None


def _offer(words: Words) -> Completion:
    """Return a completion of the words that a table offers."""

    def offered(ctx: typer.Context, incomplete: str) -> Offer:
        files = data_files(ctx.params.get("data") or ())
        if not all(map(os.path.isfile, files)):  # reading standard input or a pipe would wait while someone types
            return []
        with suppress(MilstatsError, OSError):
            return _plain(words(load(*files)), incomplete)
        return []

    return offered


def _plain(words: Iterable[tuple[str, str]], incomplete: str) -> Offer:
    """Return the words that begin as typed and that no shell takes for more; a space in a name becomes a hyphen, which means the same."""
    joined = {"-".join(word.split()): text for word, text in words}
    begun = {word: text for word, text in joined.items() if word.startswith(incomplete) and re.fullmatch(_WORD, word)}
    return [(word, re.sub(r"[^\w .,-]+", " ", text)) for word, text in begun.items()]


def _formats(incomplete: str) -> Offer:
    return _plain(((form.value, "format") for form in Format), incomplete)


def _styles(incomplete: str) -> Offer:
    from milstats.reports.cite import CitationStyle  # a lookup pays for itself only

    return _plain(((style.value, style.meaning) for style in CitationStyle), incomplete)


def _offences(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for offence in dataset.offences.values():
        yield from ((name, offence.label) for name in (offence.id, *offence.aliases))


def _periods(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield from ((period.id, period.label) for period in dataset.periods.values())
    spans = (figure.period.text for figure in dataset.figures.values() if figure.period is not None and figure.period.is_dated)
    yield from ((text, "a period of the table") for text in sorted({text for text in spans if text[:4].isdigit() and " " not in text}))


def _measures(_: Dataset) -> Iterator[tuple[str, str]]:
    return ((measure.value, "what was counted") for measure in Measure)


def _counters(dataset: Dataset) -> Iterator[tuple[str, str]]:
    return ((counter, "who counted") for counter in counters(dataset))


def _sources(dataset: Dataset) -> Iterator[tuple[str, str]]:
    return ((source.id, source.publisher) for source in dataset.sources.values())


def _ids(dataset: Dataset) -> Iterator[tuple[str, str]]:
    return ((figure.id, dataset.offences[figure.offence].label) for figure in dataset.figures.values())


def _any(dataset: Dataset) -> Iterator[tuple[str, str]]:
    for words in (_offences, _periods, _measures, _counters, _ids):
        yield from words(dataset)


def _value(*names: str, metavar: str, help: str, offer: Completion | None = None) -> Declared:  # noqa: A002 -- Typer's name
    return Declared(Annotated[str | None, typer.Option(*names, metavar=metavar, help=help, autocompletion=offer)])


def _flag(*names: str, help: str) -> Declared:  # noqa: A002 -- as above
    return Declared(Annotated[bool, typer.Option(*names, help=help)], default=False)


def _words(metavar: str, help: str, words: Words) -> Declared:  # noqa: A002 -- as above
    return Declared(Annotated[list[str] | None, typer.Argument(metavar=metavar, help=help, autocompletion=_offer(words))])


def _argument(metavar: str, help: str, offer: Completion | None = None) -> Declared:  # noqa: A002 -- as above
    return Declared(Annotated[str | None, typer.Argument(metavar=metavar, help=help, autocompletion=offer)])


# What is asked of a command by words, and all options, by the keys under which `read_request` finds them.
QUESTION = _words("[WORD]...", "Offences, periods, measures, counters, figures or numbers, in any order; - reads standard input.", _any)
TOPIC = _words("[WORD]...", "A word to explain.", _any)
SOURCE = _words("[SOURCE]", "A source to show whole.", _sources)
IDS = _words("[ID]...", "Figures; - reads their ids from standard input.", _ids)
_TABLE = "Read this table; - is standard input, packaged the built-in one. Repeat to join."
_OPTIONS = {
    "period": _value("--period", metavar="P", help="Keep figures of this period: 2023, 2018..2022, 2023-H1.", offer=_offer(_periods)),
    "measure": _value("--measure", metavar="M", help="Keep one measure, such as convicted.", offer=_offer(_measures)),
    "counter": _value("--counter", metavar="NAME", help="Keep what one body counted.", offer=_offer(_counters)),
    "source": _value("--source", metavar="ID", help="Keep figures of one source.", offer=_offer(_sources)),
    "as_of": _value("--as-of", metavar="DATE", help="Answer with what had been published by this day."),
    "full": _flag("--full", help="Show everything, not only the summary."),
    "with_sources": _flag("--sources", help="Show the title and address of each source."),
    "everything": _flag("--all", help="Keep superseded and deprecated figures."),
    "explain": _flag("--explain", help="Show every rule and formula, to redo it by hand."),
    "strict": _flag("--strict", help="Exit with 4 when a pair was refused."),
    "columns": _value("--columns", metavar="A,B", help="Print these columns, in this order."),
    "sort": _value("--sort", metavar="COL", help="Sort by a column; -COL sorts downwards."),
    "limit": _value("--limit", metavar="N", help="Print at most N figures."),
    "data": Declared(Annotated[list[str] | None, typer.Option("--data", metavar="FILE", help=_TABLE)]),
    "form": _value("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(Format)}.", offer=_formats),
    "output": _value("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all; its ending chooses the format."),
    "no_header": _flag("--no-header", help="Leave out the line of column names (csv, tsv)."),
    "no_pager": _flag("--no-pager", help="Do not page long answers."),
    "quiet": _flag("--quiet", "-q", help="Print no notes on standard error."),
    # those of one command
    "save": _value("--save", metavar="FILE", help="Draw a chart: .svg, .png or .pdf."),
    "style": _value("--style", metavar="STYLE", help="How to write them; see the examples.", offer=_styles),
    "pair": Declared(
        Annotated[tuple[str, str] | None, typer.Option("--compare", metavar="A B", help="Cite what follows from two figures.")]
    ),
    "prints": _flag("--print", help="Print the links instead."),
    "page_source": _argument("[SOURCE]", "A source; see `milstats sources`.", _offer(_sources)),
    "page": _argument("[PAGE]", "A saved page of it, text or HTML; - is standard input."),
    "folder": _value("--all", metavar="DIR", help="Verify each page of a folder, named as ID.html."),
    "draft": _argument("DRAFT", "A text, Markdown or HTML file; - is standard input."),
    "unknown": _flag("--all", help="Also list numbers that the table does not know."),
    "tables": Declared(Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Tables, joined as --data joins them.")]),
    "path": _argument("PATH", "The file or, for a Data Package, the folder or .zip."),
    "to": _value("--to", metavar="FORM", help="sqlite, parquet or datapackage; else PATH's ending chooses."),
    "force": _flag("--force", help="Replace what milstats did not write."),
}
NARROWING = ("period", "measure", "counter", "source", "as_of")
WRITING = ("data", "form", "output", "no_header", "no_pager", "quiet")


def signature(*keys: str, words: Declared | None = None) -> inspect.Signature:
    """Return the signature of a command that takes a context, words and options, in this order, as Typer reads it."""
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    taken = ({"words": words} if words else {}) | {key: _OPTIONS[key] for key in keys}
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature(
        [context, *(inspect.Parameter(key, kind, default=one.default, annotation=one.annotation) for key, one in taken.items())]
    )
