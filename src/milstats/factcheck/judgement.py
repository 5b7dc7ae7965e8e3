"""What the table says of a claim: borne out, contradicted, or nothing at all.

A number is called wrong only where the words fit figures of one offence and period, told by their counter or by what they
count, and every such figure contradicts it. Whatever else remains is unknown.
"""

from __future__ import annotations

from fractions import Fraction

from milstats.factcheck.agreement import Agreement, agreement
from milstats.factcheck.answer import Answer, told, when_of
from milstats.factcheck.fitting import LOOSE, STRICT, fits_counter, fits_measure, fits_offence, fits_time, fits_unit
from milstats.factcheck.multiples import judge_multiple
from milstats.factcheck.numbers import Sort
from milstats.factcheck.outcome import Outcome
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.period import Kind
from milstats.vocabulary import Status, Unit
from milstats.wording import heading, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.factcheck.claims import Claim
    from milstats.model import Dataset, Figure, FigureId

_BORNE_OUT = {Outcome.MATCHES, Outcome.DISPUTED}
_BESIDE, _REACH = 3, 200  # how many numbers, and how many characters, a multiple may be from the numbers it is made of
_MANY = 100  # from here on, that a number is another period's can be no chance
_PLAIN = {"servicemen", "conscripts"}  # populations that words need not name


class Table(NamedTuple):
    """The figures of a table as claims are held against them."""

    dataset: Dataset
    counts: tuple[Figure, ...]
    shares: tuple[Figure, ...]
    successors: dict[FigureId, Figure]


def judge_claims(dataset: Dataset, claims: Iterable[Claim]) -> Iterator[Answer]:
    """Yield what a table says of each claim."""
    figures = dataset.figures.values()
    table = Table(
        dataset=dataset,
        counts=tuple(figure for figure in figures if figure.is_count and figure.value is not None),
        shares=tuple(figure for figure in figures if figure.unit is Unit.PERCENT and figure.value is not None),
        successors={figure.supersedes: figure for figure in figures if figure.supersedes is not None},
    )
    known: dict[tuple[object, ...], Answer] = {}
    answers = []
    for claim in claims:
        key = _key(claim)
        if key not in known:
            known[key] = _judge(table, claim)
        answers.append(known[key]._replace(claim=claim))
    for place, answer in enumerate(answers):
        yield _with_multiple(table, answers, place, known) if answer.claim.number.sort is Sort.MULTIPLE else answer


def _with_multiple(table: Table, answers: list[Answer], place: int, known: dict[tuple[object, ...], Answer]) -> Answer:
    """Return the answer on a multiple, for which the numbers beside it tell the figures that are meant."""
    claim = answers[place].claim
    around = answers[max(0, place - _BESIDE) : place + _BESIDE + 1]
    near = [one for one in around if one.figure is not None and _apart(claim, one.claim) <= _REACH and one.outcome in _BORNE_OUT]
    cited = [one.figure for one in sorted(near, key=lambda one: _apart(claim, one.claim)) if one.figure is not None]
    key = (_key(claim), *(figure.id for figure in cited))
    if key not in known:
        outcome, reason, figure = judge_multiple(table.dataset, table.counts, claim, cited)
        known[key] = Answer(claim, outcome, reason, figure, is_about=outcome is not Outcome.UNKNOWN)
    return known[key]._replace(claim=claim)


def _apart(one: Claim, other: Claim) -> int:
    """Return how many characters two claims begin apart."""
    return abs(one.start - other.start)


def _key(claim: Claim) -> tuple[object, ...]:
    """Return all of a claim that its answer depends on."""
    number, spans = claim.number, tuple((time.start, time.end) for time in claim.times)
    stated = tuple((time.start, time.end) for time in claim.stated)
    return (number.sort, number.value, number.bound, number.step, spans, stated, claim[4:8], claim[10:])


def _judge(table: Table, claim: Claim) -> Answer:
    """Return what the table says of a count or a share."""
    if claim.number.sort in {Sort.OTHER, Sort.MULTIPLE}:
        return Answer(claim, Outcome.UNKNOWN, "counts no cases, people or sentences", is_about=False)
    pool = table.counts if claim.number.sort is Sort.COUNT else table.shares
    near = [figure for figure in pool if fits_offence(claim, figure) and fits_counter(claim, figure)]
    return _borne_out(table, claim, near) or _contradicted(table, claim, near) or _unknown(table, claim)


def _borne_out(table: Table, claim: Claim, near: list[Figure]) -> Answer | None:
    """Return the answer where a figure has the number, under its own noun or under another."""
    if not _is_placed(claim):
        return None
    hits = [
        figure
        for figure in near
        if agreement(claim.number, figure) is Agreement.YES and _iswhen_of(claim, figure) and _is_whole(claim, figure)
    ]
    good = [figure for figure in hits if fits_unit(claim, figure) and fits_measure(claim, figure)]
    if good:
        return _answer(table, claim, min(good, key=lambda figure: _rank(table, claim, figure)))
    if not hits or claim.number.sort is not Sort.COUNT or not _can_be_wrong(claim) or not (claim.number.is_telling or claim.is_time_near):
        return None
    rivals = [
        figure for figure in near if fits_unit(claim, figure) and fits_measure(claim, figure) and fits_time(claim.times, figure, LOOSE)
    ]
    if any(agreement(claim.number, figure) is not Agreement.NO for figure in rivals):
        return None
    figure = min(hits, key=lambda figure: _rank(table, claim, figure))
    noun = heading(figure.measure, figure.unit)
    return Answer(claim, Outcome.WRONG_NOUN, f"what the table counts so are {noun}, {when_of(figure)}", figure)


def _is_placed(claim: Claim) -> bool:
    """Return whether the words around a number are enough to know it by: the rounder it is, the more it takes."""
    has_offence, has_time = bool(claim.offences.values), bool(claim.times)
    if claim.number.is_telling:
        return has_offence or claim.counters.is_near or (has_time and bool(claim.units.values) and bool(claim.measures.values))
    return (
        has_offence and (has_time or claim.counters.is_near) and bool(claim.units.values or claim.measures.values or not claim.is_inherited)
    )


def _iswhen_of(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure is of the period of a claim; where that is in doubt, of one that the sentence states."""
    if not claim.times or claim.is_relative or figure.period is None or not figure.period.is_dated:
        return claim.number.is_telling or (figure.period is not None and bool(claim.times) and not figure.period.is_dated)
    return fits_time(claim.times if claim.is_time_near else claim.stated, figure, LOOSE)


def _is_whole(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure is of those that plain words mean; a pace or a part needs words that say so."""
    is_pace = figure.period is not None and figure.period.kind.is_pace
    return claim.is_partial or (not is_pace and (figure.population in _PLAIN or claim.number.is_telling))


def _answer(table: Table, claim: Claim, figure: Figure) -> Answer:
    """Return the answer where a figure has the very number: how it stands, and what a reader must know of it."""
    successor = table.successors.get(figure.id)
    if successor is not None:
        return Answer(claim, Outcome.SUPERSEDED, f"{told(figure)} was superseded by {told(successor)}", successor)
    if Status.DEPRECATED in figure.status:
        return Answer(claim, Outcome.SUPERSEDED, f"{told(figure)} is not to be used: {figure.note or 'deprecated'}", figure)
    if Status.DISPUTED in figure.status:
        return Answer(claim, Outcome.DISPUTED, figure.note or "a source gives another reading of it", figure)
    return Answer(claim, Outcome.MATCHES, told(figure), figure)


def _contradicted(table: Table, claim: Claim, near: list[Figure]) -> Answer | None:
    """Return the answer where all figures that the words fit contradict the number."""
    if claim.number.sort is not Sort.COUNT or not _can_be_wrong(claim) or not claim.is_time_near or not claim.offences.is_near:
        return None
    if claim.is_inherited and not claim.units.is_near:
        return None
    if not (claim.units.values or claim.measures.values):
        return None
    fitting = [figure for figure in near if _is_meant(claim, figure) and Status.DEPRECATED not in figure.status]
    if not fitting or any(agreement(claim.number, figure) is not Agreement.NO for figure in fitting):
        return None
    standing = [figure for figure in fitting if figure.id not in table.successors]
    if not standing or not _is_settled(claim, fitting) or not _is_comparable(table, claim, standing):
        return None
    figure = min(standing, key=lambda figure: _likeness(claim, figure))
    return Answer(claim, Outcome.DIFFERS, f"the table has {signed(figure)}: {told(figure)}{_elsewhere(table, claim)}", figure)


def _likeness(claim: Claim, figure: Figure) -> tuple[object, ...]:
    """Return how little a figure is what the words say, then how far it is from the number."""
    return (
        figure.offence not in claim.offences.values,
        bool(claim.measures.values) and figure.measure.value not in claim.measures.values,
        Status.DISPUTED in figure.status,
        abs(Fraction(figure.value or 0) - claim.number.value),
        figure.id,
    )


def _can_be_wrong(claim: Claim) -> bool:
    """Return whether nothing says that the number counts a part, or comes from someone the table does not know."""
    return not (claim.is_partial or claim.is_foreign or claim.is_relative)


def _is_meant(claim: Claim, figure: Figure) -> bool:
    """Return whether the words mean a figure."""
    is_pace = figure.period is not None and figure.period.kind.is_pace
    if is_pace or figure.population not in _PLAIN or not fits_unit(claim, figure) or not fits_measure(claim, figure):
        return False
    return fits_time(claim.times, figure, STRICT)


def _is_settled(claim: Claim, fitting: list[Figure]) -> bool:
    """Return whether the period has one count only; a running total has one for every day, and few of them are in the table."""
    if all(time.start is not None and time.end is not None for time in claim.times):
        return True
    if all(figure.period is not None and figure.period.kind is Kind.SUM for figure in fitting):
        return True
    return len({figure.period.end_latest for figure in fitting if figure.period is not None}) == 1


def _is_comparable(table: Table, claim: Claim, standing: list[Figure]) -> bool:
    """Return whether a number is so like the table's that it can only be meant to be the same, or is that of another period."""
    reach = 10 if claim.counters.is_near else 2
    value = claim.number.value
    if any(Fraction(figure.value or 0) < reach * value and value < reach * Fraction(figure.value or 0) for figure in standing):
        return True
    return claim.number.is_telling and value >= _MANY and bool(_elsewhere(table, claim))


def _elsewhere(table: Table, claim: Claim) -> str:
    """Return where else the table has the very number, as the end of a sentence, or nothing."""
    if not claim.number.is_telling:
        return ""
    same = [
        figure
        for figure in table.counts
        if figure.value == claim.number.value and fits_counter(claim, figure) and figure.period is not None
    ]
    return f"; {same[0].value:,} is what it has for {told(same[0])}" if same else ""


def _unknown(table: Table, claim: Claim) -> Answer:
    """Return the answer where the table settles nothing."""
    is_about = bool(claim.offences.values) and bool(claim.units.values or (claim.measures.values and not claim.is_inherited))
    is_about = is_about and claim.number.sort is Sort.COUNT
    return Answer(claim, Outcome.UNKNOWN, f"the table has no figure that settles it{_elsewhere(table, claim)}", is_about=is_about)


def _rank(table: Table, claim: Claim, figure: Figure) -> tuple[object, ...]:
    """Return the place of a figure among those that have the number: what stands undisputed and is nearest comes first."""
    return (
        figure.id in table.successors or Status.DEPRECATED in figure.status,
        not fits_time(claim.times, figure._replace(readings=()), STRICT),
        figure.offence not in claim.offences.values,
        figure.value != claim.number.value,
        Status.DISPUTED in figure.status,
        figure.population not in _PLAIN,
        abs(Fraction(figure.value or 0) - claim.number.value),
        figure.id,
    )
