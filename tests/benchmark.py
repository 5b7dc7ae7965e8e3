"""How long milstats takes to start, and what large tables cost: `python tests/benchmark.py`. Not a test: nothing here can fail.

Every figure is a ratio within one run, of medians of paired runs (one of each in turn), so that a busy or slow machine moves
both sides alike. Start-up is measured in starts of a bare interpreter, tables in times of `tomli.loads` of the same file alone.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from math import nan
from pathlib import Path
from shutil import which
from statistics import median

PYTHON = sys.executable
MILSTATS = str(Path(PYTHON).with_name("milstats"))
RUNS, RUNS_OF_TABLES = 15, 5
SIZES = (10_000, 100_000, 1_000_000)
LARGE = 1_000_000  # from here on one run each

HEAD = """format = 1
version = "generated"
[offences.awol]
label = "absence without official leave"
[sources.s]
type = "dataset"
title = "Generated"
publisher = "Nobody"
accessed = 2026-01-01
published = 2025-01-01
language = "en"
url = "https://example.org/"
role = "relayer"
grade = "relay"
"""
FIGURE = """[figures.counter-awol-convicted-{n}]
offence  = "awol"
measure  = "convicted"
unit     = "person"
value    = {value}
period   = "{year}"
counter  = "Counter {series}"
source   = "s"
relation = "paraphrased"
quote    = "{value:,} soldiers convicted during the year"
where    = "paragraph 3"
"""
PARSE = "import sys, tomli; tomli.loads(open(sys.argv[1], 'rb').read().decode())"
LOAD = "import sys; from milstats.data.load import load; load(sys.argv[1])"


def generated(figures: int) -> str:
    """Return a table of so many figures, ten to a series."""
    records = (FIGURE.format(n=n, value=1000 + n, year=2010 + n % 10, series=n // 10) for n in range(figures))
    return HEAD + "".join(records)


def piped(command: list[str]) -> float:
    """Return the seconds that a command takes with its output in a pipe, NaN if it gives no answer."""
    start = time.perf_counter()
    status = subprocess.run(command, capture_output=True, check=False).returncode
    return time.perf_counter() - start if status in {0, 1} else nan


def on_terminal(command: list[str]) -> float:
    """Return the seconds that a command takes on a pseudo-terminal."""
    start = time.perf_counter()
    child, handle = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "PAGER": "cat"}
        os.execv(command[0], command)  # noqa: S606 -- the point is to start it
    try:
        while os.read(handle, 65536):
            pass
    except OSError:  # Linux reports the end of a pseudo-terminal so
        pass
    os.waitpid(child, 0)
    os.close(handle)
    return time.perf_counter() - start


def ratio(run: Callable[[], float], base: Callable[[], float], runs: int) -> float:
    """Return the median of the ratios of paired runs, after one of each to warm up where there are several."""
    if runs > 1:
        run(), base()
    return median(run() / base() for _ in range(runs))


def peak(command: list[str]) -> float:
    """Return the peak memory of a command in MB."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_maxrss / 1024


def bare() -> float:
    """Return the seconds that an interpreter takes to start and do nothing."""
    return piped([PYTHON, "-c", "pass"])


def starts(folder: Path) -> None:
    """Print how many bare interpreter starts each command takes, beside its bound."""
    draft = str(Path(__file__).parent / "data" / "drafts" / "article.md")
    plain = (
        "topics",
        "trend awol",
        "cite proekt-awol-convicted-2021",
        "check",
        f"factcheck {draft}",
        f"export {folder / 'figures.sqlite'} --force",
    )
    commands: dict[str, tuple[Callable[[], float], str]] = {
        "python -c 'import typer'": (partial(piped, [PYTHON, "-c", "import typer"]), ""),
        "show awol, piped": (partial(piped, [MILSTATS, "show", "awol"]), "4.0 (3.5 on 3.13)"),
        "compare 2021 2023, piped": (partial(piped, [MILSTATS, "compare", "2021", "2023"]), "4.8"),
        "show awol -f json, piped": (partial(piped, [MILSTATS, "show", "awol", "-f", "json"]), ""),
        **{line.partition(" ")[0]: (partial(piped, [MILSTATS, *line.split()]), "7.6") for line in plain},
        "topics, by way of Typer": (partial(piped, [MILSTATS, "topics", "-ftsv"]), "7.6"),
        "--help": (partial(piped, [MILSTATS, "--help"]), "7.6"),
        "show awol, on a terminal": (partial(on_terminal, [MILSTATS, "show", "awol"]), "9"),
    }
    print(f"{'milstats':32} {'starts':>6}  at most")
    for name, (run, bound) in commands.items():
        print(f"{name:32} {ratio(run, bare, RUNS):6.1f}  {bound}", flush=True)


def instead(folder: Path) -> None:
    """Print what a user would type instead, where it is installed: the rows of one offence out of the same table."""
    rows = folder / "figures.csv"
    rows.write_bytes(subprocess.run([MILSTATS, "show", "--all", "-f", "csv"], capture_output=True, check=True).stdout)
    commands = {
        "milstats show awol": [MILSTATS, "show", "awol"],
        "Miller on a CSV of it": ["mlr", "--icsv", "--otsv", "filter", '$offence == "awol"', str(rows)],
        "csvgrep on a CSV of it": ["csvgrep", "-c", "offence", "-m", "awol", str(rows)],
        "DuckDB on a CSV of it": [PYTHON, "-c", f"import duckdb; duckdb.sql(\"from '{rows}' where offence = 'awol'\").show()"],
    }
    print("\nthe rows of one offence: starts of a bare interpreter")
    for name, command in commands.items():
        found = which(command[0])
        print(f"{name:32} {f'{ratio(partial(piped, command), bare, RUNS):6.1f}' if found else 'is not installed'}", flush=True)


def tables(folder: Path) -> None:
    """Print what loading and asking generated tables costs, in times of parsing them alone; both with the interpreter's start."""
    names = ("load: time", "memory", "show: time", "compare: time", "export: time")
    print(f"\n{'figures':>10} {' '.join(f'{name:>13}' for name in names)}   in times of tomli.loads alone (load: at most 1.5, memory 1.3)")
    for size in SIZES:
        path, exported = folder / f"{size}.toml", folder / f"{size}.parquet"
        path.write_text(generated(size), encoding="utf-8")
        parse, load = [PYTHON, "-c", PARSE, str(path)], [PYTHON, "-c", LOAD, str(path)]
        asked = (
            [MILSTATS, "show", "--counter", "Counter 7", "--data", str(path)],
            [MILSTATS, "compare", "2015", "2016", "--data", str(path)],
            [MILSTATS, "export", str(exported), "--force", "--data", str(path)],
        )
        runs = RUNS_OF_TABLES if size < LARGE else 1
        times = [ratio(partial(piped, command), partial(piped, parse), runs) for command in (load, *asked)]
        cells = [times[0], peak(load) / peak(parse), *times[1:]]
        print(f"{size:>10,} {' '.join(f'{cell:13.2f}' for cell in cells)}", flush=True)
        count = f"import duckdb; duckdb.sql(\"select offence, count(*), sum(value) from '{exported}/figures.parquet' group by 1\").show()"  # noqa: S608 -- our own path
        if exported.exists():
            engine = ratio(partial(piped, [PYTHON, "-c", count]), partial(piped, load), runs)
            print(f"{'':>10} DuckDB sums the exported Parquet in {engine:.3f} times the loading of the TOML", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        starts(Path(temporary))
        instead(Path(temporary))
        tables(Path(temporary))
