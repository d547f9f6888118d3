"""What a rule must have beside its code: a page, a case that fires and one that stays silent."""

from deploycheck.hooks import Rule
from deploycheck.testing.casefile import CaseFile

SECTIONS = ("## Why it breaks", "## Do this instead")


def shortcomings(file: CaseFile | None, rule: Rule | None) -> list[str]:
    """Say what a rule and its case file lack; empty when nothing is missing."""
    if rule is None:
        return [f"no rule is called {file.rule!r}"] if file else []
    missing = [] if rule.assertion else _page(rule)
    if file is None:
        return [*missing, f"{rule.name} has no case file fixtures/rules/{rule.family}/{rule.name}.md"]
    if file.family != rule.family:
        missing.append(f"{rule.name} is of the family {rule.family}, its cases stand in {file.family}")
    if not any(file.firing()):
        missing.append(f"no case of {rule.name} expects a finding of it")
    if not any(file.silent()):
        missing.append(f"no case of {rule.name} expects it to stay silent")
    return missing


def _page(rule: Rule) -> list[str]:
    headings = rule.page.splitlines()
    missing = [f"the page of {rule.name} has no section {section!r}" for section in SECTIONS if section not in headings]
    if not rule.summary.endswith("."):
        missing.append(f"the page of {rule.name} does not start with a sentence")
    return missing
