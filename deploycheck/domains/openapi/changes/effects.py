"""Keywords that cannot apply to the type they stand beside: they constrain nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.domains.openapi.changes.change import Changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.places import Composition, Part, PlacePair
from deploycheck.domains.openapi.schemas import CHECKED_FORMATS

_BY_TYPE = {
    "string": ("minLength", "maxLength", "pattern"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("items", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains", "prefixItems"),
    "object": (
        "properties", "required", "additionalProperties", "minProperties", "maxProperties", "patternProperties",
        "propertyNames", "dependentRequired", "dependentSchemas",
    ),
}  # fmt: skip
_TYPE = {keyword: kind for kind, keywords in _BY_TYPE.items() for keyword in keywords}


def without_effect(topic: Topic, places: tuple[PlacePair, ...]) -> Changes:
    """Report keywords that came, or changed, and mean nothing."""
    for pair in places:
        before = dict(_idle(pair.base))
        for keyword, (part, value) in _idle(pair.head):
            if keyword in before and (before[keyword][1] == value or isinstance(value, dict | list)):
                continue  # what changed inside a keyword that means nothing means nothing, either
            declared = part.schema.get("type")
            yield topic.pair.change(
                "keyword-without-effect",
                f"{topic.named(pair.place)}: {keyword} means nothing beside type {declared}",
                at=pair.head.spot(part, keyword),
                was=pair.base.here,
                aspect=f"{topic.within(pair.place)}.{keyword}",
                direction=topic.direction,
                impact=None,
                before=before.get(keyword, (None, None))[1],
                after=value,
                status=topic.status,
                place=pair.place,
            )


def _idle(side: Composition) -> Iterator[tuple[str, tuple[Part, Any]]]:
    for part in side.parts:
        for keyword in _idle_keywords(part.schema):
            yield keyword, (part, part.schema[keyword])


def _idle_keywords(schema: Mapping[str, Any]) -> Iterator[str]:
    declared = schema.get("type")
    if declared is None:
        return
    types = {declared} if isinstance(declared, str) else {one for one in declared if isinstance(one, str)}
    if "integer" in types:
        types.add("number")
    for keyword in schema:
        if keyword in _TYPE and _TYPE[keyword] not in types:
            yield keyword
    if schema.get("format") in CHECKED_FORMATS and "string" not in types:
        yield "format"
