"""Fuzzing of everything that reads what others wrote: no input whatever may end in anything but an answer or its message.

    python tests/fuzz.py --seconds 20 [TARGET]...

The seeds are the tables and pages that the tests use, and the findings kept under `tests/data/fuzz`. An input that breaks a target is
written there, and its path printed; kept, it is a case of `test_fuzz.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from milstats.check import check
from milstats.errors import MilstatsError
from milstats.load import documents_of, joined
from milstats.numerals import hedge, numerals
from milstats.page import page_of
from milstats.period import parse_period
from milstats.render import Format, render
from milstats.render.style import Style
from milstats.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATA = Path(__file__).parent / "data"
FOUND = DATA / "fuzz"
SEEDS = ("valid/*.toml", "invalid/*.toml", "check/*.toml", "pages/*", "verify/*.html", "fuzz/*")
SLOW = 5.0  # seconds that an input of some kilobytes may take at most
_LONGEST = 20_000
_SCRATCH = Path(tempfile.gettempdir()) / f"milstats-fuzz-{random.SystemRandom().randrange(10**9)}"
_TOKENS = (
    b"[", b"]", b"[[", b"{", b"}", b'"', b'"""', b"'''", b"\\", b"\\u0000", b"\\U0010ffff", b"=", b".", b",", b"#", b"\n", b"\r", b"\0",
    b"nan", b"-inf", b"1e999", b"9" * 5000, b"2021", b"2021..2022", b"..", b"0x", b"1_0", b"1979-05-27", b"T07:32:00Z", b"true",
    b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x9b", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<", b">", b"<!--", b"-->",
    b"<script>", b"</script>", b"<![", b"<!", b"<?", b"&#", b"&#x110000;", b"&amp", b"<p>", b"</p>", b"<svg/>", b"<meta charset=utf-16>",
    b"4,373", b"4.5K", b"no more than ", b"\xe2\x89\xa5", b" million", b"=1+1", b"supersedes = ", b"[figures.x]\n", b"format = 1\n",
)  # fmt: skip


def table(data: bytes) -> None:
    """Load a table and, if it is one, check it, and write what was found in every format."""
    from milstats.checked import check_report  # noqa: PLC0415 -- as the command does
    from milstats.report import Stamp  # noqa: PLC0415

    _SCRATCH.write_bytes(data)
    documents = documents_of(str(_SCRATCH))
    dataset = joined(documents)
    report = check_report(dataset, check(dataset, documents), Stamp((), dataset.version, None, "0"))
    for form in Format:
        render(report, form, Style())


def numbers(data: bytes) -> None:
    """Read the numbers and hedges of a text."""
    text = data.decode("utf-8", "replace")
    for numeral in numerals(text):
        hedge(text, numeral)


def period(data: bytes) -> None:
    """Read a period."""
    parse_period(data.decode("utf-8", "replace"), {})


def page(data: bytes) -> None:
    """Read a saved page, and look in it for the quotes of a table."""
    _SCRATCH.write_bytes(data)
    verify(_SMALL, next(iter(_SMALL.sources)), page_of(str(_SCRATCH)))


_SMALL = joined(documents_of(str(DATA / "valid" / "small.toml")))
TARGETS: tuple[Callable[[bytes], None], ...] = (table, numbers, period, page)


def holds(target: Callable[[bytes], None], data: bytes) -> bool:
    """Return whether a target answers in time, or refuses in printable lines; what else it raises is let through."""
    started = time.monotonic()
    try:
        target(data)
    except MilstatsError as error:
        return all(line.isprintable() for line in str(error).split("\n"))
    finally:
        _SCRATCH.unlink(missing_ok=True)
    return time.monotonic() - started < SLOW


def seeds() -> list[bytes]:
    """Return the inputs to begin with, each at most some kilobytes long."""
    paths = sorted(path for pattern in SEEDS for path in DATA.glob(pattern) if path.is_file())
    return [path.read_bytes()[:_LONGEST] for path in paths]


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return an input with some of it cut, doubled, damaged, or replaced by what breaks parsers or by a piece of another."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 64, 1024)))
        other = chance.choice(others)
        place = chance.randrange(len(other) + 1)
        data = data[:start] + chance.choice((
            b"",
            data[start:end] * chance.choice((2, 3, 50)),
            chance.randbytes(chance.choice((1, 4))),
            chance.choice(_TOKENS) * chance.choice((1, 1, 1, 40)),
            other[place : place + 200],
        )) + data[end:]  # fmt: skip
    return data[:_LONGEST]


def inputs(seed: int) -> Iterator[bytes]:
    """Yield the seeds, then what is made of them, for ever; the same for the same number."""
    chance, known = random.Random(seed), seeds()  # noqa: S311 -- chance, and the same again
    yield from known
    while True:
        yield mutated(chance.choice(known), known, chance)


def main(arguments: list[str]) -> int:
    """Run the targets, or those named, in turn for so many seconds; return 1 at the first input that breaks one, which is kept."""
    parser = argparse.ArgumentParser(description="Fuzz what milstats reads.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[[], *(one.__name__ for one in TARGETS)])
    asked = parser.parse_args(arguments)
    targets = [one for one in TARGETS if not asked.targets or one.__name__ in asked.targets]
    end, count = time.monotonic() + asked.seconds, 0
    for data in inputs(asked.seed):
        for target in targets:
            if not _is_held(target, data):
                return 1
        count += 1
        if time.monotonic() > end:
            break
    print(f"{count:,} inputs for each of {', '.join(one.__name__ for one in targets)}: all answered or refused")
    return 0


def _is_held(target: Callable[[bytes], None], data: bytes) -> bool:
    """Return whether a target holds; if not, keep the input and say where."""
    try:
        if holds(target, data):
            return True
        reason = "takes too long, or its message holds what can't be printed"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is a finding
        reason = repr(error)[:200]
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{target.__name__}-{sha256(data).hexdigest()[:8]}"
    path.write_bytes(data)
    print(f"{path}: {reason}", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
