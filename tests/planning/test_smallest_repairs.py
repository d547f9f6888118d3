"""Which repair comes first, and what it says."""

from deploycheck.planning import make_plan
from deploycheck.planning.contract_file import load_contracts
from deploycheck.planning.findings import refusal_finding
from deploycheck.planning.render_text import render


def planned(text):
    return make_plan(load_contracts(text.encode(), "contracts.yaml"))


def test_of_two_that_cost_the_same_the_provider_is_split():
    result = planned("""
schema: deploycheck.contracts/v1
components:
  aaa-caller:
    {deployed: v1, proposed: v2, versions: {v1: {needs: {orders: ["GET /o"]}}, v2: {needs: {orders: ["GET /v2/o"]}}}}
  orders: {deployed: v1, proposed: v2, versions: {v1: {provides: ["GET /o"]}, v2: {provides: ["GET /v2/o"]}}}
""")
    smallest = result.refusals[0].repairs[0]
    assert smallest.units == ("orders",)
    assert smallest.text == "keep GET /o in orders v2, remove it in the next release"
    assert smallest.plan == ((("orders.expand",),), (("aaa-caller",),), (("orders.contract",),))


def test_what_is_removed_under_a_user_that_stays_is_kept():
    result = planned("""
schema: deploycheck.contracts/v1
components:
  report: {deployed: v1, versions: {v1: {needs: {flag.francs: ["flag:francs"]}}}}
  flag.francs: {kind: flag, deployed: v1, proposed: null, versions: {v1: {provides: ["flag:francs"]}}}
""")
    assert [repair.text for repair in result.refusals[0].repairs] == [
        "keep flag.francs until report no longer needs it"
    ]
    shown = render(result.to_dict()).splitlines()
    assert shown[-1] == "     then nothing of it is left to deploy   proved: 0 states"
    (refusal,) = result.refusals
    assert refusal_finding(refusal).message.startswith(
        "something stays broken once flag.francs is gone: report v1 needs"
    )


def test_a_new_demand_waits_for_a_user_that_stays():
    result = planned("""
schema: deploycheck.contracts/v1
components:
  report: {deployed: v1, versions: {v1: {needs: {db/8: ["runs:insert"]}, supplies: {db/8: {"runs:insert": [rows]}}}}}
  db/8:
    kind: migration
    deployed: v1
    proposed: v2
    versions:
      v1: {provides: ["runs:insert"], demands: {"runs:insert": [rows]}}
      v2: {provides: ["runs:insert"], demands: {"runs:insert": [rows, host]}}
""")
    (repair,) = result.refusals[0].repairs
    assert repair.text == "let db/8 v2 do without the new demands on runs:insert until report has moved"
    assert repair.plan == ((("db/8",),),)
