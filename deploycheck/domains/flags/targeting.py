"""Which variants flagd's targeting (JsonLogic with extras) can serve."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST_STEPS = 5_000
"""Longer targeting rules are undecided."""


class UndecidedError(Exception):
    """What a targeting rule serves can't be told without running it."""


def served_variants(flag: Mapping[str, Any], evaluators: Mapping[str, Any]) -> frozenset[str] | None:
    """Give the variants that somebody may get from an enabled flag; None when that can't be told."""
    default = flag.get("defaultVariant")
    fallback = {default} if isinstance(default, str) else set()
    targeting = flag.get("targeting")
    if not targeting:
        return frozenset(fallback)
    try:
        results = set(_results(targeting, evaluators))
    except UndecidedError:
        return None
    named = {result for result in results if isinstance(result, str)}
    return frozenset(named | fallback) if None in results else frozenset(named)


def _results(rule: Any, evaluators: Mapping[str, Any]) -> Iterator[str | None]:  # noqa: ANN401  any JSON
    """Give every value that `rule` can have; None stands for the default variant."""
    waiting = [rule]
    for _ in range(MOST_STEPS):
        if not waiting:
            return
        part = waiting.pop()
        match part:
            case None | str():
                yield part
            case bool():
                yield "true" if part else "false"
            case dict() if len(part) == 1:
                [(operator, operands)] = part.items()
                waiting += _branches(operator, operands, evaluators)
            case _:
                raise UndecidedError
    raise UndecidedError


def _branches(operator: str, operands: Any, evaluators: Mapping[str, Any]) -> list[Any]:  # noqa: ANN401  any JSON
    match operator, operands:
        case (("if" | "?:"), list()):
            results = operands[1::2]
            return [*results, operands[-1] if len(operands) % 2 else None]
        case "fractional", list():
            return _shares(operands)
        case "$ref", str() if operands in evaluators:
            return [evaluators[operands]]
        case _:
            raise UndecidedError


def _shares(operands: list[Any]) -> list[Any]:
    """Give the variants of a split that get more than nothing; the first operand may say what is split by."""
    shares = [part for part in operands if isinstance(part, list)]
    weighted = [part for part in shares if part and isinstance(part[0], str)]
    if not weighted or len(weighted) != len(shares):
        raise UndecidedError
    return [part[0] for part in weighted if len(part) == 1 or part[1] not in (0, None)]
