"""Whether the link to a quote can land at another: a browser stops at the first place where the words of the link stand."""

from __future__ import annotations

import re

from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model import Dataset, Figure, SourceId

_WORD = re.compile(r"[^\W_]+")


class _Place(NamedTuple):
    """A quote as browsers compare it, where it stands in its source, and the first figure that is quoted from there."""

    words: str
    where: str | None
    figure: Figure


def other_landings(dataset: Dataset) -> Iterator[tuple[Figure, Figure]]:
    """Yield each figure whose quote also stands within that of another place of its source, with the figure there."""
    for places in _places(dataset).values():
        holders: dict[str, list[_Place]] = {}
        for place in places:
            for word in set(_WORD.findall(place.words)):
                holders.setdefault(word, []).append(place)
        for place in places:
            # Whatever holds all the words holds the rarest of them.
            likely = min((holders[word] for word in _WORD.findall(place.words)), key=len, default=[])
            other = next((one for one in likely if one.where != place.where and stands_in(place.words, one.words)), None)
            if other is not None:
                yield place.figure, other.figure


def _places(dataset: Dataset) -> dict[SourceId, list[_Place]]:
    """Return the places of every source that are quoted, each once."""
    seen: dict[SourceId, dict[tuple[str, str | None], _Place]] = {}
    for figure in dataset.figures.values():
        if figure.quote is not None:
            words = compared(figure.quote)
            seen.setdefault(figure.source, {}).setdefault((words, figure.where), _Place(words, figure.where, figure))
    return {source: [*places.values()] for source, places in seen.items()}


def compared(text: str) -> str:
    r"""Return a text as browsers compare it: whatever its case and the length of its white space.

    >>> compared("Trial  for\tDesertion")
    'trial for desertion'
    """
    return " ".join(text.casefold().split())


def stands_in(words: str, text: str) -> bool:
    """Return whether whole words stand in a text, both as they are compared.

    >>> stands_in("527 in 2021", "only 527 in 2021"), stands_in("527 in 2021", "1527 in 2021")
    (True, False)
    """
    place = text.find(words)
    while place >= 0:
        before, after = text[:place][-1:], text[place + len(words) :][:1]
        if not (before.isalnum() and words[0].isalnum()) and not (after.isalnum() and words[-1].isalnum()):
            return True
        place = text.find(words, place + 1)
    return False
