"""The commands that prove and pass on: what is wrong with a table, a reference ready to paste, the page itself."""

from typing import Annotated

import typer

from milstats.cite import CitationStyle
from milstats.cli import app
from milstats.errors import ExitCode, UsageError
from milstats.folder import pages_asked, pages_of
from milstats.fragment import link_of
from milstats.invocation import (
    answer,
    answer_in_words,
    citation_style_of,
    data_files,
    destination_of,
    documents_for,
    file_of,
    open_in_browser,
    stamp_of,
    table_of,
    topics_of,
)
from milstats.load import joined, load
from milstats.options import (
    Data,
    FigureId,
    FigureIds,
    FigurePair,
    Files,
    Form,
    NoHeader,
    Output,
    PageFolder,
    PagePath,
    SourceId,
    StyleOption,
)  # fmt: skip
from milstats.progress import tracked
from milstats.selection import figure_of
from milstats.standing import STANDING_MEANINGS, UNPROVED

__all__ = ["app"]  # the program with all its commands

_MANY_PAGES = 10  # so many take a second or more


@app.command(
    help="Write references to figures, ready to paste. A count that was relayed is cited as such.",
    epilog="\b\nExamples:\n  milstats cite proekt-awol-convicted-2021\n"
    "  milstats cite proekt-awol-convicted-2021 --style bibtex >> paper.bib\n"
    "  milstats cite --compare proekt-awol-convicted-2021 proekt-awol-convicted-wartime\n"
    "  milstats show awol --columns id --no-header | milstats cite - -o awol.ris",
)
def cite(
    ids: FigureIds = None,
    style: StyleOption = None,
    pair: FigurePair = None,
    data: Data = None,
    output_: Output = None,
) -> None:
    """Write references to figures, ready to paste. A count that was relayed is cited as such."""
    from milstats.cite.writing import references_of  # noqa: PLC0415 -- a command pays for itself only

    if not ids and pair is None:
        raise UsageError("nothing to cite: expected a figure, or --compare and two of them; see `milstats show --columns id`")
    path = file_of(output_)
    chosen = citation_style_of(style, path)
    asked = topics_of(ids or [], data_files(data))
    text = references_of(load(*data_files(data)), asked, pair, chosen)
    answer_in_words(text, path, for_people=chosen is CitationStyle.TEXT)


@app.command(
    "open",
    help="Open the page that a figure stands on. The browser shows its very words.",
    epilog="\b\nExamples:\n  milstats open proekt-awol-convicted-2021\n  milstats open proekt-awol-convicted-2021 --print",
)
def open_page(
    figure: FigureId,
    prints: Annotated[bool, typer.Option("--print", help="Print the link instead.")] = False,  # noqa: FBT002
    data: Data = None,
) -> None:
    """Open the page that a figure stands on. The browser shows its very words."""
    dataset = load(*data_files(data))
    link = link_of(dataset, figure_of(dataset, figure))
    if prints:
        answer_in_words(f"{link}\n", None, for_people=False)
    else:
        open_in_browser(link)


@app.command(
    help="Check a table. What loading lets pass, record against record, and the sums that hold.",
    epilog="\b\nExamples:\n  milstats check\n  milstats check mine.toml\n  milstats check packaged mine.toml -f prose\n"
    "  milstats check - < mine.toml",
)
def check(
    ctx: typer.Context,
    files: Files = None,
    data: Data = None,
    form: Form = None,
    output_: Output = None,
    no_header: NoHeader = False,  # noqa: FBT002
) -> None:
    """Check a table. What loading lets pass, record against record, and the sums that hold."""
    from milstats.check import check as checked  # noqa: PLC0415 -- a command pays for itself only
    from milstats.checked import check_report  # noqa: PLC0415

    destination = destination_of(form, output_, has_header=not no_header)
    documents = documents_for(files, data, destination)
    dataset = joined(documents)
    found = checked(dataset, documents)
    answer(check_report(dataset, found, stamp_of(dataset, ctx.obj)), destination)
    if found.findings:
        raise typer.Exit(ExitCode.NOTHING_MATCHED)


@app.command(
    help="Verify quotes on a saved page. Spaces, line breaks, dashes and markup never matter, a changed digit always does.",
    epilog="\b\nExamples:\n  milstats verify mt-2024-02-22 page.html\n  milstats verify mt-2024-02-22 - < page.txt\n"
    "  milstats verify --all pages -f prose\n\n"
    "\b\nStatus of a figure:\n" + "\n".join(f"  {standing:<9}  {meaning}" for standing, meaning in STANDING_MEANINGS.items()),
)
def verify(  # noqa: PLR0913, PLR0917 -- each is an option
    ctx: typer.Context,
    source: SourceId = None,
    page: PagePath = None,
    folder: PageFolder = None,
    data: Data = None,
    form: Form = None,
    output_: Output = None,
    no_header: NoHeader = False,  # noqa: FBT002
) -> None:
    """Verify quotes on a saved page. Spaces, line breaks, dashes and markup never matter, a changed digit always does."""
    from milstats.verified import verify_report  # noqa: PLC0415 -- a command pays for itself only
    from milstats.verify import verify_pages  # noqa: PLC0415

    destination = destination_of(form, output_, has_header=not no_header)
    asked = pages_asked(source, page, folder, data_files(data))
    dataset = table_of(data, destination)
    found = pages_of(dataset, asked)
    verified = verify_pages(dataset, tracked(found.pages, "Verifying pages", total=len(found.pages), long=_MANY_PAGES))
    answer(verify_report(dataset, verified, found.notes, stamp_of(dataset, ctx.obj)), destination)
    if any(one.standing in UNPROVED for one in verified):
        raise typer.Exit(ExitCode.NOTHING_MATCHED)
