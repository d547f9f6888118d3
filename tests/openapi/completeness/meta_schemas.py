"""The objects and keywords of OpenAPI, read from the meta-schemas that the installed packages bring along."""

import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema_specifications import REGISTRY

VERSIONS = ("3.0", "3.1", "3.2")
ANY_NAME = "*"
"""Stands for the names that users choose: paths, statuses, media types, schemes."""

_VOCABULARIES = ("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content")
_BASE = {"3.1": "oas3.1/vocabularies/base", "3.2": "oas3.2/meta/2025-09-17.json"}
_SAME = {
    "APIKeySecurityScheme": "security-scheme", "HTTPSecurityScheme": "security-scheme",
    "OAuth2SecurityScheme": "security-scheme", "OpenIdConnectSecurityScheme": "security-scheme",
    "ImplicitOAuthFlow": "oauth-flow", "PasswordOAuthFlow": "oauth-flow", "ClientCredentialsFlow": "oauth-flow",
    "AuthorizationCodeOAuthFlow": "oauth-flow", "OAuthFlows": "oauth-flows", "ParameterLocation": "parameter",
    "ExternalDocumentation": "external-documentation", "external-docs": "external-documentation",
    "Callback": "callbacks", "XML": "xml", "explode-for-form": "encoding", "parameters": "parameter",
}  # fmt: skip
_NO_OBJECTS = {"extensible", "map-of-strings", "specification-extensions"}


def keywords(version: str) -> dict[str, set[str]]:
    """Give every object of a version with its keywords, by one name for all versions."""
    found: dict[str, set[str]] = {}
    for name, words in _objects(version):
        if words and name not in _NO_OBJECTS:
            found.setdefault(name, set()).update(words)
    if version != "3.0":
        found["schema"] = {word for one in _vocabularies(version) for word in one["properties"]}
    return found


def _objects(version: str) -> Iterator[tuple[str, set[str]]]:
    whole = _read("openapi_spec_validator", f"resources/schemas/v{version}/schema.json")
    yield "openapi", _words(whole)
    yield from _defined(whole.get("$defs") or whole["definitions"], "")
    if version in _BASE:
        yield from _defined(_read("openapi_schema_validator", f"schemas/{_BASE[version]}")["$defs"], "")


def _vocabularies(version: str) -> Iterator[Mapping[str, Any]]:
    for name in _VOCABULARIES:
        yield REGISTRY.contents(f"https://json-schema.org/draft/2020-12/meta/{name}")
    yield _read("openapi_schema_validator", f"schemas/{_BASE[version]}")


def _read(package: str, path: str) -> dict[str, Any]:
    found = find_spec(package)
    folder = Path(next(iter((found.submodule_search_locations if found else None) or ("",))))
    value: dict[str, Any] = json.loads((folder / path).read_text(encoding="utf-8"))
    return value


def _defined(definitions: Mapping[str, Any], outer: str) -> Iterator[tuple[str, set[str]]]:
    for name, definition in definitions.items():
        if isinstance(definition, dict):
            yield _named(name, outer), _words(definition)
            yield from _defined(definition.get("$defs", {}), name)


def _named(name: str, outer: str) -> str:
    if name in _SAME:
        return _SAME[name]
    if outer:
        return "oauth-flow" if outer == "oauth-flows" else outer
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in name).lstrip("-")


def _words(schema: Any) -> set[str]:
    """Give the names below every `properties` of a definition; what it refers to, or defines, is another's."""
    found: set[str] = set()
    if isinstance(schema, list):
        return found.union(*(_words(part) for part in schema))
    if not isinstance(schema, dict):
        return found
    found |= set(schema.get("properties", {}))
    for pattern in schema.get("patternProperties", {}):
        found |= _names(pattern)
    if isinstance(schema.get("additionalProperties"), dict):
        found.add(ANY_NAME)
    for key, part in schema.items():
        if key in ("allOf", "anyOf", "oneOf", "then", "else", "not"):
            found |= _words(part)
        elif key == "dependentSchemas":
            found |= _words(list(part.values()))
    return found


def _names(pattern: str) -> set[str]:
    """Give the names that a pattern lists, or the sign for names that users choose; extensions have none."""
    if pattern.startswith(("^x-", "^\\$ref")):
        return set()
    listed = pattern.removeprefix("^(").removesuffix(")$").split("|")
    return set(listed) if all(name.isalpha() for name in listed) else {ANY_NAME}
