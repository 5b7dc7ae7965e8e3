"""The plain forms, which are answered before Typer is imported: that import takes longer than all the rest of a lookup.

They are `--version`, `show TOPIC...` and `compare A B [TOPIC]...` with at most `-f FORMAT` and `--data FILE`, and the completion of their words.
Everything else, and everything doubtful, is left to Typer. Both ways call the same functions.
"""

from __future__ import annotations

import os

from milstats.invocation import answer_in_words, version_line
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.lookup import Asked, Filters, compare, show

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS = {"-f", "--format", "--data"}  # each with a word after it
_SIDES = 2  # that `compare` takes before its topics


class PlainForm(NamedTuple):
    """A command with the words that follow it, and the table and format asked for if any."""

    command: str
    words: tuple[str, ...]
    form: str | None = None
    data: tuple[str, ...] = ()


def answer_plainly(arguments: Sequence[str]) -> bool:
    """Answer the arguments if they have a plain form, and return whether they had.

    Raises:
        MilstatsError: as the command itself does.
    """
    if os.environ.get("_MILSTATS_COMPLETE"):
        from milstats.completion import complete_plainly  # noqa: PLC0415 -- only where Tab was pressed

        return complete_plainly()
    if [*arguments] == ["--version"]:
        answer_in_words(version_line(), None, for_people=True)
        return True
    plain = plain_form(arguments)
    if plain is None:
        return False
    asked = Asked(arguments=arguments, topics=plain.words, form=plain.form, data=plain.data)
    if plain.command == "show":
        show(asked, Filters())
    else:
        compare(asked._replace(topics=plain.words[_SIDES:]), *plain.words[:_SIDES])
    return True


def plain_form(arguments: Sequence[str]) -> PlainForm | None:
    """Return the plain form of a lookup, or None if it has options, or a lack, that Typer must see to.

    >>> plain_form(["compare", "2021", "2023", "-f", "csv"])
    PlainForm(command='compare', words=('2021', '2023'), form='csv', data=())
    >>> plain_form(["show", "--all"]), plain_form(["compare", "2021"])
    (None, None)
    """
    if not arguments or arguments[0] not in {"show", "compare"}:
        return None
    words: list[str] = []
    forms: list[str] = []
    data: list[str] = []
    rest = iter(arguments[1:])
    for word in rest:
        if not is_option(word):
            words.append(word)
            continue
        value = next(rest, "--")
        if word not in _OPTIONS or is_option(value):
            return None
        (data if word == "--data" else forms).append(value)
    if len(forms) > 1 or (arguments[0] == "compare" and len(words) < _SIDES):
        return None
    return PlainForm(arguments[0], tuple(words), forms[0] if forms else None, tuple(data))


def is_option(word: str) -> bool:
    """Return whether a word is taken for an option: it begins with a dash, and is more than one."""
    return word.startswith("-") and word != "-"
