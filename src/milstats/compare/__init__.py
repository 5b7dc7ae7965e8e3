"""Comparing figures honestly: which stand for the periods asked for, what may be said of them, and why.

Every comparison ends in a verdict with its reasons. Numbers are exact fractions, and intervals wherever a bound or an
uncertain date leaves room.
"""

from __future__ import annotations

from functools import cache, partial

from milstats.compare.arithmetic import Basis
from milstats.compare.choice import Choice, Fit, best_of, choose, fit_of
from milstats.compare.judgement import NO_FIGURE, Alternative, Judgement, is_sound, judge, under_other_readings
from milstats.compare.lengths import ends_of
from milstats.errors import NothingMatchedError, UsageError, did_you_mean, quoted
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.model import Dataset, Figure
from milstats.period import GRAMMAR, Period, parse_period
from milstats.selection import Query, figure_named, ids_near, in_order, matching, series_key
from milstats.vocabulary import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Asked = Figure | Period


class Comparison(NamedTuple):
    """One row: the figure on each side or None, what may be said of them, and the same under other readings."""

    before: Choice | None
    after: Choice | None
    judgement: Judgement | None = None
    alternatives: tuple[Alternative, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The verdict; none where a side has no figure."""
        return self.judgement.verdict if self.judgement else Verdict.NONE

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the rules that spoke."""
        return self.judgement.reasons if self.judgement else (NO_FIGURE,)

    @property
    def is_refused(self) -> bool:
        """Whether both sides have a figure, and they may not be compared."""
        return self.judgement is not None and self.judgement.verdict is Verdict.NONE

    @property
    def telling(self) -> tuple[Alternative, ...]:
        """The other readings that matter: all where the figures as printed yield numbers, else those that do."""
        if self.judgement is None or self.judgement.result.basis is not Basis.NOTHING:
            return self.alternatives
        return tuple(other for other in self.alternatives if other.judgement.result.basis is not Basis.NOTHING)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures there are, one or two."""
        return tuple([choice.figure for choice in (self.before, self.after) if choice is not None])


class Comparisons(NamedTuple):
    """The answer: what was asked for, a row for each series, and all figures of each series that could be asked for.

    Those are put together by series only for who asks for them.
    """

    dataset: Dataset
    asked: tuple[Asked, Asked]
    rows: tuple[Comparison, ...]
    series: Callable[[], Mapping[tuple[str, ...], tuple[Figure, ...]]]
    held_back: Mapping[str, int]


def sought(dataset: Dataset, text: str) -> Asked:
    """Return the figure or the period that `text` names.

    Raises:
        UsageError: if it is neither; the message says what is expected, and what is near.
    """
    figure = figure_named(dataset, text)
    if figure is not None:
        return figure
    if text[:1].isdigit() or text in dataset.periods:
        return parse_period(text, dataset.periods)
    near = did_you_mean(text, [*dataset.periods, *ids_near(dataset, text)], most=3)
    names = f"; periods with a name are {', '.join(dataset.periods)}" if dataset.periods and not near else ""
    message = f"expected {GRAMMAR}, or the id of a figure; found {quoted(text)}{near}{names}"
    raise UsageError(message)


def compare(dataset: Dataset, a: Asked, b: Asked, query: Query) -> Comparisons:
    """Return the comparison of `a` with `b`, each a figure or a period, in every series that the query leaves.

    A figure names its series, so beside one only `as_of` may narrow the query.

    Raises:
        NothingMatchedError: if no series has a figure for either side, or a figure was not published by `as_of`.
        UsageError: if the query narrows what a figure already names.
    """
    named = [asked for asked in (a, b) if isinstance(asked, Figure)]
    if named and (query.topics or query.measure or query.counter):
        message = f"{named[0].id} names its series; leave out topics, --measure and --counter, or compare two periods"
        raise UsageError(message)
    for figure in named:
        _refuse_unpublished(dataset, figure, query)
    selection = matching(dataset, query, offences={figure.offence for figure in named})
    if isinstance(a, Figure) or isinstance(b, Figure):
        figures = [figure for figure in selection.figures if series_key(figure) == series_key(named[0])]
        choices = [(_standing(dataset, a, figures), _standing(dataset, b, figures))]
    else:
        choices = [*_choices(dataset, a, b, selection.figures)]
    found = tuple(_row(dataset, before, after) for before, after in choices)
    if not found:
        message = "no series has a figure for either side; try other periods or fewer filters, or see `milstats show`"
        raise NothingMatchedError(message)
    return Comparisons(dataset, (a, b), found, cache(partial(_by_series, selection.figures)), selection.held_back)


def _refuse_unpublished(dataset: Dataset, figure: Figure, query: Query) -> None:
    published = dataset.sources[figure.source].published
    if query.as_of is not None and (published is None or published > query.as_of):
        when = f"was published on {published}" if published else "stands in a source without a date"
        message = f"{figure.id} {when}, so it answers nothing as of {query.as_of}"
        raise NothingMatchedError(message)


def _by_series(figures: Iterable[Figure]) -> dict[tuple[str, ...], tuple[Figure, ...]]:
    """Return figures by series, in the order in which each series first occurs."""
    grouped: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        grouped.setdefault(series_key(figure), []).append(figure)
    return {key: tuple(members) for key, members in grouped.items()}


def _choices(dataset: Dataset, a: Period, b: Period, figures: Iterable[Figure]) -> Iterator[tuple[Choice | None, Choice | None]]:
    """Yield the figures that stand for two periods, in every series that has one for either."""
    fitting: dict[tuple[str, ...], tuple[list[tuple[Fit, Figure]], list[tuple[Fit, Figure]]]] = {}
    for figure in in_order(dataset, [figure for figure in figures if fit_of(figure, a) or fit_of(figure, b)]):
        found = fitting.setdefault(series_key(figure), ([], []))
        for place, asked in enumerate((a, b)):
            fit = fit_of(figure, asked)
            if fit is not None:
                found[place].append((fit, figure))
    for found in fitting.values():
        yield best_of(dataset, found[0]), best_of(dataset, found[1])


def _standing(dataset: Dataset, asked: Asked, figures: Iterable[Figure]) -> Choice | None:
    """Return the figure asked for, or the one that stands for the period asked for."""
    return Choice(asked, Fit.NAMED) if isinstance(asked, Figure) else choose(dataset, figures, asked)


def _row(dataset: Dataset, before: Choice | None, after: Choice | None) -> Comparison:
    if before is None or after is None:
        return Comparison(before, after)
    judgement = judge(dataset, before.figure, after.figure)
    return Comparison(before, after, judgement, under_other_readings(judgement))


def sound_beside(comparisons: Comparisons, figure: Figure) -> tuple[Figure, Figure] | None:
    """Return `figure` and the nearest in time of its series that it can be compared with, in their order, or None."""
    here = ends_of(figure.period)
    if here is None:
        return None
    others = comparisons.series().get(series_key(figure), ())
    dated = [(ends, other) for other in others if other.id != figure.id and (ends := ends_of(other.period))]
    dated.sort(key=lambda pair: (abs((here.start[0] - pair[0].start[0]).days), pair[1].id))
    for there, other in dated:
        if is_sound(comparisons.dataset, figure, other):
            return (figure, other) if here <= there else (other, figure)
    return None
