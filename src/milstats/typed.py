"""The command line as Typer reads it: help, options, completions, and mistakes of usage told in one line."""

import io
import os
from collections.abc import Sequence
from contextlib import redirect_stdout
from copy import copy

import typer

from milstats.cli import app
from milstats.errors import MilstatsError, UsageError, visible
from milstats.invocation import answer_in_words
from milstats.options import spare_completions_rich


def run(arguments: Sequence[str]) -> int:
    """Run the command that Typer finds in `arguments` and return the exit status; what Typer prints is written like every answer.

    Raises:
        MilstatsError: as the command does; mistakes that Typer finds are usage errors.
    """
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            code = _status(_program(arguments)(args=list(arguments), prog_name="milstats", standalone_mode=False, obj=list(arguments)))
    except SystemExit as exit_:  # a completion ends so
        code = _status(exit_.code)
    except MilstatsError:
        raise
    except Exception as error:
        message = getattr(error, "format_message", None)  # Typer's own usage errors have it, and no public base class
        if message is None:
            raise
        raise UsageError(_usage(message(), arguments)) from None
    if printed.getvalue():
        answer_in_words(printed.getvalue(), None, for_people="_MILSTATS_COMPLETE" not in os.environ)
    return code


def _program(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the one command that is asked for, or whole.

    Typer builds every command that a program holds, each in a tenth of the time that a lookup may take. The lookups are
    looked for first, without importing what the other commands need.
    """
    words = arguments
    if "_MILSTATS_COMPLETE" in os.environ:
        spare_completions_rich()
        words = (os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS") or "").split()[1:]
    asked = _called(words[:1])
    program = copy(app if asked else whole_program())
    program.registered_commands = asked or _called(words[:1]) or app.registered_commands
    return program


def whole_program() -> typer.Typer:
    """Return the program with every command that it has."""
    from milstats.newsroom import app as whole  # noqa: PLC0415 -- a lookup pays for itself only

    return whole


def _called(names: Sequence[str]) -> list[typer.models.CommandInfo]:
    return [command for command in app.registered_commands if _name(command) in names]


def _name(command: typer.models.CommandInfo) -> str:
    """Return what a command is called."""
    return command.name or (command.callback.__name__ if command.callback is not None else "")


def _status(code: object) -> int:
    return code if isinstance(code, int) else 0


def _usage(message: str, arguments: Sequence[str]) -> str:
    """Return a usage error on one line, with the help that would have prevented it."""
    names = [_name(command) for command in app.registered_commands]
    command = next((f" {word}" for word in arguments if word in names), "")
    return f"{visible(' '.join(message.split()), limit=300).rstrip('.')}; see `milstats{command} --help`"
