"""The records of a table, all frozen: named tuples, since 25 frozen dataclasses cost a lookup 2.8 interpreter starts and these 0.9."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from milstats.escaping import fragment_link
from milstats.model.period import NamedPeriod, Period
from milstats.model.vocabulary import (
    COUNTING_UNITS,
    SMALL,
    Access,
    Bound,
    BreakKind,
    Coverage,
    Grade,
    Mark,
    Measure,
    Missing,
    Relation,
    Role,
    SourceType,
    Status,
    Unit,
)

if TYPE_CHECKING:
    from decimal import Decimal

    Number: TypeAlias = int | Decimal
else:
    # Importing Decimal takes a tenth of a start; so does a text in its place, which NamedTuple would compile.
    Number = int
OffenceId = str
SourceId = str
FigureId = str


class Offence(NamedTuple):
    """An offence that figures are counted for; `includes` names the parts of an umbrella."""

    id: OffenceId
    label: str
    definition: str | None = None
    article: str | None = None
    law: str | None = None
    aliases: tuple[str, ...] = ()
    includes: tuple[OffenceId, ...] = ()


class Break(NamedTuple):
    """A day on which law, definition or method changed for some offences."""

    date: date
    offences: tuple[OffenceId, ...]
    kind: BreakKind
    note: str
    source: SourceId | None = None


class Source(NamedTuple):
    """A document that was read; `published` is absent where it prints no date."""

    id: SourceId
    type: SourceType
    title: str
    publisher: str
    accessed: date
    language: str
    url: str
    role: Role
    published: date | None = None
    author: tuple[str, ...] = ()
    access: Access = Access.OWN_PAGE
    grade: Grade = Grade.RELAY
    note: str | None = None


class Reading(NamedTuple):
    """Another reading of a figure: what differs in it, who reads it so, and why."""

    why: str
    source: SourceId | None = None
    value: Number | None = None
    measure: Measure | None = None
    unit: Unit | None = None
    period: Period | None = None


class Figure(NamedTuple):
    """One number, or one statement in words, as one source prints it."""

    id: FigureId
    offence: OffenceId
    measure: Measure
    unit: Unit
    counter: str
    source: SourceId
    relation: Relation
    value: Number | None = None
    value_high: Number | None = None
    bound: Bound = Bound.EQ
    text: str | None = None
    missing: Missing | None = None
    period: Period | None = None
    quote: str | None = None
    where: str | None = None
    population: str = "servicemen"
    country: str = "RU"
    status: tuple[Status, ...] = ()
    supersedes: FigureId | None = None
    readings: tuple[Reading, ...] = ()
    note: str | None = None

    @property
    def is_count(self) -> bool:
        """Whether the value counts whole things: cases, people or sentences."""
        return self.unit in COUNTING_UNITS


class Sum(NamedTuple):
    """An identity that the sources' own numbers are said to satisfy: the parts add up to the total, or to a part of it."""

    id: str
    total: FigureId
    parts: tuple[FigureId, ...]
    coverage: Coverage = Coverage.WHOLE
    note: str | None = None


class Dataset(NamedTuple):
    """A whole table; mappings are keyed by id and keep the order of the file."""

    version: str
    sha256: str | None
    offences: Mapping[OffenceId, Offence]
    periods: Mapping[str, NamedPeriod]
    breaks: tuple[Break, ...]
    sources: Mapping[SourceId, Source]
    figures: Mapping[FigureId, Figure]
    sums: Mapping[str, Sum]

    def parts_of(self, offence: OffenceId) -> frozenset[OffenceId]:
        """Return the offences that one counts among others, and those that these count; none where it is no umbrella."""
        found = {*self.offences[offence].includes}
        while more := {part for one in found for part in self.offences[one].includes} - found:
            found |= more
        return frozenset(found)

    def breaks_of(self, offence: OffenceId) -> tuple[Break, ...]:
        """Return the breaks of an offence, or of any part of it where it is an umbrella."""
        parts = {offence, *self.parts_of(offence)}
        return tuple(change for change in self.breaks if not parts.isdisjoint(change.offences))


def exact(text: str) -> Number:
    """Return a number with a fraction as it is written."""
    from decimal import Decimal  # costs an interpreter start, and few tables have a fraction

    return Decimal(text)


def interval(figure: Figure) -> tuple[Number | None, Number | None]:
    """Return the lowest and the highest value that the printed figure allows, None where it sets no limit, as "about" does.

    Counts are whole, so "more than 4,600" starts at 4,601; a mean or a share moves by no known step and keeps its printed limit.
    """
    value = figure.value
    if value is None:
        return None, None
    step, floor = (1, 0) if figure.is_count else (0, None)
    limits: dict[Bound, tuple[Number | None, Number | None]] = {
        Bound.EQ: (value, value), Bound.GT: (value + step, None), Bound.GE: (value, None), Bound.LT: (floor, value - step),
        Bound.LE: (floor, value), Bound.RANGE: (value, figure.value_high),
    }  # fmt: skip
    return limits.get(figure.bound, (None, None))


def series_key(figure: Figure) -> tuple[str, ...]:
    """Return what two figures must share to be of one series: what was counted, where and by whom."""
    return (figure.measure, figure.unit, figure.offence, figure.population, figure.country, figure.counter)


def link_of(dataset: Dataset, figure: Figure) -> str:
    """Return the address of a figure's words; without a quote, that of its source."""
    url = dataset.sources[figure.source].url
    return url if figure.quote is None else fragment_link(url, figure.quote)


def marks(dataset: Dataset, figure: Figure) -> tuple[Mark, ...]:
    """Return what a reader must know beside the number, in the order of the letters."""
    period = figure.period
    first, last = (period.start_earliest, period.end_latest) if period else (None, None)
    is_broken = bool(first and last and any(first < change.date <= last for change in dataset.breaks_of(figure.offence)))
    is_small = figure.is_count and figure.value is not None and figure.value < SMALL
    is_copied = dataset.sources[figure.source].access is Access.REPUBLICATION
    found = {
        Mark.BREAK: figure.value is not None and is_broken,
        Mark.DISPUTED: Status.DISPUTED in figure.status,
        Mark.PROVISIONAL: Status.PROVISIONAL in figure.status,
        Mark.UNRELIABLE: is_small or is_copied or Status.LOW_RELIABILITY in figure.status,
        Mark.RELAYED: figure.relation is not Relation.PRIMARY,
    }
    return tuple(mark for mark, applies in found.items() if applies)
