"""What a rule says of a pair, and what it leaves to be computed."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING, NamedTuple, StrEnum

if TYPE_CHECKING:
    from milstats.vocabulary import Mark, Verdict


class Basis(StrEnum):
    """What is computed from a pair; where rules differ, the one that stands later wins."""

    COUNTS = "counts"
    RATES = "rates"
    FLOW = "flow"
    PARTS = "parts"
    POINTS = "points"
    DIFFERENCE = "difference"
    SHARE = "share"
    NOTHING = "nothing"


class Derived(StrEnum):
    """The derived numbers that a rule can forbid."""

    CHANGE = "change"
    PERCENT = "percent"
    RATIO = "ratio"


class Finding(NamedTuple):
    """What one rule says of a pair; after a final one no other rule is asked. The one who asks fills in the rule's name."""

    verdict: Verdict
    words: str
    basis: Basis = Basis.COUNTS
    forbids: frozenset[Derived] = frozenset()
    mark: Mark | None = None
    is_final: bool = False
    rule: str = ""
