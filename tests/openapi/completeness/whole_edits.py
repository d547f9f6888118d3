"""Edits of what concerns a whole spec: servers, security schemes, its root."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openapi.completeness.spec_edits import ANSWERS, Edit, either, grows, presence, replaced

Json = Any
RELEASES = {"3.0": "3.0.3", "3.1": "3.1.0", "3.2": "3.2.0"}


@dataclass(frozen=True, slots=True)
class WholeEdit:
    """One object of a whole spec before and after."""

    object: str
    keyword: str
    name: str
    base: Json
    head: Json


def whole_edits(version: str) -> Iterator[WholeEdit]:
    """Give the edits of a version with both specs."""
    for edit in _edits(version):
        sides = [_around(edit.object, dict(side), version) for side in (edit.base, edit.head)]
        yield WholeEdit(edit.object, edit.keyword, edit.name, *sides)


ROOT = ("root",)
_URL = "https://{region}.example"
_HOOK = {"post": {"responses": ANSWERS}}
_ID, _KEYS = "https://id.example", {"read": "Read"}


def _edits(version: str) -> Iterator[Edit]:
    here, there = {"url": "https://a.example"}, {"url": "https://b.example"}
    yield from either("openapi", "servers", [here], [there], ROOT)
    yield from grows("openapi", "servers", [here], [here, there], ROOT)
    yield from either("openapi", "security", [{"key": []}], [{"login": []}], ROOT)
    yield from grows("openapi", "paths", _paths("/a"), _paths("/a", "/b"), ROOT)
    for edit in grows("paths", "*", _paths("/a"), _paths("/a", "/b"), ROOT):
        yield Edit("paths", "*", edit.name, {"paths": edit.base["*"]}, {"paths": edit.head["*"]}, ROOT)
    if version != "3.0":
        yield from presence("openapi", "webhooks", {"paid": _HOOK}, ROOT)
        yield from grows("openapi", "webhooks", {"paid": _HOOK}, {"paid": _HOOK, "sent": _HOOK}, ROOT)
        yield from either("openapi", "jsonSchemaDialect", "https://a.example/one", "https://a.example/other", ROOT)
    yield from replaced("server", "url", here["url"], there["url"], ROOT)
    yield from replaced("server", "url", "https://a.example/v1", "https://a.example/v2", ROOT)
    yield from replaced("server", "variables", _region("a"), _region("b"), ROOT, url=_URL)
    yield from replaced("server-variable", "default", "a", "b", ROOT)
    yield from presence("server-variable", "enum", ["a", "b"], ROOT, default="a")
    yield from grows("server-variable", "enum", ["a", "b"], ["a", "b", "c"], ROOT, default="a")
    for name, old, new in (("raise", "1.4.0", "1.5.0"), ("lower", "1.5.0", "1.4.0")):
        yield Edit("info", "version", name, {"version": old}, {"version": new}, ROOT)
    yield from _access(version)


def _region(default: str) -> Json:
    return {"region": {"default": default, "enum": [default]}}


def _paths(*names: str) -> Json:
    return {name: {"get": {"responses": ANSWERS}} for name in names}


def _access(version: str) -> Iterator[Edit]:
    yield from _asked()
    basic, open_id = {"type": "http", "scheme": "basic"}, {"type": "openIdConnect", "openIdConnectUrl": _ID}
    yield Edit("security-scheme", "type", "replace", basic, open_id, ROOT)
    yield from replaced("security-scheme", "scheme", "basic", "bearer", ROOT, type="http")
    key = {"type": "apiKey"}
    yield from replaced("security-scheme", "in", "header", "query", ROOT, **key, name="X-Key")
    yield from replaced("security-scheme", "name", "X-Key", "X-Token", ROOT, **key, **{"in": "header"})
    yield from replaced("security-scheme", "openIdConnectUrl", _ID, f"{_ID}/v2", ROOT, type="openIdConnect")
    one, other = ({"clientCredentials": {"tokenUrl": f"{_ID}/{name}", "scopes": _KEYS}} for name in ("a", "b"))
    yield from replaced("security-scheme", "flows", one, other, ROOT, type="oauth2")
    addresses = {"authorizationUrl": f"{_ID}/login", "tokenUrl": f"{_ID}/token", "scopes": _KEYS}
    flow = {"implicit": ("authorizationUrl",), "password": ("tokenUrl",), "clientCredentials": ("tokenUrl",),
            "authorizationCode": ("authorizationUrl", "tokenUrl")}  # fmt: skip
    if version == "3.2":
        yield from presence("security-scheme", "deprecated", True, ROOT, type="http", scheme="basic")
        yield from either("security-scheme", "oauth2MetadataUrl", _ID, f"{_ID}/v2", ROOT, type="oauth2", flows=one)
        addresses["deviceAuthorizationUrl"] = f"{_ID}/device"
        flow["deviceAuthorization"] = ("deviceAuthorizationUrl", "tokenUrl")
    for name, keys in flow.items():
        value = {key: addresses[key] for key in (*keys, "scopes")}
        kept = "password" if name == "implicit" else "implicit"
        around = {kept: {"scopes": _KEYS, **{key: addresses[key] for key in flow[kept]}}}
        yield from presence("oauth-flows", name, value, ROOT, **around)
        for key in keys:
            moved = {**value, key: f"{addresses[key]}/new"}
            yield Edit("oauth-flow", key, f"replace in {name}", {name: value}, {name: moved}, ROOT)
    whole = {"tokenUrl": f"{_ID}/token", "scopes": _KEYS}
    for edit in either("oauth-flow", "refreshUrl", f"{_ID}/a", f"{_ID}/b", ROOT, **whole):
        yield Edit("oauth-flow", "refreshUrl", edit.name, {"password": edit.base}, {"password": edit.head}, ROOT)
    for edit in grows("oauth-flow", "scopes", _KEYS, {**_KEYS, "write": "Write"}, ROOT, tokenUrl=f"{_ID}/token"):
        yield Edit("oauth-flow", "scopes", edit.name, {"password": edit.base}, {"password": edit.head}, ROOT)


def _asked() -> Iterator[Edit]:
    """Give the edits of one security requirement: schemes and scopes."""
    for edit in (
        *grows("security-requirement", "*", {"key": []}, {"key": [], "login": []}, ROOT),
        *replaced("security-requirement", "*", {"key": []}, {"login": []}, ROOT),
        *grows("security-requirement", "*", {"token": ["read"]}, {"token": ["read", "write"]}, ROOT),
    ):
        yield Edit("security-requirement", "*", edit.name, edit.base["*"], edit.head["*"], ROOT)


def _around(kind: str, value: Json, version: str) -> Json:
    """Put an object into a whole spec whose one operation asks for it."""
    scheme: Json = {"type": "http", "scheme": "digest"}
    spec: Json = {"openapi": RELEASES[version], "info": {"title": "Edits", "version": "1"}, "paths": _paths("/a")}
    match kind:
        case "openapi" | "paths":
            spec.update(value)
        case "info":
            spec["info"] = {"title": "Edits", **value}
        case "server":
            spec["servers"] = [value]
        case "server-variable":
            spec["servers"] = [{"url": _URL, "variables": {"region": value}}]
        case "security-requirement":
            spec["security"] = [value]
        case "security-scheme":
            scheme = value
        case "oauth-flows" | "oauth-flow":
            scheme = {"type": "oauth2", "flows": value}
    if kind in ("security-scheme", "oauth-flows", "oauth-flow"):
        spec["security"] = [{"asked": ["read"] if scheme["type"] == "oauth2" else []}]
    spec["components"] = {"securitySchemes": {**_SCHEMES, "asked": scheme}}
    return spec


_SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "login": {"type": "http", "scheme": "basic"},
    "token": {"type": "oauth2", "flows": {"password": {"tokenUrl": f"{_ID}/t", "scopes": {**_KEYS, "write": "Write"}}}},
}
