"""Two figures to compare: everything that the rules ask about them, and the numbers that they yield."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from milstats.comparison.exact import (
    DAY,
    Ends,
    Interval,
    Lie,
    Unit,
    are_equal_spans,
    difference,
    ends_of,
    exactly,
    is_within,
    length,
    lie_of,
    percent,
    rate,
    ratio,
    share,
    share_of_both,
    shorter_unit,
    value_of,
)  # fmt: skip
from milstats.model.period import Kind
from milstats.model.records import series_key
from milstats.model.vocabulary import Bound, Coverage, Measure, Status

if TYPE_CHECKING:
    from milstats.model.records import Dataset, Figure, Reading

KEY = ("measure", "unit", "offence", "population", "country", "counter")
EVERYBODY, _NO_SERVICEMEN = "servicemen", "conscripts"  # every other population is a part of the first
_STAGES = {measure: number for number, measure in enumerate(Measure)}
_LONGEST_MONTH = 31  # days
_PACE_DAYS = {
    Kind.PER_DAY: Fraction(1),
    Kind.PER_WORKING_DAY: Fraction(7, 5),
    Kind.PER_WEEK: Fraction(7),
    Kind.PER_MONTH: Fraction(1461, 48),
    Kind.PER_YEAR: Fraction(1461, 4),
}
_PACE_UNITS = {Kind.PER_WEEK: Unit.WEEK, Kind.PER_MONTH: Unit.MONTH, Kind.PER_YEAR: Unit.YEAR}


class Basis(StrEnum):
    """What is computed from a pair."""

    COUNTS = "counts"
    RATES = "rates"
    FLOW = "flow"
    PARTS = "parts"
    POINTS = "points"
    SHARE = "share"
    NOTHING = "nothing"


class Side(NamedTuple):
    """One figure of a pair: the days that it covers and what its value can be. A floor counts at least so many, for a whole year."""

    figure: Figure
    ends: Ends | None
    value: Interval | None
    is_floor: bool = False

    @property
    def kind(self) -> Kind:
        """How the number belongs to its period."""
        return self.figure.period.kind if self.figure.period else Kind.SUM

    @property
    def has_number(self) -> bool:
        """Whether the source prints a number and not words only."""
        return self.figure.value is not None and self.figure.bound is not Bound.VAGUE

    @property
    def is_quantity(self) -> bool:
        """Whether the figure is a number of cases, people or sentences."""
        return self.has_number and self.figure.is_count

    @property
    def number(self) -> Interval:
        """What is computed with: the value, or the number as printed where a source says "about"."""
        return self.value or exactly(Fraction(self.figure.value or 0))

    @property
    def is_year_part(self) -> bool:
        """Whether the figure surely covers less than one calendar year, and lies in it."""
        return self.ends is not None and self.ends.start[0].year == self.ends.end[1].year and (length(self.ends).high or 1) < 1

    @property
    def is_month(self) -> bool:
        """Whether the figure covers a month or less."""
        return self.ends is not None and (length(self.ends, Unit.DAY).high or 0) <= _LONGEST_MONTH


class Pair(NamedTuple):
    """Two figures in the order of time, and in court order where they count different stages.

    `differs` names the parts of their keys in which they differ, `lie` says how their periods lie.
    """

    dataset: Dataset
    before: Side
    after: Side
    differs: frozenset[str]
    lie: Lie

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.before, self.after

    @property
    def are_numbers(self) -> bool:
        """Whether both are numbers and no words."""
        return self.before.has_number and self.after.has_number

    @property
    def are_quantities(self) -> bool:
        """Whether both are numbers of whole things, which can be added and divided."""
        return self.before.is_quantity and self.after.is_quantity

    @property
    def are_paced(self) -> bool:
        """Whether one of them is a pace, such as so many a week."""
        return self.before.kind.is_pace or self.after.kind.is_pace

    @property
    def is_over_time(self) -> bool:
        """Whether both are numbers of one series, one after the other."""
        return not self.differs and self.lie is Lie.DISJOINT and self.are_numbers

    @property
    def are_sums(self) -> bool:
        """Whether both count whole things of one series, each over a period of its own."""
        return self.is_over_time and self.are_quantities and not self.are_paced

    @property
    def are_totals(self) -> bool:
        """Whether both are running totals of one series."""
        return not self.differs and self.lie is not Lie.UNDATED and {side.kind for side in self.sides} == {Kind.CUMULATIVE}

    @property
    def have_equal_spans(self) -> bool:
        """Whether their periods are equally long, as the calendar has it."""
        one, other = self.before.ends, self.after.ends
        return one is not None and other is not None and are_equal_spans(one, other)

    @property
    def is_about(self) -> bool:
        """Whether a source says "about" on either side."""
        return any(side.figure.bound is Bound.APPROX for side in self.sides)

    @property
    def part(self) -> Side | None:
        """The side that is surely a part of the other: by its period in one series, else by what the table says of them."""
        for part, whole in (self.sides, self.sides[::-1]):
            if not self.differs:
                if part.ends and whole.ends and self.lie is Lie.NESTED and is_within(part.ends, whole.ends):
                    return part
            elif is_part(self.dataset, part.figure, whole.figure):
                return part
        return None

    def other(self, side: Side) -> Side:
        """Return the other side."""
        return self.before if side is self.after else self.after


def pair_of(dataset: Dataset, one: Figure, other: Figure) -> Pair:
    """Return two figures as a pair, in an order that does not depend on which was named first."""
    keys = zip(KEY, series_key(one), series_key(other), strict=True)
    differs = frozenset(name for name, here, there in keys if here != there)
    before, after = sorted((one, other), key=lambda figure: _place(dataset, figure, is_court_order="measure" in differs))
    sides = [Side(figure, ends_of(figure.period), value_of(figure)) for figure in (before, after)]
    return _with_floor(Pair(dataset, sides[0], sides[1], differs, _lie(*sides)))


def _place(dataset: Dataset, figure: Figure, *, is_court_order: bool) -> tuple[object, ...]:
    ends, published = ends_of(figure.period), dataset.sources[figure.source].published
    stage = _STAGES[figure.measure] if is_court_order else 0
    days = (ends.end, ends.start) if ends else ((date.max, date.max),) * 2
    return (stage, *days, figure.value or 0, published or date.max, figure.id)


def _lie(one: Side, other: Side) -> Lie:
    """Return how two periods lie; two groups of one source of which it gives no dates are of the same time."""
    if one.ends is None and other.ends is None and one.figure.source == other.figure.source:
        texts = {side.figure.period and side.figure.period.text for side in (one, other)}
        return Lie.SAME if len(texts) == 1 and one.figure.population != other.figure.population else Lie.UNDATED
    return lie_of(one.ends, other.ends)


def _with_floor(pair: Pair) -> Pair:
    """Return a pair in which a part of a year against one year or more is a floor for its year, where that says something."""
    parts = [side for side in pair.sides if side.is_year_part]
    if not pair.are_sums or len(parts) != 1 or parts[0].is_month or parts[0].ends is None:
        return pair
    [part], rest = parts, pair.other(parts[0])
    assert part.ends is not None  # noqa: S101 -- mypy forgets it
    year = part.ends.start[0].year
    whole = Ends((date(year, 1, 1),) * 2, (date(year, 12, 31),) * 2)
    is_apart = rest.ends is not None and lie_of(whole, rest.ends) is Lie.DISJOINT and (length(rest.ends).low or 0) >= 1
    if not is_apart or part.value is None or part.value.low is None or rest.ends is None:
        return pair
    floor = part._replace(ends=whole, value=Interval(part.value.low, None), is_floor=True)
    times = ratio(floor.number, rate(rest.number, length(rest.ends)))
    if times.low is None or times.low < 1:
        return pair
    return pair._replace(before=floor) if part is pair.before else pair._replace(after=floor)


# What the table says of two figures


def is_part(dataset: Dataset, part: Figure, whole: Figure) -> bool:
    """Return whether a note, a sum, an umbrella offence or a population says that one figure is part of another."""
    if part.counter != whole.counter or part.country != whole.country or part.value is None or whole.value is None:
        return False
    _, said, rest = (part.note or "").partition("part of the ")
    if said and rest.split(" ")[0].strip(".,;").replace(",", "") == str(whole.value):
        return True
    if (part.measure, part.unit) != (whole.measure, whole.unit):
        return False
    if any(total.total == whole.id and part.id in total.parts for total in dataset.sums.values()):
        return True
    ends = ends_of(part.period)
    return ends is not None and ends == ends_of(whole.period) and _is_kind_of(dataset, part, whole)


def _is_kind_of(dataset: Dataset, part: Figure, whole: Figure) -> bool:
    """Return whether one figure counts some of the people, or some of the offences, that another counts in the same time."""
    if part.offence == whole.offence:
        return whole.population == EVERYBODY and part.population not in {EVERYBODY, _NO_SERVICEMEN} and part.is_count
    return part.population == whole.population and part.is_count and includes(dataset, whole, part)


def includes(dataset: Dataset, whole: Figure, part: Figure) -> bool:
    """Return whether the offence of one figure is an umbrella over the other's, and no sum of its own leaves that out."""
    counted, parts = dataset.parts_of(whole.offence), dataset.parts_of(part.offence)
    if part.offence not in counted and not (parts and parts < counted):
        return False
    for total in dataset.sums.values():
        if total.total == whole.id and total.coverage is Coverage.WHOLE:
            summed = {dataset.figures[name].offence for name in total.parts}
            if not any(part.offence == offence or part.offence in dataset.parts_of(offence) for offence in summed):
                return False
    return True


def supersedes(dataset: Dataset, new: Figure, old: Figure) -> bool:
    """Return whether a figure supersedes another, or one that does."""
    seen = {new.id}
    name = new.supersedes
    while name is not None and name not in seen:
        if name == old.id:
            return True
        seen.add(name)
        name = dataset.figures[name].supersedes if name in dataset.figures else None
    return False


def revised_from(dataset: Dataset, figure: Figure) -> Figure | None:
    """Return the figure of another value that a figure supersedes, or None."""
    old = dataset.figures.get(figure.supersedes) if figure.supersedes else None
    return old if old is not None and old.value != figure.value else None


def as_read(figure: Figure, reading: Reading) -> Figure:
    """Return a figure as one of its readings has it."""
    return figure._replace(
        value=figure.value if reading.value is None else reading.value,
        measure=reading.measure or figure.measure,
        unit=reading.unit or figure.unit,
        period=reading.period or figure.period,
        source=reading.source or figure.source,
        readings=(),
        status=tuple(status for status in figure.status if status is not Status.DISPUTED),
    )


def is_read_as(figure: Figure, other: Figure) -> bool:
    """Return whether a reading of one figure is what another figure says."""
    reads = (as_read(figure, reading) for reading in figure.readings)
    return any(
        series_key(read) == series_key(other) and read.value == other.value and ends_of(read.period) == ends_of(other.period)
        for read in reads
    )


# Numbers


class Result(NamedTuple):
    """The derived numbers of a comparison; what does not apply is None.

    `before` and `after` are what is set against each other: counts, or rates of so many a `per`. `rest` is what a whole counts
    besides its part; `flow` is how many a `per` a running total gained. "About" numbers are for people only.
    """

    basis: Basis
    before: Interval | None = None
    after: Interval | None = None
    change: Interval | None = None
    percent: Interval | None = None
    ratio: Interval | None = None
    share: Interval | None = None
    rest: Fraction | None = None
    flow: Interval | None = None
    per: str | None = None
    is_about: bool = False


def result_of(pair: Pair, basis: Basis) -> Result:
    """Return the numbers of a pair on a basis."""
    if basis is Basis.NOTHING:
        return Result(basis)
    if basis is Basis.SHARE:
        return _share(pair)
    if basis is Basis.FLOW:
        flow = flow_of(pair)
        return Result(basis, change=flow, flow=rate(flow, length(flow_ends(pair), Unit.WEEK)), per=Unit.WEEK, is_about=pair.is_about)
    per = per_of(pair) if basis is Basis.RATES else None
    before, after = (rate_of(side, per) for side in pair.sides) if per else (side.number for side in pair.sides)
    change, times = difference(after, before), ratio(after, before)
    if basis is Basis.POINTS:
        return Result(basis, before, after, change, is_about=pair.is_about)
    if basis is Basis.PARTS:
        return Result(basis, before, after, change, None, times, share_of_both(after, before), is_about=pair.is_about)
    return Result(basis, before, after, change, percent(times), times, per=per, is_about=pair.is_about)


def _share(pair: Pair) -> Result:
    """Return how much of the whole the part is and, where both are exact and of one report, what is left."""
    part = pair.part or pair.before
    whole = pair.other(part)
    is_one_report = part.figure.source == whole.figure.source and {part.figure.bound, whole.figure.bound} == {Bound.EQ}
    rest = difference(whole.number, part.number).low if is_one_report else None
    return Result(Basis.SHARE, share=share(part.number, whole.number), rest=rest, is_about=pair.is_about)


def per_of(pair: Pair) -> str:
    """Return the unit of time in which two figures are compared: the unit of a pace, else what fits into the shorter period."""
    kinds = [side.kind for side in pair.sides if side.kind.is_pace]
    if kinds:
        kind = min(kinds, key=_PACE_DAYS.__getitem__)
        return "working day" if {*kinds} == {Kind.PER_WORKING_DAY} and len(kinds) > 1 else _PACE_UNITS.get(kind, Unit.DAY)
    assert pair.before.ends is not None  # noqa: S101 -- rates are of dated periods
    assert pair.after.ends is not None  # noqa: S101
    return shorter_unit(pair.before.ends, pair.after.ends)


def rate_of(side: Side, per: str) -> Interval:
    """Return a figure as so many a year, month, week or day: a pace by its days, a count by the length of its period."""
    if not side.kind.is_pace:
        assert side.ends is not None  # noqa: S101 -- rates are of dated periods
        return rate(side.number, length(side.ends, Unit(per)))
    if per == "working day":
        return side.number
    unit = next((kind for kind, name in _PACE_UNITS.items() if name == per), Kind.PER_DAY)
    factor = _PACE_DAYS[unit] / _PACE_DAYS[side.kind]
    return Interval(*(None if end is None else end * factor for end in side.number))


def flow_ends(pair: Pair) -> Ends:
    """Return the days of a flow: from the day after the one as-of day to the other."""
    earlier, later = (side.ends for side in pair.sides)
    assert earlier is not None  # noqa: S101 -- running totals have dates
    assert later is not None  # noqa: S101
    return Ends((earlier.end[0] + DAY, earlier.end[1] + DAY), later.end)


def flow_of(pair: Pair) -> Interval:
    """Return what a running total gained: at most so much where the later one may have started earlier, at least where later."""
    gained = difference(pair.after.number, pair.before.number)
    limit = start_limit(pair)
    return Interval(None if limit == "most" else gained.low, None if limit == "least" else gained.high)


def start_limit(pair: Pair) -> str | None:
    """Return what the starts of two running totals leave of a flow: nothing where they are one day, else a limit, or "unknown"."""
    one, other = pair.before.ends, pair.after.ends
    assert one is not None  # noqa: S101 -- running totals have dates
    assert other is not None  # noqa: S101
    if one.start == other.start and one.start[0] == one.start[1]:
        return None
    if other.start[1] <= one.start[0]:
        return "most"
    return "least" if other.start[0] >= one.start[1] else "unknown"
