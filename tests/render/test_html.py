"""The page: sound HTML that nothing in a table can turn into markup, style or script, and that asks no host for anything."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from contextlib import contextmanager
from fractions import Fraction

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milstats.render import Format, Style, render
from milstats.render.html import escaped
from milstats.reports.report import Cell, Column, Line, Table

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HTML, PHONE, DESK = "{http://www.w3.org/1999/xhtml}", {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ROWS = [
    ("convicted", "527", 527, "2021"),
    ("convicted", ">3,500", 3500, "2022"),
    ("tried", "withheld", None, "2022"),
    ("tried", "34", 34, "2021"),
]


def page_of(report):
    return render(report, Format.HTML, Style())


def tree_of(text):
    """Return the page as a browser reads it; the parser complains of every error that the standard names."""
    return html5lib.HTMLParser(strict=True).parse(text)


@pytest.fixture
def searched(small):
    """The small report with every figure in a table to search."""
    columns = (Column("measure"), Column("value", is_number=True), Column("year", is_number=True), Column("empty"))
    lines = [
        Line((Cell(what), Cell(text, "*", ("leaflet",), key=key), Cell(year), Cell()), (f"A note on {text}.",))
        for what, text, key, year in ROWS
    ]
    return small._replace(every=lambda: (Table("", columns, tuple(lines)),))


@given(st.text())
def test_markup_holds_no_element_and_no_end_of_an_attribute(text):
    assert not re.search(r"[<>\"']|&(?!(?:amp|lt|gt|quot|#x27);)", escaped(text))


def test_a_page_is_sound_html_whatever_the_text(report_of, hostile):
    tree = tree_of(page_of(report_of(hostile)))
    assert {element.tag.removeprefix(HTML) for element in tree.iter() if isinstance(element.tag, str)} & {
        "img",
        "iframe",
        "b",
        "object",
    } == set()
    assert len(tree.findall(f".//{HTML}script")) == len(tree.findall(f".//{HTML}style")) == 1
    names = {name for element in tree.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    links = {element.get("href") for element in tree.iter(f"{HTML}a")}
    assert all(link.startswith(("#source-", "https://example.org/")) for link in links)


def test_a_policy_lets_in_nothing_but_the_style_and_script_of_the_page(small):
    text = page_of(small)
    tree = tree_of(text)
    policy = next(meta.get("content") for meta in tree.iter(f"{HTML}meta") if meta.get("http-equiv") == "Content-Security-Policy")
    for name in ("style", "script"):
        (inner,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        assert f"{name}-src 'sha256-{base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"@import|url\((?!#)|src=|<link", text)


def test_a_number_leads_to_its_words_and_to_its_source(small):
    tree = tree_of(page_of(small))
    cell = next(element for element in tree.iter(f"{HTML}td") if "".join(element.itertext()) == "4,373*2")
    assert [link.get("href") for link in cell.iter(f"{HTML}a")] == ["https://example.org/paper-2024#:~:text=1", "#source-2"]
    source = next(element for element in tree.iter(f"{HTML}li") if element.get("id") == "source-2")
    assert "".join(source.itertext()).split() == ["The", "Paper,", "22", "February", "2024:", "Wartime", "|", "convictions", "paper-2024"]


def test_a_row_is_whole_without_the_row_above_it(small):
    rows = [["".join(cell.itertext()) for cell in row] for row in tree_of(page_of(small)).iter(f"{HTML}tr")]
    assert ["People convicted", "Proekt", "–", "–", "–", "–", "–", "4,373*2"] in rows


def test_a_table_alone_can_be_searched(searched):
    alone = searched._replace(page=searched.every, every=None)
    assert 'id="every"' in page_of(alone)
    assert page_of(alone).count("<table") == 1


def test_columns_without_a_word_are_left_out(searched):
    assert "empty" not in page_of(searched)


def test_a_bar_is_drawn_to_scale_and_hidden_from_those_who_are_read_the_number(small):
    table = Table("", (Column(), Column()), (Line((Cell("527"), Cell(share=Fraction(1, 4)))),))
    bar = '<svg class="bar" width="100%" height="10" aria-hidden="true"><rect width="25.00%" height="10"/></svg>'
    assert f"<td>{bar}</td>" in page_of(small._replace(page=lambda: (table,)))


def test_a_text_that_is_read_from_the_right_keeps_its_direction_to_itself(small):
    table = Table("", (Column(), Column()), (Line((Cell("غياب"), Cell("527"))),))
    assert "<bdi>غياب</bdi>" in page_of(small._replace(page=lambda: (table,)))


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; Debian's package is chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """What opens the page of a report, and finds that it asks no host for anything and complains of nothing."""

    @contextmanager
    def open_page(report, *, scheme="light", size=DESK, has_script=True):
        path = tmp_path / "page.html"
        path.write_text(page_of(report), encoding="utf-8")
        context = chromium.new_context(color_scheme=scheme, viewport=size, java_script_enabled=has_script)
        page = context.new_page()
        page.set_default_timeout(10_000)
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        yield page
        context.close()
        assert (asked, complaints) == ([path.as_uri()], [])

    return open_page


def values(page):
    """Return the numbers of the rows of the last table that can be seen, and how many notes are seen with them."""
    seen = "[...document.querySelectorAll('#every tbody tr')].filter(row => row.getClientRects().length)"
    texts = page.evaluate(f"{seen}.filter(row => !row.matches('.below')).map(row => row.cells[1].firstChild.textContent)")
    assert page.evaluate(f"{seen}.length") == 2 * len(texts)
    return texts


def test_a_reader_sorts_by_a_column_and_turns_it_round(opened, searched):
    with opened(searched) as page:
        head = page.locator("#every thead button", has_text="value")
        head.click()
        assert values(page) == ["34", "527", ">3,500", "withheld"]
        head.click()
        assert values(page) == [">3,500", "527", "34", "withheld"]
        assert page.locator("#every [aria-sort=descending]").count() == 1


def test_a_reader_filters_by_words_and_by_choices(opened, searched):
    with opened(searched) as page:
        page.fill("#find", "NOTE on 34")
        assert values(page) == ["34"]
        assert page.locator("output").inner_text() == "1 of 4 shown"
        page.click("button[type=reset]")
        page.wait_for_function("document.querySelector('output').textContent === '4 of 4 shown'")
        page.select_option("label:has-text('year') select", "2022")
        assert values(page) == [">3,500", "withheld"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_can_be_read_without_scripts_and_never_scrolls_sideways(opened, searched, scheme, size):
    with opened(searched, scheme=scheme, size=size, has_script=False) as page:
        assert values(page) == [text for _, text, _, _ in ROWS]
        assert page.locator("form, thead button").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_axe_finds_nothing_against_a_page(opened, searched):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install '.[dev]'")
    for scheme in ("light", "dark"):
        with opened(searched, scheme=scheme) as page:
            found = axe.Axe().run(page).response
            assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"]] == []
            assert len(found["passes"]) > 10


def test_nothing_in_a_hostile_report_runs(opened, report_of):
    with opened(report_of("<img src=x onerror=alert(1)></style></script><script>alert(1)</script>")) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert (page.locator("script").count(), page.locator("img").count()) == (1, 0)


def test_on_paper_there_are_sources_and_no_controls(opened, searched):
    with opened(searched, scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        assert (page.locator(".controls:visible").count(), page.locator(".sources li:visible").count()) == (0, 3)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
