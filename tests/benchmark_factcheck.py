"""How right factcheck is on the corpus of drafts, and how fast on a long one: `python tests/benchmark_factcheck.py`. Not a test."""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path

from milstats.draft import draft_of_text
from milstats.factcheck import FAULTS, Outcome, factcheck
from milstats.load import load

DRAFTS = Path(__file__).parent / "data" / "drafts" / "drafts.toml"
PROSE = "\n\n".join(
    f"The town of which this paragraph {word} has a river, a bridge and a market that opens early; people come from far to walk there."
    for word in ["tells", "speaks", "reports", "writes", "dreams", "sings", "boasts", "knows", "reads"]
)
NAMES = {fault.value for fault in FAULTS}


def main() -> None:
    """Print precision and recall, of faults and of all that is said, then the seconds that 5 MB take; `-v` lists the misses."""
    dataset, said, meant = load(), set[tuple[int, str]](), set[tuple[int, str]]()
    texts = tomllib.loads(DRAFTS.read_text(encoding="utf-8"))["draft"]
    for number, case in enumerate(texts):
        answers = factcheck(dataset, draft_of_text("draft", case["text"]))
        said |= {(number, f"{one.claim.found}: {one.outcome.value}") for one in answers if one.outcome is not Outcome.UNKNOWN}
        meant |= {(number, line) for line in case["expected"]}
    for name, mine, theirs in (("faults", _faults(said), _faults(meant)), ("all", said, meant)):
        right = len(mine & theirs)
        print(f"{name}: precision {right}/{len(mine)} = {right / len(mine):.3f}, recall {right}/{len(theirs)} = {right / len(theirs):.3f}")
    if "-v" in sys.argv:
        for number, line in sorted(said ^ meant):
            print("  said  " if (number, line) in said else "  missed", line, "|", texts[number]["text"][:110])
    if "-v" not in sys.argv:
        _time_a_long_draft([case["text"] for case in texts])


def _time_a_long_draft(texts: list[str]) -> None:
    """Print the seconds that 5 MB of prose take, of which one paragraph in ten is of the corpus."""
    dataset = load()
    copy = "\n\n".join(f"{text}\n\n{PROSE}" for text in texts)
    long = draft_of_text("draft", f"{copy}\n\n" * (5_000_000 // len(copy)))
    start = time.perf_counter()
    factcheck(dataset, long)
    print(f"{len(long.text) / 1e6:.1f} million characters: {time.perf_counter() - start:.1f} s")


def _faults(lines: set[tuple[int, str]]) -> set[tuple[int, str]]:
    return {line for line in lines if line[1].rpartition(": ")[2] in NAMES}


if __name__ == "__main__":
    main()
