"""References for biblatex, in UTF-8 as biber reads it; every text is escaped, so that LaTeX prints it as it stands."""

from __future__ import annotations

import re

from milstats.harmless import harmless, harmless_address
from milstats.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milstats.cite.entry import Entry, Name

# Braces by name: BibTeX counts braces whether or not a backslash leads them, so a lone one would swallow the rest of the file.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)

_LIGATURES = r"-(?=-)|'(?=')|[`?!](?=`)"  # what TeX would join: two hyphens to a dash, two marks to a quotation mark


def written(entries: tuple[Entry, ...]) -> str:
    """Return a .bib file of one record for each entry."""
    return "\n".join(_record(entry) for entry in entries)


def escaped(text: str) -> str:
    r"""Return `text` as LaTeX prints it.

    >>> escaped("50% of {R&D}")
    '50\\% of \\textbraceleft{}R\\&D\\textbraceright{}'
    >>> escaped("a -- b")
    'a -{}- b'
    """
    return re.sub(_LIGATURES, r"\g<0>{}", harmless(text).translate(_ESCAPES))


def _record(entry: Entry) -> str:
    fields = [*_fields(entry)]
    width = max(len(name) for name, _ in fields)
    lines = "".join(f"  {name:<{width}} = {{{value}}},\n" for name, value in fields)
    return f"@{'online' if entry.url else 'misc'}{{{_key(entry.key)},\n{lines}}}\n"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the fields; a title keeps its capitals, and an address stands as it is, as biblatex wants both."""
    yield "author", " and ".join(_author(name) for name in entry.names)
    yield "title", f"{{{escaped(entry.title)}}}"
    if entry.publisher:
        yield "organization", escaped(entry.publisher)
    if entry.published:
        yield "date", entry.published.isoformat()
    if entry.url:
        yield "url", harmless_address(entry.url)
    if entry.accessed:
        yield "urldate", entry.accessed.isoformat()
    if entry.parts:
        yield "version", escaped(entry.version)
        yield "related", ",".join(map(_key, entry.parts))
    yield "note", escaped(entry.note)


def _key(text: str) -> str:
    """Return a key that ends nothing before its time."""
    return re.sub("[^A-Za-z0-9_.:-]", "_", text)


def _author(name: Name) -> str:
    """Return an author; braces keep a name whole that is no person's, or that holds the word between names."""
    parts = [escaped(part) for part in name if part]
    is_person = name.given is not None and " and " not in f" {' '.join(parts)} ".casefold()
    return ", ".join(parts) if is_person else f"{{{', '.join(parts)}}}"
