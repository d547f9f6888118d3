"""The verifier accepts every plan of ours and rejects it once a fault is planted, whatever the fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from planning.random_contracts import random_contracts
from planning.written import contracts, hand_written

from deploycheck.model.contract import Contracts
from deploycheck.model.plan import Plan, PlanError, Step, Wave
from deploycheck.planning.planner import Draft, draft
from deploycheck.planning.verifier import verify

Fault = Callable[[Contracts, Draft], Iterator[Plan]]


def wave_of(plan: Plan, unit: str) -> int:
    return next(number for number, wave in enumerate(plan.waves) for step in wave.steps if moves(step, unit))


def moves(step: Step, unit: str) -> bool:
    return unit in step.units and step.action != "wait"


def without(plan: Plan, unwanted: Callable[[Step], bool]) -> Plan:
    return Plan(tuple(Wave(tuple(step for step in wave.steps if not unwanted(step))) for wave in plan.waves))


def edges(contracts: Contracts, drafted: Draft) -> Iterator[tuple[str, str]]:
    """Give the units that one constraint puts into different waves."""
    plan = drafted.result.plan
    for pair in drafted.result.pairs:
        if wave_of(plan, pair.before) < wave_of(plan, pair.after):
            yield pair.before, pair.after


def waves_swapped(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    for before, after in edges(contracts, drafted):
        waves = list(drafted.result.waves)
        first, second = (wave_of(drafted.result.plan, unit) for unit in (before, after))
        waves[first], waves[second] = waves[second], waves[first]
        yield Plan(tuple(waves))


def ordered_units_in_one_wave(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    for before, after in edges(contracts, drafted):
        waves = list(without(drafted.result.plan, lambda step, unit=after: moves(step, unit)).waves)
        number = wave_of(drafted.result.plan, before)
        waves[number] = Wave((*waves[number].steps, Step((after,))))
        yield Plan(tuple(waves))


def ordered_units_in_one_step(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    known = contracts.components
    for before, after in edges(contracts, drafted):
        if known[before].group is not None and known[before].group == known[after].group:
            continue  # these two might indeed cut over together
        plan = without(drafted.result.plan, lambda step, units=(before, after): any(moves(step, one) for one in units))
        waves = list(plan.waves)
        number = wave_of(drafted.result.plan, before)
        waves[number] = Wave((*waves[number].steps, Step((before, after))))
        yield Plan(tuple(waves))


def unit_left_out(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    for unit in contracts.units:
        yield without(drafted.result.plan, lambda step, unit=unit: moves(step, unit))


def nobody_waits(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    if any(step.wait_for in ("drain", "retention") for wave in drafted.result.waves for step in wave.steps):
        yield without(drafted.result.plan, lambda step: step.action == "wait")


def joint_step_torn_apart(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    for number, wave in enumerate(drafted.result.waves):
        for step in wave.steps:
            if step.action == "cut-over":
                alone = [Step((unit,)) for unit in step.units]
                rest = [one for one in wave.steps if one is not step]
                waves = list(drafted.result.waves)
                yield Plan((*waves[:number], Wave((*rest, *alone)), *waves[number + 1 :]))
                yield Plan((*waves[:number], Wave(tuple(rest)), *(Wave((one,)) for one in alone), *waves[number + 1 :]))


def restart_torn_apart(contracts: Contracts, drafted: Draft) -> Iterator[Plan]:
    for number, wave in enumerate(drafted.result.waves):
        for step in wave.steps:
            if step.action == "start" and len(drafted.result.waves) > number + 2:
                waves = list(without(drafted.result.plan, lambda one, start=step: one is start).waves)
                yield Plan((*waves, Wave((step,))))


FAULTS = (
    waves_swapped,
    ordered_units_in_one_wave,
    ordered_units_in_one_step,
    unit_left_out,
    nobody_waits,
    joint_step_torn_apart,
    restart_torn_apart,
)


@pytest.fixture(scope="module")
def planned() -> list[tuple[Contracts, Draft]]:
    """Plans whose every order is necessary: nothing in them was chosen among several ways."""
    drafts = [(made, draft(made)) for made in map(random_contracts, range(1_200))]
    return [
        (made, drafted) for made, drafted in drafts if drafted.result.verdict == "plan" and not drafted.found.choices
    ]


def test_every_plan_is_accepted(planned: list[tuple[Contracts, Draft]]):
    for made, drafted in planned:
        assert verify(made, drafted.result.plan).verdict == "safe", made.title


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Fault, planned: list[tuple[Contracts, Draft]]):
    planted = 0
    for made, drafted in planned:
        for plan in fault(made, drafted):
            planted += 1
            assert verify(made, plan).verdict == "unsafe", made.title
    assert planted >= 20


def test_a_unit_that_comes_twice_is_no_plan(planned: list[tuple[Contracts, Draft]]):
    for made, drafted in planned:
        for unit in made.units:
            with pytest.raises(PlanError, match=f"{unit} twice|names {unit}"):
                verify(made, replace(drafted.result.plan, waves=(*drafted.result.waves, Wave((Step((unit,)),)))))


FLAGGED = contracts("""
    prices: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {provides: [POST /quote]}}}
    shop: {deployed: v1, proposed: v2, versions: {
      v1: {}, v2: {needs: {prices: [{atom: POST /quote, when: {quotes: "on"}}]}}}}
    quotes: {kind: flag, deployed: "off", proposed: "on", versions: {"off": {}, "on": {}}}
    """)


def test_a_flag_that_is_flipped_too_early_is_found():
    late = verify(FLAGGED, hand_written(["prices", "shop"], ["quotes"]))
    assert late.verdict == "safe"
    early = verify(FLAGGED, hand_written(["quotes"], ["shop"], ["prices"]))
    assert {(one.wave, one.live, one.atom) for one in early.violations} == {
        (2, ("shop v2", "prices v1", "quotes on"), "POST /quote"),
        (3, ("shop v2", "prices v1", "quotes on"), "POST /quote"),
    }


def test_a_flag_that_is_never_flipped_is_missing():
    assert verify(FLAGGED, hand_written(["prices", "shop"])).missing == ("quotes",)


def test_a_unit_that_nobody_knows_is_named_with_the_likely_one():
    with pytest.raises(PlanError, match="names shopp, which the contracts do not know; did you mean shop"):
        verify(FLAGGED, hand_written(["shopp"]))


def test_a_component_that_does_not_change_is_no_step():
    unchanged = contracts("one: {deployed: v1, versions: {v1: {}}}")
    with pytest.raises(PlanError, match="names one, which does not change"):
        verify(unchanged, hand_written(["one"]))
