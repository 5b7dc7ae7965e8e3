"""Printed lines with the escape sequences of a terminal, which Rich writes."""

from __future__ import annotations

import re

from rich.color import ColorSystem
from rich.style import Style as RichStyle  # and not its console, which would double the time to the first line

from milstats.harmless import is_web_address
from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.render.table import Span

# Rich gives every link a number drawn by chance, so that a terminal can tell two apart; the same answer must be the same bytes.
_LINK_NUMBER = re.compile("\x1b]8;id=[0-9-]+;")


def styled(lines: list[list[Span]]) -> str:
    """Return the lines as text for a terminal: bold and dim, and links to web addresses only."""
    text = "".join(f"{_styled(line)}\n" for line in lines)
    return _LINK_NUMBER.sub("\x1b]8;;", text)


def _styled(line: list[Span]) -> str:
    """Return one line; the blanks at its end are left out."""
    while line and not line[-1].text.strip():
        line = line[:-1]
    return "".join(
        _style(span).render(span.text, color_system=ColorSystem.STANDARD) if span.style or span.link else span.text for span in line
    )


def _style(span: Span) -> RichStyle:
    is_web = span.link is not None and is_web_address(span.link)
    return RichStyle(bold=span.style == "bold" or None, dim=span.style == "dim" or None, link=span.link if is_web else None)
