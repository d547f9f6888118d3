"""One request that was seen, and its answer: what recordings of traffic have in common.

Only names are kept. Values of headers, parameters and bodies never leave the recording, and neither do the segments of
a path that look like somebody's data.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

from deploycheck.model.location import Location
from deploycheck.model.record import Record

Paths = tuple[tuple[str, ...], ...]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXPRESS = re.compile(r"(?<=/):([A-Za-z_]\w*)(?:\([^)]*\))?\??")
_FLASK = re.compile(r"<(?:[^<>:]+:)?([^<>:]+)>")
_TYPED = re.compile(r"\{\*{0,2}([A-Za-z_]\w*)[^{}]*\}")
_LONG, _VERY_LONG = 16, 32


class Exchange(Record):
    """One kind of request that was seen; `consumer` and `provider` are empty where the recording does not name them.

    `path` has `{}` for segments that look like data. Parameters and headers are names alone. Paths of bodies are keys
    from the root down; None where no body that can be read was recorded. `caller` identifies the span that called.
    """

    method: str
    path: str
    location: Location
    consumer: str = ""
    provider: str = ""
    caller: str = ""
    status: str = ""
    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    request_paths: Paths | None = None
    response_paths: Paths | None = None

    @property
    def gist(self) -> tuple[object, ...]:
        """What makes it another kind of request than others."""
        return (
            self.method, self.path, self.consumer, self.provider, self.caller, self.status, self.query, self.headers,
            self.request_paths, self.response_paths,
        )  # fmt: skip


def distinct(found: Iterable[Exchange]) -> Iterator[Exchange]:
    """Give each kind of request once, the first of it."""
    seen: set[tuple[object, ...]] = set()
    for one in found:
        if one.gist not in seen:
            seen.add(one.gist)
            yield one


def split_url(url: str) -> tuple[str, str, tuple[str, ...]]:
    """Give host, path without data, and the names of the parameters; empty where the text is no URL."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "", "", ()
    return host, without_data(parts.path or "/"), query_names(parts.query)


def query_names(query: str) -> tuple[str, ...]:
    """Give the names of parameters in the query of a URL."""
    try:
        return tuple(sorted({name for name, _ in parse_qsl(query.removeprefix("?"), keep_blank_values=True)}))
    except ValueError:
        return ()


def without_data(path: str) -> str:
    """Write `{}` for every segment that looks like an identifier, a date, an address or a token."""
    return "/".join("{}" if _is_data(segment) else segment for segment in path.split("/"))


def template(route: str) -> str:
    """Write a framework's route as OpenAPI writes paths: `/orders/:id`, `orders/<int:id>` become `/orders/{id}`."""
    plain = route.removesuffix("(.:format)")
    for pattern in (_FLASK, _EXPRESS, _TYPED):
        plain = pattern.sub(r"{\1}", plain)
    return plain if plain.startswith("/") else f"/{plain}"


def _is_data(segment: str) -> bool:
    if segment.startswith("{"):
        return False
    digits = sum(character.isdigit() for character in segment)
    if digits and (digits == len(segment) or len(segment) >= _LONG or _DATE.match(segment)):
        return True
    return "@" in segment or "%" in segment or len(segment) >= _VERY_LONG
