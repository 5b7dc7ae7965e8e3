"""Every format's whole output for one small report."""

from __future__ import annotations

import re
from datetime import date
from typing import NoReturn

import pytest
from rich.cells import cell_len

from milstats.render import Format, render
from milstats.render.style import Style
from milstats.report import Column, Line, Reference, Report, Section, Stamp, Table

PLAIN = Report(
    stamp=Stamp(("show", "x"), "2026.1", "abc", "0.1"),
    columns=("id", "value", "marks", "note"),
    rows=lambda: (("one", 4373, ("d", "v"), None), ("two", None, (), "a “b”")),
    table=lambda: Table(
        (
            Column("Period", may_wrap=True),
            Column("Count", is_number=True),
            Column("Marks"),
            Column("Source"),
            Column("Figure", is_spare=True),
        ),
        (
            Section("Title", "What, by whom", (Line(("2021", "≥4,373", "[d][v]", "src", "one"), ("A note.",), "https://example.org/"),)),
            Section("Title", "What else", (Line(("“so far”", "withheld", "", "src", "two"), (), "https://example.org/"),)),
        ),
        3,
    ),
    sentences=lambda: ("One.", "Two – “2”."),
    references=lambda: (Reference("src", "The Paper", "A title", date(2024, 2, 22), "https://example.org/", "relayer", 2),),
    legend=lambda: (("[d]", "disputed"), ("[v]", "relayed")),
    notes=("A note on it all.",),
)
ROWS_ONLY = (Format.TSV, Format.CSV, Format.JSONL)
EXPECTED = {
    Format.TSV: "id\tvalue\tmarks\tnote\none\t4373\td v\t\ntwo\t\t\ta “b”\n",
    Format.CSV: "id,value,marks,note\none,4373,d v,\ntwo,,,a “b”\n",
    Format.PROSE: "One.\nTwo – “2”.\n",
    Format.JSONL: '{"id": "one", "value": 4373, "marks": ["d", "v"], "note": null}\n{"id": "two", "value": null, "marks": [], "note": "a “b”"}\n',
    Format.JSON: """{
 "schema": 1,
 "command": "milstats show x",
 "dataset": {
  "version": "2026.1",
  "sha256": "abc",
  "milstats": "0.1"
 },
 "rows": [
  {
   "id": "one",
   "value": 4373,
   "marks": [
    "d",
    "v"
   ],
   "note": null
  },
  {
   "id": "two",
   "value": null,
   "marks": [],
   "note": "a “b”"
  }
 ],
 "sources": [
  {
   "source": "src",
   "publisher": "The Paper",
   "title": "A title",
   "published": "2024-02-22",
   "url": "https://example.org/",
   "role": "relayer",
   "figures": 2
  }
 ],
 "notes": [
  "A note on it all."
 ]
}
""",
    Format.MARKDOWN: """## Title

**What, by whom**

| Period | Count | Marks | Source | Figure | Note |
| --- | ---: | --- | --- | --- | --- |
| 2021 | ≥4,373 | \\[d\\]\\[v\\] | [src](https://example.org/) | one | A note. |

**What else**

| Period | Count | Marks | Source | Figure |
| --- | ---: | --- | --- | --- |
| “so far” | withheld |  | [src](https://example.org/) | two |

## Marks

- \\[d\\] disputed
- \\[v\\] relayed

## Sources

- src: The Paper, 2024-02-22, [A title](https://example.org/)
""",
    Format.TABLE: """  Period       Count  Marks   Source  Figure

Title
What, by whom
  2021        ≥4,373  [d][v]  src     one
    A note.

What else
  “so far”  withheld          src     two

Marks
  [d]  disputed
  [v]  relayed

Sources
  src  The Paper, 22 February 2024: A title
       https://example.org/
""",
}


def test_every_format_but_the_page_is_written_out_here_and_that_in_its_own_tests():
    assert {*Format} - {*EXPECTED} == {Format.HTML}


@pytest.mark.parametrize("form", EXPECTED)
def test_a_small_report_is_written_exactly_so(form):
    assert render(PLAIN, form, Style()) == EXPECTED[form]


def test_a_styled_table_is_the_plain_one_with_escapes_and_links_between():
    styled = render(PLAIN, Format.TABLE, Style(is_styled=True))
    assert "\x1b]8;;https://example.org/\x1b\\src\x1b]8;;\x1b\\" in styled
    assert re.sub(r"\x1b\][^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", styled) == render(PLAIN, Format.TABLE, Style())


def test_a_table_in_ascii_has_close_signs_for_typographic_ones():
    assert render(PLAIN, Format.TABLE, Style(encoding="ascii")).isascii()
    assert '  "so far"' in render(PLAIN, Format.TABLE, Style(encoding="ascii"))
    assert ">=4,373" in render(PLAIN, Format.TABLE, Style(encoding="ascii"))


@pytest.mark.parametrize("width", range(12, 120, 9))
def test_a_table_fits_any_width_and_keeps_numbers_and_keys_whole(width):
    lines = render(PLAIN, Format.TABLE, Style(width=width)).split("\n")
    words = " ".join(lines).split()
    assert {"2021", "≥4,373", "[d][v]", "src"} <= set(words)
    assert all(cell_len(line) <= max(width, 26) for line in lines)


@pytest.mark.parametrize("form", ROWS_ONLY, ids=str)
def test_what_only_people_read_is_not_made_for_rows_alone(form):
    def refused() -> NoReturn:
        pytest.fail("made for nothing")

    untold = PLAIN._replace(table=refused, sentences=refused, references=refused, legend=refused)
    assert render(untold, form, Style()) == EXPECTED[form]
