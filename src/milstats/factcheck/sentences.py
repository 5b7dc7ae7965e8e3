"""Paragraphs parted into sentences."""

from __future__ import annotations

import re

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1500  # characters of a sentence; what runs on is cut, so that a draft without full stops stays cheap
_END = re.compile(
    r"(?<=[^\W\d_]{3})[.!?…][\"'”’»)\]]{0,3}[ \u00a0]+(?=[\"'“«(\[]{0,2}[^\W_])|(?<=[0-9%)\]”»])[.!?…][\"'”’»)]{0,2}[ \u00a0]+(?=[\"'“«(]{0,2}[^\W\d_])"
)


def sentences(paragraph: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a paragraph with their places."""
    start = 0
    for end in (*(match.end() for match in _END.finditer(paragraph)), len(paragraph)):
        while end - start > LONGEST:
            cut = paragraph.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
            yield start, paragraph[start:cut]
            start = cut
        if paragraph[start:end].strip():
            yield start, paragraph[start:end]
        start = end
