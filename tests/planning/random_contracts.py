"""Random contract files: every strategy, plane, group and kind of break, small enough to search through."""

from dataclasses import replace
from random import Random

from deploycheck.model.contract import KINDS, STRATEGIES, UNCHANGED, UNKNOWN, Component, Contracts, Need, Retention, Version

WEIGHTS = {"service": 8, "migration": 3, "database": 2, "flag": 2, "topic": 1, "client": 1, "external": 1}


def random_contracts(seed: int, largest: int = 5) -> Contracts:
    dice = Random(seed)
    names = [f"c{number}" for number in range(dice.randint(2, largest))]
    shapes = {name: _states(dice) for name in names}
    components = {name: _component(dice, name, shapes) for name in names}
    if chance(dice, 0.85):
        components = {name: _mended(component, components) for name, component in components.items()}
    return Contracts(components, f"seed {seed}")


def _mended(component: Component, components: dict[str, Component]) -> Component:
    """Leave out what the proposed version needs and its provider's last version lacks, so that the target holds."""
    versions = dict(component.versions)
    for name, version in versions.items():
        if name == component.proposed or component.proposed is UNCHANGED:
            versions[name] = _satisfied(version, components)
    return replace(component, versions=versions)


def _satisfied(version: Version, components: dict[str, Component]) -> Version:
    needs, reads, supplies = {}, {}, {}
    for other, wanted in version.needs.items():
        last = last_version(components[other])
        needs[other] = tuple(need for need in wanted if need.atom in last.provides)
        supplies[other] = {**version.supplies.get(other, {}), **last.demands}
    for other, formats in version.reads.items():
        reads[other] = formats | last_version(components[other]).emits
    return replace(version, needs=needs, reads=reads, supplies=supplies)


def last_version(component: Component) -> Version:
    last = component.deployed[-1] if component.proposed is UNCHANGED and component.deployed else component.proposed
    return component.contract(last if isinstance(last, str) else None)


def chance(dice: Random, share: float) -> bool:
    return dice.random() < share


def _states(dice: Random):
    """Which versions are live and which one is proposed."""
    roll = dice.random()
    if roll < 0.6:
        return ("v1",), "v2"
    if roll < 0.7:
        return (), "v2"
    if roll < 0.78:
        return ("v1",), None
    if roll < 0.84:
        return ("v0", "v1"), "v2"
    if roll < 0.88:
        return ("v0", "v1"), "v1"
    if roll < 0.9:
        return ("v0", "v1"), UNCHANGED
    if roll < 0.91:
        return (), None
    return ("v1",), "v1"


def _component(dice: Random, name: str, shapes) -> Component:
    deployed, proposed = shapes[name]
    others = list(shapes)
    kind = dice.choices(KINDS, [WEIGHTS[kind] for kind in KINDS])[0]
    named = dict.fromkeys((*deployed, *([proposed] if isinstance(proposed, str) else [])))
    first = _version(dice, name, shapes)
    versions = {version: _changed(dice, first, name, shapes) if index else first for index, version in enumerate(named)}
    return Component(
        name,
        kind,
        dice.choice([None, *STRATEGIES, "blue-green"]),
        group="g" if chance(dice, 0.5) else None,
        background=chance(dice, 0.3),
        after=tuple({dice.choice(others)} - {name}) if chance(dice, 0.08) else (),
        lingers=3600 if chance(dice, 0.2) else None,
        stored=frozenset({f"{name}.f0"}) if chance(dice, 0.1) else frozenset(),
        retention=_retention(dice, name, others),
        deployed=deployed,
        proposed=proposed,
        versions=versions,
    )


def _retention(dice: Random, name: str, others: list[str]) -> dict[str, Retention]:
    if chance(dice, 0.5):
        return {}
    if chance(dice, 0.6):
        return {f"{name}.f0": Retention(seconds=86_400)}
    return {f"{name}.f0": Retention(backfilled_by=dice.choice(others))}


def _version(dice: Random, name: str, shapes) -> Version:
    needs: dict[str, tuple[Need, ...]] = {}
    reads: dict[str, frozenset[str]] = {}
    supplies = {}
    for other in shapes:
        if chance(dice, 0.08 if other == name else 0.35):
            needs[other] = (_need(dice, other, shapes),)
            if chance(dice, 0.4):
                supplies[other] = {f"{other}.a": UNKNOWN if chance(dice, 0.2) else frozenset({"x"})}
        if chance(dice, 0.12):
            reads[other] = frozenset(_some(dice, [f"{other}.f0", f"{other}.f1"], 0.7))
    return Version(
        provides=frozenset(_some(dice, [f"{name}.a", f"{name}.b"], 0.85)),
        needs=needs,
        demands={f"{name}.a": frozenset({"x"})} if chance(dice, 0.1) else {},
        supplies=supplies,
        emits=frozenset({f"{name}.f0"}) if chance(dice, 0.4) else frozenset(),
        reads=reads,
    )


def _need(dice: Random, other: str, shapes) -> Need:
    when = ()
    if chance(dice, 0.2):
        flag = dice.choice(list(shapes))
        deployed, proposed = shapes[flag]
        versions = [*deployed, proposed] if isinstance(proposed, str) else [*deployed, None]
        when = ((flag, dice.choice(versions)),)
    return Need(dice.choice([f"{other}.a", f"{other}.b"]), when)


def _some(dice: Random, things: list[str], share: float) -> list[str]:
    return [thing for thing in things if chance(dice, share)]


def _changed(dice: Random, old: Version, name: str, shapes) -> Version:
    """A next version: mostly as before, with one or two things redrawn."""
    fresh = _version(dice, name, shapes)
    fields = ["provides", "needs", "demands", "supplies", "emits", "reads"]
    drawn = {field for field in fields if chance(dice, 0.3)}
    emits = frozenset({f"{name}.f1"}) if "emits" in drawn and chance(dice, 0.5) else fresh.emits
    values = {field: getattr(fresh if field in drawn else old, field) for field in fields}
    if "emits" in drawn:
        values["emits"] = emits
    return Version(**values)
