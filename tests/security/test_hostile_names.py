"""Names of strangers can't move the cursor or begin a line of ours, whatever command prints them."""

import pytest
from checked_folders import LESS, SPEC, write

from deploycheck.cli.group import run

EVIL = '"evil\\e[2J\\r\\ndeploycheck: all is well"'
MANIFEST = f"services:\n  {EVIL}: {{path: orders, provides: {{orders: openapi.yaml}}, owner: {EVIL}}}\n  web: {{path: web, consumes: {{orders: all}}}}\n"
WAIVERS = f"waivers:\n- {{rule: operation-removed, subject: {EVIL}, aspect: '', reason: {EVIL}, owner: {EVIL}, expires: 2027-01-31}}\n"
CONTRACTS = f"schema: deploycheck.contracts/v1\ncomponents:\n  {EVIL}: {{deployed: [v1], proposed: v2, versions: {{v1: {{}}, v2: {{}}}}}}\n"
SIDES = ["--base", "dir:base", "--head", "dir:head"]


@pytest.mark.parametrize(
    "words",
    [
        ["check", *SIDES, "-v"],
        ["check", *SIDES, "-o", "github"],
        ["check", *SIDES, "-o", "markdown"],
        ["plan", *SIDES],
        ["plan", "--contracts", "contracts.yaml"],
        ["plan", "--contracts", "contracts.yaml", "-o", "mermaid"],
        ["plan", "--contracts", "contracts.yaml", "-o", "markdown"],
        ["diff", *SIDES],
        ["diff", *SIDES, "-o", "markdown"],
        ["diff", *SIDES, "-o", "html"],
        ["diff", *SIDES, "--api", "evil\x1b[2J"],
        ["contracts", *SIDES],
        ["graph", *SIDES],
        ["graph", *SIDES, "-o", "mermaid"],
        ["graph", *SIDES, "-o", "dot"],
        ["waivers", *SIDES],
        ["can-i-deploy", "web", "--base", "dir:base", "--version", "dir:head"],
        ["can-i-deploy", "evil\x1b[2J", "--base", "dir:base", "--version", "dir:head"],
        ["check", "--base", "evil\x1b[2J"],
        ["explain", "evil\x1b[2J"],
    ],
    ids=lambda words: " ".join(words[:1] + words[-2:]).replace("\x1b", ""),
)
def test_no_command_lets_a_name_escape(capsys, tmp_path, monkeypatch, plain_git, words):
    files = {
        "deploycheck.yaml": MANIFEST,
        "orders/openapi.yaml": SPEC,
        "web/a": "",
        "deploycheck-waivers.yaml": WAIVERS,
    }
    write(tmp_path / "base", files)
    write(tmp_path / "head", {**files, "orders/openapi.yaml": LESS})
    write(tmp_path, {"contracts.yaml": CONTRACTS})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.parent / "hostile-cache"))
    run(words)
    said = capsys.readouterr()

    for text in (said.out, said.err):
        assert "\x1b" not in text
        assert "\r" not in text
        assert not [line for line in text.splitlines() if line.startswith("deploycheck: all is well")]
