"""The options that commands share, each declared once, and the words that the shell offers for them."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress

import typer

from milstats.cli.commands import data_files
from milstats.data.files import load
from milstats.errors import MilstatsError
from milstats.model.records import Dataset
from milstats.model.selection import counters
from milstats.model.vocabulary import Measure
from milstats.render import Format

Offer = list[tuple[str, str]]
Completion = Callable[[typer.Context, str], Offer] | Callable[[str], Offer]

_WORD = r"[\w.-]+"  # what a completion may have: a shell evaluates some of it, so nothing that means something to a shell


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
    spans = [(text, "a period of the table") for text in sorted(dated) if text[:4].isdigit() and " " not in text]
    return {
        "offence": [(name, offence.label) for offence in dataset.offences.values() for name in (offence.id, *offence.aliases)],
        "period": [(period.id, period.label) for period in dataset.periods.values()] + spans,
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


def _parameter(
    key: str, about: str, *names: str, metavar: str | None = None, kind: object = str | None, offer: Completion | None = None
) -> inspect.Parameter:
    """Return a parameter as Typer reads it: an option, or without names an argument."""
    declare = typer.Option if names else typer.Argument
    default: object = declare(False if kind is bool else None, *names, metavar=metavar, help=about, autocompletion=offer)
    return inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


_SEVERAL = list[str] | None
# What is asked of a command by words, and all options, by the keys under which `read_request` finds them.
_any = _offer("offence", "period", "measure", "counter", "figure")
_ASKED = "Offences, periods, measures, counters, figures or numbers, in any order; - reads standard input."
QUESTION = _parameter("words", _ASKED, metavar="[WORD]...", kind=_SEVERAL, offer=_any)
TOPIC = _parameter("words", "A word to explain.", metavar="[WORD]...", kind=_SEVERAL, offer=_any)
SOURCE = _parameter("words", "A source to show whole.", metavar="[SOURCE]", kind=_SEVERAL, offer=_offer("source"))
IDS = _parameter("words", "Figures; - reads their ids from standard input.", metavar="[ID]...", kind=_SEVERAL, offer=_offer("figure"))
_TABLE = "Read this table; - is standard input, packaged the built-in one. Repeat to join."
_PARAMETERS = (
    _parameter("period", "Keep figures of this period: 2023, 2018..2022, 2023-H1.", "--period", metavar="P", offer=_offer("period")),
    _parameter("measure", "Keep one measure, such as convicted.", "--measure", metavar="M", offer=_offer("measure")),
    _parameter("counter", "Keep what one body counted.", "--counter", metavar="NAME", offer=_offer("counter")),
    _parameter("source", "Keep figures of one source.", "--source", metavar="ID", offer=_offer("source")),
    _parameter("as_of", "Answer with what had been published by this day.", "--as-of", metavar="DATE"),
    _parameter("full", "Show everything, not only the summary.", "--full", kind=bool),
    _parameter("with_sources", "Show the title and address of each source.", "--sources", kind=bool),
    _parameter("everything", "Keep superseded and deprecated figures.", "--all", kind=bool),
    _parameter("explain", "Show every rule and formula, to redo it by hand.", "--explain", kind=bool),
    _parameter("strict", "Exit with 4 when a pair was refused.", "--strict", kind=bool),
    _parameter("columns", "Print these columns, in this order.", "--columns", metavar="A,B"),
    _parameter("sort", "Sort by a column; -COL sorts downwards.", "--sort", metavar="COL"),
    _parameter("limit", "Print at most N figures.", "--limit", metavar="N"),
    _parameter("data", _TABLE, "--data", metavar="FILE", kind=_SEVERAL),
    _parameter("form", f"One of {', '.join(Format)}.", "--format", "-f", metavar="FORMAT", offer=_formats),
    _parameter("output", "Write to FILE, whole or not at all; its ending chooses the format.", "--output", "-o", metavar="FILE"),
    _parameter("no_header", "Leave out the line of column names (csv, tsv).", "--no-header", kind=bool),
    _parameter("no_pager", "Do not page long answers.", "--no-pager", kind=bool),
    _parameter("quiet", "Print no notes on standard error.", "--quiet", "-q", kind=bool),
    # those of one command
    _parameter("save", "Draw a chart: .svg, .png or .pdf.", "--save", metavar="FILE"),
    _parameter("style", "One of text, bibtex, csl-json, ris.", "--style", metavar="STYLE", offer=_styles),
    _parameter("pair", "Cite what follows from two figures.", "--compare", metavar="A B", kind=tuple[str, str] | None),
    _parameter("prints", "Print the links instead.", "--print", kind=bool),
    _parameter("page_source", "A source; see `milstats sources`.", metavar="[SOURCE]", offer=_offer("source")),
    _parameter("page", "A saved page of it, text or HTML; - is standard input.", metavar="[PAGE]"),
    _parameter("folder", "Verify each page of a folder, named as ID.html.", "--all", metavar="DIR"),
    _parameter("draft", "A text, Markdown or HTML file; - is standard input.", metavar="DRAFT"),
    _parameter("unknown", "Also list numbers that the table does not know.", "--all", kind=bool),
    _parameter("tables", "Tables, joined as --data joins them.", metavar="[FILE]...", kind=_SEVERAL),
    _parameter("path", "The file or, for a Data Package, the folder.", metavar="PATH"),
    _parameter("to", "sqlite, parquet or datapackage; else PATH's ending chooses.", "--to", metavar="FORM"),
    _parameter("force", "Replace what milstats did not write.", "--force", kind=bool),
)
NARROWING = ("period", "measure", "counter", "source", "as_of")
WRITING = ("data", "form", "output", "no_header", "no_pager", "quiet")


def signature(*asked: str | inspect.Parameter) -> inspect.Signature:
    """Return the signature of a command that takes a context and these parameters, in this order, as Typer reads it."""
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    known = {parameter.name: parameter for parameter in _PARAMETERS}
    return inspect.Signature([context, *(known[one] if isinstance(one, str) else one for one in asked)])
