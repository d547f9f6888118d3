"""What a refusal says as a finding: one sentence, one state to look at, one way out."""

from planning.written import planned

from deploycheck.model.finding import Finding, Witness
from deploycheck.model.location import Location
from deploycheck.model.severity import Impact
from deploycheck.planning.findings import refusal_finding

RENAMED = """
    orders: {deployed: v1, proposed: v2, versions: {v1: {provides: [GET /o]}, v2: {provides: [GET /p]}}}
    checkout: {deployed: v1, proposed: v2, versions: {
      v1: {needs: {orders: [{atom: GET /o, evidence: pact, location: {path: pacts/o.json, line: 3, side: base}}]}},
      v2: {needs: {orders: [{atom: GET /p, evidence: code, location: {path: src/o.py, line: 8}}]}}}}
    """


def finding(text: str, *, strict: bool = False) -> Finding:
    (refusal,) = planned(text, strict=strict).refusals
    return refusal_finding(refusal)


def test_a_cycle():
    found = finding(RENAMED)
    assert found.message == (
        "no order of orders and checkout is safe: checkout v2 needs GET /p, which orders v1 does not have; "
        "checkout v1 needs GET /o, which orders v2 does not have"
    )
    assert found.at == Location("src/o.py", 8)
    assert (found.subject, found.aspect) == ("orders and checkout", "cycle")
    assert [(one.kind, one.consumer, str(one.location)) for one in found.evidence] == [
        ("code", "checkout", "src/o.py:8"),
        ("pact", "checkout", "pacts/o.json:3"),
    ]
    assert found.help == "Smallest repair: keep GET /o in orders v2, remove it in the next release."
    assert found.witness == Witness("state", ["checkout v2", "orders v1"])
    assert found.impact is None


def test_of_many_breaks_three_are_told():
    atoms = ", ".join(f"GET /{number}" for number in range(5))
    found = finding(f"""
        orders: {{deployed: v1, proposed: v2, versions: {{v1: {{provides: [{atoms}]}}, v2: {{}}}}}}
        web: {{deployed: v1, versions: {{v1: {{needs: {{orders: [{atoms}]}}}}}}}}
        """)
    assert found.message.startswith("something stays broken once orders is deployed: web v1 needs GET /0, which")
    assert found.message.endswith("web v1 needs GET /2, which orders v2 does not have (and 2 more)")
    assert found.change == "GET /0; GET /1; GET /2; GET /3; GET /4"


def test_stored_data_are_told_of_their_readers():
    found = finding("""
        tills: {deployed: v1, proposed: v2, versions: {v1: {emits: [s1]}, v2: {emits: [s2]}}}
        ledger: {deployed: v1, proposed: v2, versions: {
          v1: {reads: {tills: [s1, s2]}}, v2: {reads: {tills: [s2]}}}}
        """)
    assert found.message == (
        "ledger will meet data that can't be read any more: ledger v2 cannot read s1, which tills v1 writes"
    )


def test_doubt_under_strict_is_an_unknown():
    found = finding(
        """
        desk: {deployed: v1, proposed: v2, versions: {
          v1: {provides: [a]}, v2: {provides: [a], demands: {a: [card]}}}}
        app: {deployed: v1, versions: {v1: {needs: {desk: [a]}, supplies: {desk: {a: unknown}}}}}
        """,
        strict=True,
    )
    assert found.message == (
        "no order of desk can be proved: nobody knows whether app v1 supplies what desk v2 demands for a"
    )
    assert found.impact is Impact.UNKNOWN
    assert found.help is None


def test_a_version_that_cannot_run_beside_itself():
    found = finding("""
        basket: {deployed: v1, proposed: v2, versions: {
          v1: {emits: [b1], reads: {basket: [b1]}}, v2: {emits: [b2], reads: {basket: [b1, b2]}}}}
        """)
    assert found.message == (
        "the old and the new basket can't run side by side: basket v1 cannot read b2, which basket v2 writes"
    )
    assert found.at == Location(".")
