"""The closed vocabularies of the table and of comparisons, and what each word means.

Measures follow the stages of a criminal case as the UN Crime Trends Survey and Eurostat order them, bounds are the comparators
of FHIR's Quantity, relations of a source come from PROV-O, and verdicts from the spectrum of comparability of the UK's Office
for Statistics Regulation.
"""

from __future__ import annotations

from enum import StrEnum


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


# Other words for measures, as people type them; `-` and `_` are spaces.
_TRIED = (Measure.RESOLVED, Measure.BROUGHT_BEFORE_COURT)
MEASURE_WORDS: dict[str, tuple[Measure, ...]] = {
    "conviction": (Measure.CONVICTED,),
    "convictions": (Measure.CONVICTED,),
    "guilty": (Measure.CONVICTED,),
    "осуждены": (Measure.CONVICTED,),
    "осужденные": (Measure.CONVICTED,),
    "осуждённые": (Measure.CONVICTED,),
    "sentence": (Measure.SENTENCED,),
    "sentences": (Measure.SENTENCED,),
    "verdict": (Measure.SENTENCED, Measure.CONVICTED),
    "verdicts": (Measure.SENTENCED, Measure.CONVICTED),
    "приговор": (Measure.SENTENCED,),
    "приговоры": (Measure.SENTENCED,),
    "tried": _TRIED,
    "trial": _TRIED,
    "trials": _TRIED,
    "court": (Measure.RECEIVED_BY_COURT,),
    "courts": (Measure.RECEIVED_BY_COURT,),
    "in court": (Measure.RECEIVED_BY_COURT,),
    "received": (Measure.RECEIVED_BY_COURT,),
    "charge": (Measure.CHARGED,),
    "charges": (Measure.CHARGED,),
    "opened": (Measure.CASE_OPENED,),
    "registered": (Measure.REGISTERED,),
    "acquittal": (Measure.ACQUITTED,),
    "acquittals": (Measure.ACQUITTED,),
    "prison": (Measure.IMPRISONED,),
    "fine": (Measure.FINED,),
    "fines": (Measure.FINED,),
}


class Unit(StrEnum):
    """What one of the number is: a case may be about several crimes and accused, and a person have several sentences."""

    CRIME = "crime"
    CASE = "case"
    PERSON = "person"
    SENTENCE = "sentence"
    YEAR = "year"
    PERCENT = "percent"
    WORDS = "words"


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


class Grade(StrEnum):
    """How well a source can be cited; better ones come first."""

    OWN = "own"
    RELAY = "relay"
    WEAK = "weak"


class PairRelation(StrEnum):
    """What kind of comparison two figures allow."""

    CHANGE = "change"
    FLOW = "flow"
    COMPOSITION = "composition"
    SHARE = "share"
    RESTATEMENT = "restatement"
    REVISION = "revision"
    SIDE_BY_SIDE = "side-by-side"


class Verdict(StrEnum):
    """How far a comparison can be trusted, best first; `not-comparable` and `no-figure` have no numbers."""

    COMPARABLE = "comparable"
    WITH_CARE = "with-care"
    DOUBTFUL = "doubtful"
    NOT_A_CHANGE = "not-a-change"
    NOT_COMPARABLE = "not-comparable"
    NO_FIGURE = "no-figure"


RELATION_MEANINGS = {
    PairRelation.CHANGE: "one series at two times",
    PairRelation.FLOW: "what a running total gained between two days",
    PairRelation.COMPOSITION: "parts of one whole: offences, regions, outcomes",
    PairRelation.SHARE: "a part and its whole",
    PairRelation.RESTATEMENT: "one count in two sources",
    PairRelation.REVISION: "one count, corrected later",
    PairRelation.SIDE_BY_SIDE: "different measures, units or counters",
}
VERDICT_MEANINGS = {
    Verdict.COMPARABLE: "say it as it stands",
    Verdict.WITH_CARE: "say it with the caution beside it",
    Verdict.DOUBTFUL: "do not quote it without both readings",
    Verdict.NOT_A_CHANGE: "show both numbers, compute nothing over time",
    Verdict.NOT_COMPARABLE: "nothing is computed; the reason is given",
    Verdict.NO_FIGURE: "one side has no figure; that is not zero",
}
MEASURE_MEANINGS = {
    Measure.REGISTERED: "the authorities registered a crime",
    Measure.ESTABLISHED: "the authorities found that a registered crime was committed",
    Measure.CASE_OPENED: "investigators opened a criminal case",
    Measure.CHARGED: "a person was charged or accused",
    Measure.RECEIVED_BY_COURT: "a court received the case for trial",
    Measure.BROUGHT_BEFORE_COURT: "the accused faced trial",
    Measure.RESOLVED: "a court considered the case to its end",
    Measure.CONVICTED: "a court found the accused guilty",
    Measure.ACQUITTED: "a court found the accused not guilty",
    Measure.SENTENCED: "a court passed sentence",
    Measure.IMPRISONED: "a court sent the convict to prison or a penal colony",
    Measure.SUSPENDED: "a court suspended the sentence, which lets the convict go back to the front",
    Measure.RESTRICTED: "a court restricted the service of the convict, usually by a cut in pay",
    Measure.FINED: "a court imposed a fine",
    Measure.MEAN_SENTENCE: "the mean length of the sentences",
    Measure.SHARE: "a part of the whole, such as suspended sentences",
    Measure.STATEMENT: "what the source says without a number",
    Measure.EVENT: "something that happened, such as a change of law",
}


# What every word of the table means, by the name of its vocabulary.
WORD_MEANINGS: dict[str, dict[str, str]] = {
    "Measure": {measure.value: meaning for measure, meaning in MEASURE_MEANINGS.items()},
    "Unit": {
        "crime": "a crime, of which a case may be about several", "case": "a criminal case, which may have several accused",
        "person": "a person", "sentence": "a sentence, of which a person may have several", "year": "a year, as in a mean sentence",
        "percent": "a hundredth of a whole", "words": "nothing: the source gives words, and no number",
    },
    "Bound": {
        "eq": "exactly", "gt": "more than", "ge": "at least", "lt": "less than", "le": "at most", "approx": "about",
        "range": "from value to value_high", "vague": "a quantity in words",
    },
    "Relation": {
        "primary": "the source counted it", "quoted": "in the counter's words", "paraphrased": "in the source's own words",
        "translated": "from another language", "recomputed": "the source calculated it from the counter's numbers",
        "unknown": "the source does not say",
    },
    "Status": {
        "disputed": "a source gives another reading of it", "provisional": "it may be revised",
        "low_reliability": "there is reason to doubt it", "deprecated": "it is known to be wrong, and the note says why",
    },
    "Missing": {
        "not-published": "it was never published", "withheld": "it was published before, and is no longer",
        "not-applicable": "there can be none", "not-yet-counted": "it is still to come",
    },
    "Coverage": {"whole": "the parts make up the total", "part": "the parts leave a rest that is not printed"},
    "Role": {"counter": "it counted", "relayer": "it passes on what another counted", "both": "it does both"},
    "Access": {"own_page": "the publisher's own page was read", "republication": "a copy or republication of it was read"},
    "Grade": {
        "own": "the counter's own page", "relay": "a publisher that a newsroom would cite",
        "weak": "an aggregator, a copy, or a page whose address or title is not its own",
    },
    "BreakKind": {"law": "the law", "definition": "what is counted as such", "method": "how it is counted"},
    "SourceType": {
        "article": "an article or preprint", "article-journal": "an article in a journal",
        "article-newspaper": "an article in a newspaper or news site", "book": "a book", "dataset": "a table of data",
        "post": "a post in a social network or forum", "report": "a report", "webpage": "any other page of the web",
    },
    "Basis": {"stated": "the source prints the dates", "inferred": "a reader inferred the dates"},
    "Kind": {
        "sum": "the count over the whole period", "cumulative": "a running total since its start",
        "per-week": "a count a week within it", "per-month": "a count a month within it", "per-year": "a count a year within it",
        "per-day": "a count a day within it", "per-working-day": "a count a working day within it",
    },
}  # fmt: skip
