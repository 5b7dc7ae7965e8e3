"""What a pipe carries, in the hands of the programs at its other end; each only where it is installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

FOLDER = str(Path(sys.executable).parent)
LINES = [
    ("csvcut", "milstats show awol -f csv | {0} -c id,value,counter | sed -n 1p", b"id,value,counter\n"),
    ("csvstat", "milstats show awol 2023 convicted -f csv | {0} --count | tail -n 1", b"2\n"),
    ("csvgrep", "milstats show awol -f csv | {0} -c id -m proekt-awol-convicted-2021 | tail -n 1 | cut -d, -f1", b"proekt-awol-convicted-2021\n"),
    ("mlr", "milstats show awol | {0} --itsv --ojson filter '$id == \"proekt-awol-convicted-2021\"' then cut -f value | grep value", b'  "value": 527\n'),
    ("mlr", "milstats show awol -f csv | {0} --icsv --otsv filter '$id == \"proekt-awol-convicted-2021\"' then cut -f value,headline", b"value\theadline\n527\ttrue\n"),
    ("jq", "milstats show 527 -f jsonl | {0} -r 'select(.measure == \"convicted\") | .id'", b"proekt-awol-convicted-2021\n"),
    ("awk", "milstats show proekt-awol-convicted-2021 --no-header | {0} -F'\\t' '{{print $6}}'", b"527\n"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "line", "printed"), LINES, ids=[f"{number}-{line[0]}" for number, line in enumerate(LINES)])
def test_a_program_reads_the_pipe(installed, program, line, printed):
    found = shutil.which(program) or shutil.which(program, path=FOLDER)
    if found is None:
        pytest.skip(f"{program} is not installed")
    ended = installed.bash(line.format(found))
    assert ended.out == printed
    assert ended.code == 0
