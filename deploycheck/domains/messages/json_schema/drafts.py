"""What earlier drafts of JSON Schema wrote differently, as 2020-12 has it."""

from collections.abc import Mapping
from typing import Any, Final

NEWEST: Final = "2020-12"
_DRAFTS: Final = {
    "draft-03": "3", "draft-04": "4", "draft-06": "6", "draft-07": "7", "2019-09": "2019-09", "2020-12": NEWEST,
    "json-schema.org/schema": "7",
}  # fmt: skip
META_SCHEMAS: Final[Mapping[str, str]] = {
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    NEWEST: "https://json-schema.org/draft/2020-12/schema",
}
"""Those that come with the validator, by draft."""
_SIBLINGS_COUNT: Final = ("2019-09", NEWEST)

VALUES: Final = frozenset({"const", "enum", "default", "example", "examples"})
SCHEMA: Final = frozenset(
    {
        "items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "additionalItems", "not", "if",
        "then", "else", "contains", "propertyNames", "contentSchema",
    }
)  # fmt: skip
SCHEMA_LISTS: Final = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMA_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
ANNOTATIONS: Final = frozenset(
    {
        "title", "description", "$comment", "examples", "example", "$schema", "definitions", "$defs", "id", "$id",
        "default", "deprecated", "readOnly", "writeOnly", "$anchor", "$dynamicAnchor", "$vocabulary",
    }
)  # fmt: skip
"""What says nothing about which messages are valid; references were followed before."""


def draft_of(document: Any) -> str:  # noqa: ANN401  any JSON
    """Give the draft that a document names; the newest where it names none, nothing for a dialect of its own."""
    written = document.get("$schema") if isinstance(document, dict) else None
    if not isinstance(written, str):
        return NEWEST
    return next((draft for mark, draft in _DRAFTS.items() if "json-schema.org" in written and mark in written), "")


def modern(schema: Mapping[str, Any], draft: str) -> dict[str, Any]:
    """Give the keywords of one schema object in the words of 2020-12; the schemas inside stay as they are."""
    if "$ref" in schema and draft and draft not in _SIBLINGS_COUNT:
        return {"$ref": schema["$ref"]}
    found = {word: value for word, value in schema.items() if word not in ANNOTATIONS}
    _bounds(found)
    _items(found)
    _dependencies(found)
    if not isinstance(found.get("required", []), list):
        found.pop("required")
    return found


def _bounds(found: dict[str, Any]) -> None:
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(found.get(exclusive), bool) and found.pop(exclusive) and bound in found:
            found[exclusive] = found.pop(bound)


def _items(found: dict[str, Any]) -> None:
    if isinstance(found.get("items"), list):
        found["prefixItems"] = found.pop("items")
        if "additionalItems" in found:
            found["items"] = found["additionalItems"]
    found.pop("additionalItems", None)


def _dependencies(found: dict[str, Any]) -> None:
    written = found.pop("dependencies", None)
    for name, value in written.items() if isinstance(written, dict) else ():
        kind = "dependentRequired" if isinstance(value, list) else "dependentSchemas"
        found[kind] = {**found.get(kind, {}), name: value}
