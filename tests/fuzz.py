"""Fuzzing of everything that reads what others wrote: no input may end in anything but an answer or a message.

    python tests/fuzz.py --seconds 20 [TARGET]...

The seeds are the tables, pages and drafts of the tests, and the findings kept under `tests/data/fuzz`. An input that breaks a
target is written there and its path printed; kept, it is a case of `test_fuzz.py`.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from milstats.checks.factcheck import factcheck
from milstats.checks.pages import read_draft, read_saved_page
from milstats.checks.quotes import verify
from milstats.checks.table import check
from milstats.data.load import documents_of, joined, load
from milstats.errors import MilstatsError
from milstats.escaping import escape
from milstats.model.numerals import hedge, numerals
from milstats.model.period import parse_period
from milstats.model.selection import Query, read_words, select
from milstats.render import Format, Style, render
from milstats.reports.findings import check_report, factcheck_report, verify_report
from milstats.reports.report import Report, Stamp, View
from milstats.reports.show import show_report

DATA = Path(__file__).parent / "data"
FOUND = DATA / "fuzz"
SEEDS = ("valid/*.toml", "invalid/*.toml", "check/*.toml", "pages/*", "drafts/*", "factcheck/tune/*", "fuzz/*")
SLOW = 5.0  # seconds of the processor that an input of some kilobytes may take at most
LONGEST = 20_000
TOKENS = (
    b"[", b"]", b"[[", b"{", b"}", b'"', b'"""', b"'''", b"\\", b"\\u0000", b"\\U0010ffff", b"=", b".", b",", b"#", b"\n", b"\r", b"\0",
    b"nan", b"-inf", b"1e999", b"9" * 5000, b"2021", b"2021..2022", b"..", b"0x", b"1_0", b"1979-05-27", b"T07:32:00Z", b"true",
    b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x9b", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<", b">", b"<!--", b"-->",
    b"<script>", b"</script>", b"<![", b"<!", b"<?", b"&#", b"&#x110000;", b"&amp", b"<p>", b"</p>", b"<svg/>", b"<meta charset=utf-16>",
    b"4,373", b"4.5K", b"no more than ", b"\xe2\x89\xa5", b" million", b"=1+1", b"supersedes = ", b"[figures.x]\n", b"format = 1\n",
    b"In 2022, ", b"by the end of 2023", b"first half of 2023", b" May 2024", b" soldiers", b" cases", b" AWOL", b"twofold", b" percent",
    b" 000", b". ", b"\n\n", b"# ", b"```", b"](", b"&nbsp;", b"\xc4\xb1", b"\xc4\xb0", b"\xc5\xbf", b"\xe2\x84\xaa", b"\xc2\xb2",
    b"\xd9\xa3", b"\xe2\x80\x8b", b"\xe2\x80\x8f",
)  # fmt: skip
SCRATCH = Path(tempfile.gettempdir()) / f"milstats-fuzz-{random.SystemRandom().randrange(10**9)}"
TABLE, QUOTES = load(), load(str(DATA / "valid" / "quotes.toml"))
STAMP = Stamp((), "1", None, "0")


def table(data: bytes) -> None:
    """Load a table and, if it is one, check it and show it."""
    SCRATCH.write_bytes(data)
    documents = documents_of(str(SCRATCH))
    dataset = joined(documents)
    write(check_report(dataset, check(dataset, documents), STAMP))
    if dataset.figures:
        write(show_report(dataset, select(dataset, Query()), View(), STAMP))


def page(data: bytes) -> None:
    """Read a saved page and look in it for the quotes of a table that has them of every kind."""
    SCRATCH.write_bytes(data)
    verified = verify(QUOTES, next(iter(QUOTES.sources)), read_saved_page(str(SCRATCH)))
    write(verify_report(QUOTES, verified, (), STAMP))


def draft(data: bytes) -> None:
    """Check a draft, read as text, Markdown or HTML by its length."""
    path = SCRATCH.with_suffix(("", ".md", ".html")[len(data) % 3])
    path.write_bytes(data)
    try:
        write(factcheck_report(TABLE, factcheck(TABLE, read_draft(str(path))), STAMP))
    finally:
        path.unlink()


def numbers(data: bytes) -> None:
    """Read the numbers and hedges of a text."""
    text = data.decode("utf-8", "replace")
    for numeral in numerals(text):
        hedge(text, numeral)


def words(data: bytes) -> None:
    """Read the words of a question, and the first of them as a period."""
    typed = data.decode("utf-8", "replace")[:2000].split("\n")[:5]
    read_words(TABLE, typed)
    parse_period(typed[0], TABLE.periods)


def write(report: Report) -> None:
    """Write a report in every format, none of which may hold a sign that commands what shows it."""
    for form in Format:
        text = render(report, form, Style())
        assert escape(text, spared="\t\n") == text, form


TARGETS: dict[str, Callable[[bytes], None]] = {"table": table, "page": page, "draft": draft, "numbers": numbers, "words": words}


def holds(target: str, data: bytes) -> bool:
    """Return whether a target answers in time, or refuses in printable lines; what else it raises is let through."""
    started = time.process_time()
    try:
        TARGETS[target](data)
    except MilstatsError as error:
        return all(line.isprintable() for line in str(error).split("\n"))
    finally:
        SCRATCH.unlink(missing_ok=True)
    return time.process_time() - started < SLOW


def inputs(seed: int) -> Iterator[bytes]:
    """Yield the seeds, then what is made of them, for ever; the same for the same number."""
    chance = random.Random(seed)  # noqa: S311 -- chance, and the same again
    known = [path.read_bytes()[:LONGEST] for pattern in SEEDS for path in sorted(DATA.glob(pattern)) if path.is_file()]
    yield from known
    while True:
        data, other = chance.choice(known), chance.choice(known)
        for _ in range(chance.choice((1, 1, 2, 4, 16))):
            start, end = piece(data, chance)
            made = chance.choice((
                b"", data[start:end] * chance.choice((2, 3, 50)), chance.randbytes(chance.choice((1, 4))),
                chance.choice(TOKENS) * chance.choice((1, 1, 1, 40)), other[slice(*piece(other, chance))],
            ))  # fmt: skip
            data = (data[:start] + made + data[end:])[:LONGEST]
        yield data


def piece(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Return where a piece of an input begins and ends: some bytes, or a whole line, so that what is left of a table is one."""
    start = chance.randrange(len(data) + 1)
    if chance.random() < 0.5:
        start = data.rfind(b"\n", 0, start) + 1
        return start, data.find(b"\n", start) + 1 or len(data)
    return start, min(len(data), start + chance.choice((0, 1, 2, 8, 64, 1024)))


def main(arguments: list[str]) -> int:
    """Run the targets, or those named, for so many seconds; return 1 at the first input that breaks one, which is kept."""
    parser = argparse.ArgumentParser(description="Fuzz what milstats reads.")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("targets", nargs="*", metavar="TARGET", choices=[[], *TARGETS])
    asked = parser.parse_args(arguments)
    end, count = time.monotonic() + asked.seconds, 0
    for data in inputs(asked.seed):
        for target in asked.targets or TARGETS:
            reason = "takes too long, or its message holds what can't be printed"
            try:
                if holds(target, data):
                    continue
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is a finding
                reason = repr(error)[:200]
            path = FOUND / f"{target}-{sha256(data).hexdigest()[:8]}"
            path.write_bytes(data)
            print(f"{path}: {reason}", file=sys.stderr)
            return 1
        count += 1
        if time.monotonic() > end:
            break
    print(f"{count:,} inputs for each of {', '.join(asked.targets or TARGETS)}: all answered or refused")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
