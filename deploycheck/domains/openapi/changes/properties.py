"""Properties that may no longer come, or that nobody reads any more: containment cannot see them."""

from dataclasses import replace

from deploycheck.containment.model import Comparison, Difference
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.changes.topic import Topic, dotted, steps
from deploycheck.domains.openapi.operations import lifecycle
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.model.severity import Impact

_ITSELF = ("type", "enum", "const", "$ref", "false")


def property_changes(topic: Topic, answer: Comparison, places: tuple[PlacePair, ...]) -> Changes:
    """Compare the properties that may travel, place by place."""
    told = {steps(difference.place) for difference in answer.differences}
    replaced = {tuple(map(str, one.place)) for one in answer.differences if one.keyword in _ITSELF}
    for pair in places:
        head = pair.head.visible(topic.direction)
        base = pair.base.visible(topic.direction)
        if not (head and base) and any(pair.place[: len(place)] == place for place in replaced):
            continue
        if not head and pair.head.parts and _allows_anything(pair.head):
            continue
        for name in base:
            if name not in head and (*pair.place, name) not in told:
                yield from _gone(topic, pair, name)
        for name in head:
            if name not in base and pair.base.names() and (*pair.place, name) not in told:
                yield _come(topic, pair, name)
        for pattern in pair.base.patterns():
            if pattern not in pair.head.patterns() and not pair.head.takes_more:
                yield from _gone(topic, pair, pattern, "patternProperties")


def without_taken_out(topic: Topic, answer: Comparison) -> Comparison:
    """Leave out witnesses that only show that head lets anything come under the name of a property that it took out.

    An object that takes any name says no more than one that is silent about other names: the property is gone.
    """
    if topic.direction == "request" or topic.locus != "body":
        return answer
    kept = tuple(one for one in answer.differences if one.keyword == "required" or not _no_longer_described(topic, one))
    return replace(answer, differences=kept)


def _no_longer_described(topic: Topic, difference: Difference) -> bool:
    base, head = topic.compositions()
    for step in steps(difference.place):
        if _taken_out(base, head, step):
            return True
        base, head = base.below(step), head.below(step)
    return False


def _taken_out(base: Composition, head: Composition, name: str) -> bool:
    if name in head.names() or name not in base.names():
        return False
    return bool(head.visible("response")) and takes_anything(head)


def takes_anything(side: Composition) -> bool:
    """Whether an object says that it takes any value under any name that it does not declare."""
    values = [part.schema["additionalProperties"] for part in side.parts if "additionalProperties" in part.schema]
    return bool(values) and all(value is True or value == {} for value in values) and not side.patterns()


def _allows_anything(side: Composition) -> bool:
    """Whether a side does not describe the object at all, so that nothing can be said to be gone."""
    return not side.names() and not side.takes_more


def _gone(topic: Topic, pair: PlacePair, name: str, keyword: str = "properties") -> Changes:
    if topic.direction == "request" and pair.head.takes_more:
        return
    response = topic.direction == "response"
    part = pair.base.names()[name] if keyword == "properties" else pair.base.patterns()[name]
    place = (*pair.place, name)
    title = "property" if keyword == "properties" else "properties named like"
    yield topic.pair.change(
        "response-property-removed" if response else "request-property-ignored",
        f"{topic.title}: {title} {dotted(place)} {'may no longer come' if response else 'is no longer read'}",
        at=pair.head.here,
        was=pair.base.spot(part, keyword, name),
        aspect=topic.within(place),
        effect="removed",
        direction=topic.direction,
        impact=Impact.OPTIONAL_RESPONSE_GONE if response else Impact.BEHAVIOURAL,
        before=name,
        status=topic.status,
        place=place,
        lifecycle=lifecycle(part.schema[keyword][name]),
    )


def _come(topic: Topic, pair: PlacePair, name: str) -> SpecChange:
    response = topic.direction == "response"
    part = pair.head.names()[name]
    place = (*pair.place, name)
    return topic.pair.change(
        "response-property-new" if response else "request-property-added",
        f"{topic.title}: property {dotted(place)} {'may come now' if response else 'is read now'}",
        at=pair.head.spot(part, "properties", name),
        was=pair.base.here,
        aspect=topic.within(place),
        effect="added",
        direction=topic.direction,
        impact=None,
        after=name,
        status=topic.status,
        place=place,
    )
