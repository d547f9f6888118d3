"""Schemas of every version of OpenAPI in one form."""

from decimal import Decimal

import pytest

from deploycheck.domains.openapi.schemas import MAX_NESTING, TOO_DEEP, normalise


class Plain:
    """References as they are written."""

    def __call__(self, text, *, dynamic=False):
        return {"$dynamicRef" if dynamic else "$ref": text}

    def inside(self, schema):
        assert isinstance(schema, dict)
        return self


def three_zero(schema):
    return normalise(schema, "3.0", Plain())


def three_one(schema):
    return normalise(schema, "3.1", Plain())


@pytest.mark.parametrize(
    ("schema", "plain"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"enum": ["a"], "type": "string", "nullable": True}, {"enum": ["a", None], "type": ["string", "null"]}),
        ({"allOf": [{}], "nullable": True}, {"anyOf": [{"allOf": [{}]}, {"type": "null"}]}),
        ({"$ref": "#/x", "maxLength": 3}, {"$ref": "#/x"}),
        ({"$ref": "#/x", "nullable": True}, {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"exclusiveMaximum": True}, {}),
        ({"properties": {"a": {"required": True}}}, {"properties": {"a": {}}}),
        ({"items": {"nullable": True, "type": "integer"}}, {"items": {"type": ["integer", "null"]}}),
    ],
)
def test_three_zero_in_plain_words(schema, plain):
    assert three_zero(schema) == plain


def test_three_one_keeps_what_stands_beside_a_reference_and_knows_no_nullable():
    schema = {"$ref": "#/x", "maxLength": 3, "nullable": True}
    assert three_one(schema) == schema


@pytest.mark.parametrize(
    ("schema", "low", "high"),
    [
        ({"format": "int32"}, -(2**31), 2**31 - 1),
        ({"format": "uint8"}, 0, 255),
        ({"format": "int32", "minimum": 5}, None, 2**31 - 1),
        ({"format": "int8", "maximum": 1000}, -128, 127),
        ({"format": "int8", "exclusiveMaximum": Decimal("5.5")}, -128, None),
    ],
)
def test_formats_of_integers_are_bounds_and_the_tighter_bound_stands(schema, low, high):
    plain = three_one({"type": "integer", **schema})
    assert "format" not in plain
    assert plain.get("minimum") == (schema.get("minimum") if low is None else low)
    assert plain.get("maximum") == high


def test_a_format_of_integers_means_nothing_beside_another_type():
    assert three_one({"type": "number", "format": "int32"}) == {"type": "number", "format": "int32"}


@pytest.mark.parametrize(("schema", "plain"), [(True, True), (False, False), (None, {}), ("x", {}), ([], {})])
def test_what_is_no_schema_allows_everything(schema, plain):
    assert three_one(schema) == plain


def test_what_is_nested_too_deeply_is_given_up_as_a_reference_that_leads_nowhere():
    schema = {"type": "string"}
    for _ in range(MAX_NESTING + 2):
        schema = {"items": schema}
    plain, depth = three_one(schema), 0
    while "items" in plain:
        plain, depth = plain["items"], depth + 1
    assert (plain, depth) == (TOO_DEEP, MAX_NESTING + 1)


def test_keywords_and_property_names_are_not_mixed_up():
    schema = {"properties": {"items": {"nullable": True, "type": "string"}, "required": {"type": "string"}}}
    assert three_zero(schema)["properties"] == {
        "items": {"type": ["string", "null"]},
        "required": {"type": "string"},
    }
