"""Fuzzing of everything that reads what others wrote: no input whatever may end in anything but an answer or its message.

    python tests/fuzz.py --seconds 20 [TARGET]...

The seeds are the tables, pages and drafts that the tests use, and the findings kept under `tests/data/fuzz`. An input that breaks a
target is written there, and its path printed; kept, it is a case of `test_fuzz.py`. Where atheris is installed, what an input
reaches in the program decides what is made of it, each target has its share of the seconds, and `fuzz_guided.py` runs it.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from milstats.check import check
from milstats.draft import draft_of
from milstats.errors import MilstatsError
from milstats.factcheck import factcheck
from milstats.harmless import harmless
from milstats.load import documents_of, joined, load
from milstats.numerals import hedge, numerals
from milstats.page import page_of
from milstats.period import parse_period
from milstats.render import Format, render
from milstats.render.style import Style
from milstats.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milstats.report import Report

DATA = Path(__file__).parent / "data"
FOUND = DATA / "fuzz"
SEEDS = ("valid/*.toml", "invalid/*.toml", "check/*.toml", "pages/*", "verify/*.html", "drafts/*", "fuzz/*")
SLOW = 5.0  # seconds of the processor that an input of some kilobytes may take at most
_LONGEST = 20_000
_SCRATCH = Path(tempfile.gettempdir()) / f"milstats-fuzz-{random.SystemRandom().randrange(10**9)}"
_TOKENS = (
    b"[", b"]", b"[[", b"{", b"}", b'"', b'"""', b"'''", b"\\", b"\\u0000", b"\\U0010ffff", b"=", b".", b",", b"#", b"\n", b"\r", b"\0",
    b"nan", b"-inf", b"1e999", b"9" * 5000, b"2021", b"2021..2022", b"..", b"0x", b"1_0", b"1979-05-27", b"T07:32:00Z", b"true",
    b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x9b", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<", b">", b"<!--", b"-->",
    b"<script>", b"</script>", b"<![", b"<!", b"<?", b"&#", b"&#x110000;", b"&amp", b"<p>", b"</p>", b"<svg/>", b"<meta charset=utf-16>",
    b"4,373", b"4.5K", b"no more than ", b"\xe2\x89\xa5", b" million", b"=1+1", b"supersedes = ", b"[figures.x]\n", b"format = 1\n",
    b"In 2022, ", b"between January and March 2022 ", b"by the end of 2023", b"first half of 2023", b"30 February 2022", b" May 2024",
    b"since the mobilisation", b"respectively", b" soldiers", b" cases", b" AWOL", b" convicted of desertion", b" times as many", b"twofold",
    b" percent", b" 000", b". ", b"\n\n", b"# ", b"```", b"](", b"&nbsp;", b"<del>",
    b"\xc4\xb1", b"\xc4\xb0", b"\xc5\xbf", b"\xe2\x84\xaa", b"\xc2\xb2", b"\xd9\xa3",
)  # fmt: skip


def table(data: bytes) -> None:
    """Load a table and, if it is one, check it, and write what was found."""
    from milstats.checked import check_report  # noqa: PLC0415 -- as the command does
    from milstats.report import Stamp  # noqa: PLC0415

    _SCRATCH.write_bytes(data)
    documents = documents_of(str(_SCRATCH))
    dataset = joined(documents)
    _write(check_report(dataset, check(dataset, documents), Stamp((), dataset.version, None, "0")))


def _write(report: Report) -> None:
    """Write a report in every format, none of which may hold a sign that commands what shows it."""
    for form in Format:
        text = render(report, form, Style())
        assert harmless(text, spared="\t\n") == text, form


def numbers(data: bytes) -> None:
    """Read the numbers and hedges of a text."""
    text = data.decode("utf-8", "replace")
    for numeral in numerals(text):
        hedge(text, numeral)


def period(data: bytes) -> None:
    """Read a period."""
    parse_period(data.decode("utf-8", "replace"), {})


def page(data: bytes) -> None:
    """Read a saved page, look in it for the quotes of a table that has them of every kind, and write how they stand there."""
    from milstats.report import Stamp  # noqa: PLC0415 -- as the command does
    from milstats.verified import verify_report  # noqa: PLC0415

    _SCRATCH.write_bytes(data)
    verified = verify(_QUOTES, next(iter(_QUOTES.sources)), page_of(str(_SCRATCH)))
    if any(one.context is not None for one in verified):  # all others are written alike
        _write(verify_report(_QUOTES, verified, (), Stamp((), _QUOTES.version, None, "0")))


def draft(data: bytes) -> None:
    """Hold a draft against the table, its length deciding whether as text, Markdown or HTML, and write what was found."""
    from milstats.factchecked import factcheck_report  # noqa: PLC0415 -- as the command does
    from milstats.report import Stamp  # noqa: PLC0415

    path = _SCRATCH.with_suffix(("", ".md", ".html")[len(data) % 3])
    path.write_bytes(data)
    try:
        read = draft_of(str(path))
    finally:
        path.unlink()
    _write(factcheck_report(_TABLE, read, factcheck(_TABLE, read, everything=True), Stamp((), _TABLE.version, None, "0")))


_TABLE = load()
_QUOTES = joined(documents_of(str(DATA / "valid" / "quotes.toml")))
TARGETS: tuple[Callable[[bytes], None], ...] = (table, page, draft, numbers, period)


def holds(target: Callable[[bytes], None], data: bytes) -> bool:
    """Return whether a target answers in time, or refuses in printable lines; what else it raises is let through."""
    started = time.process_time()
    try:
        target(data)
    except MilstatsError as error:
        return all(line.isprintable() for line in str(error).split("\n"))
    finally:
        _SCRATCH.unlink(missing_ok=True)
    return time.process_time() - started < SLOW


def seeds() -> list[bytes]:
    """Return the inputs to begin with, each at most some kilobytes long: files, and every draft of the corpus of drafts."""
    paths = sorted(path for pattern in SEEDS for path in DATA.glob(pattern) if path.is_file())
    drafts = tomllib.loads((DATA / "drafts" / "drafts.toml").read_text(encoding="utf-8"))["draft"]
    return [path.read_bytes()[:_LONGEST] for path in paths] + [table["text"].encode() for table in drafts]


def mutated(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return an input with some of it cut, doubled, damaged, or replaced by what breaks parsers or by a piece of another."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        start, end = _piece(data, chance)
        other = chance.choice(others)
        made = chance.choice((
            b"",
            data[start:end] * chance.choice((2, 3, 50)),
            chance.randbytes(chance.choice((1, 4))),
            chance.choice(_TOKENS) * chance.choice((1, 1, 1, 40)),
            other[slice(*_piece(other, chance))],
        ))  # fmt: skip
        data = (data[:start] + made + data[end:])[:_LONGEST]
    return data


def _piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Return where a piece of an input begins and ends: some bytes, or a whole line, so that what is left of a table is one."""
    start = chance.randrange(len(data) + 1)
    if chance.random() < 0.5:
        start = data.rfind(b"\n", 0, start) + 1
        return start, data.find(b"\n", start) + 1 or len(data)
    return start, min(len(data), start + chance.choice((0, 1, 2, 8, 64, 1024)))


def inputs(seed: int) -> Iterator[bytes]:
    """Yield the seeds, then what is made of them, for ever; the same for the same number."""
    chance, known = random.Random(seed), seeds()  # noqa: S311 -- chance, and the same again
    yield from known
    while True:
        yield mutated(chance.choice(known), known, chance)


def main(arguments: list[str]) -> int:
    """Run the targets, or those named, for so many seconds; return 1 at the first input that breaks one, which is kept."""
    parser = argparse.ArgumentParser(description="Fuzz what milstats reads.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unguided", action="store_true", help="leave atheris aside")
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[[], *(one.__name__ for one in TARGETS)])
    asked = parser.parse_args(arguments)
    targets = [one for one in TARGETS if not asked.targets or one.__name__ in asked.targets]
    FOUND.mkdir(exist_ok=True)
    if find_spec("atheris") is None or asked.unguided:
        return _unguided(targets, asked.seconds, asked.seed)
    return _guided([one.__name__ for one in targets], asked.seconds, asked.seed)


def _unguided(targets: list[Callable[[bytes], None]], seconds: float, seed: int) -> int:
    """Run targets in turn on what chance makes of the seeds."""
    end, count = time.monotonic() + seconds, 0
    for data in inputs(seed):
        if not all(is_held(target, data) for target in targets):
            return 1
        count += 1
        if time.monotonic() > end:
            break
    print(f"{count:,} inputs for each of {', '.join(one.__name__ for one in targets)}, unguided: all answered or refused")
    return 0


def _guided(targets: list[str], seconds: float, seed: int) -> int:
    """Run targets one after the other, each in a process of its own, because libFuzzer ends the one that it runs in."""
    done, program, share = [], str(Path(__file__).with_name("fuzz_guided.py")), str(max(1, round(seconds / len(targets))))
    for name in targets:
        with tempfile.TemporaryDirectory() as corpus:
            command = [sys.executable, program, name, share, str(seed), corpus]
            ran = subprocess.run(command, stderr=subprocess.PIPE, encoding="utf-8", errors="replace", check=False)
        told = re.search(r"^#([0-9]+)\s+DONE\s+cov: ([0-9]+)", ran.stderr, re.MULTILINE)
        if ran.returncode or told is None:
            print(*(line for line in ran.stderr.splitlines() if not line.startswith(("INFO: ", "#"))), sep="\n", file=sys.stderr)
            return 1
        done.append(f"{name} {int(told[1]):,} ({int(told[2]):,})")
    print(f"inputs (and places in the program reached), guided by atheris: {', '.join(done)}: all answered or refused")
    return 0


def is_held(target: Callable[[bytes], None], data: bytes) -> bool:
    """Return whether a target holds; if not, keep the input and say where."""
    try:
        if holds(target, data):
            return True
        reason = "takes too long, or its message holds what can't be printed"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is a finding
        reason = repr(error)[:200]
    path = FOUND / f"{target.__name__}-{sha256(data).hexdigest()[:8]}"
    path.write_bytes(data)
    print(f"{path}: {reason}", file=sys.stderr)
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
