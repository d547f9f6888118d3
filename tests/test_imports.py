"""What is not needed is not imported: a check that people wait for is switched off."""

import subprocess
import sys

import pytest
from checked_folders import GOOD, write

HEAVY = ("openapi_spec_validator", "networkx", "deepdiff", "sqlglot", "rich", "jinja2")
PARSERS = ("yaml", "pgparse", "jsonschema_rs")
OURS = ("click", "pluggy", "msgspec", "deploycheck.engine", "deploycheck.domains", "deploycheck_rules")

PROBE = """
import sys
from deploycheck.cli import main
try:
    main({words!r})
except SystemExit as error:
    sys.stderr.write(str(error.code))
sys.stderr.write("|" + " ".join(name for name in {watched!r} if name in sys.modules))
"""


def loaded(words, watched, cwd):
    """Give the exit code, and which of these modules a fresh interpreter has after this command."""
    probe = PROBE.format(words=words, watched=watched)
    done = subprocess.run([sys.executable, "-c", probe], cwd=cwd, capture_output=True, text=True, check=True)
    code, _, names = done.stderr.rpartition("|")
    return code, names.split()


def test_the_version_needs_nothing_at_all(tmp_path):
    assert loaded(["--version"], [*HEAVY, *PARSERS, *OURS], tmp_path) == ("0", [])


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["plan", "--help"], ["demo", "--help"]])
def test_help_needs_click_alone(tmp_path, words):
    watched = [*HEAVY, *PARSERS, "deploycheck.app", *(name for name in OURS if name != "click")]
    assert loaded(words, watched, tmp_path) == ("0", [])


def test_a_run_with_nothing_changed_loads_nothing_heavy(tmp_path):
    write(tmp_path / "same", GOOD)
    words = ["check", "--base", "dir:same", "--head", "dir:same", "--no-cache"]

    assert loaded(words, [*HEAVY, "pgparse"], tmp_path) == ("0", [])


def test_files_of_which_nothing_is_known_load_no_reader(tmp_path):
    write(tmp_path / "old", {"notes.txt": "one"})
    write(tmp_path / "new", {"notes.txt": "two", "more.txt": "three"})
    readers = ("database.recognise", "kubernetes.recognise", "openapi.recognise", "services.inference", "services.uses")
    ours = [
        *(f"deploycheck.domains.{name}" for name in readers),
        "deploycheck.planning.planner",
        "deploycheck.documents",
    ]
    words = ["check", "--base", "dir:old", "--head", "dir:new", "--no-cache"]

    assert loaded(words, [*HEAVY, *PARSERS, *ours, "importlib.metadata", "sqlite3"], tmp_path) == ("0", [])


def test_a_stored_result_needs_nothing_heavy(tmp_path):
    write(tmp_path / "same", GOOD)
    (tmp_path / "here").mkdir()
    words = ["check", "--base", "dir:../same", "--head", "dir:../same", "--cache-dir", str(tmp_path / "cache")]
    loaded(words, [], tmp_path / "here")

    assert loaded(words, [*HEAVY, "pgparse"], tmp_path / "here") == ("0", [])


def test_importing_the_package_loads_nothing(tmp_path):
    probe = f"import sys, deploycheck; print([name for name in {[*HEAVY, *PARSERS, *OURS]!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_domains_are_there_only_when_a_registry_is_asked_for(tmp_path):
    probe = (
        "import sys, deploycheck.engine.examining, deploycheck.engine.plugins as p;"
        "before = [n for n in sys.modules if n.startswith('deploycheck.domains.')];"
        "p.load_registry(); print(before, 'deploycheck.domains.openapi.domain' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == "[] True\n"
