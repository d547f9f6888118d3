"""Traces as OpenTelemetry exports them: OTLP in JSON, one document or one a line."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deploycheck.documents.document import DocumentError
from deploycheck.documents.json import load_json
from deploycheck.domains.services.exchange import (
    Exchange,
    distinct,
    query_names,
    split_url,
    template,
    without_data,
)
from deploycheck.model.errors import SourceError
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace

_HEADER = "http.request.header."
_CLIENT, _SERVER = (3, "SPAN_KIND_CLIENT"), (2, "SPAN_KIND_SERVER")
_PEERS = ("peer.service", "server.address", "net.peer.name", "http.host")
_SCOPES = ("scopeSpans", "instrumentationLibrarySpans")


class Traces(Record):
    """What one export shows: requests, and for each span the service that it belongs to."""

    exchanges: tuple[Exchange, ...] = ()
    services: Mapping[str, str] | None = None


def looks_like_otlp(data: bytes) -> bool:
    """Whether bytes hold what every export of traces holds."""
    return b'"resourceSpans"' in data


def parse_otlp(data: bytes, path: str) -> Traces:
    """Read an export; raises SourceError."""
    found: list[Exchange] = []
    services: dict[str, str] = {}
    for line, value in _documents(data, path):
        place = Location(path, line)
        for service, span in _spans(value):
            if isinstance(span.get("spanId"), str):
                services[_span_id(span, span["spanId"])] = service
            found.extend(_exchange(service, span, place))
    called = {one.caller for one in found}
    kept = {identity: service for identity, service in services.items() if identity in called}
    return Traces(tuple(distinct(found)), kept)


def callers_named(traces: Iterable[Traces]) -> Iterator[Exchange]:
    """Give all requests; of those that only the called side recorded, who made them, where any export says so."""
    listed = tuple(traces)
    services = {identity: name for one in listed for identity, name in (one.services or {}).items()}
    found = (
        replace(one, consumer=one.consumer or services.get(one.caller, ""), caller="")
        for each in listed
        for one in each.exchanges
    )
    return distinct(one for one in found if one.consumer != one.provider)


def _documents(data: bytes, path: str) -> Iterator[tuple[int, Any]]:
    """Give each document with its line: the whole file is one, or each of its lines."""
    try:
        yield 1, load_json(data, path).value
    except DocumentError as error:
        lines = [(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith(b"{") for _, line in lines):  # noqa: PLR2004  one line
            raise
        for number, line in lines:
            try:
                yield number, load_json(line, path).value
            except DocumentError as inner:
                raise SourceError(inner.message, path, number, inner.column) from error


def _spans(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ANN401  any JSON
    for resource in _mappings(_mapping(value).get("resourceSpans")):
        service = _text(_attributes(_mapping(resource.get("resource"))).get("service.name"))
        for key in _SCOPES:
            for scope in _mappings(resource.get(key)):
                for span in _mappings(scope.get("spans")):
                    yield service, span


def _exchange(service: str, span: Mapping[str, Any], place: Location) -> Iterator[Exchange]:
    """Give the request that a span is about, if it is about one."""
    known = _attributes(span)
    method = _text(known.get("http.request.method") or known.get("http.method")).upper()
    kind = span.get("kind")
    if not method or method == "_OTHER" or kind not in (*_CLIENT, *_SERVER):
        return
    host, path, query = _where(known)
    if not path:
        return
    client = kind in _CLIENT
    peer = next((_text(known[key]).partition(":")[0] for key in _PEERS if known.get(key)), host)
    caller = span.get("parentSpanId")
    yield Exchange(
        method=method,
        path=path,
        location=place,
        consumer=service if client else "",
        provider=peer if client else service,
        caller=_span_id(span, caller) if not client and isinstance(caller, str) and caller else "",
        status=_text(known.get("http.response.status_code") or known.get("http.status_code")),
        query=query,
        headers=tuple(sorted(key.removeprefix(_HEADER).lower() for key in known if key.startswith(_HEADER))),
    )


def _where(known: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """Give host, path and names of parameters: the route where there is one, else what was called."""
    host, path, query = split_url(_text(known.get("url.full") or known.get("http.url")))
    if not (known.get("url.full") or known.get("http.url")):
        path = ""
    target, _, asked = _text(known.get("url.path") or known.get("http.target")).partition("?")
    names = {*query, *query_names(asked), *query_names(_text(known.get("url.query")))}
    route = _text(known.get("http.route") or known.get("url.template"))
    found = template(route) if route else without_data(target) or path
    return host, found, tuple(sorted(names))


def _attributes(owner: Mapping[str, Any]) -> dict[str, Any]:
    """Give attributes by name; only texts and numbers matter here."""
    found = {}
    for one in _mappings(owner.get("attributes")):
        value = _mapping(one.get("value"))
        plain = next((value[key] for key in ("stringValue", "intValue") if key in value), "")
        found[str(one.get("key"))] = plain
    return found


def _span_id(span: Mapping[str, Any], identity: str) -> str:
    return f"{span.get('traceId')}/{identity}"


def _text(value: Any) -> str:  # noqa: ANN401  an attribute
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  any JSON
    return value if isinstance(value, dict) else {}


def _mappings(value: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401  any JSON
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
