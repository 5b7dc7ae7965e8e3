"""The way in: `milstats` and `python -m milstats`. It puts signals and streams in order before anything heavy is imported."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the current directory: a tomli.py that happens to lie there must not be imported

import gc
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def run() -> int:
    """Run the command line and return its exit status."""
    gc.disable()  # importing and parsing leave nothing to collect; looking for it took a tenth of the time
    _restore_signals()
    for handle in (0, 1, 2):
        try:
            os.fstat(handle)
        except OSError:  # a stream was closed: nothing that is opened later may take its place
            os.open(os.devnull, os.O_RDWR)
    status = main(sys.argv[1:])
    gc.freeze()  # or the interpreter, as it ends, would look through all that was loaded
    return status


def _restore_signals() -> None:
    """Let an interrupt end the process, so that a shell loop around it ends too, and a reader that has gone away.

    An interrupt that the parent ignores, as `nohup` and `&` in a script do, stays ignored: Python took over only what was not.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def main(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return the exit status; messages go to standard error."""
    from milstats.cli.output import say  # after the signals are in order
    from milstats.errors import ExitCode, MilstatsError

    try:
        return int(_answer(arguments))
    except MilstatsError as error:
        say(str(error))
        return int(error.code)
    except MemoryError:
        say("there is not enough memory for this")
        return int(ExitCode.NOT_WRITTEN)


def _answer(arguments: Sequence[str]) -> int:
    """Answer a plain lookup, for which importing Typer would take longer than all the rest; leave all else to Typer."""
    from milstats.cli import commands
    from milstats.cli.arguments import is_completing, read_plain, read_request

    options = None if is_completing() else read_plain(arguments)
    if options is not None:
        request = read_request(arguments, options)
        return commands.show(request) if arguments[0] == "show" else commands.compare(request)
    if [*arguments] == ["--version"]:
        commands.print_text(f"{commands.VERSION}\n", for_people=True)
        return 0
    from milstats.cli.app import run_app  # it imports Typer

    return run_app(arguments)


if __name__ == "__main__":
    sys.exit(run())
