r"""The periods that running texts name, in English and in Russian: "since the invasion", "с января по июль 2024", "by the end of May".

In the lists, a blank stands for any white space, and `*` for the end of a word, whatever it is.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

WARTIME = (
    "(?:since|from|after) (?:the )?(?:(?:start|beginning|outbreak|onset|launch) of )?(?:(?:the|its|moscow['’]s|russia['’]s|putin['’]s|full-scale|full scale|2022|war|current) ){0,3}(?:invasion|war|moscow invaded|russia invaded|hostilities)"
    "|since (?:moscow|russia|putin|february 2022|24 february 2022|february 24,? 2022)(?: invaded)?|(?:in|during) wartime|(?:during|throughout) the (?:full-scale )?war|in (?:the )?(?:\\w+ )*years? of (?:the )?war|over (?:\\S+ ){1,5}years of (?:the )?war"
    "|с начала (?:(?:полномасштабно[йг]о?|российского|этой) )?(?:вторжения|войны|сво)|за (?:вс[её] время|всю|время|годы) (?:полномасштабной )?войн[ыу]|с февраля 2022(?:-го)?(?: года)?|за (?:\\S+ ){1,5}(?:года?|лет) войны|во время войны"
)
MOBILISATION = "since (?:the )?(?:(?:start|beginning|announcement) of )?(?:the )?mobili[sz]ation|since mobili[sz]ation (?:was|began)|с (?:начала|объявления) мобилизации"
MONTHS = (
    "jan(?:uary)?|январ[ьяею]", "feb(?:ruary)?|феврал[ьяею]", "mar(?:ch)?|март[аеу]?", "apr(?:il)?|апрел[ьяею]", "may|ма[йяеюь]", "june?|июн[ьяею]",
    "july?|июл[ьяею]", "aug(?:ust)?|август[аеу]?", "sept?(?:ember)?|сентябр[ьяею]", "oct(?:ober)?|октябр[ьяею]", "nov(?:ember)?|ноябр[ьяею]", "dec(?:ember)?|декабр[ьяею]",
)  # fmt: skip
SPELLED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "вос": 8, "дев": 9, "дес": 10, "одинн": 11,
}  # fmt: skip


@cache
def pattern(words: str, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    """Return the pattern that finds some words whatever their case and spacing, between two other patterns."""
    text = re.sub(r"(?<![)\]}])\*", r"\\w*", words).replace(" ", r"\s+")
    return re.compile(f"{before}(?:{text}){after}", re.IGNORECASE)


class Days(NamedTuple):
    """A period as a text gives it; a start or an end of None is left open."""

    start: date | None
    end: date | None


_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d\d)(?![\d%]|[.,]\d)(?:-?(?:го|м|й|х|ом|му))?(?:\s+(?:год\w*|гг?\.))?"
_Y, _Y2 = f"(?P<year>{_YEAR}", f"(?P<year2>{_YEAR}"
_M = rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?"
_M2 = rf"(?:(?P<day2>\d{{1,2}})\s+)?(?P<month2>{_MONTH})\b\.?"
_TO = r"\s*(?:to|through|until|and|–|—|-|по|до|и)\s*"
_UNTIL = r"(?P<until>by|as of|until|till|through|to|up to|к|по|до)\s+(?:the\s+)?(?:(?:start|end) of\s+|late\s+|конц[уае]\s+)?"
_PART = (
    r"(?P<which>first|last|second|third|fourth|перв\w+|последни\w+|втор\w+|трет\w+|четв[её]рт\w+|[hq][1-4])(?:\s+(?P<count>\w+))?"
    r"(?:\s+(?P<unit>half|quarter|months?|полугоди\w+|полови\w+|квартал\w*|месяц\w*))?(?:\s+(?:of|in))?"
)
_TIMES = tuple(
    re.compile(rf"(?<!\w)(?:{text})", re.IGNORECASE)
    for text in (
        rf"{_M}(?:\s+{_Y})?{_TO}{_M2}(?:\s+(?:of\s+)?{_Y2})?",  # from a month to a month
        rf"{_Y}{_TO}(?:in\s+|в\s+)?{_Y2}",  # from a year to a year
        rf"{_UNTIL}(?:{_M}(?:\s+(?P<day2>\d{{1,2}}),)?\s+)?{_Y}",  # by a day, month or year
        rf"{_PART}\s+{_Y}",  # so many months of a year
        rf"{_M}(?:\s+(?P<day2>\d{{1,2}}))?,?\s+(?:of\s+)?{_Y}",  # a day or month
        _Y,
    )
)
# Of two months of which nobody knows which it is, the earlier.
_EITHER = re.compile(
    rf"(?i)between (?:{_MONTH})(?: \d{{4}})? and |(?:\b\d{{1,2}} )?\b(?:{_MONTH})(?: \d{{4}})? (?:or|или) (?=(?:\d{{1,2}} )?(?:{_MONTH})\b)"
)


@cache
def periods_in(text: str, wartime: date, mobilisation: date) -> tuple[Days, ...]:
    """Return the periods that a text names; a single day counts only as the end of one."""
    text = re.sub(r"(?i)\bbetween (the (?:start|beginning)[^,;]{0,60}?) and ", r"from \1 to ", text)
    found: list[Days] = []
    starts = [day for phrase, day in ((MOBILISATION, mobilisation), (WARTIME, wartime)) if pattern(phrase).search(text)]
    text = pattern(f"{MOBILISATION}|{WARTIME}").sub("|", _EITHER.sub("", text))
    months: tuple[str, str] | None = None  # whose year is elsewhere
    for times in _TIMES:
        for match in times.finditer(text):
            parts = match.groupdict("")
            days = _days(parts)
            if days is None and parts.get("month2"):
                months = parts["month"], parts["month2"]
            elif days is not None and days.start != days.end:
                found.append(days)
        text = times.sub("|", text)
    if months is not None and len(found) == 1 and found[0].end is not None:
        year = found[0].end.year
        found = [Days(date(year, _month(months[0]), 1), _month_end(year, _month(months[1])))]
    if starts:
        end = next((days.end for days in found if days.start is None), None)
        found = [*(days for days in found if days.start is not None), Days(starts[0], end)]
    return tuple(dict.fromkeys(found))


def _days(parts: dict[str, str]) -> Days | None:
    """Return the days that the parts of a period make up, or None where they make up none."""
    year, month, month2 = int(parts["year"] or parts.get("year2") or 0), parts.get("month"), parts.get("month2")
    day, last_year = int(parts.get("day") or 0), int(parts.get("year2") or year)
    if parts.get("which"):
        return _part_of_year(year, parts["which"].lower(), parts["count"].lower(), parts["unit"].lower())
    try:
        if not month or not year:
            start, end = (date(year, 1, 1), date(last_year, 12, 31)) if year else (None, None)
        elif month2:
            first, last, last_day = _month(month), _month(month2), int(parts["day2"] or 0)
            start = date(year - (first > last and not parts["year"]), first, day or 1)
            end = date(last_year, last, last_day) if last_day else _month_end(last_year, last)
        else:
            day = day or int(parts["day2"] or 0)
            start, end = date(year, _month(month), day or 1), date(year, _month(month), day) if day else _month_end(year, _month(month))
    except ValueError:  # no such day
        return None
    return Days(None if parts.get("until") else start, end) if end else None


def _part_of_year(year: int, which: str, count: str, unit: str) -> Days | None:
    """Return so many months of a year: "first half", "second quarter", "last ten months", "H1"."""
    named = unit or count or which
    if named.startswith(("half", "полуго", "полови", "h")):
        length = 6
    elif named.startswith(("quarter", "квартал", "q")):
        length = 3
    elif unit.startswith(("month", "месяц")):
        length = int(count) if count.isdecimal() else next((number for stem, number in SPELLED.items() if count.startswith(stem)), 0)
    else:
        return None
    parts = len(MONTHS) // max(length, 1)
    places = {"first": 1, "перв": 1, "second": 2, "втор": 2, "third": 3, "трет": 3, "fourth": 4, "четв": 4, "last": parts, "посл": parts}
    place = int(which[1]) if which[1:].isdecimal() else next(number for stem, number in places.items() if which.startswith(stem))
    if not 0 < length < len(MONTHS) or place > max(parts, 1):
        return None
    end = len(MONTHS) if which.startswith(("last", "посл")) else place * length
    return Days(date(year, end - length + 1, 1), _month_end(year, end))


@cache
def _month(word: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if re.fullmatch(month, word, re.IGNORECASE))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
