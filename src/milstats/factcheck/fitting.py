"""Which figures the words of a claim fit."""

from __future__ import annotations

from fractions import Fraction

from milstats.factcheck.lexicon import ALSO, STAGES
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import Measure, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from milstats.factcheck.claims import Claim
    from milstats.factcheck.times import Time
    from milstats.model import Figure
    from milstats.period import Period

STRICT, LOOSE = Fraction(1, 10), Fraction(1, 5)  # how much of a period a count may leave out and still be its count
_FEW_DAYS = 12  # between a day stated and the day to which was counted
_BEFORE_VERDICT, _VERDICT = STAGES[0], STAGES[1]


def fits_offence(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure counts an offence that the words may mean; where they name none, any."""
    said = claim.offences.values
    return not said or any(figure.offence == offence or figure.offence in ALSO.get(offence, ()) for offence in said)


def fits_counter(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure is of a counter that the sentence names; where it names none, of any."""
    return not claim.counters.is_near or figure.counter in claim.counters.values


def fits_unit(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure counts what the noun says."""
    if not claim.units.values or not claim.units.values[0]:
        return True
    said = Unit(claim.units.values[0])
    return figure.unit is said or (figure.unit is Unit.CRIME and said is Unit.CASE)


def fits_measure(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure counts at a stage that the words may mean; without a verb, the noun tells it."""
    said = [Measure(value) for value in claim.measures.values]
    if said:
        return any(measure is figure.measure or any({measure, figure.measure} <= stage for stage in STAGES) for measure in said)
    unit = Unit(claim.units.values[0]) if claim.units.values else None
    if unit is Unit.CASE:
        return figure.measure in _BEFORE_VERDICT
    return figure.measure in _VERDICT if unit is Unit.SENTENCE else True


def fits_time(times: Iterable[Time], figure: Figure, slack: Fraction) -> bool:
    """Return whether a figure counts over one of the periods, under any reading of its own."""
    periods = (figure.period, *(reading.period for reading in figure.readings))
    return any(_fits(time, period, slack) for time in times for period in periods if period is not None)


def _fits(time: Time, period: Period, slack: Fraction) -> bool:
    """Return whether a period is the one that was spoken of."""
    starts, ends = (period.start_earliest, period.start_latest), (period.end_earliest, period.end_latest)
    if time.start is None:
        return time.end is not None and _days_off(time.end, ends) <= _FEW_DAYS
    if time.end is None:
        return _days_off(time.start, starts) <= _FEW_DAYS
    allowed = slack * ((time.end - time.start).days + 1)
    return _days_off(time.start, starts) <= allowed and _days_off(time.end, ends) <= allowed


def _days_off(day: date, ends: tuple[date | None, date | None]) -> int:
    """Return how many days a day lies outside of an end of a period; an end that is not known is far."""
    earliest, latest = ends
    if earliest is None or latest is None:
        return 1 << 20
    return max((earliest - day).days, (day - latest).days, 0)
