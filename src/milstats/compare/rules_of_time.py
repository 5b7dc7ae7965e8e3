"""Rules about periods: how long they are, how firmly they are dated, how they lie to one another."""

from __future__ import annotations

from milstats.compare.arithmetic import Basis, Derived, ratio_of_rates
from milstats.compare.intervals import difference
from milstats.compare.lengths import Lie, ends_of
from milstats.compare.pair import Finding
from milstats.lean import TYPE_CHECKING
from milstats.period import Basis as Dating
from milstats.period import Kind, Period
from milstats.vocabulary import Mark, Verdict
from milstats.wording import capitalised, long_date, period_name, span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from milstats.compare.pair import Pair, Side
    from milstats.model import Break, Figure

_LARGE = 10  # times as many: percent above it are hard to grasp
_WHOLE_YEAR = 1


def undated(pair: Pair) -> Finding | None:
    """Refuse a figure without dates: it can't be placed in time."""
    missing = [side.figure for side in pair.sides if side.ends is None]
    if not missing:
        return None
    names = " and ".join(dict.fromkeys(_undated_name(figure) for figure in missing))
    return Finding(Verdict.NONE, f"{capitalised(names)}, so it can't be set against time.", Basis.NOTHING)


def _undated_name(figure: Figure) -> str:
    if figure.period is None:
        return "no period is stated"
    return f"the period “{figure.period.text}” has no dates"


def unequal_length(pair: Pair) -> Finding | None:
    """Set rates against each other where one period is longer."""
    before, after = pair.before.length, pair.after.length
    if not pair.are_sums or (before == after and before.is_exact):
        return None
    words = "The periods differ in length, so counts by the year are compared; an average hides the pace inside its span."
    return Finding(Verdict.MEANINGFUL, words, Basis.RATES)


def part_year(pair: Pair) -> Finding | None:
    """Caution where two equal periods are no whole years: a season may show."""
    length = pair.before.length
    is_equal = length.is_exact and length == pair.after.length
    if not pair.are_sums or not is_equal or length.low is None or length.low.denominator == _WHOLE_YEAR:
        return None
    return Finding(Verdict.MEANINGFUL, "The periods are equally long but no whole years, so a season may show in the difference.")


def uncertain_period(pair: Pair) -> Finding | None:
    """Caution where a first or last day is uncertain or inferred."""
    if not pair.is_one_series or not pair.are_numbers:
        return None
    words = [*dict.fromkeys(text for side in pair.sides for text in _uncertainties(side.figure.period))]
    return Finding(Verdict.MEANINGFUL, " ".join(words)) if words else None


def _uncertainties(period: Period | None) -> Iterator[str]:
    """Yield which ends of a period are uncertain, with both dates, or that its dates are inferred."""
    if period is None or not period.is_dated:
        return
    inferred = " (inferred)" if period.basis is Dating.INFERRED else ""
    ends = (("starts", period.start_earliest, period.start_latest), ("ends", period.end_earliest, period.end_latest))
    for verb, earliest, latest in ends:
        if earliest != latest and earliest is not None and latest is not None:
            between = f"between {long_date(earliest)} and {long_date(latest)}"
            yield f"The period {period_name(period)} {verb} {between}{inferred}: what depends on it is a range."
    if period.is_certain and inferred:
        yield f"The dates of {period_name(period)}, {span(period)}, are inferred."


def year_to_date(pair: Pair) -> Finding | None:
    """Take a count that stops short of its year as "at least" for the year."""
    short = next((side for side in pair.sides if side.is_short), None)
    if short is None or short.figure.period is None or short.figure.period.end_latest is None:
        return None
    last = short.figure.period.end_latest
    words = f"Counted to {long_date(last)}: for the whole of {last.year} it is at least this many, barring a later correction downwards."
    return Finding(Verdict.MEANINGFUL, words)


def nested(pair: Pair) -> Finding | None:
    """Take the figure of a period inside another's as a share of it."""
    if not pair.is_one_series or pair.lie is not Lie.NESTED or pair.are_snapshots or pair.before.kind is not pair.after.kind:
        return None
    part, whole = pair.part_and_whole()
    inside = f"{capitalised(_name(part))} lies inside {_name(whole)}"
    if not pair.are_quantities or part.is_pace:
        return Finding(Verdict.CONCEPTUAL, f"{inside}: side by side only.", Basis.NOTHING)
    return Finding(Verdict.CONCEPTUAL, f"{inside}: its count is a part of the other, so there is no change and no ratio.", Basis.SHARE)


def overlapping(pair: Pair) -> Finding | None:
    """Refuse periods that overlap in part: what lies in both would be counted twice."""
    if not pair.is_one_series or pair.lie is not Lie.OVERLAPPING or pair.are_snapshots:
        return None
    words = f"{capitalised(_name(pair.before))} and {_name(pair.after)} overlap or may do so: some would be counted twice."
    return Finding(Verdict.NONE, words, Basis.NOTHING)


def _name(side: Side) -> str:
    return period_name(side.figure.period) if side.figure.period else "a period not stated"


def snapshots(pair: Pair) -> Finding | None:
    """Take the difference of two running totals since one day as the flow between their as-of dates."""
    if not pair.are_snapshots or not pair.are_quantities:
        return None
    earlier, later = pair.in_order()
    if earlier.ends is None or later.ends is None or earlier.ends.end[1] >= later.ends.end[0]:
        return Finding(Verdict.NONE, "The as-of dates of the two running totals can't be told apart.", Basis.NOTHING)
    flow = difference(later.number, earlier.number)
    if flow.high is not None and flow.high < 0:
        return Finding(Verdict.NONE, "The later running total is the lower one, so the count was revised in between.", Basis.NOTHING)
    first, last = (_as_of(side.ends.end) for side in (earlier, later) if side.ends is not None)
    words = f"Two running totals since one day: their difference is what was added after {first} and by {last}, if nothing was revised."
    return Finding(Verdict.MEANINGFUL, words, Basis.FLOW, frozenset({Derived.RATIO, Derived.PERCENT}), Mark.DERIVED)


def _as_of(end: tuple[date, date]) -> str:
    """Return the day to which a running total reaches, or between which days it lies."""
    first, last = (long_date(day) for day in end)
    return first if first == last else f"a day between {first} and {last}"


def cumulative_against_period(pair: Pair) -> Finding | None:
    """Take a period's count as a share of a running total that holds it, and refuse it otherwise."""
    if not pair.is_one_series or pair.lie is Lie.SAME or {side.kind for side in pair.sides} != {Kind.CUMULATIVE, Kind.SUM}:
        return None
    if pair.lie is Lie.NESTED and pair.are_quantities:
        return Finding(Verdict.CONCEPTUAL, "A running total against a period inside it: the one is a part of the other.", Basis.SHARE)
    return Finding(Verdict.NONE, "A running total can't be set against the count of a period outside it.", Basis.NOTHING)


def pace(pair: Pair) -> Finding | None:
    """Refuse a pace, so many a week or a month, against anything but a pace of the same kind."""
    if not pair.before.is_pace and not pair.after.is_pace:
        return None
    if pair.before.kind is not pair.after.kind:
        are_paces = pair.before.is_pace and pair.after.is_pace
        is_unlike = "Two paces over unlike spans, such as a week and a month."
        is_no_sum = "A pace, so many a week or a month, is no sum over a period."
        return Finding(Verdict.NONE, is_unlike if are_paces else is_no_sum, Basis.NOTHING)
    return Finding(Verdict.MEANINGFUL, "Two paces: no source says how steadily they held.")


def breaks(pair: Pair) -> Finding | None:
    """Caution where law, definition or method changed inside or between the periods."""
    found = breaks_between(pair)
    if not found:
        return None
    words = " ".join(f"The {change.kind.value} changed on {long_date(change.date)}: {change.note}" for change in found)
    return Finding(Verdict.MEANINGFUL, words, mark=Mark.BREAK)


def breaks_between(pair: Pair) -> tuple[Break, ...]:
    """Return the breaks after the first day of a comparison over time and not after its last."""
    is_over_time = pair.are_numbers and pair.is_one_series and (pair.lie is Lie.DISJOINT or pair.are_snapshots)
    if not is_over_time:
        return ()
    earlier, later = pair.in_order()
    printed = ends_of(later.figure.period)
    assert earlier.ends is not None  # noqa: S101 -- what is compared over time has dates
    assert printed is not None  # noqa: S101
    first = earlier.ends.end[0] if pair.are_snapshots else earlier.ends.start[0]
    touched = pair.dataset.breaks_of(pair.before.figure.offence)
    return tuple(change for change in touched if first < change.date <= printed.end[1])


def large_change(pair: Pair) -> Finding | None:
    """Forbid percent where the ratio is above ten: they are hard to grasp."""
    if not pair.are_sums or pair.is_about:
        return None
    times = ratio_of_rates(pair)
    if max(times.low or 0, times.high or 0) <= _LARGE:
        return None
    return Finding(Verdict.DIRECT, "A change this large is told as a multiple and not in percent.", forbids=frozenset({Derived.PERCENT}))
