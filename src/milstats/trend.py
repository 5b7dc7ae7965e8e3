"""Figures over the years: what each series says of each calendar year, and where it says nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import groupby

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.period import Kind
from milstats.selection import series_key
from milstats.vocabulary import Access, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model import Break, Dataset, Figure

_MOST_OF_IT = Fraction(9, 10)  # a figure that stops short of its year still stands for it, as in a comparison


class Year(NamedTuple):
    """What a series says of one year: its figure, or none. `is_short` where the figure stops before the year does."""

    year: int
    figure: Figure | None
    is_short: bool = False


class Trend(NamedTuple):
    """One series on the axis of years, without a gap between its first and its last; the figures that have no year there.

    `restated` are further figures for a year that is already there, with the same value.
    """

    years: tuple[Year, ...]
    elsewhere: tuple[Figure, ...]
    restated: tuple[Figure, ...]
    breaks: tuple[Break, ...]

    @property
    def first(self) -> Figure:
        """A figure of the series, to tell what it counts."""
        return next((year.figure for year in self.years if year.figure is not None), None) or self.elsewhere[0]


def trends(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[Trend, ...]:
    """Return the series of `figures`, which come sorted by series; figures in words make none."""
    counted = [figure for figure in figures if figure.value is not None or figure.missing is not None]
    return tuple(_trend(dataset, [*group]) for _, group in groupby(counted, key=series_key))


def _trend(dataset: Dataset, figures: list[Figure]) -> Trend:
    by_year: dict[int, list[Figure]] = {}
    elsewhere = []
    for figure in figures:
        year = year_of(figure)
        if year is None:
            elsewhere.append(figure)
        else:
            by_year.setdefault(year, []).append(figure)
    restated: list[Figure] = []
    years: list[Year] = []
    for year in range(min(by_year, default=1), max(by_year, default=0) + 1):
        kept = [*_distinct(dataset, by_year.get(year, []), restated)]
        years += [Year(year, figure, _is_short(figure)) for figure in kept] or [Year(year, None)]
    days = (date(years[0].year, 1, 1), date(years[-1].year, 12, 31)) if years else (date.max, date.min)
    breaks = tuple(change for change in dataset.breaks_of(figures[0].offence) if days[0] < change.date <= days[1])
    return Trend(tuple(years), tuple(elsewhere), tuple(restated), breaks)


def _distinct(dataset: Dataset, figures: list[Figure], restated: list[Figure]) -> Iterator[Figure]:
    """Yield the figures for one year that differ in value, the best attested of each; the others go to `restated`."""
    values: set[object] = set()
    for figure in sorted(figures, key=lambda figure: _attested(dataset, figure)):
        if figure.value is not None and figure.value in values:
            restated.append(figure)
        else:
            values.add(figure.value)
            yield figure


def _attested(dataset: Dataset, figure: Figure) -> tuple[bool, bool, str, str]:
    """Return a key that puts the counter's own text first, then a page's own text, then the earliest."""
    source = dataset.sources[figure.source]
    is_copy = source.access is Access.REPUBLICATION
    return (figure.relation is not Relation.PRIMARY, is_copy, str(source.published or date.max), figure.id)


def year_of(figure: Figure) -> int | None:
    """Return the calendar year that a sum belongs to: the whole of it, or its beginning and at least nine tenths of it."""
    period = figure.period
    if period is None or period.kind is not Kind.SUM or period.start_latest is None or period.end_earliest is None:
        return None
    start, end = period.start_latest, period.end_earliest
    if not period.is_certain or (start.month, start.day) != (1, 1) or end.year != start.year:
        return None
    length = (date(start.year, 12, 31) - start).days + 1
    return start.year if Fraction((end - start).days + 1, length) >= _MOST_OF_IT else None


def _is_short(figure: Figure) -> bool:
    """Return whether a figure stops before its year does."""
    end = figure.period.end_latest if figure.period is not None else None
    return end is not None and (end.month, end.day) != (12, 31)
