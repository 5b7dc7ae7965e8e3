"""The door that every record of a stored table passes, as those of TOML do: what no data file may hold is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import islice

from milstats.errors import DataError, Fault, visible
from milstats.fields import BREAK, NAMED_PERIOD, OFFENCE, SOURCE, SUM, Field, Unfit, read_id, shown
from milstats.figure_record import FigureReader
from milstats.lean import TYPE_CHECKING
from milstats.model import Break, Figure, Offence, OffenceId, Source, SourceId, Sum
from milstats.period import NamedPeriod
from milstats.records import RecordReader
from milstats.stored.mappings import Lazy
from milstats.vocabulary import Relation, Role

if TYPE_CHECKING:
    from milstats.locate import KeyPath
    from milstats.stored.store import Record, Store

_NEAR = 1000  # ids among which the one that was meant is looked for


class _Known(Mapping[str, str]):
    """The ids that references are checked against, each asked for once; only some are listed, to find the one that was meant."""

    def __init__(self, ids: Collection[str]) -> None:
        self._ids = ids
        self._found: set[str] = set()

    def __contains__(self, name: object) -> bool:
        if name not in self._found and isinstance(name, str) and name in self._ids:
            self._found.add(name)
        return name in self._found

    def __getitem__(self, name: str) -> str:
        if name not in self:
            raise KeyError(name)
        return name

    def __iter__(self) -> Iterator[str]:
        return islice(self._ids, _NEAR)

    def __len__(self) -> int:
        return len(self._ids)


class _FigureIds(Collection[str]):
    """The ids of all figures."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._store.has_figure(name)

    def __iter__(self) -> Iterator[str]:
        return self._store.ids()

    def __len__(self) -> int:
        return self._store.count()


class Door:
    """Makes the values of a stored table, and refuses at once what no data file may hold."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._faults: list[Fault] = []
        ids = {section: _Known(store.section(section)) for section in ("offences", "sources")}
        self._reader = RecordReader({**ids, "figures": _Known(_FigureIds(store))}, self.report)
        self.periods = {name: self.period(name, record) for name, record in store.section("periods").items()}
        self._figures = FigureReader(self._reader, self.periods)
        self.sources: Mapping[SourceId, Source] = Lazy(store.section("sources"), self.source)

    def report(self, path: KeyPath, message: str) -> None:
        """Keep a fault of the record that is being read."""
        dotted = visible(".".join(str(part) for part in path), limit=200)
        self._faults.append(Fault(self._store.label, None, f"{dotted}: {message}"))

    def _refuse(self) -> None:
        if self._faults:
            faults, self._faults = self._faults, []
            raise DataError(*faults)

    def _values(self, section: str, name: str, found: Record, fields: Mapping[str, Field]) -> dict[str, object]:
        """Return the values of a record that nothing is wrong with."""
        self._named(section, name)
        values = self._reader.read({**found}, fields, (section, name)).values
        self._refuse()
        return values

    def _named(self, section: str, name: str) -> None:
        try:
            read_id(name)
        except Unfit as verdict:
            self.report((section, name), str(verdict))
            self._refuse()

    def figure(self, name: str, found: Record) -> Figure:
        """Return a figure."""
        self._named("figures", name)
        figure = self._figures.read(name, {**found}, ("figures", name))
        self._refuse()
        assert figure is not None  # noqa: S101 -- what is no figure was reported
        if figure.relation is Relation.PRIMARY and self.sources[figure.source].role is Role.RELAYER:
            self.report(("figures", name, "relation"), f"expected another word than primary, since {figure.source} is a relayer")
        if figure.supersedes == name:
            self.report(("figures", name, "supersedes"), "expected the id of another figure, found its own")
        self._refuse()
        return figure

    def offence(self, name: str, found: Record) -> Offence:
        """Return an offence."""
        return Offence(id=OffenceId(name), **self._values("offences", name, found, OFFENCE))  # type: ignore[arg-type]

    def source(self, name: str, found: Record) -> Source:
        """Return a source."""
        return Source(id=SourceId(name), **self._values("sources", name, found, SOURCE))  # type: ignore[arg-type]

    def sum(self, name: str, found: Record) -> Sum:
        """Return a sum."""
        return Sum(id=name, **self._values("sums", name, found, SUM))  # type: ignore[arg-type]

    def period(self, name: str, found: Record) -> NamedPeriod:
        """Return a named period."""
        return NamedPeriod(id=name, **self._values("periods", name, found, NAMED_PERIOD))  # type: ignore[arg-type]

    def change(self, name: str, found: Record) -> Break:
        """Return a break, whose name is its day."""
        values = self._values("breaks", name, found, BREAK)
        try:
            return Break(date=date.fromisoformat(name), **values)  # type: ignore[arg-type]
        except ValueError:
            message = f"breaks.{name}: expected a date such as 2022-09-24 as the key, found {shown(name)}"
            raise DataError(Fault(self._store.label, None, message)) from None

    def version(self) -> str:
        """Return the version of the table."""
        version = self._store.version
        if type(version) is not str or not version.isprintable() or not version.strip():
            self.report(("version",), f"expected some text, found {'nothing' if version is None else shown(version)}")
            self._refuse()
        return str(version)
