"""The verifier and a walk through every interleaving agree on any hand-made plan."""

from random import Random

import pytest
from planning.random_contracts import chance, random_contracts
from planning.state_search import Wave, safe_in_every_interleaving

from deploycheck.model.contract import Contracts
from deploycheck.model.plan import Plan, Step
from deploycheck.model.plan import Wave as PlanWave
from deploycheck.planning.planner import draft
from deploycheck.planning.verifier import verify


def random_waves(dice: Random, contracts: Contracts) -> list[Wave]:
    """Deal all units out to a few waves and steps, and wait for some between them."""
    units = list(contracts.units)
    dice.shuffle(units)
    waves: list[Wave] = []
    while units:
        taken, units = units[: (size := dice.randint(1, min(3, len(units))))], units[size:]
        waves.append(Wave(steps=tuple(_steps(dice, taken))))
        if chance(dice, 0.5):
            everybody = tuple(contracts.components)
            waves.append(Wave(drains=everybody))
            waves.append(Wave(expires=everybody))
    return waves


def _steps(dice: Random, units: list[str]) -> list[tuple[str, ...]]:
    if len(units) > 1 and chance(dice, 0.4):
        return [tuple(units[:2]), *((unit,) for unit in units[2:])]
    return [(unit,) for unit in units]


def as_plan(waves: list[Wave]) -> Plan:
    return Plan(tuple(PlanWave(tuple(_plan_steps(wave))) for wave in waves))


def _plan_steps(wave: Wave) -> list[Step]:
    if wave.steps:
        return [Step(units) for units in wave.steps]
    reason, names = ("drain", wave.drains) if wave.drains else ("retention", wave.expires)
    return [Step(names, "wait", wait_for=reason)]


def planned_waves(contracts: Contracts) -> list[Wave] | None:
    """Give the planner's own waves, waits included, None when it refuses."""
    result = draft(contracts).result
    if result.refusals:
        return None
    waves = []
    for wave in result.waves:
        waits = [step for step in wave.steps if step.action == "wait"]
        for reason in ("drain", "retention"):
            named = tuple(unit for step in waits if step.wait_for == reason for unit in step.units)
            if named:
                waves.append(Wave(drains=named) if reason == "drain" else Wave(expires=named))
        steps = [step.units for step in wave.steps if step.action not in ("wait", "start")]
        waves += [Wave(tuple(steps))] if steps else []
    return waves


def disagreements(seeds: range) -> tuple[list[int], int]:
    """Give the seeds on which the two disagree, and how many plans were safe."""
    wrong, safe = [], 0
    for seed in seeds:
        contracts = random_contracts(seed)
        waves = random_waves(Random(seed), contracts)  # noqa: S311  repeatable, not secret
        accepted = verify(contracts, as_plan(waves)).verdict == "safe"
        safe += accepted
        if accepted != safe_in_every_interleaving(contracts, waves):
            wrong.append(seed)
    return wrong, safe


def test_verifier_and_interleavings_agree_on_any_plan():
    wrong, safe = disagreements(range(1_500))
    assert wrong == []
    assert 300 < safe < 1_200


@pytest.mark.long
def test_verifier_and_interleavings_agree_on_many_more_plans():
    wrong, _ = disagreements(range(1_500, 30_000))
    assert wrong == []


def test_no_interleaving_of_a_plan_of_ours_breaks():
    for seed in range(800):
        contracts = random_contracts(seed)
        waves = planned_waves(contracts)
        assert waves is None or safe_in_every_interleaving(contracts, waves), seed
