"""One sentence a row, ready to paste."""

from __future__ import annotations

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from milstats.render.style import Style
    from milstats.report import Report


def render(report: Report, style: Style) -> str:
    """Return the sentences of a report, one on each line, and what must not be parted from them."""
    return "".join(f"{style.fit(sentence)}\n" for sentence in (*report.sentences(), *report.caveats))
