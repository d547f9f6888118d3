"""Data that ships with deploycheck: the cases of the built-in rules, and the estates of the demo."""

from pathlib import Path

from deploycheck.hooks import Rule


def bundled(name: str) -> Path:
    """Find the folder `rules` or `estates`: in the installed package, else beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "_bundled" / name
    return installed if installed.is_dir() else package.parent / "fixtures" / name


def cases_of(rule: Rule) -> str | None:
    """Give the text of a built-in rule's case file; None for a rule without one."""
    path = bundled("rules") / rule.family / f"{rule.name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None
