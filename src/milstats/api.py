"""milstats in Python: what the commands answer, as frozen values, as rows for data frames, and to look at in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Generic, NamedTuple, TypeVar

from milstats import __version__
from milstats.comparison import Comparison
from milstats.comparison import compare as compared
from milstats.data.files import load as loaded
from milstats.errors import UsageError, quoted
from milstats.model.period import Period
from milstats.model.records import Dataset, Figure, Offence
from milstats.model.selection import Query, Word, WordKind, option_word, read_words, select
from milstats.render import Format, Style, render
from milstats.reports.catalogue import topics_report
from milstats.reports.compare import compare_report
from milstats.reports.report import Report, Stamp, Value, View
from milstats.reports.show import show_report

V_co = TypeVar("V_co", covariant=True)
Plain = int | float | str | date | list[str] | None
Row = dict[str, Plain]


class Answer(NamedTuple, Generic[V_co]):
    """An answer: the values that it is made of, and the report that the command would print."""

    values: tuple[V_co, ...]
    report: Report

    def to_rows(self) -> list[Row]:
        """Return the rows that the machine formats have, by column, as pandas and polars take them.

        A column in which a number has a fraction holds floats alone.
        """
        columns = [_column(cells) for cells in zip(*self.report.rows(), strict=True)]
        return [dict(zip(self.report.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def _repr_html_(self) -> str:
        """Return the page of `-f html` in a frame of its own, for a notebook."""
        page = escape(render(self.report, Format.HTML, Style()))
        return f'<iframe srcdoc="{page}" sandbox="allow-scripts allow-popups" style="width: 100%; height: 32em; border: 0"></iframe>'


class Table(NamedTuple):
    """A whole table, as `load` returns it; `dataset` has all of its frozen values by id."""

    dataset: Dataset

    def select(
        self,
        *words: str,
        period: str | None = None,
        measure: str | None = None,
        counter: str | None = None,
        source: str | None = None,
        as_of: date | None = None,
        everything: bool = False,
    ) -> Answer[Figure]:
        """Return the figures that `milstats show` would print.

        Raises:
            NothingMatchedError: if there are none, or a word, counter or source names nothing.
            UsageError: if the period or the measure is none.
        """
        narrowing = {WordKind.PERIOD: period, WordKind.MEASURE: measure, WordKind.COUNTER: counter, WordKind.SOURCE: source}
        selection = select(self.dataset, Query(self._words(words, narrowing), as_of, everything))
        return Answer(selection.figures, show_report(self.dataset, selection, View(), self._stamp("show", *words)))

    def compare(
        self, a: str, b: str, *words: str, measure: str | None = None, counter: str | None = None, as_of: date | None = None
    ) -> Answer[Comparison]:
        """Return what `milstats compare` would print: `a` and `b` are periods or ids of figures.

        Raises:
            NothingMatchedError: if no series has a figure for either side.
            UsageError: if a side is neither a period nor a figure.
        """
        query = Query(self._words(words, {WordKind.MEASURE: measure, WordKind.COUNTER: counter}), as_of)
        comparisons = compared(self.dataset, self._side(a), self._side(b), query)
        return Answer(comparisons.rows, compare_report(comparisons, self._stamp("compare", a, b, *words), View()))

    def topics(self) -> Answer[Offence]:
        """Return what can be asked for, as `milstats topics` prints it."""
        return Answer(tuple(self.dataset.offences.values()), topics_report(self.dataset, None, self._stamp("topics")))

    def _side(self, text: str) -> Period | Figure:
        word, *others = read_words(self.dataset, (text,))
        if isinstance(word.value, Period) and not others:
            return word.value
        if word.kind is not WordKind.ID or others:
            raise UsageError(f"expected a period or a figure, found {quoted(text)}")
        return self.dataset.figures[str(word.value)]

    def _words(self, words: Sequence[str], narrowing: dict[WordKind, str | None]) -> tuple[Word, ...]:
        options = (option_word(self.dataset, kind, text) for kind, text in narrowing.items() if text is not None)
        return (*read_words(self.dataset, words), *options)

    def _stamp(self, *arguments: str) -> Stamp:
        return Stamp(arguments, self.dataset.version, self.dataset.sha256, __version__)


def load(*names: str) -> Table:
    """Return the table that data files make up together, as `--data` joins them; without one, the packaged table.

    Raises:
        DataError: if a file can't be read or is not valid; its text names every fault with its place.
    """
    return Table(loaded(*names))


compare = Table.compare  # with the table first


def _column(cells: Sequence[Value]) -> list[Plain]:
    """Return the cells of one column: texts joined in a list, numbers of one kind."""
    number = int if all(cell is None or isinstance(cell, int | str | date | tuple) for cell in cells) else float
    column: list[Plain] = []
    for cell in cells:
        if isinstance(cell, tuple):
            column.append([str(one) for one in cell])
        elif isinstance(cell, str):
            column.append(str(cell))  # a plain text, though a word of a vocabulary
        else:
            column.append(cell if cell is None or isinstance(cell, date) else number(cell))
    return column
