"""What is asked and answered: words, options and environment become a `Request`; then load, select, report, render, write."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from milstats import __version__
from milstats.cli import output
from milstats.cli.options import read_plain
from milstats.data.files import STDIN, load, read_stdin
from milstats.errors import ExitCode, MilstatsError, NothingMatchedError, UsageError, did_you_mean, quoted, visible
from milstats.model.period import Period
from milstats.model.records import Dataset, Figure
from milstats.model.selection import Query, WordKind, option_word, read_words, select
from milstats.model.vocabulary import Verdict
from milstats.model.wording import joined
from milstats.render import ENDINGS, FOR_PEOPLE, Format, Style, render
from milstats.reports.report import Report, Stamp, View
from milstats.reports.show import show_report

if TYPE_CHECKING:
    from milstats.comparison import Comparison

_SIDES = 2
_STDOUT = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}  # what was opened as such may be no file that can be replaced
_LARGEST_INPUT = 1 << 24  # bytes of standard input that `-` reads as words
_NARROWING = (WordKind.PERIOD, WordKind.MEASURE, WordKind.COUNTER, WordKind.SOURCE)  # whose values are also the keys of their options


class Request(NamedTuple):
    """What a person asks for, and where the answer goes; `arguments` are the command line as it was typed.

    `options` has what was given, by the keys of the module `options`.
    """

    arguments: tuple[str, ...]
    options: Mapping[str, object] = MappingProxyType({})
    words: tuple[str, ...] = ()
    as_of: date | None = None
    view: View = View()
    files: tuple[str, ...] = ()
    form: Format = Format.TABLE
    path: str | None = None

    def text(self, key: str) -> str | None:
        """Return the value of an option, or None."""
        value = self.options.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the values of an option or words that can be repeated."""
        values = self.options.get(key)
        return tuple(map(str, values)) if isinstance(values, list | tuple) else ()

    def has(self, key: str) -> bool:
        """Return whether an option was given."""
        return key in self.options


Answer = Callable[[Request], ExitCode]


def read_request(arguments: Sequence[str], options: Mapping[str, object]) -> Request:
    """Return what was asked, from the environment and the options of a command: texts, lists of texts and flags, by their keys.

    Raises:
        UsageError: if an option has a value that it can't have; the message says what was expected.
    """
    asked = Request(tuple(arguments), {key: value for key, value in options.items() if value or value == ""})
    path = asked.text("output")
    if path is not None and not path.strip():
        raise UsageError("--output is empty; expected a file")
    path = None if path in _STDOUT else path
    files = data_files(asked.texts("data"))
    words = _words(asked.texts("words"), files)
    as_of = _day(asked.text("as_of"))
    if "draft" in options and asked.text("form") == "text":  # `factcheck` has a format of its own
        form = Format.PROSE
    else:
        form = _form(asked.text("form"), path) if "form" in options else Format.TABLE
    return asked._replace(words=words, as_of=as_of, view=_view(asked), files=files, form=form, path=path)


def is_completing() -> bool:
    """Return whether a shell asks what completes a line."""
    return bool(os.environ.get("_MILSTATS_COMPLETE"))


def data_files(stated: Sequence[str]) -> tuple[str, ...]:
    """Return the data files that --data or else MILSTATS_DATA names; none for the packaged table."""
    return tuple(stated) or tuple(filter(None, os.environ.get("MILSTATS_DATA", "").split(os.pathsep)))


def one_of(name: str, known: Sequence[str], where: str, what: str) -> str:
    """Return the one of `known` that `name` is, whatever its case.

    Raises:
        UsageError: if it is none; the message names the nearest, or all.
    """
    if name.casefold() not in known:
        hint = did_you_mean(name, [*known]) or f"; there are {', '.join(known)}"
        raise UsageError(f"{where}: expected {what}, found {quoted(name)}{hint}")
    return name.casefold()


def ending(path: str) -> str:
    """Return the ending of a file's name, in lower case."""
    return os.path.splitext(path)[1].casefold()


def _words(typed: tuple[str, ...], files: Sequence[str]) -> tuple[str, ...]:
    """Return the words asked for; `-` stands for the lines of standard input."""
    if STDIN not in typed:
        return typed
    if STDIN in files:
        raise UsageError("standard input can't be both the words and the table")
    lines = [line.strip() for line in read_stdin(_LARGEST_INPUT).decode("utf-8-sig", "surrogateescape").splitlines()]
    found = [*(word for word in typed if word != STDIN), *filter(None, lines)]
    if not found:
        raise NothingMatchedError("standard input has no words; expected some on each line")
    return tuple(found)


def _view(asked: Request) -> View:
    """Return how the answer is wanted; whether there are such columns is known where they are printed."""
    columns, sort, limit = map(asked.text, ("columns", "sort", "limit"))
    names = () if columns is None else tuple(name.strip().casefold() for name in columns.split(","))
    if limit is not None and not re.fullmatch("0*[1-9][0-9]{0,8}", limit):
        raise UsageError(f"--limit: expected a number from 1, found {quoted(limit)}")
    return View(asked.has("full"), names, sort and sort.strip().casefold(), None if limit is None else int(limit), asked.has("explain"))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    with suppress(ValueError):  # there may be no such day
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    raise UsageError(f"--as-of: expected a date such as 2024-02-22, found {quoted(text)}")


def _form(stated: str | None, path: str | None) -> Format:
    """Return the format stated, or that of the file's ending, or of the environment, or table on a terminal and tsv elsewhere."""
    name, where = stated, "--format"
    if name is None and path is not None:
        if ending(path) not in ENDINGS and not os.path.exists(path):
            raise UsageError(f"{visible(path, limit=200)}: its ending chooses no format; expected {', '.join(ENDINGS)}, or say --format")
        return ENDINGS.get(ending(path), Format.TSV)
    if name is None:
        usual = Format.TABLE if os.isatty(output.STDOUT) else Format.TSV
        name, where = os.environ.get("MILSTATS_FORMAT") or usual, "MILSTATS_FORMAT"
    return ENDINGS.get(f".{name.casefold()}") or Format(one_of(name, [*Format], where, "a format"))


def main(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return the exit status; messages go to standard error."""
    try:
        options = None if is_completing() else read_plain(arguments)
        if options is None:
            from milstats.cli.app import run_app  # importing Typer takes as long as a whole lookup

            return run_app(arguments)
        return int(answer_of(arguments[0])(read_request(arguments, options)))
    except MilstatsError as error:
        output.say(str(error))
        return int(error.code)
    except MemoryError:
        output.say("there is not enough memory for this")
        return int(ExitCode.NOT_WRITTEN)


def answer_of(name: str) -> Answer:
    """Return the function that answers a command."""
    if name in LOOKUPS:
        return LOOKUPS[name]
    from milstats.cli.answers import ANSWERS  # as below, the lookups do not wait for it

    return ANSWERS[name]


def show(request: Request) -> ExitCode:
    """Answer `milstats show`."""
    return look_up(request, lambda dataset, stamp: show_report(dataset, select(dataset, query_of(dataset, request)), request.view, stamp))


def compare(request: Request) -> ExitCode:
    """Answer `milstats compare`; with --strict, a refused pair is a failure."""
    from milstats.comparison import compare as compared
    from milstats.reports.compare import compare_report

    refused: list[Comparison] = []

    def report(dataset: Dataset, stamp: Stamp) -> Report:
        comparisons = compared(dataset, *sides_of(dataset, query_of(dataset, request)))
        refused.extend(row for row in comparisons.rows if row.verdict is Verdict.NOT_COMPARABLE)
        return compare_report(comparisons, stamp, request.view)

    status = look_up(request, report)
    return ExitCode.REFUSED if request.has("strict") and refused else status


LOOKUPS: dict[str, Answer] = {"show": show, "compare": compare}


def query_of(dataset: Dataset, request: Request) -> Query:
    """Return the query that words and options make up."""
    narrowing = (option_word(dataset, kind, value) for kind in _NARROWING if (value := request.text(kind)) is not None)
    return Query((*read_words(dataset, request.words), *narrowing), request.as_of, request.has("everything"))


def sides_of(dataset: Dataset, query: Query) -> tuple[Period | Figure, Period | Figure, Query]:
    """Return the two periods or figures among the words of a comparison, and the query that the other words make up.

    Raises:
        UsageError: if they are not two; the message says what to type.
    """
    sides = query.of(WordKind.ID, WordKind.PERIOD)
    others = tuple(word for word in query.words if word not in sides)
    if len(sides) == _SIDES:
        a, b = (word.value if isinstance(word.value, Period) else dataset.figures[str(word.value)] for word in sides)
        return a, b, query._replace(words=others)
    rest = query._replace(words=others).command.removeprefix("milstats show")
    found = joined([word.typed for word in sides])
    if not sides:
        raise UsageError(f"compare needs two periods or figures among its words, found none; for example: milstats compare 2021 2023{rest}")
    if len(sides) > _SIDES:
        two = f"milstats compare {sides[0].typed} {sides[1].typed}{rest}"
        raise UsageError(f"compare takes two periods or figures, found {len(sides)}: {found}; for example: {two}")
    first, _, last = found.partition(".." if ".." in found else "-")
    if isinstance(sides[0].value, Period) and first[:4].isdigit() and re.match("[0-9]{4}", last):
        raise UsageError(f"compare takes two periods, and {found} is one; did you mean: milstats compare {first} {last}{rest}")
    two = f"milstats compare {found} {2021 if found == '2023' else 2023}{rest}"
    raise UsageError(f"compare needs two periods or figures, found only {found}; for example: {two}")


def loaded(request: Request) -> tuple[Dataset, Stamp]:
    """Return the table asked for, whose digest only JSON prints, and what a report says of its origin: command, data, program."""
    dataset = load(*request.files, with_digest=request.form is Format.JSON)
    return dataset, Stamp(request.arguments, dataset.version, dataset.sha256, __version__)


def look_up(request: Request, make: Callable[[Dataset, Stamp], Report]) -> ExitCode:
    """Load the table, make a report and write it; an answer in JSON that holds nothing is an answer without rows."""
    dataset, stamp = loaded(request)
    try:
        report = make(dataset, stamp)
    except NothingMatchedError as error:
        if request.form is Format.JSON:
            deliver(Report(stamp, (), tuple, tuple, tuple, notes=(str(error),)), request._replace(options={"quiet": True}))
        raise
    return deliver(report, request)


def deliver(report: Report, request: Request, *, has_faults: bool = False) -> ExitCode:
    """Write a report to its destination; on a terminal its notes follow it, elsewhere they go to standard error."""
    is_screen = request.path is None and os.isatty(output.STDOUT) and request.form in FOR_PEOPLE
    style = Style(has_header=not request.has("no_header"), with_sources=request.has("with_sources"))
    if request.path is None and request.form in FOR_PEOPLE:
        style = style._replace(encoding=output.encoding_of(output.STDOUT))
    if is_screen:
        style = style._replace(width=output.terminal_size()[0], is_styled=output.is_styled(), has_links=output.has_links())
    text = render(report, request.form, style)
    caveats = report.caveats if request.form in {Format.TSV, Format.CSV, Format.JSONL} else ()  # they have no other place for them
    next_step = (report.next_step,) if request.form in {*FOR_PEOPLE, Format.MARKDOWN, Format.HTML} else ()
    notes = () if request.has("quiet") else tuple(filter(None, (*caveats, *report.notes, *next_step)))
    if is_screen and notes:
        from textwrap import wrap  # a pipe does without

        folded = (wrap(note, style.width or 0, break_long_words=False, break_on_hyphens=False) for note in notes)
        text += "".join(f"{style.fit(line)}\n" for lines in ([""], *folded) for line in lines)
    if is_screen and not request.has("no_pager"):
        output.write_pages(text, style.encoding)
    else:
        output.write(text, request.path, style.encoding)
    if not is_screen:
        output.say("\n".join(notes))
    return ExitCode.NOTHING_MATCHED if has_faults else ExitCode.ANSWERED


def print_text(text: str, path: str | None = None, *, for_people: bool = False) -> ExitCode:
    """Write a text that is no report to a file or standard output; for people, in characters that standard output has."""
    style = Style()
    if for_people and path is None:
        style = Style(encoding=output.encoding_of(output.STDOUT))
        text = "\n".join(map(style.fit, text.split("\n")))
    output.write(text, path, style.encoding)
    return ExitCode.ANSWERED
