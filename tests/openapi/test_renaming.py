"""A component may be called anything: only what a discriminator's values lead to counts."""

import json
from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.testing.memory import MemorySnapshot


def spec(names, *, leg="integer", mapping=None):
    cat, tail, dog = names
    schemas = {
        cat: {
            "type": "object",
            "properties": {
                "kind": {"type": "string"},
                "tail": {"$ref": f"#/components/schemas/{tail}"},
                "enum": {"$ref": f"#/components/schemas/{tail}"},
                "default": {"type": "string", "default": "#/components/schemas/x"},
            },
        },
        tail: {
            "type": "object",
            "properties": {"owner": {"$ref": f"#/components/schemas/{cat}"}, "legs": {"type": leg}},
        },
        dog: {"type": "object", "properties": {"kind": {"type": "string"}, "bark": {"type": "boolean"}}},
    }
    mapping = mapping or {"cat": f"#/components/schemas/{cat}", "dog": dog}
    pet = {
        "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in (cat, dog)],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    answer = {"200": {"description": "OK", "content": {"application/json": {"schema": pet}}}}
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"get": {"responses": answer}}},
            "components": {"schemas": schemas},
        }
    )


OLD, NEW = ("Cat", "Tail", "Dog"), ("a/b", "~t", "Dog-2 x")


def told(base, head):
    sides = [MemorySnapshot({"openapi.json": text}) for text in (base, head)]
    report = check(*sides, select=["api"], today=date(2026, 11, 28))
    return [one.rule for one in report.findings if one.rule == "discriminator-changed"]


def renamed(names):
    cat, tail, dog = ("#/components/schemas/" + name.replace("~", "~0").replace("/", "~1") for name in names)
    text = spec(names)
    for name, place in zip(names, (cat, tail, dog), strict=True):
        text = text.replace(json.dumps(f"#/components/schemas/{name}"), json.dumps(place))
    return text


def test_the_names_of_components_do_not_matter():
    assert told(spec(OLD), renamed(NEW)) == []
    assert told(renamed(NEW), spec(OLD)) == []


@pytest.mark.parametrize(
    "head",
    [
        spec(OLD, mapping={"cat": "Dog", "dog": "Cat"}),
        spec(OLD, mapping={"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Nobody"}),
    ],
    ids=["values change places", "a value leads nowhere"],
)
def test_another_target_is_told(head):
    assert told(spec(OLD), head) == ["discriminator-changed"]


def test_a_target_that_changed_under_another_name_is_told():
    assert told(spec(OLD), spec(("Puma", "Brush", "Dog"), leg="number")) == ["discriminator-changed"]


def test_the_names_of_files_that_a_mapping_leads_to_do_not_matter():
    def files(pets):
        union = {
            "oneOf": [{"$ref": f"{pets}.json#/cat"}, {"$ref": f"{pets}.json#/dog"}],
            "discriminator": {"propertyName": "kind", "mapping": {"c": f"{pets}.json#/cat", "d": f"{pets}.json#/dog"}},
        }
        body = {"content": {"application/json": {"schema": union}}}
        post = {"post": {"requestBody": body, "responses": {"200": {"description": "OK"}}}}
        kinds = {name: {"type": "object", "properties": {name: {"type": "string"}}} for name in ("cat", "dog")}
        main = {
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"$ref": "a/pets.json"}},
        }
        return {one: json.dumps(value) for one, value in
                (("openapi.json", main), ("a/pets.json", post), (f"a/{pets}.json", kinds))}  # fmt: skip

    base, head = (MemorySnapshot(files(name)) for name in ("animals", "beasts"))
    assert [one.message for one in check(base, head, select=["api"], today=date(2026, 11, 28)).findings] == []
