"""Data files to one `Dataset`; every fault of every file is found before any is reported."""

from __future__ import annotations

import gc
from datetime import date

from milstats.document import Document, read_document
from milstats.errors import DataError, Fault, UsageError, visible
from milstats.fields import BREAK, NAMED_PERIOD, OFFENCE, SOURCE, SUM, Field, Unfit, read_id, shown
from milstats.figure_record import FigureReader
from milstats.files import PACKAGED, start_of
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.model import Break, Dataset, Figure, Offence, Source, Sum
from milstats.period import NamedPeriod, parse_period
from milstats.records import RecordReader
from milstats.vocabulary import Relation, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from milstats.locate import KeyPath

FORMAT = 1
_SECTIONS = ("offences", "periods", "breaks", "sources", "figures", "sums")
_TOP = ("format", "version", *_SECTIONS)


class _Misfit(NamedTuple):
    """A fault before its line is known: the number of its document, the path of its key, the message."""

    document: int
    path: KeyPath
    message: str


class _Table:
    """What has been read so far of the files that make up one table."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.misfits: list[_Misfit] = []
        self.current = 0
        self.homes: dict[KeyPath, int] = {}
        self.reader = RecordReader({section: self._ids(section) for section in _SECTIONS}, self.report)

    def report(self, path: KeyPath, message: str) -> None:
        """Keep a fault of the document being read."""
        self.misfits.append(_Misfit(self.current, path, message))

    def report_of_figure(self, figure: Figure, key: str, message: str) -> None:
        """Keep a fault of a figure that has been read."""
        path = ("figures", figure.id)
        self.current = self.homes.get(path, 0)
        self.report((*path, key), message)

    def _ids(self, section: str) -> dict[str, str]:
        """Return the ids that a section defines, in whichever document, sound or not, by themselves."""
        sections = (document.tables.get(section) for document in self.documents)
        return {key: key for records in sections if isinstance(records, dict) for key in records}

    def section(self, name: str) -> Iterator[tuple[str, object]]:
        """Yield the records of one section from all documents, by id; ids that are none, or come twice, are reported."""
        for number, document in enumerate(self.documents):
            self.current = number
            records = document.tables.get(name, {})
            if type(records) is not dict:
                self.report((name,), f"expected tables such as [{name}.ID], found {shown(records)}")
                continue
            for key, record in records.items():
                if self._is_new((name, key)):
                    yield key, record

    def _is_new(self, path: KeyPath) -> bool:
        try:
            read_id(path[-1])
        except Unfit as verdict:
            self.report(path, str(verdict))
            return False
        if len(self.documents) == 1:  # no table of TOML holds a key twice
            return True
        if path in self.homes:
            self.report(path, f"is already in {self.documents[self.homes[path]].label}")
            return False
        self.homes[path] = self.current
        return True

    def records(self, name: str, fields: Mapping[str, Field]) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the sound records of a section with their values parsed."""
        for key, found in self.section(name):
            record = self.reader.read(found, fields, (name, key))
            if record.is_sound:
                yield key, record.values

    def faults(self) -> Iterator[Fault]:
        """Yield the faults with their lines, in the order of the files."""
        from milstats.locate import key_lines, line_of  # noqa: PLC0415 -- only faults need it

        for number, document in enumerate(self.documents):
            misfits = [misfit for misfit in self.misfits if misfit.document == number]
            lines = key_lines(document.text) if misfits else {}
            faults = [Fault(document.label, line_of(path, lines), f"{_dotted(path)}{message}") for _, path, message in misfits]
            yield from sorted(faults, key=lambda fault: (fault.line or 0, fault.message))


def load(*names: str, with_digest: bool = False) -> Dataset:
    """Return the table that the data files `names` make up together; without a name, the packaged one.

    A name is a path, `-` for standard input, or `packaged`. What `export` wrote stays in its file, where it is the only one,
    and is read and checked as it is asked for. With `with_digest`, `Dataset.sha256` holds the SHA-256 of each
    file, joined by `+`; else it is None.

    Raises:
        DataError: if a file can't be read or is not valid; it holds every fault of every file, with its line.
    """
    # Parsing makes nothing but live objects: looking for garbage among them took a fifth of the time.
    if len(names) == 1 and start_of(names[0]):
        from milstats.stored.opening import opened  # noqa: PLC0415 -- only a table that stays in its file needs it

        return opened(names[0], with_digest=with_digest)
    collecting = gc.isenabled()
    gc.disable()
    try:
        return joined(documents_of(*names, with_digest=with_digest))
    finally:
        if collecting:
            gc.enable()


def documents_of(*names: str, with_digest: bool = False) -> list[Document]:
    """Return the data files `names`, parsed and not yet checked; without a name, the packaged one.

    Raises:
        DataError: if one can't be read, or is not TOML.
    """
    return [_document(name, with_digest=with_digest) for name in names or (PACKAGED,)]


def _document(name: str, *, with_digest: bool) -> Document:
    """Return one data file, parsed, whether in TOML or in what `export` writes."""
    if not start_of(name):
        return read_document(name, with_digest=with_digest)
    from milstats.stored.opening import document_of  # noqa: PLC0415 -- only a table that was exported needs it

    return document_of(name, with_digest=with_digest)


def joined(documents: list[Document]) -> Dataset:
    """Return the table that documents make up together.

    Raises:
        DataError: if they are not valid; it holds every fault of every document, with its line.
    """
    table = _Table(documents)
    versions = [*_versions(table)]
    periods = _periods(table)
    offences = {key: Offence(id=key, **values) for key, values in table.records("offences", OFFENCE)}  # type: ignore[arg-type]
    sources = {key: Source(id=key, **values) for key, values in table.records("sources", SOURCE)}  # type: ignore[arg-type]
    sums = {key: Sum(id=key, **values) for key, values in table.records("sums", SUM)}  # type: ignore[arg-type]
    breaks = _breaks(table)
    figures = _figures(table, periods)
    digests = [document.sha256 for document in documents if document.sha256 is not None]
    dataset = Dataset(
        version="+".join(versions),
        sha256="+".join(digests) or None,
        offences=offences,  # type: ignore[arg-type]  # an id is a NewType of the key
        periods=periods,
        breaks=breaks,
        sources=sources,  # type: ignore[arg-type]
        figures=figures,  # type: ignore[arg-type]
        sums=sums,
    )
    _refuse_odd_relations(table, dataset)
    if table.misfits:
        raise DataError(*table.faults())
    return dataset


def _versions(table: _Table) -> Iterator[str]:
    """Yield the version of each document, and report what stands at its top that should not."""
    for number, document in enumerate(table.documents):
        table.current = number
        tables = document.tables
        for key in tables:
            if key not in _TOP:
                table.report((key,), f"unknown table or key{table.reader.hint(key, _TOP) or f'; known are {chr(32).join(_TOP)}'}")
        if tables.get("format") != FORMAT or type(tables.get("format")) is not int:
            found = shown(tables["format"]) if "format" in tables else "nothing"
            table.report(("format",), f"expected {FORMAT}, the format that this milstats reads, found {found}")
        version = tables.get("version")
        if type(version) is not str or not version.isprintable() or not version.strip():
            table.report(("version",), f"expected some text, found {'nothing' if version is None else shown(version)}")
        else:
            yield version


def _periods(table: _Table) -> dict[str, NamedPeriod]:
    """Return the named periods; a name that the grammar already gives a meaning is reported."""
    periods = {}
    for key, values in table.records("periods", NAMED_PERIOD):
        period = NamedPeriod(id=key, **values)  # type: ignore[arg-type]  # records() returns NAMED_PERIOD's types
        if period.end is not None and period.end < period.start:
            table.report(("periods", key, "end"), f"ends before it starts: {period.start} to {period.end}")
        if _is_grammar(key):
            table.report(("periods", key), "expected a name that is no period by itself")
        periods[key] = period
    return periods


def _is_grammar(text: str) -> bool:
    try:
        parse_period(text, {})
    except UsageError:
        return False
    return True


def _breaks(table: _Table) -> tuple[Break, ...]:
    """Return the breaks by their date, which is their key."""
    breaks = []
    for key, values in table.records("breaks", BREAK):
        try:
            day = date.fromisoformat(key)
        except ValueError:
            day = None
        if day is not None and str(day) == key:  # and in none of the other ways that ISO 8601 has to write a day
            breaks.append(Break(date=day, **values))  # type: ignore[arg-type]
        else:
            table.report(("breaks", key), f"expected a date such as 2022-09-24 as the key, found {shown(key)}")
    return tuple(sorted(breaks))


def _figures(table: _Table, periods: Mapping[str, NamedPeriod]) -> dict[str, Figure]:
    """Return the sound figures by id."""
    reader = FigureReader(table.reader, periods)
    found = ((key, reader.read(key, record, ("figures", key))) for key, record in table.section("figures"))
    return {key: figure for key, figure in found if figure is not None}


def _refuse_odd_relations(table: _Table, dataset: Dataset) -> None:
    """Report figures that contradict what they refer to: the source, or themselves."""
    relayers = {source.id for source in dataset.sources.values() if source.role is Role.RELAYER}
    for figure in dataset.figures.values():
        if figure.relation is Relation.PRIMARY and figure.source in relayers:
            message = f"expected another word than primary, since {figure.source} is a relayer"
            table.report_of_figure(figure, "relation", message)
        if figure.supersedes is not None and figure.supersedes == figure.id:
            table.report_of_figure(figure, "supersedes", "expected the id of another figure, found its own")


def _dotted(path: KeyPath) -> str:
    """Return a key path as TOML writes it, ready to lead a message."""
    return f"{visible('.'.join(str(part) for part in path), limit=200)}: " if path else ""
