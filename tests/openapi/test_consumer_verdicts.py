"""A verdict for each consumer and live version: who is hurt, who is spared, and why."""

import json

import pytest
from api_estates import NO_TOTAL, SPEC, estate, severities

API = """openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    post:
      parameters:
        - {name: dry, in: query, schema: {type: boolean}}
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                sku: {type: string}
                note: {type: string, maxLength: 9}
                gift: {type: object, properties: {text: {type: string}}}
      responses:
        "200": {description: OK, headers: {ETag: {required: true, schema: {type: string}}},
                content: {application/json: {schema: {type: object, properties: {
                  id: {type: string}, items: {type: array, items: {type: object, properties: {
                    sku: {type: string}, price: {type: integer}}}}}}}}}
        "202": {description: later}
"""
CLOSED = "{spec: openapi.yaml, consumers: closed}"
MANIFEST = f"services:\n  orders: {{path: orders, provides: {{orders: {CLOSED}}}}}\n"


def pact(consumer, request=None, response=None):
    one = {
        "request": {"method": "POST", "path": "/orders", **(request or {})},
        "response": {"status": 200, **(response or {})},
    }
    return json.dumps({"consumer": {"name": consumer}, "provider": {"name": "orders"}, "interactions": [one]})


def files(spec, **pacts):
    named = {f"pacts/{name}.json": pact(name, *parts) for name, parts in pacts.items()}
    return {"deploycheck.yaml": MANIFEST, "orders/openapi.yaml": spec, **named}


SENDS = ({"query": "dry=true", "headers": {"x-trace": "1"}, "body": {"sku": "a", "note": "b", "gift": {"text": "c"}}},)
SPARSE = ({"body": {"sku": "a"}},)
EMPTY = ()
READS = ({}, {"body": {"id": "1", "items": [{"price": 1}]}, "headers": {"ETag": "x"}})
READS_SKU = ({}, {"body": {"items": [{"sku": "a"}]}})
LATER = ({}, {"status": 202})

CHANGES = [
    ("in: query, schema", "in: query, required: true, schema", "parameter-now-required",
     {"sends": "spared: sends query parameter dry already", "sparse": "hurt: does not send query parameter dry"}),
    ("        - {name: dry, in: query, schema: {type: boolean}}\n", "", "parameter-removed",
     {"sends": "hurt: sends query parameter dry", "sparse": "spared: does not send query parameter dry"}),
    ("header, schema: {type: string}", "header, schema: {type: string, maxLength: 3}", "parameter-schema-narrowed",
     {"sends": "hurt: sends header parameter X-Trace", "sparse": "spared: does not send header parameter X-Trace"}),
    ("maxLength: 9", "maxLength: 3", "request-body-narrowed",
     {"sends": "hurt: sends note", "sparse": "spared: sends only sku", "empty": "spared: sends no body"}),
    ("              type: object\n", "              type: object\n              required: [note]\n",
     "request-property-now-required",
     {"sends": "spared: sends note already", "sparse": "hurt: does not send note", "empty": "spared: sends no body"}),
    ("gift: {type: object,", "gift: {type: object, required: [text],", "request-property-now-required",
     {"sends": "spared: sends gift.text already", "sparse": "spared: does not send gift"}),
    ("                note: {type: string, maxLength: 9}\n", "", "request-property-ignored",
     {"sends": "hurt: sends note", "sparse": "spared: sends only sku"}),
    (", price: {type: integer}", "", "response-property-removed",
     {"reads": "hurt: reads items.price", "reads-sku": "spared: reads only items.sku",
      "sparse": "spared: reads nothing of the body", "later": "spared: expects 202"}),
    (", headers: {ETag: {required: true, schema: {type: string}}}", "", "response-header-dropped",
     {"reads": "hurt: reads header etag", "reads-sku": "spared: does not read header etag"}),
    ('        "202": {description: later}\n', "", "response-status-dropped",
     {"later": "hurt: expects 202", "reads": "spared: expects 200"}),
]  # fmt: skip
WHO = {"sends": SENDS, "sparse": SPARSE, "empty": EMPTY, "reads": READS, "reads-sku": READS_SKU, "later": LATER}


@pytest.mark.parametrize(
    ("old", "new", "rule", "expected"), CHANGES, ids=[f"{c[2]}-{i}" for i, c in enumerate(CHANGES)]
)
def test_who_is_hurt_and_who_is_spared_by_what_pacts_say(judge, old, new, rule, expected):
    assert API.count(old) == 1
    pacts = {name: WHO[name] for name in expected}
    report = judge(files(API, **pacts), files(API.replace(old, new), **pacts), select=[rule])
    (found,) = report.findings
    assert {stake.consumer: f"{stake.verdict}: {stake.reason}" for stake in found.stakes} == expected
    hurt = {name for name, text in expected.items() if text.startswith("hurt")}
    assert {one.consumer for one in found.evidence} == hurt
    assert (found.severity.value == "info") == (not hurt)


def test_one_change_hides_no_other(judge):
    """Who reads only a header, or sends what is no longer read, is found beside those who read fields."""
    pacts = {"etag": ({}, {"headers": {"ETag": "x"}}), "reads": READS_SKU, "sends": SENDS, "sparse": SPARSE}
    head = API
    for old, new in (
        (", headers: {ETag: {required: true, schema: {type: string}}}", ""),
        ("sku: {type: string}, price", "sku: {type: integer}, price"),
        ("        - {name: dry, in: query, schema: {type: boolean}}\n", ""),
        ("maxLength: 9", "maxLength: 3"),
    ):
        assert head.count(old) == 1
        head = head.replace(old, new)
    report = judge(files(API, **pacts), files(head, **pacts))
    hurt = {one.rule: sorted({each.consumer for each in one.evidence}) for one in report.findings}
    assert hurt == {
        "response-header-dropped": ["etag"],
        "response-schema-widened": ["reads"],
        "parameter-removed": ["sends"],
        "request-body-narrowed": ["sends"],
    }


@pytest.mark.parametrize(("client", "severity", "verdict"), [(True, "info", "mended"), (False, "error", "hurt")])
def test_each_live_version_has_its_own_verdict(judge, client, severity, verdict):
    """Yesterday's version reads what today's does not; where it is ours, its end is a matter of order."""
    base, older = files(API, app=READS_SKU), files(API, app=READS)
    if client:
        base["deploycheck.yaml"] = older["deploycheck.yaml"] = MANIFEST + "clients: {app: {lingers: 90d}}\n"
    head = {**base, "orders/openapi.yaml": API.replace(", price: {type: integer}", "")}
    report = judge(base, head, live=[older], select=["response-property-removed"])
    (found,) = report.findings
    assert found.severity.value == severity
    assert [(stake.version, stake.verdict) for stake in found.stakes] == [("base", "spared"), ("live-2", verdict)]


def test_a_declaration_that_is_complete_leaves_fields_to_pacts(judge):
    def both(spec, *, complete):
        consumes = f"{{operations: [getOrder], complete: {str(complete).lower()}}}"
        found = estate(spec, consumes, pact={"id": "7"})
        return {**found, "pacts/mobile.json": found["pacts/mobile.json"].replace("mobile", "web")}

    for complete, expected in ((True, ("info", ())), (False, ("error", ("web",)))):
        report = judge(both(SPEC, complete=complete), both(NO_TOTAL, complete=complete))
        assert severities(report) == {"response-property-removed": expected}


def test_a_recording_spares_nobody(judge):
    def traced(spec):
        call = {"request": {"method": "GET", "url": "http://h/orders/7"}, "response": {"status": 200}}
        har = json.dumps({"log": {"entries": [call]}})
        return {**estate(spec, "{operations: [], complete: true, traces: [/a.har]}"), "a.har": har}

    report = judge(traced(SPEC), traced(NO_TOTAL))
    (found,) = report.findings
    assert (found.severity.value, [(one.consumer, one.verdict) for one in found.stakes]) == (
        "warning",
        [("web", "assumed")],
    )


@pytest.mark.parametrize(
    ("consumes", "severity", "verdict"),
    [("all", "warning", "unsure"), ("{operations: [POST /orders], complete: true}", "info", None)],
)
def test_whoever_changes_too_and_says_nothing_is_a_doubt(judge, consumes, severity, verdict):
    """It may have stopped using the operation in the same change; nobody says so."""
    head = SPEC[: SPEC.index("  /orders/{id}:")] + SPEC[SPEC.index("  /orders:\n") :]
    report = judge(estate(SPEC, consumes), estate(head, consumes, web="2"))
    (found,) = report.findings
    assert (found.severity.value, [one.verdict for one in found.stakes]) == (severity, [verdict] if verdict else [])


def test_explain_prints_what_it_means_to_each_consumer(judge, tmp_path, capsys):
    from deploycheck.cli.group import deploycheck

    pacts = {"reads": READS, "reads-sku": READS_SKU}
    head = API.replace(", price: {type: integer}", "")
    report = judge(files(API, **pacts), files(head, **pacts), select=["response-property-removed"])
    place = tmp_path / "report.json"
    place.write_text(json.dumps(report.to_dict()))
    deploycheck.main(["explain", report.findings[0].fingerprint, "--report", str(place)], standalone_mode=False)
    said = capsys.readouterr().out
    assert "  - reads base: hurt, reads items.price (pacts/reads.json:1)" in said
    assert "  - reads-sku base: spared, reads only items.sku (pacts/reads-sku.json:1)" in said
