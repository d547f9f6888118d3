"""`deploycheck can-i-deploy`."""

import json
from typing import Any

import click

from deploycheck.cli.options import ci_variables


@click.command("can-i-deploy")
@click.argument("service")
@click.option("--env", default=None, metavar="NAME", help="Where it is to run.")
@click.option("--version", "ref", metavar="REF", help="The version that is to go out; the working tree if left out.")
@click.option("--base", metavar="WHERE", help="What runs, where no record of deployments says so.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text or json.")
def can_i_deploy_command(service: str, ref: str | None, **given: Any) -> int:
    """Say whether SERVICE alone may go out now, beside everything that is live: exit 0 or 1."""
    from deploycheck.app import look_whole
    from deploycheck.app.single_step import single_step
    from deploycheck.cli.output import emit, targets

    wanted = targets(given["output"], ("text", "json"), "text")
    outcome = look_whole(given["base"], ref, env=given["env"], ci=ci_variables(), recorded_here=True)
    answer = single_step(outcome, service)
    for target in wanted:
        emit(target, json.dumps(answer.to_dict(), indent=2) if target.format == "json" else answer.text())
    return 0 if answer.safe else 1
