"""The commands and their options, each declared once: `read_plain` reads plain command lines by them, and Typer all the others."""

from collections.abc import Sequence
from typing import NamedTuple

from milstats.data.files import STDIN
from milstats.model.vocabulary import Mark, Verdict
from milstats.render import Format

PANELS = _LOOK_UP, _PROVE, _PASS_ON = "Look up", "Prove", "Pass on"  # what the commands are for, in the order of the help
_ASKED = "Offences, periods, measures, counters, figures or numbers, in any order; - reads standard input."
_TABLE = "Read this table; - is standard input, packaged the built-in one. Repeat to join."


class Option(NamedTuple):
    """An option of a command, or without names an argument; it can be left out.

    `kind` is what it takes: `str` a text, `list` any number of texts, `tuple` two, `bool` nothing. `offers` are the kinds
    of words that complete it.
    """

    key: str
    about: str
    names: tuple[str, ...] = ()
    metavar: str | None = None
    kind: type = str
    offers: tuple[str, ...] = ()


class Command(NamedTuple):
    """A command: what its help says, and its options; `more` are the title and the lines of an appendix to its help."""

    panel: str
    about: str
    options: tuple[Option, ...]
    examples: tuple[str, ...]
    more: tuple[str, ...] = ()


_VALUES = {str: 1, list: 1, tuple: 2, bool: 0}  # how many values an option of a kind takes each time
# The arguments; the words of a command mean something else to each.
_WORDS = ("offence", "period", "measure", "counter", "figure")
_QUESTION = Option("words", _ASKED, (), "[WORD]...", list, _WORDS)
_TOPIC = Option("words", "A word to explain.", (), "[WORD]...", list, _WORDS)
_SOURCE = Option("words", "A source to show whole.", (), "[SOURCE]", list, ("source",))
_IDS = Option("words", "Figures; - reads their ids from standard input.", (), "[ID]...", list, ("figure",))
_PAGE_SOURCE = Option("page_source", "A source; see `milstats sources`.", (), "[SOURCE]", str, ("source",))
_PAGE = Option("page", "A saved page of it, text or HTML; - is standard input.", (), "[PAGE]")
_DRAFT = Option("draft", "A text, Markdown or HTML file; - is standard input.", (), "DRAFT")
_TABLES = Option("tables", "Tables, joined as --data joins them.", (), "[FILE]...", list)
_PATH = Option("path", "The file or, for a Data Package, the folder.", (), "PATH")
# The options.
_PERIOD = Option("period", "Keep figures of this period: 2023, 2018..2022, 2023-H1.", ("--period",), "P", str, ("period",))
_MEASURE = Option("measure", "Keep one measure, such as convicted.", ("--measure",), "M", str, ("measure",))
_COUNTER = Option("counter", "Keep what one body counted.", ("--counter",), "NAME", str, ("counter",))
_OF_SOURCE = Option("source", "Keep figures of one source.", ("--source",), "ID", str, ("source",))
_AS_OF = Option("as_of", "Answer with what had been published by this day.", ("--as-of",), "DATE")
_FULL = Option("full", "Show everything, not only the summary.", ("--full",), kind=bool)
_WITH_SOURCES = Option("with_sources", "Show the title and address of each source.", ("--sources",), kind=bool)
_EVERYTHING = Option("everything", "Keep superseded and deprecated figures.", ("--all",), kind=bool)
_EXPLAIN = Option("explain", "Show every rule and formula, to redo it by hand.", ("--explain",), kind=bool)
_STRICT = Option("strict", "Exit with 4 when a pair was refused.", ("--strict",), kind=bool)
_COLUMNS = Option("columns", "Print these columns, in this order.", ("--columns",), "A,B")
_SORT = Option("sort", "Sort by a column; -COL sorts downwards.", ("--sort",), "COL")
_LIMIT = Option("limit", "Print at most N figures.", ("--limit",), "N")
_DATA = Option("data", _TABLE, ("--data",), "FILE", list)
_OUTPUT = Option("output", "Write to FILE, whole or not at all; its ending chooses the format.", ("--output", "-o"), "FILE")
_SAVE = Option("save", "Draw a chart: .svg, .png or .pdf.", ("--save",), "FILE")
_STYLE = Option("style", "One of text, bibtex, csl-json, ris.", ("--style",), "STYLE", str, ("style",))
_PAIR = Option("pair", "Cite what follows from two figures.", ("--compare",), "A B", tuple)
_PRINTS = Option("prints", "Print the links instead.", ("--print",), kind=bool)
_FOLDER = Option("folder", "Verify each page of a folder, named as ID.html.", ("--all",), "DIR")
_UNKNOWN = Option("unknown", "Also list numbers that the table does not know.", ("--all",), kind=bool)
_TO = Option("to", "sqlite, parquet or datapackage; else PATH's ending chooses.", ("--to",), "FORM")
_FORCE = Option("force", "Replace what milstats did not write.", ("--force",), kind=bool)
_NARROWING = (_PERIOD, _MEASURE, _COUNTER, _OF_SOURCE, _AS_OF)
_WRITING = (
    _DATA,
    Option("form", f"One of {', '.join(Format)}.", ("--format", "-f"), "FORMAT", str, ("format",)),
    _OUTPUT,
    Option("no_header", "Leave out the line of column names (csv, tsv).", ("--no-header",), kind=bool),
    Option("no_pager", "Do not page long answers.", ("--no-pager",), kind=bool),
    Option("quiet", "Print no notes on standard error.", ("--quiet", "-q"), kind=bool),
)
COMMANDS = {
    "show": Command(
        _LOOK_UP, "Show the figures of a topic, each with its source.",
        (_QUESTION, *_NARROWING, _FULL, _WITH_SOURCES, _EVERYTHING, _COLUMNS, _SORT, _LIMIT, *_WRITING),
        ("show awol", "show awol 2023 convicted", "show 4,373", "show awol -f csv | head", "show --columns id,value,period --sort -value"),
        more=("Letters of the column marks", *(f"{mark.value}  {mark.meaning}" for mark in Mark)),
    ),
    "compare": Command(
        _LOOK_UP, "Compare two periods or two figures.",
        (_QUESTION, _MEASURE, _COUNTER, _OF_SOURCE, _AS_OF, _FULL, _WITH_SOURCES, _EXPLAIN, _STRICT, *_WRITING),
        ("compare 2021 2023", "compare 2021 wartime awol --explain", "compare 2022 2023 awol -f prose"),
        more=("Verdicts", *(f"{verdict.value:<14} {verdict.meaning}" for verdict in Verdict)),
    ),
    "trend": Command(
        _LOOK_UP, "Show counts over the years as bars.", (_QUESTION, *_NARROWING, _FULL, _WITH_SOURCES, _SAVE, *_WRITING),
        ("trend awol", "trend awol mediazona", "trend 337 --save awol.svg"),
    ),
    "topics": Command(
        _LOOK_UP, "List what can be asked for, or explain a word.", (_TOPIC, *_WRITING),
        ("topics", "topics awol", "topics -f json | jq -r .rows[].topic"),
    ),
    "sources": Command(
        _LOOK_UP, "List the sources, or show one whole.", (_SOURCE, *_WRITING),
        ("sources", "sources mt-2024-02-22", "sources -f markdown -o sources.md"),
    ),
    "cite": Command(
        _PROVE, "Write references to figures, ready to paste.", (_IDS, _STYLE, _PAIR, _DATA, _OUTPUT),
        (
            "cite proekt-awol-convicted-2021", "cite proekt-awol-convicted-2021 --style bibtex >> paper.bib",
            "show awol --columns id --no-header | milstats cite - -o awol.ris",
        ),
    ),
    "open": Command(
        _PROVE, "Open the pages of figures at the very words.", (_IDS, _PRINTS, _DATA, _OUTPUT),
        ("open proekt-awol-convicted-2021", "open proekt-awol-convicted-2021 --print"),
    ),
    "verify": Command(
        _PROVE, "Check that a saved page says what the table says.", (_PAGE_SOURCE, _PAGE, _FOLDER, *_WRITING),
        ("verify mt-2024-02-22 page.html", "verify mt-2024-02-22 - < page.txt", "verify --all pages -f prose"),
    ),
    "factcheck": Command(
        _PROVE, "Check the numbers in a draft.", (_DRAFT, _UNKNOWN, _AS_OF, *_WRITING),
        ("factcheck article.md", "factcheck article.html -f json", "factcheck article.md -f text", "factcheck - < article.txt"),
        more=("One more format", "text  a line for each number, for editors: file, line, column, finding"),
    ),
    "check": Command(
        _PROVE, "Check a data file.", (_TABLES, *_WRITING),
        ("check", "check mine.toml", "check packaged mine.toml -f prose", "check - < mine.toml"),
    ),
    "export": Command(
        _PASS_ON, "Write the whole table as SQLite, Parquet or a Data Package.", (_PATH, _TO, _FORCE, _DATA),
        ("export figures.sqlite", "export figures.parquet --data packaged --data mine.toml", "export folder --to datapackage"),
    ),
    "schema": Command(
        _PASS_ON, "Print the JSON Schema of the data file, for editors.", (_OUTPUT,),
        ("schema -o figures.schema.json",),
        more=("In the first line of a table, for editors that know Taplo", "#:schema ./figures.schema.json"),
    ),
    "mcp": Command(
        _PASS_ON, "Serve the table to assistants, by the Model Context Protocol.", (_DATA,),
        ("mcp", "mcp --data mine.toml"),
    ),
}  # fmt: skip


def read_plain(arguments: Sequence[str]) -> dict[str, object] | None:
    """Return the options of a plain command line by their keys, or None where Typer must see to it.

    A plain line is a command, then words and options in any order, each option by itself. Everything else (help, `-fcsv`, `--`,
    mistakes) is Typer's, whose import takes as long as a whole lookup.
    """
    if not arguments or arguments[0] not in COMMANDS:
        return None
    options = COMMANDS[arguments[0]].options
    named = {name: option for option in options for name in option.names}
    places = [option for option in options if not option.names]
    found: dict[str, object] = dict.fromkeys(option.key for option in options)
    lists: dict[str, list[str]] = {option.key: [] for option in options if option.kind is list}
    rest = iter(arguments[1:])
    for word in rest:
        if is_option(word):
            name, *values = word.split("=", 1) if word.startswith("--") else [word]
            option = named.get(name)
            values += [next(rest, "--") for _ in range(_VALUES[option.kind] - len(values))] if option else []
        else:
            option, values = next(iter(places), None), [word]
        if option is None or any(map(is_option, values)) or len(values) != _VALUES[option.kind]:
            return None
        if option.kind is list:
            lists[option.key] += values
        else:
            found[option.key] = tuple(values) if option.kind is tuple else values[0] if values else True
            places = [place for place in places if place is not option]
    return found | lists


def is_option(word: str) -> bool:
    """Return whether a word is an option: it begins with a hyphen and is longer than one."""
    return word.startswith("-") and word != STDIN
