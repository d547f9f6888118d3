"""Repairs that need no second release: switching together, a maintenance window, keeping something, a backfill."""

from collections.abc import Iterator
from typing import Final

from deploycheck.model.atoms import leading
from deploycheck.model.contract import Component, Contracts, Retention, Version
from deploycheck.model.record import replace
from deploycheck.planning.plain import listed
from deploycheck.planning.releases import keeping, staying, still_reading, undemanding
from deploycheck.planning.repair_proof import proved
from deploycheck.planning.repair_text import few, pronoun, proposed_label
from deploycheck.planning.result import Refusal, Repair
from deploycheck.planning.window import as_one

Atoms = dict[str, dict[str, None]]
"""Atoms by unit, in the order in which they were met."""
MOVABLE: Final = ("service", "client", "topic", "database", "migration")


def together_repairs(scope: Contracts, refusal: Refusal) -> Iterator[Repair]:
    """Let the units change at one moment: in one blue-green cut-over, or in a maintenance window."""
    members = [scope.components[name] for name in refusal.units]
    if len(members) > 1 and all(one.kind == "service" for one in members):
        group = {one.name: replace(one, strategy="blue-green", group="together") for one in members}
        repair = proved([replace(scope, components={**scope.components, **group})], refusal.units)
        if repair is not None:
            text = f"deploy {listed(refusal.units)} blue-green and cut over together"
            yield replace(repair, kind="cut-over-group", units=refusal.units, text=text)
    if all(one.kind in MOVABLE for one in members):
        yield from _window(scope, refusal)


def _window(scope: Contracts, refusal: Refusal) -> Iterator[Repair]:
    name = " + ".join(refusal.units)
    merged = as_one(scope, refusal.units, name)
    repair = proved([merged], [name]) if merged else None
    if repair is None:
        return
    hurt = [
        one.name
        for one in scope.components.values()
        if one.name not in refusal.units
        and any(unit in version.needs for version in one.versions.values() for unit in refusal.units)
    ]
    meanwhile = f"; meanwhile {few(hurt)} {'calls' if len(hurt) == 1 else 'call'} in vain" if hurt else ""
    text = f"a maintenance window: stop {listed(refusal.units)}, change, start again{meanwhile}"
    yield replace(repair, kind="window", units=refusal.units, text=text, plan=((refusal.units,),))


def keep_repairs(scope: Contracts, refusal: Refusal) -> Iterator[Repair]:
    """Let the proposed versions keep what others still need, or what is still stored; or rewrite what is stored."""
    if refusal.code == "stored-data-unreadable":
        yield from _backfill(scope, refusal)
        yield from _keep_reading(scope, refusal)
    else:
        yield from _keep_providing(scope, refusal)


def _backfill(scope: Contracts, refusal: Refusal) -> Iterator[Repair]:
    """Add a unit for each writer whose old data nobody can read in the end."""
    components = dict(scope.components)
    added: dict[str, None] = {}
    for one in refusal.violations:
        writer = components[one.provider]
        unit = f"{writer.name}-backfill"
        if unit in scope.components:
            return
        added[unit] = None
        components[unit] = Component(unit, "migration", "rolling", proposed="v1", versions={"v1": Version()})
        retention = {**writer.retention, one.atom: Retention(backfilled_by=unit)}
        components[writer.name] = replace(writer, retention=retention)
    repair = proved([replace(scope, components=components)], [*refusal.units, *added])
    if repair is not None:
        atoms = few(dict.fromkeys(one.atom for one in refusal.violations))
        text = f"rewrite what is stored as {atoms} before {listed(refusal.units)}"
        yield replace(repair, kind="backfill", units=tuple(added), text=text)


def _keep_reading(scope: Contracts, refusal: Refusal) -> Iterator[Repair]:
    changed = scope
    readers: dict[str, dict[str, list[str]]] = {}
    for one in refusal.violations:
        readers.setdefault(one.user, {}).setdefault(one.provider, []).append(one.atom)
    for unit, formats in readers.items():
        changed = still_reading(changed, unit, formats)
    repair = proved([changed], refusal.units)
    if repair is not None:
        atoms = tuple(dict.fromkeys(one.atom for one in refusal.violations))
        labels = listed(proposed_label(scope.components[unit]) for unit in readers)
        text = f"let {labels} still read {few(atoms)}, as long as there is any"
        yield replace(repair, units=tuple(readers), text=text, keep=atoms)


def _keep_providing(scope: Contracts, refusal: Refusal) -> Iterator[Repair]:
    """Put back what a provider of this change had before, and ask for nothing new; what never was cannot be kept."""
    kept, eased = _kept(scope, refusal), _eased(scope, refusal)
    changed = scope
    for unit, atoms in kept.items():
        changed = staying(changed, unit) if _removed(scope, unit) else keeping(changed, unit, atoms)
    for unit, atoms in eased.items():
        changed = undemanding(changed, unit, atoms)
    repair = proved([changed], refusal.units) if kept or eased else None
    if repair is None:
        return
    users = list(dict.fromkeys(one.user for one in refusal.violations))
    all_kept = tuple(dict.fromkeys(one for each in kept.values() for one in each))
    if eased:
        parts = [*_keeping_text(scope, kept), *_easing_text(scope, eased)]
        until = f"{listed(users)} {'have' if len(users) > 1 else 'has'} moved"
    else:
        parts = _keeping_text(scope, kept)
        until = f"{listed(users)} no longer {'need' if len(users) > 1 else 'needs'} {_pronoun(scope, kept, all_kept)}"
    units = tuple(dict.fromkeys((*kept, *eased)))
    yield replace(repair, units=units, text=f"{' and '.join(parts)} until {until}", keep=all_kept)


def _kept(scope: Contracts, refusal: Refusal) -> Atoms:
    """Give by unit what it had and somebody still needs."""
    kept: Atoms = {}
    for one in refusal.violations:
        provider = scope.components[one.provider]
        offered = frozenset[str]().union(*(provider.contract(version).provides for version in provider.ending))
        if one.reason == "atom" and one.atom in offered and provider.is_unit:
            kept.setdefault(one.provider, {})[one.atom] = None
    return kept


def _eased(scope: Contracts, refusal: Refusal) -> Atoms:
    """Give by unit where it asks for more than somebody supplies."""
    eased: Atoms = {}
    for one in refusal.violations:
        if one.reason == "demand" and scope.components[one.provider].is_unit:
            eased.setdefault(one.provider, {})[one.atom] = None
    return eased


def _keeping_text(scope: Contracts, kept: Atoms) -> list[str]:
    return [
        f"keep {unit}" if _removed(scope, unit) else f"keep {few(atoms)} in {proposed_label(scope.components[unit])}"
        for unit, atoms in kept.items()
    ]


def _easing_text(scope: Contracts, eased: Atoms) -> list[str]:
    return [
        f"let {proposed_label(scope.components[unit])} do without the new demands on {few(atoms)}"
        for unit, atoms in eased.items()
    ]


def _pronoun(scope: Contracts, kept: Atoms, atoms: tuple[str, ...]) -> str:
    """One removed thing is one thing, however many atoms it has."""
    return "it" if len(kept) == 1 and _removed(scope, next(iter(kept))) else pronoun(leading(atoms))


def _removed(scope: Contracts, unit: str) -> bool:
    return scope.components[unit].proposed is None
