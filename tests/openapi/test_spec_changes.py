"""What callers notice, part by part: each row is one edit and everything that is said about it."""

import pytest

OK = '{"200": {description: OK}}'
JSON = "{content: {application/json: {schema: SCHEMA}}}"


def answer(schema):
    return '{"200": {description: OK, content: {application/json: {schema: SCHEMA}}}}'.replace("SCHEMA", schema)


def sent(schema):
    return JSON.replace("SCHEMA", schema)


@pytest.fixture
def edited(said, operation):
    """Compare an operation with one part edited."""

    def run(part, before, after, **more):
        method = "post" if part == "requestBody" else "get"
        return said(operation(method, **{part: before, **more}), operation(method, **{part: after, **more}))

    return run


Q = "[{name: q, in: query, schema: {type: string}}]"
PARAMETERS = [
    ("the same in another order of keys", Q, "[{in: query, schema: {type: string}, name: q}]", set()),
    ("now required", Q, Q.replace("in: query", "in: query, required: true"), {"error parameter-now-required"}),
    ("gone", Q, "[]", {"warning parameter-removed"}),
    ("added", "[]", Q, {"info parameter-added"}),
    ("read from elsewhere", Q, Q.replace("query", "cookie"), {"error parameter-moved"}),
    ("written otherwise", "[{name: q, in: query, content: {application/json: {schema: {type: string}}}}]", Q,
     {"error parameter-encoding-changed"}),
    ("escaped now", Q.replace("query", "query, allowReserved: true"), Q, {"error parameter-encoding-changed"}),
    ("style of a text", Q, Q.replace("query,", "query, explode: false,"), set()),
    ("style of a list", Q.replace("string", "array"), Q.replace("string", "array").replace("query,", "query, style: pipeDelimited, explode: false,"),
     {"error parameter-encoding-changed"}),
    ("shorter", Q, Q.replace("string", "string, maxLength: 3"), {"error parameter-schema-narrowed"}),
    ("numbers read as text", Q.replace("string", "integer"), Q, set()),
    ("text read as numbers", Q, Q.replace("string", "integer"), {"error parameter-schema-narrowed"}),
    ("an enum of numbers as text", Q.replace("string", "integer, enum: [1, 2]"), Q.replace("string", "string, enum: ['1', '2']"), set()),
    ("a default", Q, Q.replace("string", "string, default: a"), {"warning default-changed"}),
    ("deprecated", Q, Q.replace("query", "query, deprecated: true"), {"info operation-deprecated"}),
    ("any name in an object, one described",
     "[{name: f, in: query, schema: {type: object, additionalProperties: true}}]",
     "[{name: f, in: query, schema: {type: object, additionalProperties: true, properties: {a: {type: string}}}}]", set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in PARAMETERS], ids=[r[0] for r in PARAMETERS]
)
def test_parameters(edited, before, after, expected):
    found = edited("parameters", before, after)
    assert {" ".join(line.split()[:2]) for line in found} == expected


OBJECT = "{type: object, properties: {a: {type: string}, b: {type: integer}}}"
BODIES = [
    ("an allOf is inlined", "{allOf: [{type: object, properties: {a: {type: string}}}, {properties: {b: {type: integer}}}]}", OBJECT, set()),
    ("narrower type", OBJECT.replace("string", "string, minLength: 1"), OBJECT.replace("string", "string, minLength: 2"),
     {"error request-body-narrowed request.application/json.a.minLength"}),
    ("wider type", OBJECT.replace("integer", "integer, maximum: 3"), OBJECT, set()),
    ("name required", OBJECT, OBJECT.replace("type: object", "type: object, required: [b]"),
     {"error request-property-now-required request.application/json.b.required"}),
    ("name gone", OBJECT, "{type: object, properties: {a: {type: string}}}",
     {"warning request-property-ignored request.application/json.b"}),
    ("name gone where the object is closed", OBJECT.replace("type: object", "type: object, additionalProperties: false"),
     "{type: object, additionalProperties: false, properties: {a: {type: string}}}",
     {"error request-body-narrowed request.application/json.b.additionalProperties"}),
    ("name added", "{type: object, properties: {a: {type: string}}}", OBJECT, set()),
    ("closed", OBJECT, OBJECT.replace("type: object", "type: object, additionalProperties: false"),
     {"warning undeclared-names-now-rejected request.application/json.additionalProperties"}),
    ("format that is checked", OBJECT.replace("a: {type: string", "a: {type: string, format: uuid"),
     OBJECT.replace("a: {type: string", "a: {type: string, format: date"),
     {"warning request-body-narrowed request.application/json.a.format"}),
    ("format that nobody checks", OBJECT, OBJECT.replace("a: {type: string", "a: {type: string, format: password"),
     {"warning format-annotation-changed request.application/json.a.format"}),
    ("union member gone", "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}]}",
     {"error request-body-narrowed request.application/json.type"}),
    ("union member comes", "{oneOf: [{type: string}]}", "{oneOf: [{type: integer}, {type: string}]}", set()),
    ("extensible enum loses a member", "{type: string, x-extensible-enum: [a, b]}", "{type: string, x-extensible-enum: [a]}",
     {"error request-body-narrowed request.application/json.x-extensible-enum"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_request_bodies(edited, before, after, expected):
    assert edited("requestBody", sent(before), sent(after)) == expected


ANSWERS = [
    ("number becomes integer", OBJECT.replace("integer", "number"), OBJECT, set()),
    ("integer becomes number", OBJECT, OBJECT.replace("integer", "number"),
     {"error response-schema-widened response.200.application/json.b.type"}),
    ("optional name gone", OBJECT, "{type: object, properties: {a: {type: string}}}",
     {"warning response-property-removed response.200.application/json.b"}),
    ("required name gone", OBJECT.replace("type: object", "type: object, required: [b]"), "{type: object, properties: {a: {type: string}}}",
     {"error response-property-removed response.200.application/json.b.required"}),
    ("name no longer required", OBJECT.replace("type: object", "type: object, required: [b]"), OBJECT,
     {"error response-property-now-optional response.200.application/json.b.required"}),
    ("name for requests only", OBJECT, OBJECT.replace("integer", "integer, writeOnly: true"),
     {"warning response-property-removed response.200.application/json.b"}),
    ("name added", "{type: object, properties: {a: {type: string}}}", OBJECT, set()),
    ("enum grown", "{type: string, enum: [a]}", "{type: string, enum: [a, b]}",
     {"warning response-enum-grown response.200.application/json.enum"}),
    ("enum dropped", "{type: string, enum: [a]}", "{type: string}",
     {"error response-schema-widened response.200.application/json.enum"}),
    ("extensible enum grown", "{type: string, x-extensible-enum: [a]}", "{type: string, x-extensible-enum: [a, b]}",
     {"info response-enum-grown response.200.application/json.x-extensible-enum"}),
    ("list of another", "{type: array, items: {type: string}}", "{type: array, items: {type: string, nullable: true}}",
     {"error response-schema-widened response.200.application/json.*.type"}),
    ("limit that means nothing", "{type: string}", "{type: string, maximum: 3}",
     {"info keyword-without-effect response.200.application/json.maximum"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_responses(edited, before, after, expected):
    assert edited("responses", answer(before), answer(after)) == expected


STATUSES = [
    ("failure gone", '{"200": {description: OK}, "404": {description: No}}', OK, {"info response-status-dropped response.404"}),
    ("success moved", '{"201": {description: OK}}', OK, {"error response-status-dropped response.201", "info response-status-added response.200"}),
    ("covered by a range", '{"200": {description: OK}, 4XX: {description: No}}', '{"200": {description: OK}, "404": {description: No}, 4XX: {description: No}}', set()),
    ("a link is gone", '{"200": {description: OK, links: {next: {operationId: a}}}}', OK, {"warning link-removed response.200.link.next"}),
    ("a required header is gone", '{"200": {description: OK, headers: {X-A: {required: true, schema: {}}}}}', OK,
     {"error response-header-dropped response.200.header.x-a"}),
    ("an optional header is gone", '{"200": {description: OK, headers: {X-A: {schema: {}}}}}', OK,
     {"warning response-header-dropped response.200.header.x-a"}),
    ("a problem is another type", '{"200": {description: OK, content: {application/json: {}}}}', '{"200": {description: OK, content: {application/problem+json: {}}}}',
     {"error response-media-type-dropped response.200.application/json"}),
    ("charset is no type", '{"200": {description: OK, content: {application/json: {}}}}', '{"200": {description: OK, content: {"application/json; charset=utf-8": {}}}}', set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in STATUSES], ids=[row[0] for row in STATUSES]
)
def test_statuses_headers_links_and_types(edited, before, after, expected):
    assert edited("responses", before, after) == expected


SCHEMES = """components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    other: {type: apiKey, in: query, name: key}
    basic: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: "https://a.example.com", scopes: {read: r, write: w}}}}
"""
SECURITY = [
    ("nothing to something", "[]", "[{key: []}]", {"error auth-added security.nothing"}),
    ("something or nothing", "[]", "[{}, {key: []}]", set()),
    (
        "one of two dropped",
        "[{key: []}, {basic: []}]",
        "[{key: []}]",
        {"error auth-alternative-dropped security.basic"},
    ),
    ("both together", "[{key: []}]", "[{key: [], basic: []}]", {"error auth-added security.key"}),
    ("one of both is enough", "[{key: [], basic: []}]", "[{basic: []}]", set()),
    (
        "one more scope",
        "[{oauth: [read]}]",
        "[{oauth: [read, write]}]",
        {"error auth-scope-added security.oauth (read)"},
    ),
    ("one scope less", "[{oauth: [read, write]}]", "[{oauth: [write]}]", set()),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in SECURITY], ids=[row[0] for row in SECURITY]
)
def test_security(edited, before, after, expected):
    assert edited("security", before, after, rest=SCHEMES) == expected


FUTURE = [
    ("deprecated", {}, {"deprecated": "true"}, {"info operation-deprecated deprecated"}),
    ("sooner", {"deprecated": "true", "x-sunset": "2027-02-01"}, {"deprecated": "true", "x-sunset": "2027-01-01"},
     {"warning sunset-moved-up sunset-moved-up"}),
    ("no date", {"deprecated": "true"}, {"deprecated": "true", "x-sunset": "soon"}, {"error sunset-unreadable sunset-unreadable"}),
    ("repaired", {"deprecated": "true", "x-sunset": "soon"}, {"deprecated": "true", "x-sunset": "2027-01-01"}, set()),
    ("lower", {"x-stability-level": "beta"}, {"x-stability-level": "draft"}, {"error stability-lowered stability-lowered"}),
    ("unknown level", {"x-stability-level": "beta"}, {"x-stability-level": "ga"}, {"error stability-lowered stability-lowered"}),
    ("renamed for generators", {"operationId": "a"}, {"operationId": "b"}, {"info operation-id-changed operationId"}),
    ("named for generators", {}, {"operationId": "b"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [row[1:] for row in FUTURE], ids=[row[0] for row in FUTURE])
def test_the_future_of_an_operation(said, operation, before, after, expected):
    assert said(operation(**before), operation(**after)) == expected


def test_a_draft_may_change_and_nobody_is_told_to_rely_on_it(said, operation):
    parts = {"x-stability-level": "draft"}
    before, after = (
        operation(parameters=Q, **parts),
        operation(parameters=Q.replace("y,", "y, required: true,"), **parts),
    )
    assert said(before, after) == {"info parameter-now-required parameter.query.q"}


def test_a_webhook_is_judged_the_other_way_round(said, operation):
    hook = "webhooks: {paid: {post: {requestBody: BODY, responses: {'200': {description: OK}}}}}\n"
    narrow = hook.replace(
        "BODY", sent("{type: object, required: [id], properties: {id: {type: string, maxLength: 3}}}")
    )
    wide = hook.replace("BODY", sent("{type: object, properties: {id: {type: string, maxLength: 3}}}"))
    one, other = operation(version="3.1.0", rest=narrow), operation(version="3.1.0", rest=wide)
    assert {line.split()[1] for line in said(one, other)} == {"webhook-payload-changed"}
    assert said(other, one) == set()


def test_a_callback_of_a_callback_does_not_hide_its_operation(said, operation):
    inner = "{back: {'{$url}': {post: {callbacks: {}, requestBody: BODY, responses: {'200': {description: OK}}}}}}"
    one = operation("post", callbacks=inner.replace("BODY", sent("{type: integer}")))
    other = operation("post", callbacks=inner.replace("BODY", sent("{type: string}")))
    assert {line.split()[1] for line in said(one, other)} == {"callback-payload-changed"}


def test_every_difference_comes_with_a_request_or_response_that_shows_it(judge, operation):
    one = operation("post", requestBody=sent("{type: object, properties: {qty: {type: integer, minimum: 0}}}"))
    other = one.replace("minimum: 0", "minimum: 1")
    (finding,) = judge({"a.yaml": one}, {"a.yaml": other}).findings
    witness = {"method": "POST", "path": "/orders", "media_type": "application/json", "body": {"qty": 0}}
    assert (finding.witness.kind, finding.witness.value, finding.witness.pointer) == ("request", witness, "/qty")
    assert (finding.effect, finding.direction, finding.location.line) == ("narrowed", "request", 7)


def test_two_wrongs_on_the_same_lines_of_a_component_are_one_finding(judge, operation):
    rest = "components: {schemas: {A: {type: object, properties: {city: {type: string}}}}}\n"
    ref = "{$ref: '#/components/schemas/A'}"
    one = operation("post", rest, requestBody=sent(f"{{type: object, properties: {{x: {ref}, y: {ref}, z: {ref}}}}}"))
    other = one.replace("{type: object, properties: {city", "{type: object, required: [city], properties: {city")
    (finding,) = judge({"a.yaml": one}, {"a.yaml": other}).findings
    assert "x.city" in finding.message
    assert "(and at 2 more places)" in finding.message


def test_an_equal_api_is_silent_however_it_is_written(said, operation):
    one = operation(
        responses=answer("{$ref: '#/components/schemas/A'}"), rest="components: {schemas: {A: {type: string}}}\n"
    )
    assert said(one, operation(responses=answer("{type: string}"))) == set()


def test_a_value_that_fits_two_members_of_a_new_union_is_shown(judge, operation):
    both = "{type: object, required: [KEY], properties: {email: {type: string}, phone: {type: string}}}"
    one = operation("post", requestBody=sent(both.replace("KEY", "email, phone")))
    members = [both.replace("KEY", name) for name in ("email", "phone")]
    (finding,) = judge(
        {"a.yaml": one}, {"a.yaml": operation("post", requestBody=sent(f"{{oneOf: [{', '.join(members)}]}}"))}
    ).findings
    assert (finding.rule, finding.severity.value) == ("union-now-ambiguous", "warning")
    assert finding.witness.value["body"] == {"email": "", "phone": ""}


def test_a_member_that_joins_a_union_changes_no_default_of_the_others(edited):
    member = "{type: object, required: [kind], properties: {kind: {type: string, enum: [NAME], default: NAME}}}"
    one, other = member.replace("NAME", "card"), member.replace("NAME", "ach")
    assert edited("requestBody", sent(f"{{oneOf: [{one}]}}"), sent(f"{{oneOf: [{other}, {one}]}}")) == set()


def messages(judge, base, head):
    path = "orders/openapi.yaml"
    return [finding.message for finding in judge({path: base}, {path: head}).findings if finding.status == "new"]


def test_a_tag_that_no_member_takes_is_named(judge, operation):
    one = "{type: object, required: [kind], properties: {kind: KIND}}"
    two = "{type: object, required: [kind, id], properties: {kind: KIND, id: {type: string}}}"
    form = sent(f"{{oneOf: [{one}, {two}]}}")
    before, after = (form.replace("KIND", kind) for kind in ("{type: string}", "{enum: [a, b]}"))
    found = messages(judge, operation("post", requestBody=before), operation("post", requestBody=after))
    assert any('kind: "" is not one of "a" or "b"' in line for line in found)


def test_another_scope_is_asked_for_instead(judge, operation):
    flows = "{clientCredentials: {tokenUrl: 'https://example.org/token', scopes: {a: A, b: B}}}"
    rest = f"components: {{securitySchemes: {{oauth: {{type: oauth2, flows: {flows}}}}}}}\n"
    before, after = (operation("get", rest, security=f"[{{oauth: [{scope}]}}]") for scope in "ab")
    assert any("needs the scope b instead of a" in line for line in messages(judge, before, after))


def test_a_link_to_an_operation_that_is_not_there_leads_nowhere(judge, operation):
    link = '{"200": {description: OK, links: {next: {operationId: NAME}}}}'
    before, after = (
        operation("get", operationId="list", responses=link.replace("NAME", to)) for to in ("list", "gone")
    )
    assert any("link next leads nowhere (operationId)" in line for line in messages(judge, before, after))
