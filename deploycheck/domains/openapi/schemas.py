"""Schemas of OpenAPI in one form: plain JSON Schema 2020-12, keys where they stood."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol

Schema = dict[str, Any] | bool


class Rename(Protocol):
    """Gives what stands in normal form for a reference as it is written."""

    def __call__(self, text: str, *, dynamic: bool = False) -> dict[str, Any]:
        """Give the new keywords; `dynamic` says that it is a `$dynamicRef`."""
        ...

    def inside(self, schema: Mapping[str, Any]) -> "Rename":
        """Give what holds in a schema, which may have an address of its own (`$id`)."""
        ...


MAX_NESTING = 120
"""Schemas that stand deeper inside each other are given up as an unresolvable reference."""
TOO_DEEP = {"$ref": "urn:deploycheck:too-deep"}
NOWHERE = "urn:deploycheck:nowhere:"
"""Stands in front of a reference that leads nowhere."""

_MAPS = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = (
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
    "unevaluatedProperties", "unevaluatedItems", "contentSchema",
)  # fmt: skip
_NAMES = ("$id", "$anchor", "$dynamicAnchor")
CHECKED_FORMATS = frozenset(
    ("date", "date-time", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid",
     "json-pointer", "regex", "idn-email", "idn-hostname", "iri", "iri-reference", "relative-json-pointer",
     "uri-template")
)  # fmt: skip
"""Formats of texts that validators check."""
INTEGER_FORMATS = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}


def normalise(schema: Any, version: str, rename: Rename, depth: int = 0) -> Schema:  # noqa: ANN401  as written
    """Give `schema` as plain JSON Schema 2020-12; what is no schema at all allows everything.

    `version` is `3.0`, `3.1` or `3.2`; `rename` turns references into those of the normal form.
    """
    if isinstance(schema, bool):
        return schema
    if not isinstance(schema, dict):
        return {}
    if depth > MAX_NESTING:
        return dict(TOO_DEEP)
    if _CHANGED.isdisjoint(schema) and schema.get("format") not in INTEGER_FORMATS:
        return schema
    if version == "3.0":
        return _three_zero(schema, rename, depth)
    return _parts(schema, version, rename.inside(schema), depth)


_CHANGED = frozenset((
    *_MAPS, *_LISTS, *_SINGLE, *_NAMES, "$ref", "$dynamicRef", "required", "nullable", "exclusiveMinimum",
    "exclusiveMaximum",
))  # fmt: skip
"""A schema without any of these says the same in normal form."""


def _parts(schema: dict[str, Any], version: str, rename: Rename, depth: int) -> dict[str, Any]:
    """Normalise what stands below each keyword."""

    def below(part: Any) -> Schema:  # noqa: ANN401  as written
        return normalise(part, version, rename, depth + 1)

    result: dict[str, Any] = {}
    referring: list[dict[str, Any]] = []
    for key, value in schema.items():
        if key in ("$ref", "$dynamicRef"):
            referring.append(rename(value, dynamic=key != "$ref") if isinstance(value, str) else TOO_DEEP)
        elif key in _NAMES and isinstance(value, str):
            continue  # `rename` knows them, and no value is judged by them
        elif key in _MAPS and isinstance(value, dict):
            result[key] = {name: below(part) for name, part in value.items()}
        elif key in _LISTS and isinstance(value, list):
            result[key] = [below(part) for part in value]
        elif key in _SINGLE:
            result[key] = below(value)
        elif key == "required" and not isinstance(value, list):
            continue  # `required: true` inside a property is a habit of other languages and means nothing
        else:
            result[key] = value
    for found in referring:
        result = _beside(result, found)
    return _integer_bounds(result)


def _beside(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Put what a reference became beside the other keywords, with those of its own kind together."""
    if "$ref" in schema or "$dynamicRef" in schema:
        return {**schema, "allOf": [*schema.get("allOf", ()), found]}
    if "$defs" in schema and "$defs" in found:
        found = {**found, "$defs": {**found["$defs"], **schema["$defs"]}}
    return {**found, **schema, **found}


def _three_zero(schema: dict[str, Any], rename: Rename, depth: int) -> Schema:
    nullable = schema.get("nullable") is True
    if isinstance(schema.get("$ref"), str):
        plain = rename(schema["$ref"])  # siblings of a reference are dropped in 3.0
    else:
        plain = _parts({key: value for key, value in schema.items() if key != "nullable"}, "3.0", rename, depth)
        _exclusive(plain, "minimum", "exclusiveMinimum")
        _exclusive(plain, "maximum", "exclusiveMaximum")
    return _with_null(plain) if nullable else plain


def _exclusive(schema: dict[str, Any], bound: str, flag: str) -> None:
    """Turn the boolean of 3.0 into the number of 2020-12; without a bound it means nothing."""
    value = schema.get(flag)
    if not isinstance(value, bool):
        return
    del schema[flag]
    if value and bound in schema:
        schema[flag] = schema.pop(bound)


def _with_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow null: that is what senders do when `nullable` stands beside an enum, a reference or an allOf, too."""
    if any(key in schema for key in ("$ref", "allOf", "anyOf", "oneOf", "not")):
        return {"anyOf": [schema, {"type": "null"}]}
    declared = schema.get("type")
    if isinstance(declared, str):
        schema["type"] = [declared, "null"]
    elif isinstance(declared, list) and "null" not in declared:
        schema["type"] = [*declared, "null"]
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema


def _integer_bounds(schema: dict[str, Any]) -> dict[str, Any]:
    """Turn integer formats into bounds; the tighter of format and written bound stands."""
    declared = schema.get("type")
    types = declared if isinstance(declared, list) else [declared]
    bounds = INTEGER_FORMATS.get(str(schema.get("format")))
    if bounds is None or "integer" not in types:
        return schema
    result = {key: value for key, value in schema.items() if key != "format"}
    low, high = bounds
    if not _tighter(schema, ("minimum", "exclusiveMinimum"), lambda bound: bound > low):
        result["minimum"] = low
    if not _tighter(schema, ("maximum", "exclusiveMaximum"), lambda bound: bound < high):
        result["maximum"] = high
    return result


def _tighter(schema: dict[str, Any], keys: tuple[str, str], test: Callable[[Any], bool]) -> bool:
    values = [schema[key] for key in keys if isinstance(schema.get(key), int | float | Decimal)]
    return any(test(value) for value in values if not isinstance(value, bool))
