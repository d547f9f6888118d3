"""What OpenAPI does not allow in a changed spec."""

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from deploycheck.domains.openapi.validity import invalid

OK = "{'200': {description: OK}}"
CASES = [
    ("fine", "3.0.3", {}, []),
    ("no description", "3.0.3", {"responses": "{'200': {}}"}, ["/paths/~1orders/get/responses/200"]),
    ("style of another place", "3.0.3", {"parameters": "[{name: q, in: query, style: matrix, schema: {}}]"},
     ["/paths/~1orders/get/parameters/0/style"]),
    ("type that is none", "3.0.3", {"parameters": "[{name: q, in: query, schema: {type: count}}]"},
     ["/paths/~1orders/get/parameters/0/schema/type"]),
    ("type that is none", "3.1.0", {"parameters": "[{name: q, in: query, schema: {type: count}}]"},
     ["/paths/~1orders/get/parameters/0/schema/type"]),
    ("list of types in 3.0", "3.0.3", {"parameters": "[{name: q, in: query, schema: {type: [string]}}]"},
     ["/paths/~1orders/get/parameters/0/schema/type"]),
    ("list of types in 3.1", "3.1.0", {"parameters": "[{name: q, in: query, schema: {type: [string]}}]"}, []),
    ("bound that is no number", "3.1.0", {"parameters": "[{name: q, in: query, schema: {minimum: low}}]"},
     ["/paths/~1orders/get/parameters/0/schema/minimum"]),
    ("reference that leads nowhere", "3.0.3", {"parameters": "[{$ref: '#/components/parameters/Q'}]"},
     ["/paths/~1orders/get/parameters/0/$ref"]),
    ("parameter given twice", "3.0.3", {"parameters": "[{name: id, in: path, required: true, schema: {}}, {name: id, in: path, required: true, schema: {}}]"},
     ["/paths/~1orders/get/parameters"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "parts", "pointers"), [row[1:] for row in CASES], ids=[f"{r[0]} {r[1]}" for r in CASES]
)
def test_what_is_not_allowed_is_found_where_it_stands(api, operation, version, parts, pointers):
    found = invalid(api({"openapi.yaml": operation(version=version, **parts)}).specification)
    assert [one.spot.pointer or "/" for one in found] == pointers


@pytest.mark.parametrize(
    ("version", "parts", "pointers"), [row[1:] for row in CASES], ids=[f"{r[0]} {r[1]}" for r in CASES]
)
def test_the_reference_validator_has_the_same_opinion(api, operation, version, parts, pointers):
    document = api({"openapi.yaml": operation(version=version, **parts)}).specification.root.document.value
    validator = OpenAPIV31SpecValidator if version.startswith("3.1") else OpenAPIV30SpecValidator
    try:
        agrees = validator(document).is_valid()
    except Exception:  # noqa: BLE001  it raises what its resolver raises
        agrees = False
    assert agrees is (not pointers)


def test_parts_come_out_of_the_snapshot_only(api, operation):
    files = {
        "specs/openapi.yaml": operation(parameters="[{$ref: 'parts.yaml#/Q'}]"),
        "specs/parts.yaml": "Q: {name: q, in: query, schema: {$ref: '#/S'}}\nS: {type: string}\n",
    }
    assert invalid(api(files, "specs/openapi.yaml").specification, "full") == ()


def test_a_part_that_is_not_there_leads_nowhere(api, operation):
    files = {"openapi.yaml": operation(parameters="[{$ref: 'parts.yaml#/Q'}]")}
    assert [one.message for one in invalid(api(files).specification)] == ["the reference 'parts.yaml#/Q' leads nowhere"]


def test_two_operations_with_one_name_are_found_by_the_full_check_alone(api, spec):
    text = spec("".join(f"  /{name}:\n    get: {{operationId: a, responses: {OK}}}\n" for name in ("x", "y")))
    specification = api({"openapi.yaml": text}).specification
    assert [one.spot.pointer for one in invalid(specification, "full")] == ["/paths/~1y"]
    assert invalid(specification, "fast") == ()


def test_a_parameter_that_the_path_names_and_nobody_declares(api, spec):
    text = spec(f"  /x/{{id}}:\n    get: {{responses: {OK}}}\n")
    assert [one.spot.pointer for one in invalid(api({"openapi.yaml": text}).specification)] == ["/paths/~1x~1{id}"]


def test_only_what_is_new_counts(judge, operation):
    one = operation(responses="{'200': {}}")
    report = judge({"a.yaml": one}, {"a.yaml": one.replace("Orders", "Others")})
    assert [(f.rule, f.status) for f in report.findings] == [("spec-invalid", "existing")]
    report = judge({"a.yaml": operation()}, {"a.yaml": one})
    assert [(f.rule, f.status, f.location.line) for f in report.findings] == [("spec-invalid", "new", 6)]


def test_the_command_line_says_how_thorough_to_be(judge, spec):
    text = spec("".join(f"  /{name}:\n    get: {{operationId: a, responses: {OK}}}\n" for name in ("x", "y")))
    head = {"a.yaml": text}
    assert {f.rule for f in judge({}, head, validate="full", select=["spec-invalid"]).findings} == {"spec-invalid"}
    assert judge({}, head, validate="fast", select=["spec-invalid"]).findings == ()


def test_references_that_multiply_are_not_followed(api):
    parts = "".join(
        f"    S{at}: {{allOf: [{{$ref: '#/components/schemas/S{at + 1}'}}, {{$ref: '#/components/schemas/S{at + 1}'}}]}}\n"
        for at in range(40)
    )
    found = api(
        {
            "openapi.yaml": f"openapi: 3.0.3\ninfo: {{title: a, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{parts}    S40: {{type: string}}\n"
        }
    )

    assert [one.spot.pointer for one in found.invalid] == ["/components/schemas/S0"]
    assert "multiply" in found.invalid[0].message


def test_a_required_name_may_be_described_nowhere(api, operation):
    """The reference validator asks for a property where an `allOf` stands beside; OpenAPI does not."""
    spec = operation(parameters="[{name: q, in: query, schema: {allOf: [{type: object}], required: [b]}}]")
    assert api({"openapi.yaml": spec}).invalid == ()
