"""The numbers of a draft held against the table: what each is said to count, and whether a figure bears it out."""

from __future__ import annotations

from milstats.factcheck.answer import Answer
from milstats.factcheck.claims import claims_of
from milstats.factcheck.judgement import judge_claims
from milstats.factcheck.outcome import FAULTS, Outcome
from milstats.lean import TYPE_CHECKING

__all__ = ["FAULTS", "Answer", "Outcome", "factcheck"]


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from milstats.draft import Draft
    from milstats.model import Dataset


def factcheck(
    dataset: Dataset, draft: Draft, *, everything: bool = False, track: Callable[[list[str]], Iterable[str]] = iter
) -> tuple[Answer, ...]:
    """Return what the table says of the numbers in a draft, in their order.

    Numbers that have nothing to do with the table are left out unless `everything` is asked for. `track` is handed the
    paragraphs, and returns them one by one as they are read.
    """
    answers = judge_claims(dataset, claims_of(dataset, track(draft.text.split("\n"))))
    return tuple(answer for answer in answers if everything or answer.is_about)
