"""Odd names, links, pipes, submodules and giants: listed, never followed into trouble, refused with a reason."""

import os
import time

import pytest

from deploycheck import check
from deploycheck.model.snapshot import UnreadableError
from deploycheck.snapshots import Resolver

EVERYWHERE = ("git:HEAD", "index", "worktree", "dir:.")


def kinds(snapshot):
    return {path: entry.kind for path, entry in snapshot.entries().items()}


def reason(snapshot, path):
    with pytest.raises(UnreadableError) as caught:
        snapshot.read(path)
    return caught.value.reason


@pytest.mark.parametrize("form", EVERYWHERE)
def test_odd_names(play, form):
    names = [
        "new\nline",
        'quote"s',
        "uni-ß-日本",
        "tab\there",
        " space ",
        "-dash",
        "back\\slash",
        ":(glob)*",
        "a\x1b[31mred",
    ]
    for name in names:
        (play.root / name).write_text(name)
    play.commit()
    snapshot = Resolver(play.root).open(form)

    assert sorted(snapshot.entries()) == sorted(names)
    assert [snapshot.read(name).decode() for name in names] == names


@pytest.mark.parametrize("form", [*EVERYWHERE, "untracked"])
def test_names_that_are_no_utf8_are_shown_escaped(play, form):
    with open(os.fsencode(play.root) + b"/caf\xe9", "wb") as file:  # noqa: PTH123 - Path takes no bytes
        file.write(b"1")
    if form == "untracked":
        form = "worktree"
    else:
        play.commit()
    snapshot = Resolver(play.root).open(form)

    assert list(snapshot.entries()) == ["caf\\xe9"]
    assert snapshot.read("caf\\xe9") == b"1"


@pytest.mark.parametrize("form", [*EVERYWHERE, "untracked"])
def test_links(play, form):
    play.write(real__spec_yaml="a: 1", secret_txt="x")
    targets = {
        "inside": "real/spec.yaml", "real/up": "../real/./spec.yaml", "through": "folder/spec.yaml", "folder": "real",
        "loop1": "loop2", "loop2": "loop1", "self": "self", "into/self": ".", "dangling": "nowhere",
        "passwd": "/etc/passwd", "above": "../../../etc/passwd", "trick": "real/../../play/secret.txt",
    }  # fmt: skip
    (play.root / "into").mkdir()
    for name, target in targets.items():
        (play.root / name).symlink_to(target)
    if form == "untracked":
        form = "worktree"
    else:
        play.commit()
    snapshot = Resolver(play.root).open(form)

    assert kinds(snapshot) == {"real/spec.yaml": "file", "secret.txt": "file", **dict.fromkeys(targets, "symlink")}
    for name in ("inside", "real/up", "through"):
        assert snapshot.read(name) == b"a: 1"
        assert snapshot.entries()[name].content_id == snapshot.entries()["real/spec.yaml"].content_id
    for name in ("loop1", "loop2", "self"):
        assert reason(snapshot, name) == "it is a symbolic link in a loop"
    assert reason(snapshot, "folder") == "it is a symbolic link to real, which is no file of this snapshot"
    assert reason(snapshot, "dangling") == "it is a symbolic link to nowhere, which is no file of this snapshot"
    assert reason(snapshot, "passwd") == "it is a symbolic link out of the tree, to /etc/passwd"
    assert reason(snapshot, "above") == "it is a symbolic link out of the tree, to ../../../etc/passwd"
    assert reason(snapshot, "trick") == "it is a symbolic link out of the tree, to real/../../play/secret.txt"


@pytest.mark.parametrize("form", ["worktree", "dir:."])
def test_a_pipe_is_never_opened(play, form):
    play.commit(a_yaml="1")
    (play.root / "a.yaml").unlink()
    os.mkfifo(play.root / "a.yaml")
    began = time.perf_counter()
    snapshot = Resolver(play.root).open(form)

    if "a.yaml" in snapshot.entries():
        assert reason(snapshot, "a.yaml") == "it is no plain file (a pipe, socket or device)"
    assert time.perf_counter() - began < 5


def test_a_pipe_in_a_folder_is_listed(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    snapshot = Resolver(tmp_path).open("dir:.")

    assert kinds(snapshot) == {"pipe": "special"}
    assert reason(snapshot, "pipe") == "it is no plain file (a pipe, socket or device)"


@pytest.mark.parametrize("form", ["worktree", "dir:."])
def test_a_giant_is_refused_by_its_size(play, form):
    play.commit(a_txt="1")
    with (play.root / "big.json").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    snapshot = Resolver(play.root).open(form)

    assert snapshot.entries()["big.json"].size == 100 * 1024 * 1024
    assert reason(snapshot, "big.json") == "it has 100 MiB; files above 64 MiB aren't read"
    assert snapshot.read("a.txt") == b"1"


def test_a_committed_giant_is_refused_and_the_next_file_is_read(play):
    with (play.root / "big.json").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    play.commit(a_txt="1")
    snapshot = Resolver(play.root).open("git:HEAD")

    assert reason(snapshot, "big.json") == "it has 65 MiB; files above 64 MiB aren't read"
    assert snapshot.read("a.txt") == b"1"
    snapshot.close()


def test_binary_files_are_just_bytes(play):
    (play.root / "x.png").write_bytes(bytes(range(256)))
    play.commit()

    assert Resolver(play.root).open("git:HEAD").read("x.png") == bytes(range(256))


def test_a_file_that_may_not_be_read(play, monkeypatch):
    play.commit(a_txt="1")
    play.write(b_txt="2")
    opened = os.open

    def refuse(place, *arguments, **options):
        if str(place).endswith("b.txt"):
            raise PermissionError(13, "Permission denied")
        return opened(place, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    snapshot = Resolver(play.root).open("worktree")

    assert reason(snapshot, "b.txt") == "it can't be opened (Permission denied)"
    assert snapshot.read("a.txt") == b"1"


@pytest.mark.parametrize("form", ["git:HEAD", "index", "worktree"])
def test_a_submodule_is_a_kind_of_its_own(play, form):
    commit = play.commit(a_txt="1")
    play.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor/lib")
    play.git("commit", "--quiet", "-m", "submodule")
    (play.root / "vendor" / "lib").mkdir(parents=True)
    snapshot = Resolver(play.root).open(form)

    assert kinds(snapshot) == {"a.txt": "file", "vendor/lib": "submodule"}
    assert reason(snapshot, "vendor/lib").startswith("it is a git submodule")


def test_a_repository_inside_the_working_tree_is_not_walked_into(play):
    play.commit(a_txt="1")
    (play.root / "inner").mkdir()
    inner = type(play)(play.root / "inner")
    inner.git("init", "--quiet")
    inner.commit(b_txt="1")

    assert kinds(Resolver(play.root).open("worktree")) == {"a.txt": "file", "inner": "submodule"}


@pytest.mark.parametrize("form", EVERYWHERE)
def test_a_pointer_of_git_lfs_is_not_the_file(play, form):
    play.commit(spec_yaml="version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n")

    assert reason(Resolver(play.root).open(form), "spec.yaml") == "git-lfs keeps its content elsewhere"


def test_an_object_that_is_missing_or_damaged(play):
    play.commit(a_txt="1", b_txt="2", c_txt="3")
    snapshot = Resolver(play.root).open("git:HEAD")
    for path, action in (("a.txt", "remove"), ("b.txt", "damage")):
        object_id = snapshot.entries()[path].content_id
        place = play.root / ".git" / "objects" / object_id[:2] / object_id[2:]
        place.unlink()
        if action == "damage":
            place.write_bytes(b"garbage")

    assert reason(snapshot, "a.txt") == "its content isn't in this clone; fetch it first"
    assert reason(snapshot, "b.txt").startswith(("git can't read it", "its content isn't"))
    assert snapshot.read("c.txt") == b"3"
    snapshot.close()


def test_a_file_whose_content_is_not_here_is_not_analysed_whatever_it_may_be(play):
    play.commit(deploy_yaml="a: 1", notes_txt="x")
    play.commit(deploy_yaml="a: 2", notes_txt="y")
    for path in ("deploy.yaml", "notes.txt"):
        object_id = play.git("rev-parse", f"HEAD:{path}")
        (play.root / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()

    report = check(base="git:HEAD~1", head="git:HEAD", root=play.root, cache=None)

    new = [(one.rule, one.location.path) for one in report.findings if one.status == "new"]
    assert new == [("file-not-analysed", "deploy.yaml")]


def test_what_can_be_read_of_many_files_is_read_together(play):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 5\n"
    play.commit(a_txt="one", b_txt="two", c_txt="one", d_txt=pointer, e_txt="x" * (1 << 20) + "y")
    (play.root / "f.txt").symlink_to("a.txt")
    play.commit()

    snapshot = Resolver(play.root).open("git:HEAD")
    found = snapshot.read_many(["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "gone.txt"])

    assert found == {"a.txt": b"one", "b.txt": b"two", "c.txt": b"one", "f.txt": b"one"}
    assert snapshot.read("e.txt").endswith(b"xy")
    snapshot.close()
