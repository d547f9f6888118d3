"""Matching rules of pacts: V2 writes them by path (`$.body.total`), V3 and V4 by category and path.

They say which names a consumer relies on beyond its examples, and which names of an example are nobody's names: the
keys of a mapping of which only keys and values in general matter.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.model.record import Record

Steps = tuple[str, ...]

ITEM = "[]"
"""The items of a list, or the values of a mapping with keys of its own, as a step of a path."""

_STEP = re.compile(r"\.([^.\[\]]+)|\['([^']*)'\]|\[\"([^\"]*)\"\]|\[(\*|\d+)\]")
_CATEGORIES = {"body": "body", "content": "body", "query": "query", "header": "header", "headers": "header"}
_ANY_KEY = frozenset(("eachKey", "eachValue", "values"))
_STATUS = {
    "success": ("2XX",), "redirect": ("3XX",), "clientError": ("4XX",), "serverError": ("5XX",),
    "information": ("1XX",), "error": ("4XX", "5XX"), "nonError": ("1XX", "2XX", "3XX"),
}  # fmt: skip


class Rules(Record):
    """What the rules of a request or response name: keys of its body, parameters, headers, further statuses.

    `mappings` are the places of bodies whose keys are not names but data.
    """

    body: tuple[Steps, ...] = ()
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    mappings: frozenset[Steps] = frozenset()


def read_rules(rules: Any) -> Rules:  # noqa: ANN401  any JSON
    """Read `matchingRules`; what is not understood says nothing."""
    found = tuple(_rules(rules)) if isinstance(rules, dict) else ()
    mappings = frozenset(steps for category, steps, rule in found if category == "body" and _any_key(rule))
    return Rules(
        body=tuple(
            dict.fromkeys(generalised(path, mappings) for category, steps, rule in found if category == "body"
                          for path in _paths(steps, rule))
        ),
        query=tuple(dict.fromkeys(steps[0] for category, steps, _ in found if category == "query" and steps)),
        headers=tuple(dict.fromkeys(steps[0] for category, steps, _ in found if category == "header" and steps)),
        statuses=tuple(status for category, _, rule in found if category == "status" for status in _statuses(rule)),
        mappings=mappings,
    )  # fmt: skip


def generalised(path: Steps, mappings: frozenset[Steps]) -> Steps:
    """Write the keys of mappings as items: they are data."""
    if not mappings:
        return path
    found: list[str] = []
    for step in path:
        found.append(ITEM if tuple(found) in mappings else step)
    return tuple(found)


def _rules(rules: Mapping[str, Any]) -> Iterator[tuple[str, Steps, Any]]:
    """Give category, path and rule of each."""
    for key, value in rules.items():
        if key.startswith("$"):
            steps = _steps(key)
            category = steps[0] if steps else ""
            yield _CATEGORIES.get(category, category), steps[1:], value
        elif key == "status":
            yield key, (), value
        elif isinstance(value, dict):
            for place, rule in value.items():
                inner = _steps(place) if place.startswith("$") else (place,)
                yield _CATEGORIES.get(key, key), inner, rule


def _matchers(rule: Any) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401  any JSON
    """Give the single matchers of a rule: V2 has one, V3 and V4 a list."""
    if not isinstance(rule, dict):
        return
    listed = rule.get("matchers")
    yield from (one for one in (listed if isinstance(listed, list) else [rule]) if isinstance(one, dict))


def _any_key(rule: Any) -> bool:  # noqa: ANN401  any JSON
    return any(one.get("match") in _ANY_KEY for one in _matchers(rule))


def _statuses(rule: Any) -> Iterator[str]:  # noqa: ANN401  any JSON
    for one in _matchers(rule):
        status = one.get("status")
        if isinstance(status, str):
            yield from _STATUS.get(status, ())
        elif isinstance(status, list):
            yield from (str(code) for code in status)


def _paths(steps: Steps, rule: Any) -> Iterator[Steps]:  # noqa: ANN401  any JSON
    """Give the keys that one rule names: its own place, and those of the variants of a list."""
    if steps and steps[-1] != ITEM:
        yield steps
    for one in _matchers(rule):
        variants = one.get("variants")
        for variant in variants if isinstance(variants, list) else ():
            inner = variant.get("rules") if isinstance(variant, dict) else None
            for place in inner if isinstance(inner, dict) else ():
                below = _steps(place)
                if below and below[-1] != ITEM:
                    yield (*steps, ITEM, *below)


def _steps(expression: str) -> Steps:
    steps = []
    position = 1  # after the $
    while found := _STEP.match(expression, position):
        name = found[1] or found[2] or found[3]
        steps.append(ITEM if found[4] or name == "*" else name)
        position = found.end()
    return tuple(steps)
