"""What containment and the walk over places say about one schema that callers send or receive."""

from collections.abc import Iterator

from deploycheck.documents.document import pointer as pointer_of
from deploycheck.domains.openapi.changes.annotations import annotation_changes
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.changes.effects import without_effect
from deploycheck.domains.openapi.changes.properties import property_changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.containment.model import Comparison, Difference, Place, Reading, Undecided
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.severity import Impact

CLOSEDNESS = frozenset(
    ("additionalProperties", "unevaluatedProperties", "propertyNames", "patternProperties", "maxProperties",
     "dependentSchemas")
)  # fmt: skip


def schema_changes(topic: Topic) -> Changes:
    """Give everything that differs between the two schemas of a topic."""
    if topic.judge.same(topic.base.schema, topic.head.schema):
        return
    ask = topic.judge.request if topic.direction == "request" else topic.judge.response
    answer = ask(topic.base.schema, topic.head.schema)
    places = topic.places()
    yield from _judged(topic, answer, places)
    yield from _newly_closed(topic, answer, places)
    yield from property_changes(topic, answer, places)
    yield from annotation_changes(topic, places)
    yield from without_effect(topic, places)


def _judged(topic: Topic, answer: Comparison, places: tuple[PlacePair, ...]) -> Changes:
    by_place = {pair.place: pair for pair in places}
    for difference in answer.differences:
        yield _difference(topic, difference, by_place)
    for open_place in answer.undecided:
        yield _undecided(topic, open_place)
    if answer.verdict == "unknown" and not answer.undecided:
        yield _undecided(topic, Undecided((), "", "", "", answer.reason))
    if answer.vacuous:
        yield topic.pair.change(
            "schema-unsatisfiable",
            f"{topic.title} admits no value any more"
            if topic.direction == "response"
            else f"{topic.title} admitted no value",
            at=topic.head.spot,
            was=topic.base.spot,
            aspect=topic.aspect,
            direction=topic.direction,
            impact=Impact.BEHAVIOURAL,
            status=topic.status,
        )


def _difference(topic: Topic, difference: Difference, by_place: dict[tuple[str, ...], PlacePair]) -> SpecChange:
    place = steps(difference.place)
    sender, receiver = _spots(topic, difference)
    request = topic.direction == "request"
    kind, impact = classify(topic, difference, by_place)
    text = f"{topic.named(place)}: {difference.message}" if difference.message else topic.named(place)
    return topic.pair.change(
        kind,
        text,
        at=receiver if request else sender,
        was=sender if request else receiver,
        aspect=f"{topic.within(place)}.{difference.keyword}",
        effect="narrowed" if request else "widened",
        direction=topic.direction,
        impact=impact,
        before=difference.keyword,
        after=difference.failing,
        witness=topic.witness(difference.witness, pointer_of(difference.place), _sentence(topic, difference)),
        status=topic.status,
        place=place,
        lifecycle=topic.lifecycle,
    )


def _sentence(topic: Topic, difference: Difference) -> str:
    if topic.direction == "request":
        return f"this request was valid and is rejected now: {difference.message}"
    return f"this response may come now and callers do not expect it: {difference.message}"


def _spots(topic: Topic, found: Difference | Undecided) -> tuple[Spot, Spot]:
    """Give the places of sender and receiver in their sources."""
    base, head = topic.judge.base.definitions, topic.judge.head.definitions
    if topic.direction == "request":
        return base.spot(found.sender_pointer, topic.base.spot), head.spot(found.receiver_pointer, topic.head.spot)
    return head.spot(found.sender_pointer, topic.head.spot), base.spot(found.receiver_pointer, topic.base.spot)


def classify(topic: Topic, difference: Difference, by_place: dict[tuple[str, ...], PlacePair]) -> tuple[str, Impact]:
    """Name the rule that a checked witness belongs to, and what kind of change it is."""
    impact = Impact.BEHAVIOURAL if difference.only_format and topic.direction == "request" else Impact.INCOMPATIBLE
    if topic.locus == "parameter":
        return "parameter-schema-narrowed", impact
    if topic.locus == "header":
        return "response-header-widened", impact
    place = steps(difference.place)
    around = by_place.get(place[:-1])
    if topic.direction == "request":
        if difference.keyword == "required":
            return "request-property-now-required", impact
        if place and around is not None and _was_free_form(around):
            return "free-form-now-described", Impact.BEHAVIOURAL
        return "request-body-narrowed", impact
    if difference.keyword == "required":
        gone = around is None or place[-1] not in around.head.visible("response")
        return ("response-property-removed" if gone else "response-property-now-optional"), impact
    if difference.keyword in ("enum", "const") and _lists_values(by_place.get(place)):
        return "response-enum-grown", Impact.RESPONSE_ENUM_GROWN
    return "response-schema-widened", impact


def _lists_values(pair: PlacePair | None) -> bool:
    """Whether head still lists the values, so that only members were added."""
    if pair is None:
        return False
    return any(isinstance(part.schema.get(key), list | str) for part in pair.head.parts for key in ("enum", "const"))


def _was_free_form(pair: PlacePair) -> bool:
    return not _speaks_of_names(pair.base) and bool(pair.head.names())


def _speaks_of_names(side: Composition) -> bool:
    return bool(side.names()) or side.takes_more or bool(side.required())


def _undecided(topic: Topic, found: Undecided) -> SpecChange:
    sender, receiver = _spots(topic, found)
    request = topic.direction == "request"
    place = steps(found.place)
    keyword = found.keyword or "schema"
    text = f"{topic.named(place)}: {keyword} at {sender.pointer} against {receiver.pointer}: {found.reason}"
    return topic.pair.change(
        "spec-undecidable",
        text,
        at=receiver if request else sender,
        was=sender if request else receiver,
        aspect=f"{topic.within(place)}.{keyword}",
        direction=topic.direction,
        impact=Impact.UNKNOWN,
        before=found.reason,
        status=topic.status,
        place=place,
    )


def _newly_closed(topic: Topic, answer: Comparison, places: tuple[PlacePair, ...]) -> Changes:
    """Ask again with the sender open, only where head became stricter about names it never declared."""
    if topic.direction != "request" or not any(_closes(pair) for pair in places):
        return
    known = {(difference.place, difference.keyword) for difference in answer.differences}
    again = topic.judge.request(topic.base.schema, topic.head.schema, Reading.OPEN)
    for difference in again.differences:
        if difference.keyword in CLOSEDNESS and (difference.place, difference.keyword) not in known:
            place = steps(difference.place)
            sender, receiver = _spots(topic, difference)
            yield topic.pair.change(
                "undeclared-names-now-rejected",
                f"{topic.named(place[:-1])} now rejects names that it never declared",
                at=receiver,
                was=sender,
                aspect=f"{topic.within(place)}.{difference.keyword}",
                effect="narrowed",
                direction="request",
                impact=Impact.BEHAVIOURAL,
                witness=topic.witness(difference.witness, pointer_of(difference.place), _sentence(topic, difference)),
                place=place[:-1],
            )


def _closes(pair: PlacePair) -> bool:
    return bool(_closing(pair.head) - _closing(pair.base))


def _closing(side: Composition) -> set[str]:
    return set(_closing_words(side))


def _closing_words(side: Composition) -> Iterator[str]:
    for part in side.parts:
        for word in CLOSEDNESS & part.schema.keys():
            value = part.schema[word]
            if value is not True and value != {}:
                yield f"{word} {value!r}" if word == "maxProperties" else word


def steps(place: Place) -> tuple[str, ...]:
    """Write a place of the instance with text steps."""
    return tuple(str(step) for step in place)
