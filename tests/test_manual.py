"""The manual page: every command and option, in troff that prints as it reads."""

from __future__ import annotations

import shutil
import subprocess

import pytest
import typer

from milstats.newsroom import app


def test_every_command_and_every_status_is_in_it(milstats):
    code, out, error = milstats("man")
    assert (code, error) == (0, "")
    commands = [*typer.main.get_command(app).commands]  # type: ignore[attr-defined]
    assert len(commands) >= 10
    for command in commands:
        assert f'.SS "milstats {command} ' in out
    for status in range(6):
        assert f'.TP\n.B "{status}"\n' in out
    assert '.SH "ENVIRONMENT"\n.TP\n.B "MILSTATS_DATA"\n' in out


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_prints_it_without_a_warning_and_loses_no_hyphen_or_quote(milstats):
    page = milstats("man").out
    run = subprocess.run(["groff", "-man", "-Tascii", "-ww", "-P-c"], input=page, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    assert "milstats cite --compare proekt-awol-convicted-2021 proekt-awol-convicted-wartime" in run.stdout
    assert "jq '.rows[] | select(.verdict != \"none\")'" in run.stdout
    assert "~/.local/share/man/man1/milstats.1" in run.stdout


def test_it_can_be_written_to_a_file(milstats, tmp_path):
    assert milstats("man", "-o", str(tmp_path / "milstats.1")) == (0, "", "")
    assert (tmp_path / "milstats.1").read_text(encoding="utf-8") == milstats("man").out
