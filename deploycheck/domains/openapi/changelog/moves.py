"""Operations that have another path now and are the same otherwise: one entry, not one that went and one that came."""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from deploycheck.domains.openapi.changelog.note import Note, Notes, Part
from deploycheck.domains.openapi.changelog.operations import operation_notes
from deploycheck.domains.openapi.changes.change import Pair
from deploycheck.domains.openapi.judge import Judge
from deploycheck.domains.openapi.matching import OperationMatch
from deploycheck.domains.openapi.model import Operation, canonical

_ALIKE = 0.5
_MOST = 200
"""Among more operations that came and went nobody looks for those that moved."""
Moves = tuple[tuple[Operation, Operation], ...]


def moved(judge: Judge, match: OperationMatch) -> Moves:
    """Give the operations that moved: each looks like one alone of the other side, and that one like it alone."""
    if max(len(match.removed), len(match.added)) > _MOST:
        return ()
    found = [(old, new) for old in match.removed for new in match.added if _same(judge, old, new)]
    times = Counter(id(one) for pair in found for one in pair)
    return tuple((old, new) for old, new in found if times[id(old)] == times[id(new)] == 1)


def _same(judge: Judge, old: Operation, new: Operation) -> bool:
    """Whether two operations have one method and one name, or paths that look alike and the same content."""
    if old.method != new.method:
        return False
    if old.operation_id is not None and old.operation_id == new.operation_id:
        return True
    return _look_alike(old.path, new.path) and not any(_notes(judge, old, new))


def _look_alike(old: str, new: str) -> bool:
    one, other = sorted(canonical(path).strip("/").split("/") for path in (old, new))
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > _ALIKE


def _notes(judge: Judge, old: Operation, new: Operation) -> Iterator[Note]:
    pair = Pair(judge.base, judge.head, old, new)
    return (one for one in operation_notes(Part(pair, judge, old.subject)) if one.aspect != ("operationId",))


def move_notes(judge: Judge, moves: Iterable[tuple[Operation, Operation]]) -> Notes:
    """Say where each operation went, and what changed in it on the way."""
    for old, new in moves:
        yield Note("moved", old.subject, (), "the operation", f"is {new.subject} now", new.spot, old.spot)
        yield from operation_notes(Part(Pair(judge.base, judge.head, old, new), judge, old.subject))
