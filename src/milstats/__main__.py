"""The way in: `milstats` and `python -m milstats`. It puts signals and streams in order before anything heavy is imported."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the current directory: a tomli.py that happens to lie there must not be imported

# `signal` wraps it in enumerations, and while they are made an interrupt would still be told with a traceback.
import _signal  # type: ignore[import-not-found]
import gc
import os


def run() -> int:
    """Run the command line and return its exit status.

    An interrupt ends the process at once, so that a shell loop around it ends too; so does a reader that has gone away.
    """
    gc.disable()  # importing and parsing leave nothing to collect; looking for it took a tenth of the time
    for name in ("SIGINT", "SIGPIPE"):
        if hasattr(_signal, name):
            _signal.signal(getattr(_signal, name), _signal.SIG_DFL)
    for handle in (0, 1, 2):
        try:
            os.fstat(handle)
        except OSError:  # a stream was closed: nothing that is opened later may take its place
            os.open(os.devnull, os.O_RDWR)
    os.environ.setdefault("TYPER_USE_RICH", "0")  # Typer would import all of Rich to print help and completions
    from milstats.program import main  # noqa: PLC0415 -- it imports Typer, after the signals are in order

    status = main(sys.argv[1:])
    gc.freeze()  # or the interpreter, as it ends, would look through all that was loaded
    return status


def run_and_end() -> int:
    """Run the command line and end the process with its exit status.

    It ends at once: taking apart all that was loaded took a twentieth of a lookup. Only where something has asked to be called
    at the end, or Python's own writers can't get rid of what they hold, is the end left to the interpreter.
    """
    status = run()
    if "atexit" in sys.modules:
        return status
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return status
    os._exit(status)


if __name__ == "__main__":
    sys.exit(run())
