"""Responses: statuses and their ranges, media types, and their schema."""

from collections.abc import Mapping
from typing import Any

from deploycheck.domains.openapi.changes.bodies import streamed
from deploycheck.domains.openapi.changes.change import Changes, Pair
from deploycheck.domains.openapi.changes.encodings import encoding_changes
from deploycheck.domains.openapi.changes.headers import header_changes
from deploycheck.domains.openapi.changes.links import link_changes
from deploycheck.domains.openapi.changes.schema import schema_changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.media import EACH, covering, decidable
from deploycheck.domains.openapi.model import Media, Response, Shape
from deploycheck.model.severity import Impact


def response_changes(pair: Pair, judge: Judge) -> Changes:
    """Compare what an operation answers; a new status is compared with what covered it before."""
    for status, base in pair.base.responses.items():
        if status not in pair.head.responses:
            yield from _dropped(pair, base)
    for status, head in pair.head.responses.items():
        expected = _expected(status, pair.base.responses)
        if expected is None:
            yield from _new_status(pair, head)
        else:
            yield from _same_status(pair, judge, expected, head)


def answering(status: str, responses: Mapping[str, Response]) -> Response | None:
    """Give the response that speaks about `status`: itself, else its range, else `default`."""
    for candidate in (status, f"{status[:1]}XX", "default"):
        if candidate in responses:
            return responses[candidate]
    return None


def _expected(status: str, responses: Mapping[str, Response]) -> Response | None:
    """Give what callers expect of a status.

    Where some success is named, `default` stands for what goes wrong, and says nothing about a success that comes.
    """
    found = answering(status, responses)
    if found is None or found.status != "default" or status == "default":
        return found
    return None if is_success(status) and any(map(is_success, responses)) else found


def is_success(status: str) -> bool:
    """Whether a status, or range, means success."""
    return status.startswith("2")


def _dropped(pair: Pair, base: Response) -> Changes:
    covered = any(_within(status, base.status) for status in pair.head.responses)
    if base.status != "default" and (f"{base.status[:1]}XX" in pair.head.responses or covered):
        return
    success = is_success(base.status)
    yield pair.change(
        "response-status-dropped",
        f"status {base.status} no longer comes",
        at=pair.head.spot.at("responses"),
        was=base.spot,
        aspect=f"response.{base.status}",
        effect="removed",
        direction="response",
        impact=Impact.INCOMPATIBLE if success else None,
        before=base.status,
        after=", ".join(pair.head.responses),
        status=base.status,
        lifecycle=base.lifecycle,
    )


def _within(status: str, group: str) -> bool:
    return group.endswith("XX") and status[:1] == group[:1]


def _new_status(pair: Pair, head: Response) -> Changes:
    yield pair.change(
        "response-status-added",
        f"status {head.status} may come now",
        at=head.spot,
        aspect=f"response.{head.status}",
        effect="added",
        direction="response",
        impact=None,
        after=head.status,
        status=head.status,
    )


def _same_status(pair: Pair, judge: Judge, base: Response, head: Response) -> Changes:
    for kind, media in head.media.items():
        expected = covering(kind, base.media)
        if expected is not None:
            yield from schema_changes(_topic(pair, judge, head.status, expected, media))
            yield from encoding_changes(pair, expected, media, "response", head.status)
            if expected.item or media.item:
                yield from schema_changes(_topic(pair, judge, head.status, streamed(expected), streamed(media)))
    if base.status == head.status:
        yield from _media(pair, base, head)
    yield from header_changes(pair, judge, base, head)
    yield from link_changes(pair, base, head)


def _media(pair: Pair, base: Response, head: Response) -> Changes:
    for kind, media in base.media.items():
        if covering(kind, head.media) is None and not any(_covers(kind, one) for one in head.media):
            impact = Impact.INCOMPATIBLE if is_success(base.status) or base.status == "default" else None
            yield pair.change(
                "response-media-type-dropped",
                f"response {base.status} no longer comes as {kind}",
                at=head.spot,
                was=media.spot,
                aspect=f"response.{base.status}.{kind}",
                effect="removed",
                direction="response",
                impact=impact,
                before=kind,
                after=", ".join(head.media),
                status=base.status,
            )
    for kind, media in head.media.items():
        if covering(kind, base.media) is None and not any(_covers(kind, one) for one in base.media):
            yield pair.change(
                "response-media-type-added", f"response {base.status} may be asked for as {kind}", at=media.spot,
                was=base.spot, aspect=f"response.{base.status}.{kind}", effect="added", direction="response",
                impact=None, after=kind, status=base.status,
            )  # fmt: skip
        if covering(kind, base.media) is None and any(_covers(kind, one) for one in base.media):
            yield pair.change(
                "response-media-type-widened",
                f"response {base.status} may come as any {kind}",
                at=media.spot,
                was=base.spot,
                aspect=f"response.{base.status}.{kind}",
                effect="widened",
                direction="response",
                before=", ".join(base.media),
                after=kind,
                status=base.status,
            )


def _covers(group: str, kind: str) -> bool:
    return group == "*/*" or (group.endswith("/*") and kind.startswith(group[:-1]))


def _topic(pair: Pair, judge: Judge, status: str, base: Media, head: Media) -> Topic:
    kind = head.type.removesuffix(EACH)

    def embed(value: Any) -> dict[str, Any]:  # noqa: ANN401  any JSON value
        return {
            "method": pair.base.method, "path": pair.base.full_path, "status": status, "media_type": kind,
            "body": value,
        }  # fmt: skip

    one, other = base.shape or Shape({}, base.spot), head.shape or Shape({}, head.spot)
    title, aspect = f"response {status} ({head.type})", f"response.{status}.{head.type}"
    text = not decidable(kind)
    return Topic(pair, judge, one, other, "response", "body", title, aspect, embed, status, as_text=text)
