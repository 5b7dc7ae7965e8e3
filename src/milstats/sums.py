"""The identities between figures that a table states, and whether the printed numbers bear them out."""

from typing import NamedTuple

from milstats.model import Dataset, Figure, Number, Sum, interval
from milstats.vocabulary import Status
from milstats.wording import signed

_Limits = tuple[Number | None, Number | None]


class Proof(NamedTuple):
    """A sum as it is written out, how it holds, and why it does not, if it does not."""

    sum: str
    equation: str
    manner: str
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.faults


def prove(dataset: Dataset, identity: Sum) -> Proof:
    """Return whether the parts of an identity add up to its total, as exactly as the printed bounds allow."""
    total, parts = dataset.figures[identity.total], [dataset.figures[part] for part in identity.parts]
    without = dict.fromkeys(figure.id for figure in (total, *parts) if figure.value is None)
    if without:
        return Proof(identity.id, "", "", tuple(f"can't be proved: {name} has no value" for name in without))
    equation = f"{' + '.join(signed(part) for part in parts)} = {signed(total)}"
    faults = [*_unlike_units(total, parts)]
    if not _can_meet(interval(total), _added(parts)):
        faults.append(f"is contradicted: {equation} does not hold")
    return Proof(identity.id, equation, ", ".join((_manner(total, parts), *_mixtures(total, parts))), tuple(faults))


def _unlike_units(total: Figure, parts: list[Figure]) -> tuple[str, ...]:
    """Return a fault for each part of another unit than the total.

    A disputed part is let pass, and the unit said: what it counts is then in doubt, and the sum is evidence of it.
    """
    unlike = [part for part in parts if part.unit is not total.unit and Status.DISPUTED not in part.status]
    return tuple(f"adds unlike units: {part.id} is of unit {part.unit.value}, the total of unit {total.unit.value}" for part in unlike)


def _added(parts: list[Figure]) -> _Limits:
    """Return the lowest and the highest that the parts add up to, None where one of them sets no limit."""
    lows, highs = zip(*(interval(part) for part in parts), strict=True)
    return None if None in lows else sum(lows), None if None in highs else sum(highs)


def _can_meet(one: _Limits, other: _Limits) -> bool:
    """Return whether some number lies between both pairs of limits."""
    return all(low is None or high is None or low <= high for low, high in ((one[0], other[1]), (other[0], one[1])))


def _manner(total: Figure, parts: list[Figure]) -> str:
    """Return how a sum holds: exactly, within the printed bounds, or only in that an "about" can't contradict it."""
    limits = [interval(figure) for figure in (total, *parts)]
    if all(low == high and low is not None for low, high in limits):
        return "exact"
    return "not contradicted, since a count in it has no limits" if (None, None) in limits else "within bounds"


def _mixtures(total: Figure, parts: list[Figure]) -> tuple[str, ...]:
    """Return what a sum mixes: measures, and units that are in doubt."""
    figures = (total, *parts)
    measures = dict.fromkeys(figure.measure.value for figure in figures)
    units = dict.fromkeys(figure.unit.value for figure in figures)
    said = (("measures", measures), ("units, of which one is disputed", units))
    return tuple(f"mixed {what}: {' and '.join(names)}" for what, names in said if len(names) > 1)
