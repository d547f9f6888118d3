"""A plan as the verifier replays it: who moves in which wave, who switches together, what is waited for."""

from collections.abc import Iterator
from typing import Final

from deploycheck.model.contract import Contracts
from deploycheck.model.plan import ACTIONS, Plan, PlanError, Step
from deploycheck.model.record import Draft, Record, field
from deploycheck.model.suggest import did_you_mean

_HALVES: Final = ("stop", "start")


class Scene(Draft):
    """One wave: its members, those of them that arrive in it, and the waits that end with it.

    `joint` gives the members that cut over together one common mark.
    """

    members: list[str] = field(default_factory=list)
    arriving: list[str] = field(default_factory=list)
    waits: list[Step] = field(default_factory=list)
    joint: dict[str, tuple[int, str]] = field(default_factory=dict)


class Script(Draft):
    """All waves, and what is wrong with the plan itself: (wave, unit, sentence)."""

    scenes: list[Scene]
    faults: list[tuple[int, str, str]]


class _Entry(Record):
    wave: int
    action: str


def read_script(contracts: Contracts, plan: Plan) -> Script:
    """Read a plan; raises PlanError for an unknown unit or one that comes twice."""
    scenes = [Scene() for _ in plan.waves]
    entries: dict[str, list[_Entry]] = {}
    for number, scene in enumerate(scenes):
        for place, step in enumerate(plan.waves[number].steps):
            _check_names(contracts, step)
            if step.action == "wait":
                scene.waits.append(step)
                continue
            _note_cut_over(contracts, scene, place, step)
            for name in step.units:
                entries.setdefault(name, []).append(_Entry(number, step.action))
    return Script(scenes, [fault for name in entries for fault in _place(contracts, scenes, name, entries[name])])


def _check_names(contracts: Contracts, step: Step) -> None:
    if step.action and step.action not in ACTIONS:
        raise PlanError(f"{step.action} is not an action; known are {', '.join(ACTIONS)}")
    for name in step.units:
        component = contracts.components.get(name)
        if component is None:
            hint = did_you_mean(name, contracts.components)
            raise PlanError(f"the plan names {name}, which the contracts do not know{hint}")
        if step.action != "wait" and not component.is_unit:
            raise PlanError(f"the plan names {name}, which does not change in these contracts")


def _note_cut_over(contracts: Contracts, scene: Scene, place: int, step: Step) -> None:
    """Mark the blue-green units of one group in one step: they switch at the same moment."""
    for name in step.units:
        component = contracts.components[name]
        if component.group is not None and component.rollout == "blue-green":
            scene.joint[name] = (place, component.group)


def _place(
    contracts: Contracts, scenes: list[Scene], name: str, entries: list[_Entry]
) -> Iterator[tuple[int, str, str]]:
    """Put a unit into the waves in which it is on its way."""
    first, last = entries[0], entries[-1]
    actions = tuple(entry.action for entry in entries)
    if len(entries) > 2 or (len(entries) > 1 and sorted(actions) != sorted(_HALVES)):  # noqa: PLR2004  stop and start
        raise PlanError(f"the plan names {name} twice")
    for wave in dict.fromkeys(entry.wave for entry in entries):
        scenes[wave].members.append(name)
    scenes[last.wave].arriving.append(name)
    component = contracts.components[name]
    if len(entries) == 1:
        if first.action == "stop" and component.proposed is not None:
            yield first.wave + 1, name, f"{name} is stopped and never started"
        if first.action == "start" and component.deployed:
            yield first.wave + 1, name, f"{name} is started although it was never stopped"
    elif actions != _HALVES:
        yield first.wave + 1, name, f"{name} is started before it is stopped"
    elif last.wave - first.wave > 1:
        yield first.wave + 1, name, f"{name} stays stopped while other waves run; start it in the same wave or the next"
