"""`deploycheck schema`."""

import json

import click


@click.command("schema")
@click.argument("name", required=False)
def schema_command(name: str | None) -> int:
    """Print the JSON Schema called NAME; without a name, list them."""
    from deploycheck.app.schemas import SCHEMAS, schema
    from deploycheck.model.errors import UsageError
    from deploycheck.model.suggest import did_you_mean

    if name is None:
        click.echo("\n".join(SCHEMAS))
        return 0
    if name not in SCHEMAS:
        raise UsageError(f"there is no schema {name!r}{did_you_mean(name, SCHEMAS)}; {', '.join(SCHEMAS)}")
    click.echo(json.dumps(schema(name), indent=2))
    return 0
