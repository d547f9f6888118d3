"""Which files are specs, what is read of them, and which references are followed."""

import json

import pytest

from deploycheck.documents import load
from deploycheck.domains.openapi.load import load_file
from deploycheck.domains.openapi.recognise import says_openapi
from deploycheck.domains.openapi.references import ESCAPES, REMOTE, Target, collect, target
from deploycheck.model.change import Claim
from deploycheck.model.errors import SourceError


@pytest.fixture
def value_of():
    return lambda text: load(text.encode(), "a.yaml")[0].value


@pytest.mark.parametrize(
    ("text", "path", "is_one"),
    [
        ("openapi: 3.0.3\n", "a.yaml", True),
        ("# a comment\ninfo: {}\nopenapi: '3.1.0'\n", "a.yaml", True),
        ("\ufeffopenapi: 3.0.3\n", "a.yaml", True),
        ("swagger: '2.0'\n", "a.yml", True),
        ('{"info": {"version": "1"}, "openapi": "3.0.0"}', "a.json", True),
        ('{\n  "openapi" : "3.1.0"}', "a.yaml", True),
        ('"openapi": "3.0.3"\n', "a.yaml", True),
        ("{info: {}, openapi: 3.0.3}\n", "a.yaml", True),
        ("{docs: {openapi: 3.0.3}}\n", "a.yaml", False),
        ("example:\n  openapi: 3.0.3\n", "a.yaml", False),
        ('{"docs": {"openapi": "3.0.0"}}', "a.json", False),
        ("openapi: true\n", "a.yaml", False),
        ("openapi: 4.0.0\n", "a.yaml", False),
        ("kind: Deployment\n", "a.yaml", False),
    ],
)
def test_a_file_is_a_spec_when_its_top_level_says_so(text, path, is_one):
    assert says_openapi(text.encode(), path) is is_one


@pytest.mark.parametrize("name", ["api.yaml", "api.json"])
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_both_syntaxes_give_the_same_operations(api, name, version):
    document = {"openapi": version, "info": {}, "paths": {"/a": {"get": {"responses": {"200": {}}}}}}
    found = api({name: json.dumps(document)}, name)
    assert [(one.subject, list(one.responses)) for one in found.operations] == [("GET /a", ["200"])]


def test_unquoted_statuses_are_text(api, operation):
    found = api({"openapi.yaml": operation(responses="{200: {description: OK}, 4XX: {description: Refused}}")})
    assert list(found.operations[0].responses) == ["200", "4XX"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- openapi: 3.0.3\n", "a spec is a mapping"),
        ("info: {}\n", "has no key `openapi`"),
        ("openapi: 4.0.0\n", "says version 4.0.0"),
        ("openapi: 3.0.3\n---\nopenapi: 3.0.3\n", "expected one document, found 2"),
        ("openapi: [\n", "did not find"),
    ],
)
def test_what_is_no_spec_is_refused_with_a_place(text, message):
    with pytest.raises(SourceError, match=message) as caught:
        load_file(Claim("a.yaml", "openapi:spec", None), text.encode())
    assert caught.value.line >= 1


def test_schemas_come_from_other_files_relative_to_the_one_that_names_them(api, operation):
    files = {
        "specs/openapi.yaml": operation(
            responses='{"200": {description: OK, content: {application/json: {schema: {$ref: "parts/a.yaml#/Order"}}}}}'
        ),
        "specs/parts/a.yaml": "Order:\n  properties:\n    line: {$ref: '../more/b.json#/Line'}\n",
        "specs/more/b.json": '{"Line": {"type": "string"}}',
    }
    found = api(files, "specs/openapi.yaml")
    schema = found.operations[0].responses["200"].media["application/json"].shape.schema
    _, order = found.definitions.target(schema["$ref"])
    _, line = found.definitions.target(order["properties"]["line"]["$ref"])
    assert line == {"type": "string"}


def test_whole_path_items_and_responses_may_stand_elsewhere(api, spec):
    files = {
        "openapi.yaml": spec("  /a: {$ref: 'a.yaml'}\n"),
        "a.yaml": "get:\n  responses:\n    '200': {$ref: 'r.yaml#/Fine'}\n",
        "r.yaml": "Fine: {description: OK, headers: {X-Total: {schema: {type: integer}}}}\n",
    }
    (operation,) = api(files).operations
    assert [header.name for header in operation.responses["200"].headers.values()] == ["X-Total"]
    assert operation.location.path == "a.yaml"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://example.com/a.yaml#/X", REMOTE),
        ("//example.com/a.yaml", REMOTE),
        ("file:///etc/passwd", REMOTE),
        ("/etc/passwd", ESCAPES),
        ("../../../etc/passwd", ESCAPES),
        ("%2e%2e/%2e%2e/etc/passwd", ESCAPES),
        ("..\\..\\secret", ESCAPES),
    ],
)
def test_references_out_of_the_snapshot_are_refused(text, reason):
    assert target(text, "specs/openapi.yaml") == reason


def test_a_reference_inside_the_snapshot_names_file_and_steps():
    assert target("../a.yaml#/x~1y/%7Bid%7D", "specs/openapi.yaml") == Target("a.yaml", ("x/y", "{id}"))
    assert target("#/components/schemas/A", "specs/openapi.yaml").path == "specs/openapi.yaml"


def test_a_refused_reference_is_named_with_its_line(judge, operation):
    shape = '{"200": {description: OK, content: {application/json: {schema: {$ref: "../../../etc/passwd"}}}}}'
    text = operation(responses=shape)
    report = judge({}, {"openapi.yaml": text})
    assert [(one.path, one.location.line, ESCAPES in one.reason) for one in report.not_analysed] == [
        ("openapi.yaml", 6, True)
    ]


@pytest.mark.parametrize(
    "components",
    [
        "A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}",
        "A: {$ref: '#/components/schemas/A'}",
        "A: {type: object, properties: {next: {$ref: '#/components/schemas/A'}}}",
        "A: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}",
        "A: {anyOf: [{$ref: '#/components/schemas/A'}, {type: object}]}",
        "A: {type: array, items: {$ref: '#/components/schemas/A'}}",
    ],
)
def test_cycles_end(judge, operation, components):
    shape = '{"200": {description: OK, content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}'
    base = operation(responses=shape, rest=f"components: {{schemas: {{{components}}}}}\n")
    head = base.replace("type: object", "type: object, minProperties: 0").replace("Orders", "Others")
    report = judge({"openapi.yaml": base}, {"openapi.yaml": head})
    assert (report.problems, report.crashed) == ((), ())
    assert not [one for one in report.findings if one.severity.value == "error"]


def test_callbacks_that_lead_back_to_their_operation_end(api, spec):
    text = "  /a:\n    post:\n      callbacks: {back: {'{$url}': {$ref: '#/paths/~1a'}}}\n      responses: {}\n"
    (operation,) = api({"openapi.yaml": spec(text)}).operations
    assert [inner.callbacks for inner in operation.callbacks.values()] == [{}]


def test_a_spec_in_swagger_two_reads_as_the_same_api(said):
    old = (
        "swagger: '2.0'\ninfo: {title: Orders, version: '1'}\nbasePath: /v1\npaths:\n  /orders:\n    post:\n"
        "      consumes: [application/json]\n      produces: [application/json]\n      parameters:\n"
        "        - {name: body, in: body, required: true, schema: {$ref: '#/definitions/Order'}}\n"
        "        - {name: q, in: query, type: string, maxLength: 5}\n"
        "      responses: {'200': {description: OK, schema: {$ref: '#/definitions/Order'}}}\n"
        "definitions: {Order: {type: object, properties: {id: {type: string}}}}\n"
    )
    new = (
        "openapi: 3.0.3\ninfo: {title: Orders, version: '1'}\nservers: [{url: /v1}]\npaths:\n  /orders:\n    post:\n"
        "      parameters: [{name: q, in: query, schema: {type: string, maxLength: 5}}]\n"
        "      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/O'}}}}\n"
        "      responses: {'200': {description: OK, content: {application/json: {schema:"
        " {$ref: '#/components/schemas/O'}}}}}\n"
        "components: {schemas: {O: {type: object, properties: {id: {type: string}}}}}\n"
    )
    assert said(old, new) == set()
    assert said(old, new.replace("maxLength: 5", "maxLength: 4")) == {
        "error parameter-schema-narrowed parameter.query.q.maxLength"
    }


def test_names_that_look_like_keywords_hide_no_reference(value_of):
    document = value_of("responses: {default: {$ref: 'a.yaml'}}\nx: {properties: {example: {$ref: 'b.yaml'}}}\n")
    assert collect(document, "openapi.yaml")[0] == ("a.yaml", "b.yaml")


def test_data_holds_no_references(value_of):
    document = value_of(
        "x: {type: object, example: {$ref: 'a.yaml'}, default: {$ref: 'b.yaml'}, enum: [{$ref: 'c.yaml'}]}\n"
    )
    assert collect(document, "openapi.yaml") == ((), ())
