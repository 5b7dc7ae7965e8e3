"""milstats in Python: what the commands answer, as frozen values, as rows for data frames, and to look at in a notebook.

>>> from milstats import load, compare
>>> table = load()
>>> answer = table.select("proekt-awol-convicted-2021")
>>> [figure.value for figure in answer.values]
[527]
>>> answer.to_rows()[0]["counter"]
'Proekt'
>>> compare(table, "proekt-awol-convicted-2021", "proekt-awol-convicted-wartime").values[0].verdict.value
'meaningful'
"""

from __future__ import annotations

from datetime import date
from typing import Generic, NamedTuple, TypeVar

from milstats import __version__
from milstats.arrangement import Arrangement
from milstats.compare import Comparison, sought
from milstats.compare import compare as compared
from milstats.compared import compare_report
from milstats.errors import UsageError, did_you_mean, quoted
from milstats.lean import TYPE_CHECKING
from milstats.load import load as loaded
from milstats.period import Period, parse_period
from milstats.report import Report, Stamp
from milstats.selection import Query, select
from milstats.show import report_of
from milstats.view import view
from milstats.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milstats.model import Dataset, Figure
    from milstats.report import Cell

V = TypeVar("V")
Plain = int | float | str | date | list[str] | None


class Answer(NamedTuple, Generic[V]):
    """An answer: the values that it is made of, and the report that the command would print."""

    values: tuple[V, ...]
    report: Report

    def to_rows(self) -> list[dict[str, Plain]]:
        """Return the rows that the machine formats hold, by column, as pandas and polars take them.

        A column in which a number has a fraction holds floats alone.
        """
        rows = self.report.rows()
        columns = [_column([row[place] for row in rows]) for place in range(len(self.report.columns))]
        return [dict(zip(self.report.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def _repr_html_(self) -> str:
        return view(self.report)


class Table(NamedTuple):
    """A whole table, as `load` returns it; `dataset` holds all of its frozen values by id."""

    dataset: Dataset

    def select(
        self,
        *topics: str,
        period: str | Period | None = None,
        measure: str | Measure | None = None,
        counter: str | None = None,
        source: str | None = None,
        as_of: date | None = None,
        everything: bool = False,
    ) -> Answer[Figure]:
        """Return the figures that `milstats show` would print.

        Raises:
            NothingMatchedError: if there are none, or a topic, counter or source names nothing.
            UsageError: if the period or the measure is none.
        """
        query = Query(
            topics=topics,
            period=parse_period(period, self.dataset.periods) if isinstance(period, str) else period,
            measure=_measure(measure),
            counter=counter,
            source=source,
            as_of=as_of,
            everything=everything,
        )
        selection = select(self.dataset, query)
        report = report_of(self.dataset, selection, Arrangement(), self._stamp("select", *topics))
        return Answer(selection.figures, report)

    def compare(
        self,
        a: str,
        b: str,
        *topics: str,
        measure: str | Measure | None = None,
        counter: str | None = None,
        as_of: date | None = None,
    ) -> Answer[Comparison]:
        """Return what `milstats compare` would print: `a` and `b` are periods or ids of figures.

        Raises:
            NothingMatchedError: if no series has a figure for either side.
            UsageError: if a side is neither a period nor a figure.
        """
        query = Query(topics=topics, measure=_measure(measure), counter=counter, as_of=as_of)
        comparisons = compared(self.dataset, sought(self.dataset, a), sought(self.dataset, b), query)
        return Answer(comparisons.rows, compare_report(comparisons, self._stamp("compare", a, b, *topics), explains=False))

    def _stamp(self, *arguments: str) -> Stamp:
        return Stamp(arguments, self.dataset.version, self.dataset.sha256, __version__)


def load(*names: str) -> Table:
    """Return the table that data files make up together, as `--data` joins them; without one, the packaged table.

    Raises:
        DataError: if a file can't be read or is not valid; its text names every fault with its place.
    """
    return Table(loaded(*names))


def compare(
    table: Table,
    a: str,
    b: str,
    *topics: str,
    measure: str | Measure | None = None,
    counter: str | None = None,
    as_of: date | None = None,
) -> Answer[Comparison]:
    """Return how `a` and `b`, periods or figures of a table, differ, or why they may not be compared; see `Table.compare`."""
    return table.compare(a, b, *topics, measure=measure, counter=counter, as_of=as_of)


def _measure(name: str | Measure | None) -> Measure | None:
    """Return a measure by its name."""
    if name is None or isinstance(name, Measure):
        return name
    if name not in {*Measure}:
        raise UsageError(f"expected a measure, found {quoted(name)}{did_you_mean(name, [*Measure])}")
    return Measure(name)


def _column(cells: Sequence[Cell]) -> list[Plain]:
    """Return the cells of one column: texts joined in a list, numbers of one kind."""
    has_fractions = any(not isinstance(cell, int | str | date | tuple) and cell is not None for cell in cells)
    return [_plain(cell, as_float=has_fractions) for cell in cells]


def _plain(cell: Cell, *, as_float: bool) -> Plain:
    if cell is None or isinstance(cell, str | date):
        return cell
    if isinstance(cell, tuple):
        return [*cell]
    return float(cell) if as_float else int(cell)
