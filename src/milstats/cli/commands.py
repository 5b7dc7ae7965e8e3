"""What commands do once their words are read: load, select, report, render, write. Here are those that do without Typer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milstats import __version__
from milstats.cli import output
from milstats.cli.arguments import is_completing, read_plain, read_request
from milstats.data.files import load
from milstats.errors import ExitCode, MilstatsError, NothingMatchedError, UsageError
from milstats.model.period import Period
from milstats.model.selection import Query, WordKind, option_word, read_words, select
from milstats.model.wording import joined
from milstats.render import FOR_PEOPLE, Format, Style, render
from milstats.reports.report import Page, Report, Stamp
from milstats.reports.show import show_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milstats.cli.arguments import Request
    from milstats.comparison import Comparison
    from milstats.model.records import Dataset, Figure
    from milstats.model.selection import Word

VERSION = f"milstats {__version__} (data format 1, JSON schema 1)"
_SIDES = 2


def main(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return the exit status; messages go to standard error."""
    try:
        return int(_answer(arguments))
    except MilstatsError as error:
        output.say(str(error))
        return int(error.code)
    except MemoryError:
        output.say("there is not enough memory for this")
        return int(ExitCode.NOT_WRITTEN)


def _answer(arguments: Sequence[str]) -> int:
    """Answer a plain lookup, for which importing Typer would take longer than all the rest; leave all else to Typer."""
    options = None if is_completing() else read_plain(arguments)
    if options is not None:
        return (show if arguments[0] == "show" else compare)(read_request(arguments, options))
    if [*arguments] == ["--version"]:
        return print_text(f"{VERSION}\n", for_people=True)
    from milstats.cli.app import run_app

    return run_app(arguments)


def show(request: Request) -> ExitCode:
    """Answer `milstats show`."""
    return look_up(request, lambda dataset, stamp: show_report(dataset, select(dataset, query_of(dataset, request)), request.view, stamp))


def compare(request: Request) -> ExitCode:
    """Answer `milstats compare`; with --strict, a refused pair is a failure."""
    from milstats.comparison import compare as compared  # as below, `show` does not wait for it
    from milstats.reports.compare import compare_report

    refused: list[Comparison] = []

    def report(dataset: Dataset, stamp: Stamp) -> Report:
        comparisons = compared(dataset, *sides_of(dataset, query_of(dataset, request)))
        refused.extend(row for row in comparisons.rows if row.is_refused)
        return compare_report(comparisons, stamp, request.view)

    status = look_up(request, report)
    return ExitCode.REFUSED if request.has("strict") and refused else status


def query_of(dataset: Dataset, request: Request) -> Query:
    """Return the query that words and options make up."""
    narrowing = tuple(option_word(dataset, kind, value) for kind, value in request.narrowing)
    return Query((*read_words(dataset, request.words), *narrowing), request.as_of, request.has("everything"))


def sides_of(dataset: Dataset, query: Query) -> tuple[Period | Figure, Period | Figure, Query]:
    """Return the two periods or figures among the words of a comparison, and the query that the other words make up.

    Raises:
        UsageError: if they are not two; the message says what to type.
    """
    sides = query.of(WordKind.ID, WordKind.PERIOD)
    others = tuple(word for word in query.words if word not in sides)
    if len(sides) != _SIDES:
        raise UsageError(_not_two(sides, others))
    a, b = (word.value if isinstance(word.value, Period) else dataset.figures[str(word.value)] for word in sides)
    return a, b, query._replace(words=others)


def _not_two(sides: Sequence[Word], others: Sequence[Word]) -> str:
    """Return what to type where a comparison has not two sides."""
    rest = "".join(f" {word.typed}" for word in others)
    found = joined([word.typed for word in sides])
    if len(sides) > _SIDES:
        two = " ".join(word.typed for word in sides[:_SIDES])
        return f"compare takes two periods or figures, found {len(sides)}: {found}; for example: milstats compare {two}{rest}"
    if not sides:
        return f"compare needs two periods or figures among its words, found none; for example: milstats compare 2021 2023{rest}"
    first, _, last = sides[0].typed.replace("-", "..", 1).partition("..") if "-" in sides[0].typed else sides[0].typed.partition("..")
    if first[:4].isdigit() and last[:4].isdigit():
        return f"compare takes two periods, and {found} is one; did you mean: milstats compare {first} {last}{rest}"
    return f"compare needs two periods or figures, found only {found}; for example: milstats compare {found} 2023{rest}"


def load_for(request: Request) -> Dataset:
    """Load the table asked for; only JSON prints its digest."""
    return load(*request.files, with_digest=request.form is Format.JSON)


def stamp_of(dataset: Dataset, request: Request) -> Stamp:
    """Return what a report says of its origin: the command as it was typed, the data, the program."""
    return Stamp(request.arguments, dataset.version, dataset.sha256, __version__)


def look_up(request: Request, make: Callable[[Dataset, Stamp], Report]) -> ExitCode:
    """Load the table, make a report and write it; an answer in JSON that holds nothing is an answer without rows."""
    dataset = load_for(request)
    stamp = stamp_of(dataset, request)
    try:
        report = make(dataset, stamp)
    except NothingMatchedError as error:
        if request.form is Format.JSON:
            deliver(Report(stamp, (), tuple, lambda: Page(()), tuple, notes=(str(error),)), request._replace(options={"quiet": True}))
        raise
    return deliver(report, request)


def deliver(report: Report, request: Request, *, has_faults: bool = False) -> ExitCode:
    """Write a report to its destination; on a terminal its notes follow it, elsewhere they go to standard error."""
    is_screen = request.path is None and output.is_terminal() and request.form in FOR_PEOPLE
    style = Style(has_header=not request.has("no_header"), with_sources=request.has("with_sources"))
    if request.path is None and request.form in FOR_PEOPLE:
        style = style._replace(encoding=output.encoding_of(output.STDOUT))
    if is_screen:
        style = style._replace(width=output.terminal_size()[0], is_styled=output.is_styled(), has_links=output.has_links())
    text = _lines(report.sentences(), style) if request.as_lines else render(report, request.form, style)
    notes = () if request.has("quiet") else _notes(report, request.form)
    if is_screen and notes:
        text += _lines(("", *notes), style)
    if is_screen and not request.has("no_pager"):
        output.write_pages(text, style.encoding)
    else:
        output.write(text, request.path, style.encoding)
    if not is_screen:
        output.say("\n".join(notes))
    return ExitCode.NOTHING_MATCHED if has_faults else ExitCode.ANSWERED


def _lines(lines: Sequence[str], style: Style) -> str:
    return "".join(f"{style.fit(line)}\n" for line in lines)


def _notes(report: Report, form: Format) -> tuple[str, ...]:
    """Return what is said of an answer besides it: what the format has no place for, what was left out, what to type next."""
    caveats = report.caveats if form in {Format.TSV, Format.CSV, Format.JSONL} else ()
    shows_summary = form in FOR_PEOPLE | {Format.MARKDOWN, Format.HTML}
    return (*caveats, *report.notes, *([report.next_step] if shows_summary and report.next_step else []))


def print_text(text: str, path: str | None = None, *, for_people: bool = False) -> ExitCode:
    """Write a text that is no report to a file or standard output; for people, in characters that standard output has."""
    is_fitted = for_people and path is None
    style = Style(encoding=output.encoding_of(output.STDOUT)) if is_fitted else Style()
    output.write("\n".join(map(style.fit, text.split("\n"))) if is_fitted else text, path, style.encoding)
    return ExitCode.ANSWERED
