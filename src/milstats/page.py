"""A saved page as the text that can be read on it, in which quotes are looked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from unicodedata import normalize

from milstats.decoding import decoded, is_wide
from milstats.errors import DataError, Fault, visible
from milstats.files import STDIN, read_page
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.markup import Piece, pieces_of_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Controls, soft hyphens, zero widths, directions, variation selectors, tags, surrogates: nothing that a reader sees.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_MARKUP = re.compile(r"\s*<(?:!doctype\s|!--|\?xml\s|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_MARKUP_ENDINGS = (".html", ".htm", ".xhtml")
_FOREIGN = {
    b"%PDF-": "a PDF; save its text first, as pdftotext does",
    b"PK\x03\x04": "a zip archive, as office documents and e-books are; save its text first",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"bplist": "a web archive of Safari; save the page as HTML",
    b"From: <Saved by": "an MHTML archive; save the page as HTML",
}


class Page(NamedTuple):
    """The text of a page: every white space is one space, or a line break where a block ends.

    `starts` are the places in the text where a piece of the file begins, and `lines` the line of the file each stands on.
    """

    label: str
    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line_at(self, place: int) -> int:
        """Return the line of the file that a place in the text stands on."""
        return self.lines[bisect_right(self.starts, place) - 1]


def page_of(name: str) -> Page:
    """Return the saved page `name`, HTML or plain text: a path, or `-` for standard input.

    Raises:
        DataError: if it can't be read, is no text, or holds none that is shown.
        UsageError: if `name` is empty.
    """
    data, called = read_page(name), "standard input" if name == STDIN else visible(name, limit=200)
    _refuse_foreign(called, data)
    is_markup = name.casefold().endswith(_MARKUP_ENDINGS) or _MARKUP.match(decoded(data[:4096], is_markup=False)) is not None
    text = decoded(data, is_markup=is_markup)
    page = _joined(called, pieces_of_html(text) if is_markup else _pieces_of_text(text))
    if not page.text:
        raise DataError(
            Fault(called, None, "is empty; expected a saved page" if not text.strip() else "shows no text; expected a saved page")
        )
    return page


def _refuse_foreign(called: str, data: bytes) -> None:
    """Refuse what is no text, and say what it is."""
    for beginning, what in _FOREIGN.items():
        if data.startswith(beginning):
            raise DataError(Fault(called, None, f"is {what}"))
    if b"\0" in data and not is_wide(data):
        raise DataError(Fault(called, None, f"expected text or HTML, found a NUL byte at offset {data.index(0)}; it is no text"))


def _pieces_of_text(text: str) -> Iterator[Piece]:
    """Yield the lines of a plain text, parted where an empty line parts paragraphs."""
    for number, line in enumerate(text.split("\n"), start=1):
        yield Piece(number, f"{line}\n" if line.strip() else None)


def _joined(called: str, pieces: Iterable[Piece]) -> Page:
    """Return the pieces as one text."""
    parts: list[str] = []
    starts, lines = [0], [1]
    length, gap = 0, ""  # what parts the next word from the last
    for line, raw in pieces:
        if raw is None:
            gap = "\n"
            continue
        seen = cleaned(raw)
        words = " ".join(seen.split())
        if seen[:1].isspace():
            gap = gap or " "
        if words:
            parts.append(f"{gap}{words}" if parts else words)
            starts.append(length + (len(gap) if length else 0))
            lines.append(line)
            length += len(parts[-1])
            gap = ""
        if seen[-1:].isspace():
            gap = gap or " "
    return Page(called, "".join(parts), tuple(starts), tuple(lines))


def cleaned(text: str) -> str:
    r"""Return a text without what no reader sees, its accented letters taken apart, so that either spelling is the same.

    >>> cleaned("sol\xaddiers\u200b")
    'soldiers'
    """
    return text if text.isascii() and text.isprintable() else normalize("NFD", _INVISIBLE.sub("", text))
