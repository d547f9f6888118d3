"""Whatever a recording or a pact holds: readers end in facts or in a message."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from deploycheck.domains.services.har import parse_har
from deploycheck.domains.services.otlp import callers_named, parse_otlp
from deploycheck.domains.services.pact import consumer_of, parse_pact
from deploycheck.domains.services.pact_rules import read_rules
from deploycheck.model.errors import SourceError

SCALARS = st.sampled_from(
    [None, True, 0, 3, "", "a", "GET", "http://[", "http://h/a?b=c", "$.body.a[*].b", "$", "$.a..b", "SPAN_KIND_CLIENT",
     "http.request.method", "service.name", "url.full", "http.route", "/a/:b", "application/json", "base64", "%", "{}"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["log", "entries", "request", "response", "method", "url", "headers", "name", "value", "postData", "params", "text",
     "mimeType", "content", "encoding", "status", "resourceSpans", "resource", "attributes", "key", "stringValue",
     "scopeSpans", "spans", "kind", "spanId", "traceId", "parentSpanId", "consumer", "provider", "interactions",
     "matchingRules", "matchers", "match", "variants", "rules", "body", "query", "header", "$.body.a", "eachValue"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)
ENTRIES = st.lists(st.fixed_dictionaries({"request": VALUES, "response": VALUES}) | VALUES, max_size=2)
SPAN = st.fixed_dictionaries(
    {"kind": SCALARS, "attributes": VALUES}, optional={"spanId": SCALARS, "parentSpanId": SCALARS}
)


@given(ENTRIES)
@settings(max_examples=150)
def test_any_har_is_read_or_told(entries):
    found = parse_har(json.dumps({"log": {"entries": entries}}).encode(), "a.har")

    assert len(found) <= len(entries)
    assert all(one.method.isupper() and one.path.startswith("/") for one in found)


@given(st.lists(st.fixed_dictionaries({"resource": VALUES, "scopeSpans": st.just([]) | VALUES}), max_size=2), SPAN)
@settings(max_examples=150)
def test_any_export_is_read_or_told(resources, span):
    data = {"resourceSpans": [*resources, {"scopeSpans": [{"spans": [span]}]}]}
    traces = parse_otlp(json.dumps(data).encode(), "t.json")
    named = tuple(callers_named([traces]))

    assert len(named) <= len(traces.exchanges)
    assert not any(one.caller for one in named)


@given(VALUES, VALUES)
@settings(max_examples=150)
def test_any_rules_and_bodies_of_pacts_are_read_or_told(rules, body):
    read_rules(rules)
    part = {"path": "/a", "body": body, "matchingRules": rules, "headers": body, "query": body}
    pact = {"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [{"request": part, "response": part}]}
    with suppress(SourceError):
        parse_pact(json.dumps(pact).encode(), "p.json")
    assert consumer_of(json.dumps(pact).encode()) == "a"


@given(st.binary(max_size=40))
@settings(max_examples=60)
def test_any_bytes_are_read_or_told(data):
    for read in (parse_har, parse_otlp, parse_pact):
        with suppress(SourceError):
            read(data, "f")
    assert consumer_of(data) == ""
