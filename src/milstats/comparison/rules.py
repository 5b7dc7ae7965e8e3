"""Every rule of comparing, in one place: its name, what it says of a pair, and the words in which `milstats topics` explains it.

A rule looks at a pair and may speak. The first that refuses decides; cautions add up. The names are public: they stand in the
column `reasons`.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from milstats.comparison.exact import Lie, are_equal_spans, are_near, ends_of, length
from milstats.comparison.pair import Basis, Pair, flow_of, includes, per_of, start_limit, supersedes
from milstats.model.period import Kind
from milstats.model.records import Break, Figure
from milstats.model.vocabulary import SMALL, Bound, Measure, PairRelation, Status, Unit, Verdict
from milstats.model.wording import COUNTRIES, MISSING, capitalised, heading, joined, label, long_date, number, when, with_article

Speak = Callable[[Pair], "str | Finding"]  # words, of which the rule has the rest; nothing where it is silent

_ALIKE = Fraction(3, 4)  # of the longer period must both have in common, to be of the same time
_THING = frozenset({"measure", "unit", "counter"})  # two of these may differ, for two figures to belong side by side
_HOME = "RU"
_LEFT_OUT = ("left out", "leaves out", "not counted", "not included", "none is published", "none are published", "exclud", "omit")
_LIMITS = {Bound.GT: "a minimum", Bound.GE: "a minimum", Bound.LT: "a maximum", Bound.LE: "a maximum", Bound.RANGE: "a range"}
_SOUND, _CARE, _DOUBT, _NO_CHANGE, _REFUSED, _ABSENT = Verdict
_CHANGE, _FLOW, _COMPOSITION, _SHARE, _RESTATEMENT, _REVISION, _BESIDE = PairRelation


class Finding(NamedTuple):
    """What one rule says of a pair: in words, how far it can be trusted, and what it is and is computed from where that is decided."""

    words: str
    verdict: Verdict
    relation: PairRelation | None = None
    basis: Basis | None = None
    rule: str = ""


class Rule(NamedTuple):
    """A rule as readers know it: name, situation, what is done and said, verdict and relation; and the function that speaks."""

    name: str
    situation: str
    done: str
    verdict: Verdict
    relation: PairRelation | None
    basis: Basis | None
    speak: Speak

    def ask(self, pair: Pair) -> Finding | None:
        """Return what the rule says of a pair, if anything."""
        said = self.speak(pair)
        if isinstance(said, str):
            return Finding(said, self.verdict, self.relation, self.basis, self.name) if said else None
        return said._replace(rule=self.name)


RULES: list[Rule] = []  # in the order in which they are asked


def _rule(
    situation: str, done: str, verdict: Verdict, relation: PairRelation | None = None, basis: Basis | None = None
) -> Callable[[Speak], Speak]:
    """Enter a function among the rules; its name is that of the rule."""

    def enter(speak: Speak) -> Speak:
        RULES.append(Rule(speak.__name__.strip("_").replace("_", "-"), situation, done, verdict, relation, basis, speak))
        return speak

    return enter


def _listed(figures: Iterable[Figure]) -> str:
    return joined([number(figure) or "a figure in words" for figure in figures])


def _named(figure: Figure) -> str:
    return f"{number(figure) or 'the figure in words'} ({label(figure.period)})"


@_rule("no value", "who withholds it; that is not zero", _ABSENT)
def _missing(pair: Pair) -> str:
    reasons = dict.fromkeys(MISSING[figure.missing] for figure in pair.figures if figure.missing)
    return f"The number is {joined([*reasons])}; that is not zero." if reasons else ""


@_rule("words and no number", "the words and the source", _REFUSED)
def _text(pair: Pair) -> str:
    return _quoted(pair, [one for one in pair.figures if one.value is None and not one.missing and one.bound is not Bound.VAGUE])


@_rule("a quantity in words", "the words and the source", _REFUSED)
def _vague(pair: Pair) -> str:
    return _quoted(pair, [figure for figure in pair.figures if figure.bound is Bound.VAGUE])


def _quoted(pair: Pair, figures: list[Figure]) -> str:
    quotes = [f"“{figure.text}” ({pair.dataset.sources[figure.source].publisher})" for figure in figures]
    return f"{joined(quotes)} is no number." if figures else ""


@_rule("no dates", "what is known", _ABSENT)
def _undated(pair: Pair) -> str:
    if pair.lie is not Lie.UNDATED or pair.has_part:
        return ""
    names = _listed(figure for figure in pair.figures if ends_of(figure.period) is None)
    return f"No source dates {names}, so it can be set neither before nor after another figure."


@_rule("one supersedes the other", "“5,024, later revised to 5,096”; of a change, that one side was not revised, with care",
       _NO_CHANGE, _REVISION)  # fmt: skip
def _revision(pair: Pair) -> str | Finding:
    for new, old in (pair.figures, pair.figures[::-1]):
        if supersedes(pair.dataset, new, old):
            return f"{number(old)}, later revised to {number(new)}: nothing rose or fell."
    olds = [pair.dataset.figures.get(figure.supersedes or "", figure) for figure in pair.figures]
    revised = [old.value != figure.value for old, figure in zip(olds, pair.figures, strict=True)]
    if not pair.is_over_time or sum(revised) != 1:
        return ""
    at = revised.index(True)
    words = f"{number(pair.figures[at])} was revised from {number(olds[at])}"
    return Finding(f"{words}; the {label(olds[1 - at].period)} count was not.", _CARE)


@_rule("one count in two sources", "they agree, or what each prints", _NO_CHANGE, _RESTATEMENT)
def _restatement(pair: Pair) -> str:
    one, other = pair.figures
    if pair.is_revision or not (pair.is_one_count or (_is_same_statement(pair) and _agree(pair))):
        return ""
    if pair.is_one_count:
        return f"{_named(one)} and {_named(other)} are one count, which sources describe differently."
    if one.value == other.value and one.bound is other.bound:
        return "Both are one count, and they agree."
    return f"Both are one count, given as {number(one)} and as {number(other)}."


@_rule("a part larger than its whole; two values of one count", "both cannot be right as they are read", _REFUSED)
def _contradiction(pair: Pair) -> str:
    one, other = map(_named, pair.figures)
    is_inside = bool(pair.differs) or (pair.are_quantities and _is_inside(pair))
    words = ""
    if _is_same_statement(pair) and not _agree(pair):
        words = f"{one} and {other} are of one count"
    elif pair.are_totals and _are_apart(pair) and _has_fallen(pair):
        words = f"The running total fell from {one} to {other}"
    elif pair.has_part and is_inside and pair.part.number.share_of(pair.whole.number) is None:
        words = f"{_named(pair.part.figure)} is larger than {_named(pair.whole.figure)}, of which it is a part"
    return f"{words}: both cannot be right as they are read." if words and pair.are_numbers else ""


def _is_same_statement(pair: Pair) -> bool:
    """Return whether both are numbers of one series and one period, or running totals from one day to days that can't be told apart."""
    if pair.differs or not pair.are_numbers or (pair.are_paced and pair.before.kind is not pair.after.kind):
        return False
    if pair.are_totals and pair.lie is not Lie.SAME:
        return pair.before.ends.start == pair.after.ends.start and not _are_apart(pair) and _agree(pair)
    return pair.lie is Lie.SAME


def _agree(pair: Pair) -> bool:
    """Return whether two numbers can be one: what they allow has something in common, and "about" so many is near the other."""
    if pair.is_about:
        return are_near(*(Fraction(figure.value or 0) for figure in pair.figures))
    (low, high), (least, most) = pair.before.number, pair.after.number
    return not ((low is not None and most is not None and low > most) or (least is not None and high is not None and least > high))


def _is_inside(pair: Pair) -> bool:
    """Return whether the one count surely lies inside the other; running totals only where the later start has no later end."""
    is_later = pair.are_totals and (_are_apart(pair) or pair.before.ends.start == pair.after.ends.start)
    return pair.has_part and not pair.are_paced and not is_later


@_rule("one period inside the other", "share of the whole; the rest where both are exact and of one report", _NO_CHANGE, _SHARE)
def _nested(pair: Pair) -> str | Finding:
    part, whole = pair.part, pair.whole
    if pair.differs or not _is_inside(pair):
        return ""
    inside = f"{capitalised(label(part.figure.period))} lies inside {label(whole.figure.period)}"
    if not pair.are_quantities:
        return Finding(f"{inside}, so nothing rose or fell.", _NO_CHANGE, _BESIDE)
    if part.number.share_of(whole.number) is None:
        return ""  # a contradiction
    return f"{inside}: the {number(part.figure)} is a part of the {number(whole.figure)}, so nothing rose or fell."


@_rule("periods overlap in part", "some cases would be counted twice", _REFUSED)
def _overlapping(pair: Pair) -> str:
    is_unclear = pair.lie is Lie.OVERLAPPING
    if pair.are_totals and pair.lie is not Lie.DISJOINT:  # neither one after the other, nor one count, nor one inside the other
        is_unclear = not (_is_flow(pair) or _is_same_statement(pair) or _is_inside(pair) or (_are_apart(pair) and _has_fallen(pair)))
    if pair.differs or pair.are_paced or not is_unclear:
        return ""
    spans = joined([label(figure.period) for figure in pair.figures])
    return f"{spans} overlap or may do so, so some cases would be counted twice."


@_rule("an umbrella, a sum, a population or a note says that one is part of the other", "share of the whole", _CARE, _SHARE)
def _part_of(pair: Pair) -> str:
    part, whole = pair.part, pair.whole
    if not pair.differs or not pair.has_part or part.number.share_of(whole.number) is None:
        return ""
    note = f" {part.figure.note}" if part.figure.note and "part of" in part.figure.note else ""
    return f"The table says that the {number(part.figure)} is a part of the {number(whole.figure)}, so nothing rose or fell.{note}"


@_rule("two offences; one counter, measure and period (else refused)", "difference, “x times as many”, shares of the two; never a change",
       _SOUND, _COMPOSITION)  # fmt: skip
def _different_offence(pair: Pair) -> str | Finding:
    if "offence" not in pair.differs or pair.has_part:
        return ""
    names = joined([pair.dataset.offences[figure.offence].label for figure in pair.figures])
    counted = [{figure.offence, *pair.dataset.parts_of(figure.offence)} for figure in pair.figures]
    why = ", not counted alike over one period"
    if not counted[0].isdisjoint(counted[1]):
        is_part = includes(pair.dataset, *pair.figures) or includes(pair.dataset, *pair.figures[::-1])
        includes_it = "the one includes the other, but these two do not count one period alike"
        why = f": {includes_it if is_part else 'some cases may be counted in both'}"
    elif pair.differs == {"offence"} and pair.lie is Lie.SAME and pair.are_quantities and not pair.are_paced:
        return f"Two offences, {names}, over one period: a difference and no change; one case may be about several articles."
    return Finding(f"Two offences, {names}{why}.", _REFUSED)


@_rule("two groups of people; all else equal (else refused)", "the same as of two offences; not per head", _SOUND, _COMPOSITION)
def _different_population(pair: Pair) -> str | Finding:
    if not pair.differs & {"population", "country"} or pair.has_part:
        return ""
    one, other = pair.figures
    countries = [COUNTRIES.get(figure.country, figure.country) for figure in pair.figures]
    names = joined([one.population, other.population] if one.country == other.country else countries)
    groups = [{*figure.population.split()} for figure in pair.figures]
    is_alike = pair.differs == {"population"} and pair.lie is Lie.SAME and pair.are_numbers and not pair.are_paced
    are_percent = one.unit is other.unit is Unit.PERCENT and one.source == other.source
    if is_alike and not (groups[0] <= groups[1] or groups[1] <= groups[0]) and (pair.are_quantities or are_percent):
        words = f"Two groups, {names}, at one time: a difference and no change, and not per head."
        return Finding(words, _SOUND, _COMPOSITION, Basis.POINTS) if are_percent else words
    return Finding(f"Different people: {names}, not counted alike at one time.", _REFUSED)


@_rule("two stages; at most two of measure, unit, counter differ", "court order; no ratio, which would be no conviction rate",
       _NO_CHANGE, _BESIDE)  # fmt: skip
def _different_measure(pair: Pair) -> str | Finding:
    names = joined([heading(figure.measure, figure.unit) for figure in pair.figures])
    return _side_by_side(pair, "measure", f"Different stages, {names}: dividing one by the other gives no conviction rate.")


@_rule("cases, people, sentences; at most two of measure, unit, counter differ", "a case may have several accused", _NO_CHANGE, _BESIDE)
def _different_unit(pair: Pair) -> str | Finding:
    names = joined([figure.unit.value for figure in pair.figures])
    return _side_by_side(pair, "unit", f"Different units, {names}: a case may have several accused.")


@_rule("two counters; at most two of measure, unit, counter differ", "the gap is between counters, not over time", _NO_CHANGE, _BESIDE)
def _different_counter(pair: Pair) -> str | Finding:
    names = joined([with_article(figure.counter) for figure in pair.figures])
    words = f"Different counters, {names}: the gap is between them and not over time; never average or merge them."
    return _side_by_side(pair, "counter", words)


def _side_by_side(pair: Pair, field: str, words: str) -> str | Finding:
    """Put figures that differ in a field side by side, if they differ in little else and are of about one time; refuse them otherwise."""
    if field not in pair.differs or pair.has_part:
        return ""
    is_alike = pair.differs < _THING and all(figure.is_count for figure in pair.figures)
    longest = max(length(side.ends, "day").high or 0 for side in pair.sides)
    shared = (min(side.ends.end[1] for side in pair.sides) - max(side.ends.start[0] for side in pair.sides)).days + 1
    is_of_one_time = pair.lie not in {Lie.DISJOINT, Lie.UNDATED} and shared >= _ALIKE * longest
    return words if is_alike and is_of_one_time else Finding(words, _REFUSED)


@_rule("two running totals from one day", "what was added in between, and the rate a week", _CARE, _FLOW)
def _snapshots(pair: Pair) -> str | Finding:
    if not _is_flow(pair) or start_limit(pair) is not None:
        return ""
    if flow_of(pair) == (None, None):
        return Finding("Both are running totals from one day, but their limits leave open what was added in between.", _REFUSED)
    return "Both are running totals from one day, so their difference is what was added in between, if nothing was revised."


@_rule("two running totals that may start on different days", "at most or at least what was added (refused where neither is known)",
       _CARE, _FLOW)  # fmt: skip
def _different_start(pair: Pair) -> str | Finding:
    limit = start_limit(pair) if _is_flow(pair) else None
    if limit is None:
        return ""
    if flow_of(pair) == (None, None):
        return Finding("Both are running totals, but not surely from one day, so nothing follows from their difference.", _REFUSED)
    day = "an earlier" if limit == "most" else "a later"
    return f"The second running total starts, or may start, on {day} day, so their difference is at {limit} what was added in between."


def _is_flow(pair: Pair) -> bool:
    """Return whether a pair is of two running totals, the one of which surely ends later and is not the lower."""
    are_two = pair.are_totals and pair.are_quantities and pair.lie is not Lie.DISJOINT and not pair.is_one_count
    return are_two and _are_apart(pair) and not _has_fallen(pair)


def _are_apart(pair: Pair) -> bool:
    return pair.before.ends.end[1] < pair.after.ends.end[0]


def _has_fallen(pair: Pair) -> bool:
    """Return whether the later of two running totals is the lower, though it started no later."""
    return (flow_of(pair).high or 0) < 0


@_rule("a rate, so many a week, against a rate or a sum", "converted by days; both named", _CARE, _CHANGE, Basis.RATES)
def _rates(pair: Pair) -> str | Finding:
    if pair.differs or not pair.are_paced or not pair.are_quantities or pair.lie is Lie.UNDATED or _is_same_statement(pair):
        return ""
    names = _listed(pair.figures)
    if pair.lie is not Lie.DISJOINT:
        return Finding(f"{names} are of periods that have days in common, so nothing rose or fell.", _NO_CHANGE, _BESIDE)
    return f"{names} are compared as rates a {per_of(pair)}, by days; no source says how steady a rate was."


@_rule("percentages of one whole", "percentage points", _SOUND, _CHANGE, Basis.POINTS)
def _percentages(pair: Pair) -> str:
    is_percent = pair.is_over_time and pair.before.figure.unit is Unit.PERCENT
    return "Two percentages of one whole: they differ by percentage points." if is_percent else ""


@_rule("average sentences", "difference in years", _SOUND, _CHANGE, Basis.POINTS)
def _means(pair: Pair) -> str:
    is_mean = pair.is_over_time and pair.before.figure.measure is Measure.MEAN_SENTENCE
    return "Two average sentences: they differ by years." if is_mean else ""


@_rule("both numbers are minimums, or both maximums", "both figures", _REFUSED)
def _open_bounds(pair: Pair) -> str:
    values = [side.number for side in pair.sides]
    is_computed = pair.is_over_time or _is_flow(pair) or pair.differs or pair.has_part
    what = "minimums" if all(value.high is None for value in values) else "maximums" * all(value.low is None for value in values)
    names = joined([f"{number(side.figure)}{' so far' if side.is_floor else ''}" for side in pair.sides])
    return f"{names} are both {what}, so the difference between them could be anything." if is_computed and what else ""


@_rule("a running total against a period before it", "as a sum from its start", _CARE)
def _running_total(pair: Pair) -> str:
    names = _listed(side.figure for side in pair.sides if side.kind is Kind.CUMULATIVE)
    return f"The {names} is a running total, taken as the sum from its start to its last day." if pair.are_sums and names else ""


@_rule("periods of different length", "rates in the unit of the shorter; never the ratio of raw counts", _CARE, None, Basis.RATES)
def _unequal_length(pair: Pair) -> str:
    if not pair.are_sums or are_equal_spans(pair.before.ends, pair.after.ends):
        return ""
    ends = [end for side in pair.sides for end in length(side.ends)]
    is_whole = all(side.ends.are_certain for side in pair.sides) and all(end is not None and end.denominator == 1 for end in ends)
    season = "" if is_whole else " A season may show, since not both are whole years."
    return f"The periods differ in length, so averages a {per_of(pair)} are compared; an average hides the pace inside its period.{season}"


@_rule("one figure covers part of its year", "a minimum for the year; where that says nothing, rates a month, doubtful", _CARE)
def _part_of_year(pair: Pair) -> str | Finding:
    for side in pair.sides:
        if side.is_floor and side.figure.period:
            span = when(side.figure.period)
            return f"The {number(side.figure)} was counted {span} only, so it is a minimum for {side.ends.start[0].year}."
    parts = [side for side in pair.sides if side.is_year_part]
    if not pair.are_sums or not parts or are_equal_spans(pair.before.ends, pair.after.ends):
        return ""
    names = capitalised(joined([f"the {number(side.figure)} covers {label(side.figure.period)} only" for side in parts]))
    given = "averages are given, in which a season may show."
    if not parts[0].is_month and any((length(side.ends).low or 0) >= 1 for side in pair.sides):
        return Finding(f"{names}, and as a minimum for its year it says nothing: {given}", _DOUBT)
    return f"{names}: {given}"


@_rule("a start or end is uncertain", "derived numbers as ranges; both dates", _CARE)
def _uncertain_period(pair: Pair) -> str:
    found = [
        f"The period of the {number(side.figure)} {verb} on an uncertain day between {long_date(first)} and {long_date(last)}."
        for side in (pair.sides if pair.is_over_time or pair.are_totals else ())
        for verb, (first, last) in zip(("starts", "ends"), side.ends, strict=True)
        if first != last
    ]
    return " ".join(dict.fromkeys(found))


@_rule("a number is a limit or a range", "at least, at most, from … to", _CARE)
def _bounded(pair: Pair) -> str:
    names = joined([f"“{number(figure)}” is {_LIMITS[figure.bound]}" for figure in pair.figures if figure.bound in _LIMITS])
    return f"{capitalised(names)}, so what follows is a limit or a range too." if names else ""


@_rule("“about” on either side", "“about”, two figures, no percent", _CARE)
def _approximate(pair: Pair) -> str:
    names = _listed(figure for figure in pair.figures if figure.bound is Bound.APPROX)
    return f"The source says only “about” ({names}), so what follows from it is rough, too." if names else ""


@_rule("the first number is 0", "“from 0 to n”; no multiple", _SOUND)
def _zero_baseline(pair: Pair) -> str:
    is_zero = pair.is_over_time and pair.are_quantities and pair.before.number.high == 0
    return "The first number is 0, and nothing is a multiple of 0." if is_zero else ""


@_rule("a count below 10", "the counts, no multiple in words", _DOUBT)
def _small_count(pair: Pair) -> str:
    small = _listed(side.figure for side in pair.sides if 0 < (side.figure.value or 0) < SMALL and not side.kind.is_pace)
    words = f"A count below {SMALL} ({small}) would make any multiple a matter of chance: give both counts."
    return words if small and pair.is_over_time and pair.are_quantities else ""


@_rule("law, definition or method changed between or inside", "what changed", _CARE)
def _break(pair: Pair) -> str:
    return " ".join(f"The {change.kind.value} changed on {long_date(change.date)}: {change.note}" for change in breaks_between(pair))


def breaks_between(pair: Pair) -> tuple[Break, ...]:
    """Return the breaks after the first day of a comparison over time and not after its last; of the offence's own country only."""
    if not (pair.is_over_time or _is_flow(pair)):
        return ()
    first = pair.before.ends.start[0] if pair.is_over_time else pair.before.ends.end[0]
    one, figures = pair.before.figure, pair.dataset.figures.values()
    if one.country != _HOME and any(figure.offence == one.offence and figure.country == _HOME for figure in figures):
        return ()
    return tuple(change for change in pair.dataset.breaks_of(one.offence) if first < change.date <= pair.after.ends.end[1])


@_rule("a note says what one side leaves out", "the note", _CARE)
def _coverage(pair: Pair) -> str:
    notes = dict.fromkeys(figure.note or "" for figure in pair.figures)
    return "" if pair.differs else " ".join(note for note in notes if any(words in note for words in _LEFT_OUT))


@_rule("a figure not to be used", "why", _DOUBT)
def _deprecated(pair: Pair) -> str:
    figures = [figure for figure in pair.figures if Status.DEPRECATED in figure.status]
    return " ".join(f"Do not use the {number(figure)}: {figure.note or 'the table says that it is wrong.'}" for figure in figures)


@_rule("another reading of a figure", "every reading; doubtful where verdicts differ, or results by more than a tenth", _CARE)
def _disputed(pair: Pair) -> str | Finding:
    figures = [figure for figure in pair.figures if figure.readings or Status.DISPUTED in figure.status]
    words = " ".join(f"The {number(figure)} is disputed. {figure.note or ''}".rstrip() for figure in figures)
    return words if all(figure.readings for figure in figures) else Finding(words, _DOUBT)


NO_FIGURE = Rule(
    "no-figure", "the series has no figure for one side", "what there is; silence is not zero", _ABSENT, None, None, lambda _: ""
)  # no pair to be asked about
