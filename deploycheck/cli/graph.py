"""`deploycheck graph`."""

from typing import Any

import click

from deploycheck.cli.options import settings_from, snapshot_options


@click.command("graph")
@snapshot_options
@click.option("--output", "-o", multiple=True, metavar="FORMAT[=PATH]", help="text, mermaid, dot, graphml.")
def graph_command(**given: Any) -> int:
    """Draw the components of head, what they use of each other, and where each is known from."""
    from deploycheck.app import look
    from deploycheck.app.graph import FORMATS, build_graph, render
    from deploycheck.cli.output import emit, problems_told, targets

    wanted = targets(given["output"], FORMATS, "text")
    outcome = look(given["base"], given["head"], **settings_from(given), alone=True)
    graph = build_graph(outcome.survey)
    for target in wanted:
        emit(target, render(graph, target.format))
    return problems_told(outcome.examination.problems)
