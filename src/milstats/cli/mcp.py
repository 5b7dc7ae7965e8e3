"""An MCP server on standard input and output: assistants look numbers up here, each with its source, and invent none.

Each tool calls what the command of its name calls, on the packaged table or that of `--data`, and writes nothing.
The protocol: https://modelcontextprotocol.io
"""

import sys
from contextlib import redirect_stdout
from typing import Annotated, NamedTuple

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field, ValidationError

from milstats import __version__
from milstats.api import Answer, Table, load
from milstats.checks.factcheck import factcheck
from milstats.checks.pages import page_of_markdown
from milstats.errors import MilstatsError
from milstats.model.records import Figure
from milstats.model.wording import label, sentence
from milstats.reports.cite import CitationStyle, references_of
from milstats.reports.findings import factcheck_report
from milstats.reports.report import Stamp

INSTRUCTIONS = (
    "Documented counts of Russian soldiers convicted, tried or charged for leaving their unit, deserting or disobeying orders."
    " Quote a number only with its sentence, counter and link, and a disputed one with its readings."
    " Divide or subtract no numbers yourself: `compare` says whether two may be compared, and computes what is sound."
)
_MOST_ROWS = 200
_FEW = 5  # rows that are answered whole
_LONGEST_DRAFT = 200_000  # characters

Rows = dict[str, object]
_WORDS = "An offence (awol, desertion, 337), a year or period, a measure, a counter, a number or an id, in any order."
Words = Annotated[list[str], Field(description=_WORDS)]
Narrowing = Annotated[list[str] | None, Field(description="An offence, a measure or a counter to narrow to.")]
Side = Annotated[str, Field(description="A period (2021, 2023-H1, 2018..2022, wartime) or the id of a figure.")]


class _Server(MCPServer[object]):
    """A server that explains what is wrong with a call in one line."""

    async def call_tool(self, *arguments: object, **named: object) -> object:  # type: ignore[override]  # whatever the SDK passes on
        try:
            return await super().call_tool(*arguments, **named)  # type: ignore[arg-type]  # as above
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}" for fault in cause.errors())
                raise ToolError("; ".join(faults)) from None
            if isinstance(cause, MilstatsError):
                raise ToolError(str(cause)) from None
            raise


class Tools(NamedTuple):
    """The tools, each a method whose parameters the assistant reads."""

    table: Table

    def show(self, words: Words, full: Annotated[bool, Field(description="All figures, not only the summary.")] = False) -> Rows:
        answer = self.table.select(*words)
        figures = {figure.id: figure for figure in answer.values}
        rows: list[Rows] = [{**row, **self._details(figures[str(row["id"])])} for row in answer.to_rows()]
        shown = rows if full or len(rows) <= _FEW else [row for row in rows if row["headline"] == "true"] or rows
        return {"figures": len(rows), "rows": shown[:_MOST_ROWS], "notes": [*answer.report.caveats, *answer.report.notes]}

    def compare(self, a: Side, b: Side, words: Narrowing = None) -> Rows:
        answer = self.table.compare(a, b, *(words or ()))
        rows: list[Rows] = []
        for row, comparison in zip(answer.to_rows(), answer.values, strict=True):
            rows.append({**row, "figures": {figure.id: self._details(figure) for figure in comparison.figures}})
        return {"comparisons": len(rows), "rows": rows[:_MOST_ROWS], "notes": [*answer.report.caveats, *answer.report.notes]}

    def cite(
        self,
        ids: Annotated[list[str], Field(description="The ids of figures.", min_length=1)],
        style: Annotated[CitationStyle, Field(description="How to write them.")] = CitationStyle.TEXT,
    ) -> Rows:
        return {"references": references_of(self.table.dataset, ids, None, style)}

    def topics(self) -> Rows:
        return {"rows": self.table.topics().to_rows()}

    def factcheck(self, text: Annotated[str, Field(description="A draft, as text or Markdown.", max_length=_LONGEST_DRAFT)]) -> Rows:
        dataset = self.table.dataset
        findings = factcheck(dataset, page_of_markdown("draft", text))
        rows = Answer(findings, factcheck_report(dataset, findings, Stamp(("factcheck",), dataset.version, None, __version__))).to_rows()
        return {"check": sum(row["status"] == "check" for row in rows), "rows": rows[:_MOST_ROWS]}

    def _details(self, figure: Figure) -> Rows:
        readings = [
            {
                "why": reading.why,
                "source": reading.source,
                "value": reading.value if reading.value is None else float(reading.value),
                "period": reading.period and label(reading.period),
                "measure": reading.measure,
            }
            for reading in figure.readings
        ]
        return {"disputed": "disputed" in figure.status, "readings": readings, "sentence": sentence(self.table.dataset, figure)}


def server(table: Table) -> MCPServer[object]:
    """Return the server of a table."""
    app = _Server("milstats", version=__version__, instructions=INSTRUCTIONS, log_level="CRITICAL")
    tools = Tools(table)
    described = (  # `python -OO` takes docstrings away
        (tools.show, "Look up figures, each with its hedge, unit, measure, period, counter, publisher, link to the very words, and a sentence to quote."),
        (tools.compare, "Compare two periods or two figures. Each row has a relation, a verdict and reasons; a refusal is an answer that says why."),
        (tools.cite, "Write references to figures, ready to paste."),
        (tools.topics, "List what can be asked for: offences with their names, and the years that the figures cover."),
        (tools.factcheck, "Check the numbers in a draft: those that the table knows, and the few that it can prove wrong."),
    )  # fmt: skip
    for tool, about in described:
        app.add_tool(tool, description=about, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    return app


def serve(*files: str) -> None:
    """Serve a table until the client goes away; standard output carries the protocol and nothing else.

    Raises:
        DataError: if the table can't be read or is not valid.
    """
    app = server(load(*files))
    with redirect_stdout(sys.__stdout__):  # the command line keeps what others print for later
        app.run("stdio")
