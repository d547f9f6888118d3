"""The rest of the table of bad input: settings, git, SQL, the cache, and an impatient user."""

import errno
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checked_folders import GOOD, LESS, check, check_folders, write

from deploycheck.cli.group import run


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("deploycheck.toml", "selct = []", ":1: `selct` is not a setting; did you mean select?"),
        ("deploycheck.toml", "a = [", ":1: this is not TOML: Invalid value"),
        ("deploycheck.toml", "strict = true\nstrict = true", ":2: this is not TOML: Cannot overwrite a value"),
        ("deploycheck.toml", "a = " + "[" * 100_000, ":0: this is not TOML: the nesting is deeper than 500 levels"),
        ("deploycheck.toml", "a = 1".encode("utf-16"), ":1: this is not TOML: the file is encoded as UTF-16; save it as UTF-8"),
        ("deploycheck.toml", "exclude = ['!']", ":1: `exclude` holds '!', which is no pattern as in .gitignore"),
        ("deploycheck.toml", '\nselect = ["operation-removd", "api"]', ":2: no rule or family is called 'operation-removd'; did you mean operation-removed?; `deploycheck rules` lists them"),
        ("deploycheck.toml", 'severity = {operation-removd = "info"}', ":1: no rule or family is called 'operation-removd'; did you mean operation-removed?; `deploycheck rules` lists them"),
        ("deploycheck.toml", '[[overrides]]\npath = "x"\nignore = ["zzzz"]', ":3: no rule or family is called 'zzzz'; `deploycheck rules` lists them"),
        ("pyproject.toml", "[tool]\ndeploycheck = 1", ":2: `deploycheck` must be a table of settings"),
        ("deploycheck-waivers.yaml", "waivers:\n- {rul: a}", ":2: `rul` is not known in a waiver; did you mean rule?"),
        ("deploycheck-waivers.yaml", "waivers:\n- {rule: zzzz, aspect: ''}", ":2: no rule or family is called 'zzzz'; `deploycheck rules` lists them"),
        ("deploycheck-waivers.yaml", "- 1", ":1: a waivers file is a mapping with the key `waivers`"),
        ("deploycheck-deployments.yaml", "environments: [1", ":2: did not find expected ',' or ']'"),
        ("deploycheck-deployments.yaml", "environmnts: {}", ":1: unknown key `environmnts`; did you mean environments?"),
    ],
)  # fmt: skip
def test_settings_with_a_mistake_are_exit_2(capsys, tmp_path, path, text, problem):
    done = check_folders(capsys, tmp_path, {path: text})

    assert [one.removeprefix(path)[: len(problem)] for one in done.problems] == [problem]
    assert (done.code, done.found_the_rest) == (2, True)


def test_a_contract_file_that_is_not_there_is_exit_2(capsys, tmp_path):
    done = check_folders(capsys, tmp_path, {"deploycheck.toml": 'estate = ["/nowhere.yaml"]'})

    assert done.problems == ["/nowhere.yaml:0: there is no such file"]
    assert (done.code, done.found_the_rest) == (2, True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x = 1\nraise ValueError('boom')\n", "p/a.py:2: this policy raises ValueError when it is loaded: boom"),
        ("import sys\nsys.exit(0)\n", "p/a.py:2: this policy raises SystemExit when it is loaded: 0"),
        ("import nowhere\n", "p/a.py:1: this policy raises ModuleNotFoundError when it is loaded: No module named 'nowhere'"),
        ("def f(:\n", "p/a.py:1: this policy is not Python: invalid syntax"),
        ("\0", "p/a.py:0: this policy "),
    ],
)  # fmt: skip
def test_a_policy_that_fails_on_import_is_exit_2_and_the_other_policies_run(capsys, tmp_path, text, problem):
    own = "def policy_none(service):\n    assert service.name != 'orders', 'no orders'\n"
    settings = {"deploycheck.toml": 'policies = ["p"]', "p/a.py": text, "p/b.py": own}
    done = check_folders(capsys, tmp_path, settings)

    assert [one[: len(problem)] for one in done.problems] == [problem]
    assert done.code == 2
    assert done.found_the_rest
    assert "policy/none deploycheck.yaml:2: no orders" in done.findings() or any(
        f["rule"] == "policy/none" for f in done.report["findings"]
    )


def test_a_policy_that_ends_the_process_later_does_not_end_the_run(capsys, tmp_path):
    settings = {
        "deploycheck.toml": 'policies = ["rules"]',
        "rules/p.py": "import os, sys\ndef policy_a(service):\n    sys.exit(0)\n",
    }
    done = check_folders(capsys, tmp_path, settings)

    assert (done.code, done.found_the_rest) == (2, True)
    words = " ".join(done.out.split())
    assert "problem rules/p.py:3: rule policy/a crashed, which is a fault of the rule: SystemExit: 0 (p.py:3)" in words


# git


def committed(play, **more):
    write(play.root, GOOD)
    first = play.commit()
    write(play.root, {"keep/openapi.yaml": LESS, **more})
    return first


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("git:nowhere", "git knows no commit 'nowhere'"),
        ("git:mian", "git knows no commit 'mian'; did you mean main?"),
        ("nowhere", "'nowhere' is no git ref and no path"),
        ("git:--output=written", "git knows no commit '--output=written'"),
        ("--output=written", "'--output=written' is no git ref and no path"),
        ("dir:nowhere", "there is no folder nowhere"),
        ("file:nowhere", "there is no file nowhere"),
    ],
)
def test_a_base_that_does_not_exist(capsys, play, monkeypatch, ref, words):
    committed(play)
    monkeypatch.chdir(play.root)
    code = run(["check", f"--base={ref}", "--no-cache"])

    assert (code, capsys.readouterr().err) == (2, f"deploycheck: {words}\n")
    assert not (play.root / "written").exists()


def test_a_shallow_clone_says_what_to_fetch(capsys, play, clone, monkeypatch):
    committed(play)
    play.commit("second")
    play.commit("third")
    shallow = clone("--depth=1")
    monkeypatch.chdir(shallow.root)

    assert run(["check", "--no-cache", "--head", "git:HEAD"]) == 2
    assert "git fetch --deepen=1 origin" in capsys.readouterr().err


def test_without_git_a_folder_can_still_be_compared(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.chdir(tmp_path)
    done = check_folders(capsys, tmp_path, {})
    assert (done.code, done.found_the_rest) == (1, True)

    assert run(["check", "--no-cache"]) == 2
    assert capsys.readouterr().err == "deploycheck: git isn't installed, or not on PATH\n"


def test_outside_of_a_repository_a_base_is_needed(capsys, tmp_path, plain_git, monkeypatch):
    write(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)

    assert run(["check", "--no-cache"]) == 2
    assert capsys.readouterr().err == (
        "deploycheck: this folder isn't in a git repository; say what runs now with --base dir:PATH or --base file:PATH\n"
    )


@pytest.mark.parametrize("words", ["graph", "contracts", "waivers", "graph --head dir:."])
def test_one_side_is_enough_for_questions_about_one_side(capsys, tmp_path, plain_git, monkeypatch, words):
    waiver = (
        "waivers:\n- {rule: owner-missing, aspect: '', subject: orders, reason: r, owner: o, expires: 2027-01-01}\n"
    )
    write(tmp_path, {**GOOD, "deploycheck-waivers.yaml": waiver})
    monkeypatch.chdir(tmp_path)

    assert run([*words.split(), "--today", "2026-11-22"]) == 0
    assert "orders" in capsys.readouterr().out


def test_waivers_say_when_nothing_is_compared(capsys, tmp_path, plain_git, monkeypatch):
    write(tmp_path, GOOD)
    monkeypatch.chdir(tmp_path)

    assert run(["waivers"]) == 0
    assert capsys.readouterr().err == "nothing is compared: a waiver of something that changes covers nothing here\n"


def test_a_clone_without_its_base_still_has_a_graph(capsys, play, clone, monkeypatch):
    committed(play)
    play.commit("second")
    monkeypatch.chdir(clone("--depth=1").root)

    assert run(["graph"]) == 0
    assert "orders [service]" in capsys.readouterr().out


@pytest.mark.parametrize("side", ["base", "head"])
def test_a_folder_of_which_nothing_can_be_read_says_nothing_about_what_runs(capsys, tmp_path, side):
    write(tmp_path / "good", {"notes.txt": "hello"})
    (tmp_path / "odd").mkdir()
    os.mkfifo(tmp_path / "odd" / "pipe")
    places = {"base": "good", "head": "good", side: "odd"}

    assert run(["check", "--no-cache", *(f"--{name}=dir:{tmp_path / place}" for name, place in places.items())]) == 2
    assert capsys.readouterr().err == f"deploycheck: the folder {tmp_path / 'odd'} holds no file that can be read\n"


def test_an_empty_base_is_said_aloud(capsys, tmp_path):
    write(tmp_path / "head", GOOD)
    (tmp_path / "none").mkdir()
    done = check(
        capsys, tmp_path, "--no-cache", "--base", f"dir:{tmp_path / 'none'}", "--head", f"dir:{tmp_path / 'head'}"
    )

    assert done.report["assumptions"] == [f"takes it that nothing runs: {tmp_path / 'none'} holds no file"]


@pytest.mark.parametrize("files", [{}, GOOD], ids=["nothing", "files"])
def test_a_repository_without_a_commit_is_compared_with_nothing(capsys, play, monkeypatch, files):
    write(play.root, files)
    monkeypatch.chdir(play.root)
    done = check(capsys, play.root, "--no-cache")

    assert (done.code, done.report["base"]["kind"], done.problems) == (0, "empty", [])


def test_a_submodule_is_not_walked_into_and_the_rest_is_checked(capsys, play, monkeypatch):
    first = committed(play)
    play.git("rm", "--quiet", "-r", "orders")
    play.git("update-index", "--add", "--cacheinfo", f"160000,{first},orders")
    manifest = "services:\n  orders: {path: orders, provides: {orders: openapi.yaml}}\n"
    write(play.root, {"deploycheck.yaml": manifest})
    play.git("add", "deploycheck.yaml", "keep")
    play.git("commit", "--quiet", "-m", "submodule")
    monkeypatch.chdir(play.root)
    done = check(capsys, play.root, "--no-cache", "--base", f"git:{first}", "--head", "git:HEAD", "--trust", "head")

    assert (done.code, done.found_the_rest) == (2, True)
    assert any("orders" in problem for problem in done.problems)


# SQL


def migrations(text):
    manifest = "services:\n  orders: {path: orders, databases: [shop], queries: [queries]}\n"
    manifest += "databases: {shop: {migrations: db/migrations}}\n"
    first = "create table item (id bigint primary key, note text);\n"
    return (
        {"deploycheck.yaml": manifest, "db/migrations/0001_a.up.sql": first, "orders/queries/q.sql": "select id from item;\n"},
        {"db/migrations/0002_b.up.sql": text},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("create table other (id int);\ncreat tabel x;\n", 2),
        ("create table other (id int);\nselect 'unterminated;\n", 2),
        ("create table other (id int);\nselect $a$ never closed;\n", 2),
        ("create table other (id int);\nselect 1 /* never closed\n", 2),
        ("create table other (id int);\nselect " + "+".join("1" * 100_000) + ";\n", 2),
        ("create table other (id int);\nselect " + "(" * 100_000 + ";\n", 2),
        ("create table other (id int);\nselect '" + "x" * 1_100_000 + "';\n", 2),
    ],
    ids=["no SQL", "quote", "dollar quote", "comment", "100,000 terms", "100,000 parentheses", "1 MiB"],
)
def test_sql_that_cannot_be_parsed_is_a_finding(capsys, tmp_path, text, line):
    began = time.perf_counter()
    base, head = migrations(text)
    done = check_folders(capsys, tmp_path, head, base)

    places = {finding.split(" ")[1] for finding in done.findings("statement-not-analysed", "file-not-analysed")}
    assert places == {f"db/migrations/0002_b.up.sql:{line}:"}
    assert (done.problems, done.found_the_rest) == ([], True)
    assert time.perf_counter() - began < 10


# The cache


def cached(capsys, tmp_path, cache):
    write(tmp_path / "base", GOOD)
    write(tmp_path / "head", {**GOOD, "keep/openapi.yaml": LESS})
    sides = ("--base", f"dir:{tmp_path / 'base'}", "--head", f"dir:{tmp_path / 'head'}")
    return check(capsys, tmp_path, *sides, "--cache-dir", str(cache))


def damage(file, content):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def holding_nonsense(file):
    file.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file) as connection:
        connection.execute("create table result (key text primary key, value blob not null)")
        connection.execute("insert into result values ('last', x'00')")


@pytest.mark.parametrize(
    "prepare",
    [
        lambda cache: damage(cache / "results.sqlite", b"garbage"),
        lambda cache: damage(cache / "results.sqlite", b"SQLite format 3\0" + b"\xff" * 5000),
        lambda cache: holding_nonsense(cache / "results.sqlite"),
        lambda cache: (cache / "results.sqlite").mkdir(parents=True),
        lambda cache: cache.symlink_to(cache),
        lambda cache: damage(cache, b"a file"),
    ],
    ids=["garbage", "damaged", "other content", "a folder", "a loop", "no folder"],
)
def test_a_cache_that_is_damaged_is_as_good_as_none(capsys, tmp_path, prepare):
    prepare(tmp_path / "cache")
    first = cached(capsys, tmp_path, tmp_path / "cache")
    second = cached(capsys, tmp_path, tmp_path / "cache")

    assert (first.code, first.found_the_rest, first.report) == (1, True, second.report)


@pytest.mark.parametrize(
    "error",
    [PermissionError(13, "Permission denied"), sqlite3.OperationalError("attempt to write a readonly database")],
)
def test_a_cache_that_cannot_be_written_is_as_good_as_none(capsys, tmp_path, monkeypatch, error):
    def refuse(*arguments, **settings):
        raise error

    monkeypatch.setattr(sqlite3, "connect", refuse)
    done = cached(capsys, tmp_path, tmp_path / "cache")
    assert (done.code, done.found_the_rest) == (1, True)


def test_a_folder_without_rights_is_as_good_as_none(capsys, tmp_path, monkeypatch):
    make = Path.mkdir

    def refuse(path, *words, **names):
        if path.name == "cache":  # what anybody but root is told for a folder below one without rights
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        make(path, *words, **names)

    monkeypatch.setattr(Path, "mkdir", refuse)
    done = cached(capsys, tmp_path, tmp_path / "cache")
    assert (done.code, done.found_the_rest) == (1, True)


def test_a_full_disk_under_the_cache_changes_nothing(tmp_path):
    write(tmp_path / "base", GOOD)
    write(tmp_path / "head", {**GOOD, "keep/openapi.yaml": LESS})
    words = ["--base", "dir:../base", "--head", "dir:../head", "--cache-dir", str(tmp_path / "cache"), "-q"]
    (tmp_path / "here").mkdir()
    full = subprocess.run(
        [sys.executable, "-m", "deploycheck.cli", "check", *words],
        cwd=tmp_path / "here", capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip

    assert (full.returncode, full.stderr) == (1, "")
    assert full.stdout.startswith("Do not ship this yet: ")


# Ctrl-C


def test_ctrl_c_ends_with_130_and_one_line(tmp_path):
    slow = "import time\nprint('begun', flush=True)\ntime.sleep(60)\n"
    write(tmp_path / "base", GOOD)
    write(tmp_path / "head", {**GOOD, "deploycheck.toml": 'policies = ["slow.py"]', "slow.py": slow})
    words = ["--base", "dir:base", "--head", "dir:head", "--no-cache", "-o", "json=report.json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "deploycheck.cli", "check", *words],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (130, "", "\ndeploycheck: interrupted; nothing was decided\n")
    assert not (tmp_path / "report.json").exists()
