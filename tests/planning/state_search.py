"""The paper's model as an exhaustive search over states; written from the paper, shares nothing with the planner.

A state says how many events of each unit have happened and which formats have expired. Everything that is live in a
state must get along, except for what is broken in the first state already. A contract file is feasible when some path
of single events (or joint cut-overs of one group) leads from the first state to the last through good states only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, combinations

from deploycheck.model.contract import UNKNOWN, Component, Contracts

State = tuple[tuple[int, ...], frozenset[tuple[str, str]]]
FOREVER = 99


def events_of(component: Component) -> list[str]:
    if component.rollout in ("rolling", "canary"):
        events = ["start", "finish"]
        return [*events, "drained"] if component.lingers and component.deployed else events
    if component.rollout == "blue-green":
        return ["green_up", "cut_over", "blue_stopped"]
    event = "swap" if component.rollout == "recreate" else "apply"
    # What a migration needs while it runs, it needs for a moment after its one event.
    return [event, "done"] if component.kind == "migration" else [event]


def turning_points(component: Component, plane: str, *, makes_calls: bool) -> tuple[str, str]:
    """The table of the paper: which event starts the new version, which one ends the old."""
    if component.rollout in ("rolling", "canary"):
        return "start", events_of(component)[-1]
    if component.rollout == "blue-green":
        calls_outlive_cut = component.background and makes_calls
        return ("green_up", "blue_stopped") if plane == "data" or calls_outlive_cut else ("cut_over", "cut_over")
    return (events_of(component)[0],) * 2


@dataclass
class Literal:
    """Something that is live while `low <= events of unit < high`; a format may expire on top of that."""

    unit: int | None
    low: int = 0
    high: int = FOREVER
    expires: tuple[str, str] | None = None
    backfill: tuple[int, int] | None = None

    def holds(self, state: State) -> bool:
        positions, expired = state
        if self.unit is not None and not self.low <= positions[self.unit] < self.high:
            return False
        if self.backfill and positions[self.backfill[0]] >= self.backfill[1]:
            return False
        return self.expires is None or self.expires not in expired


ALWAYS = Literal(None)


@dataclass
class World:
    contracts: Contracts
    units: list[str] = field(default_factory=list)
    events: list[list[str]] = field(default_factory=list)
    forbidden: list[list[Literal]] = field(default_factory=list)
    expiries: dict[tuple[str, str], tuple[int, int] | None] = field(default_factory=dict)
    needs_done: list[tuple[int, int, int]] = field(default_factory=list)

    def component(self, unit: int) -> Component:
        return self.contracts.components[self.units[unit]]


def build(contracts: Contracts) -> World:
    world = World(contracts)
    world.units = [name for name, one in contracts.components.items() if one.is_unit]
    world.events = [events_of(contracts.components[name]) for name in world.units]
    broken = [*_broken_needs(world), *_unreadable(world)]
    first: State = ((0,) * len(world.units), frozenset())
    today = {key for key, literals in broken if all(literal.holds(first) for literal in literals)}
    world.forbidden = [literals for key, literals in broken if key not in today]
    for name in world.units:
        for earlier in contracts.components[name].after:
            if earlier in world.units and earlier != name:
                other = world.units.index(earlier)
                done = len([event for event in world.events[other] if event != "drained"])
                world.needs_done.append((world.units.index(name), other, done))
    for writer in contracts.components.values():
        for atom, retention in writer.retention.items():
            unit = _backfill_unit(world, retention.backfilled_by)
            if unit is not None and _old_emitters(writer, atom):
                world.needs_done.append((unit, world.units.index(writer.name), _old_end(world, writer)))
    return world


def _backfill_unit(world: World, name: str | None) -> int | None:
    if name not in world.units or world.contracts.components[name].proposed is None:
        return None
    return world.units.index(name)


def _old_emitters(writer: Component, atom: str) -> list[str | None]:
    return [version for version in writer.ending if atom in writer.contract(version).emits]


def _old_end(world: World, writer: Component) -> int:
    return events_of(writer).index(turning_points(writer, "data", makes_calls=False)[1]) + 1


def lives(world: World, name: str, plane: str, *, as_user: bool = False, needs: bool = False):
    """Give (version, literal) for every version of a component that is live at some time."""
    component = world.contracts.components[name]
    migrating = needs and component.kind == "migration"
    if name not in world.units:
        if migrating:
            return
        for version in component.deployed or (None,):
            yield version, ALWAYS
        return
    unit = world.units.index(name)
    events = world.events[unit]
    start, end = turning_points(component, plane, makes_calls=as_user)
    begins, ends = events.index(start) + 1, events.index(end) + 1
    done = len([event for event in events if event != "drained"])
    old = component.deployed or (None,)
    for version in old:
        if version != component.proposed:
            yield version, Literal(unit, 0, ends)
        elif not migrating:
            yield version, ALWAYS
    if migrating:
        yield component.proposed, Literal(unit, 1, done)
    elif component.proposed not in old:
        yield component.proposed, Literal(unit, begins)


def _broken_needs(world: World) -> Iterator[tuple[object, list[Literal]]]:
    for name, user in world.contracts.components.items():
        for provider_name in {key for version in user.versions.values() for key in version.needs}:
            provider = world.contracts.components[provider_name]
            plane = "data" if provider.kind in ("database", "migration", "topic") else "traffic"
            for version, live in lives(world, name, plane, as_user=plane == "traffic", needs=True):
                for need in user.contract(version).needs.get(provider_name, ()):
                    conditions = [_condition(world, *pair, plane) for pair in need.when]
                    if None in conditions:
                        continue
                    for other, there in lives(world, provider_name, plane):
                        if not _satisfied(user, version, provider, other, need.atom):
                            yield (name, provider_name, need.atom, "need"), [live, there, *conditions]


def _condition(world: World, name: str, version: str | None, plane: str) -> Literal | None:
    return next((live for other, live in lives(world, name, plane) if other == version), None)


def _satisfied(user: Component, version: str | None, provider: Component, other: str | None, atom: str) -> bool:
    offered = provider.contract(other)
    if atom not in offered.provides:
        return False
    supplied = user.contract(version).supplies.get(provider.name, {}).get(atom, frozenset())
    return supplied is UNKNOWN or offered.demands.get(atom, frozenset()) <= supplied


def _unreadable(world: World) -> Iterator[tuple[object, list[Literal]]]:
    for name, reader in world.contracts.components.items():
        for version, live in lives(world, name, "data"):
            for writer, readable in reader.contract(version).reads.items():
                for atom, written in _formats(world, world.contracts.components[writer]):
                    if atom not in readable:
                        yield (name, writer, atom, "format"), [live, written]


def _formats(world: World, writer: Component) -> Iterator[tuple[str, Literal]]:
    """Every format that is in the data at some time, with its life."""
    versions = dict(lives(world, writer.name, "data"))
    for atom in sorted(writer.stored.union(*(writer.contract(version).emits for version in versions))):
        emitters = [version for version in versions if atom in writer.contract(version).emits]
        goes_on = [version for version in emitters if versions[version].high == FOREVER]
        from_start = atom in writer.stored or any(versions[version].low == 0 for version in emitters)
        if not from_start:
            yield atom, versions[emitters[0]]
        elif goes_on:
            yield atom, ALWAYS
        else:
            yield atom, _expiring(world, writer, atom)


def _expiring(world: World, writer: Component, atom: str) -> Literal:
    retention = writer.retention.get(atom)
    if retention is None:
        return ALWAYS
    if retention.seconds is not None:
        key = (writer.name, atom)
        old = _old_emitters(writer, atom)
        world.expiries[key] = (world.units.index(writer.name), _old_end(world, writer)) if old else None
        return Literal(None, expires=key)
    unit = _backfill_unit(world, retention.backfilled_by)
    if unit is None:
        return ALWAYS
    done = len([event for event in world.events[unit] if event not in ("drained", "done")])
    return Literal(None, backfill=(unit, done))


def good(world: World, state: State) -> bool:
    return not any(all(literal.holds(state) for literal in literals) for literals in world.forbidden)


def may_begin(world: World, positions: tuple[int, ...], unit: int) -> bool:
    """Whether a unit's first event may come; one of its own that would have to come first may be that same event."""
    for later, earlier, count in world.needs_done:
        if later == unit and positions[unit] == 0:
            at_once = earlier == unit and count == 1
            if not at_once and positions[earlier] < count:
                return False
    return True


def steps_from(world: World, state: State) -> Iterator[State]:
    positions, expired = state
    cutting: dict[str, list[int]] = {}
    for unit, position in enumerate(positions):
        if position == len(world.events[unit]):
            continue
        group = world.component(unit).group
        if world.events[unit][position] == "cut_over" and group is not None:
            cutting.setdefault(group, []).append(unit)
        if may_begin(world, positions, unit):
            yield moved(positions, [unit]), expired
    for members in cutting.values():
        for size in range(2, len(members) + 1):
            for together in combinations(members, size):
                yield moved(positions, together), expired
    for key, after in world.expiries.items():
        if key not in expired and (after is None or positions[after[0]] >= after[1]):
            yield positions, expired | {key}


def moved(positions: tuple[int, ...], units) -> tuple[int, ...]:
    return tuple(position + (unit in units) for unit, position in enumerate(positions))


def feasible(contracts: Contracts) -> bool:
    """Whether some order exists in which each change is applied once and no state breaks."""
    world = build(contracts)
    last = tuple(map(len, world.events))
    start: State = ((0,) * len(world.units), frozenset())
    seen = {start}
    pending = [start]
    while pending:
        state = pending.pop()
        if state[0] == last:
            return True
        for following in steps_from(world, state):
            if following not in seen and good(world, following):
                seen.add(following)
                pending.append(following)
    return False


@dataclass(frozen=True)
class Wave:
    """A wave of a hand-made plan: joint steps of units, or a wait for everybody named."""

    steps: tuple[tuple[str, ...], ...] = ()
    drains: tuple[str, ...] = ()
    expires: tuple[str, ...] = ()


def safe_in_every_interleaving(contracts: Contracts, waves: list[Wave]) -> bool:
    """Whether no interleaving of any wave's events passes a broken state, with waves as barriers.

    Old clients and old formats stay as long as nobody waits for them.
    """
    world = build(contracts)
    state: State = ((0,) * len(world.units), frozenset())
    for wave in waves:
        outcome = _run_wave(world, state, wave)
        if outcome is None:
            return False
        state = outcome
    return True


def _run_wave(world: World, state: State, wave: Wave) -> State | None:
    goal = list(state[0])
    for name in chain.from_iterable(wave.steps):
        unit = world.units.index(name)
        goal[unit] = len([event for event in world.events[unit] if event != "drained"])
    pending, seen = [state], {state}
    while pending:
        now = pending.pop()
        for following in _interleave(world, now, goal, wave):
            if following is None or not good(world, following):
                return None
            if following not in seen:
                seen.add(following)
                pending.append(following)
    return _after_waits(world, tuple(goal), state[1], wave)


def _interleave(world: World, state: State, goal: list[int], wave: Wave) -> Iterator[State | None]:
    positions, expired = state
    for step in wave.steps:
        units = [world.units.index(name) for name in step]
        for unit in units:
            if positions[unit] == goal[unit]:
                continue
            group = world.component(unit).group
            if world.events[unit][positions[unit]] == "cut_over" and group is not None:
                mates = [
                    one for one in units if world.component(one).group == group and "cut_over" in world.events[one]
                ]
                if all(world.events[one][positions[one] : positions[one] + 1] == ["cut_over"] for one in mates):
                    yield moved(positions, mates), expired
            elif may_begin(world, positions, unit):
                yield moved(positions, [unit]), expired
            else:
                yield None


def _after_waits(world: World, positions: tuple[int, ...], expired, wave: Wave) -> State:
    reached = list(positions)
    for name in wave.drains:
        if name in world.units:
            unit = world.units.index(name)
            if world.events[unit][-1] == "drained" and reached[unit] == len(world.events[unit]) - 1:
                reached[unit] += 1
    gone = set(expired)
    for key, after in world.expiries.items():
        if key[0] in wave.expires and (after is None or reached[after[0]] >= after[1]):
            gone.add(key)
    return tuple(reached), frozenset(gone)
