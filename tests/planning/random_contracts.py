"""Random contract files: every strategy, plane, group and kind of break, small enough to search through."""

from dataclasses import dataclass, field, replace
from random import Random

from deploycheck.model.contract import (
    KINDS,
    STRATEGIES,
    UNCHANGED,
    UNKNOWN,
    Component,
    Contracts,
    Need,
    Retention,
    Version,
)

WEIGHTS = {"service": 8, "migration": 3, "database": 2, "flag": 2, "topic": 1, "client": 1, "external": 1}


@dataclass
class Mood:
    """How much the components of one file need of each other, and how much of them changes."""

    dice: Random
    shapes: dict[str, tuple[tuple[str, ...], object]] = field(default_factory=dict)
    needing: float = 0.35
    changing: float = 0.3


def random_contracts(seed: int, largest: int = 5) -> Contracts:
    dice = Random(seed)  # noqa: S311  repeatable, not secret
    names = [f"c{number}" for number in range(dice.randint(2, largest))]
    mood = Mood(dice, {name: _states(dice) for name in names})
    if chance(dice, 0.5):
        mood.needing, mood.changing = 0.6, 0.5
    components = {name: _component(mood, name) for name in names}
    if chance(dice, 0.2):
        components |= _renaming(mood, components)
    if chance(dice, 0.8):
        components = _mended(components, _live_today)
    if chance(dice, 0.85):
        components = _mended(components, _live_at_last)
    return Contracts(components, f"seed {seed}")


def _renaming(mood: Mood, components: dict[str, Component]) -> dict[str, Component]:
    """Let one component rename what another one needs; both cut over, mostly together."""
    moving = [name for name, shape in mood.shapes.items() if shape == (("v1",), "v2")]
    if len(moving) < 2:
        return {}
    provider, user = (
        replace(components[name], kind="service", strategy="blue-green", background=False)
        for name in mood.dice.sample(moving, 2)
    )
    group = "g" if chance(mood.dice, 0.8) else user.group
    versions: list[dict[str, Version]] = [{}, {}]
    for label, atom in (("v1", f"{provider.name}.a"), ("v2", f"{provider.name}.b")):
        versions[0][label] = replace(provider.versions[label], provides=frozenset({atom}))
        old = user.versions[label]
        versions[1][label] = replace(old, needs={**old.needs, provider.name: (Need(atom),)})
    return {
        provider.name: replace(provider, group="g", versions=versions[0]),
        user.name: replace(user, group=group, versions=versions[1]),
    }


def _live_today(component: Component) -> tuple[str | None, ...]:
    return component.deployed or (None,)


def _live_at_last(component: Component) -> tuple[str | None, ...]:
    return component.deployed or (None,) if component.proposed is UNCHANGED else (component.proposed,)


def _mended(components: dict[str, Component], live) -> dict[str, Component]:
    """Leave out what the versions that are live then need and don't get, so that this state holds."""
    return {
        name: replace(
            component,
            versions={
                label: _satisfied(version, components, live) if label in live(component) else version
                for label, version in component.versions.items()
            },
        )
        for name, component in components.items()
    }


def _satisfied(version: Version, components: dict[str, Component], live) -> Version:
    needs, reads, supplies = {}, {}, {}
    for other, wanted in version.needs.items():
        there = [components[other].contract(one) for one in live(components[other])]
        needs[other] = tuple(need for need in wanted if all(need.atom in one.provides for one in there))
        demanded = {atom: what for one in there for atom, what in one.demands.items()}
        supplies[other] = {**version.supplies.get(other, {}), **demanded}
    for other, formats in version.reads.items():
        there = [components[other].contract(one) for one in live(components[other])]
        reads[other] = formats.union(*(one.emits for one in there))
    return replace(version, needs=needs, reads=reads, supplies=supplies)


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


def _component(mood: Mood, name: str) -> Component:
    dice = mood.dice
    deployed, proposed = mood.shapes[name]
    others = list(mood.shapes)
    kind = dice.choices(KINDS, [WEIGHTS[kind] for kind in KINDS])[0]
    named = dict.fromkeys((*deployed, *([proposed] if isinstance(proposed, str) else [])))
    first = _version(mood, name)
    versions = {version: _changed(mood, first, name) if index else first for index, version in enumerate(named)}
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


def _version(mood: Mood, name: str) -> Version:
    dice = mood.dice
    needs: dict[str, tuple[Need, ...]] = {}
    reads: dict[str, frozenset[str]] = {}
    supplies = {}
    for other in mood.shapes:
        if chance(dice, 0.08 if other == name else mood.needing):
            needs[other] = tuple(_need(mood, other) for _ in range(dice.choice([1, 1, 2])))
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


def _need(mood: Mood, other: str) -> Need:
    dice = mood.dice
    conditions = dice.choices([0, 1, 2], [16, 3, 1])[0]
    flags = dice.sample(list(mood.shapes), conditions)
    return Need(dice.choice([f"{other}.a", f"{other}.b"]), tuple((flag, _one_of(mood, flag)) for flag in flags))


def _one_of(mood: Mood, name: str) -> str | None:
    deployed, proposed = mood.shapes[name]
    return mood.dice.choice([*deployed, proposed] if isinstance(proposed, str) else [*deployed, None])


def _some(dice: Random, things: list[str], share: float) -> list[str]:
    return [thing for thing in things if chance(dice, share)]


def _changed(mood: Mood, old: Version, name: str) -> Version:
    """A next version: mostly as before, with some things redrawn."""
    dice, fresh = mood.dice, _version(mood, name)
    fields = ["provides", "needs", "demands", "supplies", "emits", "reads"]
    drawn = {field for field in fields if chance(dice, mood.changing)}
    emits = frozenset({f"{name}.f1"}) if "emits" in drawn and chance(dice, 0.5) else fresh.emits
    values = {field: getattr(fresh if field in drawn else old, field) for field in fields}
    if "emits" in drawn:
        values["emits"] = emits
    return Version(**values)
