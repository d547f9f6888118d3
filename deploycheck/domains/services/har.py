"""HAR files: what a browser, a proxy or an app recorded of its requests."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from deploycheck.documents.document import Document
from deploycheck.documents.json import load_json
from deploycheck.domains.services.exchange import Exchange, Paths, distinct, split_url
from deploycheck.domains.services.pact_paths import body_paths
from deploycheck.model.errors import SourceError

_ASSETS = frozenset({"document", "stylesheet", "image", "media", "font", "script", "texttrack", "manifest", "ping"})
_LARGEST = 1 << 20
"""Bodies beyond this many characters are not looked into."""


def parse_har(data: bytes, path: str) -> tuple[Exchange, ...]:
    """Read a HAR file; raises SourceError. What a page is made of (pictures, scripts) is left out."""
    document = load_json(data, path)
    log = document.value.get("log") if isinstance(document.value, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise SourceError("this HAR file has no `log.entries`", path, 1)
    return tuple(distinct(_exchanges(document, entries)))


def _exchanges(document: Document, entries: list[Any]) -> Iterator[Exchange]:
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict) or entry.get("_resourceType") in _ASSETS:
            continue
        request, response = _mapping(entry.get("request")), _mapping(entry.get("response"))
        method, url = request.get("method"), request.get("url")
        if not isinstance(method, str) or not isinstance(url, str):
            continue
        host, path, query = split_url(url)
        status = response.get("status")
        yield Exchange(
            method=method.upper(),
            path=path,
            location=document.location(("log", "entries", index)),
            provider=host,
            status=str(status) if isinstance(status, int) and status else "",
            query=tuple(sorted({*query, *_names(request.get("queryString"))})),
            headers=tuple(sorted({name.lower() for name in _names(request.get("headers")) if name[:1] != ":"})),
            request_paths=_posted(_mapping(request.get("postData"))),
            response_paths=_body(_mapping(response.get("content"))),
        )


def _posted(data: Mapping[str, Any]) -> Paths | None:
    """Give what a body holds: keys of JSON, or the names of a form's fields."""
    if isinstance(data.get("params"), list) and data["params"]:
        return tuple((name,) for name in sorted(_names(data["params"])))
    return _body(data)


def _body(content: Mapping[str, Any]) -> Paths | None:
    """Give the keys of a JSON body; None where there is none, or none that can be read."""
    text, kind = content.get("text"), str(content.get("mimeType") or "").partition(";")[0].strip().lower()
    if not isinstance(text, str) or not text or len(text) > _LARGEST:
        return None
    if kind and kind != "application/json" and not kind.endswith("+json"):
        return None
    try:
        plain = base64.b64decode(text) if content.get("encoding") == "base64" else text
        return tuple(body_paths(msgspec.json.decode(plain)))
    except (binascii.Error, msgspec.DecodeError, ValueError, RecursionError):
        return None


def _names(listed: Any) -> set[str]:  # noqa: ANN401  any JSON
    entries = listed if isinstance(listed, list) else []
    return {one["name"] for one in entries if isinstance(one, dict) and isinstance(one.get("name"), str)}


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  any JSON
    return value if isinstance(value, dict) else {}
