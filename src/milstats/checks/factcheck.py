"""Which numbers of a draft the table knows, and the few that an editor should check.

The promise is small: a number is known by its value and the words around it; what to check is one of a closed list, and only where
the text speaks of Russia's soldiers and names the offence in the same clause.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from milstats.checks import words
from milstats.checks.pages import Page
from milstats.checks.words import Days, Mention, Reader, Reading, has_any, listed, one_of, pattern, without
from milstats.model import wording
from milstats.model.numerals import hedge, numerals
from milstats.model.period import Kind, Period, overlaps
from milstats.model.records import Dataset, Figure, link_of
from milstats.model.selection import known_on
from milstats.model.vocabulary import Bound, Grade, Status, Unit

_LEAST, _LARGE = 100, 1000  # a smaller number is known by its offence and period only; one from here on is rarely another's
_NEAR, _OPEN = timedelta(10), date(9000, 1, 1)  # how far off the ends of a period may be; an end that is open
_LOOSE = 0.5  # an offence that a text names by a looser word fits better than this


class FactStatus(StrEnum):
    """What the table says of a number of a draft."""

    KNOWN = "known"
    DISPUTED = "disputed"  # known, and a source reads it otherwise
    REVISED = "revised"  # known, and a later one replaces it
    CHECK = "check"  # the words around contradict the table
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """A number of a draft, what the table says of it, and how it was read; `start` is its place in the sentence."""

    file: str
    line: int
    column: int
    found: str
    status: FactStatus
    figure: Figure | None
    reason: str
    offence: str | None
    period_read: str | None
    counter_read: str | None
    noun: str | None
    link: str | None
    sentence: str
    start: int


_Answer = tuple[Figure, FactStatus, str]  # the figure that a number is or should be, and why
_UNKNOWN = (None, FactStatus.UNKNOWN, "the table does not have this number")
ACCEPTED = "accepted in the draft"


def factcheck(dataset: Dataset, draft: Page, as_of: date | None = None) -> tuple[Finding, ...]:
    """Return every number of a draft that may be a count, with what the table says of it, in the order of the draft.

    `as_of` is the day of the text: what was published later is not known then.
    """
    judge = _Judge(dataset, known_on(dataset, as_of) if as_of else dataset)
    accepted = {value for text in draft.accepted for numeral in numerals(text) for value in numeral.values}
    findings = []
    for mention in Reader(dataset).mentions(draft):
        figure, status, reason = judge.fault(mention) or judge.known(mention) or _UNKNOWN
        if status is FactStatus.CHECK and not accepted.isdisjoint(mention.numeral.values):
            figure, status, reason = None, FactStatus.UNKNOWN, ACCEPTED
        clause, whole = mention.clause, mention.whole
        offences = clause.offences or whole.offences
        offence = " ".join(offence for offence in dataset.offences if offence in offences) or None
        period = "; ".join(map(_period_label, clause.periods or whole.periods)) or None
        counter = "; ".join(sorted(clause.counters or whole.counters)) or None
        match = pattern(one_of(listed("noun"))).search(mention.plain, mention.numeral.end, mention.numeral.end + 40)
        noun = mention.sentence[slice(*match.span())] if match else None
        link = link_of(dataset, figure) if figure else None
        number = (draft.label, *mention.place, mention.found)
        reading = (offence, period, counter, noun, link)
        findings.append(Finding(*number, status, figure, reason, *reading, mention.sentence, mention.numeral.start))
    return tuple(findings)


def _period_label(days: Days) -> str:
    if days.start is None:
        return f"to {wording.long_date(days.end)}" if days.end else ""
    return wording.label(Period("", days.start, days.start, days.end, days.end))


class _Judge:
    """Judges the numbers of drafts by one table, of which `later` has what was published after the day of the text too."""

    def __init__(self, later: Dataset, dataset: Dataset) -> None:
        self._dataset = dataset
        self._sound = [figure for figure in dataset.figures.values() if Status.DEPRECATED not in figure.status]
        self._later = {(figure.offence, figure.value) for figure in later.figures.values()}
        self._revisions = {figure.supersedes: figure for figure in later.figures.values() if figure.supersedes}

    def known(self, mention: Mention) -> _Answer | None:
        """Return the figure that a number is, the one whose words are nearest, or None."""
        if mention.is_russian is False or (mention.is_elsewhere and not mention.whole.offences):
            return None
        best, most = None, 0.0
        # Its sentence names an offence, a period, a counter or a measure, or compares.
        is_placed = any(mention.whole[:-2]) or has_any(mention.plain, listed("comparison"))
        for figure in self._dataset.figures.values():
            is_same = _is_same(figure, mention)
            unit = figure.unit if figure.unit in {Unit.PERCENT, Unit.YEAR} else None
            if unit is mention.unit and (is_same or _rounds_to(figure, mention)):
                points, is_beside = self._points(figure, mention)
                least = 1.0 if (figure.value or 0) >= _LARGE else 1.5 if is_placed else 9.0
                if points > most and (points >= least if is_same and _is_telling(figure) else is_beside):
                    best, most = figure, points
        if best is None:
            return None
        later = self._revisions.get(best.id)
        is_revised = later is not None and later.id in self._dataset.figures
        reasons = [self._counts(best)]
        if later is not None:
            reasons.append(f"revised {'later' if is_revised else 'after the day of the text'} to {wording.number(later)}")
        if best.offence == "awol" and mention.clause.offences == {"desertion"}:
            reasons.append("the source counts absence without leave, not desertion")
        if Status.DEPRECATED in best.status and best.note:
            reasons.append(best.note)
        status = FactStatus.REVISED if is_revised else FactStatus.DISPUTED if Status.DISPUTED in best.status else FactStatus.KNOWN
        return best, status, "; ".join(reasons)

    def _points(self, figure: Figure, mention: Mention) -> tuple[float, bool]:
        """Return how well a figure fits the words around a number, and whether its offence and period are among them."""
        tiers = ((mention.clause, 1.0), (mention.whole, 0.7), (mention.wider, 0.4))
        offence = next((self._offence_fit(figure, read) * weight for read, weight in tiers if read.offences), 0.0)
        period = next((_period_fit(figure, read) * weight for read, weight in tiers if read.periods), 0.0)
        # Where the clause has none, that of another number may be meant.
        offence = offence if mention.clause.offences else max(offence, offence / 2)
        period = period if mention.clause.periods else max(period, 0.0)
        counter = next((weight if figure.counter in read.counters else -weight for read, weight in tiers if read.counters), 0.0)
        measure = next((_measure_fit(figure, read) * weight for read, weight in tiers[:2] if read.measures), 0.0)
        unit = float(figure.unit in mention.whole.units or figure.unit is mention.unit)
        # Capitalised words of a population are places, but for these.
        names = {word.strip(",") for word in figure.population.split() if word[0].isupper()} - {"Mediazona", "Russia", "Republic"}
        place = 0 if not names else 2 if any(name in mention.sentence for name in names) else -3
        grade = [*Grade].index(self._dataset.sources[figure.source].grade)
        points = 3 * offence + 3 * period + 2 * counter + 2 * measure + unit + place - 0.3 * grade
        points -= 2 * (Status.DEPRECATED in figure.status)
        is_dated = figure.period is not None and figure.period.is_dated
        has_period = period > 0 or (not is_dated and figure.counter in mention.named)
        return points, offence > 0 and has_period and measure + unit > 0 and place >= 0

    def _offence_fit(self, figure: Figure, read: Reading) -> float:
        """Return 1 where a reading names the offence of a figure, less where it names a looser word for it, -1 where another."""
        parts = self._dataset.parts_of(figure.offence)
        if figure.offence in read.offences:
            return 1.0
        if len(read.offences & parts) > 1 or any(figure.offence in words.LOOSE.get(offence, ()) for offence in read.offences):
            return 0.6
        is_part = any(figure.offence in self._dataset.parts_of(offence) for offence in read.offences)
        return 0.2 if is_part or read.offences & parts else -1.0

    def _counts(self, figure: Figure) -> str:
        """Return what a figure counts: "people convicted, desertion, 2021, counted by Proekt, as reported by Meduza on 1 May 2022"."""
        heading = wording.heading(figure.measure, figure.unit)
        what = f"{heading}, {self._dataset.offences[figure.offence].label}, {wording.label(figure.period)}"
        by = f"counted by {wording.with_article(figure.counter)}"
        is_own = self._dataset.sources[figure.source].publisher == figure.counter
        return f"{what}, {by}" if is_own else f"{what}, {by}, {wording.reported_by(self._dataset, figure)}"

    def fault(self, mention: Mention) -> _Answer | None:
        """Return what to check in a number, or None: a closed list, and only where the text is plain."""
        if mention.is_russian is not True or mention.is_elsewhere or mention.unit is not None or not mention.clause.offences:
            return None
        text = without(mention.clause.text, listed("hedges"))
        if has_any(text, (*listed("comparison"), *listed("narrower"))) or has_any(mention.plain, listed("hearsay")):
            return None
        same = [figure for figure in self._dataset.figures.values() if _is_same(figure, mention)]
        fits = [figure for figure in same if Status.DEPRECATED not in figure.status and self._offence_fit(figure, mention.clause) > _LOOSE]
        if not fits:
            return self._deprecated(mention, same) or self._wrong_digit(mention)
        telling = [figure for figure in fits if _is_telling(figure)]
        if not telling or not mention.is_alone:
            return None
        figure = max(telling, key=lambda one: self._points(one, mention)[0])
        reason = _wrong_measure(mention, fits) or _wrong_period(mention, figure, fits) or self._wrong_counter(mention, figure, fits)
        return (figure, FactStatus.CHECK, f"{reason}: {self._counts(figure)}") if reason else None

    def _wrong_digit(self, mention: Mention) -> _Answer | None:
        """Return the figure of the clause's offence, period and counter from which one digit, or two swapped ones, differ."""
        read, value = mention.clause, mention.numeral.values[0]
        is_plain = len(read.periods) == len(read.counters) == 1 and mention.is_alone
        if not is_plain or value < _LEAST or any((one, value) in self._later for one in read.offences) or self.known(mention):
            return None
        for figure in sorted(self._sound, key=lambda one: -self._points(one, mention)[0]):
            is_named = read.offences == {figure.offence} or len(read.offences & self._dataset.parts_of(figure.offence)) > 1
            # Other populations are parts of these.
            is_meant = is_named and figure.counter in read.counters and figure.population in {"servicemen", "conscripts"}
            is_exact = figure.is_count and figure.bound is Bound.EQ and _is_slip(str(value), str(figure.value))
            if is_meant and is_exact and _period_fit(figure, read) == 1 and _measure_fit(figure, read) >= 0:
                return figure, FactStatus.CHECK, f"the table has {wording.number(figure)}: {self._counts(figure)}"
        return None

    def _wrong_counter(self, mention: Mention, figure: Figure, fits: Sequence[Figure]) -> str | None:
        """Return that another counted a number, where the table has a number of the counter that the clause names."""
        read = mention.clause
        counted = {one.counter for one in fits} | {self._dataset.sources[one.source].publisher for one in fits}
        if len(read.counters) != 1 or counted & mention.whole.counters or _period_fit(figure, read) != 1:
            return None
        has_own = any(
            one.counter in read.counters and one.offence == figure.offence and one.value is not None and _period_fit(one, read) == 1
            for one in self._sound
        )
        return f"this is the number of {wording.with_article(figure.counter)}" if has_own else None

    def _deprecated(self, mention: Mention, same: Sequence[Figure]) -> _Answer | None:
        """Return a figure that is known to be wrong, unless a sound one bears out what the text says."""
        for figure in same:
            is_wrong = Status.DEPRECATED in figure.status and self._offence_fit(figure, mention.clause) > _LOOSE
            fits_period = max(_period_fit(figure, mention.clause), _period_fit(figure, mention.whole)) > 0
            is_meant = (fits_period or figure.counter in mention.whole.counters) and figure.unit in (mention.clause.units or {figure.unit})
            if is_wrong and is_meant and not _is_borne_out(figure, mention, self._sound):
                return figure, FactStatus.CHECK, f"not to be used: {figure.note or 'the table marks it as wrong'}"
        return None


def _wrong_period(mention: Mention, figure: Figure, fits: Sequence[Figure]) -> str | None:
    """Return that a number is of another period than the one that its clause names."""
    read = mention.clause
    is_meant = figure.offence in read.offences and (not read.counters or figure.counter in read.counters)
    is_other = max(_period_fit(one, read) for one in fits) < 0 and all(_period_fit(one, mention.whole) != 1 for one in fits)
    return f"the table has this number for {wording.label(figure.period)}" if len(read.periods) == 1 and is_meant and is_other else None


def _wrong_measure(mention: Mention, fits: Iterable[Figure]) -> str | None:
    """Return that a number counts cases, where its clause says that so many people were convicted."""
    verdicts, before = words.FAMILIES[:2]
    are_cases = all(
        one.measure in before and one.unit is not Unit.PERSON and verdicts.isdisjoint(reading.measure for reading in one.readings)
        for one in fits
    )
    if are_cases and mention.clause.measures & verdicts and has_any(mention.clause.text, listed("so_many_convicted"), ""):
        return "the table counts cases, not people convicted"
    return None


def _is_same(figure: Figure, mention: Mention) -> bool:
    return figure.value in mention.numeral.values or figure.value_high in mention.numeral.values


def _is_telling(figure: Figure) -> bool:
    """Return whether a number is hardly ever another's: it counts something, is large and not round."""
    return figure.is_count and (figure.value or 0) >= _LEAST and (figure.value or 0) % 50 != 0


def _rounds_to(figure: Figure, mention: Mention) -> bool:
    """Return whether a number is that of a figure, rounded: to tens, written in thousands, or with a word such as about."""
    value = mention.numeral.values[0]
    if figure.value is None or not figure.is_count or value < _LEAST or value % 10 or not -value <= (figure.value - value) * 50 <= value:
        return False
    is_rounded = not mention.found[-1].isdigit() or round(figure.value, -1) == value
    return is_rounded or hedge(mention.sentence, mention.numeral) is not Bound.EQ


def _period_fit(figure: Figure, read: Reading) -> float:
    """Return 1 where a reading names the period of a figure, 0.5 where a longer one, -1 where only others, 0 where nobody can say."""
    if figure.period is None or not figure.period.is_dated or not read.periods:
        return 0.0
    return max(_days_fit(days, figure.period) for days in read.periods)


def _days_fit(days: Days, period: Period) -> float:
    """Return the same for one period; days that only end name a running total up to then."""
    first, start = period.start_earliest or date.min, period.start_latest or date.min
    last, end = period.end_earliest or _OPEN, period.end_latest or _OPEN
    ends = days.end is None or last - _NEAR <= days.end <= end + _NEAR
    if days.start is None:
        return float(ends and period.kind is Kind.CUMULATIVE)
    if ends and first - _NEAR <= days.start <= start + _NEAR:
        return 1.0
    if days.start <= start and (days.end is None or end <= days.end + _NEAR):
        return 0.5
    if last < days.start and (period.kind is Kind.CUMULATIVE or (days.end or _OPEN) - days.start < (last - start) / 3):
        return 0.0  # it says when the number was reported
    return -1.0 if last < days.start or (days.end is not None and first > days.end) else 0.0


def _measure_fit(figure: Figure, read: Reading) -> float:
    """Return 1 where a reading names the measure of a figure, 0.6 where one of its family, less than 0 where only others."""
    verdicts = words.FAMILIES[0]
    if not read.measures:
        return -0.5 if figure.measure in verdicts and read.units == {Unit.CASE} else 0.0
    if figure.measure in read.measures:
        return 1.0
    return 0.6 if any(figure.measure in family and read.measures & family for family in words.FAMILIES) else -0.6


def _is_slip(found: str, meant: str) -> bool:
    """Return whether one digit differs, or two neighbouring ones are swapped."""
    off = [place for place, (one, other) in enumerate(zip(found, meant, strict=False)) if one != other]
    is_swap = len(off) > 1 and off == [off[0], off[0] + 1] and found[off[0]] + found[off[1]] == meant[off[1]] + meant[off[0]]
    return len(found) == len(meant) and (len(off) == 1 or is_swap)


def _is_borne_out(figure: Figure, mention: Mention, sound: Iterable[Figure]) -> bool:
    """Return whether a sound figure of the same count makes what a text says with the number of a wrong one true."""
    stated, value = hedge(mention.sentence, mention.numeral), figure.value or 0
    for other in sound:
        is_same = (other.offence, other.counter) == (figure.offence, figure.counter)
        are_kin = any({figure.measure, other.measure} <= family for family in words.FAMILIES)
        is_of_then = other.period is not None and figure.period is not None and overlaps(other.period, figure.period)
        if other.value is not None and is_same and are_kin and is_of_then:
            off = other.value - value
            is_above = stated in {Bound.GT, Bound.GE} and 0 <= off <= value
            is_near = stated not in {Bound.GT, Bound.GE, Bound.EQ} and -other.value <= off * 20 <= other.value
            if off == 0 or is_above or is_near:
                return True
    return False
