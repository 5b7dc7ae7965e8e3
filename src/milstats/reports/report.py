"""The one shape that every command makes and every format takes: rows of values for machines, a page for people."""

import shlex
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from milstats.model.records import Dataset, Figure, Number
from milstats.model.wording import long_date

if TYPE_CHECKING:
    from fractions import Fraction

    Value: TypeAlias = Number | Fraction | date | str | tuple[str, ...] | None  # what a cell holds for machines
else:
    Value = Fraction = object  # as in `records`


class Cell(NamedTuple):
    """A place in a table for people: `mark` has footnote signs, `sources` ids, `key` what a page sorts by, `share` a bar from 0 to 1."""

    text: str = ""
    mark: str = ""
    sources: tuple[str, ...] = ()
    link: str | None = None
    key: Value = None
    share: Fraction | None = None


class Column(NamedTuple):
    """A column of a table for people. A spare one gives way, leftmost first, where the terminal is narrow."""

    title: str = ""
    is_number: bool = False
    is_spare: bool = False
    may_wrap: bool = False


class Line(NamedTuple):
    """A row of a table for people, and what is said below it, indented."""

    cells: tuple[Cell, ...]
    below: tuple[str, ...] = ()


class Table(NamedTuple):
    """Rows under one title, such as "Each year"; without column titles where all are empty."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


class Heading(NamedTuple):
    """The title of a part of a page, such as an offence."""

    text: str


class Paragraph(NamedTuple):
    """Running text on a page; `link` leads away from it, and a `command` can be typed as it stands."""

    text: str
    link: str | None = None
    is_command: bool = False


Block = Heading | Table | Paragraph  # of a page; the sources that its cells name follow it, numbered as they first occur


class Reference(NamedTuple):
    """A source as a report cites it. `figures` counts those of the report that it holds."""

    source: str
    publisher: str
    title: str
    published: date | None
    url: str
    role: str
    figures: int
    grade: str = "relay"

    @property
    def credit(self) -> str:
        """Who published the source and when, and that it is weak."""
        weak = " (weak source)" if self.grade == "weak" else ""
        return f"{self.publisher}, {long_date(self.published) if self.published else 'undated'}{weak}"


class Bar(NamedTuple):
    """A number on a chart's axis of time, over the days that it counts; `is_doubted` where a source has it otherwise."""

    start: date
    end: date
    value: Number
    label: str
    is_doubted: bool = False


class Chart(NamedTuple):
    """One row of a trend over years; `gaps` has the reason for each year without a number, `breaks` the days on which something changed."""

    title: str
    years: range
    highest: Fraction
    bars: tuple[Bar, ...]
    gaps: tuple[tuple[int, str], ...] = ()
    breaks: tuple[tuple[date, str], ...] = ()


class Stamp(NamedTuple):
    """Where a report comes from: the arguments, the table's version and the digest of its bytes, the program's version."""

    arguments: tuple[str, ...]
    version: str
    sha256: str | None
    milstats: str

    @property
    def command(self) -> str:
        """The command that made the report, to be typed in a shell as it stands."""
        return shlex.join(("milstats", *self.arguments))


class View(NamedTuple):
    """How an answer is wanted: the summary or everything (`full`), which columns, sorted by which, how many rows, with formulas."""

    full: bool = False
    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None
    explain: bool = False


class Report(NamedTuple):
    """The answer to a command; formats call only what they print.

    `columns` and `rows` are for machines, `page`, `sentences` and `charts` for people. A page holds the `caveats`; machine formats
    put them with the notes. `every` has all rows for people where `page` is a summary, for a format in which people can search.
    """

    stamp: Stamp
    columns: tuple[str, ...]
    rows: Callable[[], tuple[tuple[Value, ...], ...]]
    page: Callable[[], tuple[Block, ...]]
    sentences: Callable[[], tuple[str, ...]]
    references: Callable[[], tuple[Reference, ...]] = tuple
    caveats: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    next_step: str = ""
    title: str = ""
    charts: Callable[[], tuple[Chart, ...]] = tuple
    every: Callable[[], tuple[Block, ...]] | None = None


def references(dataset: Dataset, figures: Iterable[Figure], also: Iterable[str] = ()) -> tuple[Reference, ...]:
    """Return the sources of figures, and those `also` named, latest first, each with the number of the figures that it holds."""
    counts = Counter(figure.source for figure in figures)
    sources = (dataset.sources[name] for name in sorted({*counts, *also}))
    return tuple(
        Reference(source.id, source.publisher, source.title, source.published, source.url, source.role, counts[source.id], source.grade)
        for source in sorted(sources, key=lambda source: str(source.published or ""), reverse=True)
    )
