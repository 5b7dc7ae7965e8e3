"""The options that commands share, and what the shell completes for them."""

import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Annotated

import typer

from milstats.cite import STYLE_MEANINGS
from milstats.completion import (
    Completion,
    Words,
    counters,
    ids,
    offered,
    periods,
    periods_and_ids,
    plain_words,
    sources,
    topics,
    topics_and_ids,
)  # fmt: skip
from milstats.export import FORM_MEANINGS
from milstats.render import Format
from milstats.vocabulary import Measure


def spare_completions_rich() -> None:
    """Keep Typer from importing all of Rich when Tab is pressed, only to find no markup in texts that hold none.

    It renders the help beside each word with `typer.rich_utils`; here that module is stood in for by one that does nothing.
    """
    stand_in = ModuleType("typer.rich_utils")
    stand_in.rich_render_text = str  # type: ignore[attr-defined]
    sys.modules.setdefault("typer.rich_utils", stand_in)


def _completer(words: Words) -> Callable[[typer.Context, str], Completion]:
    """Return a completion of the words that a table offers."""
    return lambda ctx, incomplete: offered(words, ctx.params.get("data"), incomplete)


def _listed(words: Iterable[tuple[str, str]]) -> Callable[[str], Completion]:
    """Return a completion of words that are always the same."""
    known = tuple(words)
    return lambda incomplete: plain_words(known, incomplete)


_WORDS = {
    Format.TABLE: "aligned, for people",
    Format.PROSE: "a sentence a row, to paste",
    Format.TSV: "tab-separated, for pipes",
    Format.CSV: "comma-separated",
    Format.JSON: "one object with rows and sources",
    Format.JSONL: "one object a line",
    Format.MARKDOWN: "tables for documents and issues",
    Format.HTML: "a page to send or print",
}

Topics = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TOPIC]...",
        help="An offence (awol), an alias (337), a figure, or words to look for; - reads topics from standard input.",
        autocompletion=_completer(topics_and_ids),
    ),
]
Topic = Annotated[
    str,
    typer.Argument(metavar="TOPIC", help="An offence (awol), an alias (337), or words to look for.", autocompletion=_completer(topics)),
]
FigureId = Annotated[str, typer.Argument(metavar="ID", help="A figure; see `milstats show --columns id`.", autocompletion=_completer(ids))]
FigureIds = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Figures; - reads their ids from standard input.", autocompletion=_completer(ids)),
]
FigurePair = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--compare",
        metavar="A B",
        help="Cite what milstats calculates from two figures, and both of them.",
        autocompletion=_completer(ids),
    ),
]
StyleOption = Annotated[
    str | None,
    typer.Option("--style", metavar="STYLE", help=f"One of {', '.join(STYLE_MEANINGS)}.", autocompletion=_listed(STYLE_MEANINGS.items())),
]
_SIDE = "a period (2021, 2018..2022, 2022-03, 2023-H1, 2023-Q2, wartime) or a figure."
SideA = Annotated[str, typer.Argument(metavar="A", help=f"What to compare: {_SIDE}", autocompletion=_completer(periods_and_ids))]
SideB = Annotated[str, typer.Argument(metavar="B", help=f"What to compare it with: {_SIDE}", autocompletion=_completer(periods_and_ids))]
Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Tables, joined as --data joins them; without one, the table that the other commands read. - is standard input.",
    ),
]
SourceId = Annotated[
    str | None, typer.Argument(metavar="[SOURCE]", help="A source; see `milstats sources`.", autocompletion=_completer(sources))
]
PagePath = Annotated[
    str | None,
    typer.Argument(metavar="[PAGE]", help="A saved page of it, plain text or HTML; - is standard input."),
]
PageFolder = Annotated[
    str | None,
    typer.Option("--all", metavar="DIR", help="Verify every page of a folder; each is named after its source, as in ID.html."),
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
ExportPath = Annotated[
    str,
    typer.Argument(metavar="PATH", help="The file to write or, for a Data Package, the folder or .zip: whole or not at all."),
]
ExportTo = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="FORM",
        help=f"One of {', '.join(FORM_MEANINGS)}; without it, the ending of PATH chooses.",
        autocompletion=_listed(FORM_MEANINGS.items()),
    ),
]
NoHeader = Annotated[bool, typer.Option("--no-header", help="Leave out the line of column names (csv, tsv).")]
PeriodOption = Annotated[
    str | None,
    typer.Option("--period", metavar="P", help="Keep figures whose period overlaps P.", autocompletion=_completer(periods)),
]
MeasureOption = Annotated[
    str | None,
    typer.Option(
        "--measure", metavar="M", help="Keep one measure, such as convicted.", autocompletion=_listed((word, "") for word in Measure)
    ),
]
CounterOption = Annotated[
    str | None, typer.Option("--counter", metavar="NAME", help="Keep one counter.", autocompletion=_completer(counters))
]
SourceOption = Annotated[str | None, typer.Option("--source", metavar="ID", help="Keep one source.", autocompletion=_completer(sources))]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Answer with what had been published by DATE.")]
