"""`deploycheck waivers`."""

from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("waivers")
@snapshot_options
@click.option("--spent", is_flag=True, help="Only those that cover nothing any more and can be deleted.")
def waivers_command(*, spent: bool, **given: Any) -> int:
    """List the waivers with what each covers in this run."""
    from deploycheck.app import look
    from deploycheck.cli.output import problems_told
    from deploycheck.report.printable import printable

    outcome = look(given["base"], given["head"], **settings_from(given), alone=True)
    if not outcome.survey.change.compared:
        click.echo("nothing is compared: a waiver of something that changes covers nothing here", err=True)
    log = outcome.examination.log
    used = {id(waiver) for waiver in log.honoured.values()}
    today = outcome.question.today
    for waiver in dict.fromkeys([*log.honoured.values(), *log.unused, *log.expired, *log.incomplete]):
        covers = sum(1 for other in log.honoured.values() if other is waiver)
        if spent and id(waiver) in used:
            continue
        state = waiver.flaw(today) or ("expired" if waiver in log.expired else f"covers {covers or 'nothing'}")
        until = f"until {waiver.expires}" if waiver.expires else "without an end"
        owner = waiver.owner or "nobody's"
        click.echo(printable(f"{waiver.location}  {waiver.describe()}  {until}  {owner}  {state}"))
    return problems_told(outcome.examination.problems)
