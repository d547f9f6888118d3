"""Transitive modes and retained messages look at versions that only history knows."""

import json
from datetime import date

import pytest

from deploycheck.app import look
from deploycheck.engine.plugins import load_registry

REGISTRY = load_registry()
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _shielded(plain_git):
    """Shield every test."""


def schema(*fields):
    return json.dumps({"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}, *fields]})


TOTAL = {"name": "total", "type": "long"}
DEFAULTED = {**TOTAL, "default": 0}


def manifest(mode, retention):
    topic = f"{{schema: order.avsc, compatibility: {mode}, retention: {retention}}}"
    services = "services:\n  orders: {path: orders, emits: [order-events]}\n  billing: {path: billing, reads: [order-events]}\n"
    return f"{services}topics:\n  order-events: {topic}\n"


def evolved(play, mode="backward_transitive", retention="7d"):
    """Three versions: without a total, with one that has a default, and one that has none any more."""
    play.commit(deploycheck_yaml=manifest(mode, retention), orders__a="", billing__a="", order_avsc=schema())
    play.commit(order_avsc=schema(DEFAULTED), when="2026-03-01T12:00:00Z")
    play.commit(order_avsc=schema(TOTAL), when="2026-03-09T12:00:00Z")


def found(play, rule):
    outcome = look("git:HEAD~1", "git:HEAD", root=play.root, today=TODAY, registry=REGISTRY)
    return outcome, [one for one in outcome.examination.findings if one.rule == rule]


def test_a_transitive_mode_meets_the_version_before_base(play):
    evolved(play)
    _, (finding,) = found(play, "topic-schema-incompatible")

    first = play.git("rev-parse", "HEAD~2")
    assert f"does not read order.avsc of {first[:9]} (2026-01-01): total:" in finding.message
    assert finding.witness.value == {"topic": "order-events", "value": {"id": ""}}


def test_a_mode_that_is_not_transitive_does_not(play):
    evolved(play, mode="backward")
    assert found(play, "topic-schema-incompatible")[1] == []


def test_what_was_never_merged_was_never_a_version(play):
    play.commit(deploycheck_yaml=manifest("full_transitive", "7d"), orders__a="", billing__a="", order_avsc=schema())
    play.git("checkout", "--quiet", "-b", "feature")
    play.commit(order_avsc=schema(TOTAL), when="2026-03-01T12:00:00Z")
    play.commit(order_avsc=schema(DEFAULTED), when="2026-03-02T12:00:00Z")
    outcome = look("git:main", "git:feature", root=play.root, today=TODAY)
    assert [one.rule for one in outcome.examination.findings if one.family == "messages"] == []


def test_in_a_shallow_clone_it_is_said_that_versions_were_not_compared(play, clone):
    evolved(play)
    shallow = clone("--depth=2")
    _, (finding,) = found(shallow, "topic-versions-not-compared")
    assert finding.severity == "warning"


def test_messages_of_an_earlier_version_that_are_still_there_hold_the_new_reader_back(play):
    """Version 1 was written until 1 March and stays for 30 days: the new reader would meet it."""
    evolved(play, mode="none", retention="30d")
    outcome, _ = found(play, "x")
    steps = [(step.action, step.units) for wave in outcome.examination.plan.waves for step in wave.steps]
    orders = outcome.survey.assembly.contracts.components["orders"]

    assert len(orders.stored) == 1
    assert "wait" in [action for action, _ in steps]
    assert steps[-1] == ("deploy", ("billing",))


def test_messages_that_are_gone_hold_nobody_back(play):
    """Version 1 was written until 1 March and stays for 7 days: nobody meets it on 10 March."""
    evolved(play, mode="none", retention="7d")
    outcome, _ = found(play, "x")
    assert outcome.survey.assembly.contracts.components["orders"].stored == frozenset()
    assert len(outcome.examination.plan.waves) == 1


def test_what_running_readers_cannot_read_either_is_no_news(play):
    play.commit(deploycheck_yaml=manifest("none", "30d"), orders__a="", billing__a="", order_avsc=schema())
    play.commit(order_avsc=schema(TOTAL), when="2026-03-01T12:00:00Z")
    play.commit(
        order_avsc=schema(TOTAL, {"name": "note", "type": "string", "default": ""}), when="2026-03-09T12:00:00Z"
    )
    outcome, _ = found(play, "x")
    assert outcome.survey.assembly.contracts.components["orders"].stored == frozenset()
    assert outcome.examination.plan.refusals == ()
