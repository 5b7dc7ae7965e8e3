"""`--output FILE`: written whole or not at all, in the format of its ending."""

from __future__ import annotations

import os
import shutil
import stat

import pytest

from milstats.program import main
from milstats.render import ENDINGS, Format

LOOKUPS = [("show",), ("topics",), ("sources",)]


@pytest.mark.parametrize(("ending", "form"), ENDINGS.items())
def test_the_ending_chooses_the_format(milstats, small, tmp_path, ending, form):
    path = tmp_path / f"figures{ending.upper()}"
    assert milstats("show", "--data", small, "-o", str(path))[:2] == (0, "")
    assert path.read_text(encoding="utf-8").replace(f" -o {path}", f" -f {form}") == milstats("show", "--data", small, "-f", form).out


@pytest.mark.parametrize("form", [*Format])
def test_a_stated_format_wins_over_the_ending(milstats, small, tmp_path, form):
    path = tmp_path / "figures.csv"
    assert milstats("topics", "--data", small, "-f", form, "-o", str(path)) == (0, "", "")
    written = path.read_text(encoding="utf-8")
    assert written.replace(f" -o {path}", "") == milstats("topics", "--data", small, "-f", form).out


def test_every_file_format_has_an_ending():
    assert set(Format) - set(ENDINGS.values()) == {Format.PROSE}


@pytest.mark.parametrize("lookup", LOOKUPS, ids=" ".join)
def test_the_ending_wins_over_the_environment(milstats, small, tmp_path, monkeypatch, lookup):
    monkeypatch.setenv("MILSTATS_FORMAT", "csv")
    path = tmp_path / "out.jsonl"
    assert milstats(*lookup, "--data", small, "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize("name", ["out.xyz", "out", ".csv"])
def test_an_ending_that_chooses_nothing_is_a_usage_error_that_lists_those_that_do(milstats, small, tmp_path, name):
    path = tmp_path / name
    expected = f"milstats: {path}: its ending chooses no format; expected .txt, .tsv, .csv, .json, .jsonl, .md, .html, or say --format\n"
    assert milstats("show", "--data", small, "-o", str(path)) == (2, "", expected)
    assert not path.exists()


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_an_empty_output_is_a_usage_error(milstats, small, name):
    assert milstats("show", "--data", small, "-o", name) == (2, "", "milstats: --output is empty; expected a file\n")


def test_a_dash_is_standard_output(milstats, small):
    assert milstats("topics", "--data", small, "-o", "-") == milstats("topics", "--data", small)


def test_a_missing_folder_is_an_error_and_nothing_is_made(milstats, small, tmp_path):
    path = tmp_path / "missing" / "out.csv"
    expected = f"milstats: {path}: No such file or directory; nothing was written\n"
    assert milstats("topics", "--data", small, "-o", str(path)) == (5, "", expected)
    assert [*tmp_path.iterdir()] == []


def test_a_folder_as_output_is_an_error(milstats, small, tmp_path):
    expected = f"milstats: {tmp_path}: Is a directory; nothing was written\n"
    assert milstats("topics", "--data", small, "-f", "csv", "-o", str(tmp_path)) == (5, "", expected)


def test_a_file_name_with_control_characters_is_shown_escaped(milstats, small):
    code, out, error = milstats("topics", "--data", small, "-o", "/missing/\x1b[31m\n.csv")
    assert (code, out) == (5, "")
    assert error == "milstats: /missing/\\x1b[31m\\n.csv: No such file or directory; nothing was written\n"


def test_an_existing_file_is_replaced_and_keeps_its_permissions(milstats, small, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old" * 10_000, encoding="utf-8")
    path.chmod(0o640)
    assert milstats("topics", "--data", small, "-o", str(path)).code == 0
    assert path.read_text(encoding="utf-8") == milstats("topics", "--data", small, "-f", "csv").out
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [*tmp_path.iterdir()] == [path]


def test_a_new_file_obeys_the_umask(milstats, small, tmp_path):
    before = os.umask(0o027)
    try:
        milstats("topics", "--data", small, "-o", str(tmp_path / "out.csv"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("show", "nonsense"), 1), (("show", "--measure", "x"), 2), (("show", "--data", "/missing"), 3), (("topics", "-f", "x"), 2)],
)
def test_a_failure_leaves_the_existing_file_as_it_was(milstats, tmp_path, arguments, code):
    path = tmp_path / "out.csv"
    path.write_text("kept", encoding="utf-8")
    assert milstats(*arguments, "-o", str(path)).code == code
    assert path.read_text(encoding="utf-8") == "kept"
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_that_can_t_be_written_whole_leaves_the_existing_one_as_it_was(unmeasured, large, tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("kept", encoding="utf-8")
    ended = unmeasured.bash('ulimit -f 8; trap "" XFSZ; milstats show --data "$1" -o "$2"', large, str(path))
    assert ended == (5, b"", f"milstats: {path}: File too large; nothing was written\n".encode())
    assert path.read_text(encoding="utf-8") == "kept"
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("closed", ["folder", "file"])
def test_what_may_not_be_written_is_left_as_it_was(milstats, small, tmp_path, closed):
    path = tmp_path / "folder" / "out.csv"
    path.parent.mkdir()
    path.write_text("kept", encoding="utf-8")
    place = path.parent if closed == "folder" else path
    place.chmod(0o500)
    assert milstats("topics", "--data", small, "-o", str(path)) == (5, "", f"milstats: {path}: Permission denied; nothing was written\n")
    place.chmod(0o700)
    assert path.read_text(encoding="utf-8") == "kept"


def test_a_symbolic_link_stays_one_and_its_target_is_replaced(milstats, small, tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert milstats("topics", "--data", small, "-o", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("topic,")


def test_a_dangling_link_makes_its_target(milstats, small, tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    assert milstats("topics", "--data", small, "-o", str(link)).code == 0
    assert target.exists()


def test_a_loop_of_links_is_an_error(milstats, small, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(link)
    code, out, error = milstats("topics", "--data", small, "-o", str(link))
    assert (code, out, error.count("\n"), "Traceback" in error) == (5, "", 1, False)
    assert link.is_symlink()


@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_as_a_file_is_written_to(installed, small, device):
    ended = installed.bash(f'milstats topics --data "$1" -f csv -o {device} | cat', small)
    assert ended == installed.run("topics", "--data", small, "-f", "csv")


def test_a_named_pipe_is_written_to(installed, small, tmp_path):
    ended = installed.bash('mkfifo "$2"; cat "$2" & milstats topics --data "$1" -f csv -o "$2"; wait', small, str(tmp_path / "pipe"))
    assert ended == installed.run("topics", "--data", small, "-f", "csv")


def test_a_full_device_as_output_is_an_error(milstats, small):
    expected = "milstats: /dev/full: No space left on device; nothing was written\n"
    assert milstats("topics", "--data", small, "-f", "csv", "-o", "/dev/full") == (5, "", expected)


def test_the_null_device_stays_a_device(milstats, small):
    assert milstats("topics", "--data", small, "-f", "csv", "-o", os.devnull) == (0, "", "")
    assert not os.path.isfile(os.devnull)  # noqa: PTH113


def test_the_table_itself_can_be_written_over_only_when_asked_for(tmp_path, small):
    path = tmp_path / "in.json"
    shutil.copyfile(small, path)
    assert main(["topics", "--data", str(path), "-o", str(path)]) == 0
    assert path.read_text(encoding="utf-8").startswith("{")


def test_a_very_long_file_name_is_a_bounded_error(milstats, small):
    code, out, error = milstats("topics", "--data", small, "-o", f"{'x' * 100_000}.csv")
    assert (code, out, "File name too long" in error, len(error) < 400) == (5, "", True, True)
