"""A comparison as prose to paste: both counts with their hedges, periods and sources, then what follows from them."""

from __future__ import annotations

from milstats.compare.arithmetic import Basis, Derived
from milstats.compared.phrases import spoken
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import Verdict
from milstats.wording import capitalised, heading, hedged, period_name, signed, statement, told, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.compare import Comparison
    from milstats.compare.judgement import Alternative, Judgement
    from milstats.model import Dataset, Figure, SourceId
    from milstats.period import Period

# Prose bears no marks, so what a mark would say is said.
_TOLD_IN_PROSE = frozenset({
    "part-year", "year-to-date", "different-offence", "snapshots", "pace", "different-counter", "restatement", "small-count", "break",
})  # fmt: skip


def sentence(dataset: Dataset, row: Comparison, asked: tuple[str, str]) -> str:
    """Return a comparison as sentences on one line; `asked` is what each side was asked for as."""
    if row.judgement is None:
        return _one_sided(dataset, row, asked)
    return " ".join((_facts(dataset, row.judgement), *_conclusions(dataset, row, row.judgement)))


def _one_sided(dataset: Dataset, row: Comparison, asked: tuple[str, str]) -> str:
    """Return what is known of the one side and that nothing is of the other."""
    figure = row.figures[0]
    absent = asked[0] if row.before is None else asked[1]
    nothing = f"The table has no such figure for {absent}, which does not mean that there were none."
    return f"{capitalised(_stated(dataset, figure))}, {told(dataset, figure)}. {nothing}"


def _facts(dataset: Dataset, judgement: Judgement) -> str:
    before, after = (side.figure for side in judgement.pair.sides)
    sources = told(dataset, before), told(dataset, after)
    is_alike = judgement.pair.is_one_series and before.value is not None and after.value is not None
    second = f"{hedged(after, after.value)} {_time(after.period)}" if is_alike and after.value is not None else _stated(dataset, after)
    joint = " and " if is_alike else "; "
    if sources[0] == sources[1]:
        return f"{capitalised(_stated(dataset, before))}{joint}{second}, {sources[0]}."
    return f"{capitalised(_stated(dataset, before))}, {sources[0]},{joint.rstrip() if is_alike else ';'} {second}, {sources[1]}.".replace(
        ",;", ";"
    )


def _stated(dataset: Dataset, figure: Figure) -> str:
    return f"{statement(figure, dataset.offences[figure.offence].label)} {_time(figure.period)}"


def _time(period: Period | None) -> str:
    return when(period) if period else "in a period that the source does not state"


def _conclusions(dataset: Dataset, row: Comparison, judgement: Judgement) -> Iterator[str]:
    """Yield what follows: the derived numbers under each reading, or why there are none."""
    numbers = spoken(judgement)
    if judgement.verdict is Verdict.NONE:
        yield f"milstats does not compare the two: {judgement.findings[0].words}"
    elif not numbers:
        yield f"Side by side only: {_obstacle(judgement)}"
    elif row.telling:
        yield f"By milstats’ calculation, {reading_of_pair(dataset, judgement)}: {numbers}."
    else:
        yield f"By milstats’ calculation: {numbers}."
    if numbers:
        yield from _cautions(judgement, is_read_otherwise=bool(row.telling))
        yield from (f"{capitalised(reading_told(dataset, other))}: {_outcome(other.judgement)}." for other in row.telling)


def _obstacle(judgement: Judgement) -> str:
    """Return why a pair that may stand side by side yields no number."""
    stops = (finding.words for finding in judgement.findings if finding.basis is Basis.NOTHING or Derived.CHANGE in finding.forbids)
    return next(stops, judgement.findings[0].words)


def _cautions(judgement: Judgement, *, is_read_otherwise: bool) -> Iterator[str]:
    """Yield the cautions without which the numbers would mislead; who disputes one is told with the other readings, if there are any."""
    told = _TOLD_IN_PROSE if is_read_otherwise else {*_TOLD_IN_PROSE, "disputed"}
    yield from (finding.words for finding in judgement.findings if finding.rule in told)


def _outcome(judgement: Judgement) -> str:
    """Return what a reading comes to: its numbers or why it has none."""
    numbers = spoken(judgement)
    if not numbers:
        return f"no number ({' '.join(judgement.reasons)})"
    return f"{numbers}, and no ratio" if judgement.result.basis is Basis.SHARE else numbers


def reading_of_pair(dataset: Dataset, judgement: Judgement) -> str:
    """Return under which reading the disputed figures of a pair stand as they are: "if, as X has it, 4,373 is for 2023"."""
    figures = [side.figure for side in judgement.pair.sides if side.figure.readings]
    return " and ".join(_read(dataset, figure, figure, figure.source) for figure in figures)


def reading_told(dataset: Dataset, alternative: Alternative) -> str:
    """Return which other reading is taken, and whose it is."""
    sides = {side.figure.id: side.figure for side in alternative.judgement.pair.sides}
    return " and ".join(_read(dataset, figure, sides[figure.id], reading.source or figure.source) for figure, reading in alternative.read)


def _read(dataset: Dataset, figure: Figure, read: Figure, source: SourceId) -> str:
    """Return a figure under a reading: whose it is, and what the number then is."""
    parts = [signed(read) if read.value != figure.value else ""]
    if (read.measure, read.unit) != (figure.measure, figure.unit):
        parts.append(heading(read.measure, read.unit))
    if read.period is not None and (read is figure or read.period != figure.period):
        parts.append(f"for {period_name(read.period)}" if period_name(read.period)[:1] != "“" else period_name(read.period))
    return f"if the {signed(figure)} is {' '.join(filter(None, parts)) or 'as printed'}, as {dataset.sources[source].publisher} has it"
