"""What `factcheck` found as a report: a row a number; for people, lines as compilers print them."""

from __future__ import annotations

from collections import Counter
from functools import partial

from milstats.captions import references
from milstats.errors import visible
from milstats.factcheck import Answer, Outcome
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.report import Report, Stamp

if TYPE_CHECKING:
    from milstats.draft import Draft
    from milstats.model import Dataset, Number

_LONGEST = 80  # characters of a number as it stands in a draft


def factcheck_report(dataset: Dataset, draft: Draft, answers: tuple[Answer, ...], stamp: Stamp) -> Report:
    """Return the report of a draft: every number with what the table says of it, and how many came out how."""
    rows = tuple(_row(draft, answer) for answer in answers)
    return Report(
        stamp=stamp,
        columns=Row._fields,
        rows=lambda: rows,
        table=None,
        sentences=partial(_sentences, rows),
        references=partial(references, dataset, tuple(answer.figure for answer in answers if answer.figure is not None)),
        notes=(_summary(draft, answers),),
    )


class Row(NamedTuple):
    """A number of a draft and what the table says of it; the fields are the columns."""

    file: str
    line: int
    column: int
    found: str
    status: str
    figure: str | None
    table_value: Number | None
    reason: str


def _row(draft: Draft, answer: Answer) -> Row:
    line, column = draft.place_of(answer.claim.start)
    figure, found = answer.figure, visible(" ".join(answer.claim.found.split()), limit=_LONGEST)
    return Row(
        file=draft.label,
        line=line,
        column=column,
        found=found,
        status=answer.outcome.value,
        figure=None if figure is None else str(figure.id),
        table_value=None if figure is None else figure.value,
        reason=answer.reason,
    )


def _sentences(rows: tuple[Row, ...]) -> tuple[str, ...]:
    return tuple(_sentence(row) for row in rows)


def _sentence(row: Row) -> str:
    """Return what is said of a number on one line, led by its place, which editors follow."""
    figure = f" [{row.figure}]" if row.figure else ""
    return f"{row.file}:{row.line}:{row.column}: {row.status}: {row.found}: {row.reason}{figure}"


def _summary(draft: Draft, answers: tuple[Answer, ...]) -> str:
    """Return how many numbers a draft has that the table may know of, and how they came out."""
    if not answers:
        return f"{draft.label}: no number that the table may know of"
    counts = Counter(answer.outcome for answer in answers)
    told = ", ".join(f"{counts[outcome]:,} {outcome.value}" for outcome in Outcome if counts[outcome])
    return f"{draft.label}: {len(answers):,} {'number' if len(answers) == 1 else 'numbers'}: {told}"
