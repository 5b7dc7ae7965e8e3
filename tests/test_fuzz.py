"""What fuzzing has found stays found."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("fuzz", Path(__file__).with_name("fuzz.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)

FOUND = sorted(path for path in (Path(__file__).parent / "data" / "fuzz").iterdir() if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_an_input_that_once_broke_a_reader_no_longer_does(path):
    target = path.name.partition("-")[0]
    assert target in fuzz.TARGETS
    assert fuzz.holds(target, path.read_bytes())


def test_there_are_such_inputs():
    assert FOUND
