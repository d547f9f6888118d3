"""Where the parts of a plainly written document stand; what stands inside a value on one line is found on demand."""

from typing import Any

from deploycheck.documents.document import Duplicate, Place, Positions, Steps
from deploycheck.documents.yaml_flow import read_flow
from deploycheck.documents.yaml_places import COLUMN_BITS, COLUMN_MASK, YamlPlaces, YamlPositions, place
from deploycheck.model.record import Record


def part_end(lines: list[str], number: int, at: int) -> int:
    """Give the number of the line after what begins on a line at the column `at`: all that is indented further."""
    for end in range(number + 1, len(lines)):
        line = lines[end]
        text = line.lstrip(" ")
        if text and len(line) - len(text) <= at:
            return end
    return len(lines)


def part_of(lines: list[str], number: int, at: int) -> str:
    """Cut out what begins on a line at the column `at`; what stands before it becomes spaces, so that columns stay."""
    end = part_end(lines, number, at)
    first = " " * at + lines[number][at:]
    return "\n".join((first, *lines[number + 1 : end], *([""] if end < len(lines) else ())))


class QuickPositions:
    """Positions of one document: marks of what was read line by line, and the text for all that stands inside."""

    __slots__ = ("_document", "_lines", "_parts", "_places", "_text", "_trail")

    def __init__(self, root: Any, root_mark: int, places: YamlPlaces, text: str) -> None:  # noqa: ANN401  any value
        self._document = root, root_mark, root_mark
        self._places = places
        self._text = text
        self._lines: list[str] = []
        self._parts: dict[int, _Part] = {}
        self._trail: list[tuple[str | int, tuple[Any, int, int]]] = []
        """The way to the last place that was found, as the next one is often near."""

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Give nothing: a document with a key that is written twice is not read line by line."""
        return ()

    def locate(self, steps: Steps) -> tuple[Place, Place] | None:
        """Give the places of the key (or item) at `steps` and of its value; None where there is nothing."""
        trail = self._trail
        same = 0
        for known, step in zip(trail, steps, strict=False):
            if known[0] != step:
                break
            same += 1
        del trail[same:]
        for count in range(same, len(steps)):
            value, key_mark, mark = trail[-1][1] if trail else self._document
            try:
                found = self._places.below(value, steps[count])
            except KeyError:
                listed = isinstance((trail[-2][1] if len(trail) > 1 else self._document)[0], list)
                part = self._parts.get(mark) or self._part(key_mark, mark, listed=listed)
                return part.locate(steps[count - 1], steps[count:])
            if found is None:
                return None
            trail.append((steps[count], found))
        _, key_mark, mark = trail[-1][1] if trail else self._document
        return place(key_mark), place(mark)

    def _part(self, mark: int, begin: int, *, listed: bool) -> "_Part":
        """Read the value of the key (or the item) at `mark`, once."""
        self._lines = self._lines or self._text.split("\n")
        line, column = begin >> COLUMN_BITS, begin & COLUMN_MASK
        places = YamlPlaces()
        value = read_flow(self._lines[line][column:], decimal=False, places=places)
        if value is not None:
            part = _Part(YamlPositions(value, 0, places, ()), line, column)
        else:
            number, at = mark >> COLUMN_BITS, mark & COLUMN_MASK
            if listed:
                at = len(self._lines[number][:column].rstrip(" ")) - 1
            text = part_of(self._lines, number, at)
            from deploycheck.documents.yaml_builder import YamlBuilder

            document = next(YamlBuilder(text.encode(), "", decimal=False).documents())
            part = _Part(document.positions, number, around=0 if listed else None)
        self._parts[begin] = part
        return part


class _Part(Record):
    """Places inside one value, which begins at a line and a column.

    With `line` alone the key (or the list) around the value was read, too.
    """

    positions: Positions | None
    line: int
    column: int | None = None
    around: int | None = None

    def locate(self, key: str | int, steps: Steps) -> tuple[Place, Place] | None:
        """Give the places at `steps` of the value of `key`."""
        whole = steps if self.column is not None else (key if self.around is None else self.around, *steps)
        found = self.positions.locate(whole) if self.positions else None
        if found is None:
            return None
        shift = self.column or 0
        return Place(found[0].line + self.line, found[0].column + shift), Place(
            found[1].line + self.line, found[1].column + shift
        )
