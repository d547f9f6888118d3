"""Files that the command line or the estate names and that can't be read: exit 2 from every command."""

import pytest
from checked_folders import GOOD, write

from deploycheck.cli.group import run
from deploycheck.snapshots.disk import Disk


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "bad.yaml"),
        (b"[" * 100_000, "the nesting is deeper than 500 levels"),
        (b"1", "bad.yaml"),
        (bytes(range(256)), "bad.yaml"),
        ("a: 1".encode("utf-16"), "the file is encoded as UTF-16; save it as UTF-8"),
        (b'{"schema": "x", "a": [', "bad.yaml"),
    ],
    ids=["empty", "deep", "number", "binary", "UTF-16", "truncated"],
)
@pytest.mark.parametrize(
    "command",
    [("plan", "--contracts", "bad.yaml"), ("verify-plan", "bad.yaml", "--contracts", "good.yaml"), ("explain", "dc1:1", "--report", "bad.yaml")],
    ids=lambda command: command[0],
)  # fmt: skip
def test_a_file_of_the_command_line_that_cannot_be_read(capsys, tmp_path, monkeypatch, command, data, words):  # noqa: PLR0917
    good = b"schema: deploycheck.contracts/v1\ncomponents: {a: {deployed: [v1], proposed: v2, versions: {v1: {}, v2: {}}}}\n"
    write(tmp_path, {"bad.yaml": data, "good.yaml": good})
    monkeypatch.chdir(tmp_path)
    code = run(list(command))
    said = capsys.readouterr()

    assert (code, said.out) == (2, "")
    assert said.err.startswith("deploycheck: bad.yaml:")
    assert words in said.err
    assert "mistake in deploycheck" not in said.err


def test_a_side_that_is_a_link_in_a_loop(capsys, tmp_path, plain_git, monkeypatch):
    (tmp_path / "loop").symlink_to("loop")
    monkeypatch.chdir(tmp_path)

    assert run(["check", "--base", "file:loop", "--head", "file:loop"]) == 2
    assert capsys.readouterr().err == "deploycheck: there is no file loop\n"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("plan",), False),
        (("contracts",), False),
        (("graph",), True),
        (("waivers",), True),
        (("can-i-deploy", "keep"), False),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
@pytest.mark.parametrize(
    "mistake",
    [{"orders/openapi.yaml": "a: [1"}, {"deploycheck.toml": "a = ["}, {"deploycheck-deployments.yaml": "a: ["}],
    ids=["a spec", "the configuration", "the record"],
)
def test_no_command_is_green_where_a_named_file_cannot_be_read(  # noqa: PLR0917
    capsys, tmp_path, monkeypatch, plain_git, words, shown, mistake
):
    write(tmp_path / "base", GOOD)
    write(tmp_path / "head", {**GOOD, **mistake})
    monkeypatch.chdir(tmp_path)
    head = "--version" if words[0] == "can-i-deploy" else "--head"
    code = run([*words, "--base", "dir:base", head, "dir:head"])
    said = capsys.readouterr()

    assert (code, bool(said.out) and words[0] == "graph") == (2, shown and words[0] == "graph")
    assert said.err.startswith(f"deploycheck: {next(iter(mistake))}:")


SPEC = '{"openapi": "3.0.0", "info": {"title": "a", "version": "1"}, "paths": {}}'


@pytest.mark.parametrize(
    ("base", "head", "code", "words"),
    [
        (SPEC, SPEC.replace("1", "NaN").replace('"NaN"', "NaN"), 2, "JSON has no NaN and no Infinity"),
        ("SELECT 1", "hello", 2, "it is nothing that deploycheck knows"),
        ("hello", "world", 2, "it is nothing that deploycheck knows"),
        ("hello", SPEC, 0, "warning base-not-analysed"),
    ],
    ids=["broken", "no kind", "no kind on both sides", "base alone"],
)
def test_two_files_of_which_one_cannot_be_understood(capsys, tmp_path, plain_git, monkeypatch, base, head, code, words):  # noqa: PLR0917
    write(tmp_path, {"old.json": base.encode(), "new.json": head.encode()})
    monkeypatch.chdir(tmp_path)

    assert run(["check", "--base", "file:old.json", "--head", "file:new.json", "--no-cache"]) == code
    assert words in capsys.readouterr().out


def test_two_files_outside_of_git_leave_the_folders_around_them_alone(capsys, tmp_path, plain_git, monkeypatch):
    write(tmp_path, {"old.json": SPEC.encode(), "new.json": SPEC.replace("1", "2").encode(), "deep/large.bin": b"x"})
    monkeypatch.chdir(tmp_path)
    looked_at = []
    entry = Disk.entry
    monkeypatch.setattr(Disk, "entry", lambda disk, raw: looked_at.append(raw) or entry(disk, raw))

    assert run(["check", "--base", "file:old.json", "--head", "file:new.json", "--no-cache"]) == 0
    assert b"deep/large.bin" not in looked_at
    assert b"new.json" in looked_at


def test_policies_in_a_folder_hold_for_two_files_outside_of_git(capsys, tmp_path, plain_git, monkeypatch):
    settings = {
        "deploycheck.toml": b'policies = ["policies"]\n',
        "policies/read.py": b'raise RuntimeError("it is read")\n',
    }
    write(tmp_path, {"old.json": SPEC.encode(), "new.json": SPEC.replace("1", "2").encode(), **settings})
    monkeypatch.chdir(tmp_path)

    assert run(["check", "--base", "file:old.json", "--head", "file:new.json", "--no-cache"]) == 2
    assert "it is read" in capsys.readouterr().out


@pytest.mark.parametrize("commits", [0, 1])
def test_two_files_in_a_bare_repository(capsys, plain_git, monkeypatch, play, commits):
    if commits:
        play.write(deploycheck_toml='fail-on = "never"\n')
        play.commit()
    play.git("config", "core.bare", "true")
    bare = play.root / ".git"
    write(bare, {"old.json": SPEC.encode(), "new.json": SPEC.replace("1", "2").encode()})
    monkeypatch.chdir(bare)

    assert run(["check", "--base", "file:old.json", "--head", "file:new.json", "--no-cache"]) == 0
    assert run(["check", "--no-cache"]) == 2
    assert "bare repository" in capsys.readouterr().err
