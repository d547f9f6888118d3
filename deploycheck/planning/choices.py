"""Conflicts that a condition makes: which of several orders avoids each of them.

In general this is as hard as satisfiability; real releases fall to three easy steps: what another edge implies is
dropped, the old thing goes before the flag (ship dark, release last), and only what then closes a cycle is searched.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from deploycheck.model.record import Record
from deploycheck.planning.constraints import Choice, Constraints, Option, add_edge, switches_together
from deploycheck.planning.events import PLAN_START
from deploycheck.planning.graph import entangled, reachable, strong_components
from deploycheck.planning.liveness import Scene

SEARCH_LIMIT: Final = 20_000
"""How many decisions the search takes before it gives up (and the plan is refused)."""
IMPLIED_LIMIT: Final = 2_000_000
"""How many edges may be walked to find out which choices are implied."""


class _Joint(Record):
    cut: bool


_Graph = dict[int, dict[int, _Joint]]


def choose(everybody: Scene, found: Constraints) -> list[Choice]:
    """Add an edge for each choice; when no combination works, give the choices that exclude each other."""
    graph: _Graph = {
        before: {after: _Joint(edge.cut) for after, edge in edges.items()} for before, edges in found.edges.items()
    }
    solid = {before: [after for after, joint in edges.items() if not joint.cut] for before, edges in graph.items()}
    open_choices: list[Choice] = []
    for choice in found.choices:
        if not _implied(choice, solid, len(found.choices)):
            open_choices.append(choice)
        elif choice.conflict.sticky:
            found.undone.append(choice.conflict)
    picked = _first_options(everybody, graph, open_choices) or _search(everybody, graph, open_choices)
    if picked is None:
        return _core(everybody, graph, open_choices)
    for choice, option in zip(open_choices, picked, strict=True):
        add_edge(everybody, found, option, choice.conflict)
    return []


def _implied(choice: Choice, solid: Mapping[int, Iterable[int]], number: int) -> bool:
    """Whether an edge, or a path where that is cheap to see, satisfies the choice already.

    Joint cut-overs are no part of such a path, since they order nothing but themselves.
    """
    walk = number * (len(solid) + 1) * 8 <= IMPLIED_LIMIT
    for option in choice.options:
        if option.waits or option.before.unit == PLAN_START:
            continue
        targets = reachable(option.before.unit, solid) if walk else solid.get(option.before.unit, ())
        if option.after.unit in targets:
            return True
    return False


def _first_options(everybody: Scene, graph: _Graph, choices: Sequence[Choice]) -> list[Option] | None:
    picked = [choice.options[0] for choice in choices]
    return picked if _orderly(everybody, graph, picked) else None


def _orderly(everybody: Scene, graph: _Graph, picked: Sequence[Option]) -> bool:
    """Whether the graph with these edges still has an order."""
    extended = _extended(everybody, graph, picked)
    nodes = {option.before.unit for option in picked} | set(graph)
    return not any(entangled(component, extended) for component in strong_components(nodes, extended))


def _extended(everybody: Scene, graph: _Graph, picked: Sequence[Option]) -> _Graph:
    extended = dict(graph)
    copied: set[int] = set()
    for option in picked:
        before, after = option.before.unit, option.after.unit
        if before == PLAN_START:
            continue
        if before not in copied:
            copied.add(before)
            extended[before] = dict(extended.get(before, {}))
        known = extended[before].get(after)
        extended[before][after] = _Joint((known is None or known.cut) and switches_together(everybody, option))
    return extended


def _search(everybody: Scene, graph: _Graph, choices: Sequence[Choice]) -> list[Option] | None:
    """Backtrack over the choices, within the tangle that all options together make."""
    region = _tangles(everybody, graph, choices)
    small: _Graph = {
        before: {after: joint for after, joint in edges.items() if region.get(after, -1) == region.get(before, -2)}
        for before, edges in graph.items()
        if before in region
    }
    ordered = [_free_first(choice, region) for choice in choices]
    tried: list[int] = []
    picked: list[Option] = []
    cursor = 0
    for _ in range(SEARCH_LIMIT):
        if len(picked) == len(ordered):
            return picked
        candidates = ordered[len(picked)]
        while cursor < len(candidates) and not _orderly(everybody, small, [*picked, candidates[cursor]]):
            cursor += 1
        if cursor < len(candidates):
            picked.append(candidates[cursor])
            tried.append(cursor)
            cursor = 0
        elif tried:
            picked.pop()
            cursor = tried.pop() + 1
        else:
            return None
    return None


def _tangles(everybody: Scene, graph: _Graph, choices: Sequence[Choice]) -> dict[int, int]:
    """Give the units that all options together tangle up, with the number of their tangle: cycles close only there."""
    every = [option for choice in choices for option in choice.options]
    extended = _extended(everybody, graph, every)
    nodes = set(extended) | {option.after.unit for option in every}
    components = strong_components(nodes, extended)
    return {node: number for number, component in enumerate(components) if len(component) > 1 for node in component}


def _free_first(choice: Choice, region: Mapping[int, int]) -> tuple[Option, ...]:
    """Take an option that can never close a cycle, if there is one."""
    for option in choice.options:
        before = region.get(option.before.unit, -1)
        if option.before.unit == PLAN_START or before == -1 or before != region.get(option.after.unit, -2):
            return (option,)
    return choice.options


def _core(everybody: Scene, graph: _Graph, choices: Sequence[Choice]) -> list[Choice]:
    """Leave out, one by one, every choice without which there is still no order (of few choices only)."""
    core = [choice for choice in choices if len(choice.options) > 1]
    if len(core) > CORE_LIMIT:
        return core
    for choice in list(core):
        rest = [other for other in core if other is not choice]
        if rest and _search(everybody, graph, rest) is None:
            core = rest
    return core


CORE_LIMIT: Final = 24
"""With more choices than this, a refusal names all of them."""
