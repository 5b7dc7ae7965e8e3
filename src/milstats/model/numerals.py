"""Numbers and hedges as prose writes them: `4,373`, `4 373`, `4.5K`, `nine`, `more than`, `almost`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from milstats.model.vocabulary import Bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model.records import Number

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_WORDS |= {word: 20 + 10 * number for number, word in enumerate(_TENS.split())}
_WORDS["hundred"] = 100
_WORDS |= {f"{ten}-{one}": _WORDS[ten] + _WORDS[one] for ten in _TENS.split() for one in _ONES.split()[1:10]}
_THOUSANDS = ("тыс", "тысяч", "тысяча", "тысячи", "тис", "тисяч", "тисяча", "тисячі")  # Russian and Ukrainian
_SCALES = {"k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, **dict.fromkeys(_THOUSANDS, 1000)}
_SCALES |= {"千": 1000, "천": 1000, "万": 10**4, "萬": 10**4, "만": 10**4}
_SCALING = {letter for scale in _SCALES for letter in (scale[0], scale[0].upper())}

# A separator may stand between groups: comma, point, apostrophe, or a space that printers set (no-break, thin, narrow).
_SEPARATORS = ",.'\u2019 \u00a0\u2009\u202f"
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"  # scripts that set no space beside a number
_NUMERAL = (  # compiled when a number is first read, which takes a third of an interpreter start
    rf"(?<![^\W{_CJK}])(?<![.,])([0-9]+(?:[{_SEPARATORS}][0-9]+)*)(?:[ \u00a0]?(?i:({'|'.join(_SCALES)}))"
    rf"(?:(?<=[а-яі])\.?[ \u00a0]([0-9]{{3}})(?!\w))?)?(?![^\W_{_CJK}]|[.,][0-9])"
    r"|[^\W\d_]+(?:-[^\W\d_]+)?"
)
_MOST_DIGITS = 100
_REACH = 60  # characters beside a number in which a hedge is looked for
_SPACES = "[,.]?[ \u00a0\u2009\u202f]"

# What stands directly before a number; a longer hedge before those it ends in: "no more than" is not "more than".
_HEDGE_WORDS = {
    Bound.LE: "no more than|not more than|at most|up to|a maximum of|не более|≤|<=",
    Bound.GE: "no fewer than|no less than|not less than|at least|a minimum of|не менее|как минимум|≥|>=",
    Bound.GT: "more than|over|above|exceeding|upwards of|in excess of|rúmlega|более|больше|свыше|>",
    Bound.LT: "fewer than|less than|nearly|almost|under|below|почти|менее|<",
    Bound.APPROX: "about|around|roughly|approximately|an estimated|some|circa|около|примерно|порядка|~|≈",
}
_HEDGES = tuple((phrase, bound) for bound, phrases in _HEDGE_WORDS.items() for phrase in phrases.split("|"))
_LAST_WORDS = frozenset(phrase.rpartition(" ")[2] for phrase, _ in _HEDGES)
_SIGNS = tuple(word for word in _LAST_WORDS if not word.isalpha())
_AFTER = (("+", Bound.GE), ("or more", Bound.GE), ("or so", Bound.APPROX))
_AFTERWARDS = tuple(f" {phrase}" for phrase, _ in _AFTER)


class Numeral(NamedTuple):
    """A number found in prose: where it stands, and every value that its digits can be read as."""

    start: int
    end: int
    values: tuple[Number, ...]


def stands_plainly(text: str, value: int) -> bool:
    """Return whether `value` surely stands in `text` with thousands separators and without a hedge; ten times as fast as `numerals`.

    False settles nothing: the number may stand there in another way.

    >>> stands_plainly("the 4,373 soldiers", 4373), stands_plainly("over 4,373", 4373), stands_plainly("14,373", 4373)
    (True, False, False)
    """
    before, digits, after = text.partition(f"{value:,}")
    if not digits or after.startswith(_AFTERWARDS) or (after and (after[0] != " " or not after[1:2].isalpha() or after[1] in _SCALING)):
        return False
    if not before:
        return True
    word = before[:-1].rpartition(" ")[2]
    return before[-1] == " " and word.isalpha() and word.lower() not in _LAST_WORDS


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of `text` in their order.

    >>> [numeral.values[0] for numeral in numerals("only nine of 4,373, over 4.5K; 1 тыс. 577 дел")]
    [9, 4373, 4500, 1577]
    """
    for match in re.finditer(_NUMERAL, text):
        digits, scale, ones = match.groups()
        if digits is None:
            yield from _in_words(match[0].lower(), match.start())
            continue
        values = _values(digits, _SCALES[spelled(scale)] if scale else 1)
        if ones is not None:  # "1 тыс. 577" is one number, or two
            values = (values[0] + int(ones), *values, int(ones))
        yield Numeral(match.start(), match.end(), values)


def spelled(word: str) -> str:
    """Return a word that a pattern found whatever its case as it is looked up: to patterns, İ and ı are an i too, and ſ an s.

    >>> spelled("Mİllıon")
    'million'
    """
    return word.casefold().replace("i\u0307", "i").replace("\u0131", "i")


def _in_words(words: str, start: int) -> Iterator[Numeral]:
    """Yield the number that a word or two joined by a hyphen name, such as nine, twenty-one or nine-year."""
    for name in (words, words.partition("-")[0]):
        if name in _WORDS:
            yield Numeral(start, start + len(name), (_WORDS[name],))
            break


def _values(digits: str, scale: int) -> tuple[Number, ...]:
    """Return what `digits` may mean: one grouped number or one with a fraction and, set apart by spaces, several numbers."""
    if digits.isdigit():
        return (_whole(digits) * scale,)
    readings: list[Number] = []
    groups = re.split(f"[{_SEPARATORS}]", digits)
    separators = {char for char in digits if not char.isdigit()}
    is_grouped = len(separators) == 1 and len(groups[0]) <= len("999") and all(len(group) == len("999") for group in groups[1:])
    if is_grouped:
        readings.append(_whole("".join(groups)) * scale)
    is_fraction = len(groups) == len(("whole", "fraction")) and separators < {",", "."} and len(digits) < _MOST_DIGITS
    if is_fraction and (scale > 1 or not is_grouped):
        readings.append(_with_fraction(groups[0], groups[1], scale))
    parts = re.split(_SPACES, digits)
    if len(parts) > 1:
        readings += [value for part in parts for value in _values(part, 1)]
    return tuple(readings) or tuple(_whole(group) for group in groups)


def _whole(digits: str) -> int:
    """Return a whole number; of more digits than any count has, only the first are read, since Python refuses thousands of them."""
    return int(digits if len(digits) < _MOST_DIGITS else digits.lstrip("0")[:_MOST_DIGITS] or "0")


def _with_fraction(whole: str, fraction: str, scale: int) -> Number:
    """Return a number with a fraction, exactly: 4.5 thousand is 4500."""
    thousandfold, rest = divmod(int(whole + fraction) * scale, int("1" + "0" * len(fraction)))
    if not rest:
        return thousandfold
    from decimal import Decimal

    amount: Decimal = Decimal(f"{whole}.{fraction}") * scale
    return amount


def hedge(text: str, numeral: Numeral) -> Bound:
    """Return the bound that the words beside a number state, `Bound.EQ` where there are none.

    >>> text = "no more than 40"
    >>> hedge(text, next(numerals(text))).value
    'le'
    """
    before = text[max(0, numeral.start - _REACH) : numeral.start].rstrip().lower()
    after = text[numeral.end : numeral.end + _REACH].lstrip().lower()
    if before.rpartition(" ")[2] in _LAST_WORDS or before.endswith(_SIGNS):
        for phrase, bound in _HEDGES:
            if before.endswith(phrase) and not (phrase[0].isalpha() and before[: -len(phrase)][-1:].isalnum()):
                return bound
    return next((bound for phrase, bound in _AFTER if after.startswith(phrase)), Bound.EQ)


def agrees(stated: Bound, hedged: Bound) -> bool:
    """Return whether a figure may state the bound `stated` where its words hedge like `hedged`.

    Words without a hedge settle nothing, since the hedge may stand outside the few words quoted; "almost" and "nearly"
    are kept as less-than or as about.
    """
    if hedged in {Bound.EQ, stated} or stated in {Bound.RANGE, Bound.VAGUE}:
        return True
    return hedged is Bound.LT and stated is Bound.APPROX
