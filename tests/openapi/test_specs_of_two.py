"""Swagger 2.0: what its own words for parameters, bodies and access mean."""

import pytest

HEAD = "swagger: '2.0'\ninfo: {title: Orders, version: '1'}\n"


@pytest.fixture
def compared(said):
    """Compare two specs by the flow YAML of one operation and of what stands at their root."""

    def run(base, head, rest="", head_rest=None):
        def text(operation, more):
            return f"{HEAD}{more}paths:\n  /orders:\n    post: {operation}\n"

        found = said(text(base, rest), text(head, rest if head_rest is None else head_rest), "orders/swagger.yaml")
        return {" ".join(line.split()[:2]) for line in found}

    return run


def posted(*parameters, consumes="[application/x-www-form-urlencoded]"):
    listed = ", ".join(parameters)
    return f"{{consumes: {consumes}, parameters: [{listed}], responses: {{'200': {{description: OK}}}}}}"


def listed(how):
    return f"{{name: q, in: query, type: array, items: {{type: string}}, collectionFormat: {how}}}"


FIELD = "{name: a, in: formData, type: string}"
MORE = "{name: b, in: formData, type: string, required: true}"


def test_fields_of_forms_are_properties_of_a_body(compared):
    assert compared(posted(FIELD), posted(FIELD, MORE)) == {
        "error request-body-now-required", "error request-property-now-required",
    }  # fmt: skip
    assert compared(posted(FIELD, MORE), posted(FIELD)) == {"warning request-property-ignored"}


@pytest.mark.parametrize("how", ["multi", "ssv", "pipes"])
def test_another_way_to_write_a_list_is_told(compared, how):
    assert compared(posted(listed("csv")), posted(listed(how))) == {"error parameter-encoding-changed"}


def test_what_is_consumed_and_produced_are_media_types(compared):
    both, one = ("[application/json, application/xml]", "[application/json]")
    body = "{name: body, in: body, schema: {type: object}}"
    assert compared(posted(body, consumes=both), posted(body, consumes=one)) == {"error request-media-type-dropped"}
    answer = "{produces: %s, responses: {'200': {description: OK, schema: {type: object}}}}"
    assert compared(answer % both, answer % one) == {"error response-media-type-dropped"}


def test_schemes_are_what_callers_send(compared):
    basic, key = "{type: basic}", "{type: apiKey, in: header, name: X-Key}"
    guarded = "{security: [{login: []}], responses: {'200': {description: OK}}}"
    defined = "securityDefinitions: {{login: {0}}}\n"
    assert compared(guarded, guarded, defined.format(basic), defined.format(key)) == {"error auth-alternative-dropped"}


def test_host_base_path_and_schemes_are_servers(compared):
    plain = "{responses: {'200': {description: OK}}}"
    secure = "host: a.example\nbasePath: /v1\nschemes: [https]\n"
    assert compared(plain, plain, secure, secure.replace("[https]", "[https, http]")) == set()
    assert compared(plain, plain, secure.replace("[https]", "[https, http]"), secure) == {"warning server-removed"}
    assert compared(plain, plain, secure, secure.replace("/v1", "/v2")) == {"error server-base-path-changed"}


def test_shared_parameters_and_responses_are_followed(compared):
    shared = "parameters: {Q: {name: q, in: query, type: string, maxLength: %d}}\nresponses: {R: {description: OK}}\n"
    used = "{parameters: [{$ref: '#/parameters/Q'}], responses: {'200': {$ref: '#/responses/R'}}}"
    assert compared(used, used, shared % 9, shared % 5) == {"error parameter-schema-narrowed"}


def test_places_are_those_of_the_file(judge):
    def files(length):
        text = f"{HEAD}paths:\n  /a:\n    get:\n      responses: {{'200': {{description: OK, schema: {{$ref: '#/definitions/T'}}}}}}\n"
        return {"a/swagger.yaml": f"{text}definitions:\n  T:\n    type: string\n    maxLength: {length}\n"}

    (found,) = (one for one in judge(files(5), files(9)).findings if one.severity.value == "error")
    assert (found.rule, found.location.line) == ("response-schema-widened", 10)
