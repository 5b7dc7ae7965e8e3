"""The one shape that every command makes and every format takes: rows for machines, and the same for people.

With it, commands and formats cost their sum and not their product. Cells stay values until a format writes them.
"""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    from milstats.chart import Chart

    Share = Fraction
    Cell = int | Decimal | Fraction | date | str | tuple[str, ...] | None


class Column(NamedTuple):
    """A column of the table that people read; one that is `spare` gives way where the terminal is narrow."""

    title: str
    is_number: bool = False
    is_spare: bool = False
    may_wrap: bool = False
    is_bar: bool = False


class Line(NamedTuple):
    """A row of the table that people read: its cells as they are printed, and what is said below it.

    `share` is the length of its bar, from 0 to 1 of the longest, where the table draws bars. `commands` may be run as they
    stand, so no format breaks them. `links` and `keys`, where there are any, are one for each cell: the address of the words
    that it stands on, and what it is sorted by.
    """

    cells: tuple[str, ...]
    below: tuple[str, ...] = ()
    link: str | None = None
    share: Share | None = None
    commands: tuple[str, ...] = ()
    links: tuple[str | None, ...] = ()
    keys: tuple[Cell, ...] = ()


class Section(NamedTuple):
    """Rows that belong together: `title` is printed where it differs from the section before."""

    title: str
    heading: str
    lines: tuple[Line, ...]


class Table(NamedTuple):
    """What people read: columns that all sections share, and the number of the column that links to the source."""

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    linked: int | None = None


class Reference(NamedTuple):
    """A source as a report cites it."""

    source: str
    publisher: str
    title: str
    published: date | None
    url: str
    role: str
    figures: int


class Stamp(NamedTuple):
    """What a report says of its origin: the arguments, the table's version and the digest of its bytes, the program's version."""

    arguments: tuple[str, ...]
    version: str
    sha256: str | None
    milstats: str

    @property
    def command(self) -> str:
        """The command that made the report, to be typed in a shell as it stands.

        >>> Stamp(("show", "awol or desertion"), "1", None, "1").command
        "milstats show 'awol or desertion'"
        """
        words = ("milstats", *self.arguments)
        if all(word.isascii() and word.replace("-", "").isalnum() for word in words):
            return " ".join(words)
        import shlex  # noqa: PLC0415 -- few words need quoting

        return shlex.join(words)


class Report(NamedTuple):
    """The answer to a command.

    `columns` and `rows` are for machines. `table` and `sentences` make what people read, `references` the sources and
    `legend` the meanings of the marks that occur. All are called only for formats that print them. Where there is no table,
    people read the sentences in every format. `notes` is what the reader must know besides. `caveats` must not be parted from the numbers: what people read prints them below, and other formats put them with the notes.
    `title` stands over a page of its own, and `charts` are drawn where a format can draw.
    """

    stamp: Stamp
    columns: tuple[str, ...]
    rows: Callable[[], tuple[tuple[Cell, ...], ...]]
    table: Callable[[], Table] | None
    sentences: Callable[[], tuple[str, ...]]
    references: Callable[[], tuple[Reference, ...]] = tuple
    legend: Callable[[], tuple[tuple[str, str], ...]] = tuple
    notes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    title: str = ""
    charts: Callable[[], tuple[Chart, ...]] | None = None
