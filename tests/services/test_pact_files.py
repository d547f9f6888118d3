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
