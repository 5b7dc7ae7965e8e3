"""The closed vocabularies of the table, and what its marks and the verdicts of a comparison mean.

They are the field's own: measures follow the stages of a criminal case as the UN Crime Trends Survey and Eurostat order them,
bounds are the comparators of FHIR's Quantity, relations come from PROV-O, verdicts from the spectrum of comparability of the
UK's Office for Statistics Regulation.
"""

from __future__ import annotations

from milstats.lean import StrEnum


class Measure(StrEnum):
    """What was counted, in the order in which a case passes through the courts; then what is not a count."""

    REGISTERED = "registered"
    ESTABLISHED = "established"
    CASE_OPENED = "case_opened"
    CHARGED = "charged"
    RECEIVED_BY_COURT = "received_by_court"
    BROUGHT_BEFORE_COURT = "brought_before_court"
    RESOLVED = "resolved"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    SENTENCED = "sentenced"
    IMPRISONED = "imprisoned"
    SUSPENDED = "suspended"
    RESTRICTED = "restricted"
    FINED = "fined"
    MEAN_SENTENCE = "mean_sentence"
    SHARE = "share"
    STATEMENT = "statement"
    EVENT = "event"


class Unit(StrEnum):
    """What one of the number is: a case may be about several crimes and accused, and a person have several sentences."""

    CRIME = "crime"
    CASE = "case"
    PERSON = "person"
    SENTENCE = "sentence"
    YEAR = "year"
    PERCENT = "percent"
    NONE = "none"


COUNTING_UNITS = (Unit.CRIME, Unit.CASE, Unit.PERSON, Unit.SENTENCE)


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


class Coverage(StrEnum):
    """Whether the parts of a sum make up its total, or leave a rest that the source does not print."""

    WHOLE = "whole"
    PART = "part"


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


SMALL = 10  # a count below it is marked: public-health statistics in England and the United States urge caution there


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
