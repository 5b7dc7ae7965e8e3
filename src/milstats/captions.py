"""What stands around numbers in a report: the title and the heading of a series above them, the sources below."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING
from milstats.report import Reference
from milstats.wording import capitalised, heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milstats.model import Dataset, Figure, SourceId


def series_title(dataset: Dataset, figure: Figure) -> str:
    """Return the offence of a series as a title."""
    offence = dataset.offences[figure.offence]
    return capitalised(offence.label) + (f" (article {offence.article})" if offence.article else "")


def series_heading(figure: Figure) -> str:
    """Return what a series counts, of whom, and who counted."""
    what = capitalised(heading(figure.measure, figure.unit))
    whom = "" if figure.population == "servicemen" else f" ({figure.population})"
    return f"{what}{whom}, counted by {figure.counter}" if figure.is_count else f"{what}{whom}, {figure.counter}"


def references(dataset: Dataset, figures: Iterable[Figure]) -> tuple[Reference, ...]:
    """Return the sources of `figures`, latest first, each with the number of the figures it bears."""
    counts: dict[SourceId, int] = {}
    for figure in figures:
        counts[figure.source] = counts.get(figure.source, 0) + 1
    found = [reference(dataset, source, count) for source, count in counts.items()]
    found.sort(key=lambda item: item.source)
    return tuple(sorted(found, key=lambda item: str(item.published or ""), reverse=True))


def reference(dataset: Dataset, name: SourceId, figures: int) -> Reference:
    """Return one source as reports cite it."""
    source = dataset.sources[name]
    return Reference(name, source.publisher, source.title, source.published, source.url, source.role.value, figures)
