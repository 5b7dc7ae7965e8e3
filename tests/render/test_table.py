"""The page on a terminal and in a pipe: digits under digits, whole numbers, and no more columns than there is room for."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from rich.cells import cell_len

from milstats.render import Format, Style, render
from milstats.reports.report import Cell, Column, Line, Paragraph, Table

PIPE = """\
Leaving a unit, article 337

Each year                             2020    2021      2022      2023
  People convicted  Court Department    34 ¹   527 ¹       –         –
                    Proekt               –       –         –     4,373*²
  Cases tried       Court Department     9 ¹     –    >3,500*†²      –

Since 24 February 2022, latest total
  Sentences         Proekt            12,460 ²  to 27 December 2024
    A note on it.

* disputed: the 4,373 is given for 2023 and for wartime
† January to July     – no figure     > more than
  milstats show awol --full

¹ Court Department, 1 April 2022 · court-2022
² The Paper, 22 February 2024 · paper-2024
"""
AT_100 = """\
Leaving a unit, article 337

Each year                             2018    2019    2020    2021      2022      2023
  People convicted  Court Department     –       –      34 ¹   527 ¹       –         –
                    Proekt               –       –       –       –         –     4,373*²
  Cases tried       Court Department     –       –       9 ¹     –    >3,500*†²      –
  Cases registered  Rosstat              7 ³     8 ³     –       –         –         –

Since 24 February 2022, latest total
  Sentences         Proekt            12,460 ²  to 27 December 2024
    A note on it.

* disputed: the 4,373 is given for 2023 and for wartime
† January to July     – no figure     > more than
  milstats show awol --full

¹ Court Department, 1 April 2022 · court-2022
² The Paper, 22 February 2024 · paper-2024
³ A Leaflet, undated · leaflet
"""
AT_60 = """\
Leaving a unit, article 337

Each year             2020    2021      2022      2023
  People convicted
    Court Department    34 ¹   527 ¹       –         –
    Proekt               –       –         –     4,373*²
  Cases tried
    Court Department     9 ¹     –    >3,500*†²      –

Since 24 February 2022, latest total
  Sentences
    Proekt            12,460 ²  to 27 December 2024
      A note on it.

* disputed: the 4,373 is given for 2023 and for wartime
† January to July     – no figure     > more than
  milstats show awol --full

¹ Court Department, 1 April 2022 · court-2022
² The Paper, 22 February 2024 · paper-2024
"""
AT_40 = """\
Leaving a unit, article 337

Each year              2022     2023
  People convicted
    Proekt                –    4,373*¹
  Cases tried
    Court Department >3,500*†¹     –

Since 24 February 2022, latest total
  Sentences
    Proekt 12,460 ¹ to 27 December 2024
      A note on it.

* disputed: the 4,373 is given for 2023
and for wartime
† January to July     – no figure
> more than
  milstats show awol --full

¹ The Paper, 22 February 2024 ·
  paper-2024
"""
ASCII = """\
Leaving a unit, article 337

Each year                             2020      2021        2022        2023
  People convicted  Court Department    34 [1]   527 [1]       -           -
                    Proekt               -         -           -       4,373*[2]
  Cases tried       Court Department     9 [1]     -      >3,500*+[2]      -

Since 24 February 2022, latest total
  Sentences         Proekt            12,460 [2]  to 27 December 2024
    A note on it.

* disputed: the 4,373 is given for 2023 and for wartime
+ January to July     - no figure     > more than
  milstats show awol --full

[1] Court Department, 1 April 2022 - court-2022
    The year 2021
    https://example.org/court
[2] The Paper, 22 February 2024 - paper-2024
    Wartime | convictions
    https://example.org/paper
"""
ESCAPES = re.compile(r"\x1b\]8;;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m")
WIDTHS = {None: PIPE, 40: AT_40, 60: AT_60, 80: PIPE, 100: AT_100, 200: AT_100}


@pytest.mark.parametrize(("width", "text"), WIDTHS.items(), ids=str)
def test_a_page_takes_the_columns_that_there_is_room_for(small, width, text):
    assert render(small, Format.TABLE, Style(width=width)) == text
    assert width is None or max(map(cell_len, text.split("\n"))) <= width


def test_in_ascii_no_sign_is_lost_and_sources_have_titles_and_addresses(small):
    assert render(small, Format.TABLE, Style(width=80, encoding="ascii", with_sources=True)) == ASCII


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_escapes_change_nothing_that_is_read(small, width):
    styled = render(small, Format.TABLE, Style(width=width, is_styled=True, has_links=True))
    assert ESCAPES.sub("", styled) == WIDTHS[width]
    assert "\x1b" not in ESCAPES.sub("", styled)


def test_on_a_terminal_the_number_stands_out_and_leads_to_its_words(small):
    styled = render(small, Format.TABLE, Style(width=80, is_styled=True, has_links=True))
    assert styled.startswith("\x1b[1mLeaving a unit, article 337\x1b[0m\n")
    assert "\x1b]8;;https://example.org/court-2022#:~:text=1\x1b\\\x1b[1m527\x1b[0m\x1b]8;;\x1b\\" in styled
    assert "\x1b[2mA note on it.\x1b[0m" in styled
    assert not re.search(r"\x1b\[[0-9;]*[34][0-9]", styled)  # no colour, so that it is read in the light and in the dark


def test_a_terminal_without_links_gets_none(small):
    assert "\x1b]8" not in render(small, Format.TABLE, Style(width=80, is_styled=True))
    assert "\x1b" not in render(small, Format.TABLE, Style(width=80, has_links=True))


def test_a_link_that_leads_elsewhere_than_to_the_web_is_none(small):
    page = (Paragraph("a", "javascript:alert(1)"), Paragraph("b", "https://example.org/\x1b\\"))
    text = render(small._replace(page=lambda: page), Format.TABLE, Style(width=80, is_styled=True, has_links=True))
    assert text == "a\nb\n"


def table_of(small, *rows, columns):
    """Return a report whose page is one table of these texts."""
    table = Table("", columns, tuple(Line(tuple(Cell(text) for text in row)) for row in rows))
    return small._replace(page=lambda: (table,))


@pytest.mark.parametrize("text", ["самоволка", "擅离职守", "e\u0301o\u0308", "غياب", "plain", "नमस्ते"])
def test_columns_line_up_whatever_the_script(small, text):
    report = table_of(
        small, (text, "1,234", "x"), ("a", "5", "x"), ("ab" * 10, "67", "x"), columns=(Column(), Column(is_number=True), Column())
    )
    lines = render(report, Format.TABLE, Style()).splitlines()
    assert [line[-1] for line in lines] == ["x", "x", "x"]
    assert len({cell_len(line) for line in lines}) == 1


@pytest.mark.parametrize(
    "text", ["[red]x[/red]", "[/]", "[sic]", "[1]", "[link=https://x.org]y[/link]", ":warning:", "C:\\dir\\[x]", "=1+1"]
)
@pytest.mark.parametrize("width", [None, 80])
def test_what_people_read_is_printed_as_it_stands(report_of, text, width):
    assert render(report_of(text), Format.TABLE, Style(width=width)).count(text) > 5


def test_in_a_pipe_nothing_wraps_and_no_line_ends_in_blanks(report_of):
    text = render(report_of("word " * 40_000 + "end"), Format.TABLE, Style())
    assert not re.search(r"[ ]\n", text)
    assert all(line.endswith(("end", "1")) for line in text.splitlines() if "word" in line)


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_words_wrap_between_blanks_and_an_address_never_does(small, width):
    address = "https://example.org/" + "a" * 90
    report = table_of(small, ("Link", address), ("Note", "word " * 30), columns=(Column(), Column(may_wrap=True)))
    lines = render(report, Format.TABLE, Style(width=width)).splitlines()
    assert any(line.endswith(address) for line in lines)
    assert [line for line in lines if cell_len(line) > width and address not in line] == []
    assert {word for line in lines for word in line.split()} == {"Link", "Note", "word", address}


@pytest.mark.parametrize("width", [20, 30, 40])
def test_where_columns_have_no_room_a_row_is_a_list_and_its_number_whole(small, width):
    columns = (Column("Counter"), Column("2023", is_number=True), Column("Period"), Column("Figure"))
    report = table_of(small, ("Court Department", "12,460", "to 27 December 2024", "court-awol-2024"), columns=columns)
    printed = render(report, Format.TABLE, Style(width=width))
    assert "  Court Department\n    2023: 12,460\n" in printed
    assert "court-awol-2024" in printed


@pytest.mark.parametrize(
    ("encoding", "bars"), [("utf-8", ["█" * 40, "█" * 20, "█" * 13 + "▍", "▏", ""]), ("ascii", ["#" * 40, "#" * 20, "#" * 13, "#", ""])]
)
def test_a_bar_is_drawn_to_scale_and_the_least_of_them_shows(small, encoding, bars):
    shares = [Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(1, 10**6), Fraction(0)]
    table = Table("", (Column(), Column()), tuple(Line((Cell("a"), Cell(share=share))) for share in shares))
    lines = render(small._replace(page=lambda: (table,)), Format.TABLE, Style(encoding=encoding)).splitlines()
    assert [line[3:].strip() for line in lines] == bars


def test_bars_take_what_room_there_is(small):
    table = Table("", (Column(), Column()), (Line((Cell("name"), Cell(share=Fraction(1)))),))
    for width, length in ((20, 12), (30, 22), (200, 40)):
        assert render(small._replace(page=lambda: (table,)), Format.TABLE, Style(width=width)).count("█") == length


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (2, "  Tried  Court   5\n         Court   5\n         Proekt  5\n  Fined  Proekt  5\n"),
        (3, "  Tried  Court   2022  5\n                 2023  5\n         Proekt  2023  5\n  Fined  Proekt  2023  5\n"),
    ],
)
def test_a_name_is_said_once_but_for_the_last_before_a_number(small, names, text):
    rows = [("Tried", "Court", "2022"), ("Tried", "Court", "2023"), ("Tried", "Proekt", "2023"), ("Fined", "Proekt", "2023")]
    columns = (*(Column() for _ in range(names)), Column(is_number=True))
    assert render(table_of(small, *((*row[:names], "5") for row in rows), columns=columns), Format.TABLE, Style()) == text


def test_titled_names_are_said_in_every_line(small):
    columns = (Column("what"), Column(), Column(is_number=True))
    assert render(table_of(small, *[("Tried", "Court", "5")] * 2, columns=columns), Format.TABLE, Style()).count("Tried") == 2


def test_several_sources_of_a_number_are_set_apart(small):
    table = Table("", (Column(is_number=True),), (Line((Cell("1", "", ("paper-2024", "leaflet")),)),))
    report = small._replace(page=lambda: (table,))
    assert render(report, Format.TABLE, Style()).startswith("  1 ¹,²\n\n¹ The Paper, 22 February 2024 · paper-2024\n² A Leaflet, undated")
    assert render(report, Format.TABLE, Style(encoding="ascii")).startswith("  1 [1][2]\n")


def test_what_blanks_set_apart_stays_together(small):
    report = small._replace(page=lambda: (Paragraph("– no figure     ~ about     > more than"),))
    assert render(report, Format.TABLE, Style(width=32)) == "– no figure     ~ about\n> more than\n"
