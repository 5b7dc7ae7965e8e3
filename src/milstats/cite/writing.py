"""The references asked for, in one style."""

from __future__ import annotations

from milstats.cite import CitationStyle, bibtex, csl, ris, text
from milstats.cite.entry import Entry, entry_of, entry_of_pair
from milstats.lean import TYPE_CHECKING
from milstats.selection import figure_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from milstats.model import Dataset

WRITERS = {
    CitationStyle.TEXT: text.written,
    CitationStyle.BIBTEX: bibtex.written,
    CitationStyle.CSL_JSON: csl.written,
    CitationStyle.RIS: ris.written,
}


def references_of(dataset: Dataset, ids: Iterable[str], pair: tuple[str, str] | None, style: CitationStyle) -> str:
    """Return the references of figures as one text; those of a `pair` follow what milstats calculates from it.

    Each figure is cited once, however often it is asked for.

    Raises:
        NothingMatchedError: if there is no such figure, or nothing is calculated from the pair.
    """
    entries: list[Entry] = []
    if pair is not None:
        entries.append(entry_of_pair(dataset, figure_of(dataset, pair[0]), figure_of(dataset, pair[1])))
    figures = {figure.id: figure for figure in (figure_of(dataset, name) for name in (*(pair or ()), *ids))}
    return WRITERS[style]((*entries, *(entry_of(dataset, figure) for figure in figures.values())))
