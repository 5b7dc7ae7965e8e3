"""Every rule of comparing, in one place: its name, what it says of a pair, and the words in which `milstats topics` explains it.

A rule looks at a pair and may speak. The first that refuses decides; cautions add up. The names are public: they stand in the
column `reasons`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from milstats.comparison.exact import Lie, are_equal_spans, ends_of, length, share
from milstats.comparison.pair import Basis, flow_of, includes, is_revision, per_of, start_limit, supersedes
from milstats.model.period import Kind
from milstats.model.vocabulary import SMALL, Bound, Measure, PairRelation, Status, Unit, Verdict
from milstats.model.wording import MISSING, capitalised, country_name, heading, joined, label, long_date, number, when, with_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from milstats.comparison.pair import Pair
    from milstats.model.records import Break, Figure

    Ask = Callable[[Pair], "Finding | None"]

_ALIKE = Fraction(3, 4)  # as long as the other must a period be, to be of the same time
_THING, _MOST_DIFFERENT = frozenset({"measure", "unit", "counter"}), 2  # of these may differ, for two figures to belong side by side
_TENTH = 10  # two "about" numbers agree where they are less than a tenth apart
_HOME = "RU"
_LEFT_OUT = (
    "left out", "leaves out", "not counted", "not included", "none is published", "none are published", "exclud", "omit",
)  # fmt: skip
_LIMITS = {Bound.GT: "a minimum", Bound.GE: "a minimum", Bound.LT: "a maximum", Bound.LE: "a maximum", Bound.RANGE: "a range"}
_CARE, _DOUBT, _REFUSED, _NO_CHANGE = Verdict.WITH_CARE, Verdict.DOUBTFUL, Verdict.NOT_COMPARABLE, Verdict.NOT_A_CHANGE


class Finding(NamedTuple):
    """What one rule says of a pair: in words, how far it can be trusted, and what it is and is computed from where that is decided."""

    words: str
    verdict: Verdict
    relation: PairRelation | None = None
    basis: Basis | None = None
    rule: str = ""


class Rule(NamedTuple):
    """A rule as readers know it: name, situation, relation and verdict, what is done and said; and the function that asks it."""

    name: str
    situation: str
    relation: str
    verdict: str
    says: str
    ask: Ask


RULES: list[Rule] = []  # in the order in which they are asked


def _rule(situation: str, relation: str, verdict: str, says: str) -> Callable[[Ask], Ask]:
    """Enter a function among the rules; its name is that of the rule."""

    def enter(ask: Ask) -> Ask:
        RULES.append(Rule(ask.__name__.strip("_").replace("_", "-"), situation, relation, verdict, says, ask))
        return ask

    return enter


def _listed(figures: Iterable[Figure]) -> str:
    return joined([number(figure) or "a figure in words" for figure in figures])


def _named(figure: Figure) -> str:
    """Return a figure in few words: "5,024 (2023)"."""
    return f"{number(figure) or 'the figure in words'} ({label(figure.period)})"


# What is no number, or no date


@_rule("no value", "–", "no-figure", "who withholds it; that is not zero")
def _missing(pair: Pair) -> Finding | None:
    reasons = dict.fromkeys(MISSING[figure.missing] for figure in pair.figures if figure.missing)
    return Finding(f"The number is {joined([*reasons])}; that is not zero.", Verdict.NO_FIGURE) if reasons else None


@_rule("words and no number", "–", "not-comparable", "the words and the source")
def _text(pair: Pair) -> Finding | None:
    return _words(
        pair, [figure for figure in pair.figures if figure.value is None and not figure.missing and figure.bound is not Bound.VAGUE]
    )


@_rule("a quantity in words", "–", "not-comparable", "the words and the source")
def _vague(pair: Pair) -> Finding | None:
    return _words(pair, [figure for figure in pair.figures if figure.bound is Bound.VAGUE])


def _words(pair: Pair, figures: list[Figure]) -> Finding | None:
    quotes = [f"“{figure.text}” ({pair.dataset.sources[figure.source].publisher})" for figure in figures]
    return Finding(f"{joined(quotes)} is no number.", _REFUSED) if figures else None


@_rule("no dates", "–", "no-figure", "what is known")
def _undated(pair: Pair) -> Finding | None:
    if pair.lie is not Lie.UNDATED or pair.has_part or pair.is_one_count:
        return None
    names = _listed(figure for figure in pair.figures if ends_of(figure.period) is None)
    return Finding(f"No source dates {names}, so it can be set neither before nor after another figure.", Verdict.NO_FIGURE)


# One count


@_rule("one supersedes the other; or only one of two was revised", "revision; change", "not-a-change; with-care",
       "“5,024, later revised to 5,096”; that the other was not revised")  # fmt: skip
def _revision(pair: Pair) -> Finding | None:
    for new, old in (pair.figures, pair.figures[::-1]):
        if supersedes(pair.dataset, new, old):
            words = f"{number(old)}, later revised to {number(new)}: nothing rose or fell."
            return Finding(words, _NO_CHANGE, PairRelation.REVISION, Basis.NOTHING)
    olds = [pair.dataset.figures.get(figure.supersedes or "", figure) for figure in pair.figures]
    [is_revised, is_other_revised] = [old.value != figure.value for old, figure in zip(olds, pair.figures, strict=True)]
    if not pair.is_over_time or is_revised is is_other_revised:
        return None
    new, old, rest = (pair.figures[0], olds[0], pair.figures[1]) if is_revised else (pair.figures[1], olds[1], pair.figures[0])
    return Finding(f"{number(new)} was revised from {number(old)}; {label(rest.period)} was not revised.", _CARE)


@_rule("one count in two sources", "restatement", "not-a-change", "they agree, or what each prints")
def _restatement(pair: Pair) -> Finding | None:
    one, other = pair.figures
    if is_revision(pair.dataset, one, other) or not (pair.is_one_count or (_is_same_statement(pair) and _agree(pair))):
        return None
    if pair.is_one_count:
        words = f"{_named(one)} and {_named(other)} are one count, which sources describe differently."
    elif one.value == other.value and one.bound is other.bound:
        words = "Both are one count, and they agree."
    else:
        words = f"Both are one count, given as {number(one)} and as {number(other)}."
    return Finding(words, _NO_CHANGE, PairRelation.RESTATEMENT, Basis.NOTHING)


@_rule("a part larger than its whole; two values of one count", "–", "not-comparable", "both cannot be right as they are read")
def _contradiction(pair: Pair) -> Finding | None:
    one, other = pair.figures
    is_sum = pair.are_quantities and not pair.are_paced and not pair.are_totals
    if pair.is_one_count or not pair.are_numbers:
        return None
    if _is_same_statement(pair) and not _agree(pair):
        words = f"{_named(one)} and {_named(other)} are of one count"
    elif pair.are_totals and pair.lie is not Lie.DISJOINT and _are_apart(pair) and _has_fallen(pair):
        words = f"The running total fell from {_named(one)} to {_named(other)}"
    elif pair.has_part and is_sum and share(pair.part.number, pair.whole.number) is None:
        words = f"{_named(pair.part.figure)} is larger than {_named(pair.whole.figure)}, of which it is a part"
    else:
        return None
    return Finding(f"{words}: both cannot be right as they are read.", _REFUSED)


def _is_same_statement(pair: Pair) -> bool:
    """Return whether both are numbers of one series and one period, or running totals from one day to days that can't be told apart."""
    kinds = {side.kind for side in pair.sides}
    if pair.differs or not pair.are_numbers or (pair.are_paced and len(kinds) > 1):
        return False
    if pair.are_totals and pair.lie is not Lie.SAME:
        return pair.before.ends.start == pair.after.ends.start and not _are_apart(pair) and _agree(pair)
    return pair.lie is Lie.SAME


def _agree(pair: Pair) -> bool:
    """Return whether two numbers can be one: what they allow has something in common, and "about" so many is near the other."""
    if pair.is_about:
        one, other = sorted(figure.value or 0 for figure in pair.figures)
        return (other - one) * _TENTH <= other
    (low, high), (least, most) = pair.before.number, pair.after.number
    return not ((low is not None and most is not None and low > most) or (least is not None and high is not None and least > high))


# Parts, and what differs


@_rule("one period inside the other", "share", "not-a-change", "share of the whole; the rest where both are exact and of one report")
def _nested(pair: Pair) -> Finding | None:
    if pair.differs or not pair.has_part or pair.are_totals or pair.are_paced or pair.is_one_count:
        return None
    part, whole = pair.part, pair.whole
    inside = f"{capitalised(label(part.figure.period))} lies inside {label(whole.figure.period)}"
    if not pair.are_quantities:
        return Finding(f"{inside}, so nothing rose or fell.", _NO_CHANGE, PairRelation.SIDE_BY_SIDE, Basis.NOTHING)
    if share(part.number, whole.number) is None:
        return None  # a contradiction
    words = f"{inside}: the {number(part.figure)} is a part of the {number(whole.figure)}, so nothing rose or fell."
    return Finding(words, _NO_CHANGE, PairRelation.SHARE, Basis.SHARE)


@_rule("periods overlap in part", "–", "not-comparable", "some cases would be counted twice")
def _overlapping(pair: Pair) -> Finding | None:
    is_unclear = not _are_apart(pair) and not _agree(pair) if pair.are_totals else pair.lie is Lie.OVERLAPPING
    if pair.differs or pair.are_paced or pair.is_one_count or not is_unclear:
        return None
    spans = joined([label(figure.period) for figure in pair.figures])
    return Finding(f"{spans} overlap or may do so, so some cases would be counted twice.", _REFUSED)


@_rule("`includes`, `[sums]`, a population or a note says that one is part of the other", "share", "with-care", "share of the whole")
def _part_of(pair: Pair) -> Finding | None:
    part, whole = pair.part, pair.whole
    if not pair.differs or not pair.has_part or pair.is_one_count or share(part.number, whole.number) is None:
        return None
    words = f"The table says that the {number(part.figure)} is a part of the {number(whole.figure)}, so nothing rose or fell."
    note = f" {part.figure.note}" if part.figure.note and "part of" in part.figure.note else ""
    return Finding(words + note, _CARE, PairRelation.SHARE, Basis.SHARE)


@_rule("two offences; one counter, measure and period (else refused)", "composition", "comparable",
       "difference, “x times as many”, shares of the two; never a change")  # fmt: skip
def _different_offence(pair: Pair) -> Finding | None:
    if "offence" not in pair.differs or pair.has_part or pair.is_one_count:
        return None
    one, other = pair.figures
    names = joined([pair.dataset.offences[figure.offence].label for figure in pair.figures])
    counted = [{figure.offence, *pair.dataset.parts_of(figure.offence)} for figure in pair.figures]
    if not counted[0].isdisjoint(counted[1]):
        is_part = includes(pair.dataset, one, other) or includes(pair.dataset, other, one)
        why = "the one includes the other, but these two do not count one period alike" if is_part else "some cases may be counted in both"
        return Finding(f"Two offences, {names}: {why}.", _REFUSED)
    if pair.differs == {"offence"} and pair.lie is Lie.SAME and pair.are_quantities and not pair.are_paced:
        words = f"Two offences, {names}, over one period: a difference and no change; one case may be about several articles."
        return Finding(words, Verdict.COMPARABLE, PairRelation.COMPOSITION, Basis.PARTS)
    return Finding(f"Two offences, {names}, not counted alike over one period.", _REFUSED)


@_rule("two groups of people; all else equal (else refused)", "composition", "comparable", "the same as of two offences; not per head")
def _different_population(pair: Pair) -> Finding | None:
    if not pair.differs & {"population", "country"} or pair.has_part or pair.is_one_count:
        return None
    one, other = pair.figures
    names = joined([figure.population if one.country == other.country else country_name(figure.country) for figure in pair.figures])
    groups = [{*figure.population.split()} for figure in pair.figures]
    is_alike = pair.differs == {"population"} and pair.lie is Lie.SAME and pair.are_numbers and not pair.are_paced
    are_percent = one.unit is other.unit is Unit.PERCENT and one.source == other.source
    if is_alike and not (groups[0] <= groups[1] or groups[1] <= groups[0]) and (pair.are_quantities or are_percent):
        words = f"Two groups, {names}, at one time: a difference and no change, and not per head."
        return Finding(words, Verdict.COMPARABLE, PairRelation.COMPOSITION, Basis.POINTS if are_percent else Basis.PARTS)
    return Finding(f"Different people: {names}, not counted alike at one time.", _REFUSED)


@_rule("two stages; at most two of measure, unit, counter differ (else refused)", "side-by-side", "not-a-change",
       "court order; no ratio, which would be no conviction rate")  # fmt: skip
def _different_measure(pair: Pair) -> Finding | None:
    names = joined([heading(figure.measure, figure.unit) for figure in pair.figures])
    return _side_by_side(pair, "measure", f"Different stages, {names}: dividing one by the other gives no conviction rate.")


@_rule("cases, people, sentences; at most two of measure, unit, counter differ (else refused)", "side-by-side", "not-a-change",
       "a case may have several accused")  # fmt: skip
def _different_unit(pair: Pair) -> Finding | None:
    names = joined([figure.unit.value for figure in pair.figures])
    return _side_by_side(pair, "unit", f"Different units, {names}: a case may have several accused.")


@_rule("two counters; at most two of measure, unit, counter differ (else refused)", "side-by-side", "not-a-change",
       "the gap is between counters, not over time")  # fmt: skip
def _different_counter(pair: Pair) -> Finding | None:
    names = joined([with_article(figure.counter) for figure in pair.figures])
    words = f"Different counters, {names}: the gap is between them and not over time; never average or merge them."
    return _side_by_side(pair, "counter", words)


def _side_by_side(pair: Pair, field: str, words: str) -> Finding | None:
    """Put figures that differ in a field side by side, if they differ in little else and are of about one time; refuse them otherwise."""
    if field not in pair.differs or pair.has_part or pair.is_one_count:
        return None
    is_alike = pair.differs <= _THING and len(pair.differs) <= _MOST_DIFFERENT and all(figure.is_count for figure in pair.figures)
    longest = [length(side.ends).high or 0 for side in pair.sides]
    if is_alike and pair.lie not in {Lie.DISJOINT, Lie.UNDATED} and min(longest) >= _ALIKE * max(longest):
        return Finding(words, _NO_CHANGE, PairRelation.SIDE_BY_SIDE, Basis.NOTHING)
    return Finding(words, _REFUSED)


# Running totals, rates, and numbers of other kinds


@_rule("two running totals from one day", "flow", "with-care", "what was added in between, and the rate a week")
def _snapshots(pair: Pair) -> Finding | None:
    if not _is_flow(pair) or start_limit(pair) is not None:
        return None
    words = "Both are running totals from one day, so their difference is what was added in between, if nothing was revised."
    return Finding(words, _CARE, PairRelation.FLOW, Basis.FLOW)


@_rule("two running totals that may start on different days", "flow", "with-care",
       "at most or at least what was added (refused where neither is known)")  # fmt: skip
def _different_start(pair: Pair) -> Finding | None:
    limit = start_limit(pair) if _is_flow(pair) else None
    if limit is None:
        return None
    if limit == "unknown" or flow_of(pair) == (None, None):
        words = "Both are running totals, but it is not known that they start on one day, so nothing follows from their difference."
        return Finding(words, _REFUSED)
    day = "an earlier" if limit == "most" else "a later"
    words = f"The second running total starts, or may start, on {day} day, so their difference is at {limit} what was added in between."
    return Finding(words, _CARE, PairRelation.FLOW, Basis.FLOW)


def _is_flow(pair: Pair) -> bool:
    """Return whether a pair is of two running totals, the one of which surely ends later and is not the lower."""
    if not pair.are_totals or not pair.are_quantities or pair.lie is Lie.DISJOINT or pair.is_one_count:
        return False
    return _are_apart(pair) and not _has_fallen(pair)


def _are_apart(pair: Pair) -> bool:
    return pair.before.ends.end[1] < pair.after.ends.end[0]


def _has_fallen(pair: Pair) -> bool:
    """Return whether the later of two running totals is the lower, though it started no later."""
    return start_limit(pair) in {None, "most"} and (flow_of(pair).high or 0) < 0


@_rule("a rate, so many a week, against a rate or a sum", "change", "with-care", "converted by days; both named")
def _rates(pair: Pair) -> Finding | None:
    if pair.differs or not pair.are_paced or not pair.are_quantities or pair.lie is Lie.UNDATED or _is_same_statement(pair):
        return None
    names = _listed(pair.figures)
    if pair.lie is not Lie.DISJOINT:
        words = f"{names} are of periods that have days in common, so nothing rose or fell."
        return Finding(words, _NO_CHANGE, PairRelation.SIDE_BY_SIDE, Basis.NOTHING)
    words = f"{names} are compared as rates a {per_of(pair)}, by days; no source says how steady a rate was."
    return Finding(words, _CARE, PairRelation.CHANGE, Basis.RATES)


@_rule("percentages of one whole", "change", "keeps", "percentage points")
def _percentages(pair: Pair) -> Finding | None:
    words = "Two percentages of one whole: they differ by percentage points."
    return _points(words) if pair.is_over_time and pair.before.figure.unit is Unit.PERCENT else None


@_rule("average sentences", "change", "keeps", "difference in years")
def _means(pair: Pair) -> Finding | None:
    words = "Two average sentences: they differ by years."
    return _points(words) if pair.is_over_time and pair.before.figure.measure is Measure.MEAN_SENTENCE else None


def _points(words: str) -> Finding:
    return Finding(words, Verdict.COMPARABLE, PairRelation.CHANGE, Basis.POINTS)


@_rule("both numbers are minimums, or both maximums", "–", "not-comparable", "both figures")
def _open_bounds(pair: Pair) -> Finding | None:
    values = [side.value or side.number for side in pair.sides]
    is_computed = pair.is_over_time or _is_flow(pair) or pair.differs or pair.has_part
    what = "minimums" if all(value.high is None for value in values) else "maximums" if all(value.low is None for value in values) else ""
    if not is_computed or not what or pair.is_one_count:
        return None
    names = joined([f"{number(side.figure)}{' so far' if side.is_floor else ''}" for side in pair.sides])
    return Finding(f"{names} are both {what}, so the difference between them could be anything.", _REFUSED)


# Periods and numbers of one series


@_rule("a running total against a period before it", "change", "with-care", "as a sum from its start")
def _running_total(pair: Pair) -> Finding | None:
    names = _listed(side.figure for side in pair.sides if side.kind is Kind.CUMULATIVE)
    words = f"The {names} is a running total, taken as the sum from its start to its last day."
    return Finding(words, _CARE) if pair.are_sums and names else None


@_rule("periods of different length", "change", "with-care", "rates in the unit of the shorter; never the ratio of raw counts")
def _unequal_length(pair: Pair) -> Finding | None:
    if not pair.are_sums or are_equal_spans(pair.before.ends, pair.after.ends):
        return None
    lengths = [length(side.ends) for side in pair.sides]
    is_whole = all(found.is_exact and found.low is not None and found.low.denominator == 1 for found in lengths)
    season = "" if is_whole else " A season may show, since not both are whole years."
    words = f"The periods differ in length, so averages a {per_of(pair)} are compared; an average hides the pace inside its period.{season}"
    return Finding(words, _CARE, None, Basis.RATES)


@_rule("one figure covers part of its year", "change", "with-care; doubtful",
       "a minimum for the year; where that says nothing, rates a month, doubtful")  # fmt: skip
def _part_of_year(pair: Pair) -> Finding | None:
    for side in pair.sides:
        if side.is_floor and side.figure.period:
            words = (
                f"The {number(side.figure)} was counted {when(side.figure.period)} only, so it is a minimum for {side.ends.start[0].year}."
            )
            return Finding(words, _CARE)
    parts = [side for side in pair.sides if side.is_year_part]
    if not pair.are_sums or not parts or are_equal_spans(pair.before.ends, pair.after.ends):
        return None
    names = joined([f"the {number(side.figure)} covers {label(side.figure.period)} only" for side in parts])
    is_doubtful = not parts[0].is_month and any((length(side.ends).low or 0) >= 1 for side in pair.sides)
    why = ", and as a minimum for its year it says nothing" if is_doubtful else ""
    words = f"{capitalised(names)}{why}: averages are given, in which a season may show."
    return Finding(words, _DOUBT if is_doubtful else _CARE)


@_rule("a start or end is uncertain", "change", "with-care", "derived numbers as ranges; both dates")
def _uncertain_period(pair: Pair) -> Finding | None:
    found: dict[str, None] = {}
    for side in pair.sides if pair.is_over_time or pair.are_totals else ():
        for verb, days in zip(("starts", "ends"), side.ends, strict=True):
            if days[0] != days[1]:
                first, last = map(long_date, days)
                found[f"The period of the {number(side.figure)} {verb} on an uncertain day, from {first} to {last}."] = None
    return Finding(" ".join(found), _CARE) if found else None


@_rule("a number is a limit or a range", "keeps", "with-care", "at least, at most, from … to")
def _bounded(pair: Pair) -> Finding | None:
    names = joined([f"“{number(figure)}” is {_LIMITS[figure.bound]}" for figure in pair.figures if figure.bound in _LIMITS])
    return Finding(f"{capitalised(names)}, so what follows from it is one too.", _CARE) if names else None


@_rule("“about” on either side", "keeps", "with-care", "“about”, two figures, no percent")
def _approximate(pair: Pair) -> Finding | None:
    names = _listed(figure for figure in pair.figures if figure.bound is Bound.APPROX)
    return Finding(f"The source says only “about” ({names}), so what follows from it is rough, too.", _CARE) if names else None


@_rule("the first number is 0", "keeps", "keeps", "“from 0 to n”; no multiple")
def _zero_baseline(pair: Pair) -> Finding | None:
    is_zero = pair.is_over_time and pair.before.is_quantity and pair.before.number.high == 0
    return Finding("The first number is 0, and nothing is a multiple of 0.", Verdict.COMPARABLE) if is_zero else None


@_rule("a count below 10", "change", "doubtful", "the counts, no multiple in words")
def _small_count(pair: Pair) -> Finding | None:
    small = [figure for figure in pair.figures if figure.value is not None and 0 < figure.value < SMALL]
    words = f"A count below {SMALL} ({_listed(small)}) would make any multiple a matter of chance: give both counts."
    return Finding(words, _DOUBT) if small and pair.is_over_time and pair.are_quantities else None


# What the table says besides


@_rule("law, definition or method changed between or inside", "keeps", "with-care", "what changed")
def _break(pair: Pair) -> Finding | None:
    found = [f"The {change.kind.value} changed on {long_date(change.date)}: {change.note}" for change in breaks_between(pair)]
    return Finding(" ".join(found), _CARE) if found else None


def breaks_between(pair: Pair) -> tuple[Break, ...]:
    """Return the breaks after the first day of a comparison over time and not after its last; of the offence's own country only."""
    if not (pair.is_over_time or _is_flow(pair)):
        return ()
    earlier, later, one = pair.before.ends, pair.after.ends, pair.before.figure
    first = earlier.end[0] if pair.are_totals and pair.lie is not Lie.DISJOINT else earlier.start[0]
    found = tuple(change for change in pair.dataset.breaks_of(one.offence) if first < change.date <= later.end[1])
    is_foreign = one.country != _HOME and any(
        figure.offence == one.offence and figure.country == _HOME for figure in pair.dataset.figures.values()
    )
    return () if is_foreign else found


@_rule("a note says what one side leaves out", "keeps", "with-care", "the note")
def _coverage(pair: Pair) -> Finding | None:
    notes = dict.fromkeys(figure.note for figure in pair.figures if figure.note and any(words in figure.note for words in _LEFT_OUT))
    return Finding(" ".join(filter(None, notes)), _CARE) if notes and not pair.differs else None


@_rule("a figure not to be used", "keeps", "doubtful", "why")
def _deprecated(pair: Pair) -> Finding | None:
    figures = [figure for figure in pair.figures if Status.DEPRECATED in figure.status]
    words = " ".join(f"Do not use the {number(figure)}: {figure.note or 'the table says that it is wrong.'}" for figure in figures)
    return Finding(words, _DOUBT) if figures else None


@_rule("another reading of a figure", "keeps", "with-care; doubtful",
       "every reading, each named; doubtful where they give another verdict or a multiple more than a tenth apart")  # fmt: skip
def _disputed(pair: Pair) -> Finding | None:
    figures = [figure for figure in pair.figures if figure.readings or Status.DISPUTED in figure.status]
    words = " ".join(f"The {number(figure) or 'figure in words'} is disputed. {figure.note or ''}".rstrip() for figure in figures)
    return Finding(words, _CARE if all(figure.readings for figure in figures) else _DOUBT) if figures else None
