"""The changelog of an API, edit by edit: each row is one edit and every entry that tells it."""

import json
from datetime import date

import pytest

from deploycheck.app.changelog import changelog
from deploycheck.engine.plugins import load_registry
from deploycheck.model.errors import UsageError
from deploycheck.testing.memory import MemorySnapshot

TODAY = date(2026, 11, 22)
REGISTRY = load_registry()
OK = {"responses": {"200": {"description": "OK"}}}
JSON = "{content: {application/json: {schema: SCHEMA}}}"
ANSWER = '{"200": {description: OK, content: {application/json: {schema: SCHEMA}}}}'
OBJECT = "{type: object, properties: {a: {type: string}, b: {type: integer}}}"


@pytest.fixture
def log():
    """Give the changelog of two mappings of path to content."""

    def run(base, head, **settings):
        return changelog(MemorySnapshot(base), MemorySnapshot(head), today=TODAY, registry=REGISTRY, **settings)

    return run


@pytest.fixture
def told(log):
    """Compare two specs and give one line for each entry."""

    def run(base, head, **settings):
        found = log({"orders/openapi.yaml": base}, {"orders/openapi.yaml": head}, **settings)
        assert found.problems == ()
        return {line(entry) for api in found.apis for entry in api.entries}

    return run


def line(entry):
    mark = {"yes": "! ", "unknown": "? ", "no": ""}[entry.breaking]
    return f"{mark}{entry.kind} {entry.title}: {entry.text}".strip(" :")


Q = "[{name: q, in: query, schema: {type: string}}]"
CALLED = '{done: {/x: {post: {MORE responses: {"200": {description: OK}}}}}}'
PARTS = [
    ("optional parameter", "parameters", "[]", Q, {"added query parameter q: optional"}),
    ("required parameter", "parameters", "[]", Q.replace("query,", "query, required: true,"), {"! added query parameter q: required"}),
    ("parameter gone", "parameters", Q, "[]", {"removed query parameter q: optional"}),
    ("parameter now required", "parameters", Q, Q.replace("query,", "query, required: true,"),
     {"! changed query parameter q: is required now"}),
    ("parameter with less to take", "parameters", Q, Q.replace("string", "string, maxLength: 3"),
     {"! changed query parameter q: maxLength 3 was added"}),
    ("parameter with more to take", "parameters", Q.replace("string", "string, maxLength: 3"), Q.replace("string", "string, maxLength: 5"),
     {"changed query parameter q: maxLength raised from 3 to 5"}),
    ("parameter deprecated", "parameters", Q, Q.replace("query,", "query, deprecated: true, x-sunset: 2027-01-31,"),
     {"deprecated query parameter q: to be removed on 2027-01-31"}),
    ("parameter described", "parameters", Q, Q.replace("query,", "query, description: A filter,"), set()),
    ("response added", "responses", '{"200": {description: OK}}', '{"200": {description: OK}, "404": {description: None}}',
     {"added response 404"}),
    ("response gone", "responses", '{"200": {description: OK}, "204": {description: None}}', '{"200": {description: OK}}',
     {"! removed response 204"}),
    ("header added", "responses", '{"200": {description: OK}}', '{"200": {description: OK, headers: {X-Total: {schema: {type: integer}}}}}',
     {"added response 200: header X-Total"}),
    ("link added", "responses", '{"200": {description: OK}}', '{"200": {description: OK, links: {next: {operationId: more}}}}',
     {"added response 200: link next"}),
    ("media type added", "responses", ANSWER.replace("SCHEMA", OBJECT),
     ANSWER.replace("SCHEMA", OBJECT).replace("content: {", "content: {text/csv: {}, "), {"added response 200: text/csv"}),
    ("scopes", "security", "[{oauth: [read]}]", "[{oauth: [read, write]}]",
     {"! removed access with oauth (read)", "added access with oauth (read, write)"}),
    ("operationId", "operationId", "listOrders", "findOrders", {"changed operationId changed from listOrders to findOrders"}),
    ("what a callback comes with", "callbacks", CALLED.replace("MORE", "security: [{key: []}],"), CALLED.replace("MORE", ""),
     {"removed callback done POST /x: access with key", "! added callback done POST /x: access without credentials"}),
    ("where a callback goes", "callbacks", CALLED.replace("MORE", ""), CALLED.replace("MORE", "servers: [{url: https://b.example}],"),
     {"added callback done POST /x: server https://b.example"}),
    ("own server", "servers", "[{url: https://a.example}]", "[{url: https://a.example}, {url: https://b.example}]",
     {"added server https://b.example"}),
]  # fmt: skip


@pytest.mark.parametrize("row", PARTS, ids=[row[0] for row in PARTS])
def test_parts_of_an_operation(told, operation, row):
    _, part, before, after, expected = row
    found = told(operation(**{part: before}), operation(**{part: after}))
    assert {entry.replace("changed : ", "changed ") for entry in found} == expected


IF = "{type: object, properties: {a: {type: string}, c: {}, d: {}}, if: {properties: {a: {WORDS}}}, then: {required: [c]}}"
DEPENDENT = "{type: object, dependentSchemas: {a: {WORDS}}}"
SCHEMAS = [
    ("the same, inlined", "{allOf: [{type: object, properties: {a: {type: string}}}, {properties: {b: {type: integer}}}]}", OBJECT, set()),
    ("property added", "{type: object, properties: {a: {type: string}}}", OBJECT, {"added response 200: b: optional"}),
    ("property gone", OBJECT, "{type: object, properties: {a: {type: string}}}", {"! removed response 200: b: optional"}),
    ("no longer required", OBJECT.replace("type: object", "type: object, required: [b]"), OBJECT,
     {"! changed response 200: b: is optional now"}),
    ("null", OBJECT, OBJECT.replace("integer", "integer, nullable: true"), {"! changed response 200: b: may be null now"}),
    ("null is a union with null", "{anyOf: [{type: string}, {type: 'null'}]}", "{type: [string, 'null']}", set()),
    ("another type, and nothing about its properties", OBJECT.replace("{type: string}", "{type: object, properties: {x: {type: string}}}"),
     OBJECT, {"! changed response 200: a: type changed from object to string"}),
    ("enum grows", "{type: string, enum: [a]}", "{type: string, enum: [a, b]}", {"changed response 200: enum: b added"}),
    ("enum shrinks", "{type: string, enum: [a, b]}", "{type: string, enum: [a]}", {"changed response 200: enum: b dropped"}),
    ("integers of another size", "{type: integer, format: int32}", "{type: integer, format: int64}",
     {"! changed response 200: format changed from int32 to int64"}),
    ("elements", "{type: array, items: {type: string}}", "{type: array, items: {type: string, maxLength: 9}}",
     {"changed response 200: *: maxLength 9 was added"}),
    ("union member comes", "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}",
     {"! added response 200: member boolean: of oneOf"}),
    ("becomes a union", "{type: string}", "{oneOf: [{type: string}, {type: boolean}]}",
     {"! added response 200: member boolean: of oneOf"}),
    ("closed", OBJECT, OBJECT.replace("type: object", "type: object, additionalProperties: false"),
     {"changed response 200: undeclared names are forbidden now, were allowed"}),
    ("deprecated", OBJECT, OBJECT.replace("integer", "integer, deprecated: true"), {"deprecated response 200: b"}),
    ("read-only", OBJECT, OBJECT.replace("integer", "integer, readOnly: true"), {"changed response 200: b: is read-only now"}),
    ("described", OBJECT, OBJECT.replace("integer", "integer, description: A number, example: 3"), set()),
    ("another subschema", "{not: {type: string}}", "{not: {type: integer}}",
     {"! changed response 200: not: type changed from string to integer"}),
    ("a narrower question", IF.replace("WORDS", "enum: [a, b]"), IF.replace("WORDS", "enum: [a]"),
     {"! changed response 200: if.a: enum: b dropped"}),
    ("what follows", IF.replace("c]", "c, d]").replace("WORDS", "enum: [a]"), IF.replace("WORDS", "enum: [a]"),
     {"! changed response 200: then.d: is optional now"}),
    ("one element of a tuple", "{type: array, prefixItems: [{type: string}, {type: string}]}",
     "{type: array, prefixItems: [{type: string}, {type: integer}]}",
     {"! changed response 200: prefixItems.1: type changed from string to integer"}),
    ("a tuple grows", "{type: array, prefixItems: [{type: string}]}", "{type: array, prefixItems: [{type: string}, {type: integer}]}",
     {"added response 200: prefixItems.1: of prefixItems"}),
    ("an element that is looked for", "{type: array, contains: {minimum: 3}}", "{type: array, contains: {minimum: 2}}",
     {"! changed response 200: contains: minimum lowered from 3 to 2"}),
    ("what names look like", "{type: object, propertyNames: {maxLength: 3}}", "{type: object, propertyNames: {maxLength: 4}}",
     {"? changed response 200: propertyNames: maxLength raised from 3 to 4"}),
    ("what a name asks for", DEPENDENT.replace("WORDS", "required: [b]"), DEPENDENT.replace("WORDS", "required: [a]"),
     {"! changed response 200: dependentSchemas.a.b: is optional now", "changed response 200: dependentSchemas.a.a: is required now"}),
    ("a false schema", "{not: {type: string}}", "{not: true}", {"changed response 200: not changed"}),
    ("a schema that asks about itself", "{minimum: 1, not: {$ref: '#/paths/~1orders/get/responses/200/content/application~1json/schema'}}",
     "{minimum: 2, not: {$ref: '#/paths/~1orders/get/responses/200/content/application~1json/schema'}}",
     {"? changed response 200: minimum raised from 1 to 2", "? changed response 200: not: minimum raised from 1 to 2",
      "? changed response 200: not.not: minimum raised from 1 to 2", "? changed response 200: not.not: not changed"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [r[1:] for r in SCHEMAS], ids=[r[0] for r in SCHEMAS])
def test_schemas_of_a_response(told, operation, before, after, expected):
    modern = ("'null'", "if:", "prefixItems", "contains", "propertyNames", "dependentSchemas", "not: {$ref")
    version = "3.1.0" if any(word in before for word in modern) else "3.0.3"
    specs = (operation(version=version, responses=ANSWER.replace("SCHEMA", one)) for one in (before, after))
    assert told(*specs) == expected


def test_documentation_is_told_when_asked_for(told, operation):
    before, after = operation(parameters=Q, summary="List"), operation(
        parameters=Q.replace("query,", "query, description: A filter,"), summary="Find"
    )  # fmt: skip
    assert told(before, after) == set()
    assert told(before, after, documentation=True) == {
        "changed query parameter q: description A filter was added",
        "changed : summary changed from List to Find",
    }


def test_words_behind_a_reference_are_told_when_asked_for(told, operation):
    before = operation(
        responses="{'200': {$ref: '#/components/responses/Found'}}",
        rest="components:\n  responses:\n    Found: {description: OLD}\n",
    )
    assert told(before, before.replace("OLD", "NEW"), documentation=True) == {
        "changed response 200: description changed from OLD to NEW"
    }
    assert told(before, before.replace("OLD", "NEW")) == set()


def test_what_many_operations_share_is_told_once(log, spec):
    paths = "".join(
        f"  /{name}:\n    get:\n      responses: {{'200': {{description: OK, content: {{application/json: "
        f"{{schema: {{$ref: '#/components/schemas/Money'}}}}}}}}}}\n"
        for name in ("carts", "orders", "refunds")
    )
    money = "components:\n  schemas:\n    Money: {type: object, properties: {amount: {type: integer}MORE}}\n"
    old, new = (spec(paths, money.replace("MORE", more)) for more in ("", ", currency: {type: string}"))
    (api,) = log({"openapi.yaml": old}, {"openapi.yaml": new}).apis
    (entry,) = api.entries
    assert entry.operations == ("GET /carts", "GET /orders", "GET /refunds")
    assert (entry.kind, entry.title, entry.text) == ("added", "response 200: currency", "optional")


def test_places_of_a_component_are_named_by_it(log, spec):
    ref = "{$ref: '#/components/schemas/Money'}"
    paths = (
        f"  /orders:\n    post:\n      requestBody: {{content: {{application/json: {{schema: {ref}}}}}}}\n"
        f"      responses: {{'200': {{description: OK, content: {{application/json: {{schema: {{type: array, items: {ref}}}}}}}}}}}\n"
    )
    money = "components:\n  schemas:\n    Money: {type: object, properties: {amount: {type: integer}MORE}}\n"
    old, new = (spec(paths, money.replace("MORE", more)) for more in ("", ", currency: {type: string}"))
    (api,) = log({"openapi.yaml": old}, {"openapi.yaml": new}).apis
    assert [(one.operations, one.title) for one in api.entries] == [(("POST /orders",), "schema Money: currency")]


def test_a_breaking_entry_has_the_finding_and_its_witness(log, operation):
    old, new = (
        operation(method="post", requestBody=JSON.replace("SCHEMA", f"{{type: integer, minimum: {low}}}"))
        for low in (0, 1)
    )
    (api,) = log({"orders/openapi.yaml": old}, {"orders/openapi.yaml": new}).apis
    (entry,) = api.entries
    (reason,) = entry.reasons
    assert (entry.text, entry.severity, reason.rule) == ("minimum raised from 0 to 1", "error", "request-body-narrowed")
    assert reason.fingerprint.startswith("dc1:")
    assert reason.witness.value["body"] == 0


def test_what_a_new_union_breaks_is_told_with_the_union(told, operation):
    plain = "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: integer}}}"
    union = "{oneOf: [{title: One, type: object, properties: {a: {type: integer}}}, {title: Two, type: object, properties: {c: {type: string}}}]}"
    found = told(*(operation(responses=ANSWER.replace("SCHEMA", one)) for one in (plain, union)))
    assert {entry.split(" ", 2)[-1] for entry in found if entry.startswith("!")} <= {
        f"response 200: member {name}: of oneOf" for name in ("One", "Two", "object")
    }
    assert len(found) == 3


def test_apis_that_come_and_go_have_a_section_each(log, operation):
    found = log({"a/openapi.yaml": operation()}, {"b/openapi.yaml": operation("post").replace("Orders", "Other")})
    assert [(api.name, api.state, [line(one) for one in api.entries]) for api in found.apis] == [
        ("a/openapi", "removed", ["! removed"]),
        ("b/openapi", "added", ["added"]),
    ]


def test_an_operation_that_moved_is_one_entry_and_breaks(told, operation):
    old = operation(operationId="listOrders", parameters="[]")
    assert told(old, old.replace("/orders:", "/v2/orders:")) == {"! moved the operation: is GET /v2/orders now"}
    assert told(old, old.replace("/orders:", "/v2/orders:").replace("[]", Q)) == {
        "! moved the operation: is GET /v2/orders now",
        "added query parameter q: optional",
    }
    unlike = old.replace("/orders:", "/things/{id}/parts:").replace("listOrders", "parts")
    assert told(old, unlike) == {"! removed", "added"}


HOOK = "webhooks:\n  paid:\n    post:\n      requestBody: {content: {application/json: {schema: SCHEMA}}}\n"


def test_webhooks_come_and_go_with_their_api_and_alone(log, told, spec):
    old, new = spec("  {}\n", "", "3.1.0"), spec("  {}\n", HOOK.replace("SCHEMA", "{}"), "3.1.0")
    assert told(old, new) == {"added"}
    assert told(new, old) == {"! removed"}
    found = log({"a.yaml": old}, {"a.yaml": old, "b.yaml": new.replace("Orders", "Hooks")}).apis
    assert [entry.operations for api in found for entry in api.entries] == [("webhook POST paid",)]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("type: object", "type: object, discriminator: {propertyName: a}", "a discriminator was added"),
        ("type: number, format: a", "type: number, format: b", "format changed from a to b"),
        ("type: string", "type: string, contentEncoding: base64", "contentEncoding base64 was added"),
    ],
)  # fmt: skip
def test_what_a_webhook_says_otherwise_is_told_the_way_round_that_it_happened(log, spec, before, after, words):
    old, new = (spec("  {}\n", HOOK.replace("SCHEMA", f"{{{one}}}"), "3.1.0") for one in (before, after))
    (api,) = log({"a.yaml": old}, {"a.yaml": new}).apis
    (entry,) = api.entries
    assert words in entry.reasons[0].text


def test_of_two_that_look_alike_neither_is_said_to_have_moved(told, spec):
    one = "    get:\n      responses: {'200': {description: OK}}\n"
    old, new = spec(f"  /orders/{{id}}:\n{one}"), spec(f"  /v1/orders/{{id}}:\n{one}  /v2/orders/{{id}}:\n{one}")
    assert told(old, new) == {"! removed", "added"}


MOVES = [
    ("a folder renamed, titles shared", {"json/a-v1.json": "A", "json/a-v2.json": "A"}, {"specs/a-v1.json": "A", "specs/a-v2.json": "A"}),
    ("another format", {"a.json": "A"}, {"b/a.yaml": "B"}),
    ("a title of its own", {"x/openapi.yaml": "Orders", "y/openapi.yaml": "Stock"}, {"p/openapi.yaml": "Stock", "q/openapi.yaml": "Orders"}),
]  # fmt: skip


@pytest.mark.parametrize(("base", "head"), [row[1:] for row in MOVES], ids=[row[0] for row in MOVES])
def test_specs_that_moved_are_the_same_apis(log, base, head):
    def written(side, method):
        return {
            path: json.dumps(
                {"openapi": "3.0.3", "info": {"title": title, "version": "1"}, "paths": {"/a": {method: OK}}}
            )
            for path, title in side.items()
        }

    found = log(written(base, "get"), written(head, "put")).apis
    assert [api.state for api in found] == ["changed"] * len(base)


def test_specs_that_nothing_connects_are_different_apis(log, operation):
    base, head = {"a/openapi.yaml": operation()}, {"b/openapi.yaml": operation("post").replace("Orders", "Other")}
    assert [api.state for api in log(base, head).apis] == ["removed", "added"]


def test_one_api_can_be_asked_for_by_name_or_title(log, operation):
    base = {"a/openapi.yaml": operation(), "b/openapi.yaml": operation().replace("Orders", "Other")}
    head = {path: text.replace("'1'", "'2'").replace("get:", "put:") for path, text in base.items()}
    assert [api.name for api in log(base, head, apis=["Other"]).apis] == ["b/openapi"]
    assert [api.name for api in log(base, head, apis=["a/openapi"]).apis] == ["a/openapi"]
    with pytest.raises(UsageError, match=r"--api: there is no API 'Othr'; did you mean Other"):
        log(base, head, apis=["Othr"])


def test_what_cannot_be_read_on_either_side_is_a_problem(log, operation):
    broken = "openapi: 3.0.3\ninfo: {title: [\n"
    for base, head in ((broken, operation()), (operation(), broken)):
        found = log({"openapi.yaml": base}, {"openapi.yaml": head})
        assert [problem.path for problem in found.problems] == ["openapi.yaml"]


VERSIONS = [
    ("2.4.0", "2.5.0", "major", "3.0.0", False),
    ("2.4.0", "3.0.0", "major", "3.0.0", True),
    ("v2.4.0", "v2.5.0", "major", "v3.0.0", False),
    ("2.4.0", "2.4.1", "minor", "2.5.0", False),
    ("2.4.0", "2.4.0", "patch", "2.4.1", False),
    ("0.4.0", "0.5.0", "major", "0.5.0", True),
    ("0.4.0", "0.4.1", "major", "0.5.0", False),
    ("0.4.0", "0.4.1", "minor", "0.4.1", True),
    ("0.0.4", "0.0.5", "major", "0.0.5", True),
    ("2.4", "2.5", "major", "3.0", False),
    ("2.4", "2.4", "patch", None, None),
    ("v3", "v3", "major", "v4", False),
    ("v3", "v3", "minor", None, None),
    ("3.0.0-rc.1", "3.0.0-rc.2", "major", None, None),
    ("2.4.0", "3.0.0-rc.1", "major", "3.0.0", True),
    ("2026-11-01", "2026-11-01", "major", "a later date", False),
    ("2026-11-01", "2026-11-22", "minor", "a later date", True),
    ("2026.11", "2026.11", "minor", "a later date", False),
    ("latest", "latest", "major", None, None),
    ("1.0.0", "latest", "major", None, None),
    ("1.0.0", "1.0.0", "none", None, None),
]


@pytest.mark.parametrize(("base", "head", "level", "needed", "enough"), VERSIONS)
def test_the_version_that_a_change_needs(base, head, level, needed, enough):
    from deploycheck.domains.openapi.versions import bump

    found = bump(base, head, level)
    assert (found.needed, found.enough) == (needed, enough)


def test_a_member_out_of_another_file_is_called_by_its_key(log, spec):
    forms = "{content: {application/json: {schema: {oneOf: [{$ref: 'forms.yaml#/cat'}, {$ref: 'dog.yaml'}]}}}}"
    path = "orders/openapi.yaml"
    main = spec(f"  /pets:\n    post:\n      requestBody: {forms}\n      responses: {{'200': {{description: OK}}}}\n")
    cat, dog = "cat: {type: object, properties: {NAME: {type: string}}}\n", "{type: object, properties: {b: KIND}}\n"
    base = {path: main, "orders/forms.yaml": cat.replace("NAME", "a"), "orders/dog.yaml": dog.replace("KIND", "{}")}
    head = base | {"orders/dog.yaml": dog.replace("KIND", "{type: string}")}
    told = repr(log(base, head))
    assert "(dog).b" in told
    assert "dog.yaml-" not in told
