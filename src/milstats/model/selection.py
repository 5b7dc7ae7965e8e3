"""Which figures a question is about: its words, its filters, and what was known by a day.

Words come in any order. Those of one kind widen (`awol desertion`), those of different kinds narrow (`awol 2023 convicted`).
Where a word could be several things, the first of these wins: a figure, a source, an offence or its alias, a period, a measure,
a counter, a number, a word of the texts.
"""

import re
import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from milstats.errors import NothingMatchedError, UsageError, did_you_mean, quoted
from milstats.model.numerals import numerals
from milstats.model.period import Period, is_inside, overlaps, parse_period
from milstats.model.records import Dataset, Figure
from milstats.model.vocabulary import MEASURE_WORDS, Measure, Status, Unit

_STAGES = {measure: number for number, measure in enumerate(Measure)}
_UNITS = {unit: number for number, unit in enumerate(Unit)}
_LONGEST_NAME = 20  # words of a name such as "absence without official leave"
_FEW = 40  # names that a message lists
_LISTS = {"figure": "milstats show --full", "source": "milstats sources", "counter": "milstats topics"}
_YEARS = {str(year) for year in range(1900, 2101)}  # bare numbers that are years; any other is a count
_BETWEEN = {"vs", "vs.", "versus", "and", "or", "to", "with", "the", "a", "an", "of", "for", "in", "by", "during"}  # only join others
_EMPTY_WORDS = _BETWEEN | {"not", "news", "russian"}  # by which no counter is known
# What a word of a question can be, in the order in which it is tried.
WordKind = StrEnum("WordKind", ["ID", "SOURCE", "OFFENCE", "PERIOD", "MEASURE", "COUNTER", "NUMBER", "TEXT"])
SUPERSEDED, DEPRECATED = "superseded", "deprecated"  # why figures are left out
TOUCHING, UNDATED, _ELSEWHERE, _OLD = "only partly in the period", "without a dated period", "of another period", "old, and of another"


class Word(NamedTuple):
    """One thing that a question names: its kind, what it means, and how it was typed.

    `value` is an id, a `Period`, a tuple of measures, counters, numbers or offences that share a name, or a text, by the kind.
    """

    kind: WordKind
    value: object
    typed: str


class Query(NamedTuple):
    """What a person asks for: words, filters, the day of the answer (`as_of`), and whether superseded figures are wanted."""

    words: tuple[Word, ...] = ()
    as_of: date | None = None
    everything: bool = False

    def of(self, *kinds: WordKind) -> tuple[Word, ...]:
        """Return the words of some kinds."""
        return tuple(word for word in self.words if word.kind in kinds)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods asked for."""
        return tuple(word.value for word in self.words if isinstance(word.value, Period))

    @property
    def command(self) -> str:
        """What shows the figures asked for, to be typed in a shell as it stands."""
        return shlex.join(("milstats", "show", *(word.typed for word in self.words), *(["--as-of", str(self.as_of)] if self.as_of else [])))


class Selection(NamedTuple):
    """The answer to a query: the figures, by series and then in time, and how many were left out, by reason."""

    query: Query
    figures: tuple[Figure, ...]
    left_out: Mapping[str, int]


def read_words(dataset: Dataset, typed: Sequence[str]) -> tuple[Word, ...]:
    """Return what the words of a question mean, each once; several words can be one name ("draft evasion", "The Insider").

    Raises:
        UsageError: if a word is blank, or is a period of the grammar that can't be.
        NothingMatchedError: if the table knows nothing of a word; the message names what is near.
    """
    if not all(argument.strip() for argument in typed):
        raise UsageError("a word is blank; expected an offence, a period, a measure, a counter or a figure, see `milstats topics`")
    names = _names(dataset) if typed else {}
    tokens = [(token, number) for number, argument in enumerate(typed) for token in argument.split()]
    found: dict[Word, None] = {}
    while tokens:
        for length in range(min(len(tokens), _LONGEST_NAME), 0, -1):
            text = " ".join(token for token, _ in tokens[:length])
            word = _name(dataset, names, text)
            if word is None and " " not in text.casefold().removeprefix("since "):
                word = _period(dataset, text.replace(" ", "-")) or _number(dataset, text)
            if word is not None:
                break
        else:  # the rest of the argument is looked for in texts
            if tokens[0][0].casefold() in _BETWEEN and (found or tokens[1:]):
                tokens = tokens[1:]
                continue
            rest = [token for token, argument in tokens if argument == tokens[0][1]]
            word, length = _text(dataset, names, " ".join(rest)), len(rest)
        found[word] = None
        tokens = tokens[length:]
    return tuple(found)


def option_word(dataset: Dataset, kind: WordKind, text: str) -> Word:
    """Return what the value of --period, --measure, --counter or --source means, which can be of that kind only.

    Raises:
        UsageError: if it is no period or no measure.
        NothingMatchedError: if there is no such counter or source; the message names what is near, or who counted.
    """
    if kind is WordKind.PERIOD:
        return Word(kind, parse_period(text, dataset.periods), text)
    if kind is WordKind.SOURCE:
        return Word(kind, _known(text, dataset.sources, "source"), text)
    if kind is WordKind.COUNTER:
        word = _counter_names(dataset).get(folded(text))
        value = word.value if word else (_known(text, counters(dataset.figures.values()), "counter"),)
        return Word(kind, value, f"--counter={text}")  # as a word, it may mean something else
    if measures := MEASURE_WORDS.get(folded(text)):
        return Word(kind, measures, f"--measure={text}")
    hint = did_you_mean(text, [*Measure]) or f"; there are {', '.join(Measure)}"
    raise UsageError(f"--measure: expected a measure, found {quoted(text)}{hint}")


def folded(name: str) -> str:
    """Return a name as names are compared: without case, and with spaces for hyphens and other signs."""
    return name.casefold() if name.isalnum() else re.sub(r"[\W_]+", " ", name.casefold()).strip()


def counters(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return who counted, by name."""
    return tuple(sorted({figure.counter for figure in figures}, key=lambda name: (name.casefold(), name)))


def _names(dataset: Dataset) -> dict[str, Word]:
    """Return every name that the table knows, folded, with what it means; of two meanings the last in this list wins."""
    names = {name: word for name, word in _counter_names(dataset).items() if name not in _YEARS}
    names |= {word: Word(WordKind.MEASURE, measures, word) for word, measures in MEASURE_WORDS.items()}
    names |= {folded(name): Word(WordKind.PERIOD, parse_period(name, dataset.periods), name) for name in dataset.periods}
    named = ((name, one.id) for one in dataset.offences.values() for name in (one.id, one.label, *one.aliases))
    names |= {name: Word(WordKind.OFFENCE, found if found[1:] else found[0], name) for name, found in _bearers(named).items()}
    names.pop("", None)
    return names


def _counter_names(dataset: Dataset) -> dict[str, Word]:
    """Return the names of counters, folded, and the words of them that are theirs alone or those of a few."""
    known = {counter: folded(counter) for counter in counters(dataset.figures.values())}
    whole = _bearers((name, counter) for counter, full in known.items() for name in (full, full.removeprefix("the ")))
    parts = _bearers((part, counter) for counter, full in known.items() for part in full.split() if part not in _EMPTY_WORDS and part[1:])
    return {name: Word(WordKind.COUNTER, found, name) for name, found in (parts | whole).items()}


def _bearers(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return names, folded, each with all that bear it."""
    found: dict[str, dict[str, None]] = {}
    for name, bearer in pairs:
        found.setdefault(folded(name), {})[bearer] = None
    return {name: tuple(bearers) for name, bearers in found.items()}


def _name(dataset: Dataset, names: Mapping[str, Word], text: str) -> Word | None:
    """Return what a name means, or None; an exact id wins over one in another case."""
    ids = ((WordKind.ID, dataset.figures), (WordKind.SOURCE, dataset.sources), (WordKind.OFFENCE, dataset.offences))
    for kind, known in ids:
        if text in known:
            return Word(kind, text, text)
    alike = (Word(kind, name, text) for kind, known in ids[:2] for name in known if name.casefold() == text.casefold())
    if " " not in text and (word := next(alike, None)):  # no id has a blank
        return word
    word = names.get(folded(text))
    return word and word._replace(typed=text)


def _period(dataset: Dataset, text: str) -> Word | None:
    """Return a period of the grammar, or None where the text is none; a bare number that is no likely year is none."""
    may_be = text in _YEARS if text.isdigit() else text[:1].isdigit() or text.casefold().startswith(("since-", "since_"))
    if not may_be:
        return None
    try:
        return Word(WordKind.PERIOD, parse_period(text, dataset.periods), text)
    except UsageError:
        if re.fullmatch(r"[0-9]{4}(-.*|\.\..*)", text):
            raise
        return None


def _number(dataset: Dataset, text: str) -> Word | None:
    """Return a number, which some figure must have, or None where the text is no number; it may bear the signs of a printed one."""
    digits = text.strip("<>≤≥~*†%+")
    found = next(numerals(digits), None) if digits[:1].isdigit() else None
    if found is None or (found.start, found.end) != (0, len(digits)):
        return None
    known = {value for figure in dataset.figures.values() for value in (figure.value, figure.value_high)}
    values = tuple(value for value in found.values if value in known)
    if not values:
        raise NothingMatchedError(f"no figure has the number {quoted(text)}; see `milstats show`, and for a draft `milstats factcheck`")
    return Word(WordKind.NUMBER, values, text)


def _text(dataset: Dataset, names: Mapping[str, Word], text: str) -> Word:
    """Return words to look for in the texts of the figures; some figure must have them all."""
    word = Word(WordKind.TEXT, text.casefold(), text)
    if not any(_is_of(dataset, figure, word.kind, {word.value}) for figure in dataset.figures.values()):
        near = did_you_mean(folded(text), [*names, *dataset.figures], most=3)
        raise NothingMatchedError(f"nothing is known of {quoted(text)}{near or '; see `milstats topics` for what can be asked'}")
    return word


def _is_of(dataset: Dataset, figure: Figure, kind: WordKind, wanted: set[object]) -> bool:
    """Return whether a figure is of one of the values of words of a kind; of a text, every word must be in the figure's texts."""
    if kind is WordKind.NUMBER:
        return figure.value in wanted or figure.value_high in wanted
    if kind is not WordKind.TEXT:
        return getattr(figure, kind) in wanted  # such kinds are called as the figure's fields are
    label, publisher = dataset.offences[figure.offence].label, dataset.sources[figure.source].publisher
    texts = (label, figure.counter, publisher, figure.population, figure.where, figure.note, figure.text)
    known = {*re.findall(r"\w+", " ".join(filter(None, texts)).casefold())}
    return any(asked and known.issuperset(asked) for asked in (re.findall(r"\w+", str(text)) for text in wanted))


def known_on(dataset: Dataset, day: date) -> Dataset:
    """Return the table without what was published after a day: figures, readings, revisions and sources.

    A source without a date is left out whole, since nobody can say that it was known.
    """
    sources = {key: source for key, source in dataset.sources.items() if source.published is not None and source.published <= day}
    figures = {}
    for key, figure in dataset.figures.items():
        if figure.source not in sources:
            continue
        readings = tuple(reading for reading in figure.readings if reading.source is None or reading.source in sources)
        figures[key] = figure._replace(readings=readings)
        if figure.readings and not readings:  # the note speaks of what is not known yet
            status = tuple(word for word in figure.status if word is not Status.DISPUTED)
            figures[key] = figures[key]._replace(status=status, note=None)
    figures = {key: figure if figure.supersedes in figures else figure._replace(supersedes=None) for key, figure in figures.items()}
    sums = {key: total for key, total in dataset.sums.items() if figures.keys() >= {total.total, *total.parts}}
    return dataset._replace(sources=sources, figures=figures, sums=sums)


def select(dataset: Dataset, query: Query) -> Selection:
    """Return the figures that a query asks for, and how many others were left out.

    Superseded and deprecated figures are left out unless the query wants everything or names them; where a period is asked for,
    so are figures that are not of it.

    Raises:
        NothingMatchedError: if a word leaves nothing of what the words before it left; the message names it.
    """
    if query.as_of is not None:
        dataset = known_on(dataset, query.as_of)
    names = query.of(WordKind.ID)
    asked = [dataset.figures[str(word.value)] for word in names if word.value in dataset.figures]
    kept, left_out = _narrowed(dataset, query) if not names or len(query.words) > len(names) else ([], {})
    figures = {figure.id: figure for figure in (*asked, *kept)}
    if not figures:
        nothing = f"nothing of that was known on {query.as_of}" if query.as_of else "nothing matches"
        raise NothingMatchedError(f"all of that is superseded or not to be used; to see it: {query.command} --all" if left_out else nothing)
    return Selection(query, tuple(sorted(figures.values(), key=lambda figure: _place(dataset, figure))), left_out)


def _narrowed(dataset: Dataset, query: Query) -> tuple[list[Figure], dict[str, int]]:
    """Return the figures that the words leave, kind after kind as they were typed, and how many are left out, by reason."""
    figures = [*dataset.figures.values()]
    replaced = {figure.supersedes for figure in figures}
    done, of_those = query._replace(words=()), ""
    for kind in dict.fromkeys(word.kind for word in query.words if word.kind not in {WordKind.ID, WordKind.PERIOD}):
        words = query.of(kind)
        wanted = {value for word in words for value in (word.value if isinstance(word.value, tuple) else (word.value,))}
        figures = [figure for figure in figures if _is_of(dataset, figure, kind, wanted)]
        if not figures:
            known = f" that was known on {query.as_of}" if query.as_of else ""
            also, others = ("also ", f"; to see the others: {done.command}") if done.words else ("", "; see `milstats topics`")
            raise NothingMatchedError(f"no figure{of_those}{known} is {also}of {quoted(' '.join(word.typed for word in words))}{others}")
        done = query._replace(words=done.words + words)
        of_those = f" of {quoted(' '.join(word.typed for word in done.words))}"
    reasons = {figure.id: _why_left_out(figure, query, is_replaced=figure.id in replaced) for figure in figures}
    counts = Counter(reasons.values())
    kept = [figure for figure in figures if not reasons[figure.id]]
    if query.periods and not kept and not (counts[SUPERSEDED] or counts[DEPRECATED]):
        current = [figure.period for figure in figures if figure.period and reasons[figure.id] != _OLD]
        years = sorted({day.year for period in current for day in (period.start_earliest, period.end_latest) if day})
        touched = f"; {counts[TOUCHING]:,} cover it in part" if counts[TOUCHING] else ""
        covered = f"; the figures run from {years[0]} to {years[-1]}" if years[1:] else f"; the figures are of {years[0]}" if years else ""
        asked = " ".join(word.typed for word in query.of(WordKind.PERIOD))
        count = f"; as a count: milstats show {int(asked):,}" if asked.isdigit() and int(asked) in {one.value for one in figures} else ""
        raise NothingMatchedError(f"no figure{of_those} is of {asked}{touched}{covered}{count}")
    return kept, {reason: counts[reason] for reason in (SUPERSEDED, DEPRECATED, TOUCHING, UNDATED) if counts[reason]}


def _why_left_out(figure: Figure, query: Query, *, is_replaced: bool) -> str:
    """Return why the answer leaves a figure out, or nothing; of old ones only those count that would else be of the answer."""
    is_old = not query.everything and (is_replaced or Status.DEPRECATED in figure.status)
    if not query.periods or (figure.period and any(is_inside(figure.period, asked) for asked in query.periods)):
        return "" if not is_old else SUPERSEDED if is_replaced else DEPRECATED
    if is_old or figure.period is None or not figure.period.is_dated:
        return _OLD if is_old else UNDATED
    return TOUCHING if any(overlaps(figure.period, asked) for asked in query.periods) else _ELSEWHERE


def _place(dataset: Dataset, figure: Figure) -> tuple[object, ...]:
    """Return what answers for machines are sorted by: offence, counter, court order, then time, undated ones last."""
    period, published = figure.period, dataset.sources[figure.source].published
    start, end = (period.start_earliest, period.end_latest) if period else (None, None)
    stage = (_STAGES[figure.measure], _UNITS[figure.unit], figure.population, figure.country)
    return (figure.offence, figure.counter.casefold(), *stage, start or date.max, end or date.max, published or date.max, figure.id)


def figure_named(dataset: Dataset, name: str) -> Figure:
    """Return the figure of that id, whatever its case; raise NothingMatchedError with what is near or what shows it if there is none."""
    if name in dataset.figures:
        return dataset.figures[name]
    year = _period(dataset, name) if name in _YEARS else None
    word = _name(dataset, _names(dataset), name) or year or _number(dataset, name)
    if word is not None and word.kind is not WordKind.ID:
        raise NothingMatchedError(f"no figure is called {quoted(name)}; to see the figures of that word: {Query((word,)).command}")
    return dataset.figures[_known(name, dataset.figures, "figure")]


def _known(name: str, names: Collection[str], what: str) -> str:
    found = name if name in names else next((known for known in names if folded(known) == folded(name)), None)
    if found is None:
        listed = f"; there are {', '.join(sorted(names))}" if 0 < len(names) <= _FEW else f"; see `{_LISTS[what]}`"
        near = did_you_mean(name, sorted(names), most=3) or listed
        raise NothingMatchedError(f"no {what} is called {quoted(name)}{near}")
    return found
