"""Fuzzing of one target with atheris, guided by what its inputs reach in the program: `python tests/fuzz_guided.py TARGET SECONDS SEED CORPUS`.

`fuzz.py` starts it where atheris is installed. An input that breaks the target is kept as there, one that it never ends on under the
name that libFuzzer gives it. The corpus is a directory, to which the seeds and every input that reaches something new are added.
"""

from __future__ import annotations

import os
import random
import runpy
import sys
from pathlib import Path

import atheris

# What its bytecode tells of; `tomli` is compiled where there is a wheel of it, and `html` reads the pages.
_INSTRUMENTED = ["milstats", "tomli", "html", "_markupbase"]
_LONGEST = 8_192  # bytes; the shorter an input, the more of them can be tried
_LONGEST_DRAFT = 2_048  # every number of which is held against all figures
_HANGS = 60  # seconds after which an input is given up that is never done with
_MEMORY = 2048  # MiB


def main(name: str, seconds: str, seed: str, corpus: str) -> None:
    """Run a target for so many seconds; the status is 0 unless an input breaks it. Never returns."""
    with atheris.instrument_imports(include=_INSTRUMENTED):  # to the end: renderers are imported late
        fuzz = runpy.run_path(str(Path(__file__).with_name("fuzz.py")))
        target, known = next(one for one in fuzz["TARGETS"] if one.__name__ == name), fuzz["seeds"]()
        for number, data in enumerate(known):
            Path(corpus, f"seed-{number}").write_bytes(data)

        def run(data: bytes) -> None:
            if not fuzz["is_held"](target, data):
                os._exit(1)

        def mutate(data: bytes, longest: int, number: int) -> bytes:
            chance = random.Random(number)  # noqa: S311 -- chance, and the same again
            made = fuzz["mutated"](data, known, chance) if chance.random() < 0.5 else atheris.Mutate(data, longest)
            return bytes(made[:longest])

        options = {
            "max_total_time": seconds,
            "seed": seed,
            "max_len": _LONGEST_DRAFT if name == "draft" else _LONGEST,
            "timeout": _HANGS,
            "report_slow_units": _HANGS,
            "rss_limit_mb": _MEMORY,
            "artifact_prefix": f"{fuzz['FOUND'] / name}-",
        }
        atheris.Setup([sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), corpus], run, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
