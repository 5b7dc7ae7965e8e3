"""JSON by RFC 8259, whole and the same every time; JSON Lines, an object a line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from milstats.render import Format, Style, render


def test_a_document_says_what_was_asked_of_which_data_and_what_came_of_it(small):
    document = json.loads(render(small, Format.JSON, Style()))
    assert [*document] == ["schema", "command", "dataset", "rows", "sources", "notes"]
    assert document["command"] == "milstats show awol"
    assert document["dataset"] == {"version": "2026.1", "sha256": None, "milstats": "1.0"}
    assert document["rows"] == [{"id": "one", "value": 527, "published": "2024-02-22"}, {"id": "two", "value": None, "published": None}]
    assert document["sources"][2] == {
        "source": "leaflet",
        "publisher": "A Leaflet",
        "title": "Without a date",
        "published": None,
        "url": "https://example.org/leaflet",
        "role": "relayer",
        "figures": 1,
        "grade": "relay",
    }
    assert document["notes"] == ["Documented cases only.", "1 figure left out"]


def test_an_answer_without_rows_has_an_empty_list(small):
    empty = small._replace(columns=(), rows=tuple)
    assert json.loads(render(empty, Format.JSON, Style()))["rows"] == []
    assert render(empty, Format.JSONL, Style()) == ""


def test_what_was_written_reads_back(report_of, hostile):
    text = render(report_of(hostile), Format.JSON, Style())
    rows = [{"id": hostile, "count": 1, "text": hostile}, {"id": "end", "count": 2, "text": "end"}]
    assert json.loads(text)["rows"] == rows
    assert all(char == "\n" or char.isprintable() or char.isspace() or char in "\uffff\ufdd0" for char in text)
    assert [json.loads(line) for line in render(report_of(hostile), Format.JSONL, Style()).splitlines()] == rows


@pytest.mark.parametrize(
    ("value", "read"),
    [(10**30, 10**30), (Decimal("2.5"), 2.5), (Fraction(1, 4), 0.25), (date(2024, 2, 22), "2024-02-22"), (("b",), ["b"]), ((), [])],
    ids=repr,
)
def test_a_value_keeps_its_kind(small, value, read):
    report = small._replace(columns=("a",), rows=lambda: ((value,),))
    assert json.loads(render(report, Format.JSONL, Style())) == {"a": read}


def test_there_is_no_nan(small):
    report = small._replace(columns=("a",), rows=lambda: ((Decimal("nan"),),))
    with pytest.raises(ValueError, match="JSON compliant"):
        render(report, Format.JSON, Style())
