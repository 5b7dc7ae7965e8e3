"""A table as flat tables, the shape in which SQLite, Parquet and a Data Package hold it: their columns, keys and rows.

A number with a fraction stands there twice: as engines add it, and exactly as its source prints it. Dates are dates.
"""

from __future__ import annotations

from datetime import date

from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum
from milstats.period import Basis, Kind, Period
from milstats.vocabulary import Access, Bound, BreakKind, Coverage, Measure, Missing, Relation, Role, SourceType, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model import Dataset, Figure, Number, Source

FORMAT = 1  # of the flat tables: raised when a column changes its meaning

Value = int | float | str | date | None
Row = tuple[Value, ...]


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"


class Attribute(NamedTuple):
    """A column: `refers` is the flat table whose rows it names, `words` are all that it may hold."""

    name: str
    type: Type = Type.TEXT
    required: bool = False
    refers: str | None = None
    words: tuple[str, ...] = ()


class Shape(NamedTuple):
    """A flat table by name: the columns that tell its rows apart, and all columns."""

    name: str
    key: tuple[str, ...]
    attributes: tuple[Attribute, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(attribute.name for attribute in self.attributes)


def _text(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name) for name in names)


def _needed(*names: str) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, required=True) for name in names)


def _word(name: str, words: type[StrEnum], *, required: bool = True) -> Attribute:
    return Attribute(name, required=required, words=tuple(word.value for word in words))


def _date(name: str, *, required: bool = False) -> Attribute:
    return Attribute(name, Type.DATE, required=required)


def _reference(name: str, section: str, *, required: bool = True) -> Attribute:
    return Attribute(name, required=required, refers=section)


_NUMBER = Attribute("number", Type.WHOLE, required=True)  # the place in the table, from 1
_PLACE = Attribute("place", Type.WHOLE, required=True)  # the place in a list, from 1
_VALUE = (Attribute("value", Type.NUMBER), Attribute("value_exact"))
_PERIOD = (
    *_text("period"),
    *(_date(name) for name in ("start_earliest", "start_latest", "end_earliest", "end_latest")),
    _word("basis", Basis, required=False),
    _word("kind", Kind, required=False),
    _date("as_of"),
)

FIGURES = Shape(
    "figures",
    ("id",),
    (
        _NUMBER,
        *_needed("id"),
        _reference("offence", "offences"),
        _word("measure", Measure),
        _word("unit", Unit),
        *_VALUE,
        Attribute("value_high", Type.NUMBER),
        Attribute("value_high_exact"),
        _word("bound", Bound),
        *_text("text"),
        _word("missing", Missing, required=False),
        *_PERIOD,
        *_needed("counter"),
        _reference("source", "sources"),
        _word("relation", Relation),
        *_text("quote", "where"),
        *_needed("population", "country"),
        *_text("status"),
        _reference("supersedes", "figures", required=False),
        *_text("note"),
    ),
)
READINGS = Shape(
    "readings",
    ("figure", "place"),
    (
        _reference("figure", "figures"),
        _PLACE,
        *_needed("why"),
        _reference("source", "sources", required=False),
        *_VALUE,
        _word("measure", Measure, required=False),
        _word("unit", Unit, required=False),
        *_PERIOD,
    ),
)
SOURCES = Shape(
    "sources",
    ("id",),
    (
        _NUMBER,
        *_needed("id"),
        _word("type", SourceType),
        *_needed("title", "publisher"),
        _date("published"),
        _date("accessed", required=True),
        *_needed("language", "url"),
        _word("role", Role),
        _word("access", Access),
        *_text("note"),
    ),
)
OFFENCES = Shape("offences", ("id",), (_NUMBER, *_needed("id", "label"), *_text("definition", "article", "law")))
ALIASES = Shape("aliases", ("offence", "place"), (_reference("offence", "offences"), _PLACE, *_needed("alias", "folded")))
PARTS = Shape("parts", ("offence", "place"), (_reference("offence", "offences"), _PLACE, _reference("part", "offences")))
AUTHORS = Shape("authors", ("source", "place"), (_reference("source", "sources"), _PLACE, *_needed("author")))
PERIODS = Shape("periods", ("id",), (_NUMBER, *_needed("id", "label"), _date("start", required=True), _date("end")))
BREAKS = Shape(
    "breaks",
    ("date",),
    (_date("date", required=True), _word("kind", BreakKind), *_needed("note"), _reference("source", "sources", required=False)),
)
BREAK_OFFENCES = Shape(
    "break_offences",
    ("date", "place"),
    (Attribute("date", Type.DATE, required=True, refers="breaks"), _PLACE, _reference("offence", "offences")),
)
SUMS = Shape("sums", ("id",), (_NUMBER, *_needed("id"), _reference("total", "figures"), _word("coverage", Coverage), *_text("note")))
SUM_PARTS = Shape("sum_parts", ("sum", "place"), (_reference("sum", "sums"), _PLACE, _reference("figure", "figures")))
ABOUT = Shape("about", ("key",), _needed("key", "value"))

# What refers to another stands after it.
SHAPES = (
    ABOUT, OFFENCES, ALIASES, PARTS, PERIODS, SOURCES, AUTHORS, BREAKS, BREAK_OFFENCES, FIGURES, READINGS, SUMS, SUM_PARTS
)  # fmt: skip

# In Parquet, figures have these beside them, and the rest stands in the metadata, under one key.
BESIDE = (*_needed("label"), *_text("article"), *_needed("publisher", "title"), _date("published"), *_needed("url"))
REST = tuple(shape.name for shape in SHAPES if shape not in {FIGURES, READINGS})
REST_KEY = "milstats"


def rows_of(dataset: Dataset, shape: Shape) -> Iterator[Row]:
    """Yield the rows of one flat table, in the order of the table."""
    return _ROWS[shape.name](dataset)


def figure_row(number: int, figure: Figure) -> Row:
    """Return the row of a figure in `FIGURES`."""
    return (
        *(number, figure.id, figure.offence, figure.measure.value, figure.unit.value),
        *(*_number_cells(figure.value), *_number_cells(figure.value_high), figure.bound.value, figure.text),
        *(figure.missing.value if figure.missing else None, *_period_cells(figure.period), figure.counter, figure.source),
        *(figure.relation.value, figure.quote, figure.where, figure.population, figure.country),
        *(" ".join(status.value for status in figure.status) or None, figure.supersedes, figure.note),
    )


def reading_rows(figure: Figure) -> Iterator[Row]:
    """Yield the rows of a figure's readings in `READINGS`."""
    for place, reading in enumerate(figure.readings, start=1):
        words = (reading.measure.value if reading.measure else None, reading.unit.value if reading.unit else None)
        yield (figure.id, place, reading.why, reading.source, *_number_cells(reading.value), *words, *_period_cells(reading.period))


def source_row(number: int, source: Source) -> Row:
    """Return the row of a source in `SOURCES`."""
    return (
        *(number, source.id, source.type.value, source.title, source.publisher, source.published, source.accessed),
        *(source.language, source.url, source.role.value, source.access.value, source.note),
    )


def _about(dataset: Dataset) -> Iterator[Row]:
    yield from (("format", str(FORMAT)), ("version", dataset.version))


def _offences(dataset: Dataset) -> Iterator[Row]:
    for number, one in enumerate(dataset.offences.values(), start=1):
        yield number, one.id, one.label, one.definition, one.article, one.law


def _aliases(dataset: Dataset) -> Iterator[Row]:
    for one in dataset.offences.values():
        yield from ((one.id, place, alias, alias.casefold()) for place, alias in enumerate(one.aliases, start=1))


def _parts(dataset: Dataset) -> Iterator[Row]:
    for one in dataset.offences.values():
        yield from ((one.id, place, part) for place, part in enumerate(one.includes, start=1))


def _sources(dataset: Dataset) -> Iterator[Row]:
    return (source_row(number, source) for number, source in enumerate(dataset.sources.values(), start=1))


def _authors(dataset: Dataset) -> Iterator[Row]:
    for source in dataset.sources.values():
        yield from ((source.id, place, author) for place, author in enumerate(source.author, start=1))


def _periods(dataset: Dataset) -> Iterator[Row]:
    for number, one in enumerate(dataset.periods.values(), start=1):
        yield number, one.id, one.label, one.start, one.end


def _breaks(dataset: Dataset) -> Iterator[Row]:
    return ((change.date, change.kind.value, change.note, change.source) for change in dataset.breaks)


def _break_offences(dataset: Dataset) -> Iterator[Row]:
    for change in dataset.breaks:
        yield from ((change.date, place, offence) for place, offence in enumerate(change.offences, start=1))


def _figures(dataset: Dataset) -> Iterator[Row]:
    return (figure_row(number, figure) for number, figure in enumerate(dataset.figures.values(), start=1))


def _readings(dataset: Dataset) -> Iterator[Row]:
    return (row for figure in dataset.figures.values() for row in reading_rows(figure))


def _sums(dataset: Dataset) -> Iterator[Row]:
    return ((number, one.id, one.total, one.coverage.value, one.note) for number, one in enumerate(dataset.sums.values(), start=1))


def _sum_parts(dataset: Dataset) -> Iterator[Row]:
    for one in dataset.sums.values():
        yield from ((one.id, place, part) for place, part in enumerate(one.parts, start=1))


_ROWS = {
    "about": _about, "offences": _offences, "aliases": _aliases, "parts": _parts, "periods": _periods, "sources": _sources,
    "authors": _authors, "breaks": _breaks, "break_offences": _break_offences, "figures": _figures, "readings": _readings,
    "sums": _sums, "sum_parts": _sum_parts,
}  # fmt: skip


def _number_cells(number: Number | None) -> tuple[int | float | None, str | None]:
    """Return a number as engines add it, and as it is printed where that is not the same."""
    if number is None or isinstance(number, int):
        return number, None
    return float(number), str(number)


def _period_cells(period: Period | None) -> Row:
    if period is None:
        return (None,) * len(_PERIOD)
    days = (period.start_earliest, period.start_latest, period.end_earliest, period.end_latest)
    return (period.text, *days, period.basis.value, period.kind.value, period.as_of)
