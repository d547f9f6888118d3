"""Pact files (V2, V3, and the HTTP interactions of V4): what a consumer's tests say that it needs of a provider."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from deploycheck.documents.document import Document
from deploycheck.documents.json import load_json
from deploycheck.documents.shape import Path
from deploycheck.domains.services.pact_paths import body_paths, rule_paths
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location

_FOLDERS = frozenset({"pact", "pacts"})
_MARKS = (b'"consumer"', b'"provider"')
_PARTS = (b'"interactions"', b'"messages"')


@dataclass(frozen=True, slots=True)
class Interaction:
    """One request that a consumer makes and the answer that it expects.

    `query` holds the values of each parameter. Paths are keys from the body's root down, `[]` for the items of a
    list; those of matching rules are among them. Bodies are the examples in the file, None where there is none.
    """

    method: str
    path: str
    status: int
    location: Location
    description: str = ""
    states: tuple[str, ...] = ()
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    request_paths: tuple[tuple[str, ...], ...] = ()
    response_paths: tuple[tuple[str, ...], ...] = ()
    request_body: Any = None
    response_body: Any = None

    @property
    def fields(self) -> tuple[str, ...]:
        """What is read of the answer: `200.total`, `200.items[].sku`, `200.[].id`."""
        return tuple(f"{self.status}.{written(path)}" for path in self.response_paths)


@dataclass(frozen=True, slots=True)
class Pact:
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
        else:
            missing.append(_not_analysed(document, where))
    if _list(value.get("messages")):
        missing.append(_not_analysed(document, ("messages",)))
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


def _not_analysed(document: Document, where: Path) -> NotAnalysed:
    reason = "messages of a pact are not compared, only its HTTP interactions"
    return NotAnalysed(document.location(where), reason, kind="pact-message")


def _interaction(document: Document, where: Path, entry: Mapping[str, Any]) -> Interaction:
    request, response = entry["request"], _mapping(entry.get("response"))
    path = request.get("path")
    if not isinstance(path, str):
        place = document.position((*where, "request"))
        raise SourceError("this interaction has no `request.path`", document.path, *place)
    request_body, response_body = _body(request), _body(response)
    return Interaction(
        method=str(request.get("method", "get")).upper(),
        path=path,
        status=status if isinstance(status := response.get("status"), int) else 200,
        location=document.location(where),
        description=str(entry.get("description") or ""),
        states=tuple(_states(entry)),
        query=_query(request.get("query")),
        headers=tuple(sorted(_mapping(request.get("headers")))),
        request_paths=_paths(request_body, request),
        response_paths=_paths(response_body, response),
        request_body=request_body,
        response_body=response_body,
    )


def _paths(body: Any, part: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401  any JSON
    return tuple(dict.fromkeys((*body_paths(body), *rule_paths(part.get("matchingRules")))))


def _body(part: Mapping[str, Any]) -> Any:  # noqa: ANN401  any JSON
    """Give the example body; V4 wraps it in `content` and `contentType`."""
    body = part.get("body")
    if isinstance(body, dict) and "content" in body and "contentType" in body:
        return body["content"]
    return body


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
