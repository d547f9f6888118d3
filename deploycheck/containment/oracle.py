"""The validator, behind one door: jsonschema-rs, formats asserted, and no reference ever fetched."""

from functools import lru_cache
from typing import Any

import jsonschema_rs

from deploycheck.containment.document import references
from deploycheck.containment.model import Json
from deploycheck.containment.nodes import Conj, Meaning, Node, meaning
from deploycheck.containment.ways import endless

_MOST_DEFINITIONS = 2_000
"""A place that reaches more definitions is not validated: each of many validators would hold them all."""
_MOST_VALIDATORS = 100
"""So many validators are kept, and as many that were used before them; each holds all that it reaches."""
_MOST_WEIGHT = 8_000
"""How many definitions the validators that one search asks about parts may hold together."""


def _refuse(uri: str) -> Json:
    message = f"references are not fetched: {uri}"
    raise ValueError(message)


def compiled(schema: Json, *, formats: bool = True) -> jsonschema_rs.Draft202012Validator | None:
    """Give a validator, or None when the engine refuses the schema."""
    try:
        return jsonschema_rs.Draft202012Validator(schema, validate_formats=formats, retriever=_refuse)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> jsonschema_rs.Draft202012Validator | None:
    return compiled({"pattern": pattern})


@lru_cache(maxsize=64)
def _format(name: str) -> jsonschema_rs.Draft202012Validator | None:
    return compiled({"format": name})


def matches(pattern: str, text: str) -> bool | None:
    """Whether a text matches a pattern as the validator reads it; None when it refuses the pattern."""
    validator = _pattern(pattern)
    return None if validator is None else accepts(validator, text)


def has_format(name: str, text: str) -> bool | None:
    """Whether a text has a format as the validator reads it."""
    validator = _format(name)
    return None if validator is None else accepts(validator, text)


def accepts(validator: jsonschema_rs.Draft202012Validator, value: Json) -> bool | None:
    """Give the validator's word on a value; None when it cannot read it (nesting, lone surrogates)."""
    try:
        return bool(validator.is_valid(value))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


class Oracle:
    """Validators for places, kept for a session."""

    __slots__ = ("_asked", "_before", "_left", "_validators", "_weights")

    def __init__(self) -> None:
        self._validators: dict[tuple[Meaning | bytes, bool], jsonschema_rs.Draft202012Validator | None] = {}
        self._before: dict[tuple[Meaning | bytes, bool], jsonschema_rs.Draft202012Validator | None] = {}
        """Those that were in use when the others began to be collected."""
        self._weights: dict[Conj, int] = {}
        self._asked: set[Conj] = set()
        self._left = _MOST_WEIGHT

    def begin(self) -> None:
        """Begin a search: the places that it asks about are counted anew, whatever earlier ones left here."""
        self._asked.clear()
        self._left = _MOST_WEIGHT

    def affords(self, place: Conj) -> bool:
        """Whether this search may ask about a place, too: in large recursive documents each place holds all of it."""
        if place in self._asked:
            return True
        weight = self._weights.get(place)
        if weight is None:
            weight = self._weights[place] = _weight(place)
        if weight > self._left:
            return False
        self._left -= weight
        self._asked.add(place)
        return True

    def validator(self, place: Conj, *, formats: bool = True) -> jsonschema_rs.Draft202012Validator | None:
        """Give the validator of a conjunction, or None when some part of it is refused."""
        text = place[0].plain if len(place) == 1 else b""
        asked: tuple[Meaning | bytes, bool] = (text or meaning(place), formats)
        if asked in self._validators:
            return self._validators[asked]
        validator = self._before[asked] if asked in self._before else self._fresh(place, formats=formats)
        if len(self._validators) >= _MOST_VALIDATORS:
            self._before, self._validators = self._validators, {}
        self._validators[asked] = validator
        return validator

    @staticmethod
    def _fresh(place: Conj, *, formats: bool) -> jsonschema_rs.Draft202012Validator | None:
        document = bundled(place)
        large = isinstance(document, dict) and len(document.get("$defs", ())) > _MOST_DEFINITIONS
        return None if large or endless(document) else compiled(document, formats=formats)

    def accepts(self, place: Conj, value: Json) -> bool | None:
        """Whether a conjunction takes a value; None when the engine refuses schema or value."""
        if not place:
            return True
        validator = self.validator(place)
        return None if validator is None else accepts(validator, value)


def _weight(place: Conj) -> int:
    """Count the definitions that the validator of a place has to hold."""
    document = bundled(place)
    return len(document.get("$defs", ())) if isinstance(document, dict) else 0


def bundled(place: Conj) -> Json:
    """Give a conjunction as one document with the definitions that it needs, of whichever side."""
    if not place:
        return True
    nodes: list[Node] = []
    parts = [_written(node, nodes) for node in place]
    definitions: dict[str, Any] = {}
    for node in nodes:
        if node.side is not None:
            _collect(node, definitions)
    root = dict(parts[0]) if len(parts) == 1 and isinstance(parts[0], dict) else {"allOf": parts}
    return root | {"$defs": definitions} if definitions else root


def _written(node: Node, nodes: list[Node]) -> Json:
    if node.any_of:
        return {
            "anyOf": [
                {"allOf": [_written(part, nodes) for part in option]} if option else True for option in node.any_of
            ]
        }
    nodes.append(node)
    return node.schema


def _collect(node: Node, definitions: dict[str, Any]) -> None:
    assert node.side is not None  # noqa: S101 - checked by the caller
    side = node.side.side
    stack = list(references(node.schema))
    while stack and len(definitions) <= _MOST_DEFINITIONS:
        key = stack.pop()
        if key not in definitions:
            definitions[key] = side.definition(key)
            stack.extend(side.uses(key))
