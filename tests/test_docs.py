"""What is generated into docs/ is current; DEPLOYCHECK_UPDATE_GOLDEN=1 writes it anew."""

import os

from golden import ROOT, UPDATE

from deploycheck.engine.plugins import load_registry
from deploycheck.report.page import rule_pages
from deploycheck.testing.bundled import cases_of

RULES = ROOT / "docs" / "rules"


def test_the_pages_of_the_rules_are_current() -> None:
    rules = load_registry().rules
    cases = {name: text for name, rule in rules.items() if (text := cases_of(rule))}
    expected = rule_pages(rules.values(), cases)
    found = {path.relative_to(RULES).as_posix(): path for path in RULES.rglob("*.md")}
    if os.environ.get(UPDATE):
        for name in found.keys() - expected.keys():
            found.pop(name).unlink()
        for name, page in expected.items():
            found[name] = RULES / name
            found[name].parent.mkdir(parents=True, exist_ok=True)
            found[name].write_text(page, encoding="utf-8", newline="\n")
    stale = [name for name, page in expected.items() if name not in found or found[name].read_text("utf-8") != page]
    assert (stale, sorted(found.keys() - expected.keys())) == ([], []), f"run pytest with {UPDATE}=1 to write them anew"
