"""Recordings of traffic as evidence: a lower bound of use that never proves absence."""

import json

import pytest
from api_estates import NO_GET, SPEC, estate, severities, waves

from deploycheck.app import plan
from deploycheck.testing.memory import MemorySnapshot

NOBODY = "{operations: [], complete: true}"


def recording(method, url, status=200, body=None):
    content = {"mimeType": "application/json", "text": json.dumps(body)} if body else {}
    request = {"method": method, "url": url, "headers": []}
    return json.dumps({"log": {"entries": [{"request": request, "response": {"status": status, "content": content}}]}})


def traced(spec, har, web="1", complete="false"):
    consumes = f"{{operations: [], complete: {complete}, traces: [/web.har]}}"
    return {**estate(spec, consumes, web=web), "web.har": har}


CALL = recording("GET", "https://shop.example/orders/17", body={"id": "17"})


def test_a_request_that_was_seen_is_a_use(judge):
    report = judge(traced(SPEC, CALL, complete="true"), traced(NO_GET, CALL, complete="true"))
    assert severities(report) == {"operation-removed": ("error", ("web",))}
    assert [(e.kind, str(e.location)) for f in report.findings for e in f.evidence] == [("trace", "web.har:1")]


def test_a_recording_that_only_head_has_shows_what_runs(judge):
    head = traced(NO_GET, CALL, complete="true")
    assert severities(judge(estate(SPEC, NOBODY), head)) == {"operation-removed": ("error", ("web",))}


def test_requests_to_others_are_no_use_of_this_api(judge):
    report = judge({}, traced(SPEC, recording("GET", "https://fonts.example/a"), complete="true"), select=["ordering"])
    assert {(one.rule, one.severity.value) for one in report.findings} == {("recorded-request-unknown", "info")}


def test_what_another_api_of_the_estate_offers_is_no_request_to_this_one(judge):
    files = traced(SPEC, CALL)
    both = (
        recording("GET", "https://shop.example/invoices/7")[: -len("]}}")] + ", " + CALL[len('{"log": {"entries": [') :]
    )
    invoices = SPEC.replace("/orders", "/invoices")
    more = files["deploycheck.yaml"].replace(
        "services:\n", "services:\n  invoices: {path: invoices, provides: {invoices: openapi.yaml}}\n"
    )
    report = judge(
        {}, {**files, "web.har": both, "invoices/openapi.yaml": invoices, "deploycheck.yaml": more}, select=["ordering"]
    )
    assert [one for one in report.findings if one.rule == "recorded-request-unknown"] == []


def test_an_order_follows_from_traces_of_the_whole_system():
    def files(spec, pact):
        name = [{"key": "service.name", "value": {"stringValue": "mobile"}}]
        attributes = {"http.request.method": "GET", "url.path": "/orders/9", "peer.service": "orders"}
        listed = [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
        span = {"traceId": "t", "spanId": "a", "kind": 3, "attributes": listed}
        export = {"resourceSpans": [{"resource": {"attributes": name}, "scopeSpans": [{"spans": [span]}]}]}
        found = estate(spec, NOBODY)
        found["deploycheck.yaml"] += "traces: [traces.json]\n"
        return {**found, "traces.json": json.dumps(export), "web/x": pact}

    result = plan(MemorySnapshot(files(SPEC, "1")), MemorySnapshot(files(NO_GET, "2")))
    assert [(one.code, one.units) for one in result.refusals] == [("target-broken", ("orders",))]
    assert waves(plan(MemorySnapshot(files(NO_GET, "1")), MemorySnapshot(files(SPEC, "2")))) == [["orders", "web"]]


@pytest.mark.parametrize("marker", ["t0ken-in-header", "t0ken-in-body", "t0ken-in-query"])
def test_no_value_of_a_recording_reaches_contracts_or_report(judge, marker):
    from deploycheck.app.jobs import contracts_of

    har = json.loads(recording("GET", "https://h/orders/7?x=t0ken-in-query", body={"total": "t0ken-in-body"}))
    har["log"]["entries"][0]["request"]["headers"] = [{"name": "Authorization", "value": "t0ken-in-header"}]
    base, head = (traced(spec, json.dumps(har)) for spec in (SPEC, NO_GET))
    report = judge(base, head)
    said = repr(contracts_of(MemorySnapshot(base), MemorySnapshot(head))) + json.dumps(report.to_dict(), default=str)
    assert marker not in said
