"""`deploycheck init`."""

from pathlib import Path

import click

CONFIGURATION = """# Settings of deploycheck. `deploycheck config` prints what holds.
fail-on = "error"

# [[overrides]]
# path = "services/legacy/**"
# ignore = ["rollout"]
"""


@click.command("init")
def init_command() -> int:
    """Write a manifest with what was inferred and a configuration to start from; never overwrites a file."""
    from deploycheck.app import look
    from deploycheck.cli.manifest_text import manifest_text
    from deploycheck.cli.output import write_whole

    estate = look("dir:.", "dir:.").survey.change.head.estate
    for name, text in (("deploycheck.yaml", manifest_text(estate)), ("deploycheck.toml", CONFIGURATION)):
        path = Path(name)
        if path.exists():
            click.echo(f"{name} exists already and was left alone")
            continue
        write_whole(path, text)
        click.echo(f"{name} was written")
    return 0
