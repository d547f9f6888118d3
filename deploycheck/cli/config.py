"""`deploycheck config`."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from deploycheck.app.settings import Effective

SHOWN = ("select", "ignore", "fail_on", "strict", "env", "estate", "policies", "exclude", "severity", "options")


@click.command("config")
@click.argument("path", default=".")
@click.option("--env", default="", metavar="NAME", help="The environment to show the settings for.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text or json.")
def config_command(path: str, env: str, output: tuple[str, ...]) -> int:
    """Print the settings that hold for PATH, and where each comes from."""
    from deploycheck.app.settings import effective
    from deploycheck.cli.output import emit, targets

    shown = effective(Path.cwd(), path, env)
    for problem in shown.problems:
        click.echo(f"{problem.path}:{problem.line}: {problem.message}", err=True)
    for target in targets(output, ("text", "json"), "text"):
        told = json.dumps(_document(shown), indent=2, default=_plain) if target.format == "json" else _text(shown)
        emit(target, told)
    return 2 if shown.problems else 0


def _document(shown: "Effective") -> dict[str, Any]:
    values = {name.replace("_", "-"): {"value": value, "origin": origin} for name, value, origin in _settings(shown)}
    return {"settings": values, "overrides": list(shown.overrides)}


def _text(shown: "Effective") -> str:
    rows = [(name.replace("_", "-"), _told(value), origin) for name, value, origin in _settings(shown)]
    lines = [f"{name:<10} = {told:<40} # {origin}" for name, told, origin in rows]
    return "\n".join([*lines, *(f"override   = {_told(override)}" for override in shown.overrides)])


def _settings(shown: "Effective") -> Iterator[tuple[str, Any, str]]:
    for name in SHOWN:
        yield name, getattr(shown.configuration, name), shown.configuration.origin.get(name, "default")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
