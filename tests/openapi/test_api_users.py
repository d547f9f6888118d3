"""Who is hurt: consumers by declared operations and pacts, closed and open APIs, and the order that follows."""

import pytest
from api_estates import NO_GET, NO_TOTAL, SPEC, estate, severities, waves

from deploycheck.app import plan
from deploycheck.testing.memory import MemorySnapshot


@pytest.mark.parametrize(
    ("consumes", "provides", "expected"),
    [
        ("{operations: [getOrder], complete: true}", "{spec: openapi.yaml, consumers: closed}", ("error", ("web",))),
        ("{operations: [POST /orders], complete: true}", "{spec: openapi.yaml, consumers: closed}", ("info", ())),
        ("{operations: [POST /orders], complete: true}", "{spec: openapi.yaml, consumers: open}", ("error", ())),
        ("{operations: [POST /orders], complete: true}", "openapi.yaml", ("error", ())),
        (
            "{operations: [POST /orders], complete: true}",
            "{spec: openapi.yaml, consumers: closed, audience: public}",
            ("error", ()),
        ),
        ("all", "{spec: openapi.yaml, consumers: closed}", ("error", ("web",))),
    ],
)
def test_an_operation_that_goes_hurts_those_who_use_it(judge, consumes, provides, expected):
    report = judge(estate(SPEC, consumes, provides=provides), estate(NO_GET, consumes, provides=provides))
    assert severities(report) == {"operation-removed": expected}


def test_a_consumer_that_moves_in_the_same_change_makes_it_a_question_of_order(judge):
    base = estate(SPEC)
    head = estate(NO_GET, "{operations: [POST /orders], complete: true}", web="2")
    assert severities(judge(base, head)) == {"operation-removed": ("info", ("web",))}
    result = plan(MemorySnapshot(base), MemorySnapshot(head))
    assert waves(result) == [["web"], ["orders"]]


def test_a_consumer_that_stays_makes_the_plan_refuse():
    result = plan(MemorySnapshot(estate(SPEC)), MemorySnapshot(estate(NO_GET)))
    assert [one.code for one in result.refusals] == ["target-broken"]


def test_an_operation_that_comes_goes_before_its_first_caller():
    base = estate(NO_GET, "{operations: [POST /orders], complete: true}")
    head = estate(SPEC, "{operations: [POST /orders, getOrder], complete: true}", web="2")
    result = plan(MemorySnapshot(base), MemorySnapshot(head))
    assert waves(result) == [["orders"], ["web"]]


@pytest.mark.parametrize(
    ("pact", "expected"),
    [
        ({"total": 7}, ("error", ("mobile",))),
        ({"id": "7"}, ("info", ())),
        (None, ("info", ())),
    ],
)
def test_pacts_say_which_fields_are_read(judge, pact, expected):
    nobody = "{operations: [], complete: true}"
    report = judge(estate(SPEC, nobody, pact=pact), estate(NO_TOTAL, nobody, pact=pact))
    assert severities(report) == {"response-property-removed": expected}


@pytest.mark.parametrize(("reads", "severity"), [("tolerant", "info"), ("strict", "error"), ("generated", "error")])
def test_how_a_consumer_reads_decides_about_members_that_come(judge, reads, severity):
    consumes = f"{{operations: [getOrder], reads: {reads}, complete: true}}"
    listed = SPEC.replace("total: {type: integer}", "total: {type: integer, enum: [1]}")
    report = judge(estate(listed, consumes), estate(listed.replace("[1]", "[1, 2]"), consumes))
    assert severities(report) == {"response-enum-grown": (severity, ("web",))}


@pytest.mark.parametrize(("sends", "severity"), [("declared", "warning"), ("extra", "error")])
def test_a_consumer_that_sends_more_is_hurt_by_a_closed_body(judge, sends, severity):
    consumes = f"{{operations: [POST /orders], sends: {sends}, complete: true}}"
    closed = SPEC.replace(
        "{type: object, properties: {sku", "{type: object, additionalProperties: false, properties: {sku"
    )
    report = judge(estate(SPEC, consumes), estate(closed, consumes))
    assert severities(report) == {"undeclared-names-now-rejected": (severity, ("web",))}


def test_a_use_that_no_spec_offers_is_named_with_a_hint(judge):
    files = estate(SPEC, "[getOrders]")
    report = judge({}, files, select=["use-unresolved"])
    assert [(f.rule, "getOrder" in f.message) for f in report.findings] == [("use-unresolved", True)]


def test_every_live_version_counts(judge):
    """What yesterday's version offers still has callers, though base lost it already."""
    report = judge(estate(NO_TOTAL), estate(NO_TOTAL), live=[estate(SPEC)])
    assert severities(report) == {"response-property-removed": ("error", ("web",))}


def test_a_spec_that_did_not_change_is_neither_compared_nor_validated(judge, monkeypatch):
    from deploycheck.domains.openapi import diff, link

    def forbidden(*_):
        raise AssertionError("it did not change")

    monkeypatch.setattr(diff, "pair_operations", forbidden)
    monkeypatch.setattr(link, "invalid", forbidden)
    base = estate(SPEC, web="1")
    report = judge(base, estate(SPEC, web="2"))
    assert (report.findings, report.crashed) == ((), ())


@pytest.mark.parametrize(("field", "expected"), [("total", ("error", ("mobile",))), ("id", ("info", ()))])
def test_a_field_that_is_reached_by_two_ways_is_read_by_either(judge, field, expected):
    shared = SPEC.replace(
        "{type: object, properties: {id: {type: string}, total: {type: integer}}}",
        "{type: object, properties: {first: {$ref: '#/components/schemas/A'}, second: {$ref: '#/components/schemas/A'}}}",
    )
    shared += "components: {schemas: {A: {type: object, properties: {id: {type: string}, total: {type: integer}}}}}\n"
    nobody = "{operations: [], complete: true}"
    base, head = (
        estate(text, nobody, pact={"second": {field: "7"}})
        for text in (shared, shared.replace(", total: {type: integer}", ""))
    )
    assert severities(judge(base, head)) == {"response-property-removed": expected}
