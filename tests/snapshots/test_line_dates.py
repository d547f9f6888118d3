"""When lines were last changed."""

from datetime import date

from deploycheck.snapshots import Resolver

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


def history(play):
    play.commit(flags_json="one\ntwo\nthree\n")
    play.commit(flags_json="one\nTWO\nthree\nfour", when="2026-03-01T23:30:00-02:00")


def test_each_line_has_the_day_of_its_commit(play):
    history(play)
    snapshot = Resolver(play.root).open("git:HEAD")

    assert snapshot.history.line_dates("flags.json") == {
        1: JANUARY,
        2: date(2026, 3, 2),
        3: JANUARY,
        4: date(2026, 3, 2),
    }
    assert snapshot.history.line_dates("nope") is None


def test_an_older_commit_has_its_own_dates(play):
    history(play)

    assert Resolver(play.root).open("git:HEAD~1").history.line_dates("flags.json") == dict.fromkeys((1, 2, 3), JANUARY)


def test_uncommitted_lines_have_no_date(play):
    history(play)
    play.write(flags_json="zero\none\nTWO\n")
    play.git("add", "--all")
    play.write(flags_json="one\nfive\n", new_txt="1\n")
    index, worktree = Resolver(play.root).open("index"), Resolver(play.root).open("worktree")

    assert index.history.line_dates("flags.json") == {2: JANUARY, 3: date(2026, 3, 2)}
    assert worktree.history.line_dates("flags.json") == {1: JANUARY}
    assert worktree.history.line_dates("new.txt") in (None, {})


def test_a_file_that_was_renamed_keeps_its_dates(play):
    history(play)
    play.git("mv", "flags.json", "moved.json")
    play.commit(when="2026-03-01T12:00:00Z")

    assert Resolver(play.root).open("git:HEAD").history.line_dates("moved.json")[1] == JANUARY


def test_a_shallow_clone_and_a_folder_know_no_dates(play, clone):
    history(play)

    assert Resolver(clone("--depth=1").root).open("git:HEAD").history.line_dates("flags.json") is None
    assert Resolver(play.root).open("dir:.").history is None


def test_before_the_first_commit_there_is_no_history(play):
    play.write(a_txt="1")

    assert Resolver(play.root).open("worktree").history is None
    assert list(Resolver(play.root).open("worktree").entries()) == ["a.txt"]
    assert list(Resolver(play.root).open("index").entries()) == []
