"""Tables of absurd size: an answer or a few clear lines, memory in proportion to the file, and time that never grows faster than it."""

from __future__ import annotations

import os
import time
from itertools import islice, permutations
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milstats.check import check
from milstats.errors import DataError
from milstats.load import documents_of, joined

if TYPE_CHECKING:
    from collections.abc import Callable


SMALL = (Path(__file__).parent / "data" / "valid" / "small.toml").read_text(encoding="utf-8")
HEAD = SMALL[: SMALL.index("[figures.")]
BLANK = 'format = 1\nversion = "t"\n'
MEGABYTE = 1_000_000
BASE = 200 * MEGABYTE  # bytes of addresses that the interpreter and milstats map before they read a table

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")


def figure(number: int, *, offence: str = "awol", source: str = "court-2023", value: int = 527, quote: str = "", more: str = "") -> str:
    """Return the lines of a figure."""
    return (
        f'[figures.f{number}]\noffence = "{offence}"\nmeasure = "convicted"\nunit = "person"\nvalue = {value}\nperiod = "2021"\n'
        f'counter = "C"\nsource = "{source}"\nrelation = "primary"\nquote = "{quote}{value} people"\nwhere = "x"\n{more}\n'
    )


def figures(count: int, **fields: str) -> str:
    """Return a table of so many figures of unlike values; `{n}` in a field is the number of the figure, `{next}` that of the next."""
    given = [{key: field.format(n=n, next=n + 1) for key, field in fields.items()} for n in range(count)]
    return HEAD + "".join(figure(n, value=n + 1, **filled) for n, filled in enumerate(given))


def sources(count: int) -> str:
    """Return so many sources."""
    record = SMALL[SMALL.index("[sources.court-2023]") : SMALL.index("[sources.paper-2024]")]
    return "".join(record.replace("court-2023", f"s{n}") for n in range(count))


@pytest.fixture
def limited(unmeasured, tmp_path):
    """Run the installed command on a table of this text, in memory of so many times its size and so many seconds at most."""

    def run(text: str, times: int, command: str = "topics", *, seconds: int = 100):
        (tmp_path / "t.toml").write_text(text, encoding="utf-8")
        limits = f"ulimit -v {(BASE + times * len(text)) // 1024} -t {seconds}"
        unmeasured.patience = max(unmeasured.patience, 2 * seconds)
        return unmeasured.bash(f'{limits}; milstats "$@"', command, *(() if command == "check" else ("--data",)), "t.toml", cwd=tmp_path)

    return run


ANSWERED = {
    "a line of 50 MB that is a comment": f"{SMALL}# {'x' * 50 * MEGABYTE}\n",
    "a text of 50 MB": f'{SMALL}[offences.long]\nlabel = "long"\ndefinition = "{"x" * 50 * MEGABYTE}"\n',
    "a quote of 1 MB of words": HEAD + figure(1, quote="of so many people " * 60_000),
    "a quote of 1 MB of numbers": HEAD + figure(1, quote="5, over 1,000; " * 70_000),
    "a quote of 1 MB of digits": HEAD + figure(1, quote=f"{'5' * MEGABYTE} or "),
    "a quote of 1 MB of groups of digits": HEAD + figure(1, quote=f"5{' 555' * 250_000} or "),
}
REFUSED = {
    "brackets": (f"{BLANK}x = {'[' * 100_000}{']' * 100_000}\n", "t.toml: is not valid TOML: brackets or dotted keys are nested too deeply"),
    "a whole number": (f"{BLANK}x = {'9' * 100_000}\n", "t.toml:3: is not valid TOML: a number has too many digits"),
    "a hexadecimal number": (SMALL.replace("value = 527", f"value = 0x{'f' * 100_000}", 1), "found a number of 13 digits or more"),
    "a number with a fraction": (SMALL.replace("value = 2.5", f"value = 2.{'5' * 100_000}", 1), "value: expected a number from 0 to "),
    "an exponent": (SMALL.replace("value = 2.5", f"value = 1e{'9' * 4_000}", 1), "value: expected a number from 0 to "),
    "a dotted key": (f"{BLANK}{'.'.join('a' * 5_000)} = 1\n", "t.toml:3: is not a table of milstats: a key has more than 50 parts"),
    "a key of 1 MB": (f"{BLANK}{'k' * MEGABYTE} = 1\n", "t.toml:3: kkk"),
    "a word of 1 MB": (SMALL.replace('unit = "person"', f'unit = "{"u" * MEGABYTE}"', 1), "unit: expected one of "),
}  # fmt: skip
MANY = {
    "100,000 unknown keys": BLANK + "".join(f"key{n} = 1\n" for n in range(100_000)),
    "20,000 unknown keys in one record": HEAD + figure(1, more="".join(f"key{n} = 1\n" for n in range(20_000))),
    "20,000 faults": figures(20_000, more="key{n} = 1"),
    "5,000 unknown ids among 5,000": figures(5_000, more='supersedes = "g{n}"'),
}


@pytest.mark.parametrize("text", ANSWERED.values(), ids=ANSWERED)
def test_what_is_long_is_answered_in_memory_in_proportion(limited, text):
    ended = limited(text, 6)
    assert (ended.code, ended.err) == (0, b"")


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_beyond_reason_is_refused_in_one_line(limited, text, message):
    ended = limited(text, 20)
    assert (ended.code, ended.out, ended.err.count(b"\n"), message in ended.err.decode()) == (3, b"", 1, True)
    assert len(ended.err) < 700


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_of_very_many_faults_the_first_thousand_are_told(limited, text):
    ended = limited(text, 40)
    assert (ended.code, ended.out, ended.err.count(b"\n"), len(ended.err) < 400_000) == (3, b"", 1_001, True)
    assert ended.err.endswith(b" more faults\n")


def test_where_memory_is_short_that_is_said_in_one_line(limited):
    assert limited(f"{SMALL}# {'x' * 90 * MEGABYTE}", 1) == (5, b"", b"milstats: there is not enough memory for this\n")


@pytest.mark.slow
@pytest.mark.parametrize(("command", "times", "code"), [("topics", 25, 0), ("check", 40, 1)])
def test_a_table_of_100_megabytes_is_answered_in_memory_in_proportion(limited, command, times, code):
    text = figures(550_000)
    assert len(text) > 100 * MEGABYTE
    ended = limited(text, times, command, seconds=250)  # `check` finds as many faults as there are figures, and names them all
    assert (ended.code, ended.out.count(b"\n") > 550_000) == (code, command == "check")


GROWING: dict[str, Callable[[int], str]] = {
    "unknown keys": lambda n: HEAD + figure(1, more="".join(f"key{i} = 1\n" for i in range(3 * n))),
    "unknown ids": lambda n: figures(n, more='supersedes = "g{n}"'),
    "unlike counts of one thing": figures,
    "disputed counts of unlike sources": lambda n: figures(n, source="s{n}", more='status = ["disputed"]') + sources(n),
    "a chain of corrections": lambda n: figures(n, more='supersedes = "f{next}"') + figure(n),
    "a circle of corrections": lambda n: figures(n, more='supersedes = "f{next}"') + figure(n, more='supersedes = "f0"'),
    "one alias again": lambda n: SMALL.replace('"337", ', "".join(f'"a{i}", ' for i in range(50 * n)) + f'"a{50 * n - 1}", ', 1),
    "a quote of numbers": lambda n: HEAD + figure(1, quote="527; " * 20 * n),
    "a quote of groups": lambda n: HEAD + figure(1, quote=f"5{' 555' * 20 * n}, "),
    "a quote that never ends in a number": lambda n: HEAD + figure(1, quote=f"{'1,1' * 20 * n}a or "),
    "quotes of the same words in another order": lambda n: (
        HEAD + "".join(figure(i, quote=f"{' '.join(order)} ") for i, order in enumerate(islice(permutations("abcdefgh"), 4 * n)))
    ),
    "keys of many parts": lambda n: BLANK + "".join(f"{'.'.join('a' * 40)}{i} = 1\n" for i in range(n)),
    "quotation marks": lambda n: f'{SMALL}[offences.x]\nlabel = "{chr(92)}"{"x" * 200 * n}"\n' + "# \"\"\" ''' \n" * n,
}


def seconds(path: Path, text: str) -> float:
    """Return the seconds of the processor that loading a table, and checking it, takes."""
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    documents = documents_of(str(path))
    try:
        check(joined(documents), documents)
    except DataError as error:
        assert error.faults  # noqa: PT017 -- most are faulty, and all are to be timed
    return time.process_time() - started


@pytest.mark.parametrize("make", GROWING.values(), ids=GROWING)
def test_four_times_the_size_takes_in_proportion_the_time(tmp_path, make):
    few = many = inf
    for _ in range(5):  # a busy machine only adds
        few, many = (min(before, seconds(tmp_path / "t.toml", make(size))) for before, size in ((few, 500), (many, 2_000)))
        if many < 7 * few + 0.05:
            return
    pytest.fail(f"{many:.3f} s, and {few:.3f} s for a quarter of it")
