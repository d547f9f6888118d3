"""The verifier shares nothing with the planner but the contracts and the plan."""

import ast
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "deploycheck.planning"


def imported(module: str) -> set[str]:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def test_the_verifier_imports_the_model_and_its_own_two_parts():
    pending, seen = {f"{PACKAGE}.verifier"}, set[str]()
    while pending:
        module = pending.pop()
        seen.add(module)
        pending |= {name for name in imported(module) if name.startswith(PACKAGE)} - seen
        assert all(
            name.startswith(("deploycheck.model.", f"{PACKAGE}."))
            for name in imported(module)
            if name.startswith("deploycheck")
        )
    assert seen == {f"{PACKAGE}.verifier", f"{PACKAGE}.rehearsal", f"{PACKAGE}.script"}
