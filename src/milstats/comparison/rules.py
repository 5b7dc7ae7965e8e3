"""Every rule of comparing, in one table: its name, what asks it, and the words in which README and help explain it.

A rule looks at a pair and may speak. The first that refuses decides; cautions add up. The names are public: they stand in the
column `reasons`. The rules about periods have a module of their own, since one of all rules would be too long.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from milstats.comparison.exact import Lie, length, share
from milstats.comparison.pair import Basis, includes, revised_from, supersedes
from milstats.comparison.rules_of_periods import (
    Finding,
    bounded,
    breaks,
    contradiction,
    different_start,
    is_one_count,
    nested,
    open_bounds,
    overlapping,
    part_of_year,
    rates,
    restatement,
    running_total,
    snapshots,
    uncertain_period,
    undated,
    unequal_length,
)  # fmt: skip
from milstats.model.vocabulary import SMALL, Bound, Measure, PairRelation, Status, Unit, Verdict
from milstats.model.wording import MISSING, country_name, heading, joined, label, number, with_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from milstats.comparison.pair import Pair
    from milstats.model.records import Figure

_THING = frozenset({"measure", "unit", "counter"})
_ALIKE = Fraction(3, 4)  # as long as the other must a period be, to be of the same time
_MOST_DIFFERENT = 2  # of these, for two figures to belong side by side
_LEFT_OUT = (
    "left out", "leaves out", "not counted", "not included", "none is published", "none are published", "exclud", "omit",
)  # fmt: skip
NO_FIGURE = "no-figure"


class Rule(NamedTuple):
    """A rule as readers know it: name, situation, relation and verdict, what is done and said; and the function that asks it."""

    name: str
    ask: Callable[[Pair], Finding | None]
    situation: str
    relation: str
    verdict: str
    says: str


def missing(pair: Pair) -> Finding | None:
    """Give the reason where a number is missing."""
    reasons = dict.fromkeys(MISSING[side.figure.missing] for side in pair.sides if side.figure.missing)
    return Finding(f"The number is {joined([*reasons])}; that is not zero.", Verdict.NO_FIGURE) if reasons else None


def in_words(pair: Pair) -> Finding | None:
    """Refuse a statement in words."""
    figures = [side.figure for side in pair.sides if side.figure.value is None and not side.figure.missing]
    return _words(pair, [figure for figure in figures if figure.bound is not Bound.VAGUE])


def vague(pair: Pair) -> Finding | None:
    """Refuse a quantity in words, such as most of them."""
    return _words(pair, [side.figure for side in pair.sides if side.figure.bound is Bound.VAGUE])


def _words(pair: Pair, figures: list[Figure]) -> Finding | None:
    quotes = [f"“{figure.text}” ({pair.dataset.sources[figure.source].publisher})" for figure in figures]
    return Finding(f"{joined(quotes)} is no number.", Verdict.NOT_COMPARABLE) if figures else None


def revision(pair: Pair) -> Finding | None:
    """Recognise a figure and its revision; caution where only one of two figures was revised."""
    one, other = pair.before.figure, pair.after.figure
    for new, old in ((one, other), (other, one)):
        if supersedes(pair.dataset, new, old):
            words = f"{number(old)}, later revised to {number(new)}: nothing rose or fell."
            return Finding(words, Verdict.NOT_A_CHANGE, PairRelation.REVISION, Basis.NOTHING)
    olds = [revised_from(pair.dataset, figure) for figure in (one, other)]
    if not pair.is_over_time or None not in olds:
        return None
    for changed, before, rest in ((one, olds[0], other), (other, olds[1], one)):
        if before is not None:
            words = f"{number(changed)} was revised from {number(before)}; {label(rest.period)} was not revised."
            return Finding(words, Verdict.WITH_CARE)
    return None


def part_of(pair: Pair) -> Finding | None:
    """Take a part of another figure as such, where the table says that it is one."""
    part = pair.part
    if not pair.differs or part is None or is_one_count(pair) or share(part.number, pair.other(part).number) is None:
        return None
    words = f"The table says that the {number(part.figure)} is a part of the {number(pair.other(part).figure)}, so nothing rose or fell."
    note = f" {part.figure.note}" if part.figure.note and "part of" in part.figure.note else ""
    return Finding(words + note, Verdict.WITH_CARE, PairRelation.SHARE, Basis.SHARE)


def different_offence(pair: Pair) -> Finding | None:
    """Take two offences over one period as parts of the two together."""
    if "offence" not in pair.differs or pair.part or is_one_count(pair):
        return None
    one, other = (side.figure for side in pair.sides)
    names = joined([pair.dataset.offences[figure.offence].label for figure in (one, other)])
    counted = [{figure.offence, *pair.dataset.parts_of(figure.offence)} for figure in (one, other)]
    if not counted[0].isdisjoint(counted[1]):
        is_part = includes(pair.dataset, one, other) or includes(pair.dataset, other, one)
        why = "the one includes the other, but these two do not count one period alike" if is_part else "some cases may be counted in both"
        return Finding(f"Two offences, {names}: {why}.", Verdict.NOT_COMPARABLE)
    if pair.differs == {"offence"} and pair.lie is Lie.SAME and pair.are_quantities and not pair.are_paced:
        words = f"Two offences, {names}, over one period: a difference and no change; one case may be about several articles."
        return Finding(words, Verdict.COMPARABLE, PairRelation.COMPOSITION, Basis.PARTS)
    return Finding(f"Two offences, {names}, not counted alike over one period.", Verdict.NOT_COMPARABLE)


def different_population(pair: Pair) -> Finding | None:
    """Take two groups of people at one time as parts of both together."""
    if not pair.differs & {"population", "country"} or pair.part or is_one_count(pair):
        return None
    one, other = (side.figure for side in pair.sides)
    names = joined([figure.population if one.country == other.country else country_name(figure.country) for figure in (one, other)])
    groups = [{*figure.population.split()} for figure in (one, other)]
    are_apart = one.country == other.country and not (groups[0] <= groups[1] or groups[1] <= groups[0])
    if pair.differs == {"population"} and pair.lie is Lie.SAME and are_apart and pair.are_numbers and not pair.are_paced:
        words = f"Two groups, {names}, at one time: a difference and no change, and not per head."
        are_percent = one.unit is other.unit is Unit.PERCENT
        if pair.are_quantities or (are_percent and one.source == other.source):
            return Finding(words, Verdict.COMPARABLE, PairRelation.COMPOSITION, Basis.POINTS if are_percent else Basis.PARTS)
    return Finding(f"Different people: {names}, not counted alike at one time.", Verdict.NOT_COMPARABLE)


def different_measure(pair: Pair) -> Finding | None:
    """Put two stages of the courts' work side by side."""
    names = joined([heading(side.figure.measure, side.figure.unit) for side in pair.sides])
    return _side_by_side(pair, "measure", f"Different stages, {names}: dividing one by the other gives no conviction rate.")


def different_unit(pair: Pair) -> Finding | None:
    """Put cases, people and sentences side by side."""
    names = joined([side.figure.unit.value for side in pair.sides])
    return _side_by_side(pair, "unit", f"Different units, {names}: a case may have several accused.")


def different_counter(pair: Pair) -> Finding | None:
    """Put two counters side by side."""
    names = joined([with_article(side.figure.counter) for side in pair.sides])
    return _side_by_side(
        pair, "counter", f"Different counters, {names}: the gap is between them and not over time; never average or merge them."
    )


def _side_by_side(pair: Pair, field: str, words: str) -> Finding | None:
    """Put figures that differ in a field side by side, if they differ in little else and have days in common; refuse them otherwise."""
    if field not in pair.differs or pair.part or is_one_count(pair):
        return None
    one, other = (side.figure for side in pair.sides)
    is_alike = pair.differs <= _THING and len(pair.differs) <= _MOST_DIFFERENT and one.is_count and other.is_count
    if is_alike and _are_of_one_time(pair):
        return Finding(words, Verdict.NOT_A_CHANGE, PairRelation.SIDE_BY_SIDE, Basis.NOTHING)
    return Finding(words, Verdict.NOT_COMPARABLE)


def _are_of_one_time(pair: Pair) -> bool:
    """Return whether two periods have days in common, and are about equally long."""
    one, other = pair.before.ends, pair.after.ends
    if pair.lie is Lie.DISJOINT or one is None or other is None:
        return False
    longest = [length(ends).high or 0 for ends in (one, other)]
    return min(longest) >= _ALIKE * max(longest)


def percentages(pair: Pair) -> Finding | None:
    """Compare two percentages of one whole by points."""
    if not pair.is_over_time or pair.before.figure.unit is not Unit.PERCENT:
        return None
    return Finding("Two percentages of one whole: they differ by percentage points.", Verdict.COMPARABLE, PairRelation.CHANGE, Basis.POINTS)


def means(pair: Pair) -> Finding | None:
    """Compare two average sentences by years."""
    if not pair.is_over_time or pair.before.figure.measure is not Measure.MEAN_SENTENCE:
        return None
    return Finding("Two average sentences: they differ by years.", Verdict.COMPARABLE, PairRelation.CHANGE, Basis.POINTS)


def deprecated(pair: Pair) -> Finding | None:
    """Warn of a figure that is not to be used."""
    figures = [side.figure for side in pair.sides if Status.DEPRECATED in side.figure.status]
    words = " ".join(f"Do not use the {number(figure)}: {figure.note or 'the table says that it is wrong.'}" for figure in figures)
    return Finding(words, Verdict.DOUBTFUL) if figures else None


def approximate(pair: Pair) -> Finding | None:
    """Caution where a source says about."""
    if not pair.is_about:
        return None
    names = joined([number(side.figure) for side in pair.sides if side.figure.bound is Bound.APPROX])
    return Finding(f"The source says only “about” ({names}), so what follows from it is rough, too.", Verdict.WITH_CARE)


def zero_baseline(pair: Pair) -> Finding | None:
    """Say that nothing is a multiple of 0."""
    if not pair.is_over_time or not pair.before.is_quantity or pair.before.number.high != 0:
        return None
    return Finding("The first number is 0, and nothing is a multiple of 0.", Verdict.COMPARABLE)


def small_count(pair: Pair) -> Finding | None:
    """Warn of counts below ten."""
    small = [side.figure for side in pair.sides if side.figure.value is not None and 0 < side.figure.value < SMALL]
    if not small or not pair.is_over_time or not pair.are_quantities:
        return None
    names = joined([number(figure) for figure in small])
    return Finding(f"A count below {SMALL} ({names}) would make any multiple a matter of chance: give both counts.", Verdict.DOUBTFUL)


def coverage(pair: Pair) -> Finding | None:
    """Pass on a note that says what one side leaves out."""
    notes = dict.fromkeys(
        side.figure.note for side in pair.sides if side.figure.note and any(words in side.figure.note for words in _LEFT_OUT)
    )
    return Finding(" ".join(filter(None, notes)), Verdict.WITH_CARE) if notes and not pair.differs else None


def disputed(pair: Pair) -> Finding | None:
    """Say which figures are disputed; `judge` compares the readings, and makes the pair doubtful if they do not agree."""
    figures = [side.figure for side in pair.sides if side.figure.readings or Status.DISPUTED in side.figure.status]
    if not figures:
        return None
    words = " ".join(f"The {number(figure) or 'figure in words'} is disputed. {figure.note or ''}".rstrip() for figure in figures)
    return Finding(words, Verdict.WITH_CARE if all(figure.readings for figure in figures) else Verdict.DOUBTFUL)


_KEEPS, _NONE = "keeps", "–"
_CHANGE, _SHARE, _SIDE_BY_SIDE = "change", "share", "side-by-side"
_CARE, _DOUBT, _NO_CHANGE, _REFUSED, _ABSENT = "with-care", "doubtful", "not-a-change", "not-comparable", "no-figure"

RULES = (
    Rule("missing", missing, "no value", _NONE, _ABSENT, "who withholds it; that is not zero"),
    Rule("text", in_words, "words and no number", _NONE, _REFUSED, "the words and the source"),
    Rule("vague", vague, "a quantity in words", _NONE, _REFUSED, "the words and the source"),
    Rule("undated", undated, "no dates", _NONE, _ABSENT, "what is known"),
    Rule("revision", revision, "one supersedes the other; or only one of two was revised", "revision; change", f"{_NO_CHANGE}; {_CARE}",
         "“5,024, later revised to 5,096”; that the other was not revised"),
    Rule("restatement", restatement, "one count in two sources", "restatement", _NO_CHANGE, "they agree, or what each prints"),
    Rule("contradiction", contradiction, "a part larger than its whole; two values of one count", _NONE, _REFUSED,
         "both cannot be right as they are read"),
    Rule("nested", nested, "one period inside the other", _SHARE, _NO_CHANGE,
         "share of the whole; the rest where both are exact and of one report"),
    Rule("overlapping", overlapping, "periods overlap in part", _NONE, _REFUSED, "some cases would be counted twice"),
    Rule("part-of", part_of, "`includes`, `[sums]`, a population or a note says that one is part of the other", _SHARE, _CARE, "share of the whole"),
    Rule("different-offence", different_offence, "two offences; one counter, measure and period (else refused)", "composition", "comparable",
         "difference, “x times as many”, shares of the two; never a change"),
    Rule("different-population", different_population, "two groups of people; all else equal (else refused)", "composition", "comparable",
         "the same; not per head"),
    Rule("different-measure", different_measure, "two stages; at most two of measure, unit, counter differ (else refused)", _SIDE_BY_SIDE, _NO_CHANGE,
         "court order; no ratio, which would be no conviction rate"),
    Rule("different-unit", different_unit, "cases, people, sentences; likewise", _SIDE_BY_SIDE, _NO_CHANGE, "a case may have several accused"),
    Rule("different-counter", different_counter, "two counters; likewise", _SIDE_BY_SIDE, _NO_CHANGE, "the gap is between counters, not over time"),
    Rule("snapshots", snapshots, "two running totals from one day", "flow", _CARE, "what was added in between, and the rate a week"),
    Rule("different-start", different_start, "two running totals that may start on different days", "flow", _CARE,
         "at most or at least what was added (refused where neither is known)"),
    Rule("rates", rates, "a rate, so many a week, against a rate or a sum", _CHANGE, _CARE, "converted by days; both named"),
    Rule("percentages", percentages, "percentages of one whole", _CHANGE, _KEEPS, "percentage points"),
    Rule("means", means, "average sentences", _CHANGE, _KEEPS, "difference in years"),
    Rule("open-bounds", open_bounds, "both numbers are minimums, or both maximums", _NONE, _REFUSED, "both figures"),
    Rule("running-total", running_total, "a running total against a period before it", _CHANGE, _CARE, "as a sum from its start"),
    Rule("unequal-length", unequal_length, "periods of different length", _CHANGE, _CARE,
         "rates in the unit of the shorter; never the ratio of raw counts"),
    Rule("part-of-year", part_of_year, "one figure covers part of its year", _CHANGE, f"{_CARE}; {_DOUBT}",
         "a minimum for the year; where that says nothing, rates a month, doubtful"),
    Rule("uncertain-period", uncertain_period, "a start or end is uncertain", _CHANGE, _CARE, "derived numbers as ranges; both dates"),
    Rule("bounded", bounded, "a number is a limit or a range", _KEEPS, _CARE, "at least, at most, from … to"),
    Rule("approximate", approximate, "“about” on either side", _KEEPS, _CARE, "“about”, two figures, no percent"),
    Rule("zero-baseline", zero_baseline, "the first number is 0", _KEEPS, _KEEPS, "“from 0 to n”; no multiple"),
    Rule("small-count", small_count, "a count below 10", _CHANGE, _DOUBT, "the counts, no multiple in words"),
    Rule("break", breaks, "law, definition or method changed between or inside", _KEEPS, _CARE, "what changed"),
    Rule("coverage", coverage, "a note says what one side leaves out", _KEEPS, _CARE, "the note"),
    Rule("deprecated", deprecated, "a figure not to be used", _KEEPS, _DOUBT, "why"),
    Rule("disputed", disputed, "another reading of a figure", _KEEPS, f"{_CARE}; {_DOUBT}",
         "every reading, each named; doubtful where they give another verdict or a multiple more than a tenth apart"),
)  # fmt: skip


def rules_table() -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the rules as rows: name, situation, relation, verdict, what is said."""
    absent = (NO_FIGURE, "the series has no figure for one side", _NONE, _ABSENT, "what there is; silence is not zero")
    return (*((rule.name, rule.situation, rule.relation, rule.verdict, rule.says) for rule in RULES), absent)
