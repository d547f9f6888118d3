"""`deploycheck verify-plan`."""

import json
from pathlib import Path
from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("verify-plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@snapshot_options
@click.option("--contracts", metavar="FILE", help="Judge by this contract file; nothing else is read.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text or json.")
def verify_plan_command(**given: Any) -> int:
    """Replay a plan, also a hand-written one, state by state; exit 1 when a state on the way breaks."""
    from deploycheck.app import contracts_of
    from deploycheck.cli.output import emit, targets
    from deploycheck.model.plan import PlanError
    from deploycheck.planning import load_plan, verify
    from deploycheck.planning.render_verification import verification_text

    wanted = targets(given["output"], ("text", "json"), "text")
    contracts = contracts_of(given["base"], given["head"], contracts=given["contracts"], **settings_from(given))
    file: Path = given["file"]
    written = load_plan(file.read_bytes(), str(file))
    try:
        result = verify(contracts, written)
    except PlanError as error:
        raise PlanError(error.message, str(file)) from None
    document = result.to_dict()
    for target in wanted:
        is_json = target.format == "json"
        emit(target, json.dumps(document, indent=2) if is_json else verification_text(document))
    return 0 if document["verdict"] == "safe" else 1
