"""What the README shows of the program: every output in it is made here, and checked by `cog --check`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

from milstats.arrangement import COLUMNS
from milstats.compare.rules import rules_table as rules
from milstats.errors import EXIT_MEANINGS
from milstats.vocabulary import VERDICT_MEANINGS


def shown(command: str, *, until: str | None = None) -> str:
    """Return a command with what it prints, as a block of Markdown; `until` is the line before which it is cut short."""
    arguments = shlex.split(command.partition(" | ")[0])[1:]
    environment = {**os.environ, "COLUMNS": "100"}
    run = subprocess.run([sys.executable, "-m", "milstats", *arguments], capture_output=True, text=True, env=environment, check=False)
    printed = (run.stdout + run.stderr).splitlines()
    if " | " in command:
        rest = subprocess.run(command.partition(" | ")[2], input=run.stdout, capture_output=True, text=True, shell=True, check=True)  # noqa: S602
        printed = rest.stdout.splitlines()
    kept = [*printed[: printed.index(until)], "..."] if until is not None else printed
    return "\n".join(["```console", f"$ {command}", *(line.rstrip() for line in kept), "```"])


def exit_table() -> str:
    """Return the exit statuses as a table of Markdown."""
    rows = (f"| {code.value} | {meaning} |" for code, meaning in EXIT_MEANINGS.items())
    return "\n".join(["| Status | Meaning |", "| ---: | --- |", *rows])


def verdicts_table() -> str:
    """Return the verdicts of a comparison as a table of Markdown."""
    rows = (f"| `{verdict.value}` | {meaning} |" for verdict, meaning in VERDICT_MEANINGS.items())
    return "\n".join(["| Verdict | Meaning |", "| --- | --- |", *rows])


def rules_table() -> str:
    """Return the rules of comparison as a table of Markdown."""
    rows = (f"| `{name}` | {situation} | {verdict} | {does} | {says} |" for name, situation, verdict, does, says in rules())
    return "\n".join(["| Rule | Situation | Verdict | milstats prints | and says |", "| --- | --- | --- | --- | --- |", *rows])


def columns_list() -> str:
    """Return the columns of `show`, in their order."""
    return ", ".join(f"`{name}`" for name in COLUMNS)
