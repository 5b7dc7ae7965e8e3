"""How far a long job has come: a bar on a terminal's standard error, and nothing anywhere else."""

import os
from collections.abc import Iterable, Iterator
from typing import TypeVar

_LONG = 20_000  # things that take a second or more
_STDERR = 2

T = TypeVar("T")


def tracked(things: Iterable[T], total: int, what: str) -> Iterable[T]:
    """Return `things` as they are; where there are very many and standard error is a terminal, a bar follows them."""
    if total < _LONG or not os.isatty(_STDERR) or os.environ.get("TERM") in {"dumb", "unknown"}:
        return things
    return _with_bar(things, total, what)


def _with_bar(things: Iterable[T], total: int, what: str) -> Iterator[T]:
    from rich.console import Console  # noqa: PLC0415 -- only a long job at a terminal needs it
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    yield from track(things, what, total=total, console=console, transient=True)
