"""Strongly connected components, iteratively, and whether their events may happen at once."""

from collections.abc import Iterable, Mapping
from typing import Protocol


class Switching(Protocol):
    """An edge that knows whether its two events may happen at once."""

    @property
    def cut(self) -> bool:
        """Whether it orders two cut-overs of one group."""
        ...


def strong_components(nodes: Iterable[int], successors: Mapping[int, Iterable[int]]) -> list[list[int]]:
    """Give Tarjan's components, predecessors first. Linear in nodes and edges; no recursion."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for root in nodes:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        waiting.append(root)
        on_stack.add(root)
        path = [(root, iter(successors.get(root, ())))]
        while path:
            node, pending = path[-1]
            for child in pending:
                if child not in order:
                    order[child] = low[child] = len(order)
                    waiting.append(child)
                    on_stack.add(child)
                    path.append((child, iter(successors.get(child, ()))))
                    break
                if child in on_stack:
                    low[node] = min(low[node], order[child])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    found.append(_unwind(waiting, on_stack, node))
    found.reverse()
    return found


def _unwind(waiting: list[int], on_stack: set[int], node: int) -> list[int]:
    members: list[int] = []
    while not members or members[-1] != node:
        members.append(waiting.pop())
        on_stack.discard(members[-1])
    members.reverse()
    return members


def entangled(component: list[int], edges: Mapping[int, Mapping[int, Switching]]) -> bool:
    """Whether a strong component cannot happen at once: one of its inner edges is more than a joint cut-over."""
    if len(component) == 1:
        return False
    inside = set(component)
    return any(not edge.cut for node in component for child, edge in edges.get(node, {}).items() if child in inside)


def reachable(start: int, successors: Mapping[int, Iterable[int]]) -> set[int]:
    """Give every node that a path from `start` leads to, without `start` itself unless it lies on a cycle."""
    seen: set[int] = set()
    pending = list(successors.get(start, ()))
    while pending:
        node = pending.pop()
        if node not in seen:
            seen.add(node)
            pending.extend(successors.get(node, ()))
    return seen
