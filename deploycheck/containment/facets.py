"""Reads the assertions of one schema object into single-type alternatives."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from deploycheck.containment.alternatives import (
    BOOLEAN,
    NULL,
    Alt,
    Arrays,
    Counted,
    Finite,
    Layer,
    Numbers,
    Objects,
    Row,
    Strings,
)
from deploycheck.containment.exact import Unreadable, exact, key, round_down, round_up
from deploycheck.containment.model import Json, SchemaProblem
from deploycheck.containment.nodes import ANYTHING, Conj, Graph, alone

_ALL = ("null", "boolean", "number", "string", "array", "object")


def alternatives(schema: dict[str, Any], graph: Graph) -> list[Alt]:
    """One alternative for each type the object's own `type` allows; `enum` and `const` are left to `listed`."""
    types = schema.get("type", _ALL)
    types = {types} if isinstance(types, str) else set(types)
    found: list[Alt] = []
    if "null" in types:
        found.append(NULL)
    if "boolean" in types:
        found.append(BOOLEAN)
    if types & {"number", "integer"}:
        numbers = read_numbers(schema, integer="number" not in types)
        found.extend([numbers] if numbers else [])
    if "string" in types:
        found.append(_strings(schema))
    if "array" in types:
        found.append(_arrays(schema, graph))
    if "object" in types:
        found.append(_objects(schema, graph))
    return found


def listed(schema: dict[str, Any]) -> Finite | None:
    """Give the values of `enum` and `const`, if one of them stands there."""
    if "const" in schema:
        values = [schema["const"]]
        if "enum" in schema:
            members = {key(value) for value in schema["enum"]}
            values = [value for value in values if key(value) in members]
        return Finite(tuple(values))
    if "enum" in schema:
        if not isinstance(schema["enum"], list):
            raise SchemaProblem(str(schema.get("$comment", "")), "enum", "`enum` is a list of values")
        return Finite(tuple({key(value): value for value in schema["enum"]}.values()))
    return None


def _number(schema: dict[str, Any], word: str) -> Fraction | None:
    value = schema.get(word)
    if value is None:
        return None
    try:
        return exact(value)
    except Unreadable as problem:
        raise SchemaProblem(f"{schema.get('$comment', '')}/{word}", word, "a number is needed here") from problem


def _count(schema: dict[str, Any], word: str) -> int | None:
    value = _number(schema, word)
    return None if value is None else int(value)


def read_numbers(schema: dict[str, Any], *, integer: bool) -> Numbers | None:
    """Give the numeric facets; None when they admit no number."""
    found = Numbers(integer=integer)
    divisor = _number(schema, "multipleOf")
    if divisor is not None:
        if divisor <= 0:
            raise SchemaProblem(f"{schema.get('$comment', '')}/multipleOf", "multipleOf", "a divisor is above zero")
        found = replace(found, multiples=(divisor,))
    for word, is_open in (("minimum", False), ("exclusiveMinimum", True)):
        bound = _number(schema, word)
        if bound is not None:
            found = raised(found, bound, is_open)
    for word, is_open in (("maximum", False), ("exclusiveMaximum", True)):
        bound = _number(schema, word)
        if bound is not None:
            found = lowered(found, bound, is_open)
    return tidied(found)


def raised(numbers: Numbers, bound: Fraction, is_open: bool) -> Numbers:  # noqa: FBT001 - a facet, not a switch
    """Give the numbers above a bound, too."""
    if numbers.low is None or (bound, is_open) > (numbers.low, numbers.low_open):
        return replace(numbers, low=bound, low_open=is_open)
    return numbers


def lowered(numbers: Numbers, bound: Fraction, is_open: bool) -> Numbers:  # noqa: FBT001 - a facet, not a switch
    """Give the numbers below a bound, too."""
    if numbers.high is None or (-bound, is_open) > (-numbers.high, numbers.high_open):
        return replace(numbers, high=bound, high_open=is_open)
    return numbers


def tidied(numbers: Numbers) -> Numbers | None:
    """Integer bounds rounded inward; None for an empty interval."""
    if numbers.integer:
        low = None if numbers.low is None else round_up(numbers.low, beyond=numbers.low_open)
        high = None if numbers.high is None else round_down(numbers.high, beyond=numbers.high_open)
        numbers = replace(numbers, low=low, high=high, low_open=False, high_open=False)
    if numbers.low is not None and numbers.high is not None:
        touching = numbers.low == numbers.high and (numbers.low_open or numbers.high_open)
        if numbers.low > numbers.high or touching:
            return None
    return numbers


def _strings(schema: dict[str, Any]) -> Strings:
    return Strings(
        _count(schema, "minLength") or 0,
        _count(schema, "maxLength"),
        frozenset([schema["pattern"]]) if isinstance(schema.get("pattern"), str) else frozenset(),
        frozenset([schema["format"]]) if "format" in schema else frozenset(),
    )


def _arrays(schema: dict[str, Any], graph: Graph) -> Arrays:
    def place(part: Json) -> Conj:
        return alone(graph.node(part))

    rows: tuple[Row, ...] = ()
    if "prefixItems" in schema or "items" in schema:
        prefix = tuple(place(part) for part in schema.get("prefixItems", ()))
        rest = place(schema["items"]) if "items" in schema else ANYTHING
        rows = (Row(prefix, rest, whole="items" in schema),)
    contains: tuple[Counted, ...] = ()
    if "contains" in schema:
        low = _count(schema, "minContains")
        counted = Counted(graph.node(schema["contains"]), 1 if low is None else low, _count(schema, "maxContains"))
        contains = (counted,)
    low, high = _count(schema, "minItems") or 0, _count(schema, "maxItems")
    return Arrays(low, high, rows, schema.get("uniqueItems") is True, contains)


def _objects(schema: dict[str, Any], graph: Graph) -> Objects:
    place: Callable[[Any], Conj] = lambda part: alone(graph.node(part))  # noqa: E731 - one line, used below only
    layers: tuple[Layer, ...] = ()
    if schema.keys() & {"properties", "patternProperties", "additionalProperties"}:
        whole = "additionalProperties" in schema
        layers = (
            Layer(
                {name: place(part) for name, part in schema.get("properties", {}).items()},
                tuple((pattern, place(part)) for pattern, part in schema.get("patternProperties", {}).items()),
                place(schema["additionalProperties"]) if whole else ANYTHING,
                whole,
            ),
        )
    names = place(schema["propertyNames"]) if "propertyNames" in schema else ANYTHING
    required = frozenset(schema.get("required", ()))
    low, high = _count(schema, "minProperties") or 0, _count(schema, "maxProperties")
    return Objects(required, low, high, layers, names)
