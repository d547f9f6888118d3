"""References that lead nowhere, as far as a composition lets us tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from deploycheck.domains.kubernetes.addresses import cluster_name, resolve
from deploycheck.domains.kubernetes.model import Address, Composition, KubernetesModel, Placed, Workload
from deploycheck.domains.kubernetes.objects import KubernetesObject
from deploycheck.domains.kubernetes.references import WORKLOAD_KINDS, Reference, references
from deploycheck.model.location import Location
from deploycheck.model.service import Estate

_ALWAYS_THERE: Final = frozenset(("kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"))
_MAKERS: Final = {
    "Secret": ("ExternalSecret", "SealedSecret", "Certificate", "Secret", "VaultStaticSecret", "InfisicalSecret"),
    "ConfigMap": ("ConfigMap", "ExternalSecret", "Bundle"),
    "PersistentVolumeClaim": ("PersistentVolumeClaim",),
}


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference from `source` to something that is not in what gets applied together.

    `kind` is that of what is missing; `port` is set where the Service is there and this port of it is not. `known` says
    that the estate or another composition has something of that name. `rehearsal` says that no customer is behind it.
    """

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
        """Source and target in one."""
        return f"{self.source} -> {self.kind} {self.text}"


def find_dangling(model: KubernetesModel, estate: Estate) -> Iterator[Dangling]:
    """Give every reference that leads nowhere, once."""
    seen: set[tuple[str, str]] = set()
    for placed in model.placed():
        around = _around(placed.composition, model)
        if placed.composition.gaps:
            continue
        for found in (*_addresses(placed, around, model, estate), *_references(placed, around)):
            if (found.source, found.subject) not in seen:
                seen.add((found.source, found.subject))
                yield found
    yield from _others(model, seen)


def _around(composition: Composition, model: KubernetesModel) -> tuple[Composition, ...]:
    """Give what is applied with it: a kustomization is whole, folders of plain manifests may complete each other."""
    if composition.kind == "kustomization":
        return (composition,)
    folders = (one for one in model.compositions.values() if one.kind == "folder" and one is not composition)
    return (composition, *folders)


def _addresses(
    placed: Placed, around: tuple[Composition, ...], model: KubernetesModel, estate: Estate
) -> Iterator[Dangling]:
    workload = placed.workload
    namespace = workload.identity.namespace
    if not any(_resolves(address, around, one.identity.namespace) for one, address in _all_addresses(around)):
        return  # nothing here names what is here: the others are applied from elsewhere
    for address in workload.addresses:
        names = frozenset(one.namespace for composition in around for one in composition.objects if one.namespace)
        known = cluster_name(address.host, names)
        if known is None or known[0] in estate.externals:
            continue
        services = [found for one in around if (found := resolve(address, one, namespace)) is not None]
        if any(one.external or address.port is None or one.port(address.port) for one in services):
            continue
        yield Dangling(
            source=placed.subject,
            kind="Service",
            name=known[0],
            text=address.text,
            location=address.location,
            service=placed.service,
            composition=placed.composition.path,
            port=address.port if services else None,
            known=known[0] in estate.services or _elsewhere(known[0], model),
            rehearsal=placed.rehearsal,
        )


def _all_addresses(around: Iterable[Composition]) -> Iterator[tuple[Workload, Address]]:
    for composition in around:
        for workload in composition.workloads:
            yield from ((workload, address) for address in workload.addresses)


def _resolves(address: Address, around: Iterable[Composition], namespace: str) -> bool:
    return any(resolve(address, one, namespace) for one in around)


def _elsewhere(name: str, model: KubernetesModel) -> bool:
    return any(one.identity.name == name for composition in model.compositions.values() for one in composition.services)


def _references(placed: Placed, around: tuple[Composition, ...]) -> Iterator[Dangling]:
    workload = placed.workload
    for reference in workload.references:
        if _missing(reference, workload.identity.namespace, around):
            yield Dangling(
                source=placed.subject,
                kind=reference.kind,
                name=reference.name,
                text=reference.name,
                location=workload.value.place(*reference.steps),
                service=placed.service,
                composition=placed.composition.path,
                rehearsal=placed.rehearsal,
            )


def _missing(reference: Reference, namespace: str, around: tuple[Composition, ...]) -> bool:
    """Whether a reference leads nowhere though what is applied holds others of the same kind."""
    if reference.optional or reference.name in _ALWAYS_THERE or reference.kind == "ClusterAnalysisTemplate":
        return False
    makers = _MAKERS.get(reference.kind, (reference.kind,))
    if any(one.find(maker, reference.name, namespace) for one in around for maker in makers):
        return False
    return any(identity.kind in makers for one in around for identity in one.objects)


def _others(model: KubernetesModel, seen: set[tuple[str, str]]) -> Iterator[Dangling]:
    """Give what Ingresses and autoscalers refer to in vain."""
    for composition in sorted(model.compositions.values(), key=lambda one: (one.rehearsal, one.path)):
        around = _around(composition, model)
        for one in composition.objects.values():
            if one.kind in WORKLOAD_KINDS or composition.gaps:
                continue
            for reference in references(one):
                found = _of_object(one, reference, composition, around)
                if found is not None and (found.source, found.subject) not in seen:
                    seen.add((found.source, found.subject))
                    yield found


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
