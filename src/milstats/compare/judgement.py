"""A pair judged: every rule is asked, the findings are joined into a verdict, and what it leaves is computed."""

from __future__ import annotations

from itertools import product

from milstats.compare import rules_of_keys as keys
from milstats.compare import rules_of_time as time
from milstats.compare import rules_of_values as values
from milstats.compare.arithmetic import Basis, Result, result_of
from milstats.compare.pair import Finding, Pair, pair_of
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.vocabulary import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milstats.model import Dataset, Figure, Reading

# The rules by their public names, which `reasons` holds, in the order in which they are asked: the first that refuses decides,
# cautions add up. `rules.py` tells them in words.
RULES: dict[str, Callable[[Pair], Finding | None]] = {
    "same-figure": keys.same_figure,
    "unequal-length": time.unequal_length,
    "part-year": time.part_year,
    "uncertain-period": time.uncertain_period,
    "year-to-date": time.year_to_date,
    "nested": time.nested,
    "overlapping": time.overlapping,
    "different-offence": keys.different_offence,
    "snapshots": time.snapshots,
    "cumulative-against-period": time.cumulative_against_period,
    "pace": time.pace,
    "different-measure": keys.different_measure,
    "different-unit": keys.different_unit,
    "different-counter": keys.different_counter,
    "umbrella": keys.umbrella,
    "different-population": keys.different_population,
    "restatement": keys.restatement,
    "bounded": values.bounded,
    "open-bounds": values.open_bounds,
    "approximate": values.approximate,
    "vague": values.vague,
    "text": values.in_text,
    "zero-baseline": values.zero_baseline,
    "missing": values.missing,
    "undated": time.undated,
    "percentages": values.percentages,
    "means": values.means,
    "small-count": values.small_count,
    "large-change": time.large_change,
    "break": time.breaks,
    "disputed": keys.disputed,
}

# Not about a pair: what is said of a series in which one side has no figure.
NO_FIGURE = "no-figure"

_VERDICTS = {verdict: place for place, verdict in enumerate(Verdict)}
_SOUND = {Verdict.DIRECT, Verdict.MEANINGFUL}
_BASES = {basis: place for place, basis in enumerate(Basis)}


class Judgement(NamedTuple):
    """What may be said of a pair: the verdict, why, and the numbers."""

    pair: Pair
    verdict: Verdict
    findings: tuple[Finding, ...]
    result: Result

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the rules that decided."""
        return tuple(finding.rule for finding in self.findings)


class Alternative(NamedTuple):
    """A pair judged again under other readings of its disputed figures."""

    read: tuple[tuple[Figure, Reading], ...]
    judgement: Judgement


def judge(dataset: Dataset, before: Figure, after: Figure) -> Judgement:
    """Return the judgement of two figures.

    Where a rule refuses, it and all that name a difference remain; cautions about numbers that are not computed are dropped.
    """
    pair = pair_of(dataset, before, after)
    findings = [*_findings(pair)]
    verdict = max((finding.verdict for finding in findings), key=_VERDICTS.__getitem__, default=Verdict.DIRECT)
    if verdict is Verdict.NONE:
        refusing = [finding for finding in findings if finding.verdict is Verdict.NONE]
        kept = [*refusing, *(finding for finding in findings if finding.verdict is Verdict.CONCEPTUAL)]
        return Judgement(pair, verdict, tuple(kept), Result(Basis.NOTHING))
    basis = max((finding.basis for finding in findings), key=_BASES.__getitem__, default=Basis.COUNTS)
    forbidden = {name for finding in findings for name in finding.forbids}
    return Judgement(pair, verdict, tuple(findings), result_of(pair, basis, forbidden))


def is_sound(dataset: Dataset, before: Figure, after: Figure) -> bool:
    """Return whether the verdict on two figures is direct or meaningful: whether no rule says worse of them."""
    return all(finding.verdict in _SOUND for finding in _findings(pair_of(dataset, before, after)))


def _findings(pair: Pair) -> Iterator[Finding]:
    """Yield what each rule says, until one has the last word."""
    for name, rule in RULES.items():
        finding = rule(pair)
        if finding is not None:
            yield finding._replace(rule=name)
            if finding.is_final:
                return


def under_other_readings(judgement: Judgement) -> tuple[Alternative, ...]:
    """Return the pair judged under every other reading of its figures, alone and, where both are disputed, together."""
    pair = judgement.pair
    figures = [side.figure for side in pair.sides]
    if not any(figure.readings for figure in figures) or any(finding.is_final for finding in judgement.findings):
        return ()
    choices = [[None, *range(len(figure.readings))] for figure in figures]
    return tuple(_alternative(pair.dataset, figures, numbers) for numbers in product(*choices) if any(n is not None for n in numbers))


def _alternative(dataset: Dataset, figures: list[Figure], numbers: tuple[int | None, ...]) -> Alternative:
    read = [figure if n is None else keys.as_read(figure, n) for figure, n in zip(figures, numbers, strict=True)]
    named = tuple((figure, figure.readings[n]) for figure, n in zip(figures, numbers, strict=True) if n is not None)
    return Alternative(named, judge(dataset, *read))
