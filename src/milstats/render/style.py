"""What a format may do where its text goes: how wide, with or without styles and links, in which characters."""

from __future__ import annotations

from milstats.harmless import harmless
from milstats.lean import NamedTuple

_PLAIN = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "--", "−": "-", "…": "..", "≥": ">=", "≤": "<=",
    "×": "x", "█": "#", "▏": "|", "→": "->", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
}  # fmt: skip


class Style(NamedTuple):
    """How text is to look: `width` in columns (None where nothing limits it), the rest as the terminal allows."""

    width: int | None = None
    is_styled: bool = False
    has_header: bool = True
    encoding: str = "utf-8"

    def fit(self, text: str) -> str:
        r"""Return a line in characters that the encoding has: close ASCII signs for typographic ones, escapes for the rest and for controls.

        >>> Style(encoding="ascii").fit("≥4 – “é”")
        '>=4 - "\\xe9"'
        """
        text = harmless(text)
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            plain = "".join(_PLAIN.get(char, char) for char in text)
            return plain.encode(self.encoding, "backslashreplace").decode(self.encoding)
        return text
