"""The commands that Typer reads: what each does, its help and its options."""

from __future__ import annotations

import io
import os
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from copy import copy
from inspect import Parameter
from typing import TYPE_CHECKING, Annotated

import typer

from milstats import __version__
from milstats.cli import commands
from milstats.cli.commands import Request, deliver, ending, is_completing, loaded, look_up, print_text, read_request
from milstats.cli.options import IDS, NARROWING, QUESTION, SOURCE, TOPIC, WRITING, signature
from milstats.cli.output import write_file
from milstats.data.files import PACKAGED, STDIN, load
from milstats.data.json_schema import schema_text
from milstats.data.load import documents_of, joined
from milstats.errors import EXIT_MEANINGS, ExitCode, MilstatsError, NotWrittenError, UsageError, quoted, visible
from milstats.model.records import Dataset, link_of
from milstats.model.selection import WordKind, figure_named, read_words, select
from milstats.model.vocabulary import Verdict
from milstats.render import Format
from milstats.render.charts import picture
from milstats.reports.catalogue import sources_report, topics_report
from milstats.reports.report import Report, Stamp
from milstats.reports.trend import trend_report

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # the types of what Typer hands over, which it names nowhere else

_LOOK_UP, _PROVE, _PASS_ON = "Look up", "Prove", "Pass on"
_ABOUT = "Documented counts of soldiers prosecuted for leaving, deserting or disobeying."
_FIRST = "Begin with:  milstats show awol    milstats compare 2021 2023"
_MORE = "milstats COMMAND --help: options and examples   milstats --help: exit statuses"
_WORD_OPTIONS = "--year --years --month --date --topic --offence --offense --stage --id --figure --number --value --word --search"
Answer = Callable[[Request], ExitCode]
# Typer would complete for the shell it runs in, not the one named.
os.environ.setdefault("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")


class _Commands(typer.core.TyperGroup):
    """The program, whose help lists the commands by what they are for, the look-ups first."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 -- Typer's signature
        width = max(map(len, self.commands))
        for panel in (_LOOK_UP, _PROVE, _PASS_ON):
            listed = {name: one for name, one in self.commands.items() if getattr(one, "rich_help_panel", "") == panel}
            with formatter.section(panel):
                formatter.write_dl([(name.ljust(width), one.help or "") for name, one in listed.items()])


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


def _command(panel: str, about: str, *options: str | Parameter, examples: Sequence[str], more: str = "") -> Callable[[Answer], Answer]:
    """Declare a command: its help, its options, and the function that answers it."""

    def declare(answer: Answer) -> Answer:
        def run(ctx: typer.Context, **given: object) -> int:
            return answer(read_request(ctx.obj, given))

        run.__signature__ = signature(*options)  # type: ignore[attr-defined]  # functions may have one
        epilog = _lines("Examples", [f"milstats {example}" for example in examples]) + (f"\n\n{more}" if more else "")
        app.command(answer.__name__.removesuffix("_pages"), rich_help_panel=panel, help=about, epilog=epilog)(run)
        return answer

    return declare


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the formats of data files and JSON.")] = False,
) -> None:
    if version:
        print(f"milstats {__version__} (data format 1, JSON schema 1)")  # noqa: T201 -- run_app() writes what is printed
        raise typer.Exit
    if ctx.invoked_subcommand is None and isinstance(ctx.command, _Commands):
        formatter = ctx.make_formatter()
        ctx.command.format_commands(ctx, formatter)
        print(f"{_ABOUT}\n\n{_FIRST}\n\n{formatter.getvalue()}\n{_MORE}")  # noqa: T201 -- as above


_command(
    _LOOK_UP, "Show the figures of a topic, each with its source.", QUESTION,
    *NARROWING, "full", "with_sources", "everything", "columns", "sort", "limit", *WRITING,
    examples=("show awol", "show awol 2023 convicted", "show 4,373", "show awol -f csv | head", "show --columns id,value,period --sort -value"),
)(commands.show)  # fmt: skip
_command(
    _LOOK_UP, "Compare two periods or two figures.", QUESTION,
    "measure", "counter", "source", "as_of", "full", "with_sources", "explain", "strict", *WRITING,
    examples=("compare 2021 2023", "compare 2021 wartime awol --explain", "compare 2022 2023 awol -f prose"),
    more=_lines("Verdicts", [f"{verdict.value:<14} {verdict.meaning}" for verdict in Verdict]),
)(commands.compare)  # fmt: skip


@_command(
    _LOOK_UP, "Show counts over the years as bars.", QUESTION, *NARROWING, "full", "with_sources", "save", *WRITING,
    examples=("trend awol", "trend awol mediazona", "trend 337 --save awol.svg"),
)  # fmt: skip
def trend(request: Request) -> ExitCode:
    chart = request.text("save")
    if chart is not None and ending(chart) not in {".svg", ".png", ".pdf"}:
        raise UsageError(f"--save: expected a file that ends in .svg, .png or .pdf, found {quoted(chart)}")

    def report(dataset: Dataset, stamp: Stamp) -> Report:
        found = trend_report(dataset, select(dataset, commands.query_of(dataset, request)), request.view, stamp)
        if chart is not None:
            write_file(chart, picture(found, ending(chart).removeprefix(".")))
        return found

    return look_up(request, report)


@_command(
    _LOOK_UP, "List what can be asked for, or explain a word.", TOPIC, *WRITING,
    examples=("topics", "topics awol", "topics -f json | jq -r .rows[].topic"),
)  # fmt: skip
def topics(request: Request) -> ExitCode:
    return look_up(request, lambda dataset, stamp: topics_report(dataset, " ".join(request.words) or None, stamp))


@_command(
    _LOOK_UP, "List the sources, or show one whole.", SOURCE, *WRITING,
    examples=("sources", "sources mt-2024-02-22", "sources -f markdown -o sources.md"),
)  # fmt: skip
def sources(request: Request) -> ExitCode:
    return look_up(request, lambda dataset, stamp: sources_report(dataset, " ".join(request.words) or None, stamp))


@_command(
    _PROVE, "Write references to figures, ready to paste.", IDS, "style", "pair", "data", "output",
    examples=(
        "cite proekt-awol-convicted-2021", "cite proekt-awol-convicted-2021 --style bibtex >> paper.bib",
        "show awol --columns id --no-header | milstats cite - -o awol.ris",
    ),
)  # fmt: skip
def cite(request: Request) -> ExitCode:
    from milstats.reports.cite import STYLE_ENDINGS, CitationStyle, references_of  # slow to import, as what follows

    style, pair = request.text("style"), request.texts("pair")
    if not request.words and not pair:
        raise UsageError("nothing to cite: expected a figure, or --compare and two of them; see `milstats show --columns id`")
    if style is not None:
        chosen = CitationStyle(commands.one_of(style, [*CitationStyle], "--style", "a style"))
    else:
        chosen = STYLE_ENDINGS.get(ending(request.path or ""), CitationStyle.TEXT)
    a_and_b = (pair[0], pair[1]) if pair else None
    text = references_of(load(*request.files), request.words, a_and_b, chosen)
    return print_text(text, request.path, for_people=chosen is CitationStyle.TEXT)


@_command(
    _PROVE, "Open the pages of figures at the very words.", IDS, "prints", "data", "output",
    examples=("open proekt-awol-convicted-2021", "open proekt-awol-convicted-2021 --print"),
)  # fmt: skip
def open_pages(request: Request) -> ExitCode:
    if not request.words:
        raise UsageError("nothing to open: expected a figure; see `milstats show --columns id`")
    dataset = load(*request.files)
    links = [link_of(dataset, figure_named(dataset, name)) for name in request.words]
    if request.has("prints") or request.path is not None:
        return print_text("".join(f"{link}\n" for link in links), request.path)
    if unopened := [link for link in links if not webbrowser.open(link)]:
        raise NotWrittenError(f"no browser can be opened here; the link is {' '.join(unopened)}")
    return ExitCode.ANSWERED


@_command(
    _PROVE, "Check that a saved page says what the table says.", "page_source", "page", "folder", *WRITING,
    examples=("verify mt-2024-02-22 page.html", "verify mt-2024-02-22 - < page.txt", "verify --all pages -f prose"),
)  # fmt: skip
def verify(request: Request) -> ExitCode:
    from milstats.checks.quotes import UNPROVED, pages_asked, verify_pages
    from milstats.reports.findings import verify_report

    dataset, stamp = loaded(request)
    source, page, folder = map(request.text, ("page_source", "page", "folder"))
    pages, notes = pages_asked(dataset, source, page, folder, request.files)
    verified = verify_pages(dataset, pages)
    report = verify_report(dataset, verified, tuple(notes), stamp)
    return deliver(report, request, has_faults=any(one.status in UNPROVED for one in verified))


@_command(
    _PROVE, "Check the numbers in a draft.", "draft", "unknown", "as_of", *WRITING,
    examples=("factcheck article.md", "factcheck article.html -f json", "factcheck article.md -f text", "factcheck - < article.txt"),
    more=_lines("One more format", ["text  a line for each number, for editors: file, line, column, finding"]),
)  # fmt: skip
def factcheck(request: Request) -> ExitCode:
    from milstats.checks import factcheck, pages
    from milstats.reports.findings import factcheck_report

    draft = request.text("draft")
    if draft is None:
        raise UsageError("DRAFT is missing; expected a file, or - for standard input")
    if draft == STDIN and STDIN in request.files:
        raise UsageError("standard input can't be both the draft and the table")
    dataset, stamp = loaded(request)
    findings = factcheck.factcheck(dataset, pages.read_draft(draft), request.as_of)
    unknown = [] if request.has("unknown") else [one for one in findings if one.status is factcheck.FactStatus.UNKNOWN]
    shown = tuple(one for one in findings if one not in unknown)
    report = factcheck_report(dataset, shown, stamp, sum(one.reason != factcheck.ACCEPTED for one in unknown))
    if request.text("form") == "text":  # one line a number, for editors
        report = report._replace(caveats=(), next_step="")
    return deliver(report, request, has_faults=any(one.status is factcheck.FactStatus.CHECK for one in findings))


@_command(
    _PROVE, "Check a data file.", "tables", *WRITING,
    examples=("check", "check mine.toml", "check packaged mine.toml -f prose", "check - < mine.toml"),
)  # fmt: skip
def check(request: Request) -> ExitCode:
    from milstats.checks.table import check as checked
    from milstats.reports.findings import check_report

    files = (*request.texts("tables"), *request.texts("data")) or request.files
    documents = documents_of(*files, with_digest=request.form is Format.JSON)
    dataset = joined(documents)
    found = checked(dataset, documents)
    report = check_report(dataset, found, Stamp(request.arguments, dataset.version, dataset.sha256, __version__))
    return deliver(report, request, has_faults=bool(found.findings))


@_command(
    _PASS_ON, "Write the whole table as SQLite, Parquet or a Data Package.", "path", "to", "force", "data",
    examples=("export figures.sqlite", "export figures.parquet --data packaged --data mine.toml", "export folder --to datapackage"),
)  # fmt: skip
def export(request: Request) -> ExitCode:
    from milstats.cli.export import export_table, form_of

    path = request.text("path") or ""
    form = form_of(request.text("to"), path)
    is_packaged = {*request.files} <= {PACKAGED}
    export_table(load(*request.files), path, form, is_packaged=is_packaged, force=request.has("force"))
    return ExitCode.ANSWERED


@_command(
    _PASS_ON, "Print the JSON Schema of the data file, for editors.", "output",
    examples=("schema -o figures.schema.json",),
    more=_lines("In the first line of a table, for editors that know Taplo", ("#:schema ./figures.schema.json",)),
)  # fmt: skip
def schema(request: Request) -> ExitCode:
    return print_text(schema_text(), request.path)


@_command(
    _PASS_ON, "Serve the table to assistants, by the Model Context Protocol.", "data",
    examples=("mcp", "mcp --data mine.toml"),
)  # fmt: skip
def mcp(request: Request) -> ExitCode:
    try:
        from milstats.cli.mcp import serve  # optional, and slow to import
    except ModuleNotFoundError:
        raise UsageError("mcp needs the MCP SDK; install it with: pip install 'milstats[mcp]'") from None
    serve(*request.files)
    return ExitCode.ANSWERED


def run_app(arguments: Sequence[str]) -> int:
    """Run the command that Typer finds in `arguments` and return the exit status; what Typer prints is written like every answer.

    Raises:
        MilstatsError: as the command does; mistakes that Typer finds are usage errors.
    """
    program = copy(app)
    asked = [command for command in app.registered_commands if command.name in arguments[:1]]
    if asked and not is_completing():
        program.registered_commands = asked  # Typer builds each command that it has, which takes time
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            status = program(args=[*arguments], prog_name="milstats", standalone_mode=False, obj=[*arguments])
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
        print_text(printed.getvalue(), for_people=not is_completing())
    return status if isinstance(status, int) else 0


def _usage(message: str, arguments: Sequence[str]) -> str:
    """Return a usage error on one line: what to type instead, where that is plain, or else the help that says it."""
    names = {command.name for command in app.registered_commands}
    command = next((word for word in arguments if word in names), None)
    if command is None:
        words = [word for word in arguments if not commands.is_option(word)]
        with suppress(MilstatsError):  # the first word means nothing
            first = read_words(load(*commands.data_files(())), words)[0] if words else None
            if first is not None and first.kind is not WordKind.TEXT:
                kind = {WordKind.ID: "figure", WordKind.OFFENCE: "topic"}.get(first.kind, first.kind)
                return f"{first.typed} is a {kind}; to see its figures: {Stamp(('show', *words), '', None, '').command}"
    split = [part for word in arguments for part in (word.split("=", 1) if word.startswith("--") else [word])]
    name = next((word for word in split if word in _WORD_OPTIONS.split()), None)
    if name is not None and command is not None:
        typed = Stamp(tuple(word for word in split if word != name), "", None, "").command
        return f"{name} is no option, since a {name[2:].removesuffix('s')} is a word; type: {typed}"
    text = visible(" ".join(message.split()), limit=300).rstrip(".")
    return f"{text}{'' if text.endswith('?') else ';'} see `milstats{f' {command}' if command else ''} --help`"
