"""JSON Schemas of messages: any draft, several files, and whether one reads what another one writes."""

import json

import pytest

from deploycheck.domains.messages.compatibility import can_read
from deploycheck.domains.messages.json_schema import bundle, invalid_places, referred_files
from deploycheck.domains.messages.loading import Library, load_schema
from deploycheck.domains.messages.model import SchemaFile
from deploycheck.model.change import Loaded


def library(**files):
    """Load files; in names `_` stands for a dot."""
    found = {}
    for name, text in files.items():
        path = name.replace("__", "/").replace("_", ".")
        loaded = load_schema(text.encode(), path)
        assert isinstance(loaded, Loaded)
        assert isinstance(loaded.facts, SchemaFile)
        found[path] = loaded.facts
    return Library(found)


def schema(text, name="a_json", **more):
    return library(**{name: text}, **more).schema(name.replace("_", "."))


def verdict(writer, reader):
    return can_read(schema(writer), schema(reader)).verdict


DRAFTS = {
    "an exclusive bound": (
        '{"$schema": "http://json-schema.org/draft-04/schema#", "type": "number", "minimum": 0, "exclusiveMinimum": true}',
        '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "number", "exclusiveMinimum": 0}',
    ),
    "items one by one": (
        '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": [{"type": "string"}], "additionalItems": false}',
        '{"type": "array", "prefixItems": [{"type": "string"}], "items": false}',
    ),
    "dependencies": (
        '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {"a": true, "b": true}, "dependencies": {"a": ["b"]}}',
        '{"type": "object", "properties": {"a": true, "b": true}, "dependentRequired": {"a": ["b"]}}',
    ),
    "definitions": (
        '{"$ref": "#/definitions/n", "definitions": {"n": {"type": "integer"}}}',
        '{"$ref": "#/$defs/m", "$defs": {"m": {"type": "integer"}}}',
    ),
    "an anchor": ('{"$ref": "#n", "$defs": {"m": {"$anchor": "n", "type": "integer"}}}', '{"type": "integer"}'),
    "an address": ('{"$ref": "n", "$defs": {"m": {"$id": "n", "type": "integer"}}}', '{"type": "integer"}'),
    "a pointer below an address": (
        '{"$ref": "n", "$defs": {"x": {"type": "string"}, "m": {"$id": "n", "$ref": "#/$defs/x", "$defs": {"x": {"type": "integer"}}}}}',
        '{"type": "integer"}',
    ),
    "a dynamic anchor": (
        '{"$dynamicRef": "#n", "maximum": 3, "$defs": {"m": {"$dynamicAnchor": "n", "type": "integer"}}}',
        '{"type": "integer", "maximum": 3}',
    ),
    "an old anchor": (
        '{"$schema": "http://json-schema.org/draft-06/schema#", "$ref": "#n", "definitions": {"m": {"$id": "#n", "type": "integer"}}}',
        '{"type": "integer"}',
    ),
    "nothing beside a reference": (
        '{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"$ref": "#/definitions/n", "maximum": 3}}, "definitions": {"n": {"type": "integer"}}}',
        '{"properties": {"a": {"type": "integer"}}}',
    ),
    "titles and keys in another order": (
        '{"title": "x", "type": "string", "maxLength": 3}',
        '{"maxLength": 3, "type": "string"}',
    ),
}


@pytest.mark.parametrize("name", DRAFTS)
def test_what_means_the_same_reads_each_other(name):
    one, other = DRAFTS[name]
    assert (verdict(one, other), verdict(other, one)) == ("compatible", "compatible")


def test_a_reader_that_wants_more_is_told_by_a_message():
    old = '{"type": "object", "properties": {"n": {"type": "integer"}}}'
    new = '{"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}'
    (obstacle,) = can_read(schema(old), schema(new)).obstacles

    assert (obstacle.cause, obstacle.place, obstacle.witness, obstacle.pointer) == ("required", ("n",), {}, "")
    assert verdict(new, old) == "compatible"


def test_a_schema_that_contains_itself_is_compared():
    def tree(kind):
        return f'{{"type": "object", "properties": {{"v": {{"type": "{kind}"}}, "kids": {{"type": "array", "items": {{"$ref": "#"}}}}}}}}'

    assert verdict(tree("integer"), tree("number")) == "compatible"
    assert verdict(tree("number"), tree("integer")) == "incompatible"


def test_references_across_files_are_followed():
    order = '{"type": "object", "properties": {"price": {"$ref": "parts/money.json#/$defs/cents"}}}'
    money = '{"$defs": {"cents": {"type": "integer", "minimum": %s}}}'
    old = library(order_json=order, parts__money_json=money % "0").schema("order.json")
    new = library(order_json=order, parts__money_json=money % "1").schema("order.json")

    assert (old.faults, new.faults) == ((), ())
    (obstacle,) = can_read(old, new).obstacles
    assert (obstacle.witness, obstacle.reads.path) == ({"price": 0}, "parts/money.json")
    assert old.digest != new.digest


def test_files_are_found_by_their_identifiers():
    order = '{"$id": "https://shop.example/order", "properties": {"price": {"$ref": "money"}}}'
    found = bundle("order.json", {
        "order.json": {"$id": "https://shop.example/order", "properties": {"price": {"$ref": "money"}}},
        "x/m.json": {"$id": "https://shop.example/money", "type": "integer"},
    })  # fmt: skip
    assert found.lost == ()
    assert list(
        referred_files("order.json", schema(order, name="order_json").places.documents["order.json"].value)
    ) == ["money"]


def test_a_reference_that_leads_nowhere_is_a_fault_and_the_rest_is_compared():
    old = '{"properties": {"a": {"$ref": "#/nowhere"}, "n": {"type": "integer"}}}'
    new = '{"properties": {"a": {"$ref": "#/nowhere"}, "n": {"type": "integer", "minimum": 1}}}'
    assert [one.message for one in schema(old).faults] == ["the reference `#/nowhere` leads nowhere"]
    assert can_read(schema(old), schema(new)).verdict == "unknown"


def test_a_dynamic_reference_that_may_mean_two_schemas_is_unknown():
    tree = '{"$dynamicRef": "#n", "$defs": {"m": {"$dynamicAnchor": "n"}, "o": {"$id": "o", "$dynamicAnchor": "n", "maximum": %s}}}'
    found = can_read(schema(tree % 1), schema(tree % 2))
    assert found.verdict == "unknown"
    assert "2 schemas have the `$dynamicAnchor` n" in str(found)


@pytest.mark.parametrize("text", ["https://example.com/x.json", "file:///etc/passwd", "urn:x:y"])
def test_nothing_of_the_world_is_read(text):
    written = f'{{"properties": {{"a": {{"$ref": "{text}"}}, "n": {{"maximum": %s}}}}}}'
    old, new = schema(written % 1), schema(written % 2)
    assert (old.faults, can_read(old, new).verdict) == ((), "unknown")


def test_a_dialect_of_its_own_is_read_and_not_judged():
    assert list(invalid_places({"$schema": "https://example.com/mine", "type": 5})) == []


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"type": "text"}', "/type"),
        ('{"properties": []}', "/properties"),
        ('{"$schema": "http://json-schema.org/draft-07/schema#", "exclusiveMinimum": true}', "/exclusiveMinimum"),
        ("5", ""),
    ],
)
def test_what_is_no_json_schema_says_where(text, pointer):
    assert [one.pointer for one in schema(text).faults if not one.missing] == [pointer]


def test_an_avro_reader_takes_no_json():
    avro = schema('{"type": "record", "name": "R", "fields": []}', name="r_avsc")
    answer = can_read(schema('{"type": "object"}'), avro)
    assert (answer.verdict, answer.obstacles[0].text) == (
        "incompatible",
        "messages are written in JSON and read in Avro's encoding",
    )


def test_deep_and_wide_schemas_end_in_an_answer():
    deep = '{"items": ' * 300 + "{}" + "}" * 300
    assert can_read(schema(deep), schema(deep.replace("{}", '{"type": "null"}'))).verdict == "unknown"
    wide = json.dumps({"anyOf": [{"const": number} for number in range(1000)]})
    assert can_read(schema(wide), schema(wide.replace("999}", "998}"))).verdict in ("incompatible", "unknown")
