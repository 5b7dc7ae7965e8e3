"""What each record of a data file may have: one row for each key, with how its value is read and what it is for.

Loading, the JSON Schema and the flat tables of every export are made from these rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from milstats.errors import did_you_mean, quoted, visible
from milstats.escaping import UNSAFE, WEB, is_blank, is_formula
from milstats.model import vocabulary
from milstats.model.period import Basis, Kind
from milstats.model.records import Number

KeyPath = tuple[str | int, ...]
Reader = Callable[[object], object]
FORMAT = 1  # of a data file
LARGEST = 10**12  # no count of people or cases comes near; it keeps a slip of the keyboard out of the arithmetic
_MOST_DECIMALS = 15
ID = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}"


class Unfit(Exception):  # noqa: N818 -- a verdict on one value; load.py turns it into a fault with its place
    """A value is not what its key expects; the text says what was expected and what was found."""


class Field(NamedTuple):
    """One key of a record: `read` returns its value, parsed, or raises `Unfit`; `about` says what it is for.

    `refers` names the section whose ids the value, or each item, must be one of; `items` is the field of each item of a list;
    `words` has a closed vocabulary by what is written.
    """

    read: Reader
    about: str = ""
    required: bool = False
    refers: str | None = None
    words: Mapping[str, vocabulary.Term] = {}
    items: Field | None = None


def shown(value: object) -> str:
    """Return a value of a data file as a message names it."""
    if isinstance(value, str):
        return "blank text" if is_blank(value) else quoted(value)
    if value is None or isinstance(value, bool | list | dict):
        return {type(None): "nothing", list: "a list", dict: "a table", bool: str(value).lower()}[type(value)]
    if isinstance(value, int) and abs(value) >= LARGEST:
        return "a number of 13 digits or more"
    return visible(str(value))


def unfit(expected: str, found: object, hint: str = "") -> Unfit:
    """Return the verdict that `found` is not `expected`."""
    return Unfit(f"expected {expected}, found {shown(found)}{hint}")


def read_text(value: object) -> str:
    """Return a text that prints something and that no terminal, shell or spreadsheet will take for a command."""
    if type(value) is str and value.isascii() and value.isprintable() and value[:1].isalnum():  # as nearly all are
        return value
    if type(value) is not str or is_blank(value):
        raise unfit("some text", value)
    if found := re.search(UNSAFE, value):
        raise Unfit(f"expected text without control or invisible characters, found U+{ord(found[0]):04X} in {quoted(value)}")
    if is_formula(value):
        raise unfit(f"text that does not begin with {quoted(value.lstrip()[0])}, which spreadsheets run", value)
    return value


def read_id(value: object) -> str:
    """Return an id: letters, digits, `_`, `.` and `-`, led by a letter or digit, at most 120 long."""
    if type(value) is str and re.fullmatch(ID, value):
        return value
    raise unfit('an id of letters, digits, "_", "." and "-"', value)


def read_link(value: object) -> str:
    """Return a web address."""
    if re.fullmatch(WEB, text := read_text(value)):
        return text
    raise unfit("an address that begins with https:// or http://", value)


def read_date(value: object) -> date:
    """Return a bare TOML date; a date with a time is none."""
    if type(value) is date:
        return value
    raise unfit("a date such as 2024-02-22, without quotation marks", value)


def written_day(text: str) -> date | None:
    """Return the day that a text such as 2024-02-22 writes, in none of the other ways that ISO 8601 has."""
    with suppress(ValueError):
        day = date.fromisoformat(text)
        return day if str(day) == text else None
    return None


def read_number(value: object) -> Number:
    """Return a number that is neither negative, infinite, NaN nor beyond counting; a fraction stays exact."""
    if type(value) is int and 0 <= value < LARGEST:
        return value
    if type(value) not in {int, bool, str, list, dict, date}:
        from decimal import Decimal  # costs an interpreter start, and few tables have a fraction

        # The arithmetic is exact, so 1e-999999 would take a million digits.
        if isinstance(value, Decimal) and value.is_finite() and 0 <= value < LARGEST and int(value.as_tuple().exponent) >= -_MOST_DECIMALS:
            return value
    raise unfit(f"a number from 0 to {LARGEST - 1:,}", value)


def read_day_range(value: object) -> tuple[date, date]:
    """Return the earliest and the latest day of an end of a period: a date, or a list of two."""
    days = [read_date(item) for item in value] if type(value) is list else [read_date(value)] * 2
    if len(days) != len(("earliest", "latest")) or days[0] > days[1]:
        raise Unfit(f"expected a date, or [earliest, latest], found [{', '.join(str(day) for day in days)}]")
    return days[0], days[1]


AS_IS = Field(lambda value: value)  # the record around it reads on


def one_of(words: type[vocabulary.Term], about: str = "", *, required: bool = False) -> Field:
    """Return a field that is one word of a closed vocabulary."""
    by_word = {word.value: word for word in words}

    def read(value: object) -> object:
        if type(value) is str and (word := by_word.get(value)):
            return word
        hint = did_you_mean(value, [*by_word]) if isinstance(value, str) else ""
        if words is vocabulary.Unit and value == "none":  # what files of milstats 0.2 have
            hint = '; write "words"'
        raise unfit(f"one of {', '.join(by_word)}", value, hint)

    return Field(read, about, required, words=by_word)


def many(item: Field, about: str, *, required: bool = False) -> Field:
    """Return a field that is a list of what `item` reads, without repetition; of ids there must be one."""

    def read(value: object) -> object:
        if type(value) is not list:
            raise unfit("a list", value, f"; write [{shown(value)}]" if isinstance(value, str) else "")
        if not value and item.refers:
            raise unfit(f"ids of {item.refers}", value, " that is empty")
        items = tuple(item.read(one) for one in value)
        if len({*items}) < len(items):
            raise Unfit(f"expected each item once, found {shown(Counter(items).most_common(1)[0][0])} again")
        return items

    return Field(read, about, required, item.refers, items=item)


Fields = dict[str, Field]

OFFENCE: Fields = {
    "label": Field(read_text, "What it is called in a sentence, in lower case.", required=True),
    "definition": Field(read_text, "What it is, in one sentence."),
    "article": Field(read_text, "The number of the article of law."),
    "law": Field(read_text, "The law that the article is of."),
    "aliases": many(Field(read_text), "Other names under which it may be asked for."),
    "includes": many(Field(read_id, refers="offences"), "The offences that this one counts together, by id."),
}
NAMED_PERIOD: Fields = {
    "label": Field(read_text, "What the period is.", required=True),
    "start": Field(read_date, "Its first day.", required=True),
    "end": Field(read_date, "Its last day; without one it is still open."),
}
BREAK: Fields = {
    "offences": many(
        Field(read_id, refers="offences"), "The offences whose counts changed their meaning on that day, by id.", required=True
    ),
    "kind": one_of(vocabulary.BreakKind, "What changed.", required=True),
    "note": Field(read_text, "What changed, in a sentence.", required=True),
    "source": Field(read_id, "The id of the source that says so.", refers="sources"),
}
SOURCE: Fields = {
    "type": one_of(vocabulary.SourceType, "The kind of document, as CSL calls it.", required=True),
    "title": Field(read_text, "Its title, as printed.", required=True),
    "publisher": Field(read_text, "Who published it.", required=True),
    "author": many(Field(read_text), 'Its authors, each as "Family, Given" or as printed.'),
    "published": Field(read_date, "The day it was published; left out where it prints none."),
    "accessed": Field(read_date, "The day it was read.", required=True),
    "language": Field(read_text, "The language it is written in, such as en or ru.", required=True),
    "url": Field(read_link, "The address at which it was read.", required=True),
    "role": one_of(vocabulary.Role, "Whether it counted for itself or passes on what another counted.", required=True),
    "access": one_of(vocabulary.Access, "Whether the publisher's own page was read; own_page unless stated."),
    "grade": one_of(vocabulary.Grade, "How well it can be cited; relay unless stated."),
    "note": Field(read_text, "What a reader must know of it."),
}
FIGURE: Fields = {
    "offence": Field(read_id, "The id of what was prosecuted.", refers="offences", required=True),
    "measure": one_of(vocabulary.Measure, "What was counted.", required=True),
    "unit": one_of(vocabulary.Unit, "What one of the number is.", required=True),
    "value": Field(read_number, "The number, as the source prints it."),
    "value_high": Field(read_number, "The upper end of a range."),
    "bound": one_of(vocabulary.Bound, "How firmly the source prints the number; eq unless stated."),
    "text": Field(read_text, "What the source says in words, where it gives no number."),
    "missing": one_of(vocabulary.Missing, "Why there is no number, which is never the same as zero."),
    "period": AS_IS._replace(
        about="When: 2021, 2018..2022, 2022-03, 2023-H1, a named period, or a table; left out where the source states none."
    ),
    "counter": Field(read_text, "Who counted.", required=True),
    "source": Field(read_id, "The id of the source that was read.", refers="sources", required=True),
    "relation": one_of(vocabulary.Relation, "How the source came by the counter's number.", required=True),
    "quote": Field(read_text, "The few words of the source that give the number: at most 12, never a whole sentence."),
    "where": Field(read_text, 'Where in the source they are, such as "paragraph 3".'),
    "population": Field(read_text, "Who was counted; servicemen unless stated."),
    "country": Field(read_text, "The country's code; RU unless stated."),
    "status": many(one_of(vocabulary.Status), "What a reader must know before using the figure."),
    "supersedes": Field(read_id, "The id of the figure that this one revises.", refers="figures"),
    "readings": AS_IS._replace(about="Other readings of the figure, each with what differs and why."),
    "note": Field(read_text, "What a reader must know of it, in a sentence."),
}
PERIOD: Fields = {
    "text": Field(read_text, "The period in the words of the source.", required=True),
    "start": Field(read_day_range, "The first day, or [earliest, latest] where it is uncertain."),
    "end": Field(read_day_range, "The last day, or [earliest, latest] where it is uncertain."),
    "basis": one_of(Basis, "Whether the source prints the dates; stated unless said."),
    "kind": one_of(Kind, "How the number belongs to the period; sum unless stated."),
    "as_of": Field(read_date, "The day up to which a running total had been counted."),
}
READING: Fields = {
    "why": Field(read_text, "Who reads it so, in a sentence.", required=True),
    "source": Field(read_id, "The id of the source that reads it so.", refers="sources"),
    "value": Field(read_number, "The number in this reading."),
    "measure": one_of(vocabulary.Measure, "What was counted in this reading."),
    "unit": one_of(vocabulary.Unit, "What one of the number is in this reading."),
    "period": AS_IS._replace(about="The period in this reading."),
}
SUM: Fields = {
    "total": Field(read_id, "The id of the figure that the parts add up to.", refers="figures", required=True),
    "parts": many(Field(read_id, refers="figures"), "The ids of the figures that are added up.", required=True),
    "coverage": one_of(vocabulary.Coverage, "Whether the parts make up the total; whole unless stated."),
    "note": Field(read_text, "What follows from it, in a sentence."),
}

# The sections of a data file, in order, with what each is for.
SECTIONS: dict[str, tuple[Fields, str]] = {
    "offences": (OFFENCE, "What was prosecuted, by id."),
    "periods": (NAMED_PERIOD, "Periods that have a name, by that name."),
    "breaks": (BREAK, "Days on which law, definition or method changed, by date."),
    "sources": (SOURCE, "Documents that were read, by id."),
    "figures": (FIGURE, "Counts as a source prints them, by id: counter, offence, measure and period, joined by hyphens."),
    "sums": (SUM, "Identities that the sources' own numbers satisfy, by name; `milstats check` proves them."),
}
