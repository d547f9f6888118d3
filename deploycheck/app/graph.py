"""The service dependency graph: who uses what of whom, for people and for graph tools."""

import io
from typing import Any

from deploycheck.engine.examining import Survey
from deploycheck.model.contract import Component
from deploycheck.report.printable import printable

FORMATS = ("text", "mermaid", "dot", "graphml")


def build_graph(seen: Survey) -> Any:  # noqa: ANN401  a networkx DiGraph, imported only here
    """Build a directed graph: an edge leads from a user to its provider and carries the atoms that it uses."""
    import networkx as nx

    graph = nx.DiGraph()
    services = seen.change.head.estate.services
    for name, component in sorted(seen.assembly.contracts.components.items()):
        origin = services[name].origin if name in services else ""
        place = str(services[name].location) if name in services else ""
        graph.add_node(name, kind=component.kind, origin=origin, location=place, changes=component.is_unit)
    for name, component in sorted(seen.assembly.contracts.components.items()):
        for provider, atoms in _needs(component).items():
            if provider not in graph:
                graph.add_node(provider, kind="external", origin="", location="", changes=False)
            graph.add_edge(name, provider, atoms=", ".join(sorted(atoms)), count=len(atoms))
    return graph


def _needs(component: Component) -> dict[str, set[str]]:
    version = component.proposed if isinstance(component.proposed, str) else next(iter(component.deployed), None)
    contract = component.contract(version)
    return {provider: {need.atom for need in needs} for provider, needs in contract.needs.items() if needs}


def render(graph: Any, form: str) -> str:  # noqa: ANN401  a networkx DiGraph
    """Draw the graph as text, mermaid, dot or GraphML."""
    match form:
        case "mermaid":
            return _mermaid(graph)
        case "dot":
            return _dot(graph)
        case "graphml":
            import networkx as nx

            buffer = io.BytesIO()
            nx.write_graphml(graph, buffer)
            return buffer.getvalue().decode()
        case _:
            return _text(graph)


def _text(graph: Any) -> str:  # noqa: ANN401  a networkx DiGraph
    import networkx as nx

    lines = []
    for name, data in graph.nodes(data=True):
        mark = " (changes)" if data["changes"] else ""
        known = f" from {data['origin']} {data['location']}" if data["origin"] else ""
        lines.append(f"{name} [{data['kind']}]{mark}{known}")
        lines += [f"  -> {provider}: {edge['atoms']}" for _, provider, edge in graph.out_edges(name, data=True)]
    loops = [sorted(group) for group in nx.strongly_connected_components(graph) if len(group) > 1]
    lines += [f"cycle: {' <-> '.join(group)}" for group in sorted(loops)]
    return "\n".join(printable(line) for line in lines) or "no components were found"


def _mermaid(graph: Any) -> str:  # noqa: ANN401  a networkx DiGraph
    ids = {name: f"n{number}" for number, name in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    lines += [f'  {ids[name]}["{printable(name).replace(chr(34), chr(39))}"]' for name in graph.nodes]
    lines += [f"  {ids[user]} -->|{data['count']}| {ids[provider]}" for user, provider, data in graph.edges(data=True)]
    return "\n".join(lines)


def _dot(graph: Any) -> str:  # noqa: ANN401  a networkx DiGraph
    def quoted(text: str) -> str:
        return '"' + printable(text).replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = ["digraph estate {", "  rankdir=LR;"]
    lines += [f"  {quoted(name)};" for name in graph.nodes]
    lines += [
        f"  {quoted(user)} -> {quoted(provider)} [label={data['count']}];"
        for user, provider, data in graph.edges(data=True)
    ]
    return "\n".join([*lines, "}"])
