"""`deploycheck explain`."""

import json
from pathlib import Path
from typing import Any

import click

from deploycheck.hooks import Rule
from deploycheck.model.errors import UsageError

PREFIX = "dc1:"


@click.command("explain")
@click.argument("name")
@click.option("--report", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A report in JSON.")
def explain_command(name: str, report: Path | None) -> int:
    """Show a rule's page, or how the finding with fingerprint NAME came about."""
    click.echo(_finding(name, report) if name.startswith(PREFIX) else _page(name))
    return 0


def _page(name: str) -> str:
    from deploycheck.engine.plugins import load_registry
    from deploycheck.model.suggest import did_you_mean
    from deploycheck.report.page import rule_page
    from deploycheck.testing.bundled import cases_of

    registry = load_registry()
    rule = registry.rule(name.rpartition("/")[2]) or registry.rule(name) or _own(name)
    if rule is None:
        raise UsageError(
            f"there is no rule {name!r}{did_you_mean(name, registry.rules)}; `deploycheck rules` lists them"
        )
    return rule_page(rule, cases_of(rule))


def _own(name: str) -> Rule | None:
    """Find a rule of this repository's policies, with or without its family before its name."""
    from deploycheck.app.own_rules import own_rules

    rules, _ = own_rules()
    return next((rule for rule in rules if name in (rule.name, f"{rule.family}/{rule.name}")), None)


def _finding(fingerprint: str, path: Path | None) -> str:
    from deploycheck.app.caching import last_report
    from deploycheck.documents.json import load_json

    data = path.read_bytes() if path else last_report()
    if data is None:
        raise UsageError("there is no last run to look in; give --report FILE (from `deploycheck check -o json=FILE`)")
    document = load_json(data, str(path or "the last run")).value
    if not isinstance(document, dict) or not isinstance(document.get("findings"), list):
        raise UsageError(f"{path or 'the last run'}: this is no report of deploycheck")
    for finding in document["findings"]:
        if finding.get("fingerprint") == fingerprint:
            return _derivation(finding)
    raise UsageError(f"no finding of that report has the fingerprint {fingerprint}")


def _stake(stake: dict[str, Any]) -> str:
    place = f" ({stake['path']}:{stake['line']})" if stake.get("path") else ""
    return f"  - {stake['consumer']} {stake['version']}: {stake['verdict']}, {stake['reason']}{place}"


def _derivation(finding: dict[str, Any]) -> str:
    place = finding["location"]
    lines = [
        f"{finding['severity']} {finding['family']}/{finding['rule']} ({finding['status']})",
        f"{place['path']}:{place['line']} ({place['side']})",
        "",
        finding["message"],
        "",
        "How the severity was derived:",
        *(f"  - {step}" for step in finding.get("derivation", ())),
    ]
    if finding.get("evidence"):
        lines += ["", "Who relies on it:"]
        lines += [
            f"  - {e['consumer']} {e['version']} ({e['kind']}) {e['path'] or ''}:{e['line'] or ''}"
            for e in finding["evidence"]
        ]
    if finding.get("consumers"):
        lines += ["", "What it means to each consumer:", *map(_stake, finding["consumers"])]
    if finding.get("witness"):
        text = finding["witness"].get("text")
        lines += ["", "Witness:", *([text] if text else ()), json.dumps(finding["witness"]["value"], indent=2)]
    return "\n".join([*lines, "", "What to do:", finding["help"]])
