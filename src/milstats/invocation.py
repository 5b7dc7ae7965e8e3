"""Between Typer's words and the core's values: what the arguments and the environment ask for, and where the answer goes."""

from __future__ import annotations

import os
from datetime import date

from milstats import __version__, output
from milstats.errors import NothingMatchedError, NotWrittenError, UsageError, did_you_mean, quoted, visible
from milstats.files import PACKAGED, STDIN, read_stdin
from milstats.lean import TYPE_CHECKING, NamedTuple
from milstats.render import ENDINGS, FOR_PEOPLE, Format, render
from milstats.render.style import Style
from milstats.report import Report, Stamp
from milstats.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milstats.cite import CitationStyle
    from milstats.document import Document
    from milstats.model import Dataset

_STDOUT = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}  # what was opened as such may be no file that can be replaced
_ROWS_ONLY = {Format.TSV, Format.CSV, Format.JSONL}  # formats without a place for what is said of all rows
_LONGEST_TOPICS = 1 << 24  # bytes of standard input that `-` reads as topics


class Destination(NamedTuple):
    """Where an answer goes, and in which format."""

    form: Format
    path: str | None
    has_header: bool


def answer(report: Report, destination: Destination) -> None:
    """Write a report to its destination, then its notes to standard error."""
    style = output.style_of_stdout(has_header=destination.has_header)
    if destination.path is not None:
        style = Style(has_header=destination.has_header)
    if destination.form not in FOR_PEOPLE:
        style = style._replace(encoding="utf-8")
    text = render(report, destination.form, style)
    if destination.path is None:
        output.write_stdout(text, style.encoding)
    else:
        from milstats.replacing import write_file  # noqa: PLC0415 -- most answers go to standard output

        write_file(destination.path, text.encode("utf-8", "backslashreplace"))
    for note in (*(report.caveats if destination.form in _ROWS_ONLY else ()), *report.notes):
        output.say(note)


def answer_in_words(text: str, path: str | None, *, for_people: bool) -> None:
    """Write a text that is no report, to a file or to standard output; for people, in characters that it has."""
    if path is not None:
        from milstats.replacing import write_file  # noqa: PLC0415 -- as above

        write_file(path, text.encode("utf-8", "backslashreplace"))
        return
    style = output.style_of_stdout(has_header=True)
    if for_people:
        output.write_stdout("\n".join(style.fit(line) for line in text.split("\n")), style.encoding)
    else:
        output.write_stdout(text, "utf-8")


def file_of(path: str | None) -> str | None:
    """Return the file that `--output` names, or None for standard output."""
    if path is not None and not path.strip():
        message = "--output is empty; expected a file"
        raise UsageError(message)
    return None if path in _STDOUT else path


def citation_style_of(name: str | None, path: str | None) -> CitationStyle:
    """Return the style stated, or that of the file's ending, or text."""
    from milstats.cite import STYLE_ENDINGS, CitationStyle  # noqa: PLC0415 -- a command pays for itself only

    if name is not None:
        return CitationStyle(_word(name, [*CitationStyle], "--style", "a style"))
    if path is None:
        return CitationStyle.TEXT
    if _ending(path) not in STYLE_ENDINGS:
        message = f"{visible(path, limit=200)}: its ending chooses no style; expected {', '.join(STYLE_ENDINGS)}, or say --style"
        raise UsageError(message)
    return STYLE_ENDINGS[_ending(path)]


def open_in_browser(link: str) -> None:
    """Open a link in the browser that the system prefers.

    Raises:
        NotWrittenError: if there is none; the message holds the link.
    """
    import webbrowser  # noqa: PLC0415 -- only this command needs it, and it starts other programs

    if not webbrowser.open(link):
        raise NotWrittenError(f"no browser can be opened here; the link is {link}")


def destination_of(form: str | None, path: str | None, *, has_header: bool) -> Destination:
    """Return where the answer goes: the format stated, or that of the file's ending, or table on a terminal and tsv elsewhere."""
    path = file_of(path)
    if form is not None:
        return Destination(_format(form, "--format"), path, has_header)
    if path is not None:
        return Destination(_format_of_ending(path), path, has_header)
    if os.environ.get("MILSTATS_FORMAT"):
        return Destination(_format(os.environ["MILSTATS_FORMAT"], "MILSTATS_FORMAT"), path, has_header)
    return Destination(Format.TABLE if output.is_terminal() else Format.TSV, path, has_header)


def _format(name: str, where: str) -> Format:
    return Format(_word(name, [*Format], where, "a format"))


def _format_of_ending(path: str) -> Format:
    """Return the format that the ending of a file's name stands for."""
    ending = _ending(path)
    if ending not in ENDINGS and not os.path.exists(path):  # noqa: PTH110
        message = f"{visible(path, limit=200)}: its ending chooses no format; expected {', '.join(ENDINGS)}, or say --format"
        raise UsageError(message)
    return ENDINGS.get(ending, Format.TSV)


def _word(name: str, known: list[str], where: str, what: str) -> str:
    """Return the one of `known` that `name` is, whatever its case."""
    if name.casefold() not in known:
        hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
        message = f"{where}: expected {what}, found {quoted(name)}{hint}"
        raise UsageError(message)
    return name.casefold()


def measure_of(name: str | None) -> Measure | None:
    """Return the measure of that name, in whichever case and with `-` for `_`."""
    return None if name is None else Measure(_word(name.replace("-", "_"), [*Measure], "--measure", "a measure"))


def day_of(text: str | None) -> date | None:
    """Return a day written as 2024-02-22."""
    if text is None:
        return None
    if len(text) == len("2024-02-22") and text.isascii() and text.replace("-", "").isdigit():
        try:
            return date.fromisoformat(text)
        except ValueError:  # no such day
            pass
    message = f"--as-of: expected a date such as 2024-02-22, found {quoted(text)}"
    raise UsageError(message)


def topics_of(topics: Sequence[str], files: Sequence[str]) -> tuple[str, ...]:
    """Return the topics asked for; `-` stands for the lines of standard input."""
    if STDIN not in topics:
        return tuple(topics)
    if STDIN in files:
        message = "standard input can't be both the topics and the table"
        raise UsageError(message)
    lines = [line.strip() for line in read_stdin(_LONGEST_TOPICS).decode("utf-8-sig", "surrogateescape").splitlines()]
    found = [*(topic for topic in topics if topic != STDIN), *filter(None, lines)]
    if not found:
        message = "standard input holds no topic; expected one on each line"
        raise NothingMatchedError(message)
    return tuple(found)


def data_files(stated: Sequence[str] | None) -> tuple[str, ...]:
    """Return the data files that `--data` or, without it, MILSTATS_DATA names; none for the packaged table."""
    named = stated or os.environ.get("MILSTATS_DATA", "").split(os.pathsep)
    return tuple(named) if stated else tuple(filter(None, named))


def table_of(stated: Sequence[str] | None, destination: Destination) -> Dataset:
    """Return the table that the data files asked for make up, with its digest where the format prints it."""
    return loaded(stated, with_digest=destination.form is Format.JSON)


def loaded(stated: Sequence[str] | None, *, with_digest: bool = False) -> Dataset:
    """Return the table that the data files asked for make up; the packaged one as it was compiled, where it was."""
    files = data_files(stated)
    if set(files) <= {PACKAGED} and len(files) <= 1:
        from milstats.compiled import compiled_table  # noqa: PLC0415 -- a command pays for its own table only

        dataset = compiled_table()
        if dataset is not None:
            return dataset if with_digest else dataset._replace(sha256=None)
    from milstats.load import load  # noqa: PLC0415 -- likewise

    return load(*files, with_digest=with_digest)


def documents_for(files: Sequence[str] | None, stated: Sequence[str] | None, destination: Destination) -> list[Document]:
    """Return the data files that arguments or, without them, `--data` and MILSTATS_DATA name, parsed.

    Raises:
        UsageError: if both arguments and `--data` name some.
    """
    if files and stated:
        raise UsageError("expected the files as arguments or with --data, found both")
    from milstats.load import documents_of  # noqa: PLC0415 -- a command pays for itself only

    return documents_of(*data_files(files or stated), with_digest=destination.form is Format.JSON)


def chart_of(path: str | None) -> str | None:
    """Return the file that a chart is to be saved in, or None.

    Raises:
        UsageError: if its ending is that of no chart, or matplotlib is not installed.
    """
    if path is None:
        return None
    if _ending(path) not in {".svg", ".png", ".pdf"}:
        raise UsageError(f"--save: expected a file that ends in .svg, .png or .pdf, found {quoted(path)}")
    from importlib.util import find_spec  # noqa: PLC0415 -- only charts need it

    if find_spec("matplotlib") is None:
        raise UsageError("--save needs matplotlib; install it with: pip install 'milstats[plot]'")
    return path


def save_chart(path: str, report: Report) -> None:
    """Draw the charts of a report into a file."""
    from milstats.plot import picture  # noqa: PLC0415 -- matplotlib is optional, and slow to import
    from milstats.replacing import write_file  # noqa: PLC0415

    write_file(path, picture(report, _ending(path).removeprefix(".")))


def _ending(path: str) -> str:
    return os.path.splitext(path)[1].casefold()  # noqa: PTH122 -- the path stays a text


def stamp_of(dataset: Dataset, arguments: Sequence[str]) -> Stamp:
    """Return what a report says of its origin: the command as it was typed, the data, the program."""
    return Stamp(tuple(arguments), dataset.version, dataset.sha256, __version__)


def version_line() -> str:
    """Return what `--version` prints: the program's version, and the formats it reads and writes."""
    return f"milstats {__version__} (data format 1, JSON schema 1)\n"
