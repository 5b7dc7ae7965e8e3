"""One run of the command line: its arguments in, its exit status out."""

from __future__ import annotations

from milstats import output
from milstats.errors import ExitCode, MilstatsError
from milstats.lean import TYPE_CHECKING
from milstats.plain import answer_plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return the exit status; messages go to standard error."""
    return status_of(_answer, arguments)


def status_of(answer: Callable[[Sequence[str]], int], arguments: Sequence[str]) -> int:
    """Return the exit status that `answer` ends with, after a message where it can't answer."""
    try:
        return answer(arguments)
    except MilstatsError as error:
        output.say(str(error))
        return int(error.code)
    except MemoryError:
        output.say("there is not enough memory for this")
        return int(ExitCode.NOT_WRITTEN)


def _answer(arguments: Sequence[str]) -> int:
    if answer_plainly(arguments):
        return int(ExitCode.ANSWERED)
    from milstats.typed import run  # noqa: PLC0415 -- it imports Typer

    return run(arguments)
