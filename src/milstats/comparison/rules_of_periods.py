"""The rules about periods: how long they are, how firmly they are dated, how they lie to one another.

They are a module of their own only because one module of all rules would be too long; `rules.RULES` has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from milstats.comparison.exact import Lie, length, share
from milstats.comparison.pair import Basis, flow_of, is_read_as, per_of, start_limit, supersedes
from milstats.model.period import Kind
from milstats.model.vocabulary import Bound, PairRelation, Verdict
from milstats.model.wording import capitalised, joined, label, long_date, number, when

if TYPE_CHECKING:
    from datetime import date

    from milstats.comparison.exact import Interval
    from milstats.comparison.pair import Pair, Side
    from milstats.model.records import Break, Figure

_TENTH = 10  # two "about" numbers agree where they are less than a tenth apart
_HOME = "RU"


class Finding(NamedTuple):
    """What one rule says of a pair: in words, how far it can be trusted, and what it is and is computed from where that is decided."""

    words: str
    verdict: Verdict
    relation: PairRelation | None = None
    basis: Basis | None = None
    rule: str = ""


def named(figure: Figure) -> str:
    """Return a figure in few words: "5,024 (2023)"."""
    return f"{number(figure) or 'the figure in words'} ({label(figure.period)})"


def is_one_count(pair: Pair) -> bool:
    """Return whether both are one count: one supersedes the other, or one is a reading of the other."""
    one, other = pair.before.figure, pair.after.figure
    is_revised = supersedes(pair.dataset, one, other) or supersedes(pair.dataset, other, one)
    return is_revised or one.id == other.id or is_read_as(one, other) or is_read_as(other, one)


def undated(pair: Pair) -> Finding | None:
    """Refuse a figure without dates, unless another reading or a group of the same source places it."""
    missing = [side.figure for side in pair.sides if side.ends is None]
    if pair.lie is not Lie.UNDATED or pair.part or is_one_count(pair):
        return None
    names = joined([number(figure) or "a figure in words" for figure in missing])
    return Finding(f"No source dates {names}, so it can be set neither before nor after another figure.", Verdict.NO_FIGURE)


def unequal_length(pair: Pair) -> Finding | None:
    """Compare rates where one period is longer."""
    if not pair.are_sums or pair.have_equal_spans:
        return None
    lengths = [length(side.ends) for side in pair.sides if side.ends]
    is_whole = all(found.is_exact and found.low is not None and found.low.denominator == 1 for found in lengths)
    season = "" if is_whole else " A season may show, since not both are whole years."
    words = f"The periods differ in length, so averages a {per_of(pair)} are compared; an average hides the pace inside its period.{season}"
    return Finding(words, Verdict.WITH_CARE, None, Basis.RATES)


def part_of_year(pair: Pair) -> Finding | None:
    """Take a part of a year as a minimum for its year; where that says nothing, give averages, doubtful."""
    if not pair.are_sums:
        return None
    floor = next((side for side in pair.sides if side.is_floor), None)
    if floor is not None:
        period = floor.figure.period
        year = floor.ends.start[0].year if floor.ends else ""
        span = when(period) if period else ""
        return Finding(f"The {number(floor.figure)} was counted {span} only, so it is a minimum for {year}.", Verdict.WITH_CARE)
    parts = [side for side in pair.sides if side.is_year_part]
    if not parts or pair.have_equal_spans:
        return None
    names = joined([f"the {number(side.figure)} covers {label(side.figure.period)} only" for side in parts])
    is_doubtful = len(parts) == 1 and not parts[0].is_month and (length(pair.other(parts[0]).ends or parts[0].ends).low or 0) >= 1  # type: ignore[arg-type]  # sums are dated
    why = ", and as a minimum for its year it says nothing" if is_doubtful else ""
    words = f"{capitalised(names)}{why}: averages are given, in which a season may show."
    return Finding(words, Verdict.DOUBTFUL if is_doubtful else Verdict.WITH_CARE)


def uncertain_period(pair: Pair) -> Finding | None:
    """Caution where a first or last day is uncertain."""
    if not (pair.is_over_time or pair.are_totals):
        return None
    words = [text for side in pair.sides for text in _uncertainties(side)]
    return Finding(" ".join(dict.fromkeys(words)), Verdict.WITH_CARE) if words else None


def _uncertainties(side: Side) -> list[str]:
    """Return which ends of a period are uncertain, with both dates."""
    if side.ends is None:
        return []
    ends = (("starts", side.ends.start), ("ends", side.ends.end))
    words = "The period of the {} {} on an uncertain day, from {} to {}."
    return [words.format(number(side.figure), verb, *map(long_date, days)) for verb, days in ends if days[0] != days[1]]


def nested(pair: Pair) -> Finding | None:
    """Take the figure of a period inside another's as a part of it."""
    part = pair.part
    if pair.differs or part is None or pair.are_totals or pair.are_paced or is_one_count(pair):
        return None
    whole = pair.other(part)
    inside = f"{capitalised(label(part.figure.period))} lies inside {label(whole.figure.period)}"
    if not pair.are_quantities:
        return Finding(f"{inside}, so nothing rose or fell.", Verdict.NOT_A_CHANGE, PairRelation.SIDE_BY_SIDE, Basis.NOTHING)
    if share(part.number, whole.number) is None:
        return None  # a contradiction
    words = f"{inside}: the {number(part.figure)} is a part of the {number(whole.figure)}, so nothing rose or fell."
    return Finding(words, Verdict.NOT_A_CHANGE, PairRelation.SHARE, Basis.SHARE)


def overlapping(pair: Pair) -> Finding | None:
    """Refuse periods that overlap in part: what lies in both would be counted twice."""
    is_unclear = pair.are_totals and not _are_apart(pair) and not _agree(pair)
    if pair.differs or pair.are_paced or is_one_count(pair) or not (is_unclear or (pair.lie is Lie.OVERLAPPING and not pair.are_totals)):
        return None
    spans = joined([label(side.figure.period) for side in pair.sides])
    return Finding(f"{spans} overlap or may do so, so some cases would be counted twice.", Verdict.NOT_COMPARABLE)


def running_total(pair: Pair) -> Finding | None:
    """Take a running total against a period before it as a sum."""
    totals = [side for side in pair.sides if side.kind is Kind.CUMULATIVE]
    if not pair.are_sums or not totals:
        return None
    names = joined([number(side.figure) for side in totals])
    return Finding(f"The {names} is a running total, taken as the sum from its start to its last day.", Verdict.WITH_CARE)


def snapshots(pair: Pair) -> Finding | None:
    """Take the difference of two running totals from one day as what was added in between."""
    if not _is_flow(pair) or start_limit(pair) is not None:
        return None
    words = "Both are running totals from one day, so their difference is what was added in between, if nothing was revised."
    return Finding(words, Verdict.WITH_CARE, PairRelation.FLOW, Basis.FLOW)


def different_start(pair: Pair) -> Finding | None:
    """Take the difference of two running totals from different days as a limit, or refuse it."""
    limit = start_limit(pair) if _is_flow(pair) else None
    if limit is None:
        return None
    if limit == "unknown" or flow_of(pair) == (None, None):
        words = "Both are running totals, but it is not known that they start on one day, so nothing follows from their difference."
        return Finding(words, Verdict.NOT_COMPARABLE)
    day = "an earlier" if limit == "most" else "a later"
    words = f"The second running total starts, or may start, on {day} day, so their difference is at {limit} what was added in between."
    return Finding(words, Verdict.WITH_CARE, PairRelation.FLOW, Basis.FLOW)


def _is_flow(pair: Pair) -> bool:
    """Return whether a pair is of two running totals, the one of which surely ends later and is not the lower."""
    if not pair.are_totals or not pair.are_quantities or pair.lie is Lie.DISJOINT or is_one_count(pair):
        return False
    return _are_apart(pair) and not _has_fallen(pair)


def _are_apart(pair: Pair) -> bool:
    earlier, later = pair.before.ends, pair.after.ends
    return earlier is not None and later is not None and earlier.end[1] < later.end[0]


def _has_fallen(pair: Pair) -> bool:
    """Return whether the later of two running totals is the lower, though it started no later."""
    return start_limit(pair) in {None, "most"} and (flow_of(pair).high or 0) < 0


def rates(pair: Pair) -> Finding | None:
    """Compare a rate, so many a week, with a rate or a sum."""
    if pair.differs or not pair.are_paced or not pair.are_quantities or pair.lie is Lie.UNDATED or is_same_statement(pair):
        return None
    names = joined([number(side.figure) for side in pair.sides])
    if pair.lie is not Lie.DISJOINT:
        words = f"{names} are of periods that have days in common, so nothing rose or fell."
        return Finding(words, Verdict.NOT_A_CHANGE, PairRelation.SIDE_BY_SIDE, Basis.NOTHING)
    words = f"{names} are compared as rates a {per_of(pair)}, by days; no source says how steady a rate was."
    return Finding(words, Verdict.WITH_CARE, PairRelation.CHANGE, Basis.RATES)


def restatement(pair: Pair) -> Finding | None:
    """Recognise one count in two sources, or under two readings."""
    one, other = pair.before.figure, pair.after.figure
    is_revision = supersedes(pair.dataset, one, other) or supersedes(pair.dataset, other, one)
    if is_revision or not (is_one_count(pair) or (is_same_statement(pair) and _agree(pair))):
        return None
    if is_one_count(pair):
        words = f"{named(one)} and {named(other)} are one count, which sources describe differently."
    elif one.value == other.value and one.bound is other.bound:
        words = "Both are one count, and they agree."
    else:
        words = f"Both are one count, given as {number(one)} and as {number(other)}."
    return Finding(words, Verdict.NOT_A_CHANGE, PairRelation.RESTATEMENT, Basis.NOTHING)


def contradiction(pair: Pair) -> Finding | None:
    """Refuse two numbers that cannot both be right."""
    part = pair.part
    one, other = pair.sides
    if is_one_count(pair) or not pair.are_numbers:
        return None
    if is_same_statement(pair) and not _agree(pair):
        words = f"{named(one.figure)} and {named(other.figure)} are of one count"
    elif pair.are_totals and pair.lie is not Lie.DISJOINT and _are_apart(pair) and _has_fallen(pair):
        words = f"The running total fell from {named(one.figure)} to {named(other.figure)}"
    elif (
        part and not pair.are_paced and not pair.are_totals and pair.are_quantities and share(part.number, pair.other(part).number) is None
    ):
        words = f"{named(part.figure)} is larger than {named(pair.other(part).figure)}, of which it is a part"
    else:
        return None
    return Finding(f"{words}: both cannot be right as they are read.", Verdict.NOT_COMPARABLE)


def is_same_statement(pair: Pair) -> bool:
    """Return whether both are numbers of one series and one period, or running totals from one day to days that can't be told apart."""
    if pair.differs or not pair.are_numbers or len({side.kind for side in pair.sides if side.kind.is_pace} | {pair.before.kind}) > 1:
        return False
    if pair.before.kind.is_pace != pair.after.kind.is_pace:
        return False
    if pair.are_totals and pair.lie is not Lie.SAME:
        one, other = pair.before.ends, pair.after.ends
        return one is not None and other is not None and one.start == other.start and not _are_apart(pair) and _agree(pair)
    return pair.lie is Lie.SAME


def _agree(pair: Pair) -> bool:
    """Return whether two numbers can be one: what they allow has something in common, and "about" so many is near the other."""
    if pair.is_about:
        one, other = sorted(side.figure.value or 0 for side in pair.sides)
        return (other - one) * _TENTH <= other
    (low, high), (least, most) = pair.before.number, pair.after.number
    return not ((low is not None and most is not None and low > most) or (least is not None and high is not None and least > high))


def breaks(pair: Pair) -> Finding | None:
    """Caution where law, definition or method changed inside or between the periods."""
    found = breaks_between(pair)
    if not found:
        return None
    words = " ".join(f"The {change.kind.value} changed on {long_date(change.date)}: {change.note}" for change in found)
    return Finding(words, Verdict.WITH_CARE)


def breaks_between(pair: Pair) -> tuple[Break, ...]:
    """Return the breaks after the first day of a comparison over time and not after its last; of the offence's own country only."""
    earlier, later = pair.before.ends, pair.after.ends
    if not (pair.is_over_time or _is_flow(pair)) or earlier is None or later is None:
        return ()
    first: date = earlier.end[0] if pair.are_totals and pair.lie is not Lie.DISJOINT else earlier.start[0]
    offence, country = pair.before.figure.offence, pair.before.figure.country
    found = tuple(change for change in pair.dataset.breaks_of(offence) if first < change.date <= later.end[1])
    others = (figure for figure in pair.dataset.figures.values() if figure.offence == offence and figure.country == _HOME)
    return () if found and country != _HOME and next(others, None) else found


def limits(value: Interval) -> str | None:
    """Return on which side a value has no limit: up, down, or neither."""
    if value.high is None and value.low is not None:
        return "up"
    return "down" if value.low is None and value.high is not None else None


def open_bounds(pair: Pair) -> Finding | None:
    """Refuse two minimums, or two maximums: the difference between them could be anything."""
    sides = {None if side.value is None else limits(side.value) for side in pair.sides}
    is_computed = pair.is_over_time or _is_flow(pair) or pair.differs or pair.part
    if not is_computed or sides not in ({"up"}, {"down"}) or is_one_count(pair):
        return None
    what = "minimums" if "up" in sides else "maximums"
    names = joined([_bound_name(side) for side in pair.sides])
    return Finding(f"{names} are both {what}, so the difference between them could be anything.", Verdict.NOT_COMPARABLE)


def _bound_name(side: Side) -> str:
    return f"{number(side.figure)}{' so far' if side.is_floor else ''}"


def bounded(pair: Pair) -> Finding | None:
    """Caution where a number is a limit or a range, and name it."""
    hedged = [side.figure for side in pair.sides if side.figure.bound not in {Bound.EQ, Bound.APPROX, Bound.VAGUE}]
    if not hedged:
        return None
    kinds = {Bound.GT: "a minimum", Bound.GE: "a minimum", Bound.LT: "a maximum", Bound.LE: "a maximum", Bound.RANGE: "a range"}
    names = joined([f"“{number(figure)}” is {kinds[figure.bound]}" for figure in hedged])
    return Finding(f"{capitalised(names)}, so what follows from it is one too.", Verdict.WITH_CARE)
