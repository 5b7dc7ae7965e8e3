"""Rules about what was counted: offence, measure, unit, counter, population, and whether it is the same figure."""

from __future__ import annotations

from milstats.compare.arithmetic import Basis
from milstats.compare.lengths import Lie, ends_of
from milstats.compare.pair import Finding
from milstats.lean import TYPE_CHECKING
from milstats.selection import series_key
from milstats.vocabulary import Status, Verdict
from milstats.wording import heading, period_name, signed

if TYPE_CHECKING:
    from milstats.compare.pair import Pair
    from milstats.model import Figure

_THING = {"measure", "unit"}


def different_offence(pair: Pair) -> Finding | None:
    """Take two offences over one period as parts of the two together, and refuse them over different ones."""
    if "offence" not in pair.differs or pair.is_umbrella:
        return None
    if pair.have_offences_in_common:
        return Finding(Verdict.NONE, "Each counts some of what the other counts: it would be counted twice.", Basis.NOTHING)
    if pair.differs == {"offence"} and pair.lie is Lie.SAME and pair.are_quantities:
        words = "Two offences over one period: a difference and not a change; one case may name several articles."
        return Finding(Verdict.DIRECT, words, Basis.PARTS)
    return Finding(Verdict.NONE, "Different offences, and not over one period counted alike.", Basis.NOTHING)


def umbrella(pair: Pair) -> Finding | None:
    """Take a part of an umbrella as a share of it, where all else is equal."""
    if "offence" not in pair.differs or not pair.is_umbrella:
        return None
    part, whole = (pair.dataset.offences[side.figure.offence].label for side in pair.part_and_whole())
    if pair.differs == {"offence"} and pair.lie is Lie.SAME and pair.are_quantities:
        words = f"The count of {whole} includes that of {part}: the one is a part of the other, with no change and no ratio."
        return Finding(Verdict.CONCEPTUAL, words, Basis.SHARE)
    words = f"The count of {whole} includes that of {part}, but here not over one period and alike."
    return Finding(Verdict.NONE, words, Basis.NOTHING)


def different_measure(pair: Pair) -> Finding | None:
    """Put two stages of the courts' work side by side, without a ratio."""
    if "measure" not in pair.differs:
        return None
    names = f"{_counted(pair.before.figure)} and {_counted(pair.after.figure)}"
    words = f"Different measures, {names}: the one is no part of the other, so a ratio would be no rate of anything."
    return Finding(_side_by_side(pair), words, Basis.NOTHING)


def different_unit(pair: Pair) -> Finding | None:
    """Put cases, people and sentences side by side: a case may have several accused."""
    if "unit" not in pair.differs:
        return None
    names = f"{pair.before.figure.unit.value} and {pair.after.figure.unit.value}"
    why = ": a case may have several accused" if all(side.figure.is_count for side in pair.sides) else ""
    return Finding(_side_by_side(pair), f"Different units, {names}{why}.", Basis.NOTHING)


def _counted(figure: Figure) -> str:
    return heading(figure.measure, figure.unit)


def _side_by_side(pair: Pair) -> Verdict:
    """Return whether two figures that count different things belong side by side: all else equal, and days in common."""
    has_days_in_common = pair.lie not in {Lie.DISJOINT, Lie.UNDATED}
    return Verdict.CONCEPTUAL if pair.differs <= _THING and has_days_in_common else Verdict.NONE


def different_counter(pair: Pair) -> Finding | None:
    """Give the difference between two counters of the same thing, and refuse them over different periods."""
    if "counter" not in pair.differs:
        return None
    names = f"{pair.before.figure.counter} and {pair.after.figure.counter}"
    if pair.differs == {"counter"} and pair.lie is Lie.SAME and pair.are_quantities:
        words = f"Two counters, {names}, of the same thing: by how much they differ is no change, and they are never merged."
        return Finding(Verdict.CONCEPTUAL, words, Basis.DIFFERENCE)
    return Finding(Verdict.NONE, f"Two counters, {names}, and not of the same thing over the same period.", Basis.NOTHING)


def different_population(pair: Pair) -> Finding | None:
    """Refuse figures about different people or different countries."""
    if not pair.differs & {"population", "country"}:
        return None
    pairs = ((side.figure.population, side.figure.country) for side in pair.sides)
    names = " and ".join(f"{population} ({country})" for population, country in pairs)
    return Finding(Verdict.NONE, f"Different populations: {names}.", Basis.NOTHING)


def disputed(pair: Pair) -> Finding | None:
    """Say that a figure is disputed; refuse it only if its readings count other things and none counts what the other side does."""
    figures = [side.figure for side in pair.sides if side.figure.readings or Status.DISPUTED in side.figure.status]
    if not figures:
        return None
    refuses = any(_never_fits(figure, other.figure) for figure in figures for other in pair.sides if other.figure is not figure)
    words = " ".join(_dispute(figure) for figure in figures)
    return Finding(Verdict.NONE if refuses else Verdict.DIRECT, words, Basis.NOTHING if refuses else Basis.COUNTS)


def _dispute(figure: Figure) -> str:
    when = f" ({period_name(figure.period)})" if figure.period else ""
    return f"Disputed is the {signed(figure) or 'figure in words'}{when}.{f' {figure.note}' if figure.note else ''}"


def _never_fits(figure: Figure, other: Figure) -> bool:
    """Return whether a figure is read as several measures, and none of them is the other's."""
    measures = {figure.measure, *(reading.measure for reading in figure.readings if reading.measure is not None)}
    return len(measures) > 1 and other.measure not in measures


def same_figure(pair: Pair) -> Finding | None:
    """Refuse a figure against itself, and one count under two of its readings."""
    before, after = pair.before.figure, pair.after.figure
    if before.id == after.id:
        return Finding(Verdict.NONE, "Both sides are the same figure.", Basis.NOTHING, is_final=True)
    if _is_reading_of(before, after) or _is_reading_of(after, before):
        return Finding(Verdict.NONE, "Both are one count, to which sources give different periods or names.", Basis.NOTHING, is_final=True)
    return None


def _is_reading_of(figure: Figure, other: Figure) -> bool:
    """Return whether a reading of `figure` is what `other` says."""
    return any(
        series_key(read) == series_key(other) and read.value == other.value and ends_of(read.period) == ends_of(other.period)
        for read in (as_read(figure, number) for number in range(len(figure.readings)))
    )


def as_read(figure: Figure, number: int) -> Figure:
    """Return a figure as one of its readings has it."""
    reading = figure.readings[number]
    read = figure._replace(
        measure=reading.measure or figure.measure,
        unit=reading.unit or figure.unit,
        period=reading.period or figure.period,
        source=reading.source or figure.source,
        readings=(),
        status=tuple(status for status in figure.status if status is not Status.DISPUTED),
    )
    return read if reading.value is None else read._replace(value=reading.value)


def restatement(pair: Pair) -> Finding | None:
    """Take two statements of one count as such: they agree, or differ by so many."""
    if not pair.is_one_series or pair.lie is not Lie.SAME or not pair.are_numbers or pair.before.figure.id == pair.after.figure.id:
        return None
    if pair.before.kind is not pair.after.kind and any(side.is_pace for side in pair.sides):
        return None
    words = "Both state one count over one period: they agree or differ, and nothing has changed."
    return Finding(Verdict.CONCEPTUAL, words, Basis.DIFFERENCE)
