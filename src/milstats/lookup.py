"""The lookups `show` and `compare`, from what was asked to the answer written; nothing here knows how the words were parsed."""

from __future__ import annotations

from milstats.invocation import answer, data_files, day_of, destination_of, measure_of, stamp_of, table_of, topics_of
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.period import parse_period
from milstats.selection import Query, select

if TYPE_CHECKING:
    from collections.abc import Sequence


class Asked(NamedTuple):
    """What every lookup may be asked: the command as it was typed, topics, filters, the table, and where the answer goes."""

    arguments: Sequence[str]
    topics: Sequence[str] = ()
    measure: str | None = None
    counter: str | None = None
    as_of: str | None = None
    data: Sequence[str] | None = None
    form: str | None = None
    path: str | None = None
    has_header: bool = True


class Filters(NamedTuple):
    """What `show` alone may be asked."""

    period: str | None = None
    source: str | None = None
    everything: bool = False
    columns: str | None = None
    sort: str | None = None
    limit: int | None = None


def show(asked: Asked, filters: Filters) -> None:
    """Answer `milstats show`.

    Raises:
        MilstatsError: whatever is wrong with the words, the table or the place for the answer.
    """
    from milstats.arrangement import arranged_by  # noqa: PLC0415 -- a command pays for itself only
    from milstats.show import report_of  # noqa: PLC0415

    destination = destination_of(asked.form, asked.path, has_header=asked.has_header)
    arrangement = arranged_by(columns=filters.columns, sort=filters.sort, limit=filters.limit)
    topics = topics_of(asked.topics, data_files(asked.data))
    dataset = table_of(asked.data, destination)
    query = Query(
        topics=topics,
        period=parse_period(filters.period, dataset.periods) if filters.period is not None else None,
        measure=measure_of(asked.measure),
        counter=asked.counter,
        source=filters.source,
        as_of=day_of(asked.as_of),
        everything=filters.everything,
    )
    answer(report_of(dataset, select(dataset, query), arrangement, stamp_of(dataset, asked.arguments)), destination)


def compare(asked: Asked, a: str, b: str, *, explains: bool = False) -> bool:
    """Answer `milstats compare`, and return whether a pair was refused.

    Raises:
        MilstatsError: whatever is wrong with the words, the table or the place for the answer.
    """
    from milstats.compare import compare as compared  # noqa: PLC0415 -- a command pays for itself only
    from milstats.compare import sought  # noqa: PLC0415
    from milstats.compared import compare_report  # noqa: PLC0415

    destination = destination_of(asked.form, asked.path, has_header=asked.has_header)
    topics = topics_of(asked.topics, data_files(asked.data))
    dataset = table_of(asked.data, destination)
    query = Query(topics=topics, measure=measure_of(asked.measure), counter=asked.counter, as_of=day_of(asked.as_of))
    comparisons = compared(dataset, sought(dataset, a), sought(dataset, b), query)
    answer(compare_report(comparisons, stamp_of(dataset, asked.arguments), explains=explains), destination)
    return any(row.is_refused for row in comparisons.rows)
