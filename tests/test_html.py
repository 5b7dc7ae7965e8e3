"""The page: what stands in it, that it is sound HTML, and that nothing in a table can become markup, style or script."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import html5lib
import pytest

from milstats.chart import Bar, Change, Chart, Gap
from milstats.render import FORMATS, Format, render
from milstats.render.style import Style
from milstats.report import Column, Line, Reference, Report, Section, Stamp, Table

PAYLOADS = {
    "html": "<script>alert(1)</script> &amp; <b>",
    "quotes": 'a "b" \'c\' ""',
    "newline": "a\nb",
    "carriage return": "a\r\nb",
    "escape": "\x1b[31mred\x1b[0m",
    "nul": "a\0b",
    "blanks": "  a  b  ",
    "line separator": "a\u2028b\u2029c",
    "right to left": "غياب",
    "combining": "e\u0301o\u0308",
    "emoji signs": "👩‍👩‍👧 🇷🇺",
    "backtick": "`x` ``y``",
    "long": "x" * 5_000,
    "end of script": "</script><script>alert(1)</script>",
    "end of style": "</style><style>*{display:none}</style>",
    "end of title": "</title></textarea></svg><img src=x onerror=alert(1)>",
    "end of attribute": '" onmouseover="alert(1)" x=\'',
    "end of an unquoted one": "' autofocus onfocus=alert(1) '",
    "comment": "--><!--",
    "section of characters": "]]><![CDATA[",
    "address of a script": "javascript:alert(1)",
    "address of data": "data:text/html,<script>alert(1)</script>",
    "address with a break": "https://example.org/\njavascript:alert(1)",
    "address with a quote": "https://example.org/'\"><b>",
    "entity": "&lt;b&gt; &#60;b&#62; &nbsp",
    "override of direction": "abc\u202egfe\u2066x",
    "style": "x}body{background:url(https://example.org/)}",
    "half of a surrogate pair": "a\udcffb",
    "no character": "a\uffffb\ufdd0",
}
BODY = Path(__file__).parent / "data" / "html" / "body.html"
LOOKUPS = [
    ("show", "disobeying_orders"),
    ("show", "awol", "--columns", "id,value,link,published"),
    ("show", "evasion_by_feigned_illness", "disobeying_orders", "--sort", "-value"),
    ("compare", "2021", "2023"),
    ("compare", "2021", "wartime", "--explain"),
    ("trend", "awol"),
    ("topics",),
    ("sources",),
    ("check",),
]
PLAIN = Report(
    stamp=Stamp(("show", "x"), "2026.1", None, "0.1"),
    columns=("id", "value"),
    rows=lambda: (("one", 4373), ("two", None)),
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
COMMANDS = {"show", "compare", "trend", "topics", "sources", "check"}


def report_of(text: str) -> Report:
    """Return a report that holds `text` wherever a report may hold text, and as an address."""
    columns = (Column(text), Column(text, is_number=True), Column(text, is_bar=True), Column(text, is_spare=True))
    line = Line(
        cells=(text, text, text, text),
        below=(text,),
        link=text,
        share=Fraction(1, 3),
        commands=(text,),
        links=(None, text, None, None),
        keys=("a", 1, None, None),
    )
    other = line._replace(cells=("other", "1", "", "[v]"), links=(), keys=("b", 2, None, None))
    chart = Chart(
        title=text,
        heading=text,
        years=range(2021, 2024),
        highest=Fraction(5),
        bars=(Bar(date(2021, 1, 1), date(2021, 12, 31), 5, text, text, (text,), is_doubted=True),),
        gaps=(Gap(2022, "no"),),
        changes=(Change(date(2022, 9, 24), text),),
    )
    return Report(
        stamp=Stamp((text,), text, text, text),
        columns=("a",),
        rows=lambda: ((text,),),
        table=lambda: Table(columns, (Section(text, text, (line, other)), Section("another", text, (line,))), linked=3),
        sentences=lambda: (text,),
        references=lambda: (Reference(text, text, text, date(2024, 2, 22), text, text, 1),),
        legend=lambda: (("[v]", text),),
        notes=(text,),
        caveats=(text,),
        title=text,
        charts=lambda: (chart, chart._replace(title="another")),
    )


def page_of(report: Report) -> str:
    return render(report, Format.HTML, Style())


def tree_of(page: str):
    """Return a page as a tree, of which every error of syntax is a failure."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def name_of(element):
    return element.tag.rpartition("}")[2]


def shape_of(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements of a page in their order, each with the names of its attributes, links counted as their text."""
    elements = (element for element in tree_of(page).iter() if isinstance(element.tag, str))
    return [(name_of(element), tuple(sorted(map(str, element.attrib)))) for element in elements if name_of(element) != "a"]


def fit(text: str) -> str:
    """Return a text as a page may hold it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\uffff]", "\ufffd", text.replace("\r\n", "\n"))


def test_a_small_report_is_written_exactly_so():
    page = page_of(PLAIN)
    assert page[page.index("<body>") : page.index("<script>")] == BODY.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_whatever_a_table_holds_the_page_has_the_elements_and_attributes_of_a_harmless_one(text):
    harmless = "https://example.org/" if text.startswith("https://") and not re.search(r"\s", text) else "plain"
    assert shape_of(page_of(report_of(text))) == shape_of(page_of(report_of(harmless)))


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_page_prints_every_text_as_it_stands(text):
    tree = tree_of(page_of(report_of(text)))
    assert fit(text) == tree.findtext("body/header/h1") == tree.findtext("head/title")
    for path in (".//th[@scope='row']//bdi", ".//p[@class='of']", ".//desc", ".//dd", ".//code", ".//tbody/tr/th/bdi"):
        name = path.replace("/desc", "/{http://www.w3.org/2000/svg}desc")
        assert fit(text) in "".join("".join(element.itertext()) for element in tree.iterfind(name)), path


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_link_leads_to_the_web_or_to_a_place_in_the_page(text):
    tree = tree_of(page_of(report_of(text)))
    places = {f"#{element.get('id')}" for element in tree.iter() if element.get("id")}
    links = [element.get("href") for element in tree.iter("a")]
    assert links
    assert [link for link in links if link not in places and not link.startswith(("https://", "http://"))] == []


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_style_and_script_hold_nothing_of_the_table(text):
    hostile, harmless = tree_of(page_of(report_of(text))), tree_of(page_of(report_of("plain")))
    assert hostile.findtext("head/style") == harmless.findtext("head/style")
    assert hostile.findtext("body/script") == harmless.findtext("body/script")


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_every_command_makes_a_sound_page_that_lets_nothing_in_from_outside(milstats, lookup):
    assert {first for first, *_ in LOOKUPS} == COMMANDS
    code, page, _ = milstats(*lookup, "-f", "html")
    assert (code, page[-1], page[-2:-1]) == (0, "\n", ">")
    tree = tree_of(page)
    assert [(element.tag, name) for element in tree.iter() for name in element.attrib if str(name).startswith("on")] == []
    assert [element.tag for element in tree.iter() if {"style", "src", "srcset", "action", "ping"} & {*map(str, element.attrib)}] == []
    assert [element.tag for element in tree.iter() if element.tag in {"link", "img", "iframe", "object", "embed", "base", "audio"}] == []
    assert "url(" not in tree.findtext("head/style")
    assert "@import" not in tree.findtext("head/style")


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_the_policy_knows_the_one_style_and_the_one_script_of_the_page(milstats, lookup):
    tree = tree_of(milstats(*lookup, "-f", "html").out)
    digests = []
    for place in ("style", "script"):
        [element] = tree.iter(place)
        digests.append("sha256-" + base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode())
    [policy] = [meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy == (f"default-src 'none'; style-src '{digests[0]}'; script-src '{digests[1]}'; base-uri 'none'; form-action 'none'")
    assert [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "referrer"] == ["no-referrer"]


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_every_id_of_a_page_is_there_once_and_every_reference_leads_to_one(milstats, lookup):
    tree = tree_of(milstats(*lookup, "-f", "html").out)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    told = [name for element in tree.iter() for name in (element.get("aria-labelledby") or element.get("for") or "").split()]
    assert set(told) <= set(ids)
    assert tree.get("lang") == "en"


@pytest.mark.parametrize("lookup", [("show",), ("trend", "awol"), ("compare", "2021", "2023")], ids=" ".join)
def test_every_number_leads_to_its_words(milstats, lookup):
    tree = tree_of(milstats(*lookup, "-f", "html").out)
    cells = [cell for cell in tree.iterfind(".//td[@class='number']") if re.search(r"\d", "".join(cell.itertext()))]
    assert cells
    assert [cell for cell in cells if not cell.find("a").get("href").startswith("https://")] == []
    assert [cell for cell in cells if ":~:text=" in cell.find("a").get("href")]


def test_a_page_holds_what_the_table_of_a_terminal_holds(milstats):
    tree = tree_of(milstats("show", "-f", "html").out)
    words = "".join(tree.find("body").itertext())
    lines = [line.strip() for line in milstats("show", "-f", "table").out.splitlines() if line.strip()]
    assert len(lines) > 100
    pieces = {piece for line in lines for piece in re.split(r"\s{2,}", line) if not re.fullmatch(r"(\[\w\])+", piece)}
    assert [piece for piece in pieces if piece not in words] == []


def test_each_order_holds_every_row_once_and_rows_without_a_value_last():
    keys = (3, None, 1, 2)
    lines = tuple(Line((f"row {number}", str(key)), keys=(None, key)) for number, key in enumerate(keys))
    report = PLAIN._replace(table=lambda: Table((Column("Row"), Column("Value", is_number=True)), (Section("", "", lines),)))
    tree = tree_of(page_of(report))
    shown = [[cell.text for cell in view.iterfind(".//th[@scope='row']//bdi")] for view in tree.iterfind(".//div[@class='view']")]
    assert shown == [["row 0", "row 1", "row 2", "row 3"], ["row 0", "row 3", "row 2", "row 1"]]


def test_days_and_words_are_sorted_upwards_and_numbers_downwards():
    days = (date(2023, 1, 1), date(2021, 1, 1))
    lines = tuple(Line((str(day), word), keys=(day, word)) for day, word in zip(days, ("b", "A"), strict=True))
    report = PLAIN._replace(table=lambda: Table((Column("Day"), Column("Word")), (Section("", "", lines),)))
    options = [option.text for option in tree_of(page_of(report)).iterfind(".//select[@id='o']/option")]
    assert options == ["as listed", "Day, earliest first", "Word, A to Z"]


def test_marks_that_no_row_shows_are_no_choice(milstats):
    labels = [label.text for label in tree_of(milstats("show", "awol", "--columns", "id,value", "-f", "html").out).iter("label")]
    assert labels == ["Order"]


def test_a_page_of_one_row_has_nothing_to_choose():
    line = Line(("one", "1"), keys=("one", 1))
    report = PLAIN._replace(table=lambda: Table((Column("Row"), Column("Value", is_number=True)), (Section("a", "b", (line,)),)))
    assert tree_of(page_of(report)).find(".//form") is None


def test_a_chart_tells_in_words_what_it_draws():
    chart = Chart(
        title="Title",
        heading="Heading",
        years=range(2020, 2024),
        highest=Fraction(400),
        bars=(
            Bar(date(2020, 1, 1), date(2020, 12, 31), 100, "100", "[v]"),
            Bar(date(2023, 1, 1), date(2023, 12, 29), 400, "400", "", ("to 2023-12-29", "disputed"), is_doubted=True),
        ),
        gaps=(Gap(2021, "withheld"), Gap(2022, "no figure")),
        changes=(Change(date(2022, 9, 24), "law changed"),),
    )
    tree = tree_of(page_of(PLAIN._replace(charts=lambda: (chart,))))
    svg = "{http://www.w3.org/2000/svg}"
    assert tree.findtext(f".//{svg}desc") == (
        "2020: 100 [v]. 2021: withheld. 2022: no figure. 2023: 400 to 2023-12-29 disputed. 2022-09-24: law changed."
    )
    heights = [float(bar.get("height")) for bar in tree.iter(f"{svg}rect") if bar.get("class") in {"sure", "doubted"}]
    assert heights == [33.0, 132.0]
    assert [line.get("x1") for line in tree.iter(f"{svg}line") if line.get("class") == "change"] == ["68.24%"]


def test_two_numbers_for_one_year_stand_beside_each_other():
    bars = tuple(Bar(date(2023, 1, 1), date(2023, 12, 31), value, str(value)) for value in (1, 2))
    chart = Chart(title="", heading="H", years=range(2023, 2024), highest=Fraction(2), bars=bars)
    tree = tree_of(page_of(PLAIN._replace(charts=lambda: (chart,))))
    places = [(bar.get("x"), bar.get("width")) for bar in tree.iter("{http://www.w3.org/2000/svg}rect") if bar.get("class") == "sure"]
    (first, width), (second, _) = [(float(left.rstrip("%")), float(wide.rstrip("%"))) for left, wide in places]
    assert first + width < second


def test_html_is_a_format_by_its_ending_too(milstats, tmp_path):
    assert Format.HTML in FORMATS
    path = tmp_path / "awol.html"
    assert milstats("show", "awol", "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="en">\n')
