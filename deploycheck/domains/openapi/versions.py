"""What `info.version` says, and the lowest version that a change needs: semantic, or by the calendar."""

import re
from dataclasses import dataclass

from deploycheck.model.changelog import Level, VersionBump

_NUMBER = r"(0|[1-9]\d{0,8})"
_SEMANTIC = re.compile(rf"(v?){_NUMBER}(?:\.{_NUMBER})?(?:\.{_NUMBER})?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_CALENDAR = re.compile(r"v?(?:19|20)\d\d(?:[-./]?(?:0?[1-9]|1[0-2])(?:[-./]?\d{1,2})?)?(?:[-._].{1,30})?")
_FULL = 3


@dataclass(frozen=True, slots=True)
class Semantic:
    """A version of one to three numbers; `length` is how many are written, `early` says that it is a pre-release."""

    numbers: tuple[int, int, int]
    length: int
    prefix: str
    early: bool

    @property
    def whole(self) -> bool:
        """Whether all three numbers are written, as semantic versioning wants it."""
        return self.length == _FULL

    def next(self, level: Level) -> "Semantic | None":
        """Give the lowest version after this one that is enough for a change of this level; None where none is needed.

        Below 1.0.0 what breaks needs a minor, below 0.1.0 a patch. A pre-release promises nothing yet. Versions that
        are written with fewer numbers cannot tell smaller changes.
        """
        place = {"major": 0, "minor": 1, "patch": 2, "none": 3}[level]
        while place < _FULL and self.numbers[0] == 0 and place < min(self._leading, 2):
            place += 1
        if self.numbers[0] == 0 and level == "minor":
            place = 2
        if place >= self.length or self.early:
            return None
        raised = [*self.numbers[:place], self.numbers[place] + 1, 0, 0]
        return Semantic((raised[0], raised[1], raised[2]), self.length, self.prefix, early=False)

    @property
    def _leading(self) -> int:
        """How many numbers are 0 before the first that is not."""
        return next((index for index, number in enumerate(self.numbers) if number), _FULL)

    def __str__(self) -> str:
        return self.prefix + ".".join(map(str, self.numbers[: self.length]))


def semantic(text: str) -> Semantic | None:
    """Read a version of one to three numbers; a year is none. None for anything else."""
    found = _SEMANTIC.fullmatch(text.strip())
    if found is None or calendar(text):
        return None
    prefix, *numbers, early = found.groups()
    written = [int(one) for one in numbers if one is not None]
    full = [*written, 0, 0]
    return Semantic((full[0], full[1], full[2]), len(written), prefix, early is not None)


def calendar(text: str) -> bool:
    """Whether a version begins with a year, and so goes by the calendar."""
    return _CALENDAR.fullmatch(text.strip()) is not None


def lower(base: str, head: str) -> bool:
    """Whether a version comes before the one that was there, both written in one way."""
    if calendar(base) and calendar(head):
        old, new = (tuple(map(int, re.findall(r"\d+", text)))[:_FULL] for text in (base, head))
        return len(old) == len(new) and new < old
    one, other = semantic(base), semantic(head)
    if one is None or other is None or one.length != other.length:
        return False
    return (other.numbers, not other.early) < (one.numbers, not one.early)


def bump(base: str, head: str, level: Level) -> VersionBump:
    """Compare what a spec says with what a change of this level needs."""
    old, new = semantic(base), semantic(head)
    if level == "none":
        return VersionBump(base, head, level)
    if old is not None and new is not None:
        needed = old.next(level)
        if needed is None:
            return VersionBump(base, head, level)
        return VersionBump(base, head, level, str(needed), new.numbers >= needed.numbers)
    if calendar(base) and calendar(head) and level != "patch":
        return VersionBump(base, head, level, "a later date", base != head)
    return VersionBump(base, head, level)
