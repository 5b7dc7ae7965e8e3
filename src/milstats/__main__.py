"""The way in: `milstats` and `python -m milstats`. It puts signals and streams in order before anything heavy is imported."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]  # the current directory: a tomli.py that happens to lie there must not be imported

import gc
import os
import signal


def run() -> int:
    """Run the command line and return its exit status."""
    gc.disable()  # importing and parsing leave nothing to collect; looking for it took a tenth of the time
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a parent may have it ignored, as `nohup` and `&` do
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt ends the process, so that a shell loop around it ends too
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # so does a reader that has gone away
    for handle in (0, 1, 2):
        try:
            os.fstat(handle)
        except OSError:  # a stream was closed: nothing that is opened later may take its place
            os.open(os.devnull, os.O_RDWR)
    from milstats.cli.commands import main  # now an interrupt ends the program without a traceback

    status = main(sys.argv[1:])
    gc.freeze()  # or the interpreter, as it ends, would look through all that was loaded
    return status


if __name__ == "__main__":
    sys.exit(run())
