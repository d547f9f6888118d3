"""What other programs call: the GitHub action and the pre-commit hook."""

import re
from pathlib import Path

import pytest
from checked_folders import GOOD, LESS, write

from deploycheck.cli.check import check_command
from deploycheck.cli.group import run
from deploycheck.documents.yaml import load_yaml_one
from deploycheck.engine.plugins import load_registry

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def action():
    return load_yaml_one((ROOT / "action.yml").read_bytes(), "action.yml").value


def test_the_action_asks_for_formats_that_exist(action):
    (script,) = [step["run"] for step in action["runs"]["steps"] if step.get("id") == "check"]
    formats = re.findall(r'-o "?([a-z]+)', script)

    assert formats == ["github", "sarif", "markdown"]
    assert set(formats) <= load_registry().reporters.keys()


def test_the_action_puts_no_text_of_a_stranger_into_a_script(action):
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    inserted = {found for script in scripts for found in re.findall(r"\$\{\{\s*([^}]*?)\s*\}\}", script)}

    assert inserted == {"steps.check.outputs.exit-code"}


def test_the_action_keeps_the_comment_that_reports_mark(action):
    marker = "<!-- deploycheck:report -->"
    (script,) = [step["with"]["script"] for step in action["runs"]["steps"] if step.get("name") == "Comment"]

    assert "body.split('\\n')[0]" in script
    assert (ROOT / "fixtures" / "formats" / "report.md").read_text().split("\n")[0] == marker


def test_nothing_but_the_verdict_of_the_action_decides(action):
    steps = {step["name"]: step for step in action["runs"]["steps"] if "name" in step}

    assert [name for name, step in steps.items() if step.get("continue-on-error")] == ["Upload SARIF", "Comment"]
    assert list(steps)[-1] == "Verdict"
    assert "if" not in steps["Verdict"]


def test_the_hook_checks_what_is_staged(capsys, play, monkeypatch):
    (hook,) = load_yaml_one((ROOT / ".pre-commit-hooks.yaml").read_bytes(), "hooks").value
    assert (hook["entry"], hook["pass_filenames"]) == ("deploycheck", False)
    assert "--head" in {option for parameter in check_command.params for option in parameter.opts}

    write(play.root, GOOD)
    play.commit()
    monkeypatch.chdir(play.root)
    write(play.root, {"keep/openapi.yaml": LESS})
    words = [*hook["args"], "--no-cache"]
    assert run(words) == 0
    play.git("add", "--all")
    assert run(words) == 1
    assert "keep/openapi.yaml" in capsys.readouterr().out
