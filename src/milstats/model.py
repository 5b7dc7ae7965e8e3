"""The values that everything else works with: offences, sources, figures and what binds them.

All are frozen named tuples and not dataclasses: importing `dataclasses` alone costs two interpreter starts, which a
lookup typed into a shell can feel, and a tuple is made several times faster where a table holds 100,000 figures.
Build them by keyword.

The closed vocabularies are the field's own: measures follow the stages of a criminal case as the UN Crime Trends
Survey and Eurostat order them, bounds are the comparators of FHIR's Quantity, relations come from PROV-O.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

from milstats.period import NamedPeriod, Period

if TYPE_CHECKING:
    from decimal import Decimal

    Number = int | Decimal
else:
    Number = int  # what a named tuple is told; importing `decimal` costs as much as starting the interpreter

OffenceId = NewType("OffenceId", str)
SourceId = NewType("SourceId", str)
FigureId = NewType("FigureId", str)


class Measure(StrEnum):
    """What was counted, in the order in which a case passes through the courts; then what is not a count."""

    CASE_OPENED = "case_opened"
    CHARGED = "charged"
    RECEIVED_BY_COURT = "received_by_court"
    BROUGHT_BEFORE_COURT = "brought_before_court"
    RESOLVED = "resolved"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    SENTENCED = "sentenced"
    MEAN_SENTENCE = "mean_sentence"
    SHARE = "share"
    STATEMENT = "statement"
    EVENT = "event"


class Unit(StrEnum):
    """What one of the number is: a case may have several accused, and a person several sentences."""

    CASE = "case"
    PERSON = "person"
    SENTENCE = "sentence"
    YEAR = "year"
    PERCENT = "percent"
    NONE = "none"


COUNTING_UNITS = frozenset({Unit.CASE, Unit.PERSON, Unit.SENTENCE})


class Bound(StrEnum):
    """How firmly the source prints the number: exactly, or with a hedge."""

    EQ = "eq"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    APPROX = "approx"
    RANGE = "range"
    VAGUE = "vague"


class Relation(StrEnum):
    """How the text quoted came by the counter's number."""

    PRIMARY = "primary"
    QUOTED = "quoted"
    PARAPHRASED = "paraphrased"
    TRANSLATED = "translated"
    RECOMPUTED = "recomputed"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What a reader must know before using a figure."""

    DISPUTED = "disputed"
    PROVISIONAL = "provisional"
    LOW_RELIABILITY = "low_reliability"
    DEPRECATED = "deprecated"


class Missing(StrEnum):
    """Why there is no number, which is never the same as zero."""

    NOT_PUBLISHED = "not-published"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not-applicable"
    NOT_YET_COUNTED = "not-yet-counted"


class Role(StrEnum):
    """Whether a source counted for itself or passes on what another counted."""

    COUNTER = "counter"
    RELAYER = "relayer"
    BOTH = "both"


class Access(StrEnum):
    """Whether the publisher's own page was read, or a copy or republication of it."""

    OWN_PAGE = "own_page"
    REPUBLICATION = "republication"


class BreakKind(StrEnum):
    """What changed at a break in a series."""

    LAW = "law"
    DEFINITION = "definition"
    METHOD = "method"


class SourceType(StrEnum):
    """The kinds of document that a source can be, under the names that CSL gives them."""

    ARTICLE = "article"
    ARTICLE_JOURNAL = "article-journal"
    ARTICLE_NEWSPAPER = "article-newspaper"
    BOOK = "book"
    DATASET = "dataset"
    POST = "post"
    REPORT = "report"
    WEBPAGE = "webpage"


class Mark(StrEnum):
    """A letter set beside a number; the meaning of each is `MARK_MEANINGS`."""

    BREAK = "b"
    DISPUTED = "d"
    DERIVED = "e"
    PROVISIONAL = "p"
    UNRELIABLE = "u"
    RELAYED = "v"


MARK_MEANINGS = {
    Mark.BREAK: "a change of law, definition or method falls inside the period or between the periods",
    Mark.DISPUTED: "disputed: a source gives another reading of the figure",
    Mark.DERIVED: "derived by milstats, printed by no source",
    Mark.PROVISIONAL: "provisional, may be revised",
    Mark.UNRELIABLE: "small base (below 10) or low reliability",
    Mark.RELAYED: "relayed: the counter's own text was not consulted",
}


class Verdict(StrEnum):
    """How far two figures can be compared, the best first."""

    DIRECT = "direct"
    MEANINGFUL = "meaningful"
    CONCEPTUAL = "conceptual"
    NONE = "none"


VERDICT_MEANINGS = {
    Verdict.DIRECT: "the same thing over like periods",
    Verdict.MEANINGFUL: "comparable with the care that is stated",
    Verdict.CONCEPTUAL: "put side by side; only what is sound is computed",
    Verdict.NONE: "refused: no number is computed",
}


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
    """An identity that the sources' own numbers are said to satisfy: the parts add up to the total."""

    id: str
    total: FigureId
    parts: tuple[FigureId, ...]
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


def interval(figure: Figure) -> tuple[Number | None, Number | None]:
    """Return the lowest and the highest value that the printed figure allows, None where it sets no limit.

    Counts are whole, so "more than 4,600" starts at 4,601; a mean or a share moves by no known step and keeps its
    printed limit. "About" and words set no limits: no source says how far they reach.
    """
    value, step = figure.value, 1 if figure.is_count else 0
    if value is None:
        return None, None
    floor = 0 if figure.is_count else None
    limits: dict[Bound, tuple[Number | None, Number | None]] = {
        Bound.EQ: (value, value),
        Bound.RANGE: (value, figure.value_high),
        Bound.GT: (value + step, None),
        Bound.GE: (value, None),
        Bound.LT: (floor, value - step),
        Bound.LE: (floor, value),
    }
    return limits.get(figure.bound, (None, None))
