"""Places in files, as every layer and every report names them."""

from typing import Literal, Protocol, runtime_checkable

from deploycheck.model.record import Record, replace

Side = Literal["base", "head"]


class Location(Record, order=True):
    """A place in one file of one side.

    `path` is relative to the snapshot's root, with `/`. `line` and `column` count from 1; 0 means the whole file.
    Loaders make locations without knowing their side, so `side` is head until `on` says otherwise.
    """

    path: str
    line: int = 0
    column: int = 0
    side: Side = "head"

    def on(self, side: Side) -> "Location":
        """Give the same place on `side`."""
        return self if self.side == side else replace(self, side=side)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@runtime_checkable
class Located(Protocol):
    """Anything that knows where it stands; a finding may point at it directly."""

    @property
    def location(self) -> Location:
        """Where it stands."""
        ...


class Related(Record):
    """A second place that explains a finding; role `was` is its place in base."""

    role: str
    location: Location
    text: str = ""
