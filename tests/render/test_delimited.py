"""TSV for cut and awk, CSV for whatever reads RFC 4180, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from milstats.render import Format, Style, render


def test_rows_are_written_whole_with_a_header(small):
    assert render(small, Format.TSV, Style()) == "id\tvalue\tpublished\none\t527\t2024-02-22\ntwo\t\t\n"
    assert render(small, Format.CSV, Style()) == "id,value,published\none,527,2024-02-22\ntwo,,\n"
    assert render(small, Format.CSV, Style(has_header=False)) == "one,527,2024-02-22\ntwo,,\n"


def test_tsv_is_one_line_a_record_whatever_the_text(report_of, hostile):
    lines = render(report_of(hostile), Format.TSV, Style()).split("\n")
    assert [len(line.split("\t")) for line in lines] == [3, 3, 3, 1]
    assert lines[0::2] == ["id\tcount\ttext", "end\t2\tend"]


def test_csv_reads_back_what_was_written(report_of, hostile):
    header, row, *rest = csv.reader(io.StringIO(render(report_of(hostile), Format.CSV, Style()), newline=""), strict=True)
    assert (header, rest) == (["id", "count", "text"], [["end", "2", "end"]])
    assert row[0] == row[2]
    assert row[0].lstrip("'") == hostile or any(not char.isprintable() for char in hostile)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "-x", "-1+1|x", "-2-3", " =1", "\t=1", "\u200b=1", "\ufeff@x", "＝1+1"])
@pytest.mark.parametrize("form", [Format.TSV, Format.CSV])
def test_a_formula_is_led_by_an_apostrophe(report_of, text, form):
    assert render(report_of(text), form, Style()).split("\n")[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("text", ["-5", "-5.5", "-12,000", "-3%", "5=5", "a@b", "~900"])
def test_a_number_is_no_formula(report_of, text):
    assert render(report_of(text), Format.TSV, Style()).split("\n")[1].startswith(f"{text}\t")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0, "0"),
        (10**30, str(10**30)),
        (Decimal("2.5"), "2.5"),
        (Fraction(1, 4), "0.25"),
        (date(2024, 2, 22), "2024-02-22"),
        (("b", "v"), "b v"),
        ((), ""),
    ],
    ids=repr,
)
def test_a_value_is_written_whole(small, value, text):
    report = small._replace(columns=("a", "b"), rows=lambda: ((value, "end"),))
    assert render(report, Format.TSV, Style(has_header=False)) == f"{text}\tend\n"
    assert render(report, Format.CSV, Style(has_header=False)) == f"{text},end\n"
