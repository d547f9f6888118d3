"""One statement of an SQL file: what was written, where, and what it does."""

from typing import Literal

from deploycheck.domains.database.effects import Effect
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class Statement(Record):
    """One statement of a file: what was written and what it does."""

    text: str
    at: Location
    effects: tuple[Effect, ...]
    comments: tuple[str, ...] = ()
    section: Literal["", "up", "down"] = ""

    @property
    def location(self) -> Location:
        """Where it begins."""
        return self.at

    def only(self, kind: type[Effect]) -> tuple[Effect, ...]:
        """Give the effects of one kind."""
        return tuple(effect for effect in self.effects if isinstance(effect, kind))
