"""How right factcheck is on texts that say what it should find: `python tests/benchmark_factcheck.py FOLDER [-v]`. Not a test."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from pathlib import Path

from milstats.checks.factcheck import FactStatus, factcheck
from milstats.checks.pages import read_draft
from milstats.data.load import load

UNHEEDED = {FactStatus.UNKNOWN, FactStatus.CHECK}


def plain(text: str) -> str:
    """Return a number as digits and letters, whatever separates them."""
    return "".join(char for char in text.replace("&nbsp;", "") if char.isalnum())


def measure(folder: Path, *, is_told: bool) -> dict[str, Counter[str]]:
    """Return for each language how many numbers came out how; print those that came out wrong if they are to be told."""
    dataset, counts = load(), dict[str, Counter[str]]()
    for text in tomllib.loads((folder / "index.toml").read_text(encoding="utf-8"))["draft"]:
        found = factcheck(dataset, read_draft(str(folder / text["file"])))
        said = [plain(one.found) for one in found if one.status is FactStatus.CHECK]
        known = [plain(one.found) for one in found if one.status not in UNHEEDED]
        planted, meant = [*map(plain, text["check"])], [*map(plain, text["known"])]
        either = {*map(plain, text.get("either", []))}
        missed, false = [one for one in planted if one not in said], [one for one in said if one not in planted]
        unknown, strange = [one for one in meant if one not in known], [one for one in known if one not in {*meant, *either, *planted}]
        count = counts.setdefault(text["language"], Counter())
        count.update(said=len(said), right=len(said) - len(false), planted=len(planted), found=len(planted) - len(missed))
        count.update(meant=len(meant), known=len(meant) - len(unknown), strange=len(strange))
        count["alarms on neighbours"] += len(said) if text["kind"] == "neighbours" else 0
        if is_told and (missed or false or unknown or strange):
            print(f"{text['file']}: missed {missed}, false {false}, unknown {unknown}, not in the table {strange}")
    return counts


def main() -> None:
    """Print the figures of each language."""
    for language, count in measure(Path(sys.argv[1]), is_told="-v" in sys.argv).items():
        print(f"{language}: precision of check {count['right']}/{count['said']}, recall {count['found']}/{count['planted']}", end=", ")
        print(f"known {count['known']}/{count['meant']}, called known besides {count['strange']}", end=", ")
        print(f"alarms on neighbours {count['alarms on neighbours']}")


if __name__ == "__main__":
    main()
