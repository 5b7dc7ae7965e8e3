"""Two figures to compare: everything that the rules ask about them, and the numbers that they yield."""

from datetime import date
from enum import Enum
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from milstats.comparison.exact import DAY, UNITS, Ends, Interval, Lie, ends_of, exactly, is_within, length, lie_of, value_of
from milstats.model.period import Kind
from milstats.model.records import Dataset, Figure, Reading, series_key
from milstats.model.vocabulary import Bound, Coverage, Measure, Status

KEY = ("measure", "unit", "offence", "population", "country", "counter")
EVERYBODY, CONSCRIPTS = "servicemen", "conscripts"  # every other population is a part of the first
_STAGES = [*Measure]
_ANY_DAYS = Ends((date.min, date.max), (date.min, date.max))  # of a figure without dates
_LONGEST_MONTH = 31  # days
_WORKING_DAY = "working day"
_PACE_DAYS = {"day": Fraction(1), _WORKING_DAY: Fraction(7, 5), "week": Fraction(7), "month": Fraction(1461, 48), "year": Fraction(1461, 4)}

# What is computed from a pair.
Basis = Enum("Basis", ["COUNTS", "RATES", "FLOW", "PARTS", "POINTS", "SHARE", "NOTHING"])


class Side(NamedTuple):
    """One figure of a pair: the days that it covers, what its value can be, and the number that is computed with.

    `number` is the value, or the number as printed where a source says "about". A floor counts at least so many, for a whole year.
    """

    figure: Figure
    ends: Ends
    value: Interval | None
    number: Interval
    kind: Kind
    is_floor: bool = False

    @property
    def is_year_part(self) -> bool:
        """Whether the figure surely covers less than one calendar year, and lies in it."""
        return self.ends.start[0].year == self.ends.end[1].year and (length(self.ends).high or 1) < 1

    @property
    def is_month(self) -> bool:
        """Whether the figure covers a month or less."""
        return (length(self.ends, "day").high or 0) <= _LONGEST_MONTH


class Pair(NamedTuple):
    """Two figures in the order of time, and in court order where they count different stages.

    `differs` names the parts of their keys in which they differ, `lie` says how their periods lie. Where `has_part`, `part` is surely
    a part of `whole`: by its period in one series, else by what the table says. `are_quantities`: numbers of cases, people or
    sentences; `is_over_time`: numbers of one series, one after the other; `are_sums`: such quantities, each over a period of its own;
    `are_totals`: running totals of one series; `are_paced`: one is a pace, so many a week; `is_revision`: one supersedes the other;
    `is_one_count`: it does, or is a reading of it.
    """

    dataset: Dataset
    before: Side
    after: Side
    differs: frozenset[str]
    lie: Lie
    part: Side
    whole: Side
    has_part: bool
    are_numbers: bool
    are_quantities: bool
    are_paced: bool
    are_totals: bool
    is_over_time: bool
    are_sums: bool
    is_revision: bool
    is_one_count: bool
    is_about: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.before, self.after

    @property
    def figures(self) -> tuple[Figure, Figure]:
        """Both figures."""
        return self.before.figure, self.after.figure


def pair_of(dataset: Dataset, one: Figure, other: Figure) -> Pair:
    """Return two figures as a pair, in an order that does not depend on which was named first."""
    keys = zip(KEY, series_key(one), series_key(other), strict=True)
    differs = frozenset(name for name, here, there in keys if here != there)
    one, other = sorted((one, other), key=partial(_place, dataset))
    before, after = _side(one), _side(other)
    lie = _lie(before, after)
    are_numbers = all(figure.value is not None and figure.bound is not Bound.VAGUE for figure in (one, other))
    are_quantities = are_numbers and one.is_count and other.is_count
    are_paced, is_over_time = before.kind.is_pace or after.kind.is_pace, not differs and lie is Lie.DISJOINT and are_numbers
    are_sums = is_over_time and are_quantities and not are_paced
    are_totals = not differs and lie is not Lie.UNDATED and before.kind is after.kind is Kind.CUMULATIVE
    is_revision = supersedes(dataset, one, other) or supersedes(dataset, other, one)
    is_one_count = is_revision or one.id == other.id or is_read_as(one, other) or is_read_as(other, one)
    if are_sums:
        before, after = _floor(before, after), _floor(after, before)
    has_part = is_part(dataset, one, other) if differs else lie is Lie.NESTED and is_within(before.ends, after.ends)
    is_turned = not has_part and (is_part(dataset, other, one) if differs else lie is Lie.NESTED)
    part, whole = (after, before) if is_turned else (before, after)
    return Pair(
        dataset, before, after, differs, lie, part, whole, has_part or is_turned, are_numbers, are_quantities, are_paced, are_totals,
        is_over_time, are_sums, is_revision, is_one_count, is_about=Bound.APPROX in {one.bound, other.bound},
    )  # fmt: skip


def _place(dataset: Dataset, figure: Figure) -> tuple[object, ...]:
    ends, published = ends_of(figure.period), dataset.sources[figure.source].published
    days = (ends.end, ends.start) if ends else ((date.max, date.max),) * 2
    return (_STAGES.index(figure.measure), *days, figure.value or 0, published or date.max, figure.id)


def _side(figure: Figure) -> Side:
    value = value_of(figure)
    kind, number = figure.period.kind if figure.period else Kind.SUM, value or exactly(Fraction(figure.value or 0))
    return Side(figure, ends_of(figure.period) or _ANY_DAYS, value, number, kind)


def _lie(one: Side, other: Side) -> Lie:
    """Return how two periods lie; two groups of one source of which it gives no dates are of the same time."""
    if one.ends is other.ends is _ANY_DAYS and one.figure.source == other.figure.source:
        texts = {side.figure.period and side.figure.period.text for side in (one, other)}
        return Lie.SAME if len(texts) == 1 and one.figure.population != other.figure.population else Lie.UNDATED
    return Lie.UNDATED if _ANY_DAYS in {one.ends, other.ends} else lie_of(one.ends, other.ends)


def _floor(part: Side, rest: Side) -> Side:
    """Return a part of a year that is set against one year or more as a floor for its year, where that says something."""
    if not part.is_year_part or part.is_month or part.value is None or part.value.low is None or (length(rest.ends).low or 0) < 1:
        return part
    year = part.ends.start[0].year
    floor = Interval(part.value.low, None)
    whole = Ends((date(year, 1, 1),) * 2, (date(year, 12, 31),) * 2)
    if ((floor / (rest.number / length(rest.ends))).low or 0) < 1 or lie_of(whole, rest.ends) is not Lie.DISJOINT:
        return part
    return part._replace(ends=whole, value=floor, number=floor, is_floor=True)


def is_part(dataset: Dataset, part: Figure, whole: Figure) -> bool:
    """Return whether a note, a sum, an umbrella offence or a population says that one figure is part of another."""
    paces = {figure.period.kind if figure.period and figure.period.kind.is_pace else None for figure in (part, whole)}
    is_alike = (part.counter, part.country) == (whole.counter, whole.country) and len(paces) == 1  # so many a day is no part of a sum
    if not is_alike or part.value is None or whole.value is None:
        return False
    _, _, rest = (part.note or "").partition("part of the ")
    if rest.split(" ")[0].strip(".,;").replace(",", "") == str(whole.value):
        return True
    if (part.measure, part.unit) != (whole.measure, whole.unit):
        return False
    ends, is_summed = ends_of(part.period), any(total.total == whole.id and part.id in total.parts for total in dataset.sums.values())
    if is_summed or ends is None or ends != ends_of(whole.period) or not part.is_count:
        return is_summed
    if part.offence == whole.offence:
        return whole.population == EVERYBODY and part.population not in {EVERYBODY, CONSCRIPTS}
    return part.population == whole.population and includes(dataset, whole, part)


def includes(dataset: Dataset, whole: Figure, part: Figure) -> bool:
    """Return whether the offence of one figure is an umbrella over the other's, and no sum of its own leaves that out."""
    counted, parts = dataset.parts_of(whole.offence), dataset.parts_of(part.offence)
    if part.offence not in counted and not (parts and parts < counted):
        return False
    sums = [total for total in dataset.sums.values() if total.total == whole.id and total.coverage is Coverage.WHOLE]
    summed = [{dataset.figures[name].offence for name in total.parts} for total in sums]
    return all(any(part.offence in {offence, *dataset.parts_of(offence)} for offence in offences) for offences in summed)


def supersedes(dataset: Dataset, new: Figure, old: Figure) -> bool:
    """Return whether a figure supersedes another, or one that does."""
    seen, name = {new.id}, new.supersedes
    while name and name != old.id and name not in seen:
        seen.add(name)
        name = dataset.figures[name].supersedes if name in dataset.figures else None
    return name == old.id


def as_read(figure: Figure, reading: Reading) -> Figure:
    """Return a figure as one of its readings has it; the hedge is that of the printed number only."""
    if reading.value is not None:
        figure = figure._replace(value=reading.value, value_high=None, bound=Bound.EQ)
    return figure._replace(
        measure=reading.measure or figure.measure,
        unit=reading.unit or figure.unit,
        period=reading.period or figure.period,
        source=reading.source or figure.source,
        readings=(),
        status=tuple(status for status in figure.status if status is not Status.DISPUTED),
    )


def is_read_as(figure: Figure, other: Figure) -> bool:
    """Return whether a reading of one figure is what another figure says."""
    said = (series_key(other), other.value, ends_of(other.period))
    reads = (as_read(figure, reading) for reading in figure.readings)
    return any((series_key(read), read.value, ends_of(read.period)) == said for read in reads)


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
    result = Result(basis, is_about=pair.is_about)
    if basis is Basis.SHARE:
        part, whole = pair.part, pair.whole
        is_one_report = part.figure.source == whole.figure.source and part.figure.bound is whole.figure.bound is Bound.EQ
        rest = (whole.number - part.number).low if is_one_report else None
        return result._replace(share=part.number.share_of(whole.number), rest=rest)
    if basis is Basis.FLOW:
        gained = flow_of(pair)
        return result._replace(change=gained, flow=gained / length(flow_ends(pair), "week"), per="week")
    per = per_of(pair) if basis is Basis.RATES else None
    before, after = (rate_of(side, per) if per else side.number for side in pair.sides)
    result = result._replace(before=before, after=after, change=after - before, per=per)
    if basis is Basis.POINTS:
        return result
    times = after / before
    if basis is Basis.PARTS:
        return result._replace(ratio=times, share=after.share_beside(before))
    return result._replace(ratio=times, percent=(times - exactly(1)).times(100))


def per_of(pair: Pair) -> str:
    """Return the unit of time in which two figures are compared: the unit of a pace, else what fits into the shorter period."""
    paces = [_pace(side) for side in pair.sides if side.kind.is_pace]
    if not paces:  # the longest unit that fits into both
        return next((unit for unit in UNITS if all((length(side.ends, unit).low or 0) >= 1 for side in pair.sides)), "day")
    per = min(paces, key=_PACE_DAYS.__getitem__)
    return "day" if per == _WORKING_DAY and paces != [per, per] else per


def _pace(side: Side) -> str:
    return side.kind.value.removeprefix("per-").replace("-", " ")


def rate_of(side: Side, per: str) -> Interval:
    """Return a figure as so many a year, month, week or day: a pace by its days, a count by the length of its period."""
    if not side.kind.is_pace:
        return side.number / length(side.ends, per)
    return side.number.times(_PACE_DAYS[per] / _PACE_DAYS[_pace(side)])


def flow_ends(pair: Pair) -> Ends:
    """Return the days of a flow: from the day after the one as-of day to the other."""
    first, last = pair.before.ends.end
    return Ends((first + DAY, last + DAY), pair.after.ends.end)


def flow_of(pair: Pair) -> Interval:
    """Return what a running total gained: at most so much where the later one may have started earlier, at least where later.

    It never falls, so that "at least nothing" is no limit.
    """
    gained, limit = pair.after.number - pair.before.number, start_limit(pair)
    low, high = gained.low if limit in {None, "least"} else None, gained.high if limit in {None, "most"} else None
    return Interval(None if low is not None and (low < 0 or (low == 0 and high is None)) else low, high)


def start_limit(pair: Pair) -> str | None:
    """Return what the starts of two running totals leave of a flow: nothing where they are one day, else a limit, or "unknown"."""
    one, other = pair.before.ends.start, pair.after.ends.start
    if one == other and one[0] == one[1]:
        return None
    if other[1] <= one[0]:
        return "most"
    return "least" if other[0] >= one[1] else "unknown"
