"""The numbers of a sentence, without those that date, measure, price or address something."""

from __future__ import annotations

import re
from fractions import Fraction

from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum
from milstats.numerals import Numeral, hedge, numerals, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.vocabulary import Bound

_SPACE = "[ \u00a0\u2009\u202f]"
_SCALE = "k|K|thousand|million|тыс\\.?|тысяч[аи]?|млн"
_WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
_RUSSIAN = {"два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10}
_FACTORS = {
    "doubled": 2, "double the": 2, "twice as many": 2, "twice as high": 2, "twofold": 2, "tripled": 3, "triple the": 3, "threefold": 3, "quadrupled": 4,
    "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9, "tenfold": 10, "вдвое": 2, "втрое": 3, "вчетверо": 4,
    "впятеро": 5, "удвоилось": 2, "удвоилась": 2, "утроилось": 3, "утроилась": 3,
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![\w.,/$€£₽№#§@-])(?:(?P<digits>[0-9]{{1,3}}(?:[,.'’\u00a0\u2009\u202f ][0-9]{{3}}){{1,3}}|[0-9]{{1,9}}(?:[.,][0-9]{{1,3}})?)"
    rf"(?:{_SPACE}?(?P<scale>{_SCALE})(?!\w))?|(?P<word>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]{{3,5}})?|{_WORDS}|{'|'.join(_RUSSIAN)})|(?P<factor>{'|'.join(_FACTORS)}))"
    rf"(?![\w/@]|[.,:'’-][0-9])(?P<percent>{_SPACE}?(?:%|percent\b|per cent\b|процент))?",
    re.IGNORECASE,
)
MONTHS = (
    "jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?|july?|aug(?:ust|\\.)?|sept?(?:ember|\\.)?|oct(?:ober|\\.)?"
    "|nov(?:ember|\\.)?|dec(?:ember|\\.)?|январ[яеь]|феврал[яеь]|марта?е?|апрел[яеь]|ма[йяе]|июн[яеь]|июл[яеь]|августа?е?|сентябр[яеь]"
    "|октябр[яеь]|ноябр[яеь]|декабр[яеь]"
)
# What stands directly behind a number that counts no cases, people or sentences.
_OTHER = re.compile(
    rf"{_SPACE}?(?:-|–)?{_SPACE}?(?:(?:{MONTHS}|years?|months?|weeks?|days?|hours?|minutes?|seconds?|km|kilomet\w{{1,5}}|met(?:er|re)s?|miles?|kg"
    r"|tons?|tonnes?|dollars?|euros?|rubles?|roubles?|usd|eur|rub|°|am|pm|a\.m\.|p\.m\.|st|nd|rd|th|mm|cm|percentage|points?"
    r"|(?:more|fewer)(?![ \u00a0]than)|лет|год[а-я]{0,3}|месяц\w{0,3}|недел\w{1,2}|дн[яей]{1,2}|день|суток|час\w{0,3}|минут\w?|км|километр\w{0,3}|метр\w{0,3}|руб\w{0,4}|доллар\w{0,3}|евро)(?!\w)|[$€£₽:])",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(rf"(?:{_SPACE}?-?fold\b|{_SPACE}(?:times|раза?)\b)", re.IGNORECASE)
# What stands directly before such a number.
_BEFORE = re.compile(
    r"(?:\b(?:articles?|art\.|section|paragraph|chapter|part|page|item|no\.|number|aged?|unit|room|phone|tel\.?|brigade|regiment|chapter"
    r"|figure|table|стать[яеию]{1,2}|статей|ст\.|части|част[ьи]|глав[аеы]|пункт\w?|страниц\w|войсковой|тел\.?|телефон\w?|дом|возраст\w{1,2}|в/ч)"
    r"|[$€£₽№#§+])[ \u00a0]{0,2}$|[0-9]:$",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(rf"\b(?:{MONTHS})[ \u00a0]$", re.IGNORECASE)
_LAST_DAY = 31
_IN = re.compile(
    r"(?:\b(?:in|of|since|by|until|from|to|during|for|and|between|year|early|late|mid|before|after|through|than|спустя|в|во|за|с|до|по|от|на|к|и|года?)|[-–—(/])[ \u00a0]?$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"[ \u00a0](?:(?:such|criminal|russian|new|awol|court|уголовн\w{1,3}|российск\w{1,3})[ \u00a0]){0,2}(?:cases?|soldiers?|servicem[ae]n|people"
    r"|persons?|men|military|sentences|verdicts|convictions|crimes|charges|дел[оа]?|человека?|военн\w{1,9}|солдат\w{0,2}|приговор\w{0,2})\b",
    re.IGNORECASE,
)
_GAP = 40  # characters around a number that tell what kind of number it is
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_LEAST_EXACT = 10  # below it, a number is too common to tell a figure by


class Sort(StrEnum):
    """What kind of number was found."""

    COUNT = "count"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    OTHER = "other"


class Number(NamedTuple):
    """A number in a sentence: where it stands, what it is, its hedge, and to how much it is rounded."""

    start: int
    end: int
    sort: Sort
    value: Fraction
    bound: Bound
    step: Fraction

    @property
    def is_telling(self) -> bool:
        """Whether its digits are enough to know a figure by: neither small nor round."""
        return self.value >= _LEAST_EXACT and self.step == 1


def numbers_of(sentence: str) -> Iterator[Number]:
    """Yield the numbers of a sentence in their order.

    >>> [(str(number.value), number.bound.value) for number in numbers_of("In 2023, over 4.5K of 4 373 soldiers aged 25")]
    [('4500', 'gt'), ('4373', 'eq'), ('25', 'eq')]
    """
    for match in _NUMBER.finditer(sentence):
        value = _value(match)
        before, after = sentence[max(0, match.start() - _GAP) : match.start()], sentence[match.end() : match.end() + _GAP]
        if value is None or _is_year(match, before, after):
            continue
        end = match.end("percent") if match["percent"] else match.end()
        sort = _sort(match, before, after)
        if sort is Sort.MULTIPLE and (found := _MULTIPLE.match(after)):
            end += found.end()
        yield Number(match.start(), end, sort, value, _bound(before, match[0], after), _step(match, value))


def _value(match: re.Match[str]) -> Fraction | None:
    """Return what a number found means, the grouped reading first."""
    if match["factor"]:
        return Fraction(_FACTORS[spelled(match["factor"])])
    if match["word"] and match["word"].casefold() in _RUSSIAN:
        return Fraction(_RUSSIAN[match["word"].casefold()])
    if match["digits"] and match["digits"].isdigit() and not match["scale"]:
        return Fraction(int(match["digits"]))
    scaled = match["digits"] and match["scale"] and match["scale"].casefold().startswith(("млн", "тыс"))
    text = match["digits"] if scaled else match[0][: len(match[0]) - len(match["percent"] or "")]
    found = next(numerals(text), None)
    if found is None or found.end < len(text.rstrip(".")):
        return None
    factor = 1 if not scaled else 10**6 if match["scale"].casefold() == "млн" else 1000
    return Fraction(found.values[0]) * factor


def _is_year(match: re.Match[str], before: str, after: str) -> bool:
    """Return whether four digits are a year and no count: nothing is counted behind them, or a preposition stands before."""
    digits = match["digits"] or ""
    if len(digits) != len("2023") or not digits.isdigit() or match["scale"] or match["percent"]:
        return False
    if not _FIRST_YEAR <= int(digits) < _LAST_YEAR:
        return False
    return _NOUN.match(after) is None or _IN.search(before) is not None


def _sort(match: re.Match[str], before: str, after: str) -> Sort:
    """Return what kind of number was found, told by what stands directly around it."""
    if match["percent"]:
        return Sort.PERCENT
    if match["factor"] or _MULTIPLE.match(after):
        return Sort.MULTIPLE
    if _MONTH_BEFORE.search(before) and (match["digits"] or "9" * 3).isdigit() and int(match["digits"] or 0) <= _LAST_DAY:
        return Sort.OTHER
    if before.endswith(", ") and after.startswith(",") and len(match["digits"] or "") == len("34"):
        return Sort.OTHER  # the age of a person just named
    return Sort.OTHER if _OTHER.match(after) or _BEFORE.search(before) else Sort.COUNT


def _bound(before: str, found: str, after: str) -> Bound:
    """Return the hedge that stands beside a number."""
    return hedge(f"{before}{found}{after}", Numeral(len(before), len(before) + len(found), ()))


def _step(match: re.Match[str], value: Fraction) -> Fraction:
    """Return the place of the last digit that a number states: 1 for 4,373, 100 for 4,600 and for 4.5K."""
    if not match["digits"] or value < _LEAST_EXACT:
        return Fraction(1)
    if value.denominator > 1:
        return Fraction(1, value.denominator)
    digits = str(value.numerator).rstrip("0")
    return Fraction(10 ** (len(str(value.numerator)) - len(digits)))
