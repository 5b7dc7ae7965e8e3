"""Whether the table bears out "eight times as many"."""

from collections.abc import Iterable

from milstats.factcheck.claims import Claim
from milstats.factcheck.outcome import Outcome
from milstats.model import Dataset, Figure


def judge_multiple(dataset: Dataset, figures: Iterable[Figure], claim: Claim) -> tuple[Outcome, str, Figure | None]:
    """Return what the table says of a multiple."""
    return Outcome.UNKNOWN, "the table has no two figures that settle it", None
