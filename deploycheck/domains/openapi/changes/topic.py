"""Where a schema stands in the traffic: what findings call it, and how a witness of it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from deploycheck.domains.openapi.changes.change import Direction, Pair
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.model import Lifecycle, Shape
from deploycheck.domains.openapi.places import Composition, PlacePair, root, walk
from deploycheck.model.finding import Witness

Locus = Literal["body", "parameter", "header"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One schema on both sides, with its place in the traffic.

    `title` names it in messages, `aspect` in fingerprints; `embed` puts a value into a whole request or response.
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

    def places(self) -> tuple[PlacePair, ...]:
        """Give every place that both sides describe."""
        base, head = self.compositions()
        return tuple(walk(base, head))

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


def dotted(place: tuple[str, ...]) -> str:
    """Write a place for people."""
    return ".".join(place)
