"""The cheapest sets of units without which a tangle has no cycle: minimum weighted feedback vertex sets."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from deploycheck.planning.graph import Switching, entangled, strong_components

EXACT_UP_TO: Final = 16
"""Bigger tangles are solved greedily, with clean-up."""

Edges = Mapping[int, Mapping[int, Switching]]


def feedback_sets(
    units: Sequence[int], edges: Edges, weights: Mapping[int, int], forced: frozenset[int]
) -> Iterator[tuple[int, ...]]:
    """Give sets of units that cut every cycle, cheapest first; units without a weight cannot be chosen.

    `forced` units are in every set.
    """
    free = [unit for unit in units if unit in weights and unit not in forced]
    if not forced <= weights.keys():
        return
    if len(free) > EXACT_UP_TO:
        yield from _greedy(units, edges, weights, forced)
        return
    sets = (tuple(unit for place, unit in enumerate(free) if number >> place & 1) for number in range(1 << len(free)))
    tangle = _Tangle(units, edges)
    for chosen in sorted(sets, key=lambda chosen: (sum(weights[unit] for unit in chosen), len(chosen), chosen)):
        together = tuple(sorted({*chosen, *forced}))
        if together and tangle.cut_by(together):
            yield together


class _Tangle:
    """Units and what orders them, as bits, so that many sets can be tried."""

    def __init__(self, units: Sequence[int], edges: Edges) -> None:
        self._units = units
        self._edges = edges
        self._bits = {unit: 1 << place for place, unit in enumerate(units)}
        self._incoming = dict.fromkeys(self._bits.values(), 0)
        inner = [
            (self._bits[unit], self._bits[after], edge)
            for unit in units
            for after, edge in edges.get(unit, {}).items()
            if after in self._bits
        ]
        for before, after, _ in inner:
            self._incoming[after] |= before
        self._switching = any(edge.cut for _, _, edge in inner)
        solid = {before | after for before, after, edge in inner if not edge.cut and self._incoming[before] & after}
        self._pairs = sorted(solid)
        """Two that exclude each other: no cut leaves both."""

    def cut_by(self, removed: Collection[int]) -> bool:
        """Whether no cycle is left without `removed`, joint cut-overs not counted."""
        gone = sum(self._bits[unit] for unit in removed if unit in self._bits)
        if any(not pair & gone for pair in self._pairs):
            return False
        if self._peels(gone):
            return True
        return self._switching and _cut(self._units, self._edges, frozenset(removed))

    def _peels(self, gone: int) -> bool:
        """Whether taking away what nothing comes before, again and again, leaves nothing: then there is no cycle."""
        left = [bit for bit in self._incoming if not bit & gone]
        while left:
            rest = sum(left)
            kept = [bit for bit in left if self._incoming[bit] & rest]
            if len(kept) == len(left):
                return False
            left = kept
        return True


def _cut(units: Sequence[int], edges: Edges, removed: frozenset[int]) -> bool:
    rest = _without(units, edges, removed)
    return not any(entangled(component, rest) for component in strong_components(rest, rest))


def _without(units: Sequence[int], edges: Edges, removed: frozenset[int]) -> dict[int, dict[int, Switching]]:
    inside = set(units) - removed
    return {unit: {after: edge for after, edge in edges.get(unit, {}).items() if after in inside} for unit in inside}


def _greedy(
    units: Sequence[int], edges: Edges, weights: Mapping[int, int], forced: frozenset[int]
) -> Iterator[tuple[int, ...]]:
    """Take the best cut per weight until no cycle is left; then leave out what was not necessary."""
    chosen = set(forced)
    before = _predecessors(units, edges)
    left = _without(units, edges, forced)
    degrees = {unit: len(after) for unit, after in left.items()}
    while tangled := _tangled(left):
        left = {unit: {after: left[unit][after] for after in left[unit] if after in tangled} for unit in tangled}
        possible = [unit for unit in tangled if unit in weights]
        if not possible:
            return
        incoming = Counter(after for unit in tangled for after in left[unit])
        best = max(possible, key=lambda unit: (incoming[unit] * degrees[unit] / weights[unit], -unit))
        chosen.add(best)
        del left[best]
        for unit in before[best]:
            degrees[unit] = degrees.get(unit, 0) - 1
            left.get(unit, {}).pop(best, None)
    yield tuple(sorted(_needed(units, edges, chosen, sorted(chosen - forced, key=lambda unit: -weights[unit]))))


def _tangled(graph: dict[int, dict[int, Switching]]) -> dict[int, None]:
    """Give the units on cycles, joint cut-overs not counted."""
    components = (one for one in strong_components(graph, graph) if entangled(one, graph))
    return dict.fromkeys(unit for component in components for unit in component)


def _predecessors(units: Sequence[int], edges: Edges) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {unit: [] for unit in units}
    for unit in units:
        for after in edges.get(unit, {}):
            if after in found:
                found[after].append(unit)
    return found


def _needed(units: Sequence[int], edges: Edges, chosen: set[int], spare: Sequence[int]) -> set[int]:
    """Put units back, one after the other, as long as that closes no cycle; a new cycle runs through the new unit."""
    before, needed = _predecessors(units, edges), set(chosen)
    graph = _without(units, edges, frozenset(chosen))
    for unit in spare:
        graph[unit] = {after: edge for after, edge in edges.get(unit, {}).items() if after in graph or after == unit}
        for other in before[unit]:
            if other in graph:
                graph[other][unit] = edges[other][unit]
        around = next(one for one in strong_components([unit], graph) if unit in one)
        if not entangled(around, graph):
            needed.discard(unit)
            continue
        del graph[unit]
        for other in before[unit]:
            if other in graph:
                del graph[other][unit]
    return needed
