"""Units without which a big tangle has no cycle: chosen greedily by the ways through them, then cleaned up.

A unit that is taken out can only change the strong component in which it lay, and makes no other unit more worth
taking: so only that component is looked at again, and only the units that seem best are weighed again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heapreplace

from deploycheck.planning.graph import Switching, entangled, strong_components

Edges = Mapping[int, Mapping[int, Switching]]
Ways = Mapping[int, set[int]]


def greedy_set(
    units: Sequence[int], edges: Edges, weights: Mapping[int, int], forced: frozenset[int]
) -> tuple[int, ...] | None:
    """Take the best cut per weight until no cycle is left; then leave out what was not necessary.

    None where a cycle is left of units that have no weight.
    """
    tangle = _Tangle(units, edges, forced)
    chosen = set(forced)
    best = [(-tangle.ways(unit) / weights[unit], unit) for unit in tangle.around if unit in weights]
    heapify(best)
    while tangle.around:
        while best and best[0][1] not in tangle.around:
            heappop(best)
        if not best:
            return None
        known, unit = best[0]
        now = -tangle.ways(unit) / weights[unit]
        if now != known:
            heapreplace(best, (now, unit))
            continue
        chosen.add(unit)
        tangle.take_out(unit)
    spare = sorted(chosen - forced, key=lambda unit: -weights[unit])
    return tuple(sorted(tangle.needed(chosen, spare)))


class _Tangle:
    """Units, what comes after and before each, and the strong component around each unit that lies on a cycle."""

    def __init__(self, units: Sequence[int], edges: Edges, gone: frozenset[int]) -> None:
        inside = set(units)
        self._edges = edges
        self._after = {unit: inside.intersection(edges.get(unit, ())) - {unit} for unit in units}
        self._before: dict[int, set[int]] = {unit: set() for unit in units}
        for unit, after in self._after.items():
            for other in after:
                self._before[other].add(unit)
        self._switching = any(edge.cut for unit in units for edge in edges.get(unit, {}).values())
        self.around: dict[int, set[int]] = {}
        left = inside - gone
        self._enter(left)
        looped = [unit for unit in units if unit in edges.get(unit, {})]
        self._degrees = Counter({unit: len(self._after[unit] & left) for unit in left})
        self._degrees.update(unit for unit in looped if unit in left)
        self._incoming = Counter(after for unit in self.around for after in self._after[unit])
        self._incoming.update(unit for unit in looped if unit in self.around)

    def ways(self, unit: int) -> int:
        """Count the ways through a unit."""
        return self._incoming[unit] * self._degrees[unit]

    def take_out(self, unit: int) -> None:
        """Take a unit on a cycle out of the tangle."""
        component = self.around[unit]
        self._leave(unit)
        component.discard(unit)
        for other in self._before[unit]:
            self._degrees[other] -= 1
        touched = list((self._after[unit] | self._before[unit]) & component)
        while touched:
            one = touched.pop()
            if one not in component:
                continue
            if self._after[one].isdisjoint(component) or self._before[one].isdisjoint(component):
                component.discard(one)
                self._leave(one)
                touched.extend((self._after[one] | self._before[one]) & component)
        if component and not self._holds_together(component):
            self._enter(component)

    def _leave(self, unit: int) -> None:
        del self.around[unit]
        self._incoming.subtract(self._after[unit])

    def _holds_together(self, component: set[int]) -> bool:
        start = next(iter(component))
        whole = all(len(_reached({start}, ways, component)) == len(component) for ways in (self._after, self._before))
        return whole and (not self._switching or entangled(list(component), self._edges))

    def _enter(self, inside: set[int]) -> None:
        """Find the strong components among some units anew."""
        after = {unit: self._after[unit] & inside for unit in inside}
        for component in strong_components(inside, after):
            if entangled(component, self._edges):
                together = set(component)
                self.around.update(dict.fromkeys(component, together))
            else:
                for unit in component:
                    if unit in self.around:
                        self._leave(unit)

    def needed(self, chosen: set[int], spare: Iterable[int]) -> set[int]:
        """Put units back, one after the other, as long as that closes no cycle."""
        needed = set(chosen)
        left = self._after.keys() - chosen
        for unit in spare:
            left.add(unit)
            if self._closes(unit, left):
                left.discard(unit)
            else:
                needed.discard(unit)
        return needed

    def _closes(self, unit: int, inside: set[int]) -> bool:
        """Whether a unit lies on a cycle; if one was closed, it runs through the unit that was put back."""
        later = _reached(self._after[unit] & inside, self._after, inside)
        if unit not in later:
            return False
        earlier = _reached(self._before[unit] & inside, self._before, inside) if self._switching else ()
        return not self._switching or entangled([unit, *(later.intersection(earlier) - {unit})], self._edges)


def _reached(start: set[int], ways: Ways, inside: set[int]) -> set[int]:
    """Give what the ways from `start` lead to, `start` included."""
    seen, border = set(start), start
    while border:
        border = (set[int]().union(*map(ways.__getitem__, border)) & inside) - seen
        seen |= border
    return seen
