"""How long milstats takes to start, and what large tables cost: `python tests/benchmark.py`. Not a test: nothing here can fail.

Every figure is a ratio within one run, of medians of paired runs (one of each in turn), so that a busy or slow machine moves
both sides alike. Start-up is set against `python -c pass`, tables against `tomli.loads` of the same file alone.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import which
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON = sys.executable
MILSTATS = str(Path(PYTHON).with_name("milstats"))
RUNS, RUNS_OF_TABLES = 15, 7
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LARGE = 1_000_000  # from here on one run each, of loading alone

_HEAD = """format = 1
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
"""
_FIGURE = """[figures.counter-awol-convicted-{n}]
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
_TOMLI = "import sys, tomli; tomli.loads(open(sys.argv[1], 'rb').read().decode())"
_LOAD = "import sys; from milstats.load import load; load(sys.argv[1])"


def generated(figures: int) -> str:
    """Return a table of so many figures, ten to a series."""
    records = (_FIGURE.format(n=n, value=1000 + n, year=2010 + n % 10, series=n // 10) for n in range(figures))
    return _HEAD + "".join(records)


def piped(command: list[str], environment: dict[str, str] | None = None, stdin: str = "") -> float:
    """Return the seconds that a command takes with its output in a pipe."""
    start = time.perf_counter()
    subprocess.run(command, input=stdin.encode(), capture_output=True, check=False, env={**os.environ, **(environment or {})})
    return time.perf_counter() - start


def on_terminal(command: list[str]) -> float:
    """Return the seconds that a command takes on a pseudo-terminal."""
    start = time.perf_counter()
    child, handle = pty.fork()
    if child == 0:
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


def starts() -> None:
    """Print how many bare interpreter starts each command takes."""
    completion = {"_MILSTATS_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "milstats show aw"}
    commands: dict[str, Callable[[], float]] = {
        "python -c 'import typer'": lambda: piped([PYTHON, "-c", "import typer"]),
        "milstats show awol, piped": lambda: piped([MILSTATS, "show", "awol"]),
        "milstats compare 2021 2023, piped": lambda: piped([MILSTATS, "compare", "2021", "2023"]),
        "milstats show awol -f json, piped": lambda: piped([MILSTATS, "show", "awol", "-f", "json"]),
        "milstats show awol, on a terminal": lambda: on_terminal([MILSTATS, "show", "awol"]),
        "milstats --help": lambda: piped([MILSTATS, "--help"]),
        "milstats --version": lambda: piped([MILSTATS, "--version"]),
        "one completion": lambda: piped([MILSTATS], completion),
    }
    print(f"{'':40} starts of a bare interpreter")
    for name, run in commands.items():
        print(f"{name:40} {ratio(run, bare, RUNS):6.1f}", flush=True)
    compared = ratio(commands["milstats compare 2021 2023, piped"], commands["milstats show awol, piped"], 10 * RUNS)  # close together
    print(f"compare 2021 2023 in times of show awol {compared:7.2f}", flush=True)
    many = "awol\ndesertion\n337\nProekt\n" * 250
    thousand = ratio(lambda: piped([MILSTATS, "show", "-"], stdin=many), lambda: piped([MILSTATS, "show", "-"], stdin="awol\n"), RUNS)
    print(f"a thousand topics from stdin in times of one {thousand:5.2f}", flush=True)


def peers(folder: Path) -> None:
    """Print what a user would type instead, where it is installed: the rows of one offence out of the same table."""
    table = Path(__file__).parents[1] / "data" / "figures.toml"
    rows = folder / "figures.csv"
    rows.write_bytes(subprocess.run([MILSTATS, "show", "--all", "-f", "csv"], capture_output=True, check=True).stdout)
    query = '.figures | to_entries[] | select(.value.offence == "awol") | [.key, .value.value, .value.quote] | @tsv'
    instead = {
        "tomlq on figures.toml": ["tomlq", "-r", query, str(table)],
        "Miller on a CSV of it": ["mlr", "--icsv", "--otsv", "filter", '$offence == "awol"', str(rows)],
        "csvgrep on a CSV of it": ["csvgrep", "-c", "offence", "-m", "awol", str(rows)],
        "DuckDB on a CSV of it": ["duckdb", "-csv", "-c", f"from '{rows}' where offence = 'awol'"],
    }
    print("\nthe rows of one offence: starts of a bare interpreter")
    for name, command in {"milstats show awol": [MILSTATS, "show", "awol"], **instead}.items():
        if which(command[0]) is None:
            print(f"{name:40} is not installed")
        else:
            print(f"{name:40} {ratio(lambda command=command: piped(command), bare, RUNS):6.1f}", flush=True)  # type: ignore[misc]


def tables(folder: Path) -> None:
    """Print what loading generated tables costs, in times of parsing them alone; both with the interpreter's start."""
    names = ("load: time", "memory", "show: time", "memory", "compare: time", "memory")
    print(f"\n{'figures':>10} {' '.join(f'{name:>13}' for name in names)}   in times of tomli.loads alone")
    for size in SIZES:
        path = folder / f"{size}.toml"
        path.write_text(generated(size), encoding="utf-8")
        parse = [PYTHON, "-c", _TOMLI, str(path)]
        cells = []
        commands = [
            [PYTHON, "-c", _LOAD, str(path)],
            [MILSTATS, "show", "--counter", "Counter 7", "--data", str(path)],
            [MILSTATS, "compare", "2015", "2016", "--data", str(path)],
        ]
        runs = RUNS_OF_TABLES if size < LARGE else 1
        if size >= LARGE:
            del commands[1:]
        for command in commands:
            time_ratio = ratio(lambda command=command: piped(command), lambda parse=parse: piped(parse), runs)  # type: ignore[misc]
            cells += [f"{time_ratio:13.2f}", f"{peak(command) / peak(parse):13.2f}"]
        print(f"{size:>10,} {' '.join(cells)}", flush=True)


if __name__ == "__main__":
    starts()
    with tempfile.TemporaryDirectory() as temporary:
        peers(Path(temporary))
        tables(Path(temporary))
