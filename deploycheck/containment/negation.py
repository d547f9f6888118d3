"""The opposite of a schema, where JSON Schema can say it; None otherwise.

Only exact opposites are given, so that they serve senders and receivers alike.
"""

from deploycheck.containment.document import PREFIX
from deploycheck.containment.model import Json, Schema
from deploycheck.containment.reading import Side

_TYPES = ("null", "boolean", "number", "string", "array", "object")
_SILENT = frozenset({"$comment", "x-seeds"})
_OPPOSITES = {
    "minimum": ("number", "exclusiveMaximum"),
    "maximum": ("number", "exclusiveMinimum"),
    "exclusiveMinimum": ("number", "maximum"),
    "exclusiveMaximum": ("number", "minimum"),
}
_COUNTS = {
    "minLength": ("string", "maxLength", -1),
    "maxLength": ("string", "minLength", 1),
    "minItems": ("array", "maxItems", -1),
    "maxItems": ("array", "minItems", 1),
    "minProperties": ("object", "maxProperties", -1),
    "maxProperties": ("object", "minProperties", 1),
}
_DEPTH = 8
_MEMBERS = 40


def negated(schema: Schema, side: Side, depth: int = 0) -> Schema | None:
    """Give a schema that takes exactly what the given compiled schema rejects, or None."""
    if isinstance(schema, bool):
        return not schema
    if depth > _DEPTH:
        return None
    parts: list[Schema] = []
    for word, value in schema.items():
        if word in _SILENT:
            continue
        part = _keyword(word, value, side, depth)
        if part is None:
            return None
        parts.append(part)
    return _any(parts)


def _any(parts: list[Schema]) -> Schema:
    if len(parts) > 1:
        return {"anyOf": parts}
    return parts[0] if parts else False


def _keyword(word: str, value: Json, side: Side, depth: int) -> Schema | None:
    if word in _OPPOSITES:
        kind, opposite = _OPPOSITES[word]
        return {"type": kind, opposite: value}
    if word in _COUNTS:
        kind, opposite, step = _COUNTS[word]
        bound = int(value) + step
        return {"type": kind, opposite: bound} if bound >= 0 else False
    match word:
        case "type":
            return _other_types(value)
        case "enum":
            return {"x-not-listed": value}
        case "const":
            return {"x-not-listed": [value]}
        case "required":
            return _any([{"type": "object", "properties": {name: False}} for name in value])
        case "not":
            return value  # type: ignore[no-any-return]
        case "$ref":
            return negated(side.definition(value[len(PREFIX) :]), side, depth + 1)
        case _:
            return _composed(word, value, side, depth)


def _composed(word: str, value: Json, side: Side, depth: int) -> Schema | None:
    if word not in ("properties", "allOf", "anyOf") or len(value) > _MEMBERS:
        return None
    parts: list[Schema] = []
    for member in value if word != "properties" else value.items():
        opposite = negated(member[1] if word == "properties" else member, side, depth + 1)
        if opposite is None:
            return None
        if word == "properties":
            opposite = {"type": "object", "required": [member[0]], "properties": {member[0]: opposite}}
        parts.append(opposite)
    return {"allOf": parts} if word == "anyOf" else _any(parts)


def _other_types(value: Json) -> Schema | None:
    named = {value} if isinstance(value, str) else set(value)
    if "integer" in named and "number" not in named:
        return None
    rest = [name for name in _TYPES if name not in named]
    return {"type": rest} if rest else False
