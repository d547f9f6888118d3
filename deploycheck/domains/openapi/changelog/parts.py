"""Every difference between the parts of two versions of an operation: parameters, bodies, responses, and the rest."""

from collections.abc import Iterable, Mapping
from typing import Any

from deploycheck.domains.openapi.changelog.documentation import documentation_notes
from deploycheck.domains.openapi.changelog.lifecycle import lifecycle_notes
from deploycheck.domains.openapi.changelog.note import Notes, Part
from deploycheck.domains.openapi.changelog.schemas import schema_notes
from deploycheck.domains.openapi.changelog.wording import MISSING, said
from deploycheck.domains.openapi.model import Body, Header, Media, Parameter, Response

_WRITTEN = (("style", "style"), ("explode", "explode"), ("allowReserved", "allow_reserved"),
            ("allowEmptyValue", "allow_empty"), ("content", "media"))  # fmt: skip


def parameter_notes(part: Part) -> Notes:
    """Compare the parameters; one that is read from another place now went here and came there."""
    base, head = part.pair.base.parameters, part.pair.head.parameters
    for key in _both(base, head):
        old, new = base.get(key), head.get(key)
        one = new or old
        if one is None:
            continue
        about = part.within(one.title, "parameter", one.place, one.name)
        if old is None or new is None:
            detail = "required" if one.required else "optional"
            yield about.came_or_went(new.spot if new else None, old.spot if old else None, detail)
        else:
            yield from _parameter(about, old, new)


def _parameter(part: Part, base: Parameter, head: Parameter) -> Notes:
    if base.name != head.name:
        yield part.note("changed", f"is called {head.name} now, was {base.name}", head.spot, base.spot, "name")
    yield from _required(part, base, head)
    for keyword, attribute in _WRITTEN:
        old, new = getattr(base, attribute), getattr(head, attribute)
        if text := said(keyword, MISSING if old is None else old, MISSING if new is None else new):
            yield part.note("changed", text, head.spot, base.spot, keyword)
    yield from lifecycle_notes(part, base.lifecycle, head.lifecycle, head.spot, base.spot)
    yield from documentation_notes(part, head.spot, base.spot)
    direction = "response" if part.flipped else "request"
    yield from schema_notes(part, base.shape, head.shape, direction)


def _required(part: Part, base: Parameter | Header | Body, head: Parameter | Header | Body) -> Notes:
    if base.required != head.required:
        text = "is required now" if head.required else "is optional now"
        yield part.note("changed", text, head.spot, base.spot, "required")


def body_notes(part: Part) -> Notes:
    """Compare the request bodies."""
    base, head = part.pair.base.body, part.pair.head.body
    about = part.within("request body", "request")
    if base is not None and head is not None:
        yield from _required(about, base, head)
        yield from documentation_notes(about, head.spot, base.spot)
        yield from _media_types(about, base.media, head.media, "response" if part.flipped else "request")
    elif base is not head:
        one = head or base
        detail = "required" if one is not None and one.required else "optional"
        yield about.came_or_went(head.spot if head else None, base.spot if base else None, detail)


def response_notes(part: Part) -> Notes:
    """Compare the responses, status by status."""
    base, head = part.pair.base.responses, part.pair.head.responses
    for status in _both(base, head):
        old, new = base.get(status), head.get(status)
        about = part.within(f"response {status}", "response", status)
        if old is None or new is None:
            yield about.came_or_went(new.spot if new else None, old.spot if old else None)
        else:
            yield from _response(about, old, new)


def _response(part: Part, base: Response, head: Response) -> Notes:
    yield from documentation_notes(part, head.written, base.written)
    yield from _media_types(part, base.media, head.media, "request" if part.flipped else "response")
    for name in _both(base.headers, head.headers):
        old, new = base.headers.get(name), head.headers.get(name)
        about = part.within(f"header {(new or base.headers[name]).name}", "header", name)
        if old is None or new is None:
            yield about.came_or_went(new.spot if new else None, old.spot if old else None)
            continue
        yield from _header(about, old, new, "request" if part.flipped else "response")
    yield from lifecycle_notes(part, base.lifecycle, head.lifecycle, head.spot, base.spot)
    yield from _links(part, base, head)


def _header(part: Part, base: Header, head: Header, direction: str) -> Notes:
    yield from _required(part, base, head)
    for keyword, old, new in (("explode", base.explode, head.explode), ("content", base.media, head.media)):
        if text := said(keyword, MISSING if old is None else old, MISSING if new is None else new):
            yield part.note("changed", text, head.spot, base.spot, keyword)
    yield from lifecycle_notes(part, base.lifecycle, head.lifecycle, head.spot, base.spot)
    yield from documentation_notes(part, head.spot, base.spot)
    yield from schema_notes(part, base.shape, head.shape, direction)


def _links(part: Part, base: Response, head: Response) -> Notes:
    for name in sorted(base.links.keys() & head.links.keys()):
        if base.links[name].value != head.links[name].value:
            about = part.within(f"link {name}", "link", name)
            yield about.note("changed", "is another one now", head.links[name].spot, base.links[name].spot)
    for name in sorted(set(base.links) ^ set(head.links)):
        about = part.within(f"link {name}", "link", name)
        came = name in head.links
        yield about.on_one_side((head if came else base).links[name].spot, came=came)


def _media_types(part: Part, base: Mapping[str, Media], head: Mapping[str, Media], direction: str) -> Notes:
    """Compare the media types of a body; its title names one only where there are several."""
    several = len(base.keys() | head.keys()) > 1
    for kind in _both(base, head):
        old, new = base.get(kind), head.get(kind)
        about = part.within(kind, kind) if several else part.at_place(kind)
        if old is None or new is None:
            there = part.within(kind, kind)
            yield there.came_or_went(new.spot if new else None, old.spot if old else None)
            continue
        yield from _encodings(about, old, new)
        yield from documentation_notes(about, new.spot, old.spot)
        yield from schema_notes(about, old.shape, new.shape, direction)
        yield from schema_notes(about.within("each item", "itemSchema"), old.item, new.item, direction)


def _encodings(part: Part, base: Media, head: Media) -> Notes:
    if base.positions != head.positions:
        yield part.note("changed", "parts without a name are written in another way", head.spot, base.spot)
    for name in _both(base.encoding, head.encoding):
        old, new = base.encoding.get(name), head.encoding.get(name)
        if old != new:
            at, was = head.spot.at("encoding", name), base.spot.at("encoding", name)
            text = f"the encoding of part {name} {_happened(old, new)}"
            yield part.note("changed", text, at if new else head.spot, was if old else base.spot, name)


def _happened(base: Any, head: Any) -> str:  # noqa: ANN401  as written
    return "was added" if base is None else "was dropped" if head is None else "changed"


def _both(one: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """Give the keys of both in one order, whichever side is which."""
    return sorted({*one, *other})
