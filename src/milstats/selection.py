"""Which figures a question is about: topics, filters, and what was known by a day."""

from __future__ import annotations

from datetime import date

from milstats.errors import NothingMatchedError, UsageError, did_you_mean, quoted
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.model import Dataset, Figure, FigureId, SourceId
from milstats.period import Period, overlaps
from milstats.vocabulary import Measure, Status, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from milstats.stored.mappings import StoredFigures

_STAGES = {measure: number for number, measure in enumerate(Measure)}
_UNITS = {unit: number for number, unit in enumerate(Unit)}


class Query(NamedTuple):
    """What a person asks for; what is left out does not narrow the answer."""

    topics: tuple[str, ...] = ()
    period: Period | None = None
    measure: Measure | None = None
    counter: str | None = None
    source: str | None = None
    as_of: date | None = None
    everything: bool = False


class Selection(NamedTuple):
    """The figures that a query asks for, and how many were held back, by reason."""

    figures: tuple[Figure, ...]
    held_back: Mapping[str, int]


def select(dataset: Dataset, query: Query) -> Selection:
    """Return the figures of `dataset` that `query` asks for, by series and then in time.

    Raises:
        NothingMatchedError: as `matching` does, which also tells what is held back.
    """
    found = matching(dataset, query)
    return Selection(in_order(dataset, found.figures), found.held_back)


def in_order(dataset: Dataset, figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures as every answer has them: by series and then in time."""
    return tuple(sorted(figures, key=lambda figure: _order(dataset, figure)))


def matching(dataset: Dataset, query: Query, *, offences: Collection[str] = ()) -> Selection:
    """Return the figures of `dataset` that `query` asks for, as the table has them; those of `offences` alone, where some are named.

    Superseded and deprecated figures are held back unless the query asks for everything; so are undated ones where it
    names a period, and those of undated sources where it names a day.

    Raises:
        NothingMatchedError: if a topic, counter or source names nothing; the message names what is near.
    """
    topics_asked = _topics(dataset, query.topics) if query.topics else {*offences} or None
    query = _named_exactly(dataset, query)
    kept = [*_candidates(dataset, query, topics_asked)]
    for test in _tests(dataset, query, topics_asked):
        kept = [figure for figure in kept if test(figure)]
    held_back = {}
    for reason, applies in _held_back(dataset, query, kept).items():
        left = [figure for figure in kept if not applies(figure)]
        if len(left) < len(kept):
            held_back[reason] = len(kept) - len(left)
        kept = left
    return Selection(tuple(kept), held_back)


def figure_of(dataset: Dataset, name: str) -> Figure:
    """Return the figure of that id, whatever its case.

    Raises:
        NothingMatchedError: if there is none; the message names what is near.
    """
    figure = figure_named(dataset, name)
    if figure is None:
        raise _unknown(name, {*ids_near(dataset, name)}, "figure")
    return figure


def figure_named(dataset: Dataset, name: str) -> Figure | None:
    """Return the figure of that id, or else of that id in another case, or None."""
    if name in dataset.figures:
        return dataset.figures[FigureId(name)]
    if name.isdigit():  # a year, as a rule, has no other case
        return None
    stored, folded = _stored(dataset), name.casefold()
    if stored is not None:
        found = stored.called(folded)
        return None if found is None else stored[found]
    return next((figure for figure in dataset.figures.values() if figure.id.casefold() == folded), None)


def ids_near(dataset: Dataset, name: str) -> Collection[str]:
    """Return the ids of figures among which the one meant by `name` may be."""
    stored = _stored(dataset)
    return dataset.figures if stored is None else stored.near(name.casefold())


def _stored(dataset: Dataset) -> StoredFigures | None:
    """Return the figures where they stay in a file that answers by itself, or None where they are all here."""
    if isinstance(dataset.figures, dict):
        return None
    from milstats.stored.mappings import StoredFigures  # noqa: PLC0415 -- only a table that stays in its file needs it

    return dataset.figures if isinstance(dataset.figures, StoredFigures) else None


def _candidates(dataset: Dataset, query: Query, topics_asked: set[str] | None) -> Iterable[Figure]:
    """Return at least the figures that a query asks for, in the order of the table."""
    stored = _stored(dataset)
    if stored is None:
        return dataset.figures.values()
    from milstats.stored.store import Wanted  # noqa: PLC0415

    return stored.wanted(Wanted(topics=topics_asked, measure=query.measure, counter=query.counter, source=query.source))


def _named_exactly(dataset: Dataset, query: Query) -> Query:
    """Return a query with its counter and its source as the table writes them."""
    stored = _stored(dataset)
    if query.counter is not None:
        counters = {figure.counter for figure in dataset.figures.values()} if stored is None else stored.counters(query.counter)
        query = query._replace(counter=_known(query.counter, counters, "counter"))
    if query.source is not None and query.source not in dataset.sources:
        query = query._replace(source=_known(query.source, set(dataset.sources), "source"))
    return query


def source_of(dataset: Dataset, name: str) -> SourceId:
    """Return the source of that id, whatever its case.

    Raises:
        NothingMatchedError: if there is none; the message names what is near.
    """
    return SourceId(_known(name, set(dataset.sources), "source"))


def series_key(figure: Figure) -> tuple[str, ...]:
    """Return what two figures must share to be of one series: what was counted, where and by whom."""
    return (figure.measure, figure.unit, figure.offence, figure.population, figure.country, figure.counter)


def _order(dataset: Dataset, figure: Figure) -> tuple[object, ...]:
    """Return the place of a figure in every answer: by offence, by counter, in court order, then in time."""
    period, published = figure.period, dataset.sources[figure.source].published
    start, end = (period.start_earliest, period.end_latest) if period else (None, None)
    return (
        figure.offence,
        figure.counter.casefold(),
        _STAGES[figure.measure],
        _UNITS[figure.unit],
        figure.population,
        figure.country,
        start or date.max,  # what has no date comes last
        end or date.max,
        published or date.max,
        figure.id,
    )


def _tests(dataset: Dataset, query: Query, asked_for: set[str] | None) -> Iterator[Callable[[Figure], bool]]:
    """Yield one test for every part of the query that narrows it."""
    if asked_for is not None:
        yield lambda figure: figure.offence in asked_for or figure.id in asked_for
    if query.measure is not None:
        yield lambda figure: figure.measure is query.measure
    if query.counter is not None:
        yield lambda figure: figure.counter == query.counter
    if query.source is not None:
        yield lambda figure: figure.source == query.source
    if query.period is not None:
        asked = query.period
        yield lambda figure: figure.period is None or not figure.period.is_dated or overlaps(figure.period, asked)
    if query.as_of is not None:
        day = query.as_of
        yield lambda figure: (published := dataset.sources[figure.source].published) is None or published <= day


def _held_back(dataset: Dataset, query: Query, asked: Collection[Figure]) -> dict[str, Callable[[Figure], bool]]:
    """Return the reasons for which a figure that fits is still not shown, each with its test."""
    superseded = set() if query.everything else _superseded(dataset, query.as_of, asked)
    reasons: dict[str, Callable[[Figure], bool]] = {}
    if not query.everything:
        reasons["superseded"] = lambda figure: figure.id in superseded
        reasons["deprecated"] = lambda figure: Status.DEPRECATED in figure.status
    if query.period is not None:
        reasons["without a dated period"] = lambda figure: figure.period is None or not figure.period.is_dated
    if query.as_of is not None:
        reasons["from a source without a date"] = lambda figure: dataset.sources[figure.source].published is None
    return reasons


def _superseded(dataset: Dataset, as_of: date | None, asked: Collection[Figure]) -> set[FigureId]:
    """Return the ids of figures, at least of those asked for, that a later one replaces, as far as published by `as_of`."""
    stored = _stored(dataset)
    figures = dataset.figures.values() if stored is None else stored.superseding([figure.id for figure in asked])
    later = (figure for figure in figures if figure.supersedes is not None)
    if as_of is not None:
        later = (figure for figure in later if (dataset.sources[figure.source].published or as_of) <= as_of)
    return {figure.supersedes for figure in later if figure.supersedes is not None}


def _known(name: str, names: set[str], what: str) -> str:
    """Return the one of `names` that `name` means, whatever its case."""
    if name in names:
        return name
    folded = {known.casefold(): known for known in sorted(names)}
    if name.casefold() not in folded:
        raise _unknown(name, names, what)
    return folded[name.casefold()]


def _unknown(name: str, names: set[str], what: str) -> NothingMatchedError:
    near = did_you_mean(name, sorted(names), most=3) or _listed(names)
    return NothingMatchedError(f"no {what} is called {quoted(name)}{near}")


def _listed(names: set[str]) -> str:
    return f"; there are {', '.join(sorted(names))}" if 0 < len(names) <= 20 else ""  # noqa: PLR2004 -- fits two lines


def _topics(dataset: Dataset, asked: tuple[str, ...]) -> set[str]:
    """Return the ids of the offences and figures that topics name, by id, by alias, or by words found in a figure's texts."""
    stored = _stored(dataset)
    names = topics(dataset) | {figure.casefold(): figure for figure in dataset.figures} if stored is None else {}
    found: set[str] = set()
    for topic in dict.fromkeys(asked):
        folded = " ".join(topic.casefold().split())
        if not folded:
            message = "a topic is blank; expected an offence, a figure or words to look for, see `milstats topics`"
            raise UsageError(message)
        named = {names[folded]} if folded in names else {*stored.named(folded)} if stored is not None else set()
        matches = named or _holding(dataset, folded.split())
        if not matches:
            near = did_you_mean(folded, [*names] if stored is None else [*topics(dataset), *stored.near(folded)], most=3)
            message = f"nothing is known of {quoted(topic)}{near or '; see `milstats topics` for what can be asked'}"
            raise NothingMatchedError(message)
        found |= matches
    return found


def topics(dataset: Dataset) -> dict[str, str]:
    """Return every id and alias of an offence, case folded, with the offence it means; an id wins over an alias."""
    names: dict[str, str] = {alias.casefold(): offence.id for offence in dataset.offences.values() for alias in offence.aliases}
    return names | {offence.casefold(): offence for offence in dataset.offences}


def _holding(dataset: Dataset, words: list[str]) -> set[str]:
    """Return the ids of the figures whose label, counter, publisher or notes hold all the words."""
    stored = _stored(dataset)
    figures = dataset.figures.values() if stored is None else stored.holding(words)
    return {figure.id for figure in figures if all(word in searched_in(dataset, figure) for word in words)}


def searched_in(dataset: Dataset, figure: Figure) -> str:
    """Return the texts of a figure in which words of a topic are looked for."""
    label, publisher = dataset.offences[figure.offence].label, dataset.sources[figure.source].publisher
    return " ".join((label, figure.counter, publisher, figure.note or "", figure.text or "")).casefold()
