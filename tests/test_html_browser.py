"""The page in headless Chromium: chosen from with scripts on and off, on a phone and a desk, in the light and in the dark."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from milstats.program import main

TABLE = Path(__file__).parent / "data" / "valid" / "small.toml"

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[dev]'")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine; Debian's package is chromium")

LOOKUPS = {
    "show": ("show",),
    "compare": ("compare", "2021", "2022"),
    "trend": ("trend", "awol"),
    "sources": ("sources",),
    "topics": ("topics",),
    "check": ("check",),
}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WAYS = [(scheme, size) for scheme in ("light", "dark") for size in (PHONE, DESK)]


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The addresses of a page of each command, on the small table."""
    folder = tmp_path_factory.mktemp("pages")
    for name, lookup in LOOKUPS.items():
        assert main([*lookup, "--data", str(TABLE), "-o", str(folder / f"{name}.html")]) == 0
    return {name: (folder / f"{name}.html").as_uri() for name in LOOKUPS}


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """The path of the small table with a dozen more figures, of two sources by turns."""
    text = TABLE.read_text(encoding="utf-8")
    record = text[text.index("[figures.court-awol-2021]") : text.index("[figures.court-awol-2022-")].replace("527", "{value}")
    figures = [record.replace("awol-2021]", f"{2000 + number}]").format(value=number * 37) for number in range(1, 13)]
    relayed = [other.replace('"court-2023"', '"paper-2024"').replace('"primary"', '"quoted"') for other in figures[1::2]]
    path = tmp_path_factory.mktemp("table") / "table.toml"
    path.write_text("\n".join([text, *figures[::2], *relayed]), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def dozen(table, tmp_path_factory):
    """The address of the page of that table."""
    path = tmp_path_factory.mktemp("dozen") / "dozen.html"
    assert main(["show", "--data", table, "-o", str(path)]) == 0
    return path.as_uri()


@contextmanager
def opened(chromium, address, *, scheme="light", size=DESK, has_script=True, complains=False):
    """Open a page, and hold it to ask no host for anything and, where it should not, to complain of nothing."""
    context = chromium.new_context(color_scheme=scheme, viewport=size, java_script_enabled=has_script)
    page = context.new_page()
    page.set_default_timeout(10_000)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert (asked, bool(complaints)) == ([address], complains), complaints


def seen(page, what):
    """Return the texts of what can be seen, in their order; a browser's own locators take seconds for so many."""
    return page.evaluate(
        "what => [...document.querySelectorAll(what)].filter(one => one.getClientRects().length).map(one => one.textContent)", what
    )


def shown(page):
    """Return the figures of the rows that can be seen."""
    return seen(page, ".view .row .spare")


def sorting(page):
    """Return how the table that can be seen says that it is sorted."""
    return page.evaluate("[...document.querySelectorAll('[aria-sort]')].find(one => one.getClientRects().length).ariaSort")


def counted(page):
    """Return the counts of the rows that can be seen, without their hedges."""
    texts = seen(page, ".view .row td.number:not(.words)")
    return [float(text.strip("≥>~<").partition("–")[0].replace(",", "")) for text in texts if text]


@pytest.mark.parametrize(("scheme", "size"), WAYS, ids=lambda value: str(value) if isinstance(value, str) else str(value["width"]))
@pytest.mark.parametrize("name", LOOKUPS)
def test_axe_finds_nothing_against_a_page(chromium, pages, name, scheme, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install '.[dev]'")
    with opened(chromium, pages[name], scheme=scheme, size=size) as page:
        for details in page.locator("summary").all():
            details.click()
        found = [axe.Axe().run(page).response]
        if page.locator("#o").count() and size is DESK:
            page.select_option("#o", index=1)
            found.append(axe.Axe().run(page).response)
        assert [(rule["id"], rule["nodes"][0]["html"][:200]) for run in found for rule in run["violations"]] == []
        assert all(len(run["passes"]) > 10 for run in found)


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 320, "height": 600}], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("name", LOOKUPS)
def test_a_page_never_scrolls_sideways(chromium, pages, name, size):
    with opened(chromium, pages[name], size=size) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if page.locator("#o").count():
            page.select_option("#o", index=1)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_reader_sorts_with_and_without_scripts(chromium, dozen, has_script, size):
    with opened(chromium, dozen, size=size, has_script=has_script) as page:
        listed = shown(page)
        page.select_option("#o", label="Count, largest first")
        found = shown(page)
        assert sorted(found) == sorted(listed) != found != listed
        counts = counted(page)
        assert counts == sorted(counts, reverse=True)
        assert len(counts) > 10
        page.click("button[type=reset]")
        assert shown(page) == listed


@pytest.mark.parametrize("size", [PHONE, DESK], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_a_reader_filters_with_and_without_scripts(chromium, dozen, table, milstats, has_script, size):
    columns = ("-f", "csv", "--columns", "id", "--no-header", "--data", table)
    expected, total = milstats("show", "--source", "paper-2024", *columns).out.split(), milstats("show", *columns).out.split()
    with opened(chromium, dozen, size=size, has_script=has_script) as page:
        page.select_option("label:text-is('Source') + select", label="paper-2024")
        assert shown(page) == expected != total
        headings = len(seen(page, "th[scope=rowgroup]"))
        assert 0 < headings <= len(expected)
        page.select_option("#o", label="Count, largest first")
        assert sorted(shown(page)) == sorted(expected)
        page.select_option("label:text-is('Marks') + select", index=1)
        marked = shown(page)
        assert set(marked) < set(expected)
        page.click("button[type=reset]")
        assert shown(page) == total


def test_the_number_of_rows_left_is_told_without_a_script(chromium, dozen):
    with opened(chromium, dozen, has_script=False) as page:
        page.select_option("label:text-is('Source') + select", label="paper-2024")
        assert len(shown(page)) == 10
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        told = [node["name"]["value"] for node in nodes if node["role"]["value"] == "StaticText"]
        at = told.index("Rows shown: ")
        assert told[at : at + 3] == ["Rows shown: ", "10", " of 20"]


def test_without_a_script_there_is_no_control_that_needs_one(chromium, dozen):
    with opened(chromium, dozen, has_script=False) as page:
        assert page.locator("#find, thead button").count() == 0


def test_a_click_on_a_head_sorts_and_a_second_turns_round(chromium, dozen):
    with opened(chromium, dozen) as page:
        page.click("#grouped thead button:has-text('Count')")
        down = counted(page)
        assert down == sorted(down, reverse=True)
        assert sorting(page) == "descending"
        page.keyboard.press("Enter")
        up = counted(page)
        assert (up, sorting(page)) == (sorted(down), "ascending")
        assert seen(page, ".view .row td.number")[-1] == ""


def test_words_typed_narrow_the_rows_and_hide_headings_without_any(chromium, dozen):
    with opened(chromium, dozen) as page:
        page.fill("#find", "PROEKT convicted wartime")
        assert shown(page) == ["paper-awol-wartime"]
        assert page.locator("[role=status]").inner_text() == "1 row shown"
        page.fill("#find", "no such words anywhere")
        assert (shown(page), seen(page, ".view tbody")) == ([], [])
        page.keyboard.press("Enter")
        page.fill("#find", "")
        assert len(shown(page)) == 20


def test_two_filters_that_no_row_passes_leave_no_heading_behind(chromium, dozen):
    with opened(chromium, dozen) as page:
        page.select_option("label:text-is('Source') + select", label="leaflet")
        page.select_option("label:text-is('Marks') + select", label="[v] relayed: the counter's own text was not consulted")
        assert (shown(page), seen(page, ".view tbody")) == ([], [])


def test_on_paper_the_controls_are_gone_and_the_sources_are_there(chromium, dozen):
    with opened(chromium, dozen, scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator(".controls:visible").count() == 0
        assert page.locator(".address:visible").count() == 3
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.pdf(format="A4").startswith(b"%PDF")


def test_nothing_in_a_hostile_table_runs(chromium, tmp_path, milstats, small):
    hostile = "<img src=x onerror=alert(1)></style></script><script>alert(1)</script>"
    text = Path(small).read_text(encoding="utf-8").replace("A leaflet", hostile).replace("Court Department", hostile)
    table, path = tmp_path / "hostile.toml", tmp_path / "hostile.html"
    table.write_text(text, encoding="utf-8")
    assert milstats("show", "--data", str(table), "-o", str(path)).code == 0
    with opened(chromium, path.as_uri()) as page:
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        assert page.locator("script").count() == 1
        assert page.locator("img").count() == 0


def test_a_style_that_is_brought_in_is_refused_by_the_policy(chromium, dozen):
    with opened(chromium, dozen, complains=True) as page:
        page.evaluate("document.body.append(Object.assign(document.createElement('style'), {textContent: 'body{color:red}'}))")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 27, 24)"
