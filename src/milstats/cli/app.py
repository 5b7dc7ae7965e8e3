"""Every command of the command line, declared: its help, its options, and one call."""

import io
import os
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from copy import copy
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from milstats.cli import commands
from milstats.cli.arguments import is_completing, read_request
from milstats.cli.options import IDS, NARROWING, QUESTION, SOURCE, TOPIC, WRITING, Declared, complete_style, taking
from milstats.errors import EXIT_MEANINGS, MilstatsError, UsageError, visible
from milstats.model.vocabulary import VERDICT_MEANINGS

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # the types of what Typer hands over, which it names nowhere else

P = ParamSpec("P")
_LOOK_UP, _PROVE, _PASS_ON = "Look up", "Prove", "Pass on"
_ABOUT = "Documented counts of soldiers prosecuted for leaving, deserting or disobeying."
_FIRST = "Begin with:  milstats show awol    milstats compare 2021 2023"
_MORE = "milstats COMMAND --help: options and examples   milstats --help: exit statuses"
os.environ.setdefault(
    "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1"
)  # Typer would complete for the shell it runs in, not the one named


class _Commands(typer.core.TyperGroup):
    """The program, whose help lists the commands by what they are for, the look-ups first."""

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:  # noqa: ARG002 -- Typer's signature
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


def _command(
    name: str, panel: str, about: str, *options: str, examples: Sequence[str], words: Declared | None = None, more: str = ""
) -> Callable[[Callable[P, int]], Callable[P, int]]:
    """Declare a command with its help and shared options."""

    def declare(function: Callable[P, int]) -> Callable[P, int]:
        epilog = _lines("Examples", [f"milstats {example}" for example in examples]) + (f"\n\n{more}" if more else "")
        return app.command(name, rich_help_panel=panel, help=about, epilog=epilog)(taking(*options, words=words)(function))

    return declare


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


@_command(
    "show", _LOOK_UP, "Show the figures of a topic, each with its source.", *NARROWING, "full", "with_sources", "everything", "columns", "sort", "limit", *WRITING, words=QUESTION,
    examples=("show awol", "show awol 2023 convicted", "show 4,373", "show awol -f csv | head", "show --columns id,value,period --sort -value"),
)  # fmt: skip
def _show(ctx: typer.Context, **options: object) -> int:
    return commands.show(read_request(ctx.obj, options))


@_command(
    "compare", _LOOK_UP, "Compare two periods or two figures.", "measure", "counter", "source", "as_of", "full", "with_sources", "explain", "strict", *WRITING, words=QUESTION,
    examples=("compare 2021 2023", "compare 2021 wartime awol --explain", "compare 2022 2023 awol -f prose"),
    more=_lines("Verdicts", [f"{verdict:<14} {meaning}" for verdict, meaning in VERDICT_MEANINGS.items()]),
)  # fmt: skip
def _compare(ctx: typer.Context, **options: object) -> int:
    return commands.compare(read_request(ctx.obj, options))


@_command(
    "trend", _LOOK_UP, "Show counts over the years as bars.", *NARROWING, "full", "with_sources", *WRITING, words=QUESTION,
    examples=("trend awol", "trend awol mediazona", "trend 337 --save awol.svg"),
)  # fmt: skip
def _trend(
    ctx: typer.Context,
    save: Annotated[str | None, typer.Option("--save", metavar="FILE", help="Draw a chart: .svg, .png or .pdf.")] = None,
    **options: object,
) -> int:
    return commands.trend(read_request(ctx.obj, options), save)


@_command(
    "topics",
    _LOOK_UP,
    "List what can be asked for, or explain a word.",
    *WRITING,
    words=TOPIC,
    examples=("topics", "topics awol", "topics -f json | jq -r .rows[].topic"),
)
def _topics(ctx: typer.Context, **options: object) -> int:
    return commands.topics(read_request(ctx.obj, options))


@_command(
    "sources",
    _LOOK_UP,
    "List the sources, or show one whole.",
    *WRITING,
    words=SOURCE,
    examples=("sources", "sources mt-2024-02-22", "sources -f markdown -o sources.md"),
)
def _sources(ctx: typer.Context, **options: object) -> int:
    return commands.sources(read_request(ctx.obj, options))


@_command(
    "cite", _PROVE, "Write references to figures, ready to paste.", "data", "output", words=IDS,
    examples=(
        "cite proekt-awol-convicted-2021", "cite proekt-awol-convicted-2021 --style bibtex >> paper.bib",
        "show awol --columns id --no-header | milstats cite - -o awol.ris",
    ),
)  # fmt: skip
def _cite(
    ctx: typer.Context,
    style: Annotated[str | None, typer.Option("--style", metavar="STYLE", help="How to write them.", autocompletion=complete_style)] = None,
    pair: Annotated[tuple[str, str] | None, typer.Option("--compare", metavar="A B", help="Cite what follows from two figures.")] = None,
    **options: object,
) -> int:
    return commands.cite(read_request(ctx.obj, options), style, pair)


@_command(
    "open", _PROVE, "Open the pages of figures at the very words.", "data", "output", words=IDS,
    examples=("open proekt-awol-convicted-2021", "open proekt-awol-convicted-2021 --print"),
)  # fmt: skip
def _open_pages(
    ctx: typer.Context,
    prints: Annotated[bool, typer.Option("--print", help="Print the links instead.")] = False,
    **options: object,
) -> int:
    return commands.open_pages(read_request(ctx.obj, options), prints=prints)


@_command(
    "verify",
    _PROVE,
    "Check that a saved page says what the table says.",
    *WRITING,
    examples=("verify mt-2024-02-22 page.html", "verify mt-2024-02-22 - < page.txt", "verify --all pages -f prose"),
)
def _verify(
    ctx: typer.Context,
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="A source; see `milstats sources`.")] = None,
    page: Annotated[str | None, typer.Argument(metavar="[PAGE]", help="A saved page of it, text or HTML; - is standard input.")] = None,
    folder: Annotated[str | None, typer.Option("--all", metavar="DIR", help="Verify each page of a folder, named as ID.html.")] = None,
    **options: object,
) -> int:
    return commands.verify(read_request(ctx.obj, options), source, page, folder)


@_command(
    "factcheck", _PROVE, "Check the numbers in a draft.", "as_of", *WRITING,
    examples=("factcheck article.md", "factcheck article.html -f json", "factcheck article.md -f text", "factcheck - < article.txt"),
)  # fmt: skip
def _factcheck(
    ctx: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A text, Markdown or HTML file; - is standard input.")],
    everything: Annotated[bool, typer.Option("--all", help="Also list numbers that the table does not know.")] = False,
    **options: object,
) -> int:
    return commands.factcheck(ctx.obj, options, draft, everything=everything)


@_command(
    "check",
    _PROVE,
    "Check a data file.",
    *WRITING,
    examples=("check", "check mine.toml", "check packaged mine.toml -f prose", "check - < mine.toml"),
)
def _check(
    ctx: typer.Context,
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Tables, joined as --data joins them.")] = None,
    **options: object,
) -> int:
    return commands.check(read_request(ctx.obj, options), files or [])


@_command(
    "export", _PASS_ON, "Write the whole table as SQLite, Parquet or a Data Package.", "data",
    examples=("export figures.sqlite", "export figures.parquet --data packaged --data mine.toml", "export folder --to datapackage"),
)  # fmt: skip
def _export(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The file or, for a Data Package, the folder or .zip.")],
    to: Annotated[str | None, typer.Option("--to", metavar="FORM", help="sqlite, parquet or datapackage; else PATH's ending.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what milstats did not write.")] = False,
    **options: object,
) -> int:
    return commands.export(read_request(ctx.obj, options), path, to, force=force)


@_command(
    "schema", _PASS_ON, "Print the JSON Schema of the data file, for editors.", "output", examples=("schema -o figures.schema.json",),
    more=_lines("In the first line of a table, for editors that know Taplo", ("#:schema ./figures.schema.json",)),
)  # fmt: skip
def _schema(ctx: typer.Context, **options: object) -> int:
    return commands.schema(read_request(ctx.obj, options))


@_command(
    "mcp", _PASS_ON, "Serve the table to assistants, by the Model Context Protocol.", "data", examples=("mcp", "mcp --data mine.toml")
)
def _mcp(ctx: typer.Context, **options: object) -> int:
    return commands.mcp(read_request(ctx.obj, options))


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
