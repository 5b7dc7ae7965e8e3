"""What a chart shows, as values: bars on an axis of years, years without a number, and breaks. Formats and pictures draw it."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    Number = int | Decimal
    Top = Fraction


class Bar(NamedTuple):
    """A number on the axis of time, over the days that it counts; `is_doubted` where a source has it otherwise."""

    start: date
    end: date
    value: Number
    label: str
    marks: str = ""
    remarks: tuple[str, ...] = ()
    is_doubted: bool = False


class Gap(NamedTuple):
    """A year without a number, and why."""

    year: int
    reason: str


class Change(NamedTuple):
    """A day after which numbers no longer count what they counted before, and what changed on it."""

    date: date
    what: str


class Chart(NamedTuple):
    """One series on the axis of years, which all charts of a report share; `highest` is the top of its scale, which like series share."""

    title: str
    heading: str
    years: range
    highest: Top
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...] = ()
    changes: tuple[Change, ...] = ()
