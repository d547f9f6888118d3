"""Which notes break callers: what the comparison for `check` says about the same places."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from deploycheck.domains.openapi.changelog.note import Note
from deploycheck.domains.openapi.changelog.subschemas import SUBSCHEMAS
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.changelog import Breaking, Kind, Reason
from deploycheck.model.location import Location
from deploycheck.model.severity import Impact

_BREAKS = (Impact.INCOMPATIBLE, Impact.OPTIONAL_RESPONSE_GONE)
_OTHERWISE = ("type", "oneOf", "anyOf")
"""Keywords that say what a whole place is."""
_EXPERIMENTAL = ("draft", "alpha")


@dataclass(slots=True)
class Marked:
    """A note with what makes it more than a note; a change that fits no note is one of its own (`note` is None)."""

    note: Note | None
    changes: list[SpecChange] = field(default_factory=list)


def breaks(change: SpecChange) -> Breaking:
    """Whether a change breaks callers: what a draft or alpha operation does was never promised."""
    if change.impact is Impact.UNKNOWN:
        return "unknown"
    promised = change.operation is None or change.operation.lifecycle.stability not in _EXPERIMENTAL
    return "yes" if change.impact in _BREAKS and promised else "no"


def reason(change: SpecChange) -> Reason:
    """Give what a change says as the reason of an entry."""
    return Reason(
        change.kind, change.text, change.subject, breaks(change), change.at, change.aspect, change.pointer,
        change.impact, witness=change.witness,
    )  # fmt: skip


def kind_of(change: SpecChange) -> Kind:
    """Give the kind of an entry for a change that stands alone."""
    return change.effect if change.effect in {"added", "removed"} else "changed"


def marked(notes: Iterable[Note], changes: Collection[SpecChange], whole: str) -> tuple[Marked, ...]:
    """Give every note with the changes that are about its place; `whole` is how changes call the API itself.

    A change for the better that no note tells is left to the notes: they say the same in their own words. What stands
    below a place that stayed open, and that nothing else was said about, is open, too.
    """
    index = _Index([Marked(note) for note in notes])
    alone: list[Marked] = []
    for change in changes:
        home = index.home(change, "" if change.subject == whole else change.subject)
        if home is not None:
            home.changes.append(change)
        elif change.impact is not None:
            alone.append(Marked(None, [change]))
    for change in changes:
        if change.impact is Impact.UNKNOWN:
            for one in index.below(change, "" if change.subject == whole else change.subject):
                one.changes.append(change)
    return (*index.found, *alone)


class _Index:
    """Finds the note about the place of a change."""

    def __init__(self, found: list[Marked]) -> None:
        self.found = found
        self._by_aspect: dict[tuple[str, str], Marked] = {}
        self._by_subject: dict[str, list[Marked]] = {}
        self._locations: dict[tuple[int, tuple[str, ...]], Location] = {}
        for one in found:
            if one.note is not None and not one.note.documentation:
                self._by_aspect.setdefault((one.note.subject, _text(one.note)), one)
                self._by_subject.setdefault(one.note.subject, []).append(one)

    def home(self, change: SpecChange, subject: str) -> Marked | None:
        """Give the note about the place of a change: by its aspect, its lines, its place, else the nearest around it.

        Changes that hurt nobody are looked for by their aspect alone.
        """
        home = self._by_aspect.get((subject, change.aspect))
        if home is not None or change.impact is None:
            return home
        near = self._by_subject.get(subject, [])
        for fits in (self._same_lines, _same_place):
            if fitting := [one for one in near if one.note and fits(one.note, change)]:
                return max(fitting, key=lambda one: _alike(one.note, change))
        around = [one for one in near if one.note and _around(one.note, change)]
        around = around or [one for one in near if one.note and _asks(one.note, change)]
        return max(around, key=lambda one: len(_text(one.note)), default=None)

    def below(self, change: SpecChange, subject: str) -> list[Marked]:
        """Give the notes below the place of a change that no change is about."""
        place, _, _ = change.aspect.rpartition(".")
        near = self._by_subject.get(subject, [])
        return [one for one in near if place and not one.changes and _text(one.note).startswith(f"{place}.")]

    def _same_lines(self, note: Note, change: SpecChange) -> bool:
        spots = {self._location(spot) for spot in (note.at, note.was) if spot is not None}
        told = {place.on("head") for place in (change.at, change.was) if place is not None and place.line}
        return bool(spots) and (spots == told or (len(spots) == 1 and spots < told))

    def _location(self, spot: Spot) -> Location:
        key = (id(spot.file), spot.steps)
        if key not in self._locations:
            self._locations[key] = spot.location
        return self._locations[key]


def _text(note: Note | None) -> str:
    return ".".join(note.aspect) if note else ""


def _alike(note: Note | None, change: SpecChange) -> int:
    """Count how many steps at the end of their aspects are the same."""
    pairs = zip(reversed(_text(note).split(".")), reversed(change.aspect.split(".")), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _same_place(note: Note, change: SpecChange) -> bool:
    """Whether both are about one place of one schema, whichever keyword each of them names."""
    around, _, keyword = change.aspect.rpartition(".")
    return bool(around and keyword) and len(note.aspect) > 1 and ".".join(note.aspect[:-1]) == around


def _around(note: Note, change: SpecChange) -> bool:
    """Whether one stands inside the other; where something became another type, all inside it is about that."""
    text = ".".join(note.aspect[:-1] if note.aspect[-1:] and note.aspect[-1] in _OTHERWISE else note.aspect)
    if not text or not change.aspect:
        return False
    if text == change.aspect or change.aspect.startswith(f"{text}."):
        return True
    return note.kind != "added" and text.startswith(f"{change.aspect}.")


def _asks(note: Note, change: SpecChange) -> bool:
    """Whether a note is about a condition of a place (`if`, `not`), and the change about what the condition decides."""
    word = next((index for index, step in enumerate(note.aspect) if step in SUBSCHEMAS), None)
    return word is not None and f"{change.aspect}.".startswith(f"{'.'.join(note.aspect[:word])}.")
