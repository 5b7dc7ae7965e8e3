"""Saved pages and drafts: whatever their encoding and markup, the text that a reader sees, in bounded time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from milstats.checks.pages import Page, decoded, page_of_html, page_of_markdown, read_draft, read_saved_page
from milstats.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

RUSSIAN = "5 260 дел о самоволке"


@pytest.fixture
def page(tmp_path):
    """The page that a file of these bytes or this text is read as."""

    def read(content: bytes | str, name: str = "page.html") -> Page:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_saved_page(str(path))

    return read


def text_of(page: Page) -> str:
    """Return the blocks of a page, one a line; a line that the page breaks is shown by a stroke."""
    return "\n".join(block.text.replace("\n", " / ").replace("\u00a0", " ") for block in page.blocks)


@pytest.fixture
def refusal(page, tmp_path):
    """The message with which a file of these bytes is refused."""

    def message(content: bytes | str, name: str = "page.html") -> str:
        with pytest.raises(DataError) as caught:
            page(content, name)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return message


ENCODED = {
    "utf-8 by default": RUSSIAN.encode(),
    "a mark of utf-8": b"\xef\xbb\xbf" + RUSSIAN.encode(),
    "a mark of utf-16, little end first": RUSSIAN.encode("utf-16"),
    "a mark of utf-16, big end first": b"\xfe\xff" + RUSSIAN.encode("utf-16-be"),
    "a mark of utf-32": RUSSIAN.encode("utf-32"),
    "a mark against what is declared": b"\xef\xbb\xbf<meta charset=koi8-r>" + RUSSIAN.encode(),
    "meta charset": b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"),
    "meta charset without quotation marks": b"<META CHARSET=koi8-r >" + RUSSIAN.encode("koi8-r"),
    "http-equiv": b"<meta http-equiv='Content-Type' content='text/html; charset=cp866'>" + RUSSIAN.encode("cp866"),
    "an XML declaration": b'<?xml version="1.0" encoding="ISO-8859-5"?><html>' + RUSSIAN.encode("iso8859-5"),
    "utf-16 declared in what can't be utf-16": b"<meta charset=utf-16>" + RUSSIAN.encode(),
    "an unknown label": b"<meta charset=klingon>" + RUSSIAN.encode(),
    "a codec that is no encoding": b"<meta charset=rot13>" + RUSSIAN.encode(),
    "a codec of escapes": b"<meta charset=unicode_escape>" + RUSSIAN.encode(),
    "a label in a comment": b"<!-- <meta charset=koi8-r> --><meta charset=utf-8>" + RUSSIAN.encode(),
    "cp1251 without a word": RUSSIAN.encode("cp1251"),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED)
def test_a_page_is_read_in_the_encoding_that_it_declares_or_betrays(page, content):
    assert text_of(page(content)) == RUSSIAN


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"<meta charset=iso-8859-1>\x93caf\xe9\x94 \x96 527", "“café” – 527"),
        (b"<meta charset=us-ascii>\x93527\x94", "“527”"),
        (b"caf\xe9 \x96 527", "café – 527"),
        (b"<meta charset=shift_jis>\x82\xa0 527", "あ 527"),
        (b"<meta charset=utf-8>527 \xff soldiers", "527 \ufffd soldiers"),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(content, text):
    assert decoded(content, is_html=True).rpartition(">")[2] == text


SEEN = {
    "<p>4,<b>3</b><i>7<u>3</u></i> soldiers": "4,373 soldiers",
    "4&#44;373&nbsp;soldiers": "4,373 soldiers",
    "4,3&shy;73 sol\u00addiers\u200b\ufeff\u2060": "4,373 soldiers",
    "4,373<wbr> soldiers<my-mark>!</my-mark>": "4,373 soldiers!",
    "a <!-- 1 --> b <!-- <p> --> c": "a b c",
    "a<script>document.write('<p>1')</script>b": "ab",
    "a<style>p { content: '1' }</style>b": "ab",
    "a<template><p>1</template>b": "ab",
    "a<noscript>1<img></noscript>b": "ab",
    "a<iframe>1</iframe>b": "a\nb",
    "<p title='1' alt=2>a": "a",
    "<p>4</p><p>373": "4\n373",
    "4<br>373": "4 / 373",
    "<tr><td>4<td>373": "4\n373",
    "<ul><li> 1 </li>\n<li> 2": "1\n2",
    "<div><div>a</div></div>\n\n<h1>\n b\n c </h1>": "a\nb c",
    "a &lt;b&gt; &amp;amp;": "a <b> &amp;",
    "a<![CDATA[ 1 ]]>b": "ab",
    "a<![if !IE]>b<![endif]>c": "abc",
    "a<![ 1 > b": "a b",
    "a<?php 1 ?>b": "ab",
    "a<!doctype html>b": "ab",
    "<title>4.5K</title>a": "4.5K\na",
    "a < b 5<6": "a < b 5<6",
    "a\0b": "a\ufffdb",
    "a\x1b[31m\x07\u202eb": "a[31mb",
    "a &#27;[31m b &#x202e;": "a [31m b",
    f"a &#{'9' * 5000};b &#{'9' * 500};": "a \ufffdb \ufffd",
    "a <!-- 1": "a",
    "a <b title='1": "a",
    "a <b title=\"'1": "a",
    "a </b": "a",
    "a<!-->b<!--->c": "abc",
    "a<!-- 1 --!>b": "ab",
    "a<!-- 1 -- > 2 -->b": "ab",
    "a <![CDATA[ 1": "a",
    "a <script> 1": "a",
    "a -->": "a -->",
    "a \ufdd0 b": "a \ufffd b",
}


@pytest.mark.parametrize(("markup", "text"), SEEN.items())
def test_what_counts_is_the_text_that_a_reader_sees(page, markup, text):
    if "\0" in markup:
        markup = "\ufeff" + markup
        assert text_of(page(markup.encode("utf-16-le"))) == text
    else:
        assert text_of(page(markup)) == text


def test_lines_are_those_of_the_file(page):
    found = page("<html>\r\n<p>one\r\ntwo\r\n<p>\r\n<b>three</b>\r\n<!--\r\n\r\n-->four\r\n")
    places = [(word, block.place_of(block.text.index(word))) for block in found.blocks for word in block.text.split()]
    assert places == [("one", (2, 4)), ("two", (3, 1)), ("three", (5, 4)), ("four", (8, 4))]


def test_empty_lines_part_the_paragraphs_of_a_plain_text(page):
    found = page("one\n two\t\n\n \nthree &amp; <b>four</b>\n", "page.txt")
    assert text_of(found) == "one two\nthree &amp; <b>four</b>"
    assert [found.blocks[0].place_of(offset) for offset in (0, 4)] == [(1, 1), (2, 2)]


@pytest.mark.parametrize("beginning", ["<!DOCTYPE html>", " \n<html>", '<?xml version="1.0"?>', "<!-- saved -->", "<p class=a>"])
def test_html_is_known_by_its_beginning_whatever_its_name(page, beginning):
    assert text_of(page(f"{beginning}<p>52<b>7</b>", "page.txt")) == "527"


@pytest.mark.parametrize("beginning", ["<https://example.org/>", "< 5", "527"])
def test_other_texts_are_plain(page, beginning):
    assert text_of(page(f"{beginning} <b>", "page.txt")) == f"{beginning} <b>"


REFUSED = {
    "page.html: shows no text; expected a saved page": b"<html><script>527</script><!-- 527 -->\n<p>&nbsp;&shy;</html>",
    "page.html: is a PDF; save its text first, as pdftotext does": b"%PDF-1.7\n1 0 obj",
    "page.html: is a zip archive, as office documents and e-books are; save its text first": b"PK\x03\x04....",
    "page.html: is compressed with gzip; unpack it first": b"\x1f\x8b\x08\0",
    "page.html: is a web archive of Safari; save the page as HTML": b"bplist00\xd1",
    "page.html: is an MHTML archive; save the page as HTML": b"From: <Saved by Blink>\r\n",
    "page.html: expected text or HTML, found a NUL byte at offset 5; it is no text": b"\x89PNG\r\0\0\0",
}


@pytest.mark.parametrize(("message", "content"), REFUSED.items())
def test_what_is_no_page_is_refused_in_one_line_that_says_what_it_is(refusal, message, content):
    assert refusal(content) == message


def test_a_page_that_can_t_be_read_is_refused(tmp_path):
    for name, reason in ((tmp_path / "no.html", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(DataError) as caught:
            read_saved_page(str(name))
        assert str(caught.value) == f"{name}: cannot be read: {reason}"


def test_an_endless_page_is_refused_at_a_limit():
    with pytest.raises(DataError) as caught:
        read_saved_page("/dev/zero")
    assert str(caught.value) == "/dev/zero: is larger than 64 MiB; expected a saved page"


HOSTILE = [
    *("<!--", "<!-- -", "<![CDATA[", "<![if x]", "<!x", "<!DOCTYPE ", "<?x", "<", "</", "</a ", "</p", "<a ", "<a =", "<a /", "<a b='"),
    *('<a b=">"', '<a b=">"<', "<a x=\" y='", "<script>", "</script", "<template>", "<title>", "<div>", "<b>", "&", "&#", "&amp", "&#x"),
    *("--", "]]", " ", "\n", "\u00ad", "e\u0301", "«", "'", '"', "5 ", "5,", "<b>5</b>"),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_page_that_repeats_whatever_it_likes_takes_no_more_than_its_share_of_time(page, unit):
    times = []
    for count in (4_000, 64_000):  # sixteen times as many: in quadratic time, that takes 256 times as long
        started = time.process_time()
        assert text_of(page(f"<p>hello {unit * count} <a x='")).startswith("hello")
        times.append(time.process_time() - started)
    assert times[1] < max(0.2, 64 * times[0])


def test_tags_nested_beyond_reason_are_tags(page):
    assert text_of(page("<div><b><template></template>" * 100_000 + "527" + "</b></div>" * 100_000)) == "527"


def text_or_refusal(path: Path, data: bytes) -> str:
    """Return the text of a page of these bytes, or the message with which it is refused."""
    path.write_bytes(data)
    try:
        return text_of(read_saved_page(str(path)))
    except DataError as error:
        return str(error)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>!-[]?/&#;=\"' \nabpCDATAscript0\0\u00ad\ud800é"), max_size=60))
@example("<![x")
@example("<!")
@example("</")
def test_no_markup_whatever_leads_to_anything_but_text_or_its_refusal(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.html"
    found = text_or_refusal(path, text.encode("utf-8", "surrogatepass"))
    assert found == found.strip() != ""
    assert found.replace("\n", "").isprintable()


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_whatever_lead_to_anything_but_text_or_its_refusal(tmp_path_factory, data):
    assert text_or_refusal(tmp_path_factory.getbasetemp() / "any.txt", data)


def markdown(text: str) -> list[str]:
    return [block.text.replace("\u00a0", " ") for block in page_of_markdown("draft", text).blocks]


MARKDOWN = {
    "# A *heading*\ntext": ["A heading", "text"],
    "one\ntwo\n\nthree": ["one two", "three"],
    "- one\n- two\n  more\n1. three\n🔹 four": ["one", "two more", "three", "four"],
    "---\ntitle: 527 cases\ndate: 2024-01-01\n---\ntext": ["527 cases", "text"],
    "a `527` b\n\n```\n527\n```\nc": ["a b", "c"],
    'see [1,001 in 2022](https://example.org/5593 "2023") and <https://example.org/527>': ["see 1,001 in 2022 and"],
    "4,373[^1] men\n\n[^1]: In 2024.": ["4,373 men", "In 2024."],
    "4&nbsp;373 **men** <b>and</b> <!-- 527 --> boys": ["4 373 men and boys"],
    "under_score _em_ 5\\_3": ["under_score em 5_3"],
}


@pytest.mark.parametrize(("text", "blocks"), MARKDOWN.items())
def test_a_draft_in_markdown_is_read_as_its_readers_see_it(text, blocks):
    assert markdown(text) == blocks


TABLES = ["| Cases | 2021 | 2022 |\n|---|---:|---|\n| AWOL | 615 | 1,001 |", "Cases | 2021 | 2022\n--- | --- | ---\nAWOL | 615 | 1,001"]


@pytest.mark.parametrize("text", TABLES)
def test_a_cell_knows_the_head_of_its_column_and_the_cells_of_its_row(text):
    cells = {block.text: block.around for block in page_of_markdown("draft", text).blocks}
    assert (cells["615"], cells["1,001"]) == ("Cases | 2021 | AWOL | 1,001", "Cases | 2022 | AWOL | 615")
    html = "<table><tr><th>Cases<th>2021<th>2022<tr><td>AWOL<td>615<td>1,001</table><p>after"
    cells = {block.text: block.around for block in page_of_html("page", html).blocks}
    assert (cells["615"], cells["1,001"], cells["after"]) == ("Cases | 2021 | AWOL | 1,001", "Cases | 2022 | AWOL | 615", "")


def test_every_character_of_a_draft_knows_its_line_and_column():
    text = "---\ntitle: x\n---\n\n- **Courts** received\n  [615](https://example.org/1) cases&nbsp;in 2021\n"
    block = page_of_markdown("draft", text).blocks[1]
    lines = text.split("\n")
    for word in ("Courts", "received", "615", "2021"):
        line, column = block.place_of(block.text.index(word))
        assert lines[line - 1].startswith(word, column - 1)


@pytest.mark.parametrize("text", ["<!-- milstats: ok 615 -->\nIn 2021.", "<p>In 2021.<!-- milstats: ok 615 -->"])
def test_a_writer_accepts_numbers_in_a_comment(tmp_path, text):
    (tmp_path / "draft").write_text(text, encoding="utf-8")
    assert read_draft(str(tmp_path / "draft")).accepted == {"615 "}


def test_a_draft_may_be_empty(tmp_path):
    (tmp_path / "draft.md").write_bytes(b"")
    assert read_draft(str(tmp_path / "draft.md")).blocks == ()
