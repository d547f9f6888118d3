"""The cheapest sets of units without which a tangle has no cycle: minimum weighted feedback vertex sets."""

from collections.abc import Iterator, Mapping, Sequence
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
    for chosen in sorted(sets, key=lambda chosen: (sum(weights[unit] for unit in chosen), len(chosen), chosen)):
        together = tuple(sorted({*chosen, *forced}))
        if together and _cut(units, edges, frozenset(together)):
            yield together


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
    while True:
        rest = _without(units, edges, frozenset(chosen))
        tangled = [
            unit for component in strong_components(rest, rest) if entangled(component, rest) for unit in component
        ]
        if not tangled:
            break
        possible = [unit for unit in tangled if unit in weights]
        if not possible:
            return
        incoming = {unit: sum(unit in rest[other] for other in tangled) for unit in possible}
        chosen.add(max(possible, key=lambda unit: (incoming[unit] * len(rest[unit]) / weights[unit], -unit)))
    for unit in sorted(chosen - forced, key=lambda unit: -weights[unit]):
        if _cut(units, edges, frozenset(chosen - {unit})):
            chosen.discard(unit)
    yield tuple(sorted(chosen))
