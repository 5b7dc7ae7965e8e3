"""A draft as the prose that readers will see, every character of which knows its line and column in the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from html.parser import HTMLParser

from milstats.decoding import decoded, is_wide
from milstats.errors import DataError, Fault, visible
from milstats.files import STDIN, read_page
from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKUP_ENDINGS = (".html", ".htm", ".xhtml")
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown")
_MARKUP = re.compile(r"\s*<(?:!doctype\s|!--|\?xml\s|html[\s>]|head[\s>]|body[\s>]|article[\s>]|div[\s>]|p[\s>]|h1[\s>])", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "code", "pre"})
# What may stand inside a sentence; every other element begins or ends a paragraph.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "wbr",
    ]
)
_ADDRESS = re.compile(r"https?://[^\s<>]{1,2000}|(?<=\]\()[^()\s]{1,2000}|(?<=\]: )\S{1,2000}")
_CODE = re.compile(r"(`{1,3})[^`\n]{1,500}\1")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_STANDALONE = re.compile(r"\s{0,20}(?:#{1,6}\s|[-*+•]\s|[0-9]{1,3}[.)]\s|\||>)")
_BULLET = re.compile(r"\s{0,20}(?:#{1,6}|[-*+•]|[0-9]{1,3}[.)]|>)\s")
_REFERENCE = re.compile("&#[0-9]{1000,}")  # too many digits for Python to read

# A sign that no text holds, and behind it the end of whatever a page leaves open: parsers that look for a missing end anew
# from every place where it could begin take quadratic time.
_OVER = "\ufdd0"
_ENDS = f"{_OVER}-->]]>\"'>"


class Piece(NamedTuple):
    """Some text of one line of the file, and the line and column of its first character; a text of None ends a paragraph."""

    line: int
    column: int
    text: str | None


class Draft(NamedTuple):
    """The prose of a draft, in which a line break ends a paragraph, and where its pieces stand in the file.

    `starts` are the places in the text where a piece begins; `places` the line and column of each, from 1.
    """

    label: str
    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file of a character of the text, both from 1."""
        number = bisect_right(self.starts, offset) - 1
        line, column = self.places[number]
        return line, column + offset - self.starts[number]


def draft_of(name: str) -> Draft:
    """Return the draft `name`, text, Markdown or HTML: a path, or `-` for standard input.

    Raises:
        DataError: if it can't be read or is no text.
        UsageError: if `name` is empty.
    """
    data, called = read_page(name), "standard input" if name == STDIN else visible(name, limit=200)
    if data.startswith((b"%PDF-", b"PK\x03\x04", b"\x1f\x8b")):
        raise DataError(Fault(called, None, "is no text but a PDF, an office document or an archive; save its text first"))
    if b"\0" in data and not is_wide(data):
        raise DataError(Fault(called, None, f"expected text, found a NUL byte at offset {data.index(0)}"))
    ending = name.casefold()
    is_markup = ending.endswith(_MARKUP_ENDINGS) or _MARKUP.match(decoded(data[:4096], is_markup=False)) is not None
    text = decoded(data, is_markup=is_markup)
    if is_markup and not ending.endswith(_MARKDOWN_ENDINGS):
        return draft_of_html(called, text)
    return _joined(called, _pieces_of_text(text, is_markdown=ending.endswith(_MARKDOWN_ENDINGS)))


def draft_of_text(label: str, text: str) -> Draft:
    """Return a draft of plain text that no file holds."""
    return _joined(label, _pieces_of_text(text, is_markdown=False))


def draft_of_html(label: str, text: str) -> Draft:
    """Return a draft of HTML that no file holds."""
    return _joined(label, _pieces_of_html(text))


def _joined(label: str, pieces: Iterator[Piece]) -> Draft:
    """Return the pieces as one text; a paragraph ends once, however many partings stand together."""
    parts: list[str] = []
    starts, places, length = [0], [(1, 1)], 0
    for line, column, text in pieces:
        if text is None:
            if parts and parts[-1] != "\n":
                parts.append("\n")
                length += 1
        elif text:
            starts.append(length)
            places.append((line, column))
            parts.append(text)
            length += len(text)
    return Draft(label, "".join(parts), tuple(starts), tuple(places))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Return a text with blanks in place of what a pattern finds, so that no column moves."""
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _pieces_of_text(text: str, *, is_markdown: bool) -> Iterator[Piece]:
    """Yield the lines of a text, parted at empty lines, headings, list items and rows of tables; code and addresses are blank."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if is_markdown and (opened := _FENCE.match(line)) and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
            yield Piece(number, 1, None)
            continue
        if not line.strip() or _STANDALONE.match(line):
            yield Piece(number, 1, None)
        if fence or not line.strip():
            continue
        seen = _blanked(_ADDRESS, _blanked(_BULLET, line) if _STANDALONE.match(line) else line)
        yield Piece(number, 1, f"{_blanked(_CODE, seen) if is_markdown else seen} ")
        if line.lstrip().startswith(("#", "|")):
            yield Piece(number, 1, None)


def _pieces_of_html(text: str) -> Iterator[Piece]:
    """Yield the visible text of HTML line by line, parted where a block begins or ends."""
    reader = _Reader()
    reader.feed(_REFERENCE.sub("&#1114112", text.replace("\0", "\ufffd").replace(_OVER, "\ufffd")) + _ENDS)
    reader.close()
    yield from reader.pieces


class _Reader(HTMLParser):
    """Gathers the pieces of a page; entities are pieces of their own, because they are longer in the file than in the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[Piece] = []
        self._unseen: list[str] = []
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- attributes are no prose
        """Part the text where a block begins, and stop listening where something unseen does."""
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag not in _INLINE:
            self._keep(None)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- likewise
        """Part the text at an element that holds nothing."""
        if tag not in _INLINE:
            self._keep(None)

    def handle_endtag(self, tag: str) -> None:
        """Part the text where a block ends, and listen again where something unseen does."""
        if tag in self._unseen[-1:]:
            self._unseen.pop()
        if tag not in _INLINE:
            self._keep(None)

    def handle_data(self, data: str) -> None:
        """Keep what is shown, each line of it with its place."""
        seen, over, _ = data.partition(_OVER)
        line, offset = self.getpos()
        *whole, last = _blanked(_ADDRESS, seen).split("\n")
        for number, part in enumerate((*(f"{part} " for part in whole), last)):
            self._keep(part, line + number, 0 if number else offset)
        self._is_over = self._is_over or bool(over)

    def handle_entityref(self, name: str) -> None:
        """Keep the character that a name stands for."""
        self._keep(unescape(f"&{name};"), *self.getpos())

    def handle_charref(self, name: str) -> None:
        """Keep the character that a number stands for."""
        self._keep(unescape(f"&#{name};"), *self.getpos())

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 -- named as in the standard library
        """Return the end of a `<![...`, which HTML takes for a comment; the library's own reading stops at words unknown to it."""
        return self.rawdata.index(">", i) + 1

    def _keep(self, text: str | None, line: int = 1, offset: int = 0) -> None:
        if not self._unseen and not self._is_over:
            self.pieces.append(Piece(line, offset + 1, text))
