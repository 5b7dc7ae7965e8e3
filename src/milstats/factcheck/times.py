"""The periods that a sentence speaks of: years, ranges, halves, quarters, months, since the invasion, by a day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from milstats.factcheck.numbers import MONTHS
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.numerals import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

_YEAR = "(?:19|20)[0-9]{2}"
_NUMBERS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "первое": 1, "первом": 1, "первый": 1, "первого": 1, "второе": 2, "втором": 2, "второго": 2, "третьем": 3, "третий": 3,
    "четвертом": 4, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "одиннадцать": 11,
}  # fmt: skip
_COUNTED = "two|three|four|five|six|seven|eight|nine|ten|eleven|два|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|[0-9]{1,2}"
_START = r"(?:start|beginning|outbreak|onset|launch|full-scale)"
_WAR = r"(?:war|invasion|hostilities|войны|вторжени[яе]|боевых действий)"
_TIME = re.compile(
    rf"""
    (?<!\w)(?:(?P<half>(?:(?:the\ )?(?P<half_n>first|second)\ half\ (?:of\ )?|(?:перв|втор)(?P<half_r>ом|ое|ого)\ полугоди[еяи]\ |H(?P<half_h>[12])[ -]|(?P<half_i>[12])H[ -])(?P<half_y>{_YEAR}))
    |(?P<half2>(?P<half2_y>{_YEAR})[ -]H(?P<half2_n>[12]))
    |(?P<quarter>(?:(?P<q_n>first|second|third|fourth)\ quarter\ (?:of\ )?|(?P<q_r>первом|втором|третьем|четвертом)\ квартале\ |Q(?P<q_q>[1-4])[ -])(?P<q_y>{_YEAR}))
    |(?P<months>(?:(?:the\ |за\ )?(?P<m_which>first|last|initial|opening|первые)\ )(?P<m_n>{_COUNTED})\ (?:months|месяц\w{{1,3}})\ (?:of\ )?(?P<m_y>{_YEAR}))
    |(?P<span>(?:between\ |from\ |с\ )?(?P<s_from>{MONTHS})(?:\ (?P<s_fy>{_YEAR}))?(?:\ ?[-–—]\ ?|\ (?:and|to|through|until|till|по|до)\ )(?P<s_to>{MONTHS}),?\ (?P<s_y>{_YEAR}))
    |(?P<range>(?:(?:between|from|с|in)\ )?(?P<r_from>{_YEAR})(?:\ ?[-–—]\ ?|\ (?:and|to|through|until|по|до)\ )(?P<r_to>{_YEAR})(?!\w))
    |(?P<until>(?:by|as\ of|up\ to|through|until|к|на|по\ состоянию\ на|до)\ (?:the\ )?(?:(?:end|конец|конца|концу|late|early|mid)[ -](?:of\ )?)?(?:(?P<u_d1>[0-9]{{1,2}})\ )?(?P<u_m>{MONTHS})(?:\ (?P<u_d2>[0-9]{{1,2}}),?)?,?\ (?P<u_y>{_YEAR}))
    |(?P<until_year>(?:by|as\ of|through|к)\ (?:the\ )?(?:end\ of\ |концу\ )(?P<uy_y>{_YEAR}))
    |(?P<mobilised>(?:since|after|from|following|с)\ (?:the\ )?(?:(?:{_START}|начала|announcement|момента\ объявления|объявления)\ (?:of\ )?(?:the\ )?)?(?:russia[’']s\ )?(?:partial\ |частичной\ )?mobili[sz]ation(?:\ was\ (?:announced|declared))?(?:,?\ (?:in\ )?september\ 2022)?
        |since\ (?:september|the\ (?:fall|autumn)\ of)\ 2022|since\ 21\ september\ 2022|с\ (?:начала|момента|объявления)\ (?:объявления\ )?(?:частичной\ )?мобилизации|с\ сентября\ 2022)
    |(?P<invaded>(?:since|after|from|following)\ (?:(?:the\ |russia[’']s\ |moscow[’']s\ |its\ |their\ |putin[’']s\ )?(?:{_START}\ (?:of\ )?)?){{1,3}}(?:full-scale\ |all-out\ )?{_WAR}(?:\ of\ ukraine)?(?:\ began|\ started|\ broke\ out)?(?:\ in\ february\ 2022)?
        |since\ (?:24\ )?february(?:\ 24)?,?\ 2022|since\ (?:russia|moscow|the\ kremlin|putin)\ (?:first\ )?invaded(?:\ ukraine)?(?:\ in\ february\ 2022)?|during\ (?:the\ )?(?:war(?:time)?|invasion)|in\ wartime|wartime|throughout\ the\ war|over\ the\ course\ of\ the\ war
        |с\ (?:самого\ )?(?:начала|момента)\ (?:начала\ )?(?:полномасштабно(?:го|й)\ )?(?:войны|вторжения|боевых\ действий)|с\ (?:24\ )?февраля\ 2022|за\ время\ войны|во\ время\ войны)
    |(?P<month>(?:(?P<d_1>[0-9]{{1,2}})\ )?(?P<month_m>{MONTHS})(?:\ (?P<d_2>[0-9]{{1,2}}),)?(?:\ of)?,?\ (?P<month_y>{_YEAR}))
    |(?P<year>(?P<year_y>{_YEAR})))(?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FRACTION = re.compile("[.,][0-9]")
_HINT = re.compile("(?:19|20)[0-9]{2}|war|invasion|invaded|mobili|войн|вторж|мобилиз|боевых", re.IGNORECASE)
INVASION, MOBILISATION = date(2022, 2, 24), date(2022, 9, 21)
_MONTH_KEYS = (
    "jan янв",
    "feb фев",
    "mar мар",
    "apr апр",
    "may май мая мае",
    "jun июн",
    "jul июл",
    "aug авг",
    "sep сен",
    "oct окт",
    "nov ноя",
    "dec дек",
)
_MONTH_NUMBERS = {key: number for number, keys in enumerate(_MONTH_KEYS, start=1) for key in keys.split()}


class Time(NamedTuple):
    """A period that a sentence speaks of: without `end` it runs on, without `start` it is a day up to which was counted."""

    place: int
    until: int
    start: date | None
    end: date | None


def times_of(sentence: str, taken: frozenset[int] = frozenset()) -> tuple[Time, ...]:
    """Return the periods that a sentence speaks of, in order; years at places `taken` are counts.

    >>> [(str(time.start), str(time.end)) for time in times_of("from 1,001 in 2022 to 2,076 in the first half of 2023")]
    [('2022-01-01', '2022-12-31'), ('2023-01-01', '2023-06-30')]
    """
    return tuple(_times(sentence.replace("\u00a0", " "), taken)) if _HINT.search(sentence) else ()


def with_ends(times: tuple[Time, ...]) -> tuple[Time, ...]:
    """Return periods and, of those over several whole years, the first and the last year: "from 615 to 1,001 between 2021 and 2022"."""
    return tuple(one for time in times for one in (time, *_years_at_ends(time)))


def _years_at_ends(time: Time) -> Iterator[Time]:
    """Yield the first and the last year of a period of several whole years."""
    if time.start is None or time.end is None or time.start.year == time.end.year:
        return
    for year in (time.start.year, time.end.year):
        yield time._replace(start=date(year, 1, 1), end=date(year, 12, 31))


def _times(sentence: str, taken: frozenset[int]) -> Iterator[Time]:
    for match in _TIME.finditer(sentence):
        is_count = match["year"] and (match.start() in taken or _FRACTION.match(sentence, match.end()))
        span = None if is_count else _span(match)
        if span is not None:
            yield Time(match.start(), match.end(), *span)


def _span(match: re.Match[str]) -> tuple[date | None, date | None] | None:
    """Return the first and the last day of a period found; None where the days make none."""
    try:
        return _days(match)
    except ValueError:  # no such day
        return None


def _days(match: re.Match[str]) -> tuple[date | None, date | None]:
    if match["invaded"]:
        return INVASION, None
    if match["mobilised"]:
        return MOBILISATION, None
    if match["until_year"]:
        return None, date(int(match["uy_y"]), 12, 31)
    if match["until"]:
        day = match["u_d1"] or match["u_d2"]
        last = _last(int(match["u_y"]), _month(match["u_m"]))
        return None, last.replace(day=int(day)) if day else last
    if match["month"]:
        year, month, day = int(match["month_y"]), _month(match["month_m"]), match["d_1"] or match["d_2"]
        return (date(year, month, int(day)),) * 2 if day else (date(year, month, 1), _last(year, month))
    year, first, last_month, last_year = _months(match)
    return date(year, first, 1), _last(last_year, last_month)


def _months(match: re.Match[str]) -> tuple[int, int, int, int]:
    """Return the year, the first month, the last month and the last year of a period of whole months."""
    if match["half"] or match["half2"]:
        word = (match["half_n"] or "").casefold() or match["half_h"] or match["half_i"] or match["half2_n"] or match[0].casefold()
        half = 2 if word.startswith(("2", "second", "втор", "во втор")) else 1
        year = int(match["half_y"] or match["half2_y"])
        return year, 6 * half - 5, 6 * half, year
    if match["quarter"]:
        quarter = _number(match["q_n"] or match["q_r"] or match["q_q"])
        return int(match["q_y"]), 3 * quarter - 2, 3 * quarter, int(match["q_y"])
    if match["months"]:
        year, count, is_last = int(match["m_y"]), min(12, max(1, _number(match["m_n"]))), match["m_which"].casefold() == "last"
        return (year, 13 - count, 12, year) if is_last else (year, 1, count, year)
    if match["span"]:
        first, last, year = _month(match["s_from"]), _month(match["s_to"]), int(match["s_y"])
        return int(match["s_fy"] or year - (first > last)), first, last, year
    if match["range"]:
        first, last = sorted((int(match["r_from"]), int(match["r_to"])))
        return first, 1, 12, last
    return int(match["year_y"]), 1, 12, int(match["year_y"])


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[spelled(word)]


def _month(word: str) -> int:
    return _MONTH_NUMBERS[spelled(word[:3])]


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
