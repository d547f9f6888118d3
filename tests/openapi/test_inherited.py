"""Heirs that only a discriminator's mapping names are not compared where they travel, and that is said aloud."""

import json
from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.testing.memory import MemorySnapshot

PET = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string"}},
    "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
}


def spec(cat, pet=PET, **more):
    heir = {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", **cat}]}
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
    operation = {"requestBody": content, "responses": {"200": {"description": "OK", **content}}}
    schemas = {"Pet": pet, "Cat": heir, **more}
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Pets", "version": "1"},
            "paths": {"/pets": {"post": operation}},
            "components": {"schemas": schemas},
        }
    )


def told(base, head):
    sides = [MemorySnapshot({"openapi.json": text}) for text in (base, head)]
    report = check(*sides, select=["api"], today=date(2026, 11, 28))
    return [(one.rule, one.location.line > 0, one.message) for one in report.findings]


LONG = {"properties": {"tail": {"type": "integer"}}}
ASKS = {"properties": {"tail": {"type": "integer"}}, "required": ["tail"]}


def test_an_heir_that_asks_for_more_is_told_as_open():
    ((rule, placed, message),) = told(spec(LONG), spec(ASKS))

    assert (rule, placed) == ("spec-undecidable", True)
    assert "schema Cat, which the discriminator of Pet takes for cat, is not what it was" in message
    assert '"tail" is missing' in message


@pytest.mark.parametrize(
    "head",
    [spec(LONG), spec({"properties": {"tail": {"type": "integer", "description": "in cm"}}})],
    ids=["the same", "other words"],
)
def test_an_heir_that_takes_the_same_is_silent(head):
    assert told(spec(LONG), head) == []


def test_what_a_union_names_is_compared_where_it_travels():
    pet = {"oneOf": [{"$ref": "#/components/schemas/Cat"}], "discriminator": PET["discriminator"]}
    heir = {"Animal": {"type": "object"}}
    base, head = (
        spec(cat, pet, **heir).replace('{"allOf": [{"$ref": "#/components/schemas/Pet"}, ', '{"allOf": [')
        for cat in (LONG, ASKS)
    )

    assert "request-property-now-required" in {rule for rule, _, _ in told(base, head)}
    assert "spec-undecidable" not in {rule for rule, _, _ in told(base, head)}
