"""A repository can't make deploycheck run a program, write a file, or reach the network."""

import os

import pytest

from deploycheck.snapshots import Resolver, SnapshotError
from deploycheck.snapshots.git import environment


@pytest.fixture
def trap(play, tmp_path):
    """Give a program that leaves a mark when it is run, and the mark's place."""
    mark = tmp_path / "executed"
    program = tmp_path / "trap.sh"
    program.write_text(f"#!/bin/sh\necho ran >> {mark}\ncat\n")
    program.chmod(0o755)
    return program, mark


def use_everything(play):
    for form in ("git:HEAD", "index", "worktree"):
        snapshot = Resolver(play.root).open(form)
        for path, entry in snapshot.entries().items():
            if entry.kind == "file":
                snapshot.read(path)
                snapshot.history.line_dates(path)
        snapshot.close()
    Resolver(play.root).sides(None, None, {}).close()


def dirty(play):
    """Make git look into files: changed content of the same size, and a new time."""
    play.write(a_txt="2\n", n_txt="new\n")
    os.utime(play.root / "b.txt", (1, 1))


def test_the_trap_works(play, trap):
    program, mark = trap
    play.commit(a_txt="1\n", b_txt="1\n")
    play.git("config", "core.fsmonitor", str(program))
    play.git("status")

    assert mark.exists()


@pytest.mark.parametrize(
    "setting",
    [
        "core.fsmonitor",
        "filter.evil.clean", "filter.evil.process", "filter.evil.smudge", "filter.lfs.clean", "filter.lfs.process",
        "filter.do.t.ted.clean", "diff.evil.textconv", "diff.evil.command", "diff.external", "core.pager",
        "core.sshCommand", "core.askPass", "core.editor", "core.alternateRefsCommand", "gpg.program", "pager.blame",
        "blame.ignoreRevsFile",
    ],
)  # fmt: skip
def test_programs_of_the_configuration_are_not_run(play, trap, setting):
    program, mark = trap
    name = setting.split(".", 1)[1].rpartition(".")[0] if setting.startswith("filter.") else "evil"
    play.commit(_gitattributes=f"*.txt filter={name} diff=evil\n", a_txt="1\n", b_txt="1\n")
    play.git("config", setting, str(program))
    if setting.startswith("filter."):
        play.git("config", f"filter.{name}.required", "true")
    dirty(play)
    use_everything(play)

    assert not mark.exists()


def test_hooks_are_not_run(play, trap):
    program, mark = trap
    play.commit(a_txt="1\n", b_txt="1\n")
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (play.root / ".git" / "hooks").mkdir(exist_ok=True)
        (play.root / ".git" / "hooks" / hook).symlink_to(program)
    dirty(play)
    use_everything(play)

    assert not mark.exists()


def test_the_configuration_of_a_submodule_is_not_used(play, trap):
    program, mark = trap
    play.commit(a_txt="1\n", b_txt="1\n")
    inner = type(play)(play.root / "inner")
    inner.root.mkdir()
    inner.git("init", "--quiet")
    commit = inner.commit(c_txt="1\n")
    play.git("update-index", "--add", "--cacheinfo", f"160000,{commit},inner")
    play.git("commit", "--quiet", "-m", "submodule")
    inner.git("config", "core.fsmonitor", str(program))
    dirty(play)
    use_everything(play)

    assert not mark.exists()


def test_real_git_lfs_settings_stay(play):
    play.commit(a_txt="1")
    play.git("config", "filter.lfs.clean", "git-lfs clean -- %f")
    play.git("config", "filter.lfs.process", "git-lfs filter-process")
    play.git("config", "filter.lfs.required", "true")
    play.git("config", "filter.crypt.clean", "crypt")
    repository = Resolver(play.root).repository

    assert {part for part in repository.git._without_filters() if part != "-c"} == {
        "filter.crypt.clean=", "filter.crypt.smudge=", "filter.crypt.process=", "filter.crypt.required=false",
    }  # fmt: skip


def test_a_filter_that_cannot_be_switched_off_is_refused(play):
    play.commit(a_txt="1")
    play.git("config", "filter.a=b.clean", "cat")

    with pytest.raises(SnapshotError, match="a filter called 'a=b', which can't be switched off"):
        Resolver(play.root).open("worktree").entries()


@pytest.mark.parametrize("form", ["git:{}", "{}"])
def test_a_ref_that_looks_like_an_option_writes_no_file(play, form):
    play.commit(a_txt="1")
    target = play.root / "written"
    with pytest.raises(SnapshotError):
        Resolver(play.root).open(form.format(f"--output={target}"))

    assert not target.exists()


@pytest.mark.parametrize(
    "ref", ["", "-h", "--all", "nope", "HEAD\n", "HEAD..HEAD", "HEAD:a.txt", "HEAD^{tree}", "x\0y", "^HEAD"]
)
def test_what_is_no_commit_is_refused(play, ref):
    play.commit(a_txt="1")

    with pytest.raises(SnapshotError, match="git knows no commit"):
        Resolver(play.root).open(f"git:{ref}")


def test_nothing_is_fetched_for_a_partial_clone(play, clone):
    play.git("config", "uploadpack.allowFilter", "true")
    play.commit(a_txt="1")
    partial = clone("--filter=blob:none", "--no-checkout")
    snapshot = Resolver(partial.root).open("git:HEAD")

    assert list(snapshot.entries()) == ["a.txt"]
    with pytest.raises(Exception, match=r"a\.txt: (its content isn't in this clone|git can't read it)"):
        snapshot.read("a.txt")
    snapshot.close()


def test_variables_that_point_elsewhere_are_dropped():
    inherited = {"PATH": "p", "GIT_DIR": "x", "GIT_WORK_TREE": "x", "GIT_INDEX_FILE": "i", "GIT_EXTERNAL_DIFF": "evil"}

    found = environment(inherited)
    assert set(inherited) & set(found) == {"PATH"}
    assert found["GIT_OPTIONAL_LOCKS"] == "0"
    assert found["GIT_NO_LAZY_FETCH"] == "1"
    assert found["GIT_ALLOW_PROTOCOL"] == "none"
    assert environment(inherited, index_file="i")["GIT_INDEX_FILE"] == "i"


def test_git_dir_of_the_caller_changes_nothing(play, monkeypatch, tmp_path):
    play.commit(a_txt="1")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert list(Resolver(play.root).open("git:HEAD").entries()) == ["a.txt"]


def test_the_repository_is_left_as_it_was(play):
    play.commit(a_txt="1\n", b_txt="1\n")
    dirty(play)
    index = play.root / ".git" / "index"
    before = (index.read_bytes(), index.stat().st_mtime_ns)
    use_everything(play)

    assert (index.read_bytes(), index.stat().st_mtime_ns) == before
