"""Pact files: what they hold, and how bad ones are told."""

import json

import pytest

from deploycheck.domains.services.pact import looks_like_pact, may_be_pact, parse_pact
from deploycheck.model.errors import SourceError

V2 = """\
{
  "consumer": {"name": "checkout"},
  "provider": {"name": "orders"},
  "interactions": [
    {
      "description": "an order",
      "providerState": "order 17 exists",
      "request": {"method": "get", "path": "/orders/17", "query": "expand=items&expand=tax&dry=", "headers": {"Accept": "x"}},
      "response": {
        "status": 200,
        "body": {"total": 12, "items": [{"sku": "a"}, {"sku": "b", "price": {"net": 1}}]},
        "matchingRules": {"$.body.items[*].weight": {"match": "type"}, "$.headers.X": {"match": "regex"}}
      }
    }
  ],
  "metadata": {"pactSpecification": {"version": "2.0.0"}}
}
"""


def test_an_interaction_of_version_2():
    pact = parse_pact(V2.encode(), "pacts/checkout-orders.json")
    assert (pact.consumer, pact.provider, len(pact.interactions)) == ("checkout", "orders", 1)
    one = pact.interactions[0]
    assert (one.method, one.path, one.status, one.location.line) == ("GET", "/orders/17", 200, 5)
    assert (one.description, one.states, one.headers) == ("an order", ("order 17 exists",), ("Accept",))
    assert one.query == {"expand": ("items", "tax"), "dry": ("",)}
    assert one.fields == (
        "200.total",
        "200.items",
        "200.items[].sku",
        "200.items[].price",
        "200.items[].price.net",
        "200.items[].weight",
    )


def test_an_interaction_of_version_3_with_a_list_as_body():
    one = parse_pact(
        json.dumps(
            {
                "consumer": {"name": "web"},
                "provider": {"name": "orders"},
                "interactions": [
                    {
                        "providerStates": [{"name": "two orders"}, {"name": "a user", "params": {"id": 1}}],
                        "request": {
                            "method": "POST",
                            "path": "/search",
                            "query": {"page": ["1"]},
                            "body": {"text": "x"},
                        },
                        "response": {
                            "status": 201,
                            "body": [{"id": 1}],
                            "matchingRules": {
                                "body": {"$[*].id": {"matchers": [{"match": "integer"}]}, "$[0]['a b']": {}}
                            },
                        },
                    }
                ],
            }
        ).encode(),
        "p.json",
    ).interactions[0]
    assert (one.states, one.query) == (("two orders", "a user"), {"page": ("1",)})
    assert (one.request_paths, one.response_paths) == ((("text",),), (("[]", "id"), ("[]", "a b")))
    assert one.fields == ("201.[].id", "201.[].a b")


def test_messages_are_reported_as_not_analysed():
    data = b'{"consumer": {"name": "a"}, "provider": {"name": "b"},\n "messages": [{"contents": {}}]}'
    pact = parse_pact(data, "p.json")
    assert [(str(one.location), one.kind) for one in pact.not_analysed] == [("p.json:2", "pact-message")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[]", "this pact does not name its consumer: `consumer.name`"),
        (b'{"consumer": {"name": "a"}, "provider": {}}', "this pact does not name its provider: `provider.name`"),
        (
            b'{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [{"request": {}}]}',
            "this interaction has no `request.path`",
        ),
    ],
)
def test_a_bad_pact_is_told_with_its_line(data, message):
    with pytest.raises(SourceError) as caught:
        parse_pact(data, "pacts/a-b.json")
    assert (caught.value.message, caught.value.path, caught.value.line) == (message, "pacts/a-b.json", 1)


def test_pacts_are_recognised_by_folder_or_by_name():
    providers = frozenset({"orders", "order-search"})
    paths = [
        "pacts/x.json",
        "a/pact/b.json",
        "web/web-orders.json",
        "my-web-order-search.json",
        "orders.json",
        "a-b.json",
        "pacts/x.yaml",
    ]
    assert [path for path in paths if may_be_pact(path, providers)] == paths[:4]
    assert looks_like_pact(V2.encode())
    assert not looks_like_pact(b'{"consumer": 1, "provider": 2}')


def interaction(response=None, request=None, **more):
    entry = {
        "request": {"method": "GET", "path": "/orders/7", **(request or {})},
        "response": {"status": 200, **(response or {})},
        **more,
    }
    pact = {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [entry]}
    return parse_pact(json.dumps(pact).encode(), "p.json")


RULES = [
    ({"$.body.total": {"match": "type"}, "$.body.items": {"min": 1, "match": "type"}}, ("total", "items")),
    ({"$.body.items[*].*": {"match": "type"}, "$.body.name": {"match": "regex", "regex": "a+"}}, ("name",)),
    ({"body": {"$.items": {"matchers": [{"match": "type", "min": 1, "max": 3}]}}}, ("items",)),
    ({"body": {"$.a.b": {"combine": "AND", "matchers": [{"match": "integer"}, {"match": "notEmpty"}]}}}, ("a.b",)),
    ({"content": {"$['a b']": {"matchers": [{"match": "decimal"}]}}}, ("a b",)),
    (
        {"body": {"$.list": {"matchers": [{"match": "arrayContains", "variants": [
            {"index": 0, "rules": {"$.kind": {"matchers": [{"match": "equality"}]}}}]}]}}},
        ("list", "list[].kind"),
    ),
    ({"body": {"$": {"matchers": [{"match": "type"}]}}, "path": {"matchers": [{"match": "regex"}]}}, ()),
    ({"body": "odd", "header": 3, "$": 1, "other": {"x": {}}}, ()),
    ([], ()),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "fields"), RULES)
def test_matching_rules_of_every_version_name_fields(rules, fields):
    one = interaction({"matchingRules": rules}).interactions[0]
    assert one.fields == tuple(f"200.{field}" for field in fields)


@pytest.mark.parametrize("match", ["eachValue", "eachKey", "values"])
def test_keys_of_a_mapping_that_are_data_are_no_fields(match):
    body = {"prices": {"sku-1": {"net": 1}, "sku-2": {"net": 2, "tax": 1}}}
    rules = {"body": {"$.prices": {"matchers": [{"match": match, "rules": []}]}, "$.prices.sku-1.net": {}}}
    one = interaction({"body": body, "matchingRules": rules}).interactions[0]
    assert one.fields == ("200.prices", "200.prices[].net", "200.prices[].tax")


def test_rules_name_parameters_headers_and_statuses():
    request = {
        "query": "page=1",
        "headers": {"Accept": "x"},
        "matchingRules": {"query": {"limit": {"matchers": []}}, "$.headers.X-Id": {}},
    }
    rules = {
        "status": {"matchers": [{"match": "statusCode", "status": "success"}]},
        "header": {"ETag": {"matchers": []}},
    }
    one = interaction({"headers": {"Location": ["/x"]}, "matchingRules": rules}, request).interactions[0]
    assert (dict(one.query), one.headers) == ({"limit": (), "page": ("1",)}, ("Accept", "X-Id"))
    assert (one.response_headers, one.statuses) == (("ETag", "Location"), ("2XX",))


def v4(content, kind="application/json", encoded=False):
    return {"body": {"content": content, "contentType": kind, "encoded": encoded}}


@pytest.mark.parametrize(
    ("response", "fields", "described"),
    [
        (v4({"total": 1}), ("200.total",), True),
        (v4("eyJ0b3RhbCI6IDF9", encoded="base64"), ("200.total",), True),
        (v4("AAEC", "application/protobuf", "base64"), (), False),
        (v4("a text", "text/plain"), (), True),
        ({}, (), True),
    ],
)
def test_bodies_of_version_4(response, fields, described):
    one = interaction(response, type="Synchronous/HTTP", key="1", pending=False, comments={}).interactions[0]
    assert (one.fields, one.described) == (fields, described)


def test_what_a_plugin_describes_is_said_to_be_unknown():
    pact = interaction({"body": {"x": 1}}, type="Synchronous/HTTP", pluginConfiguration={"protobuf": {"k": "v"}})
    (one,) = pact.interactions
    assert (one.fields, one.request_paths, one.described) == ((), None, False)
    assert [entry.reason for entry in pact.not_analysed] == [
        "its bodies are described by the plugin protobuf; their fields are not known"
    ]


def test_other_kinds_of_interaction_are_said():
    entries = [
        {"type": "Asynchronous/Messages", "contents": {}},
        {"type": "Synchronous/Messages", "request": {"contents": {}}, "response": [{}]},
        {"type": "Company/Special"},
        None,
    ]
    pact = {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": entries}
    reasons = [entry.reason for entry in parse_pact(json.dumps(pact).encode(), "p.json").not_analysed]
    plain = "messages of a pact are not compared, only its HTTP interactions"
    assert reasons == [
        f"{plain}; this is Asynchronous/Messages",
        f"{plain}; this is Synchronous/Messages",
        f"{plain}; this is Company/Special",
        plain,
    ]
