"""What may stand behind --base and --head."""

import subprocess

import pytest

from deploycheck.snapshots import Resolver, SnapshotError


def opened(play, text):
    return Resolver(play.root).open(text).info


def refused(play, text):
    with pytest.raises(SnapshotError) as caught:
        Resolver(play.root).open(text).entries()
    return str(caught.value)


def test_forms(play):
    commit = play.commit(a_txt="1", d__b_txt="1")
    play.git("tag", "v1.0")

    assert [(info.kind, info.ref, info.commit) for info in (opened(play, text) for text in (
        "git:v1.0", "main", commit[:9], "HEAD", "index", "worktree", "dir:d", "d", "./d/b.txt",
    ))] == [
        ("git", "v1.0", commit), ("git", "main", commit), ("git", commit[:9], commit), ("git", "HEAD", commit),
        ("index", "index", ""), ("worktree", "worktree", ""), ("dir", "d", ""), ("dir", "d", ""),
        ("file", "./d/b.txt", ""),
    ]  # fmt: skip


def test_an_annotated_tag_means_its_commit(play):
    commit = play.commit(a_txt="1")
    play.git("tag", "-a", "v1", "-m", "one")

    assert opened(play, "v1").commit == commit


def test_a_word_that_is_both_needs_a_prefix(play):
    play.commit(main__x_txt="1")

    assert refused(play, "main") == "'main' is a git ref and a path; say git:main, or dir:main"
    assert opened(play, "git:main").kind == "git"
    assert opened(play, "dir:main").kind == "dir"


def test_a_word_that_is_neither_gets_a_suggestion(play):
    play.commit(a_txt="1")
    play.git("branch", "release-1")

    assert refused(play, "relase-1") == "'relase-1' is no git ref and no path; did you mean release-1?"
    assert refused(play, "git:mian") == "git knows no commit 'mian'; did you mean main?"


def test_a_commit_that_a_shallow_clone_left_out(play, clone):
    first = play.commit(a_txt="1")
    play.commit(a_txt="2")

    assert refused(clone("--depth=1"), f"git:{first}") == (
        f"git knows no commit {first!r}; this clone is shallow: fetch the commit first (`git fetch --unshallow origin`)"
    )


def test_places_that_are_not_there(play):
    play.commit(a_txt="1")

    assert refused(play, "dir:nope") == "there is no folder nope"
    assert refused(play, "dir:a.txt") == "there is no folder a.txt"
    assert refused(play, "file:nope") == "there is no file nope"
    assert refused(play, "file:.") == ". is no plain file"
    assert refused(play, "dir:") == "'dir:' names no place; a path goes behind the colon"
    assert refused(play, "file:") == "'file:' names no place; a path goes behind the colon"
    assert refused(play, "") == "'' is no git ref and no path"


def test_folders_and_files_work_without_git(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x").write_text("1")
    monkeypatch.setenv("PATH", "")
    sides = Resolver(tmp_path).sides("a", "dir:b", {})

    assert (list(sides.base.entries()), list(sides.head.entries())) == ([], ["x"])
    with pytest.raises(SnapshotError, match="git isn't installed, or not on PATH"):
        Resolver(tmp_path).open("git:HEAD")


def test_outside_of_git_head_is_the_folder(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "x").write_text("1")
    sides = Resolver(tmp_path).sides("dir:old", None, {})

    assert (sides.head.info.kind, list(sides.head.entries())) == ("dir", ["x"])
    assert sides.reason == ""


def test_from_a_subfolder_the_whole_repository_is_seen(play):
    play.commit(d__b_txt="1", a_txt="1")

    for form in ("git:HEAD", "index", "worktree"):
        assert list(Resolver(play.root / "d").open(form).entries()) == ["a.txt", "d/b.txt"]


def test_a_repository_that_git_refuses_to_read(play):
    play.commit(a_txt="1")
    (play.root / ".git" / "config").write_text("[broken")

    assert refused(play, "git:HEAD").startswith(f"git refuses to read the repository at {play.root}: bad config line")


def test_git_that_hangs_is_given_up(play, monkeypatch):
    def hang(*_arguments, **_options):
        raise subprocess.TimeoutExpired("git", 120)

    monkeypatch.setattr(subprocess, "run", hang)
    assert refused(play, "git:HEAD") == f"git rev-parse took longer than 120 seconds in {play.root}"
