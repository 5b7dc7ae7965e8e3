"""How a figure stands on a saved page of its source."""

from __future__ import annotations

from milstats.lean import StrEnum


class Standing(StrEnum):
    """Whether a saved page bears out the quote of a figure."""

    FOUND = "found"
    DIFFERS = "differs"
    NOT_FOUND = "not found"
    NO_QUOTE = "no quote"


UNPROVED = (Standing.DIFFERS, Standing.NOT_FOUND)

STANDING_MEANINGS = {
    Standing.FOUND: "the words stand on the page, digit for digit",
    Standing.DIFFERS: "the words stand there with another number",
    Standing.NOT_FOUND: "the words do not stand there",
    Standing.NO_QUOTE: "the figure quotes nothing, since its source gives no number",
}
