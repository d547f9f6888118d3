"""Request bodies: presence, media types, encodings, and their schema."""

from dataclasses import replace
from typing import Any

from deploycheck.domains.openapi.changes.change import Changes, Pair
from deploycheck.domains.openapi.changes.encodings import encoding_changes
from deploycheck.domains.openapi.changes.schema import schema_changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.media import EACH, covering, decidable, is_form
from deploycheck.domains.openapi.model import Body, Media, Shape
from deploycheck.domains.openapi.wire import receiver
from deploycheck.model.severity import Impact


def body_changes(pair: Pair, judge: Judge) -> Changes:
    """Compare the request bodies of an operation."""
    base, head = pair.base.body, pair.head.body
    if head is None:
        if base is not None:
            text, impact = "the request body is no longer read", Impact.BEHAVIOURAL
            yield pair.change(
                "request-body-removed", text, was=base.spot, aspect="request", effect="removed", direction="request",
                impact=impact,
            )  # fmt: skip
        return
    if not head.required and (base is None or base.required):
        yield pair.change(
            "request-body-relaxed",
            "the request body became optional" if base else "a request body was added and is optional",
            at=head.spot,
            was=base.spot if base else None,
            aspect="request",
            effect="widened" if base else "added",
            direction="request",
            impact=None,
        )
    if head.required and (base is None or not base.required):
        yield pair.change(
            "request-body-now-required",
            "a request body is required now" if base else "a request body was added and is required",
            at=head.spot,
            was=base.spot if base else None,
            aspect="request",
            effect="narrowed",
            direction="request",
        )
    if base is not None:
        yield from _media(pair, judge, base, head)


def _media(pair: Pair, judge: Judge, base: Body, head: Body) -> Changes:
    for kind, media in base.media.items():
        taken = covering(kind, head.media)
        if taken is None:
            if base.media and not head.media:
                continue  # a body without `content` says nothing
            yield pair.change(
                "request-media-type-dropped",
                f"request bodies of type {kind} are no longer taken",
                at=head.spot,
                was=media.spot,
                aspect=f"request.{kind}",
                effect="removed",
                direction="request",
                before=kind,
                after=", ".join(head.media),
            )
            continue
        yield from encoding_changes(pair, media, taken, "request")
        yield from schema_changes(_topic(pair, judge, media, taken))
        if media.item or taken.item:
            yield from schema_changes(_topic(pair, judge, streamed(media), streamed(taken)))
    for kind, media in head.media.items():
        if covering(kind, base.media) is None:
            yield pair.change(
                "request-media-type-added", f"request bodies of type {kind} are taken, too", at=media.spot,
                was=base.spot, aspect=f"request.{kind}", effect="added", direction="request", impact=None, after=kind,
            )  # fmt: skip


def streamed(media: Media) -> Media:
    """Give what a media type says about each value of a stream as if it were a body."""
    return replace(media, shape=media.item, type=media.type + EACH)


def _topic(pair: Pair, judge: Judge, base: Media, head: Media) -> Topic:
    kind = base.type.removesuffix(EACH)

    def embed(value: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON value
        return {"method": pair.base.method, "path": pair.base.full_path, "media_type": kind, "body": value}

    one, other = base.shape or Shape({}, base.spot), head.shape or Shape({}, head.spot)
    title = f"request body ({base.type})"
    if is_form(base.type) and not judge.same(one.schema, other.schema):
        other = replace(other, schema=receiver(other.schema, judge.head.definitions, listed=False))
    text = not decidable(kind)
    return Topic(pair, judge, one, other, "request", "body", title, f"request.{base.type}", embed, as_text=text)
