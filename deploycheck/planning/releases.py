"""Contracts as they would be if a unit took two releases, kept something, or were left out of the picture."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from deploycheck.model.contract import (
    UNCHANGED,
    UNKNOWN,
    Component,
    Contracts,
    Need,
    Supplied,
    Unchanged,
    Version,
)
from deploycheck.model.record import replace

BETWEEN: Final = "between"
"""The name of the version that the first of two releases brings."""


def only(contracts: Contracts, names: Collection[str]) -> Contracts:
    """Leave out everybody else, and what is said about them."""
    inside = set(names)
    kept = {
        name: replace(
            component,
            after=tuple(one for one in component.after if one in inside),
            retention={
                atom: one
                for atom, one in component.retention.items()
                if one.backfilled_by is None or one.backfilled_by in inside
            },
            versions={version: _about(contract, inside) for version, contract in component.versions.items()},
        )
        for name, component in contracts.components.items()
        if name in inside
    }
    return replace(contracts, components=kept)


def _about(version: Version, inside: set[str]) -> Version:
    needs = {
        name: tuple(replace(need, when=tuple(one for one in need.when if one[0] in inside)) for need in needs)
        for name, needs in version.needs.items()
        if name in inside
    }
    supplies = {name: given for name, given in version.supplies.items() if name in inside}
    reads = {name: formats for name, formats in version.reads.items() if name in inside}
    return replace(version, needs=needs, supplies=supplies, reads=reads)


def staying(contracts: Contracts, name: str) -> Contracts:
    """Leave a component as it is deployed."""
    component = replace(contracts.components[name], proposed=UNCHANGED)
    return replace(contracts, components={**contracts.components, name: component})


def first_release(contracts: Contracts, units: Iterable[str]) -> Contracts:
    """Let each of `units` move to a version that gets along with everybody, old and new."""
    changed = dict(contracts.components)
    for name in units:
        component = changed[name]
        changed[name] = replace(
            component, proposed=BETWEEN, versions={**component.versions, BETWEEN: between(component)}
        )
    return replace(contracts, components=changed)


def second_release(contracts: Contracts, units: Collection[str]) -> Contracts:
    """Let `units` go on from there to what was proposed, with everybody else already where they wanted to be."""
    changing = frozenset(contracts.units)
    moved = {
        name: _arrived(component, changing) if component.is_unit else component
        for name, component in contracts.components.items()
    }
    for name in units:
        component = contracts.components[name]
        versions = {**component.versions, BETWEEN: between(component)}
        moved[name] = replace(moved[name], deployed=(BETWEEN,), proposed=component.proposed, versions=versions)
    return replace(contracts, components=moved)


def _arrived(component: Component, units: Collection[str]) -> Component:
    """Give a component after its step; what its old versions wrote is in the data, unless somebody rewrote it."""
    deployed = (component.proposed,) if isinstance(component.proposed, str) else ()
    old = component.stored.union(*(component.contract(version).emits for version in component.deployed))
    stored = frozenset(
        atom for atom in old if atom not in component.retention or component.retention[atom].backfilled_by not in units
    )
    return replace(component, deployed=deployed, stored=stored, after=())


def between(component: Component) -> Version:
    """Give the contract that gets along with whoever gets along with the old versions or with the new one.

    It provides all that either provides and demands what both do; it needs what both need, and otherwise falls back;
    it reads what either reads, and still writes what the old ones write.
    """
    target = component.proposed if not isinstance(component.proposed, Unchanged) else None
    contracts = [component.contract(version) for version in (*(component.deployed or (None,)), target)]
    merged = contracts[0]
    for contract in contracts[1:]:
        merged = _both(merged, contract)
    emitted = (component.contract(version).emits for version in component.deployed)
    return replace(merged, emits=frozenset[str]().union(*emitted))


def _both(one: Version, other: Version) -> Version:
    return Version(
        provides=one.provides | other.provides,
        needs={
            name: tuple(need for need in needs if _needed(need, other.needs.get(name, ())))
            for name, needs in one.needs.items()
            if name in other.needs
        },
        demands={atom: demanded for atom in one.provides | other.provides if (demanded := _demands(one, other, atom))},
        supplies={name: _supplies(one, other, name) for name in {*one.supplies, *other.supplies}},
        reads={name: formats | other.reads[name] for name, formats in one.reads.items() if name in other.reads},
    )


def _needed(need: Need, others: Iterable[Need]) -> bool:
    return any(need.atom == other.atom and need.when == other.when for other in others)


def _demands(one: Version, other: Version, atom: str) -> frozenset[str]:
    """Demand what every version demands that has the atom at all."""
    demanded = [version.demands.get(atom, frozenset[str]()) for version in (one, other) if atom in version.provides]
    return frozenset.intersection(*demanded)


def _supplies(one: Version, other: Version, name: str) -> Mapping[str, Supplied]:
    left, right = one.supplies.get(name, {}), other.supplies.get(name, {})
    united: dict[str, Supplied] = {}
    for atom in {*left, *right}:
        given = [side[atom] for side in (left, right) if atom in side]
        known = [one for one in given if one is not UNKNOWN]
        united[atom] = UNKNOWN if len(known) < len(given) else frozenset[str]().union(*known)
    return united


def keeping(contracts: Contracts, unit: str, atoms: Iterable[str]) -> Contracts:
    """Let the proposed version of `unit` still provide these atoms, as the old one did."""
    component = contracts.components[unit]
    if not isinstance(component.proposed, str):
        return contracts
    old = component.contract(component.deployed[-1] if component.deployed else None)
    new = component.contract(component.proposed)
    demands = {**new.demands, **{atom: old.demands[atom] for atom in atoms if atom in old.demands}}
    changed = replace(new, provides=new.provides | frozenset(atoms), demands=demands)
    return _with_version(contracts, component, changed)


def undemanding(contracts: Contracts, unit: str, atoms: Collection[str]) -> Contracts:
    """Let the proposed version of `unit` ask of the users of these atoms what the old one asked, and no more."""
    component = contracts.components[unit]
    if not isinstance(component.proposed, str):
        return contracts
    old = component.contract(component.deployed[-1] if component.deployed else None).demands
    new = component.contract(component.proposed)
    demands = {atom: asked for atom, asked in new.demands.items() if atom not in atoms}
    restored = {atom: old[atom] for atom in atoms if atom in old}
    return _with_version(contracts, component, replace(new, demands={**demands, **restored}))


def still_reading(contracts: Contracts, unit: str, formats: Mapping[str, Sequence[str]]) -> Contracts:
    """Let the proposed version of `unit` still read these formats, by writer."""
    component = contracts.components[unit]
    if not isinstance(component.proposed, str):
        return contracts
    new = component.contract(component.proposed)
    reads = {**new.reads, **{name: new.reads.get(name, frozenset()) | {*atoms} for name, atoms in formats.items()}}
    return _with_version(contracts, component, replace(new, reads=reads))


def _with_version(contracts: Contracts, component: Component, version: Version) -> Contracts:
    versions = {**component.versions, str(component.proposed): version}
    changed = replace(component, versions=versions)
    return replace(contracts, components={**contracts.components, component.name: changed})
