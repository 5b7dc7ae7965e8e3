"""The commands that pass on: the whole table to other engines, its schema to editors, the manual to its reader."""

import typer

from milstats import __version__
from milstats.delivery import deliver, parcel_of
from milstats.evidence import app
from milstats.export import FORM_ENDINGS, FORM_MEANINGS, ExportForm
from milstats.files import PACKAGED
from milstats.invocation import answer_in_words, data_files, file_of
from milstats.load import load
from milstats.manual import Command, Option, manual
from milstats.options import Data, ExportPath, ExportTo, Output

__all__ = ["app"]  # the program with all its commands


@app.command(
    help="Print the JSON Schema of the data file, with which an editor completes and checks while you type.",
    epilog="\b\nExamples:\n  milstats schema -o figures.schema.json\n  milstats schema | jq '.\"$defs\".figure.required'\n\n"
    "\b\nIn the first line of your table, for editors that know Taplo:\n  #:schema ./figures.schema.json",
)
def schema(output_: Output = None) -> None:
    """Print the JSON Schema of the data file, with which an editor completes and checks while you type."""
    from milstats.schema import schema_text  # noqa: PLC0415 -- a command pays for itself only

    answer_in_words(schema_text(), file_of(output_), for_people=False)


def _form_line(form: ExportForm) -> str:
    """Return a form with its endings, as help lists it."""
    return f"  {form.value:<12} {FORM_MEANINGS[form]} ({', '.join(end for end, one in FORM_ENDINGS.items() if one is form)})"


@app.command(
    help="Write the whole table for other engines. As SQLite, Parquet or a Data Package; --data reads the first two again.",
    epilog="\b\nExamples:\n  milstats export figures.sqlite\n  milstats export figures.parquet --data packaged --data mine.toml\n"
    "  milstats export figures.zip\n  milstats export folder --to datapackage\n  milstats show awol --data figures.sqlite\n\n"
    "\b\nForms:\n" + "\n".join(_form_line(form) for form in ExportForm),
)
def export(path: ExportPath, to: ExportTo = None, data: Data = None) -> None:
    """Write the whole table for other engines. As SQLite, Parquet or a Data Package; --data reads the first two again."""
    parcel = parcel_of(to, path)
    files = data_files(data)
    deliver(load(*files), parcel, is_ours={*files} <= {PACKAGED})


@app.command(
    help="Print the manual page. It is in the language of man, for man to show.",
    epilog="\b\nExamples:\n  milstats man | man -l -\n  milstats man -o ~/.local/share/man/man1/milstats.1",
)
def man(output_: Output = None) -> None:
    """Print the manual page. It is in the language of man, for man to show."""
    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="milstats")
    commands = tuple(_described(context, name, command) for name, command in sorted(getattr(group, "commands", {}).items()))
    about = (app.info.help or "").strip()
    answer_in_words(manual(__version__, about, commands), file_of(output_), for_people=False)


def _described(parent: typer.Context, name: str, command: typer.core.TyperCommand) -> Command:
    """Return a command as the manual describes it."""
    context = typer.Context(command, info_name=name, parent=parent)
    records = [record for one in command.get_params(context) if (record := one.get_help_record(context)) is not None]
    usage = f"milstats {name} {' '.join(command.collect_usage_pieces(context))}"
    options = tuple(Option(names, text) for names, text in records)
    return Command(name, usage, command.help or "", options, command.epilog or "")
