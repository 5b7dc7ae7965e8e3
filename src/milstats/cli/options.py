"""The options that commands share, each declared once, and the words that the shell offers for them."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable
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

Offer = list[tuple[str, str]]
Completion = Callable[[typer.Context, str], Offer] | Callable[[str], Offer]

_WORD = r"[\w.-]+"  # what a completion may have: a shell evaluates some of it, so nothing that means something to a shell


class Declared(NamedTuple):
    """A parameter of a command as Typer reads it: its annotation, and what it is where it is not given."""

    annotation: object
    default: object = None


def _offer(*kinds: str) -> Completion:
    """Return a completion of the words that a table offers, by the keys of `_words_of`."""

    def offered(ctx: typer.Context, incomplete: str) -> Offer:
        files = data_files(ctx.params.get("data") or ())
        if not all(map(os.path.isfile, files)):  # reading standard input or a pipe would wait while someone types
            return []
        with suppress(MilstatsError, OSError):
            words = _words_of(load(*files))
            return _plain((pair for kind in kinds for pair in words[kind]), incomplete)
        return []

    return offered


def _words_of(dataset: Dataset) -> dict[str, Offer]:
    """Return the words of a table that have a meaning, each with it."""
    figures = dataset.figures.values()
    dated = {figure.period.text for figure in figures if figure.period is not None and figure.period.is_dated}
    spans = sorted(text for text in dated if text[:4].isdigit() and " " not in text)
    return {
        "offence": [(name, offence.label) for offence in dataset.offences.values() for name in (offence.id, *offence.aliases)],
        "period": [
            *((period.id, period.label) for period in dataset.periods.values()),
            *((text, "a period of the table") for text in spans),
        ],
        "measure": [(measure.value, "what was counted") for measure in Measure],
        "counter": [(counter, "who counted") for counter in counters(dataset)],
        "source": [(source.id, source.publisher) for source in dataset.sources.values()],
        "figure": [(figure.id, dataset.offences[figure.offence].label) for figure in figures],
    }


def _plain(words: Iterable[tuple[str, str]], incomplete: str) -> Offer:
    """Return the words that begin as typed and that no shell takes for more; a space in a name becomes a hyphen, which means the same."""
    joined = {"-".join(word.split()): text for word, text in words}
    begun = {word: text for word, text in joined.items() if word.startswith(incomplete) and re.fullmatch(_WORD, word)}
    return [(word, re.sub(r"[^\w .,-]+", " ", text)) for word, text in begun.items()]


def _formats(incomplete: str) -> Offer:
    return _plain(((form.value, "format") for form in Format), incomplete)


def _styles(incomplete: str) -> Offer:
    from milstats.reports.cite import CitationStyle  # other completions do not wait for it

    return _plain(((style.value, style.meaning) for style in CitationStyle), incomplete)


def _value(about: str, metavar: str, *names: str, offer: Completion | None = None) -> Declared:
    return Declared(Annotated[str | None, typer.Option(*names, metavar=metavar, help=about, autocompletion=offer)])


def _flag(about: str, *names: str) -> Declared:
    return Declared(Annotated[bool, typer.Option(*names, help=about)], default=False)


def _argument(about: str, metavar: str, offer: Completion | None = None) -> Declared:
    return Declared(Annotated[str | None, typer.Argument(metavar=metavar, help=about, autocompletion=offer)])


def _arguments(about: str, metavar: str, offer: Completion | None = None) -> Declared:
    return Declared(Annotated[list[str] | None, typer.Argument(metavar=metavar, help=about, autocompletion=offer)])


# What is asked of a command by words, and all options, by the keys under which `read_request` finds them.
_any = _offer("offence", "period", "measure", "counter", "figure")
QUESTION = _arguments("Offences, periods, measures, counters, figures or numbers, in any order; - reads standard input.", "[WORD]...", _any)
TOPIC = _arguments("A word to explain.", "[WORD]...", _any)
SOURCE = _arguments("A source to show whole.", "[SOURCE]", _offer("source"))
IDS = _arguments("Figures; - reads their ids from standard input.", "[ID]...", _offer("figure"))
_TABLE = "Read this table; - is standard input, packaged the built-in one. Repeat to join."
_OPTIONS = {
    "period": _value("Keep figures of this period: 2023, 2018..2022, 2023-H1.", "P", "--period", offer=_offer("period")),
    "measure": _value("Keep one measure, such as convicted.", "M", "--measure", offer=_offer("measure")),
    "counter": _value("Keep what one body counted.", "NAME", "--counter", offer=_offer("counter")),
    "source": _value("Keep figures of one source.", "ID", "--source", offer=_offer("source")),
    "as_of": _value("Answer with what had been published by this day.", "DATE", "--as-of"),
    "full": _flag("Show everything, not only the summary.", "--full"),
    "with_sources": _flag("Show the title and address of each source.", "--sources"),
    "everything": _flag("Keep superseded and deprecated figures.", "--all"),
    "explain": _flag("Show every rule and formula, to redo it by hand.", "--explain"),
    "strict": _flag("Exit with 4 when a pair was refused.", "--strict"),
    "columns": _value("Print these columns, in this order.", "A,B", "--columns"),
    "sort": _value("Sort by a column; -COL sorts downwards.", "COL", "--sort"),
    "limit": _value("Print at most N figures.", "N", "--limit"),
    "data": Declared(Annotated[list[str] | None, typer.Option("--data", metavar="FILE", help=_TABLE)]),
    "form": _value(f"One of {', '.join(Format)}.", "FORMAT", "--format", "-f", offer=_formats),
    "output": _value("Write to FILE, whole or not at all; its ending chooses the format.", "FILE", "--output", "-o"),
    "no_header": _flag("Leave out the line of column names (csv, tsv).", "--no-header"),
    "no_pager": _flag("Do not page long answers.", "--no-pager"),
    "quiet": _flag("Print no notes on standard error.", "--quiet", "-q"),
    # those of one command
    "save": _value("Draw a chart: .svg, .png or .pdf.", "FILE", "--save"),
    "style": _value("How to write them; see the examples.", "STYLE", "--style", offer=_styles),
    "pair": Declared(
        Annotated[tuple[str, str] | None, typer.Option("--compare", metavar="A B", help="Cite what follows from two figures.")]
    ),
    "prints": _flag("Print the links instead.", "--print"),
    "page_source": _argument("A source; see `milstats sources`.", "[SOURCE]", _offer("source")),
    "page": _argument("A saved page of it, text or HTML; - is standard input.", "[PAGE]"),
    "folder": _value("Verify each page of a folder, named as ID.html.", "DIR", "--all"),
    "draft": _argument("A text, Markdown or HTML file; - is standard input.", "DRAFT"),
    "unknown": _flag("Also list numbers that the table does not know.", "--all"),
    "tables": _arguments("Tables, joined as --data joins them.", "[FILE]..."),
    "path": _argument("The file or, for a Data Package, the folder or .zip.", "PATH"),
    "to": _value("sqlite, parquet or datapackage; else PATH's ending chooses.", "FORM", "--to"),
    "force": _flag("Replace what milstats did not write.", "--force"),
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
