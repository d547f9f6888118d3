"""References that lead nowhere, as far as a composition lets us tell."""

from collections.abc import Iterator
from typing import Final

from deploycheck.domains.kubernetes.addresses import cluster_name, resolve
from deploycheck.domains.kubernetes.model import Composition, KubernetesModel, Workload
from deploycheck.domains.kubernetes.objects import Identity, KubernetesObject
from deploycheck.domains.kubernetes.references import WORKLOAD_KINDS, Reference, references
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace
from deploycheck.model.service import Estate

_ENOUGH: Final = 3
_ALWAYS_THERE: Final = frozenset(("kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"))
_MAKERS: Final = {
    "Secret": ("ExternalSecret", "SealedSecret", "Certificate", "Secret", "VaultStaticSecret", "InfisicalSecret"),
    "ConfigMap": ("ConfigMap", "ExternalSecret", "Bundle"),
    "PersistentVolumeClaim": ("PersistentVolumeClaim",),
}


class Dangling(Record):
    """A reference from the object `holder` to something that is not in what gets applied together.

    `source` is the holder, with the composition where only some have the gap. `kind` is that of what is missing; `port`
    is set where the Service is there and this port of it is not. `known` says that the estate or another composition
    has something of that name, or that nearly all else that is named is there. `rehearsal` says that no customer is
    behind it.
    """

    holder: str
    source: str
    kind: str
    name: str
    text: str
    location: Location
    service: str | None
    composition: str
    port: int | str | None = None
    known: bool = False
    rehearsal: bool = False

    @property
    def subject(self) -> str:
        """Holder and target in one; it stays the same when another composition gets or closes the gap."""
        return f"{self.holder} -> {self.kind} {self.text}"


def find_dangling(model: KubernetesModel, estate: Estate) -> Iterator[Dangling]:
    """Give every reference that leads nowhere, once; only some compositions having it is said in `source`."""
    found: dict[tuple[Identity, str, str], list[Dangling]] = {}
    for composition in sorted(model.compositions.values(), key=lambda one: (one.rehearsal, one.path)):
        if composition.gaps:
            continue
        for identity, one in _in_composition(composition, model, estate):
            same = found.setdefault((identity, one.kind, one.text), [])
            if all(other.composition != one.composition for other in same):
                same.append(one)
    for (identity, _, _), same in found.items():
        holders = sum(identity in composition.objects for composition in model.compositions.values())
        everywhere = len(same) == holders
        yield same[0] if everywhere else replace(same[0], source=f"{identity} in {same[0].composition or '.'}")


def _in_composition(
    composition: Composition, model: KubernetesModel, estate: Estate
) -> Iterator[tuple[Identity, Dangling]]:
    around = _around(composition, model)
    addresses = _bare_addresses(around)
    for workload in composition.workloads:
        for one in _addresses(workload, composition, around, addresses):
            known = one.name in estate.services or _elsewhere(one.name, model)
            if one.name not in estate.externals:
                yield workload.identity, replace(one, known=one.known or known)
        for one in _references(workload, composition, around):
            yield workload.identity, one
    for other in composition.objects.values():
        if other.kind not in WORKLOAD_KINDS:
            for reference in references(other):
                if (lost := _of_object(other, reference, composition, around)) is not None:
                    yield other.identity, lost


def _around(composition: Composition, model: KubernetesModel) -> tuple[Composition, ...]:
    """Give what is applied with it: a kustomization is whole, folders of plain manifests may complete each other."""
    if composition.kind == "kustomization":
        return (composition,)
    folders = (one for one in model.compositions.values() if one.kind == "folder" and one is not composition)
    return (composition, *folders)


class _Share(Record):
    """How many of the addresses that look like Services of the cluster are answered."""

    answered: int
    asked: int

    @property
    def confident(self) -> bool:
        """Whether nearly everything that is named is here, so that what is not here is missed."""
        return self.answered >= _ENOUGH and self.answered * 4 >= self.asked * 3


def _bare_addresses(around: tuple[Composition, ...]) -> _Share:
    asked = {
        (composition.path, workload.identity, address.host)
        for composition in around
        for workload in composition.workloads
        for address in workload.addresses
        if "." not in address.host
    }
    answered = sum(
        any(one.service(host, identity.namespace) is not None for one in around) for _, identity, host in asked
    )
    return _Share(answered, len(asked))


def _addresses(
    workload: Workload, composition: Composition, around: tuple[Composition, ...], share: _Share
) -> Iterator[Dangling]:
    if not share.answered:
        return  # nothing here names what is here: the others are applied from elsewhere
    names = frozenset(one.namespace for each in around for one in each.objects if one.namespace)
    for address in workload.addresses:
        known = cluster_name(address.host, names)
        if known is None:
            continue
        services = [one for each in around if (one := resolve(address, each, workload.identity.namespace)) is not None]
        if any(one.external or address.port is None or one.port(address.port) for one in services):
            continue
        yield Dangling(
            holder=str(workload.identity),
            source=str(workload.identity),
            kind="Service",
            name=known[0],
            text=address.text,
            location=address.location,
            service=workload.service,
            composition=composition.path,
            port=address.port if services else None,
            known=share.confident,
            rehearsal=composition.rehearsal,
        )


def _elsewhere(name: str, model: KubernetesModel) -> bool:
    return any(one.identity.name == name for composition in model.compositions.values() for one in composition.services)


def _references(workload: Workload, composition: Composition, around: tuple[Composition, ...]) -> Iterator[Dangling]:
    for reference in workload.references:
        if _missing(reference, workload.identity.namespace, around):
            yield Dangling(
                holder=str(workload.identity),
                source=str(workload.identity),
                kind=reference.kind,
                name=reference.name,
                text=reference.name,
                location=workload.value.place(*reference.steps),
                service=workload.service,
                composition=composition.path,
                rehearsal=composition.rehearsal,
            )


def _missing(reference: Reference, namespace: str, around: tuple[Composition, ...]) -> bool:
    """Whether a reference leads nowhere though what is applied holds others of the same kind."""
    if reference.optional or reference.name in _ALWAYS_THERE or reference.kind == "ClusterAnalysisTemplate":
        return False
    makers = _MAKERS.get(reference.kind, (reference.kind,))
    if any(one.find(maker, reference.name, namespace) for one in around for maker in makers):
        return False
    return any(identity.kind in makers for one in around for identity in one.objects)


def _of_object(
    one: KubernetesObject, reference: Reference, composition: Composition, around: tuple[Composition, ...]
) -> Dangling | None:
    services = [found for each in around if (found := each.service(reference.name, one.namespace)) is not None]
    port: int | str | None = None
    if reference.kind == "Service" and services:
        if reference.port is None or any(found.external or found.port(reference.port) for found in services):
            return None
        port = reference.port
    elif not _missing(reference, one.namespace, around):
        return None
    return Dangling(
        holder=str(one.identity),
        source=str(one.identity),
        kind=reference.kind,
        name=reference.name,
        text=f"{reference.name}:{port}" if port is not None else reference.name,
        location=one.place(*reference.steps),
        service=None,
        composition=composition.path,
        port=port,
        rehearsal=composition.rehearsal,
    )
