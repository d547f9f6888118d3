"""Every difference between two versions of one operation, its callbacks included."""

from collections.abc import Mapping
from dataclasses import replace

from deploycheck.domains.openapi.changelog.documentation import documentation_notes
from deploycheck.domains.openapi.changelog.lifecycle import lifecycle_notes
from deploycheck.domains.openapi.changelog.note import Notes, Part
from deploycheck.domains.openapi.changelog.parts import body_notes, parameter_notes, response_notes
from deploycheck.domains.openapi.changelog.schemes import renamed_schemes
from deploycheck.domains.openapi.changelog.wording import MISSING, said
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Alternative, Operation
from deploycheck.domains.openapi.servers import servers
from deploycheck.domains.openapi.specification import Spot, descend

NOTHING = "nothing"
"""How findings name the way in that asks for no credentials."""


def operation_notes(part: Part) -> Notes:
    """Compare two versions of an operation."""
    base, head = part.pair.base, part.pair.head
    yield from parameter_notes(part)
    yield from body_notes(part)
    yield from response_notes(part)
    yield from security_notes(part)
    yield from lifecycle_notes(part, base.lifecycle, head.lifecycle, head.spot, base.spot)
    old, new = base.operation_id or MISSING, head.operation_id or MISSING
    if text := said("operationId", old, new):
        yield part.note("changed", text, head.spot.at("operationId"), base.spot.at("operationId"), "operationId")
    yield from _servers(part)
    yield from documentation_notes(part, head.spot, base.spot)
    yield from _callbacks(part)


def security_notes(part: Part) -> Notes:
    """Compare the ways in; each alternative is one."""
    base, head = part.pair.base, part.pair.head
    apis = (None, None) if part.flipped else (part.pair.head_api, part.pair.base_api)
    at, was = _security(head, apis[0]), _security(base, apis[1])
    renamed = renamed_schemes(part.pair.base_api, part.pair.head_api)
    old = {_said(one, renamed) for one in base.security}
    new = {_said(one, {}) for one in head.security}
    for way in sorted(old ^ new):
        about = part.within(f"access with {way}" if way != NOTHING else "access without credentials", "security", way)
        yield about.on_one_side(at if way in new else was, came=way in new)


def _security(operation: Operation, api: Api | None) -> Spot:
    """Give the place that says who is let in: the operation's, else the whole API's, if it is about the operation."""
    value = descend(operation.spot.file.value, operation.spot.steps)
    if isinstance(value, dict) and "security" in value:
        return operation.spot.at("security")
    if api is None:
        return operation.spot
    node = api.specification.node("security")
    return node.spot if node.value is not None else operation.spot


def _said(alternative: Alternative, renamed: Mapping[str, str]) -> str:
    named = [(renamed.get(name, name), scopes) for name, scopes in alternative]
    parts = sorted(f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in named)
    return " and ".join(parts) or NOTHING


def _servers(part: Part) -> Notes:
    """Compare the servers that an operation names of its own."""
    at, was = part.pair.head.spot, part.pair.base.spot
    old, new = (servers(descend(spot.file.value, (*spot.steps, "servers"))).urls for spot in (was, at))
    for url in sorted({*old} ^ {*new}):
        about = part.within(f"server {url}", "servers")
        yield about.on_one_side(at if url in new else was, came=url in new)


def _callbacks(part: Part) -> Notes:
    base, head = part.pair.base.callbacks, part.pair.head.callbacks
    for name in sorted(base.keys() | head.keys()):
        old, new = base.get(name), head.get(name)
        about = part.within(f"callback {name}", *f"callback {name}".split(" "))
        if old is None or new is None:
            yield about.came_or_went(new.spot if new else None, old.spot if old else None)
        else:
            inner = replace(part.pair, base=old, head=new)
            yield from outgoing_notes(replace(about, pair=inner, flipped=not part.flipped))


def outgoing_notes(part: Part) -> Notes:
    """Compare what the API calls: a callback, or a webhook."""
    yield from parameter_notes(part)
    yield from body_notes(part)
    yield from response_notes(part)
    yield from security_notes(part)
    yield from _servers(part)
    base, head = part.pair.base, part.pair.head
    yield from lifecycle_notes(part, base.lifecycle, head.lifecycle, head.spot, base.spot)
    yield from documentation_notes(part, head.spot, base.spot)
