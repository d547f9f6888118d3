"""Values inside answers that no schema fits: nobody can have expected one, or none can come any more."""

from typing import Final

from deploycheck.containment.model import Difference
from deploycheck.containment.session import SideName
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.changes.topic import Topic, spots, steps
from deploycheck.domains.openapi.places import PlacePair, alone
from deploycheck.model.severity import Impact

VALUES: Final = frozenset(
    ("format", "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
     "multipleOf", "enum", "const", "minItems", "maxItems")
)  # fmt: skip
"""Keywords that can contradict each other about one value."""


def nothing_at(topic: Topic, place: tuple[str, ...], side: SideName) -> bool:
    """Whether one side's answers are proved to hold no value at a place inside them."""
    if topic.direction != "response" or not place:
        return False
    base, head = topic.compositions()
    schema = alone(base if side == "base" else head, place)
    return schema is not None and topic.judge.nothing(schema, side, "response")


def unexpected(topic: Topic, difference: Difference) -> SpecChange:
    """Say that base admitted no value where one may come now: like a new name, it is one that nobody waited for."""
    sender, receiver = spots(topic, difference)
    place = steps(difference.place)
    text = f"{topic.named(place)} admitted no value, so that nobody can have expected one"
    return topic.pair.change(
        "schema-unsatisfiable", text, at=sender, was=receiver, aspect=topic.within(place), direction="response",
        impact=None, status=topic.status, place=place,
    )  # fmt: skip


def impossible(topic: Topic, pair: PlacePair) -> SpecChange | None:
    """Say that head admits no value at a place, where base admitted some."""
    if not nothing_at(topic, pair.place, "head") or nothing_at(topic, pair.place, "base"):
        return None
    text = f"{topic.named(pair.place)} admits no value any more, so that it can no longer come"
    return topic.pair.change(
        "schema-unsatisfiable", text, at=pair.head.here, was=pair.base.here, aspect=topic.within(pair.place),
        direction="response", impact=Impact.BEHAVIOURAL, status=topic.status, place=pair.place,
    )  # fmt: skip
