"""Pact files (V2, V3, V4): what a consumer's tests say that it needs of a provider, by their HTTP interactions."""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import msgspec

from deploycheck.documents.document import Document
from deploycheck.documents.json import load_json
from deploycheck.documents.shape import Path
from deploycheck.domains.services.pact_paths import body_paths
from deploycheck.domains.services.pact_rules import Rules, read_rules
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field

_FOLDERS = frozenset({"pact", "pacts"})
_MARKS = (b'"consumer"', b'"provider"')
_PARTS = (b'"interactions"', b'"messages"')
_MESSAGES = "messages of a pact are not compared, only its HTTP interactions"


class Interaction(Record):
    """One request that a consumer makes and the answer that it expects.

    `query` and headers are names alone. Paths are keys from the body's root down, `[]` for the items of a list; those
    of matching rules are among them, None for a request whose body cannot be read. `statuses` are further ones that
    the consumer takes. `described` says that the answer's body was understood, so that nothing else of it is read.
    `digest` identifies examples and rules: with others the consumer is another version.
    """

    method: str
    path: str
    status: int
    location: Location
    description: str = ""
    states: tuple[str, ...] = ()
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    response_headers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    request_paths: tuple[tuple[str, ...], ...] | None = ()
    response_paths: tuple[tuple[str, ...], ...] = ()
    described: bool = True
    digest: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """What is read of the answer: `200.total`, `200.items[].sku`, `200.[].id`."""
        return tuple(f"{self.status}.{written(path)}" for path in self.response_paths)


class Pact(Record):
    """One pact file."""

    consumer: str
    provider: str
    location: Location
    interactions: tuple[Interaction, ...] = ()
    not_analysed: tuple[NotAnalysed, ...] = ()


def may_be_pact(path: str, providers: frozenset[str]) -> bool:
    """Whether a file may be a pact, by its name: in a folder `pacts`, or called `CONSUMER-PROVIDER.json`."""
    if not path.endswith(".json"):
        return False
    *folders, name = path.split("/")
    if not _FOLDERS.isdisjoint(folders):
        return True
    words = name.removesuffix(".json").split("-")
    return any("-".join(words[start:]) in providers for start in range(1, len(words)))


def looks_like_pact(data: bytes) -> bool:
    """Whether bytes hold what every pact holds."""
    return all(mark in data for mark in _MARKS) and any(part in data for part in _PARTS)


def consumer_of(data: bytes) -> str:
    """Name the consumer of a pact; empty for what is none."""
    if not looks_like_pact(data):
        return ""
    try:
        return msgspec.json.decode(data, type=_Signed).consumer.name
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


class _Named(msgspec.Struct):
    name: str = ""


class _Signed(msgspec.Struct):
    consumer: _Named


def parse_pact(data: bytes, path: str) -> Pact:
    """Read a pact file; raises SourceError."""
    document = load_json(data, path)
    value = document.value
    consumer, provider = (_name(document, role) for role in ("consumer", "provider"))
    found: list[Interaction] = []
    missing: list[NotAnalysed] = []
    for index, entry in enumerate(_list(value.get("interactions"))):
        where: Path = ("interactions", index)
        if _is_http(entry):
            found.append(_interaction(document, where, entry))
        if reason := _unread(entry):
            missing.append(NotAnalysed(document.location(where), reason, kind="pact-message"))
    if _list(value.get("messages")):
        missing.append(NotAnalysed(document.location(("messages",)), _MESSAGES, kind="pact-message"))
    return Pact(consumer, provider, document.location(("consumer",)), tuple(found), tuple(missing))


def written(path: Iterable[str]) -> str:
    """Write keys as one text: dots between them, `[]` for the items of a list."""
    return ".".join(path).replace(".[]", "[]")


def _name(document: Document, role: str) -> str:
    entry = document.value.get(role) if isinstance(document.value, dict) else None
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name:
        place = document.position((role,))
        raise SourceError(f"this pact does not name its {role}: `{role}.name`", document.path, *place)
    return name


def _is_http(entry: Any) -> bool:  # noqa: ANN401  any JSON
    if not isinstance(entry, dict) or not isinstance(entry.get("request"), dict):
        return False
    return entry.get("type") in (None, "Synchronous/HTTP")


def _unread(entry: Any) -> str:  # noqa: ANN401  any JSON
    """Say what of an interaction is not compared; empty where all is."""
    if not _is_http(entry):
        kind = entry.get("type") if isinstance(entry, dict) else None
        return f"{_MESSAGES}; this is {kind}" if isinstance(kind, str) else _MESSAGES
    plugins = entry.get("pluginConfiguration")
    if isinstance(plugins, dict) and plugins:
        return f"its bodies are described by the plugin {', '.join(sorted(plugins))}; their fields are not known"
    return ""


def _interaction(document: Document, where: Path, entry: Mapping[str, Any]) -> Interaction:
    request, response = entry["request"], _mapping(entry.get("response"))
    path = request.get("path")
    if not isinstance(path, str):
        place = document.position((*where, "request"))
        raise SourceError("this interaction has no `request.path`", document.path, *place)
    asked, answered = read_rules(request.get("matchingRules")), read_rules(response.get("matchingRules"))
    plain = not entry.get("pluginConfiguration")
    sent, read = _paths(request, asked), _paths(response, answered)
    return Interaction(
        method=str(request.get("method", "get")).upper(),
        path=path,
        status=status if isinstance(status := response.get("status"), int) else 200,
        location=document.location(where),
        description=str(entry.get("description") or ""),
        states=tuple(_states(entry)),
        query={**dict.fromkeys(asked.query, ()), **_query(request.get("query"))},
        headers=_headers(request, asked),
        response_headers=_headers(response, answered),
        statuses=answered.statuses,
        request_paths=sent if plain else None,
        response_paths=(read or ()) if plain else (),
        described=plain and read is not None,
        digest=hashlib.sha256(msgspec.json.encode([request, response], order="sorted")).hexdigest()[:8],
    )


def _headers(part: Mapping[str, Any], rules: Rules) -> tuple[str, ...]:
    return tuple(sorted({*_mapping(part.get("headers")), *rules.headers}))


def _paths(part: Mapping[str, Any], rules: Rules) -> tuple[tuple[str, ...], ...] | None:
    """Give the keys of a body, by its example and its rules; None where it is not JSON."""
    body, readable = _body(part)
    if not readable:
        return rules.body or None
    return tuple(dict.fromkeys((*body_paths(body, rules.mappings), *rules.body)))


def _body(part: Mapping[str, Any]) -> tuple[Any, bool]:
    """Give the example body, and whether it could be read; V4 wraps it in `content` and `contentType`."""
    body = part.get("body")
    if not (isinstance(body, dict) and "content" in body and ("contentType" in body or "encoded" in body)):
        return body, True
    content, encoded = body["content"], body.get("encoded")
    kind = str(body.get("contentType") or "").partition(";")[0].strip().lower()
    if not encoded:
        return content, not isinstance(content, str) or kind.startswith("text/")
    if not (kind == "application/json" or kind.endswith("+json")) or not isinstance(content, str):
        return None, False
    try:
        plain = base64.b64decode(content, validate=True) if str(encoded).lower() == "base64" else content
        return msgspec.json.decode(plain), True
    except (binascii.Error, msgspec.DecodeError, ValueError, RecursionError):
        return None, False


def _states(entry: Mapping[str, Any]) -> Iterator[str]:
    for key in ("providerState", "provider_state"):
        if isinstance(name := entry.get(key), str):
            yield name
    for state in _list(entry.get("providerStates")):
        if isinstance(state, dict) and isinstance(state.get("name"), str):
            yield state["name"]


def _query(value: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401  any JSON
    """Give the parameters: V2 writes them as a text, V3 as lists by name."""
    if isinstance(value, str):
        return {name: tuple(values) for name, values in parse_qs(value, keep_blank_values=True).items()}
    return {
        name: tuple(str(one) for one in values) if isinstance(values, list) else (str(values),)
        for name, values in _mapping(value).items()
    }


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  any JSON
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:  # noqa: ANN401  any JSON
    return value if isinstance(value, list) else []
