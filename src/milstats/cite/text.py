"""References in the manner of APA's seventh edition: the citation for the running text, the reference, what it bears out."""

from __future__ import annotations

from milstats.harmless import harmless
from milstats.lean import TYPE_CHECKING
from milstats.wording import long_date

if TYPE_CHECKING:
    from milstats.cite.entry import Entry, Name

_NAMED_IN_TEXT = 2  # authors that a citation in the running text names; of more, it names the first
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def written(entries: tuple[Entry, ...]) -> str:
    """Return three lines for each entry, with a blank line between entries."""
    years = _years(entries)
    by_key = {entry.key: entry for entry in entries}
    cited = ((_in_text(entry, years, by_key), _reference(entry, years), entry.note) for entry in entries)
    return "\n".join("".join(f"{harmless(line)}\n" for line in lines) for lines in cited)


def _in_text(entry: Entry, years: dict[str, str], by_key: dict[str, Entry]) -> str:
    """Return the citation in the running text; a count that was relayed is cited as such."""
    cited = _short(entry, years)
    if entry.parts:
        parts = dict.fromkeys(_short(by_key[key], years) for key in entry.parts)
        return f"({cited}, own calculation from {'; '.join(parts)})"
    return f"({entry.counter}, as cited in {cited})" if entry.counter else f"({cited})"


def _short(entry: Entry, years: dict[str, str]) -> str:
    return f"{_families(entry)}, {years[entry.work]}"


def _families(entry: Entry) -> str:
    names = [name.family for name in entry.names]
    return f"{names[0]} et al." if len(names) > _NAMED_IN_TEXT else " & ".join(names)


def _years(entries: tuple[Entry, ...]) -> dict[str, str]:
    """Return the year of each work, with a letter where one author has several in it: 2023a, 2023b, n.d.-a."""
    works = sorted({(_families(entry), _year(entry), str(entry.published), entry.work) for entry in entries})
    alike: dict[tuple[str, str], list[str]] = {}
    for author, year, _, work in works:
        alike.setdefault((author, year), []).append(work)
    return {work: f"{year}{_letter(works, work, year)}" for (_, year), works in alike.items() for work in works}


def _letter(works: list[str], work: str, year: str) -> str:
    if len(works) == 1:
        return ""
    tens, ones = divmod(works.index(work), len(_ALPHABET))
    return ("-" if year == "n.d." else "") + _ALPHABET[tens - 1 : tens] + _ALPHABET[ones]


def _year(entry: Entry) -> str:
    return str(entry.published.year) if entry.published else "n.d."


def _reference(entry: Entry, years: dict[str, str]) -> str:
    """Return the line for the list of references."""
    version = f" (Version {entry.version})" if entry.parts else ""
    parts = (_sentence(_authors(entry.names)), f"({_date(entry, years)}).", _sentence(entry.title + version))
    publisher = _sentence(entry.publisher) if entry.publisher else None
    return " ".join(part for part in (*parts, publisher, entry.url) if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _date(entry: Entry, years: dict[str, str]) -> str:
    if entry.published is None:
        return years[entry.work]
    day, month, _ = long_date(entry.published).split()
    return f"{years[entry.work]}, {month} {day}"


def _authors(names: tuple[Name, ...]) -> str:
    *others, last = [f"{name.family}, {_initials(name.given)}" if name.given else name.family for name in names]
    return f"{', '.join(others)}, & {last}" if others else last


def _initials(given: str) -> str:
    """Return given names as initials.

    >>> _initials("Jean-Paul Anna"), _initials("А. Б.")
    ('J.-P. A.', 'А. Б.')
    """
    return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split())
