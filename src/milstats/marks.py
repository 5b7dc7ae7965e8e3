"""Which marks a figure bears: what a reader must know beside the number."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import MARK_MEANINGS, SMALL, Access, Mark, Relation, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.model import Break, Dataset, Figure


def marks(dataset: Dataset, figure: Figure) -> tuple[Mark, ...]:
    """Return the marks of a figure, in the order of their letters."""
    return tuple(_marks(dataset, figure))


def legend(found: Iterable[Mark]) -> tuple[tuple[str, str], ...]:
    """Return each mark that occurs with its meaning, in the order of the letters."""
    occurring = set(found)
    return tuple((f"[{mark.value}]", meaning) for mark, meaning in MARK_MEANINGS.items() if mark in occurring)


def breaks_inside(dataset: Dataset, figure: Figure) -> tuple[Break, ...]:
    """Return the breaks that fall inside the period of a figure: after its first day and not after its last."""
    period = figure.period
    if period is None or period.start_earliest is None or period.end_latest is None:
        return ()
    first, last = period.start_earliest, period.end_latest
    return tuple(change for change in dataset.breaks_of(figure.offence) if first < change.date <= last)


def _marks(dataset: Dataset, figure: Figure) -> Iterator[Mark]:
    if figure.value is not None and breaks_inside(dataset, figure):
        yield Mark.BREAK
    if Status.DISPUTED in figure.status:
        yield Mark.DISPUTED
    if Status.PROVISIONAL in figure.status:
        yield Mark.PROVISIONAL
    is_small = figure.is_count and figure.value is not None and figure.value < SMALL
    is_copied = dataset.sources[figure.source].access is Access.REPUBLICATION
    if is_small or is_copied or Status.LOW_RELIABILITY in figure.status:
        yield Mark.UNRELIABLE
    if figure.relation is not Relation.PRIMARY:
        yield Mark.RELAYED
