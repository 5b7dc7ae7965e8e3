"""Links that lead to the very words of a quote: text fragments, as browsers follow them.

The rules are those of the WICG's URL Fragment Text Directives (https://wicg.github.io/scroll-to-text-fragment/). A browser
compares letters whatever their case and white space whatever its length, looks for whole words, and stops at the first place:
so a link takes the whole quote, since fewer words could stand in another quote of the same source too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.model.records import Dataset, Figure

_MARK = ":~:"  # what parts a fragment from the directive for the browser
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~")
_ENCODED = tuple(chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in range(256))  # urllib.parse costs a quarter of a start


def link_of(dataset: Dataset, figure: Figure) -> str:
    """Return the address of a figure's words; without a quote, that of its source."""
    url = dataset.sources[figure.source].url
    return url if figure.quote is None else link(url, figure.quote)


def link(url: str, words: str) -> str:
    """Return the address of the place in a page where `words` stand; a fragment that `url` has is kept.

    >>> link("https://example.org/a", "4,373 soldiers, so-called")
    'https://example.org/a#:~:text=4%2C373%20soldiers%2C%20so%2Dcalled'
    >>> link("https://example.org/a#part-2", "527")
    'https://example.org/a#part-2:~:text=527'
    """
    page = url.partition(_MARK)[0]
    return f"{page}{'' if '#' in page else '#'}{_MARK}text={encoded(words)}"


def encoded(words: str) -> str:
    """Return `words` for a text fragment: all but letters, digits and `_ . ~` of ASCII as percent signs, `-` too.

    >>> encoded("R&D –  50%-самоволка"[:11])
    'R%26D%20%E2%80%93%2050%25%2D'
    """
    return "".join(map(_ENCODED.__getitem__, " ".join(words.split()).encode()))
