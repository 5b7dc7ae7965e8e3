"""Two figures side by side: everything that the rules ask about them, and what a rule answers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from milstats.compare.arithmetic import Basis
from milstats.compare.intervals import Interval, exactly, value_of
from milstats.compare.lengths import Ends, Lie, ends_of, is_inside, lie_of, span, years
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.period import Kind
from milstats.selection import series_key
from milstats.vocabulary import Bound, Measure, Unit

if TYPE_CHECKING:
    from milstats.compare.arithmetic import Derived
    from milstats.model import Dataset, Figure
    from milstats.vocabulary import Mark, Verdict

KEY = ("measure", "unit", "offence", "population", "country", "counter")
MOST_OF_IT = Fraction(9, 10)  # a count over this much of a year counts for the year, from below


class Side(NamedTuple):
    """One figure of a pair: the days it covers and what its value can be, both widened where it stops short of its year.

    `length` is how long the period is, in years, from its shortest to its longest.
    """

    figure: Figure
    ends: Ends | None
    value: Interval | None
    length: Interval
    is_short: bool = False

    @property
    def kind(self) -> Kind:
        """How the number belongs to its period."""
        return self.figure.period.kind if self.figure.period else Kind.SUM

    @property
    def is_pace(self) -> bool:
        """Whether the number is a pace, such as so many a week."""
        return self.kind.is_pace

    @property
    def has_number(self) -> bool:
        """Whether the source prints a number and not words only."""
        return self.figure.value is not None and self.figure.bound is not Bound.VAGUE

    @property
    def is_quantity(self) -> bool:
        """Whether the figure is a number of cases, people or sentences."""
        return self.has_number and self.figure.is_count

    @property
    def nominal(self) -> Interval:
        """The number as printed, hedge aside; only where it is "about" that number."""
        return exactly(Fraction(self.figure.value or 0))

    @property
    def number(self) -> Interval:
        """What is computed with."""
        return self.value or self.nominal

    @property
    def open_towards(self) -> str | None:
        """On which side the value has no limit that its source sets: up, down, or neither."""
        if self.is_short or self.figure.bound in {Bound.GT, Bound.GE}:
            return "up"
        return "down" if self.figure.bound in {Bound.LT, Bound.LE} else None


class Pair(NamedTuple):
    """Two figures to compare: in which parts of their keys they differ, how their periods lie, and what follows from that.

    `are_quantities`: both are numbers of whole things, so that they can be added, divided and set against time. `are_sums`:
    both are quantities of one series, each counted over a period of its own, one after the other.
    """

    dataset: Dataset
    before: Side
    after: Side
    differs: frozenset[str]
    lie: Lie
    are_quantities: bool
    are_sums: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.before, self.after

    @property
    def is_one_series(self) -> bool:
        """Whether both count the same thing."""
        return not self.differs

    @property
    def are_numbers(self) -> bool:
        """Whether both are numbers and no words: quantities, percentages or means."""
        return self.before.has_number and self.after.has_number

    @property
    def are_snapshots(self) -> bool:
        """Whether both are running totals of one series since the same day."""
        if self.differs or self.before.ends is None or self.after.ends is None or self.lie is Lie.SAME:
            return False
        return {side.kind for side in self.sides} == {Kind.CUMULATIVE} and self.before.ends.start == self.after.ends.start

    @property
    def is_about(self) -> bool:
        """Whether a source says "about" on either side."""
        return self.before.figure.bound is Bound.APPROX or self.after.figure.bound is Bound.APPROX

    def in_order(self) -> tuple[Side, Side]:
        """Return the sides by the last day that they cover, the earlier first."""
        before, after = self.sides
        is_reversed = before.ends is not None and after.ends is not None and before.ends.end > after.ends.end
        return (after, before) if is_reversed else (before, after)

    def part_and_whole(self) -> tuple[Side, Side]:
        """Return the side that is part of the other, then that other: by its offence, or else by its period."""
        if "offence" in self.differs:
            is_whole = self._counts(self.before, self.after)
        else:
            assert self.before.ends is not None  # noqa: S101 -- one period lies inside the other
            assert self.after.ends is not None  # noqa: S101
            is_whole = is_inside(self.after.ends, self.before.ends)
        return (self.after, self.before) if is_whole else (self.before, self.after)

    @property
    def is_umbrella(self) -> bool:
        """Whether the offence of one side is a part of the other's."""
        return self._counts(self.before, self.after) or self._counts(self.after, self.before)

    @property
    def have_offences_in_common(self) -> bool:
        """Whether what the one side counts may be counted by the other too."""
        one, other = ({side.figure.offence, *self.dataset.parts_of(side.figure.offence)} for side in self.sides)
        return not one.isdisjoint(other)

    def _counts(self, whole: Side, part: Side) -> bool:
        """Return whether the offence of one side is an umbrella that holds the other's, or all of its parts."""
        held, parts = (self.dataset.parts_of(side.figure.offence) for side in (whole, part))
        return part.figure.offence in held or (bool(parts) and parts < held)


class Finding(NamedTuple):
    """What one rule says of a pair; after a final one no other rule is asked. The one who asks fills in the rule's name."""

    verdict: Verdict
    words: str
    basis: Basis = Basis.COUNTS
    forbids: frozenset[Derived] = frozenset()
    mark: Mark | None = None
    is_final: bool = False
    rule: str = ""


def pair_of(dataset: Dataset, before: Figure, after: Figure) -> Pair:
    """Return two figures as a pair; where one alone stops short of its year, it counts for the year as "at least"."""
    sides = _side(before), _side(after)
    keys = zip(KEY, series_key(before), series_key(after), strict=True)
    differs = frozenset(name for name, one, other in keys if one != other)
    lie = lie_of(sides[0].ends, sides[1].ends)
    are_quantities = all(side.is_quantity for side in sides)
    are_sums = are_quantities and not differs and lie is Lie.DISJOINT and not any(side.is_pace for side in sides)
    pair = Pair(dataset, *sides, differs, lie, are_quantities, are_sums)
    if pair.are_sums and not pair.is_about:
        full = [_full_year(side) for side in sides]
        if (full[0] is None) != (full[1] is None):
            return pair._replace(before=full[0] or sides[0], after=full[1] or sides[1])
    return pair


def _side(figure: Figure) -> Side:
    ends = ends_of(figure.period)
    return Side(figure, ends, value_of(figure), span(ends) if ends else Interval(Fraction(0), None))


def _full_year(side: Side) -> Side | None:
    """Return a side that stops short of the end of its last year as one for the whole of it, or None if it does not."""
    ends = side.ends
    if ends is None or not ends.are_certain or side.value is None:
        return None
    first, last = ends.start[0], ends.end[0]
    new_year, year_end = date(last.year, 1, 1), date(last.year, 12, 31)
    if (first.month, first.day) != (1, 1) or last == year_end or years(new_year, last) < MOST_OF_IT:
        return None
    whole = Ends(ends.start, (year_end, year_end))
    return side._replace(ends=whole, value=Interval(side.value.low, None), length=span(whole), is_short=True)


def is_mean(figure: Figure) -> bool:
    """Return whether a figure is a mean length of sentences."""
    return figure.measure is Measure.MEAN_SENTENCE


def is_percent(figure: Figure) -> bool:
    """Return whether a figure is a part of a whole in percent."""
    return figure.unit is Unit.PERCENT
