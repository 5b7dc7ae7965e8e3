"""Charts as pictures in files: the same report, the same bytes."""

from __future__ import annotations

import re
import sys
from xml.etree import ElementTree as ET

import pytest

from milstats.errors import UsageError
from milstats.render.charts import picture

pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plot]'")


def texts(report):
    """Return what a picture says: matplotlib names in a comment each text that it draws."""
    return re.findall(r"<!-- (.*?) -->", picture(report, "svg").decode(), re.DOTALL)


@pytest.mark.parametrize(("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_picture_is_the_same_bytes_each_time(charted, form, start):
    once = picture(charted, form)
    assert once.startswith(start)
    assert once == picture(charted, form)


def test_a_picture_names_its_sources_and_draws_signs_of_money_as_they_are(charted):
    found = texts(charted)
    assert "4,373" in found
    assert "January to July, $disputed$" in found
    assert any(text.startswith("Sources: Court Department, 1 April 2022 (court-2022)") for text in found)
    ET.fromstring(picture(charted, "svg"))  # noqa: S314 -- our own bytes


def test_a_gap_says_why_and_a_break_what_changed(charted):
    assert {"2021", "2022", "2023", "no figure", "law changed"} <= {*texts(charted)}


def test_years_in_a_row_without_a_number_are_one_gap(charted):
    (chart,) = charted.charts()
    gaps = ((2018, "none"), (2019, "none"), (2020, "none"), (2022, "none"), (2023, "withheld"))
    found = texts(charted._replace(charts=lambda: (chart._replace(years=range(2018, 2024), gaps=gaps),)))
    assert [text for text in found if text in {"none", "withheld"}] == ["none", "none", "withheld"]


def test_without_matplotlib_there_is_one_line_that_says_how_to_install_it(charted, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"^--save needs matplotlib; install it with: pip install 'milstats\[plot\]'$"):
        picture(charted, "svg")
