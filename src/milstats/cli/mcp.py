"""An MCP server on standard input and output: assistants look numbers up here, each with its source, and invent none.

Each tool calls what the command of its name calls, on the packaged table or that of `--data`, and writes nothing.
The protocol: https://modelcontextprotocol.io
"""

from typing import Annotated

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field, ValidationError

from milstats import __version__
from milstats.api import Answer, Row, Table, load
from milstats.errors import MilstatsError, UsageError
from milstats.model.records import Figure
from milstats.model.wording import sentence
from milstats.reports.cite import CitationStyle, references_of

INSTRUCTIONS = (
    "Documented counts of Russian soldiers convicted, tried or charged for leaving their unit, deserting or disobeying orders."
    " Quote a number only with its sentence, counter and link. A figure that is disputed needs its readings."
    " Divide or subtract no two numbers yourself: `compare` says whether they may be compared, and computes what is sound."
)
MOST_ROWS = 200
_LONGEST_DRAFT = 200_000  # characters that `factcheck` takes

Rows = dict[str, object]
Words = Annotated[
    list[str],
    Field(description="What to look up, in any order: an offence (awol, desertion, 337), a year or period, a measure, a counter, a number, an id."),
]
Side = Annotated[str, Field(description="A period (2021, 2023-H1, 2018..2022, wartime) or the id of a figure.")]


class _Server(MCPServer):
    """The server, which explains what is wrong with a call in one line."""

    async def call_tool(self, *arguments: object, **named: object) -> object:  # type: ignore[override]  # whatever the SDK hands over
        """Call a tool.

        Raises:
            ToolError: if the parameters are not what the tool takes, or the table has no answer.
        """
        try:
            return await super().call_tool(*arguments, **named)  # type: ignore[arg-type]  # as above
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}" for fault in cause.errors(include_url=False))
                raise ToolError("; ".join(faults)) from None
            if isinstance(cause, MilstatsError):
                raise ToolError(str(cause)) from None
            raise


def serve(*files: str) -> None:
    """Serve a table until the client goes away; standard output carries the protocol and nothing else.

    Raises:
        DataError: if the table can't be read or is not valid.
    """
    server(load(*files)).run("stdio")


def server(table: Table) -> MCPServer:
    """Return the server of a table, with its tools."""
    app = _Server("milstats", version=__version__, instructions=INSTRUCTIONS, log_level="ERROR")
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for tool in (_show(table), _compare(table), _cite(table), _topics(table), _factcheck(table)):
        app.add_tool(tool, annotations=reads)
    return app


def _show(table: Table):  # noqa: ANN202 -- each returns a function whose parameters the SDK reads
    def show(words: Words, full: Annotated[bool, Field(description="All figures, not only the summary.")] = False) -> Rows:
        """Look up figures: each with its hedge, unit, measure, period, counter, publisher, link to the very words, and a sentence to quote."""
        answer = table.select(*words)
        figures = {figure.id: figure for figure in answer.values}
        rows = [row | _said(table, figures[str(row["id"])]) for row in answer.to_rows()]
        shown = rows if full or len(rows) <= 5 else [row for row in rows if row["headline"]] or rows
        return {"figures": len(rows), "rows": shown[:MOST_ROWS], "notes": _notes(answer)}

    return show


def _said(table: Table, figure: Figure) -> Rows:
    """Return what a reader must be told of a figure besides its row: whether it is disputed, how else it is read, its sentence."""
    readings = [
        {
            "why": reading.why,
            "source": reading.source,
            "value": reading.value and float(reading.value),
            "period": reading.period and reading.period.text,
            "measure": reading.measure and reading.measure.value,
        }
        for reading in figure.readings
    ]
    return {"disputed": "disputed" in figure.status, "readings": readings, "sentence": sentence(table.dataset, figure)}


def _compare(table: Table):  # noqa: ANN202 -- as above
    def compare(
        a: Side, b: Side, words: Annotated[list[str], Field(description="What to narrow to: an offence, a measure, a counter.")] = []  # noqa: B006 -- the SDK reads it
    ) -> Rows:
        """Compare two periods or two figures. Each row has a relation, a verdict and its reasons; a refused pair is an answer that says why."""
        answer = table.compare(a, b, *words)
        rows = answer.to_rows()
        return {"rows": rows[:MOST_ROWS], "comparisons": len(rows), "notes": _notes(answer)}

    return compare


def _cite(table: Table):  # noqa: ANN202 -- as above
    def cite(
        ids: Annotated[list[str], Field(description="The ids of figures.", min_length=1)],
        style: Annotated[CitationStyle, Field(description="How to write it.")] = CitationStyle.TEXT,
    ) -> Rows:
        """Write references to figures, ready to paste."""
        return {"style": style.value, "references": references_of(table.dataset, ids, None, style)}

    return cite


def _topics(table: Table):  # noqa: ANN202 -- as above
    def topics() -> Rows:
        """List what can be asked for: offences with their names, periods, measures, and who counted."""
        return {"rows": table.topics().to_rows()}

    return topics


def _factcheck(table: Table):  # noqa: ANN202 -- as above
    def factcheck(text: Annotated[str, Field(description="A draft, as text or Markdown.")]) -> Rows:
        """Check the numbers in a draft: which ones the table knows, and which few it can prove wrong."""
        if len(text) > _LONGEST_DRAFT:
            raise UsageError(f"the draft is longer than {_LONGEST_DRAFT:,} characters; send it in parts")
        answer = table.factcheck(text)
        rows = answer.to_rows()
        return {"check": sum(row["status"] == "check" for row in rows), "rows": rows[:MOST_ROWS]}

    return factcheck


def _notes(answer: Answer) -> list[str]:
    """Return what must be said with the rows."""
    return [*answer.report.caveats, *answer.report.notes]
