"""Parameters and headers travel as text: what that means for what a receiver takes."""

from decimal import Decimal
from typing import Any

from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.schemas import Schema

_SCALARS = ["string", "integer", "number", "boolean"]
_DEEPEST = 3
"""How far parts of parts are looked at: no style writes more as text, and a schema may contain itself."""
_TEXT_LIMITS = ("enum", "const", "pattern", "format", "minLength", "maxLength", "contentEncoding", "contentMediaType")


def receiver(schema: Schema, definitions: Definitions, *, listed: bool, level: int = 0) -> Schema:
    """Give what a receiver of text takes: free text takes every scalar, and a list of one is written like its item.

    `listed` says that the style writes lists so (`form` exploded, `simple`).
    """
    plain = _resolved(schema, definitions)
    if not isinstance(plain, dict) or level > _DEEPEST:
        return schema
    types = _types(plain)
    if _named_parts(plain):
        below = level + 1
        parts = {n: receiver(part, definitions, listed=False, level=below) for n, part in plain["properties"].items()}
        return {**plain, "properties": parts}
    if "string" in types and not any(key in plain for key in _TEXT_LIMITS):
        return {**plain, "type": sorted({*types, *_SCALARS})}
    if "array" in types and listed and _alone(plain):
        item = receiver(plain.get("items", {}), definitions, listed=False, level=level + 1)
        first = plain["prefixItems"][0] if plain.get("prefixItems") else item
        one: Schema = first if isinstance(first, dict) and _types(first) else {"allOf": [first, {"type": _SCALARS}]}
        return {"anyOf": [{**plain, "items": item}, one]}
    return schema


def as_text(sender: Schema, receiver_schema: Schema, definitions: Definitions) -> Schema:
    """Write what a sender's schema allows as text: listed values where the receiver lists text, parts of an object."""
    plain = _resolved(sender, definitions)
    if not (isinstance(plain, dict) and isinstance(receiver_schema, dict)):
        return sender
    if isinstance(plain.get("enum"), list) and "string" in _types(receiver_schema) and "string" not in _types(plain):
        return {"type": "string", "enum": [_text(value) for value in plain["enum"]]}
    if "object" in _types(plain) and plain.get("additionalProperties") is True:
        return {**plain, "additionalProperties": {"type": _SCALARS}}  # a part of a part cannot be written
    return sender


def _named_parts(schema: dict[str, Any]) -> bool:
    return "object" in _types(schema) and isinstance(schema.get("properties"), dict)


def _alone(schema: dict[str, Any]) -> bool:
    low = schema.get("minItems", 0)
    return not isinstance(low, int) or low <= 1


def _resolved(schema: Schema, definitions: Definitions) -> Schema:
    for _ in range(10):
        if not isinstance(schema, dict) or "$ref" not in schema or schema.keys() - {"$ref", "description", "title"}:
            return schema
        target = definitions.target(schema["$ref"])
        if target is None:
            return schema
        schema = target[1]
    return schema


def _types(schema: dict[str, Any]) -> list[str]:
    declared = schema.get("type")
    return [declared] if isinstance(declared, str) else [one for one in declared or () if isinstance(one, str)]


def _text(value: Any) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | Decimal) else value
