"""Which order each kind of change asks for, in both directions, where consumers say what they send and read."""

import json

import pytest
from api_estates import waves

from deploycheck.app import plan
from deploycheck.testing.memory import MemorySnapshot

API = """openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    post:
      parameters:
        - {name: page, in: query, schema: {type: integer}}
      requestBody: {content: {application/json: {schema: {type: object, properties: {
        sku: {type: string}, kind: {type: string, enum: [a, b]}}}}}}
      responses:
        "200": {description: OK, content: {application/json: {schema: {type: object, properties: {
          id: {type: string}, total: {type: integer}, state: {type: string, enum: [x]}}}}}}
"""
PAGE = "        - {name: page, in: query, schema: {type: integer}}\n"
MORE = PAGE + "        - {name: size, in: query, schema: {type: integer}}\n"
PROPERTIES = "sku: {type: string}, kind"
TOTAL = "total: {type: integer}"
TWO_STATUSES = API + '        "202": {description: later}\n'
MANIFEST = """services:
  orders: {path: orders, provides: {orders: {spec: openapi.yaml, consumers: closed}}}
  web: {path: web, consumes: {orders: {reads: READS}}}
"""


def files(spec, request=None, response=None, reads="tolerant"):
    one = {
        "request": {"method": "POST", "path": "/orders", **(request or {})},
        "response": {"status": 200, **(response or {})},
    }
    pact = {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [one]}
    manifest = MANIFEST.replace("READS", reads)
    return {
        "deploycheck.yaml": manifest,
        "orders/openapi.yaml": spec,
        "pacts/web-orders.json": json.dumps(pact),
        "web/a": "",
    }


def asks(**body):
    return {"body": body}, {}


def reads(**body):
    return {}, {"body": body}


FIRST_ORDERS, FIRST_WEB = [["orders"], ["web"]], [["web"], ["orders"]]
CASES = {
    "parameter added": (API.replace(PAGE, ""), ({}, {}), API, ({"query": "page=1"}, {}), FIRST_ORDERS),
    "parameter removed": (API, ({"query": "page=1"}, {}), API.replace(PAGE, ""), ({}, {}), FIRST_WEB),
    "parameter required": (API, ({}, {}), API.replace("in: query,", "in: query, required: true,"), ({"query": "page=1"}, {}), FIRST_WEB),
    "property added": (API, asks(kind="a"), API.replace(PROPERTIES, "more: {type: string}, " + PROPERTIES), asks(more="1"), FIRST_ORDERS),
    "property ignored": (API, asks(sku="1", kind="a"), API.replace("sku: {type: string}, ", ""), asks(kind="a"), FIRST_WEB),
    "property required": (API, asks(kind="a"), API.replace("type: object, properties: {\n        sku", "type: object, required: [sku], properties: {\n        sku"), asks(sku="1", kind="a"), FIRST_WEB),
    "request narrowed": (API, asks(sku="1", kind="a"), API.replace("[a, b]", "[a]"), asks(sku="1"), FIRST_WEB),
    "request widened": (API, asks(sku="1"), API.replace("[a, b]", "[a, b, c]"), asks(kind="c"), FIRST_ORDERS),
    "field added": (API.replace(TOTAL, "x: {}"), reads(id="1"), API, reads(id="1", total=1), FIRST_ORDERS),
    "field removed": (API, reads(id="1", total=1), API.replace(TOTAL, "x: {}"), reads(id="1"), FIRST_WEB),
    "status added": (API, ({}, {}), TWO_STATUSES, ({}, {"status": 202}), FIRST_ORDERS),
    "status removed": (TWO_STATUSES, ({}, {"status": 202}), API, ({}, {"status": 200}), FIRST_WEB),
    "nobody concerned": (API, reads(id="1"), API.replace(TOTAL, "x: {}"), reads(id="2"), [["orders", "web"]]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_order_follows_from_what_both_sides_do(name):
    base, old, head, new, expected = CASES[name]
    result = plan(MemorySnapshot(files(base, *old)), MemorySnapshot(files(head, *new)))
    assert (waves(result), [one.code for one in result.refusals]) == (expected, [])


@pytest.mark.parametrize(("how", "codes"), [("tolerant", []), ("strict", ["target-broken"])])
def test_members_that_come_break_strict_readers_alone(how, codes):
    grown = API.replace("[x]", "[x, y]")
    base, head = (files(spec, *reads(state="x"), reads=how) for spec in (API, grown))
    assert [one.code for one in plan(MemorySnapshot(base), MemorySnapshot(head)).refusals] == codes


def test_a_strict_reader_that_learns_the_new_member_goes_first():
    grown = API.replace("[x]", "[x, y]")
    base, head = files(API, *reads(state="x"), reads="strict"), files(grown, *reads(state="y"), reads="strict")
    assert waves(plan(MemorySnapshot(base), MemorySnapshot(head))) == FIRST_WEB


RENAMES = {
    "a property renamed in place": (
        TOTAL,
        "sum: {type: integer}",
        reads(total=1),
        reads(sum=1),
        "keep field total of response 200 of POST /orders",
    ),
    "a type changed in place": (
        TOTAL,
        "total: {type: string}",
        reads(total=1),
        reads(total="1"),
        "fall back while field total of response 200 of POST /orders (in its new shape)",
    ),
    "a status changed": ('"200":', '"201":', ({}, {}), ({}, {"status": 201}), "keep response 200 of POST /orders in"),
}


@pytest.mark.parametrize("name", RENAMES)
def test_what_both_sides_change_at_once_has_no_order_and_the_repair_says_what_to_do(name):
    old, new, before, after, advice = RENAMES[name]
    result = plan(MemorySnapshot(files(API, *before)), MemorySnapshot(files(API.replace(old, new), *after)))
    (refusal,) = result.refusals
    assert refusal.code == "cycle"
    assert advice in refusal.repairs[0].text


def test_a_part_that_is_still_sent_and_no_longer_read_refuses_nothing():
    """It is a warning of its own rule: nothing breaks on the way."""
    base, head = (files(spec, {"query": "page=1"}) for spec in (API, API.replace(PAGE, "")))
    assert plan(MemorySnapshot(base), MemorySnapshot(head)).refusals == ()
