"""What came with OpenAPI 3.2: it is read, or said to be unknown."""

import pytest

LINES = "application/jsonl"


@pytest.fixture
def compared(said, spec):
    """Compare two specs of 3.2 by the text of their paths and of what follows them."""

    def run(base, head, rest="", head_rest=None):
        sides = spec(base, rest, "3.2.0"), spec(head, rest if head_rest is None else head_rest, "3.2.0")
        return {" ".join(line.split()[:2]) for line in said(*sides)}

    return run


def item(*lines):
    return "  /orders:\n" + "".join(f"    {line}\n" for line in lines)


GET = 'get: {responses: {"200": {description: OK}}}'
COPY = 'additionalOperations: {COPY: {responses: {"200": {description: OK}}}}'
QUERY = 'query: {responses: {"200": {description: OK}}}'


@pytest.mark.parametrize("more", [COPY, QUERY])
def test_methods_that_came_with_it_are_operations(compared, more):
    assert compared(item(GET, more), item(GET)) == {"error operation-removed"}
    assert compared(item(GET), item(GET, more)) == {"info operation-added"}


def test_an_operation_of_a_method_with_a_name_is_called_by_it(said, spec):
    base, head = spec(item(GET, COPY), version="3.2.0"), spec(item(GET), version="3.2.0")
    assert said(base, head) == {"error operation-removed"}


def streamed(schema):
    content = f"content: {{{LINES}: {{itemSchema: {schema}}}}}"
    return item(f'get: {{responses: {{"200": {{description: OK, {content}}}}}}}')


def test_each_value_of_a_stream_is_compared(compared):
    narrow, wide = streamed("{type: string, maxLength: 5}"), streamed("{type: string}")
    assert compared(narrow, wide) == {"error response-schema-widened"}
    assert compared(wide, narrow) == set()


def whole_query(schema):
    content = f"content: {{application/x-www-form-urlencoded: {{schema: {schema}}}}}"
    return item(
        f'get: {{parameters: [{{name: q, in: querystring, {content}}}], responses: {{"200": {{description: OK}}}}}}'
    )


def test_a_query_described_as_a_whole_is_compared(compared):
    wide = "{type: object, properties: {a: {type: integer}}}"
    narrow = "{type: object, properties: {a: {type: integer, maximum: 5}}}"
    assert compared(whole_query(wide), whole_query(narrow)) == {"error parameter-schema-narrowed"}


def test_media_types_may_stand_among_the_components(compared):
    used = item(
        'get: {responses: {"200": {description: OK, content: {application/json: {$ref: "#/components/mediaTypes/T"}}}}}'
    )
    short, long = (f"components: {{mediaTypes: {{T: {{schema: {{type: string, maxLength: {n}}}}}}}}}\n" for n in (5, 9))
    assert compared(used, used, short, long) == {"error response-schema-widened"}


def test_another_schema_where_a_discriminator_is_silent_is_told(compared):
    def chosen(target):
        schema = (
            "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], "
            f"discriminator: {{propertyName: kind, defaultMapping: {target}}}}}"
        )
        return item(
            f'get: {{responses: {{"200": {{description: OK, content: {{application/json: {{schema: {schema}}}}}}}}}}}'
        )

    pets = "components: {schemas: {Cat: {properties: {a: {type: string}}}, Dog: {properties: {b: {type: string}}}}}\n"
    assert compared(chosen("Cat"), chosen("Dog"), pets) == {"warning discriminator-changed"}


def test_a_name_of_its_own_matters_where_references_leave_the_file(judge, spec):
    def files(name):
        text = spec("  /a: {$ref: 'a.yaml'}\n", f"$self: https://example.com/{name}\n", "3.2.0")
        return {"openapi.yaml": text, "a.yaml": "get: {responses: {'200': {description: OK}}}\n"}

    report = judge(files("one"), files("other"))
    assert [(one.rule, one.aspect) for one in report.findings if one.status == "new"] == [("spec-undecidable", "$self")]


@pytest.mark.parametrize("name", ["one", "other"])
def test_a_name_of_its_own_means_nothing_in_a_single_file(compared, name):
    assert (
        compared(item(GET), item(GET), "$self: https://example.com/one\n", f"$self: https://example.com/{name}\n")
        == set()
    )


def test_nested_tags_are_words_for_people(compared):
    tags = "tags: [{name: all, kind: nav}, {name: some, parent: all, summary: Some}]\n"
    assert compared(item(GET), item(GET), "", tags) == set()


def test_a_flow_for_devices_is_a_way_to_a_token(compared):
    def scheme(*flows):
        return f"components: {{securitySchemes: {{login: {{type: oauth2, flows: {{{', '.join(flows)}}}}}}}}}\n"

    device = "deviceAuthorization: {deviceAuthorizationUrl: 'https://a.example/d', tokenUrl: 'https://a.example/t', scopes: {}}"
    other = "clientCredentials: {tokenUrl: 'https://a.example/t', scopes: {}}"
    assert compared(item(GET), item(GET), scheme(device, other), scheme(other)) == {"error auth-flow-removed"}
