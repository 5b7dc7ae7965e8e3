"""Whether a saved page says what the table quotes from it.

White space, line breaks, invisible characters, and the kinds of dashes and quotation marks never matter. Digits always do: a
quote that begins or ends within a longer number of the page is not found there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from unicodedata import combining, normalize

from milstats.errors import DataError, Fault, NothingMatchedError
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.page import Page, cleaned, page_of
from milstats.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.model import Dataset, Figure, SourceId

_DASHES = "‐‑‒–—―−﹘﹣－"
_QUOTATION_MARKS = '“”„‟«»‹›‘’‚‛"`´ʼ′″＂＇'
_ALIKE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_QUOTATION_MARKS, "'") | {"\n": " "})
_WORDLESS = "\u2e80"  # from here on are the scripts that put no space between words
_NUMBER_BEFORE = re.compile(r"[0-9][,.']$|(?<![0-9])[0-9]{1,3} $")
_NUMBER_AFTER = re.compile(r"[,.'][0-9]| [0-9]{3}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+(?:[,.' ][0-9]+)*")
_ANY_NUMBER = "#"
_AROUND = 60  # characters of the page on either side of a quote


class Verification(NamedTuple):
    """How one figure stands on a page: with the line of the file and the words around, where something of it was found."""

    figure: Figure
    page: str
    standing: Standing
    line: int | None = None
    context: str | None = None


def verify(dataset: Dataset, source: SourceId, page: Page) -> tuple[Verification, ...]:
    """Return how every figure of a source stands on a saved page, in the order of the table."""
    search = _Search(page)
    return tuple(search.verified(figure) for figure in dataset.figures.values() if figure.source == source)


def verify_pages(dataset: Dataset, pages: Iterable[tuple[SourceId, str]]) -> tuple[Verification, ...]:
    """Return how every figure of some sources stands on the page of each.

    Raises:
        DataError: if pages can't be read; it holds the fault of each.
        NothingMatchedError: if the sources have no figure.
    """
    verified: list[Verification] = []
    faults: list[Fault] = []
    for source, name in pages:
        try:
            verified += verify(dataset, source, page_of(name))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(*faults)
    if not verified:
        raise NothingMatchedError("no figure is from such a source; nothing can be verified")
    return tuple(verified)


class _Search:
    """Looks for quotes in one page; its numbers are masked only when a quote is missing."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._text = page.text.translate(_ALIKE)
        self._masked: _Masked | None = None

    def verified(self, figure: Figure) -> Verification:
        """Return how a figure stands on the page."""
        if figure.quote is None:
            return Verification(figure, self._page.label, Standing.NO_QUOTE)
        words = folded(figure.quote)
        place = next((place for place in _places(self._text, words) if self._is_whole(place, place + len(words))), None)
        if place is not None:
            return self._found(figure, Standing.FOUND, place, place + len(words))
        near = self._near(words)
        if near is not None:
            return self._found(figure, Standing.DIFFERS, *near)
        return Verification(figure, self._page.label, Standing.NOT_FOUND)

    def _found(self, figure: Figure, standing: Standing, start: int, end: int) -> Verification:
        context = _context(self._page.text, start, end)
        return Verification(figure, self._page.label, standing, self._page.line_at(start), context)

    def _is_whole(self, start: int, end: int) -> bool:
        """Return whether no word and no number goes on beyond the ends of a place, and none in it is made of two blocks."""
        text, shown = self._text, self._page.text
        if _is_one_word(text[start - 1 : start], text[start]) or _is_one_word(text[end - 1], text[end : end + 1]):
            return False
        if "\n" in shown[start:end] and re.search(r"[0-9]\n[0-9]", shown[start:end]):
            return False
        return not (self._has_number_before(start, end) or self._has_number_after(start, end))

    def _has_number_before(self, start: int, end: int) -> bool:
        """Return whether the number that a place begins with goes on before it; groups of three may be parted by spaces."""
        first = _NUMBER.match(self._text, start, end)
        before = _NUMBER_BEFORE.search(self._text[max(0, start - 5) : start])
        if first is None or before is None or self._page.text[start - 1] == "\n":
            return False
        return before[0][-1] != " " or len(re.split("[,.' ]", first[0])[0]) == 3  # noqa: PLR2004 -- digits in a group

    def _has_number_after(self, start: int, end: int) -> bool:
        """Return whether the number that a place ends with goes on after it."""
        after = _NUMBER_AFTER.match(self._text[end : end + 5])
        if after is None or not "0" <= self._text[end - 1] <= "9" or self._page.text[end] == "\n":
            return False
        last = re.split("[^0-9]", self._text[start:end])[-1]
        return after[0][0] != " " or len(last) <= 3  # noqa: PLR2004 -- digits in a group

    def _near(self, words: str) -> tuple[int, int] | None:
        """Return where the words first stand with other numbers, if there are words beside the numbers."""
        pattern = _NUMBER.sub(_ANY_NUMBER, words)
        if pattern == words or not any(word.isalpha() for word in pattern.split()):
            return None
        self._masked = self._masked or _masked(self._text)
        found = self._masked.text.find(pattern)
        return None if found < 0 else (self._masked.place(found), self._masked.place(found + len(pattern)))


class _Masked(NamedTuple):
    """A text with one sign for each number; `ends` are the places after each sign, and `moved` how far the text is off there."""

    text: str
    ends: tuple[int, ...]
    moved: tuple[int, ...]

    def place(self, place: int) -> int:
        """Return the place in the text as it was."""
        number = bisect_right(self.ends, place)
        return place + (self.moved[number - 1] if number else 0)


def _masked(text: str) -> _Masked:
    ends, moved, off = [], [], 0
    for match in _NUMBER.finditer(text):
        start = match.start() - off
        off += len(match[0]) - len(_ANY_NUMBER)
        ends.append(start + len(_ANY_NUMBER))
        moved.append(off)
    return _Masked(_NUMBER.sub(_ANY_NUMBER, text), tuple(ends), tuple(moved))


def folded(words: str) -> str:
    """Return words as they are compared.

    >>> folded("“vast  majority” – 2022")
    "'vast majority' - 2022"
    """
    return " ".join(cleaned(words).split()).translate(_ALIKE)


def _places(text: str, words: str) -> Iterator[int]:
    """Yield every place where the words begin in a text."""
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _is_one_word(before: str, after: str) -> bool:
    """Return whether two characters that stand side by side belong to one word or number."""
    if after and combining(after):
        return True
    return before.isalnum() and after.isalnum() and min(before, after) < _WORDLESS


def _context(text: str, start: int, end: int) -> str:
    """Return a place in a text with some words on either side; a stroke stands where a block ends."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    if first > 0:
        before = f"… {before.partition(' ')[2]}"
    if last < len(text):
        after = f"{after.rpartition(' ')[0]} …"
    # What begins as a formula does is cut: a spreadsheet that reads the answer would run it.
    words = f"{before}{text[start:end]}{after}".strip().replace("\n", " / ")
    return normalize("NFC", words).lstrip("=+@- ")
