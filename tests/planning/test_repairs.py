"""Every repair is one that holds, and the first one is the smallest."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from planning.random_contracts import random_contracts
from planning.state_search import feasible
from planning.written import planned, repairs

from deploycheck.model.contract import Contracts
from deploycheck.planning import PlanResult, make_plan
from deploycheck.planning.contract_check import mistakes
from deploycheck.planning.releases import first_release, only, second_release
from deploycheck.planning.result import Refusal, Repair
from deploycheck.planning.splitting import split_weight


@pytest.fixture(scope="module")
def refusals() -> list[tuple[Contracts, Refusal]]:
    """Refusals that stand alone in their file, so that a repair has to make the whole file possible."""
    results = [(made, make_plan(made)) for made in map(random_contracts, range(1_500))]
    return [(made, result.refusals[0]) for made, result in results if len(result.refusals) == 1]


def splits(refusals: list[tuple[Contracts, Refusal]]) -> Iterator[tuple[Contracts, Refusal, Repair]]:
    for made, refusal in refusals:
        if refusal.code in ("cycle", "self-incompatible") and refusal.repairs and refusal.repairs[0].kind == "split":
            yield made, refusal, refusal.repairs[0]


def possible(contracts: Contracts, units: tuple[str, ...]) -> bool:
    """Whether exhaustive search finds an order for both releases when `units` take two."""
    return feasible(first_release(contracts, units)) and feasible(second_release(contracts, units))


def cost(contracts: Contracts, units: tuple[str, ...]) -> int:
    weights = [split_weight(contracts.components[unit]) for unit in units]
    return 99 if None in weights else sum(filter(None, weights))


def test_exhaustive_search_finds_an_order_for_every_split(refusals: list[tuple[Contracts, Refusal]]):
    found = list(splits(refusals))
    assert len(found) > 60
    for made, _, repair in found:
        assert possible(made, repair.units), made.title


def test_no_cheaper_split_would_do(refusals: list[tuple[Contracts, Refusal]]):
    tried = 0
    for made, refusal, repair in splits(refusals):
        for size in range(1, len(refusal.units) + 1):
            for units in combinations(refusal.units, size):
                if cost(made, units) < cost(made, repair.units):
                    tried += 1
                    assert not possible(made, units), made.title
    assert tried > 20


def test_a_cycle_without_a_split_has_none(refusals: list[tuple[Contracts, Refusal]]):
    for made, refusal in refusals:
        if refusal.code == "cycle" and not any(repair.kind == "split" for repair in refusal.repairs):
            sizes = range(1, len(refusal.units) + 1)
            candidates = [units for size in sizes for units in combinations(refusal.units, size)]
            assert not any(cost(made, units) < 99 and possible(made, units) for units in candidates), made.title


def test_a_split_unit_comes_twice_and_every_other_one_once(refusals: list[tuple[Contracts, Refusal]]):
    for _, refusal, repair in splits(refusals):
        named = [unit for wave in repair.plan for step in wave for unit in step]
        twice = [f"{unit}.{phase}" for unit in repair.units for phase in ("expand", "contract")]
        assert sorted(named) == sorted([*twice, *(unit for unit in refusal.units if unit not in repair.units)])


RENAMED = """
    orders: {kind: %s, deployed: v1, proposed: v2, versions: {v1: {provides: [GET /o]}, v2: {provides: [GET /p]}}}
    checkout: {kind: %s, deployed: v1, proposed: v2, versions: {
      v1: {needs: {orders: [GET /o]}}, v2: {needs: {orders: [GET /p]}}}}
    %s
    """


def texts(result: PlanResult) -> list[str]:
    return [repair.text for refusal in result.refusals for repair in refusal.repairs]


def test_all_ways_out_of_a_renamed_operation_in_words():
    result = planned(RENAMED % ("service", "service", "web: {deployed: v1, versions: {v1: {needs: {checkout: []}}}}"))
    assert texts(result) == [
        "keep GET /o in orders v2, remove it in the next release",
        "gate it by a flag: let checkout v2 fall back while GET /p is missing, rely on it in the next release",
        "deploy orders and checkout blue-green and cut over together",
        "a maintenance window: stop orders and checkout, change, start again; meanwhile web calls in vain",
    ]


def test_what_is_not_ours_cannot_be_split():
    result = planned(RENAMED % ("external", "service", ""))
    assert repairs(result) == [("split", {"checkout"})]


def test_old_clients_delay_the_second_release():
    result = planned(RENAMED.replace("checkout: {", "checkout: {lingers: 90d, ") % ("service", "client", ""))
    assert texts(result)[0] == (
        "keep GET /o in orders v2, remove it in the next release, once the old clients of checkout are gone"
    )


def test_the_same_place_in_a_new_shape_costs_more_than_a_service():
    shapes = "orders: {deployed: v1, proposed: v2, versions: {v1: {provides: [%s]}, v2: {provides: [%s]}}}"
    for old, new, expected in (("GET /o#200@aa", "GET /o#200@bb", "checkout"), ("GET /o", "GET /p", "orders")):
        result = planned(
            shapes % (old, new)
            + f"""
checkout: {{deployed: v1, proposed: v2, versions: {{
  v1: {{needs: {{orders: ["{old}"]}}}}, v2: {{needs: {{orders: ["{new}"]}}}}}}}}"""
        )
        assert repairs(result)[0] == ("split", {expected})


def test_shapes_are_told_without_their_digests():
    result = planned(
        RENAMED.replace("GET /o", '"GET /o#200@0a1b"').replace("GET /p", '"GET /o#200@2c3d"')
        % ("service", "service", "")
    )
    assert [one.text for one in result.refusals[0].violations] == [
        "checkout v2 needs response 200 of GET /o in a shape that orders v1 does not have",
        "checkout v1 needs response 200 of GET /o in a shape that orders v2 does not have",
    ]
    assert texts(result)[0] == (
        "let checkout v2 fall back while response 200 of GET /o (in its new shape) is missing, rely on it in the next release"
    )
    keeping = planned("""
        orders: {deployed: v1, proposed: v2, versions: {v1: {provides: ["GET /o#200@0a1b"]}, v2: {provides: ["GET /o#200@2c3d"]}}}
        web: {deployed: v1, versions: {v1: {needs: {orders: ["GET /o#200@0a1b"]}}}}
        """)
    assert texts(keeping) == ["keep response 200 of GET /o (as it was) in orders v2 until web no longer needs it"]


def test_a_third_party_that_nobody_moves_keeps_what_it_needs():
    result = planned("""
        orders: {deployed: v1, proposed: v2, versions: {v1: {provides: [GET /o, GET /p]}, v2: {}}}
        web: {deployed: v1, versions: {v1: {needs: {orders: [GET /o, GET /p]}}}}
        app: {deployed: v1, versions: {v1: {needs: {orders: [GET /o]}}}}
        """)
    assert texts(result) == ["keep GET /o and GET /p in orders v2 until web and app no longer need them"]
    assert only_plan(result) == ((("orders",),),)


def only_plan(result: PlanResult) -> tuple[tuple[tuple[str, ...], ...], ...]:
    (refusal,) = result.refusals
    (repair,) = refusal.repairs
    return repair.plan


def test_what_was_never_there_cannot_be_kept():
    result = planned("""
        orders: {deployed: v1, versions: {v1: {provides: [GET /o]}}}
        web: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {needs: {orders: [GET /soon]}}}}
        """)
    assert [refusal.code for refusal in result.refusals] == ["target-broken"]
    assert texts(result) == []


def test_a_repair_does_not_depend_on_another_refusal():
    result = planned(
        RENAMED
        % (
            "service",
            "service",
            """basket: {deployed: v1, proposed: v2, versions: {
      v1: {emits: [b.v1], reads: {basket: [b.v1]}}, v2: {emits: [b.v2], reads: {basket: [b.v1, b.v2]}}}}""",
        )
    )
    assert {refusal.code: refusal.repairs[0].units for refusal in result.refusals} == {
        "self-incompatible": ("basket",),
        "cycle": ("orders",),
    }


def test_only_leaves_out_everybody_else_and_what_is_said_about_them():
    for seed in range(100):
        kept = only(random_contracts(seed), ["c0", "c1"])
        assert set(kept.components) == {"c0", "c1"}
        assert list(mistakes(kept)) == []
