"""Groups of units in order: generations of the graph, cut into phases by what must be waited for."""

from collections.abc import Iterator, Mapping
from typing import Final

from deploycheck.model.record import Draft, field
from deploycheck.planning.constraints import Constraints
from deploycheck.planning.events import Wait

BAKE_S: Final = 24 * 3600
"""How long what went before a point of no return must have proved itself, in seconds."""


class Group(Draft):
    """Units that switch together (mostly one), where they stand, and what must have passed before them."""

    units: list[int]
    phase: int = 0
    generation: int = 1
    waits: set[Wait] = field(default_factory=set)


class Slot(Draft):
    """One wave to be: what is waited for, or the groups that go."""

    waits: list[Wait] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def lay_out(found: Constraints, components: list[list[int]], final: Mapping[int, str]) -> list[Slot]:
    """Put the strong components, given predecessors first, into slots.

    All that can be done without waiting goes first; a point of no return goes as late as its successors allow.
    """
    groups = [Group(sorted(units)) for units in components]
    home = {unit: group for group in groups for unit in group.units}
    for group in groups:
        first = {wait for unit in group.units for wait in found.first_waits.get(unit, ())}
        if first:
            group.waits |= first
            group.phase, group.generation = max((group.phase, group.generation), (1, 1))
        for follower, waits in _following(found, group, home):
            bake = {Wait("bake", unit, BAKE_S) for unit in group.units if any(one in final for one in follower.units)}
            _push(group, follower, waits | bake)
    _delay(found, groups, home, final)
    return list(_slots(groups))


def _following(found: Constraints, group: Group, home: Mapping[int, Group]) -> Iterator[tuple[Group, set[Wait]]]:
    for unit in group.units:
        for after, edge in found.edges.get(unit, {}).items():
            if home[after] is not group:
                yield home[after], edge.waits


def _push(group: Group, follower: Group, waits: set[Wait]) -> None:
    """Move `follower` behind `group`; `group` has its place already."""
    follower.waits |= waits
    place = (group.phase + 1, 1) if waits else (group.phase, group.generation + 1)
    follower.phase, follower.generation = max((follower.phase, follower.generation), place)


def _delay(found: Constraints, groups: list[Group], home: Mapping[int, Group], final: Mapping[int, str]) -> None:
    """Move each point of no return back, as far as what follows it allows."""
    late = [group for group in reversed(groups) if any(unit in final for unit in group.units)]
    if not late:
        return
    places = sorted({(group.phase, group.generation) for group in groups})
    for group in late:
        limits = [places[-1]]
        for follower, waits in _following(found, group, home):
            bakes = any(unit in final for unit in follower.units)
            bound = (follower.phase, 1) if waits or bakes else (follower.phase, follower.generation)
            limits.append(max(place for place in places if place < bound))
        group.phase, group.generation = max((group.phase, group.generation), min(limits))


def _slots(groups: list[Group]) -> Iterator[Slot]:
    places: dict[tuple[int, int], list[Group]] = {}
    for group in sorted(groups, key=lambda group: group.units[0]):
        places.setdefault((group.phase, group.generation), []).append(group)
    waited: set[Wait] = set()
    phase = 0
    for place in sorted(places):
        if place[0] != phase:
            phase = place[0]
            wanted = {wait for key, found in places.items() if key[0] == phase for one in found for wait in one.waits}
            yield from _wait_slots(wanted - waited)
            waited |= wanted
        yield Slot(groups=places[place])


def _wait_slots(wanted: set[Wait]) -> Iterator[Slot]:
    """Give one slot of waits, or two: a format's time begins when the last old client, its writer, is gone."""
    draining = {wait.component for wait in wanted if wait.reason == "drain"}
    second = {wait for wait in wanted if wait.reason == "retention" and wait.component in draining}
    for waits in (wanted - second, second):
        if waits:
            yield Slot(waits=sorted(waits, key=lambda wait: (wait.reason, wait.seconds, wait.component)))
