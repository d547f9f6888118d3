"""A commit, the index, the working tree, a folder and a file show what they should, with the same content ids."""

import hashlib
import os

import pytest

from deploycheck.model.entries import changed_paths
from deploycheck.model.snapshot import UnreadableError, at_root
from deploycheck.snapshots import Resolver, SnapshotError


def shown(snapshot):
    return {path: snapshot.read(path).decode() for path, entry in snapshot.entries().items() if entry.kind == "file"}


def ids(snapshot):
    return {path: entry.content_id for path, entry in snapshot.entries().items()}


def test_a_commit_shows_its_files(play):
    first = play.commit(a_txt="1", b__c_txt="2")
    play.commit(a_txt="3")
    snapshot = Resolver(play.root).open(f"git:{first}")

    assert shown(snapshot) == {"a.txt": "1", "b/c.txt": "2"}
    assert list(snapshot.entries()) == ["a.txt", "b/c.txt"]
    assert (snapshot.info.kind, snapshot.info.commit) == ("git", first)
    snapshot.close()


def test_content_ids_are_gits_own(play):
    play.commit(a_txt="1")

    expected = hashlib.sha1(b"blob 1\x001", usedforsecurity=False).hexdigest()
    for form in ("git:HEAD", "index", "worktree", "dir:."):
        assert ids(Resolver(play.root).open(form)) == {"a.txt": expected}


def test_the_index_shows_what_is_staged(play):
    play.commit(a_txt="1", b_txt="1", c_txt="1")
    play.write(a_txt="staged", n_txt="new")
    play.git("add", "a.txt", "n.txt")
    play.git("rm", "--quiet", "b.txt")
    play.write(a_txt="later", u_txt="untracked")

    assert shown(Resolver(play.root).open("index")) == {"a.txt": "staged", "c.txt": "1", "n.txt": "new"}


def test_the_index_is_the_one_that_a_commit_in_progress_uses(play, monkeypatch):
    play.commit(a_txt="1")
    monkeypatch.setenv("GIT_INDEX_FILE", str(play.root / ".git" / "other-index"))
    play.git("read-tree", "HEAD")
    play.write(a_txt="other")
    play.git("add", "a.txt")

    assert shown(Resolver(play.root).open("index")) == {"a.txt": "other"}
    assert shown(Resolver(play.root).open("git:HEAD")) == {"a.txt": "1"}


def test_the_working_tree_shows_uncommitted_and_untracked_but_no_ignored_files(play):
    play.commit(_gitignore="*.log\n", a_txt="1", b_txt="1", same_txt="1")
    play.write(a_txt="2", u__new_txt="untracked", x_log="ignored")
    (play.root / "b.txt").unlink()
    play.write(s_txt="staged")
    play.git("add", "s.txt")
    play.write(i_txt="intended")
    play.git("add", "--intent-to-add", "i.txt")

    snapshot = Resolver(play.root).open("worktree")
    assert shown(snapshot) == {
        ".gitignore": "*.log\n", "a.txt": "2", "i.txt": "intended", "s.txt": "staged", "same.txt": "1",
        "u/new.txt": "untracked",
    }  # fmt: skip
    assert list(snapshot.entries()) == sorted(snapshot.entries())


def test_whether_a_file_changed_is_gits_verdict(play):
    play.git("config", "core.autocrlf", "true")
    (play.root / "a.txt").write_bytes(b"1\r\n")
    play.commit()
    os.utime(play.root / "a.txt", (1, 1))
    sides = Resolver(play.root).sides("git:HEAD", "worktree", {})

    assert changed_paths(sides.base.entries(), sides.head.entries()) == frozenset()
    assert sides.head.read("a.txt") == sides.base.read("a.txt") == b"1\n"


def test_a_merge_conflict_cannot_be_read_from_the_index(play):
    play.commit(a_txt="1", b_txt="1")
    play.git("checkout", "--quiet", "-b", "other")
    play.commit(a_txt="other")
    play.git("checkout", "--quiet", "main")
    play.commit(a_txt="mine")
    with pytest.raises(Exception, match="returned non-zero"):
        play.git("merge", "other")
    index, worktree = Resolver(play.root).open("index"), Resolver(play.root).open("worktree")

    assert index.read("b.txt") == b"1"
    with pytest.raises(UnreadableError, match="it has merge conflicts"):
        index.read("a.txt")
    assert worktree.read("a.txt").startswith(b"<<<<<<<")


def test_a_folder_needs_no_git(tmp_path):
    (tmp_path / "d" / "sub").mkdir(parents=True)
    (tmp_path / "d" / "sub" / "a.txt").write_text("1")
    (tmp_path / "d" / ".git").mkdir()
    (tmp_path / "d" / ".git" / "config").write_text("not shown")
    snapshot = Resolver(tmp_path).open("dir:d")

    assert shown(snapshot) == {"sub/a.txt": "1"}
    assert snapshot.history is None
    assert str(snapshot.info) == "d"


def test_what_python_compiled_aside_is_no_part_of_a_folder(tmp_path):
    (tmp_path / "job" / "__pycache__").mkdir(parents=True)
    (tmp_path / "job" / "__pycache__" / "job.cpython-311.pyc").write_bytes(b"\0")
    (tmp_path / "job" / "job.py").write_text("1")

    assert list(Resolver(tmp_path).open("dir:.").entries()) == ["job/job.py"]


def test_two_files_are_compared_under_one_name(tmp_path):
    (tmp_path / "old.sql").write_text("1")
    (tmp_path / "new.sql").write_text("2")
    sides = Resolver(tmp_path).sides("file:old.sql", "new.sql", {})

    assert shown(sides.base) == {"new.sql": "1"}
    assert shown(sides.head) == {"new.sql": "2"}
    assert sides.base.info.basis == "declared"


def test_what_is_not_there_cannot_be_read(play, tmp_path):
    play.commit(a_txt="1")
    resolver = Resolver(play.root)

    for form in ("git:HEAD", "index", "worktree", "dir:.", "file:a.txt"):
        with pytest.raises(UnreadableError, match="it doesn't exist"):
            resolver.open(form).read("nope.txt")


def test_a_file_that_changes_meanwhile_is_not_read_as_another(play):
    play.commit(a_txt="1")
    play.write(a_txt="2")
    snapshot = Resolver(play.root).open("worktree")
    snapshot.entries()
    play.write(a_txt="3")

    with pytest.raises(UnreadableError, match="it was changed while deploycheck ran"):
        snapshot.read("a.txt")


def test_any_two_kinds_compare(play):
    play.commit(a_txt="1", b_txt="1")
    play.write(a_txt="2")
    forms = ("git:HEAD", "index", "worktree", "dir:.")
    new = {"worktree", "dir:."}

    for base in forms:
        for head in forms:
            sides = Resolver(play.root).sides(base, head, {})
            expected = {"a.txt"} if (base in new) != (head in new) else set()
            assert changed_paths(sides.base.entries(), sides.head.entries()) == expected
            sides.close()


def test_equal_trees_share_one_listing(play):
    first = play.commit(a_txt="1")
    second = play.commit()
    sides = Resolver(play.root).sides(f"git:{first}", f"git:{second}", {})

    assert sides.base.entries() is sides.head.entries()


def test_the_second_commit_is_listed_by_what_differs(play):
    first = play.commit(a_txt="1", b_txt="1", d__x_txt="1")
    play.git("rm", "--quiet", "b.txt")
    second = play.commit(a_txt="2", c_txt="1", d_txt="1")
    together, alone = Resolver(play.root), Resolver(play.root)
    together.open(f"git:{first}").entries()

    assert together.open(f"git:{second}").entries() == alone.open(f"git:{second}").entries()


def test_several_snapshots_of_one_repository_live_side_by_side(play):
    commits = [play.commit(a_txt=str(number)) for number in range(4)]
    resolver = Resolver(play.root)
    snapshots = [resolver.commit(commit, "deployments") for commit in commits]

    assert [one.read("a.txt") for one in snapshots] == [b"0", b"1", b"2", b"3"]
    snapshots.pop().close()
    assert snapshots[0].read("a.txt") == b"0"
    for one in snapshots:
        one.close()
    assert resolver.repository.objects._process is None


def test_a_bare_repository_has_commits_only(play, clone):
    commit = play.commit(a_txt="1")
    bare = clone("--bare")

    assert shown(Resolver(bare.root).open(f"git:{commit}")) == {"a.txt": "1"}
    for form in ("index", "worktree"):
        with pytest.raises(SnapshotError, match="this is a bare repository"):
            Resolver(bare.root).open(form).entries()


def test_a_repository_with_long_object_ids(tmp_path, play):
    root = tmp_path / "long"
    root.mkdir()
    long = type(play)(root)
    long.git("init", "--quiet", "--object-format=sha256")
    long.commit(a_txt="1")

    assert len(ids(Resolver(root).open("git:HEAD"))["a.txt"]) == 64
    assert ids(Resolver(root).open("git:HEAD")) == ids(Resolver(root).open("dir:."))


def test_a_sparse_checkout_shows_everything(play):
    play.commit(a__x_txt="1", b__y_txt="2")
    play.git("sparse-checkout", "set", "a")
    assert not (play.root / "b").exists()

    assert shown(Resolver(play.root).open("worktree")) == {"a/x.txt": "1", "b/y.txt": "2"}


def test_a_linked_working_tree_is_a_working_tree(play, tmp_path):
    play.commit(a_txt="1")
    play.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    (tmp_path / "linked" / "a.txt").write_text("2")

    assert shown(Resolver(tmp_path / "linked").open("worktree")) == {"a.txt": "2"}
    assert shown(Resolver(play.root).open("worktree")) == {"a.txt": "1"}


def test_the_root_of_a_commit_is_told_without_a_listing(play, monkeypatch):
    play.write(a_txt="1", b__c_txt="2")
    (play.root / "l.txt").symlink_to("a.txt")
    play.commit()
    snapshot = Resolver(play.root).open("git:HEAD")
    whole = Resolver(play.root).open("git:HEAD")
    monkeypatch.setattr(type(snapshot._repository), "listing", lambda *_: pytest.fail("it lists everything"))

    assert list(snapshot.root()) == ["a.txt", "l.txt"]
    assert at_root(snapshot, "a.txt")
    assert not at_root(snapshot, "b")
    assert not at_root(snapshot, "c.txt")
    assert snapshot.read("a.txt") == b"1"
    monkeypatch.undo()
    assert snapshot.read("l.txt") == b"1"  # a link needs the listing
    assert at_root(Resolver(play.root).open("worktree"), "a.txt")
    assert snapshot.root()["a.txt"] == whole.entries()["a.txt"]


def test_equal_trees_are_one_identity(play):
    play.commit(a_txt="1")
    first = Resolver(play.root).open("git:HEAD").identity
    play.commit(a_txt="2")
    second = Resolver(play.root).open("git:HEAD").identity
    play.commit(a_txt="1")

    assert first != second
    assert Resolver(play.root).open("git:HEAD").identity == first
