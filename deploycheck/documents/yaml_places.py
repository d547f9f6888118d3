"""Where the parts of a YAML document stand, in one flat array of numbers that costs the collector nothing."""

from array import array
from collections.abc import Sequence
from typing import Any

from deploycheck.documents.document import Duplicate, Place, Steps

COLUMN_BITS = 24
"""A mark is `line << COLUMN_BITS | column`, both from 0."""
COLUMN_MASK = (1 << COLUMN_BITS) - 1


def place(mark: int) -> Place:
    """Unpack a mark."""
    return Place((mark >> COLUMN_BITS) + 1, (mark & COLUMN_MASK) + 1)


class YamlPlaces:
    """Places of all documents of one file.

    A mapping with n keys has 2n marks in its keys' order, key and value in turn; a list of n items has n.
    Containers are known by id(): they live as long as the documents that hold these places.
    """

    __slots__ = ("_marks", "_slots", "_starts")

    def __init__(self) -> None:
        self._marks: array[int] = array("Q")
        self._starts: dict[int, int] = {}
        self._slots: dict[int, dict[str, int]] = {}

    def record(self, container: object, marks: Sequence[int]) -> None:
        """Keep the marks of a container that is complete."""
        if self._slots:  # a container that a repeated key replaced may have had the same id
            self._slots.pop(id(container), None)
        self._starts[id(container)] = len(self._marks)
        self._marks.extend(marks)

    def member_marks(self, mapping: dict[str, Any], key: str) -> tuple[int, int]:
        """Give the marks of `key` and of its value."""
        slots = self._slots.get(id(mapping)) or self._slotted(mapping)
        at = self._starts[id(mapping)] + 2 * slots[key]
        return self._marks[at], self._marks[at + 1]

    def below(self, value: Any, step: str | int) -> tuple[Any, int, int] | None:  # noqa: ANN401  any value
        """Give what a key or index leads to, with the marks of the key (or item) and of the value; None without it.

        Raises KeyError for a list or mapping whose marks were not kept.
        """
        if value.__class__ is dict:
            start = self._starts[id(value)]
            key = step if step.__class__ is str else str(step)
            if key not in value:
                return None
            slots = self._slots.get(id(value)) or self._slotted(value)
            at = start + 2 * slots[key]
            return value[key], self._marks[at], self._marks[at + 1]
        if value.__class__ is not list:
            return None
        start, index = self._starts[id(value)], list_index(step)
        if not 0 <= index < len(value):
            return None
        return value[index], self._marks[start + index], self._marks[start + index]

    def _slotted(self, mapping: dict[str, Any]) -> dict[str, int]:
        slots = self._slots[id(mapping)] = {name: slot for slot, name in enumerate(mapping)}
        return slots


class YamlPositions:
    """Positions of one document."""

    __slots__ = ("_duplicates", "_places", "_root", "_root_mark")

    def __init__(self, root: Any, root_mark: int, places: YamlPlaces, duplicates: tuple[Duplicate, ...]) -> None:  # noqa: ANN401 - any value
        self._root = root
        self._root_mark = root_mark
        self._places = places
        self._duplicates = duplicates

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Give the keys that are written twice."""
        return self._duplicates

    def locate(self, steps: Steps) -> tuple[Place, Place] | None:
        """Give the places of the key (or item) at `steps` and of its value; None where there is nothing."""
        value, key_mark, mark = self._root, self._root_mark, self._root_mark
        for step in steps:
            found = self._places.below(value, step)
            if found is None:
                return None
            value, key_mark, mark = found
        return place(key_mark), place(mark)


def list_index(step: str | int) -> int:
    """Give `step` as list index, -1 when it is none."""
    if isinstance(step, int):
        return step
    return int(step) if step.isascii() and step.isdigit() and len(step) < 10 else -1  # noqa: PLR2004 - longer than any list
