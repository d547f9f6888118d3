"""The cache is never read from the tree that is judged, and never outlives what a result depends on."""

import os

import pytest
from checked_folders import GOOD, LESS, MANIFEST, check, write

from deploycheck.app.caching import code_state
from deploycheck.cli.group import run


@pytest.fixture
def ask(capsys, play, tmp_path, monkeypatch):
    """Check the working tree of a repository, whose cache lies outside, and say whether the answer was stored."""
    write(play.root, {**GOOD, "deploycheck.yaml": MANIFEST + "environments: {prod: {}}\n"})
    play.commit()
    write(play.root, {"keep/openapi.yaml": LESS})
    monkeypatch.chdir(play.root)
    examined = []
    from deploycheck.app import asking

    original = asking.examine
    monkeypatch.setattr(asking, "examine", lambda *arguments: examined.append(1) or original(*arguments))

    def call(*words):
        before = len(examined)
        done = check(capsys, tmp_path, "--cache-dir", str(tmp_path / "cache"), *words)
        return done, len(examined) == before

    return call


def test_the_second_answer_is_the_first_and_comes_from_the_cache(ask):
    first, stored = ask()
    assert not stored
    second, stored = ask()
    assert stored
    assert (first.code, first.out, first.report) == (second.code, second.out, second.report)


CHANGES = {
    "a file": lambda root: write(root, {"orders/notes.txt": "x"}),
    "the configuration": lambda root: write(root, {"deploycheck.toml": 'fail-on = "never"\n'}),
    "a waiver": lambda root: write(root, {"deploycheck-waivers.yaml": "waivers: []\n"}),
    "a policy": lambda root: write(root, {"deploycheck.toml": 'policies = ["p.py"]\n', "p.py": "x = 1\n"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_in_the_tree_is_another_question(ask, play, change):
    ask()
    CHANGES[change](play.root)

    assert not ask()[1]


@pytest.mark.parametrize(
    "words",
    [("--today", "2026-11-23"), ("--strict",), ("--all",), ("--trust", "base"), ("--select", "api"), ("--no-waivers",),
     ("--fail-on", "info"), ("--env", "prod"), ("--base", "git:HEAD"), ("orders",)],
    ids=lambda words: words[0],
)  # fmt: skip
def test_other_words_are_another_question(ask, words):
    ask()

    assert not ask(*words)[1]


def test_another_history_is_another_question(ask, play):
    ask("--base", "git:main")
    play.git("checkout", "--quiet", "-b", "other")
    play.git("commit", "--quiet", "--amend", "--no-edit", "--date=2020-01-01T00:00:00Z")

    assert not ask("--base", "git:main")[1]


def test_a_changed_rule_is_another_question(ask, monkeypatch):
    from deploycheck.app import jobs

    ask()
    state = code_state()
    path, size, time = next(entry for entry in state if entry[0].endswith("operation_removed.py"))
    changed = [entry for entry in state if entry[0] != path] + [(path, size, time + 1)]
    monkeypatch.setattr(jobs, "code_state", lambda *_: sorted(changed))

    assert not ask()[1]


def test_the_state_of_the_code_covers_engine_domains_and_rules():
    names = {path.replace(os.sep, "/").rpartition("/deploycheck")[2] for path, _, _ in code_state()}

    assert {"/engine/running.py", "/domains/openapi/diff.py", "_rules/api/operation_removed.py"} <= names


def test_a_cache_inside_the_tree_is_refused_where_it_is_named(capsys, play, monkeypatch):
    write(play.root, GOOD)
    play.commit()
    monkeypatch.chdir(play.root)

    assert run(["check", "--cache-dir", ".cache"]) == 2
    assert "--cache-dir: .cache lies inside the tree that is checked" in capsys.readouterr().err
    assert not (play.root / ".cache").exists()


def test_the_user_s_own_cache_inside_the_tree_is_not_used(capsys, play, monkeypatch):
    write(play.root, GOOD)
    play.commit()
    write(play.root, {"keep/openapi.yaml": LESS})
    monkeypatch.chdir(play.root / "orders")
    monkeypatch.setenv("XDG_CACHE_HOME", str(play.root / ".cache"))

    assert run(["check"]) == 1
    capsys.readouterr()
    assert not (play.root / ".cache").exists()


def test_a_folder_that_is_compared_holds_no_cache_either(capsys, tmp_path, monkeypatch, plain_git):
    write(tmp_path / "base", GOOD)
    write(tmp_path / "head", GOOD)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    assert run(["check", "--base", "dir:../base", "--head", "dir:../head", "--cache-dir", "../head/c"]) == 2
    assert "lies inside the tree" in capsys.readouterr().err
