"""The closed vocabularies of the table and of comparisons, and what each word means.

Measures follow the UN Crime Trends Survey and Eurostat, bounds FHIR's Quantity, relations PROV-O, and verdicts the spectrum of
comparability of the UK's Office for Statistics Regulation.
"""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A word of a closed vocabulary, with its meaning."""

    meaning: str

    def __new__(cls, word: str, meaning: str = "") -> Self:
        """Return a word; `meaning` has a default because Python looks a word up by its text alone."""
        member = str.__new__(cls, word)
        member._value_, member.meaning = word, meaning
        return member


class Measure(Term):
    """What was counted, in the order in which a case passes through the courts; then what is not a count."""

    REGISTERED = "registered", "the authorities registered a crime"
    ESTABLISHED = "established", "the authorities found that a registered crime was committed"
    CASE_OPENED = "case_opened", "investigators opened a criminal case"
    CHARGED = "charged", "a person was charged or accused"
    RECEIVED_BY_COURT = "received_by_court", "a court received the case for trial"
    BROUGHT_BEFORE_COURT = "brought_before_court", "the accused faced trial"
    RESOLVED = "resolved", "a court considered the case to its end"
    CONVICTED = "convicted", "a court found the accused guilty"
    ACQUITTED = "acquitted", "a court found the accused not guilty"
    SENTENCED = "sentenced", "a court passed sentence"
    IMPRISONED = "imprisoned", "a court sent the convict to prison or a penal colony"
    SUSPENDED = "suspended", "a court suspended the sentence, which lets the convict go back to the front"
    RESTRICTED = "restricted", "a court restricted the service of the convict, usually by a cut in pay"
    FINED = "fined", "a court imposed a fine"
    MEAN_SENTENCE = "mean_sentence", "the mean length of the sentences"
    SHARE = "share", "a part of the whole, such as suspended sentences"
    STATEMENT = "statement", "what the source says without a number"
    EVENT = "event", "something that happened, such as a change of law"


class Unit(Term):
    """What one of the number is: a case may be about several crimes and accused, and a person have several sentences."""

    CRIME = "crime", "a crime, of which a case may be about several"
    CASE = "case", "a criminal case, which may have several accused"
    PERSON = "person", "a person"
    SENTENCE = "sentence", "a sentence, of which a person may have several"
    YEAR = "year", "a year, as in a mean sentence"
    PERCENT = "percent", "a hundredth of a whole"
    WORDS = "words", "nothing: the source gives words, and no number"


COUNTING_UNITS = (Unit.CRIME, Unit.CASE, Unit.PERSON, Unit.SENTENCE)


class Bound(Term):
    """How firmly the source prints the number: exactly, or with a hedge."""

    EQ = "eq", "exactly"
    GT = "gt", "more than"
    GE = "ge", "at least"
    LT = "lt", "less than"
    LE = "le", "at most"
    APPROX = "approx", "about"
    RANGE = "range", "from value to value_high"
    VAGUE = "vague", "a quantity in words"


class Relation(Term):
    """How the text quoted came by the counter's number."""

    PRIMARY = "primary", "the source counted it"
    QUOTED = "quoted", "in the counter's words"
    PARAPHRASED = "paraphrased", "in the source's own words"
    TRANSLATED = "translated", "from another language"
    RECOMPUTED = "recomputed", "the source calculated it from the counter's numbers"
    UNKNOWN = "unknown", "the source does not say"


class Status(Term):
    """What a reader must know before using a figure."""

    DISPUTED = "disputed", "a source gives another reading of it"
    PROVISIONAL = "provisional", "it may be revised"
    LOW_RELIABILITY = "low_reliability", "there is reason to doubt it"
    DEPRECATED = "deprecated", "it is known to be wrong, and the note says why"


class Missing(Term):
    """Why there is no number, which is never the same as zero."""

    NOT_PUBLISHED = "not-published", "it was never published"
    WITHHELD = "withheld", "it was published before, and is no longer"
    NOT_APPLICABLE = "not-applicable", "there can be none"
    NOT_YET_COUNTED = "not-yet-counted", "it is still to come"


class Coverage(Term):
    """Whether the parts of a sum make up its total, or leave a rest that the source does not print."""

    WHOLE = "whole", "the parts make up the total"
    PART = "part", "the parts leave a rest that is not printed"


class Role(Term):
    """Whether a source counted for itself or passes on what another counted."""

    COUNTER = "counter", "counted itself"
    RELAYER = "relayer", "reports what others counted"
    BOTH = "both", "counts itself and reports what others counted"


class Access(Term):
    """Whether the publisher's own page was read, or a copy or republication of it."""

    OWN_PAGE = "own_page", "the publisher's own page was read"
    REPUBLICATION = "republication", "a copy or republication was read"


class BreakKind(Term):
    """What changed at a break in a series."""

    LAW = "law", "the law"
    DEFINITION = "definition", "what is counted as such"
    METHOD = "method", "how it is counted"


class SourceType(Term):
    """The kinds of document that a source can be, under the names that CSL gives them."""

    ARTICLE = "article", "an article or preprint"
    ARTICLE_JOURNAL = "article-journal", "an article in a journal"
    ARTICLE_NEWSPAPER = "article-newspaper", "an article in a newspaper or news site"
    BOOK = "book", "a book"
    DATASET = "dataset", "a table of data"
    POST = "post", "a post in a social network or forum"
    REPORT = "report", "a report"
    WEBPAGE = "webpage", "any other page of the web"


SMALL = 10  # a count below it is marked: public-health statistics in England and the United States urge caution there


class Mark(Term):
    """A letter set beside a number."""

    BREAK = "b", "a change of law, definition or method falls inside the period"
    DISPUTED = "d", "disputed: a source gives another reading of the figure"
    PROVISIONAL = "p", "provisional, may be revised"
    UNRELIABLE = "u", "small base (below 10) or low reliability"
    RELAYED = "v", "relayed: the counter's own text was not consulted"


class Grade(Term):
    """How well a source can be cited; better ones come first."""

    OWN = "own", "a page of those who counted"
    RELAY = "relay", "a publication that reports what others counted"
    WEAK = "weak", "an aggregator, a copy, or a page whose address or title is not its own"


class PairRelation(Term):
    """What kind of comparison two figures allow."""

    CHANGE = "change", "one series at two times"
    FLOW = "flow", "what a running total gained between two days"
    COMPOSITION = "composition", "parts of one whole: offences, regions, outcomes"
    SHARE = "share", "a part and its whole"
    RESTATEMENT = "restatement", "one count in two sources"
    REVISION = "revision", "one count, corrected later"
    SIDE_BY_SIDE = "side-by-side", "different measures, units or counters"


class Verdict(Term):
    """How far a comparison can be trusted, best first; `not-comparable` and `no-figure` have no numbers."""

    COMPARABLE = "comparable", "say it as it stands"
    WITH_CARE = "with-care", "say it with the caution beside it"
    DOUBTFUL = "doubtful", "do not quote it without both readings"
    NOT_A_CHANGE = "not-a-change", "show both numbers, compute nothing over time"
    NOT_COMPARABLE = "not-comparable", "nothing is computed; the reason is given"
    NO_FIGURE = "no-figure", "one side has no figure; that is not zero"


# Other words for measures, as people type them.
_OTHER_WORDS = {
    (Measure.CONVICTED,): "conviction, convictions, guilty, осуждены, осужденные, осуждённые",
    (Measure.SENTENCED,): "sentence, sentences, приговор, приговоры",
    (Measure.SENTENCED, Measure.CONVICTED): "verdict, verdicts",
    (Measure.RESOLVED, Measure.BROUGHT_BEFORE_COURT): "tried, trial, trials",
    (Measure.RECEIVED_BY_COURT,): "court, courts, in court, received",
    (Measure.CHARGED,): "charge, charges",
    (Measure.CASE_OPENED,): "opened",
    (Measure.ACQUITTED,): "acquittal, acquittals",
    (Measure.IMPRISONED,): "prison",
    (Measure.FINED,): "fine, fines",
}
MEASURE_WORDS = {word: measures for measures, words in _OTHER_WORDS.items() for word in words.split(", ")}
MEASURE_WORDS |= {measure.value.replace("_", " "): (measure,) for measure in Measure}
