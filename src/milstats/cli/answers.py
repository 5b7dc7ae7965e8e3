"""What each command does once its words are read, but for `show` and `compare`, which wait for none of what these import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from milstats import __version__
from milstats.cli.commands import LOOKUPS, Answer, Request, deliver, ending, loaded, look_up, one_of, print_text, query_of
from milstats.cli.output import write_file
from milstats.data.files import PACKAGED, STDIN, load
from milstats.errors import ExitCode, NotWrittenError, UsageError, quoted
from milstats.model.records import Dataset, link_of
from milstats.model.selection import figure_named, select
from milstats.render import Format
from milstats.render.charts import picture
from milstats.reports.catalogue import sources_report, topics_report
from milstats.reports.findings import check_report, factcheck_report, verify_report
from milstats.reports.report import Report, Stamp
from milstats.reports.trend import trend_report

if TYPE_CHECKING:
    from milstats.data.toml import Document


def trend(request: Request) -> ExitCode:
    chart = request.text("save")
    if chart is not None and ending(chart) not in {".svg", ".png", ".pdf"}:
        raise UsageError(f"--save: expected a file that ends in .svg, .png or .pdf, found {quoted(chart)}")

    def report(dataset: Dataset, stamp: Stamp) -> Report:
        found = trend_report(dataset, select(dataset, query_of(dataset, request)), request.view, stamp)
        if chart is not None:
            write_file(chart, picture(found, ending(chart).removeprefix(".")))
        return found

    return look_up(request, report)


def topics(request: Request) -> ExitCode:
    return look_up(request, lambda dataset, stamp: topics_report(dataset, " ".join(request.words) or None, stamp))


def sources(request: Request) -> ExitCode:
    return look_up(request, lambda dataset, stamp: sources_report(dataset, " ".join(request.words) or None, stamp))


def cite(request: Request) -> ExitCode:
    from milstats.reports.cite import STYLE_ENDINGS, CitationStyle, references_of  # slow to import, as what follows

    style, pair = request.text("style"), request.texts("pair")
    if not request.words and not pair:
        raise UsageError("nothing to cite: expected a figure, or --compare and two of them; see `milstats show --columns id`")
    if style is not None:
        chosen = CitationStyle(one_of(style, [*CitationStyle], "--style", "a style"))
    else:
        chosen = STYLE_ENDINGS.get(ending(request.path or ""), CitationStyle.TEXT)
    a_and_b = (pair[0], pair[1]) if pair else None
    text = references_of(load(*request.files), request.words, a_and_b, chosen)
    return print_text(text, request.path, for_people=chosen is CitationStyle.TEXT)


def open_pages(request: Request) -> ExitCode:
    import webbrowser  # imports sockets, threads and shells

    if not request.words:
        raise UsageError("nothing to open: expected a figure; see `milstats show --columns id`")
    dataset = load(*request.files)
    links = [link_of(dataset, figure_named(dataset, name)) for name in request.words]
    if request.has("prints") or request.path is not None:
        return print_text("".join(f"{link}\n" for link in links), request.path)
    if unopened := [link for link in links if not webbrowser.open(link)]:
        raise NotWrittenError(f"no browser can be opened here; the link is {' '.join(unopened)}")
    return ExitCode.ANSWERED


def verify(request: Request) -> ExitCode:
    from milstats.checks.quotes import UNPROVED, pages_asked, verify_pages

    dataset, stamp = loaded(request)
    source, page, folder = map(request.text, ("page_source", "page", "folder"))
    pages, notes = pages_asked(dataset, source, page, folder, request.files)
    verified = verify_pages(dataset, pages)
    report = verify_report(dataset, verified, tuple(notes), stamp)
    return deliver(report, request, has_faults=any(one.status in UNPROVED for one in verified))


def factcheck(request: Request) -> ExitCode:
    from milstats.checks import factcheck, pages

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


def check(request: Request) -> ExitCode:
    from milstats.checks.table import check as checked
    from milstats.data.load import documents_of, joined

    files = (*request.texts("tables"), *request.texts("data")) or request.files or (PACKAGED,)
    is_json = request.form is Format.JSON
    if files == (PACKAGED,):  # it is compiled: its text is read only for the lines of findings
        documents: Iterable[Document] = (document for name in files for document in documents_of(name))
        dataset = load(with_digest=is_json)
    else:
        documents = documents_of(*files, with_digest=is_json)
        dataset = joined([*documents])
    found = checked(dataset, documents)
    report = check_report(dataset, found, Stamp(request.arguments, dataset.version, dataset.sha256, __version__))
    return deliver(report, request, has_faults=bool(found.findings))


def export(request: Request) -> ExitCode:
    from milstats.cli.export import export_table, form_of

    path = request.text("path") or ""
    form = form_of(request.text("to"), path)
    is_packaged = {*request.files} <= {PACKAGED}
    export_table(load(*request.files), path, form, is_packaged=is_packaged, force=request.has("force"))
    return ExitCode.ANSWERED


def schema(request: Request) -> ExitCode:
    from milstats.data.json_schema import schema_text

    return print_text(schema_text(), request.path)


def mcp(request: Request) -> ExitCode:
    try:
        from milstats.cli.mcp import serve  # optional, and slow to import
    except ModuleNotFoundError:
        raise UsageError("mcp needs the MCP SDK; install it with: pip install 'milstats[mcp]'") from None
    serve(*request.files)
    return ExitCode.ANSWERED


ANSWERS: dict[str, Answer] = {
    **LOOKUPS, "trend": trend, "topics": topics, "sources": sources, "cite": cite, "open": open_pages, "verify": verify,
    "factcheck": factcheck, "check": check, "export": export, "schema": schema, "mcp": mcp,
}  # fmt: skip
