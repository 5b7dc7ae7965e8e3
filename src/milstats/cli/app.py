"""Every command of the command line, declared: its help, its options, and one call."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from copy import copy
from typing import TYPE_CHECKING, Annotated

import typer

from milstats.cli import commands
from milstats.cli.arguments import Request, is_completing, read_request
from milstats.cli.options import IDS, NARROWING, QUESTION, SOURCE, TOPIC, WRITING, Declared, signature
from milstats.errors import EXIT_MEANINGS, MilstatsError, UsageError, visible
from milstats.model.vocabulary import Verdict

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # the types of what Typer hands over, which it names nowhere else

_LOOK_UP, _PROVE, _PASS_ON = "Look up", "Prove", "Pass on"
_ABOUT = "Documented counts of soldiers prosecuted for leaving, deserting or disobeying."
_FIRST = "Begin with:  milstats show awol    milstats compare 2021 2023"
_MORE = "milstats COMMAND --help: options and examples   milstats --help: exit statuses"
os.environ.setdefault(
    "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1"
)  # Typer would complete for the shell it runs in, not the one named


class _Commands(typer.core.TyperGroup):
    """The program, whose help lists the commands by what they are for, the look-ups first."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 -- Typer's signature
        width = max(map(len, self.commands))
        for panel in (_LOOK_UP, _PROVE, _PASS_ON):
            rows = [
                (name.ljust(width), one.help or "") for name, one in self.commands.items() if getattr(one, "rich_help_panel", "") == panel
            ]
            with formatter.section(panel):
                formatter.write_dl(rows)


def _lines(title: str, lines: Sequence[str]) -> str:
    """Return a part of a help text whose lines stay as they are."""
    return "\b\n" + "\n  ".join((f"{title}:", *lines))


app = typer.Typer(
    cls=_Commands,
    name="milstats",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_ABOUT,
    epilog=_lines("Examples", ("milstats show awol", "milstats show awol 2023 convicted", "milstats compare 2021 2023"))
    + "\n\n"
    + _lines("Exit status", [f"{code.value}  {meaning}" for code, meaning in EXIT_MEANINGS.items()]),
)


def _declare(
    panel: str,
    answer: Callable[[Request], int],
    about: str,
    *options: str,
    examples: Sequence[str],
    words: Declared | None = None,
    more: str = "",
) -> None:
    """Declare a command: its help, its options, and what answers it."""

    def run(ctx: typer.Context, **given: object) -> int:
        return answer(read_request(ctx.obj, given))

    run.__signature__ = signature(*options, words=words)  # type: ignore[attr-defined]  # functions may have one
    name = answer.__name__.removesuffix("_pages")
    epilog = _lines("Examples", [f"milstats {example}" for example in examples]) + (f"\n\n{more}" if more else "")
    app.command(name, rich_help_panel=panel, help=about, epilog=epilog)(run)


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the formats of data files and JSON.")] = False,
) -> None:
    if version:
        print(commands.VERSION)  # noqa: T201 -- run_app() writes what is printed
        raise typer.Exit
    if ctx.invoked_subcommand is None and isinstance(ctx.command, _Commands):
        formatter = ctx.make_formatter()
        ctx.command.format_commands(ctx, formatter)
        print(f"{_ABOUT}\n\n{_FIRST}\n\n{formatter.getvalue()}\n{_MORE}")  # noqa: T201 -- as above


_declare(
    _LOOK_UP, commands.show, "Show the figures of a topic, each with its source.",
    *NARROWING, "full", "with_sources", "everything", "columns", "sort", "limit", *WRITING, words=QUESTION,
    examples=("show awol", "show awol 2023 convicted", "show 4,373", "show awol -f csv | head", "show --columns id,value,period --sort -value"),
)  # fmt: skip
_declare(
    _LOOK_UP, commands.compare, "Compare two periods or two figures.",
    "measure", "counter", "source", "as_of", "full", "with_sources", "explain", "strict", *WRITING, words=QUESTION,
    examples=("compare 2021 2023", "compare 2021 wartime awol --explain", "compare 2022 2023 awol -f prose"),
    more=_lines("Verdicts", [f"{verdict.value:<14} {verdict.meaning}" for verdict in Verdict]),
)  # fmt: skip
_declare(
    _LOOK_UP, commands.trend, "Show counts over the years as bars.", *NARROWING, "full", "with_sources", "save", *WRITING, words=QUESTION,
    examples=("trend awol", "trend awol mediazona", "trend 337 --save awol.svg"),
)  # fmt: skip
_declare(
    _LOOK_UP, commands.topics, "List what can be asked for, or explain a word.", *WRITING, words=TOPIC,
    examples=("topics", "topics awol", "topics -f json | jq -r .rows[].topic"),
)  # fmt: skip
_declare(
    _LOOK_UP, commands.sources, "List the sources, or show one whole.", *WRITING, words=SOURCE,
    examples=("sources", "sources mt-2024-02-22", "sources -f markdown -o sources.md"),
)  # fmt: skip
_declare(
    _PROVE, commands.cite, "Write references to figures, ready to paste.", "style", "pair", "data", "output", words=IDS,
    examples=(
        "cite proekt-awol-convicted-2021", "cite proekt-awol-convicted-2021 --style bibtex >> paper.bib",
        "show awol --columns id --no-header | milstats cite - -o awol.ris",
    ),
)  # fmt: skip
_declare(
    _PROVE, commands.open_pages, "Open the pages of figures at the very words.", "prints", "data", "output", words=IDS,
    examples=("open proekt-awol-convicted-2021", "open proekt-awol-convicted-2021 --print"),
)  # fmt: skip
_declare(
    _PROVE, commands.verify, "Check that a saved page says what the table says.", "page_source", "page", "folder", *WRITING,
    examples=("verify mt-2024-02-22 page.html", "verify mt-2024-02-22 - < page.txt", "verify --all pages -f prose"),
)  # fmt: skip
_declare(
    _PROVE, commands.factcheck, "Check the numbers in a draft.", "draft", "unknown", "as_of", *WRITING,
    examples=("factcheck article.md", "factcheck article.html -f json", "factcheck article.md -f text", "factcheck - < article.txt"),
)  # fmt: skip
_declare(
    _PROVE, commands.check, "Check a data file.", "tables", *WRITING,
    examples=("check", "check mine.toml", "check packaged mine.toml -f prose", "check - < mine.toml"),
)  # fmt: skip
_declare(
    _PASS_ON, commands.export, "Write the whole table as SQLite, Parquet or a Data Package.", "path", "to", "force", "data",
    examples=("export figures.sqlite", "export figures.parquet --data packaged --data mine.toml", "export folder --to datapackage"),
)  # fmt: skip
_declare(
    _PASS_ON, commands.schema, "Print the JSON Schema of the data file, for editors.", "output",
    examples=("schema -o figures.schema.json",),
    more=_lines("In the first line of a table, for editors that know Taplo", ("#:schema ./figures.schema.json",)),
)  # fmt: skip
_declare(
    _PASS_ON, commands.mcp, "Serve the table to assistants, by the Model Context Protocol.", "data",
    examples=("mcp", "mcp --data mine.toml"),
)  # fmt: skip


def run_app(arguments: Sequence[str]) -> int:
    """Run the command that Typer finds in `arguments` and return the exit status; what Typer prints is written like every answer.

    Raises:
        MilstatsError: as the command does; mistakes that Typer finds are usage errors.
    """
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            status = _program(arguments)(args=[*arguments], prog_name="milstats", standalone_mode=False, obj=[*arguments])
    except SystemExit as exit_:  # a completion ends so
        status = exit_.code
    except MilstatsError:
        raise
    except (KeyError, ValueError):
        if not is_completing():
            raise
        raise UsageError("_MILSTATS_COMPLETE is for the shell, which sets COMP_WORDS and COMP_CWORD too; unset it") from None
    except Exception as error:
        message = getattr(error, "format_message", None)  # the usage errors of Typer have it, and no public base class
        if message is None:
            raise
        raise UsageError(_usage(message(), arguments)) from None
    if printed.getvalue():
        commands.print_text(printed.getvalue(), for_people=not is_completing())
    return status if isinstance(status, int) else 0


def _program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the one command that is asked for, or whole: Typer builds each command that it has, which takes time."""
    asked = [command for command in app.registered_commands if command.name in arguments[:1]]
    program = copy(app)
    if asked and not is_completing():
        program.registered_commands = asked
    return program


def _usage(message: str, arguments: Sequence[str]) -> str:
    """Return a usage error on one line: what to type instead, where that is plain, or else the help that says it."""
    names = {command.name for command in app.registered_commands}
    command = next((word for word in arguments if word in names), None)
    text = visible(" ".join(message.split()), limit=300).rstrip(".")
    see = f"{'' if text.endswith('?') else ';'} see `milstats{f' {command}' if command else ''} --help`"
    return commands.slip(arguments, command) or f"{text}{see}"
