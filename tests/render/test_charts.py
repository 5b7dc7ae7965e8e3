"""Charts on a page and as pictures in files: the same report, the same bytes."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from milstats.render.charts import picture, svg
from milstats.reports.report import Bar


def places(text, kind):
    """Return left edge, width and height of the bars of a kind."""
    found = re.findall(rf'<rect class="{kind}"[^>]* x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%" height="([\d.]+)"', text)
    return [tuple(map(float, place)) for place in found]


def test_a_bar_is_over_its_months_and_as_high_as_its_number(charted):
    (chart,) = charted.charts()
    text = svg(chart, 1)
    ((left, width, height),), ((other_left, other_width, other_height),) = places(text, "sure"), places(text, "doubted")
    assert 0 < left < left + width < 100 / 3
    assert 200 / 3 < other_left < other_left + other_width < 200 / 3 + 100 / 3 * 7 / 12
    assert (height, other_height) == (pytest.approx(132 * 527 / 4373, abs=0.06), 132.0)


def test_a_small_number_is_seen_and_zero_is_not(charted):
    (chart,) = charted.charts()
    bars = tuple(Bar(date(year, 1, 1), date(year, 12, 31), value, str(value)) for year, value in ((2021, 1), (2022, 0), (2023, 4373)))
    assert [height for _, _, height in places(svg(chart._replace(bars=bars), 1), "sure")] == [1.0, 0.0, 132.0]


def test_rivals_of_one_year_share_its_room(charted):
    (chart,) = charted.charts()
    rivals = tuple(Bar(date(2021, 1, 1), date(2021, 12, 31), value, str(value)) for value in (527, 615))
    (left, width, _), (other, _, _) = places(svg(chart._replace(bars=rivals), 1), "sure")
    assert left + width < other


def test_years_in_a_row_without_a_number_are_one_gap(charted):
    (chart,) = charted.charts()
    chart = chart._replace(
        years=range(2018, 2024), gaps=((2018, "none"), (2019, "none"), (2020, "none"), (2022, "none"), (2023, "withheld"))
    )
    gaps = re.findall(r'<text class="gap" x="([\d.]+)%"[^>]*>([^<]*)', svg(chart, 1))
    assert [(round(float(at)), text) for at, text in gaps] == [(25, "none"), (75, "none"), (92, "withheld")]


def test_a_gap_says_why_and_a_break_what_changed(charted):
    (chart,) = charted.charts()
    texts = re.findall(r'<text class="(\w+)"[^>]*>([^<]*)', svg(chart, 1))
    assert [text for kind, text in texts if kind == "gap"] == ["figure", "no"]
    assert [text for kind, text in texts if kind == "break"] == ["2022-09-24: law changed"]
    assert [text for kind, text in texts if kind == "year"] == ["2021", "2022", "2023"]


@pytest.mark.parametrize(("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_picture_is_the_same_bytes_each_time(charted, form, start):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plot]'")
    once = picture(charted, form)
    assert once.startswith(start)
    assert once == picture(charted, form)


def test_a_picture_names_its_sources_and_draws_signs_of_money_as_they_are(charted):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plot]'")
    comments = re.findall(r"<!-- (.*?) -->", picture(charted, "svg").decode(), re.DOTALL)
    assert "4,373" in comments
    assert "January to July, $disputed$" in comments
    assert any(text.startswith("Sources: Court Department, 1 April 2022 (court-2022)") for text in comments)
    ET.fromstring(picture(charted, "svg"))  # noqa: S314 -- our own bytes


def test_a_report_without_charts_gives_an_empty_picture(small):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[plot]'")
    assert picture(small, "png").startswith(b"\x89PNG")
