"""Recordings of traffic: HAR files and exported traces, read for the names in them and for nothing else."""

import json

import pytest

from deploycheck.domains.services.exchange import template, without_data
from deploycheck.domains.services.har import parse_har
from deploycheck.domains.services.otlp import callers_named, parse_otlp
from deploycheck.model.errors import SourceError

SECRET = "s3cr3t-marker"


def entry(method, url, status=200, body=None, answer=None, **more):
    request = {"method": method, "url": url, "headers": [{"name": "X-Trace", "value": SECRET}, {"name": ":authority"}]}
    if body is not None:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(body)}
    content = {} if answer is None else {"mimeType": "application/json; charset=utf-8", "text": json.dumps(answer)}
    return {"request": request, "response": {"status": status, "content": content}, **more}


def har(*entries):
    return json.dumps({"log": {"version": "1.2", "entries": entries}}).encode()


def test_a_har_gives_names_and_no_values():
    data = har(
        entry("post", f"https://api.example/orders/17?dry={SECRET}", 201, {"sku": SECRET}, {"id": SECRET, "items": [{"n": 1}]}),
        entry("POST", "https://api.example/orders/18?dry=1", 201, {"sku": "b"}, {"id": "2", "items": [{"n": 7}]}),
        entry("GET", "https://api.example/logo.png", _resourceType="image"),
        {"request": None},
    )  # fmt: skip
    (one,) = parse_har(data, "a.har")
    assert (one.method, one.path, one.provider, one.status) == ("POST", "/orders/{}", "api.example", "201")
    assert (one.query, one.headers) == (("dry",), ("x-trace",))
    assert (one.request_paths, one.response_paths) == ((("sku",),), (("id",), ("items",), ("items", "[]", "n")))
    assert SECRET not in repr(one)


def test_bodies_that_cannot_be_read_say_nothing():
    broken = entry("GET", "http://h/a")
    broken["response"]["content"] = {"mimeType": "application/json", "text": "{"}
    page = entry("GET", "http://h/b")
    page["response"]["content"] = {"mimeType": "text/html", "text": "{}"}
    coded = entry("GET", "http://h/c")
    coded["response"]["content"] = {"mimeType": "application/json", "text": "eyJhIjoxfQ==", "encoding": "base64"}
    form = entry("POST", "http://h/d")
    form["request"]["postData"] = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "q"}]}
    found = parse_har(har(broken, page, coded, form), "a.har")
    assert [one.response_paths for one in found] == [None, None, (("a",),), None]
    assert found[3].request_paths == (("q",),)


def test_what_is_no_har_is_told():
    with pytest.raises(SourceError, match=r"no `log.entries`"):
        parse_har(b"{}", "a.har")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v2/orders/17/items", "/v2/orders/{}/items"),
        ("/users/ada@example.org", "/users/{}"),
        ("/days/2026-11-28", "/days/{}"),
        ("/reset/eyJhbGciOiJIUzI1NiJ9", "/reset/{}"),
        ("/oauth2/token", "/oauth2/token"),
        ("/orders/{id}", "/orders/{id}"),
    ],
)
def test_segments_that_look_like_data_are_left_out(path, expected):
    assert without_data(path) == expected


@pytest.mark.parametrize("route", ["/orders/:id", "/orders/<int:id>", "orders/{id:int}", "/orders/:id(.:format)"])
def test_routes_of_frameworks_are_read_as_templates(route):
    assert template(route) == "/orders/{id}"


def span(kind, identity, parent="", **attributes):
    listed = [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
    return {"traceId": "t", "spanId": identity, "parentSpanId": parent, "kind": kind, "attributes": listed}


def export(service, *spans, scopes="scopeSpans"):
    name = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    return {"resourceSpans": [{"resource": name, scopes: [{"spans": list(spans)}]}]}


def shown(traces):
    return [(one.consumer, one.provider, one.method, one.path, one.status) for one in callers_named(traces)]


def test_the_calling_and_the_called_side_say_the_same_request():
    client = span(
        3,
        "a",
        **{"http.request.method": "GET", "url.full": "http://orders:80/orders/7?x=1", "server.address": "orders"},
    )
    inner = span(1, "b", "a")
    server = span(
        "SPAN_KIND_SERVER", "c", "a", **{"http.method": "GET", "http.route": "/orders/:id", "http.status_code": "200"}
    )
    lost = span(2, "d", "gone", **{"http.method": "GET", "http.target": "/orders/9?y=2"})
    lines = [export("web", client, inner), export("orders", server, lost, scopes="instrumentationLibrarySpans")]
    traces = parse_otlp("\n".join(map(json.dumps, lines)).encode(), "t.jsonl")
    assert shown([traces]) == [
        ("web", "orders", "GET", "/orders/{}", ""),
        ("web", "orders", "GET", "/orders/{id}", "200"),
        ("", "orders", "GET", "/orders/{}", ""),
    ]
    assert [one.location.line for one in traces.exchanges] == [1, 2, 2]
    assert [one.query for one in traces.exchanges] == [("x",), (), ("y",)]


def test_callers_are_found_across_exports():
    one = parse_otlp(json.dumps(export("web", span(3, "a", **{"http.request.method": "GET"}))).encode(), "a.json")
    called = span(2, "b", "a", **{"http.request.method": "GET", "url.path": "/orders"})
    other = parse_otlp(json.dumps(export("orders", called)).encode(), "b.json")
    assert shown([other]) == [("", "orders", "GET", "/orders", "")]
    spans = parse_otlp(
        json.dumps(
            export(
                "web",
                span(3, "a", **{"http.request.method": "GET", "url.path": "/x", "server.address": "stock"}),
                span(2, "b", "a", **{"http.request.method": "GET", "url.path": "/y"}),
            )
        ).encode(),
        "c.json",
    )
    assert shown([one, spans]) == [("web", "stock", "GET", "/x", "")]


@pytest.mark.parametrize("data", [b"{", b'{"resourceSpans": []}\n{', b"[1]\n[2"])
def test_an_export_that_is_cut_off_is_told(data):
    with pytest.raises(SourceError) as caught:
        parse_otlp(data, "t.json")
    assert caught.value.path == "t.json"


MANIFEST = """
    services:
      orders: {path: orders, provides: {orders-api: openapi.yaml}}
      web: {path: web, consumes: {orders-api: {operations: [], traces: [web.har]}}}
    clients:
      mobile: {consumes: {orders-api: {operations: [], reads: strict, traces: [recorded]}}}
    traces: [telemetry.jsonl]
    """
FILES = {
    "deploycheck.yaml": MANIFEST,
    "orders/openapi.yaml": "openapi: 3.0.3\n",
    "web/web.har": har(entry("GET", "http://any/orders/7", answer={"id": 1})).decode(),
    "recorded/a.har": har(entry("DELETE", "http://any/orders/7")).decode(),
    "recorded/note.txt": "not a recording",
    "telemetry.jsonl": json.dumps(
        export(
            "cart",
            span(3, "a", **{"http.request.method": "PUT", "url.path": "/orders/3", "peer.service": "Orders"}),
            span(3, "b", **{"http.request.method": "GET", "url.path": "/", "server.address": "api.stripe.example"}),
        )
    )
    + "\n"
    + json.dumps(export("orders", span(2, "c", **{"http.request.method": "GET", "http.route": "/orders"}))),
}


def test_recordings_show_uses_of_those_whom_manifest_or_span_names(model):
    found = model(FILES).uses
    assert {(one.consumer, one.target, one.text, one.evidence, one.fields, one.reads) for one in found} == {
        ("cart", "orders", "PUT /orders/{}", "trace", (), "tolerant"),
        ("unknown-caller", "orders", "GET /orders", "trace", (), "tolerant"),
        ("web", "orders-api", "GET /orders/{}", "trace", ("200.id",), "tolerant"),
        ("mobile", "orders-api", "DELETE /orders/{}", "trace", (), "strict"),
        ("web", "orders-api", "all", "assumed", (), "tolerant"),
        ("mobile", "orders-api", "all", "assumed", (), "strict"),
    }


def test_recordings_that_are_named_and_not_there_are_problems(estate):
    text = "services: {a: {consumes: {b: {traces: [x.har]}}}}\ntraces: [y.har, ../z]\n"
    assert [(one.line, one.message.partition(";")[0]) for one in estate({"deploycheck.yaml": text}).problems] == [
        (1, "`x.har`: there is no file or folder x.har"),
        (2, "`y.har`: a HAR does not say who calls"),
        (2, "`../z` leads out of the repository"),
    ]
