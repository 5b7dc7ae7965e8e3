"""Comparing figures honestly: which figures stand for two periods, what may be said of them, and why.

Every comparison ends in a relation and a verdict, with its reasons. Numbers are exact fractions, and intervals wherever a bound
or an uncertain date leaves room. Figures are given in the order of time, whichever side was asked for first.
"""

from collections.abc import Iterable
from enum import IntEnum
from functools import partial
from itertools import product
from typing import NamedTuple

from milstats.comparison.exact import Ends, Lie, are_equal_spans, are_near, ends_of, length, lie_of, month_and_day, yearly
from milstats.comparison.pair import Basis, Pair, Result, as_read, pair_of, result_of
from milstats.comparison.rules import NO_FIGURE, RULES, Finding
from milstats.errors import NothingMatchedError, UsageError
from milstats.model.period import Kind, Period, is_inside, overlaps, parse_period
from milstats.model.records import Dataset, Figure, Reading, series_key
from milstats.model.selection import Query, WordKind, known_on, select
from milstats.model.vocabulary import Grade, Measure, PairRelation, Status, Verdict
from milstats.model.wording import label, long_date, number

Asked = Figure | Period
_VERDICTS, _GRADES = [*Verdict], [*Grade]
_BASES = {
    PairRelation.CHANGE: Basis.COUNTS, PairRelation.FLOW: Basis.FLOW, PairRelation.COMPOSITION: Basis.PARTS, PairRelation.SHARE: Basis.SHARE,
}  # fmt: skip
_ALWAYS_SAID = ("disputed", "deprecated", "coverage")  # also of a pair of which nothing is computed
_OF_ONE_COUNT = ("missing", "text", "vague", "revision", "restatement", *_ALWAYS_SAID)  # rules that one count told twice is asked
_YEAR_END, _YEAR_IS_OVER = (12, 31), 25  # a figure that runs to this day of December or later is of the whole year
_LONG = 364  # days between first and last, from which on a part of a period, or an average, may answer for it
_MOST_TIMES = 2  # as long as a period, for a longer figure to give an average
_NEAR = 20  # figures nearest in time that are tried for a suggestion


# How a figure answers for what was asked, the best first.
Fit = IntEnum("Fit", ["NAMED", "EXACT", "RUNNING", "NEARLY", "MONTHS", "PART", "AVERAGE"])


class Choice(NamedTuple):
    """The figure that answers for a side, and how it does."""

    figure: Figure
    fit: Fit


class Judgement(NamedTuple):
    """What may be said of a pair: what kind of comparison it is, how far to trust it, why, and the numbers."""

    pair: Pair
    relation: PairRelation | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    result: Result

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the rules that spoke."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


class Alternative(NamedTuple):
    """A pair under other readings of its figures: which, and what may then be said; nothing where a figure has left the period."""

    read: tuple[tuple[Figure, Reading], ...]
    judgement: Judgement | None


class Comparison(NamedTuple):
    """One row: the figure on each side or None, what may be said of them, and the same under other readings."""

    before: Choice | None
    after: Choice | None
    judgement: Judgement | None = None
    alternatives: tuple[Alternative, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The figures there are, one or two, each with how it answers."""
        return tuple(choice for choice in (self.before, self.after) if choice)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures there are, one or two."""
        return tuple(choice.figure for choice in self.choices)

    @property
    def relation(self) -> PairRelation | None:
        """What kind of comparison it is; None where it is refused."""
        return self.judgement.relation if self.judgement else None

    @property
    def verdict(self) -> Verdict:
        """How far it can be trusted."""
        return self.judgement.verdict if self.judgement else Verdict.NO_FIGURE

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the rules that spoke."""
        return self.judgement.reasons if self.judgement else (NO_FIGURE.name,)

    @property
    def result(self) -> Result:
        """The numbers."""
        return self.judgement.result if self.judgement else Result(Basis.NOTHING)

    @property
    def is_of_both(self) -> bool:
        """Whether each figure is of the period asked for."""
        return bool(self.before and self.after and max(self.before.fit, self.after.fit) <= Fit.NEARLY)

    @property
    def is_open(self) -> bool:
        """Whether sources disagree so much that a pair has no one answer."""
        doubts = [found.verdict for found in self.judgement.findings if found.rule == "disputed"] if self.judgement else []
        return Verdict.DOUBTFUL in doubts and bool(self.alternatives) and self.result.basis is not Basis.NOTHING


class Comparisons(NamedTuple):
    """The answer: what was asked for in the order of time, and a row for each series, the best first.

    `longer` names the series that have only a longer figure for one side, `averages` those in which its average may stand in, and
    `figures` are all that the words leave.
    """

    dataset: Dataset
    asked: tuple[Asked, Asked]
    rows: tuple[Comparison, ...]
    averages: tuple[Comparison, ...]
    figures: tuple[Figure, ...]
    longer: frozenset[tuple[str, ...]] = frozenset()


def judge(dataset: Dataset, one: Figure, other: Figure) -> Judgement:
    """Return what may be said of two figures, as they are printed; the other readings decide only whether it is doubtful."""
    judgement = _judge(pair_of(dataset, one, other))
    return _with_readings(judgement, readings_of(judgement, (None, None)))


def _judge(pair: Pair) -> Judgement:
    """Return what the rules say. Where one refuses, it and all that name a difference remain, and nothing is computed."""
    rules = [rule for rule in RULES if not pair.is_one_count or rule.name in _OF_ONE_COUNT]
    findings = [found for rule in rules if (found := rule.ask(pair))]
    refusing = [finding for finding in findings if finding.verdict in {Verdict.NOT_COMPARABLE, Verdict.NO_FIGURE}]
    if refusing:
        kept = (*refusing, *(finding for finding in findings if finding.verdict is Verdict.NOT_A_CHANGE))
        return Judgement(pair, None, refusing[0].verdict, kept, Result(Basis.NOTHING))
    relation = next((finding.relation for finding in findings if finding.relation), PairRelation.CHANGE)
    basis = next((finding.basis for finding in findings if finding.basis), _BASES.get(relation, Basis.NOTHING))
    if basis is Basis.NOTHING:
        findings = [finding for finding in findings if finding.relation or finding.rule in _ALWAYS_SAID]
    return Judgement(pair, relation, _worst(finding.verdict for finding in findings), tuple(findings), result_of(pair, basis))


def readings_of(judgement: Judgement, asked: tuple[Period | None, ...]) -> tuple[Alternative, ...]:
    """Return the pair under every other reading of its figures, alone and together; `asked` are the periods that were asked for."""
    figures = judgement.pair.figures
    is_settled = judgement.relation in {PairRelation.RESTATEMENT, PairRelation.REVISION} or judgement.verdict is Verdict.NO_FIGURE
    found = []
    for readings in [] if is_settled else [*product(*((None, *figure.readings) for figure in figures))][1:]:
        named = tuple((figure, reading) for figure, reading in zip(figures, readings, strict=True) if reading is not None)
        read = [as_read(figure, reading) if reading else figure for figure, reading in zip(figures, readings, strict=True)]
        # A reading may say nothing any more of the period that was asked for; with another it then says no more than alone.
        is_asked = all(not span or (figure.period and overlaps(figure.period, span)) for figure, span in zip(read, asked, strict=True))
        if is_asked or not named[1:]:
            found.append(Alternative(named, _judge(pair_of(judgement.pair.dataset, *read)) if is_asked else None))
    return tuple(found)


def _with_readings(judgement: Judgement, alternatives: tuple[Alternative, ...]) -> Judgement:
    """Return a judgement that is doubtful where a reading gives another verdict, or a result more than a tenth apart."""
    if all(_is_alike(judgement, other.judgement) for other in alternatives):
        return judgement
    findings = tuple(found._replace(verdict=Verdict.DOUBTFUL) if found.rule == "disputed" else found for found in judgement.findings)
    return judgement._replace(verdict=_worst((judgement.verdict, Verdict.DOUBTFUL)), findings=findings)


def _is_alike(one: Judgement, other: Judgement | None) -> bool:
    if other is None or (one.relation, one.result.basis) != (other.relation, other.result.basis):
        return False
    worst, its_worst = (_worst(found.verdict for found in both.findings if found.rule != "disputed") for both in (one, other))
    found = ((both.result.ratio, both.result.share, both.result.change) for both in (one, other))
    sizes = [next((size for size in of_it if size and size != (None, None)), ()) for of_it in found]
    return worst is its_worst and all(are_near(here, there) for here, there in zip(*sizes, strict=False))


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=_VERDICTS.index, default=Verdict.COMPARABLE)


def suggestion(dataset: Dataset, figure: Figure) -> tuple[Figure, Figure] | None:
    """Return `figure` and the figure of its series nearest in time with which it may be compared, in the order of time, or None.

    Sound comparisons come before doubtful ones; what the rules refuse, or call no change, or was revised, is never suggested.
    """
    here, others = ends_of(figure.period), []
    left_out = {figure.id, *(new.supersedes for new in dataset.figures.values())}
    for other in dataset.figures.values():
        there = ends_of(other.period)
        if here and there and other.id not in left_out and series_key(other) == series_key(figure):
            others.append((abs(here.start[0] - there.start[0]), other.id, other))
    found = [judge(dataset, figure, other) for *_, other in sorted(others)[:_NEAR]]
    sound = [one for one in found if one.relation in {PairRelation.CHANGE, PairRelation.FLOW}]
    return min(sound, key=lambda one: _VERDICTS.index(one.verdict)).pair.figures if sound else None


def compare(dataset: Dataset, a: Asked, b: Asked, query: Query) -> Comparisons:
    """Return the comparison of `a` with `b`, each a figure or a period, in every series that the words of the query leave.

    Raises:
        NothingMatchedError: if no series has a figure for either side, or a figure was not known on the day of `as_of`.
        UsageError: if both sides are one, or words narrow what a figure already names.
    """
    named = [asked for asked in (a, b) if isinstance(asked, Figure)]
    query = query._replace(words=tuple(word for word in query.words if word.kind not in {WordKind.ID, WordKind.PERIOD}))
    if a == b or (isinstance(a, Period) and a[1:] == b[1:]):  # the text is no part of what a period is
        raise UsageError(f"both sides are {a.id if isinstance(a, Figure) else label(a)}; expected two periods or two figures")
    if named and query.words:
        raise UsageError(f"{named[0].id} names what it counts; leave out {query.words[0].typed!r}, or compare two periods")
    if query.as_of is not None:
        dataset = known_on(dataset, query.as_of)
        if unknown := [figure.id for figure in named if figure.id not in dataset.figures]:
            raise NothingMatchedError(f"{unknown[0]} was not yet published on {long_date(query.as_of)}")
        a, b = (dataset.figures[asked.id] if isinstance(asked, Figure) else asked for asked in (a, b))
    if isinstance(a, Figure) and isinstance(b, Figure):
        row = _judged(dataset, Comparison(Choice(a, Fit.NAMED), Choice(b, Fit.NAMED)), (None, None))
        return Comparisons(dataset, (a, b), (row,), (), tuple(dataset.figures.values()))
    a, b = sorted((a, b), key=_first_day)
    figures = tuple(one for one in select(dataset, query).figures if not named or series_key(one) == series_key(named[0]))
    found = _rows(Comparisons(dataset, (a, b), (), (), figures))
    if not found.rows and not found.averages:
        raise NothingMatchedError(_nothing(found, query))
    return found


def _first_day(asked: Asked) -> tuple[str, str]:
    period = (asked.period if isinstance(asked, Figure) else asked) or Period("")
    return str(period.start_earliest or "9999"), str(period.end_latest or "9999")


def _rows(question: Comparisons) -> Comparisons:
    """Return a row for each series that has a figure for either side, and those in which one side has only a longer figure."""
    dataset, series, asked = question.dataset, dict[tuple[str, ...], list[Figure]](), question.asked
    for figure in question.figures:
        if figure.measure not in {Measure.STATEMENT, Measure.EVENT}:
            series.setdefault(series_key(figure), []).append(figure)
    rows, averages, longer = [], [], set()
    periods = tuple(side if isinstance(side, Period) else None for side in asked)
    for key, members in series.items():
        row = Comparison(_choice(dataset, asked[0], members), _choice(dataset, asked[1], members))
        if len(members) > 1 and not row.is_of_both:
            row = _same_months(dataset, periods, members) or row
        if not row.choices or (row.before and row.after and row.before.figure.id == row.after.figure.id):
            continue
        averaged = [choice.figure for choice in row.choices if choice.fit is Fit.AVERAGE]
        if averaged:
            longer.add(key)
            average = _judged(dataset, row, (None, None))
            is_by_rates = average.result.basis is Basis.RATES  # no share and no count is computed from an average
            if average.judgement and is_by_rates and all(_is_fair(dataset, figure, members) for figure in averaged):
                verdict = _worst((average.verdict, Verdict.DOUBTFUL))
                averages.append(average._replace(judgement=average.judgement._replace(verdict=verdict)))
            before, after = (None if side and side.fit is Fit.AVERAGE else side for side in (row.before, row.after))
            row = Comparison(before, after)
        if row.choices:
            rows.append(_judged(dataset, row, periods))
    rows, averages = (sorted(found, key=partial(_order, dataset)) for found in (rows, averages))
    return question._replace(rows=tuple(rows), averages=tuple(averages), longer=frozenset(longer))


def _judged(dataset: Dataset, row: Comparison, asked: tuple[Period | None, ...]) -> Comparison:
    """Return a row in the order of time with what may be said of its figures, if it has two."""
    if row.before is None or row.after is None:
        return row
    judgement = _judge(pair_of(dataset, *row.figures))
    if judgement.pair.before.figure is not row.before.figure:
        row, asked = Comparison(row.after, row.before), asked[::-1]
    alternatives = readings_of(judgement, asked)
    judgement = _with_readings(judgement, alternatives)
    named = [choice.figure for choice in row.choices if choice.fit is Fit.NAMED]
    later = [(old, new) for old in named for new in dataset.figures.values() if new.supersedes == old.id]
    if later and judgement.result.basis is not Basis.NOTHING:
        words = " ".join(f"{number(old)} was later revised to {number(new)} ({new.id})." for old, new in later)
        finding = Finding(words, Verdict.WITH_CARE, rule="revision")
        judgement = judgement._replace(verdict=_worst((judgement.verdict, finding.verdict)), findings=(*judgement.findings, finding))
    return row._replace(judgement=judgement, alternatives=alternatives)


def _choice(dataset: Dataset, asked: Asked, figures: Iterable[Figure]) -> Choice | None:
    if isinstance(asked, Figure):
        return Choice(asked, Fit.NAMED)
    found = [Choice(figure, fit) for figure in figures if (fit := _fit(figure, asked)) is not None]
    return min(found, key=partial(_rank, dataset), default=None)


def _fit(figure: Figure, asked: Period) -> Fit | None:
    """Return how a figure can stand for a period, or None if it can't."""
    period, first, last = figure.period, asked.start_earliest, asked.end_latest
    if period is None or first is None or not overlaps(period, asked) or (ends := ends_of(period)) is None:
        return None
    if last is None:
        return Fit.RUNNING if ends.start[0] <= first <= ends.start[1] and not period.kind.is_pace else None
    starts = ends.start == (first, first)
    if starts and ends.end == (last, last):
        return Fit.EXACT
    if (last - first).days < _LONG or figure.value is None or not figure.is_count or period.kind.is_pace:
        return None
    if starts and ends.end[1] <= last:
        is_over = (last.month, last.day) == _YEAR_END and ends.end[0] >= last.replace(day=_YEAR_IS_OVER)
        return Fit.NEARLY if is_over else Fit.PART
    return Fit.AVERAGE if ends.start[1] <= first and last <= ends.end[0] and period.kind is Kind.SUM else None


def _rank(dataset: Dataset, choice: Choice) -> tuple[object, ...]:
    """Return the place of a figure among those that can stand for a period: numbers, the latest or longest, undisputed, well sourced, new."""
    figure, fit = choice
    source, ends = dataset.sources[figure.source], ends_of(figure.period)
    assert ends is not None  # noqa: S101 -- what answers for a period has both ends
    is_running = fit is Fit.RUNNING
    days = ends.end[0].toordinal() if is_running else (ends.end[1] - ends.start[0]).days * (-1 if fit is Fit.AVERAGE else 1)
    is_pace = figure.period is not None and figure.period.kind.is_pace
    place = (fit, figure.value is None, is_pace, is_running and ends.start[0] != ends.start[1], -days, source.grade is Grade.WEAK)
    published = -source.published.toordinal() if source.published else 0
    return (*place, Status.DISPUTED in figure.status, _GRADES.index(source.grade), published, figure.id)


def _same_months(dataset: Dataset, asked: tuple[Period | None, ...], figures: Iterable[Figure]) -> Comparison | None:
    """Return the longest counts of the same months inside two periods that have an end, or None where a series has none."""
    sides: list[list[tuple[Ends, Choice]]] = [[], []]
    for figure in figures:
        period, ends = figure.period, ends_of(figure.period)
        if period and ends and period.kind is Kind.SUM and figure.is_count and figure.value is not None:
            for span, side in zip(asked, sides, strict=True):
                if span and span.end_latest and is_inside(period, span):
                    side.append((ends, Choice(figure, Fit.MONTHS)))
    pairs = [
        (one, other)
        for (ends, one), (others, other) in product(*sides)
        if one != other and month_and_day(ends.start[0]) == month_and_day(others.start[0]) and are_equal_spans(ends, others)
    ]
    best = min(pairs, key=lambda pair: [_rank(dataset, choice) for choice in pair], default=None)
    return Comparison(*best) if best else None


def _is_fair(dataset: Dataset, longer: Figure, figures: Iterable[Figure]) -> bool:
    """Return whether a longer figure may give an average: at most twice as long, and nothing that is known inside it contradicts that."""
    average, ends = yearly(longer), ends_of(longer.period)
    if ends is None or average is None or (length(ends).high or 0) > _MOST_TIMES:
        return False
    parts = [dataset.figures[name] for total in dataset.sums.values() if total.total == longer.id for name in total.parts]
    inside = [yearly(figure) for figure in (*figures, *parts) if lie_of(ends_of(figure.period), ends) is Lie.NESTED]
    return all(found is None or are_near(found.low, average.low) for found in inside)


def _order(dataset: Dataset, row: Comparison) -> tuple[object, ...]:
    """Return the place of a row: change of counts, with a bound, disputed, by rates, the rest; then by offence, source and size."""
    figures, offences = row.figures, [*dataset.offences]
    offence = min((_offence_rank(dataset, figure.offence), offences.index(figure.offence)) for figure in figures)
    is_hedged, is_disputed = not {"bounded", "approximate", "part-of-year"}.isdisjoint(row.reasons), "disputed" in row.reasons
    is_change, is_by_rates = row.relation is PairRelation.CHANGE, row.result.basis is Basis.RATES
    last_first = (row.verdict is Verdict.NO_FIGURE, row.relation is None, not is_change, is_by_rates, is_disputed, is_hedged, True)
    grade = max(_GRADES.index(dataset.sources[figure.source].grade) for figure in figures)
    return (-last_first.index(True), not row.is_of_both, is_hedged, offence, grade, -(figures[0].value or 0), figures[0].id)


def _offence_rank(dataset: Dataset, offence: str) -> int:
    """Return the place of an offence: the core ones, umbrellas, umbrellas over umbrellas, and last what no umbrella holds."""
    if parts := dataset.offences[offence].includes:
        return 2 if any(dataset.offences[part].includes for part in parts) else 1
    return 0 if any(offence in other.includes for other in dataset.offences.values()) else 3


def newest(figures: Iterable[Figure], most: int) -> tuple[Figure, ...]:
    """Return the counts that end last, the newest first, one of each series."""
    counts = (figure for figure in figures if figure.is_count and figure.value is not None)
    dated = [(ends.end, figure.value, figure.id, figure) for figure in counts if (ends := ends_of(figure.period))]
    series: dict[tuple[str, ...], Figure] = {}
    for *_, figure in sorted(dated, reverse=True):
        series.setdefault(series_key(figure), figure)
    return (*series.values(),)[:most]


def _nothing(question: Comparisons, query: Query) -> str:
    typed = "".join(f" {word.typed}" for word in query.words)
    names = [asked.id if isinstance(asked, Figure) else asked.text for asked in question.asked]
    years = [str(asked.start_earliest.year) for asked in question.asked if isinstance(asked, Period) and asked.start_earliest]
    message = f"no figure{f' of{typed}' if typed else ''} is of {names[0]} or of {names[1]}"
    if len({*years}) > 1 and years != names:
        found = _rows(question._replace(asked=(parse_period(years[0], {}), parse_period(years[1], {}))))
        if any(row.is_of_both for row in found.rows):
            return f"{message}; the years can be compared: {query.command.replace('show', f'compare {years[0]} {years[1]}', 1)}"
    last = ", ".join(f"{figure.id} ({label(figure.period)})" for figure in newest(question.figures, 2))
    return f"{message}; the newest: {last}" if last else f"{message}; see: {query.command}"
