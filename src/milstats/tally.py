"""How many figures there are of each kind, and which days they cover, in one pass over the table."""

from __future__ import annotations

from datetime import date

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.stored.store import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model import Dataset


class Tally(NamedTuple):
    """The numbers of figures by offence, measure and source, and the first and the last day of each offence."""

    offences: dict[str, int]
    measures: dict[str, int]
    sources: dict[str, int]
    firsts: dict[str, date]
    lasts: dict[str, date]


def tallied(dataset: Dataset) -> Tally:
    """Return the numbers of a table."""
    tally = Tally({}, {}, {}, {}, {})
    for seen in _seen(dataset):
        for counts, name in zip(tally[:3], seen[:3], strict=True):
            counts[name] = counts.get(name, 0) + 1
        if seen.first is not None and seen.first < tally.firsts.get(seen.offence, date.max):
            tally.firsts[seen.offence] = seen.first
        if seen.last is not None and seen.last > tally.lasts.get(seen.offence, date.min):
            tally.lasts[seen.offence] = seen.last
    return tally


def _seen(dataset: Dataset) -> Iterator[Seen]:
    """Yield what is counted of each figure; of a table that stays in its file, no figure is made for that."""
    if not isinstance(dataset.figures, dict):
        from milstats.stored.mappings import StoredFigures  # noqa: PLC0415 -- only a table that stays in its file needs it

        if isinstance(dataset.figures, StoredFigures):
            yield from dataset.figures.seen()
            return
    for figure in dataset.figures.values():
        first, last = (figure.period.start_earliest, figure.period.end_latest) if figure.period else (None, None)
        yield Seen(figure.offence, figure.measure.value, figure.source, first, last)
