"""What the words of a sentence speak of: offences, measures, units, counters, and what parts a number from the whole."""

from __future__ import annotations

import re
from functools import lru_cache

from milstats.factcheck.lexicon import ATTRIBUTION, COUNTERS, MEASURES, NARROWING, OFFENCES, RELATIVE, UNITS
from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.model import Dataset

_WORD = re.compile(r"[^\W_]+")
_KEY = 3  # letters by which phrases are looked up
_LEAST_NAME = 3


class Kind(StrEnum):
    """What a mention tells of the numbers near it."""

    OFFENCE = "offence"
    MEASURE = "measure"
    UNIT = "unit"
    COUNTER = "counter"
    PUBLISHER = "publisher"
    NARROWING = "narrowing"
    ATTRIBUTION = "attribution"
    RELATIVE = "relative"


class Mention(NamedTuple):
    """Words that speak of something: where they stand, and of what."""

    start: int
    end: int
    kind: Kind
    what: str


class Phrase(NamedTuple):
    """A phrase that is looked for where a word begins."""

    pattern: re.Pattern[str]
    kind: Kind
    what: str


class Lexicon(NamedTuple):
    """All phrases, by the first letters of their first word, the longest first."""

    phrases: dict[str, tuple[Phrase, ...]]

    def mentions(self, sentence: str) -> tuple[Mention, ...]:
        """Return what a sentence mentions, in order; words inside a phrase found are not looked at again."""
        return tuple(self._found(sentence))

    def _found(self, sentence: str) -> Iterator[Mention]:
        until = 0
        for word in _WORD.finditer(sentence):
            start = word.start()
            if start < until:
                continue
            for phrase in self.phrases.get(word[0][:_KEY].casefold(), ()):
                if found := phrase.pattern.match(sentence, start):
                    yield Mention(start, found.end(), phrase.kind, phrase.what)
                    until = found.end()
                    break


def lexicon_of(dataset: Dataset) -> Lexicon:
    """Return the phrases by which drafts speak of what a table holds."""
    found: dict[str, list[tuple[int, Phrase]]] = {}
    for text, kind, what in dict.fromkeys(_entries(dataset)):
        first = _WORD.search(text)
        if first is not None:
            phrase = Phrase(_pattern(text[first.start() :]), kind, what)
            found.setdefault(first[0][:_KEY].casefold(), []).append((-len(text), phrase))
    return Lexicon({key: tuple(phrase for _, phrase in sorted(phrases, key=lambda one: one[0])) for key, phrases in found.items()})


def _entries(dataset: Dataset) -> Iterator[tuple[str, Kind, str]]:
    """Yield phrases with what they speak of."""
    for offence in dataset.offences.values():
        names = (OFFENCES.get(offence.id, ""), offence.label.casefold(), *(alias.casefold().replace("-", " ") for alias in offence.aliases))
        yield from ((text, Kind.OFFENCE, str(offence.id)) for name in names for text in name.split("|") if _is_name(text))
        if offence.article:
            yield from (
                (f"{word} {offence.article}_", Kind.OFFENCE, str(offence.id))
                for word in ("article", "articles", "art.", "статья", "статье", "статьи", "статьей", "ст.", "статью")
            )
            yield from ((f"{offence.article}_ {word}", Kind.OFFENCE, str(offence.id)) for word in ("стать", "article"))
    counters = {figure.counter for figure in dataset.figures.values()}
    for counter in counters:
        names = (COUNTERS.get(counter, ""), counter.casefold().removeprefix("the "))
        yield from ((text, Kind.COUNTER, counter) for name in names for text in name.split("|") if len(text) > _LEAST_NAME)
    for source in dataset.sources.values():
        if source.publisher not in counters:
            yield source.publisher.casefold().removeprefix("the "), Kind.PUBLISHER, source.publisher
    for kind, words in ((Kind.MEASURE, MEASURES), (Kind.UNIT, UNITS)):
        yield from ((text, kind, str(what)) for what, texts in words.items() for text in texts.split("|"))
    for kind, texts in ((Kind.NARROWING, NARROWING), (Kind.ATTRIBUTION, ATTRIBUTION), (Kind.RELATIVE, RELATIVE)):
        yield from ((text, kind, "") for text in texts.split("|"))


def _is_name(text: str) -> bool:
    """Return whether a text can tell an offence: no bare number, and no word that means much else."""
    return (
        len(text) > _LEAST_NAME
        and not text[0].isdigit()
        and text
        not in {"draft", "absent", "absence", "violence", "evasion", "surrender", "surrendering", "refusal", "refusing", "military service"}
    )


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    """Return a phrase as a pattern."""
    words = [re.escape(word[:-1]) + r"\w{0,14}" if word.endswith("_") else re.escape(word) for word in text.removesuffix("_").split(" ")]
    return re.compile(r"[\s\u00a0]{1,4}".join(words) + (r"(?!\w)" if text.endswith("_") else ""), re.IGNORECASE)


def of_kind(mentions: Iterable[Mention], kind: Kind) -> tuple[Mention, ...]:
    """Return the mentions of one kind."""
    return tuple(mention for mention in mentions if mention.kind is kind)
