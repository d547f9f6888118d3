"""Which notes break callers: what the comparison for `check` says about the same places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from deploycheck.domains.openapi.changelog.note import Note
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.model.changelog import Breaking, Kind, Reason
from deploycheck.model.location import Location
from deploycheck.model.severity import Impact

_BREAKS = (Impact.INCOMPATIBLE, Impact.OPTIONAL_RESPONSE_GONE)
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


def marked(notes: Iterable[Note], changes: Iterable[SpecChange], whole: str) -> tuple[Marked, ...]:
    """Give every note with the changes that are about its place; `whole` is how changes call the API itself."""
    found = [Marked(note) for note in notes]
    by_subject: dict[str, list[Marked]] = {}
    for one in found:
        if one.note is not None:
            by_subject.setdefault(one.note.subject, []).append(one)
    alone: list[Marked] = []
    for change in changes:
        subject = "" if change.subject == whole else change.subject
        home = _home(by_subject.get(subject, ()), change)
        if home is not None:
            home.changes.append(change)
        elif change.impact is not None:
            alone.append(Marked(None, [change]))
    return (*found, *alone)


def _home(near: Iterable[Marked], change: SpecChange) -> Marked | None:
    """Give the note about the place of a change: by its aspect, its lines, its place, else the nearest around it."""
    listed = [one for one in near if one.note is not None and not one.note.documentation]
    for fits in (_same_aspect, _same_lines, _same_place):
        if (home := next((one for one in listed if one.note and fits(one.note, change)), None)) is not None:
            return home
    around = [one for one in listed if one.note and _around(one.note, change)]
    return max(around, key=lambda one: len(_text(one.note)), default=None)


def _text(note: Note | None) -> str:
    return ".".join(note.aspect) if note else ""


def _same_aspect(note: Note, change: SpecChange) -> bool:
    return _text(note) == change.aspect


def _same_lines(note: Note, change: SpecChange) -> bool:
    spots = set(_locations(note))
    told = {place.on("head") for place in (change.at, change.was) if place is not None and place.line}
    return bool(spots) and (spots == told or (len(spots) == 1 and spots < told))


def _same_place(note: Note, change: SpecChange) -> bool:
    """Whether both are about one place of one schema, whichever keyword each of them names."""
    around, _, keyword = change.aspect.rpartition(".")
    return bool(around and keyword) and len(note.aspect) > 1 and ".".join(note.aspect[:-1]) == around


def _locations(note: Note) -> Iterator[Location]:
    yield from (spot.location for spot in (note.at, note.was) if spot is not None)


def _around(note: Note, change: SpecChange) -> bool:
    """Whether one stands inside the other; where something became another type, all inside it is about that."""
    text = _text(note)
    if not text or not change.aspect:
        return False
    return change.aspect.startswith(f"{text}.") or (note.kind != "added" and text.startswith(f"{change.aspect}."))
