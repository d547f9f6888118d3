"""Reading only what may differ gives the same findings as reading everything."""

import json
import random
from copy import deepcopy
from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.domains.openapi import load
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.specification import Specification
from deploycheck.domains.openapi.untouched import Untouched, untouched
from deploycheck.model.change import Claim
from deploycheck.testing.memory import MemorySnapshot

FULL = {"deploycheck.toml": b'options.openapi = {route = "full"}\n'}
NAMES = ("Cart", "Item", "Price", "Owner", "Note", "Page")
SCALARS = ({"type": "string"}, {"type": "integer"}, {"type": "string", "enum": ["a", "b"]}, {"type": "boolean"})


def reference(section, name):
    return {"$ref": f"#/components/{section}/{name}"}


class System:
    """A spec made by chance, and changes that are made to it by chance."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311  the same each time
        self.value = {
            "openapi": self.chance.choice(("3.0.3", "3.1.0")),
            "info": {"title": "Shop", "version": "1"},
            "servers": [{"url": "https://shop.example/v1"}],
            "security": [{"key": []}],
            "paths": {f"/{name.lower()}/{{id}}": self.item() for name in NAMES},
            "webhooks": {"sold": {"post": self.operation(body=True)}},
            "components": {
                "schemas": {name: self.schema() for name in NAMES},
                "parameters": {"Limit": {"name": "limit", "in": "query", "schema": self.schema()}},
                "responses": {"Bad": {"description": "bad", "content": self.content()}},
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            },
        }

    def schema(self, depth=0):
        if depth == 2 or self.chance.random() < 0.4:
            return reference("schemas", self.chance.choice(NAMES)) if depth else {"type": "object"}
        if self.chance.random() < 0.2:
            return {"oneOf": [self.schema(depth + 1), self.schema(depth + 1)]}
        names = self.chance.sample(("id", "total", "note", "tags"), 3)
        properties = {name: self.chance.choice((*SCALARS, self.schema(depth + 1))) for name in names}
        return {"type": "object", "properties": deepcopy(properties), "required": names[:1]}

    def content(self):
        return {"application/json": {"schema": self.schema(1)}}

    def operation(self, *, body=False):
        found = {
            "parameters": [reference("parameters", "Limit")] if self.chance.random() < 0.4 else [],
            "responses": {
                "200": {"description": "ok", "content": self.content()},
                "400": reference("responses", "Bad"),
            },
        }
        return found | ({"requestBody": {"content": self.content()}} if body else {})

    def item(self):
        path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        return {"parameters": [path], "get": self.operation(), "post": self.operation(body=True)}

    def changed(self):
        head = deepcopy(self.value)
        for change in self.chance.sample(CHANGES, self.chance.choice((1, 2, 4))):
            change(self, head)
        return head


def _any_path(system, head):
    return system.chance.choice(sorted(head["paths"]))


def change_schema(system, head):
    head["components"]["schemas"][system.chance.choice(NAMES)] = system.schema()


def change_parameter(system, head):
    head["components"]["parameters"]["Limit"]["required"] = True


def change_response(system, head):
    head["components"]["responses"]["Bad"]["content"] = system.content()


def change_operation(system, head):
    head["paths"][_any_path(system, head)]["post"] = system.operation(body=True)


def change_path_parameter(system, head):
    head["paths"][_any_path(system, head)]["parameters"][0]["schema"] = {"type": "integer"}


def rename_path_parameter(system, head):
    path = _any_path(system, head)
    item = head["paths"].pop(path)
    item["parameters"][0]["name"] = "key"
    head["paths"][path.replace("{id}", "{key}")] = item


def add_the_same_path_again(system, head):
    path = _any_path(system, head)
    head["paths"][path.replace("{id}", "{other}")] = system.item()


def remove_path(system, head):
    del head["paths"][_any_path(system, head)]


def change_webhook(system, head):
    head["webhooks"]["sold"]["post"] = system.operation(body=True)


def change_security(system, head):
    head["security"] = system.chance.choice(([], [{"key": []}, {"other": []}]))


def change_scheme(system, head):
    head["components"]["securitySchemes"]["key"]["name"] = "X-Other"


def change_server(system, head):
    head["servers"] = [{"url": system.chance.choice(("https://shop.example/v2", "https://other.example/v1"))}]


CHANGES = (
    change_schema, change_schema, change_schema, change_parameter, change_response, change_operation,
    change_path_parameter, rename_path_parameter, add_the_same_path_again, remove_path, change_webhook,
    change_security, change_scheme, change_server,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _parts_of_small_files(monkeypatch):
    monkeypatch.setattr(load, "PARTS_FROM", 0)


def told(judge, base, head, settings, name):
    report = judge({name: base, **settings}, {name: head, **settings})
    assert (report.problems, report.crashed) == ((), ())
    return report.to_dict()


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", ["openapi.json", "openapi.yaml"])
def test_both_routes_find_the_same(judge, seed, name):
    system = System(seed)
    base, head = (json.dumps(value, indent=1).encode() for value in (system.value, system.changed()))

    quick, full = (told(judge, base, head, settings, name) for settings in ({}, FULL))

    assert quick["findings"] == full["findings"]
    assert quick["summary"] == full["summary"]


def read(value):
    file = load.load_file(Claim("api.json", "openapi:spec", "shop"), json.dumps(value).encode()).facts
    return Api("shop", "shop", Specification(file, {file.path: file}), "", named=True, external=False)


def touched(value, head):
    found = untouched(read(value), read(head))
    assert isinstance(found, Untouched)
    return {path for path in head["paths"] if not found.holds("paths", path)}


def small(**schemas):
    paths = {
        f"/{name}": {
            "get": {"responses": {"200": {"content": {"application/json": {"schema": reference("schemas", name)}}}}}
        }
        for name in schemas
    }
    return {"openapi": "3.0.3", "paths": paths, "components": {"schemas": schemas}}


def test_who_refers_to_a_changed_component_is_touched_over_any_number_of_steps():
    base = small(A={"properties": {"b": reference("schemas", "B")}}, B={"items": reference("schemas", "C")}, C={}, D={})
    head = deepcopy(base)
    head["components"]["schemas"]["C"] = {"type": "string"}

    assert touched(base, head) == {"/A", "/B", "/C"}


def test_nothing_is_touched_by_what_callers_do_not_see():
    base = small(A={"type": "string"})

    assert touched(base, base | {"info": {"version": "2"}, "tags": [{"name": "new"}]}) == set()


def test_a_component_that_is_gone_touches_who_refers_to_it():
    base = small(A=reference("schemas", "B"), B={"type": "string"}, C={})
    head = deepcopy(base)
    del head["components"]["schemas"]["B"]

    assert touched(base, head) == {"/A", "/B"}


@pytest.mark.parametrize(
    "more",
    [
        {"servers": [{"url": "/v2"}]},
        {"security": [{"key": []}]},
        {"openapi": "3.1.0"},
        {"components": {"schemas": {"A": {}}, "securitySchemes": {"key": {"type": "http", "scheme": "basic"}}}},
    ],
)
def test_what_acts_on_all_operations_touches_them_all(more):
    base = small(A={})

    assert untouched(read(base), read(base | more)) is None


def readable(word, *, required):
    """A big spec whose body has a property that is set by the server alone, as `word` says it in JSON."""
    properties = {"name": {"type": "string"}, "id": {"$ref": "#/components/schemas/Id"}}
    schema = {"type": "object", "properties": properties, "required": ["id"] if required else []}
    operation = {
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "x" * 300_000}},
    }
    spec = {
        "openapi": "3.0.3", "info": {"title": "Things", "version": "1"}, "paths": {"/things": {"post": operation}},
        "components": {"schemas": {"Id": {"type": "string", "FLAG": True}}},
    }  # fmt: skip
    return json.dumps(spec).replace('"FLAG"', word)


@pytest.mark.parametrize(("word", "told"), [('"readOnly"', False), ('"\\u0072eadOnly"', False), ('"x-plain"', True)])
def test_a_keyword_that_is_written_with_escapes_is_not_overlooked(judge, word, told):
    old, new = (readable(word, required=required) for required in (False, True))
    report = judge({"openapi.json": old}, {"openapi.json": new})

    assert ("request-property-now-required" in {finding.rule for finding in report.findings}) is told


def test_what_two_bodies_reach_is_told_of_both_where_it_stands():
    def spec(kind):
        return {
            "openapi": "3.0.3", "info": {"title": "Things", "version": "1"},
            "paths": {path: {"get": {"responses": {"200": {"description": "OK", "content": {"application/json": {
                "schema": {"type": "object", "properties": {name: reference("schemas", "Outer")}}}}}}}}
                for path, name in (("/a", "x"), ("/b", "y"))},
            "components": {"schemas": {
                "Outer": {"type": "object", "properties": {"inner": reference("schemas", "Inner")}},
                "Inner": {"type": "object", "properties": kind}}},
        }  # fmt: skip

    base, head = spec({"n": {"type": "string"}, "m": {"type": "string"}}), spec({"n": {"type": "string"}})
    sides = (MemorySnapshot({"openapi.json": json.dumps(one, indent=1)}) for one in (base, head))
    gone = [one for one in check(*sides, today=date(2026, 11, 28)).findings if one.rule == "response-property-removed"]

    assert {(one.subject, one.aspect.rpartition(".x")[1] or one.aspect.rpartition(".y")[1]) for one in gone} == {
        ("GET /a", ".x"),
        ("GET /b", ".y"),
    }
