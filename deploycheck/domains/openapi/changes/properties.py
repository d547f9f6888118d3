"""Properties that may no longer come, or that nobody reads any more: containment cannot see them."""

from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.changes.topic import Topic, dotted
from deploycheck.domains.openapi.containment.model import Comparison
from deploycheck.domains.openapi.operations import lifecycle
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.model.severity import Impact

_ITSELF = ("type", "enum", "const", "$ref")


def property_changes(topic: Topic, answer: Comparison, places: tuple[PlacePair, ...]) -> Changes:
    """Compare the properties that may travel, place by place."""
    if topic.locus == "header":
        return
    told = {tuple(map(str, difference.place)) for difference in answer.differences}
    replaced = {tuple(map(str, one.place)) for one in answer.differences if one.keyword in _ITSELF}
    for pair in places:
        if any(pair.place[: len(place)] == place for place in replaced):
            continue
        head = pair.head.visible(topic.direction)
        base = pair.base.visible(topic.direction)
        if not head and pair.head.parts and _allows_anything(pair.head):
            continue
        for name in base:
            if name not in head and (*pair.place, name) not in told:
                yield from _gone(topic, pair, name)


def _allows_anything(side: Composition) -> bool:
    """Whether a side does not describe the object at all, so that nothing can be said to be gone."""
    return not side.names() and not side.takes_more


def _gone(topic: Topic, pair: PlacePair, name: str) -> Changes:
    if topic.direction == "response":
        yield _change(
            topic, pair, name, "response-property-removed", "may no longer come", Impact.OPTIONAL_RESPONSE_GONE
        )
    elif not pair.head.takes_more:
        kind, text = "request-property-ignored", "is no longer read"
        yield _change(topic, pair, name, kind, text, Impact.BEHAVIOURAL)


def _change(  # noqa: PLR0913, PLR0917  one property and what happened to it
    topic: Topic, pair: PlacePair, name: str, kind: str, text: str, impact: Impact
) -> SpecChange:
    part = pair.base.names()[name]
    place = (*pair.place, name)
    written = part.schema["properties"][name]
    return topic.pair.change(
        kind,
        f"{topic.title}: property {dotted(place)} {text}",
        at=pair.head.here,
        was=pair.base.spot(part, "properties", name),
        aspect=topic.within(place),
        effect="removed",
        direction=topic.direction,
        impact=impact,
        before=name,
        status=topic.status,
        place=place,
        lifecycle=lifecycle(written),
    )
