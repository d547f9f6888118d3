"""What a finding says to do is made from the change: what to keep, who moves, what comes last."""

import json

import pytest

API = """openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: full, in: query, schema: {type: boolean}}
        - {name: X-Tag, in: header, schema: {type: string, enum: [a, b]}}
      responses:
        "200": {description: OK, content: {application/json: {schema: {type: object, required: [id], properties: {
          id: {type: string}, total: {type: integer}, state: {type: string, enum: [x]}}}}}}
  /carts:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {
        sku: {type: string}, kind: {type: string, enum: [a, b]}}}}}}
      responses: {"200": {description: OK}, "202": {description: later}}
"""
MANIFEST = """services:
  orders: {path: orders, provides: {orders: {spec: openapi.yaml, consumers: closed}}}
  web: {path: web, consumes: {orders: {operations: ["GET /orders/{id}", "POST /carts"], reads: strict, complete: true}}}
"""
AUTH = """security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
"""


def files(spec, web="1"):
    return {"deploycheck.yaml": MANIFEST, "orders/openapi.yaml": spec, "web/a": web}


CASES = [
    ("  /orders/{id}:", "  /v2/orders/{id}:", "operation-removed",
     ("1. Keep GET /orders/{id} beside GET /v2/orders/{id} and mark it `deprecated` with an `x-sunset`. "
     "2. Move web base to GET /v2/orders/{id}. 3. Remove it in a release after that day.")),
    ("name: full", "name: whole", "parameter-removed",
     ("1. Go on reading GET /orders/{id}?request.query.full beside GET /orders/{id}?request.query.whole, deprecated. "
     "2. Move web base to GET /orders/{id}?request.query.whole. 3. Stop reading it in the release after.")),
    ("in: query,", "in: query, required: true,", "parameter-now-required",
     ("1. Read GET /orders/{id}?request.query.full and leave it optional: fill in what callers mean who leave it out. "
     "2. Let web base send it. 3. Require it in the release after.")),
    ("[a, b]}}\n      resp", "[a]}}\n      resp", "parameter-schema-narrowed",
     ("1. Go on taking the values that are gone at GET /orders/{id}?request.header.X-Tag. "
     "2. Let web base stop sending them. 3. Refuse them in the release after.")),
    ("total: {type: integer}", "sum: {type: integer}", "response-property-removed",
     ("1. Go on sending GET /orders/{id}#200.total beside GET /orders/{id}#200.sum, deprecated. "
     "2. Move web base to GET /orders/{id}#200.sum. 3. Leave it out in the release after.")),
    ("total: {type: integer}", "total: {type: string}", "response-schema-widened",
     ("1. Keep GET /orders/{id}#200.total with its old type. Send the new form under a new name beside it. "
     "2. Move web base to the new name. 3. Remove the old one in the release after.")),
    ("required: [id], ", "", "response-property-now-optional",
     ("1. Go on sending GET /orders/{id}#200.id always, if need be with a neutral value. "
     "2. Let web base take answers without it. 3. Leave it out in the release after.")),
    ("enum: [x]", "enum: [x, y]", "response-enum-grown",
     ("1. List the new value at GET /orders/{id}#200.state in `x-extensible-enum` first, and go on sending values that "
     "are known. 2. Let web base take values that they do not know. 3. Send the new one in the release after.")),
    ("type: object, properties: {\n        sku", "type: object, required: [sku], properties: {\n        sku",
     "request-property-now-required",
     ("1. Read POST /carts?request.body.sku and leave it optional: fill in what callers mean who leave it out. "
     "2. Let web base send it. 3. Require it in the release after.")),
    ("sku: {type: string}", "sku: {type: integer}", "request-body-narrowed",
     ("1. Keep POST /carts?request.body.sku with its old type. Read the new form under a new name beside it. "
     "2. Move web base to the new name. 3. Remove the old one in the release after.")),
    (', "202": {description: later}', "", "response-status-dropped",
     ("1. Go on answering with 202 (POST /carts#202). 2. Let web base take 200, too. "
     "3. Answer with the new one in the release after.")),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "expected"), CASES, ids=[case[2] for case in CASES])
def test_each_kind_of_change_has_its_steps(judge, old, new, rule, expected):
    assert API.count(old) == 1
    report = judge(files(API), files(API.replace(old, new)), select=[rule])
    assert [finding.help for finding in report.findings] == [expected]


def test_asking_for_credentials_is_announced_by_taking_both(judge):
    report = judge(files(API), files(API + AUTH), select=["auth-added"])
    assert {finding.help.partition(" beside")[0] for finding in report.findings} == {
        "1. Let GET /orders/{id} be called as before (without credentials)",
        "1. Let POST /carts be called as before (without credentials)",
    }


def test_where_everybody_moves_in_the_same_change_it_is_an_order(judge):
    head = files(API.replace("  /orders/{id}:", "  /v2/orders/{id}:"), web="2")
    head["deploycheck.yaml"] = MANIFEST.replace("GET /orders", "GET /v2/orders")
    report = judge(files(API), head, select=["operation-removed"])
    (found,) = report.findings
    assert (found.severity.value, found.help) == (
        "info", "Release web first, then orders; nothing has to be kept longer.",
    )  # fmt: skip


def test_what_nobody_uses_may_go(judge):
    nobody = MANIFEST.replace('"GET /orders/{id}", ', "")
    base, head = (
        {**files(spec), "deploycheck.yaml": nobody} for spec in (API, API.replace("  /orders/{id}:", "  /x/{id}:"))
    )
    (found,) = judge(base, head, select=["operation-removed"]).findings
    assert (found.severity.value, found.help) == ("info", "Nobody uses it, so nothing has to be kept.")


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_every_report_says_the_steps(judge, name):
    from importlib import import_module

    from deploycheck.report.style import ReportStyle

    report = judge(files(API), files(API.replace("name: full", "name: whole")), select=["parameter-removed"])
    said = import_module(f"deploycheck.report.{name}").render(report, ReportStyle())
    plain = " ".join(
        json.loads(said)["findings"][0]["help"].split() if name == "json" else said.replace("\\", "").split()
    )
    assert "Move web base to" in plain
