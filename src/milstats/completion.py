"""What the shell completes: the words that a table offers, safe for any shell, and how each shell is handed them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from milstats.errors import MilstatsError
from milstats.invocation import answer_in_words, loaded
from milstats.model import Dataset

Completion = list[tuple[str, str]]
Words = Callable[[Dataset], Iterable[tuple[str, str]]]

# What a completion may hold. A shell evaluates some of it, so nothing that means something to a shell may pass.
_PLAIN = r"[\w.-]+"
_NOT_PLAIN = r"[^\w .,()-]+"
_QUOTES = "\"'\\"
_MOST = 10_000  # figures that can be gone through while someone waits


def offered(words: Words, files: Sequence[str] | None, incomplete: str) -> Completion:
    """Return the words that the table in `files` offers, each with what it means; where no table loads, none."""
    with suppress(MilstatsError, OSError):
        return plain_words(words(_near(loaded(files), incomplete)), incomplete)
    return []


def _near(dataset: Dataset, incomplete: str) -> Dataset:
    """Return a table as it is; of one that stays in its file and is large, only with the figures whose ids begin as typed."""
    if isinstance(dataset.figures, dict):
        return dataset
    from milstats.stored.mappings import StoredFigures  # noqa: PLC0415 -- only a table that stays in its file needs it

    if not isinstance(dataset.figures, StoredFigures) or len(dataset.figures) <= _MOST:
        return dataset
    return dataset._replace(figures=dataset.figures.beginning(incomplete, _MOST // 10))


def plain_words(words: Iterable[tuple[str, str]], incomplete: str) -> Completion:
    """Return the words that begin as typed, and that no shell takes for more than a word."""
    begun = [(word, text) for word, text in words if word.startswith(incomplete)]
    return [(word, re.sub(_NOT_PLAIN, " ", text)) for word, text in begun if re.fullmatch(_PLAIN, word)]


def topics(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Yield the offences and their aliases."""
    for offence in dataset.offences.values():
        yield offence.id, offence.label
        yield from ((alias, offence.label) for alias in offence.aliases)


def ids(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Return the figures."""
    return ((figure.id, dataset.offences[figure.offence].label) for figure in dataset.figures.values())


def topics_and_ids(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Return what `show` takes."""
    return (*topics(dataset), *ids(dataset))


def periods(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Yield the named periods, then those of figures that the grammar can say."""
    yield from ((period.id, period.label) for period in dataset.periods.values())
    spans = (figure.period for figure in dataset.figures.values() if figure.period is not None and figure.period.is_dated)
    texts = {span.text for span in spans if span.text[:4].isdigit() and " " not in span.text}
    yield from ((text, "a period of the table") for text in sorted(texts))


def periods_and_ids(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Return what `compare` takes as a side."""
    return (*periods(dataset), *ids(dataset))


def sources(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Return the sources."""
    return ((source.id, source.publisher) for source in dataset.sources.values())


def counters(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """Return the counters."""
    return ((counter, "counter") for counter in sorted({figure.counter for figure in dataset.figures.values()}))


def complete_plainly() -> bool:
    """Complete the word being typed if it is a topic or a side of a plain form, and return whether it was.

    The shell's question is read, and its answer written, as the scripts that Typer installs do: in the environment, to
    standard output.
    """
    question = _question()
    if question is None:
        return False
    given, incomplete = question
    words = _words_after(given)
    if words is None or incomplete.startswith("-") or any(word.startswith("-") and word != "-" for word in given):
        return False
    answer_in_words(f"{_ANSWERS[_shell()](offered(words, None, incomplete))}\n", None, for_people=False)
    return True


def _shell() -> str:
    return os.environ["_MILSTATS_COMPLETE"].removeprefix("complete_")


def _question() -> tuple[list[str], str] | None:
    """Return the words before the one being typed, and that one; None where the shell, or a quoted line, is left to Typer."""
    if _shell() not in _ANSWERS or os.environ.get("_TYPER_COMPLETE_FISH_ACTION", "get-args") != "get-args":
        return None
    line = os.environ.get("COMP_WORDS" if _shell() == "bash" else "_TYPER_COMPLETE_ARGS", "").replace("\n", " ")
    words = line.split()[1:]
    if not line.isprintable() or not line.isascii() or any(quote in line for quote in _QUOTES):
        return None
    if _shell() == "bash":
        place = os.environ.get("COMP_CWORD", "")
        if not place.isdigit() or int(place) == 0:
            return None
        return words[: int(place) - 1], "".join(words[int(place) - 1 : int(place)])
    return (words[:-1], words[-1]) if words and not line.endswith(" ") else (words, "")


def _words_after(given: Sequence[str]) -> Words | None:
    """Return what may follow the words given, or None where that is no topic and no side."""
    if given[:1] == ["show"]:
        return topics_and_ids
    if given[:1] == ["compare"]:
        return periods_and_ids if len(given) <= 2 else topics_and_ids  # noqa: PLR2004 -- the command and its first side
    return None


def _bash(words: Completion) -> str:
    return "\n".join(word for word, _ in words)


def _zsh(words: Completion) -> str:
    if not words:
        return "_files"
    listed = "\n".join(f'"{word}":"{text}"' if text else f'"{word}"' for word, text in words)
    return f"_arguments '*: :(({listed}))'"


def _fish(words: Completion) -> str:
    return "\n".join(f"{word}\t{text}" if text else word for word, text in words)


_ANSWERS: dict[str, Callable[[Completion], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
