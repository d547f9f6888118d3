"""Where a schema stands in the traffic: what findings call it, and how a witness of it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from deploycheck.containment.model import Difference, Place, Undecided
from deploycheck.domains.openapi.changes.change import Direction, Pair, SpecChange
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.model import Lifecycle, Shape
from deploycheck.domains.openapi.places import Composition, PlacePair, located, root, walk
from deploycheck.domains.openapi.schemas import NOWHERE
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.finding import Witness
from deploycheck.model.severity import Impact

Locus = Literal["body", "parameter", "header"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One schema on both sides, with its place in the traffic.

    `title` names it in messages, `aspect` in fingerprints; `embed` puts a value into a whole request or response.
    `as_text` says that the body is no JSON, so that nobody can say how types are written there. `written` are both
    sides as the spec has them, where `base` and `head` say what they mean as text.
    """

    pair: Pair
    judge: Judge
    base: Shape
    head: Shape
    direction: Direction
    locus: Locus
    title: str
    aspect: str
    embed: Callable[[Any], dict[str, Any]]
    status: str | None = None
    lifecycle: Lifecycle = Lifecycle()  # noqa: RUF009  frozen
    as_text: bool = False
    written: tuple[Shape, Shape] | None = None

    def places(self, *, as_written: bool = False) -> tuple[PlacePair, ...]:
        """Give every place that both sides describe, and not in the same words."""
        base, head = self.compositions()
        if as_written and self.written:
            judge = self.judge
            base, head = root(self.written[0], judge.base.definitions), root(self.written[1], judge.head.definitions)
        return tuple(walk(base, head, self.judge.same, self.judge.walked))

    def located(self, place: tuple[str, ...]) -> PlacePair | None:
        """Give one place as both sides describe it, also one that `places` has under another name already."""
        return located(*self.compositions(), place)

    def compositions(self) -> tuple[Composition, Composition]:
        """Give the schema's own place on both sides."""
        judge = self.judge
        return root(self.base, judge.base.definitions), root(self.head, judge.head.definitions)

    def named(self, place: tuple[str, ...]) -> str:
        """Name a place inside it: `response 200: items.*.total`."""
        return f"{self.title}: {dotted(place)}" if place else self.title

    def within(self, place: tuple[str, ...]) -> str:
        """Give the aspect of a place inside it."""
        return ".".join((self.aspect, *place))

    def witness(self, value: Any, pointer: str, text: str) -> Witness:  # noqa: ANN401  any JSON value
        """Show a value in a whole request or response."""
        return Witness(self.direction, self.embed(value), pointer, text)

    def sentence(self, difference: Difference) -> str:
        """Say what a witness shows."""
        if self.direction == "request":
            return f"this request was valid and is rejected now: {difference.message}"
        return f"this response may come now and callers do not expect it: {difference.message}"


def spots(topic: Topic, found: Difference | Undecided) -> tuple[Spot, Spot]:
    """Give the places of sender and receiver in their sources."""
    base, head = topic.judge.base.definitions, topic.judge.head.definitions
    if topic.direction == "request":
        return base.spot(found.sender_pointer, topic.base.spot), head.spot(found.receiver_pointer, topic.head.spot)
    return head.spot(found.sender_pointer, topic.head.spot), base.spot(found.receiver_pointer, topic.base.spot)


def steps(place: Place) -> tuple[str, ...]:
    """Write a place of the instance with text steps."""
    return tuple(str(step) for step in place)


def dotted(place: tuple[str, ...]) -> str:
    """Write a place for people."""
    return ".".join(place)


def undecided_change(topic: Topic, found: Undecided) -> SpecChange:
    """Say that a place stayed open."""
    sender, receiver = spots(topic, found)
    request = topic.direction == "request"
    place = steps(found.place)
    keyword = found.keyword or "schema"
    reason = found.reason.replace(NOWHERE, "")
    against = f" against {receiver.pointer}" if receiver.pointer != sender.pointer else ""
    text = f"{topic.named(place)}: {keyword} at {sender.pointer}{against}: {reason}"
    return topic.pair.change(
        "spec-undecidable",
        text,
        at=receiver if request else sender,
        was=sender if request else receiver,
        aspect=f"{topic.within(place)}.{keyword}",
        direction=topic.direction,
        impact=Impact.UNKNOWN,
        before=reason,
        status=topic.status,
        place=place,
    )
