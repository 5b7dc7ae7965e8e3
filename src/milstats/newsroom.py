"""The command for those who print numbers: which of a draft's the table bears out."""

from collections.abc import Iterable
from typing import Annotated

import typer

from milstats.errors import ExitCode, UsageError
from milstats.files import STDIN
from milstats.invocation import answer, answer_in_words, data_files, destination_of, file_of, stamp_of
from milstats.load import load
from milstats.options import Data, NoHeader, Output
from milstats.passing import app
from milstats.progress import tracked
from milstats.render import Format

__all__ = ["app"]  # the program with all its commands

_MANY = 1_000  # paragraphs that take a second or more
_LINES = "text"  # no format of reports: only lines that begin with a place can be read by editors


@app.command(
    help="Hold the numbers of a draft against the table. It says which are borne out, and which are not.",
    epilog="\b\nExamples:\n  milstats factcheck article.md\n  milstats factcheck article.html -f json\n"
    "  pandoc article.docx -t plain | milstats factcheck -\n  milstats factcheck article.md -f text   # FILE:LINE:COL: differs: ...\n\n"
    "\b\nExit status 1 where a number differs, is superseded, has the wrong noun or may not be compared; a disputed or unknown one is no fault.",
)
def factcheck(  # noqa: PLR0913, PLR0917 -- one parameter an option
    ctx: typer.Context,
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A text, Markdown or HTML file; - is standard input.")],
    everything: Annotated[bool, typer.Option("--all", help="Also list numbers that have nothing to do with the table.")] = False,  # noqa: FBT002
    data: Data = None,
    form: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(Format)}, or text: lines for editors.")
    ] = None,
    output_: Output = None,
    no_header: NoHeader = False,  # noqa: FBT002
) -> None:
    """Hold the numbers of a draft against the table. It says which are borne out, and which are not."""
    from milstats.draft import draft_of  # noqa: PLC0415 -- a command pays for itself only
    from milstats.factcheck import FAULTS  # noqa: PLC0415
    from milstats.factcheck import factcheck as checked  # noqa: PLC0415
    from milstats.factchecked import factcheck_report  # noqa: PLC0415
    from milstats.output import say  # noqa: PLC0415

    is_lines = form is not None and form.casefold() == _LINES
    destination = destination_of(Format.PROSE if is_lines else form, output_, has_header=not no_header)
    if draft == STDIN and STDIN in data_files(data):
        raise UsageError("standard input can't be both the draft and the table")
    dataset, read = load(*data_files(data), with_digest=destination.form is Format.JSON), draft_of(draft)
    answers = checked(dataset, read, everything=everything, track=_tracked)
    report = factcheck_report(dataset, read, answers, stamp_of(dataset, ctx.obj))
    if is_lines:
        answer_in_words("".join(f"{line}\n" for line in report.sentences()), file_of(output_), for_people=True)
        for note in report.notes:
            say(note)
    else:
        answer(report, destination)
    if any(one.outcome in FAULTS for one in answers):
        raise typer.Exit(ExitCode.NOTHING_MATCHED)


def _tracked(paragraphs: list[str]) -> Iterable[str]:
    return tracked(paragraphs, "Checking the draft", total=len(paragraphs), long=_MANY)
