"""The seven modes of compatibility, as schema registries name them."""

from typing import Final, Literal

from deploycheck.model.record import Record

Mode = Literal[
    "none", "backward", "backward_transitive", "forward", "forward_transitive", "full", "full_transitive"
]  # fmt: skip
Direction = Literal["backward", "forward"]

MODES: Final[tuple[Mode, ...]] = (
    "none", "backward", "backward_transitive", "forward", "forward_transitive", "full", "full_transitive",
)  # fmt: skip


class Promise(Record):
    """What a mode promises about a new schema.

    Backward: readers with it take what earlier ones wrote. Forward: readers with earlier ones take what is written
    with it. Without `transitive` only the version before it counts.
    """

    backward: bool = False
    forward: bool = False
    transitive: bool = False

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The directions that it promises."""
        asked: tuple[tuple[Direction, bool], ...] = (("backward", self.backward), ("forward", self.forward))
        return tuple(name for name, holds in asked if holds)

    def keeps(self, other: "Promise") -> bool:
        """Whether it promises everything that `other` does."""
        directions = set(self.directions) >= set(other.directions)
        return directions and (self.transitive or not other.transitive or not other.directions)


def promise_of(mode: Mode | None) -> Promise:
    """Give what a mode promises; without a mode nothing is promised."""
    name = mode or "none"
    return Promise(
        backward=name.startswith(("backward", "full")),
        forward=name.startswith(("forward", "full")),
        transitive=name.endswith("_transitive"),
    )
