"""Nothing is left half-written, and nothing that went wrong looks green."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from checked_folders import GOOD, LESS, write

from deploycheck.cli.output import write_whole
from deploycheck.model.errors import UsageError


@pytest.fixture
def folders(tmp_path):
    write(tmp_path / "base", GOOD)
    more = {f"s{number}/openapi.yaml": LESS.replace("Orders", f"S{number}") for number in range(60)}
    write(
        tmp_path / "base",
        {path: text.replace("paths:", "paths:\n  /gone: {get: {responses: {}}}") for path, text in more.items()},
    )
    write(tmp_path / "head", {**GOOD, **more, "keep/openapi.yaml": LESS})
    return tmp_path


def start(cwd, *words, **settings):
    command = [
        sys.executable,
        "-m",
        "deploycheck.cli",
        "check",
        "--base",
        "dir:base",
        "--head",
        "dir:head",
        "--no-cache",
    ]
    return subprocess.Popen([*command, *words], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings)


def test_a_reader_that_leaves_early_is_no_traceback_and_no_green(folders):
    process = start(folders, "-o", "json", "--fail-on", "never")
    process.stdout.close()
    error = process.stderr.read().decode()
    process.stderr.close()

    assert (process.wait(30), error) == (2, "")


def test_a_full_disk_under_a_report_is_exit_2_and_leaves_nothing(folders):
    process = start(
        folders, "-o", "json=r.json", "--fail-on", "never",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)),
    )  # fmt: skip
    out, error = process.communicate(timeout=30)

    assert (process.returncode, out) == (2, b"")
    assert error.decode() == "deploycheck: r.json cannot be written: File too large\n"
    assert {path.name for path in folders.iterdir()} == {"base", "head"}


def test_a_report_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "r.json"
    write_whole(target, "old")

    def fail(self, other):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(UsageError, match=r"r\.json cannot be written: No space left on device"):
        write_whole(target, "new")

    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_link_at_the_target_is_replaced_and_not_followed(tmp_path):
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "r.json").symlink_to("victim")
    write_whole(tmp_path / "r.json", "new")

    assert (tmp_path / "victim").read_text() == "mine"
    assert (tmp_path / "r.json").read_text() == "new"
