"""The text that a reader of a page of HTML gets to see, as pieces with the line of the file that each stands on."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is never shown as text, with all that it holds.
_UNSEEN = frozenset({"script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object"})
# What stands on lines of its own, or parts the text around it; every other element is inline, known or not.
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "img",
        "input",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "object",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "svg",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "video",
    ]
)
# A sign that no text holds, and behind it the end of whatever a page leaves open: parsers that look for a missing end anew
# from every place where it could begin take quadratic time.
_OVER = "\ufdd0"
_ENDS = f"{_OVER}-->]]>\"'>"
_LONG_REFERENCE = re.compile("&#[0-9]{1000,}")  # too many digits for Python to read; it means U+FFFD as any number too large does


class Piece(NamedTuple):
    """Some text and the line that it begins on; None parts what stands before from what follows."""

    line: int
    text: str | None


def pieces_of_html(text: str) -> Iterator[Piece]:
    """Yield the visible text of a page of HTML, and a parting wherever a block begins or ends."""
    text = _LONG_REFERENCE.sub("&#1114112", text.replace("\0", "\ufffd").replace(_OVER, "\ufffd"))
    parser = _Parser((text.count("\n") + 1, len(text) - text.rfind("\n") - 1))
    parser.feed(text + _ENDS)
    parser.close()
    for line, data in parser.pieces:
        if data is None:
            yield Piece(line, None)
            continue
        first, *rest = data.split("\n")
        yield Piece(line, first)
        yield from (Piece(line + number, f"\n{part}") for number, part in enumerate(rest, start=1))


class _Parser(HTMLParser):
    """Gathers pieces up to `end`, the line and column where the page is over."""

    def __init__(self, end: tuple[int, int]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._end = end
        self._unseen: Counter[str] = Counter()
        self._depth = 0  # of elements that are not shown, however they are nested

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- attributes are no text
        """Part the text where a block begins, and stop listening where something unseen does."""
        if tag in _BLOCKS:
            self._part()
        if tag in _UNSEEN:
            self._unseen[tag] += 1
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Part the text where a block ends, and listen again where something unseen does."""
        if self._unseen[tag] > 0:
            self._unseen[tag] -= 1
            self._depth -= 1
        if tag in _BLOCKS:
            self._part()

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        place = self.getpos()
        if self._depth == 0 and place < self._end:
            self.pieces.append(Piece(place[0], data.partition(_OVER)[0]))

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 -- named as in the standard library
        """Return the end of a `<![...`, which HTML takes for a comment; the library's own reading stops at words unknown to it."""
        return self.rawdata.index(">", i) + 1

    def _part(self) -> None:
        if self._depth == 0:
            self.pieces.append(Piece(self.getpos()[0], None))
