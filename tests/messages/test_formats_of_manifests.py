"""Formats of topics become what versions emit and read."""

from datetime import date

from deploycheck.app import look
from deploycheck.testing.memory import MemorySnapshot

BASE = """
services:
  orders: {path: orders, emits: ["order-events#v1"]}
  billing: {path: billing, reads: ["order-events#v1"]}
  audit: {path: audit, reads: [order-events]}
topics:
  order-events: {retention: 7d}
"""
FILES = {"orders/a": "", "billing/a": "", "audit/a": ""}


def outcome(head: str):
    base = MemorySnapshot({"deploycheck.yaml": BASE, **FILES})
    return look(base, MemorySnapshot({"deploycheck.yaml": head, **FILES}), today=date(2026, 11, 22))


def test_a_new_format_needs_its_readers_first():
    head = BASE.replace('emits: ["order-events#v1"]', 'emits: ["order-events#v2"]').replace(
        'reads: ["order-events#v1"]', 'reads: ["order-events#v1", "order-events#v2"]'
    )
    plan = outcome(head).examination.plan
    moved = [[step.units for step in wave.steps if step.action != "wait"] for wave in plan.waves]
    assert [wave for wave in moved if wave] == [[("billing",)], [("orders",)]]


def test_a_bare_topic_is_read_in_every_format():
    head = BASE.replace('emits: ["order-events#v1"]', 'emits: ["order-events#v2"]')
    found = outcome(head)
    assert [refusal.code for refusal in found.examination.plan.refusals] == ["target-broken"]
    assert "audit" not in str(found.examination.plan.refusals[0].violations)


def test_a_manifest_entry_that_changes_makes_its_service_a_unit():
    head = BASE.replace('emits: ["order-events#v1"]', 'emits: ["order-events#v2"]')
    assert outcome(head).survey.change.units == {"orders"}
