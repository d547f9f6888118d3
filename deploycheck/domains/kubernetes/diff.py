"""Which objects differ between a live version and head, composition by composition."""

from collections.abc import Iterator

from deploycheck.domains.kubernetes.model import Composition, KubernetesModel
from deploycheck.domains.kubernetes.objects import Identity, KubernetesObject
from deploycheck.model.change import View
from deploycheck.model.location import Location, Related
from deploycheck.model.record import Record


class CompositionPair(Record):
    """A composition that both versions have."""

    base: Composition
    head: Composition


class ObjectChange(Record):
    """One object that both versions of a composition have and that differs, or that only base has (head None)."""

    identity: Identity
    base: KubernetesObject
    head: KubernetesObject | None
    pair: CompositionPair
    subject: str
    service: str | None = None

    @property
    def location(self) -> Location:
        """Where it is in head, else where its composition begins."""
        return self.head.location if self.head else self.pair.head.location

    @property
    def was(self) -> tuple[Related, ...]:
        """Its place in base."""
        return (Related("was", self.base.location.on("base")),)


class KubernetesDiff(Record):
    """The compositions that both versions have, and the objects in them that differ or are gone."""

    pairs: tuple[CompositionPair, ...] = ()
    changes: tuple[ObjectChange, ...] = ()


def diff_kubernetes(base: View, head: View) -> KubernetesDiff | None:
    """Compare two versions; None when no object differs. A composition that only one of them has is no change."""
    old, new = base.model("kubernetes") or KubernetesModel(), head.model("kubernetes") or KubernetesModel()
    if old is new:
        return None
    pairs = tuple(
        CompositionPair(old.compositions[path], new.compositions[path])
        for path in sorted(old.compositions.keys() & new.compositions.keys())
    )
    changes = tuple(_changes(pairs, new, head))
    return KubernetesDiff(pairs, changes) if changes else None


def _changes(pairs: tuple[CompositionPair, ...], new: KubernetesModel, head: View) -> Iterator[ObjectChange]:
    seen: set[Identity] = set()
    for pair in sorted(pairs, key=lambda one: (one.head.rehearsal, one.head.path)):
        owners = {workload.identity: workload.service for one in (pair.base, pair.head) for workload in one.workloads}
        for identity, base in sorted(pair.base.objects.items(), key=lambda item: item[0]):
            known = pair.head.objects.get(identity)
            if known is None and _still_there(identity, base, pair, new, head):
                continue
            if known is not None and known.value == base.value:
                continue
            name = f"{identity} in {pair.head.path or '.'}" if identity in seen else str(identity)
            seen.add(identity)
            owner = owners.get(identity) or head.estate.service_of(base.location.path)
            yield ObjectChange(identity, base, known, pair, name, owner)


def _still_there(
    identity: Identity, base: KubernetesObject, pair: CompositionPair, new: KubernetesModel, head: View
) -> bool:
    """Whether an object that its composition lost is only elsewhere now, or in a file that could not be read."""
    if base.location.path in head.unread or pair.head.gaps:
        return True
    if pair.head.kind != "folder":
        return False
    return any(identity in other.objects for other in new.compositions.values() if other.kind == "folder")
