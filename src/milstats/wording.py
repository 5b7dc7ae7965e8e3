"""How counts are put into words: the noun of each unit, the verb of each measure, the hedge of each bound, dates."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import Bound, Measure, Missing, Relation, Unit

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from milstats.model import Dataset, Figure
    from milstats.period import Period

# What stands over a group of figures: what was counted, as a noun.
_HEADINGS = {
    (Measure.REGISTERED, Unit.CRIME): "crimes registered",
    (Measure.REGISTERED, Unit.CASE): "cases registered",
    (Measure.ESTABLISHED, Unit.CRIME): "crimes found to have been committed",
    (Measure.CASE_OPENED, Unit.CASE): "criminal cases opened",
    (Measure.CHARGED, Unit.PERSON): "people charged",
    (Measure.CHARGED, Unit.CASE): "cases charged",
    (Measure.RECEIVED_BY_COURT, Unit.CASE): "cases received by courts",
    (Measure.RECEIVED_BY_COURT, Unit.PERSON): "people whose cases courts received",
    (Measure.RECEIVED_BY_COURT, Unit.PERCENT): "cases received by courts, in percent",
    (Measure.BROUGHT_BEFORE_COURT, Unit.PERSON): "people who faced trial",
    (Measure.BROUGHT_BEFORE_COURT, Unit.CASE): "cases brought to trial",
    (Measure.RESOLVED, Unit.CASE): "cases considered by courts",
    (Measure.CONVICTED, Unit.PERSON): "people convicted",
    (Measure.CONVICTED, Unit.SENTENCE): "convictions",
    (Measure.CONVICTED, Unit.CASE): "cases with a conviction",
    (Measure.CONVICTED, Unit.PERCENT): "people convicted, in percent",
    (Measure.ACQUITTED, Unit.PERSON): "people acquitted",
    (Measure.SENTENCED, Unit.PERSON): "people sentenced",
    (Measure.SENTENCED, Unit.SENTENCE): "sentences passed",
    (Measure.SENTENCED, Unit.CASE): "cases with a sentence",
    (Measure.IMPRISONED, Unit.PERSON): "people sent to prison",
    (Measure.IMPRISONED, Unit.PERCENT): "sentences of imprisonment, in percent",
    (Measure.SUSPENDED, Unit.SENTENCE): "suspended sentences",
    (Measure.SUSPENDED, Unit.PERSON): "people with a suspended sentence",
    (Measure.SUSPENDED, Unit.PERCENT): "suspended sentences, in percent",
    (Measure.RESTRICTED, Unit.SENTENCE): "sentences of restricted service",
    (Measure.RESTRICTED, Unit.PERCENT): "sentences of restricted service, in percent",
    (Measure.FINED, Unit.SENTENCE): "fines",
    (Measure.FINED, Unit.CASE): "cases that ended in a fine",
    (Measure.FINED, Unit.PERCENT): "fines, in percent",
    (Measure.MEAN_SENTENCE, Unit.YEAR): "mean sentence in years",
    (Measure.SHARE, Unit.PERCENT): "share in percent",
    (Measure.SHARE, Unit.NONE): "share, in words",
    (Measure.STATEMENT, Unit.NONE): "statements",
    (Measure.EVENT, Unit.NONE): "events",
}

# One sentence each; {n} is the hedged number with its noun, {were} agrees with it.
_SENTENCES = {
    (Measure.REGISTERED, Unit.CRIME): "{n} {were} registered as {offence}",
    (Measure.REGISTERED, Unit.CASE): "{n} of {offence} {were} registered",
    (Measure.ESTABLISHED, Unit.CRIME): "{n} registered as {offence} {were} found to have been committed",
    (Measure.CASE_OPENED, Unit.CASE): "{n} {were} opened for {offence}",
    (Measure.CHARGED, Unit.PERSON): "{n} {were} charged with {offence}",
    (Measure.CHARGED, Unit.CASE): "charges of {offence} were brought in {n}",
    (Measure.RECEIVED_BY_COURT, Unit.CASE): "courts received {n} of {offence}",
    (Measure.RECEIVED_BY_COURT, Unit.PERSON): "courts received cases of {offence} against {n}",
    (Measure.RECEIVED_BY_COURT, Unit.PERCENT): "{n} of the cases that courts received were of {offence}",
    (Measure.BROUGHT_BEFORE_COURT, Unit.PERSON): "{n} faced trial for {offence}",
    (Measure.RESOLVED, Unit.CASE): "courts considered {n} of {offence}",
    (Measure.CONVICTED, Unit.PERSON): "{n} {were} convicted of {offence}",
    (Measure.CONVICTED, Unit.SENTENCE): "courts issued {n} for {offence}",
    (Measure.CONVICTED, Unit.CASE): "{n} of {offence} ended in a conviction",
    (Measure.CONVICTED, Unit.PERCENT): "{n} of those accused of {offence} were convicted",
    (Measure.ACQUITTED, Unit.PERSON): "{n} {were} acquitted of {offence}",
    (Measure.SENTENCED, Unit.PERSON): "{n} {were} sentenced for {offence}",
    (Measure.SENTENCED, Unit.SENTENCE): "courts passed {n} for {offence}",
    (Measure.SENTENCED, Unit.CASE): "sentences were passed in {n} of {offence}",
    (Measure.IMPRISONED, Unit.PERSON): "{n} {were} sent to prison for {offence}",
    (Measure.IMPRISONED, Unit.PERCENT): "{n} of those sentenced for {offence} were sent to prison",
    (Measure.SUSPENDED, Unit.SENTENCE): "courts suspended {n} for {offence}",
    (Measure.SUSPENDED, Unit.PERSON): "{n} {were} given a suspended sentence for {offence}",
    (Measure.SUSPENDED, Unit.PERCENT): "{n} of the sentences for {offence} were suspended",
    (Measure.RESTRICTED, Unit.SENTENCE): "{n} for {offence} restricted the service",
    (Measure.RESTRICTED, Unit.PERCENT): "{n} of the sentences for {offence} restricted the service",
    (Measure.FINED, Unit.SENTENCE): "{n} for {offence} {were} fines",
    (Measure.FINED, Unit.CASE): "{n} of {offence} ended in a fine",
    (Measure.FINED, Unit.PERCENT): "{n} of the sentences for {offence} were fines",
    (Measure.MEAN_SENTENCE, Unit.YEAR): "the mean sentence for {offence} was {n}",
}
_NOUNS = {
    Unit.CRIME: ("crime", "crimes"),
    Unit.CASE: ("case", "cases"),
    Unit.PERSON: ("person", "people"),
    Unit.SENTENCE: ("sentence", "sentences"),
    Unit.YEAR: ("year", "years"),
    Unit.PERCENT: ("percent", "percent"),
    Unit.NONE: ("", ""),
}
_SPECIAL = {
    (Measure.CASE_OPENED, Unit.CASE): ("criminal case", "criminal cases"),
    (Measure.CONVICTED, Unit.SENTENCE): ("conviction", "convictions"),
}
_SIGNS = {Bound.GT: ">", Bound.GE: "≥", Bound.LT: "<", Bound.LE: "≤", Bound.APPROX: "~"}
_HEDGES = {Bound.GT: "more than ", Bound.GE: "at least ", Bound.LT: "fewer than ", Bound.LE: "at most ", Bound.APPROX: "about "}
MISSING = {
    Missing.NOT_PUBLISHED: "not published",
    Missing.WITHHELD: "withheld",
    Missing.NOT_APPLICABLE: "not applicable",
    Missing.NOT_YET_COUNTED: "not yet counted",
}
_PACES = {
    "per-day": " a day",
    "per-working-day": " a working day",
    "per-week": " a week",
    "per-month": " a month",
    "per-year": " a year",
}
CAVEAT = (
    "Documented cases only: real totals may be higher. Not adjusted for the number of serving troops. A change in documentation"
    " or enforcement would look the same as a change in behaviour."
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def heading(measure: Measure, unit: Unit) -> str:
    """Return what a group of figures counts, as a noun.

    >>> heading(Measure.CONVICTED, Unit.PERSON)
    'people convicted'
    """
    return _HEADINGS.get((measure, unit)) or f"{measure.value.replace('_', ' ')}, in {_NOUNS[unit][1] or 'words'}"


def signed(figure: Figure) -> str:
    """Return the number as a table prints it: the hedge as a sign before the digits, a pace after them."""
    if figure.value is None:
        return MISSING[figure.missing] if figure.missing else ""
    upper = f"–{figure.value_high:,}" if figure.value_high is not None else ""
    return f"{_SIGNS.get(figure.bound, '')}{figure.value:,}{upper}{pace(figure)}"


def pace(figure: Figure) -> str:
    """Return the words after a number that is a pace, such as " a week", or nothing."""
    return _PACES.get(figure.period.kind.value, "") if figure.period else ""


def hedged(figure: Figure, value: int | Decimal) -> str:
    """Return the number as a sentence prints it, hedge and noun included: "more than 4,600 people"."""
    upper = f" to {figure.value_high:,}" if figure.value_high is not None else ""
    noun = _SPECIAL.get((figure.measure, figure.unit), _NOUNS[figure.unit])[0 if value == 1 and not upper else 1]
    words = f"{value:,}{upper} {noun}".rstrip() + pace(figure)
    # Fewer is for what can be counted; less for years and percent.
    hedge = "less than " if figure.bound is Bound.LT and not figure.is_count else _HEDGES.get(figure.bound, "")
    return hedge + words


def statement(figure: Figure, offence: str) -> str:
    """Return what a figure says as the core of a sentence, without period, counter and source."""
    label = f"{offence} ({figure.population})" if figure.population != "servicemen" else offence
    if figure.value is None and figure.missing:
        return f"{MISSING[figure.missing]}: the number of {heading(figure.measure, figure.unit)} for {label}"
    if figure.value is None:
        return f"what is said of {label} is “{figure.text}”"
    template = _SENTENCES.get((figure.measure, figure.unit)) or f"{heading(figure.measure, figure.unit)} for {{offence}}: {{n}}"
    were = "was" if figure.value == 1 and figure.value_high is None else "were"
    return template.format(n=hedged(figure, figure.value), were=were, offence=label)


def when(period: Period) -> str:
    """Return a period as a sentence prints it, led by its preposition; the source's own words stand in quotation marks."""
    if not period.is_dated:
        return f"“{period.text}”"
    inferred = ", dates inferred" if period.basis.value == "inferred" else ""
    if _is_grammatical(period):
        year = period.start_earliest is not None and period.text == str(period.start_earliest.year)
        return (f"in {period.text}" if year else f"from {span(period)}") + (" (dates inferred)" if inferred else "")
    return f"“{period.text}” ({span(period)}{inferred})"


def period_name(period: Period) -> str:
    """Return what a period is called: its dates, or the source's own words in quotation marks."""
    return period.text if _is_grammatical(period) else f"“{period.text}”"


def _is_grammatical(period: Period) -> bool:
    """Return whether the text of a period is dates in itself and no words of a source."""
    return period.text[:4].isdigit() and " " not in period.text


def span(period: Period) -> str:
    """Return the days of a period in words: "24 February 2022 to between 31 December 2023 and 22 February 2024"."""
    return f"{_ends(period.start_earliest, period.start_latest)} to {_ends(period.end_earliest, period.end_latest)}"


def _ends(earliest: date | None, latest: date | None) -> str:
    if earliest is None or latest is None:
        return "now"
    return long_date(earliest) if earliest == latest else f"between {long_date(earliest)} and {long_date(latest)}"


def days(period: Period) -> str:
    """Return the days of a period in figures: "2022-02-24 to 2023-12-31…2024-02-22", or nothing if it has none."""
    if not period.is_dated:
        return ""
    start, end = ((period.start_earliest, period.start_latest), (period.end_earliest, period.end_latest))
    first, last = ("…".join(dict.fromkeys(str(day) for day in pair if day is not None)) or "now" for pair in (start, end))
    return f"{first} to {last}"


def long_date(day: date) -> str:
    """Return a date in words.

    >>> import datetime
    >>> long_date(datetime.date(2024, 2, 22))
    '22 February 2024'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def told(dataset: Dataset, figure: Figure) -> str:
    """Return who counted a figure, who passed it on and when, as the end of a sentence."""
    source = dataset.sources[figure.source]
    dated = f"on {long_date(source.published)}" if source.published else "(undated)"
    if is_relayed(dataset, figure):
        return f"according to {figure.counter}, as reported by {source.publisher} {dated}"
    return f"according to {source.publisher} {dated}"


def is_relayed(dataset: Dataset, figure: Figure) -> bool:
    """Return whether another than its counter publishes a figure."""
    return figure.relation is not Relation.PRIMARY and figure.counter != dataset.sources[figure.source].publisher


def capitalised(sentence: str) -> str:
    """Return `sentence` with its first letter in upper case and the rest untouched."""
    return sentence[:1].upper() + sentence[1:]
