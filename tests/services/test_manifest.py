"""Manifests: every key, every mistake with its line."""

import pytest

from deploycheck.model.finding import Problem
from deploycheck.model.location import Location
from deploycheck.model.service import Client, Consumed, Database, Environment, External, Provided, Topic

WHOLE = """
    schema: deploycheck.manifest/v1
    services:
      orders:
        path: services/orders
        owner: team-orders
        tier: 1
        runbook: docs/book.md
        provides:
          orders: openapi.yaml
          orders-admin: {spec: admin.yaml, audience: partner, consumers: closed}
        consumes:
          payments: [createPayment, "GET /payments/{id}"]
          stock: all
          search: {operations: [find], reads: generated, sends: extra, complete: true}
          ads:
        databases: [shop]
        queries: [db/queries]
        emits: [order-events]
        reads: [stock-events]
        flags: [new-checkout]
        rollout: k8s/rollout.yaml
      checkout:
        path: services/checkout
        rollout: {strategy: canary, steps: [5, 25, 100]}
    databases:
      shop: {engine: postgresql 15, migrations: services/orders/db/migrations, apply: one-by-one}
    topics:
      order-events: {schema: /schemas/order.avsc, compatibility: backward_transitive, retention: 7d}
    clients:
      mobile: {consumes: {orders: all}, lingers: 90d}
    external:
      stripe: {spec: schemas/stripe.yaml}
    cut_over_groups: {basket: [orders, checkout]}
    environments:
      prod: {path: envs/prod, release: ordered, freeze: [{from: "Fri 15:00", to: "Mon 08:00", zone: Europe/Berlin}], max_parallel: 3}
"""
FILES = {
    "deploycheck.yaml": WHOLE,
    "services/orders/docs/book.md": "",
    "services/orders/openapi.yaml": "",
    "services/orders/admin.yaml": "",
    "services/orders/db/queries/a.sql": "",
    "services/orders/db/migrations/1.sql": "",
    "services/orders/k8s/rollout.yaml": "",
    "services/checkout/main.go": "",
    "schemas/order.avsc": "",
    "schemas/stripe.yaml": "",
    "envs/prod/kustomization.yaml": "",
}


def place(line, column=3):
    return Location("deploycheck.yaml", line, column)


def test_every_key_of_a_service_is_read(estate):
    found = estate(FILES)
    assert found.problems == ()
    orders = found.services["orders"]
    assert (orders.path, orders.owner, orders.tier, orders.location) == ("services/orders", "team-orders", 1, place(3))
    assert orders.runbook == "services/orders/docs/book.md"
    assert orders.provides == (
        Provided("orders", "services/orders/openapi.yaml", location=place(9, 7)),
        Provided("orders-admin", "services/orders/admin.yaml", "partner", "closed", place(10, 7)),
    )
    assert orders.consumes == (
        Consumed("payments", ("createPayment", "GET /payments/{id}"), location=place(12, 7)),
        Consumed("stock", None, location=place(13, 7)),
        Consumed("search", ("find",), "generated", "extra", complete=True, location=place(14, 7)),
        Consumed("ads", (), location=place(15, 7)),
    )
    assert orders.queries == {"shop": ("services/orders/db/queries",)}
    assert (orders.databases, orders.emits, orders.reads, orders.flags) == (
        ("shop",),
        ("order-events",),
        ("stock-events",),
        ("new-checkout",),
    )
    assert orders.rollout == "services/orders/k8s/rollout.yaml"
    assert found.services["checkout"].rollout == {"strategy": "canary", "steps": [5, 25, 100]}


def test_everything_beside_services_is_read(estate):
    found = estate(FILES)
    migrations = "services/orders/db/migrations"
    assert found.databases == {"shop": Database("shop", place(26), "postgresql", 15, migrations, apply="one-by-one")}
    assert found.topics == {
        "order-events": Topic("order-events", place(28), "schemas/order.avsc", "backward_transitive", 604_800)
    }
    assert found.clients == {
        "mobile": Client("mobile", place(30), (Consumed("orders", location=place(30, 23)),), 7_776_000)
    }
    assert found.externals == {"stripe": External("stripe", place(32), "schemas/stripe.yaml")}
    assert found.groups == {"basket": ("orders", "checkout")}
    assert found.services["checkout"].group == "basket"
    freeze = {"from": "Fri 15:00", "to": "Mon 08:00", "zone": "Europe/Berlin"}
    assert found.environments == {"prod": Environment("prod", place(35), "envs/prod", "ordered", (freeze,), 3)}
    assert found.manifests == ("deploycheck.yaml",)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("servces: {}", 1, "unknown key `servces`; did you mean services?"),
        ("services:\n  a:\n    onwer: x", 3, "unknown key `onwer` in `a`; did you mean owner?"),
        ("services:\n  a: {tier: high}", 2, "`tier` is `high`; write a whole number from 0 up here"),
        ("services:\n  a: {owner: 7}", 2, "`owner` is `7`; write it as a text, in quotes"),
        ("services: [a]", 1, "`services` is a list; write a mapping here"),
        ("clients:\n  m: {lingers: 90}", 2, "`lingers` is `90`; write a duration such as `90d` or `12h` here"),
        ("clients:\n  m: {lingers: 3 months}", 2, "`lingers` is `3 months`; write a duration such as `90d` or `12h` here"),
        ("environments:\n  p: {release: orderd}", 2, "`release` is `orderd`; write `ordered` or `together` here; did you mean ordered?"),
        ("services:\n  a/b: {}", 2, "`a/b` is no name for this; write a name without blanks and without any of `/:#@` here"),
        ("services:\n  a:\n  b:\n  a:", 4, "`a` stands here twice; keep one of the two"),
        ("services:\n  a: {path: ../b}", 2, "`../b` leads out of the repository; name a path inside it"),
        ("services:\n  a: {path: services}", 2, "`services`: there is no file or folder services; did you mean service?"),
        ("external:\n  s:\n    spec: https://example.com/s.yaml", 3, "`https://example.com/s.yaml`: there is no file or folder https:/example.com/s.yaml; a URL is not read, keep a copy in the repository"),
        ("services:\n  a: {databases: [shp]}\ndatabases: {shop: }", 2, "service a uses a database shp that nobody declares; did you mean shop?"),
        ("services:\n  a: {queries: [service]}", 2, "`queries` of a is a list, and a lists 0 databases; say which one is meant: `queries: {DATABASE: [...]}`"),
        ("services: {a: }\ncut_over_groups:\n  g: [a, bb]", 3, "cut-over group g names bb, which is not in the estate"),
        ("services: {a: }\ncut_over_groups:\n  g: [a]\n  h: [a]", 4, "a is in two cut-over groups, g and h"),
        ("databases:\n  d: {engine: postgresql latest}", 2, "`engine: postgresql latest` names no version; write it as `postgresql 15`"),
        ("services: {a: }\nclients: {a: }", 2, "client a is declared here and in deploycheck.yaml:1; keep one of the two"),
        ("schema: deploycheck.manifest/v2", 1, "`schema` is `deploycheck.manifest/v2`; write `deploycheck.manifest/v1` here; did you mean deploycheck.manifest/v1?"),
        ("services: {}\n---\nservices: {}", 3, "a manifest is one document; a second one begins here"),
        ("- a", 1, "the document is a list; write a mapping here, with keys of: schema, services, databases, topics, clients, external, traces, cut_over_groups, environments"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(estate, text, line, message):
    found = estate({"deploycheck.yaml": text, "service/x": ""})
    assert found.problems == (Problem(message, "deploycheck.yaml", line),)


def test_all_mistakes_are_told_at_once(estate):
    found = estate({"deploycheck.yaml": "services:\n  a: {teir: 1}\n  b: {flags: x}\ntopics: 3\n"})
    assert [(one.line, one.message.partition(";")[0]) for one in found.problems] == [
        (2, "unknown key `teir` in `a`"),
        (3, "`flags` is `x`"),
        (4, "`topics` is `3`"),
    ]


def test_a_broken_manifest_is_a_problem_and_the_rest_is_still_read(estate):
    found = estate({"a/deploycheck.yaml": "services: [", "b/deploycheck.yaml": "services: {b: }"})
    assert [(one.path, one.line > 0) for one in found.problems] == [("a/deploycheck.yaml", True)]
    assert list(found.services) == ["b"]


def test_a_name_declared_in_two_manifests_names_both_places(estate):
    found = estate({"a/deploycheck.yaml": "services:\n  x:\n", "b/deploycheck.yaml": "services:\n\n  x:\n"})
    message = "service x is declared here and in a/deploycheck.yaml:2; keep one of the two"
    assert found.problems == (Problem(message, "b/deploycheck.yaml", 3),)


def test_api_names_are_unique_in_the_estate(estate):
    found = estate(
        {
            "a/deploycheck.yaml": "services: {a: {provides: {shop: s.yaml}}}",
            "a/s.yaml": "",
            "b/deploycheck.yaml": "services: {b: {provides: {shop: s.yaml}}}",
            "b/s.yaml": "",
        }
    )
    message = "API shop is declared here and in a/deploycheck.yaml:1; keep one of the two"
    assert found.problems == (Problem(message, "b/deploycheck.yaml", 1),)


def test_a_misnamed_manifest_is_not_passed_over(estate):
    found = estate({"deploycheck.yml": "services: {}"})
    message = "a manifest is called deploycheck.yaml; rename this file, it is not read"
    assert found.problems == (Problem(message, "deploycheck.yml"),)


def test_paths_start_at_the_manifest_at_the_service_or_at_the_root(estate):
    found = estate(
        {
            "shop/deploycheck.yaml": """
                services:
                  a: {path: a, provides: {a: spec.yaml}, runbook: /books/a.md}
                  b: {provides: {b: ../spec.yaml}}
            """,
            "shop/a/spec.yaml": "",
            "spec.yaml": "",
            "books/a.md": "",
        }
    )
    assert found.problems == ()
    assert found.services["a"].provides[0].spec == "shop/a/spec.yaml"
    assert found.services["a"].runbook == "books/a.md"
    assert (found.services["b"].path, found.services["b"].provides[0].spec) == ("shop", "spec.yaml")


def test_named_paths_may_lie_in_excluded_folders(estate):
    found = estate({"deploycheck.yaml": "services: {a: {provides: {a: vendor/s.yaml}}}", "vendor/s.yaml": ""})
    assert found.problems == ()


def test_manifests_in_excluded_folders_are_not_looked_for(estate):
    assert estate({"fixtures/deploycheck.yaml": "services: {a: }"}).services == {}
