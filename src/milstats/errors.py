"""What can go wrong, and the exit status each kind of it leads to."""

from enum import IntEnum
from typing import NamedTuple

_SHOWN = 60  # characters of a value that a message repeats
_MOST_FAULTS = 1000  # that one message lists
_SHORTEST = 2  # letters; a longer word is taken for the beginning of a name


class ExitCode(IntEnum):
    """The exit statuses; the README's table is written from these."""

    ANSWERED = 0
    NOTHING_MATCHED = 1
    USAGE = 2
    BAD_DATA = 3
    REFUSED = 4
    NOT_WRITTEN = 5


EXIT_MEANINGS = {
    ExitCode.ANSWERED: "answered",
    ExitCode.NOTHING_MATCHED: "nothing matched, or a check found a fault",
    ExitCode.USAGE: "the command line was not understood",
    ExitCode.BAD_DATA: "a data file or a page cannot be read or is not valid",
    ExitCode.REFUSED: "`compare --strict` refused a pair",
    ExitCode.NOT_WRITTEN: "the answer could not be written whole",
}


class MilstatsError(Exception):
    """A mistake that the user can mend: its text is shown, never a traceback."""

    code = ExitCode.USAGE


class UsageError(MilstatsError):
    """The command line asks for something that cannot be."""


class NothingMatchedError(MilstatsError):
    """The question is clear and the table holds no answer."""

    code = ExitCode.NOTHING_MATCHED


class NotWrittenError(MilstatsError):
    """The answer could not be written whole."""

    code = ExitCode.NOT_WRITTEN


class Fault(NamedTuple):
    """One thing wrong with a data file: where it stands, and in words what was expected and what was found."""

    file: str
    line: int | None
    message: str
    column: int | None = None

    def __str__(self) -> str:
        """Return the fault on one line, led by its place as compilers print it."""
        place = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return f"{':'.join(place)}: {self.message}"


class DataError(MilstatsError):
    """A data file cannot be read or is not valid; `faults` holds every reason, in the order of the file, the text the first."""

    code = ExitCode.BAD_DATA

    def __init__(self, *faults: Fault) -> None:
        lines = [str(fault) for fault in faults[:_MOST_FAULTS]]
        if len(faults) > _MOST_FAULTS:
            lines.append(f"{faults[-1].file}: {len(faults) - _MOST_FAULTS:,} more faults")
        super().__init__("\n".join(lines))
        self.faults = faults


def visible(text: str, limit: int = _SHOWN) -> str:
    r"""Return `text` fit for a message: control characters as escapes, and no longer than `limit` characters.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    >>> visible("long " * 100, limit=8)
    'long lon...'
    """
    kept = text[:limit] + "..." * (len(text) > limit)
    return "".join(char if char.isprintable() else char.encode("unicode_escape", "replace").decode() for char in kept)


def quoted(text: str) -> str:
    """Return `text` as a message names it: visible and in quotation marks."""
    return f'"{visible(text)}"'


def did_you_mean(word: str, known: list[str], most: int = 1) -> str:
    """Return the end of a message that names the word meant, or nothing where none is near.

    Words that begin with `word` come first, then those spelled like it.

    >>> did_you_mean("convictions", ["convicted", "charged"])
    '; did you mean "convicted"?'
    >>> did_you_mean("war", ["prewar", "wartime"]), did_you_mean("x", ["convicted"])
    ('; did you mean "wartime"?', '')
    """
    close = [name for name in known if len(word) > _SHORTEST and name.casefold().startswith(word.casefold())]
    if len(close) < most and known:
        from difflib import get_close_matches  # costs most of an interpreter start, and only mistakes need it

        by_folded = {name.casefold(): name for name in reversed(known)}
        close += (by_folded[name] for name in get_close_matches(word[:_SHOWN].casefold(), list(by_folded), n=most))
    named = [*dict.fromkeys(close)][:most]
    return f"; did you mean {' or '.join(map(quoted, named))}?" if named else ""
