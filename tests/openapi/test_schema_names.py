"""Schemas that name themselves (`$id`, `$anchor`, `$dynamicAnchor`): what references by such names mean."""

import json

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from deploycheck.containment.document import REFUSED
from deploycheck.containment.names import named

ROOT = "https://shop.example/root"
VALUES = (1, "x", None, {"a": 1}, {"a": "x"}, {"a": {"a": 1}}, {"a": {"a": "x"}}, {"b": 1}, {"b": {"a": None}}, [])

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
TABLE = {
    "an anchor": {"$ref": "#n", "$defs": {"x": {"$anchor": "n", **WHOLE}}},
    "a dynamic anchor by $ref": {"$ref": "#n", "$defs": {"x": {"$dynamicAnchor": "n", **WHOLE}}},
    "an address": {"$ref": "other", "$defs": {"x": {"$id": "other", **WHOLE}}},
    "an address in full": {"$ref": "https://shop.example/other", "$defs": {"x": {"$id": "other", **WHOLE}}},
    "a pointer in another resource": {
        "$ref": "other#/$defs/y", "$defs": {"x": {"$id": "other", "$defs": {"y": WHOLE}, **TEXT}, "y": TEXT},
    },
    "an anchor in another resource": {
        "$ref": "other#n", "$defs": {"x": {"$id": "other", "$defs": {"y": {"$anchor": "n", **WHOLE}}}, "y": TEXT},
    },
    "one anchor in two resources": {
        "properties": {"a": {"$ref": "#n"}, "b": {"$ref": "other"}},
        "$defs": {
            "own": {"$anchor": "n", **WHOLE},
            "x": {"$id": "other", "properties": {"a": {"$ref": "#n"}}, "$defs": {"y": {"$anchor": "n", "type": "null"}}},
        },
    },
    "the resource itself": {
        "properties": {"b": {"$id": "other", "properties": {"a": {"$ref": "#"}}, "type": ["object", "null"]}},
    },
    "a list by its dynamic anchor": {
        "$dynamicAnchor": "node", "properties": {"a": {"anyOf": [{"$dynamicRef": "#node"}, WHOLE]}}, "type": "object",
    },
    "a dynamic reference to an anchor": {"$dynamicRef": "#n", "$defs": {"x": {"$anchor": "n", **WHOLE}}},
    "a dynamic reference by pointer": {"$dynamicRef": "#/$defs/x", "$defs": {"x": {"$dynamicAnchor": "n", **WHOLE}}},
    "both references": {
        "$ref": "#o", "$dynamicRef": "#n",
        "$defs": {"x": {"$anchor": "n", **WHOLE}, "y": {"$anchor": "o", "type": ["integer", "null"]}},
    },
    "a property called $id": {"properties": {"$id": TEXT, "a": {"$ref": "#/$defs/x"}}, "$defs": {"x": WHOLE}},
    "a default with an anchor": {"$ref": "#n", "default": {"$anchor": "n"}, "$defs": {"x": {"$anchor": "n", **WHOLE}}},
}  # fmt: skip


def endless(schema, definitions, seen=()):
    """Whether a schema contains itself at the same place, of which no two validators think the same."""
    name = schema.get("$ref", "").removeprefix("#/$defs/") if isinstance(schema, dict) else ""
    together = [*schema.get("allOf", ()), *([definitions[name]] if name else ())] if isinstance(schema, dict) else []
    return name in seen or any(endless(one, definitions, (*seen, *filter(None, [name]))) for one in together)


@pytest.fixture
def plain(api):
    """Put a schema with an address into a spec, and give the validator of its normal form, or why there is none."""

    def read(schema):
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/x": {"get": {"responses": {"200": {"description": "OK", "content": {
                "application/json": {"schema": {**schema, "$id": ROOT}}}}}}}},
        }  # fmt: skip
        found = api({"openapi.json": json.dumps(document)}, "openapi.json")
        root = found.operations[0].responses["200"].media["application/json"].shape.schema
        waiting, definitions = list(found.definitions), {}
        while waiting:
            name = waiting.pop()
            if name not in definitions:
                definitions[name] = found.definitions[name]
                waiting = list(found.definitions)
        whole = {"allOf": [root], "$defs": definitions}
        open_end = REFUSED in json.dumps(whole) or any(
            endless({"$ref": f"#/$defs/{name}"}, definitions) for name in definitions
        )
        return found, None if open_end else jsonschema_rs.validator_for(whole)

    return read


@pytest.mark.parametrize("schema", TABLE.values(), ids=TABLE)
def test_the_normal_form_takes_what_the_schema_takes(plain, schema):
    found, ours = plain(schema)
    judge = jsonschema_rs.validator_for({**schema, "$id": ROOT})

    assert [ours.is_valid(value) for value in VALUES] == [judge.is_valid(value) for value in VALUES]
    assert found.invalid == ()


LEAVES = st.sampled_from([TEXT, WHOLE, {"type": ["null", "object"]}])
POINTERS = ("#n", "#m", "#/$defs/n", "#/$defs/m", "#")
WORDS = st.sampled_from(["$ref", "$dynamicRef"])
REFERENCES = st.builds(lambda word, to: {word: to}, WORDS, st.sampled_from(POINTERS))
FAR = st.builds(
    lambda word, uri, to: {word: uri + to}, WORDS, st.sampled_from(["one", "two"]), st.sampled_from(POINTERS)
)
PROPERTIES = st.dictionaries(st.sampled_from("ab"), REFERENCES | FAR | LEAVES, max_size=2)
TYPES = st.sampled_from(["object", ["object", "integer"], ["null", "object", "string"]])
ANCHORS = st.sampled_from([{}, {"$anchor": "n"}, {"$dynamicAnchor": "n"}, {"$anchor": "m"}, {"$dynamicAnchor": "m"}])


def _inner(identifiers, below):
    """A schema that may name itself, of properties that refer to others."""
    return st.builds(
        lambda own, anchor, kind, properties, definitions: {
            **own, **anchor, "type": kind, "properties": properties, "$defs": definitions},
        identifiers, ANCHORS, TYPES, PROPERTIES, below,
    )  # fmt: skip


LEAF = st.builds(lambda anchor, leaf: {**anchor, **leaf}, ANCHORS, LEAVES)
DEEP = st.dictionaries(st.sampled_from("nm"), LEAF, max_size=2)
ADDRESSED = st.sampled_from([{}, {}, {"$id": "one"}, {"$id": "two"}, {"$id": "deep/one"}])
SCHEMAS = _inner(
    st.just({}), st.fixed_dictionaries({"n": _inner(ADDRESSED, DEEP), "m": _inner(ADDRESSED, DEEP) | LEAF})
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schema=SCHEMAS)
def test_whatever_is_followed_means_what_the_validator_says(plain, schema):
    """The validator refuses what leads nowhere; what we follow beyond it (a pointer into the spec) is none of these."""
    whole = {**schema, "$id": ROOT}
    names = named([("root", ROOT, whole)])
    assume(all(len(places) == 1 for kind in (names.resources, names.anchors) for places in kind.values()))
    try:
        judge = jsonschema_rs.validator_for(whole)
        verdicts = [judge.is_valid(value) for value in VALUES]
    except (jsonschema_rs.ReferencingError, jsonschema_rs.ValidationError, ValueError):
        return
    _, ours = plain(schema)
    if ours is not None:
        assert [ours.is_valid(value) for value in VALUES] == verdicts


TREE = """  schemas:
    Node:
      $dynamicAnchor: node
      type: object
      properties: {name: {$ref: '#name'}, kids: {type: array, items: {$dynamicRef: '#node'}}}
    Name: {$anchor: name, type: string, maxLength: 9}
    Other: {$id: 'https://shop.example/other', $dynamicAnchor: ANCHOR, type: object, properties: {size: {type: integer}}}
"""
BODY = "{content: {application/json: {schema: {$ref: '#node'}}}}"


@pytest.fixture
def tree(operation):
    """Write a spec that takes a tree whose nodes name themselves."""

    def write(text):
        return operation("post", f"components:\n{text}", "3.1.0", requestBody=BODY)

    return write


def test_what_changed_behind_a_name_is_told(said, tree):
    assert said(tree(TREE), tree(TREE.replace("maxLength: 9", "maxLength: 4"))) == {
        "error request-body-narrowed request.application/json.name.maxLength"
    }


def test_names_themselves_change_nothing(said, tree):
    renamed = TREE.replace("node", "knot").replace("name:", "title:").replace("https://shop.example/other", "else")
    before = tree(TREE.replace("name:", "title:"))
    assert said(before, tree(renamed).replace("#node", "#knot")) == set()


@pytest.mark.parametrize(("old", "new"), [("maxLength: 9", "maxLength: 4"), ("size:", "length:")])
def test_what_may_mean_two_schemas_is_open_where_either_changes(judge, tree, old, new):
    two = TREE.replace("ANCHOR", "node")
    report = judge({"openapi.yaml": tree(two)}, {"openapi.yaml": tree(two.replace(old, new))})
    (found,) = [one for one in report.findings if one.rule == "spec-undecidable"]

    assert "2 schemas have the `$dynamicAnchor` node, and which of them is meant depends on" in found.message


def test_a_pointer_below_an_address_is_read_from_the_document_where_only_that_holds_it(said, tree):
    text = TREE.replace("size: {type: integer}", "size: {$ref: '#/components/schemas/Name'}")
    body = BODY.replace("#node", "https://shop.example/other")
    before, after = (tree(one).replace(BODY, body) for one in (text, text.replace("maxLength: 9", "maxLength: 4")))
    assert said(before, after) == {"error request-body-narrowed request.application/json.size.maxLength"}


def test_names_that_no_schema_has_lead_nowhere(judge, tree):
    text = tree(TREE.replace("size: {type: integer}", "size: {$ref: '#money'}"))
    report = judge({}, {"openapi.yaml": text})
    messages = {one.message.partition(": ")[2] for one in report.findings if one.rule == "spec-invalid"}
    assert messages == {"at /components/schemas/Other/properties/size/$ref: the reference '#money' leads nowhere"}
