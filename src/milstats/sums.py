"""The identities between figures that a table states, and whether the printed numbers bear them out."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.model import Dataset, Figure, Sum, interval

if TYPE_CHECKING:
    from milstats.model import Number

    _Limits = tuple[Number | None, Number | None]

from milstats.vocabulary import Coverage, Status
from milstats.wording import signed


class Proof(NamedTuple):
    """A sum as it is written out, how it holds, and why it does not, if it does not.

    A sum that the table marks as disputed may be contradicted without a fault: the dispute is what the table documents.
    """

    sum: str
    equation: str
    manner: str
    faults: tuple[str, ...] = ()
    is_contradicted: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.faults and not self.is_contradicted


def prove(dataset: Dataset, identity: Sum) -> Proof:
    """Return whether the parts of an identity add up to its total, as exactly as the printed bounds allow."""
    total, parts = dataset.figures[identity.total], [dataset.figures[part] for part in identity.parts]
    without = dict.fromkeys(figure.id for figure in (total, *parts) if figure.value is None)
    if without:
        return Proof(identity.id, "", "", tuple(f"can't be proved: {name} has no value" for name in without))
    sides = f"{' + '.join(signed(part) for part in parts)} {{}} {signed(total)}"
    sign = "=" if identity.coverage is Coverage.WHOLE else "≤"
    faults = [*_unlike_units(identity, total, parts)]
    is_contradicted = not _can_hold(interval(total), _added(parts), identity.coverage)
    is_disputed = any(Status.DISPUTED in figure.status for figure in (total, *parts))
    if is_contradicted and not is_disputed:
        faults.append(f"is contradicted: {sides.format(sign)} does not hold")
    if is_contradicted:
        return Proof(identity.id, sides.format("≠"), "contradicted, as the dispute says", tuple(faults), is_contradicted=True)
    manner = ", ".join((_manner(identity, total, parts), *_mixtures(total, parts)))
    return Proof(identity.id, sides.format(sign), manner, tuple(faults))


def _unlike_units(identity: Sum, total: Figure, parts: list[Figure]) -> tuple[str, ...]:
    """Return a fault for each part of another unit than the total, in a sum without a note that could say why.

    A disputed part is let pass, and the unit said: what it counts is then in doubt, and the sum is evidence of it.
    """
    if identity.note is not None:
        return ()
    unlike = [part for part in parts if part.unit is not total.unit and Status.DISPUTED not in part.status]
    return tuple(f"adds unlike units: {part.id} is of unit {part.unit.value}, the total of unit {total.unit.value}" for part in unlike)


def _added(parts: list[Figure]) -> _Limits:
    """Return the lowest and the highest that the parts add up to, None where one of them sets no limit."""
    lows, highs = zip(*(interval(part) for part in parts), strict=True)
    return None if None in lows else sum(lows), None if None in highs else sum(highs)


def _can_hold(total: _Limits, added: _Limits, coverage: Coverage) -> bool:
    """Return whether the parts can add up to the total or, where they leave a rest, to less than it."""
    pairs = [(added[0], total[1])] if coverage is Coverage.PART else [(added[0], total[1]), (total[0], added[1])]
    return all(low is None or high is None or low <= high for low, high in pairs)


def _manner(identity: Sum, total: Figure, parts: list[Figure]) -> str:
    """Return how a sum holds: exactly, within the printed bounds, or only in that an "about" can't contradict it."""
    limits = [interval(figure) for figure in (total, *parts)]
    if (None, None) in limits:
        return "not contradicted, since a count in it has no limits"
    if identity.coverage is Coverage.PART:
        return "a part of the total"
    return "exact" if all(low == high for low, high in limits) else "within bounds"


def _mixtures(total: Figure, parts: list[Figure]) -> tuple[str, ...]:
    """Return what a sum mixes: measures, and units."""
    figures = (total, *parts)
    measures = dict.fromkeys(figure.measure.value for figure in figures)
    units = dict.fromkeys(figure.unit.value for figure in figures)
    said = (("measures", measures), ("units", units))
    return tuple(f"mixed {what}: {' and '.join(names)}" for what, names in said if len(names) > 1)
