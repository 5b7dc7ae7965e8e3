"""What `verify` found as a report: a row a figure; for people, lines as compilers print them."""

from __future__ import annotations

from collections import Counter
from functools import partial

from milstats.captions import references
from milstats.lean import TYPE_CHECKING
from milstats.report import Report, Stamp
from milstats.standing import UNPROVED, Standing

if TYPE_CHECKING:
    from milstats.model import Dataset
    from milstats.report import Cell
    from milstats.verify import Verification

_COLUMNS = ("figure", "quote", "status", "where", "context")


def verify_report(dataset: Dataset, verified: tuple[Verification, ...], notes: tuple[str, ...], stamp: Stamp) -> Report:
    """Return the report of quotes looked for on saved pages, then how many were found."""
    return Report(
        stamp=stamp,
        columns=_COLUMNS,
        rows=lambda: tuple(_row(one) for one in verified),
        table=None,
        sentences=partial(_sentences, verified),
        references=partial(references, dataset, tuple(one.figure for one in verified)),
        notes=notes,
        caveats=(_summary(verified),),
        title="Do the pages say what is quoted?",
    )


def _row(one: Verification) -> tuple[Cell, ...]:
    return (one.figure.id, one.figure.quote, one.standing.value, None if one.line is None else _place(one), one.context)


def _place(one: Verification) -> str:
    """Return the file and the line that editors follow, or the file alone."""
    return one.page if one.line is None else f"{one.page}:{one.line}"


def _sentences(verified: tuple[Verification, ...]) -> tuple[str, ...]:
    return tuple(_sentence(one) for one in verified)


def _sentence(one: Verification) -> str:
    """Return how a figure stands on its page, on one line: what was found, or what is missing."""
    told = f"{_place(one)}: {one.standing.value}: {one.figure.id}"
    if one.figure.quote is None:
        return told
    if one.standing is Standing.FOUND:
        return f"{told}: {one.context}"
    instead = f"; the page has: {one.context}" if one.context is not None else ""
    return f"{told}: expected “{one.figure.quote}”{instead}"


def _summary(verified: tuple[Verification, ...]) -> str:
    """Return how many quotes stand where."""
    counts = Counter(one.standing for one in verified)
    quotes = len(verified) - counts[Standing.NO_QUOTE]
    others = [f", {counts[standing]:,} {standing.value}" for standing in UNPROVED if counts[standing]]
    without = f"; {counts[Standing.NO_QUOTE]:,} without a quote" if counts[Standing.NO_QUOTE] else ""
    return f"{counts[Standing.FOUND]:,} of {quotes:,} {'quote' if quotes == 1 else 'quotes'} found{''.join(others)}{without}"
