"""The table that a wheel holds compiled: the same values as its TOML, and left alone wherever it is not surely of that TOML."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

import milstats
from milstats.compiled import compiled
from milstats.load import load

TOML = Path(__file__).parents[1] / "data" / "figures.toml"
LOOKUP = ("show", "awol", "-f", "json")
REPORTING = "import sys; sys.path.insert(0, sys.argv.pop(1)); from milstats.program import main; code = main(sys.argv[1:])"


@pytest.fixture
def packed(tmp_path, unmeasured):
    """Put the package into a zip file with the TOML and the compiled table given; return what a lookup writes, and how it was read."""

    def answer(toml: bytes, table: bytes | None) -> tuple[bytes, bytes]:
        path = tmp_path / "milstats.zip"
        package = Path(milstats.__file__).parent
        with zipfile.ZipFile(path, "w") as archive:
            for module in package.rglob("*.py"):
                archive.write(module, Path("milstats") / module.relative_to(package))
            archive.writestr("milstats/data/figures.toml", toml)
            if table is not None:
                archive.writestr("milstats/data/figures.pickle", table)
        told = "; sys.stderr.write('TOML' if 'tomli' in sys.modules else 'compiled'); sys.exit(code)"
        ended = unmeasured.python("-c", REPORTING + told, str(path), *LOOKUP)
        assert ended.code == 0, ended.err
        return ended.out, ended.err.splitlines()[-1]

    return answer


@pytest.fixture(scope="module")
def table():
    toml = TOML.read_bytes()
    return toml, compiled(load(str(TOML), with_digest=True), toml)


def test_a_compiled_table_is_answered_from_byte_for_byte_as_its_toml(packed, table):
    toml, data = table
    from_toml, from_table = packed(toml, None), packed(toml, data)
    assert (from_toml[1], from_table[1]) == (b"TOML", b"compiled")
    assert from_toml[0] == from_table[0]


def test_two_compilations_of_one_table_are_the_same_bytes(table):
    toml, data = table
    assert compiled(load(str(TOML), with_digest=True), toml) == data


@pytest.mark.parametrize("damage", ["another table", "cut", "a bit", "empty", "no pickle"])
def test_what_was_compiled_of_other_bytes_or_is_damaged_is_left_alone(packed, table, damage):
    toml, data = table
    if damage == "another table":
        toml = toml.replace(b"accessed", b"accessed ", 1)
    else:
        data = {"cut": data[:-1], "a bit": data[:-1] + bytes([data[-1] ^ 1]), "empty": b"", "no pickle": b"\0" * 200}[damage]
    assert packed(toml, data)[1] == b"TOML"
