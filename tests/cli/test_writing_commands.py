"""Commands that draw, explain settings, or write files to start from."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from checked_folders import GOOD, write

SIDES = ("--base", "dir:base", "--head", "dir:head")


@pytest.mark.parametrize(
    ("form", "start", "edge"),
    [
        ("text", "orders [service]", "  -> orders: "),
        ("mermaid", "flowchart LR", "-->|"),
        ("dot", "digraph estate {", '"web" -> "orders"'),
        ("graphml", "<?xml", "<edge source="),
    ],
)
def test_the_graph_can_be_drawn(say, form, start, edge):
    code, out, err = say("graph", *SIDES, "-o", form)

    assert (code, err) == (0, "")
    assert out.startswith(start)
    assert edge in out
    if form == "graphml":
        ET.fromstring(out)  # noqa: S314 - our own text


def test_settings_are_shown_with_their_origin(say, tmp_path):
    (tmp_path / "deploycheck.toml").write_text(
        'fail-on = "warning"\n[[overrides]]\npath = "old/**"\nignore = ["api"]\n'
    )
    code, out, _ = say("config", "old/x.yaml")
    lines = out.splitlines()

    assert code == 0
    assert any(line.startswith("fail-on") and line.endswith("# deploycheck.toml") for line in lines)
    assert any(line.startswith("strict") and line.endswith("# default") for line in lines)
    assert any(line.startswith("override") for line in lines)
    assert not any(line.startswith("override") for line in say("config", "new/x.yaml")[1].splitlines())

    shown = json.loads(say("config", "old/x.yaml", "-o", "json")[1])
    assert shown["settings"]["fail-on"] == {"value": "warning", "origin": "deploycheck.toml"}
    assert shown["settings"]["strict"] == {"value": False, "origin": "default"}
    assert [override["path"] for override in shown["overrides"]] == ["old/**"]

    (tmp_path / "deploycheck.toml").write_text("fail-onn = 1\n")
    assert say("config")[0] == 2


def test_schemas_are_printed(say):
    code, out, _ = say("schema")
    assert code == 0
    for name in out.split():
        code, text, _ = say("schema", name)
        assert code == 0
        assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_init_writes_what_it_knows_and_overwrites_nothing(say, tmp_path):
    write(tmp_path, {"stock/Dockerfile": "FROM scratch\n"})
    code, out, _ = say("init")
    assert code == 0
    assert '"stock":' in (tmp_path / "deploycheck.yaml").read_text()

    (tmp_path / "deploycheck.yaml").write_text("services: {}\n")
    code, out, _ = say("init")
    assert code == 0
    assert "deploycheck.yaml exists already and was left alone" in out
    assert (tmp_path / "deploycheck.yaml").read_text() == "services: {}\n"
    assert say("config")[0] == 0


def test_waivers_are_listed_with_what_they_cover(say, tmp_path):
    text = """waivers:
- {rule: operation-removed, subject: "GET *", aspect: "", reason: a, owner: me, expires: 2027-01-31}
- {rule: auth-added, aspect: "", reason: a, owner: me, expires: 2027-01-31}
- {rule: auth-added, aspect: "", reason: a, owner: me, expires: 2020-01-31}
"""
    write(tmp_path / "head", {"deploycheck-waivers.yaml": text})
    code, out, _ = say("waivers", *SIDES, "--today", "2026-11-22")
    assert code == 0
    assert [line.split("  ")[-1] for line in out.splitlines()] == ["covers 1", "covers nothing", "expired"]
    assert "covers 1" not in say("waivers", *SIDES, "--spent", "--today", "2026-11-22")[1]


def test_a_new_rule_passes_what_rules_must_pass(say, tmp_path):
    assert say("new-rule", "house/no-legacy", "--into", "own")[0] == 0
    assert say("new-rule", "house/no-legacy", "--into", "own")[0] == 2
    (tmp_path / "own" / "pytest.ini").write_text("[pytest]\ndeploycheck_policies = policies\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "deploycheck.testing", "-p", "no:cacheprovider"],
        cwd=tmp_path / "own", capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_a_new_rule_is_listed_and_explained_once_settings_name_it(say, tmp_path):
    told = say("new-rule", "house/no-legacy")[1].splitlines()
    assert told[-1] == 'add `policies = ["policies"]` to deploycheck.toml, so that it runs'
    assert say("explain", "no-legacy")[0] == 2

    (tmp_path / "deploycheck.toml").write_text('policies = ["policies"]\n')
    assert "house/no-legacy" in [line.split()[0] for line in say("rules")[1].splitlines()]
    for name in ("no-legacy", "house/no-legacy"):
        code, out, _ = say("explain", name)
        assert (code, "Why it breaks" in out) == (0, True)
    assert len(say("new-rule", "house/no-other")[1].splitlines()) == 2


def test_rules_say_what_is_wrong_with_a_policy(say, tmp_path):
    write(tmp_path, {"deploycheck.toml": 'policies = ["p.py"]', "p.py": "1 / 0\n"})
    code, out, err = say("rules")

    assert (code, "api/operation-removed" in out) == (2, True)
    assert err == "deploycheck: p.py:1: this policy raises ZeroDivisionError when it is loaded: division by zero\n"


def test_a_new_built_in_rule_goes_where_the_others_are(say, tmp_path):
    (tmp_path / "rules" / "deploycheck_rules").mkdir(parents=True)
    assert say("new-rule", "api/operation-shouted")[0] == 0

    assert (tmp_path / "rules" / "deploycheck_rules" / "api" / "operation_shouted.py").is_file()
    assert (tmp_path / "rules" / "deploycheck_rules" / "api" / "__init__.py").is_file()
    assert (tmp_path / "fixtures" / "rules" / "api" / "operation-shouted.md").is_file()


def test_a_long_run_shows_progress_on_standard_error_and_leaves_no_trace():
    import io
    import time

    from deploycheck.cli import progress

    stream = io.StringIO()
    progress.PATIENCE_S, progress.TICK_S, before = 0.02, 0.02, (progress.PATIENCE_S, progress.TICK_S)
    try:
        with progress.Progress(stream):
            time.sleep(0.2)
    finally:
        progress.PATIENCE_S, progress.TICK_S = before

    assert "deploycheck: comparing base and head" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_good_folders_are_good(say, tmp_path):
    write(tmp_path / "same", GOOD)
    code, out, err = say("check", "--base", "dir:same", "--head", "dir:same")

    assert (code, err) == (0, "")
    assert "Nothing was compared" in out.partition("\n")[0] or "nothing was compared" in out.partition("\n")[0]
