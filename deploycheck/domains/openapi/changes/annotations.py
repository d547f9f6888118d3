"""What validators do not check and callers notice: defaults, formats without a check, encodings, discriminators."""

from collections.abc import Callable
from typing import Any

from deploycheck.containment.exact import same
from deploycheck.domains.openapi.changes.change import Changes
from deploycheck.domains.openapi.changes.discriminators import discriminator_changes
from deploycheck.domains.openapi.changes.future import lifecycle_changes
from deploycheck.domains.openapi.changes.topic import Topic, dotted
from deploycheck.domains.openapi.operations import lifecycle
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.domains.openapi.schemas import CHECKED_FORMATS, INTEGER_FORMATS
from deploycheck.model.severity import Impact

_NO_ANNOTATION = CHECKED_FORMATS | INTEGER_FORMATS.keys()
_MEANING = ("contentEncoding", "contentMediaType", "contentSchema")
_MISSING = object()


def annotation_changes(topic: Topic, places: tuple[PlacePair, ...]) -> Changes:
    """Compare annotations, place by place."""
    for pair in places:
        yield from _default(topic, pair)
        yield from _formats(topic, pair)
        yield from _meaning(topic, pair)
        yield from _extensible(topic, pair)
        yield from _future(topic, pair)
        yield from discriminator_changes(topic, pair)


def _value(side: Composition, keyword: str) -> Any:  # noqa: ANN401  any JSON value
    found = side.first(keyword)
    return _MISSING if found is None else found[0]


def _differs(pair: PlacePair, keyword: str) -> tuple[Any, Any] | None:
    """Give both values where they differ; members of unions that came or went are told by containment."""
    base, head = _value(pair.base, keyword), _value(pair.head, keyword)
    if base is _MISSING and head is _MISSING:
        return None
    if base is not _MISSING and head is not _MISSING and same(base, head):
        return None
    if _only_members(pair, keyword):
        return None
    return base, head


def _only_members(pair: PlacePair, keyword: str) -> bool:
    """Whether members of a union say different things, and one side says all that the other does."""
    base, head = (
        {repr(part.schema[keyword]) for part in side.parts if keyword in part.schema} for side in (pair.base, pair.head)
    )
    return len(base | head) > 1 and bool(base and head) and (base <= head or head <= base)


def _default(topic: Topic, pair: PlacePair) -> Changes:
    if found := _differs(pair, "default"):
        impact = Impact.BEHAVIOURAL if topic.direction == "request" else None
        yield from _change(topic, pair, "default-changed", "default", found, impact)


def _formats(topic: Topic, pair: PlacePair) -> Changes:
    found = _differs(pair, "format")
    if found and not any(isinstance(value, str) and value in _NO_ANNOTATION for value in found):
        yield from _change(topic, pair, "format-annotation-changed", "format", found, Impact.BEHAVIOURAL)


def _meaning(topic: Topic, pair: PlacePair) -> Changes:
    for keyword in (*_MEANING, "xml") if topic.as_text else _MEANING:
        if found := _differs(pair, keyword):
            yield from _change(topic, pair, "content-meaning-changed", keyword, found, Impact.INCOMPATIBLE)


def _future(topic: Topic, pair: PlacePair) -> Changes:
    """Compare what is said about the future of a property."""
    if not pair.place:
        return
    base, head = (lifecycle(_said_once(side)) for side in (pair.base, pair.head))
    if base != head:
        aspect, title = topic.within(pair.place), f"{topic.title}: property {dotted(pair.place)}"
        yield from lifecycle_changes(topic.pair, base, head, aspect, title, pair.head.here)


def _said_once(side: Composition) -> dict[str, Any]:
    """Give the keywords about the future that hold for every value, the outermost of each."""
    found: dict[str, Any] = {}
    for part in side.parts:
        if not part.branch:
            for keyword in _FUTURE & part.schema.keys():
                found.setdefault(keyword, part.schema[keyword])
    return found


_FUTURE = frozenset(("deprecated", "x-sunset", "x-stability-level"))


def _extensible(topic: Topic, pair: PlacePair) -> Changes:
    """Compare lists that say they may grow: growing is no news, shrinking in a request is."""
    keyword = "x-extensible-enum"
    found = _differs(pair, keyword)
    if not found or not all(isinstance(value, list) for value in found):
        return
    base, head = found
    if topic.direction == "request" and any(value not in head for value in base):
        kind = "parameter-schema-narrowed" if topic.locus == "parameter" else "request-body-narrowed"
        yield from _change(topic, pair, kind, keyword, found, Impact.INCOMPATIBLE)
    elif topic.direction == "response" and any(value not in base for value in head):
        yield from _change(topic, pair, "response-enum-grown", keyword, found, None)


def _change(  # noqa: PLR0913, PLR0917  one keyword at one place
    topic: Topic, pair: PlacePair, kind: str, keyword: str, values: tuple[Any, Any], impact: Impact | None
) -> Changes:
    before, after = (None if value is _MISSING else value for value in values)
    head = pair.head.first(keyword)
    base = pair.base.first(keyword)
    # Where the API is the caller the sides are exchanged; what happened is told the way round that it did.
    yield topic.pair.change(
        kind,
        f"{topic.named(pair.place)}: {keyword} {said(values[::-1] if topic.pair.inverted else values, _show)}",
        at=pair.head.spot(head[1], keyword) if head else pair.head.here,
        was=pair.base.spot(base[1], keyword) if base else pair.base.here,
        aspect=f"{topic.within(pair.place)}.{keyword}",
        direction=topic.direction,
        impact=impact,
        before=before,
        after=after,
        status=topic.status,
        place=pair.place,
    )


def said(values: tuple[Any, Any], show: Callable[[Any], str]) -> str:
    """Say in words how a keyword changed."""
    base, head = values
    if base is _MISSING:
        return f"{show(head)} was added"
    if head is _MISSING:
        return f"{show(base)} was dropped"
    return f"changed from {show(base)} to {show(head)}"


def _show(value: Any) -> str:  # noqa: ANN401  any JSON value
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


_LONGEST = 60
