"""How a number in a draft stands to the table."""

from __future__ import annotations

from milstats.lean import StrEnum


class Outcome(StrEnum):
    """What is said of a number in a draft."""

    MATCHES = "matches"
    DIFFERS = "differs"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    WRONG_NOUN = "wrong noun"
    NOT_COMPARABLE = "not comparable"
    UNKNOWN = "unknown"


# What an editor has to act on before the draft is printed; a disputed number may stand, with its dispute.
FAULTS = frozenset({Outcome.DIFFERS, Outcome.SUPERSEDED, Outcome.WRONG_NOUN, Outcome.NOT_COMPARABLE})
