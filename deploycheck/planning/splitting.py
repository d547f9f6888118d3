"""The cheapest units to release in two steps, so that no cycle is left.

The first step gets along with everybody, old and new, so a split unit is on no cycle: the fewest extra releases are a
minimum weighted feedback vertex set.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from deploycheck.model.contract import Component, Contracts, place_of
from deploycheck.model.record import replace
from deploycheck.planning.feedback import feedback_sets
from deploycheck.planning.planner import Draft
from deploycheck.planning.releases import first_release, second_release
from deploycheck.planning.repair_proof import proved
from deploycheck.planning.repair_text import proposed_label, split_keeps, split_text
from deploycheck.planning.result import Refusal, Repair

ATTEMPTS: Final = 12
"""How many candidates are planned for one refusal."""
USERS: Final = ("service", "client")

Waves = tuple[tuple[tuple[str, ...], ...], ...]


def split_repairs(scope: Contracts, drafted: Draft, refusal: Refusal) -> Iterator[Repair]:
    """Give the cheapest split, and where it edits a provider, the cheapest one that edits users only."""
    first = _cheapest(scope, drafted, refusal, refusal.units)
    if first is None:
        return
    yield first
    known = scope.components
    falling_back = {one.user for one in refusal.violations if one.live[0] == proposed_label(known[one.user])}
    if not falling_back.issuperset(first.units):
        users = {name for name in falling_back if known[name].kind in USERS}
        other = _cheapest(scope, drafted, refusal, users)
        if other is not None:
            yield replace(other, kind="flag", text=f"gate it by a flag: {other.text}")


def _cheapest(scope: Contracts, drafted: Draft, refusal: Refusal, eligible: Collection[str]) -> Repair | None:
    numbers = drafted.everybody.numbers
    names = {numbers[name]: name for name in refusal.units}
    # Of two that cost the same, the provider that keeps something is easier to split than a user that falls back.
    yielding = {
        one.provider for one in refusal.violations if one.live[1] == proposed_label(scope.components[one.provider])
    }
    weights = {
        number: weight * len(names) + (name not in yielding)
        for number, name in names.items()
        if name in eligible and (weight := split_weight(scope.components[name])) is not None
    }
    forced = frozenset(
        conflict.provider.number
        for conflict in drafted.found.self_conflicts
        if conflict.provider.number in names and conflict.user.number == conflict.provider.number
    )
    candidates = feedback_sets(sorted(names), drafted.found.edges, weights, forced)
    for _, chosen in zip(range(ATTEMPTS), candidates, strict=False):
        units = tuple(names[number] for number in chosen)
        releases = (first_release(scope, units), second_release(scope, units))
        if repair := proved(releases, refusal.units):
            return _described(repair, scope, refusal, units)
    return None


def _described(repair: Repair, scope: Contracts, refusal: Refusal, units: tuple[str, ...]) -> Repair:
    return replace(
        repair,
        units=units,
        text=split_text(scope, refusal, units) + _for_old_clients(scope, units),
        keep=split_keeps(scope, refusal, units),
        plan=tuple(_with_phases(repair.plan, units)),
    )


def _with_phases(waves: Waves, units: Collection[str]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Call the first step of each split unit its expand, the second its contract."""
    seen: set[str] = set()
    for wave in waves:
        yield tuple(tuple(_phase(name, seen) if name in units else name for name in step) for step in wave)
        seen.update(name for step in wave for name in step)


def _phase(name: str, seen: Collection[str]) -> str:
    return f"{name}.{'contract' if name in seen else 'expand'}"


def _for_old_clients(scope: Contracts, units: Iterable[str]) -> str:
    """Say for whose old clients the second release has to wait."""
    names = [
        one.name
        for one in scope.components.values()
        if one.lingers
        and one.deployed
        and any(unit in one.contract(version).needs for version in one.ending for unit in units)
    ]
    return f", once the old clients of {' and '.join(names)} are gone" if names else ""


def split_weight(component: Component) -> int | None:
    """Say what splitting costs: 1 for schema, 2 for code, 3 where a place changes its shape; None: impossible."""
    if component.kind in ("external", "flag"):
        return None
    old = [component.contract(version) for version in component.ending]
    new = [component.contract(version) for version in component.starting]
    before = frozenset[str]().union(*(one.provides for one in old))
    after = frozenset[str]().union(*(one.provides for one in new))
    reshaped = {place_of(atom) for atom in before - after if place_of(atom) != atom} & {
        place_of(atom) for atom in after - before
    }
    stricter = any(
        later.demands.get(atom, frozenset()) - earlier.demands.get(atom, frozenset())
        for later in new
        for earlier in old
        for atom in earlier.provides & later.provides
    )
    if reshaped or stricter:
        return 3
    return 1 if component.kind in ("database", "migration") else 2
