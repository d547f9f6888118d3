"""Which keys the body of a request or an answer has."""

from collections.abc import Iterator
from typing import Any

from deploycheck.domains.services.pact_rules import ITEM, Steps, generalised


def body_paths(body: Any, mappings: frozenset[Steps] = frozenset()) -> Iterator[Steps]:  # noqa: ANN401  any JSON
    """Give the path of every key in an example body, outer ones first; all items of a list count as one.

    The keys of what stands at one of `mappings` are data, and count as items, too.
    """
    seen: dict[Steps, None] = {}
    waiting: list[tuple[Steps, Any]] = [((), body)]
    while waiting:
        path, value = waiting.pop()
        place = generalised(path, mappings)
        if place and place[-1] != ITEM:
            seen.setdefault(place)
        if isinstance(value, dict):
            waiting.extend(((*place, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*place, ITEM), inner) for inner in reversed(value))
    yield from seen
