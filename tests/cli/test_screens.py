"""The answer stands on the first screen: on the packaged table, on a terminal of 80 columns, in so many rows."""

from __future__ import annotations

import re

import pytest

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
COLUMNS = 80
SCREENS = [  # what is asked, most rows, a pattern and the row up to which it must stand
    ("show awol", 36, r"\b615\b.*\b1,001\b.*\b5,096\b", 20),
    ("show awol", 36, r"\b18,159\b", 22),
    ("show desertion", 32, r"\b1,010\b", 22),
    ("show disobeying", 32, r"\b289\b", 22),
    ("show refusal", 36, r"\b20,538\b", 24),
    ("show", 40, r"\b20,538\b", 24),
    ("show awol 2023", 26, r"\b4,373\b", 12),
    ("show 18,159", 24, r"\b18,159\b", 8),
    ("show proekt-awol-convicted-2021", 16, r"\b527\b", 6),
    ("compare 2021 2023", 34, r"8\.3 times as many", 16),
    ("compare awol 2021 2023", 26, r"8\.3 times as many", 12),
    ("compare 2021 wartime awol", 28, r"4\.1 to 4\.5 times", 14),
    ("compare 2023 2024 awol", 24, r"2,396.*5,204", 14),
    ("compare 2022 2023 desertion", 18, "→", 2),
    ("trend awol", 36, r"\b5,096\b", 30),
    ("topics", 30, r"\bawol\b", 8),
    ("sources", 90, "Mediazona", 24),
    ("", 24, "milstats show awol", 24),
]


def rows(printed: str) -> list[str]:
    """Return the rows of a screen without styles and links."""
    return ESCAPES.sub("", printed).rstrip("\n").split("\n")


def widest(found: list[str]) -> int:
    """Return the width of the widest row; an address is never broken."""
    return max(len(row) for row in found if "://" not in row)


@pytest.mark.parametrize(("asked", "most", "pattern", "within"), SCREENS, ids=lambda value: str(value)[:40])
def test_the_answer_stands_on_the_first_screen(installed, asked, most, pattern, within):
    code, printed, _ = installed.terminal(*asked.split())
    found = rows(printed)
    assert code == 0
    assert len(found) <= most
    assert widest(found) <= COLUMNS
    assert any(re.search(pattern, row) for row in found[:within])


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_no_row_is_wider_than_the_terminal(installed, columns):
    for asked in ("show awol", "compare 2021 2023", "trend awol", "topics"):
        code, printed, _ = installed.terminal(*asked.split(), columns=columns)
        assert code == 0
        assert widest(rows(printed)) <= columns


def test_styles_change_no_character(installed):
    styled, plain = (installed.terminal("show", "awol", **variables).out for variables in ({}, {"NO_COLOR": "1"}))
    assert "\x1b[" in styled
    assert "\x1b" not in plain
    assert rows(styled) == plain.rstrip("\n").split("\n")


def test_a_terminal_of_ascii_shows_the_same_numbers(installed):
    code, printed, _ = installed.terminal("show", "awol", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert code == 0
    assert printed.isascii()
    assert any(re.search(r"\b615\b.*\b1,001\b.*\b5,096\b", row) for row in rows(printed))
    assert "[1]" in printed
