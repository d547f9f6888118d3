"""Which operation of head continues which of base, and which spec."""

import pytest

from deploycheck.domains.openapi.matching import pair_operations
from deploycheck.domains.openapi.model import canonical

GET = "\n    get: {responses: {'200': {description: OK}}}\n"
BY_ID = "\n    get:\n      parameters: [{name: NAME, in: path, required: true, schema: {type: string}}]\n"
BY_ID += "      responses: {'200': {description: OK}}\n"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/pets", "/pets"),
        ("/pets/{id}", "/pets/{}"),
        ("/pets/{petId}/toys/{toy}.json", "/pets/{}/toys/{}.json"),
        ("/pets/{broken", "/pets/{broken"),
    ],
)
def test_only_the_position_of_parameters_counts(path, form):
    assert canonical(path) == form


def names(match):
    return (
        [f"{one.subject} = {other.subject}" for one, other in match.both],
        [one.subject for one in match.removed],
        [one.subject for one in match.added],
    )


def test_a_renamed_parameter_is_the_same_operation(api, spec):
    base = api({"openapi.yaml": spec(f"  /pets/{{id}}:{BY_ID.replace('NAME', 'id')}")})
    head = api({"openapi.yaml": spec(f"  /pets/{{petId}}:{BY_ID.replace('NAME', 'petId')}")})
    assert names(pair_operations(base, head)) == (["GET /pets/{id} = GET /pets/{petId}"], [], [])
    assert base.operations[0].parameters.keys() == head.operations[0].parameters.keys()


def test_methods_are_operations_of_their_own(api, spec):
    base = api({"openapi.yaml": spec(f"  /pets:{GET}")})
    head = api({"openapi.yaml": spec(f"  /pets:{GET.replace('get', 'post')}")})
    assert names(pair_operations(base, head)) == ([], ["GET /pets"], ["POST /pets"])


def test_a_base_path_that_moves_into_the_paths_changes_nothing(api, spec):
    base = api({"openapi.yaml": spec(f"  /pets:{GET}", "servers: [{url: 'https://a.example.com/v1/'}]\n")})
    head = api({"openapi.yaml": spec(f"  /v1/pets:{GET}", "servers: [{url: 'https://a.example.com'}]\n")})
    match = pair_operations(base, head)
    assert (names(match), match.moved) == ((["GET /pets = GET /v1/pets"], [], []), None)


def test_a_base_path_that_changes_moves_every_operation(api, spec):
    base = api({"openapi.yaml": spec(f"  /pets:{GET}", "servers: [{url: /v1}]\n")})
    head = api({"openapi.yaml": spec(f"  /pets:{GET}", "servers: [{url: '/{v}', variables: {v: {default: v2}}}]\n")})
    match = pair_operations(base, head)
    assert (names(match), match.moved) == ((["GET /pets = GET /pets"], [], []), ("/v1", "/v2"))


def test_servers_with_different_base_paths_put_nothing_in_front(api, spec):
    servers = "servers: [{url: /v1}, {url: /v2}]\n"
    assert api({"openapi.yaml": spec(f"  /pets:{GET}", servers)}).base_path == ""


def test_two_paths_that_answer_to_the_same_requests_are_named(api, spec):
    text = spec(f"  /pets/{{id}}:{BY_ID.replace('NAME', 'id')}  /pets/{{pet}}:{BY_ID.replace('NAME', 'pet')}")
    pairs = [(one.subject, other.subject) for one, other in api({"openapi.yaml": text}).ambiguous_operations()]
    assert pairs == [("GET /pets/{id}", "GET /pets/{pet}")]


def test_a_spec_that_moves_is_matched_by_its_title(judge, spec):
    one, other = spec(f"  /pets:{GET}"), spec(f"  /toys:{GET}").replace("Orders", "Toys")
    report = judge({"a/openapi.yaml": one, "b/openapi.yaml": other}, {"c/api.yaml": other, "d/api.yaml": one})
    assert report.findings == ()


def test_a_spec_that_is_gone_takes_its_operations_with_it(judge, spec):
    one, other = spec(f"  /pets:{GET}"), spec(f"  /toys:{GET}").replace("Orders", "Toys")
    report = judge({"a/openapi.yaml": one, "b/openapi.yaml": other}, {"a/openapi.yaml": one})
    assert [(f.rule, f.subject) for f in report.findings] == [("operation-removed", "GET /toys")]


def test_a_spec_that_cannot_be_read_is_not_gone(judge, spec):
    report = judge(
        {"openapi.yaml": spec(f"  /pets:{GET}")}, {"openapi.yaml": "openapi: 3.0.3\npaths: [\n"}, select=None
    )
    assert {f.rule for f in report.findings} == {"file-not-analysed"}


def test_a_copy_of_a_spec_that_goes_takes_nothing_with_it(judge, spec):
    text = spec(f"  /pets:{GET}", "servers: [{url: https://a.example.com}]\n")
    assert judge({"a.yaml": text, "b.json.yaml": text}, {"a.yaml": text}).findings == ()
    elsewhere = text.replace("a.example.com", "b.example.com")
    report = judge({"a.yaml": text, "b.yaml": elsewhere}, {"a.yaml": text})
    assert [(f.rule, f.subject) for f in report.findings] == [("operation-removed", "GET /pets")]
