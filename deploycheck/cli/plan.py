"""`deploycheck plan`."""

from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("plan")
@snapshot_options
@click.option("--contracts", metavar="FILE", help="Plan from a contract file; nothing else is read.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text, json, markdown, mermaid.")
def plan_command(**given: Any) -> int:
    """Print the order to deploy in, proved for every mixed state; exit 1 when there is none."""
    from deploycheck.app import plan
    from deploycheck.cli.output import emit, targets
    from deploycheck.engine.plugins import load_registry
    from deploycheck.model.errors import UsageError

    if len(given["env"]) > 1:
        raise UsageError("plan: one environment at a time (--env NAME)")
    registry = load_registry()
    wanted = targets(given["output"], registry.plan_renderers, "text")
    settings = {**settings_from(given), "registry": registry}
    result = plan(given["base"], given["head"], contracts=given["contracts"], **settings)
    document = result.to_dict()
    for target in wanted:
        emit(target, registry.plan_renderers[target.format](document))
    return 0 if document["verdict"] == "plan" else 1
