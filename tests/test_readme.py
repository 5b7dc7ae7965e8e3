"""The README's Python, and its lines for other engines, run as they stand; an engine only where it is installed."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
TEXT = README.read_text(encoding="utf-8")
LINES = re.findall(r"^(?!```).+", TEXT.partition("<!-- other engines -->")[2].partition("\n```\n")[0], re.MULTILINE)
FOLDER = Path(sys.executable).parent
pytestmark = pytest.mark.installed


def line(word: str) -> str:
    return next(str(one) for one in LINES if word in one)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run a line of the shell where the exports are; milstats is on the path."""
    folder = tmp_path_factory.mktemp("engines")
    path = os.pathsep.join((os.environ["PATH"], str(FOLDER)))  # Spark looks for itself beside the first python
    environment = {**os.environ, "PATH": path, "SPARK_LOCAL_IP": "127.0.0.1"}

    def run(script: str) -> str:
        ended = subprocess.run(
            ["bash", "-ec", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run


def test_the_python_of_the_readme_runs():
    [block] = re.findall(r"^```pycon\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    case = doctest.DocTestParser().get_doctest(block, {}, "README", str(README), 0)
    assert len(case.examples) >= 5
    assert doctest.DocTestRunner().run(case).failed == 0


def test_the_readme_has_at_most_150_lines():
    assert TEXT.count("\n") <= 150


def test_the_readme_has_a_line_for_each_engine():
    assert len(LINES) == 4


def test_datasette_opens_the_exported_sqlite(run):
    pytest.importorskip("datasette", reason="datasette is not installed")
    assert "proekt-awol-convicted-2021" in run(f"{line('datasette')} --get /figures/figures/proekt-awol-convicted-2021.json")


def test_duckdb_reads_the_exported_parquet(run):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    pytest.importorskip("duckdb", reason="duckdb is not installed")
    run(line("--to parquet"))
    if shutil.which("duckdb"):
        assert "Proekt" in run(line("duckdb"))
    query = shlex.split(line("duckdb"))[2]
    code = f"import duckdb; print(dict(duckdb.sql({query!r}).fetchall()))"
    assert re.search(r"'Proekt': [1-9]", run(f"{sys.executable} -c {shlex.quote(code)}"))


def test_spark_reads_the_exported_parquet(run):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    if not (shutil.which("spark-sql") and shutil.which("java")):
        pytest.skip("Spark is not installed")
    run(line("--to parquet"))
    assert re.search(r"^awol\t[1-9][0-9]*$", run(line("spark-sql")), re.MULTILINE)
