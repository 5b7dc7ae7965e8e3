"""Tables of absurd size: read or refused in a few clear lines, in time that never grows faster than the file."""

from __future__ import annotations

import time
from itertools import islice, permutations
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from milstats.checks.table import check
from milstats.data.load import documents_of, joined, load
from milstats.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = (Path(__file__).parent / "valid" / "small.toml").read_text(encoding="utf-8")
HEAD = SMALL[: SMALL.index("[figures.")]
BLANK = 'format = 1\nversion = "t"\n'


def figure(number: int, *, source: str = "court-2023", value: int = 527, quote: str = "", more: str = "") -> str:
    """Return the lines of a figure."""
    return (
        f'[figures.f{number}]\noffence = "awol"\nmeasure = "convicted"\nunit = "person"\nvalue = {value}\nperiod = "2021"\n'
        f'counter = "C"\nsource = "{source}"\nrelation = "primary"\nquote = "{quote}{value} people"\nwhere = "x"\n{more}\n'
    )


def figures(count: int, **fields: str) -> str:
    """Return a table of so many figures of unlike values; `{n}` in a field is the number of the figure, `{next}` that of the next."""
    given = [{key: field.format(n=n, next=n + 1) for key, field in fields.items()} for n in range(count)]
    return HEAD + "".join(figure(n, value=n + 1, **filled) for n, filled in enumerate(given))


def sources(count: int) -> str:
    record = SMALL[SMALL.index("[sources.court-2023]") : SMALL.index("[sources.paper-2024]")]
    return "".join(record.replace("court-2023", f"s{n}") for n in range(count))


REFUSED = {
    "x = " + "9" * 100_000: "t.toml:3: is not valid TOML: a number has too many digits",
    "k" * 1_000_000 + " = 1": f"t.toml:3: {'k' * 200}...: unknown table or key; known are ",
    f"[offences.{'x' * 1_000_000}]": f"t.toml:3: offences.{'x' * 191}...: expected an id of letters",
}


@pytest.mark.parametrize(("line", "message"), REFUSED.items(), ids=["a number", "a key", "an id"])
def test_what_is_beyond_reason_is_refused_in_one_bounded_line(tmp_path, monkeypatch, line, message):
    monkeypatch.chdir(tmp_path)
    Path("t.toml").write_text(f"{BLANK}{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        load("t.toml")
    first, *rest = str(refused.value).split("\n")
    assert first.startswith(message)
    assert len(first) < 700
    assert len(rest) <= 1


GROWING: dict[str, Callable[[int], str]] = {
    "unknown keys": lambda n: HEAD + figure(1, more="".join(f"key{i} = 1\n" for i in range(3 * n))),
    "unknown ids": lambda n: figures(n, more='supersedes = "g{n}"'),
    "a repetition at the end": lambda n: f"{figures(n)}[figures.f0]\n",
    "unlike counts of one thing": figures,
    "disputed counts of unlike sources": lambda n: figures(n, source="s{n}", more='status = ["disputed"]') + sources(n),
    "a chain of corrections": lambda n: figures(n, more='supersedes = "f{next}"') + figure(n),
    "a circle of corrections": lambda n: figures(n, more='supersedes = "f{next}"') + figure(n, more='supersedes = "f0"'),
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
    try:
        documents = documents_of(str(path))
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
