"""The command line: each command loads, selects, reports, renders and writes, in that order.

Only this module, `options` and `program` know Typer; what the arguments and the environment ask for is read in `invocation`.
"""

from typing import Annotated

import typer

from milstats import lookup
from milstats.errors import EXIT_MEANINGS, ExitCode
from milstats.invocation import (
    answer,
    chart_of,
    data_files,
    day_of,
    destination_of,
    measure_of,
    save_chart,
    stamp_of,
    table_of,
    topics_of,
    version_line,
)
from milstats.lookup import Asked, Filters
from milstats.options import (
    AsOf,
    CounterOption,
    Data,
    Form,
    MeasureOption,
    NoHeader,
    Output,
    PeriodOption,
    SideA,
    SideB,
    SourceOption,
    Topic,
    Topics,
)  # fmt: skip
from milstats.selection import Query, select
from milstats.vocabulary import VERDICT_MEANINGS

app = typer.Typer(
    name="milstats",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Look up documented counts of soldiers prosecuted for leaving their unit, deserting or disobeying orders.",
    epilog="\b\nExamples:\n  milstats show awol\n  milstats show awol --period 2023 -f csv\n  milstats compare 2021 2023\n  milstats topics\n\n"
    "\b\nExit status:\n" + "\n".join(f"  {code.value}  {meaning}" for code, meaning in EXIT_MEANINGS.items()),
)


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the format that data files must have.")] = False,  # noqa: FBT002
) -> None:
    """Print the version or, without a command, the help."""
    if version:
        print(version_line(), end="")  # noqa: T201 -- main() writes what is printed
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())  # noqa: T201 -- main() writes what is printed
        raise typer.Exit


@app.command(
    help="Show figures, each with its source. Without a topic, all of them.",
    epilog="\b\nExamples:\n  milstats show awol\n  milstats show 337 desertion --period 2023\n"
    "  milstats show awol --measure convicted -f prose\n  milstats show awol | cut -f1-6\n  milstats show awol -f json | jq .rows\n"
    "  milstats show --columns id,value,period,source --sort -value",
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
    """Show figures, each with its source. Without a topic, all of them."""
    asked = Asked(
        arguments=ctx.obj,
        topics=topics or (),
        measure=measure,
        counter=counter,
        as_of=as_of,
        data=data,
        form=form,
        path=output_,
        has_header=not no_header,
    )
    lookup.show(asked, Filters(period=period, source=source, everything=everything, columns=columns, sort=sort, limit=limit))


@app.command(
    help="Compare two periods or figures. In every series, or those of a topic: how they differ, or why they may not be compared.",
    epilog="\b\nExamples:\n  milstats compare 2021 2023\n  milstats compare 2021 wartime awol --explain\n"
    "  milstats compare 2022 2023 awol -f prose\n  milstats compare proekt-awol-opened-2022-2023 proekt-desertion-opened-2022-2023\n"
    "  milstats compare 2022 2023 -f json | jq '.rows[] | select(.verdict != \"none\")'\n\n"
    "\b\nVerdicts:\n" + "\n".join(f"  {name:<11} {meaning}" for name, meaning in VERDICT_MEANINGS.items()),
)
def compare(  # noqa: PLR0913, PLR0917 -- each is an option
    ctx: typer.Context,
    a: SideA,
    b: SideB,
    topics: Topics = None,
    measure: MeasureOption = None,
    counter: CounterOption = None,
    as_of: AsOf = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show every rule, formula, quote and link, to redo it by hand.")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 4 when a pair was refused.")] = False,  # noqa: FBT002
    data: Data = None,
    form: Form = None,
    output_: Output = None,
    no_header: NoHeader = False,  # noqa: FBT002
) -> None:
    """Compare two periods or figures. In every series, or those of a topic: how they differ, or why they may not be compared."""
    asked = Asked(
        arguments=ctx.obj,
        topics=topics or (),
        measure=measure,
        counter=counter,
        as_of=as_of,
        data=data,
        form=form,
        path=output_,
        has_header=not no_header,
    )
    was_refused = lookup.compare(asked, a, b, explains=explain)
    if strict and was_refused:
        raise typer.Exit(ExitCode.REFUSED)


@app.command(
    help="Show counts over the years. A bar for each, with gaps and breaks where they are.",
    epilog="\b\nExamples:\n  milstats trend awol\n  milstats trend awol --counter Mediazona\n  milstats trend 337 --save awol.svg",
)
def trend(  # noqa: PLR0913, PLR0917 -- each is an option
    ctx: typer.Context,
    topic: Topic,
    measure: MeasureOption = None,
    counter: CounterOption = None,
    as_of: AsOf = None,
    save: Annotated[str | None, typer.Option("--save", metavar="FILE", help="Draw a chart: .svg, .png or .pdf.")] = None,
    data: Data = None,
    form: Form = None,
    output_: Output = None,
    no_header: NoHeader = False,  # noqa: FBT002
) -> None:
    """Show counts over the years. A bar for each, with gaps and breaks where they are."""
    from milstats.trended import trend_report  # noqa: PLC0415 -- a command pays for itself only

    destination = destination_of(form, output_, has_header=not no_header)
    chart = chart_of(save)
    asked = topics_of([topic], data_files(data))
    dataset = table_of(data, destination)
    query = Query(topics=asked, measure=measure_of(measure), counter=counter, as_of=day_of(as_of))
    report = trend_report(dataset, select(dataset, query), stamp_of(dataset, ctx.obj))
    if chart is not None:
        save_chart(chart, report)
    answer(report, destination)


@app.command(
    help="List what can be asked for. Offences with their aliases, named periods, measures.",
    epilog="\b\nExamples:\n  milstats topics\n  milstats topics -f json | jq -r .rows[].topic",
)
def topics(ctx: typer.Context, data: Data = None, form: Form = None, output_: Output = None, no_header: NoHeader = False) -> None:  # noqa: FBT002
    """List what can be asked for. Offences with their aliases, named periods, measures."""
    from milstats.catalogue import topics_report  # noqa: PLC0415 -- a command pays for itself only

    destination = destination_of(form, output_, has_header=not no_header)
    dataset = table_of(data, destination)
    answer(topics_report(dataset, stamp_of(dataset, ctx.obj)), destination)


@app.command(
    help="List the sources of the figures. Latest first.",
    epilog="\b\nExamples:\n  milstats sources\n  milstats sources -f markdown -o sources.md",
)
def sources(ctx: typer.Context, data: Data = None, form: Form = None, output_: Output = None, no_header: NoHeader = False) -> None:  # noqa: FBT002
    """List the sources of the figures. Latest first."""
    from milstats.catalogue import sources_report  # noqa: PLC0415 -- a command pays for itself only

    destination = destination_of(form, output_, has_header=not no_header)
    dataset = table_of(data, destination)
    answer(sources_report(dataset, stamp_of(dataset, ctx.obj)), destination)
