"""Reports as text, one module a format, each with `render(report, style) -> str` that ends in one newline."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, StrEnum

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report


class Format(StrEnum):
    """The formats that a report can be written in."""

    TABLE = "table"
    PROSE = "prose"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"


# The module that writes each format; imported when it is asked for, so that a lookup in a pipe never pays for Rich.
FORMATS = {
    Format.TABLE: "table",
    Format.PROSE: "prose",
    Format.TSV: "tsv",
    Format.CSV: "csv",
    Format.JSON: "json",
    Format.JSONL: "jsonl",
    Format.MARKDOWN: "markdown",
    Format.HTML: "html",
}
ENDINGS = {
    ".txt": Format.TABLE,
    ".tsv": Format.TSV,
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
}
FOR_PEOPLE = frozenset({Format.TABLE, Format.PROSE})  # written in the terminal's own encoding; all others are UTF-8


def render(report: Report, form: Format, style: Style) -> str:
    """Return a report written in a format."""
    module = __import__(f"milstats.render.{FORMATS[form]}", fromlist=["render"])  # importlib would bring `warnings` along
    text = module.render(report, style)
    assert isinstance(text, str)  # noqa: S101 -- tells the type checker what every format module returns
    return text
