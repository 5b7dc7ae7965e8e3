"""The period grammar, and how periods lie to one another. Both ends of a period are included.

An end that a source leaves uncertain is kept as its earliest and its latest day, as UCDP and Wikidata keep it.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from milstats.errors import UsageError, did_you_mean, quoted
from milstats.model.vocabulary import Term

# [0-9] and not \d: the digits of other scripts are no part of the grammar.
_POINT = r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?|[Hh]([12])|[Qq]([1-4])))?"  # compiled where it is first asked for
_LAST_MONTH = 12


class Basis(Term):
    """Whether the source prints the dates of a period or a reader inferred them."""

    STATED = "stated", "the source prints the dates"
    INFERRED = "inferred", "a reader inferred the dates"


class Kind(Term):
    """How a number belongs to its period: the sum over it, a running total since its start, or a pace within it."""

    SUM = "sum", "the count over the whole period"
    CUMULATIVE = "cumulative", "a running total since its start"
    PER_DAY = "per-day", "a count a day within it"
    PER_WORKING_DAY = "per-working-day", "a count a working day within it"
    PER_WEEK = "per-week", "a count a week within it"
    PER_MONTH = "per-month", "a count a month within it"
    PER_YEAR = "per-year", "a count a year within it"

    @property
    def is_pace(self) -> bool:
        """Whether the number is a pace, so many in each day, week, month or year."""
        return self not in {Kind.SUM, Kind.CUMULATIVE}


class NamedPeriod(NamedTuple):
    """A period that the data gives a name; without `end` it is still open."""

    id: str
    label: str
    start: date
    end: date | None = None


class Period(NamedTuple):
    """A span of days with its ends as ranges, and the words it was given in; without dates where the words name none."""

    text: str
    start_earliest: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None
    basis: Basis = Basis.STATED
    kind: Kind = Kind.SUM
    as_of: date | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the period has dates, without which it can't be placed or compared."""
        return self.start_earliest is not None

    @property
    def is_certain(self) -> bool:
        """Whether both ends are single days."""
        return self.start_earliest == self.start_latest and self.end_earliest == self.end_latest


def parse_period(text: str, named: Mapping[str, NamedPeriod]) -> Period:
    """Return the period that `text` writes: a point or two joined by `..`, two years by a hyphen, an open range, or a name in the data.

    Raises:
        UsageError: if `text` is no period of the grammar and names none, or ends before it starts.
    """
    name = text.casefold().replace("_", "-")
    if found := named.get(text) or next((one for one in named.values() if one.id.casefold().replace("_", "-") == name), None):
        return Period(found.id, found.start, found.start, found.end, found.end)
    if name.startswith("since-"):
        text = f"{text[len('since-') :]}.."
    first, joined, last = text.partition("..")
    if "-" in text and re.fullmatch("[0-9]{4}-[0-9]{4}", text):
        first, joined, last = text.partition("-")
    first_days, last_days = _days(first), _days(last or first)
    if first_days is None or last_days is None:
        known = f", or one of {', '.join(named)}" if named else ""
        grammar = "2021, 2018..2022, 2022.., 2022-03, 2023-H1, 2023-Q2 or 2022-02-24..2023-12-31"
        raise UsageError(f"expected a period such as {grammar}{known}; found {quoted(text)}{did_you_mean(text, [*named])}")
    start, end = first_days[0], None if joined and not last else last_days[1]
    if end is not None and end < start:
        raise UsageError(f"the period {quoted(text)} ends before it starts; did you mean {quoted(f'{last}..{first}')}?")
    return Period(text, start, start, end, end)


def _days(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of a year, half, quarter, month or day; None if `text` is none of these."""
    match = re.fullmatch(_POINT, text)
    if match is None:
        return None
    year, month, day, half, quarter = (int(group) if group else 0 for group in match.groups())
    first_month = 6 * half - 5 if half else 3 * quarter - 2 if quarter else month or 1
    last_month = 6 * half or 3 * quarter or month or _LAST_MONTH
    try:
        last_day = day or (31 if last_month == _LAST_MONTH else (date(year, last_month + 1, 1) - timedelta(days=1)).day)
        return date(year, first_month, day or 1), date(year, last_month, last_day)
    except ValueError:  # no such year, month or day
        return None


def overlaps(period: Period, asked: Period) -> bool:
    """Return whether some day may lie in both; an undated period overlaps nothing, an open end never ends."""
    start, end, first, last = period.start_earliest, period.end_latest, asked.start_earliest, asked.end_latest
    if start is None or first is None:
        return False
    return (end is None or first <= end) and (last is None or start <= last)


def is_inside(period: Period, asked: Period) -> bool:
    """Return whether a period surely lies inside another; an undated one lies in none."""
    start, end, first, last = period.start_earliest, period.end_latest, asked.start_earliest, asked.end_latest
    if start is None or first is None or start < first:
        return False
    return last is None or (end is not None and end <= last)
