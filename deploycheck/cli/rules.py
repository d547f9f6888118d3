"""`deploycheck rules`."""

import json
from typing import Any

import click

from deploycheck.hooks import Rule


@click.command("rules")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text or json.")
def rules_command(**given: Any) -> int:
    """List the rules: name, severity and what each finds; those of this repository's policies, too."""
    from deploycheck.app.own_rules import own_rules
    from deploycheck.cli.output import emit, problems_told, targets
    from deploycheck.engine.plugins import load_registry

    own, problems = own_rules()
    rules = sorted([*load_registry().rules.values(), *own], key=lambda rule: (rule.family, rule.name))
    for target in targets(given["output"], ("text", "json"), "text"):
        if target.format == "json":
            keys = ("name", "family", "severity", "summary", "since", "default")
            emit(target, json.dumps([{key: getattr(rule, key) for key in keys} for rule in rules], indent=2))
        else:
            width = max((len(rule.family) + len(rule.name) + 1 for rule in rules), default=0)
            lines = (f"{_full_name(rule):<{width}}  {rule.severity:<7}  {rule.summary}" for rule in rules)
            emit(target, "\n".join(lines))
    return problems_told(problems)


def _full_name(rule: Rule) -> str:
    """Give family and name; the name of an assertion holds its family already."""
    return rule.name if rule.name.startswith(f"{rule.family}/") else f"{rule.family}/{rule.name}"
