"""Receivers that start to reject names they never declared: the second reading, with the sender open."""

from collections.abc import Iterator
from typing import Any

from deploycheck.containment.model import Comparison, Difference, Place, Reading
from deploycheck.documents.document import pointer as pointer_of
from deploycheck.documents.document import pointer_steps
from deploycheck.domains.openapi.changes.change import Changes
from deploycheck.domains.openapi.changes.topic import Topic, spots, steps, undecided_change
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.model.severity import Impact

CLOSEDNESS = frozenset(
    ("additionalProperties", "unevaluatedProperties", "propertyNames", "patternProperties", "maxProperties",
     "dependentSchemas")
)  # fmt: skip


def newly_closed(topic: Topic, answer: Comparison, places: tuple[PlacePair, ...]) -> Changes:
    """Ask again with the sender open, only where head became stricter about names it never declared."""
    if topic.direction != "request" or topic.locus != "body" or not any(_closes(pair) for pair in places):
        return
    known = {(difference.place, difference.keyword) for difference in answer.differences}
    again = topic.judge.request(topic.base.schema, topic.head.schema, Reading.OPEN)
    yield from (undecided_change(topic, found) for found in again.undecided if _about_names(found.receiver_pointer))
    told: set[tuple[Place, str]] = set()
    for difference in again.differences:
        if (difference.place, difference.keyword) in known or not _about_names(difference.receiver_pointer):
            continue
        place = steps(_object(difference))
        where = (_object(difference), difference.receiver_pointer)
        if where in told:
            continue  # the same object rejects any other name in the same way
        told.add(where)
        sender, receiver = spots(topic, difference)
        yield topic.pair.change(
            "undeclared-names-now-rejected",
            f"{topic.named(place)} now rejects names that it never declared",
            at=receiver,
            was=sender,
            aspect=f"{topic.within(place)}.{difference.keyword}",
            effect="narrowed",
            direction="request",
            impact=Impact.BEHAVIOURAL,
            witness=topic.witness(difference.witness, pointer_of(difference.place), topic.sentence(difference)),
            place=place,
        )


def _object(difference: Difference) -> Place:
    """Give the object whose names are rejected: a limit on all names speaks about it, others about one name in it."""
    whole = difference.keyword == "maxProperties" or "propertyNames" in pointer_steps(difference.receiver_pointer)
    return difference.place if whole else difference.place[:-1]


def _about_names(pointer: str) -> bool:
    """Whether what rejects stands in, or is, a keyword about undeclared names."""
    return not CLOSEDNESS.isdisjoint(pointer_steps(pointer))


def _closes(pair: PlacePair) -> bool:
    return bool(set(_closing(pair.head)) - set(_closing(pair.base)))


def _closing(side: Composition) -> Iterator[str]:
    for part in side.parts:
        for word in CLOSEDNESS & part.schema.keys():
            value: Any = part.schema[word]
            if value is not True and value != {}:
                yield f"{word} {value!r}"
