"""How far a long job has come: a bar on a terminal's standard error, and nothing anywhere else."""

from __future__ import annotations

import os
from typing import TypeVar

from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STDERR = 2

T = TypeVar("T")


def tracked(things: Iterable[T], what: str, *, total: int, long: int) -> Iterable[T]:
    """Return `things` as they are; a bar follows them where there are `long` or more, if standard error is a terminal that can."""
    if total < long or not os.isatty(_STDERR) or os.environ.get("TERM", "dumb") in {"dumb", "unknown"}:
        return things
    return _with_bar(things, total, what)


def _with_bar(things: Iterable[T], total: int, what: str) -> Iterator[T]:
    from rich.console import Console  # noqa: PLC0415 -- only a long job at a terminal needs it
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    yield from track(things, what, total=total, console=console, transient=True)
