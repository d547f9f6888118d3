"""Every format of a plan, golden, and the schemas of what is written for machines."""

import json

import jsonschema_rs
import pytest
from golden import FORMATS, assert_golden
from planning.random_contracts import random_contracts
from planning.written import contracts, hand_written, planned

from deploycheck.model.contract import Contracts
from deploycheck.planning import dump_contracts, load_contracts, load_plan, make_plan, verify
from deploycheck.planning.contract_dump import as_document
from deploycheck.planning.plugin import deploycheck_plan_renderers
from deploycheck.planning.render_verification import verification_text
from deploycheck.planning.result import PlanResult
from deploycheck.planning.schemas import NAMES, schema

ENDINGS = {"text": "txt", "json": "json", "markdown": "md", "mermaid": "mmd"}
RENDERERS = deploycheck_plan_renderers()

RELEASE = """
    shelf/0007: {kind: migration, deployed: v1, proposed: v2, versions: {v1: {provides: [shelf.book.title]}, v2: {}}}
    library: {deployed: v1, proposed: v2, versions: {
      v1: {provides: [GET /books, GET /fines], needs: {shelf/0007: [shelf.book.title], legacy: [GET /old]}},
      v2: {provides: [GET /books]}}}
    phone: {kind: client, lingers: 90d, deployed: v1, proposed: v2, versions: {
      v1: {needs: {library: [{atom: GET /fines, evidence: pact, location: {path: pacts/phone.json, line: 12}}]}},
      v2: {needs: {library: [GET /books]}}}}
    tills: {strategy: recreate, deployed: v1, proposed: v2, versions: {
      v1: {provides: [POST /sale], emits: [sale.v1]}, v2: {provides: [POST /sale], emits: [sale.v2]}}}
    ledger: {deployed: v1, proposed: v2, versions: {
      v1: {reads: {tills: [sale.v1]}}, v2: {reads: {tills: [sale.v1, sale.v2]}}}}
    web: {strategy: blue-green, group: front, deployed: v1, proposed: v2, versions: {
      v1: {provides: [page@1], needs: {tills: [POST /sale], legacy: [GET /lost]}},
      v2: {provides: [page@2], needs: {tills: [POST /sale]}}}}
    edge: {strategy: blue-green, group: front, deployed: v1, proposed: v2, versions: {
      v1: {needs: {web: [page@1]}}, v2: {needs: {web: [page@2]}, supplies: {}}}}
    legacy: {deployed: v1, proposed: null, versions: {v1: {provides: [GET /old]}}}
    """
REFUSED = """
    orders: {deployed: v1, proposed: v2, versions: {v1: {provides: ["GET /orders/{id}"]}, v2: {provides: ["GET /v2/orders/{id}"]}}}
    checkout: {deployed: v1, proposed: v2, versions: {
      v1: {needs: {orders: [{atom: "GET /orders/{id}", evidence: pact, location: {path: pacts/checkout.json, line: 3}}]}},
      v2: {needs: {orders: [{atom: "GET /v2/orders/{id}", evidence: code, location: {path: src/orders.py, line: 88}}]}}}}
    basket: {deployed: v1, proposed: v2, versions: {
      v1: {emits: [basket.v1], reads: {basket: [basket.v1]}},
      v2: {emits: [basket.v2], reads: {basket: [basket.v1, basket.v2]}}}}
    mailer: {deployed: [v1, v0], versions: {
      v0: {needs: {orders: [POST /mail]}}, v1: {needs: {basket: [GET /basket]}}}}
    """


@pytest.fixture(scope="module")
def results() -> dict[str, PlanResult]:
    return {"plan": planned(RELEASE), "refused": planned(REFUSED)}


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("name", ["plan", "refused"])
def test_a_plan_looks_as_it_did(form: str, name: str, results: dict[str, PlanResult]):
    assert_golden(FORMATS / f"{name}.{ENDINGS[form]}", RENDERERS[form](results[name].to_dict()))


def accepts(name: str, document: object) -> bool:
    return jsonschema_rs.validator_for(schema(name)).is_valid(document)


def test_the_schemas_are_schemas():
    for name in NAMES:
        jsonschema_rs.meta.validate(schema(name))


def test_every_plan_fits_its_schema(results: dict[str, PlanResult]):
    validator = jsonschema_rs.validator_for(schema("plan"))
    for result in (*results.values(), *(make_plan(random_contracts(seed)) for seed in range(400))):
        assert [error.message for error in validator.iter_errors(result.to_dict())] == []


def test_the_schema_of_plans_refuses_what_no_plan_says(results: dict[str, PlanResult]):
    document = results["plan"].to_dict()
    for key, value in (("verdict", "perhaps"), ("waves", [{"steps": []}]), ("surprise", 1), ("assumptions", [1])):
        assert not accepts("plan", {**document, key: value})


def test_every_verification_fits_its_schema():
    for seed in range(100):
        made = random_contracts(seed)
        assert accepts("verification", verify(made, hand_written(list(made.units))).to_dict())
    assert not accepts("verification", {"schema": "deploycheck.verification/v1", "verdict": "fine"})


def test_contract_files_fit_their_schema_and_come_back_as_they_were():
    for seed in range(150):
        made = random_contracts(seed)
        assert accepts("contracts", as_document(made)), seed
        for form in ("yaml", "json"):
            text = dump_contracts(made, form)
            again = load_contracts(text.encode(), f"contracts.{form}")
            assert dump_contracts(again, form) == text
            assert again.units == made.units
    assert not accepts("contracts", {"components": {"a": {"deployed": 1}}})


def test_a_plan_can_be_read_back_and_verified():
    for seed in range(200):
        made = random_contracts(seed)
        result = make_plan(made)
        if result.verdict == "plan":
            text = RENDERERS["json"](result.to_dict())
            assert verify(made, load_plan(text.encode(), "plan.json")).verdict == "safe", seed


def test_the_same_contracts_give_the_same_text():
    for seed in range(60):
        texts = {RENDERERS["json"](make_plan(random_contracts(seed)).to_dict()) for _ in range(2)}
        assert len(texts) == 1


def test_a_verification_in_words():
    made = contracts(RELEASE)
    found = verify(made, hand_written(["library"], ["phone"], ["web"], ["shelf/0007"])).to_dict()
    assert verification_text(found).splitlines() == [
        "UNSAFE: 3 violations on the way and tills, ledger, edge and legacy left out (8 states, 11 checks)",
        "  wave 1   phone v1 + library v2   phone v1 needs GET /fines; library v2 does not provide it",
        "  wave 2   phone v1 + library v2   phone v1 needs GET /fines; library v2 does not provide it",
        "  wave 3   edge v1 + web v2   edge v1 needs page@1; web v2 does not provide it",
    ]


HOSTILE = 'a"];b[`<img src=x>`|\x1b[31m](http://evil.example)\u202e'


def test_names_from_strangers_cannot_write_markup():
    made = Contracts(
        {HOSTILE: contracts("x: {deployed: v1, proposed: v2, versions: {v1: {}, v2: {}}}").components["x"]}
    )
    made = load_contracts(json.dumps({"components": {HOSTILE: as_document(made)["components"][HOSTILE]}}).encode(), "x")
    document = make_plan(made).to_dict()
    for form in ("text", "markdown", "mermaid"):
        shown = RENDERERS[form](document)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert "<img" not in RENDERERS["markdown"](document)
    assert "](http" not in RENDERERS["markdown"](document)
    assert '"];b' not in RENDERERS["mermaid"](document)
