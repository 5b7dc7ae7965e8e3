"""What is wrong with a table that loads: checks of record against record, one function each, and the sums that hold."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from milstats.data.fields import KeyPath
from milstats.data.toml import Document, key_lines, line_of
from milstats.model.period import Basis, Period
from milstats.model.records import Dataset, Figure, FigureId, Sum, interval, series_key
from milstats.model.selection import folded
from milstats.model.vocabulary import Access, Coverage, Grade, Status
from milstats.model.wording import number

_Flaw = tuple[KeyPath, str]  # the path of the key that it is about, and what is wrong in words
_MOST_WORDS = 12
_LONGEST_CIRCLE = 10  # figures of a circle that are named
_MOST_COMPARISONS = 200  # of one quote with others
# Addresses that are not those of the page that was cited.
_ODD_ADDRESSES = (
    (r"//amp\.|/amp(?:/|$)|[?&]amp(?:=|&|$)|\.amp(?:\.html)?$", "an AMP page"),
    (r"//(?:web\.archive\.org|archive\.(?:org|ph|is|today|fo|li|md|vn))/|\.translate\.goog/|//[^/]*mirror|//translate\.", "a mirror"),
    (r"^https?://[^/]+/?$|/(?:tags?|category|categories|rubrics?|search|authors?|topics?)(?:/|$)|[?&](?:q|s|page)=|/page/[0-9]+", "a list"),
)


class Finding(NamedTuple):
    """A flaw with its place; `check` is the name of the check that found it."""

    file: str
    line: int | None
    key: str
    check: str
    message: str


class Proof(NamedTuple):
    """A sum as it is written out, how it holds, and why not; a disputed one is contradicted without a fault, as the table documents."""

    sum: str
    equation: str
    manner: str
    faults: tuple[str, ...] = ()
    is_contradicted: bool = False


class Checked(NamedTuple):
    """The answer: every finding in the order of the files, and every sum that holds or is disputed for not holding."""

    findings: tuple[Finding, ...]
    sums: tuple[Proof, ...]


def check(dataset: Dataset, documents: Iterable[Document]) -> Checked:
    """Return what the checks find in a table; `documents` are the files that it was made of, asked for only if there are findings."""
    found = [(name, *flaw) for name, find in CHECKS.items() for flaw in find(dataset)]
    findings: list[Finding] = []
    for document in documents if found else ():
        here = [flaw for flaw in found if isinstance(own := document.tables.get(str(flaw[1][0])), dict) and flaw[1][1] in own]
        lines = key_lines(document.text) if here else {}  # only files that are at fault are searched for their keys
        placed = [Finding(document.label, line_of(path, lines), ".".join(map(str, path)), name, message) for name, path, message in here]
        findings += sorted(placed, key=lambda finding: finding.line or 0)
    proofs = (prove(dataset, identity) for identity in dataset.sums.values())
    return Checked(tuple(findings), tuple(proof for proof in proofs if not proof.faults))


def unused_source(dataset: Dataset) -> Iterator[_Flaw]:
    """Find sources that nothing refers to."""
    figures = dataset.figures.values()
    used = {figure.source for figure in figures} | {change.source for change in dataset.breaks}
    used |= {reading.source for figure in figures for reading in figure.readings}
    for source in dataset.sources:
        if source not in used:
            yield ("sources", source), "is used by no figure, reading or break"


def unused_offence(dataset: Dataset) -> Iterator[_Flaw]:
    """Find offences that nothing is counted for; a break in what nobody counts is no use of it, a part of an umbrella is."""
    figures, offences = dataset.figures.values(), dataset.offences.values()
    used = {figure.offence for figure in figures}.union(*(offence.includes for offence in offences))
    for offence in dataset.offences:
        if offence not in used:
            yield ("offences", offence), "is used by no figure and is part of no other offence"


def shared_alias(dataset: Dataset) -> Iterator[_Flaw]:
    """Find names under which two offences may be asked for."""
    owners: dict[str, str] = {}
    for offence in dataset.offences.values():
        for key, name in (("label", offence.label), *(("aliases", alias) for alias in offence.aliases)):
            owner = owners.setdefault(folded(name), offence.id)
            if owner != offence.id:
                yield ("offences", offence.id, key), f'"{name}" also means {owner}'


def long_quote(dataset: Dataset) -> Iterator[_Flaw]:
    """Find quotes of more words than it takes to give a number."""
    for figure in dataset.figures.values():
        words = len((figure.quote or "").split())
        if words > _MOST_WORDS:
            yield ("figures", figure.id, "quote"), f"has {words} words; expected the few around the number, at most {_MOST_WORDS}"


def sentence_quote(dataset: Dataset) -> Iterator[_Flaw]:
    """Find quotes that are whole sentences: they begin with a capital or a digit and end as one does, and not in "U.S."."""
    for figure in dataset.figures.values():
        words = (figure.quote or "").strip("“”„«»\"'‘’()[] ")
        is_ended = words.endswith((".", "!", "?")) and "." not in words.rsplit(maxsplit=1)[-1][:-1]
        if is_ended and (words[0].isupper() or words[0].isdigit()):
            yield ("figures", figure.id, "quote"), "is a whole sentence; expected the few words around the number"


def ambiguous_quote(dataset: Dataset) -> Iterator[_Flaw]:
    """Find quotes whose words are also in the quote of another place of the source, so that a link to them may lead there."""
    quotes = {figure.id: " ".join((figure.quote or "").casefold().split()) for figure in dataset.figures.values()}
    of_source: dict[str, list[Figure]] = {}
    for figure in dataset.figures.values():
        of_source.setdefault(figure.source, []).append(figure)
    for figure in dataset.figures.values():
        quote = quotes[figure.id]
        near = (one for one in of_source[figure.source][:_MOST_COMPARISONS] if one.where != figure.where and quote in quotes[one.id])
        for other in near:
            if quote and re.search(rf"(?<![^\W_]){re.escape(quote)}(?![^\W_])", quotes[other.id]):  # as browsers do
                message = f"is also in the quote of {other.id}, at another place; expected words to which a link leads for sure"
                yield ("figures", figure.id, "quote"), message
                break


def bracketed_title(dataset: Dataset) -> Iterator[_Flaw]:
    """Find titles that describe a page in place of its own title."""
    for source in dataset.sources.values():
        if source.title.startswith("[") and source.title.endswith("]"):
            yield ("sources", source.id, "title"), "is in brackets; expected the title that the page prints"


def odd_address(dataset: Dataset) -> Iterator[_Flaw]:
    """Find addresses of mirrors, AMP pages and lists, unless the source says so itself: it is weak, or a republication."""
    for source in dataset.sources.values():
        what = next((what for pattern, what in _ODD_ADDRESSES if re.search(pattern, source.url)), None)
        if what and source.grade is not Grade.WEAK and source.access is not Access.REPUBLICATION:
            yield ("sources", source.id, "url"), f'is the address of {what}; expected that of the page itself, or grade = "weak"'


def weak_figure(dataset: Dataset) -> Iterator[_Flaw]:
    """Find figures of a weak source that a better source has too, with the same value for the same series and period."""
    is_weak = {source.id: source.grade is Grade.WEAK for source in dataset.sources.values()}
    better = {_statement(figure): figure for figure in dataset.figures.values() if not is_weak[figure.source]}
    for figure in dataset.figures.values():
        other = better.get(_statement(figure)) if is_weak[figure.source] and Status.DEPRECATED not in figure.status else None
        if other is not None and figure.value is not None:
            message = f"is a weak source; {other.id} of {other.source} says the same, expected that one alone"
            yield ("figures", figure.id, "source"), message


def _statement(figure: Figure) -> tuple[object, ...]:
    return (*series_key(figure), _span(figure), figure.value, figure.value_high, figure.bound)


def read_before_published(dataset: Dataset) -> Iterator[_Flaw]:
    """Find sources that were read before they were published."""
    for source in dataset.sources.values():
        if source.published is not None and source.accessed < source.published:
            yield ("sources", source.id, "accessed"), f"is {source.accessed}, before the source was published on {source.published}"


def counted_after_publication(dataset: Dataset) -> Iterator[_Flaw]:
    """Find figures whose period surely ends after their source was published, or that are as of a day after it."""
    for figure in dataset.figures.values():
        published, period = dataset.sources[figure.source].published, figure.period
        if published is None or period is None or figure.missing:  # what has no number may name a period that still runs
            continue
        for day, verb in ((period.end_earliest, "ends on"), (period.as_of, "is as of")):
            if day is not None and day > published:
                yield ("figures", figure.id, "period"), f"{verb} {day}, after {figure.source} was published on {published}"


def broken_sum(dataset: Dataset) -> Iterator[_Flaw]:
    """Find sums that do not hold though no figure in them is disputed, or can't be proved."""
    for identity in dataset.sums.values():
        yield from ((("sums", identity.id), reason) for reason in prove(dataset, identity).faults)


def entered_twice(dataset: Dataset) -> Iterator[_Flaw]:
    """Find figures of one series, period, value and source: one statement of a page, entered twice."""
    first: dict[tuple[object, ...], FigureId] = {}
    for figure in dataset.figures.values():
        one = first.setdefault((_statement(figure), figure.text, figure.missing, figure.source), figure.id)
        if one != figure.id:
            yield ("figures", figure.id), f"is the count of {one} entered twice: same series, period, value and source"


def supersedes_loop(dataset: Dataset) -> Iterator[_Flaw]:
    """Find figures that supersede one another in a circle, each circle once, at the first of them."""
    seen: set[FigureId] = set()
    for figure in dataset.figures:
        chain: list[FigureId] = []
        name: FigureId | None = figure
        while name is not None and name not in seen:
            seen.add(name)
            chain.append(name)
            name = dataset.figures[name].supersedes
        if name is not None and name in chain:
            circle = [*chain[chain.index(name) :], name]
            if len(circle) > _LONGEST_CIRCLE + 1:
                circle[_LONGEST_CIRCLE:-1] = [f"{len(circle) - 1 - _LONGEST_CIRCLE:,} more"]
            yield ("figures", name, "supersedes"), f"goes round in a circle: {' supersedes '.join(circle)}"


def rival_count(dataset: Dataset) -> Iterator[_Flaw]:
    """Find figures of one series that give one period two values, so that nothing says which one to use.

    Equal values are restatements; a figure that is superseded or deprecated is no rival. Two sources may differ where one figure is
    disputed: the table documents the contradiction, and every answer marks it. Undated figures have no one period.
    """
    gone = {figure.supersedes for figure in dataset.figures.values()}
    # Of one series and period, the first figure of each value, for each source and for all that are undisputed.
    known: dict[tuple[object, ...], dict[object, tuple[int, Figure]]] = {}
    for place, figure in enumerate(dataset.figures.values()):
        is_gone = figure.id in gone or Status.DEPRECATED in figure.status
        if is_gone or figure.value is None or figure.period is None or not figure.period.is_dated:
            continue
        value, key, rivals = (figure.value, figure.value_high), (series_key(figure), _span(figure)), list[tuple[int, Figure]]()
        for source in (figure.source,) if Status.DISPUTED in figure.status else (figure.source, None):
            first = known.setdefault((*key, source), {})
            rivals += islice((rival for other, rival in first.items() if other != value), 1)
            first.setdefault(value, (place, figure))
        if rivals:
            rival = min(rivals)[1]
            message = f"gives {figure.period.text} another value than {rival.id}, and neither supersedes the other"
            yield ("figures", figure.id, "value"), f"{message}: {number(figure)} and {number(rival)}"


def _span(figure: Figure) -> Period | None:
    """Return what makes two periods one: their days, however they are worded; without days, the words."""
    period = figure.period
    return period and period._replace(text="" if period.is_dated else period.text, basis=Basis.STATED)


# Each check by the name that machines read.
CHECKS: dict[str, Callable[[Dataset], Iterator[_Flaw]]] = {
    find.__name__.replace("_", "-"): find
    for find in (
        unused_source, unused_offence, shared_alias, long_quote, sentence_quote, ambiguous_quote, bracketed_title, odd_address, weak_figure,
        read_before_published, counted_after_publication, broken_sum, entered_twice, supersedes_loop, rival_count,
    )
}  # fmt: skip


def prove(dataset: Dataset, identity: Sum) -> Proof:
    """Return whether the parts of an identity add up to its total, as exactly as the printed bounds allow."""
    total, parts = dataset.figures[identity.total], [dataset.figures[part] for part in identity.parts]
    without = dict.fromkeys(figure.id for figure in (total, *parts) if figure.value is None)
    if without:
        return Proof(identity.id, "", "", tuple(f"can't be proved: {name} has no value" for name in without))
    sides = f"{' + '.join(number(part) for part in parts)} {{}} {number(total)}"
    sign = "=" if identity.coverage is Coverage.WHOLE else "≤"
    # What a disputed part counts is in doubt, and the sum is evidence of it; a note can say why units differ.
    unlike = [part for part in parts if part.unit is not total.unit and Status.DISPUTED not in part.status and identity.note is None]
    faults = [f"adds unlike units: {part.id} is of unit {part.unit.value}, the total of unit {total.unit.value}" for part in unlike]
    low, high = interval(total)
    lows, highs = zip(*(interval(part) for part in parts), strict=True)
    is_above = high is not None and None not in lows and sum(lows) > high
    is_below = low is not None and None not in highs and sum(highs) < low
    is_contradicted = is_above or (is_below and identity.coverage is Coverage.WHOLE)  # parts that leave a rest may be less
    if is_contradicted and not any(Status.DISPUTED in figure.status for figure in (total, *parts)):
        faults.append(f"is contradicted: {sides.format(sign)} does not hold")
    if is_contradicted:
        return Proof(identity.id, sides.format("≠"), "contradicted, as the dispute says", tuple(faults), is_contradicted=True)
    return Proof(identity.id, sides.format(sign), ", ".join(_manners(identity, (total, *parts))), tuple(faults))


def _manners(identity: Sum, figures: tuple[Figure, ...]) -> Iterator[str]:
    """Yield how a sum holds: exactly, within the printed bounds, or only in that an "about" can't contradict it; then what it mixes."""
    limits = [interval(figure) for figure in figures]
    if (None, None) in limits:
        yield "not contradicted, since a count in it has no limits"
    elif identity.coverage is Coverage.PART:
        yield "a part of the total"
    else:
        yield "exact" if all(low == high for low, high in limits) else "within bounds"
    for what in ("measure", "unit"):
        names = dict.fromkeys(getattr(figure, what).value for figure in figures)
        if len(names) > 1:
            yield f"mixed {what}s: {' and '.join(names)}"
