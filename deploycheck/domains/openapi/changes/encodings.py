"""How the parts of multipart bodies and forms are written."""

from collections.abc import Iterator
from typing import Any

from deploycheck.containment.exact import same
from deploycheck.domains.openapi.changes.change import Changes, Direction, Pair
from deploycheck.domains.openapi.model import Media
from deploycheck.domains.openapi.specification import Spot

_KEYS = ("contentType", "style", "explode", "allowReserved", "headers", "encoding", "prefixEncoding", "itemEncoding")


def encoding_changes(pair: Pair, base: Media, head: Media, direction: Direction, status: str | None = None) -> Changes:
    """Compare how the parts of a body are written, those with a name and those with a position."""
    body = f"request body {base.type}" if status is None else f"response {status} ({base.type})"
    for name, keys, spot in _differing(base, head):
        yield pair.change(
            f"{direction}-encoding-changed",
            f"{body}: {name} is written differently ({', '.join(keys)})",
            at=spot,
            was=base.spot,
            aspect=".".join((direction, *([status] if status else []), base.type, name.removeprefix("part "))),
            direction=direction,
            before=dict(base.encoding) or dict(base.positions),
            after=dict(head.encoding) or dict(head.positions),
            status=status,
        )


def _differing(base: Media, head: Media) -> Iterator[tuple[str, list[str], Spot]]:
    for name in {**base.encoding, **head.encoding}:
        before, after = _mapping(base.encoding.get(name)), _mapping(head.encoding.get(name))
        keys = [key for key in _KEYS if not same(before.get(key), after.get(key))]
        if keys:
            yield f"part {name}", keys, head.spot.at("encoding", name)
    for key in sorted({*base.positions, *head.positions}):
        if not same(base.positions.get(key), head.positions.get(key)):
            yield "each part", [key], head.spot.at(key)


def _mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401  as written
    return value if isinstance(value, dict) else {}
