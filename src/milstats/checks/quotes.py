"""Whether a saved page says what the table quotes from it, and whether the link of the quote will highlight it.

A quote is proved inside one block only. White space, line breaks, inline tags, and the kinds of dashes, quotation marks and
separators of thousands never matter. Digits always do: "373" is not found in "4,373".
"""

from __future__ import annotations

import os
import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from milstats.checks.pages import BREAK, Block, Page, read_saved_page
from milstats.data.files import STDIN
from milstats.errors import DataError, Fault, NothingMatchedError, UsageError, visible
from milstats.escaping import UNSAFE
from milstats.model.selection import WordKind, option_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from milstats.model.records import Dataset, Figure, SourceId

_DASHES = "‐‑‒–—―−﹘﹣－"
_MARKS = '“”„‟«»‹›‘’‚‛"`´ʼ′″＂＇'
_CURLY = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'"))  # browsers take them for straight ones
_ALIKE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_MARKS, "'"))
_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"  # scripts that put no space between words
_NUMBER = r"[0-9]+(?:[,.'\u00a0\u2009\u202f ][0-9]+)*"
_TOKENS = re.compile(rf"({_NUMBER})|(\s+)|(-+)|('+)|(.)", re.DOTALL)
_SEPARATOR = "[,'\u00a0\u2009\u202f ]?"
_GROUP = len("373")
_SHOWN = 60  # characters of the page on either side of a quote
_EXPECTED = "expected ID.txt, ID.html or ID.htm"


class QuoteStatus(StrEnum):
    """Whether a saved page proves the quote of a figure."""

    FOUND = "found"
    UNLINKED = "not linked"  # found, but the link will not highlight it
    DIFFERS = "differs"  # only by a number
    NOT_FOUND = "not found"  # in one paragraph, item or cell
    NO_QUOTE = "no quote"


UNPROVED = {QuoteStatus.DIFFERS, QuoteStatus.NOT_FOUND}


class Verification(NamedTuple):
    """What a page says of one figure: with the line of the file and the words around, where something of the quote was found."""

    figure: Figure
    page: str
    status: QuoteStatus
    line: int | None = None
    context: str | None = None


class Pages(NamedTuple):
    """The names of saved pages, each with its source, and notes on what else was found where they were looked for."""

    pages: tuple[tuple[SourceId, str], ...]
    notes: tuple[str, ...] = ()


def pages_asked(dataset: Dataset, source: str | None, page: str | None, folder: str | None, files: Sequence[str] = ()) -> Pages:
    """Return the pages that are asked for: one page of a source, or a folder of pages named after their sources.

    `files` are the data files, of which standard input can't be the page too.

    Raises:
        UsageError: if it is neither, or both.
        DataError: if the folder can't be read.
        NothingMatchedError: if the source is unknown, or the folder has no page of one.
    """
    is_one = (source, page) != (None, None)
    if is_one == (folder is not None) or (is_one and page is None):
        raise UsageError("expected a source and a page of it, or --all and a folder of pages")
    if page == STDIN and STDIN in files:
        raise UsageError("standard input can't be both the page and the table")
    if folder is not None:
        return _pages_in(dataset, folder)
    return Pages(((str(option_word(dataset, WordKind.SOURCE, source or "").value), page or ""),))


def _pages_in(dataset: Dataset, folder: str) -> Pages:
    """Return the pages in a folder; hidden files and folders, which browsers save beside a page, are passed over."""
    pages, notes = [], []
    for name in _files_in(folder):
        stem, ending = os.path.splitext(name)
        if ending.casefold() not in {".txt", ".html", ".htm"}:
            notes.append(f"{visible(name, limit=200)} is left out: {_EXPECTED}")
            continue
        try:
            pages.append((str(option_word(dataset, WordKind.SOURCE, stem).value), os.path.join(folder, name)))
        except NothingMatchedError as error:
            notes.append(f"{visible(name, limit=200)} is left out: {error}")
    if not pages:
        raise NothingMatchedError("\n".join((*notes, f"{visible(folder, limit=200)}: has no page of a source; {_EXPECTED}")))
    found = {source for source, _ in pages}
    lacking = dict.fromkeys(one.source for one in dataset.figures.values() if one.quote is not None and one.source not in found)
    if lacking:
        notes.append(f"no page of {', '.join(lacking)}")
    return Pages(tuple(pages), tuple(notes))


def _files_in(folder: str) -> list[str]:
    if not folder.strip():
        raise UsageError("--all is empty; expected a folder")
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if not entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise DataError(Fault(visible(folder, limit=200), None, f"cannot be read: {error.strerror}")) from None


def verify_pages(dataset: Dataset, pages: Iterable[tuple[SourceId, str]]) -> tuple[Verification, ...]:
    """Return what the page of each source says of its figures.

    Raises:
        DataError: if pages can't be read; it has the fault of each.
        NothingMatchedError: if the sources have no figure.
    """
    verified: list[Verification] = []
    faults: list[Fault] = []
    for source, name in pages:
        try:
            verified += verify(dataset, source, read_saved_page(name))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(*faults)
    if not verified:
        raise NothingMatchedError("no figure is from such a source; nothing can be verified")
    return tuple(verified)


def verify(dataset: Dataset, source: SourceId, page: Page) -> tuple[Verification, ...]:
    """Return what a saved page of a source says of every figure from there, in the order of the table."""
    return tuple(_verified(figure, page) for figure in dataset.figures.values() if figure.source == source)


def _verified(figure: Figure, page: Page) -> Verification:
    if figure.quote is None:
        return Verification(figure, page.label, QuoteStatus.NO_QUOTE)
    same, similar = _patterns(figure.quote)
    found = [(block, match) for block in page.blocks for match in same.finditer(block.text.translate(_ALIKE))]
    for block, match in found:
        if _is_linked(figure.quote, block.text[slice(*match.span())]):
            return _placed(figure, page, QuoteStatus.FOUND, block, match)
    if found:
        return _placed(figure, page, QuoteStatus.UNLINKED, *found[0])
    for block in page.blocks:
        near = similar.search(block.text.translate(_ALIKE))
        if near:
            return _placed(figure, page, QuoteStatus.DIFFERS, block, near)
    return Verification(figure, page.label, QuoteStatus.NOT_FOUND)


def _placed(figure: Figure, page: Page, status: QuoteStatus, block: Block, match: re.Match[str]) -> Verification:
    """Return what was found with its line and some words on either side."""
    first, last = max(0, match.start() - _SHOWN), match.end() + _SHOWN
    before = f"… {block.text[first : match.start()].partition(' ')[2]}" if first else block.text[: match.start()]
    after = block.text[match.end() : last]
    after = f"{after.rpartition(' ')[0]} …" if last < len(block.text) else after
    # What begins as a formula does is cut: a spreadsheet that reads the answer would run it.
    context = re.sub(r"\s", " ", f"{before}{block.text[slice(*match.span())]}{after}").lstrip("=+@- ")
    return Verification(figure, page.label, status, block.place_of(match.start())[0], context)


@cache
def _patterns(quote: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a quote in a block with one kind of dash and quotation mark, and what finds it with other numbers."""
    words = " ".join(normalize("NFC", re.sub(UNSAFE, lambda sign: " " if sign[0].isspace() else "", quote)).split()).translate(_ALIKE)
    same = similar = ""
    for match in _TOKENS.finditer(words):
        number, spaces, dashes, marks, _ = match.groups()
        exact = r"\s+" if spaces else "-{1,3}" if dashes else "'{1,2}" if marks else re.escape(match[0])
        same += _same_number(number) if number else exact
        similar += rf"(?<![0-9]){_NUMBER}(?![0-9])" if number else exact
    first, last = _bound(words[0], is_start=True), _bound(words[-1], is_start=False)
    has_words = any(char.isalpha() for char in words)
    return re.compile(first + same + last), re.compile(first + similar + last if has_words else "(?!)")


def _same_number(number: str) -> str:
    """Return a pattern of a number with any separator of thousands, which no digit before or behind makes another."""
    first, *groups = re.split(r"[,' ]", number)
    is_one = first.isdigit() and all(len(group) == _GROUP for group in groups) and (not groups or len(first) <= _GROUP)
    before, after = r"(?<![0-9])(?<![0-9][.,'])", r"(?![0-9]|[.,'][0-9])"
    if not is_one:  # several, or with a fraction
        return before + re.sub(r"\\?\s+", r"\\s+", re.escape(number)) + after
    digits = "".join((first, *groups))
    head = len(digits) % _GROUP or _GROUP
    grouped = _SEPARATOR.join([digits[:head], *(digits[start : start + _GROUP] for start in range(head, len(digits), _GROUP))])
    if len(digits) % _GROUP == 0:  # a group before it would be a part of it
        before += "".join(rf"(?<!(?<![0-9])[0-9]{{{count}}}\s)" for count in (1, 2, 3))
    if len(digits) <= _GROUP or groups:
        after += r"(?![ \u00a0][0-9]{3}(?![0-9]))"
    return before + grouped + after


def _bound(char: str, *, is_start: bool) -> str:
    """Return the pattern of the end of a word, if a quote begins or ends with one."""
    if not char.isalnum() or re.match(f"[{_CJK}]", char):
        return ""
    return rf"(?<![^\W_{_CJK}])" if is_start else rf"(?![^\W_{_CJK}\u0300-\u036f]|[\u0300-\u036f])"


def _is_linked(quote: str, shown: str) -> bool:
    """Return whether a browser that looks for a quote will find it in the words that a page shows."""
    if BREAK in shown:
        return False
    return " ".join(quote.translate(_CURLY).casefold().split()) == " ".join(shown.translate(_CURLY).casefold().split())
