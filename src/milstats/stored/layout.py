"""How a table is laid out in SQLite: the statements that make it, which a file that is read must have been made by."""

from __future__ import annotations

from milstats.shapes import SHAPES, Attribute, Shape, Type

APPLICATION = 0x6D696C73  # "mils", in the header of the file; see https://sqlite.org/fileformat.html
SEARCH = "search"
_TYPES = {Type.TEXT: "TEXT", Type.WHOLE: "INTEGER", Type.NUMBER: "NUMERIC", Type.DATE: "TEXT"}
_INDEXES = (
    ("figures", "offence", ""),
    ("figures", "counter", ""),
    ("figures", "source", ""),
    ("figures", "supersedes", " WHERE supersedes IS NOT NULL"),
    ("aliases", "folded", ""),
)


def tables() -> tuple[str, ...]:
    """Return the statements that make the tables, what is referred to first."""
    return tuple(_table(shape) for shape in SHAPES)


def indexes() -> tuple[str, ...]:
    """Return the statements that make the indexes, which are filled fastest when the tables are."""
    folded = 'CREATE INDEX figures_id ON figures("id" COLLATE NOCASE)'
    return (folded, *(f'CREATE INDEX {table}_{column} ON {table}("{column}"){only}' for table, column, only in _INDEXES))


def search() -> str:
    """Return the statement that makes the full-text search: any three letters or more of a word find it, case folded."""
    return f"CREATE VIRTUAL TABLE {SEARCH} USING fts5(words, content='', columnsize=0, tokenize='trigram case_sensitive 1')"


def insertion(shape: Shape) -> str:
    """Return the statement that adds a row."""
    return f"INSERT INTO {shape.name} VALUES ({', '.join('?' for _ in shape.attributes)})"  # noqa: S608 -- no text from outside


def columns(shape: Shape, table: str = "") -> str:
    """Return the columns of a table as a query lists them."""
    led = f"{table}." if table else ""
    return ", ".join(f'{led}"{name}"' for name in shape.names)


def _table(shape: Shape) -> str:
    """Return the statement that makes a table; one whose rows have a number keeps their order by it."""
    has_number = "number" in shape.names
    key = ", ".join(f'"{name}"' for name in shape.key)
    lines = [_column(attribute) for attribute in shape.attributes]
    lines.append(f"UNIQUE ({key})" if has_number else f"PRIMARY KEY ({key})")
    lines += [f'FOREIGN KEY ("{one.name}") REFERENCES {one.refers}("{_key_of(one)}")' for one in shape.attributes if one.refers is not None]
    inner = ",\n  ".join(lines)
    return f"CREATE TABLE {shape.name} (\n  {inner}\n)" + ("" if has_number else " WITHOUT ROWID")


def _column(attribute: Attribute) -> str:
    if attribute.name == "number":
        return '"number" INTEGER PRIMARY KEY'
    return f'"{attribute.name}" {_TYPES[attribute.type]}{" NOT NULL" if attribute.required else ""}'


def _key_of(attribute: Attribute) -> str:
    return "date" if attribute.refers == "breaks" else "id"
