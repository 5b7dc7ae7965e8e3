"""Figures as a report: the columns of `show`, the grouped table, the sentences."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from milstats.arrangement import COLUMNS, Arrangement
from milstats.captions import references, series_heading, series_title
from milstats.errors import NothingMatchedError
from milstats.fragment import link_of
from milstats.lean import TYPE_CHECKING
from milstats.marks import legend, marks
from milstats.model import Dataset, Figure, interval
from milstats.report import Column, Line, Report, Section, Stamp, Table
from milstats.selection import Selection, series_key
from milstats.vocabulary import Bound, Status
from milstats.wording import capitalised, days, signed, statement, told, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.report import Cell

_SORTED = ("id", "value", "period", "counter", "source", "marks")
_FEW = 2  # offences that a headline names
_NUMERIC = {"value", "value_low", "value_high"}
_TABLE = (
    Column("Period", may_wrap=True),
    Column("Count", is_number=True),
    Column("Marks"),
    Column("Source"),
    Column("Figure", is_spare=True),
)


def report_of(dataset: Dataset, selection: Selection, arrangement: Arrangement, stamp: Stamp) -> Report:
    """Return the report of the selected figures, each with its source.

    Raises:
        NothingMatchedError: if there are none.
    """
    left_out = tuple(_left_out(count, reason) for reason, count in selection.held_back.items())
    if not selection.figures:
        raise NothingMatchedError("\n".join(("nothing matches; try fewer filters, or see `milstats topics`", *left_out)))
    figures = _sorted(dataset, selection.figures, arrangement.sort)[: arrangement.limit]
    report = Report(
        stamp=stamp,
        columns=COLUMNS,
        rows=partial(_rows, dataset, figures),
        table=partial(_table, dataset, figures),
        sentences=partial(_sentences, dataset, figures),
        references=partial(references, dataset, figures),
        legend=partial(_legend, dataset, figures),
        notes=(*left_out, *_umbrellas(dataset, figures)),
        title=_title(dataset, figures),
    )
    if arrangement.columns:
        return narrowed(report, arrangement.columns)
    return report if arrangement.sort is None else report._replace(table=narrowed(report, _SORTED).table)


def _legend(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[tuple[str, str], ...]:
    return legend(mark for figure in figures for mark in marks(dataset, figure))


def _title(dataset: Dataset, figures: tuple[Figure, ...]) -> str:
    """Return the offences of `figures` as a headline; more than two are many."""
    titles = [*dict.fromkeys(series_title(dataset, figure) for figure in figures)]
    return " / ".join(titles) if len(titles) <= _FEW else f"Documented counts of {len(titles)} offences"


def _left_out(count: int, reason: str) -> str:
    """Return the note on figures that were held back."""
    shows = "; --all shows it" if count == 1 else "; --all shows them"
    figures = "1 figure" if count == 1 else f"{count:,} figures"
    return f"{figures} left out: {reason}{shows if reason in {'superseded', 'deprecated'} else ''}"


def _umbrellas(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """Return a note on each umbrella among the offences: its parts may be shown too, and must not be added to it."""
    offences = {figure.offence: dataset.offences[figure.offence] for figure in figures}
    return tuple(
        f"{offence.id} counts several offences together ({', '.join(offence.includes)}): do not add its parts to it"
        for offence in offences.values()
        if offence.includes
    )


def _sorted(dataset: Dataset, figures: tuple[Figure, ...], sort: str | None) -> tuple[Figure, ...]:
    """Return `figures` by a column, downwards where `-` leads its name; those without a value come last."""
    if sort is None:
        return figures
    at = COLUMNS.index(sort.removeprefix("-"))
    keyed = [(row[at], figure) for row, figure in zip(_rows(dataset, figures), figures, strict=True)]
    valued = [(cell, figure) for cell, figure in keyed if cell is not None and cell != ()]
    valued.sort(key=lambda pair: _comparable(pair[0]), reverse=sort.startswith("-"))
    return tuple(figure for _, figure in valued) + tuple(figure for cell, figure in keyed if cell is None or cell == ())


def _comparable(cell: Cell) -> tuple[bool, object]:
    """Return what a cell is sorted by: numbers by size, everything else as text."""
    is_text = isinstance(cell, str | tuple) or hasattr(cell, "isoformat")
    return (True, str(cell)) if is_text else (False, cell)


def narrowed(report: Report, names: tuple[str, ...]) -> Report:
    """Return a report cut to some of its columns, in the order named; people read it as a plain table."""
    places = [report.columns.index(name) for name in names]
    whole = report.rows()
    rows = tuple(tuple(row[place] for place in places) for row in whole)
    links = tuple(str(row[report.columns.index("link")]) for row in whole)
    return report._replace(columns=names, rows=lambda: rows, table=partial(plain_table, names, rows, links))


def plain_table(names: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], links: tuple[str, ...]) -> Table:
    """Return rows as a table of one section without a title, one column for each name; `links` lead to the words of each row."""
    columns = tuple(Column(name, is_number=name in _NUMERIC, may_wrap=name not in _NUMERIC) for name in names)
    lines = tuple(
        Line(tuple(_printed(cell) for cell in row), links=tuple(link if name in _NUMERIC else None for name in names), keys=row)
        for row, link in zip(rows, links, strict=True)
    )
    return Table(columns, (Section("", "", lines),))


def _printed(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return " ".join(cell)
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _rows(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(_row(dataset, figure) for figure in figures)


def _row(dataset: Dataset, figure: Figure) -> tuple[Cell, ...]:
    """Return the cells of a figure in the order of `COLUMNS`."""
    source, offence, period = dataset.sources[figure.source], dataset.offences[figure.offence], figure.period
    low, high = interval(figure)
    is_hedged = figure.value is not None or figure.bound is Bound.VAGUE  # words alone state no bound, not even an exact one
    dates = (period.start_earliest, period.start_latest, period.end_earliest, period.end_latest) if period else (None,) * 4
    return (
        *(figure.id, offence.id, offence.article, figure.measure.value, figure.unit.value),
        *(figure.value, figure.bound.value if is_hedged else None, low, high, figure.text),
        *(period.text if period else None, *dates, period.kind.value if period and figure.value is not None else None),
        *(figure.missing.value if figure.missing else None, figure.counter, source.publisher, source.id, source.published),
        *(figure.where, figure.quote, link_of(dataset, figure), tuple(mark.value for mark in marks(dataset, figure)), figure.note),
    )


def _table(dataset: Dataset, figures: tuple[Figure, ...]) -> Table:
    """Return the figures by series, each series under its offence."""
    groups = (tuple(group) for _, group in groupby(figures, key=series_key))
    return Table(_TABLE, tuple(_section(dataset, group) for group in groups), linked=3)


def _section(dataset: Dataset, figures: tuple[Figure, ...]) -> Section:
    lines = tuple(_line(dataset, figure) for figure in figures)
    return Section(series_title(dataset, figures[0]), series_heading(figures[0]), lines)


def _line(dataset: Dataset, figure: Figure) -> Line:
    period = figure.period
    text = "no period stated" if period is None else period.text if _is_dates(period.text) else f"“{period.text}”"
    letters = "".join(f"[{mark.value}]" for mark in marks(dataset, figure))
    link = link_of(dataset, figure)
    return Line(
        cells=(text, signed(figure), letters, figure.source, figure.id),
        below=tuple(_below(figure)),
        link=link,
        links=(None, link, None, None, None),
        keys=(period.start_earliest if period else None, figure.value, None, figure.source, None),
    )


def _is_dates(text: str) -> bool:
    """Return whether a period is written in dates and not in a source's words."""
    return text[:4].isdigit() and " " not in text


def _below(figure: Figure) -> Iterator[str]:
    """Yield what a reader must know of a figure besides its row."""
    if figure.text is not None:
        yield f"“{figure.text}”"
    if figure.period is not None and figure.period.is_dated:
        inferred = " (inferred)" if figure.period.basis.value == "inferred" else ""
        if inferred or not _is_dates(figure.period.text):
            yield days(figure.period) + inferred
    if figure.note is not None:
        yield figure.note


def _sentences(dataset: Dataset, figures: tuple[Figure, ...]) -> tuple[str, ...]:
    return tuple(sentence(dataset, figure) for figure in figures)


def sentence(dataset: Dataset, figure: Figure) -> str:
    """Return a figure as a sentence to paste: hedge, count, noun, period, counter, relayer and date."""
    offence = dataset.offences[figure.offence].label
    if figure.value is None and figure.text is not None:
        period = f", {when(figure.period)}" if figure.period else ""
        core = f"on {offence}{period}: “{figure.text}”"
    else:
        period = when(figure.period) if figure.period else "in a period that the source does not state"
        core = f"{statement(figure, offence)} {period}"
    doubt = "; this figure is disputed" if Status.DISPUTED in figure.status else ""
    return f"{capitalised(core)}, {told(dataset, figure)}{doubt}."
