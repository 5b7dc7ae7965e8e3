"""Saved pages and drafts as the text that a reader sees, in blocks, each character of which knows its line and column in the file."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from milstats.data.files import STDIN, read_page
from milstats.errors import DataError, Fault, visible
from milstats.escaping import UNSAFE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A byte order mark says the encoding; the longest comes first, since that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_HEAD = 4096  # bytes in which a page declares its encoding; browsers look at the first 1024
_DECLARED = re.compile(
    rb"""\s*<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})|<meta\s[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# What a page may be written in, and labels that mean another encoding to browsers (WHATWG, Encoding) than Python reads into them.
_ENCODINGS = r"utf-8|cp(125\d|866|874|932|949)|iso8859-\d{1,2}|koi8-[rut]|mac-(cyrillic|roman)|gb18030|big5(hkscs)?|euc_jp|iso2022_jp"
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
_FOREIGN = {
    b"%PDF-": "a PDF; save its text first, as pdftotext does",
    b"PK\x03\x04": "a zip archive, as office documents and e-books are; save its text first",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"bplist": "a web archive of Safari; save the page as HTML",
    b"From: <Saved by": "an MHTML archive; save the page as HTML",
}
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
_MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown")
_HTML_START = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s|\?xml\s|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE | re.DOTALL)
BREAK = "\n"  # stands in the text of a block where the page begins a new line
_LINE_END = "\u2028"  # the same in a piece, where "\n" is white space
_GAP = "\ufdd0"  # no text has this sign; it replaces signs of markup, so that no column moves
_ENDS = f"{_GAP}-->]]>\"'>"  # the end of whatever a page leaves open; looking for it from every place takes quadratic time
_UNSEEN = f"{UNSAFE[1:-1]}{_GAP}\ufe00-\ufe0f"
_PARTS = re.compile(rf"(\s+)|([{_UNSEEN}]+)|([^\s{_UNSEEN}]+)")
# What is never shown, with all in it; what begins lines of its own. Every other element is inline.
_HIDDEN = {"script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object"}
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|button|canvas|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|frameset|h[1-6]|head|header|hgroup|hr|html|iframe|input|legend|li|main|menu|nav|object|ol|optgroup|option|p|pre|search"
    "|section|select|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video"
)
# What no reader of Markdown sees.
_MARKUP = (
    re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE),  # fenced code
    re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL),
    re.compile(r"\[\^[^\]\n]{1,99}\]:?"),  # footnotes
    re.compile(r"(`{1,3})[^`\n]{1,500}\1"),
    re.compile(r"(?<=\])\([^()\s]{0,2000}(?:\s\"[^\"\n]{0,500}\")?\)|(?<=\]: )\S{1,2000}|<?https?://[^\s<>()]{1,2000}>?"),  # addresses
    re.compile(r"!?\[(?=[^\[\]\n]{1,500}\])|(?<=[^\[\]\n])\](?=[\s" + _GAP + r"])"),
    re.compile(r"</?[a-zA-Z][^<>\n]{0,2000}>"),
    re.compile(r"(?<!\\)(?:\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}|~~|\b_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w))|\\(?=[!-/:-@\[-`{-~])"),  # emphasis
)
_FRONT_MATTER = r"\A---[ \t]*\n(?:[^\n]*\n){0,200}?---[ \t]*(?=\n|\Z)"
_OTHER_KEYS = re.compile(r"^(?!(?:title|subtitle|headline|description|summary|lead|dek):)[^\n]*$", re.MULTILINE)
_TITLE = re.compile(r"^\w+:", re.MULTILINE)
_DASHES = re.compile(r"(?=[^|]*\|)[\s|:-]*-[\s|:-]*")
_MARKER = re.compile(rf"^[\s{_GAP}]{{0,20}}(?:#{{1,6}}|[0-9]{{1,2}}[.)/]|>|[^\w\s'\"«»“”„‘’(\[…$€£₽.,;:!?%|<&–—]\ufe0f?)(?=\s)")
_ACCEPTED = re.compile(r"<!--\s{0,99}milstats:\s{0,99}ok\s([^<>]{1,200}?)-->")

Cell = tuple[int, int, int]  # the number of a table on its page, of a row and of a column


class Piece(NamedTuple):
    """Some text of the file and the line and column at which it begins, both from 1."""

    text: str
    line: int
    column: int


class Part(NamedTuple):
    """The pieces between two ends of blocks, and the cell that they are in."""

    pieces: list[Piece]
    cell: Cell | None = None


class Block(NamedTuple):
    """A paragraph, item or cell. Its white space is one sign: BREAK where the page begins a line, a no-break space or a space.

    `starts` are the places in the text where a word of the file begins, `places` the line and column of each. `around` is what
    a reader of a table reads with the cell: the heads of its row and column.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    around: str = ""

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file of a character of the text, both from 1."""
        number = bisect_right(self.starts, offset) - 1
        line, column = self.places[number]
        return line, column + offset - self.starts[number]


class Page(NamedTuple):
    """The blocks of a saved page or a draft, and the numbers that its writer accepts as they are."""

    label: str
    blocks: tuple[Block, ...]
    accepted: frozenset[str] = frozenset()


def read_saved_page(name: str) -> Page:
    """Return the saved page `name`, HTML or plain text: a path, or `-` for standard input.

    Raises:
        DataError: if it can't be read, is no text, or shows none.
        UsageError: if `name` is empty.
    """
    called, data = _read(name)
    page = page_of_html(called, decoded(data, is_html=True)) if _is_html(name, data) else page_of_text(called, decoded(data, is_html=False))
    if not page.blocks:
        what = "shows no text" if data.strip() else "is empty"
        raise DataError(Fault(called, None, f"{what}; expected a saved page"))
    return page


def read_draft(name: str) -> Page:
    """Return the draft `name`, HTML, Markdown or plain text, which is read as Markdown: a path, or `-` for standard input.

    Raises:
        DataError: if it can't be read or is no text.
        UsageError: if `name` is empty.
    """
    called, data = _read(name)
    is_html = _is_html(name, data) and not name.casefold().endswith(_MARKDOWN_ENDINGS)
    text = decoded(data, is_html=is_html)
    return page_of_html(called, text) if is_html else page_of_markdown(called, text)


def _read(name: str) -> tuple[str, bytes]:
    """Return what a file is called and its bytes, if they are text."""
    data, called = read_page(name), "standard input" if name == STDIN else visible(name, limit=200)
    for beginning, what in _FOREIGN.items():
        if data.startswith(beginning):
            raise DataError(Fault(called, None, f"is {what}"))
    if b"\0" in data and not _wide(data):
        raise DataError(Fault(called, None, f"expected text or HTML, found a NUL byte at offset {data.index(0)}; it is no text"))
    return called, data


def _is_html(name: str, data: bytes) -> bool:
    return name.casefold().endswith(_HTML_ENDINGS) or _HTML_START.match(decoded(data[:_HEAD], is_html=False)) is not None


def decoded(data: bytes, *, is_html: bool) -> str:
    r"""Return the text of a file: by its byte order mark, by what it declares, as UTF-8, or as what it looks like.

    Bytes that its encoding has no meaning for become U+FFFD. Line ends are those of Unix.

    >>> decoded("самоволка".encode("cp1251"), is_html=False)
    'самоволка'
    >>> decoded(b'<meta charset="koi8-r">\xd3\xcf\xde', is_html=True)
    '<meta charset="koi8-r">соч'
    """
    encoding = _wide(data) or (_declared(data[:_HEAD]) if is_html and not data.startswith(codecs.BOM_UTF8) else None) or _guessed(data)
    return data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")


def _wide(data: bytes) -> str | None:
    """Return UTF-16 or UTF-32 where a mark says so, or where the empty halves of Latin letters betray UTF-16."""
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if marked:
        return marked if "utf-8" not in marked else None
    head = data[: _HEAD // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 < len(head) or min(even, odd) * 10 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    is_text = all(char.isprintable() or char.isspace() for char in head.decode(encoding, "ignore"))
    return encoding if is_text else None


def _declared(head: bytes) -> str | None:
    """Return the encoding that an XML declaration or a meta element states, if a page can have it; a comment states nothing."""
    found = _DECLARED.search(re.sub(rb"<!--.*?(-->|\Z)", b" ", head, flags=re.DOTALL))
    try:
        name = codecs.lookup((found[1] or found[2]).decode("ascii", "replace")).name if found else ""
    except LookupError:
        return None
    meant = _MEANT.get(name, name)
    return meant if re.fullmatch(_ENCODINGS, meant) else None


def _guessed(data: bytes) -> str:
    """Return UTF-8, or what writers of Russian or of English used before it."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "cp1251" if re.search(rb"[\xc0-\xff]{3}", data[max(0, error.start - 65536) : error.start + 65536]) else "cp1252"
    return "utf-8-sig"


def page_of_text(label: str, text: str) -> Page:
    """Return a plain text as a page; empty lines part its paragraphs."""
    parts = [Part([])]
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            parts[-1].pieces.append(Piece(f"{line}\n", number, 1))
        else:
            parts.append(Part([]))
    return Page(label, _blocks(parts))


def page_of_html(label: str, text: str) -> Page:
    """Return a text of HTML as a page."""
    reader = _Reader((text.count("\n") + 1, len(text) - text.rfind("\n") - 1))
    reader.feed(_plain_comments(text.replace("\0", "\ufffd").replace(_GAP, "\ufffd")) + _ENDS)
    reader.close()
    return Page(label, _blocks(reader.parts), frozenset(_ACCEPTED.findall(text)))


def _plain_comments(text: str) -> str:
    """Return HTML with comments as every version of the parser reads them, no column moved, and without endless references."""
    text = re.sub(r"<!--(-?)>", lambda found: f"<!  {found[1] and ' '}>", text).replace("--!>", " -->")
    text = re.sub(r"--(\s+)>", lambda found: f"- {found[1]}>", text)  # to browsers, such a comment has not ended
    return re.sub("&#[0-9]{1000,};?", lambda found: f"&#65533;{chr(0x200B) * (len(found[0]) - 8)}", text)


class _Reader(HTMLParser):
    """Gathers the parts of a page; references are pieces of their own, because they are longer in the file than in the text."""

    def __init__(self, end: tuple[int, int]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts = [Part([])]
        self._end = end  # the line and column where the page is over
        self._unseen: Counter[str] = Counter()
        self._tables: list[Cell] = []  # those that are open, each with the cell that was read last
        self._count = 0  # of tables

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- attributes are no text
        """Begin a part where a block begins, and stop listening where something unseen does."""
        if tag in _HIDDEN:
            self._unseen[tag] += 1
        if tag == "table":
            self._tables.append((self._count, -1, -1))
            self._count += 1
        elif self._tables and tag in {"tr", "td", "th"}:
            table, row, column = self._tables[-1]
            self._tables[-1] = (table, row + 1, -1) if tag == "tr" else (table, max(row, 0), column + 1)
        if tag == "br":
            self._keep(_LINE_END)
        elif _BLOCKS.fullmatch(tag):
            self._part()

    def handle_endtag(self, tag: str) -> None:
        """Begin a part where a block ends, and listen again where something unseen does."""
        if self._unseen[tag] > 0:
            self._unseen[tag] -= 1
        if tag == "table" and self._tables:
            self._tables.pop()
        if tag == "br":
            self._keep(_LINE_END)
        elif _BLOCKS.fullmatch(tag):
            self._part()

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        self._keep(data.partition(_GAP)[0])

    def handle_entityref(self, name: str) -> None:
        """Keep the character that a name stands for."""
        self._keep(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """Keep the character that a number stands for."""
        self._keep(unescape(f"&#{name};"))

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 -- named as in the standard library
        """Return the end of a `<![...`, which HTML takes for a comment; the library's own reading stops at words unknown to it."""
        return self.rawdata.index(">", i) + 1

    def _keep(self, text: str) -> None:
        line, offset = self.getpos()
        if (line, offset) < self._end and not +self._unseen:
            self.parts[-1].pieces.append(Piece(text, line, offset + 1))

    def _part(self) -> None:
        if (self.parts[-1].pieces or self._tables) and not +self._unseen:
            self.parts.append(Part([], self._tables[-1] if self._tables and self._tables[-1][2] >= 0 else None))


def page_of_markdown(label: str, text: str) -> Page:
    """Return a text of Markdown as a page: headings, items, rows of tables and what empty lines part are blocks."""
    shown = text.replace(_GAP, "\ufffd")
    shown = re.sub(_FRONT_MATTER, lambda found: _TITLE.sub(_blanked, _OTHER_KEYS.sub(_blanked, found[0])), shown, count=1)
    for pattern in _MARKUP:
        shown = pattern.sub(_blanked, shown)
    shown = re.sub(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});", _unescaped, shown)
    return Page(label, _blocks(_parts_of_markdown(shown.split("\n"))), frozenset(_ACCEPTED.findall(text)))


def _blanked(found: re.Match[str]) -> str:
    """Return gaps for what is no text, so that no line and no column moves."""
    return re.sub(r"[^\n]", _GAP, found[0])


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that a reference stands for, as long as the reference."""
    return unescape(found[0])[:1] + _GAP * (len(found[0]) - 1)


def _parts_of_markdown(lines: Sequence[str]) -> list[Part]:
    """Return the lines as parts; a table is what has strokes around or above a row of dashes."""
    parts, table, row = [Part([])], 0, -1
    for number, line in enumerate(lines, start=1):
        is_row = line.lstrip().startswith("|") or ("|" in line and (row >= 0 or _DASHES.fullmatch("".join(lines[number : number + 1]))))
        if is_row:
            if not _DASHES.fullmatch(line):
                row += 1
                parts += [Part([piece], (table, row, column)) for column, piece in enumerate(_cells(line, number))]
            continue
        if row >= 0 or not line.strip(f" \t{_GAP}") or _MARKER.match(line) or re.fullmatch(r"[-=*_ ]{3,}", line.strip()):
            parts.append(Part([]))
        table, row = (table + 1, -1) if row >= 0 else (table, row)
        parts[-1].pieces.append(Piece(f"{_MARKER.sub(_blanked, line)}\n", number, 1))
        if line.startswith("#") or line.endswith("  "):
            parts[-1].pieces.append(Piece(_LINE_END, number, len(line) + 1))
        if line.startswith("#"):
            parts.append(Part([]))
    return parts


def _cells(line: str, number: int) -> list[Piece]:
    """Return the cells of a row."""
    start = len(line) - len(line.lstrip(" |")) if line.lstrip().startswith("|") else 0
    return [
        Piece(found[0], number, found.start() + 1)
        for found in re.finditer(r"[^|]+", line[: len(line.rstrip(" |"))])
        if found.start() >= start - 1
    ]


def _blocks(parts: Iterable[Part]) -> tuple[Block, ...]:
    """Return the blocks that show something; of several in one cell, the first stands for it as a head."""
    found = [(block, part.cell) for part in parts for block in (_block(part.pieces),) if block is not None]
    texts: dict[Cell, str] = {}
    for block, cell in found:
        if cell is not None:
            texts.setdefault(cell, block.text)
    return tuple(block if cell is None else block._replace(around=_around(texts, cell)) for block, cell in found)


def _around(texts: dict[Cell, str], cell: Cell) -> str:
    """Return the corner of a cell's table and the heads of its column and row."""
    table, row, column = cell
    heads = dict.fromkeys([(table, 0, 0), (table, 0, column), (table, row, 0)])
    return " | ".join(texts[head] for head in heads if head != cell and head in texts)


def _block(pieces: Sequence[Piece]) -> Block | None:
    """Return the block that pieces make up, or None where it shows nothing."""
    words: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, int]] = []
    length, spaces = 0, ""
    for piece in pieces:
        line, column = piece.line, piece.column
        for match in _PARTS.finditer(piece.text):
            part = match[0]
            if match[3] is not None:
                gap = _gap(spaces) if words else ""
                words.append(gap + normalize("NFC", part))
                starts.append(length + len(gap))
                places.append((line, column))
                length, spaces = length + len(words[-1]), ""
            elif match[1] is not None:
                spaces += part
            lines = part.count("\n")
            line, column = (line + lines, len(part) - part.rfind("\n")) if lines else (line, column + len(part))
    return Block("".join(words), tuple(starts), tuple(places)) if words else None


def _gap(spaces: str) -> str:
    """Return the one sign for white space between two words."""
    if not spaces:
        return ""
    return BREAK if _LINE_END in spaces else "\u00a0" if not re.search(r"[ \t\n\r\f\v]", spaces) else " "
