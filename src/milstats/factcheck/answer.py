"""What is said of one number of a draft, and how its figure is told in a few words."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.wording import heading, period_name

if TYPE_CHECKING:
    from milstats.factcheck.claims import Claim
    from milstats.factcheck.outcome import Outcome
    from milstats.model import Figure


class Answer(NamedTuple):
    """What is said of one number; `is_about` tells whether its words have to do with the table."""

    claim: Claim
    outcome: Outcome
    reason: str
    figure: Figure | None = None
    is_about: bool = True


def told(figure: Figure) -> str:
    """Return what a figure is, in a few words."""
    return f"{heading(figure.measure, figure.unit)} for {figure.offence.replace('_', ' ')}, {when_of(figure)}, {figure.counter}"


def when_of(figure: Figure) -> str:
    """Return when a figure counted."""
    return period_name(figure.period) if figure.period is not None else "undated"
