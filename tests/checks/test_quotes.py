"""Quotes: a page proves one or it does not, whatever the page is made of; a changed digit always matters; links are checked in a browser."""

from __future__ import annotations

import html
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milstats.checks.pages import page_of_html, page_of_text
from milstats.checks.quotes import UNPROVED, QuoteStatus, pages_asked, verify, verify_pages
from milstats.data.load import load
from milstats.errors import DataError, NothingMatchedError, UsageError
from milstats.escaping import fragment_link

SHIPPED = load()
QUOTED = [figure for figure in SHIPPED.figures.values() if figure.quote is not None]
QUOTES = sorted({" ".join((figure.quote or "").split()) for figure in QUOTED})


def status_of(quote: str, content: str) -> QuoteStatus:
    """Return whether a page of this HTML proves a quote."""
    figure = QUOTED[0]._replace(quote=quote)
    [one] = verify(SHIPPED._replace(figures={figure.id: figure}), figure.source, page_of_html("page.html", content))
    return one.status


SAME = {
    "4,373 soldiers convicted during wartime": "<p>with 4,<b>373</b>\n<i>soldiers</i>\r\n\tconvicted&nbsp;dur&shy;ing war\u200btime,",
    "“vast majority” of the soldiers": "<p>the &quot;vast majority&quot; of the soldiers",
    "a superior’s orders": "disobeying a superior's orders, with",
    "5 260 дел": "<b>5&#160;260</b> дел",
    "5 260 criminal cases": "5\u202f260 criminal cases",
    "café": "cafe\u0301",
    "in 2023": "in 2023, in <b>2</b>023.",
    "527": "(527)",
    "527 in 2021": "2021: 527 in 2021.",
    "527 soldiers": "by 2021 527 soldiers",
    "373 soldiers": "<td>4<td>373 soldiers",
    "in 4": "in 4<p>373 soldiers",
    "五千": "共五千人",
    "<b>": "a &lt;b&gt; c",
}
# Found, but a browser that looks for the very signs of the quote does not find them.
UNLINKED = {
    "nine in the preceding five years": "nine in<br>the preceding five years.",
    '"vast majority" of': "the «vast majority» of",
    "pre-war year – 2021": "pre‑war year — 2021",
    "4,373 soldiers": "4373 soldiers",
    "4373 soldiers": "4 373 soldiers",
    "4 373 soldiers": "4,373 soldiers",
}
OTHER = {
    "4,373": ["14,373", "4,3731", "4,374", "4.373", "4,373.5", "4,373,000", "4,373½", "4,<b>3731</b>", "1<i>4,373</i>", "4,3&shy;7&shy;31"],
    "373 soldiers": ["4,373 soldiers", "4 373 soldiers", "4&nbsp;373 soldiers", "0.373 soldiers", "4’373 soldiers", "<b>4</b>,373 soldiers"],
    "about 4": ["about 4.6", "about 4,373", "about 4 373", "about 4&#8239;373", "about 4K", "about 41"],
    "4 373 soldiers": ["<td>4<td>373 soldiers", "4<p>373 soldiers", "4<br>373 soldiers"],
    "527 convicted": ["<td>opened 527</td><td>convicted 34</td>", "<p>527</p><p>convicted", "<li>527<li>convicted"],
    "convicted": ["<script>'convicted'</script>.", "<style>convicted</style>.", "<!-- convicted -->.", "<template>convicted</template>.", "a <b title='convicted'>"],
    "desert": ["deserters", "the desert\u00adion", "undesert"],
    "cafe": ["café", "cafe\u0301"],
    "Soldiers": ["soldiers"],
}  # fmt: skip


@pytest.mark.parametrize(("quote", "page"), SAME.items())
def test_a_quote_is_found_however_it_is_spaced_marked_up_and_spelled(quote, page):
    assert status_of(quote, page) is QuoteStatus.FOUND


@pytest.mark.parametrize(("quote", "page"), UNLINKED.items())
def test_a_quote_is_found_in_other_dashes_marks_and_separators_but_its_link_will_not_highlight_it(quote, page):
    assert status_of(quote, page) is QuoteStatus.UNLINKED


@pytest.mark.parametrize(("quote", "page"), [(quote, page) for quote, pages in OTHER.items() for page in pages])
def test_a_quote_is_not_found_in_other_digits_other_words_two_blocks_or_what_nobody_sees(quote, page):
    assert status_of(quote, page) in UNPROVED


def test_a_quote_that_a_page_has_twice_is_linked_where_one_of_them_can_be():
    assert status_of("4,373 soldiers", "<p>4373 soldiers<p>4,373 soldiers") is QuoteStatus.FOUND


@pytest.mark.parametrize("page", ["14,373 soldiers convicted", "<p>4 soldiers <i>convicted</i>", "4.4K soldiers convicted."])
def test_words_with_another_number_are_said_to_differ(page):
    assert status_of("4,373 soldiers convicted", page) is QuoteStatus.DIFFERS


def test_a_number_alone_is_not_known_by_another():
    assert status_of("4,373", "4,374 convicted") is QuoteStatus.NOT_FOUND


INVISIBLE = st.sampled_from(["", "", "", "\u00ad", "&shy;", "\u200b", "<wbr>", "<!-- 1 -->", "<script>2</script>", "\u2060", "&#8203;"])
WRAPPERS = st.sampled_from(
    [("", ""), ("", ""), ("<b>", "</b>"), ("<i class='9'>", "</i>"), ("<span>", "</span>"), ("<a href=1>", "</a>"), ("</em>", "")]
)
SPACES = st.sampled_from([" ", "\n", " \t\r\n ", "&nbsp;", "\u2009", "&#x202f; ", "<b> </b>", " <!-- 1 --> "])


@st.composite
def disguises(draw: st.DrawFn, words: str) -> str:
    """Draw a page on which a reader reads just these words."""
    parts = []
    for char in words:
        if char == " ":
            parts.append(draw(SPACES))
            continue
        before, after = draw(WRAPPERS)
        written = draw(st.sampled_from([html.escape(char), f"&#{ord(char)};", f"&#x{ord(char):X};"]))
        parts += [draw(INVISIBLE), before, written, after]
    return "".join(parts)


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_any_quote_in_any_disguise_is_found_and_with_any_other_digit_it_is_not(data):
    words = data.draw(st.sampled_from(QUOTES))
    assert status_of(words, f"<p>before {data.draw(disguises(words))} after") is QuoteStatus.FOUND
    places = [place for place, char in enumerate(words) if char in "0123456789"]
    assume(places)
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != words[place]]))
    assert status_of(words, f"<p>before {data.draw(disguises(words[:place] + digit + words[place + 1 :]))} after") in UNPROVED


def test_the_place_is_the_line_of_the_file_and_the_context_the_words_around():
    figure = QUOTED[0]._replace(quote="527 in 2021")
    page = page_of_html("page.html", "<title>News</title>\n<p>It was\n<b>527</b>\nin 2021.\n<p>And")
    [one] = verify(SHIPPED._replace(figures={figure.id: figure}), figure.source, page)
    assert (one.page, one.line, one.context) == ("page.html", 3, "It was 527 in 2021.")


def test_a_context_never_begins_as_a_formula_does():
    figure = QUOTED[0]._replace(quote="only nine")
    [one] = verify(SHIPPED._replace(figures={figure.id: figure}), figure.source, page_of_text("page.txt", "=HYPERLINK(1) only nine"))
    assert one.context == "HYPERLINK(1) only nine"


@pytest.fixture
def folder(tmp_path):
    """A folder with the pages of two sources, and files that are none."""
    quoted = {figure.source: figure.quote for figure in reversed(QUOTED)}
    first, second = [*quoted][:2]
    (tmp_path / f"{first.upper()}.TXT").write_text(quoted[first] or "", encoding="utf-8")
    (tmp_path / f"{second}.html").write_text(f"<p>{quoted[second]}", encoding="utf-8")
    for name in ("nobody.html", "paper.pdf", ".hidden"):
        (tmp_path / name).write_text("nine", encoding="utf-8")
    (tmp_path / f"{second}_files").mkdir()
    return tmp_path, first, second


def test_a_folder_has_pages_named_after_their_sources_and_the_notes_say_what_else(folder):
    path, first, second = folder
    pages, notes = pages_asked(SHIPPED, None, None, str(path))
    assert sorted(source for source, _ in pages) == sorted([first, second])
    assert notes[0].startswith('nobody.html is left out: no source is called "nobody"')
    assert notes[1] == "paper.pdf is left out: expected ID.txt, ID.html or ID.htm"
    assert notes[2].startswith("no page of ")
    verified = verify_pages(SHIPPED, pages)
    assert {one.figure.source for one in verified if one.status is QuoteStatus.FOUND} == {first, second}


@pytest.mark.parametrize("arguments", [(None, None, None), ("paper", None, None), ("paper", "page", "folder"), (None, None, " ")])
def test_what_names_neither_a_page_nor_a_folder_is_refused(arguments):
    with pytest.raises(UsageError, match="expected a"):
        pages_asked(SHIPPED, *arguments)


def test_standard_input_cannot_be_both_page_and_table():
    with pytest.raises(UsageError, match="both the page and the table"):
        pages_asked(SHIPPED, QUOTED[0].source, "-", None, ["-"])


def test_a_folder_without_pages_and_one_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(NothingMatchedError, match="has no page of a source"):
        pages_asked(SHIPPED, None, None, str(tmp_path))
    with pytest.raises(DataError, match="no: cannot be read: No such file or directory"):
        pages_asked(SHIPPED, None, None, str(tmp_path / "no"))


def test_every_page_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(DataError) as caught:
        verify_pages(SHIPPED, [(QUOTED[0].source, str(tmp_path / name)) for name in ("a.txt", "b.txt")])
    assert [fault.message for fault in caught.value.faults] == [
        "is a PDF; save its text first, as pdftotext does",
        "shows no text; expected a saved page",
    ]


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def lands(tmp_path_factory):
    """Whether Chromium scrolls to a quote on a page of this HTML."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; the extra `dev` has it")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine; apt-get install chromium")
    folder = tmp_path_factory.mktemp("site")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        window = browser.new_page(viewport={"width": 800, "height": 300})

        def follow(quote: str, content: str, patience: int) -> bool:
            number = len([*folder.iterdir()])
            style = "<!doctype html><meta charset=utf-8><title>t</title><style>body { margin: 1500px 20px }</style>"
            (folder / f"{number}.html").write_text(f"{style}<div>before {content} after", encoding="utf-8")
            window.goto(fragment_link(f"http://127.0.0.1:{server.server_port}/{number}.html", quote))
            try:
                window.wait_for_function("window.scrollY > 0", timeout=patience)
            except playwright.TimeoutError:
                return False
            return True

        yield follow
        browser.close()
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.parametrize(("quote", "page"), [pair for pair in SAME.items() if pair[0] not in {"in 4", "五千", "373 soldiers"}])
def test_chromium_follows_the_link_of_a_quote_that_is_found(lands, quote, page):
    assert lands(quote, page, 5_000)


@pytest.mark.slow
@pytest.mark.parametrize(("quote", "page"), UNLINKED.items())
def test_chromium_does_not_follow_the_link_of_a_quote_that_is_found_without_a_link(lands, quote, page):
    assert not lands(quote, page, 1_000)
