"""Every command of the command line, declared: its help, its options, and one call."""

import io
import os
from collections.abc import Sequence
from contextlib import redirect_stdout
from copy import copy
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from milstats.cli import commands
from milstats.cli.arguments import Options, read_request
from milstats.cli.options import IDS, NARROWING, QUESTION, SOURCE, TOPIC, WRITING, taking
from milstats.errors import EXIT_MEANINGS, MilstatsError, UsageError, visible
from milstats.model.vocabulary import VERDICT_MEANINGS

if TYPE_CHECKING:
    from typer._click import HelpFormatter  # the type of what Typer hands over, which it names nowhere else

LOOK_UP, PROVE, PASS_ON = "Look up", "Prove", "Pass on"
_ABOUT = "Look up documented counts of soldiers prosecuted for leaving their unit, deserting or disobeying orders."
_FIRST = [("milstats show awol", "one topic on one screen"), ("milstats compare 2021 2023", "two years")]
_MORE = "milstats COMMAND --help shows options and examples; milstats --help exit statuses."

class _Commands(typer.core.TyperGroup):
    """The program, whose help lists the commands by what they are for, the look-ups first."""

    def format_commands(self, ctx: typer.Context, formatter: "HelpFormatter") -> None:
        """Write each group of commands under its heading."""
        width = max(map(len, self.commands))
        for panel in (LOOK_UP, PROVE, PASS_ON):
            rows = [(name.ljust(width), command.help or "") for name, command in self.commands.items() if command.rich_help_panel == panel]
            with formatter.section(panel):
                formatter.write_dl(rows)


app = typer.Typer(
    cls=_Commands,
    name="milstats",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_ABOUT,
    epilog="\b\nExamples:\n  milstats show awol\n  milstats show awol 2023 convicted\n  milstats compare 2021 2023\n  milstats topics\n\n"
    "\b\nExit status:\n" + "\n".join(f"  {code.value}  {meaning}" for code, meaning in EXIT_MEANINGS.items()),
)


def _examples(*lines: str, more: str = "") -> str:
    """Return the end of a command's help, whose lines stay as they are."""
    return "\b\nExamples:\n" + "\n".join(f"  milstats {line}" for line in lines) + (f"\n\n\b\n{more}" if more else "")


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the formats of data files and JSON.")] = False,  # noqa: FBT002
) -> None:
    """Print the version or, without a command, what there is."""
    if version:
        print(commands.VERSION)  # noqa: T201 -- run_app() writes what is printed
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        formatter = ctx.make_formatter()
        formatter.write_dl(_FIRST)
        ctx.command.format_commands(ctx, formatter)
        print(f"{_ABOUT}\n\n{formatter.getvalue()}\n{_MORE}")  # noqa: T201 -- as above


@app.command(
    rich_help_panel=LOOK_UP,
    help="Show the figures of a topic, each with its source.",
    epilog=_examples("show awol", "show awol 2023 convicted", "show 4,373", "show awol -f csv | head", "show --columns id,value,period --sort -value"),
)
@taking(*NARROWING, "full", "with_sources", "everything", "columns", "sort", "limit", *WRITING, words=QUESTION)
def show(ctx: typer.Context, **options: Unpack[Options]) -> int:
    return commands.show(read_request(ctx.obj, options))


@app.command(
    rich_help_panel=LOOK_UP,
    help="Compare two periods or two figures.",
    epilog=_examples(
        "compare 2021 2023",
        "compare 2021 wartime awol --explain",
        "compare 2022 2023 awol -f prose",
        more="Verdicts:\n" + "\n".join(f"  {name:<14} {meaning}" for name, meaning in VERDICT_MEANINGS.items()),
    ),
)
@taking("measure", "counter", "source", "as_of", "full", "with_sources", "explain", "strict", *WRITING, words=QUESTION)
def compare(ctx: typer.Context, **options: Unpack[Options]) -> int:
    return commands.compare(read_request(ctx.obj, options))


@app.command(
    rich_help_panel=LOOK_UP,
    help="Show counts over the years as bars.",
    epilog=_examples("trend awol", "trend awol mediazona", "trend 337 --save awol.svg"),
)
@taking(*NARROWING, "full", "with_sources", *WRITING, words=QUESTION)
def trend(
    ctx: typer.Context,
    save: Annotated[str | None, typer.Option("--save", metavar="FILE", help="Draw a chart: .svg, .png or .pdf.")] = None,
    **options: Unpack[Options],
) -> int:
    return commands.trend(read_request(ctx.obj, options), save)


@app.command(
    rich_help_panel=LOOK_UP,
    help="List what can be asked for, or explain a word.",
    epilog=_examples("topics", "topics awol", "topics -f json | jq -r .rows[].topic"),
)
@taking(*WRITING, words=TOPIC)
def topics(ctx: typer.Context, **options: Unpack[Options]) -> int:
    return commands.topics(read_request(ctx.obj, options))


@app.command(
    rich_help_panel=LOOK_UP,
    help="List the sources, or show one whole.",
    epilog=_examples("sources", "sources mt-2024-02-22", "sources -f markdown -o sources.md"),
)
@taking(*WRITING, words=SOURCE)
def sources(ctx: typer.Context, **options: Unpack[Options]) -> int:
    return commands.sources(read_request(ctx.obj, options))


@app.command(
    rich_help_panel=PROVE,
    help="Write references to figures, ready to paste.",
    epilog=_examples(
        "cite proekt-awol-convicted-2021",
        "cite proekt-awol-convicted-2021 --style bibtex >> paper.bib",
        "show awol --columns id --no-header | milstats cite - -o awol.ris",
    ),
)
@taking("data", "output", "quiet", words=IDS)
def cite(
    ctx: typer.Context,
    style: Annotated[str | None, typer.Option("--style", metavar="STYLE", help="text, bibtex, biblatex, ris or csl-json.")] = None,
    pair: Annotated[tuple[str, str] | None, typer.Option("--compare", metavar="A B", help="Cite what follows from two figures, and both.")] = None,
    **options: Unpack[Options],
) -> int:
    return commands.cite(read_request(ctx.obj, options), style, pair)


@app.command(
    "open",
    rich_help_panel=PROVE,
    help="Open the pages of figures at the very words.",
    epilog=_examples("open proekt-awol-convicted-2021", "open proekt-awol-convicted-2021 --print"),
)
@taking("data", "output", words=IDS)
def open_pages(
    ctx: typer.Context,
    prints: Annotated[bool, typer.Option("--print", help="Print the links instead.")] = False,  # noqa: FBT002
    **options: Unpack[Options],
) -> int:
    return commands.open_pages(read_request(ctx.obj, options), prints=prints)


@app.command(
    rich_help_panel=PROVE,
    help="Check that a saved page says what the table says.",
    epilog=_examples("verify mt-2024-02-22 page.html", "verify mt-2024-02-22 - < page.txt", "verify --all pages -f prose"),
)
@taking(*WRITING)
def verify(
    ctx: typer.Context,
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="A source; see `milstats sources`.")] = None,
    page: Annotated[str | None, typer.Argument(metavar="[PAGE]", help="A saved page of it, text or HTML; - is standard input.")] = None,
    folder: Annotated[str | None, typer.Option("--all", metavar="DIR", help="Verify each page of a folder, named as ID.html.")] = None,
    **options: Unpack[Options],
) -> int:
    return commands.verify(read_request(ctx.obj, options), source, page, folder)


@app.command(
    rich_help_panel=PROVE,
    help="Check the numbers in a draft.",
    epilog=_examples("factcheck article.md", "factcheck article.html -f json", "factcheck article.md -f text", "factcheck - < article.txt"),
)
@taking("as_of", *WRITING)
def factcheck(
    ctx: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A text, Markdown or HTML file; - is standard input.")],
    everything: Annotated[bool, typer.Option("--all", help="Also list numbers that the table does not know.")] = False,  # noqa: FBT002
    **options: Unpack[Options],
) -> int:
    return commands.factcheck(ctx.obj, options, draft, everything=everything)


@app.command(
    rich_help_panel=PROVE,
    help="Check a data file.",
    epilog=_examples("check", "check mine.toml", "check packaged mine.toml -f prose", "check - < mine.toml"),
)
@taking(*WRITING)
def check(
    ctx: typer.Context,
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Tables, joined as --data joins them.")] = None,
    **options: Unpack[Options],
) -> int:
    return commands.check(ctx.obj, options, files or [])


@app.command(
    rich_help_panel=PASS_ON,
    help="Write the whole table as SQLite, Parquet or a Data Package.",
    epilog=_examples("export figures.sqlite", "export figures.parquet --data packaged --data mine.toml", "export folder --to datapackage"),
)
@taking("data")
def export(
    ctx: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The file or, for a Data Package, the folder or .zip.")],
    to: Annotated[str | None, typer.Option("--to", metavar="FORM", help="sqlite, parquet or datapackage; else PATH's ending chooses.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what milstats did not write.")] = False,  # noqa: FBT002
    **options: Unpack[Options],
) -> int:
    return commands.export(read_request(ctx.obj, options), path, to, force=force)


@app.command(
    rich_help_panel=PASS_ON,
    help="Print the JSON Schema of the data file, for editors.",
    epilog=_examples("schema -o figures.schema.json", more="In the first line of a table, for editors that know Taplo:\n  #:schema ./figures.schema.json"),
)
@taking("output")
def schema(ctx: typer.Context, **options: Unpack[Options]) -> int:
    return commands.schema(read_request(ctx.obj, options))


def run_app(arguments: Sequence[str]) -> int:
    """Run the command that Typer finds in `arguments` and return the exit status; what Typer prints is written like every answer.

    Raises:
        MilstatsError: as the command does; mistakes that Typer finds are usage errors.
    """
    is_completion = "_MILSTATS_COMPLETE" in os.environ
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            status = _program(arguments)(args=[*arguments], prog_name="milstats", standalone_mode=False, obj=[*arguments])
    except SystemExit as exit_:  # a completion ends so
        status = exit_.code
    except MilstatsError:
        raise
    except (KeyError, ValueError) as error:
        if not is_completion:
            raise
        raise UsageError(f"_MILSTATS_COMPLETE is for the shell, which sets {error.args[0]} too; unset it") from None
    except Exception as error:
        message = getattr(error, "format_message", None)  # the usage errors of Typer have it, and no public base class
        if message is None:
            raise
        raise UsageError(_usage(message(), arguments)) from None
    if printed.getvalue():
        commands.print_text(printed.getvalue(), for_people=not is_completion)
    return status if isinstance(status, int) else 0


def _program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the one command that is asked for, or whole: Typer builds each command that it holds, which takes time."""
    asked = [command for command in app.registered_commands if command_name(command) in arguments[:1]]
    program = copy(app)
    if asked and "_MILSTATS_COMPLETE" not in os.environ:
        program.registered_commands = asked
    return program


def command_name(command: typer.models.CommandInfo) -> str:
    """Return what a command is called."""
    return command.name or (command.callback.__name__ if command.callback is not None else "")


def _usage(message: str, arguments: Sequence[str]) -> str:
    """Return a usage error on one line: what to type instead, where that is plain, or else the help that tells."""
    names = [command_name(command) for command in app.registered_commands]
    command = next((word for word in arguments if word in names), None)
    typed = commands.slip(arguments, command)
    if typed is not None:
        return typed
    text = visible(" ".join(message.split()), limit=300).rstrip(".")
    return f"{text}{'' if text.endswith('?') else ';'} see `milstats{f' {command}' if command else ''} --help`"
