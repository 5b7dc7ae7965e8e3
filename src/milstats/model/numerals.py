"""Numbers and hedges as prose writes them: `4,373`, `4 373`, `4.5K`, `nine`, `more than`, `almost`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from milstats.model.records import Number, exact
from milstats.model.vocabulary import Bound

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_WORDS |= {word: 20 + 10 * number for number, word in enumerate(_TENS.split())}
_WORDS["hundred"] = 100
_WORDS |= {f"{ten}-{one}": _WORDS[ten] + _WORDS[one] for ten in _TENS.split() for one in _ONES.split()[1:10]}
_THOUSANDS = ("тыс", "тысяч", "тысяча", "тысячи", "тис", "тисяч", "тисяча", "тисячі")  # Russian and Ukrainian
_SCALES = {"k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, **dict.fromkeys(_THOUSANDS, 1000)}
_SCALES |= {"千": 1000, "천": 1000, "万": 10**4, "萬": 10**4, "만": 10**4}
_ADDING = {letter for word in (*_SCALES, "or more") for letter in (word[0], word[0].upper())}  # letters that begin what changes a number

# A separator may stand between groups: comma, point, apostrophe, or a space that printers set (no-break, thin, narrow).
_SEPARATORS = ",.'\u2019 \u00a0\u2009\u202f"
_NUMERAL = (  # compiled when a number is first read
    rf"(?<![\w.,])([0-9]+(?:[{_SEPARATORS}][0-9]+)*)(?:[ \u00a0]?(?i:({'|'.join(_SCALES)}))"
    rf"(?:(?<=[а-яі])\.?[ \u00a0]([0-9]{{3}})(?!\w))?)?(?![^\W_¹²³⁰⁴-⁹]|[.,][0-9])"
    r"|[^\W\d_]+(?:-[^\W\d_]+)?"
)
_KANA, _HANGUL = "\u3040", "\ud7af"  # between them are the scripts that set no space beside a number
_MOST_DIGITS = 1000  # Python refuses to read more than 4,300
_REACH = 60  # characters beside a number in which a hedge is looked for

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
_AFTER = (("+", Bound.GE), ("or more", Bound.GE), ("or so", Bound.APPROX))


class Numeral(NamedTuple):
    """A number found in prose: where it stands, and every value that its digits can be read as."""

    start: int
    end: int
    values: tuple[Number, ...]


def stands_plainly(text: str, value: int) -> bool:
    """Return whether `value` surely stands in `text` with thousands separators and without a hedge; ten times as fast as `numerals`.

    False settles nothing: the number may stand there in another way.
    """
    before, digits, after = text.partition(f"{value:,}")
    word = before[:-1].rpartition(" ")[2]
    is_begun = not before or (before[-1] == " " and word.isalpha() and word.lower() not in _LAST_WORDS)
    is_ended = not after or (after[0] == " " and after[1:2].isalpha() and after[1] not in _ADDING)
    return bool(digits) and is_begun and is_ended


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of `text` in their order."""
    if not text.isascii() and max(text) >= _KANA:  # strokes for the letters beside a number, but for those that scale it
        text = "".join("|" if _KANA <= char <= _HANGUL and char not in _SCALES else char for char in text)
    for match in re.finditer(_NUMERAL, text):
        digits, scale, ones = match.groups()
        if digits is None:
            words = match[0].lower()
            name = words if words in _WORDS else words.partition("-")[0]  # twenty-one, but nine-year
            if name in _WORDS:
                yield Numeral(match.start(), match.start() + len(name), (_WORDS[name],))
            continue
        values = _values(digits[:_MOST_DIGITS], _SCALES.get(scale.casefold(), 1) if scale else 1)
        if ones is not None:  # "1 тыс. 577" is one number, or two
            values = (values[0] + int(ones), *values, int(ones))
        yield Numeral(match.start(), match.end(), values)


def _values(digits: str, scale: int) -> tuple[Number, ...]:
    """Return what `digits` may mean: one grouped number or one with a fraction and, set apart by spaces, several numbers."""
    if digits.isdigit():
        return (int(digits) * scale,)
    readings: list[Number] = []
    groups = re.findall("[0-9]+", digits)
    is_grouped = re.fullmatch(r"[0-9]{1,3}([^0-9])[0-9]{3}(\1[0-9]{3})*", digits)
    if is_grouped:
        readings.append(int("".join(groups)) * scale)
    if re.fullmatch("[0-9]+[.,][0-9]+", digits) and (scale > 1 or not is_grouped):
        whole, fraction = groups
        amount, rest = divmod(int(whole + fraction) * scale, int(f"1{'0' * len(fraction)}"))
        if rest:
            readings.append(exact(f"{whole}.{fraction}") * scale)
        else:
            readings.append(amount)
    parts = re.split("[,.]?[ \u00a0\u2009\u202f]", digits)
    if len(parts) > 1:
        readings += [value for part in parts for value in _values(part, 1)]
    return tuple(readings) or tuple(map(int, groups))


def hedge(text: str, numeral: Numeral) -> Bound:
    """Return the bound that the words beside a number state, `Bound.EQ` where there are none."""
    before = text[max(0, numeral.start - _REACH) : numeral.start].rstrip().lower()
    after = text[numeral.end : numeral.end + _REACH].lstrip().lower()
    for phrase, bound in _HEDGES:
        if before.endswith(phrase) and not (phrase[0].isalpha() and before[: -len(phrase)][-1:].isalnum()):
            return bound
    return next((bound for phrase, bound in _AFTER if after.startswith(phrase)), Bound.EQ)


def agrees(stated: Bound, hedged: Bound) -> bool:
    """Return whether a figure may state one bound where its quote hedges with another: "almost" is less-than or about.

    A quote without a hedge settles nothing, since the hedge may stand outside the few words quoted.
    """
    return hedged in {Bound.EQ, stated} or stated in {Bound.RANGE, Bound.VAGUE} or (hedged, stated) == (Bound.LT, Bound.APPROX)
