"""Workloads, Services and compositions of one snapshot."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from deploycheck.domains.kubernetes.objects import Identity, KubernetesObject
from deploycheck.domains.kubernetes.references import Reference
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field

StrategyKind = Literal["rolling", "recreate", "canary", "blue-green", "on-delete", "none"]


class CanaryStep(Record):
    """One step of a canary: a weight in percent, a pause in seconds, or an analysis.

    A pause without seconds lasts until somebody says go on.
    """

    kind: Literal["weight", "pause", "analysis", "other"]
    location: Location
    weight: int | None = None
    seconds: int | None = None


class Strategy(Record):
    """How a workload gets its next version.

    `surge` and `unavailable` are as written ("25%", 1), None where Kubernetes' defaults hold. `analysed` says that an
    analysis judges the canary or the green side. `router` says that traffic is split by weight, not by replicas.
    """

    kind: StrategyKind
    location: Location
    surge: int | str | None = None
    unavailable: int | str | None = None
    steps: tuple[CanaryStep, ...] = ()
    analysed: bool = False
    router: bool = False
    automatic: bool = True


class Container(Record):
    """A container of a workload; `starts` marks those that run to their end before the others."""

    name: str
    image: str
    location: Location
    ports: tuple[tuple[str, int], ...] = ()
    ready: bool = False
    starts: bool = False


class Address(Record):
    """A `host:port` that a workload gets in its environment; `port` is None where the scheme implies none."""

    host: str
    port: int | None
    variable: str
    location: Location

    @property
    def text(self) -> str:
        """The address without scheme, user and path."""
        return f"{self.host}:{self.port}" if self.port is not None else self.host


class Workload(Record):
    """A Deployment, StatefulSet, DaemonSet, Job, CronJob or Argo Rollout in one composition.

    `replicas` is None where nothing says how many. `service` is the service of the estate whose code it runs.
    """

    identity: Identity
    location: Location
    strategy: Strategy
    containers: tuple[Container, ...]
    selector: Mapping[str, str]
    labels: Mapping[str, str]
    replicas: int | None
    addresses: tuple[Address, ...]
    references: tuple[Reference, ...]
    value: KubernetesObject
    service: str | None = None

    @property
    def lasting(self) -> bool:
        """Whether it runs on and on, unlike a job."""
        return self.identity.kind not in ("Job", "CronJob")


class ServicePort(Record):
    """A port of a Service; `target` is the port of the pods, by number or name."""

    name: str
    port: int
    target: int | str


class KubernetesService(Record):
    """A Service in one composition."""

    identity: Identity
    location: Location
    ports: tuple[ServicePort, ...]
    selector: Mapping[str, str]
    external: bool = False
    headless: bool = False

    def port(self, wanted: int | str | None) -> ServicePort | None:
        """Give the port with this number or name; the only one there is when none is asked for."""
        if wanted is None:
            return self.ports[0] if len(self.ports) == 1 else None
        return next((port for port in self.ports if wanted in (port.port, port.name)), None)


class Composition(Record):
    """Everything that is applied together: what a kustomization makes, or the manifests of a folder.

    `path` is the kustomization's folder, or the folder. `gaps` say why objects may be missing; with none of them it is
    complete as far as we can see. `rehearsal` says that its path names a place where no customer is.
    """

    path: str
    kind: Literal["kustomization", "folder"]
    location: Location
    objects: Mapping[Identity, KubernetesObject] = field(default_factory=dict)
    workloads: tuple[Workload, ...] = ()
    services: tuple[KubernetesService, ...] = ()
    gaps: tuple[str, ...] = ()
    rehearsal: bool = False

    def service(self, name: str, namespace: str) -> KubernetesService | None:
        """Find a Service by name; a namespace that nobody wrote fits every other."""
        for one in self.services:
            if one.identity.name == name and (
                one.identity.namespace == namespace or not one.identity.namespace or not namespace
            ):
                return one
        return None

    def find(self, kind: str, name: str, namespace: str) -> KubernetesObject | None:
        """Find an object by kind and name."""
        for identity, one in self.objects.items():
            if (
                identity.kind == kind
                and identity.name == name
                and (identity.namespace == namespace or not identity.namespace or not namespace)
            ):
                return one
        return None

    def selected(self, service: KubernetesService) -> tuple[Workload, ...]:
        """Give the workloads whose pods a Service sends traffic to."""
        if not service.selector:
            return ()
        return tuple(
            workload
            for workload in self.workloads
            if service.selector.items() <= workload.labels.items()
            and (
                workload.identity.namespace == service.identity.namespace
                or not service.identity.namespace
                or not workload.identity.namespace
            )
        )

    def serving(self, workload: Workload) -> tuple[KubernetesService, ...]:
        """Give the Services that send traffic to a workload."""
        return tuple(service for service in self.services if workload in self.selected(service))


class Placed(Record):
    """A workload with the compositions that apply it in exactly this form; `subject` is unique in the snapshot."""

    workload: Workload
    composition: Composition
    others: tuple[str, ...]
    subject: str

    @property
    def location(self) -> Location:
        """Where it is written."""
        return self.workload.location

    @property
    def service(self) -> str | None:
        """The service whose code it runs."""
        return self.workload.service

    @property
    def rehearsal(self) -> bool:
        """Whether no customer is behind any composition that applies it in this form."""
        return self.composition.rehearsal


class KubernetesModel(Record):
    """The compositions of one snapshot by their path; `problems` are parts that could not be resolved."""

    compositions: Mapping[str, Composition] = field(default_factory=dict)
    problems: tuple[tuple[Location, str], ...] = ()

    def placed(self) -> Iterator[Placed]:
        """Give every workload once for each form that it has, forms with customers behind them first."""
        forms: dict[tuple[Any, ...], list[tuple[Workload, Composition]]] = {}
        for composition in sorted(self.compositions.values(), key=lambda one: (one.rehearsal, one.path)):
            for workload in composition.workloads:
                form = (
                    workload.identity,
                    workload.location,
                    repr(workload.value.value),
                    _traffic(composition, workload),
                )
                forms.setdefault(form, []).append((workload, composition))
        seen: set[Identity] = set()
        for found in forms.values():
            workload, composition = found[0]
            repeated = workload.identity in seen
            seen.add(workload.identity)
            name = f"{workload.identity} in {composition.path or '.'}" if repeated else str(workload.identity)
            yield Placed(workload, composition, tuple(other.path for _, other in found[1:]), name)


def _traffic(composition: Composition, workload: Workload) -> bool:
    return bool(composition.serving(workload))
