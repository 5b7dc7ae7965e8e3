"""How wide a text is: told quickly for what most texts are made of, and by Rich's table for all else."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from milstats.render.width import _NARROW, width_of


def test_every_sign_that_is_told_quickly_takes_one_column():
    assert len(_NARROW) > 700
    assert {sign for sign in _NARROW if cell_len(sign) != 1 or not sign.isprintable()} == set()


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("4,373 ≥ “в 2021 г.”", 19), ("逃兵", 4), ("e\u0301", 1), ("a\u200bb", 2), ("שלום", 4), ("💥", 2), ("i\u0488", 1)],
)
def test_wide_signs_take_two_columns_and_combining_marks_none(text, width):
    assert width_of(text) == cell_len(text) == width
