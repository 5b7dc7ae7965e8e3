"""The command line: each command loads, selects, reports, renders and writes, in that order.

Only this module and `options` know Typer, and only this one asks about the terminal, the environment and the arguments.
"""

from __future__ import annotations

import io
import os
import shlex
from contextlib import redirect_stdout, suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from milstats import __version__, output
from milstats.errors import ExitCode, MilstatsError, NothingMatchedError, UsageError, did_you_mean, quoted, visible
from milstats.files import STDIN, read_stdin
from milstats.load import load
from milstats.model import Measure
from milstats.options import (
    AsOf, CounterOption, Data, Form, MeasureOption, NoHeader, Output, PeriodOption, SourceOption, Topics, data_files,
)  # fmt: skip
from milstats.period import parse_period
from milstats.render import ENDINGS, FOR_PEOPLE, Format, render
from milstats.render.style import Style
from milstats.report import Stamp
from milstats.arrangement import arranged_by
from milstats.selection import Query, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milstats.model import Dataset
    from milstats.report import Report

_LONGEST_TOPICS = 1 << 24  # bytes of standard input that `-` reads as topics

app = typer.Typer(
    name="milstats",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Look up documented counts of soldiers prosecuted for leaving their unit, deserting or disobeying orders.",
    epilog=(
        "\b\nExamples:\n  milstats show awol\n  milstats show awol --period 2023 -f csv\n  milstats topics\n\n"
        "\b\nExit status:\n" + "\n".join(
            f"  {code.value}  {meaning}" for code, meaning in (
                (ExitCode.ANSWERED, "answered"), (ExitCode.NOTHING_MATCHED, "nothing matched"),
                (ExitCode.USAGE, "the command line was not understood"),
                (ExitCode.BAD_DATA, "a data file cannot be read or is not valid"),
                (ExitCode.NOT_WRITTEN, "the answer could not be written whole"),
            )
        )
    ),
)  # fmt: skip


class _Destination(NamedTuple):
    """Where an answer goes, and in which format."""

    form: Format
    path: str | None
    has_header: bool


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the format that data files must have.")] = False,  # noqa: FBT002
) -> None:
    """Print the version or, without a command, the help."""
    if version:
        print(f"milstats {__version__} (data format 1, JSON schema 1)")  # noqa: T201 -- main() writes what is printed
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())  # noqa: T201 -- main() writes what is printed
        raise typer.Exit


def main(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return the exit status; messages go to standard error."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):  # help and completions are printed by Typer, and written like every answer
            code = _status(app(args=list(arguments), prog_name="milstats", standalone_mode=False, obj=list(arguments)))
    except SystemExit as exit_:  # a completion ends so
        code = _status(exit_.code)
    except MilstatsError as error:
        output.say(str(error))
        return int(error.code)
    except Exception as error:
        message = getattr(error, "format_message", None)  # Typer's own usage errors have it, and no public base class
        if message is None:
            raise
        output.say(f"{_usage(message(), arguments)}")
        return int(ExitCode.USAGE)
    return _print(printed.getvalue(), code)


def _print(text: str, code: int) -> int:
    """Write what Typer printed, if anything, and return the exit status."""
    if not text:
        return code
    try:
        output.write_stdout(output.style_of_stdout(has_header=True).fit(text), "utf-8")
    except MilstatsError as error:
        output.say(str(error))
        return int(error.code)
    return code


def _status(code: object) -> int:
    return code if isinstance(code, int) else 0


def _usage(message: str, arguments: Sequence[str]) -> str:
    """Return a usage error on one line, with the help that would have prevented it."""
    names = [command.name for command in app.registered_commands if command.name is not None]
    command = next((f" {word}" for word in arguments if word in names), "")
    return f"{visible(' '.join(message.split()), limit=300).rstrip('.')}; see `milstats{command} --help`"


@app.command(
    epilog="\b\nExamples:\n  milstats show awol\n  milstats show 337 desertion --period 2023\n"
    "  milstats show awol --measure convicted -f prose\n  milstats show awol | cut -f1-6\n  milstats show awol -f json | jq .rows\n"
    "  milstats show --columns id,value,period,source --sort -value"
)
def show(  # noqa: PLR0913, PLR0917 -- each is an option
    ctx: typer.Context,
    topics: Topics = None,
    period: PeriodOption = None,
    measure: MeasureOption = None,
    counter: CounterOption = None,
    source: SourceOption = None,
    as_of: AsOf = None,
    everything: Annotated[bool, typer.Option("--all", help="Show superseded and deprecated figures too.")] = False,  # noqa: FBT002
    columns: Annotated[str | None, typer.Option("--columns", metavar="A,B", help="Print these columns, in this order.")] = None,
    sort: Annotated[str | None, typer.Option("--sort", metavar="COL", help="Sort by a column; -COL sorts downwards.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Print at most N figures.")] = None,
    data: Data = None,
    form: Form = None,
    output_: Output = None,
    no_header: NoHeader = False,  # noqa: FBT002
) -> None:
    """Show the figures of a topic, each with its source; without a topic, all of them."""
    from milstats.show import report_of  # noqa: PLC0415 -- a command pays for itself only

    destination = _destination(form, output_, has_header=not no_header)
    arrangement = arranged_by(columns=columns, sort=sort, limit=limit)
    asked = _topics(topics or [], data_files(data))
    dataset = load(*data_files(data))
    query = Query(
        topics=asked,
        period=parse_period(period, dataset.periods) if period is not None else None,
        measure=_measure(measure),
        counter=counter,
        source=source,
        as_of=_day(as_of),
        everything=everything,
    )
    _answer(report_of(dataset, select(dataset, query), arrangement, _stamp(ctx, dataset)), destination)


@app.command(epilog="\b\nExamples:\n  milstats topics\n  milstats topics -f json | jq -r .rows[].topic")
def topics(ctx: typer.Context, data: Data = None, form: Form = None, output_: Output = None, no_header: NoHeader = False) -> None:  # noqa: FBT002
    """List what can be asked for: offences with their aliases, named periods, measures."""
    from milstats.catalogue import topics_report  # noqa: PLC0415 -- a command pays for itself only

    destination = _destination(form, output_, has_header=not no_header)
    dataset = load(*data_files(data))
    _answer(topics_report(dataset, _stamp(ctx, dataset)), destination)


@app.command(epilog="\b\nExamples:\n  milstats sources\n  milstats sources -f markdown -o sources.md")
def sources(ctx: typer.Context, data: Data = None, form: Form = None, output_: Output = None, no_header: NoHeader = False) -> None:  # noqa: FBT002
    """List the sources that the figures come from, latest first."""
    from milstats.catalogue import sources_report  # noqa: PLC0415 -- a command pays for itself only

    destination = _destination(form, output_, has_header=not no_header)
    dataset = load(*data_files(data))
    _answer(sources_report(dataset, _stamp(ctx, dataset)), destination)


def _answer(report: Report, destination: _Destination) -> None:
    """Write a report to its destination, then its notes to standard error."""
    style = output.style_of_stdout(has_header=destination.has_header)
    if destination.path is not None:
        style = Style(has_header=destination.has_header)
    if destination.form not in FOR_PEOPLE:
        style = style._replace(encoding="utf-8")
    text = render(report, destination.form, style)
    if destination.path is None:
        output.write_stdout(text, style.encoding)
    else:
        output.write_file(destination.path, text)
    for note in report.notes:
        output.say(note)


def _destination(form: str | None, path: str | None, *, has_header: bool) -> _Destination:
    """Return where the answer goes: the format stated, or that of the file's ending, or table on a terminal and tsv elsewhere."""
    if path is not None and not path.strip():
        message = "--output is empty; expected a file"
        raise UsageError(message)
    if path == "-":
        path = None
    if form is not None:
        return _Destination(_format(form, "--format"), path, has_header)
    if path is not None:
        return _Destination(_format_of_ending(path), path, has_header)
    if os.environ.get("MILSTATS_FORMAT"):
        return _Destination(_format(os.environ["MILSTATS_FORMAT"], "MILSTATS_FORMAT"), path, has_header)
    return _Destination(Format.TABLE if output.is_terminal() else Format.TSV, path, has_header)


def _format(name: str, where: str) -> Format:
    return Format(_word(name, [*Format], where, "a format"))


def _format_of_ending(path: str) -> Format:
    """Return the format that the ending of a file's name stands for."""
    ending = os.path.splitext(path)[1].casefold()  # noqa: PTH122 -- the path stays a text
    if ending not in ENDINGS and not os.path.exists(path):  # noqa: PTH110
        message = f"{visible(path)}: its ending chooses no format; expected {', '.join(ENDINGS)}, or say --format"
        raise UsageError(message)
    return ENDINGS.get(ending, Format.TSV)


def _word(name: str, known: list[str], where: str, what: str) -> str:
    """Return the one of `known` that `name` is, whatever its case."""
    if name.casefold() not in known:
        hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
        message = f"{where}: expected {what}, found {quoted(name)}{hint}"
        raise UsageError(message)
    return name.casefold()


def _measure(name: str | None) -> Measure | None:
    return None if name is None else Measure(_word(name.replace("-", "_"), [*Measure], "--measure", "a measure"))


def _day(text: str | None) -> date | None:
    """Return a day written as 2024-02-22."""
    if text is None:
        return None
    if len(text) == len("2024-02-22") and text.isascii() and text.replace("-", "").isdigit():
        with suppress(ValueError):
            return date.fromisoformat(text)
    message = f"--as-of: expected a date such as 2024-02-22, found {quoted(text)}"
    raise UsageError(message)


def _topics(topics: Sequence[str], files: Sequence[str]) -> tuple[str, ...]:
    """Return the topics asked for; `-` stands for the lines of standard input."""
    if STDIN not in topics:
        return tuple(topics)
    if STDIN in files:
        message = "standard input can't be both the topics and the table"
        raise UsageError(message)
    lines = [line.strip() for line in read_stdin(_LONGEST_TOPICS).decode("utf-8", "surrogateescape").splitlines()]
    found = [*(topic for topic in topics if topic != STDIN), *filter(None, lines)]
    if not found:
        message = "standard input holds no topic; expected one on each line"
        raise NothingMatchedError(message)
    return tuple(found)


def _stamp(ctx: typer.Context, dataset: Dataset) -> Stamp:
    """Return what a report says of its origin; main() leaves the arguments in the context."""
    arguments: list[str] = ctx.obj or []
    return Stamp(shlex.join(["milstats", *arguments]), dataset.version, dataset.sha256, __version__)
