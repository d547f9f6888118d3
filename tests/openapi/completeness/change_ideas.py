"""Ideas of changes by name, each with the smallest pair that shows it, and what is said about it.

The names are those under which the ideas are known elsewhere; pairs and expectations are ours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openapi.completeness.spec_edits import AB, ANSWERS, LIST, NUMBER, TEXT, A

Json = Any
Expected = str | Mapping[str, str]
NOTHING = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea at one place in one direction; `base` and `head` are path items, None where the path is not there.

    `expected` are the rules with their severities, `why` the reason where nothing, or less than an error, is said.
    """

    name: str
    locus: str
    direction: str
    base: Json
    head: Json
    expected: str
    why: str = ""
    version: str = "3.1"


NARROWS: Mapping[str, str] = {
    "body request": "error request-body-narrowed", "property request": "error request-body-narrowed",
    "parameter request": "error parameter-schema-narrowed", "parameter-property request": "error parameter-schema-narrowed",
    "header-property request": "error parameter-schema-narrowed", "body response": "info response-schema-narrowed",
    "property response": "info response-schema-narrowed", "header response": "info response-schema-narrowed",
    "mediatype response": "info response-schema-narrowed",
}  # fmt: skip
WIDENS: Mapping[str, str] = {
    "request": "info request-schema-widened", "header response": "error response-header-widened",
    "response": "error response-schema-widened",
}  # fmt: skip
DIFFERS: Mapping[str, str] = {
    **{key: rule for key, rule in NARROWS.items() if key.endswith("request")},
    **{key: rule for key, rule in WIDENS.items() if key.endswith("response")},
}
PROVED = {"request": "info request-schema-widened", "response": "info response-schema-narrowed"}
NULL_TEXT = {"type": ["string", "null"]}
ALL = "body:qs property:qs"
WITH_PARAMETER = "parameter:q body:qs property:qs"
ASKED = "parameter:q body:q property:q"
DIRECTIONS = {"q": "request", "s": "response"}


def _schema_rows() -> Iterator[tuple[str, str, Json, Json, Expected, str]]:
    """Give ideas about schemas: name, places, base, head, what is said, and why."""
    for name, keyword, around in (("max", "maximum", NUMBER), ("exclusive-max", "exclusiveMaximum", NUMBER),
                                  ("max-length", "maxLength", TEXT)):  # fmt: skip
        low, high = {**around, keyword: 5}, {**around, keyword: 9}
        yield f"{name}-set", ASKED, around, low, NARROWS, ""
        yield f"{name}-increased", WITH_PARAMETER, low, high, WIDENS, ""
        yield f"{name}-decreased", ASKED, high, low, NARROWS, ""
    for name, keyword, around in (("min", "minimum", NUMBER), ("exclusive-min", "exclusiveMinimum", NUMBER),
                                  ("min-length", "minLength", TEXT), ("min-items", "minItems", LIST)):  # fmt: skip
        low, high = {**around, keyword: 1}, {**around, keyword: 2}
        if name != "min-length":
            yield f"{name}-set", ASKED, around, low, NARROWS, ""
        yield f"{name}-increased", ASKED, low, high, NARROWS, ""
        where = "parameter:q body:s property:s" if name == "min-items" else WITH_PARAMETER
        yield f"{name}-decreased", where, high, low, WIDENS, ""
    yield "max-items-increased", "parameter:q", {**LIST, "maxItems": 2}, {**LIST, "maxItems": 3}, WIDENS, ""
    yield "max-items-decreased", "parameter:q", {**LIST, "maxItems": 3}, {**LIST, "maxItems": 2}, NARROWS, ""
    yield "max-length-unset", "body:s property:s", {**TEXT, "maxLength": 5}, TEXT, WIDENS, ""
    yield "min-items-unset", "body:s property:s", {**LIST, "minItems": 1}, LIST, WIDENS, ""
    yield from _texts()
    yield from _types()
    yield from _compositions()
    yield from _of_2020()


def _texts() -> Iterator[tuple[str, str, Json, Json, Expected, str]]:
    letters, some, words = ({**TEXT, "pattern": one} for one in ("^[a-c]+$", "^[b-d]+$", "^[a-z]+$"))
    one, two = {**TEXT, "enum": ["a"]}, {**TEXT, "enum": ["a", "b"]}
    where = "parameter:q property:qs"
    yield "pattern-added", where, TEXT, letters, NARROWS, ""
    yield "pattern-removed", where, letters, TEXT, WIDENS, ""
    yield "pattern-changed", where, letters, some, DIFFERS, ""
    yield (
        "pattern-generalized",
        "parameter:q property:q",
        letters,
        words,
        WIDENS,
        "inclusion of the languages is decided",
    )
    yield "became-enum", "body:q header-property:q parameter:q property:q", TEXT, two, NARROWS, ""
    grown = {**WIDENS, "response": "warning response-enum-grown"}
    yield "enum-value-added", "parameter:q parameter-property:q property:qs", one, two, grown, ""
    removed = "parameter:q parameter-property:q property:qs mediatype:s body:q"
    yield "enum-value-removed", removed, two, one, NARROWS, ""
    fixed, other = {**TEXT, "const": "a"}, {**TEXT, "const": "b"}
    yield "const-added", ALL, TEXT, fixed, NARROWS, ""
    yield "const-removed", ALL, fixed, TEXT, WIDENS, ""
    changed = {**DIFFERS, "response": "warning response-enum-grown"}
    yield "const-changed", ALL, fixed, other, changed, "another value of a list of one"
    said = {"request": "warning default-changed", "response": "info default-changed"}
    for name, base, head in (("added", TEXT, {**TEXT, "default": "a"}), ("removed", {**TEXT, "default": "a"}, TEXT),
                             ("changed", {**TEXT, "default": "a"}, {**TEXT, "default": "b"})):  # fmt: skip
        why = "every value is taken as before; what leaving it out means is another matter"
        yield f"default-value-{name}", WITH_PARAMETER, base, head, said, why
    more, less = ({**TEXT, "x-extensible-enum": one} for one in (["a", "b"], ["a"]))
    yield "x-extensible-enum-value-removed", "parameter:q property:q", more, less, NARROWS, ""


def _types() -> Iterator[tuple[str, str, Json, Json, Expected, str]]:
    where = "parameter:q parameter-property:q body:qs property:qs header:s"
    number = {"type": "number"}
    yield "type-changed", where, {"type": "boolean"}, NUMBER, DIFFERS, ""
    yield "type-generalized", where, NUMBER, number, WIDENS, ""
    yield "type-specialized", "parameter-property:q header:s body:s property:s", number, NUMBER, NARROWS, ""
    whole = {**number, "multipleOf": 1}
    yield (
        "type-compatible",
        "body:qs property:qs header:s",
        NUMBER,
        whole,
        PROVED,
        "the same numbers, written in another way",
    )
    yield "became-nullable", where, TEXT, NULL_TEXT, WIDENS, ""
    yield "became-not-nullable", where, NULL_TEXT, TEXT, NARROWS, ""
    lists = "body:qs property:qs parameter:q parameter-property:q"
    pair, three = {"type": ["boolean", "integer"]}, {"type": ["boolean", "integer", "null"]}
    yield "list-of-types-widened", lists, pair, three, WIDENS, ""
    yield "list-of-types-narrowed", lists, three, pair, NARROWS, ""


def _compositions() -> Iterator[tuple[str, str, Json, Json, Expected, str]]:
    short, long = {"type": "string", "maxLength": 5}, {"type": "string", "minLength": 2}
    yield "all-of-added", ALL, {"allOf": [short]}, {"allOf": [short, long]}, NARROWS, ""
    yield "all-of-removed", ALL, {"allOf": [short, long]}, {"allOf": [short]}, WIDENS, ""
    named = {"title": "Name", "description": "What it is called"}
    why = "a member without an assertion says nothing about values"
    yield "all-of-added-annotation-only", ALL, {"allOf": [short]}, {"allOf": [short, named]}, NOTHING, why
    yield "all-of-removed-annotation-only", ALL, {"allOf": [short, named]}, {"allOf": [short]}, NOTHING, why
    for name, union in (("any-of", "anyOf"), ("one-of", "oneOf")):
        few, many = {union: [TEXT, NUMBER]}, {union: [TEXT, NUMBER, {"type": "boolean"}]}
        yield f"{name}-added", ALL, few, many, WIDENS, ""
        yield f"{name}-removed", ALL, many, few, NARROWS, ""
    yield "wrapped-in-one-of", "body:qs", AB, {"oneOf": [AB]}, PROVED, "a union of one member is that member"
    cats = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
    union, kind = {"oneOf": cats}, {"propertyName": "kind"}

    def chosen(**more: Json) -> Json:
        return {**union, "discriminator": {**kind, **more}}

    cat, dog = ({"c": one["$ref"]} for one in cats)
    why = "values do not change, and who reads types by it does not know"
    warned = "warning discriminator-changed"
    for name, base, head, said in (
        ("added", union, chosen(), warned), ("removed", chosen(), union, warned),
        ("property-name-changed", chosen(), chosen(propertyName="sort"), warned),
        ("mapping-added", chosen(), chosen(mapping=cat), "info discriminator-changed"),
        ("mapping-deleted", chosen(mapping=cat), chosen(), warned),
        ("mapping-changed", chosen(mapping=cat), chosen(mapping=dog), warned),
    ):  # fmt: skip
        yield f"discriminator-{name}", ALL, base, head, said, why


def _of_2020() -> Iterator[tuple[str, str, Json, Json, Expected, str]]:
    then, otherwise = {"minProperties": 2}, {"required": ["b"]}
    asked = {**AB, "if": {"required": ["a"]}}
    first = {"type": "array", "prefixItems": [TEXT]}
    has_a = {**LIST, "contains": {"enum": ["a"]}}
    present = {"request": "error request-property-now-required", "response": "info response-schema-narrowed"}
    absent = {"request": "info request-schema-widened", "response": "error response-property-now-optional"}
    for name, base, head, narrower, wider in (
        ("prefix-items", {"type": "array"}, first, NARROWS, WIDENS),
        ("if", {**AB, "then": then}, {**asked, "then": then}, NARROWS, WIDENS),
        ("then", asked, {**asked, "then": then}, NARROWS, WIDENS),
        ("else", asked, {**asked, "else": otherwise}, present, absent),
        ("contains", LIST, has_a, NARROWS, WIDENS),
        ("dependent-required", AB, {**AB, "dependentRequired": {"a": ["b"]}}, NARROWS, WIDENS),
        ("dependent-schema", AB, {**AB, "dependentSchemas": {"a": {"required": ["b"]}}}, present, absent),
        ("pattern-property", {"type": "object"}, {"type": "object", "patternProperties": {"^x": TEXT}}, NARROWS, WIDENS),
        ("unevaluated-items", first, {**first, "unevaluatedItems": False}, NARROWS, WIDENS),
    ):  # fmt: skip
        yield f"{name}-added", ALL, base, head, narrower, ""
        yield f"{name}-removed", ALL, head, base, wider, ""
    why = "callers send the names that they declare; whoever sends others as well is refused now"
    closed = {"request": "warning undeclared-names-now-rejected", "response": "info response-schema-narrowed"}
    opened = {"request": "info request-schema-widened", "response": "info response-schema-narrowed"}
    for name, keyword, value in (("property-names", "propertyNames", {"maxLength": 1}),
                                 ("unevaluated-properties", "unevaluatedProperties", False)):  # fmt: skip
        yield f"{name}-added", ALL, AB, {**AB, keyword: value}, closed, why
        why_not = "what comes, or is sent, are the declared names, and they are as before"
        yield f"{name}-removed", ALL, {**AB, keyword: value}, AB, opened, why_not
    for side, effect, back in (("min", NARROWS, WIDENS), ("max", WIDENS, NARROWS)):
        low, high = ({**has_a, f"{side}Contains": one} for one in (1, 2))
        yield f"{side}-contains-increased", ALL, low, high, effect, ""
        yield f"{side}-contains-decreased", ALL, high, low, back, ""
    both = {"a": ["b"]}, {"b": ["a"]}
    yield "dependent-required-changed", ALL, *({**AB, "dependentRequired": one} for one in both), DIFFERS, ""
    meaning, held = "error content-meaning-changed", {**TEXT, "contentMediaType": "application/json"}
    yield "content-schema-added", ALL, held, {**held, "contentSchema": A}, meaning, ""
    yield "content-schema-removed", ALL, {**held, "contentSchema": A}, held, meaning, ""
    yield "content-media-type-changed", ALL, held, {**TEXT, "contentMediaType": "text/csv"}, meaning, ""
    yield (
        "content-encoding-changed",
        ALL,
        *({**TEXT, "contentEncoding": one} for one in ("base64", "base32")),
        meaning,
        "",
    )


def schema_ideas() -> Iterator[Idea]:
    """Give the ideas about schemas, one for each place and direction."""
    for name, places, base, head, said, why in _schema_rows():
        for place in places.split():
            locus, _, letters = place.partition(":")
            for letter in letters:
                direction = DIRECTIONS[letter]
                sides = [_held(locus, direction, side) for side in (base, head)]
                yield Idea(name, locus, direction, *sides, _said(said, locus, direction), why)


def _said(said: Expected, locus: str, direction: str) -> str:
    if isinstance(said, str):
        return said
    return said.get(f"{locus} {direction}") or said[direction]


def _held(locus: str, direction: str, schema: Json) -> Json:
    """Put a schema where the idea is about it."""
    around = {"type": "object", "properties": {"p": schema}}
    match locus, direction:
        case "parameter", _:
            return parameter({"name": "q", "in": "query", "schema": schema})
        case "parameter-property", _:
            return parameter({"name": "q", "in": "query", "style": "deepObject", "explode": True, "schema": around})
        case "header-property", _:
            return parameter({"name": "X-A", "in": "header", "schema": around})
        case "header", _:
            return answer(headers={"X-A": {"schema": schema}})
        case _, "request":
            return sent(around if locus == "property" else schema)
        case _:
            return got(around if locus == "property" else schema)


def sent(schema: Json, **body: Json) -> Json:
    """Give a path item that takes a body."""
    return {
        "post": {"requestBody": {"content": {"application/json": {"schema": schema}}, **body}, "responses": ANSWERS}
    }


def got(schema: Json) -> Json:
    """Give a path item that answers with a body."""
    return answer(content={"application/json": {"schema": schema}})


def answer(**parts: Json) -> Json:
    """Give a path item whose answer has these parts."""
    return {"get": {"responses": {"200": {"description": "OK", **parts}}}}


def parameter(*parameters: Json) -> Json:
    """Give a path item with parameters."""
    return {"get": {"parameters": list(parameters), "responses": ANSWERS}}


def operation(**parts: Json) -> Json:
    """Give a path item with one operation."""
    return {"get": {"responses": ANSWERS, **parts}}
