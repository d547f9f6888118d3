"""Names that lead back to themselves, held against another library."""

from random import Random

import networkx as nx
import pytest

from deploycheck.containment.circles import circular


@pytest.mark.parametrize("seed", range(300))
def test_what_leads_back_to_itself_is_found(seed):
    random = Random(seed)  # noqa: S311 - no secret
    count = random.randint(1, 9)
    graph = {str(at): [str(random.randrange(count)) for _ in range(random.randint(0, 2))] for at in range(count)}
    drawn = nx.DiGraph([(one, other) for one in graph for other in graph[one]])
    drawn.add_nodes_from(graph)

    assert circular("0", graph.__getitem__) == {
        name: any(name == other or name in nx.descendants(drawn, other) for other in graph[name])
        for name in {"0", *nx.descendants(drawn, "0")}
    }


def test_a_long_way_needs_no_recursion():
    assert circular("0", lambda name: [str((int(name) + 1) % 20_000)]) == dict.fromkeys(map(str, range(20_000)), True)
