"""Printed lines with the escape sequences of a terminal, which Rich writes."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style as RichStyle
from rich.text import Text

if TYPE_CHECKING:
    from milstats.render.table import Span

_UNLIMITED = 10**6  # lines are already as wide as the terminal: Rich must not wrap them again


def styled(lines: list[list[Span]]) -> str:
    """Return the lines as text for a terminal: bold and dim, and links to web addresses only."""
    console = Console(
        file=StringIO(), width=_UNLIMITED, force_terminal=True, color_system="standard", markup=False, highlight=False, emoji=False,
        legacy_windows=False,
    )  # fmt: skip
    with console.capture() as capture:
        for line in lines:
            console.print(_assembled(line), soft_wrap=True)
    return capture.get()


def _assembled(line: list[Span]) -> Text:
    text = Text()
    for span in line:
        text.append(span.text, _style(span))
    text.rstrip()
    return text


def _style(span: Span) -> RichStyle:
    is_web = span.link is not None and span.link.startswith(("https://", "http://"))
    return RichStyle(bold="bold" in span.style or None, dim="dim" in span.style or None, link=span.link if is_web else None)
