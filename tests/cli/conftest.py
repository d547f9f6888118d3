"""A folder with a small shop in two versions, and a short way to run commands in it."""

import pytest
from checked_folders import LESS, SPEC, write

from deploycheck.cli.group import run

CONTRACTS = """schema: deploycheck.contracts/v1
components:
  web: {deployed: [v1], proposed: v2, versions: {v1: {}, v2: {needs: {api: [b]}}}}
  api: {deployed: [v1], proposed: v2, versions: {v1: {provides: [a]}, v2: {provides: [a, b]}}}
"""
CIRCLE = """schema: deploycheck.contracts/v1
components:
  web: {deployed: [v1], proposed: v2, versions: {v1: {needs: {api: [a]}}, v2: {needs: {api: [b]}}}}
  api: {deployed: [v1], proposed: v2, versions: {v1: {provides: [a]}, v2: {provides: [b]}}}
"""
MANIFEST = """services:
  orders: {path: orders, owner: team-orders, runbook: run.md, provides: {orders: openapi.yaml}}
  web: {path: web, owner: team-web, runbook: run.md, consumes: {orders: ["GET /orders/{id}"]}}
"""
SHOP = {
    "deploycheck.yaml": MANIFEST,
    "orders/openapi.yaml": SPEC,
    "orders/run.md": "## Rollback\n",
    "web/run.md": "## Rollback\n",
    "web/main.py": "print(1)\n",
}


@pytest.fixture
def say(capsys, tmp_path, monkeypatch, plain_git):
    """Run a command in a folder with base/ and head/, and give exit code, output and errors."""
    write(tmp_path / "base", SHOP)
    write(tmp_path / "head", {**SHOP, "orders/openapi.yaml": LESS})
    write(tmp_path, {"contracts.yaml": CONTRACTS, "circle.yaml": CIRCLE})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.parent / f"{tmp_path.name}-cache"))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*words):
        code = run(list(words))
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return call
