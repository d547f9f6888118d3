"""From slots to the waves and steps that people read."""

from collections.abc import Iterable, Mapping
from typing import Final

from deploycheck.model.contract import Component
from deploycheck.model.plan import After, Downtime, Move, Rollback, Step, Wave
from deploycheck.planning.constraints import Constraints
from deploycheck.planning.events import Wait
from deploycheck.planning.liveness import Scene
from deploycheck.planning.rollback import bound_readers, rollbacks
from deploycheck.planning.waves import Group, Slot


class StepMaker:
    """Numbers steps and remembers which step moves which unit, so that later ones can refer to them."""

    def __init__(self, everybody: Scene, found: Constraints, final: Mapping[int, str]) -> None:
        self._everybody = everybody
        self._found = found
        self._final = final
        self._step_of: dict[int, str] = {}
        self._wait_steps: dict[Wait, str] = {}
        self._count = 0
        self._before: dict[int, list[int]] = {}
        for before, edges in found.edges.items():
            for after in edges:
                self._before.setdefault(after, []).append(before)
        self._backfills = {
            retention.backfilled_by
            for actor in everybody.actors
            for retention in actor.component.retention.values()
            if retention.backfilled_by
        }
        self._bound = bound_readers(found)
        self._hurt = _users_of_stopped(everybody)

    def waves(self, slots: Iterable[Slot]) -> tuple[Wave, ...]:
        """Make the waves."""
        return tuple(Wave(tuple(self._waits(slot.waits) if slot.waits else self._moves(slot.groups))) for slot in slots)

    def _next(self) -> str:
        self._count += 1
        return f"s{self._count}"

    def _waits(self, waits: list[Wait]) -> list[Step]:
        together: dict[tuple[str, int], list[Wait]] = {}
        for wait in waits:
            together.setdefault((wait.reason, wait.seconds), []).append(wait)
        steps = []
        for (reason, seconds), same in together.items():
            name = self._next()
            self._wait_steps.update(dict.fromkeys(same, name))
            units = tuple(self._everybody.actors[wait.component].component.name for wait in same)
            earlier = dict.fromkeys(self._step_of[one.component] for one in same if one.component in self._step_of)
            after = tuple(After(step) for step in earlier)
            steps.append(Step(units, "wait", name, after=after, duration_s=seconds, wait_for=reason))
        return steps

    def _moves(self, groups: list[Group]) -> list[Step]:
        # Who has not moved yet lives with what this step leaves behind, thanks to a condition.
        bound = {
            unit: [reader for reader in self._bound.get(unit, ()) if reader in self._step_of]
            for group in groups
            for unit in group.units
        }
        back = rollbacks(self._everybody, bound, self._final, [group.units for group in groups])
        steps: list[Step] = []
        for group, rollback in zip(groups, back, strict=True):
            after = self._after(group)
            if len(group.units) == 1 and self._restarts(group.units[0]):
                steps += self._restart(group.units[0], after, rollback)
            else:
                steps.append(self._move(group, after, rollback))
        for step in steps:
            for move in step.moves:
                self._step_of[self._everybody.numbers[move.unit]] = step.id
        return steps

    def _restarts(self, unit: int) -> bool:
        """Whether it is stopped before it is started again."""
        component = self._everybody.actors[unit].component
        return component.rollout == "recreate" and bool(component.deployed) and component.proposed is not None

    def _restart(self, unit: int, after: tuple[After, ...], rollback: Rollback) -> list[Step]:
        component = self._everybody.actors[unit].component
        moves = (_move(component),)
        downtime = Downtime(tuple(self._hurt.get(component.name, ())))
        stop, start = self._next(), self._next()
        units = (component.name,)
        return [
            Step(units, "stop", stop, moves, after, rollback, downtime),
            Step(units, "start", start, moves, (After(stop),), rollback),
        ]

    def _move(self, group: Group, after: tuple[After, ...], rollback: Rollback) -> Step:
        components = [self._everybody.actors[unit].component for unit in group.units]
        action = "cut-over" if len(components) > 1 else self._action(components[0])
        names = tuple(component.name for component in components)
        return Step(names, action, self._next(), tuple(map(_move, components)), after, rollback)

    def _action(self, component: Component) -> str:
        if component.proposed is None:
            return "remove"
        if component.name in self._backfills:
            return "backfill"
        return _ACTIONS.get(component.kind, "deploy")

    def _after(self, group: Group) -> tuple[After, ...]:
        """Name the earlier steps that this one follows, with the reasons, and the waits before it."""
        steps: dict[str, dict[object, None]] = {}
        for unit in group.units:
            for before in self._before.get(unit, ()):
                if before not in group.units:
                    reasons = steps.setdefault(self._step_of[before], {})
                    conflicts = self._found.edges[before][unit].conflicts
                    reasons.update(dict.fromkeys(conflict.because for conflict in conflicts))
        after = [After(step, tuple(reasons)) for step, reasons in steps.items()]  # type: ignore[arg-type]
        waits = dict.fromkeys(self._wait_steps[wait] for wait in sorted(group.waits))
        return (*after, *(After(step) for step in waits))


_ACTIONS: Final[Mapping[str, str]] = {"migration": "migrate", "database": "migrate", "flag": "flip-flag"}


def _move(component: Component) -> Move:
    target = component.proposed if isinstance(component.proposed, str) else None
    return Move(component.name, component.deployed or (None,), target, component.rollout)


def _users_of_stopped(everybody: Scene) -> dict[str, list[str]]:
    """Name those who need a component that is stopped for a moment."""
    stopped = {actor.component.name for actor in everybody.actors if actor.component.rollout == "recreate"}
    hurt: dict[str, list[str]] = {}
    if not stopped:
        return hurt
    for actor in everybody.actors:
        needed = {name for live in actor.live for name in live.contract.needs if name in stopped}
        for name in needed - {actor.component.name}:
            hurt.setdefault(name, []).append(actor.component.name)
    return hurt
