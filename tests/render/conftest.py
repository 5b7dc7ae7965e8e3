"""A small report made by hand, one that holds a given text wherever it may, and texts that break what is careless."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from milstats.reports.report import Bar, Cell, Chart, Column, Heading, Line, Paragraph, Reference, Report, Stamp, Table

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = {
    "tab": "a\tb",
    "newline": "a\nb",
    "carriage return": "a\r\nb",
    "pipe": "a|b||c\\|",
    "backtick": "`x` ``y``",
    "rich markup": "[red]x[/red] [/] [sic] [link=https://x.org]y[/link]",
    "emoji name": ":warning: :smile:",
    "escape": "\x1b[31mred\x1b[0m",
    "line separator": "a\u2028b\u2029c\u0085d",
    "formula": "=1+1",
    "formula after a sign that prints nothing": "\u200b=1+1",
    "formula after a number": "-1+1|x",
    "quotes": 'a "b" \'c\' ""',
    "comma": "a,b;c",
    "blanks": "  a  b  ",
    "html": "<script>alert(1)</script> &amp; <b>",
    "markdown": "*a* _b_ # c ~d~ ![e](f) <g> !h",
    "list item": "- a",
    "ordered item": "1. a",
    "backslash": "C:\\dir\\[x] \\",
    "cyrillic": "самоволка",
    "cjk": "擅离职守",
    "combining": "e\u0301o\u0308",
    "right to left": "غياب",
    "overrides": "abc\u202egfe\u2066x\u200e",
    "nothing to see": "a\u200bb\u2060c\ufeffd\xade",
    "nul": "a\0b",
    "half of a pair": "a\udcffb",
    "no character": "a\uffffb\ufdd0",
    "empty": "",
    "long": "x" * 5_000,
    "end of script": "</script></style></title><img src=x onerror=alert(1)>",
    "end of attribute": '" onmouseover="alert(1)" x=\'',
    "comment": "--><!-- ]]><![CDATA[",
    "address of a script": "javascript:alert(1)",
    "address with a break": "https://example.org/\njavascript:alert(1)",
    "address with a quote": "https://example.org/'\"><b>",
}
STAMP = Stamp(("show", "awol"), "2026.1", None, "1.0")
COURT, PAPER = "court-2022", "paper-2024"
REFERENCES = (
    Reference(COURT, "Court Department", "The year 2021", date(2022, 4, 1), "https://example.org/court", "counter", 1),
    Reference(PAPER, "The Paper", "Wartime | convictions", date(2024, 2, 22), "https://example.org/paper", "relayer", 3),
    Reference("leaflet", "A Leaflet", "Without a date", None, "https://example.org/leaflet", "relayer", 1),
)
YEARS = (2018, 2019, 2020, 2021, 2022, 2023)


def number(text: str, *sources: str, mark: str = "") -> Cell:
    """Return a number that leads to its words."""
    return Cell(text, mark, sources, f"https://example.org/{sources[0]}#:~:text=1", int(text.strip(">").replace(",", "")))


def blocks() -> tuple[Heading | Table | Paragraph, ...]:
    """Return the parts of the small page."""
    none = Cell("–")
    columns = (Column(), Column(), *(Column(str(year), is_number=True, is_spare=True) for year in YEARS))
    return (
        Heading("Leaving a unit, article 337"),
        Table(
            "Each year",
            columns,
            (
                Line(
                    (Cell("People convicted"), Cell("Court Department"), none, none, number("34", COURT), number("527", COURT), none, none)
                ),
                Line((Cell(), Cell("Proekt"), none, none, none, none, none, number("4,373", PAPER, mark="*"))),
                Line(
                    (
                        Cell("Cases tried"),
                        Cell("Court Department"),
                        none,
                        none,
                        number("9", COURT),
                        none,
                        number(">3,500", PAPER, mark="*†"),
                        none,
                    )
                ),
                Line((Cell("Cases registered"), Cell("Rosstat"), number("7", "leaflet"), number("8", "leaflet"), none, none, none, none)),
            ),
        ),
        Table(
            "Since 24 February 2022, latest total",
            (Column(), Column(), Column(is_number=True), Column(may_wrap=True)),
            (Line((Cell("Sentences"), Cell("Proekt"), number("12,460", PAPER), Cell("to 27 December 2024")), ("A note on it.",)),),
        ),
        Paragraph("* disputed: the 4,373 is given for 2023 and for wartime"),
        Paragraph("† January to July     – no figure     > more than"),
        Paragraph("milstats show awol --full", is_command=True),
    )


@pytest.fixture
def small() -> Report:
    """The small report."""
    return Report(
        stamp=STAMP,
        columns=("id", "value", "published"),
        rows=lambda: (("one", 527, date(2024, 2, 22)), ("two", None, None)),
        page=blocks,
        sentences=lambda: ("527 people were convicted – in “2021”.",),
        references=lambda: REFERENCES,
        caveats=("Documented cases only.",),
        notes=("1 figure left out",),
        title="Leaving a unit, article 337",
    )


@pytest.fixture
def charted(small: Report) -> Report:
    """The small report with a chart of it."""
    chart = Chart(
        title="Leaving a unit\nPeople convicted, counted by Proekt",
        years=range(2021, 2024),
        highest=Fraction(4373),
        bars=(
            Bar(date(2021, 1, 1), date(2021, 12, 31), 527, "527"),
            Bar(date(2023, 1, 1), date(2023, 7, 31), 4373, "4,373\nJanuary to July, $disputed$", is_doubted=True),
        ),
        gaps=((2022, "no figure"),),
        breaks=((date(2022, 9, 24), "law changed"),),
    )
    return small._replace(charts=lambda: (chart,))


@pytest.fixture
def report_of() -> Callable[[str], Report]:
    """What makes a report that holds a text wherever a report may hold text, and as an address."""

    def make(text: str) -> Report:
        cells = (Cell(text, text, (text,), text, text), Cell("1"), Cell(text, share=Fraction(1, 3)), Cell(text))
        table = Table(text, (Column(text), Column(text, is_number=True), Column(), Column(text, may_wrap=True)), (Line(cells, (text,)),))
        bar = Bar(date(2021, 1, 1), date(2021, 12, 31), 5, text, is_doubted=True)
        page = (Heading(text), table, Paragraph(text), Paragraph(text, text), Paragraph(text, is_command=True))
        return Report(
            stamp=Stamp((text,), text, text, text),
            columns=("id", "count", "text"),
            rows=lambda: ((text, 1, text), ("end", 2, "end")),
            page=lambda: page,
            sentences=lambda: (text,),
            references=lambda: (Reference(text, text, text, date(2024, 2, 22), text, text, 1),),
            notes=(text,),
            title=text,
            charts=lambda: (Chart(text, range(2021, 2024), Fraction(5), (bar,), ((2022, text or "no"),), ((date(2022, 9, 24), text),)),),
            every=lambda: page,
        )

    return make


@pytest.fixture(params=[*HOSTILE.values()], ids=[*HOSTILE])
def hostile(request: pytest.FixtureRequest) -> str:
    """A text that breaks what is careless."""
    text: str = request.param
    return text
