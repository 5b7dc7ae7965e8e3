"""Whether the link to a quote can land at another: a browser stops at the first place where the words of the link stand."""

from __future__ import annotations

import re
from collections import Counter

from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.model import Dataset, Figure, SourceId

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[^\W_]+|[\W_]")


class _Place(NamedTuple):
    """A quote in whole words and single signs as browsers compare them, where it stands, and the first figure quoted from there."""

    number: int
    parts: tuple[str, ...]
    where: str | None
    figure: Figure


class _State:
    """What has been read of some quotes: how they go on, what of it begins other quotes, and the places where it stands.

    Of the places, the first is kept, and the first that is elsewhere.
    """

    __slots__ = ("following", "held", "shorter")

    def __init__(self, root: _State | None = None) -> None:
        self.following: dict[str, _State] = {}
        self.shorter = root or self
        self.held: tuple[_Place, ...] = ()

    def after(self, part: str) -> _State:
        """Return the state of the longest end that begins a quote, once `part` has been read too."""
        state = self
        while part not in state.following and state.shorter is not state:
            state = state.shorter
        return state.following.get(part, state)

    def hold(self, *places: _Place) -> None:
        """Take note of places where what was read stands."""
        known = sorted((*self.held, *places), key=lambda place: place.number)
        self.held = (*known[:1], *[place for place in known if place.where != known[0].where][:1])


def other_landings(dataset: Dataset) -> Iterator[tuple[Figure, Figure]]:
    """Yield each figure whose quote also stands within that of another place of its source, with the figure there.

    All quotes of a source are looked for in one pass, as in A. V. Aho and M. J. Corasick, "Efficient string matching", 1975: the
    time is in proportion to their length, however much alike they are.
    """
    for places in _places(dataset).values():
        held = Counter(word for place in places for word in {*place.parts} if _WORD.match(word))
        # Whatever holds all the words of a quote holds the rarest of them.
        sought = [place for place in places if min((held[word] for word in place.parts if word in held), default=0) > 1]
        if not sought:
            continue
        ends = _read(places, sought)
        for place, end in zip(sought, ends, strict=True):
            other = next((one for one in end.held if one.where != place.where), None)
            if other is not None:
                yield place.figure, other.figure


def _read(places: list[_Place], sought: list[_Place]) -> list[_State]:
    """Return the states at the end of the quotes that are sought, each with the places that hold it."""
    root = _State()
    ends = [_end(root, place) for place in sought]
    states = _linked(root)
    for place in places:
        state = root
        for part in place.parts:
            state = state.after(part)
            if len(state.held) < 2 and state is not root:  # noqa: PLR2004 -- the places come in order: two are enough
                state.hold(place)
    for state in reversed(states):
        if state.held:
            state.shorter.hold(*state.held)
    return ends


def _end(root: _State, place: _Place) -> _State:
    """Return the state at the end of a quote, which is made with all that lead to it."""
    state = root
    for part in place.parts:
        if part not in state.following:
            state.following[part] = _State(root)
        state = state.following[part]
    return state


def _linked(root: _State) -> list[_State]:
    """Return the states in the order of their length, each linked to the longest of its ends that begins a quote."""
    states = [root]
    for state in states:
        for part, child in state.following.items():
            child.shorter = root if state is root else state.shorter.after(part)
            states.append(child)
    return states[1:]


def _places(dataset: Dataset) -> dict[SourceId, list[_Place]]:
    """Return the places of every source that are quoted, each once."""
    seen: dict[SourceId, dict[tuple[str, str | None], _Place]] = {}
    for figure in dataset.figures.values():
        if figure.quote is not None:
            words, places = compared(figure.quote), seen.setdefault(figure.source, {})
            if (words, figure.where) not in places:
                places[words, figure.where] = _Place(len(places), tuple(_PART.findall(words)), figure.where, figure)
    return {source: [*places.values()] for source, places in seen.items()}


def compared(text: str) -> str:
    r"""Return a text as browsers compare it: whatever its case and the length of its white space.

    >>> compared("Trial  for\tDesertion")
    'trial for desertion'
    """
    return " ".join(text.casefold().split())
