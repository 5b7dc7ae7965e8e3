"""Which numbers of a draft the table knows, and the few that an editor should check.

The promise is small: the same number is known by its value and by the words around it; a fault is one of a closed list, and only
where the text speaks of Russia's soldiers and names the offence in the same clause. There is no grammar beyond the clause.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from milstats.checks import words
from milstats.checks.words import Days, pattern, periods_in
from milstats.model import wording
from milstats.model.numerals import Numeral, hedge, numerals
from milstats.model.period import Kind, Period, parse_period
from milstats.model.records import link_of
from milstats.model.selection import known_on
from milstats.model.vocabulary import Bound, Grade, Measure, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from milstats.checks.pages import Block, Page
    from milstats.model.records import Dataset, Figure, Number, OffenceId


class FactStatus(StrEnum):
    """What the table says of a number of a draft."""

    KNOWN = "known"
    DISPUTED = "disputed"
    REVISED = "revised"
    CHECK = "check"
    UNKNOWN = "unknown"


FACT_MEANINGS = {
    FactStatus.KNOWN: "the table has this number",
    FactStatus.DISPUTED: "the table has this number, and a source reads it otherwise",
    FactStatus.REVISED: "the table has this number, and a later one that replaces it",
    FactStatus.CHECK: "the words around this number contradict the table",
    FactStatus.UNKNOWN: "the table does not have this number",
}


class Reading(NamedTuple):
    """What some words name."""

    offences: frozenset[OffenceId]
    periods: tuple[Days, ...]
    counters: frozenset[str]
    measures: frozenset[Measure]
    units: frozenset[Unit]
    text: str


class Mention(NamedTuple):
    """A number that counts something: where it is in its block, and what its segment, sentence and the text before name."""

    block: Block
    sentence: str
    offset: int  # of the sentence in the block
    numeral: Numeral
    segment: Reading
    whole: Reading
    wider: Reading
    subject: bool | None  # whether Russia's soldiers are spoken of; None where nothing says so
    is_alone: bool  # whether its segment has no other number
    unit: Unit | None  # percent or years, where the number is such
    named: frozenset[str]  # the counters that the draft has named so far

    @property
    def found(self) -> str:
        """The number as the draft writes it."""
        return self.sentence[self.numeral.start : self.numeral.end]

    @property
    def values(self) -> tuple[Number, ...]:
        """What the number may mean: several values only where its digits are no groups of three."""
        return self.numeral.values[:1] if _GROUPED.match(self.found) else self.numeral.values


class Finding(NamedTuple):
    """A number of a draft and what the table says of it; `start` is its place in the sentence."""

    file: str
    line: int
    column: int
    found: str
    status: FactStatus
    figure: Figure | None = None
    table_value: Number | None = None
    reason: str = ""
    offence: str | None = None
    period_read: str | None = None
    counter_read: str | None = None
    noun: str | None = None
    link: str | None = None
    sentence: str = ""
    start: int = 0


_OWN = ("Mediazona", "Proekt", "The Insider", "RTVI", "Verstka", "MO", "iStories", "The Barents Observer")  # they count in Russia only
_WAR, _MOBILISATION = date(2022, 2, 24), date(2022, 9, 21)  # where the table does not name these periods
_ABBREVIATION = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|art|st|mr|mrs|dr|gen|approx|ст|г|гг|тыс|млн|чел|ч|п|стр|руб|им|др)|\b\w|\b[A-Z][.]\w)[.]$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”’')\]]*\s+(?=[\"«“‘(\[—–-]*\s?[^\W_a-zа-яё])|\n")
_CLAUSE = re.compile(
    r"[;()]|:\s|,?\s(?:while|whereas|but|although|compared|against|versus|up from|down from|тогда как|но|против|по сравнению|хотя)\s|,\s(?:а|than|чем|or|или)\s"
    r"|,\s(?:(?:more than|nearly|about|almost|over|roughly|почти|более чем)\s)?(?:в\s)?\S+\s(?:times|раза?)\b",
    re.IGNORECASE,
)
_JOINTS = tuple(map(re.compile, (r",\s|;|\|", r"\s(?:and|or|и|или|а)\s(?!(?:19|20)\d\d\b)", r"\s[—–-]\s")))  # what parts two numbers, the best first
_DATELINE = re.compile(
    r"[A-ZА-ЯЁ][\w ]{2,30}(?:[.,]\s[^.,]{3,20})?(?:,\s\d{4})?(?:\s\([A-Z]+\))?\s?[—–-]\s|[A-ZА-ЯЁ][A-ZА-ЯЁ ]{3,30}[,.]\s"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[^0-9][0-9]{3})+(?![0-9])|.*[^0-9]$")
_NEAR_DAYS, _MONTH_DAYS = 10, 62
_LEAST = 100  # a smaller number is known by its offence and period only


def factcheck(dataset: Dataset, draft: Page, as_of: date | None = None) -> tuple[Finding, ...]:
    """Return every number of a draft that may be a count, with what the table says of it, in the order of the draft.

    `as_of` is the day of the text: what was published later is not known then.
    """
    checker = _Checker(dataset, as_of)
    accepted = {value for text in draft.accepted for numeral in numerals(text) for value in numeral.values}
    findings = []
    for mention in checker.mentions(draft):
        finding = checker.judged(mention, draft.label)
        if finding.status is FactStatus.CHECK and not accepted.isdisjoint(mention.values):
            finding = finding._replace(status=FactStatus.UNKNOWN, figure=None, table_value=None, reason="accepted in the draft")
        findings.append(finding)
    return tuple(findings)


def _sentences(block: Block) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a block with their places."""
    start = 0
    for match in (*_SENTENCE.finditer(block.text), None):
        end = match.start() if match else len(block.text)
        if match and match[0] != "\n" and _ABBREVIATION.search(block.text[max(start, end - 12) : end]):
            continue
        if block.text[start:end].strip():
            yield start, block.text[start:end]
        start = match.end() if match else end


def _is_count(text: str, numeral: Numeral, *, is_told: bool) -> bool:
    """Return whether a number may count something: it is no year, date, age, article, price, ordinal or score."""
    if _mean(text, numeral):
        return True
    found, before, after = (
        text[numeral.start : numeral.end],
        text[max(0, numeral.start - 40) : numeral.start],
        text[numeral.end : numeral.end + 40],
    )
    if (found[0] == "0" and found != "0") or before[-1:] in {"/", ":", "+", "-"}:
        return False
    if pattern(words.NO_COUNT_BEFORE, r"(?<![^\W\d])", r"[\s\"«“(]{0,2}$").search(before):
        return is_told and numeral.values[0] >= _LEAST
    if pattern(words.NO_COUNT_AFTER, r"[\s]?").match(after) or re.match(
        r"[-:/]\d|[-–]?(?:й|я|го|м|х|ю|му|е|st|nd|rd|th)\b|[-–][A-Za-zА-Яа-я]", after
    ):
        return False
    months = "|".join(words.MONTHS)
    if numeral.values[0] <= 31 and (
        re.match(rf"\s(?:of\s)?(?:{months})\b", after, re.IGNORECASE) or re.search(rf"\b(?:{months})\.?\s$", before, re.IGNORECASE)
    ):
        return False
    is_year = len(found) == len("2021") and found.isdigit() and 1900 <= int(found) <= 2040
    return is_told if is_year else isinstance(numeral.values[0], int)


class _Checker:
    """Judges the numbers of drafts by one table."""

    def __init__(self, dataset: Dataset, as_of: date | None) -> None:
        self._all = dataset
        self._table = known_on(dataset, as_of) if as_of else dataset
        self._replaced = {figure.supersedes: figure for figure in dataset.figures.values() if figure.supersedes}
        self._by_value: dict[Number, list[Figure]] = {}
        for figure in self._table.figures.values():
            for value in {figure.value, figure.value_high} - {None}:
                self._by_value.setdefault(value, []).append(figure)
        self._offences = {offence: _offence_words(dataset, offence) for offence in dataset.offences}
        counters = {figure.counter for figure in dataset.figures.values()}
        self._counters = {name: words.COUNTERS.get(name) or re.escape(name) for name in counters}
        starts = {name: period.start for name, period in dataset.periods.items()}
        self._days = (starts.get("wartime", _WAR), starts.get("mobilisation", _MOBILISATION))
        self.read = cache(self._read)

    def _read(self, text: str) -> Reading:
        """Return what a text names."""
        return Reading(
            frozenset(offence for offence, phrase in self._offences.items() if pattern(phrase).search(text)),
            periods_in(text, *self._days),
            frozenset(counter for counter, phrase in self._counters.items() if pattern(phrase).search(text)),
            frozenset(measure for measure, phrase in words.MEASURES.items() if pattern(phrase).search(text)),
            frozenset(unit for unit, phrase in words.NOUNS.items() if pattern(phrase).search(text)),
            text,
        )

    def mentions(self, draft: Page) -> Iterator[Mention]:
        """Yield the numbers of a draft that may count something, with the words around them."""
        whole = " ".join(block.text for block in draft.blocks)
        if not self._has_topic(whole):
            return
        subject: bool | None = None
        last, named = "", frozenset[str]()
        for block in draft.blocks:
            before = f"{block.around} | {last[-300:]}" if block.around else last[-300:]
            for offset, sentence in _sentences(block):
                subject, named = self._subject(sentence, subject), named | self.read(sentence).counters
                yield from self._numbers(block, offset, sentence, before, subject, named)
                before = f"{before} {sentence}"[-600:]
            last = block.text if not block.around else last

    def _has_topic(self, text: str) -> bool:
        """Return whether a draft is about soldiers before courts."""
        read = self.read(text)
        is_foreign = read.counters & {*_OWN} and not re.search(r"(?i)\b(?:the|of|and|что|на|по)\b", text)
        return bool(read.offences) or bool(is_foreign) or (
            Unit.PERSON in read.units and bool(read.measures & words.FAMILIES[0]) and "militar" in text.casefold()
        )

    def _subject(self, sentence: str, before: bool | None) -> bool | None:
        """Return whether Russia's army is spoken of from a sentence on."""
        if pattern(words.RUSSIA).search(sentence) or self.read(sentence).counters & {*_OWN}:
            return True
        return False if _names_elsewhere(sentence) else before

    def _numbers(self, block: Block, offset: int, sentence: str, before: str, subject: bool | None, named: frozenset[str]) -> Iterator[Mention]:
        """Yield the counts of a sentence, each with its segment."""
        found = [
            numeral
            for numeral in numerals(sentence)
            if sentence[numeral.start].isdigit() and _is_count(sentence, numeral, is_told=_has_noun(sentence, numeral))
        ]
        for numeral in found:
            start, end, is_alone = _segment(sentence, numeral, found)
            end = self._end(sentence, numeral, end)
            yield Mention(
                block, sentence, offset, numeral, self.read(_without_brackets(sentence[start:end], numeral.start - start)), self.read(f"{block.around} | {sentence}" if block.around else sentence), self.read(before),
                subject, is_alone, _unit(sentence, numeral), named,
            )  # fmt: skip

    def _end(self, sentence: str, numeral: Numeral, end: int) -> int:
        """Return where a segment ends without the commas behind its number that say neither when nor who counted."""
        for match in re.finditer(r",\s", sentence[numeral.end : end]):
            place = numeral.end + match.start()
            piece = re.split(r",\s", sentence[place + 2 : end])[0]
            read = self.read(piece)
            if not (read.periods or read.counters) or pattern(words.COMPARISON).search(piece):
                return place
        return end

    def judged(self, mention: Mention, label: str) -> Finding:
        """Return what the table says of a number."""
        line, column = mention.block.place_of(mention.offset + mention.numeral.start)
        known = self._known(mention)
        fault = self._fault(mention, known)
        figure, status, reason = fault or known or (None, FactStatus.UNKNOWN, "the table does not have this number")
        read, whole = mention.segment, mention.whole
        named = read.offences or whole.offences
        periods = read.periods or whole.periods
        noun = pattern("|".join(words.NOUNS.values())).search(mention.sentence, mention.numeral.end)
        return Finding(
            label, line, column, mention.found, status, figure, figure and figure.value, reason,
            " ".join(offence for offence in self._table.offences if offence in named) or None,
            "; ".join(map(_period_label, periods)) or None,
            "; ".join(sorted(read.counters or whole.counters)) or None,
            noun[0] if noun and noun.start() - mention.numeral.end < 40 else None,
            figure and link_of(self._table, figure),
            mention.sentence,
            mention.numeral.start,
        )  # fmt: skip

    def _known(self, mention: Mention) -> tuple[Figure, FactStatus, str] | None:
        """Return the figure that a number is, the one whose words are nearest, or None."""
        is_theirs = mention.subject is False or (_names_elsewhere(mention.sentence) and not mention.whole.offences)
        if is_theirs and not mention.whole.counters & {*_OWN}:
            return None
        candidates = [figure for value in mention.values for figure in self._by_value.get(value, ())]
        rounded = [] if candidates else [figure for figure in self._table.figures.values() if _rounds_to(figure, mention)]
        best, points = None, 0.0
        for figure in (*candidates, *rounded):
            if (figure.unit if figure.unit in {Unit.PERCENT, Unit.YEAR} else None) is not mention.unit:
                continue
            score, is_strong = self._score(figure, mention)
            is_small = not figure.is_count or figure in rounded or _is_round(figure.value or 0) or (figure.value or 0) < _LEAST
            if score > points and (is_strong if is_small else score >= (1.0 if (figure.value or 0) > 999 else 1.5)):
                best, points = figure, score
        return best and self._told(best, mention)

    def _score(self, figure: Figure, mention: Mention) -> tuple[float, bool]:
        """Return how well a figure fits the words around a number, and whether offence and period both stand there."""
        tiers = ((mention.segment, 1.0), (mention.whole, 0.7), (mention.wider, 0.4))
        offence = next((self._offence_fit(figure, read) * weight for read, weight in tiers if read.offences), 0.0)
        period = next((_period_fit(figure, read) * weight for read, weight in tiers if read.periods), 0.0)
        if period < 0 and not mention.segment.periods:  # that of another number
            period = 0.0
        if offence < 0 and not mention.segment.offences:
            offence = offence / 2
        counter = next((weight if figure.counter in read.counters else -weight for read, weight in tiers[:2] if read.counters), 0.0)
        if not counter and figure.counter in mention.wider.counters:
            counter = 0.4
        measure = next((_measure_fit(figure, read) * weight for read, weight in tiers[:2] if read.measures), 0.0)
        unit = next((weight for read, weight in tiers[:2] if figure.unit in read.units or figure.unit is mention.unit), 0.0)
        place = _place_fit(figure, mention)
        quality = -0.3 * [*Grade].index(self._table.sources[figure.source].grade) - 2 * (Status.DEPRECATED in figure.status)
        score = offence * 3 + period * 3 + counter * 2 + measure * 2 + unit + place + quality - 0.2 * (figure.id in self._replaced)
        is_strong = offence > 0 and (period > 0 or (not (figure.period and figure.period.is_dated) and figure.counter in mention.named)) and measure + unit > 0 and place >= 0
        return score, is_strong

    def _offence_fit(self, figure: Figure, read: Reading) -> float:
        """Return 1 where a reading names the offence of a figure, less where it names a looser word for it, -1 where another."""
        if figure.offence in read.offences:
            return 1.0 if len(read.offences) == 1 else 0.8
        parts = self._table.parts_of(figure.offence)
        loose = {wide for offence in read.offences for wide in words.LOOSE.get(offence, ())}
        if figure.offence in loose or len(read.offences & parts) > 1:
            return 0.6
        return 0.2 if read.offences & parts or any(figure.offence in self._table.parts_of(offence) for offence in read.offences) else -1.0

    def _told(self, figure: Figure, mention: Mention) -> tuple[Figure, FactStatus, str]:
        """Return a known figure with its status and what the table says that it counts."""
        later = self._replaced.get(figure.id)
        parts = [self._counts(figure)]
        if later is not None and later.id in self._table.figures:
            parts.append(f"revised later to {wording.number(later)}")
        elif later is not None:
            parts.append(f"revised after this day to {wording.number(later)}")
        if figure.offence == "awol" and mention.segment.offences == {"desertion"}:
            parts.append("the source counts absence without leave, not desertion")
        if Status.DEPRECATED in figure.status and figure.note:
            parts.append(figure.note)
        is_revised = later is not None and later.id in self._table.figures
        status = FactStatus.REVISED if is_revised else FactStatus.DISPUTED if Status.DISPUTED in figure.status else FactStatus.KNOWN
        return figure, status, "; ".join(parts)

    def _counts(self, figure: Figure) -> str:
        """Return what the table says that a figure counts: "people convicted of AWOL, 2021, counted by Proekt (The Moscow Times)"."""
        offence, source = self._table.offences[figure.offence], self._table.sources[figure.source]
        what = f"{wording.heading(figure.measure, figure.unit)}, {offence.label}, {wording.label(figure.period)}"
        by = f"counted by {wording.with_article(figure.counter)}"
        return f"{what}, {by}, {wording.reported_by(self._table, figure)}" if source.publisher != figure.counter else f"{what}, {by}"

    def _fault(self, mention: Mention, known: tuple[Figure, FactStatus, str] | None) -> tuple[Figure, FactStatus, str] | None:
        """Return what to check in a number and why, or None: a closed list, and only where the text is plain."""
        sentence, read = mention.sentence, mention.segment
        if mention.subject is not True or mention.unit is not None or not read.offences or _is_hedged_away(mention):
            return None
        same = [figure for value in mention.values for figure in self._by_value.get(value, ())]
        if mention.is_alone and not same and known is None:
            return self._wrong_digit(mention)
        if not same:
            return None
        del sentence
        live = [figure for figure in same if Status.DEPRECATED not in figure.status]
        fits = [figure for figure in live if self._offence_fit(figure, read) > 0.5]
        if not fits:
            return self._deprecated(mention, same)
        if not mention.is_alone:
            return None
        return self._wrong_measure(mention, fits) or self._wrong_period(mention, fits) or self._wrong_counter(mention, fits)

    def _wrong_digit(self, mention: Mention) -> tuple[Figure, FactStatus, str] | None:
        """Return the figure of the clause's offence, period and counter from which one digit, or two swapped ones, differ."""
        read, value = mention.segment, mention.values[0]
        if len(read.periods) != 1 or len(read.counters) != 1 or len(read.offences) != 1 or not isinstance(value, int) or value < _LEAST:
            return None
        for figure in self._table.figures.values():
            if (
                figure.offence in read.offences and figure.counter in read.counters and figure.is_count
                and figure.bound is Bound.EQ and Status.DEPRECATED not in figure.status
                and _period_fit(figure, read) == 1 and _measure_fit(figure, read) >= 0 and _place_fit(figure, mention) >= 0
                and _differs_by_a_slip(str(value), str(figure.value))
            ):  # fmt: skip
                return figure, FactStatus.CHECK, f"the table has {wording.number(figure)}: {self._counts(figure)}"
        return None

    def _wrong_period(self, mention: Mention, fits: Sequence[Figure]) -> tuple[Figure, FactStatus, str] | None:
        """Return the figure of a known number where the clause gives it another period."""
        read = mention.segment
        exact = [figure for figure in fits if figure.offence in read.offences and figure.value and not _is_round(figure.value)]
        if (
            not exact
            or (exact[0].value or 0) < _LEAST
            or len(read.periods) != 1
            or any(_period_fit(figure, mention.whole) >= 0 for figure in fits)
        ):
            return None
        figure = max(exact, key=lambda one: self._score(one, mention)[0])
        if read.counters and figure.counter not in read.counters:
            return None
        return figure, FactStatus.CHECK, f"the table has this number for {wording.label(figure.period)}: {self._counts(figure)}"

    def _wrong_counter(self, mention: Mention, fits: Sequence[Figure]) -> tuple[Figure, FactStatus, str] | None:
        """Return the figure of a known number where the clause names another counter, of whom the table has its own number."""
        read = mention.segment
        named = mention.whole.counters | {self._table.sources[figure.source].publisher for figure in fits if False}
        exact = [figure for figure in fits if figure.offence in read.offences and _period_fit(figure, read) == 1]
        if (
            not exact
            or len(read.counters) != 1
            or {figure.counter for figure in fits} & named
            or _is_round(exact[0].value or 0)
            or (exact[0].value or 0) < _LEAST
        ):
            return None
        publishers = {self._table.sources[figure.source].publisher for figure in fits}
        theirs = [
            figure
            for figure in self._table.figures.values()
            if figure.counter in read.counters
            and figure.offence == exact[0].offence
            and _period_fit(figure, read) == 1
            and figure.value is not None
        ]
        if publishers & read.counters or not theirs:
            return None
        return exact[0], FactStatus.CHECK, f"this is {wording.with_article(exact[0].counter)}’s number: {self._counts(exact[0])}"

    def _wrong_measure(self, mention: Mention, fits: Sequence[Figure]) -> tuple[Figure, FactStatus, str] | None:
        """Return the figure of cases that courts received where the clause says that so many people were convicted."""
        text, numeral = mention.segment.text, mention.found
        people = "|".join((words.NOUNS[Unit.PERSON],))
        near = re.escape(numeral)
        is_convicted = pattern(
            f"(?:{words.CONVICTED})(?: \\S+){{0,3}} {near}(?: \\S+){{0,2}} (?:{people})|{near}(?: \\S+){{0,2}} (?:{people})(?: \\S+){{0,3}} (?:{words.CONVICTED})|осужден(?:о|ы)? {near}"
        ).search(text)
        before = words.FAMILIES[1]
        if is_convicted is None or any(figure.measure not in before or figure.unit is Unit.PERSON for figure in fits):
            return None
        figure = max(fits, key=lambda one: self._score(one, mention)[0])
        if (figure.value or 0) < _LEAST or _is_round(figure.value or 0) or any(_measure_of_reading(figure)):
            return None
        return figure, FactStatus.CHECK, f"the table counts cases, not people convicted: {self._counts(figure)}"

    def _deprecated(self, mention: Mention, same: Sequence[Figure]) -> tuple[Figure, FactStatus, str] | None:
        """Return a figure that is known to be wrong, unless a sound one bears out what the text says."""
        for figure in same:
            if Status.DEPRECATED not in figure.status or self._offence_fit(figure, mention.segment) < 0.5:
                continue
            fits_period = any(_period_fit(figure, read) > 0 for read in (mention.segment, mention.whole))
            if not fits_period and figure.counter not in mention.whole.counters:
                continue
            stated = hedge(mention.sentence, mention.numeral)
            sound = [
                other
                for other in self._table.figures.values()
                if Status.DEPRECATED not in other.status and other.offence == figure.offence and other.value and _overlap(other, figure)
                and other.counter == figure.counter and _same_family(other.measure, figure.measure) and _bears_out(stated, figure.value or 0, other.value)
            ]  # fmt: skip
            if not sound:
                return figure, FactStatus.CHECK, f"not to be used: {figure.note or 'the table marks it as wrong'}"
        return None


def _offence_words(dataset: Dataset, offence: OffenceId) -> str:
    """Return the words for an offence; of one that is not in the lists, its label and its longer aliases."""
    record = dataset.offences[offence]
    article = f"{words.ARTICLES} ?(?:[0-9, ]|and|и)*{re.escape(record.article)}" if record.article else ""
    listed = words.OFFENCES.get(offence)
    names = [name for name in (record.label, *record.aliases) if len(name) > 5 and (listed is None or _is_telling(name))]
    named = "|".join([listed or "", *(re.sub(r"[-_ ]", "[- ]", name.replace(".", "[.]")) for name in names)]).strip("|")
    return "|".join(filter(None, (named, article)))


def _is_telling(alias: str) -> bool:
    """Return whether an alias of a listed offence is no common word of English, which the list leaves out with reason."""
    return not alias.isascii() or alias[0].isupper() or alias.count("-") > 1


def _names_elsewhere(text: str) -> bool:
    """Return whether a text names another country, its army or people, beside the war itself."""
    text = _DATELINE.sub(" ", text, count=1) if _DATELINE.match(text) else text
    return pattern(words.ELSEWHERE).search(pattern(words.THE_WAR).sub(" ", text)) is not None


def _mean(text: str, numeral: Numeral) -> bool:
    """Return whether a number is a length of sentences on average."""
    return re.match(r"\s(?:years?|лет|года?)\b", text[numeral.end :]) is not None and re.search(r"(?i)average|mean|средн", text) is not None


def _unit(text: str, numeral: Numeral) -> Unit | None:
    """Return the unit of a number that is no count: percent or years."""
    if pattern(words.PERCENT, r"\s?").match(text[numeral.end : numeral.end + 15]):
        return Unit.PERCENT
    return Unit.YEAR if _mean(text, numeral) else None


def _has_noun(text: str, numeral: Numeral) -> bool:
    return pattern("|".join(words.NOUNS.values()), r"\s(?:\w+\s)?").match(text, numeral.end) is not None


def _segment(sentence: str, numeral: Numeral, found: Sequence[Numeral]) -> tuple[int, int, bool]:
    """Return where the words of a number begin and end: its clause, cut between it and its neighbours; whether it is alone there."""
    cuts = [match for match in _CLAUSE.finditer(sentence) if match[0] not in "()" or _is_cut(sentence, match.start(), found)]
    start = max((match.end() if match[0][0] in ";:()" else match.start() for match in cuts if match.end() <= numeral.start), default=0)
    end = min((match.start() for match in cuts if match.start() >= numeral.end), default=len(sentence))
    is_alone = True
    for other in found:
        if start <= other.start < numeral.start:
            joints = _joints(sentence, other.end, numeral.start)
            is_alone = is_alone and bool(joints)
            start = max(start, joints[-1].end() if joints else other.end)
        elif numeral.start < other.start < end:
            joints = _joints(sentence, numeral.end, other.start)
            is_alone = is_alone and bool(joints)
            end = min(end, joints[0].start() if joints else other.start)
    return start, end, is_alone


def _joints(sentence: str, start: int, end: int) -> list[re.Match[str]]:
    """Return what best parts two numbers, or nothing."""
    return next(filter(None, ([*joint.finditer(sentence, start, end)] for joint in _JOINTS)), [])


def _is_cut(sentence: str, place: int, found: Iterable[Numeral]) -> bool:
    """Return whether a bracket parts numbers: whether a number stands inside it."""
    start = sentence.rfind("(", 0, place + 1)
    end = sentence.find(")", place)
    return any(start < numeral.start < (end if end >= 0 else len(sentence)) for numeral in found)


def _without_brackets(text: str, place: int) -> str:
    """Return a segment without what is in brackets, unless the number is there."""
    return re.sub(r"\([^()]*\)", lambda match: match[0] if match.start() < place < match.end() else " ", text)


def _is_round(value: Number) -> bool:
    return value % 100 == 0 or (value < 1000 and value % 50 == 0)


def _rounds_to(figure: Figure, mention: Mention) -> bool:
    """Return whether a number is that of a figure, rounded: written in thousands, or with a word such as about."""
    value = mention.values[0]
    if (
        figure.value is None
        or not figure.is_count
        or not isinstance(value, int)
        or value < _LEAST
        or not _is_round(value)
        or abs(figure.value - value) * 50 > value
    ):
        return False
    is_scaled = not mention.found[-1].isdigit()
    return is_scaled or hedge(mention.sentence, mention.numeral) is not Bound.EQ


def _period_fit(figure: Figure, read: Reading) -> float:
    """Return 1 where a reading names the period of a figure, 0.5 where a longer one, -1 where only others, 0 where it cannot be said."""
    period = figure.period
    if period is None or not period.is_dated or not read.periods:
        return 0.0
    fits = [_days_fit(days, period) for days in read.periods]
    return max(fits)


def _days_fit(days: Days, period: Period) -> float:
    first, start = period.start_earliest, period.start_latest
    last, end = period.end_earliest or date.max, period.end_latest or date.max
    assert first is not None  # noqa: S101 -- the caller asks for dated periods
    assert start is not None  # noqa: S101
    near = timedelta(_NEAR_DAYS)
    starts = days.start is None or first - near <= days.start <= start + near
    ends = days.end is None or last - near <= days.end <= min(end, date(9000, 1, 1)) + near
    if days.start is None:
        if ends and (period.kind is Kind.CUMULATIVE or last - start > timedelta(200)):
            return 1.0
        return (
            -1.0
            if days.end is not None and (start > days.end or period.kind is Kind.CUMULATIVE and last - timedelta(_MONTH_DAYS) > days.end)
            else 0.0
        )
    if starts and ends:
        return 1.0
    if days.start <= start and (days.end is None or end <= days.end + near):
        return 0.5
    return -1.0 if last < days.start or (days.end is not None and first > days.end) else 0.0


def _measure_fit(figure: Figure, read: Reading) -> float:
    """Return 1 where a reading names the measure of a figure, 0.6 where one of its family, -1 where only others."""
    if not read.measures:
        return -0.5 if figure.measure in words.FAMILIES[0] and read.units == {Unit.CASE} else 0.0
    if figure.measure in read.measures:
        return 1.0
    family = next((family for family in words.FAMILIES if figure.measure in family), frozenset())
    return 0.6 if read.measures & family else -0.6


def _place_fit(figure: Figure, mention: Mention) -> float:
    """Return 2 where the text names the part of the army that a figure is limited to, -3 where it does not, 0 for a whole army."""
    names = [word for word in re.findall(r"[A-Z]\w{3,}", figure.population) if word not in {"Mediazona", "Russia", "Republic"}]
    if not names:
        return 0.0
    around = f"{mention.wider.text} {mention.sentence}"
    return 2.0 if any(name[:5] in around for name in names) else -3.0


def _is_hedged_away(mention: Mention) -> bool:
    """Return whether a clause compares, forecasts, passes on hearsay, or speaks of a part, another crime or another army."""
    text = re.sub(
        r"(?i)\b(?:more|less|fewer|no more|no less|rather) than(?=\s)|\b(?:более|больше|менее) чем(?=\s)", " ", mention.segment.text
    )
    text = text.replace("up to the end", "")
    if any(pattern(phrase).search(text) for phrase in (words.COMPARISON, words.NARROWER)) or pattern(words.HEARSAY).search(mention.sentence):
        return True
    nearby = mention.sentence[mention.numeral.end : mention.numeral.end + 30]
    return _names_elsewhere(mention.sentence) and pattern(words.RUSSIA).search(nearby) is None


def _differs_by_a_slip(found: str, meant: str) -> bool:
    """Return whether one digit differs, or two neighbouring ones are swapped."""
    if len(found) != len(meant) or found == meant:
        return False
    off = [place for place, (one, other) in enumerate(zip(found, meant, strict=True)) if one != other]
    return len(off) == 1 or (len(off) == 2 and off[1] == off[0] + 1 and found[off[0]] == meant[off[1]] and found[off[1]] == meant[off[0]])


def _same_family(one: Measure, other: Measure) -> bool:
    return any({one, other} <= family for family in words.FAMILIES)


def _overlap(one: Figure, other: Figure) -> bool:
    """Return whether the periods of two figures have days in common, or one has no dates."""
    a, b = one.period, other.period
    if a is None or b is None or a.start_earliest is None or b.start_earliest is None:
        return False
    return a.start_earliest <= (b.end_latest or date.max) and b.start_earliest <= (a.end_latest or date.max)


def _bears_out(stated: Bound, value: Number, known: Number) -> bool:
    """Return whether a number with its hedge is true of a known number."""
    if stated in {Bound.GT, Bound.GE}:
        return value <= known <= value * 2
    if stated is Bound.EQ:
        return value == known
    return abs(known - value) * 20 <= known


def _measure_of_reading(figure: Figure) -> list[bool]:
    """Return for each other reading of a figure whether it counts people convicted."""
    return [True for reading in figure.readings if reading.measure in words.FAMILIES[0]]


def _period_label(days: Days) -> str:
    """Return a period that a text names in plain words."""
    if days.start is None:
        return f"to {wording.long_date(days.end)}" if days.end else ""
    return wording.label(Period("", days.start, days.start, days.end, days.end))
