"""`deploycheck config`."""

from pathlib import Path
from typing import Any

import click

SHOWN = ("select", "ignore", "fail_on", "strict", "env", "estate", "policies", "exclude", "severity", "options")


@click.command("config")
@click.argument("path", default=".")
@click.option("--env", default="", metavar="NAME", help="The environment to show the settings for.")
def config_command(path: str, env: str) -> int:
    """Print the settings that hold for PATH, and where each comes from."""
    from deploycheck.app.settings import effective

    shown = effective(Path.cwd(), path, env)
    for problem in shown.problems:
        click.echo(f"{problem.path}:{problem.line}: {problem.message}", err=True)
    for name in SHOWN:
        value: Any = getattr(shown.configuration, name)
        origin = shown.configuration.origin.get(name, "default")
        click.echo(f"{name.replace('_', '-'):<10} = {_told(value):<40} # {origin}")
    for override in shown.overrides:
        click.echo(f"override   = {_told(override)}")
    return 2 if shown.problems else 0


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
