"""A parsed document, where its parts stand, and the limits that every parser holds."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from deploycheck.model.errors import SourceError
from deploycheck.model.location import Location
from deploycheck.model.record import Record

MAX_DEPTH = 500
"""Deepest nesting of lists and mappings."""
MAX_CONTAINERS = 2_000_000
"""How many lists and mappings a file may hold: each costs some hundred bytes, however short its text is."""
MAX_EXPANSION = 4_000_000
"""How much YAML aliases may add to a document, in characters, as if every alias were written out."""
MAX_DUPLICATES = 100
"""How many keys of one document may be written twice before it counts as broken."""

Steps = Sequence[str | int]
"""Keys and list indexes from the root down; an index may be an int or its digits."""


class DocumentError(SourceError):
    """A document that can't be parsed; `line` and `column` count from 1, 0 where there is none."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        place = f"{path}:{line}" if line else path
        super().__init__(message, path, line, column)
        self.args = (f"{place}: {message}" if place else message,)


class TemplateError(DocumentError):
    """A text template (Helm) that only becomes a document when it is rendered."""


class Place(NamedTuple):
    """A line and a column, both from 1; columns count characters."""

    line: int
    column: int


class Duplicate(Record):
    """A key that a mapping holds twice; the last one counts. `pointer` leads to the key, `place` to its repetition."""

    pointer: str
    key: str
    place: Place


class Positions(Protocol):
    """Where the parts of one document stand."""

    def locate(self, steps: Steps) -> tuple[Place, Place] | None:
        """Give the places of the key (or list item) at `steps` and of its value; None where there is nothing."""
        ...

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Give the keys that are written twice."""
        ...


class Document(Record):
    """One document of a file.

    `value` is made of dict (keys are always str), list, str, bool, int, float (or Decimal where asked for) and None;
    TOML adds dates. Parts that YAML anchors share are shared objects: treat values as read-only.
    """

    value: Any
    path: str = ""
    positions: Positions | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and (self.value, self.path) == (other.value, other.path)

    def __hash__(self) -> int:
        return hash((self.value, self.path))

    def __repr__(self) -> str:
        return f"Document(value={self.value!r}, path={self.path!r})"

    def position(self, steps: Steps = ()) -> Place:
        """Give the place of the key or list item at `steps`, else of its nearest ancestor that exists."""
        return self._nearest(steps)[0]

    def value_position(self, steps: Steps = ()) -> Place:
        """Give the place of the value at `steps`, else of its nearest ancestor that exists."""
        return self._nearest(steps)[1]

    def location(self, steps: Steps = ()) -> Location:
        """Give the place of the key or list item at `steps` (or its nearest ancestor) as a location in this file."""
        return Location(self.path, *self.position(steps))

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Give the keys that are written twice; scanned for on demand in JSON."""
        return self.positions.duplicates() if self.positions else ()

    def _nearest(self, steps: Steps) -> tuple[Place, Place]:
        if self.positions is None:
            return Place(1, 1), Place(1, 1)
        for length in range(len(steps), -1, -1):
            if found := self.positions.locate(steps[:length]):
                return found
        return Place(1, 1), Place(1, 1)


def pointer(steps: Steps) -> str:
    """Write `steps` as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def pointer_steps(text: str) -> tuple[str, ...]:
    """Read a JSON pointer, without `#`; list indexes stay digits."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])


def place_at(data: bytes, offset: int) -> Place:
    """Give line and column of the byte at `offset`."""
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode("utf-8", "replace"))
    return Place(data.count(b"\n", 0, offset) + 1, column + 1)
