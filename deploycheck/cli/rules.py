"""`deploycheck rules`."""

import json
from typing import Any

import click


@click.command("rules")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text or json.")
def rules_command(**given: Any) -> int:
    """List the rules: name, severity and what each finds."""
    from deploycheck.cli.output import emit, targets
    from deploycheck.engine.plugins import load_registry

    rules = sorted(load_registry().rules.values(), key=lambda rule: (rule.family, rule.name))
    for target in targets(given["output"], ("text", "json"), "text"):
        if target.format == "json":
            keys = ("name", "family", "severity", "summary", "since", "default")
            emit(target, json.dumps([{key: getattr(rule, key) for key in keys} for rule in rules], indent=2))
        else:
            width = max((len(rule.family) + len(rule.name) + 1 for rule in rules), default=0)
            lines = (f"{rule.family + '/' + rule.name:<{width}}  {rule.severity:<7}  {rule.summary}" for rule in rules)
            emit(target, "\n".join(lines))
    return 0
