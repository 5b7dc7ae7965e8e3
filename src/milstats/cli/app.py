"""The commands that Typer reads: what each does, its help and its options."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout, suppress
from copy import copy
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated

import typer

from milstats import __version__
from milstats.cli.commands import answer_of, data_files, is_completing, print_text, read_request
from milstats.cli.options import COMMANDS, PANELS, Command, Option, is_option
from milstats.data.files import load
from milstats.errors import EXIT_MEANINGS, MilstatsError, UsageError, visible
from milstats.model.records import Dataset
from milstats.model.selection import WordKind, counters, read_words
from milstats.model.vocabulary import Measure
from milstats.render import Format
from milstats.reports.report import Stamp

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter  # the types of what Typer hands over, which it names nowhere else

_ABOUT = "Documented counts of soldiers prosecuted for leaving, deserting or disobeying."
_FIRST = "Begin with:  milstats show awol    milstats compare 2021 2023"
_MORE = "milstats COMMAND --help: options and examples   milstats --help: exit statuses"
_WORD_OPTIONS = "--year --years --month --date --topic --offence --offense --stage --id --figure --number --value --word --search"
# The types of values, by the kind of an option.
_TYPES: dict[type, object] = {str: str | None, list: list[str] | None, tuple: tuple[str, str] | None, bool: bool}
# Typer would complete for the shell it runs in, not the one named.
os.environ.setdefault("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")


class _Commands(typer.core.TyperGroup):
    """The program, whose help lists the commands by what they are for, the look-ups first."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 -- Typer's signature
        width = max(map(len, self.commands))
        for panel in PANELS:
            listed = {name: one for name, one in self.commands.items() if getattr(one, "rich_help_panel", "") == panel}
            with formatter.section(panel):
                formatter.write_dl([(name.ljust(width), one.help or "") for name, one in listed.items()])


def _lines(title: str, lines: Sequence[str]) -> str:
    """Return a part of a help text whose lines stay as they are."""
    return "\b\n" + "\n  ".join((f"{title}:", *lines))


app = typer.Typer(
    cls=_Commands,
    name="milstats",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_ABOUT,
    epilog=_lines("Examples", ("milstats show awol", "milstats show awol 2023 convicted", "milstats compare 2021 2023"))
    + "\n\n"
    + _lines("Exit status", [f"{code.value}  {meaning}" for code, meaning in EXIT_MEANINGS.items()]),
)


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and the formats of data files and JSON.")] = False,
) -> None:
    if version:
        print(f"milstats {__version__} (data format 1, JSON schema 1)")  # noqa: T201 -- run_app() writes what is printed
        raise typer.Exit
    if ctx.invoked_subcommand is None and isinstance(ctx.command, _Commands):
        formatter = ctx.make_formatter()
        ctx.command.format_commands(ctx, formatter)
        print(f"{_ABOUT}\n\n{_FIRST}\n\n{formatter.getvalue()}\n{_MORE}")  # noqa: T201 -- as above


Offer = list[tuple[str, str]]
Completion = Callable[[typer.Context, str], Offer] | Callable[[str], Offer]

_WORD = r"[\w.-]+"  # what a completion may have: a shell evaluates some of it, so nothing that means something to a shell


def _offer(*kinds: str) -> Completion:
    """Return a completion of the words that a table offers, by the keys of `_words_of`."""

    def offered(ctx: typer.Context, incomplete: str) -> Offer:
        files = data_files(ctx.params.get("data") or ())
        if not all(map(os.path.isfile, files)):  # reading standard input or a pipe would wait while someone types
            return []
        with suppress(MilstatsError, OSError):
            words = _words_of(load(*files))
            return _plain((pair for kind in kinds for pair in words[kind]), incomplete)
        return []

    return offered


def _words_of(dataset: Dataset) -> dict[str, Offer]:
    """Return the words of a table that have a meaning, each with it."""
    figures = dataset.figures.values()
    dated = {figure.period.text for figure in figures if figure.period is not None and figure.period.is_dated}
    spans = [(text, "a period of the table") for text in sorted(dated) if text[:4].isdigit() and " " not in text]
    return {
        "offence": [(name, offence.label) for offence in dataset.offences.values() for name in (offence.id, *offence.aliases)],
        "period": [(period.id, period.label) for period in dataset.periods.values()] + spans,
        "measure": [(measure.value, "what was counted") for measure in Measure],
        "counter": [(counter, "who counted") for counter in counters(figures)],
        "source": [(source.id, source.publisher) for source in dataset.sources.values()],
        "figure": [(figure.id, dataset.offences[figure.offence].label) for figure in figures],
    }


def _plain(words: Iterable[tuple[str, str]], incomplete: str) -> Offer:
    """Return the words that begin as typed and that no shell takes for more; a space in a name becomes a hyphen, which means the same."""
    joined = {"-".join(word.split()): text for word, text in words}
    begun = {word: text for word, text in joined.items() if word.startswith(incomplete) and re.fullmatch(_WORD, word)}
    return [(word, re.sub(r"[^\w .,-]+", " ", text)) for word, text in begun.items()]


def _formats(incomplete: str) -> Offer:
    return _plain(((form.value, "format") for form in Format), incomplete)


def _styles(incomplete: str) -> Offer:
    from milstats.reports.cite import CitationStyle  # other completions do not wait for it

    return _plain(((style.value, style.meaning) for style in CitationStyle), incomplete)


_OFFERS = {"format": _formats, "style": _styles}  # without a table


def _declare(name: str, command: Command) -> None:
    """Declare a command to Typer."""

    def run(ctx: typer.Context, **given: object) -> int:
        return answer_of(name)(read_request(ctx.obj, given))

    context = Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    run.__signature__ = Signature([context, *map(_parameter, command.options)])  # type: ignore[attr-defined]  # functions may have one
    epilog = _lines("Examples", [f"milstats {example}" for example in command.examples])
    if command.more:
        epilog += f"\n\n{_lines(command.more[0], command.more[1:])}"
    app.command(name, rich_help_panel=command.panel, help=command.about, epilog=epilog)(run)


def _parameter(option: Option) -> Parameter:
    """Return an option as Typer reads it."""
    declare = typer.Option if option.names else typer.Argument
    offer = next((_OFFERS.get(kind) or _offer(*option.offers) for kind in option.offers), None)
    default: object = declare(
        False if option.kind is bool else None, *option.names, metavar=option.metavar, help=option.about, autocompletion=offer
    )
    return Parameter(option.key, Parameter.KEYWORD_ONLY, default=default, annotation=_TYPES[option.kind])


for declared in COMMANDS.items():
    _declare(*declared)


def run_app(arguments: Sequence[str]) -> int:
    """Run the command that Typer finds in `arguments` and return the exit status; what Typer prints is written like every answer.

    Raises:
        MilstatsError: as the command does; mistakes that Typer finds are usage errors.
    """
    program = copy(app)
    asked = [command for command in app.registered_commands if command.name in arguments[:1]]
    if asked and not is_completing():
        program.registered_commands = asked  # Typer builds each command that it has, which takes time
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            status = program(args=[*arguments], prog_name="milstats", standalone_mode=False, obj=[*arguments])
    except SystemExit as exit_:  # a completion ends so
        status = exit_.code
    except MilstatsError:
        raise
    except (KeyError, ValueError):
        if not is_completing():
            raise
        raise UsageError("_MILSTATS_COMPLETE is for the shell, which sets COMP_WORDS and COMP_CWORD too; unset it") from None
    except Exception as error:
        message = getattr(error, "format_message", None)  # the usage errors of Typer have it, and no public base class
        if message is None:
            raise
        raise UsageError(_usage(message(), arguments)) from None
    if printed.getvalue():
        print_text(printed.getvalue(), for_people=not is_completing())
    return status if isinstance(status, int) else 0


def _usage(message: str, arguments: Sequence[str]) -> str:
    """Return a usage error on one line: what to type instead, where that is plain, or else the help that says it."""
    names = {command.name for command in app.registered_commands}
    command = next((word for word in arguments if word in names), None)
    if command is None:
        words = [word for word in arguments if not is_option(word)]
        with suppress(MilstatsError):  # the first word means nothing
            first = read_words(load(*data_files(())), words)[0] if words else None
            if first is not None and first.kind is not WordKind.TEXT:
                kind = {WordKind.ID: "figure", WordKind.OFFENCE: "topic"}.get(first.kind, first.kind)
                return f"{first.typed} is a {kind}; to see its figures: {Stamp(('show', *words), '', None, '').command}"
    split = [part for word in arguments for part in (word.split("=", 1) if word.startswith("--") else [word])]
    name = next((word for word in split if word in _WORD_OPTIONS.split()), None)
    if name is not None and command is not None:
        typed = Stamp((command, *(word for word in split if word not in {name, command})), "", None, "").command
        return f"{name} is no option, since {'an' if name[2] in 'io' else 'a'} {name[2:].removesuffix('s')} is a word; type: {typed}"
    text = visible(" ".join(message.split()), limit=300).rstrip(".")
    return f"{text}{'' if text.endswith('?') else ';'} see `milstats{f' {command}' if command else ''} --help`"
