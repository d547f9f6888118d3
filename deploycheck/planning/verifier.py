"""Replays any plan against the contracts, state by state. It knows nothing of how plans are made.

One state for each wave suffices: what is broken in any interleaving of a wave's steps is broken between two or three
things that are all live at some moment of it, and more being live never mends anything.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from deploycheck.model.atoms import in_words
from deploycheck.model.contract import UNKNOWN, Component, Contracts, Need, Version, place_of
from deploycheck.model.plan import Plan
from deploycheck.model.record import Draft, Record, field
from deploycheck.planning.rehearsal import Phase, Present, Rehearsal, Role, Side
from deploycheck.planning.script import Scene, Script, read_script

Key = tuple[str, str, str, bool]


class Violation(Record):
    """Versions that are live together in a wave (from 1) although one breaks the other."""

    wave: int
    live: tuple[str, ...]
    atom: str
    text: str


class Verification(Record):
    """What came out: `states` counts a mixed and a settled state for each wave, `checks` the needs looked at."""

    missing: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()
    states: int = 0
    checks: int = 0

    @property
    def verdict(self) -> Literal["safe", "unsafe"]:
        """Safe when every unit moves and nothing breaks on the way."""
        return "unsafe" if self.missing or self.violations else "safe"

    def to_dict(self) -> dict[str, Any]:
        """Give the form `deploycheck.verification/v1`."""
        return {
            "schema": "deploycheck.verification/v1",
            "verdict": self.verdict,
            "missing": list(self.missing),
            "violations": [
                {"wave": one.wave, "live": list(one.live), "atom": one.atom, "text": one.text}
                for one in self.violations
            ],
            "states": self.states,
            "checks": self.checks,
        }


class _Break(NamedTuple):
    key: Key
    live: tuple[str, ...]
    text: str


class _Counter(Draft):
    checks: int = 0


class _Relations(Draft):
    """Who has to do with whom: pairs of (user, provider), by each component that takes part.

    `reading` are the pairs in which the user reads what the provider writes; `backfills` gives what a unit rewrites:
    (writer, format).
    """

    pairs: dict[tuple[str, str], None] = field(default_factory=dict)
    of: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    reading: set[tuple[str, str]] = field(default_factory=set)
    backfills: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, pair: tuple[str, str], parties: Iterable[str]) -> None:
        """Note a pair and everybody whose move may break it."""
        self.pairs[pair] = None
        for name in parties:
            known = self.of.setdefault(name, [])
            if not known or known[-1] != pair:
                known.append(pair)


def verify(contracts: Contracts, plan: Plan) -> Verification:
    """Replay `plan`; raises PlanError for an unknown unit or one that comes twice."""
    script = read_script(contracts, plan)
    relations = _relations(contracts)
    counter = _Counter()
    rehearsal = Rehearsal(contracts)
    today = {found.key for pair in relations.pairs for found in _breaks(rehearsal, relations, pair, counter)}
    counter.checks = 0
    violations = [Violation(wave, (name,), "", text) for wave, name, text in script.faults]
    for number, scene in enumerate(script.scenes, 1):
        rehearsal.enter(scene.members, scene.joint)
        violations += _order_violations(rehearsal, relations, scene, number)
        violations += [
            Violation(number, found.live, found.key[2], found.text)
            for found in _wave_breaks(rehearsal, relations, scene, counter)
            if found.key not in today
        ]
        _finish_backfills(rehearsal, relations, scene.arriving)
        rehearsal.leave(scene.arriving, scene.waits)
    moved = sum(1 for scene in script.scenes if scene.members)
    return Verification(_missing(contracts, script), tuple(dict.fromkeys(violations)), 2 * moved, counter.checks)


def _missing(contracts: Contracts, script: Script) -> tuple[str, ...]:
    moved = {name for scene in script.scenes for name in scene.members}
    return tuple(name for name in contracts.units if name not in moved)


def _relations(contracts: Contracts) -> _Relations:
    relations = _Relations()
    known = contracts.components
    for name, component in known.items():
        for atom, retention in component.retention.items():
            if retention.backfilled_by is not None:
                relations.backfills.setdefault(retention.backfilled_by, []).append((name, atom))
        versions = {*component.deployed, *component.ending, *component.starting}
        for version in map(component.contract, versions):
            for provider in version.reads:
                if provider in known:
                    relations.add((name, provider), (name, provider))
                    relations.reading.add((name, provider))
            for provider, needs in version.needs.items():
                if provider in known:
                    flags = {flag for need in needs for flag, _ in need.when}
                    relations.add((name, provider), (name, provider, *flags))
    return relations


def _wave_breaks(rehearsal: Rehearsal, relations: _Relations, scene: Scene, counter: _Counter) -> Iterator[_Break]:
    """Only what has to do with a member can break in its wave; the rest was looked at before."""
    pairs = dict.fromkeys(pair for name in scene.members for pair in relations.of.get(name, ()))
    for pair in pairs:
        yield from _breaks(rehearsal, relations, pair, counter)


def _breaks(rehearsal: Rehearsal, relations: _Relations, pair: tuple[str, str], counter: _Counter) -> Iterator[_Break]:
    user, provider = (rehearsal.contracts.components[name] for name in pair)
    others = rehearsal.present(provider)
    for present in rehearsal.present(user, running=True):
        version = user.contract(present.version)
        needs = version.needs.get(provider.name, ())
        counter.checks += len(needs) * len(others)
        for other in others if needs else ():
            contract = provider.contract(other.version)
            for need in needs:
                if need.atom in contract.provides and need.atom not in contract.demands:
                    continue
                lack = _lack(version, provider.name, contract, need)
                if lack and (conditions := _together(rehearsal, (user, present), (provider, other), need)) is not None:
                    live = (user.label(present.version), provider.label(other.version), *conditions)
                    text = f"{live[0]} needs {_wanted(need.atom)}; {live[1]} {lack}"
                    yield _Break((user.name, provider.name, need.atom, False), live, text)
    if pair in relations.reading:
        yield from _unreadable(rehearsal, user, provider, counter)


def _wanted(atom: str) -> str:
    shape = "" if place_of(atom) == atom else " in the shape that it was built against"
    return in_words(atom) + shape


def _lack(user: Version, provider: str, contract: Version, need: Need) -> str:
    """Say what `contract` lacks for this need, or demands beyond what is supplied; nothing when all is well."""
    if need.atom not in contract.provides:
        return "does not provide it"
    demanded = contract.demands.get(need.atom)
    if not demanded:
        return ""
    supplied = user.supplies.get(provider, {}).get(need.atom, frozenset())
    if supplied is UNKNOWN or demanded <= supplied:
        return ""
    return f"demands {' and '.join(sorted(demanded - supplied))} for it"


def _together(
    rehearsal: Rehearsal, user: tuple[Component, Present], provider: tuple[Component, Present], need: Need
) -> list[str] | None:
    """Give the labels of the conditions when everything is live at one moment, None when that cannot be."""
    plane = provider[0].plane
    cast: list[tuple[Component, Side, Role]] = [
        (user[0], user[1].side, "user"),
        (provider[0], provider[1].side, "other"),
    ]
    labels: list[str] = []
    for name, version in need.when:
        component = rehearsal.contracts.components.get(name)
        if component is None:
            continue
        side = next((one.side for one in rehearsal.present(component) if one.version == version), None)
        if side is None:
            return None
        cast.append((component, side, "other"))
        labels.append(component.label(version))
    apart = any(not rehearsal.meet(one, other, plane) for place, one in enumerate(cast) for other in cast[:place])
    return None if apart else labels


def _unreadable(rehearsal: Rehearsal, reader: Component, writer: Component, counter: _Counter) -> Iterator[_Break]:
    readers = [one for one in rehearsal.present(reader) if writer.name in reader.contract(one.version).reads]
    if not readers:
        return
    written = rehearsal.formats(writer)
    counter.checks += len(readers) * len(written)
    for one in readers:
        readable = reader.contract(one.version).reads[writer.name]
        for name, present in written:
            if name in readable or (one.side == "new" and rehearsal.rewrites_at_once(reader, writer, name)):
                continue
            # What was written stays when its writer goes, so only a new format can come too late to meet a reader.
            side: Side = "new" if present.side == "new" else "data"
            if rehearsal.meet((reader, one.side, "other"), (writer, side, "other"), "data"):
                source = f"{writer.name} (stored)" if present.version is None else writer.label(present.version)
                live = (reader.label(one.version), source)
                yield _Break((reader.name, writer.name, name, True), live, f"{live[0]} cannot read {name} of {source}")


def _order_violations(rehearsal: Rehearsal, relations: _Relations, scene: Scene, number: int) -> Iterator[Violation]:
    """Check the orders that tools impose, and that a backfill finds nobody who still writes the old format."""
    for name in scene.members:
        for earlier in rehearsal.contracts.components[name].after:
            other = rehearsal.contracts.components.get(earlier)
            if other and other.is_unit and earlier != name and rehearsal.phase.get(earlier) is not Phase.AFTER:
                yield Violation(number, (name, earlier), "", f"{name} comes after {earlier}")
        for writer, atom in _backfills(rehearsal, relations, name):
            for version in _still_writing(rehearsal, writer, atom, name):
                live = (name, writer.label(version))
                yield Violation(number, live, atom, f"{name} rewrites {atom} while {live[1]} still writes it")


def _finish_backfills(rehearsal: Rehearsal, relations: _Relations, arriving: Iterable[str]) -> None:
    for name in arriving:
        for writer, atom in _backfills(rehearsal, relations, name):
            if not _still_writing(rehearsal, writer, atom, name):
                rehearsal.backfilled.add((writer.name, atom))


def _backfills(rehearsal: Rehearsal, relations: _Relations, unit: str) -> Iterator[tuple[Component, str]]:
    """Give what a unit rewrites; one that is being removed rewrites nothing."""
    known = rehearsal.contracts.components
    if known[unit].proposed is not None:
        yield from ((known[writer], atom) for writer, atom in relations.backfills.get(unit, ()))


def _still_writing(rehearsal: Rehearsal, writer: Component, atom: str, unit: str) -> list[str | None]:
    """Give the old versions that write a format while `unit` rewrites it; a step of one event can do both."""
    at_once = writer.name == unit and writer.rollout in ("recreate", "atomic")
    over = rehearsal.phase.get(writer.name, Phase.BEFORE) is Phase.AFTER and not rehearsal.lingering(writer)
    return [] if over or at_once else [one for one in writer.ending if atom in writer.contract(one).emits]
