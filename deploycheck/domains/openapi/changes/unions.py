"""Exclusivity of `oneOf`, which containment leaves out: values that one member took, and that two take now."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from deploycheck.containment.oracle import accepts, compiled
from deploycheck.documents.document import pointer as pointer_of
from deploycheck.domains.openapi.changes.change import Changes
from deploycheck.domains.openapi.changes.topic import Topic, steps
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.places import ANY, Part, PlacePair
from deploycheck.domains.openapi.schemas import Schema
from deploycheck.model.severity import Impact


def union_changes(topic: Topic, places: tuple[PlacePair, ...]) -> Changes:
    """Look for a request that was valid and fits two members of a `oneOf` now, only where such a union changed."""
    if topic.direction != "request" or topic.locus != "body":
        return
    changed = {pair.place: (pair, part) for pair in places if (part := _changed(topic, pair))}
    if not changed:
        return
    for value, path in _ambiguous(topic):
        place = tuple(ANY if isinstance(step, int) else step for step in path)
        if place not in changed:
            continue
        pair, part = changed.pop(place)
        text = f"{topic.named(place)}: a value that was valid fits more than one member of the union now"
        yield topic.pair.change(
            "union-now-ambiguous",
            text,
            at=pair.head.spot(part, "oneOf"),
            was=pair.base.here,
            aspect=f"{topic.within(place)}.oneOf",
            effect="narrowed",
            direction="request",
            impact=Impact.BEHAVIOURAL,
            before="oneOf",
            after=value,
            witness=topic.witness(
                value, pointer_of(steps(path)), f"this request was valid, and is ambiguous now: {text}"
            ),
            place=place,
        )


def _changed(topic: Topic, pair: PlacePair) -> Part | None:
    """Give a part of head whose `oneOf` base does not have with the same members."""
    known = [part.schema["oneOf"] for part in pair.base.parts if "oneOf" in part.schema]
    for part in pair.head.parts:
        mine = part.schema.get("oneOf")
        if isinstance(mine, list) and not any(topic.judge.same({"oneOf": one}, {"oneOf": mine}) for one in known):
            return part
    return None


def _ambiguous(topic: Topic) -> Iterator[tuple[Any, tuple[str | int, ...]]]:
    """Give values that base takes as it is written, with the places where head takes them twice."""
    base = compiled(_whole(topic.base.schema, topic.judge.base.definitions))
    head = compiled(_whole(topic.head.schema, topic.judge.head.definitions))
    if base is None or head is None:
        return
    for value in topic.judge.requests(topic.base.schema):
        if accepts(base, value) is not True or accepts(head, value) is not False:
            continue
        for error in head.iter_errors(value):
            if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.OneOfMultipleValid):
                yield value, tuple(error.instance_path)


def _whole(schema: Schema, definitions: Definitions) -> Mapping[str, Any] | bool:
    """Give a schema with the definitions that it needs, `oneOf` as it is written."""
    if isinstance(schema, bool):
        return schema
    return {**schema, "$defs": {name: definitions[name] for name in sorted(definitions.document.closure(schema))}}
