"""A whole table to a file or folder: whole or not at all, and never in the place of what milstats did not write."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time

import pytest

from milstats.cli import export
from milstats.cli.export import form_of
from milstats.data.load import load

TARGETS = ["t.sqlite", "t.db", "t.parquet", "folder/"]


def target(tmp_path, name: str) -> str:
    """Return a path for an export; skip what needs an extra that is not there."""
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    return os.path.join(tmp_path, name)


@pytest.mark.parametrize("name", TARGETS)
def test_an_export_is_whole_and_leaves_nothing_else(milstats, small, tmp_path, name):
    path = target(tmp_path, name)
    assert milstats("export", path, "--data", small) == (0, "", "")
    assert os.listdir(tmp_path) == [name.rstrip("/")]
    if name.startswith("t."):
        assert load(path) == load(small)


@pytest.mark.parametrize("name", TARGETS)
def test_what_milstats_wrote_is_replaced(milstats, small, tmp_path, name):
    path = target(tmp_path, name)
    assert [milstats("export", path, *asked) for asked in (("--data", small), (), ("--data", small))] == [(0, "", "")] * 3
    assert os.listdir(tmp_path) == [name.rstrip("/")]


@pytest.mark.parametrize("name", TARGETS)
def test_what_milstats_did_not_write_is_replaced_by_force_only(milstats, small, tmp_path, name):
    path = target(tmp_path, name)
    if name.endswith("/"):
        os.mkdir(path)
        shutil.copyfile(small, os.path.join(path, "mine.toml"))
    else:
        shutil.copyfile(small, path)
    expected = (5, "", f"milstats: {path}: milstats did not write it; nothing was written, --force replaces it\n")
    assert milstats("export", path, "--data", small) == expected
    assert milstats("export", path, "--data", small, "--force") == (0, "", "")
    assert milstats("export", path, "--data", small) == (0, "", "")
    assert os.listdir(tmp_path) == [name.rstrip("/")]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("folder", ("--to", "sqlite"), "is a folder; nothing was written"),
        ("file", ("--to", "datapackage"), "is no folder; nothing was written"),
        ("missing/t.sqlite", (), "No such file or directory; nothing was written"),
        ("pipe.sqlite", (), "is no regular file; nothing was written"),
    ],
)
def test_what_can_t_be_replaced_is_left_as_it_was(milstats, small, tmp_path, name, arguments, message):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    os.mkfifo(tmp_path / "pipe.sqlite")
    before = sorted(os.listdir(tmp_path))
    for force in ((), ("--force",)):
        assert milstats("export", str(tmp_path / name), *arguments, *force, "--data", small) == (
            5,
            "",
            f"milstats: {tmp_path / name}: {message}\n",
        )
    assert sorted(os.listdir(tmp_path)) == before


def test_a_table_with_a_fault_replaces_nothing(milstats, tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"")
    assert milstats("export", str(path), "--data", "/nowhere").code == 3
    assert path.read_bytes() == b""


def test_a_file_keeps_its_permissions(milstats, small, tmp_path):
    path = tmp_path / "t.sqlite"
    path.touch(mode=0o600)
    assert milstats("export", str(path), "--data", small).code == 0
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["t.sqlite", "folder/"])
def test_at_every_moment_the_old_or_the_new_is_there(milstats, small, tmp_path, name):
    path = target(tmp_path, name)
    assert milstats("export", path, "--data", small).code == 0
    missing, is_over = [], threading.Event()

    def watch() -> None:
        proof = os.path.join(path, "datapackage.json") if name.endswith("/") else path
        while not is_over.is_set():
            missing.extend([True] * (not os.path.exists(proof)))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        assert [milstats("export", path, "--data", small).code for _ in range(20)] == [0] * 20
    finally:
        is_over.set()
        watcher.join()
    assert missing == []


@pytest.mark.parametrize("name", ["t.sqlite", "folder/"])
def test_two_exports_to_one_path_at_once_both_end_well(installed, small, tmp_path, name):
    path = target(tmp_path, name)
    running = [installed.start("export", path, "--data", small) for _ in range(4)]
    assert [(process.wait(timeout=60), *process.communicate()) for process in running] == [(0, b"", b"")] * 4
    assert os.listdir(tmp_path) == [name.rstrip("/")]


def test_where_folders_can_t_be_exchanged_they_are_replaced_all_the_same(milstats, small, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "_exchange", lambda *_: False)
    for _ in range(2):
        assert milstats("export", str(tmp_path / "folder"), "--to", "datapackage", "--data", small) == (0, "", "")
    assert os.listdir(tmp_path) == ["folder"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_old_and_nothing_besides(installed, large, tmp_path, number):
    path = tmp_path / "folder"
    path.mkdir()
    for delay in (0.2, 0.35, 0.5):
        process = installed.start("export", f"{path}/", "--data", large)
        time.sleep(delay)
        process.send_signal(number)
        _, error = process.communicate(timeout=60)
        assert (process.returncode in {0, -number}, error) == (True, b"")
        assert os.listdir(tmp_path) == ["folder"]


def test_a_part_of_a_killed_export_does_not_stop_the_next(installed, small, large, tmp_path):
    process = installed.start("export", str(tmp_path / "t.sqlite"), "--data", large)
    time.sleep(0.4)
    process.kill()
    process.communicate()
    assert installed.run("export", str(tmp_path / "t.sqlite"), "--data", small).code == 0


def test_the_ending_or_the_folder_chooses_the_form(tmp_path):
    assert [form_of(None, path) for path in (f"{tmp_path}/new/", str(tmp_path), "x.DB")] == ["datapackage", "datapackage", "sqlite"]
    assert form_of("SQLite", "x.parquet") == "sqlite"
