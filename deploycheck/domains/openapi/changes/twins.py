"""What looks like the new name of something that is gone: the advice names it, no verdict rests on it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from deploycheck.domains.openapi.changes.advice import kept
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.model import canonical

_COMES = {
    "operation-removed": ("operation-added",),
    "parameter-removed": ("parameter-added", "parameter-now-required"),
    "request-property-ignored": ("request-property-added", "request-property-now-required"),
    "response-property-removed": ("response-property-new", "response-property-added"),
}
_ALIKE = 0.5


def with_twins(changes: Iterable[SpecChange]) -> list[SpecChange]:
    """Note on what is gone what took its place, where one thing alone came that looks like it."""
    listed = list(changes)
    coming: dict[str, list[SpecChange]] = {}
    for change in listed:
        coming.setdefault(change.kind, []).append(change)
    return [_with_twin(one, [new for kind in _COMES[one.kind] for new in coming.get(kind, ())])
            if one.kind in _COMES else one for one in listed]  # fmt: skip


def _with_twin(gone: SpecChange, coming: Sequence[SpecChange]) -> SpecChange:
    found = [new for new in coming if _same_spot(gone, new) and _alike(gone, new)]
    return replace(gone, twin=_name(found[0])) if len(found) == 1 else gone


def _same_spot(gone: SpecChange, new: SpecChange) -> bool:
    """Whether both are siblings: operations of one method, parameters in one place, properties of one object."""
    if gone.kind == "operation-removed":
        return gone.subject.partition(" ")[0] == new.subject.partition(" ")[0]
    if (gone.subject, gone.direction, gone.status) != (new.subject, new.direction, new.status):
        return False
    if gone.kind == "parameter-removed":
        return gone.aspect.split(".")[:2] == new.aspect.split(".")[:2] and not new.before
    return bool(gone.place) and bool(new.place) and (gone.place or ())[:-1] == (new.place or ())[:-1]


def _alike(gone: SpecChange, new: SpecChange) -> bool:
    if gone.operation is not None and new.operation is not None and gone.kind == "operation-removed":
        if gone.operation.operation_id and gone.operation.operation_id == new.operation.operation_id:
            return True
        one, other = (canonical(each.operation.path).split("/") for each in (gone, new) if each.operation)
        return SequenceMatcher(None, one, other).ratio() > _ALIKE
    return True


def _name(new: SpecChange) -> str:
    return new.subject if new.kind == "operation-added" else kept(new)
