"""Planner and exhaustive search agree on every contract file: an order is found exactly when there is one."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from planning.random_contracts import random_contracts
from planning.state_search import feasible

from deploycheck.model.contract import Contracts
from deploycheck.planning import load_contracts
from deploycheck.planning.contract_dump import dump_contracts
from deploycheck.planning.planner import Draft, draft
from deploycheck.planning.result import PlanResult

Profile = tuple[range, int]
"""Seeds, and the most components of a file."""


def compared(profile: Profile) -> tuple[list[str], list[tuple[Contracts, PlanResult]]]:
    """Give the files on which the two disagree, and every plan (the verifier has accepted each of them)."""
    seeds, largest = profile
    wrong, results = [], []
    for seed in seeds:
        contracts = random_contracts(seed, largest)
        result = draft(contracts).result
        results.append((contracts, result))
        if feasible(contracts) != (result.verdict == "plan"):
            wrong.append(dump_contracts(contracts))
    return wrong, results


def test_planner_and_search_agree():
    wrong, _ = compared((range(3_000), 5))
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("profile", [(range(3_000, 40_000), 5), (range(40_000, 46_000), 7)], ids=["many", "big"])
def test_planner_and_search_agree_on_many_more(profile: Profile):
    wrong, _ = compared(profile)
    assert wrong == []


def test_the_random_files_cover_what_they_should():
    _, results = compared((range(600), 5))
    codes = Counter(refusal.code for _, result in results for refusal in result.refusals)
    assert codes.keys() == {"cycle", "self-incompatible", "target-broken", "stored-data-unreadable", "conditional"}
    steps = [step for _, result in results for wave in result.waves for step in wave.steps]
    assert {step.action for step in steps} == {
        "deploy", "stop", "start", "cut-over", "migrate", "backfill", "flip-flag", "remove", "wait",
    }  # fmt: skip
    assert {step.wait_for for step in steps} == {"", "drain", "retention", "bake"}
    assert {step.rollback.status for step in steps} == {"ok", "limited", "none"}
    long_ones = [result for _, result in results if result.unit_waves > 1]
    assert len(long_ones) > 150


def flipped(text: str) -> str:
    """Name c0 c9, c1 c8 and so on."""
    return re.sub(r"\bc(\d)\b", lambda found: f"c{9 - int(found[1])}", text)


def gist(drafted: Draft, naming: Callable[[str], str] = str) -> tuple[object, ...]:
    """Give what may not depend on names. A choice that conditions leave open may be taken otherwise."""
    result = drafted.result
    if drafted.found.choices:
        return (result.verdict,)
    waves = [{frozenset(map(naming, step.units)) for step in wave.steps} for wave in result.waves]
    refusals = {(refusal.code, frozenset(map(naming, refusal.units))) for refusal in result.refusals}
    return result.verdict, waves, refusals, {naming(unit) for unit in result.irreversible}


def test_a_plan_survives_renaming_and_reordering():
    for seed in range(300):
        contracts = random_contracts(seed)
        backwards = Contracts(dict(reversed(contracts.components.items())))
        other = load_contracts(flipped(dump_contracts(backwards)).encode(), "flipped.yaml")
        assert gist(draft(other), flipped) == gist(draft(contracts)), contracts.title
