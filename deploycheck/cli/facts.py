"""`deploycheck facts`."""

import click


@click.command("facts")
def facts_command() -> int:
    """List what rules and policies may ask for by parameter name."""
    from deploycheck.engine.facts import ENGINE_FACTS
    from deploycheck.engine.plugins import load_registry
    from deploycheck.engine.wiring import ROOTS

    rows = [(name, "run", summary) for name, summary in ROOTS.items()]
    facts = {fact.name: fact for fact in ENGINE_FACTS} | dict(load_registry().facts)
    rows += [(fact.name, fact.scope, fact.summary) for fact in facts.values()]
    width = max(len(name) for name, _, _ in rows)
    for name, scope, summary in sorted(rows):
        click.echo(f"{name:<{width}}  {scope:<7}  {summary}")
    return 0
