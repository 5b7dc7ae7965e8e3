"""What every style of reference is written from: a figure with its source, or what milstats calculated from two."""

from __future__ import annotations

from milstats.compare import Comparison, compare
from milstats.compared.phrases import spoken
from milstats.compared.sentences import sentence as sentence_on_pair
from milstats.errors import NothingMatchedError
from milstats.fragment import link_of
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.selection import Query
from milstats.show import sentence
from milstats.vocabulary import SourceType
from milstats.wording import is_relayed, long_date

if TYPE_CHECKING:
    from datetime import date

    from milstats.model import Dataset, Figure, Source

Detail = str | int | float


class Name(NamedTuple):
    """An author; one without a given name is an organisation, or a person whose name's parts no source tells apart."""

    family: str
    given: str | None = None


class Entry(NamedTuple):
    """One reference: what is absent is not known, and no style makes it up.

    `publisher` is absent where it is the author. `work` is what entries share that cite one source, `counter` who counted
    where the source only passes it on, `parts` the keys of what a calculation was made from.
    """

    key: str
    work: str
    type: SourceType
    title: str
    names: tuple[Name, ...]
    note: str
    version: str
    publisher: str | None = None
    published: date | None = None
    accessed: date | None = None
    url: str | None = None
    language: str | None = None
    counter: str | None = None
    details: tuple[tuple[str, Detail], ...] = ()
    parts: tuple[str, ...] = ()


def entry_of(dataset: Dataset, figure: Figure) -> Entry:
    """Return the reference of a figure: the source that was read, and what it says."""
    source = dataset.sources[figure.source]
    return Entry(
        key=figure.id,
        work=source.id,
        type=source.type,
        title=_one_line(source.title),
        names=tuple(_name(_one_line(author)) for author in source.author) or (Name(_one_line(source.publisher)),),
        note=_note(dataset, figure, source),
        version=dataset.version,
        publisher=_one_line(source.publisher) if source.author else None,
        published=source.published,
        accessed=source.accessed,
        url=source.url,
        language=source.language,
        counter=_one_line(figure.counter) if is_relayed(dataset, figure) else None,
        details=_details(dataset, figure),
    )


def entry_of_pair(dataset: Dataset, before: Figure, after: Figure) -> Entry:
    """Return the reference of what milstats calculates from two figures: its own, and never their counter's.

    Raises:
        NothingMatchedError: if it calculates nothing from them; the message says why.
    """
    row = compare(dataset, before, after, Query()).rows[0]
    _refuse_uncalculated(row)
    told = sentence_on_pair(dataset, row, (before.id, after.id))
    return Entry(
        key=f"milstats:{before.id}:{after.id}",
        work=f"milstats:{before.id}:{after.id}",
        type=SourceType.DATASET,
        title=f"Calculation from the figures {before.id} and {after.id}",
        names=(Name("milstats"),),
        note=f"{_one_line(told)} Calculated by milstats, printed by no source; milstats table {dataset.version}.",
        version=dataset.version,
        details=(("before", before.id), ("after", after.id), ("verdict", row.verdict.value), ("version", dataset.version)),
        parts=(before.id, after.id),
    )


def _refuse_uncalculated(row: Comparison) -> None:
    if row.judgement is not None and not spoken(row.judgement):
        before, after = row.figures
        message = f"nothing to cite: milstats calculates nothing from {before.id} and {after.id}: {row.judgement.findings[0].words}"
        raise NothingMatchedError(message)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _name(author: str) -> Name:
    """Return an author; only one comma tells a family name from a given one, and nothing else is guessed.

    >>> _name("Oliynyk, Tetyana"), _name("A. Writer")
    (Name(family='Oliynyk', given='Tetyana'), Name(family='A. Writer', given=None))
    """
    family, _, given = author.partition(",")
    is_told_apart = bool(family.strip()) and bool(given.strip()) and "," not in given
    return Name(family.strip(), given.strip()) if is_told_apart else Name(author)


def _note(dataset: Dataset, figure: Figure, source: Source) -> str:
    """Return what a reader must know to find and to judge the number: the claim, the words that bear it, when they were read."""
    place = f" ({figure.where})" if figure.where else ""
    quotation = f"Quotation{place}: “{figure.quote}”. " if figure.quote else ""
    read = f"Read {long_date(source.accessed)}"
    return _one_line(f"{sentence(dataset, figure)} {quotation}{read}; milstats table {dataset.version}, figure {figure.id}.")


def _details(dataset: Dataset, figure: Figure) -> tuple[tuple[str, Detail], ...]:
    """Return the facts of a figure that no style of reference has a field for, under the names that `show` prints."""
    period = figure.period
    found = {
        "figure": figure.id,
        "offence": figure.offence,
        "measure": figure.measure.value,
        "unit": figure.unit.value,
        "value": _number(figure.value),
        "value_to": _number(figure.value_high),
        "bound": figure.bound.value,
        "text": figure.text,
        "counter": figure.counter,
        "relation": figure.relation.value,
        "missing": figure.missing and figure.missing.value,
        "period": period and period.text,
        "start_earliest": period and _day(period.start_earliest),
        "start_latest": period and _day(period.start_latest),
        "end_earliest": period and _day(period.end_earliest),
        "end_latest": period and _day(period.end_latest),
        "where": figure.where,
        "quote": figure.quote,
        "link": link_of(dataset, figure),
        "version": dataset.version,
    }
    return tuple((name, value) for name, value in found.items() if value is not None)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: object) -> int | float | None:
    """Return a number as JSON has it."""
    return value if value is None or isinstance(value, int) else float(str(value))
