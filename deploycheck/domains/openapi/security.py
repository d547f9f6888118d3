"""Who is let in: schemes by their wire definition, alternatives with scopes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploycheck.domains.openapi.model import Alternative
from deploycheck.domains.openapi.specification import Specification, Spot

_ENDPOINTS = (
    "authorizationUrl", "tokenUrl", "refreshUrl", "openIdConnectUrl", "oauth2MetadataUrl", "deviceAuthorizationUrl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheme:
    """A security scheme; `wire` is what callers must send, `endpoints` where they get it.

    `flows` are the ways to a token with the scopes that each offers; `deprecated` announces its end.
    """

    name: str
    wire: tuple[str, ...]
    endpoints: tuple[tuple[str, str], ...]
    spot: Spot
    flows: tuple[tuple[str, frozenset[str]], ...] = ()
    deprecated: bool = False


def schemes(specification: Specification) -> dict[str, Scheme]:
    """Read the security schemes that a spec defines."""
    node = specification.child(specification.node("components"), "securitySchemes")
    result: dict[str, Scheme] = {}
    for name in node.value if isinstance(node.value, dict) else ():
        found = specification.child(node, name)
        if isinstance(found.value, dict):
            value = found.value
            result[name] = Scheme(
                name, _wire(value), tuple(sorted(_endpoints(value))), node.spot.at(name), tuple(sorted(_flows(value))),
                deprecated=value.get("deprecated") is True,
            )  # fmt: skip
    return result


def _wire(value: Mapping[str, Any]) -> tuple[str, ...]:
    kind = str(value.get("type"))
    match kind:
        case "apiKey":
            name = str(value.get("name"))
            place = str(value.get("in"))
            return (kind, place, name.lower() if place == "header" else name)
        case "http":
            return (kind, str(value.get("scheme")).lower())
        case _:
            return (kind,)


def _endpoints(value: Mapping[str, Any]) -> set[tuple[str, str]]:
    found = {(key, str(value[key])) for key in _ENDPOINTS if key in value}
    flows = value.get("flows")
    for flow, part in flows.items() if isinstance(flows, dict) else ():
        if isinstance(part, dict):
            found.update((f"{flow}.{key}", str(part[key])) for key in _ENDPOINTS if key in part)
    return found


def _flows(value: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    flows = value.get("flows")
    for flow, part in flows.items() if isinstance(flows, dict) else ():
        if isinstance(part, dict):
            yield flow, frozenset(map(str, part.get("scopes") or ()))


def alternatives(value: Any) -> tuple[Alternative, ...]:  # noqa: ANN401  as written
    """Read a `security` list; none, or an empty one, lets everybody in."""
    if not isinstance(value, list) or not value:
        return (frozenset(),)
    return tuple(
        frozenset((str(name), frozenset(map(str, scopes or ()))) for name, scopes in one.items())
        for one in value
        if isinstance(one, dict) and all(isinstance(scopes, list | None) for scopes in one.values())
    )
