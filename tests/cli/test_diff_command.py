"""`deploycheck diff`: what may stand for base and head, formats, and exit codes."""

import json

import pytest
from checked_folders import LESS, SPEC, write

from deploycheck.cli.group import run


@pytest.fixture
def sides(tmp_path, monkeypatch):
    """Write two folders, and go there."""
    write(tmp_path / "base", {"orders/openapi.yaml": SPEC})
    write(tmp_path / "head", {"orders/openapi.yaml": LESS})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ["dir:base", "dir:head"],
        ["base", "head"],
        ["--base", "dir:base", "--head", "dir:head"],
        ["dir:base", "--head", "dir:head"],
        ["file:base/orders/openapi.yaml", "file:head/orders/openapi.yaml"],
        ["base/orders/openapi.yaml", "head/orders/openapi.yaml"],
    ],
    ids=" ".join,
)
def test_base_and_head_take_every_form(sides, capsys, words):
    assert run(["diff", *words]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("1 API changed with 1 breaking change")


def test_refs_are_compared(plain_git, tmp_path, monkeypatch, capsys):
    import subprocess

    def git(*words):
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    for text in (SPEC, LESS):
        write(tmp_path, {"openapi.yaml": text})
        git("add", "-A")
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x")
    monkeypatch.chdir(tmp_path)
    assert run(["diff", "HEAD~1", "HEAD"]) == 0
    assert "breaking   removed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["base", "head"], 0),
        (["base", "head", "--fail-on", "breaking"], 1),
        (["head", "base", "--fail-on", "breaking"], 0),
        (["base", "base", "--fail-on", "breaking"], 0),
        (["base", "head", "head"], 2),
        (["base", "--base", "head"], 2),
        (["base", "nowhere"], 2),
        (["base", "head", "--api", "nowhere"], 2),
        (["base", "head", "-o", "pdf"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_codes(sides, capsys, words, code):
    assert run(["diff", *words]) == code
    assert (capsys.readouterr().err == "") == (code != 2)


def test_what_cannot_be_read_ends_in_two_and_the_rest_is_told(sides, capsys):
    write(sides / "head", {"broken/openapi.yaml": "openapi: 3.0.3\ninfo: [\n"})
    assert run(["diff", "base", "head", "--fail-on", "breaking"]) == 2
    said = capsys.readouterr()
    assert "breaking   removed" in said.out
    assert said.err.startswith("deploycheck: broken/openapi.yaml:")


def test_several_formats_in_one_run(sides, capsys):
    assert run(["diff", "base", "head", "-o", "json=log.json", "-o", "html=log.html", "-o", "markdown"]) == 0
    assert json.loads((sides / "log.json").read_text())["summary"]["breaking"] == 1
    assert (sides / "log.html").read_text().startswith("<!doctype html>")
    assert capsys.readouterr().out.startswith("# API changelog\n")
