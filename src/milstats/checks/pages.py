"""Saved pages and drafts as the text that a reader sees, in blocks, each character of which knows its line and column in the file."""

import codecs
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple
from unicodedata import normalize

from milstats.data.files import label, read_page
from milstats.errors import DataError, Fault
from milstats.escaping import UNSAFE

# A byte order mark says the encoding; that of UTF-32 comes first, since it begins as that of UTF-16 does.
_MARKS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HEAD = 4096  # bytes in which a page declares its encoding; browsers look at the first 1024
_DECLARED = rb"""(?i)\s*<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})|<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})"""
# What a page may be written in; browsers take the names of two encodings for a third that has more signs.
_ENCODINGS = r"ascii|utf-8|cp\d{3,4}|iso8859-\d{1,2}|koi8-[rut]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis|tis-620"
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252"}
_FOREIGN = {
    b"%PDF-": "a PDF; save its text first, as pdftotext does",
    b"PK\x03\x04": "a zip archive, as office documents and e-books are; save its text first",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"bplist": "a web archive of Safari; save the page as HTML",
    b"From: <Saved by": "an MHTML archive; save the page as HTML",
}
_HTML_START = r"(?is)\s*(?:<!--.*?-->\s*)*<(?:!doctype\s|\?xml\s|[a-z][a-z0-9]*[\s/>])"
BREAK = "\n"  # stands in the text of a block where the page begins a new line
_LINE_END = "\u2028"  # the same in a piece, where "\n" is white space
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # the number of a note
_GAP = "\ufdd0"  # no text has this sign; it replaces signs of markup, so that no column moves
_ENDS = f"{_GAP}-->]]>\"'>"  # the end of whatever a page leaves open; looking for it from every place takes quadratic time
_UNSEEN = f"{UNSAFE[1:-1]}{_GAP}\ufe00-\ufe0f"
_PARTS = re.compile(rf"(\s+)|([{_UNSEEN}]+)|([^\s{_UNSEEN}]+)")
# What is never shown, with all in it; what begins lines of its own. Every other element is inline.
_HIDDEN = {"script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object"}
_BLOCKS = (
    "address|article|aside|blockquote|body|button|canvas|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|frameset|h[1-6]|head|header|hgroup|hr|html|iframe|input|legend|li|main|menu|nav|object|ol|optgroup|option|p|pre|search"
    "|section|select|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
# What no reader of Markdown sees.
_MARKUP = (
    r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[^\n]*$|\Z)",  # fenced code
    r"(?s)<!--.*?(?:-->|\Z)",
    r"\[\^[^\]\n]{1,99}\]:?",  # footnotes
    r"(`{1,3})[^`\n]{1,500}\1",
    r"(?<=\])\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,500}\")?\)|(?<=\]: )\S{1,2000}|<?https?://[^\s<>()]{1,2000}>?",  # addresses
    rf"!?\[(?=[^\[\]\n]{{1,500}}\])|(?<=[^\[\]\n])\](?=[\s{_GAP}])",
    r"</?[a-zA-Z][^<>\n]{0,2000}>",
    r"(?<!\\)(?:\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}|~~|\b_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w))|\\(?=[!-/:-@\[-`{-~])",  # emphasis
)
_FRONT_MATTER = r"\A---[ \t]*\n(?:[^\n]*\n){0,200}?---[ \t]*(?=\n|\Z)"
_KEYS = r"(?m)^(?!(?:title|subtitle|headline|description|summary|lead|dek):)[^\n]*$|^\w+:"
_DASHES = re.compile(r"(?=[^|]*\|)[\s|:-]*-[\s|:-]*")
_MARKER = re.compile(rf"^[\s{_GAP}]{{0,20}}(?:#{{1,6}}|[0-9]{{1,2}}[.)/]|>|[^\w\s'\"«»“”„‘’(\[…$€£₽.,;:!?%|<&–—]\ufe0f?)(?=\s)")
_ACCEPTED = r"<!--\s{0,99}milstats:\s{0,99}ok\s([^<>]{1,200}?)-->"

Cell = tuple[int, int, int]  # the number of a table on its page, of a row and of a column
# Some text of the file, the line and column at which it begins, both from 1, and the cell that it is in.
Piece = tuple[str, int, int, Cell | None]


class Block(NamedTuple):
    """A paragraph, item or cell. Its white space is one sign: BREAK where the page begins a line, a no-break space or a space.

    `places` are those in the text where a word of the file begins, each with its line and column. `around` is what a reader of a
    table reads with the cell: the corner, the head of its column and the first cells of its row.
    """

    text: str
    places: tuple[tuple[int, int, int], ...]
    around: str = ""

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file of a character of the text, both from 1."""
        start, line, column = self.places[bisect_left(self.places, (offset + 1,)) - 1]
        return line, column + offset - start


class Page(NamedTuple):
    """The blocks of a saved page or a draft, and the numbers that its writer accepts as they are."""

    label: str
    blocks: tuple[Block, ...]
    accepted: frozenset[str] = frozenset()


def read_saved_page(name: str) -> Page:
    """Return the saved page `name` (a path or `-`), HTML or plain text; what can't be read or shows no text raises DataError."""
    page = _read(name, page_of_text)
    if not page.blocks:
        raise DataError(Fault(page.label, None, "shows no text; expected a saved page"))
    return page


def read_draft(name: str) -> Page:
    """Return the draft `name`, HTML, Markdown or plain text, which is read as Markdown; what can't be read raises DataError."""
    return _read(name, page_of_markdown)


def _read(name: str, page_of: Callable[[str, str], Page]) -> Page:
    data, called = read_page(name), label(name)
    for beginning, what in _FOREIGN.items():
        if data.startswith(beginning):
            raise DataError(Fault(called, None, f"is {what}"))
    if b"\0" in data and not _encoding(data, is_html=False).startswith(("utf-16", "utf-32")):
        raise DataError(Fault(called, None, f"expected text or HTML, found a NUL byte at offset {data.index(0)}; it is no text"))
    is_html = name.casefold().endswith((".html", ".htm", ".xhtml"))
    if not is_html and not name.casefold().endswith((".md", ".markdown", ".mdown")):
        is_html = re.match(_HTML_START, decoded(data[:_HEAD], is_html=False)) is not None
    text = decoded(data, is_html=is_html)
    return page_of_html(called, text) if is_html else page_of(called, text)


def decoded(data: bytes, *, is_html: bool) -> str:
    """Return the text of a file in its encoding, with line ends as in Unix; bytes without a meaning become U+FFFD."""
    return data.decode(_encoding(data, is_html=is_html), "replace").replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes, *, is_html: bool) -> str:
    """Return the encoding that a byte order mark or the page names, UTF-8, or what writers used before it."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    declared = re.search(_DECLARED, re.sub(rb"(?s)<!--.*?(-->|\Z)", b" ", data[:_HEAD])) if is_html else None
    if declared:
        with suppress(LookupError):
            name = codecs.lookup((declared[1] or declared[2]).decode("ascii", "replace")).name
            if re.fullmatch(_ENCODINGS, name):
                return _MEANT.get(name, name)
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1251" if re.search(rb"[\xc0-\xff]{3}", data) else "cp1252"  # three letters in a row are Russian
    return "utf-8"


def page_of_text(called: str, text: str) -> Page:
    """Return a plain text as a page; empty lines part its paragraphs."""
    lines = groupby(enumerate(text.split("\n"), start=1), key=lambda line: bool(line[1].strip()))
    return Page(called, _blocks([(f"{line}\n", number, 1, None) for number, line in part] for _, part in lines))


def page_of_html(called: str, text: str) -> Page:
    """Return a text of HTML as a page."""
    reader = _Reader((text.count("\n") + 1, len(text) - text.rfind("\n") - 1))
    # Comments as every version of the parser reads them, references of no endless length, and no column moved.
    plain = re.sub(r"<!--(-?)>", lambda found: f"<!  {found[1] and ' '}>", text.replace("\0", "\ufffd").replace(_GAP, "\ufffd"))
    plain = re.sub(r"--(\s+)>", lambda found: f"- {found[1]}>", plain.replace("--!>", " -->"))  # browsers take it for no end
    plain = re.sub("&#[0-9]{1000,};?", lambda found: f"&#65533;{chr(0x200B) * (len(found[0]) - 8)}", plain)
    plain = re.sub(r"<sup\b[^<>]*>(?:<a\b[^<>]*>)?[^<]*", lambda found: found[0].translate(_RAISED), plain)
    reader.feed(plain + _ENDS)
    reader.close()
    return Page(called, _blocks(reader.parts), frozenset(re.findall(_ACCEPTED, text)))


class _Reader(HTMLParser):
    """Gathers the parts of a page; references are pieces of their own, because they are longer in the file than in the text."""

    def __init__(self, end: tuple[int, int]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[list[Piece]] = [[]]
        self._end = end  # the line and column where the page is over
        self._unseen: Counter[str] = Counter()
        self._tables: list[Cell] = []  # those that are open, each with the cell that was read last
        self._count = 0  # of tables

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- attributes are no text
        self._unseen[tag] += tag in _HIDDEN
        if tag == "table":
            self._tables.append((self._count, -1, -1))
            self._count += 1
        elif self._tables and tag in {"tr", "td", "th"}:
            table, row, column = self._tables[-1]
            self._tables[-1] = (table, row + 1, -1) if tag == "tr" else (table, max(row, 0), column + 1)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen[tag] -= self._unseen[tag] > 0
        if tag == "table" and self._tables:
            self._tables.pop()
        self._break(tag)

    def handle_data(self, data: str) -> None:
        self._keep(data.partition(_GAP)[0])

    def handle_entityref(self, name: str) -> None:
        self._keep(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._keep(unescape(f"&#{name};"))

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 -- named as in the standard library
        """Return the end of a `<![...`, which HTML takes for a comment; the library's own reading stops at words unknown to it."""
        return self.rawdata.index(">", i) + 1

    def _keep(self, text: str) -> None:
        line, offset = self.getpos()
        if (line, offset) < self._end and not +self._unseen:
            cell = self._tables[-1] if self._tables and self._tables[-1][2] >= 0 else None
            self.parts[-1].append((text, line, offset + 1, cell))

    def _break(self, tag: str) -> None:
        """Begin a line or a part where a tag does."""
        if tag == "br":
            self._keep(_LINE_END)
        elif re.fullmatch(_BLOCKS, tag) and not +self._unseen:
            self.parts.append([])


def page_of_markdown(called: str, text: str) -> Page:
    """Return a text of Markdown as a page: headings, items, rows of tables and what empty lines part are blocks."""
    shown = text.replace(_GAP, "\ufffd")
    shown = re.sub(_FRONT_MATTER, lambda found: re.sub(_KEYS, _blanked, found[0]), shown, count=1)
    for pattern in _MARKUP:
        shown = re.sub(pattern, _blanked, shown)
    reference = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
    shown = re.sub(reference, lambda found: unescape(found[0])[:1] + _GAP * (len(found[0]) - 1), shown)
    return Page(called, _blocks(_parts_of_markdown(shown.split("\n"))), frozenset(re.findall(_ACCEPTED, text)))


def _blanked(found: re.Match[str]) -> str:
    """Return gaps for what is no text, so that no line and no column moves."""
    return re.sub(r"[^\n]", _GAP, found[0])


def _parts_of_markdown(lines: Sequence[str]) -> list[list[Piece]]:
    """Return the lines as parts; a table is what has strokes around or above a row of dashes."""
    parts: list[list[Piece]] = [[]]
    table, row = 0, -1
    for number, line in enumerate(lines, start=1):
        is_row = line.lstrip().startswith("|") or ("|" in line and (row >= 0 or _DASHES.fullmatch("".join(lines[number : number + 1]))))
        if is_row:
            if not _DASHES.fullmatch(line):
                row += 1
                cells = [cell for cell in re.finditer(r"[^|]+", line.rstrip().removesuffix("|")) if cell.start() or cell[0].strip()]
                parts += [[(cell[0], number, cell.start() + 1, (table, row, column))] for column, cell in enumerate(cells)]
            continue
        if row >= 0 or not line.strip(f" \t{_GAP}") or _MARKER.match(line) or re.fullmatch(r"[-=*_ ]{3,}", line.strip()):
            parts.append([])
        table, row = (table + 1, -1) if row >= 0 else (table, row)
        parts[-1].append((f"{_MARKER.sub(_blanked, line)}\n", number, 1, None))
        if line.startswith("#") or line.endswith("  "):
            parts[-1].append((_LINE_END, number, len(line) + 1, None))
        if line.startswith("#"):
            parts.append([])
    return parts


def _blocks(parts: Iterable[list[Piece]]) -> tuple[Block, ...]:
    """Return the blocks that show something, those of cells with their corner, the head of their column and four cells of their row."""
    found = [(block, pieces[0][3]) for pieces in parts if (block := _block(pieces))]
    texts: dict[Cell | None, str] = {}
    for block, cell in found:
        texts.setdefault(cell, block.text)  # the first of several in a cell
    blocks = []
    for block, cell in found:
        table, row, column = cell or (0, 0, 0)
        heads = dict.fromkeys([(table, 0, 0), (table, 0, column), *((table, row, first) for first in range(4))]) if cell else {}
        blocks.append(block._replace(around=" | ".join(texts[head] for head in heads if head != cell and head in texts)))
    return tuple(blocks)


def _block(pieces: Sequence[Piece]) -> Block | None:
    """Return the block that pieces make up, or None where it shows nothing."""
    words: list[str] = []
    places: list[tuple[int, int, int]] = []
    length, spaces = 0, ""
    for text, first_line, first_column, _ in pieces:
        line, column = first_line, first_column
        for match in _PARTS.finditer(text):
            part = match[0]
            if match[3] is not None:
                gap = _gap(spaces) if words else ""
                words.append(gap + normalize("NFC", part))
                places.append((length + len(gap), line, column))
                length, spaces = length + len(words[-1]), ""
            elif match[1] is not None:
                spaces += part
            lines = part.count("\n")
            line, column = (line + lines, len(part) - part.rfind("\n")) if lines else (line, column + len(part))
    return Block("".join(words), tuple(places)) if words else None


def _gap(spaces: str) -> str:
    return BREAK if _LINE_END in spaces else " " if re.search(r"[ \t\n\r\f\v]", spaces) else spaces and "\u00a0"
