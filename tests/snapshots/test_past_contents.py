"""What a file held before, along the first parents."""

from datetime import date

from deploycheck.snapshots import Resolver

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def told(contents):
    return [(one.data.decode(), one.since, one.until) for one in contents]


def grown(play):
    first = play.commit(a_avsc="1")
    play.commit(b_txt="x", when="2026-01-15T12:00:00Z")
    play.commit(a_avsc="2", when="2026-02-01T12:00:00Z")
    play.commit(a_avsc="3", when="2026-03-01T12:00:00Z")
    return first


def test_every_content_has_its_time(play):
    first = grown(play)
    contents = Resolver(play.root).open("git:HEAD").history.contents("a.avsc")

    assert told(contents) == [("1", JANUARY, FEBRUARY), ("2", FEBRUARY, MARCH), ("3", MARCH, None)]
    assert contents[0].commit == first


def test_an_older_commit_knows_its_own_past_alone(play):
    grown(play)
    assert told(Resolver(play.root).open("git:HEAD~1").history.contents("a.avsc")) == [
        ("1", JANUARY, FEBRUARY),
        ("2", FEBRUARY, None),
    ]


def test_the_working_tree_knows_the_past_of_its_commit(play):
    grown(play)
    play.write(a_avsc="4")
    assert [text for text, _, _ in told(Resolver(play.root).open("worktree").history.contents("a.avsc"))] == [
        "1",
        "2",
        "3",
    ]


def test_commits_of_a_merged_branch_are_one_change(play):
    play.commit(a_avsc="1")
    play.git("checkout", "--quiet", "-b", "feature")
    play.commit(a_avsc="half", when="2026-01-10T12:00:00Z")
    play.commit(a_avsc="2", when="2026-01-11T12:00:00Z")
    play.git("checkout", "--quiet", "main")
    play.commit(b_txt="x", when="2026-01-20T12:00:00Z")
    dates = {"GIT_AUTHOR_DATE": "2026-02-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-02-01T12:00:00Z"}
    play.git("merge", "--quiet", "--no-ff", "-m", "merge", "feature", env=dates)

    assert told(Resolver(play.root).open("git:HEAD").history.contents("a.avsc")) == [
        ("1", JANUARY, FEBRUARY),
        ("2", FEBRUARY, None),
    ]


def test_a_time_without_the_file_is_no_content(play):
    play.commit(a_avsc="1")
    play.git("rm", "--quiet", "a.avsc")
    play.commit(when="2026-02-01T12:00:00Z")
    play.commit(a_avsc="2", when="2026-03-01T12:00:00Z")

    assert told(Resolver(play.root).open("git:HEAD").history.contents("a.avsc")) == [
        ("1", JANUARY, FEBRUARY),
        ("2", MARCH, None),
    ]


def test_odd_names_are_names_and_no_patterns(play):
    grown(play)
    history = Resolver(play.root).open("git:HEAD").history

    assert history.contents("*.avsc") == ()
    assert history.contents(":/a.avsc") == ()
    assert history.contents("--output=x") == ()
    assert not (play.root / "x").exists()


def test_in_a_shallow_clone_nobody_knows(play, clone):
    grown(play)
    shallow = clone("--depth=1")
    assert Resolver(shallow.root).open("git:HEAD").history.contents("a.avsc") is None


def test_a_folder_has_no_past(tmp_path):
    (tmp_path / "a.avsc").write_text("1")
    assert Resolver(tmp_path).open(f"dir:{tmp_path}").history is None


def test_no_program_of_the_repository_is_run(play, tmp_path):
    """A signed commit would be checked by whatever the repository's settings call gpg."""
    play.commit(a_avsc="1")
    text = play.git("cat-file", "commit", "HEAD")
    head, _, message = text.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n{message}\n"
    (play.root / "signed").write_text(signed)
    commit = play.git("hash-object", "-t", "commit", "-w", "signed")
    program, mark = tmp_path / "gpg", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    play.git("config", "gpg.program", str(program))
    play.git("config", "log.showSignature", "true")

    assert told(Resolver(play.root).open(f"git:{commit}").history.contents("a.avsc")) == [("1", JANUARY, None)]
    assert not mark.exists()


def test_a_past_longer_than_we_read_is_not_known(play, monkeypatch):
    grown(play)
    monkeypatch.setattr("deploycheck.snapshots.history.MOST_CONTENTS", 2)

    assert Resolver(play.root).open("git:HEAD").history.contents("a.avsc") is None
    assert len(Resolver(play.root).open("git:HEAD~1").history.contents("a.avsc")) == 2
