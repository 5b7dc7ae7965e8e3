"""Numbers and hedges as prose writes them: `4,373`, `4 373`, `4.5K`, `nine`, `more than`, `almost`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from milstats.model import Bound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_WORDS |= {word: 20 + 10 * number for number, word in enumerate(_TENS.split())}
_WORDS["hundred"] = 100
_SCALES = {"k": 1000, "thousand": 1000, "тыс": 1000, "тысяч": 1000, "тысячи": 1000, "m": 10**6, "million": 10**6}

# A separator may stand between groups: comma, point, apostrophe, or a space that printers set (no-break, thin, narrow).
_SEPARATORS = ",.'\u2019 \u00a0\u2009\u202f"
_NUMERAL = re.compile(
    rf"(?<![\w.,])(?P<digits>[0-9]+(?:[{_SEPARATORS}][0-9]+)*)(?:[ \u00a0]?(?P<scale>{'|'.join(_SCALES)})(?![^\W_]))?(?!\w)"
    rf"|\b(?P<word>(?:{'|'.join(_TENS.split())})-(?:{'|'.join(_ONES.split()[1:10])})|{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:([{_SEPARATORS}])[0-9]{{3}}(?:\1[0-9]{{3}})*)?")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")

# Longer hedges stand before those they contain: "no more than" is not "more than".
_HEDGES = {
    Bound.LE: ("no more than", "not more than", "at most", "up to", "a maximum of", "не более", "≤", "<="),
    Bound.GE: (
        "no fewer than", "no less than", "not less than", "at least", "a minimum of", "не менее", "как минимум", "≥", ">=",
    ),
    Bound.GT: (
        "more than", "over", "above", "exceeding", "upwards of", "in excess of", "rúmlega", "более", "больше", "свыше", ">",
    ),
    Bound.LT: ("fewer than", "less than", "nearly", "almost", "just under", "under", "below", "почти", "менее", "<"),
    Bound.APPROX: (
        "about", "around", "roughly", "approximately", "an estimated", "some", "circa", "около", "примерно", "порядка",
        "~", "≈",
    ),
}  # fmt: skip
_BEFORE = {
    bound: re.compile(rf"(?:^|(?<=\W))(?:{'|'.join(re.escape(word) for word in words)})\s*$", re.IGNORECASE)
    for bound, words in _HEDGES.items()
}
_LAST_WORDS = frozenset(word.split()[-1] for words in _HEDGES.values() for word in words)
_SIGNS = tuple(word for word in _LAST_WORDS if not word.isalpha())
_AFTER = {Bound.GE: re.compile(r"\s*(?:\+|or more\b)", re.IGNORECASE), Bound.APPROX: re.compile(r"\s*or so\b", re.IGNORECASE)}


_AFTER_START = re.compile(r"\s*(?:\+|or\b)", re.IGNORECASE)
_FAR = 40  # characters after a number in which a hedge may begin


class Numeral(NamedTuple):
    """A number found in prose: where it stands, and every value that its digits can be read as."""

    start: int
    end: int
    values: tuple[int | Decimal, ...]


def plain_numeral(text: str, value: int | Decimal) -> Numeral | None:
    """Return where `value` stands in `text` with thousands separators, or None; ten times as fast as `numerals`.

    >>> plain_numeral("some 4,373 soldiers", 4373).start
    5
    >>> plain_numeral("some 14,373 soldiers", 4373)
    """
    digits = f"{value:,}"
    start = text.find(digits)
    end = start + len(digits)
    if start < 0 or _touches(text[max(start - 2, 0) : start][::-1]) or _touches(text[end : end + 2]):
        return None
    return Numeral(start, end, (value,))


def _touches(beside: str) -> bool:
    """Return whether the two characters beside a number, nearest first, make it part of a longer word or number."""
    nearest, further = beside[:1], beside[1:]
    return nearest.isalnum() or nearest == "_" or (nearest in _SEPARATORS and further.isdigit())


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of `text` in their order.

    >>> [numeral.values[0] for numeral in numerals("only nine of 4,373, over 4.5K")]
    [9, 4373, Decimal('4500.0')]
    """
    for match in _NUMERAL.finditer(text):
        word = match["word"]
        if word:
            yield Numeral(match.start(), match.end(), (sum(_WORDS[part] for part in word.lower().split("-")),))
        else:
            yield Numeral(match.start(), match.end(), _values(match["digits"], match["scale"]))


def _values(digits: str, scale: str | None) -> tuple[int | Decimal, ...]:
    """Return what `digits` may mean: one grouped number, a decimal, or, set apart by spaces, several numbers."""
    times = _SCALES[scale.lower()] if scale else 1
    if digits.isdigit():
        return (int(digits) * times,)
    readings: list[int | Decimal] = []
    if _GROUPED.fullmatch(digits):
        readings.append(int("".join(filter(str.isdigit, digits))) * times)
    if _DECIMAL.fullmatch(digits):
        from decimal import Decimal  # noqa: PLC0415 -- costs an interpreter start, and few tables hold a fraction

        readings.append(Decimal(digits.replace(",", ".")) * times)
    parts = re.split(r"[,.]?[ \u00a0\u2009\u202f]", digits)
    if len(parts) > 1:
        readings += [value for part in parts for value in _values(part, None)]
    return tuple(readings)


def hedge(text: str, numeral: Numeral) -> Bound:
    """Return the bound that the words beside a number state, `Bound.EQ` where there are none.

    >>> text = "no more than 40"
    >>> hedge(text, next(numerals(text))).value
    'le'
    """
    before, after = text[: numeral.start].rstrip(), text[numeral.end : numeral.end + _FAR]
    if before.rpartition(" ")[2].lower() not in _LAST_WORDS and not before.endswith(_SIGNS) and not _AFTER_START.match(after):
        return Bound.EQ  # nearly always, and ten times as fast as trying every hedge
    found = (bound for bound, pattern in _BEFORE.items() if pattern.search(before))
    found_after = (bound for bound, pattern in _AFTER.items() if pattern.match(after))
    return next(found, None) or next(found_after, Bound.EQ)


def agrees(stated: Bound, hedged: Bound) -> bool:
    """Return whether a figure may state the bound `stated` where its words hedge like `hedged`.

    Words without a hedge settle nothing, since the hedge may stand outside the few words quoted; "almost" and "nearly"
    are kept as less-than or as about.
    """
    if hedged in {Bound.EQ, stated} or stated in {Bound.RANGE, Bound.VAGUE}:
        return True
    return hedged is Bound.LT and stated is Bound.APPROX
