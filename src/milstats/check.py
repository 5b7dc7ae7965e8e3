"""What is wrong with a table that loads: checks between its records, one function each, and the sums that hold."""

from __future__ import annotations

from milstats.landing import other_landings
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.locate import KeyPath, key_lines, line_of
from milstats.model import Dataset, Figure, FigureId, SourceId
from milstats.selection import series_key
from milstats.sums import Proof, prove
from milstats.vocabulary import Status
from milstats.wording import signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from milstats.document import Document

_MOST_WORDS = 12
_LONGEST_CIRCLE = 10  # figures of a circle that are named
_ENDS = (".", "!", "?")
_MARKS = "“”„«»\"'‘’()[] "  # what may stand around a sentence


class Flaw(NamedTuple):
    """What a check found: the path of the key that it is about, and what is wrong in words."""

    path: KeyPath
    message: str


class Check(NamedTuple):
    """A check by the name that machines read."""

    name: str
    find: Callable[[Dataset], Iterator[Flaw]]


class Finding(NamedTuple):
    """A fault with its place; `check` is the name of the check that found it."""

    file: str
    line: int | None
    key: str
    check: str
    message: str


class Checked(NamedTuple):
    """The answer: every finding in the order of the files, and every sum that holds or is disputed for not holding."""

    findings: tuple[Finding, ...]
    sums: tuple[Proof, ...]


def check(dataset: Dataset, documents: Iterable[Document]) -> Checked:
    """Return what the checks find in a table; `documents` are the files that it was made of, which tell the lines."""
    found = [(one.name, flaw) for one in CHECKS for flaw in one.find(dataset)]
    proofs = (prove(dataset, identity) for identity in dataset.sums.values())
    return Checked(tuple(_placed(found, documents)), tuple(proof for proof in proofs if not proof.faults))


def _placed(found: list[tuple[str, Flaw]], documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield the faults with file and line; only files that are at fault are searched for their keys."""
    for document in documents:
        here = [(name, flaw) for name, flaw in found if _holds(document, flaw.path)]
        lines = key_lines(document.text) if here else {}
        findings = [
            Finding(document.label, line_of(flaw.path, lines), ".".join(str(part) for part in flaw.path), name, flaw.message)
            for name, flaw in here
        ]
        yield from sorted(findings, key=lambda finding: finding.line or 0)


def _holds(document: Document, path: KeyPath) -> bool:
    """Return whether the record that a path leads to stands in a document."""
    records = document.tables.get(str(path[0]))
    return isinstance(records, dict) and path[1] in records


def unused_sources(dataset: Dataset) -> Iterator[Flaw]:
    """Find sources that no figure, reading or break refers to."""
    figures = dataset.figures.values()
    used = {figure.source for figure in figures} | {change.source for change in dataset.breaks}
    used |= {reading.source for figure in figures for reading in figure.readings}
    for source in dataset.sources:
        if source not in used:
            yield Flaw(("sources", source), "is used by no figure, reading or break")


def unused_offences(dataset: Dataset) -> Iterator[Flaw]:
    """Find offences that nothing is counted for; a break in what nobody counts is no use of it, a part of an umbrella is."""
    used = {figure.offence for figure in dataset.figures.values()}
    used |= {part for offence in dataset.offences.values() for part in offence.includes}
    for offence in dataset.offences:
        if offence not in used:
            yield Flaw(("offences", offence), "is used by no figure and is part of no other offence")


def long_quotes(dataset: Dataset) -> Iterator[Flaw]:
    """Find quotes of more words than it takes to hold a number."""
    for figure in dataset.figures.values():
        words = len((figure.quote or "").split())
        if words > _MOST_WORDS:
            message = f"has {words} words; expected the few that hold the number, at most {_MOST_WORDS}"
            yield Flaw(("figures", figure.id, "quote"), message)


def sentence_quotes(dataset: Dataset) -> Iterator[Flaw]:
    """Find quotes that are whole sentences."""
    for figure in dataset.figures.values():
        if figure.quote is not None and _is_sentence(figure.quote.strip(_MARKS)):
            yield Flaw(("figures", figure.id, "quote"), "is a whole sentence; expected the few words that hold the number")


def _is_sentence(words: str) -> bool:
    """Return whether words begin as a sentence does, with a capital or a digit, and end as one does, and not in "U.S."."""
    is_ended = words.endswith(_ENDS) and "." not in words.rsplit(maxsplit=1)[-1][:-1]
    return is_ended and (words[0].isupper() or words[0].isdigit())


def ambiguous_quotes(dataset: Dataset) -> Iterator[Flaw]:
    """Find quotes to which no link can lead for sure, since their words stand in the quote of another place too."""
    for figure, other in other_landings(dataset):
        message = f"also stands in the quote of {other.id}, at another place; expected words to which a link leads for sure"
        yield Flaw(("figures", figure.id, "quote"), message)


def read_before_published(dataset: Dataset) -> Iterator[Flaw]:
    """Find sources that were read before they were published."""
    for source in dataset.sources.values():
        if source.published is not None and source.accessed < source.published:
            message = f"is {source.accessed}, before the source was published on {source.published}"
            yield Flaw(("sources", source.id, "accessed"), message)


def counted_after_publication(dataset: Dataset) -> Iterator[Flaw]:
    """Find figures whose period surely ends after their source was published, or that are as of a day after it.

    A record that says why there is no number may name a period that still runs.
    """
    for figure in dataset.figures.values():
        published, period = dataset.sources[figure.source].published, figure.period
        if published is None or period is None or figure.missing:
            continue
        for day, verb in ((period.end_earliest, "ends on"), (period.as_of, "is as of")):
            if day is not None and day > published:
                message = f"{verb} {day}, after {figure.source} was published on {published}"
                yield Flaw(("figures", figure.id, "period"), message)


def broken_sums(dataset: Dataset) -> Iterator[Flaw]:
    """Find sums that do not hold though no figure in them is disputed, or can't be proved."""
    for identity in dataset.sums.values():
        yield from (Flaw(("sums", identity.id), reason) for reason in prove(dataset, identity).faults)


def counts_entered_twice(dataset: Dataset) -> Iterator[Flaw]:
    """Find figures of one series, period, value and source: one statement of a page, entered twice."""
    first: dict[tuple[object, ...], FigureId] = {}
    for figure in dataset.figures.values():
        said = (figure.value, figure.value_high, figure.bound, figure.text, figure.missing)
        one = first.setdefault((series_key(figure), _span(figure), said, figure.source), figure.id)
        if one != figure.id:
            yield Flaw(("figures", figure.id), f"is the count of {one} entered twice: same series, period, value and source")


def supersedes_loops(dataset: Dataset) -> Iterator[Flaw]:
    """Find figures that supersede one another in a circle, each circle once, at the first of them."""
    seen: set[FigureId] = set()
    for figure in dataset.figures:
        chain: dict[FigureId, int] = {}
        name: FigureId | None = figure
        while name is not None and name not in chain and name not in seen:
            chain[name] = len(chain)
            name = dataset.figures[name].supersedes
        seen.update(chain)  # and not |=, which copies the set where it is given keys
        if name is not None and name in chain:
            circle = [*chain][chain[name] :]
            told = circle if len(circle) <= _LONGEST_CIRCLE else [*circle[:_LONGEST_CIRCLE], f"{len(circle) - _LONGEST_CIRCLE:,} more"]
            yield Flaw(("figures", name, "supersedes"), f"goes round in a circle: {' supersedes '.join([*told, name])}")


def rival_counts(dataset: Dataset) -> Iterator[Flaw]:
    """Find figures of one series that give one period two values, so that nothing tells which one to use.

    Equal values are restatements. A figure that is superseded or deprecated is no longer held to be the count. Two sources
    may differ where one of the figures is disputed: the contradiction is then what the table documents, and every answer
    marks it; within one source, a dispute does not explain how it can print two counts. Undated figures have no one period.
    """
    gone = {figure.supersedes for figure in dataset.figures.values()}
    standing: dict[tuple[object, ...], _Told] = {}
    for number, figure in enumerate(dataset.figures.values()):
        if figure.value is None or figure.period is None or not figure.period.is_dated:
            continue
        if figure.id in gone or Status.DEPRECATED in figure.status:
            continue
        rival = _rival(figure, number, standing.setdefault((series_key(figure), _span(figure)), {}))
        if rival is not None:
            message = f"gives {figure.period.text} another value than {rival.id}, and neither supersedes the other"
            yield Flaw(("figures", figure.id, "value"), f"{message}: {signed(figure)} and {signed(rival)}")


# Of one series and period, the first two figures with unlike values, numbered, of each source and of all that are undisputed.
_Told = dict[SourceId | None, list[tuple[int, Figure]]]


def _rival(figure: Figure, number: int, told: _Told) -> Figure | None:
    """Return the first figure that a figure contradicts without a word on it, and add the figure to those `told`."""
    groups = (figure.source,) if Status.DISPUTED in figure.status else (figure.source, None)
    rivals: dict[int, Figure] = {}
    for group in groups:
        known = told.setdefault(group, [])
        unlike = [(at, other) for at, other in known if (other.value, other.value_high) != (figure.value, figure.value_high)]
        if len(unlike) == len(known) < len(("first", "second")):
            known.append((number, figure))
        rivals.update(unlike)
    return rivals[min(rivals)] if rivals else None


def _span(figure: Figure) -> tuple[object, ...] | None:
    """Return what makes two periods one: their days, however they are worded; without days, the words."""
    period = figure.period
    if period is None:
        return None
    days = (period.start_earliest, period.start_latest, period.end_earliest, period.end_latest)
    return (*days, period.kind, period.as_of, None if period.is_dated else period.text)


CHECKS = (
    Check("unused-source", unused_sources),
    Check("unused-offence", unused_offences),
    Check("long-quote", long_quotes),
    Check("sentence-quote", sentence_quotes),
    Check("ambiguous-quote", ambiguous_quotes),
    Check("read-before-published", read_before_published),
    Check("counted-after-publication", counted_after_publication),
    Check("broken-sum", broken_sums),
    Check("entered-twice", counts_entered_twice),
    Check("supersedes-loop", supersedes_loops),
    Check("rival-count", rival_counts),
)
