"""The manual page, made of the command line itself, in the language of man(7) that every Unix prints."""

from __future__ import annotations

from milstats.errors import EXIT_MEANINGS
from milstats.lean import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Option(NamedTuple):
    """An option or argument as help names it, and what it does."""

    names: str
    help: str


class Command(NamedTuple):
    """A command: how it is called, what it does, its options, and the lines below, examples among them."""

    name: str
    usage: str
    help: str
    options: tuple[Option, ...]
    epilog: str


_ENVIRONMENT = (
    ("MILSTATS_DATA", "Data files to read instead of the packaged table, separated as PATH is; --data wins over it."),
    ("MILSTATS_FORMAT", "The format of answers; --format wins over it."),
    ("NO_COLOR, FORCE_COLOR, TERM, COLUMNS", "What a terminal is taken to show."),
)


def manual(version: str, about: str, commands: Sequence[Command]) -> str:
    """Return the manual page in troff."""
    parts = [f'.TH MILSTATS 1 "" "milstats {version}" "User Commands"', *_section("NAME"), f"milstats \\- {_text(_begun(about))}"]
    parts += [*_section("SYNOPSIS"), ".B milstats", f"{_text('COMMAND [OPTION]... [ARGUMENT]...')}"]
    parts += [*_section("DESCRIPTION"), _text(f"{about} The answer goes to standard output and nothing else does.")]
    parts += [*_section("COMMANDS"), *(line for command in commands for line in _command(command))]
    parts += [*_section("ENVIRONMENT"), *_listed(_ENVIRONMENT)]
    parts += [*_section("EXIT STATUS"), *_listed((str(code.value), meaning) for code, meaning in EXIT_MEANINGS.items())]
    return "\n".join(parts) + "\n"


def _command(command: Command) -> Iterator[str]:
    yield from (f".SS {_argument(command.usage)}", _text(command.help))
    yield from _listed(command.options)
    if command.epilog:
        yield from _epilog(command.epilog)


def _epilog(epilog: str) -> Iterator[str]:
    r"""Yield the lines below a command's help as they stand; \b is how Typer is told to keep them so."""
    lines = [line for line in epilog.replace("\b", "").strip("\n").splitlines() if line.strip()]
    yield from (".PP", ".nf", *(_text(line) for line in lines), ".fi")


def _listed(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in items:
        yield from (".TP", f".B {_argument(name)}", _text(text))


def _section(title: str) -> tuple[str, ...]:
    return (f".SH {_argument(title)}",)


def _begun(about: str) -> str:
    """Return a sentence as the line of NAME has it: without its capital and its full stop."""
    return f"{about[:1].lower()}{about[1:]}".rstrip(".")


def _argument(text: str) -> str:
    quoted = _text(text).replace('"', "\\(dq")
    return f'"{quoted}"'


def _text(text: str) -> str:
    r"""Return a line that troff prints as it stands: its own signs escaped, and hyphens that can be copied as options.

    >>> _text(".x \\ -f")
    '\\&.x \\e \\-f'
    """
    escaped = (
        text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("~", "\\(ti")
        .replace("^", "\\(ha")
    )
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
