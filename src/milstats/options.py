"""The options that commands share, and what the shell completes for them."""

import re
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import ModuleType
from typing import Annotated

import typer

from milstats.cite import STYLE_MEANINGS
from milstats.errors import MilstatsError
from milstats.invocation import data_files
from milstats.model import Dataset
from milstats.render import Format
from milstats.vocabulary import Measure

Completion = list[tuple[str, str]]

# What a completion may hold. A shell evaluates some of it, so nothing that means something to a shell may pass.
_PLAIN = r"[\w.-]+"
_NOT_PLAIN = r"[^\w .,()-]+"


def spare_completions_rich() -> None:
    """Keep Typer from importing all of Rich when Tab is pressed, only to find no markup in texts that hold none.

    It renders the help beside each word with `typer.rich_utils`; here that module is stood in for by one that does nothing.
    """
    stand_in = ModuleType("typer.rich_utils")
    stand_in.rich_render_text = str  # type: ignore[attr-defined]
    sys.modules.setdefault("typer.rich_utils", stand_in)


def _completer(words: Callable[[Dataset], Iterable[tuple[str, str]]]) -> Callable[[typer.Context, str], Completion]:
    """Return a completion of the words that a table offers, each with what it means; where no table loads, of nothing."""

    def complete(ctx: typer.Context, incomplete: str) -> Completion:
        from milstats.load import load  # noqa: PLC0415 -- only these completions read the table

        with suppress(MilstatsError, OSError):
            return _plain(words(load(*data_files(ctx.params.get("data")))), incomplete)
        return []

    return complete


def _listed(words: Iterable[tuple[str, str]]) -> Callable[[str], Completion]:
    """Return a completion of words that are always the same."""
    known = tuple(words)
    return lambda incomplete: _plain(known, incomplete)


def _plain(words: Iterable[tuple[str, str]], incomplete: str) -> Completion:
    """Return the words that begin as typed, whatever their case, and that no shell takes for more than a word."""
    folded = incomplete.casefold()
    found = ((word, re.sub(_NOT_PLAIN, " ", text)) for word, text in words if re.fullmatch(_PLAIN, word))
    return [(word, text) for word, text in found if word.casefold().startswith(folded)]


def _topics(dataset: Dataset) -> Iterable[tuple[str, str]]:
    for offence in dataset.offences.values():
        yield offence.id, offence.label
        yield from ((alias, offence.label) for alias in offence.aliases)


def _ids(dataset: Dataset) -> Iterable[tuple[str, str]]:
    return ((figure.id, dataset.offences[figure.offence].label) for figure in dataset.figures.values())


def _topics_and_ids(dataset: Dataset) -> Iterable[tuple[str, str]]:
    return (*_topics(dataset), *_ids(dataset))


def _periods(dataset: Dataset) -> Iterable[tuple[str, str]]:
    yield from ((period.id, period.label) for period in dataset.periods.values())
    spans = (figure.period for figure in dataset.figures.values() if figure.period is not None and figure.period.is_dated)
    texts = {span.text for span in spans if span.text[:4].isdigit() and " " not in span.text}
    yield from ((text, "a period of the table") for text in sorted(texts))


def _periods_and_ids(dataset: Dataset) -> Iterable[tuple[str, str]]:
    return (*_periods(dataset), *_ids(dataset))


def _sources(dataset: Dataset) -> Iterable[tuple[str, str]]:
    return ((source.id, source.publisher) for source in dataset.sources.values())


def _counters(dataset: Dataset) -> Iterable[tuple[str, str]]:
    return ((counter, "counter") for counter in sorted({figure.counter for figure in dataset.figures.values()}))


_WORDS = {
    Format.TABLE: "aligned, for people",
    Format.PROSE: "a sentence a row, to paste",
    Format.TSV: "tab-separated, for pipes",
    Format.CSV: "comma-separated",
    Format.JSON: "one object with rows and sources",
    Format.JSONL: "one object a line",
    Format.MARKDOWN: "tables for documents and issues",
}

Topics = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TOPIC]...",
        help="An offence (awol), an alias (337), a figure, or words to look for; - reads topics from standard input.",
        autocompletion=_completer(_topics_and_ids),
    ),
]
Topic = Annotated[
    str,
    typer.Argument(metavar="TOPIC", help="An offence (awol), an alias (337), or words to look for.", autocompletion=_completer(_topics)),
]
FigureId = Annotated[str, typer.Argument(metavar="ID", help="A figure; see `milstats show --columns id`.", autocompletion=_completer(_ids))]
FigureIds = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Figures; - reads their ids from standard input.", autocompletion=_completer(_ids)),
]
FigurePair = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--compare",
        metavar="A B",
        help="Cite what milstats calculates from two figures, and both of them.",
        autocompletion=_completer(_ids),
    ),
]
StyleOption = Annotated[
    str | None,
    typer.Option("--style", metavar="STYLE", help=f"One of {', '.join(STYLE_MEANINGS)}.", autocompletion=_listed(STYLE_MEANINGS.items())),
]
_SIDE = "a period (2021, 2018..2022, 2022-03, 2023-H1, 2023-Q2, wartime) or a figure."
SideA = Annotated[str, typer.Argument(metavar="A", help=f"What to compare: {_SIDE}", autocompletion=_completer(_periods_and_ids))]
SideB = Annotated[str, typer.Argument(metavar="B", help=f"What to compare it with: {_SIDE}", autocompletion=_completer(_periods_and_ids))]
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Tables, joined as --data joins them; without one, the table that the other commands read. - is standard input.",
    ),
]
Data = Annotated[
    list[str] | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="Read this table instead of the packaged one; - is standard input, packaged the built-in one. Repeat to join.",
    ),
]
Form = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(Format)}.", autocompletion=_listed(_WORDS.items())),
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all; its ending chooses the format.")
]
NoHeader = Annotated[bool, typer.Option("--no-header", help="Leave out the line of column names (csv, tsv).")]
PeriodOption = Annotated[
    str | None,
    typer.Option("--period", metavar="P", help="Keep figures whose period overlaps P.", autocompletion=_completer(_periods)),
]
MeasureOption = Annotated[
    str | None,
    typer.Option(
        "--measure", metavar="M", help="Keep one measure, such as convicted.", autocompletion=_listed((word, "") for word in Measure)
    ),
]
CounterOption = Annotated[
    str | None, typer.Option("--counter", metavar="NAME", help="Keep one counter.", autocompletion=_completer(_counters))
]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="ID", help="Keep one source.", autocompletion=_completer(_sources))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Answer with what had been published by DATE.")]
