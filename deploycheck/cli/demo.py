"""`deploycheck demo`."""

import sys
from datetime import date

import click

TODAY = date(2026, 11, 22)


@click.command("demo")
@click.option("--fixed", is_flag=True, help="Show the repaired proposal instead.")
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="As for check.")
def demo_command(*, fixed: bool, output: tuple[str, ...]) -> int:
    """Show what deploycheck finds on the bundled estate, and the order that it proves or refuses."""
    from deploycheck.app import run_check
    from deploycheck.app.bundled import bundled
    from deploycheck.cli.output import emit, targets, wants_color
    from deploycheck.engine.plugins import load_registry
    from deploycheck.model.record import replace
    from deploycheck.report.style import ReportStyle

    registry = load_registry()
    wanted = targets(output, registry.reporters, "text")
    head = "fixed" if fixed else "head"
    done = run_check(
        "dir:shop/base", f"dir:shop/{head}", root=bundled("estates"), today=TODAY, env="prod", registry=registry
    )
    plan = None if output else done.report.plan
    report = replace(done.report, plan=None) if plan else done.report  # the plan follows in full
    for target in wanted:
        style = ReportStyle(color=not target.path and wants_color(sys.stdout), excerpts=done.excerpts)
        emit(target, registry.reporters[target.format](report, style))
    if plan and plan.document:
        click.echo()
        click.echo(registry.plan_renderers["text"](plan.document), nl=False)
    code: int = done.report.exit_code
    return code
