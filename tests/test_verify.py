"""`milstats verify`: a quote stands on a page or it does not, whatever the page is made of; a changed digit always matters."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milstats.load import load
from milstats.page import page_of
from milstats.render import FORMATS
from milstats.standing import STANDING_MEANINGS, Standing
from milstats.verify import verify

SHIPPED = load()
QUOTED = [figure for figure in SHIPPED.figures.values() if figure.quote is not None]
HEADER = "figure\tquote\tstatus\twhere\tcontext\n"
TABLE = """\
format = 1
version = "t"
[offences.awol]
label = "absence"
[sources.paper]
type = "article-newspaper"
title = "A paper"
publisher = "The Paper"
accessed = 2024-03-01
language = "en"
url = "https://example.org/paper"
role = "relayer"
"""
FIGURE = """\
[figures.{id}]
offence = "awol"
measure = "convicted"
unit = "person"
{value}
counter = "Proekt"
source = "{source}"
relation = "paraphrased"
where = "paragraph 1"
"""


def table_with(**quotes: str) -> str:
    """Return a table with a figure for each quote; an empty one stands for a count that is withheld."""
    values = {
        name: f"text = {json.dumps(quote)}\nquote = {json.dumps(quote)}" if quote else 'missing = "withheld"'
        for name, quote in quotes.items()
    }
    return TABLE + "".join(FIGURE.format(id=name, value=value, source="paper") for name, value in values.items())


@pytest.fixture
def standing(tmp_path):
    """How a quote stands on a page of this text."""

    def of(quote: str, content: str, name: str = "page.html") -> Standing:
        (tmp_path / "table.toml").write_text(table_with(one=quote), encoding="utf-8")
        (tmp_path / name).write_bytes(content.encode())
        dataset = load(str(tmp_path / "table.toml"))
        (one,) = verify(dataset, next(iter(dataset.sources)), page_of(str(tmp_path / name)))
        return one.standing

    return of


SAME = {
    "4,373 soldiers convicted during wartime": "<p>with 4,<b>373</b>\n<i>soldiers</i>\r\n\tconvicted&nbsp;dur&shy;ing war\u200btime,",
    "“vast majority” of the soldiers": "<p>the &quot;vast majority&quot; of the soldiers",
    '"vast majority" of': "the «vast majority» of",
    "a superior’s orders": "disobeying a superior's orders, with",
    "pre-war year – 2021": "pre‑war year — 2021",
    "5 260 дел": "<b>5&#160;260</b> дел",
    "5 260 criminal cases": "5\u202f260 criminal cases",
    "café": "cafe\u0301",
    "nine in the preceding five years": "nine in<br>the preceding<p>five years.",
    "in 2023": "in 2023, in <b>2</b>023.",
    "527": "(527)",
    "527 in 2021": "2021: 527 in 2021.",
    "527 soldiers": "by 2021 527 soldiers",
    "373 soldiers": "<td>4<td>373 soldiers",
    "in 4": "in 4<p>373 soldiers",
    "五千": "共五千人",
    "<b>": "a &lt;b&gt; c",
}


@pytest.mark.parametrize(("quote", "page"), SAME.items())
def test_a_quote_is_found_however_it_is_spaced_marked_up_and_spelled(standing, quote, page):
    assert standing(quote, page) is Standing.FOUND


OTHER = {
    "4,373": ["14,373", "4,3731", "4,374", "4373", "4.373", "4,373.5", "4,373,000", "4,373½", "4,<b>3731</b>", "1<i>4,373</i>", "4,3&shy;7&shy;31"],
    "373 soldiers": ["4,373 soldiers", "4 373 soldiers", "4&nbsp;373 soldiers", "0.373 soldiers", "4’373 soldiers", "<b>4</b>,373 soldiers"],
    "about 4": ["about 4.6", "about 4,373", "about 4 373", "about 4&#8239;373", "about 4K", "about 41"],
    "4 373 soldiers": ["<td>4<td>373 soldiers", "4<p>373 soldiers", "4<br>373 soldiers"],
    "convicted": ["<script>'convicted'</script>.", "<style>convicted</style>.", "<!-- convicted -->.", "<template>convicted</template>.", "a <b title='convicted'>"],
    "desert": ["deserters", "the desert\u00adion", "undesert"],
    "cafe": ["café", "cafe\u0301"],
    "Soldiers": ["soldiers"],
}  # fmt: skip
PAIRS = [(quote, page) for quote, pages in OTHER.items() for page in pages]


@pytest.mark.parametrize(("quote", "page"), PAIRS)
def test_a_quote_is_not_found_in_other_digits_other_words_or_what_nobody_sees(standing, quote, page):
    assert standing(quote, page) is not Standing.FOUND


@pytest.mark.parametrize(
    "page",
    [
        "14,373 soldiers convicted during wartime",
        "<p>4 soldiers <i>convicted</i> during wartime",
        "9,373 soldiers convicted during wartime.",
    ],
)
def test_words_that_stand_there_with_another_number_are_said_to_differ(standing, page):
    assert standing("4,373 soldiers convicted during wartime", page) is Standing.DIFFERS


def test_a_number_alone_is_not_known_by_another(standing):
    assert standing("4,373", "4,374 convicted") is Standing.NOT_FOUND
    assert standing("4,373 convicted", "4,374 convicted") is Standing.DIFFERS


INVISIBLE = st.sampled_from(["", "", "", "\u00ad", "&shy;", "\u200b", "<wbr>", "<!-- 1 -->", "<script>2</script>", "\u2060", "&#8203;"])
WRAPPERS = st.sampled_from(
    [("", ""), ("", ""), ("<b>", "</b>"), ("<i class='9'>", "</i>"), ("<span>", "</span>"), ("<a href=1>", "</a>"), ("</em>", "")]
)
SPACES = st.sampled_from([" ", "\n", " \t\r\n ", "&nbsp;", "\u2009", "&#x202f; ", "<b> </b>", " <!-- 1 --> "])


@st.composite
def disguises(draw: st.DrawFn, words: str) -> str:
    """Draw a page on which a reader reads just these words."""
    parts = []
    for char in " ".join(words.split()):
        if char == " ":
            parts.append(draw(SPACES))
            continue
        before, after = draw(WRAPPERS)
        written = draw(st.sampled_from([html.escape(char), f"&#{ord(char)};", f"&#x{ord(char):X};"]))
        parts += [draw(INVISIBLE), before, written, after]
    return "".join(parts)


@settings(deadline=None)
@given(st.data())
def test_any_quote_in_any_disguise_is_found_and_with_any_other_digit_it_is_not(tmp_path_factory, data):
    figure = data.draw(st.sampled_from(QUOTED))
    words = " ".join((figure.quote or "").split())
    path = tmp_path_factory.getbasetemp() / "page.html"
    path.write_text(f"<p>before {data.draw(disguises(words))} after", encoding="utf-8")
    one = SHIPPED._replace(figures={figure.id: figure})
    assert [found.standing for found in verify(one, figure.source, page_of(str(path)))] == [Standing.FOUND]
    places = [place for place, char in enumerate(words) if char in "0123456789"]
    assume(places)
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != words[place]]))
    path.write_text(f"<p>before {data.draw(disguises(words[:place] + digit + words[place + 1 :]))} after", encoding="utf-8")
    assert verify(one, figure.source, page_of(str(path)))[0].standing in {Standing.DIFFERS, Standing.NOT_FOUND}


@settings(deadline=None)
@given(st.data())
def test_any_digit_beside_a_quote_that_ends_in_one_makes_it_another_number(tmp_path_factory, data):
    figure = data.draw(st.sampled_from([figure for figure in QUOTED if "0" <= (figure.quote or "")[0] <= "9"]))
    path = tmp_path_factory.getbasetemp() / "page.txt"
    path.write_text(
        f"before {data.draw(st.integers(0, 9))}{data.draw(st.sampled_from(['', ',', '.', '’']))}{figure.quote} after", encoding="utf-8"
    )
    one = SHIPPED._replace(figures={figure.id: figure})
    assert verify(one, figure.source, page_of(str(path)))[0].standing is not Standing.FOUND


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that the tests run in, with a table and the page of its source."""
    monkeypatch.chdir(tmp_path)
    quotes = {"a": "527 in the year of 2021", "b": "289 were convicted in 2023", "c": "only nine", "d": ""}
    Path("table.toml").write_text(table_with(**quotes), encoding="utf-8")
    Path("pages").mkdir()
    Path("pages/paper.html").write_text(
        "<title>News</title>\n<p>It was <b>527</b>\nin the year of 2021.\n<p>And 298 were convicted in 2023.", encoding="utf-8"
    )
    return tmp_path


ROWS = (
    "a\t527 in the year of 2021\tfound\tpages/paper.html:2\tNews / It was 527 in the year of 2021. / And 298 were convicted in 2023.\n"
    "b\t289 were convicted in 2023\tdiffers\tpages/paper.html:4\tNews / It was 527 in the year of 2021. / And 298 were convicted in 2023.\n"
    "c\tonly nine\tnot found\t\t\n"
    "d\t\tno quote\t\t\n"
)
SUMMARY = "1 of 3 quotes found, 1 differs, 1 not found; 1 without a quote"


def test_every_figure_of_the_source_gets_a_row_with_its_place_and_the_words_around(milstats, folder):
    assert milstats("verify", "Paper", "pages/paper.html", "--data", "table.toml") == (1, HEADER + ROWS, f"milstats: {SUMMARY}\n")


@pytest.mark.parametrize("form", ["table", "prose"])
def test_people_read_lines_that_editors_follow_then_the_summary(milstats, folder, form):
    expected = (
        "pages/paper.html:2: found: a: News / It was 527 in the year of 2021. / And 298 were convicted in 2023.\n"
        "pages/paper.html:4: differs: b: expected “289 were convicted in 2023”; the page has:"
        " News / It was 527 in the year of 2021. / And 298 were convicted in 2023.\n"
        "pages/paper.html: not found: c: expected “only nine”\n"
        "pages/paper.html: no quote: d\n"
        f"{SUMMARY}\n"
    )
    sources = "\nSources\n  paper  The Paper, undated: A paper\n         https://example.org/paper\n" if form == "table" else ""
    assert milstats("verify", "paper", "pages/paper.html", "--data", "table.toml", "-f", form) == (1, expected + sources, "")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_takes_the_answer(milstats, folder, form):
    code, out, _ = milstats("verify", "paper", "pages/paper.html", "--data", "table.toml", "-f", form)
    assert (code, out[-1:], "only nine" in out) == (1, "\n", True)


def test_where_every_quote_is_found_the_status_is_0(milstats, folder):
    Path("page.txt").write_text("527 in the year of 2021, 289 were convicted\nin 2023, only nine", encoding="utf-8")
    code, out, error = milstats("verify", "paper", "page.txt", "--data", "table.toml")
    assert (code, out.count("\tfound\tpage.txt:"), error) == (0, 3, "milstats: 3 of 3 quotes found; 1 without a quote\n")


def test_standard_input_is_a_page_too(installed, folder):
    ended = installed.run(
        "verify", "paper", "-", "--data", "table.toml", "--no-header", stdin=Path("pages/paper.html").read_bytes(), cwd=folder
    )
    assert (ended.code, ended.out.decode()) == (1, ROWS.replace("pages/paper.html", "standard input"))


def test_a_folder_is_verified_page_by_page_and_what_does_not_fit_is_said(milstats, folder):
    other = TABLE.partition("[sources.paper]")[2]
    text = Path("table.toml").read_text(encoding="utf-8") + "".join(f"[sources.{name}]{other}" for name in ("second", "fourth", "third"))
    text += FIGURE.format(id="e", value='text = "nine"\nquote = "nine"', source="second")
    text += FIGURE.format(id="f", value='text = "ten"\nquote = "ten"', source="third")
    text += FIGURE.format(id="g", value='text = "ten"\nquote = "ten"', source="fourth")
    Path("table.toml").write_text(text, encoding="utf-8")
    for name in ("SECOND.TXT", "papre.html", "paper.pdf", ".hidden"):
        Path("pages", name).write_text("nine", encoding="utf-8")
    Path("pages/paper_files").mkdir()
    code, out, error = milstats("verify", "--all", "pages", "--data", "table.toml")
    assert (code, out) == (1, f"{HEADER}e\tnine\tfound\tpages/SECOND.TXT:1\tnine\n{ROWS}")
    assert error == (
        "milstats: 2 of 4 quotes found, 1 differs, 1 not found; 1 without a quote\n"
        "milstats: paper.pdf is left out: expected ID.txt, ID.html or ID.htm\n"
        'milstats: papre.html is left out: no source is called "papre"; did you mean "paper"?\n'
        "milstats: no page of fourth, third\n"
    )


REFUSED = {
    ("verify",): (2, "expected a source and a page of it, or --all and a folder of pages"),
    ("verify", "paper"): (2, "expected a source and a page of it, or --all and a folder of pages"),
    ("verify", "paper", "pages/paper.html", "--all", "pages"): (2, "expected a source and a page of it, or --all and a folder of pages"),
    ("verify", "paper", ""): (2, "the name of the page is empty; expected a file, or - for standard input"),
    ("verify", "--all", ""): (2, "--all is empty; expected a folder"),
    ("verify", "paper", "-", "--data", "-"): (2, "standard input can't be both the page and the table"),
    ("verify", "papre", "pages/paper.html"): (1, 'no source is called "papre"; did you mean "paper"?'),
    ("verify", "paper", "no.html"): (3, "no.html: cannot be read: No such file or directory"),
    ("verify", "paper", "pages"): (3, "pages: cannot be read: Is a directory"),
    ("verify", "paper", "bytes"): (3, "bytes: expected text or HTML, found a NUL byte at offset 1; it is no text"),
    ("verify", "--all", "no"): (3, "no: cannot be read: No such file or directory"),
    ("verify", "--all", "bytes"): (3, "bytes: cannot be read: Not a directory"),
    ("verify", "--all", "empty"): (1, "empty: holds no page of a source; expected ID.txt, ID.html or ID.htm"),
    ("verify", "--all", "a\0b"): (3, "a\\x00b: cannot be read: its name holds a character that no path can have"),
}


@pytest.mark.parametrize(
    ("arguments", "expected"), REFUSED.items(), ids=[" ".join(arguments).replace("\0", "NUL") for arguments in REFUSED]
)
def test_what_can_t_be_verified_is_refused_in_one_line(milstats, folder, monkeypatch, arguments, expected):
    Path("bytes").write_bytes(b"\x01\0\x02\x03")
    Path("empty").mkdir()
    monkeypatch.setenv("MILSTATS_DATA", "table.toml")
    code, out, error = milstats(*arguments)
    assert (code, out, error.removeprefix("milstats: ")) == (expected[0], "", f"{expected[1]}\n")


def test_every_page_of_a_folder_that_can_t_be_read_is_named(milstats, folder):
    Path("pages/paper.txt").write_bytes(b"%PDF-1.4")
    Path("pages/paper.htm").write_bytes(b"")
    expected = (
        "milstats: pages/paper.htm: is empty; expected a saved page\n"
        "milstats: pages/paper.txt: is a PDF; save its text first, as pdftotext does\n"
    )
    assert milstats("verify", "--all", "pages", "--data", "table.toml") == (3, "", expected)


def test_a_source_without_figures_has_nothing_to_verify(milstats, folder):
    Path("more.toml").write_text('format = 1\nversion = "m"\n[sources.empty]' + TABLE.partition("[sources.paper]")[2], encoding="utf-8")
    message = "milstats: no figure is from such a source; nothing can be verified\n"
    assert milstats("verify", "empty", "pages/paper.html", "--data", "table.toml", "--data", "more.toml") == (1, "", message)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_a_hostile_page_holds_reaches_a_terminal_or_a_spreadsheet(milstats, folder, form):
    Path("page.txt").write_text(
        "=HYPERLINK(1) only nine \x1b]0;pwned\x07\x9b31m \u202etxet \u2066[red]x[/red] `x` <b> | y\n", encoding="utf-8"
    )
    out = milstats("verify", "paper", "page.txt", "--data", "table.toml", "-f", form).out
    assert "only nine" in out
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u2066"} & set(out)
    assert "\t=" not in out
    assert ",=" not in out
    assert '"=' not in out


def test_many_pages_are_watched_on_a_terminal_and_nowhere_else(terminal, installed, folder):
    for number in range(12):
        Path("pages", f"paper{number}.html").symlink_to("paper.html")
    table = Path("table.toml").read_text(encoding="utf-8")
    record = "[sources.paper]" + TABLE.partition("[sources.paper]")[2]
    more = "".join(record.replace("sources.paper", f"sources.paper{number}") for number in range(12))
    Path("table.toml").write_text(table + more, encoding="utf-8")
    arguments = ("verify", "--all", str(folder / "pages"), "--data", str(folder / "table.toml"), "-f", "prose")
    assert "Verifying pages" in terminal.run(*arguments)
    assert "Verifying pages" not in terminal.run(*arguments, TERM="dumb")
    assert b"Verifying" not in installed.run(*arguments).err


def test_every_standing_is_explained_where_help_is_asked_for(milstats):
    out = milstats("verify", "--help").out
    assert list(STANDING_MEANINGS) == list(Standing)
    assert all(f"{standing}" in out and meaning in " ".join(out.split()) for standing, meaning in STANDING_MEANINGS.items())
