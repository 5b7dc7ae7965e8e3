"""Markdown that GitHub prints as it was meant."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markdown_it import MarkdownIt

from milstats.render import Format, Style, render
from milstats.reports.report import Paragraph

SMALL = """\
## Leaving a unit, article 337

**Each year**

|  |  | 2018 | 2019 | 2020 | 2021 | 2022 | 2023 |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
| People convicted | Court Department | – | – | [34](https://example.org/court-2022#:~:text=1)¹ | [527](https://example.org/court-2022#:~:text=1)¹ | – | – |
| People convicted | Proekt | – | – | – | – | – | [4,373](https://example.org/paper-2024#:~:text=1)\\*² |
| Cases tried | Court Department | – | – | [9](https://example.org/court-2022#:~:text=1)¹ | – | [\\>3,500](https://example.org/paper-2024#:~:text=1)\\*†² | – |
| Cases registered | Rosstat | [7](https://example.org/leaflet#:~:text=1)³ | [8](https://example.org/leaflet#:~:text=1)³ | – | – | – | – |

**Since 24 February 2022, latest total**

|  |  |  |  | Note |
| --- | --- | ---: | --- | --- |
| Sentences | Proekt | [12,460](https://example.org/paper-2024#:~:text=1)² | to 27 December 2024 | A note on it. |

\\* disputed: the 4,373 is given for 2023 and for wartime

† January to July     – no figure     \\> more than

`milstats show awol --full`

## Sources

1. Court Department, 1 April 2022, [The year 2021](https://example.org/court) (court-2022)
2. The Paper, 22 February 2024, [Wartime \\| convictions](https://example.org/paper) (paper-2024)
3. A Leaflet, undated, [Without a date](https://example.org/leaflet) (leaflet)
"""


def test_a_page_is_tables_with_links_and_a_numbered_list_of_sources(small):
    assert render(small, Format.MARKDOWN, Style()) == SMALL


def test_a_reader_of_markdown_finds_the_tables_and_the_list(small):
    page = MarkdownIt("commonmark").enable("table").render(render(small, Format.MARKDOWN, Style()))
    assert (page.count("<table>"), page.count("<tr>"), page.count("<li>")) == (2, 7, 3)
    assert '<a href="https://example.org/court-2022#:~:text=1">527</a>¹' in page


def test_a_cell_stays_in_its_cell_and_holds_no_markup(report_of, hostile):
    text = render(report_of(hostile), Format.MARKDOWN, Style())
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows} == {6}
    page = MarkdownIt("commonmark").enable("table").render(text)
    assert not re.search(r"<(?:script|img|b|g)\b", page)


@pytest.mark.parametrize(
    "text", ["1. a", "- a", "+ a", "# a", "> a", "1) a", "    a", "a|b", "***", "[x]: y", "~~a~~", "&lt;", "---", "===", "```"]
)
def test_a_paragraph_is_printed_as_it_stands(small, text):
    report = small._replace(page=lambda: (Paragraph(text),))
    page = MarkdownIt("commonmark").enable("table").render(render(report, Format.MARKDOWN, Style()))
    assert unescape(page) == f"<p>{text.strip()}</p>\n"
