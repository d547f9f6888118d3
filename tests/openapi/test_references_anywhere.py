"""References where OpenAPI has none: authors of many files put them anywhere, and their bundlers follow them."""

import pytest

from deploycheck.domains.openapi.references import along, references, surely_inward

ROOT = """openapi: 3.0.3
info: {title: Shop, version: '1', description: {$ref: 'texts.yaml#/intro'}}
paths:
  /sizes:
    get: {$ref: sizes/list.yaml}
"""
TEXTS = "intro: What the shop offers.\n"
LIST = """operationId: listSizes
parameters: {$ref: parts.yaml#/paging}
responses: {$ref: parts.yaml#/answers}
"""
PARTS = """paging:
  - {name: page, in: query, schema: {type: integer}}
answers:
  '200':
    description: OK
    content: {$ref: '#/bodies'}
bodies:
  application/json:
    schema: {$ref: size.yaml}
"""
SIZE = "{type: object, properties: {disk: {type: string, enum: [local, remote]}}}\n"
FILES = {
    "openapi.yaml": ROOT,
    "texts.yaml": TEXTS,
    "sizes/list.yaml": LIST,
    "sizes/parts.yaml": PARTS,
    "sizes/size.yaml": SIZE,
}


def new(report):
    assert (report.problems, report.crashed) == ((), ())
    return {
        (f.severity.value, f.rule, f.subject, f.location.path, f.location.line)
        for f in report.findings
        if f.status == "new"
    }


def test_an_operation_behind_a_reference_is_compared(judge):
    grown = {**FILES, "sizes/size.yaml": SIZE.replace("remote]", "remote, boot]")}

    assert new(judge(FILES, grown)) == {("warning", "response-enum-grown", "GET /sizes", "sizes/size.yaml", 1)}


def test_the_parameters_of_an_operation_may_be_a_reference(judge):
    asking = {**FILES, "sizes/parts.yaml": PARTS.replace("in: query,", "in: query, required: true,")}

    assert new(judge(FILES, asking)) == {("error", "parameter-now-required", "GET /sizes", "sizes/parts.yaml", 2)}


def test_an_operation_that_lost_its_reference_is_removed(judge):
    without = {**FILES, "openapi.yaml": ROOT.replace("    get: {$ref: sizes/list.yaml}\n", "    parameters: []\n")}

    assert new(judge(FILES, without)) == {("error", "operation-removed", "GET /sizes", "openapi.yaml", 4)}


def test_references_that_lead_somewhere_are_no_mistake(api):
    assert api(FILES, "openapi.yaml").invalid == ()


def test_a_mistake_is_told_in_the_file_that_holds_it(api):
    found = api({**FILES, "sizes/parts.yaml": PARTS.replace("    description: OK\n", "")}, "openapi.yaml").invalid

    assert [(one.spot.file.path, one.spot.pointer) for one in found] == [("sizes/parts.yaml", "/answers/200")]
    assert "description" in found[0].message


def test_parts_that_refer_to_each_other_for_ever_end(api):
    loop = {**FILES, "sizes/list.yaml": "responses: {$ref: 'list.yaml#/responses'}\n"}
    found = api(loop, "openapi.yaml")

    assert [one.subject for one in found.operations] == ["GET /sizes"]
    assert len(found.invalid) > 0


@pytest.mark.parametrize(
    ("text", "inward"),
    [
        ("a: {$ref: '#/b'}", True),
        ('a: {"$ref": "#/b"}', True),
        ("a:\n  $ref: \"#/b\"\nb: {$ref : '#/a'}", True),
        ("nothing: here", True),
        ("a: {$ref: other.yaml}", False),
        ("a: {$ref: '#/b'}\nb: {$ref: other.yaml#/b}", False),
        ('a: {"\\x24ref": other.yaml}', False),
        ("a:\n  $ref:\n    other.yaml", False),
        ("a: &k $ref\nb: {*k : other.yaml}", False),
        ("a: {? $ref : other.yaml}", False),
        ("a: {$ref: >-\n  other.yaml}", False),
        ("a: {$ref: !x '#/b'}", False),
    ],
)
def test_bytes_tell_that_references_stay_inside_only_where_they_do(text: str, inward: bool) -> None:
    assert surely_inward(text.encode()) == inward
    assert not surely_inward(text.encode("utf-16"))


def test_a_reference_in_the_value_of_an_example_is_data() -> None:
    example = {"value": {"$ref": "#/nowhere"}}
    media = {"schema": {"$ref": "#/s"}, "examples": {"a": {"$ref": "#/components/examples/a"}, "b": example}}
    spec = {
        "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": media}}}}}},
        "components": {
            "examples": {"a": example},
            "schemas": {"examples": {"properties": {"examples": {"$ref": "#/p"}}, "examples": [{"$ref": "#/data"}]}},
        },
    }

    assert sorted(text for text, _ in references(spec)) == ["#/components/examples/a", "#/p", "#/s"]
    steps = {text: along(trail) for text, trail in references(spec)}
    assert steps["#/components/examples/a"][-3:] == ("examples", "a", "$ref")
