"""One difference at one place of one operation, and where the places of an operation are told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deploycheck.domains.openapi.changes.change import Pair
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.changelog import Kind


@dataclass(frozen=True, slots=True)
class Note:
    """One difference. `aspect` is the one that findings about the same place have; `subject` names the operation.

    What came has no `was`, what went no `at`.
    """

    kind: Kind
    subject: str
    aspect: tuple[str, ...]
    title: str
    text: str
    at: Spot | None
    was: Spot | None
    documentation: bool = False


Notes = Iterator[Note]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an operation on both sides: what notes about it are called.

    `flipped` says that the API is the caller there.
    """

    pair: Pair
    judge: Judge
    subject: str
    title: str = ""
    aspect: tuple[str, ...] = ()
    flipped: bool = False

    def within(self, title: str, *aspect: str) -> "Part":
        """Give a part of this part."""
        return replace(self, title=f"{self.title}: {title}" if self.title else title, aspect=(*self.aspect, *aspect))

    def at_place(self, *aspect: str) -> "Part":
        """Give the same part, further in, under the same title."""
        return replace(self, aspect=(*self.aspect, *aspect))

    def note(
        self, kind: Kind, text: str, at: Spot | None, was: Spot | None, *aspect: str, documentation: bool = False
    ) -> Note:
        """Make a note about this part."""
        where = (*self.aspect, *aspect)
        return Note(kind, self.subject, where, self.title, text, at, was, documentation)

    def came_or_went(self, at: Spot | None, was: Spot | None, detail: str = "") -> Note:
        """Say that this part is new (`was` is None), or gone (`at` is None)."""
        return self.note("added" if was is None else "removed", detail, at, was)

    def on_one_side(self, spot: Spot, detail: str = "", *, came: bool) -> Note:
        """Say that this part, which stands at `spot`, is new or gone."""
        return self.came_or_went(spot, None, detail) if came else self.came_or_went(None, spot, detail)
