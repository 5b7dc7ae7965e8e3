"""What the README shows of the program: every output in it is made here, and checked by `cog --check`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

from milstats.arrangement import COLUMNS
from milstats.errors import EXIT_MEANINGS


def shown(command: str, *, lines: int | None = None) -> str:
    """Return a command with what it prints, as a block of Markdown; of a long output the first `lines`."""
    arguments = shlex.split(command.partition(" | ")[0])[1:]
    environment = {**os.environ, "COLUMNS": "100"}
    run = subprocess.run([sys.executable, "-m", "milstats", *arguments], capture_output=True, text=True, env=environment, check=False)
    printed = (run.stdout + run.stderr).splitlines()
    if " | " in command:
        rest = subprocess.run(command.partition(" | ")[2], input=run.stdout, capture_output=True, text=True, shell=True, check=True)  # noqa: S602
        printed = rest.stdout.splitlines()
    kept = printed if lines is None or len(printed) <= lines else [*printed[:lines], "..."]
    return "\n".join(["```console", f"$ {command}", *(line.rstrip() for line in kept), "```"])


def exit_table() -> str:
    """Return the exit statuses as a table of Markdown."""
    rows = (f"| {code.value} | {meaning} |" for code, meaning in EXIT_MEANINGS.items())
    return "\n".join(["| Status | Meaning |", "| ---: | --- |", *rows])


def columns_list() -> str:
    """Return the columns of `show`, in their order."""
    return ", ".join(f"`{name}`" for name in COLUMNS)
