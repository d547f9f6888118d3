"""Which flags differ between a live version and head."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.flags.model import Flag, FlagCall, FlagChange, FlagDiff, FlagModel
from deploycheck.model.change import View
from deploycheck.model.location import Location


def diff_flags(base: View, head: View) -> FlagDiff | None:
    """Compare the flags of two versions; None when none differs."""
    old, new = base.model("flags") or FlagModel(), head.model("flags") or FlagModel()
    if old is new:
        return None
    changes = tuple(_changes(old, new, head))
    return FlagDiff(changes) if changes else None


def _changes(old: FlagModel, new: FlagModel, head: View) -> Iterator[FlagChange]:
    removed = [flag for key, flag in old.flags.items() if key not in new.flags and not _lost(flag, head)]
    added = [flag for key, flag in new.flags.items() if key not in old.flags]
    successors = dict(_renames(removed, added, old, new))
    for flag in removed:
        readers = tuple(_still_reading(flag.key, old, new, head))
        yield FlagChange(
            key=flag.key,
            base=flag,
            head=None,
            renamed_to=successors.get(flag.key),
            nearest=_nearest(flag, new, head, readers),
            readers=readers,
            mentions=tuple(place for place in old.literals.get(flag.key, ()) if _same(place.path, old, head)),
        )
    for flag in added:
        if flag not in successors.values():
            yield FlagChange(flag.key, None, flag, readers=new.readers(flag.key))
    for key in old.flags.keys() & new.flags.keys():
        one, other = old.flags[key], new.flags[key]
        if one.shape != other.shape:
            yield FlagChange(key, one, other, readers=_united(old.readers(key), new.readers(key)))


def _lost(flag: Flag, head: View) -> bool:
    """Whether we can't tell that a flag is gone, because its file is still there and could not be read."""
    return flag.location.path in head.unread


def _renames(removed: list[Flag], added: list[Flag], old: FlagModel, new: FlagModel) -> Iterator[tuple[str, Flag]]:
    """Pair keys that vanished with keys that came, when exactly one of each looks alike.

    Alike is the same file, type, variants and targeting, and either the same description or the same neighbour above.
    """
    for flag in removed:
        alike = [other for other in added if _alike(flag, other, old, new)]
        back = [other for other in removed if alike and _alike(other, alike[0], old, new)]
        if len(alike) == 1 and back == [flag]:
            yield flag.key, alike[0]


def _alike(one: Flag, other: Flag, old: FlagModel, new: FlagModel) -> bool:
    if one.location.path != other.location.path or one.shape != other.shape or _told_apart(one, other):
        return False
    if one.description and one.description == other.description:
        return True
    return _above(one, old) == _above(other, new)


def _told_apart(one: Flag, other: Flag) -> bool:
    """Whether their metadata say that they are two: another owner, kind or birthday, as far as both tell."""
    told = ((one.owner, other.owner), (one.kind, other.kind), (one.created, other.created))
    return any(old and new and old != new for old, new in told)


def _above(flag: Flag, model: FlagModel) -> str:
    """Name the flag that stands above it in its file."""
    before = [
        other
        for other in model.flags.values()
        if other.location.path == flag.location.path and other.location.line < flag.location.line
    ]
    return max(before, key=lambda other: other.location.line).key if before else ""


def _nearest(flag: Flag, new: FlagModel, head: View, readers: tuple[FlagCall, ...]) -> Location | None:
    """Give where the flags of its file begin, else the first place that still reads it, else its service."""
    if flag.location.path in new.homes:
        return new.homes[flag.location.path]
    if readers:
        return readers[0].location
    service = head.estate.services.get(flag.service or "")
    return service.location if service else None


def _still_reading(key: str, old: FlagModel, new: FlagModel, head: View) -> Iterator[FlagCall]:
    """Give head's readers; a head without any flags was not looked through, so what did not change counts there."""
    yield from new.readers(key)
    for call in old.readers(key):
        if call.location.path not in new.contents and _same(call.location.path, old, head):
            yield call


def _same(path: str, old: FlagModel, head: View) -> bool:
    """Whether head has a file of base unchanged."""
    entry = head.entries.get(path)
    return entry is not None and entry.content_id == old.contents.get(path)


def _united(one: Iterable[FlagCall], other: Iterable[FlagCall]) -> tuple[FlagCall, ...]:
    return tuple(dict.fromkeys((*other, *one)))
