"""What each command does once its words are read: load, select, report, render, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milstats import __version__
from milstats.cli import output
from milstats.cli.arguments import Request, data_files, ending, is_completing, is_option, one_of, read_plain, read_request
from milstats.data.files import PACKAGED, STDIN, load
from milstats.errors import ExitCode, MilstatsError, NothingMatchedError, NotWrittenError, UsageError, quoted
from milstats.model.period import Period
from milstats.model.records import link_of
from milstats.model.selection import Query, Word, WordKind, figure_named, option_word, read_words, select
from milstats.model.wording import joined
from milstats.render import FOR_PEOPLE, Format, Style, render
from milstats.reports.report import Page, Report, Stamp
from milstats.reports.show import show_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from milstats.model.records import Dataset, Figure

VERSION = f"milstats {__version__} (data format 1, JSON schema 1)"
_ROWS_ONLY = {Format.TSV, Format.CSV, Format.JSONL}  # formats without a place for what is said of all rows
_PAGES = FOR_PEOPLE | {Format.MARKDOWN, Format.HTML}  # formats that show the summary
_CHARTS = (".svg", ".png", ".pdf")
_SIDES = 2
_WORD_OPTIONS = "--year --years --month --date --topic --offence --offense --stage --id --figure --number --value --word --search"
_MEANINGS = {
    WordKind.ID: "a figure", WordKind.SOURCE: "a source", WordKind.OFFENCE: "a topic", WordKind.PERIOD: "a period",
    WordKind.MEASURE: "a measure", WordKind.COUNTER: "a counter", WordKind.NUMBER: "a number of the table",
}  # fmt: skip


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
        print_text(f"{VERSION}\n", for_people=True)
        return ExitCode.ANSWERED
    from milstats.cli.app import run_app

    return run_app(arguments)


def show(request: Request) -> ExitCode:
    """Answer `milstats show`."""

    def report(dataset: Dataset) -> Report:
        return show_report(dataset, select(dataset, query_of(dataset, request)), request.view, stamp_of(dataset, request))

    return _look_up(request, report)


def compare(request: Request) -> ExitCode:
    """Answer `milstats compare`; with --strict, a refused pair is a failure."""
    from milstats.comparison import compare as compared  # as below, a command pays for itself only
    from milstats.reports.compare import compare_report

    refused = False

    def report(dataset: Dataset) -> Report:
        nonlocal refused
        (a, b), query = sides_of(dataset, query_of(dataset, request))
        comparisons = compared(dataset, a, b, query)
        refused = any(row.is_refused for row in comparisons.rows)
        return compare_report(comparisons, stamp_of(dataset, request), request.view)

    status = _look_up(request, report)
    return ExitCode.REFUSED if request.is_strict and refused else status


def trend(request: Request) -> ExitCode:
    """Answer `milstats trend`, and draw the chart that --save names."""
    from milstats.reports.trend import trend_report

    chart = request.own_text("save")
    if chart is not None and ending(chart) not in _CHARTS:
        raise UsageError(f"--save: expected a file that ends in .svg, .png or .pdf, found {quoted(chart)}")

    def report(dataset: Dataset) -> Report:
        found = trend_report(dataset, select(dataset, query_of(dataset, request)), request.view, stamp_of(dataset, request))
        if chart is not None:
            from milstats.render.charts import picture  # matplotlib is optional, and slow to import

            output.write_file(chart, picture(found, ending(chart).removeprefix(".")))
        return found

    return _look_up(request, report)


def topics(request: Request) -> ExitCode:
    """Answer `milstats topics`."""
    from milstats.reports.catalogue import topics_report as report

    return _look_up(request, lambda dataset: report(dataset, " ".join(request.words) or None, stamp_of(dataset, request)))


def sources(request: Request) -> ExitCode:
    """Answer `milstats sources`."""
    from milstats.reports.catalogue import sources_report as report

    return _look_up(request, lambda dataset: report(dataset, " ".join(request.words) or None, stamp_of(dataset, request)))


def cite(request: Request) -> ExitCode:
    """Answer `milstats cite`."""
    from milstats.reports.cite import STYLE_ENDINGS, CitationStyle, references_of

    style, pair = request.own_text("style"), request.own.get("pair")
    a_and_b = tuple(map(str, pair)) if isinstance(pair, tuple) else ()
    if not request.words and not a_and_b:
        raise UsageError("nothing to cite: expected a figure, or --compare and two of them; see `milstats show --columns id`")
    if style is not None:
        chosen = CitationStyle(one_of(style, [*CitationStyle], "--style", "a style"))
    else:
        chosen = STYLE_ENDINGS.get(ending(request.path or ""), CitationStyle.TEXT)
    text = references_of(load(*request.files), request.words, (a_and_b[0], a_and_b[1]) if a_and_b else None, chosen)
    return _print(text, request, for_people=chosen is CitationStyle.TEXT)


def open_pages(request: Request) -> ExitCode:
    """Answer `milstats open`: open the page of each figure in a browser, or print the links."""
    if not request.words:
        raise UsageError("nothing to open: expected a figure; see `milstats show --columns id`")
    dataset = load(*request.files)
    links = [link_of(dataset, figure_named(dataset, name)) for name in request.words]
    if request.own.get("prints") or request.path is not None:
        return _print("".join(f"{link}\n" for link in links), request)
    import webbrowser  # only this command needs it

    unopened = [link for link in links if not webbrowser.open(link)]
    if unopened:
        raise NotWrittenError(f"no browser can be opened here; the link is {' '.join(unopened)}")
    return ExitCode.ANSWERED


def verify(request: Request) -> ExitCode:
    """Answer `milstats verify`; a quote that a page does not prove is a failure."""
    from milstats.checks.quotes import UNPROVED, pages_asked, verify_pages
    from milstats.reports.findings import verify_report

    dataset = load(*request.files, with_digest=request.form is Format.JSON)
    source, page, folder = map(request.own_text, ("page_source", "page", "folder"))
    asked = pages_asked(dataset, source, page, folder, request.files)
    verified = verify_pages(dataset, asked.pages)
    deliver(verify_report(dataset, verified, asked.notes, stamp_of(dataset, request)), request)
    return ExitCode.NOTHING_MATCHED if any(one.status in UNPROVED for one in verified) else ExitCode.ANSWERED


def check(request: Request) -> ExitCode:
    """Answer `milstats check`; a finding is a failure."""
    from milstats.checks.table import check as checked
    from milstats.data import load as tables
    from milstats.reports.findings import check_report

    typed = request.own.get("tables")
    files = tuple(map(str, typed)) if isinstance(typed, list) else ()
    if files and request.own.get("data"):
        raise UsageError("expected the files as arguments or with --data, found both")
    documents = tables.documents_of(*(files or request.files), with_digest=request.form is Format.JSON)
    dataset = tables.joined(documents)
    found = checked(dataset, documents)
    deliver(check_report(dataset, found, stamp_of(dataset, request)), request)
    return ExitCode.NOTHING_MATCHED if found.findings else ExitCode.ANSWERED


def factcheck(request: Request) -> ExitCode:
    """Answer `milstats factcheck`; a number that the table contradicts is a failure."""
    from milstats.checks import factcheck, pages
    from milstats.reports.findings import factcheck_report

    draft = request.own_text("draft")
    if draft is None:
        raise UsageError("DRAFT is missing; expected a file, or - for standard input")
    if draft == STDIN and STDIN in request.files:
        raise UsageError("standard input can't be both the draft and the table")
    dataset = load(*request.files, with_digest=request.form is Format.JSON)
    findings = factcheck.factcheck(dataset, pages.read_draft(draft), request.as_of)
    shown = findings if request.own.get("unknown") else tuple(one for one in findings if one.status is not factcheck.FactStatus.UNKNOWN)
    deliver(factcheck_report(dataset, shown, stamp_of(dataset, request)), request)
    return ExitCode.NOTHING_MATCHED if any(one.status is factcheck.FactStatus.CHECK for one in findings) else ExitCode.ANSWERED


def export(request: Request) -> ExitCode:
    """Answer `milstats export`."""
    from milstats.cli.export import export_table, form_of

    path = request.own_text("path") or ""
    form = form_of(request.own_text("to"), path)
    is_packaged = {*request.files} <= {PACKAGED}
    export_table(load(*request.files), path, form, is_packaged=is_packaged, force=bool(request.own.get("force")))
    return ExitCode.ANSWERED


def schema(request: Request) -> ExitCode:
    """Answer `milstats schema`."""
    from milstats.data.json_schema import schema_text

    return _print(schema_text(), request)


def mcp(request: Request) -> ExitCode:
    """Answer `milstats mcp`: serve until the client goes away."""
    try:
        from milstats.cli.mcp import serve  # optional, and slow to import
    except ModuleNotFoundError:
        raise UsageError("mcp needs the MCP SDK; install it with: pip install 'milstats[mcp]'") from None
    serve(*request.files)
    return ExitCode.ANSWERED


def query_of(dataset: Dataset, request: Request) -> Query:
    """Return the query that words and options make up."""
    narrowing = tuple(option_word(dataset, kind, value) for kind, value in request.narrowing)
    return Query((*read_words(dataset, request.words), *narrowing), request.as_of, request.everything)


def sides_of(dataset: Dataset, query: Query) -> tuple[tuple[Period | Figure, Period | Figure], Query]:
    """Return the two periods or figures among the words of a comparison, and the query that the other words make up.

    Raises:
        UsageError: if they are not two; the message says what to type.
    """
    sides = [word for word in query.words if word.kind in {WordKind.ID, WordKind.PERIOD}]
    others = [word for word in query.words if word not in sides]
    if len(sides) != _SIDES:
        raise UsageError(_not_two(sides, others))
    a, b = (word.value if isinstance(word.value, Period) else dataset.figures[str(word.value)] for word in sides)
    return (a, b), query._replace(words=tuple(others))


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


def slip(arguments: Sequence[str], command: str | None) -> str | None:
    """Return what to type instead of a command or an option that there is not, or None where nothing is plain.

    >>> slip(["awol"], None)
    'awol is a topic; to see its figures: milstats show awol'
    >>> slip(["show", "awol", "--year", "2023"], "show")
    '--year is no option, since a year is a word; type: milstats show awol 2023'
    """
    if command is not None:
        return _option_slip(arguments)
    words = [word for word in arguments if not is_option(word)]
    try:
        read = read_words(load(*data_files(())), words)
    except MilstatsError:
        return None
    if not read or read[0].kind not in _MEANINGS:
        return None
    return f"{read[0].typed} is {_MEANINGS[read[0].kind]}; to see its figures: {Stamp(('show', *words), '', None, '').command}"


def _option_slip(arguments: Sequence[str]) -> str | None:
    """Return the command without an option that is a word in milstats, or None where there is no such option."""
    split = [part for word in arguments for part in (word.split("=", 1) if word.startswith("--") else [word])]
    name = next((word for word in split if word in _WORD_OPTIONS.split()), None)
    if name is None:
        return None
    words = tuple(word for word in split if word != name)
    return f"{name} is no option, since a {name[2:].removesuffix('s')} is a word; type: {Stamp(words, '', None, '').command}"


def stamp_of(dataset: Dataset, request: Request) -> Stamp:
    """Return what a report says of its origin: the command as it was typed, the data, the program."""
    return Stamp(request.arguments, dataset.version, dataset.sha256, __version__)


def deliver(report: Report, request: Request) -> None:
    """Write a report to its destination; on a terminal its notes follow it, elsewhere they go to standard error."""
    is_screen = request.path is None and output.is_terminal() and request.form in FOR_PEOPLE
    style = Style(has_header=request.has_header, with_sources=request.with_sources)
    if request.path is None and request.form in FOR_PEOPLE:
        style = style._replace(encoding=output.encoding_of(output.STDOUT))
    if is_screen:
        style = style._replace(width=output.terminal_size()[0], is_styled=output.is_styled(), has_links=output.has_links())
    text = "".join(f"{style.fit(line)}\n" for line in report.sentences()) if request.as_lines else render(report, request.form, style)
    notes = () if request.is_quiet else _notes(report, request.form)
    if is_screen and notes:
        text += "".join(f"{style.fit(line)}\n" for line in ("", *notes))
    if request.path is not None:
        output.write_file(request.path, text.encode("utf-8", "backslashreplace"))
    elif is_screen and request.uses_pager:
        output.write_pages(text, style.encoding)
    else:
        output.write_stdout(text, style.encoding)
    if not is_screen:
        for note in notes:
            output.say(note)


def _notes(report: Report, form: Format) -> tuple[str, ...]:
    """Return what is said of an answer besides it: what the format has no place for, what was left out, what to type next."""
    caveats = report.caveats if form in _ROWS_ONLY else ()
    return (*caveats, *report.notes, *filter(None, (report.next_step if form in _PAGES else "",)))


def _look_up(request: Request, make: Callable[[Dataset], Report]) -> ExitCode:
    """Load the table, make a report and write it; an answer in JSON that holds nothing is an answer without rows."""
    dataset = load(*request.files, with_digest=request.form is Format.JSON)
    try:
        report = make(dataset)
    except NothingMatchedError as error:
        if request.form is Format.JSON:
            nothing = Report(stamp_of(dataset, request), (), tuple, lambda: Page(()), tuple, notes=(str(error),))
            deliver(nothing, request._replace(is_quiet=True))
        raise
    deliver(report, request)
    return ExitCode.ANSWERED


def _print(text: str, request: Request, *, for_people: bool = False) -> ExitCode:
    """Write a text that is no report to a file or to standard output."""
    if request.path is not None:
        output.write_file(request.path, text.encode("utf-8", "backslashreplace"))
    else:
        print_text(text, for_people=for_people)
    return ExitCode.ANSWERED


def print_text(text: str, *, for_people: bool) -> None:
    """Write a text to standard output; for people, in characters that it has."""
    encoding = output.encoding_of(output.STDOUT) if for_people else "utf-8"
    fit = Style(encoding=encoding).fit
    output.write_stdout("\n".join(map(fit, text.split("\n"))) if for_people else text, encoding)
