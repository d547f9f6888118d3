"""From notes to entries: what the same lines say in many operations is told once."""

from collections.abc import Iterable

from deploycheck.domains.openapi.changelog.marking import Marked, kind_of, reason
from deploycheck.domains.openapi.changelog.note import Note
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.changelog import KINDS, Entry, Reason

_COMPONENT = ("components", "schemas")
_IN_COMPONENT = 3
_STRUCTURE = ("properties", "items", "additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf")
_NAMED = ("properties", "patternProperties", "allOf", "anyOf", "oneOf")


def gathered(found: Iterable[Marked]) -> tuple[Entry, ...]:
    """Give the entries by operation, as the spec orders them; in each what breaks first."""
    groups: dict[tuple[object, ...], list[Marked]] = {}
    for one in found:
        groups.setdefault(_key(one), []).append(one)
    entries = [_entry(group) for group in groups.values()]
    order: dict[tuple[str, ...], int] = {}
    for entry in sorted(entries, key=lambda one: len(one.operations) != 1):
        order.setdefault(entry.operations, len(order))
    return tuple(sorted(entries, key=lambda one: (bool(one.operations), order[one.operations], *_weight(one))))


def _weight(entry: Entry) -> tuple[object, ...]:
    return (("yes", "unknown", "no").index(entry.breaking), KINDS.index(entry.kind), entry.documentation)


def _key(one: Marked) -> tuple[object, ...]:
    note = one.note
    if note is None:
        change = one.changes[0]
        return (kind_of(change), change.text, change.at, change.was)
    places = tuple(spot and (spot.file.path, spot.steps) for spot in (note.at, note.was))
    return (note.kind, note.text, *places, "" if _shared(note) else note.title)


def _shared(note: Note) -> bool:
    return _component(note.at or note.was) is not None


def _component(spot: Spot | None) -> tuple[str, ...] | None:
    """Give the steps inside a component's schema, its name first; None where a place is in none."""
    if spot is None or spot.steps[:2] != _COMPONENT or len(spot.steps) < _IN_COMPONENT:
        return None
    return spot.steps[2:]


def _entry(group: list[Marked]) -> Entry:
    first = group[0]
    reasons = _reasons(group)
    if first.note is None:
        change = first.changes[0]
        operations = tuple(dict.fromkeys(one.changes[0].subject for one in group if one.changes[0].operation))
        return Entry(
            kind_of(change), operations, "", change.text, change.at, change.was, change.pointer, reasons=reasons
        )  # fmt: skip
    notes = [one.note for one in group if one.note is not None]
    note = notes[0]
    spot = note.at or note.was
    return Entry(
        kind=note.kind,
        operations=tuple(dict.fromkeys(one.subject for one in notes if one.subject)),
        title=_title(notes),
        text=note.text,
        at=note.at.location if note.at else None,
        was=note.was.location.on("base") if note.was else None,
        pointer=spot.pointer if spot else "",
        documentation=note.documentation,
        reasons=reasons,
    )


def _reasons(group: list[Marked]) -> tuple[Reason, ...]:
    """Give each reason once: the same lines break in the same way wherever they are used."""
    found: dict[tuple[str, str], Reason] = {}
    for change in (change for one in group for change in one.changes):
        one = reason(change)
        _, _, what = one.text.rpartition(": ")
        found.setdefault((one.rule, what), one)
    return tuple(sorted(found.values(), key=lambda one: ("yes", "unknown", "no").index(one.breaking)))


def _title(notes: list[Note]) -> str:
    titles = dict.fromkeys(note.title for note in notes)
    if len(titles) == 1:
        return notes[0].title
    steps = _component(notes[0].at or notes[0].was)
    if steps is None:
        return notes[0].title
    inner = _place(steps[1:])
    return f"schema {steps[0]}: {inner}" if inner else f"schema {steps[0]}"


def _place(steps: tuple[str, ...]) -> str:
    """Write the place inside a component as the instance has it: properties by name, elements as `*`."""
    found: list[str] = []
    index = 0
    while index < len(steps) and steps[index] in _STRUCTURE:
        word = steps[index]
        if word in {"properties", "patternProperties"}:
            found.extend(steps[index + 1 : index + 2])
        elif word in {"items", "additionalProperties"} and index + 1 < len(steps):
            found.append("*")
        index += 2 if word in _NAMED else 1
    return ".".join(found)
