"""What services use, by manifests, pacts and compose files."""

import json
from collections.abc import Iterable

from deploycheck.model.service import Use


def pact(consumer, provider, *paths):
    interactions = [
        {"request": {"method": "GET", "path": path}, "response": {"status": 200, "body": {"id": 1}}} for path in paths
    ]
    return json.dumps({"consumer": {"name": consumer}, "provider": {"name": provider}, "interactions": interactions})


def shown(uses: Iterable[Use]):
    return [(one.consumer, one.target, one.text, one.evidence) for one in uses]


def test_a_bare_name_needs_all_which_is_assumed(model):
    found = model({"deploycheck.yaml": "services: {web: {consumes: {orders: , stock: {reads: strict}}}}"})
    assert shown(found.uses) == [("web", "orders", "all", "assumed"), ("web", "stock", "all", "assumed")]
    assert [one.reads for one in found.uses] == ["tolerant", "strict"]


def test_named_operations_are_all_that_is_needed(model):
    found = model({"deploycheck.yaml": "services: {web: {consumes: {orders: [getOrder, 'GET /orders']}}}"})
    assert shown(found.uses) == [
        ("web", "orders", "getOrder", "declared"),
        ("web", "orders", "GET /orders", "declared"),
    ]
    assert str(found.uses[0].location) == "deploycheck.yaml:1"


def test_a_bare_name_gives_way_to_pacts(model):
    found = model(
        {
            "deploycheck.yaml": "services: {web: {consumes: {orders: {reads: generated}}}}",
            "pacts/web-orders.json": pact("Web", "orders", "/orders/1"),
        }
    )
    assert shown(found.uses) == [("web", "orders", "GET /orders/1", "pact")]
    assert (found.uses[0].fields, found.uses[0].reads, found.uses[0].complete) == (("200.id",), "generated", False)


def test_all_is_united_with_pacts_until_it_is_complete(model):
    pacts = {"pacts/web-orders.json": pact("web", "orders", "/orders/1")}
    united = model({**pacts, "deploycheck.yaml": "services: {web: {consumes: {orders: all}}}"})
    assert shown(united.uses) == [("web", "orders", "GET /orders/1", "pact"), ("web", "orders", "all", "assumed")]
    complete = model({**pacts, "deploycheck.yaml": "services: {web: {consumes: {orders: {complete: true}}}}"})
    assert [(one.text, one.complete) for one in complete.uses] == [("GET /orders/1", True)]


def test_a_pact_with_the_service_counts_for_its_api(model):
    found = model(
        {
            "deploycheck.yaml": "services: {shop: {provides: {orders-api: s.yaml}}, web: {consumes: {orders-api: }}}",
            "s.yaml": "",
            "pacts/a.json": pact("web", "shop", "/orders/1"),
        }
    )
    assert shown(found.uses) == [("web", "shop", "GET /orders/1", "pact")]


def test_clients_use_as_services_do(model):
    found = model({"deploycheck.yaml": "clients: {mobile: {consumes: {orders: all}, lingers: 90d}}"})
    assert shown(found.uses) == [("mobile", "orders", "all", "assumed")]


COMPOSE = """
    services:
      web:
        build: web
        depends_on: {orders: {condition: service_started}}
        environment:
          - ORDERS=http://orders:${PORT}/api
          - ADS_ADDR
          - CLOCK=12:30
      orders: {build: orders, depends_on: [db]}
      db: {image: postgres}
"""
FILES = {
    "compose.yaml": COMPOSE,
    ".env": "PORT=8080\nADS_ADDR=ads:9000\nDB_PASSWORD=db:1234\n",
    "web/x": "",
    "orders/x": "",
}


def test_compose_files_tell_hosts(model):
    found = model(FILES)
    assert [(one.consumer, one.kind, one.text, one.evidence, one.location.line) for one in found.uses] == [
        ("web", "host", "orders", "declared", 4),
        ("web", "host", "orders:8080", "code", 6),
        ("web", "host", "ads:9000", "code", 7),
        ("orders", "host", "db", "declared", 9),
    ]


def test_a_pact_that_cannot_be_read_is_not_analysed(view):
    found = view({"pacts/a.json": '{"consumer": {"name": "a"}, "provider": {}, "interactions": []}'})
    assert [(str(one.location), one.reason) for one in found.not_analysed] == [
        ("pacts/a.json:1", "this pact does not name its provider: `provider.name`")
    ]


def test_json_that_is_no_pact_is_left_to_others(view):
    found = view({"pacts/schema.json": '{"type": "object"}', "deploycheck.yaml": "services: {a: }", "CODEOWNERS": ""})
    assert {path: claim.kind for path, claim in found.claims.items()} == {
        "CODEOWNERS": "services:codeowners",
        "deploycheck.yaml": "services:manifest",
    }
