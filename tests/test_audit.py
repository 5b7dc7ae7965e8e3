"""The audit of the pins: it fails on a vulnerability whoever knows of it, and never passes for an audit where none was made.

A stand-in for pip-audit answers as the real one does, with what a test puts into a file for each service.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
AUDIT = PROJECT / ".ci" / "audit.py"
STAND_IN = """#!{python}
import pathlib, sys
assert sys.argv[1] == "-s" and ".ci/requirements.txt" in sys.argv
said = pathlib.Path(__file__).with_name(sys.argv[2])
text = said.read_text() if said.exists() else "requests.exceptions.ConnectionError: no name"
print(text, file=sys.stdout if text.startswith("{{") else sys.stderr)
sys.exit(not text.startswith("{{") or '"id"' in text)
"""
SOUND = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1", "3"]}]}
NOBODY_KNOWS = [{"name": name, "skip_reason": "not found"} for name in "ab"]

pytestmark = pytest.mark.skipif(sys.platform == "win32" or not AUDIT.exists(), reason="the checkout's own, run by a shebang")


@pytest.fixture
def audit(tmp_path):
    """Return the status and the lines of an audit, given what each service that can be reached says."""

    def run(**said: list[dict[str, object]] | str) -> tuple[int, list[str]]:
        (tmp_path / "pip-audit").write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
        (tmp_path / "pip-audit").chmod(0o755)
        for service, answer in said.items():
            text = answer if isinstance(answer, str) else json.dumps({"dependencies": answer})
            (tmp_path / service).write_text(text, encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, str(AUDIT)], cwd=PROJECT, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
        )
        return ended.returncode, [*ended.stdout.splitlines(), *ended.stderr.splitlines()]

    return run


def test_where_the_first_service_knows_every_package_no_other_is_asked(audit):
    lines = ["pypi has advisories on 1 of 1 packages", "1 of 1 packages audited, 0 known vulnerabilities"]
    assert audit(pypi=[SOUND], osv="never asked") == (0, lines)


def test_a_vulnerability_fails_and_says_where_it_is_mended(audit):
    lines = [
        "pypi has advisories on 2 of 2 packages",
        "b 2: CVE-1, mended in 2.1, 3",
        "2 of 2 packages audited, 1 known vulnerabilities",
    ]
    assert audit(pypi=[SOUND, FAULTY]) == (1, lines)


def test_what_an_index_without_advisories_does_not_know_another_service_is_asked(audit):
    lines = [
        "pypi has advisories on 0 of 2 packages",
        "osv has advisories on 2 of 2 packages",
        "b 2: CVE-1, mended in 2.1, 3",
        "2 of 2 packages audited, 1 known vulnerabilities",
    ]
    assert audit(pypi=NOBODY_KNOWS, osv=[SOUND, FAULTY]) == (1, lines)


def test_what_none_knows_is_named(audit):
    lines = [
        "pypi has advisories on 1 of 2 packages",
        "osv can't be asked: requests.exceptions.ConnectionError: no name",
        "esms can't be asked: requests.exceptions.ConnectionError: no name",
        "1 of 2 packages audited, 0 known vulnerabilities",
        "not audited: b",
    ]
    assert audit(pypi=[SOUND, NOBODY_KNOWS[1]]) == (0, lines)


@pytest.mark.parametrize("said", [{}, {"pypi": NOBODY_KNOWS}], ids=["no network", "no advisories"])
def test_where_none_can_be_asked_that_is_said_aloud(audit, said):
    code, lines = audit(**said)
    assert (code, lines[-1]) == (0, "NOTHING WAS AUDITED: none of the services has advisories that can be asked for here")
    assert not any("packages audited" in line for line in lines)


def test_a_list_of_packages_that_cannot_be_read_fails(audit):
    assert audit(pypi="ERROR:pip_audit: invalid requirement") == (1, ["not audited: ERROR:pip_audit: invalid requirement"])
