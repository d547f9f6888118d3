"""What one version of an API offers: operations with everything that a caller can notice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deploycheck.domains.openapi.schemas import Schema
from deploycheck.domains.openapi.servers import Servers
from deploycheck.domains.openapi.specification import Node, Spot
from deploycheck.model.location import Location

Alternative = frozenset[tuple[str, frozenset[str]]]
"""One way to be let in: schemes with their scopes, all of them together; empty lets everybody in."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema in normal form (references lead into the API's definitions), and where it stands."""

    schema: Schema
    spot: Spot


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What a spec says about the future of something; dates and levels as written."""

    deprecated: bool = False
    sunset: str | None = None
    stability: str | None = None

    def over(self, today: date) -> bool:
        """Whether its end was announced, and the date has come."""
        ends = parsed(self.sunset)
        return self.deprecated and ends is not None and ends <= today

    def early(self, today: date) -> bool:
        """Whether its end was announced for a day that has not come, or for one that nobody can read."""
        ends = parsed(self.sunset)
        return self.sunset is not None and (ends is None or ends > today)


def parsed(text: str | None) -> date | None:
    """Give a sunset as a date; None when there is none, or it is no date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; `media` is set where it has `content` instead of a schema."""

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    allow_reserved: bool
    allow_empty: bool
    media: str | None
    shape: Shape
    lifecycle: Lifecycle
    spot: Spot

    @property
    def title(self) -> str:
        """How messages call it."""
        return f"{self.place} parameter {self.name}"


@dataclass(frozen=True, slots=True)
class Media:
    """One media type of a body, with the encodings of its parts (multipart, forms).

    `item` is what each of a stream of values looks like, `positions` how parts without a name are written (3.2).
    """

    type: str
    shape: Shape | None
    encoding: Mapping[str, Any]
    spot: Spot
    item: Shape | None = None
    positions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """A request body."""

    required: bool
    media: Mapping[str, Media]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Header:
    """A header of a response; `media` is set where it has `content` instead of a schema."""

    name: str
    required: bool
    explode: bool
    media: str | None
    shape: Shape
    lifecycle: Lifecycle
    spot: Spot


@dataclass(frozen=True, slots=True)
class Response:
    """What comes back with one status, range (`2XX`) or `default`.

    `spot` is where the operation lists it, `written` where it is described: behind a reference, if there is one.
    """

    status: str
    media: Mapping[str, Media]
    headers: Mapping[str, Header]
    links: Mapping[str, Node]
    spot: Spot
    written: Spot
    lifecycle: Lifecycle = Lifecycle()


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `path` is its template as written, `base_path` what all its servers put before it.

    `servers` are those that it, or its path, names instead of the API's; None where the API's hold.
    """

    method: str
    path: str
    base_path: str
    parameters: Mapping[tuple[str, str], Parameter]
    body: Body | None
    responses: Mapping[str, Response]
    security: tuple[Alternative, ...]
    operation_id: str | None
    lifecycle: Lifecycle
    spot: Spot
    callbacks: Mapping[str, "Operation"] = field(default_factory=dict)
    servers: Servers | None = None

    @property
    def subject(self) -> str:
        """How findings and atoms call it."""
        return f"{self.method} {self.path}"

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.spot.location

    @property
    def full_path(self) -> str:
        """The path that callers write, with the servers' base path."""
        return self.base_path + self.path


def canonical(path: str) -> str:
    """Give a path template whose parameters have no names, so that only their position counts."""
    parts: list[str] = []
    rest = path
    while rest:
        before, brace, after = rest.partition("{")
        parts.append(before)
        if not brace:
            break
        _, closing, rest = after.partition("}")
        parts.append("{}" if closing else "{" + after)
    return "".join(parts)
