"""What is live while a plan runs, wave by wave; the verifier's own view, which shares nothing with the planner."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Literal, NamedTuple

from deploycheck.model.contract import Component, Contracts, Plane
from deploycheck.model.plan import Step
from deploycheck.model.record import Draft, field

Role = Literal["user", "other"]
Side = Literal["old", "new", "stays", "data"]


class Phase(IntEnum):
    """Where a component stands; one that doesn't change stays at `BEFORE`."""

    BEFORE = 0
    MOVING = 1
    AFTER = 2


class Present(NamedTuple):
    """A version that is live, and on which side of its component's step it is."""

    version: str | None
    side: Side


class Rehearsal(Draft):
    """The state of everybody during one wave. `joint` maps members to the cut-over that they share."""

    contracts: Contracts
    phase: dict[str, Phase] = field(default_factory=dict)
    joint: dict[str, tuple[int, str]] = field(default_factory=dict)
    elapsed: dict[str, int] = field(default_factory=dict)
    since_start: dict[str, int] = field(default_factory=dict)
    backfilled: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[tuple[str, bool], list[Present]] = field(default_factory=dict)

    def enter(self, members: Iterable[str], joint: dict[str, tuple[int, str]]) -> None:
        """Begin a wave: these components are on their way."""
        self.joint = joint
        for name in members:
            self._turn(name, Phase.MOVING)

    def leave(self, members: Iterable[str], waits: Sequence[Step]) -> None:
        """End a wave: its members have arrived, and its waits are over."""
        self._pass_time(waits)
        self.joint = {}
        for name in members:
            self._turn(name, Phase.AFTER)

    def _turn(self, name: str, phase: Phase) -> None:
        self.phase[name] = phase
        self._forget(name)

    def _forget(self, name: str) -> None:
        for running in (False, True):
            self._known.pop((name, running), None)

    def present(self, component: Component, *, running: bool = False) -> list[Present]:
        """Give the versions of `component` that are live in this wave; with `running`, those with needs.

        What is never there counts as absent.
        """
        known = self._known.get((component.name, running))
        if known is None:
            known = self._known[component.name, running] = self._find(component, running=running)
        return known

    def _find(self, component: Component, *, running: bool) -> list[Present]:
        phase = self.phase.get(component.name, Phase.BEFORE)
        migrates = running and component.kind == "migration"
        found: list[Present] = []
        if phase is not Phase.AFTER or self.lingering(component):
            found += [Present(version, "old") for version in component.ending]
        if phase is Phase.MOVING or (phase is Phase.AFTER and not migrates):
            found += [Present(version, "new") for version in component.starting]
        if not migrates or phase is Phase.MOVING:
            # A migration's proposed version runs again even where it is live already.
            found += [Present(version, "new" if migrates else "stays") for version in component.staying]
        if not found and not running:
            return [Present(None, "stays")]
        return found

    def lingering(self, component: Component) -> bool:
        """Whether old clients of a finished rollout are still there."""
        lingers = _lingers(component)
        return lingers > 0 and self.elapsed.get(component.name, 0) < lingers

    def meet(self, one: tuple[Component, Side, Role], other: tuple[Component, Side, Role], plane: Plane) -> bool:
        """Whether two versions that are both live in this wave can be live at the same moment."""
        if {one[1], other[1]} != {"old", "new"}:
            return True
        left, right = self._switch(one[0], one[2], plane), self._switch(other[0], other[2], plane)
        return left is None or left != right

    def _switch(self, component: Component, role: Role, plane: Plane) -> object:
        """Name the one moment at which `component` changes on this plane; None when it has no such moment."""
        match component.rollout:
            case "recreate" | "atomic":
                return component.name
            case "blue-green" if plane == "traffic" and not (component.background and role == "user"):
                return self.joint.get(component.name, component.name)
            case _:
                return None

    def formats(self, writer: Component) -> list[tuple[str, Present]]:
        """Give the formats of `writer` that are in the data during this wave."""
        found: dict[tuple[str, Side], Present] = {}
        for present in self.present(writer):
            for name in writer.contract(present.version).emits:
                found.setdefault((name, present.side), present)
        started = self.phase.get(writer.name, Phase.BEFORE) is not Phase.BEFORE
        earlier = [Present(version, "data") for version in writer.ending if started]
        for present in (*earlier, Present(None, "data")):
            names = writer.stored if present.version is None else writer.contract(present.version).emits
            for name in names:
                if (name, "old") not in found and not self.expired(writer, name):
                    found.setdefault((name, "data"), present)
        return sorted(((name, present) for (name, _), present in found.items()), key=lambda item: item[0])

    def rewrites_at_once(self, reader: Component, writer: Component, name: str) -> bool:
        """Whether the one event that brings the new version of `reader` is also the end of that format."""
        retention = writer.retention.get(name)
        if retention is None or retention.backfilled_by != reader.name or reader.rollout not in ("recreate", "atomic"):
            return False
        lasting = (*writer.staying, *writer.starting)
        return reader.proposed is not None and not any(name in writer.contract(one).emits for one in lasting)

    def expired(self, writer: Component, name: str) -> bool:
        """Whether a format that was written once has left the data."""
        retention = writer.retention.get(name)
        lasting = (*writer.staying, *writer.starting)
        if retention is None or any(name in writer.contract(version).emits for version in lasting):
            return False
        if retention.backfilled_by is not None:
            return (writer.name, name) in self.backfilled
        if retention.seconds is None:
            return False
        if any(name in writer.contract(version).emits for version in writer.ending):
            over = self.phase.get(writer.name) is Phase.AFTER
            return over and self.elapsed.get(writer.name, 0) >= _lingers(writer) + retention.seconds
        return self.since_start.get(writer.name, 0) >= retention.seconds

    def _pass_time(self, waits: Sequence[Step]) -> None:
        """Let time pass for those who are waited for; a wait without a duration lasts as long as it must."""
        passed: dict[str, int] = {}
        for step in waits:
            for name in step.units:
                self._forget(name)
                if step.duration_s is not None:
                    passed[name] = max(passed.get(name, 0), step.duration_s)
                else:
                    self._wait_enough(self.contracts.components[name], step.wait_for)
        for name, seconds in passed.items():
            self.since_start[name] = self.since_start.get(name, 0) + seconds
            if self.phase.get(name) is Phase.AFTER:
                self.elapsed[name] = self.elapsed.get(name, 0) + seconds

    def _wait_enough(self, component: Component, reason: str) -> None:
        name, lingers = component.name, _lingers(component)
        longest = max((one.seconds or 0 for one in component.retention.values()), default=0)
        over = self.phase.get(name) is Phase.AFTER
        if over and reason in ("", "drain"):
            self.elapsed[name] = max(self.elapsed.get(name, 0), lingers)
        if reason in ("", "retention"):
            self.since_start[name] = max(self.since_start.get(name, 0), longest)
            if over and self.elapsed.get(name, 0) >= lingers:
                self.elapsed[name] = max(self.elapsed.get(name, 0), lingers + longest)


def _lingers(component: Component) -> int:
    """How long old clients stay after the rollout, in seconds; only rolling and canary leave any."""
    mixes = component.rollout in ("rolling", "canary") and bool(component.deployed)
    return component.lingers or 0 if mixes else 0
