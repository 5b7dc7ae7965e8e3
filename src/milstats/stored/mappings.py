"""The mappings of a `Dataset` whose records stay in a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, ValuesView
from itertools import islice
from typing import TypeVar

from milstats.model import Figure, FigureId
from milstats.stored.store import Record, Seen, Store, Wanted

_NEAR = 1000  # ids among which the one that was meant is looked for

K = TypeVar("K", bound=str)
V = TypeVar("V")
Make = Callable[[str, Record], V]


class Lazy(Mapping[K, V]):
    """Records of one section, each checked when it is asked for, and kept."""

    def __init__(self, records: Mapping[str, Record], make: Make[V]) -> None:
        self._records = records
        self._make = make
        self._made: dict[str, V] = {}

    def __getitem__(self, name: K) -> V:
        if name not in self._made:
            self._made[name] = self._make(name, self._records[name])
        return self._made[name]

    def values(self) -> ValuesView[V]:
        """Return a view that reads the records one after another, and not each by its id."""
        return _All(self)

    def all(self) -> Iterator[V]:
        """Yield all values in their order."""
        for name, record in self._records.items():
            if name not in self._made:
                self._made[name] = self._make(name, record)
            yield self._made[name]

    def __iter__(self) -> Iterator[K]:
        return iter(self._records)  # type: ignore[arg-type]  # an id is a NewType of the key

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, name: object) -> bool:
        return name in self._records


class _All(ValuesView[V]):
    """All values of a section, read one after another."""

    _mapping: Lazy[str, V]

    def __iter__(self) -> Iterator[V]:
        return self._mapping.all()


class StoredFigures(Mapping[FigureId, Figure]):
    """The figures of a stored table: a mapping that keeps none, and what the file can say of them by itself."""

    def __init__(self, store: Store, make: Make[Figure]) -> None:
        self._store = store
        self._make = make

    def __getitem__(self, name: FigureId) -> Figure:
        return self._make(name, self._store.figure(name))

    def __iter__(self) -> Iterator[FigureId]:
        return (FigureId(name) for name in self._store.ids())

    def __len__(self) -> int:
        return self._store.count()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._store.has_figure(name)

    def values(self) -> ValuesView[Figure]:
        """Return a view that reads the figures one after another, and not each by its id."""
        return _Streamed(self)

    def wanted(self, wanted: Wanted) -> Iterator[Figure]:
        """Yield at least the figures that are wanted, in the order of the table."""
        return (self._make(name, record) for name, record in self._store.figures(wanted))

    def superseding(self, names: Collection[str]) -> Iterator[Figure]:
        """Yield the figures that supersede one of `names`."""
        return (self._make(name, record) for name, record in self._store.superseding(names))

    def named(self, folded: str) -> Collection[str]:
        """Return the id that `folded`, case folded, stands for: of a figure, else of an offence or its alias."""
        return self._store.figures_called(folded) or self._store.offences_called(folded)

    def called(self, folded: str) -> FigureId | None:
        """Return the id of the figure that `folded`, case folded, is the id of."""
        return next((FigureId(name) for name in self._store.figures_called(folded)), None)

    def holding(self, words: Collection[str]) -> Iterator[Figure]:
        """Yield at least the figures whose texts hold all the words, which are case folded."""
        return self.wanted(Wanted(topics=self._store.ids_holding(words)))

    def counters(self, name: str) -> set[str]:
        """Return the counter called exactly `name`, or all where there is none."""
        return {name} if any(self._store.figures(Wanted(counter=name))) else {*self._store.counters()}

    def near(self, folded: str) -> list[str]:
        """Return ids that begin as `folded` does, among which the one that was meant may be."""
        begun = (self._store.ids(folded[:length]) for length in range(min(len(folded), 4), 0, -1))
        return next((found for ids in begun if (found := [*islice(ids, _NEAR)])), [])

    def beginning(self, start: str, most: int) -> dict[FigureId, Figure]:
        """Return the figures whose ids begin so, at most so many."""
        return {figure: self[figure] for figure in map(FigureId, islice(self._store.ids(start), most))}

    def seen(self) -> Iterator[Seen]:
        """Yield what is counted of each figure."""
        return self._store.seen()


class _Streamed(ValuesView[Figure]):
    """All figures, read one after another."""

    _mapping: StoredFigures

    def __iter__(self) -> Iterator[Figure]:
        return self._mapping.wanted(Wanted())
