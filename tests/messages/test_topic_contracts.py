"""Versions of schemas as formats: who writes and who reads which, and the order that follows."""

import json
from datetime import date

from deploycheck.app import look
from deploycheck.engine.plugins import load_registry
from deploycheck.model.snapshot import SnapshotInfo
from deploycheck.testing.memory import MemorySnapshot

REGISTRY = load_registry()
ID = {"name": "id", "type": "string"}
NOTE = {"name": "note", "type": "string"}


def avro(*fields, name="Order"):
    return json.dumps({"type": "record", "name": name, "fields": list(fields)})


def status(*symbols):
    return {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": list(symbols)}}


def manifest(services, topics):
    lines = [f"  {name}: {{path: {name}, {text}}}" for name, text in services.items()]
    return "\n".join(["services:", *lines, "topics:", *(f"  {name}: {{{text}}}" for name, text in topics.items()), ""])


SERVICES = {"orders": "emits: [orders]", "billing": "reads: [orders]"}
TOPICS = {"orders": "schema: order.avsc, retention: 7d"}


def snapshot(files, services=SERVICES, topics=TOPICS):
    folders = {f"{name}/x": "" for name in services}
    return MemorySnapshot({"deploycheck.yaml": manifest(services, topics), **folders, **files})


def outcome(base, head, **more):
    return look(base, head, today=date(2026, 11, 22), registry=REGISTRY, **more)


def evolved(old, new, **more):
    return outcome(snapshot({"order.avsc": old}, **more), snapshot({"order.avsc": new}, **more))


def order(found):
    """Give the units of each wave, a wait as what it waits for."""
    waves = [
        [f"wait {step.wait_for}" if step.action == "wait" else unit for step in wave.steps for unit in step.units]
        for wave in found.examination.plan.waves
    ]
    return [sorted(wave) for wave in waves]


def test_a_new_symbol_goes_to_the_readers_first():
    found = evolved(avro(ID, status("NEW")), avro(ID, status("NEW", "PAID")))
    assert found.survey.change.units == {"orders", "billing"}
    assert order(found) == [["billing"], ["orders"]]


def test_a_field_that_new_readers_want_goes_to_the_writers_first():
    waves = order(evolved(avro(ID), avro(ID, NOTE)))
    assert (waves[0], waves[-1]) == (["orders"], ["billing"])
    assert waves[1] == ["wait retention"]


def test_a_field_that_old_readers_want_is_dropped_by_the_readers_first():
    assert order(evolved(avro(ID, NOTE), avro(ID))) == [["billing"], ["orders"]]


def test_a_field_with_a_default_orders_nobody():
    assert order(evolved(avro(ID), avro(ID, {**NOTE, "default": ""}))) == [["billing", "orders"]]


def test_documentation_alone_moves_nobody():
    found = evolved(avro(ID), avro({**ID, "doc": "the number on the slip"}))
    assert found.survey.change.units == frozenset()
    assert found.survey.assembly.contracts.components["orders"].versions["base"].emits != frozenset()


def test_json_schemas_order_in_the_same_way():
    topics = {"orders": "schema: order.json, retention: 7d"}
    old, new = (json.dumps({"properties": {"s": {"enum": symbols}}}) for symbols in (["a"], ["a", "b"]))
    found = outcome(snapshot({"order.json": old}, topics=topics), snapshot({"order.json": new}, topics=topics))
    assert order(found) == [["billing"], ["orders"]]


def test_a_service_that_reads_its_own_messages_cannot_roll_over_a_break():
    services = {"orders": "emits: [orders], reads: [orders]"}
    found = evolved(avro(ID, status("NEW")), avro(ID, status("NEW", "PAID")), services=services)
    assert [one.code for one in found.examination.plan.refusals] == ["self-incompatible"]


def test_messages_that_stay_for_ever_must_be_read_for_ever():
    found = evolved(avro(ID), avro(ID, NOTE), topics={"orders": "schema: order.avsc"})
    assert [one.code for one in found.examination.plan.refusals] == ["stored-data-unreadable"]


def test_what_a_writer_writes_to_other_topics_is_no_concern_of_a_reader():
    services = {"orders": "emits: [orders, audit, plain#v1]", "billing": "reads: [orders]", "log": "reads: [audit]"}
    topics = {"orders": "schema: order.avsc", "audit": "schema: audit.avsc"}

    def side(old, symbols):
        files = {"order.avsc": avro(ID), "audit.avsc": avro(status(*symbols), name="Audit"), "orders/y": old}
        return snapshot(files, services=services, topics=topics)

    found = outcome(side("1", ["A"]), side("2", ["A", "B"]))
    assert order(found) == [["log"], ["orders"]]
    assert found.survey.change.units == {"orders", "log"}


def test_every_live_version_counts():
    """The oldest one knows one symbol, base two: nobody may write the third before both are gone."""
    live = MemorySnapshot(snapshot({"order.avsc": avro(ID, status("A"))}).files, SnapshotInfo("dir", "older"))
    base = snapshot({"order.avsc": avro(ID, status("A", "B"))})
    head = snapshot({"order.avsc": avro(ID, status("A", "B", "C"))})
    found = outcome(base, head, live=[live])
    components = found.survey.assembly.contracts.components

    assert components["billing"].deployed == ("base", "live-2")
    assert {label: len(version.reads["orders"]) for label, version in components["billing"].versions.items()} == {
        "base": 2,
        "live-2": 1,
        "head": 3,
    }


def test_numbered_versions_are_read_by_their_newest():
    topics = {"orders": "schema: order, retention: 7d"}
    old = {"order/v9.avsc": avro(ID, status("A"))}
    new = {**old, "order/v10.avsc": avro(ID, status("A", "B"))}
    assert order(outcome(snapshot(old, topics=topics), snapshot(new, topics=topics))) == [["billing"], ["orders"]]


def test_an_atom_names_topic_record_and_content():
    found = evolved(avro(ID), avro(ID, NOTE))
    (atom,) = found.survey.assembly.contracts.components["orders"].versions["base"].emits
    topic, _, rest = atom.partition("#")
    name, _, digest = rest.partition("@")
    assert (topic, name, len(digest)) == ("orders", "Order", 8)


def test_two_single_files_are_versions_of_one_schema(tmp_path):
    old, new = tmp_path / "old.avsc", tmp_path / "new.avsc"
    old.write_text(avro(ID))
    new.write_text(avro(ID, NOTE))
    found = look(f"file:{old}", f"file:{new}", root=tmp_path, today=date(2026, 11, 22)).examination.findings
    assert [(one.rule, one.severity, one.subject) for one in found] == [
        ("topic-schema-incompatible", "error", "new.avsc")
    ]
    assert [one.rule for one in look(f"file:{new}", f"file:{old}", root=tmp_path).examination.findings] == []


def test_a_reader_may_have_a_schema_of_its_own():
    """It does not know the new symbol until its own copy says so, and is no unit before."""
    services = {"orders": "emits: [orders]", "billing": "reads: {orders: mine.avsc}"}
    first, second = avro(ID, status("A")), avro(ID, status("A", "B"))

    def side(topic, mine):
        return snapshot({"order.avsc": topic, "billing/mine.avsc": mine}, services=services)

    writer_alone = outcome(side(first, first), side(second, first))
    assert writer_alone.survey.change.units == {"orders"}
    assert [one.code for one in writer_alone.examination.plan.refusals] == ["target-broken"]
    assert order(outcome(side(first, first), side(second, second))) == [["billing"], ["orders"]]
    assert order(outcome(side(first, first), side(first, second))) == [["billing"]]


def test_a_reader_s_own_schema_is_checked_like_any_other():
    services = {"orders": "emits: [orders]", "billing": "reads: {orders: mine.avsc}"}
    base = snapshot({"order.avsc": avro(ID), "billing/mine.avsc": avro(ID)}, services=services)
    head = snapshot({"order.avsc": avro(ID), "billing/mine.avsc": '{"type": "enum", "name": "E"}'}, services=services)
    found = [one for one in outcome(base, head).examination.findings if one.rule == "topic-schema-invalid"]
    assert [(one.location.path, one.severity) for one in found] == [("billing/mine.avsc", "error")]
