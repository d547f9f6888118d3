"""Security schemes under other names: what travels is the same."""

import json
from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.testing.memory import MemorySnapshot

KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
OTHER = {"type": "apiKey", "in": "query", "name": "key"}


def spec(schemes, security):
    operation = {"security": security, "responses": {"200": {"description": "OK"}}}
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Shop", "version": "1"},
            "paths": {"/orders": {"get": operation}},
            "components": {"securitySchemes": schemes},
        }
    )


def told(base, head):
    sides = [MemorySnapshot({"openapi.json": text}) for text in (base, head)]
    report = check(*sides, select=["api", "auth-relaxed"], today=date(2026, 11, 28))
    return [one.rule for one in report.findings if one.rule.startswith("auth")]


@pytest.mark.parametrize("security", [[{"x": []}, {"y": []}], [{"y": []}], [{"x": [], "y": []}], [{"y": [], "z": []}]])
def test_two_schemes_that_say_the_same_may_both_get_other_names(security):
    names = {"x": "b", "y": "a", "z": "c"}
    renamed = [{names[name]: scopes for name, scopes in one.items()} for one in security]
    base = spec({"x": KEY, "y": KEY, "z": OTHER}, security)
    head = spec({"a": KEY, "b": KEY, "c": OTHER}, renamed)

    assert told(base, head) == []
    assert told(head, base) == []


def test_another_scheme_under_another_name_is_told():
    base = spec({"x": KEY, "y": KEY}, [{"x": []}])
    head = spec({"a": OTHER, "b": OTHER}, [{"a": []}])

    assert told(base, head) == ["auth-alternative-dropped", "auth-relaxed"]
