"""The cheapest sets of units without which a tangle has no cycle: minimum weighted feedback vertex sets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from deploycheck.planning.graph import Switching, entangled, strong_components
from deploycheck.planning.greedy_cut import greedy_set

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
        found = greedy_set(units, edges, weights, forced)
        if found is not None:
            yield found
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
