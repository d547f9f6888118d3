"""Edits of every keyword of OpenAPI: the smallest objects that differ in it, written by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

Json = Any
_GONE = object()
SCHEMA = ("request", "response", "parameter", "header", "callback", "webhook")
CALLED = ("operation", "callback", "webhook")


@dataclass(frozen=True, slots=True)
class Edit:
    """One object before and after; `sites` are the places where it is tried, `since` the version that knows it."""

    object: str
    keyword: str
    name: str
    base: Mapping[str, Json]
    head: Mapping[str, Json]
    sites: tuple[str, ...]
    since: str = "3.0"
    until: str = "3.2"


def _edit(
    row: tuple[str, str, tuple[str, ...]], name: str, before: Json, after: Json, around: Mapping[str, Json]
) -> Edit:
    kind, keyword, sites = row
    base, head = ({**around, **({} if value is _GONE else {keyword: value})} for value in (before, after))
    return Edit(kind, keyword, name, base, head, sites)


def presence(kind: str, keyword: str, value: Json, sites: tuple[str, ...], **around: Json) -> Iterator[Edit]:
    """Add and remove a keyword."""
    row = (kind, keyword, sites)
    yield _edit(row, "add", _GONE, value, around)
    yield _edit(row, "remove", value, _GONE, around)


def replaced(kind: str, keyword: str, one: Json, other: Json, sites: tuple[str, ...], **around: Json) -> Iterator[Edit]:
    """Replace one value by another."""
    yield _edit((kind, keyword, sites), "replace", one, other, around)


def either(kind: str, keyword: str, one: Json, other: Json, sites: tuple[str, ...], **around: Json) -> Iterator[Edit]:
    """Add, remove and replace."""
    yield from presence(kind, keyword, one, sites, **around)
    yield from replaced(kind, keyword, one, other, sites, **around)


def rises(kind: str, keyword: str, low: Json, high: Json, sites: tuple[str, ...], **around: Json) -> Iterator[Edit]:
    """Add, remove, raise and lower."""
    row = (kind, keyword, sites)
    yield from presence(kind, keyword, low, sites, **around)
    yield _edit(row, "raise", low, high, around)
    yield _edit(row, "lower", high, low, around)


def grows(kind: str, keyword: str, few: Json, many: Json, sites: tuple[str, ...], **around: Json) -> Iterator[Edit]:
    """Give a list or a mapping a member, take one away, and reorder what is a list."""
    row = (kind, keyword, sites)
    yield _edit(row, "add a member", few, many, around)
    yield _edit(row, "remove a member", many, few, around)
    if isinstance(many, list):
        yield _edit(row, "reorder", many, many[::-1], around)


TEXT, NUMBER, LIST = {"type": "string"}, {"type": "integer"}, {"type": "array", "items": {"type": "string"}}
AB = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
A = {"type": "object", "properties": {"a": {"type": "string"}}}
JSON_TEXT = {"application/json": {"schema": TEXT}}
ANSWERS = {"200": {"description": "OK"}}


def schemas() -> Iterator[Edit]:
    """Give the edits of schemas that both 3.0 and 3.1 know."""
    s = SCHEMA
    for keyword, low, high, around in (
        ("maximum", 5, 9, NUMBER), ("minimum", 5, 9, NUMBER), ("multipleOf", 5, 10, NUMBER), ("maxLength", 5, 9, TEXT),
        ("minLength", 5, 9, TEXT), ("maxItems", 2, 3, LIST), ("minItems", 2, 3, LIST), ("maxProperties", 1, 2, AB),
        ("minProperties", 1, 2, AB),
    ):  # fmt: skip
        yield from rises("schema", keyword, low, high, s, **around)
    yield from either("schema", "type", "string", "integer", s)
    yield from either("schema", "pattern", "^[a-c]+$", "^[b-d]+$", s, **TEXT)
    yield from either("schema", "format", "date", "uuid", s, **TEXT)
    yield from either("schema", "default", "a", "b", s, **TEXT)
    yield from presence("schema", "enum", ["a", "b"], s, **TEXT)
    yield from grows("schema", "enum", ["a", "b"], ["a", "b", "c"], s, **TEXT)
    yield from presence("schema", "required", ["a"], s, **AB)
    yield from grows("schema", "required", ["a"], ["a", "b"], s, **AB)
    yield from grows("schema", "properties", A["properties"], AB["properties"], s, type="object")
    yield from replaced("schema", "properties", A["properties"], {"a": NUMBER}, s, type="object")
    yield from presence("schema", "properties", A["properties"], s, type="object")
    yield from either("schema", "items", TEXT, NUMBER, s, type="array")
    yield from presence("schema", "uniqueItems", True, s, **LIST)
    yield from either("schema", "additionalProperties", False, TEXT, s, **A)
    yield from presence("schema", "readOnly", True, s, **TEXT)
    yield from presence("schema", "writeOnly", True, s, **TEXT)
    yield from presence("schema", "deprecated", True, s, **TEXT)
    yield from either("schema", "not", {"enum": ["a"]}, {"enum": ["b"]}, s, **TEXT)
    short, low = {"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 9}
    yield from presence("schema", "allOf", [short, {"type": "string", "minLength": 1}], s)
    yield from grows("schema", "allOf", [short], [short, {"type": "string", "minLength": 2}], s)
    yield from replaced("schema", "allOf", [short], [low], s)
    for union in ("anyOf", "oneOf"):
        yield from presence("schema", union, [TEXT, NUMBER], s)
        yield from grows("schema", union, [TEXT, NUMBER], [TEXT, NUMBER, {"type": "boolean"}], s)
        yield from replaced("schema", union, [TEXT, NUMBER], [TEXT, {"type": "boolean"}], s)
    yield from either("schema", "xml", {"name": "x"}, {"name": "y"}, ("request in XML", "response in XML"), **TEXT)
    yield from either(
        "schema", "discriminator", {"propertyName": "kind"}, {"propertyName": "sort"}, ("request", "response"), **_UNION
    )


_REFERENCES = ["#/components/schemas/Cat", "#/components/schemas/Dog"]
_UNION = {"oneOf": [{"$ref": one} for one in _REFERENCES]}


def schemas_of_three_zero() -> Iterator[Edit]:
    """Give the edits of keywords that 3.0 has alone, or with another meaning."""
    yield from presence("schema", "nullable", True, SCHEMA, **TEXT)
    for keyword, bound in (("exclusiveMaximum", "maximum"), ("exclusiveMinimum", "minimum")):
        yield from presence("schema", keyword, True, SCHEMA, type="integer", **{bound: 5})


def schemas_of_three_one() -> Iterator[Edit]:
    """Give the edits of keywords that came with JSON Schema 2020-12."""
    s = SCHEMA
    for keyword in ("exclusiveMaximum", "exclusiveMinimum"):
        yield from rises("schema", keyword, 5, 9, s, **NUMBER)
    yield from grows("schema", "type", ["string", "integer"], ["string", "integer", "null"], s)
    yield from either("schema", "const", "a", "b", s, **TEXT)
    yield from either("schema", "contains", {"enum": ["a"]}, {"enum": ["b"]}, s, **LIST)
    for keyword in ("minContains", "maxContains"):
        yield from rises("schema", keyword, 2, 3, s, **LIST, contains={"enum": ["a"]})
    yield from presence("schema", "prefixItems", [TEXT, NUMBER], s, type="array")
    yield from grows("schema", "prefixItems", [TEXT], [TEXT, NUMBER], s, type="array")
    yield from presence("schema", "patternProperties", {"^x": TEXT}, s, type="object")
    yield from grows("schema", "patternProperties", {"^x": TEXT}, {"^x": TEXT, "^y": TEXT}, s, type="object")
    yield from replaced("schema", "patternProperties", {"^x": TEXT}, {"^x": NUMBER}, s, type="object")
    yield from either("schema", "propertyNames", {"maxLength": 1}, {"minLength": 2}, s, **AB)
    yield from either("schema", "dependentRequired", {"a": ["b"]}, {"b": ["a"]}, s, **AB)
    yield from either("schema", "dependentSchemas", {"a": {"required": ["b"]}}, {"b": {"required": ["a"]}}, s, **AB)
    yield from either("schema", "unevaluatedProperties", False, TEXT, s, **A)
    yield from either("schema", "unevaluatedItems", False, TEXT, s, type="array", prefixItems=[TEXT])
    yield from either("schema", "if", {"required": ["a"]}, {"required": ["b"]}, s, **AB, then={"minProperties": 2})
    yield from either(
        "schema", "then", {"minProperties": 2}, {"maxProperties": 1}, s, **AB, **{"if": {"required": ["a"]}}
    )
    yield from either(
        "schema", "else", {"required": ["b"]}, {"maxProperties": 0}, s, **AB, **{"if": {"required": ["a"]}}
    )
    yield from either("schema", "contentEncoding", "base64", "base32", s, **TEXT)
    yield from either("schema", "contentMediaType", "text/csv", "text/plain", s, **TEXT)
    yield from either("schema", "contentSchema", TEXT, NUMBER, s, **TEXT, contentMediaType="application/json")
    yield from either("schema", "$ref", "#/components/schemas/Text", "#/components/schemas/Number", s)
    yield from either("schema", "$dynamicRef", "#/components/schemas/Text", "#/components/schemas/Number", s)
    yield from either("schema", "$anchor", "one", "other", s, **TEXT)
    yield from either("schema", "$dynamicAnchor", "one", "other", s, **TEXT)
    yield from either("schema", "$id", "https://a.example/one", "https://a.example/other", s, **TEXT)
    yield from either("schema", "$schema", _SCHEMA_2020, "https://a.example/dialect", s, **TEXT)


_SCHEMA_2020 = "https://json-schema.org/draft/2020-12/schema"


def descriptions() -> Iterator[Edit]:
    """Give the edits of what stands below schemas: discriminators and XML."""
    both, xml = ("request", "response"), ("request in XML", "response in XML")
    kind = {"propertyName": "kind"}
    yield from replaced("discriminator", "propertyName", "kind", "sort", both)
    yield from presence("discriminator", "mapping", {"c": _REFERENCES[0]}, both, **kind)
    yield from grows(
        "discriminator", "mapping", {"c": _REFERENCES[0]}, {"c": _REFERENCES[0], "d": _REFERENCES[1]}, both, **kind
    )
    yield from replaced("discriminator", "mapping", {"c": _REFERENCES[0]}, {"c": _REFERENCES[1]}, both, **kind)
    for keyword, one, other in (
        ("name", "x", "y"),
        ("namespace", "https://a.example", "https://b.example"),
        ("prefix", "x", "y"),
    ):
        yield from either("xml", keyword, one, other, xml)
    yield from presence("xml", "attribute", True, xml)
    yield from presence("xml", "wrapped", True, xml)


def parameters() -> Iterator[Edit]:
    """Give the edits of parameters and headers."""
    p, query = ("operation", "path item", "callback"), {"name": "q", "in": "query"}
    text, listed = {**query, "schema": TEXT}, {**query, "schema": LIST}
    yield from replaced("parameter", "name", "q", "r", p, **{"in": "query"}, schema=TEXT)
    yield from replaced("parameter", "in", "query", "cookie", p, name="q", schema=TEXT)
    for keyword in ("required", "deprecated", "allowReserved", "allowEmptyValue"):
        yield from presence("parameter", keyword, True, p, **text)
    yield from either("parameter", "style", "pipeDelimited", "spaceDelimited", p, **listed, explode=False)
    yield from presence("parameter", "explode", False, p, **listed)
    yield from replaced("parameter", "schema", TEXT, NUMBER, p, **query)
    yield from replaced("parameter", "content", JSON_TEXT, {"application/json": {"schema": NUMBER}}, p, **query)
    yield from replaced("parameter", "content", JSON_TEXT, {"text/plain": {"schema": TEXT}}, p, **query)
    h = ("response", "callback")
    for keyword in ("required", "deprecated"):
        yield from presence("header", keyword, True, h, schema=TEXT)
    yield from presence("header", "explode", True, h, schema=AB)
    yield from replaced("header", "schema", TEXT, NUMBER, h)
    yield from replaced("header", "content", JSON_TEXT, {"application/json": {"schema": NUMBER}}, h)
    yield from replaced("header", "content", JSON_TEXT, {"text/plain": {"schema": TEXT}}, h)


def bodies() -> Iterator[Edit]:
    """Give the edits of bodies, media types, encodings and responses."""
    two = {**JSON_TEXT, "application/xml": {"schema": TEXT}}
    number = {"application/json": {"schema": NUMBER}}
    yield from presence("request-body", "required", True, CALLED, content=JSON_TEXT)
    for kind, sites, around in (
        ("request-body", CALLED, {}),
        ("response", ("operation", "callback"), {"description": "OK"}),
    ):
        yield from grows(kind, "content", JSON_TEXT, two, sites, **around)
        yield from replaced(kind, "content", JSON_TEXT, number, sites, **around)
    yield from presence("response", "content", JSON_TEXT, ("operation", "callback"), description="OK")
    m = ("request", "response", "callback")
    yield from either("media-type", "schema", TEXT, NUMBER, m)
    parts = {"schema": {"type": "object", "properties": {"f": {"type": "array", "items": TEXT}}}}
    one, other = {"f": {"contentType": "text/csv"}}, {"f": {"contentType": "text/plain"}}
    e = ("request in parts", "response in parts", "callback in parts")
    yield from either("media-type", "encoding", one, other, e, **parts)
    yield from either("encoding", "contentType", "text/csv", "text/plain", e)
    yield from either("encoding", "style", "pipeDelimited", "spaceDelimited", e)
    yield from presence("encoding", "explode", False, e)
    yield from presence("encoding", "allowReserved", True, e)
    yield from either("encoding", "headers", {"X-A": {"schema": TEXT}}, {"X-A": {"schema": NUMBER}}, e)
    yield from either(
        "response",
        "headers",
        {"X-A": {"schema": TEXT}},
        {"X-A": {"schema": NUMBER}},
        h := ("operation", "callback"),
        description="OK",
    )
    yield from either(
        "response",
        "links",
        {"next": {"operationId": "a"}},
        {"next": {"operationId": "b"}},
        ("operation",),
        description="OK",
    )
    yield from presence("responses", "default", {"description": "Any"}, h, **ANSWERS)
    for status in ("201", "4XX", "404"):
        for edit in presence("responses", status, {"description": "Another"}, h, **ANSWERS):
            yield replace(edit, keyword="*", name=f"{edit.name} {status}")
    for edit in grows("content", "*", JSON_TEXT, two, ("request", "response", "callback")):
        yield replace(edit, base=edit.base["*"], head=edit.head["*"])


def links() -> Iterator[Edit]:
    """Give the edits of links and callbacks."""
    r = ("response",)
    yield from replaced("link", "operationId", "a", "b", r)
    yield from replaced("link", "operationRef", "#/paths/~1a/get", "#/paths/~1b/get", r)
    yield from either("link", "parameters", {"q": "$response.body#/id"}, {"q": "1"}, r, operationId="a")
    yield from either("link", "requestBody", "$response.body", "1", r, operationId="a")
    yield from either("link", "server", {"url": "https://a.example"}, {"url": "https://b.example"}, r, operationId="a")
    sent = {"post": {"requestBody": {"content": JSON_TEXT}, "responses": ANSWERS}}
    for edit in replaced("callbacks", "*", {"{$request.query.a}": sent}, {"{$request.query.b}": sent}, ("operation",)):
        yield replace(edit, base=edit.base["*"], head=edit.head["*"])


def operations() -> Iterator[Edit]:
    """Give the edits of operations and path items."""
    query = [{"name": "q", "in": "query", "schema": TEXT}]
    around = {"responses": ANSWERS}
    body, number = {"content": JSON_TEXT}, {"content": {"application/json": {"schema": NUMBER}}}
    yield from either("operation", "operationId", "one", "other", CALLED, **around)
    yield from presence("operation", "deprecated", True, CALLED, **around)
    yield from presence("operation", "parameters", query, CALLED, **around)
    more = [*query, {"name": "r", "in": "query", "schema": TEXT}]
    yield from grows("operation", "parameters", query, more, CALLED, **around)
    yield from either("operation", "requestBody", body, number, CALLED, **around)
    yield from replaced("operation", "responses", ANSWERS, {"201": {"description": "Made"}}, CALLED)
    yield from either("operation", "security", [{"key": []}], [{"login": []}], CALLED, **around)
    yield from grows("operation", "security", [{"key": []}], [{"key": []}, {"login": []}], CALLED, **around)
    yield from replaced("operation", "security", [{"key": []}], [{"key": [], "login": []}], CALLED, **around)
    here, there = [{"url": "https://a.example"}], [{"url": "https://b.example"}]
    yield from either("operation", "servers", here, there, CALLED, **around)
    called = {"paid": {"{$request.query.a}": {"post": {"requestBody": body, "responses": ANSWERS}}}}
    other = {"paid": {"{$request.query.a}": {"post": {"requestBody": number, "responses": ANSWERS}}}}
    yield from either("operation", "callbacks", called, other, ("operation",), **around)
    whole = {"get": around}
    for method in ("put", "post", "delete", "options", "head", "patch", "trace"):
        yield from presence("path-item", method, around, ("path",), **whole)
    yield from either("path-item", "servers", here, there, ("path",), **whole)
    yield from either("path-item", "parameters", query, more[1:], ("path",), **whole)
    yield from replaced(
        "reference", "$ref", "#/components/responses/Text", "#/components/responses/Number", ("response",)
    )


def all_edits() -> Iterator[Edit]:
    """Give every edit of what stands in paths, for all versions."""
    for make in (schemas, descriptions, parameters, bodies, links, operations):
        yield from make()
    yield from (_only(edit, "3.0", "3.0") for edit in schemas_of_three_zero())
    yield from (_only(edit, "3.1", "3.2") for edit in schemas_of_three_one())
    yield from (_only(edit, "3.2", "3.2") for edit in news_of_three_two())


def _only(edit: Edit, since: str, until: str) -> Edit:
    return replace(edit, since=since, until=until)


def news_of_three_two() -> Iterator[Edit]:
    """Give the edits of what came with 3.2."""
    around = {"responses": ANSWERS}
    yield from presence("path-item", "query", around, ("path",), get=around)
    yield from presence("path-item", "additionalOperations", {"COPY": around}, ("path",), get=around)
    yield from either("media-type", "itemSchema", TEXT, NUMBER, ("request", "response", "callback"))
    yield from presence(
        "discriminator", "defaultMapping", "#/components/schemas/Cat", ("request", "response"), propertyName="kind"
    )
    m = ("request in parts", "response in parts", "callback in parts")
    csv, text = {"contentType": "text/csv"}, {"contentType": "text/plain"}
    yield from either("media-type", "prefixEncoding", [csv], [text], m, schema={"type": "array"})
    yield from either("media-type", "itemEncoding", csv, text, m, itemSchema=TEXT)
    yield from either("encoding", "encoding", {"f": csv}, {"f": text}, m)
    yield from either("encoding", "prefixEncoding", [csv], [text], m)
    yield from either("encoding", "itemEncoding", csv, text, m)
    yield from either("xml", "nodeType", "attribute", "element", ("request in XML", "response in XML"))
