"""Make the pages below docs/reference: commands, facts, formats and schemas, from the code that knows them."""

import json
from collections.abc import Iterator

import click

from deploycheck.app.schemas import SCHEMAS, schema
from deploycheck.cli.group import COMMANDS, SUMMARIES, deploycheck
from deploycheck.engine.facts import ENGINE_FACTS
from deploycheck.engine.plugins import load_registry
from deploycheck.engine.wiring import ROOTS

GENERATED = "<!-- Generated from the program; `tests/test_docs.py` holds it current. -->"
WIDTH = 100


def reference_pages() -> dict[str, str]:
    """Give every generated file of docs/reference by name."""
    pages = {"cli.md": _commands(), "facts.md": _facts()}
    return pages | {f"schemas/{name}.json": json.dumps(schema(name), indent=2) + "\n" for name in SCHEMAS}


def _commands() -> str:
    size = {"max_content_width": WIDTH, "terminal_width": WIDTH}
    context = click.Context(deploycheck, info_name="deploycheck", **deploycheck.context_settings, **size)
    parts = [
        "# Command line",
        GENERATED,
        "`deploycheck` alone is `deploycheck check`; options and paths need the word.",
    ]
    rows = [f"| [{name}](#{name}) | {summary} |" for name, summary in SUMMARIES.items()]
    parts.append("\n".join(["| command | does |", "| --- | --- |", *rows]))
    for name in COMMANDS:
        command = deploycheck.get_command(context, name)
        assert command is not None
        own = click.Context(command, info_name=name, parent=context, **size)
        parts += [f"## {name}", f"```text\n{command.get_help(own).rstrip()}\n```"]
    parts += ["## Exit codes", _EXIT_CODES]
    return "\n\n".join(parts) + "\n"


_EXIT_CODES = """| code | means |
| --- | --- |
| 0 | no finding at or above `--fail-on`; not *proved*: the first line says how many questions could not be decided |
| 1 | findings; a refused or unsafe plan |
| 2 | deploycheck could not do its work (2 beats 1) |
| 130 | interrupted |"""


def _facts() -> str:
    registry = load_registry()
    own = {fact.name: fact for fact in ENGINE_FACTS} | dict(registry.facts)
    rows = [*_rows((name, "run", summary) for name, summary in ROOTS.items())]
    rows += _rows((fact.name, fact.scope, fact.summary) for fact in own.values())
    table = "\n".join(["| fact | scope | what it is |", "| --- | --- | --- |", *sorted(rows)])
    text = (
        "A rule, and a policy of yours, asks for facts by parameter name, as a pytest test asks for fixtures. A rule\n"
        "that asks for an item fact runs once per item; `service` runs it once per service."
    )
    return f"# Facts\n\n{GENERATED}\n\n{text}\n\n{table}" + "\n"


def _rows(facts: Iterator[tuple[str, str, str]]) -> Iterator[str]:
    for name, scope, summary in facts:
        yield f"| `{name}` | {scope} | {summary} |"
