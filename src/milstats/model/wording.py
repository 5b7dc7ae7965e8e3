"""The words around a number: what was counted, how firmly, when, and by whom; periods are put into English from their dates."""

from datetime import date, timedelta

from milstats.model.period import Kind, Period
from milstats.model.records import Dataset, Figure, Number, Offence
from milstats.model.vocabulary import Bound, Measure, Missing, Relation, Unit

# What a row counts, as a noun; then as a sentence: {n} is the hedged number with its noun, {were} agrees with it.
_WORDS: dict[tuple[Measure, Unit], tuple[str, str | None]] = {
    (Measure.REGISTERED, Unit.CRIME): ("crimes registered", "{n} of {offence} {were} registered"),
    (Measure.REGISTERED, Unit.CASE): ("cases registered", "{n} of {offence} {were} registered"),
    (Measure.ESTABLISHED, Unit.CRIME): ("crimes established", "{n} of {offence} {were} established"),
    (Measure.CASE_OPENED, Unit.CASE): ("cases opened", "{n} of {offence} {were} opened"),
    (Measure.CHARGED, Unit.PERSON): ("people charged", "{n} {were} charged with {offence}"),
    (Measure.CHARGED, Unit.CASE): ("cases with charges", "{n} of {offence} led to charges"),
    (Measure.RECEIVED_BY_COURT, Unit.CASE): ("cases reaching court", "courts received {n} of {offence}"),
    (Measure.RECEIVED_BY_COURT, Unit.PERSON): ("people sent to court", "courts received cases of {offence} against {n}"),
    (Measure.RECEIVED_BY_COURT, Unit.PERCENT): ("share of cases reaching court", "{n} of the cases that courts received were of {offence}"),
    (Measure.BROUGHT_BEFORE_COURT, Unit.PERSON): ("people who faced trial", "{n} faced trial for {offence}"),
    (Measure.RESOLVED, Unit.CASE): ("cases tried", "courts tried {n} of {offence}"),
    (Measure.CONVICTED, Unit.PERSON): ("people convicted", "{n} {were} convicted of {offence}"),
    (Measure.CONVICTED, Unit.SENTENCE): ("convictions", "courts handed down {n} for {offence}"),
    (Measure.CONVICTED, Unit.CASE): ("cases ending in conviction", "{n} of {offence} ended in conviction"),
    (Measure.ACQUITTED, Unit.PERSON): ("people acquitted", "{n} {were} acquitted of {offence}"),
    (Measure.SENTENCED, Unit.PERSON): ("people sentenced", "{n} {were} sentenced for {offence}"),
    (Measure.SENTENCED, Unit.SENTENCE): ("sentences", "courts passed {n} for {offence}"),
    (Measure.SENTENCED, Unit.CASE): ("cases ending in a sentence", "{n} of {offence} ended in a sentence"),
    (Measure.IMPRISONED, Unit.PERSON): ("people sent to prison", "{n} {were} sent to prison for {offence}"),
    (Measure.IMPRISONED, Unit.PERCENT): ("share sent to prison", "{n} of those sentenced for {offence} were sent to prison"),
    (Measure.SUSPENDED, Unit.SENTENCE): ("suspended sentences", "courts suspended {n} for {offence}"),
    (Measure.SUSPENDED, Unit.PERCENT): ("share of suspended sentences", "{n} of the sentences for {offence} were suspended"),
    (Measure.RESTRICTED, Unit.SENTENCE): ("sentences of restricted service", "{n} for {offence} restricted the soldier’s service"),
    (Measure.RESTRICTED, Unit.PERCENT): (
        "share of restricted service", "{n} of the sentences for {offence} restricted the soldier’s service",
    ),
    (Measure.FINED, Unit.SENTENCE): ("fines", "{n} for {offence} {were} fines"),
    (Measure.FINED, Unit.CASE): ("cases ending in a fine", "{n} of {offence} ended in a fine"),
    (Measure.FINED, Unit.PERCENT): ("share of fines", "{n} of the sentences for {offence} were fines"),
    (Measure.MEAN_SENTENCE, Unit.YEAR): ("average sentence", "the average sentence for {offence} was {n}"),
    (Measure.STATEMENT, Unit.WORDS): ("statements", None),
    (Measure.EVENT, Unit.WORDS): ("events", None),
}  # fmt: skip
_NOUNS = {
    Unit.CRIME: ("crime", "crimes"), Unit.CASE: ("case", "cases"), Unit.PERSON: ("person", "people"), Unit.YEAR: ("year", "years"),
    Unit.SENTENCE: ("sentence", "sentences"), Unit.PERCENT: ("%", "%"), Unit.WORDS: ("words", "words"),
}  # fmt: skip
_SPECIAL_NOUNS = {
    (Measure.CASE_OPENED, Unit.CASE): ("criminal case", "criminal cases"),
    (Measure.CONVICTED, Unit.SENTENCE): ("conviction", "convictions"),
}
SIGNS = {Bound.APPROX: "~", Bound.GT: ">", Bound.GE: "≥", Bound.LT: "<", Bound.LE: "≤"}
MISSING = {reason: reason.value.replace("-", " ") for reason in Missing}
_PACES = {kind: f" a {kind.value.removeprefix('per-').replace('-', ' ')}" for kind in Kind if kind.is_pace}
CAVEAT = (
    "Documented cases only: real totals may be higher. Not adjusted for troop numbers."
    " More enforcement or better records would look the same as more soldiers leaving."
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_NEAR = 62  # days between the two dates of an uncertain end up to which "or" says it; "a day between ... and" beyond
COUNTRIES = {  # a code that is not here stands for itself
    "RU": "Russia", "UA": "Ukraine", "BY": "Belarus", "KZ": "Kazakhstan", "GE": "Georgia", "US": "the United States", "IL": "Israel",
}  # fmt: skip
LANGUAGES = {
    "bg": "Bulgarian", "de": "German", "en": "English", "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "ro": "Romanian", "ru": "Russian", "uk": "Ukrainian",
}  # fmt: skip
_SHORT = 19  # characters of a short label
# Words that make a name one of an institution, which takes an article.
_INSTITUTIONS = {
    "agency", "army", "authority", "bank", "bureau", "command", "commission", "committee", "council", "court", "department", "directorate",
    "fleet", "institute", "ministry", "office", "prosecutor", "rapporteur", "service", "staff", "union", "un",
}  # fmt: skip


def heading(measure: Measure, unit: Unit) -> str:
    """Return what a row counts, as a noun: "people convicted"."""
    return _WORDS.get((measure, unit), (None,))[0] or f"{measure.value.replace('_', ' ')}, in {_NOUNS[unit][1]}"


def topic_title(offence: Offence) -> str:
    """Return an offence as a title: its initials where they are its id, its label, its article."""
    name = f"{offence.id.upper()}: {offence.label}" if _is_initialism(offence) else capitalised(offence.label)
    return f"{name}, article {offence.article}" if offence.article else name


def short_title(offence: Offence) -> str:
    """Return an offence as a row of a table names it: by its label where that is short, else by the words of its id."""
    words = offence.label if len(offence.label) <= _SHORT or "(" in offence.label else offence.id.replace("_", " ").replace("-", " ")
    return offence.id.upper() if _is_initialism(offence) else capitalised(words)


def _is_initialism(offence: Offence) -> bool:
    return offence.id == "".join(word[0] for word in offence.label.split()).lower()


def number(figure: Figure) -> str:
    """Return the number as a table prints it, such as ">40%" or "34 a day"; without a number the reason, or nothing for words."""
    if figure.value is None:
        return MISSING[figure.missing] if figure.missing else ""
    upper = f"–{figure.value_high:,}" if figure.value_high is not None else ""
    unit = {Unit.PERCENT: "%", Unit.YEAR: " year" if figure.value == 1 and not upper else " years"}.get(figure.unit, "")
    return f"{SIGNS.get(figure.bound, '')}{figure.value:,}{upper}{unit}{pace(figure)}"


def pace(figure: Figure) -> str:
    """Return the words after a number that is a pace, such as " a week", or nothing."""
    return _PACES.get(figure.period.kind, "") if figure.period else ""


def counted(figure: Figure, value: Number) -> str:
    """Return a value of a figure with its hedge and its noun, as a sentence has it: "more than 4,600 people"."""
    upper = f" to {figure.value_high:,}" if figure.value_high is not None else ""
    one, several = _SPECIAL_NOUNS.get((figure.measure, figure.unit), _NOUNS[figure.unit])
    noun = one if value == 1 and not upper else several
    words = f"{value:,}{upper}{'' if noun == '%' else ' '}{noun}{pace(figure)}"
    hedge = figure.bound.meaning.replace("less", "fewer" if figure.is_count else "less")
    return f"{hedge} {words}" if figure.bound in SIGNS else words


def statement(dataset: Dataset, figure: Figure) -> str:
    """Return what a figure says as the core of a sentence, without period, counter and source."""
    label = dataset.offences[figure.offence].label
    if figure.population not in {"servicemen", "conscripts"}:
        label += f" ({figure.population})"
    country = COUNTRIES.get(figure.country, figure.country)
    if figure.country != "RU" and country not in label:
        label += f" in {country}"
    if figure.value is None and figure.missing is not None:
        verb = "withheld" if figure.missing is Missing.WITHHELD else _silent(figure)
        return f"{with_article(figure.counter)} {verb} the number of {heading(figure.measure, figure.unit)} for {label}"
    if figure.value is None:
        return f"on {label}: “{figure.text}”"
    template = _WORDS.get((figure.measure, figure.unit), ("", ""))[1] or f"{heading(figure.measure, figure.unit)} for {{offence}}: {{n}}"
    were = "was" if figure.value == 1 and figure.value_high is None else "were"
    said = template.format(n=counted(figure, figure.value), were=were, offence=label)
    return said.replace(f"crimes of {label}", label) if "crimes" in label else said  # of an umbrella


def silence(figure: Figure, span: str) -> str:
    """Return who keeps which number back, as a sentence: "The Judicial Department withholds the number of people convicted for 2021."."""
    return f"{capitalised(with_article(figure.counter))} {_silent(figure)} the number of {heading(figure.measure, figure.unit)} for {span}."


def _silent(figure: Figure) -> str:
    verbs = {Missing.WITHHELD: "withholds", Missing.NOT_PUBLISHED: "has not published", Missing.NOT_YET_COUNTED: "has not yet counted"}
    return verbs.get(figure.missing or Missing.NOT_APPLICABLE, "has no figure for")


def sentence(dataset: Dataset, figure: Figure) -> str:
    """Return a figure as a sentence to paste: hedge, number, noun, period, counter, publisher and date."""
    core = statement(dataset, figure)
    if figure.period is not None and figure.period.is_dated:
        core += f" {when(figure.period)}"
    elif figure.value is not None:
        core += ", in a period that the source does not date"
    doubt = "; this figure is disputed" if "disputed" in figure.status else ""
    credit = reported_by(dataset, figure) if figure.value is None and figure.missing else credit_line(dataset, figure)
    return f"{capitalised(core)}, {credit}{doubt}."


def credit_line(dataset: Dataset, figure: Figure) -> str:
    """Return who counted a figure, who reported it and when, as the end of a sentence."""
    report = f", {reported_by(dataset, figure)}" if is_relayed(dataset, figure) else f" {_published_on(dataset, figure)}"
    return f"according to {with_article(figure.counter)}{report}"


def credit_of_both(dataset: Dataset, one: Figure, other: Figure) -> str:
    """Return who counted two figures of different sources, and who reported each, as the end of a sentence."""
    who = f"according to {with_article(one.counter)}"
    relayed = [is_relayed(dataset, figure) for figure in (one, other)]
    if not any(relayed):
        return f"{who} {joined([*dict.fromkeys(_published_on(dataset, figure) for figure in (one, other))])}"
    first, last = (reported_by(dataset, figure) for figure in (one, other))
    return f"{who}, {first} and {last.removeprefix('as reported ') if all(relayed) else last}"


def reported_by(dataset: Dataset, figure: Figure) -> str:
    """Return who published a figure and when: "as reported by Meduza on 12 May 2023", "in its own report of ..."."""
    if not is_relayed(dataset, figure):
        return f"in its own report {_published_on(dataset, figure)}".replace("report on", "report of")
    return f"as reported by {with_article(dataset.sources[figure.source].publisher)} {_published_on(dataset, figure)}"


def _published_on(dataset: Dataset, figure: Figure) -> str:
    published = dataset.sources[figure.source].published
    return f"on {long_date(published)}" if published else "(undated)"


def is_relayed(dataset: Dataset, figure: Figure) -> bool:
    """Return whether another than its counter publishes a figure."""
    return figure.relation is not Relation.PRIMARY and figure.counter != dataset.sources[figure.source].publisher


def with_article(name: str) -> str:
    """Return a counter or publisher as a sentence has it: "the Judicial Department", but "Mediazona" and "The Insider"."""
    if name[:1].islower() and name.endswith("article"):
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    words = {word.strip("’'s,").casefold() for word in name.split()}
    return f"the {name}" if words & _INSTITUTIONS and not name.casefold().startswith("the ") else name


def capitalised(text: str) -> str:
    """Return `text` with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]


def joined(items: list[str], last: str = "and") -> str:
    """Return items as a sentence lists them: "a, b and c"."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def long_date(day: date, months: tuple[str, ...] = MONTHS) -> str:
    """Return a date in words: "22 February 2024"."""
    return f"{day.day} {_month(day, months)}"


def _month(day: date, months: tuple[str, ...]) -> str:
    return f"{months[day.month - 1]} {day.year}"


def short_name(name: str) -> str:
    """Return the name of a counter as a narrow table has it: "Judicial Dept."."""
    return name.replace("Department", "Dept.")


def label(period: Period | None) -> str:
    """Return a period as a table has it, a start by its month: "2023", "Jan–July 2024", "Feb 2022 to July or Aug 2025"."""
    if period is None or period.start_earliest is None:
        return "not dated" if period else "period not stated"
    start, end = period.start_earliest, period.end_latest
    if period.is_certain or end is None:
        return _span(start, end, SHORT_MONTHS, "–") if end else f"since {long_date(start)}"
    first = _either(*(_month(day, SHORT_MONTHS) for day in (start, period.start_latest or start)))
    return f"{first.removesuffix(f' {end.year}') if start.year == end.year else first} to {end_label(period, has_last_day=False)}"


def end_label(period: Period, months: tuple[str, ...] = SHORT_MONTHS, *, has_last_day: bool = True) -> str:
    """Return the end of a period in words: "31 May 2025", "July or Aug 2025"; the last day of a month can go without saying."""
    earliest, latest = period.end_earliest, period.end_latest
    if earliest is None or latest is None:
        return ""
    if earliest == latest:
        return long_date(latest, months) if has_last_day or not _is_month_end(latest) else _month(latest, months)
    first, last = _month(earliest, months), _month(latest, months)
    if (latest - earliest).days <= _NEAR:
        return _either(first, last)
    return f"{first} or later" if months is SHORT_MONTHS else f"a day between {first.removesuffix(f' {latest.year}')} and {last}"


def _either(first: str, last: str) -> str:
    return last if first == last else f"{first.removesuffix(last[last.rindex(' ') :])} or {last}"


def months(period: Period) -> str:
    """Return a dated period that lies in one year without the year: "January to July", "January to June or July"."""
    start, end = period.start_earliest or date.min, period.end_latest or date.max
    text = _span(start, end, MONTHS, " to ") if period.is_certain else f"{MONTHS[start.month - 1]} to {end_label(period, MONTHS)}"
    return text.replace(f" {end.year}", "")


def when(period: Period) -> str:
    """Return a dated period as a sentence has it: "in 2021", "from January to July 2024", "from ... to July or August 2025"."""
    start, end = period.start_earliest or date.min, period.end_latest
    if end is None:
        return f"since {long_date(start)}"
    if not period.is_certain:
        last = period.start_latest or start
        is_one_month = start < last and (start.year, start.month) == (last.year, last.month)
        first = _month(start, MONTHS) if is_one_month else _either(long_date(start), long_date(last))
        return f"from {first.removesuffix(f' {end.year}')} to {end_label(period, MONTHS)}"
    text = _span(start, end, MONTHS, " to ")
    if " to " not in text:
        return f"on {text}" if start == end else f"in {text}"
    is_whole = start.day == 1 and _is_month_end(end)
    return f"from {text}" if is_whole else f"from {long_date(start).removesuffix(f' {end.year}')} to {long_date(end)}"


def _span(start: date, end: date, months: tuple[str, ...], to: str) -> str:
    is_end = _is_month_end(end)
    if (start.year, start.month) == (end.year, end.month):
        days = "" if start.day == 1 and is_end else f"{end.day} " if start == end else f"{start.day}{to}{end.day} "
        return f"{days}{_month(end, months)}"
    if (start.day, start.month, end.month) == (1, 1, 12) and is_end:
        return str(start.year) if start.year == end.year else f"{start.year}{to}{end.year}"
    first, last = (_month(day, months) for day in (start, end))
    return f"{first.removesuffix(f' {end.year}')}{to}{'' if is_end else f'{end.day} '}{last}"


def _is_month_end(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1
