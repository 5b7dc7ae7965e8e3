"""References as CSL-JSON: dates in parts, and what the schema has no name for under `custom`, where alone it allows that."""

from __future__ import annotations

import json

from milstats.harmless import harmless_in_json
from milstats.lean import TYPE_CHECKING
from milstats.vocabulary import SourceType

if TYPE_CHECKING:
    from datetime import date

    from milstats.cite.entry import Entry, Name

_PUBLISHED_BY = {SourceType.BOOK, SourceType.DATASET, SourceType.REPORT}  # all others stand in a container


def written(entries: tuple[Entry, ...]) -> str:
    """Return one JSON list of an object for each entry."""
    return harmless_in_json(json.dumps([_item(entry) for entry in entries], ensure_ascii=False, allow_nan=False, indent=1)) + "\n"


def _item(entry: Entry) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": entry.key,
        "type": entry.type.value,
        "title": entry.title,
        "author": [_author(name) for name in entry.names],
        "publisher" if entry.type in _PUBLISHED_BY else "container-title": entry.publisher,
        "issued": _date(entry.published),
        "accessed": _date(entry.accessed),
        "URL": entry.url,
        "language": entry.language,
        "version": entry.version if entry.parts else None,
        "note": entry.note,
        "custom": {f"milstats:{name}": value for name, value in entry.details},
    }
    return {name: value for name, value in fields.items() if value is not None}


def _author(name: Name) -> dict[str, str]:
    return {"literal": name.family} if name.given is None else {"family": name.family, "given": name.given}


def _date(day: date | None) -> dict[str, list[list[int]]] | None:
    return None if day is None else {"date-parts": [[day.year, day.month, day.day]]}
