"""Headers of responses: presence, how they are written, and their schema."""

from dataclasses import replace
from typing import Any

from deploycheck.domains.openapi.changes.change import Changes, Pair, SpecChange
from deploycheck.domains.openapi.changes.schema import schema_changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.model import Header, Response
from deploycheck.domains.openapi.places import structured
from deploycheck.domains.openapi.wire import receiver
from deploycheck.model.severity import Impact


def header_changes(pair: Pair, judge: Judge, base: Response, head: Response) -> Changes:
    """Compare the headers of two responses to the same status."""
    for name, header in base.headers.items():
        now = head.headers.get(name)
        if now is None:
            impact = Impact.INCOMPATIBLE if header.required else Impact.BEHAVIOURAL
            yield _change(pair, "response-header-dropped", "no longer comes", head, header, impact)
        else:
            yield from _kept(pair, judge, head, header, now)
    for name, header in head.headers.items():
        if name not in base.headers:
            yield _change(pair, "response-header-promised", "comes now", head, header, None)


def _kept(pair: Pair, judge: Judge, response: Response, base: Header, head: Header) -> Changes:
    if base.required and not head.required:
        kind, text = "response-header-now-optional", "may be missing now"
        yield _change(pair, kind, text, response, base, Impact.INCOMPATIBLE)
    if head.required and not base.required:
        yield _change(pair, "response-header-promised", "always comes now", response, head, None)
    kind = "response-header-encoding-changed"
    if base.media != head.media:
        text = f"is written as {head.media or 'text'} instead of {base.media or 'text'}"
        yield _change(pair, kind, text, response, base, Impact.INCOMPATIBLE)
    elif base.explode != head.explode and (structured(base.shape) or structured(head.shape)):
        text = "writes an object as name=value now" if head.explode else "no longer writes an object as name=value"
        yield _change(pair, kind, text, response, base, Impact.INCOMPATIBLE)
    yield from schema_changes(_topic(pair, judge, response.status, base, head))


def _change(  # noqa: PLR0913, PLR0917  one header and what happened to it
    pair: Pair, kind: str, text: str, head: Response, header: Header, impact: Impact | None
) -> SpecChange:
    return pair.change(
        kind,
        f"response {head.status}: header {header.name} {text}",
        at=head.spot,
        was=header.spot if kind in _ABOUT_BASE else None,
        aspect=f"response.{head.status}.header.{header.name.lower()}",
        effect="added" if impact is None else "removed",
        direction="response",
        impact=impact,
        before=header.name,
        status=head.status,
        lifecycle=header.lifecycle,
    )


_ABOUT_BASE = ("response-header-dropped", "response-header-now-optional", "response-header-encoding-changed")


def _topic(pair: Pair, judge: Judge, status: str, base: Header, head: Header) -> Topic:
    def embed(value: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON value
        return {
            "method": pair.base.method, "path": pair.base.full_path, "status": status, "headers": {base.name: value},
        }  # fmt: skip

    title, aspect = f"response {status} header {base.name}", f"response.{status}.header.{base.name.lower()}"
    shape = base.shape
    if base.media is None and not judge.same(base.shape.schema, head.shape.schema):
        shape = replace(shape, schema=receiver(shape.schema, judge.base.definitions, listed=True))
    written = (base.shape, head.shape)
    return Topic(pair, judge, shape, head.shape, "response", "header", title, aspect, embed, status, written=written)
