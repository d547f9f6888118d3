"""Laws of the changelog: a spec against itself says nothing, and what came one way went the other way."""

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from deploycheck.app.changelog import changelog
from deploycheck.engine.plugins import load_registry
from deploycheck.testing.memory import MemorySnapshot

TODAY = date(2026, 11, 22)
REGISTRY = load_registry()

NAMES = st.sampled_from(["a", "b", "c"])
LEAVES = st.one_of(
    st.builds(lambda low: {"type": "integer", "minimum": low}, st.integers(0, 3)),
    st.builds(lambda values: {"type": "string", "enum": values}, st.lists(NAMES, min_size=1, unique=True)),
    st.just({"type": "string"}),
    st.just({"type": ["string", "null"]}),
    st.just({"$ref": "#/components/schemas/Money"}),
    st.just({"$ref": "#/components/schemas/Tree"}),
)


def compound(inner):
    return st.one_of(
        st.builds(lambda parts: {"type": "object", "properties": parts}, st.dictionaries(NAMES, inner, max_size=3)),
        st.builds(
            lambda parts, name: {"type": "object", "properties": parts, "required": [name]},
            st.dictionaries(NAMES, inner, max_size=2),
            NAMES,
        ),
        st.builds(lambda one: {"type": "array", "items": one}, inner),
        st.builds(lambda members: {"oneOf": members}, st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda members: {"allOf": members}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(
            lambda word, one: {word: one}, st.sampled_from(["not", "if", "then", "contains", "propertyNames"]), inner
        ),
        st.builds(lambda members: {"prefixItems": members}, st.lists(inner, min_size=1, max_size=2)),
        st.builds(lambda parts: {"dependentSchemas": parts}, st.dictionaries(NAMES, inner, min_size=1, max_size=2)),
    )


SCHEMAS = st.recursive(LEAVES, compound, max_leaves=6)
OPERATIONS = st.fixed_dictionaries(
    {"responses": st.dictionaries(st.sampled_from(["200", "404", "5XX"]), SCHEMAS, min_size=1)},
    optional={
        "body": SCHEMAS,
        "parameters": st.dictionaries(NAMES, st.booleans()),
        "security": st.lists(st.sampled_from([{}, {"key": []}, {"oauth": ["read"]}]), min_size=1, max_size=2),
        "operationId": NAMES,
    },
)
APIS = st.tuples(st.dictionaries(st.sampled_from(["/a", "/b", "/a/{id}"]), OPERATIONS, max_size=2), SCHEMAS)


def written(api):
    """Write a random API as a spec."""
    operations, money = api
    tree = {"type": "object", "properties": {"below": {"$ref": "#/components/schemas/Tree"}, "value": money}}
    spec = {
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1.0.0"},
        "paths": {path: {"post": operation(parts)} for path, parts in operations.items()},
        "components": {"schemas": {"Money": money, "Tree": tree}},
    }
    return {"openapi.json": json.dumps(spec)}


def operation(parts):
    found = {name: parts[name] for name in ("security", "operationId") if name in parts}
    found["responses"] = {
        status: {"description": "", **content(schema)} for status, schema in parts["responses"].items()
    }
    found["parameters"] = [
        {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}
        for name, required in parts.get("parameters", {}).items()
    ]
    if "body" in parts:
        found["requestBody"] = content(parts["body"])
    return found


def content(schema):
    return {"content": {"application/json": {"schema": schema}}}


def entries(base, head):
    log = changelog(MemorySnapshot(base), MemorySnapshot(head), today=TODAY, registry=REGISTRY)
    return [entry for api in log.apis for entry in api.entries]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(APIS)
def test_an_api_compared_with_itself_has_no_changes(api):
    assert entries(written(api), written(api)) == []
    spaced = {path: text.replace(": ", ":  ") for path, text in written(api).items()}
    assert entries(written(api), spaced) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(APIS, APIS)
def test_what_came_one_way_went_the_other_way(one, other):
    there, back = entries(written(one), written(other)), entries(written(other), written(one))
    moves = {
        entry.operations[0]: entry.text.split(" ", 1)[1].removesuffix(" now")
        for entry in there
        if entry.kind == "moved"
    }

    def sides(found, kind, names):
        return sorted(
            (tuple(sorted(names.get(name, name) for name in entry.operations)), entry.title, entry.text)
            for entry in found
            if entry.kind == kind
        )

    assert sides(there, "added", moves) == sides(back, "removed", {})
    assert sides(there, "removed", moves) == sides(back, "added", {})
    assert len(moves) == sum(entry.kind == "moved" for entry in back)
