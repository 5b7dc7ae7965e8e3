"""The claims of a draft: each number with what the words around it say that it counts."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import accumulate, islice

from milstats.factcheck.mentions import Kind, Lexicon, Mention, lexicon_of, of_kind
from milstats.factcheck.numbers import Number, Sort, numbers_of
from milstats.factcheck.sentences import LONGEST, sentences
from milstats.factcheck.times import Time, times_of, with_ends
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.vocabulary import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.model import Dataset

_HARD = re.compile(r"[;()—]|:(?![0-9])|\s[–-]\s|\b(?:while|whereas|but|although|compared|против|тогда как|однако|но)\b", re.IGNORECASE)
_SOFT = re.compile(r",(?![0-9])|\b(?:and|to|from|than|with|against|versus|и|а|до|по сравнению)\b", re.IGNORECASE)
_MORE = re.compile(r"[ \u00a0](?:more|fewer|other|others|extra|больше|меньше|других)\b(?! than)", re.IGNORECASE)
# What may follow a number whose noun stands elsewhere; another noun there would be what is counted.
_BARE = re.compile(
    r"[ \u00a0]?(?:$|[,.;:)!?—–])|[ \u00a0](?:in|for|of|during|over|since|by|at|from|to|the|and|against|в|за|с|к|по|и|на)\b",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b|\bсоответственно\b", re.IGNORECASE)
_HARD_COST, _SOFT_COST, _NUMBER_COST = 60, 30, 40
NEAR = 70  # the score up to which a mention surely speaks of a number
_BESIDE = 55  # the score up to which a period is that of a number where a sentence has several
_MOST_NUMBERS = 40  # in a sentence; what holds more is a list, of which the rest is not read
_TELLING = {Kind.OFFENCE, Kind.MEASURE, Kind.UNIT, Kind.COUNTER}
_RIVAL = 16  # how much worse a mention may score and still contend with the nearest


class Said(NamedTuple):
    """What the words say of one thing, the nearest first; `is_near` where it stands beside the number and nothing contends."""

    values: tuple[str, ...] = ()
    is_near: bool = False


class Claim(NamedTuple):
    """A number of a draft with its context; `start` and `end` are places in the text of the draft.

    `times` are the periods that contend, `stated` all of the sentence; `is_inherited` tells that the offence stands in a
    sentence or a heading before; the flags tell why the number may count something else than the words nearest to it say.
    """

    start: int
    end: int
    found: str
    number: Number
    offences: Said
    measures: Said
    units: Said
    counters: Said
    times: tuple[Time, ...]
    stated: tuple[Time, ...]
    is_time_near: bool
    is_inherited: bool
    is_partial: bool
    is_foreign: bool
    is_relative: bool


_NOTHING = Claim(
    start=0,
    end=0,
    found="",
    number=Number(0, 0, Sort.OTHER, Fraction(0), Bound.EQ, Fraction(1)),
    offences=Said(),
    measures=Said(),
    units=Said(),
    counters=Said(),
    times=(),
    stated=(),
    is_time_near=False,
    is_inherited=True,
    is_partial=False,
    is_foreign=False,
    is_relative=False,
)


class Sentence(NamedTuple):
    """A sentence with all that is found in it."""

    start: int
    text: str
    numbers: tuple[Number, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    cost: list[int]


class _Memory(NamedTuple):
    """What sentences before say that a number may lean on."""

    offences: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    times: tuple[Time, ...] = ()


def claims_of(dataset: Dataset, paragraphs: Iterable[str]) -> Iterator[Claim]:
    """Yield the claims of a draft, whose paragraphs a line break parts, in their order."""
    lexicon, start, memory = lexicon_of(dataset), 0, _Memory()
    for paragraph in paragraphs:
        memory = memory._replace(times=())
        for offset, words in sentences(paragraph):
            sentence = _read(lexicon, start + offset, words)
            tells = _tells(sentence)
            for number in sentence.numbers:
                yield _claim(sentence, number, memory) if tells and number.sort is not Sort.OTHER else _untold(sentence, number)
            memory = _remembered(memory, sentence)
        start += len(paragraph) + 1


def _read(lexicon: Lexicon, start: int, words: str) -> Sentence:
    """Return a sentence with what stands in it."""
    numbers = tuple(islice(numbers_of(words), _MOST_NUMBERS + 1))
    taken = frozenset(place for number in numbers for place in range(number.start, number.end))
    cost = _costs(words, numbers) if 0 < len(numbers) <= _MOST_NUMBERS else []
    return Sentence(start, words, numbers, lexicon.mentions(words), times_of(words, taken), cost)


def _tells(sentence: Sentence) -> bool:
    """Return whether a sentence may speak of what the table counts; one with very many numbers is a list or a table of its own."""
    is_prose = len(sentence.numbers) <= _MOST_NUMBERS
    return is_prose and any(mention.kind in _TELLING for mention in sentence.mentions)


def _untold(sentence: Sentence, number: Number) -> Claim:
    """Return the claim of a number of which nothing is said that the table could know."""
    start, end, found = sentence.start + number.start, sentence.start + number.end, sentence.text[number.start : number.end]
    return _NOTHING._replace(start=start, end=end, found=found, number=number._replace(sort=Sort.OTHER))


def _remembered(memory: _Memory, sentence: Sentence) -> _Memory:
    """Return what a sentence adds to what later ones may lean on."""
    offences = tuple(dict.fromkeys(mention.what for mention in of_kind(sentence.mentions, Kind.OFFENCE)))
    counters = tuple(dict.fromkeys(mention.what for mention in of_kind(sentence.mentions, Kind.COUNTER)))
    return _Memory(offences or memory.offences, counters or memory.counters, sentence.times or memory.times)


def _claim(sentence: Sentence, number: Number, memory: _Memory) -> Claim:
    """Return the claim that a number makes where it stands."""
    text = sentence.text
    offences = _said(sentence, number, Kind.OFFENCE)
    counters = tuple(dict.fromkeys(mention.what for mention in of_kind(sentence.mentions, Kind.COUNTER)))
    is_attributed = bool(of_kind(sentence.mentions, Kind.ATTRIBUTION)) and not of_kind(sentence.mentions, Kind.PUBLISHER)
    times, is_time_near = _nearest_times(sentence, number)
    return Claim(
        start=sentence.start + number.start,
        end=sentence.start + number.end,
        found=text[number.start : number.end],
        number=number,
        offences=offences if offences.values else Said(memory.offences, is_near=len(memory.offences) == 1),
        measures=_said(sentence, number, Kind.MEASURE),
        units=_unit(sentence, number),
        counters=Said(counters, is_near=True) if counters else Said(memory.counters),
        times=with_ends(times or memory.times),
        stated=with_ends(sentence.times or memory.times),
        is_time_near=is_time_near if times else len(set(memory.times)) == 1,
        is_inherited=not offences.values,
        is_partial=_is_partial(sentence, number),
        is_foreign=is_attributed and not counters,
        is_relative=_is_relative(sentence, number, is_time_near=is_time_near),
    )


def _is_partial(sentence: Sentence, number: Number) -> bool:
    """Return whether a number may be of a part, of a difference, or of things that no noun of the table names."""
    if _MORE.match(sentence.text, number.end) or not (_unit(sentence, number).is_near or _BARE.match(sentence.text, number.end)):
        return True
    return any(_score(sentence, number, one.start, one.end) < NEAR for one in of_kind(sentence.mentions, Kind.NARROWING))


def _is_relative(sentence: Sentence, number: Number, *, is_time_near: bool) -> bool:
    """Return whether a number may be that of a period told by another, such as a year later."""
    relative = of_kind(sentence.mentions, Kind.RELATIVE)
    return any(not is_time_near or _score(sentence, number, one.start, one.end) < _BESIDE for one in relative)


def _score(sentence: Sentence, number: Number, start: int, end: int) -> int:
    """Return how far words stand from a number: characters, and more for every comma, clause and number between."""
    low, high = (number.end, start) if start >= number.end else (end, number.start)
    if low >= high:
        return 0
    if high - low > LONGEST // 3:
        return 10 * LONGEST
    return high - low + sentence.cost[high] - sentence.cost[low]


def _costs(words: str, numbers: tuple[Number, ...]) -> list[int]:
    """Return what it costs to get from the beginning of a sentence to each of its places, besides the characters."""
    steps = [0] * (len(words) + 1)
    for pattern, price in ((_HARD, _HARD_COST), (_SOFT, _SOFT_COST)):
        for match in pattern.finditer(words):
            steps[match.end()] += price
    for number in numbers:
        if number.sort is Sort.COUNT:
            steps[number.end] += _NUMBER_COST
    return [*accumulate(steps)]


def _said(sentence: Sentence, number: Number, kind: Kind) -> Said:
    """Return what is said of one thing, by how near to the number it is said."""
    scored = sorted((_score(sentence, number, one.start, one.end), one.what) for one in of_kind(sentence.mentions, kind))
    if not scored:
        return Said()
    values = tuple(dict.fromkeys(what for score, what in scored))
    contending = {what for score, what in scored if score <= scored[0][0] + _RIVAL}
    is_near = len(contending) == 1 and (scored[0][0] < NEAR or len(values) == 1) and not _RESPECTIVELY.search(sentence.text)
    if is_near and kind is not Kind.MEASURE:
        return Said(values[:1], is_near=True)
    return Said(values, is_near=is_near)


def _unit(sentence: Sentence, number: Number) -> Said:
    """Return the noun that is counted: the first behind the number, before the next number or clause, else the last before it."""
    nouns = of_kind(sentence.mentions, Kind.UNIT)
    behind = [one for one in nouns if one.start >= number.end][:1]
    if behind and (_score(sentence, number, behind[0].start, behind[0].end) < _SOFT_COST):
        return Said((behind[0].what,), is_near=True)
    before = [one for one in nouns if one.end <= number.start][-1:]
    if before and _score(sentence, number, before[0].start, before[0].end) < NEAR:
        return Said((before[0].what,))
    return Said(tuple(one.what for one in behind))


def _nearest_times(sentence: Sentence, number: Number) -> tuple[tuple[Time, ...], bool]:
    """Return the periods that may be those of a number, and whether that is one alone."""
    scored = sorted((_score(sentence, number, time.place, time.until), time) for time in sentence.times)
    if not scored:
        return (), False
    if _RESPECTIVELY.search(sentence.text):
        return sentence.times, False
    contending = tuple(time for score, time in scored if score <= scored[0][0] + _RIVAL)
    is_one = len({(time.start, time.end) for time in contending}) == 1
    is_near = is_one and (scored[0][0] < _BESIDE or len({(time.start, time.end) for time in sentence.times}) == 1)
    return (contending if is_near else sentence.times), is_near
