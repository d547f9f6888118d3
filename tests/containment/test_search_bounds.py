"""A search asks about parts as long as the validators of those parts do not hold too much together."""

from deploycheck.containment import oracle as oracle_module
from deploycheck.containment.document import Document
from deploycheck.containment.nodes import Graph, conj
from deploycheck.containment.oracle import Oracle
from deploycheck.containment.reading import Side
from deploycheck.containment.session import Session

RING = {
    f"s{number}": {"type": "object", "properties": {"next": {"$ref": f"#/$defs/s{(number + 1) % 30}"}}}
    for number in range(30)
}


def test_what_a_search_may_ask_is_counted_anew_for_each(monkeypatch):
    monkeypatch.setattr(oracle_module, "_MOST_WEIGHT", 40)
    graph = Graph(Side(Document(RING), "sender", None, nesting=100))
    one, other = (conj([graph.node(graph.side.place({"$ref": f"#/$defs/s{number}"}))]) for number in (0, 1))
    oracle = Oracle()

    assert (oracle.affords(one), oracle.affords(other), oracle.affords(one)) == (True, False, True)
    oracle.begin()
    assert oracle.affords(other)


def test_a_witness_is_found_where_the_parts_cannot_be_asked_about(monkeypatch):
    monkeypatch.setattr(oracle_module, "_MOST_WEIGHT", 0)
    sent, taken = ({**RING, "s0": {"type": "object", "properties": {"a": {"type": kind}}}} for kind in
                   (["string", "null"], "string"))  # fmt: skip
    answer = Session(sent, taken).request({"$ref": "#/$defs/s0"}, {"$ref": "#/$defs/s0"})
    assert answer.verdict == "incompatible"
