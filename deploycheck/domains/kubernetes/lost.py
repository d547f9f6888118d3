"""Services and ports that are gone, and who still refers to them."""

from collections.abc import Iterator

from deploycheck.domains.kubernetes.addresses import resolve
from deploycheck.domains.kubernetes.diff import CompositionPair, KubernetesDiff, ObjectChange
from deploycheck.domains.kubernetes.model import Composition, KubernetesService
from deploycheck.domains.kubernetes.references import WORKLOAD_KINDS, references
from deploycheck.domains.kubernetes.workloads import read_service
from deploycheck.model.location import Location, Related
from deploycheck.model.record import Record


class Referrer(Record):
    """Who refers to a Service: the name of a service of the estate, else of the object."""

    name: str
    location: Location
    text: str


class LostService(Record):
    """A Service that is gone, or a port of it (`port`), with who referred to it in base and who still does in head."""

    change: ObjectChange
    port: int | None
    in_base: tuple[Referrer, ...]
    in_head: tuple[Referrer, ...]

    @property
    def location(self) -> Location:
        """The Service in head, else its composition."""
        return self.change.location

    @property
    def service(self) -> str | None:
        """The service in whose folder it was written."""
        return self.change.service

    @property
    def subject(self) -> str:
        """The Service, and its port where only that is gone."""
        return self.change.subject if self.port is None else f"{self.change.subject}:{self.port}"

    @property
    def was(self) -> tuple[Related, ...]:
        """Its place in base."""
        return self.change.was


def lost_services(diff: KubernetesDiff) -> Iterator[LostService]:
    """Give every Service or port that base has, head has not, and somebody refers to."""
    for change in diff.changes:
        if change.identity.kind != "Service" or change.base.api_version != "v1":
            continue
        base = read_service(change.base)
        head = read_service(change.head) if change.head else None
        ports = [None] if head is None else [port.port for port in base.ports if head.port(port.port) is None]
        if head is not None and head.external:
            continue
        for port in ports:
            found = _lost(change, base, port)
            if found.in_base or found.in_head:
                yield found


def _lost(change: ObjectChange, service: KubernetesService, port: int | None) -> LostService:
    pair: CompositionPair = change.pair
    return LostService(
        change,
        port,
        tuple(dict.fromkeys(_referrers(pair.base, pair.base, service, port))),
        tuple(dict.fromkeys(_referrers(pair.head, pair.base, service, port))),
    )


def _referrers(
    composition: Composition, base: Composition, service: KubernetesService, port: int | None
) -> Iterator[Referrer]:
    """Give who in `composition` names a Service that `base` has."""
    for workload in composition.workloads:
        for address in workload.addresses:
            known = resolve(address, base, workload.identity.namespace)
            if known is not None and known.identity == service.identity and (port is None or address.port == port):
                yield Referrer(workload.service or str(workload.identity), address.location, address.text)
    names = {port, *(one.name for one in service.ports if one.port == port and one.name)}
    for one in composition.objects.values():
        if one.kind in WORKLOAD_KINDS and one.kind != "Rollout":
            continue
        for reference in references(one):
            same = reference.kind == "Service" and base.service(reference.name, one.namespace) == service
            if same and (port is None or reference.port in names):
                yield Referrer(str(one.identity), one.place(*reference.steps), reference.name)
