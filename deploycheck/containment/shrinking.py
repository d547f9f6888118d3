"""Makes a witness small: whatever can go while it still shows the same goes."""

from collections.abc import Callable, Iterator
from typing import Any

from deploycheck.containment.model import Json

_CHECKS = 400


def shrunk(value: Json, still: Callable[[Any], bool], checks: int = _CHECKS) -> Json:
    """Give the value without the properties and elements that `still` does not need; at most so many checks."""
    left = checks
    progress = True
    while progress and left > 0:
        progress = False
        for smaller in _smaller(value):
            left -= 1
            if left <= 0:
                break
            if still(smaller):
                value, progress = smaller, True
                break
    return value


def _smaller(value: Json, depth: int = 0) -> Iterator[Any]:
    """Give the value with one thing less, larger things first."""
    if depth > 40:  # noqa: PLR2004 - a bound for the recursion
        return
    if isinstance(value, dict):
        for name in list(value):
            yield {other: part for other, part in value.items() if other != name}
        for name, part in value.items():
            for less in _smaller(part, depth + 1):
                yield value | {name: less}
    elif isinstance(value, list):
        if len(value) > 2:  # noqa: PLR2004 - halves of more than two
            yield value[: len(value) // 2]
            yield value[len(value) // 2 :]
        fresh = [index for index, part in enumerate(value) if index == 0 or part != value[index - 1]]
        for index in fresh:  # without either of two neighbours that are the same, the list is the same
            yield [*value[:index], *value[index + 1 :]]
        for index in fresh:
            for less in _smaller(value[index], depth + 1):
                yield [*value[:index], less, *value[index + 1 :]]
