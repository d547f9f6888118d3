"""Words of OpenAPI 3.0 that people read in two ways: `nullable` beside what does not list null."""

from collections.abc import Iterator

from deploycheck.domains.openapi.changes.change import Changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.places import Composition, Part, PlacePair
from deploycheck.domains.openapi.specification import descend

_COMPOSED = ("$ref", "allOf", "anyOf", "oneOf")


def ambiguities(topic: Topic, places: tuple[PlacePair, ...]) -> Changes:
    """Report what came, or changed, and can be read in two ways; we read that null is allowed, as senders do."""
    if topic.judge.head.version != "3.0":
        return
    for pair in places:
        known = {keyword for part in pair.base.parts for keyword in _beside(pair.base, part)}
        for part in pair.head.parts:
            for keyword in _beside(pair.head, part):
                if keyword in known:
                    continue
                yield topic.pair.change(
                    "spec-ambiguous",
                    f"{topic.named(pair.place)}: nullable stands beside {keyword}, which does not allow null by itself",
                    at=pair.head.spot(part, "nullable"),
                    was=pair.base.here,
                    aspect=f"{topic.within(pair.place)}.nullable",
                    direction=topic.direction,
                    impact=None,
                    after=keyword,
                    status=topic.status,
                    place=pair.place,
                )


def _beside(side: Composition, part: Part) -> Iterator[str]:
    if not ("anyOf" in part.schema or "enum" in part.schema or part.schema.get("type") == "null"):
        return  # reading `nullable` beside these words leaves one of them
    spot = side.spot(part)
    written = descend(spot.file.value, spot.steps)
    if not isinstance(written, dict) or written.get("nullable") is not True:
        return
    if isinstance(written.get("enum"), list) and None not in written["enum"]:
        yield "enum"
    yield from (keyword for keyword in _COMPOSED if keyword in written)
