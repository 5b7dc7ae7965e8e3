"""Whether the table bears out "eight times as many": what `compare` says of the two figures that are meant."""

from __future__ import annotations

from fractions import Fraction

from milstats.compare.intervals import Interval
from milstats.compare.judgement import judge
from milstats.factcheck.fitting import STRICT, fits_counter, fits_measure, fits_offence, fits_time
from milstats.factcheck.outcome import Outcome
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.selection import series_key
from milstats.vocabulary import Bound, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from milstats.factcheck.claims import Claim
    from milstats.model import Dataset, Figure

_ROUNDING = Fraction(1, 2)  # "eight times" is said of all that rounds to eight
_TENTH = Fraction(1, 20)
_MOST_PAIRS = 40


class Multiple(NamedTuple):
    """What is said of a multiple, and the later of the two figures that decide it."""

    outcome: Outcome
    reason: str
    figure: Figure | None = None


def judge_multiple(dataset: Dataset, figures: Iterable[Figure], claim: Claim, cited: list[Figure]) -> Multiple:
    """Return what the table says of a multiple; `cited` are the figures whose numbers stand near it, the nearest first."""
    pairs = [*dict.fromkeys(_pairs(figures, claim, cited))][:_MOST_PAIRS]
    refusals: list[tuple[str, Figure]] = []
    for before, after in pairs:
        judgement = judge(dataset, before, after)
        ratio = judgement.result.ratio
        if ratio is not None and (_holds(claim, ratio) or _is_understated(claim, before, after, ratio)):
            return Multiple(Outcome.MATCHES, f"{after.id} is {_shown(ratio)} times {before.id}", after)
        said = f"compare says {_shown(ratio)} times" if ratio is not None else "compare computes no ratio"
        reasons = f" ({', '.join(judgement.reasons)})" if judgement.reasons else ""
        refusals.append((f"{said} for {before.id} and {after.id}{reasons}", after))
    if not refusals or claim.is_foreign or (claim.is_partial and not cited):
        return Multiple(Outcome.UNKNOWN, "the table has no two figures that settle it")
    return Multiple(Outcome.NOT_COMPARABLE, *refusals[0])


def _pairs(figures: Iterable[Figure], claim: Claim, cited: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs that may be meant, the earlier figure first: of the numbers nearby, else of the periods."""
    near = cited[:2]
    if len(near) == 2 and _is_pair(*near):  # noqa: PLR2004 -- two make a pair
        yield _in_order(*near)
        return
    times = [*dict.fromkeys((time.start, time.end) for time in claim.stated)]
    spans = {(time.start, time.end): time for time in claim.stated}
    if len(times) == 3:  # noqa: PLR2004 -- a span of years, with its first and its last
        times = times[1:]
    if len(times) != 2 or claim.is_relative:  # noqa: PLR2004 -- likewise
        return
    sides = [
        [figure for figure in figures if _is_meant(claim, figure) and fits_time((spans[time],), figure._replace(readings=()), STRICT)]
        for time in times
    ]
    yield from (_in_order(one, other) for one in sides[0] for other in sides[1] if _is_pair(one, other))


def _is_meant(claim: Claim, figure: Figure) -> bool:
    """Return whether a figure may be meant by the words around a multiple."""
    is_usable = Status.DEPRECATED not in figure.status and figure.period is not None and not figure.period.kind.is_pace
    is_said = bool(claim.offences.values) and fits_offence(claim, figure) and fits_counter(claim, figure) and fits_measure(claim, figure)
    return is_usable and is_said and figure.population in {"servicemen", "conscripts"}


def _is_pair(one: Figure, other: Figure) -> bool:
    """Return whether two figures count one thing over two periods."""
    return one.id != other.id and one.period is not None and other.period is not None and series_key(one) == series_key(other)


def _in_order(one: Figure, other: Figure) -> tuple[Figure, Figure]:
    """Return two figures, the one that ends earlier first."""
    ends = [str(figure.period.end_latest) if figure.period else "" for figure in (one, other)]
    return (other, one) if ends[0] > ends[1] else (one, other)


def _holds(claim: Claim, ratio: Interval) -> bool:
    """Return whether a ratio is the multiple that was said, as far as that was rounded or hedged."""
    value, low, high = claim.number.value, ratio.low or Fraction(0), ratio.high
    slack = _ROUNDING if value.denominator == 1 else _TENTH
    if claim.number.bound in {Bound.GT, Bound.GE}:
        return low > value - slack and low < 2 * value
    if claim.number.bound in {Bound.LT, Bound.LE}:
        return high is not None and value - 1 < high <= value + slack / 5
    return low - slack <= value and (high is None or value <= high + slack)


def _is_understated(claim: Claim, before: Figure, after: Figure, ratio: Interval) -> bool:
    """Return whether the counts as printed have the multiple, and the later one was reached in less time."""
    printed = Fraction(after.value or 0) / max(Fraction(before.value or 0), Fraction(1))
    return _holds(claim, Interval(printed, printed)) and ratio.low is not None and ratio.low >= printed


def _shown(ratio: Interval) -> str:
    """Return a ratio in figures."""
    low, high = (None if end is None else f"{float(end):.1f}" for end in (ratio.low, ratio.high))
    if low == high:
        return str(low)
    return f"at least {low}" if high is None else f"{low} to {high}"
