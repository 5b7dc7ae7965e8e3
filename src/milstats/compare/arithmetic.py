"""The numbers that a pair yields on the basis that the rules leave, as exact intervals."""

from __future__ import annotations

from datetime import timedelta

from milstats.compare.intervals import Interval, difference, percent, rate, ratio, share, share_of_both
from milstats.compare.lengths import Ends, span, weeks
from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum
from milstats.vocabulary import Bound

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from fractions import Fraction

    from milstats.compare.pair import Pair, Side

_DAY = timedelta(days=1)


class Basis(StrEnum):
    """What is computed from a pair; where rules differ, the one that stands later wins."""

    COUNTS = "counts"
    RATES = "rates"
    FLOW = "flow"
    PARTS = "parts"
    POINTS = "points"
    DIFFERENCE = "difference"
    SHARE = "share"
    NOTHING = "nothing"


class Derived(StrEnum):
    """The derived numbers that a rule can forbid."""

    CHANGE = "change"
    PERCENT = "percent"
    RATIO = "ratio"


class Result(NamedTuple):
    """The derived numbers of a comparison; what does not apply or is forbidden is None.

    `before` and `after` are what is set against each other: counts, or counts a year. `change` is the difference between
    them; `rest` is what a whole counts besides its part; `by_year` and `by_week` tell how fast a flow was.
    """

    basis: Basis
    before: Interval | None = None
    after: Interval | None = None
    change: Interval | None = None
    percent: Interval | None = None
    ratio: Interval | None = None
    share: Interval | None = None
    rest: Fraction | None = None
    by_year: Interval | None = None
    by_week: Interval | None = None
    is_about: bool = False


def result_of(pair: Pair, basis: Basis, forbidden: AbstractSet[Derived]) -> Result:
    """Return the numbers of a pair on a basis, less those that a rule forbids."""
    found = _COMPUTED[basis](pair)
    if pair.is_about:
        found = found._replace(is_about=True)
    if found.basis is Basis.FLOW and Derived.CHANGE in forbidden:
        return Result(Basis.FLOW, is_about=found.is_about)
    return found._replace(
        change=None if Derived.CHANGE in forbidden else found.change,
        percent=None if Derived.PERCENT in forbidden else found.percent,
        ratio=None if Derived.RATIO in forbidden else found.ratio,
    )


def rates(pair: Pair) -> tuple[Interval, Interval]:
    """Return both counts by the year."""
    before, after = pair.sides
    return rate(before.number, before.length), rate(after.number, after.length)


def ratio_of_rates(pair: Pair) -> Interval:
    """Return the later rate divided by the earlier.

    Sums lie one after the other, so a day that is uncertain for both lengthens the one as it shortens the other: the ratio is
    as low and as high as it can be on the first and on the last such day, and so are the rates that it is made of.
    """
    before, after = rates(pair)
    return ratio(after, before)


def _counts(pair: Pair) -> Result:
    before, after = pair.before.number, pair.after.number
    times = ratio(after, before)
    return Result(Basis.COUNTS, before, after, difference(after, before), percent(times), times)


def _rates(pair: Pair) -> Result:
    before, after = rates(pair)
    times = ratio(after, before)
    return Result(Basis.RATES, before, after, difference(after, before), percent(times), times)


def _flow(pair: Pair) -> Result:
    """Return what was added between the as-of dates of two running totals, and how fast."""
    earlier, later = pair.in_order()
    flow, ends = difference(later.number, earlier.number), flow_ends(earlier, later)
    change = difference(pair.after.number, pair.before.number)
    return Result(Basis.FLOW, change=change, by_year=rate(flow, span(ends)), by_week=rate(flow, weeks(ends)))


def flow_ends(earlier: Side, later: Side) -> Ends:
    """Return the days of a flow: from the day after the one as-of date to the other."""
    assert earlier.ends is not None  # noqa: S101 -- snapshots have dates
    assert later.ends is not None  # noqa: S101
    return Ends((earlier.ends.end[0] + _DAY, earlier.ends.end[1] + _DAY), later.ends.end)


def _parts(pair: Pair) -> Result:
    before, after = pair.before.number, pair.after.number
    return Result(Basis.PARTS, before, after, difference(after, before), None, ratio(after, before), share_of_both(before, after))


def _share(pair: Pair) -> Result:
    """Return how much of the whole the part is and, where both are exact and stand in one report, what is left."""
    part, whole = pair.part_and_whole()
    found = share(part.number, whole.number)
    is_one_report = part.figure.source == whole.figure.source and {part.figure.bound, whole.figure.bound} == {Bound.EQ}
    rest = difference(whole.number, part.number).low if is_one_report and found is not None else None
    return Result(Basis.SHARE, share=found, rest=rest)


def _difference(pair: Pair) -> Result:
    before, after = pair.before.number, pair.after.number
    return Result(Basis.DIFFERENCE, before, after, difference(after, before))


def _points(pair: Pair) -> Result:
    return _difference(pair)._replace(basis=Basis.POINTS)


def _nothing(pair: Pair) -> Result:  # noqa: ARG001 -- called like the others
    return Result(Basis.NOTHING)


_COMPUTED = {
    Basis.COUNTS: _counts,
    Basis.RATES: _rates,
    Basis.FLOW: _flow,
    Basis.PARTS: _parts,
    Basis.POINTS: _points,
    Basis.DIFFERENCE: _difference,
    Basis.SHARE: _share,
    Basis.NOTHING: _nothing,
}
