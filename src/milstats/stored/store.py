"""What a file that holds a table row by row can be asked, so that only the rows that are wanted leave it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping

from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

Record = Mapping[str, object]  # as a data file in TOML holds it


class Wanted(NamedTuple):
    """What narrows a selection: ids of offences and figures of which one must fit, and equal columns; None narrows nothing."""

    topics: Collection[str] | None = None
    measure: str | None = None
    counter: str | None = None
    source: str | None = None


class Seen(NamedTuple):
    """What is counted of a figure: its offence, measure and source, and the first and the last day that it covers."""

    offence: str
    measure: str
    source: str
    first: date | None
    last: date | None


class Store(ABC):
    """A table in a file; records come as TOML would hold them, unchecked."""

    label: str
    version: object

    @abstractmethod
    def section(self, name: str) -> Mapping[str, Record]:
        """Return the records of a section other than `figures`, by id, in the order of the table."""

    @abstractmethod
    def figures(self, wanted: Wanted) -> Iterator[tuple[str, Record]]:
        """Yield the wanted figures, in the order of the table."""

    @abstractmethod
    def figure(self, name: str) -> Record:
        """Return one figure.

        Raises:
            KeyError: if there is none of that id.
        """

    @abstractmethod
    def superseding(self, names: Collection[str]) -> Iterator[tuple[str, Record]]:
        """Yield the figures that supersede one of `names`."""

    @abstractmethod
    def has_figure(self, name: str) -> bool:
        """Return whether there is a figure of that id."""

    @abstractmethod
    def count(self) -> int:
        """Return how many figures there are."""

    @abstractmethod
    def ids(self, beginning: str = "") -> Iterator[str]:
        """Yield the ids of the figures that begin so, whatever their case."""

    @abstractmethod
    def figures_called(self, folded: str) -> Collection[str]:
        """Return the figures of which `folded`, case folded, is the id; the last where there are several."""

    @abstractmethod
    def offences_called(self, folded: str) -> Collection[str]:
        """Return the offences of which `folded`, case folded, is the id or an alias; the last where there are several."""

    @abstractmethod
    def ids_holding(self, words: Collection[str]) -> Collection[str]:
        """Return the ids of at least all figures whose texts hold all the words, which are case folded."""

    @abstractmethod
    def counters(self) -> Collection[str]:
        """Return the counters."""

    @abstractmethod
    def seen(self) -> Iterator[Seen]:
        """Yield what is counted of each figure."""
