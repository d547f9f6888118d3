"""What is said of a topic's change: the messages that break, one finding for each place and cause."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.messages.compatibility import Obstacle, Open
from deploycheck.domains.messages.diff import Check, TopicChange
from deploycheck.model.finding import Evidence, Finding, Stake, Witness
from deploycheck.model.location import Location, Related
from deploycheck.model.severity import Impact, Severity, Usage

SHOWN = 3


def broken_findings(change: TopicChange) -> Iterator[Finding]:
    """Give what breaks the promise of the topic's mode, one finding for each direction, place and cause."""
    groups: dict[tuple[str, tuple[str, ...], str], list[tuple[Check, Obstacle]]] = {}
    for check in change.checks:
        for one in check.answer.obstacles:
            groups.setdefault((check.direction, one.place, one.cause), []).append((check, one))
    told = list(groups.values())
    if change.loose and told:
        yield _broken(change, told[0], len(told) - 1)
        return
    for found in told:
        yield _broken(change, found)


def _broken(change: TopicChange, found: list[tuple[Check, Obstacle]], more: int = 0) -> Finding:
    """Say what breaks at one place; of a schema that no topic names all `more` places are one finding."""
    check, one = found[0]
    backward = check.direction == "backward"
    new, old = (one.reads, one.wrote) if backward else (one.wrote, one.reads)
    others = [other for other, _ in found]
    hurt = change.head_readers if backward else change.live_readers
    said = "the new schema does not read" if backward else "what is written with the new schema is not read with"
    return Finding(
        f"{_title(change)}: {said} {_versions(others, change)}: {_at(one.place)}{one.text}{_more(more)}{_who(hurt)}",
        at=new,
        subject=change.name,
        aspect=_aspect(change, check, one),
        evidence=hurt,
        stakes=tuple(Stake(one.consumer, one.version, "hurt", f"it reads {change.name}", one.location) for one in hurt),
        witness=_witness(change, check, one),
        severity=_severity(change),
        related=_was(check, old),
        effect="narrowed" if backward else "widened",
        change=f"{check.older.digest} {change.mode}",
    )


def _aspect(change: TopicChange, check: Check, one: Obstacle) -> str:
    parts = (check.direction, *(() if change.loose else (".".join(one.place), one.cause)))
    return " ".join(part for part in parts if part)


def _severity(change: TopicChange) -> Severity | None:
    """Nobody was promised anything where no mode is named; who compares two files wants to know about these two."""
    if change.declared or change.alone:
        return None
    return Severity.INFO if change.loose else Severity.WARNING


def _more(count: int) -> str:
    return f" (and at {count} more place{'s' if count > 1 else ''})" if count else ""


def open_findings(change: TopicChange) -> Iterator[Finding]:
    """Give what the mode asks and nobody could decide, one finding for each direction and place."""
    told: set[tuple[str, tuple[str, ...]]] = set()
    for check in change.checks:
        for one in check.answer.open:
            if (check.direction, one.place) not in told:
                told.add((check.direction, one.place))
                yield _open(change, check, one)


def _open(change: TopicChange, check: Check, one: Open) -> Finding:
    backward = check.direction == "backward"
    hurt = change.head_readers if backward else change.live_readers
    said = "whether the new schema reads" if backward else "whether what is written with the new schema is read with"
    _, head = change.schemas
    place = one.reads if backward or head is None else head.location
    return Finding(
        f"{_title(change)}: {said} {_versions([check], change)} is open: {_at(one.place)}{one.text}",
        at=place,
        subject=change.name,
        aspect=f"{check.direction} {'.'.join(one.place)}".strip(),
        evidence=hurt,
        impact=Impact.UNKNOWN,
        usage=Usage.LIVE if hurt else Usage.NOBODY if change.loose else Usage.ASSUMED,
        change=check.older.digest,
    )


def _title(change: TopicChange) -> str:
    if change.loose:
        return f"{change.name} belongs to no topic here; a registry's default is backward"
    if change.declared:
        return f"topic {change.name} promises {change.mode}"
    return f"topic {change.name} names no `compatibility`; a registry's default is backward"


def _versions(checks: Iterable[Check], change: TopicChange) -> str:
    """Name the other versions: the live one by its snapshot, others by file or commit."""
    names = list(dict.fromkeys(change.label if one.live else one.older.name for one in checks))
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(f"the version in {name}" if name == change.label else name for name in names[:SHOWN]) + more


def _at(place: tuple[str, ...]) -> str:
    return f"{'.'.join(place)}: " if place else ""


def _who(hurt: tuple[Evidence, ...]) -> str:
    names = sorted({one.consumer for one in hurt})
    if not names:
        return ""
    listed = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    return f"; {listed} may meet such a message"


def _witness(change: TopicChange, check: Check, one: Obstacle) -> Witness | None:
    if one.cause == "format":
        return None
    backward = check.direction == "backward"
    older = _versions([check], change)
    writer, reader = (older, "the new schema") if backward else ("the new schema", older)
    text = f"a message as {writer} allows it, which {reader} does not take: {one.text}"
    return Witness("message", {"topic": change.name, "value": one.witness}, f"/value{one.pointer}", text)


def _was(check: Check, old: Location) -> tuple[Related, ...]:
    """Point at the other version where one of the two snapshots holds it."""
    if check.live:
        return (Related("was", old.on("base")),)
    return () if check.older.origin else (Related("earlier", old),)
