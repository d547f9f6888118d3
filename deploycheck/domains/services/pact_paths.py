"""Which keys a pact's body has: those of the example, and those that its matching rules name."""

import re
from collections.abc import Iterator
from typing import Any

_STEP = re.compile(r"\.([^.\[\]]+)|\['([^']*)'\]|\[\"([^\"]*)\"\]|\[(\*|\d+)\]")
ITEM = "[]"
"""The items of a list, as a step of a path."""


def body_paths(body: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401  any JSON
    """Give the path of every key in an example body, outer ones first; all items of a list count as one."""
    seen: dict[tuple[str, ...], None] = {}
    waiting: list[tuple[tuple[str, ...], Any]] = [((), body)]
    while waiting:
        path, value = waiting.pop()
        if path and path[-1] != ITEM:
            seen.setdefault(path)
        if isinstance(value, dict):
            waiting.extend(((*path, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*path, ITEM), inner) for inner in reversed(value))
    yield from seen


def rule_paths(rules: Any) -> Iterator[tuple[str, ...]]:  # noqa: ANN401  any JSON
    """Give the body's keys that matching rules name.

    V2 has one mapping with `$.body.total`; V3 and V4 have one for each part: `body: {$.total: ...}`.
    """
    if not isinstance(rules, dict):
        return
    for expression in rules:
        if expression.startswith(("$.body", "$['body']")):
            yield from _keys(_steps(expression)[1:])
    inner = rules.get("body")
    for expression in inner if isinstance(inner, dict) else ():
        yield from _keys(_steps(expression))


def _steps(expression: str) -> tuple[str, ...]:
    steps = []
    position = 1  # after the $
    while found := _STEP.match(expression, position):
        name = found[1] or found[2] or found[3]
        steps.append(ITEM if found[4] or name == "*" else name)
        position = found.end()
    return tuple(steps)


def _keys(steps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if steps and steps[-1] != ITEM:
        yield steps
