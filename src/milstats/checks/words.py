"""What the words of a text say that its numbers count, by the lists of words.toml: offences, counters, measures and periods."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from tomli import loads

from milstats.checks.pages import Block, Page
from milstats.data.files import packaged
from milstats.model.numerals import Numeral, numerals
from milstats.model.records import Dataset
from milstats.model.vocabulary import Measure, Unit

# What the loose words of headlines may mean besides.
LOOSE = {"desertion": ("awol", "refusal_to_serve"), "refusal_to_serve": ("awol", "desertion", "disobeying_orders")}
# Conviction, verdict and sentence are one family; so is what comes before.
_VERDICT = frozenset({Measure.CONVICTED, Measure.SENTENCED, Measure.SUSPENDED, Measure.IMPRISONED, Measure.FINED, Measure.RESTRICTED})
FAMILIES = (_VERDICT, frozenset(Measure) - _VERDICT - {Measure.ACQUITTED}, frozenset({Measure.ACQUITTED}))
# Counters that count in Russia only.
RUSSIAN_ONLY = {"Mediazona", "Proekt", "The Insider", "RTVI", "Verstka", "MO", "iStories", "The Barents Observer"}
_WAR, _MOBILISATION = date(2022, 2, 24), date(2022, 9, 21)
_MONTHS, _LAST_DAY = 12, 31  # of a year; of a month
_NEAR, _REACH, _LONGEST = 40, 300, 1500  # characters around a number, before a sentence, and of a sentence
_PLAIN = str.maketrans("\u00a0\n‐‑’‘“”„«»İ", '  --\'\'"""""I')  # the last one is longer in lower case
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”’')\]]*\s+(?=[\"«“‘(\[—–-]*\s?[^\W_a-zа-яё])|\n")
_CLAUSE = re.compile(
    r";|: |,? (?:while|whereas|but|although|compared|versus|up from|down from|тогда как|но|по сравнению|хотя) "
    r"|,? (?:against|против) (?=(?:(?!in |в )\S+ ){0,3}\d)"
    r"|, (?:а|than|чем|or|или) |, (?:(?:more than|nearly|about|almost|over|roughly|почти|более чем) )?(?:в )?\S+ (?:times|раза?)\b"
)
# What parts two numbers, the best first: commas and the bracket that has the second one, "and" before no year, dashes.
_JOINTS = tuple(map(re.compile, (r", |;|\|| \((?=[^()]*$)", r" (?:and|or|и|или|а) (?!(?:19|20)\d\d\b)", " [—–-] ")))
_ORDINAL = re.compile(r"[-:/]\d|[-–]?(?:й|я|го|м|х|ю|му|е|st|nd|rd|th)\b|[-–][a-zа-я]")


class Phrase(NamedTuple):
    """A regular expression, and the longest text that all it matches has: what a text lacks is neither compiled nor looked for."""

    expression: str
    literal: str


Phrases = tuple[Phrase, ...]


@cache
def word_lists() -> dict[str, dict[str, Phrases]]:
    """Return the lists of words.toml by table and name."""
    tables: dict[str, dict[str, list[str]]] = loads((packaged("checks/words.toml") or b"").decode())
    lists: dict[str, Phrases] = {}
    for table in tables.values():
        for name, phrases in table.items():
            lists[name] = phrases_of(re.sub(r"(?<!P)<(\w+)>", lambda other: one_of(lists[other[1]]), phrase) for phrase in phrases)
    return {table: {name: lists[name] for name in names} for table, names in tables.items()}


def phrases_of(expressions: Iterable[str]) -> Phrases:
    """Return expressions as phrases; a star after a letter is the rest of the word."""
    return tuple(map(_phrase, expressions))


def _phrase(expression: str) -> Phrase:
    stem = expression.removesuffix("*")
    if stem.replace(" ", "").isalnum():  # as most are
        return Phrase(expression.replace("*", r"\w*"), stem)
    bare, count = expression, 1
    while count:
        bare, count = re.subn(r"\([^()]*\)", "#", bare)
    pieces = re.split(r"(?:\\.|\[[^][]*\]|.)\{[^{}]*\}|\\.|\[[^][]*\]|.\?|[^\w '-]", bare)  # what is no group, class, repetition or option
    return Phrase(re.sub(r"(?<![)\]}\\])(?<!\\\w)\*", r"\\w*", expression), max(pieces, key=len))


def one_of(phrases: Phrases) -> str:
    """Return the expression that matches any of some phrases."""
    return f"(?:{'|'.join(phrase.expression for phrase in phrases)})"


def listed(name: str) -> Phrases:
    """Return the phrases of a list that is no table's."""
    return word_lists()["phrases"][name]


def plain(text: str) -> str:
    """Return a text as the patterns read it: in lower case, with one kind of blank, quotation mark and hyphen, each in its place."""
    return text.translate(_PLAIN).lower()


@cache
def pattern(expression: str, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    """Return the pattern that finds an expression in a plain text, between two others."""
    return re.compile(f"{before}(?:{expression}){after}")


def has_any(text: str, phrases: Phrases, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> bool:
    """Return whether a plain text has any of some phrases."""
    return any(literal in text and pattern(expression, before, after).search(text) for expression, literal in phrases)


def without(text: str, phrases: Phrases, by: str | Callable[[re.Match[str]], str] = " ", after: str = r"(?!\w)") -> str:
    """Return a plain text with another in the place of each of some phrases."""
    for expression, literal in phrases:
        if literal in text:
            text = pattern(expression, after=after).sub(by, text)
    return text


class Days(NamedTuple):
    """A period as a text gives it; a start or an end of None is left open."""

    start: date | None
    end: date | None


class Reading(NamedTuple):
    """What some words name."""

    offences: frozenset[str]
    periods: tuple[Days, ...]
    counters: frozenset[str]
    measures: frozenset[str]
    units: frozenset[str]
    text: str


class Mention(NamedTuple):
    """A number that may count something, its place in the file, and what its clause, its sentence and the text before name.

    `plain` is the sentence as patterns read it. `is_russian` tells whether Russia's army is spoken of, None where nothing says so,
    `is_elsewhere` whether the sentence names another country, `is_alone` whether the clause has no other number; `unit` is percent
    or years where the number is no count. `named` are the counters that the draft has named so far.
    """

    place: tuple[int, int]
    found: str
    sentence: str
    plain: str
    numeral: Numeral
    clause: Reading
    whole: Reading
    wider: Reading
    is_russian: bool | None
    is_elsewhere: bool
    is_alone: bool
    unit: Unit | None
    named: frozenset[str]


class Reader:
    """Reads texts by the offences, counters and periods of a table."""

    def __init__(self, dataset: Dataset) -> None:
        self._offences: dict[str, Phrases] = {}
        article = f"{one_of(listed('article'))} ?(?:[0-9, ]|and|и)*"
        for offence in dataset.offences.values():
            known = word_lists()["offences"].get(offence.id, ())
            # Of an offence that has a list, the names that are no English.
            names = [name for name in (offence.label, *offence.aliases) if not known or not name.isascii()]
            expressions = [re.sub(r"\\?[-_ ]", "[- ]", re.escape(plain(name))) for name in names]
            if offence.article:
                expressions.append(f"{article}{re.escape(offence.article)}")
            self._offences[offence.id] = known + phrases_of(expressions)
        counters = word_lists()["counters"]
        others = {one.counter for one in dataset.figures.values()} - {one.publisher for one in dataset.sources.values()}
        self._counters = {**{name: phrases_of([re.escape(plain(name))]) for name in others}, **counters}
        self.read = cache(self._read)

    def _read(self, text: str) -> Reading:
        lists = (self._offences, self._counters, word_lists()["measures"], word_lists()["units"])
        offences, counters, measures, units = (
            frozenset(name for name, phrases in named.items() if has_any(text, phrases)) for named in lists
        )
        return Reading(offences, periods_in(text), counters, measures, units, text)

    def mentions(self, draft: Page) -> Iterator[Mention]:
        """Yield the numbers of a draft that may count something; none if it is not about soldiers before courts."""
        topic = plain(" ".join(block.text for block in draft.blocks))
        if not any(has_any(topic, phrases) for phrases in self._offences.values()):
            is_other_language = not re.search(r"\b(?:the|of|and|что|на|по)\b", topic)
            if not is_other_language or not self.read(topic).counters & RUSSIAN_ONLY:
                return
        is_russian: bool | None = None
        last, named = "", frozenset[str]()
        for block in draft.blocks:
            before = last[-_REACH:]
            for offset, sentence in _sentences(block):
                text = plain(sentence)
                whole = self.read(f"{plain(block.around)} | {text}")
                # The war itself names no other country.
                is_elsewhere = has_any(without(text, listed("the_war")), listed("elsewhere"))
                is_here = has_any(text, listed("russia")) or bool(whole.counters & RUSSIAN_ONLY)
                if is_here or is_elsewhere:
                    is_russian = is_here
                named |= whole.counters
                for numeral, clause, is_alone in self._numbers(sentence, text):
                    place, found = block.place_of(offset + numeral.start), sentence[numeral.start : numeral.end]
                    number = (place, found, sentence, text, numeral, clause, whole, self.read(before))
                    yield Mention(*number, is_russian, is_elsewhere, is_alone, _unit(text, numeral), named)
                before = f"{before} {text}"[-_REACH:]
            last = last if block.around else plain(block.text)

    def _numbers(self, sentence: str, text: str) -> Iterator[tuple[Numeral, Reading, bool]]:
        """Yield the counts of a sentence, each with what its clause names and whether it is alone there."""
        found = [one for one in numerals(sentence) if sentence[one.start].isdigit() and _is_count(text, one)]
        for numeral in found:
            start, end, is_alone = _clause(text, numeral, found)
            end = self._end(text, numeral.end, end)
            before, behind = (re.sub(r" ?\([^()]*\)", "", part) for part in (text[start : numeral.start], text[numeral.end : end]))
            number = text[numeral.start : numeral.end]
            marked = f"{before}{'0' if number.isdigit() else number}#{behind}"  # 2076 cases are no year
            clause = self.read(without(marked, listed("reports"), lambda match: re.sub("[0-9]", "", match[0])))
            # Digits in groups of three mean one thing only.
            is_grouped = re.fullmatch("[0-9]{1,3}(?:[^0-9][0-9]{3})+", number)
            yield numeral._replace(values=numeral.values[:1]) if is_grouped else numeral, clause, is_alone

    def _end(self, text: str, start: int, end: int) -> int:
        """Return where a clause ends without the commas behind its number that say neither when nor who counted."""
        for match in re.finditer(", ", text[start:end]):
            piece = text[start + match.end() : end].partition(", ")[0]
            read = self.read(piece)
            is_aside = re.match(r"(?:the|an?|which|who|where|when|most|some|что|кто|которы\w+) ", piece) and not read.counters
            if is_aside or not (read.periods or read.counters):
                return start + match.start()
        return end


def _sentences(block: Block) -> Iterator[tuple[int, str]]:
    start = 0
    for match in (*_SENTENCE.finditer(block.text), None):
        end = match.start() if match else len(block.text)
        if match and has_any(plain(block.text[max(start, end - 12) : end]), listed("abbreviation"), after="[.]$"):
            continue
        while start + _LONGEST < end:  # nobody writes such a sentence
            cut = max(block.text.find(" ", start + _LONGEST, end), 0) or end
            yield start, block.text[start:cut]
            start = cut
        yield start, block.text[start:end]
        start = match.end() if match else end


def _is_count(text: str, numeral: Numeral) -> bool:
    """Return whether a number may count something: it is no date, age, article, price, ordinal, telephone, score or bare year."""
    found, value = text[numeral.start : numeral.end], numeral.values[0]
    before, after = text[max(0, numeral.start - _NEAR) : numeral.start], text[numeral.end : numeral.end + _NEAR]
    noun = pattern(one_of(listed("noun"))).search(after)
    has_noun = noun is not None and re.fullmatch(r" (?:\w+ )?", after[: noun.start()]) is not None
    if _unit(text, numeral) is Unit.YEAR:
        return True
    if (found[0] == "0" and found != "0") or before[-1:] in {"/", ":", "+", "-"} or _ORDINAL.match(after):
        return False
    if has_any(before, listed("no_count_before"), r"(?<![^\W\d])", r"[ \"(]{0,2}$"):
        return has_noun and value > _LAST_DAY
    is_date = re.match(" (?:of )?month", _with_months(after)) or re.search(r"month\d\d[.]? $", _with_months(before))
    if (is_date and value <= _LAST_DAY) or has_any(after, listed("no_count_after"), r"\A ?"):
        return False
    is_year = re.fullmatch("19[0-9]{2}|20[0-4][0-9]", found) is not None
    return has_noun if is_year else isinstance(value, int)


def _unit(text: str, numeral: Numeral) -> Unit | None:
    """Return the unit of a number that is no count: percent, or the years of an average sentence."""
    if has_any(text[numeral.end :], listed("percent"), r"\A ?"):
        return Unit.PERCENT
    is_mean = re.match(r" (?:years?|лет|года?)\b", text[numeral.end :]) and re.search("average|mean|средн", text)
    return Unit.YEAR if is_mean else None


def _clause(sentence: str, numeral: Numeral, found: Sequence[Numeral]) -> tuple[int, int, bool]:
    """Return where the clause of a number begins and ends, cut between it and its neighbours, and whether it is alone there."""
    cuts = [*_CLAUSE.finditer(sentence)]
    start = max((match.end() if match[0][0] in ";:" else match.start() for match in cuts if match.end() <= numeral.start), default=0)
    end = min((match.start() for match in cuts if match.start() >= numeral.end), default=len(sentence))
    is_alone = True
    for other in found:
        is_before = start <= other.start < numeral.start
        if is_before or numeral.start < other.start < end:
            gap = (other.end, numeral.start) if is_before else (numeral.end, other.start)
            joints = next(filter(None, ([*joint.finditer(sentence, *gap)] for joint in _JOINTS)), [])
            is_alone = is_alone and bool(joints)
            if is_before:
                start = max(start, joints[-1].end() if joints else other.end)
            else:
                end = min(end, joints[0].start() if joints else other.start)
    return start, end, is_alone


def _with_months(text: str) -> str:
    """Return a plain text with its months as numbers: "by 5 month03 2023"."""
    for number, phrases in enumerate(word_lists()["months"].values(), 1):
        text = without(text, phrases, f"month{number:02}")
    return text


@cache
def periods_in(text: str) -> tuple[Days, ...]:
    """Return the periods that a plain text names; a single day counts only as the end of one."""
    found: list[Days] = []
    starts = [day for phrase, day in (("mobilisation", _MOBILISATION), ("wartime", _WAR)) if has_any(text, listed(phrase))]
    text = _with_months(without(without(text, listed("mobilisation"), "|"), listed("wartime"), "|"))
    text = without(text, listed("either_month"), "", after="")
    months: tuple[str, str] | None = None  # whose year is elsewhere
    for times in (pattern(one_of(phrases), after="") for phrases in word_lists()["times"].values()):  # the longest first
        for match in times.finditer(text):
            parts = match.groupdict("")
            days = _days(parts)
            if days is None and parts.get("month2"):
                months = parts["month"], parts["month2"]
            elif days is not None and days.start != days.end:
                found.append(days)
        text = times.sub("|", text)
    if months is not None and len(found) == 1 and found[0].end is not None:
        year = found[0].end.year
        found = [Days(date(year, int(months[0]), 1), _month_end(year, int(months[1])))]
    if starts:
        end = next((days.end for days in found if days.start is None), None)
        found = [*(days for days in found if days.start is not None), Days(starts[0], end)]
    return tuple(dict.fromkeys(found))


def _days(parts: dict[str, str]) -> Days | None:
    """Return the days that the parts of a period make up, or None where they make up none."""
    if parts.get("which"):
        return _part_of_year(int(parts["year"]), parts["which"], parts["count"], parts["unit"])
    year, month, month2 = int(parts["year"] or parts.get("year2") or 0), parts.get("month", ""), parts.get("month2", "")
    day, last_day, last_year = int(parts.get("day") or 0), int(parts.get("day2") or 0), int(parts.get("year2") or year)
    if not year:
        return None
    if not month2:
        day = last_day = day or last_day
    first, last = int(month or 1), int(month2 or month or _MONTHS)
    try:
        start = date(year - (first > last and not parts["year"]), first, day or 1)
        end = date(last_year, last, last_day) if last_day else _month_end(last_year, last)
    except ValueError:  # no such day
        return None
    return Days(None if parts.get("until") else start, end)


def _part_of_year(year: int, which: str, count: str, unit: str) -> Days | None:
    """Return so many months of a year: "first half", "second quarter", "last ten months", "H1"."""
    length = (0, 6, 3)[_place("parts_of_year", unit or count or which)]
    if unit.startswith(("month", "месяц")):
        length = int(count) if count.isdecimal() else _place("numbers", count)
    place = int(which[1]) if which[1:].isdecimal() else _place("ordinals", which)  # 0 is the last
    if not 0 < length < _MONTHS or place * length > _MONTHS:
        return None
    end = place * length or _MONTHS
    return Days(date(year, end - length + 1, 1), _month_end(year, end))


@cache
def _place(table: str, word: str) -> int:
    """Return which list of a table, from 1, has a word or its beginning; 0 where none has."""
    lists = enumerate(word_lists()[table].values(), 1)
    return next((place for place, phrases in lists if word.startswith(tuple(phrase.literal for phrase in phrases))), 0)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
