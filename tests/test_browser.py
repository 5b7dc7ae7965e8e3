"""Links followed in a real browser: it scrolls to the very words of a quote, and highlights them and nothing else.

Needs Debian's `chromium` and playwright, which drives it; `.ci/run` installs both.
"""

from __future__ import annotations

import html
import shutil
import threading
from collections import defaultdict
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from milstats.fragment import link, link_of
from milstats.landing import compared
from milstats.load import load

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; the extra `dev` has it")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine; apt-get install chromium")

SHIPPED = load()
QUOTED = [figure for figure in SHIPPED.figures.values() if figure.quote is not None]
Box = tuple[float, float, float, float]
HEIGHT = 300
PATIENCE = 5_000  # milliseconds in which a browser has long found words that are there
HEAD = (
    '<!doctype html><meta charset="utf-8"><title>A page</title>'
    "<style>body { font: 16px sans-serif; margin: 0 0 3000px } p { margin: 1200px 20px } ::target-text { background: rgb(255, 0, 255) }</style>"
)


def written(quotes: dict[str, str]) -> str:
    """Return a page on which each quote stands in a paragraph of its own, far from the others, marked up as pages are."""
    paragraphs = []
    for name, quote in quotes.items():
        words = quote.split()
        inner = " ".join([f"<b>{html.escape(words[0])}</b>", *map(html.escape, words[1:])]).replace(" ", "\n ", 1)
        paragraphs.append(f'<p>Before it, <span id="{name}">{inner}</span>, and after it.')
    return HEAD + "\n".join(paragraphs)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder, and the address at which a server on this machine serves it."""
    folder = tmp_path_factory.mktemp("site")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Reader:
    """A window of the browser, in which links are followed."""

    def __init__(self, page) -> None:
        self._page = page

    def follow(self, url: str, *, patience: float) -> Box | None:
        """Open a page at its words and return the box in the window that is highlighted, if any is after so many milliseconds."""
        self._page.goto(url)
        with suppress(playwright.TimeoutError):
            self._page.wait_for_function("window.scrollY > 0", timeout=patience)
        return _magenta(Image.open(BytesIO(self._page.screenshot())).convert("RGB"))

    def scrolled(self):
        return self._page.evaluate("window.scrollY")

    def box_of(self, name: str):
        """Return where the words of a figure stand in the window."""
        script = "name => { const box = document.getElementById(name).getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom] }"
        return tuple(self._page.evaluate(script, name))


def _magenta(image: Image.Image) -> Box | None:
    """Return the box around the pixels that are highlighted."""
    full = [band.point(lambda level: 255 if level > 250 else 0) for band in image.split()]
    none = image.split()[1].point(lambda level: 255 if level < 5 else 0)
    return ImageChops.darker(ImageChops.darker(full[0], full[2]), none).getbbox()


@pytest.fixture(scope="module")
def reader(browser):
    page = browser.new_page(viewport={"width": 800, "height": HEIGHT})
    yield Reader(page)
    page.close()


def test_the_table_has_quotes_to_follow():
    assert len(QUOTED) >= 40


@pytest.fixture(scope="module")
def pages(site):
    """A page for every source, which has its quotes, each once for every place it is said to stand at."""
    folder, _ = site
    quotes: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[tuple[str, str, str | None], str] = {}
    shown = {}
    for figure in QUOTED:
        quote = figure.quote or ""
        shown[figure.id] = names.setdefault((figure.source, compared(quote), figure.where), figure.id)
        quotes[figure.source].setdefault(shown[figure.id], quote)
    for source, found in quotes.items():
        (folder / f"{source}.html").write_text(written(found), encoding="utf-8")
    return shown


@pytest.mark.parametrize("figure", QUOTED, ids=lambda figure: figure.id)
def test_the_link_of_a_figure_leads_to_its_words_and_highlights_just_them(site, pages, reader, figure):
    _, address = site
    fragment = link_of(SHIPPED, figure).partition("#")[2]
    marked = reader.follow(f"{address}/{figure.source}.html?{figure.id}#{fragment}", patience=PATIENCE)
    box = reader.box_of(pages[figure.id])
    assert marked == pytest.approx(box, abs=2)
    assert 0 <= box[1] < box[3] <= HEIGHT
    assert reader.scrolled() > 1000


ODD = [
    "R&D – 50%, so-called",
    "“самоволка”, 5 260 дел",
    "a+b=c?d#e:~:text=f",
    "100% [sic] <b> & \"x\" 'y'",
    "naïve café — 527",
    "-5, prefix-,suffix",
]


@pytest.mark.parametrize("words", ODD)
def test_words_of_any_signs_are_found(site, reader, words):
    folder, address = site
    (folder / "odd.html").write_text(written({"other": "other words", "words": words}), encoding="utf-8")
    assert reader.follow(link(f"{address}/odd.html?{ODD.index(words)}", words), patience=PATIENCE) == pytest.approx(
        reader.box_of("words"), abs=2
    )
    assert reader.scrolled() > 2000


@pytest.mark.parametrize("words", ["27 in 2021", "527 in 202", "528 in 2021"])
def test_words_that_do_not_stand_there_are_not_highlighted(site, reader, words):
    folder, address = site
    (folder / "none.html").write_text(written({"words": "527 in 2021"}), encoding="utf-8")
    assert reader.follow(link(f"{address}/none.html?{words[:2]}", words), patience=1_000) is None
    assert reader.scrolled() == 0
