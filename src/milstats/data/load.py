"""Documents to one checked `Dataset`; every fault of every file is found before any is reported."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import product
from pathlib import Path

from milstats.data import fields as rows
from milstats.data.fields import Field, Fields, KeyPath, Reader, Unfit, read_id, read_text, shown, unfit, written_day
from milstats.data.files import FIGURES_FILE, PACKAGED, PARQUET, SQLITE, label, load, start_of
from milstats.data.toml import Document, digest, key_lines, line_of, read_document
from milstats.errors import DataError, Fault, UsageError, did_you_mean, visible
from milstats.model.numerals import agrees, hedge, numerals, stands_plainly
from milstats.model.period import NamedPeriod, Period, parse_period
from milstats.model.records import Break, Dataset, Figure, Offence, Reading, Source, Sum
from milstats.model.vocabulary import COUNTING_UNITS, Bound, Relation, Role, Unit

__all__ = ["documents_of", "joined", "load"]

_PATIENCE = 100_000  # comparisons of wrong words with known ones that are made for one table, in about a second
_SECTION_NOUNS = {"offences": "an offence", "sources": "a source", "figures": "a figure"}
_TOP = ("format", "version", *rows.SECTIONS)


def documents_of(*names: str, with_digest: bool = False) -> list[Document]:
    """Return the data files `names`, parsed and not yet checked, the packaged one first and then by name."""
    ordered = sorted(names or (PACKAGED,), key=lambda name: (name != PACKAGED, label(name)))
    return [_document(name, with_digest=with_digest) for name in ordered]


def _document(name: str, *, with_digest: bool) -> Document:
    in_folder = os.path.join(name, FIGURES_FILE)
    name = in_folder if os.path.isdir(name) and start_of(in_folder) == PARQUET else name
    start = start_of(name)
    if not start:
        return read_document(name, with_digest=with_digest)
    try:
        if start == SQLITE:
            from milstats.data.sqlite import read_tables  # slow to import, as pyarrow is
        else:
            from milstats.data.parquet import read_tables
    except ImportError:
        message = "is a Parquet file, which needs pyarrow; install it with: pip install 'milstats[parquet]'"
        raise DataError(Fault(label(name), None, message)) from None
    return Document(label(name), "", read_tables(name), digest(Path(name).read_bytes()) if with_digest else None)


class _Table:
    """What has been read so far of the documents that make up one table, and what is wrong with it."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.misfits: list[tuple[int, KeyPath, str]] = []  # the number of the document, the path of the key, the message
        self.current = 0
        self.homes: dict[KeyPath, int] = {}
        self.named: dict[str, NamedPeriod] = {}
        self.periods: dict[str, Period] = {}  # by their text: one that recurs is parsed once
        self.patience = _PATIENCE
        # The ids that each section defines, in whichever document, sound or not, by themselves.
        self.ids: dict[str, dict[str, str]] = {section: {} for section in rows.SECTIONS}
        for section, document in product(rows.SECTIONS, documents):
            if isinstance(records := document.tables.get(section), dict):
                self.ids[section] |= {key: key for key in records if type(key) is str}
        # Of each kind of record, the reader of each key and the keys that are required.
        self.kinds = {
            id(fields): ({key: self._reader(field) for key, field in fields.items()}, {key for key in fields if fields[key].required})
            for fields in (rows.PERIOD, rows.READING, *(fields for fields, _ in rows.SECTIONS.values()))
        }

    def report(self, path: KeyPath, message: str) -> None:
        self.misfits.append((self.current, path, message))

    def section(self, name: str) -> Iterator[tuple[str, object]]:
        """Yield the records of one section from all documents, by id; ids that are none, or come twice, are reported."""
        for number, document in enumerate(self.documents):
            self.current = number
            records = document.tables.get(name, {})
            if type(records) is not dict:
                self.report((name,), f"expected tables such as [{name}.ID], found {shown(records)}")
                continue
            for key, record in records.items():
                home = self.homes.setdefault((name, key), number) if len(self.documents) > 1 else number
                try:
                    read_id(key)
                except Unfit as verdict:
                    self.report((name, key), str(verdict))
                else:
                    if home == number:
                        yield key, record
                    else:
                        self.report((name, key), f"is already in {self.documents[home].label}")

    def records(self, name: str, fields: Fields) -> Iterator[tuple[str, dict[str, object]]]:
        for key, found in self.section(name):
            values, is_sound = self.read(found, fields, (name, key))
            if is_sound:
                yield key, values

    def read(self, found: object, fields: Fields, path: KeyPath) -> tuple[dict[str, object], bool]:
        """Return the values of the record `found` by key, and whether that is all of it; keys at fault are reported and left out."""
        if type(found) is not dict:
            self.report(path, f"expected a table, found {shown(found)}")
            return {}, False
        readers, required = self.kinds[id(fields)]
        values: dict[str, object] = {}
        for key, value in found.items():
            read = readers.get(key)
            if read is None:
                self.report((*path, key), f"unknown key{self.hint(key, fields) or f'; known are {chr(32).join(fields)}'}")
                continue
            try:
                values[key] = read(value)
            except Unfit as verdict:
                self.report((*path, key), str(verdict))
        missing = [] if required <= found.keys() else sorted(required - found.keys())
        for key in missing:
            self.report(path, f"{key} is missing")
        return values, len(values) == len(found) and not missing

    def hint(self, word: str, known: Collection[str]) -> str:
        """Return the end of a message that names the word meant; nothing more once many words of a table were looked for."""
        if self.patience < 0:
            return ""
        self.patience -= len(known)
        return did_you_mean(word, [*known])

    def _reader(self, field: Field) -> Reader:
        if field.refers is None:
            return field.read
        ids, section = self.ids[field.refers], field.refers

        def read_known(value: object) -> object:
            if type(value) is str and field.items is None and value in ids:  # as nearly all are
                return ids[value]
            found = field.read(value)
            for name in found if type(found) is tuple else (found,):
                if name not in ids:
                    noun = _SECTION_NOUNS[section]
                    raise Unfit(f"expected the id of {noun}, found {shown(name)}{self.hint(str(name), ids)}")
            return found

        return read_known

    def faults(self) -> Iterator[Fault]:
        """Yield the faults with their lines, in the order of the files."""
        for number, document in enumerate(self.documents):
            misfits = [(path, message) for home, path, message in self.misfits if home == number]
            lines = key_lines(document.text) if misfits else {}
            named = ((path, f"{visible('.'.join(map(str, path)), limit=200)}: {message}") for path, message in misfits)
            faults = [Fault(document.label, line_of(path, lines), message) for path, message in named]
            yield from sorted(faults, key=lambda fault: (fault.line or 0, fault.message))

    def figure(self, name: str, found: object) -> Figure | None:
        """Return the figure that the record `found` makes, or None after reporting why it makes none."""
        path = ("figures", name)
        values, is_sound = self.read(found, rows.FIGURE, path)
        is_sound &= self._parse_period(values, path)
        if "readings" in values:
            is_sound &= self._parse_readings(values, (*path, "readings"))
        if not is_sound:
            return None
        # Half again as fast as Figure(**values), which looks each key up among all of them.
        figure = tuple.__new__(Figure, {**_BLANK, **values, "id": name}.values())
        contradictions = [*_contradictions(figure)]
        for key, message in contradictions:
            self.report((*path, *key.split()), message)
        return None if contradictions else figure

    def _parse_period(self, values: dict[str, object], path: KeyPath) -> bool:
        """Put the parsed period in the place of the written one; return whether it is sound."""
        written, path = values.get("period"), (*path, "period")
        if written is None:
            return True
        period = self.periods.get(written) if type(written) is str else None
        try:
            if isinstance(written, dict):
                ends, is_sound = self.read(written, rows.PERIOD, path)
                period = _period_of_table(ends) if is_sound else None
            elif period is None:
                period = self.periods[str(written)] = _period_of_text(written, self.named)
        except Unfit as verdict:
            self.report(path, str(verdict))
        values["period"] = period
        return period is not None

    def _parse_readings(self, values: dict[str, object], path: KeyPath) -> bool:
        """Put the parsed readings in the place of the written ones; return whether all are sound."""
        written, readings = values["readings"], []
        if type(written) is not list:
            self.report(path, f"expected [[...readings]] tables, found {shown(written)}")
            return False
        for number, found in enumerate(written):
            reading, is_sound = self.read(found, rows.READING, (*path, number))
            if self._parse_period(reading, (*path, number)) and is_sound:
                readings.append(Reading(**reading))  # type: ignore[arg-type]  # of READING's types
        values["readings"] = tuple(readings)
        return len(readings) == len(written)


_BLANK = {name: Figure._field_defaults.get(name) for name in Figure._fields}  # in the order of the fields


def joined(documents: list[Document]) -> Dataset:
    """Return the table that documents make up together, or raise DataError with every fault of every document and its line."""
    table = _Table(documents)
    version = "+".join(_versions(table))
    table.named = _named_periods(table)
    figures = ((key, table.figure(key, found)) for key, found in table.section("figures"))
    dataset = Dataset(
        version=version,
        sha256="+".join(document.sha256 for document in documents if document.sha256 is not None) or None,
        periods=table.named,
        offences={key: Offence(id=key, **values) for key, values in table.records("offences", rows.OFFENCE)},  # type: ignore[arg-type]  # of OFFENCE's types
        sources={key: Source(id=key, **values) for key, values in table.records("sources", rows.SOURCE)},  # type: ignore[arg-type]  # likewise
        sums={key: Sum(id=key, **values) for key, values in table.records("sums", rows.SUM)},  # type: ignore[arg-type]  # likewise
        breaks=tuple(sorted(_breaks(table))),
        figures={key: figure for key, figure in figures if figure is not None},
    )
    for figure in dataset.figures.values():
        path = ("figures", figure.id)
        table.current = table.homes.get(path, 0)
        source = dataset.sources.get(figure.source)
        if figure.relation is Relation.PRIMARY and source is not None and source.role is Role.RELAYER:
            table.report((*path, "relation"), f"expected another word than primary, since {figure.source} is a relayer")
        if figure.supersedes == figure.id:
            table.report((*path, "supersedes"), "expected the id of another figure, found its own")
    if table.misfits:
        raise DataError(*table.faults())
    return dataset


def _versions(table: _Table) -> Iterator[str]:
    """Yield the version of each document, and report what is at its top that should not be."""
    for number, document in enumerate(table.documents):
        table.current, tables = number, document.tables
        for key in tables:
            if key not in _TOP:
                table.report((key,), f"unknown table or key{table.hint(key, _TOP) or f'; known are {chr(32).join(_TOP)}'}")
        if tables.get("format") != rows.FORMAT or type(tables.get("format")) is not int:
            found = shown(tables.get("format"))
            table.report(("format",), f"expected {rows.FORMAT}, the format that this milstats reads, found {found}")
        try:
            yield read_text(tables.get("version"))
        except Unfit as verdict:
            table.report(("version",), str(verdict))


def _named_periods(table: _Table) -> dict[str, NamedPeriod]:
    """Return the named periods; a name that the grammar already gives a meaning is reported."""
    periods = {}
    for key, values in table.records("periods", rows.NAMED_PERIOD):
        periods[key] = period = NamedPeriod(id=key, **values)  # type: ignore[arg-type]  # of NAMED_PERIOD's types
        if period.end is not None and period.end < period.start:
            table.report(("periods", key, "end"), f"ends before it starts: {period.start} to {period.end}")
        with suppress(UsageError):
            parse_period(key, {})
            table.report(("periods", key), "expected a name that is no period by itself")
    return periods


def _breaks(table: _Table) -> Iterator[Break]:
    for key, values in table.records("breaks", rows.BREAK):
        if day := written_day(key):
            yield Break(date=day, **values)  # type: ignore[arg-type]  # of BREAK's types
        else:
            table.report(("breaks", key), f"expected a date such as 2022-09-24 as the key, found {shown(key)}")


def _period_of_text(written: object, named: Mapping[str, NamedPeriod]) -> Period:
    """Return the period that a text of the grammar writes; a figure needs an end, so a period still open won't do."""
    if not isinstance(written, str):
        raise unfit("a period in quotation marks or a table", written)
    try:
        period = parse_period(written, named)
    except UsageError as error:
        raise Unfit(str(error)) from None
    if period.end_latest is None:
        raise Unfit(f"the period {shown(written)} is still open; write {{ text = ..., start = ..., end = [earliest, latest] }}")
    # A name is the table's own: printed as a period's text it would pass for the words of the source.
    return period._replace(text=f"{period.start_earliest}..{period.end_latest}") if period.text in named else period


def _period_of_table(values: dict[str, object]) -> Period:
    start, end = values.pop("start", None), values.pop("end", None)
    if isinstance(start, tuple) and isinstance(end, tuple):
        if end[0] < start[0]:
            raise Unfit(f"ends before it starts: {start[0]} to {end[1]}")
        values |= zip(("start_earliest", "start_latest", "end_earliest", "end_latest"), (*start, *end), strict=True)
    elif start or end:
        raise Unfit("expected both start and end, or neither")
    return Period(**values)  # type: ignore[arg-type]  # of PERIOD's types


def _contradictions(figure: Figure) -> Iterator[tuple[str, str]]:
    """Yield what the keys of a figure say against one another: the key at fault, if it is one, and the message."""
    value, high, quote = figure.value, figure.value_high, figure.quote
    is_exact = figure.unit in COUNTING_UNITS and figure.bound is Bound.EQ and high is None and not figure.missing
    if is_exact and type(value) is int and figure.where is not None and quote is not None and stands_plainly(quote, value):
        return  # as most do
    has_value, has_high = value is not None, high is not None
    is_range, is_of_words = figure.bound is Bound.RANGE, figure.bound in {Bound.EQ, Bound.VAGUE}
    faults = (
        (has_value and figure.missing, "missing", "expected no reason for a missing value, since there is a value"),
        (has_value and figure.unit is Unit.WORDS, "unit", "expected a unit for the value, found words"),
        (has_value and is_range != has_high, "value_high", "expected value_high and bound range together"),
        (has_value and figure.where is None, "", "where is missing"),
        ((has_value or figure.text is not None) and quote is None, "", "quote is missing"),
        (not (has_value or figure.text or figure.missing), "", "expected a value, a text in words, or the reason why it is missing"),
        (not has_value and has_high, "value_high", "expected a value with value_high"),
        (not has_value and not is_of_words, "bound", f"expected a value for the bound {figure.bound.value}"),
    )
    yield from ((key, message) for is_wrong, key, message in faults if is_wrong)
    if is_range and value is not None and high is not None and high <= value:
        yield "value_high", f"expected more than the value {value}, found {high}"
    for key, number in (("value", value), ("value_high", high)):
        if has_value and figure.is_count and number is not None and type(number) is not int:
            yield key, str(unfit(f"a whole number of unit {figure.unit.value}", number))
    if has_value and quote is not None:
        yield from _quote_faults(figure, quote)


def _quote_faults(figure: Figure, quote: str) -> Iterator[tuple[str, str]]:
    found = [*numerals(quote)]
    for number in (figure.value, figure.value_high):
        if number is not None and not any(number in numeral.values for numeral in found):
            yield "quote", f"expected the number {number:,} in the quote, found {shown(quote)}"
    hedges = [hedge(quote, numeral) for numeral in found if figure.value in numeral.values]
    if hedges and not any(agrees(figure.bound, hedged) for hedged in hedges):
        yield "bound", f"expected {hedges[0].value}, as the quote {shown(quote)} hedges, found {figure.bound.value}"
