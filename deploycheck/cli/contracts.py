"""`deploycheck contracts`."""

from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("contracts")
@snapshot_options
@click.option("--ref", metavar="REF", help="Write the contracts of this version alone, for other repositories.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text (YAML) or json.")
def contracts_command(**given: Any) -> int:
    """Write this repository's contracts: what each version provides, needs, emits and reads."""
    from deploycheck.app import contracts_of
    from deploycheck.cli.output import emit, targets
    from deploycheck.planning import dump_contracts

    wanted = targets(given["output"], ("text", "json"), "text")
    base, head = (given["ref"], given["ref"]) if given["ref"] else (given["base"], given["head"])
    contracts = contracts_of(base, head, **settings_from(given), alone=True)
    for target in wanted:
        emit(target, dump_contracts(contracts, "json" if target.format == "json" else "yaml"))
    return 0
