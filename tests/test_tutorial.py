"""The tutorial, run: its files are written, its commands executed, its answers compared."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from golden import ROOT, UPDATE

from deploycheck.cli.group import run
from deploycheck.documents.fences import Fence, blocks

TUTORIAL = ROOT / "docs" / "tutorial.md"
WHEN = {"GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z"}
WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
AS = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}


def test_every_answer_of_the_tutorial_is_what_the_program_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (WHEN | WHO | AS | {"COLUMNS": "100", "NO_COLOR": "1"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text("utf-8")
    answers: list[tuple[Fence, str]] = []
    said = ""
    for block in blocks(text):
        match block:
            case Fence(info="sh", text=commands):
                said = "".join(_run(shlex.split(line), capsys) for line in commands.splitlines())
            case Fence(info="text"):
                answers.append((block, said))
            case Fence(info=info, text=content) if " " in info:
                path = tmp_path / info.partition(" ")[2]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, "utf-8")
    if os.environ.get(UPDATE):
        _write(text, answers)
    else:
        assert [said for _, said in answers] == [fence.text for fence, _ in answers]
    assert len(answers) == 4


def _run(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    if words[0] == "git":
        subprocess.run(words, check=True, capture_output=True)
        return ""
    capsys.readouterr()
    code = run([*words[1:], "--no-cache"])
    lines = capsys.readouterr().out.splitlines()
    return "".join(f"{line}\n" for line in [*(line.rstrip() for line in lines), f"(exit code {code})"])


def _write(text: str, answers: list[tuple[Fence, str]]) -> None:
    lines = text.splitlines()
    for fence, said in reversed(answers):
        lines[fence.line : fence.line + fence.text.count("\n")] = said.splitlines()
    TUTORIAL.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
