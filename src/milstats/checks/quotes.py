"""Whether a saved page says what the table quotes from it, and whether the link of the quote will highlight it.

A quote is proved inside one block only. White space, line breaks, inline tags, and the kinds of dashes, quotation marks and
separators of thousands never matter. Digits always do: "373" is not found in "4,373".
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple
from unicodedata import combining, normalize

from milstats.checks.pages import BREAK, Block, Page, read_saved_page
from milstats.data.files import STDIN
from milstats.errors import DataError, Fault, NothingMatchedError, UsageError, visible
from milstats.model.records import Dataset, Figure, SourceId
from milstats.model.selection import WordKind, option_word

_DASHES = "‐‑‒–—―−﹘﹣－"
_MARKS = '“”„‟«»‹›‘’‚‛"`´ʼ′″＂＇'
_CURLY = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'"))  # browsers take them for straight ones
_ALIKE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_MARKS, "'"))
_CJK = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"  # scripts that put no space between words
_NUMBER = r"[0-9]+(?:[,.'\u00a0 ][0-9]+){0,9}"  # no number has more groups, and a page may have a long list of them
_TOKENS = re.compile(rf"({_NUMBER})|(\s+)|(-+)|('+)|.", re.DOTALL)
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


def pages_asked(
    dataset: Dataset, source: str | None, page: str | None, folder: str | None, files: Sequence[str] = ()
) -> tuple[list[tuple[SourceId, str]], list[str]]:
    """Return the pages that are asked for, each with its source, and notes on what else the folder has or lacks.

    That is one page of a source, or a folder of pages named after their sources; hidden files and folders, which browsers save
    beside a page, are passed over. `files` are the data files, of which standard input can't be the page too. It raises UsageError
    if it is neither or both, DataError if the folder can't be read, NothingMatchedError if the source is unknown or has no page.
    """
    is_one = (source, page) != (None, None)
    if is_one == (folder is not None) or (is_one and page is None):
        raise UsageError("expected a source and a page of it, or --all and a folder of pages; see `milstats verify --help`")
    if page == STDIN and STDIN in files:
        raise UsageError("standard input can't be both the page and the table")
    if folder is None:
        return [(str(option_word(dataset, WordKind.SOURCE, source or "").value), page or "")], []
    if not folder.strip():
        raise UsageError("--all is empty; expected a folder")
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if not entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise DataError(Fault(visible(folder, limit=200), None, f"cannot be read: {error.strerror}")) from None
    pages, notes = [], []
    for name in names:
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
    return pages, [*notes, f"no page of {', '.join(lacking)}"] if lacking else notes


def verify_pages(dataset: Dataset, pages: Iterable[tuple[SourceId, str]]) -> tuple[Verification, ...]:
    """Return what the page of each source says of its figures.

    Pages that can't be read raise DataError with the fault of each; sources without a figure, NothingMatchedError.
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
    texts = [(block, block.text.translate(_ALIKE)) for block in page.blocks]
    return tuple(_verified(figure, page.label, texts) for figure in dataset.figures.values() if figure.source == source)


def _verified(figure: Figure, page: str, texts: Sequence[tuple[Block, str]]) -> Verification:
    quote = figure.quote
    if quote is None:
        return Verification(figure, page, QuoteStatus.NO_QUOTE)
    found = sorted(_found(_pattern(quote, is_same=True), texts), key=lambda place: not _is_linked(quote, place))
    status = QuoteStatus.FOUND if found and _is_linked(quote, found[0]) else QuoteStatus.UNLINKED
    if not found and any(map(str.isalpha, quote)):
        status, found = QuoteStatus.DIFFERS, [*_found(_pattern(quote, is_same=False), texts)]
    if not found:
        return Verification(figure, page, QuoteStatus.NOT_FOUND)
    block, start, end = found[0]
    before, after = block.text[:start], block.text[end:]
    if len(before) > _SHOWN:
        before = f"… {before[-_SHOWN:].partition(' ')[2]}"
    if len(after) > _SHOWN:
        after = f"{after[:_SHOWN].rpartition(' ')[0]} …"
    # What begins as a formula does is cut: a spreadsheet that reads the answer would run it.
    context = re.sub(r"\s", " ", f"{before}{block.text[start:end]}{after}").lstrip("=+@- ")
    return Verification(figure, page, status, block.place_of(start)[0], context)


def _found(pattern: str, texts: Sequence[tuple[Block, str]]) -> Iterator[tuple[Block, int, int]]:
    """Yield the blocks that have what a pattern finds, as whole words, and where; the texts have one kind of dash and mark."""
    for block, text in texts:
        for match in re.finditer(pattern, text):
            ends = [text[max(0, place - 1) : place + 1] for place in match.span()]
            if not any(len(end) > 1 and (combining(end[1]) or (end.isalnum() and not re.search(_CJK, end))) for end in ends):
                yield block, *match.span()


def _pattern(quote: str, *, is_same: bool) -> str:
    """Return what finds a quote in a text with one kind of dash and mark, with the same numbers or with any others."""
    pattern = ""
    for match in _TOKENS.finditer(normalize("NFC", " ".join(quote.split())).translate(_ALIKE)):
        number, space, dash, mark = match.groups()
        if number:
            pattern += _same_number(number) if is_same else rf"(?<![0-9]){_NUMBER}(?![0-9])K?"
        else:
            pattern += r"\s+" if space else "-{1,3}" if dash else "'{1,2}" if mark else re.escape(match[0])
    return pattern


def _same_number(number: str) -> str:
    """Return a pattern of a number with any separator of thousands, which no digit before or behind makes another."""
    before, after = r"(?<![0-9])(?<![0-9][.,'])", r"(?![0-9]|[.,'][0-9])"
    if not re.fullmatch("[0-9]+|[0-9]{1,3}(?:[,' ][0-9]{3})+", number):  # several, or with a fraction
        return before + re.sub(r"\\?\s+", r"\\s+", re.escape(number)) + after
    digits = re.sub("[^0-9]", "", number)
    if len(digits) % 3 == 0:  # a group before it would be a part of it
        before += "".join(rf"(?<!(?<![0-9])[0-9]{{{count}}}\s)" for count in (1, 2, 3))
    if len(digits) <= len("373") or digits != number:
        after += r"(?![ \u00a0][0-9]{3}(?![0-9]))"
    return before + re.sub("...(?=.)", r"\g<0>,", digits[::-1])[::-1].replace(",", "[,'\u00a0 ]?") + after


def _is_linked(quote: str, place: tuple[Block, int, int]) -> bool:
    """Return whether a browser that looks for a quote will find it in the words that a page shows."""
    block, start, end = place
    shown = block.text[start:end]
    alike = {" ".join(text.translate(_CURLY).casefold().split()) for text in (quote, shown)}
    return BREAK not in shown and len(alike) == 1
