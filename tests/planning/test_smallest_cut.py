"""The cheapest units to take out of a tangle: exact while there are few, and always enough."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

from deploycheck.planning.constraints import Edge
from deploycheck.planning.feedback import EXACT_UP_TO, feedback_sets

Graph = dict[int, dict[int, Edge]]


def random_graph(dice: Random, size: int, share: float, joint: float = 0.0) -> Graph:
    return {
        one: {other: Edge(cut=dice.random() < joint) for other in range(size) if other != one and dice.random() < share}
        for one in range(size)
    }


def on_a_cycle(graph: Graph, removed: set[int]) -> bool:
    """Whether some edge that is more than a joint cut-over lies on a cycle."""
    kept = {
        one: [other for other in edges if other not in removed] for one, edges in graph.items() if one not in removed
    }
    return any(
        not graph[one][other].cut and one in everything_after(kept, other)
        for one, edges in kept.items()
        for other in edges
    )


def everything_after(graph: dict[int, list[int]], start: int) -> set[int]:
    seen, pending = {start}, [start]
    while pending:
        for other in graph[pending.pop()]:
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return seen


def every_cut(graph: Graph, weights: dict[int, int], forced: frozenset[int]) -> Iterator[set[int]]:
    free = [unit for unit in weights if unit not in forced]
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            if (together := {*chosen, *forced}) and not on_a_cycle(graph, together):
                yield together


def test_the_first_set_is_the_cheapest_of_all():
    dice = Random(1)  # noqa: S311  repeatable, not secret
    for _ in range(300):
        size = dice.randint(2, 7)
        graph = random_graph(dice, size, dice.choice([0.2, 0.4, 0.7]), dice.choice([0.0, 0.3]))
        weights = {unit: dice.choice([1, 2, 3]) for unit in range(size) if dice.random() < 0.85}
        forced = frozenset(unit for unit in weights if dice.random() < 0.1)
        expected = list(every_cut(graph, weights, forced))
        found = list(feedback_sets(range(size), graph, weights, forced))
        assert {frozenset(one) for one in found} == {frozenset(one) for one in expected}
        costs = [sum(weights[unit] for unit in one) for one in found]
        assert costs == sorted(costs)


def test_what_must_be_chosen_but_cannot_gives_nothing():
    graph = random_graph(Random(1), 3, 1.0)  # noqa: S311  repeatable, not secret
    assert list(feedback_sets(range(3), graph, {0: 2, 1: 2}, frozenset({2}))) == []


def test_a_cycle_of_units_that_cannot_be_chosen_gives_nothing():
    graph = {0: {1: Edge(cut=False)}, 1: {0: Edge(cut=False)}, 2: {}}
    assert list(feedback_sets(range(3), graph, {2: 1}, frozenset())) == []


def test_the_biggest_tangle_that_is_solved_exactly():
    size = EXACT_UP_TO
    ring = {unit: {(unit + 1) % size: Edge(cut=False), (unit - 1) % size: Edge(cut=False)} for unit in range(size)}
    weights = {unit: 2 - unit % 2 for unit in range(size)}
    assert next(feedback_sets(range(size), ring, weights, frozenset())) == tuple(range(1, size, 2))


def test_bigger_tangles_are_cut_completely_and_nothing_is_cut_in_vain():
    dice = Random(2)  # noqa: S311  repeatable, not secret
    for _ in range(40):
        size = dice.randint(EXACT_UP_TO + 2, 28)
        graph = random_graph(dice, size, dice.choice([0.08, 0.15, 0.3]), dice.choice([0.0, 0.3]))
        weights = {unit: dice.choice([1, 2, 3]) for unit in range(size)}
        forced = frozenset({0}) if dice.random() < 0.3 else frozenset[int]()
        (found,) = feedback_sets(range(size), graph, weights, forced)
        assert forced <= set(found)
        assert not on_a_cycle(graph, set(found))
        assert all(on_a_cycle(graph, set(found) - {unit}) for unit in set(found) - forced)
