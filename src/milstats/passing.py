"""The commands that pass the table on: to editors, and to other engines."""

from milstats.evidence import app
from milstats.invocation import answer_in_words, file_of
from milstats.options import Output

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
