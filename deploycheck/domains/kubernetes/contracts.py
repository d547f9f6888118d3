"""What the planner learns from manifests: strategies, and who is reached at which Service and port."""

from collections.abc import Iterator, Mapping

from deploycheck.domains.kubernetes.addresses import resolve
from deploycheck.domains.kubernetes.model import Address, Composition, KubernetesModel, KubernetesService, Workload
from deploycheck.domains.kubernetes.objects import Identity
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import UNCHANGED, Component, Need, Strategy, Unchanged, Version
from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.model.service import Estate, Unresolved, Use

_STRATEGIES: Mapping[str, Strategy] = {
    "rolling": "rolling",
    "recreate": "recreate",
    "canary": "canary",
    "blue-green": "blue-green",
    "on-delete": "rolling",
}


class Link(Record):
    """A workload's address that a Service of its composition answers."""

    composition: str
    consumer: str
    provider: str
    atom: str
    address: Address


def atom_of(service: KubernetesService, port: int | None) -> str:
    """Give the atom of a Service's port; `default` is the namespace that nobody wrote."""
    identity = service.identity
    name = f"k8s:{identity.namespace or 'default'}/Service/{identity.name}"
    return f"{name}:{port}" if port is not None else name


def component_of(identity: Identity) -> str:
    """Name the component of an object that no service of the estate owns."""
    return f"k8s:{identity.namespace or 'default'}/{identity.kind}/{identity.name}"


def uses_of(model: KubernetesModel | None) -> Iterator[Use]:
    """Give the addresses in the environment of every service's workloads."""
    for composition in model.compositions.values() if model else ():
        for workload in composition.workloads:
            for address in workload.addresses:
                if workload.service:
                    yield Use(
                        workload.service, "address", address.host, address.text, address.location, evidence="code",
                        details=(composition.path, workload.identity.namespace, address),
                    )  # fmt: skip


def reached_otherwise(base: KubernetesModel | None, head: KubernetesModel | None) -> Iterator[str]:
    """Name the services of which manifests offer other Services and ports in head than in base."""
    before, after = _reached(base), _reached(head)
    yield from (name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name))


def shipped_otherwise(base: KubernetesModel | None, head: KubernetesModel | None) -> Iterator[str]:
    """Name the services of which a composition that both have runs other images in head, whichever file says so.

    A rehearsal tells only of services that no other composition runs.
    """
    before, after = _images(base), _images(head)
    real = {service for (_, service), (_, rehearsal) in after.items() if not rehearsal}
    changed = {
        service
        for (path, service), (images, rehearsal) in after.items()
        if before.get((path, service), (images, False))[0] != images and not (rehearsal and service in real)
    }
    yield from sorted(changed)


def _images(model: KubernetesModel | None) -> Mapping[tuple[str, str], tuple[frozenset[str], bool]]:
    """Give the images of each service in each composition, and whether that is a rehearsal."""
    found: dict[tuple[str, str], tuple[frozenset[str], bool]] = {}
    for composition in model.compositions.values() if model else ():
        for workload in composition.workloads:
            if workload.service:
                key = composition.path, workload.service
                known = found[key][0] if key in found else frozenset()
                images = frozenset(container.image for container in workload.containers)
                found[key] = known | images, composition.rehearsal
    return found


def _reached(model: KubernetesModel | None) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for composition in model.compositions.values() if model else ():
        for service in composition.services:
            names = found.setdefault(_owner(service, composition), set())
            names.update((atom_of(service, None), *(atom_of(service, port.port) for port in service.ports)))
    return found


def contract_kubernetes(sight: Sight) -> Contribution:
    """Give strategies, and the ports of Services as atoms with those who need them.

    An atom counts only where some version answers it: an address that none does is an external host, or the rule
    `dangling-reference` tells about it.
    """
    links = {label: tuple(_links(model, view.estate)) for label, (view, model) in sight.versions.items()}
    components = [*_strategies(sight), *_consumers(links), *_providers(links, sight)]
    return Contribution(tuple(components), tuple(_unresolved(sight)))


def _links(model: KubernetesModel | None, estate: Estate) -> Iterator[Link]:
    for composition in model.compositions.values() if model else ():
        owners = {service.identity: _owner(service, composition) for service in composition.services}
        for workload in composition.workloads:
            consumer = workload.service or component_of(workload.identity)
            for address in workload.addresses:
                service = resolve(address, composition, workload.identity.namespace)
                if service is None or (address.port is not None and service.port(address.port) is None):
                    continue
                provider = owners[service.identity]
                if provider != consumer and consumer in estate.services:
                    yield Link(composition.path, consumer, provider, atom_of(service, address.port), address)


def _owner(service: KubernetesService, composition: Composition) -> str:
    """Name the component behind a Service: the service whose pods it selects, else the Service itself."""
    for workload in composition.selected(service):
        if workload.service:
            return workload.service
    return component_of(service.identity)


def _strategies(sight: Sight) -> Iterator[Component]:
    """Give every service's strategy as head has it; production before rehearsals, then by path."""
    _, model = sight.versions[sight.head]
    told: set[str] = set()
    for composition in sorted((model or KubernetesModel()).compositions.values(), key=lambda c: (c.rehearsal, c.path)):
        for workload in composition.workloads:
            strategy = _STRATEGIES.get(workload.strategy.kind)
            if strategy is None or workload.service is None or workload.service in told:
                continue
            told.add(workload.service)
            yield Component(
                workload.service, strategy=strategy, background=_background(strategy, workload, composition)
            )


def _background(strategy: Strategy, workload: Workload, composition: Composition) -> bool:
    return strategy == "blue-green" and not composition.serving(workload)


def _consumers(links: Mapping[str, tuple[Link, ...]]) -> Iterator[Component]:
    needs: dict[str, dict[str, dict[str, dict[str, Need]]]] = {}
    for label, found in links.items():
        for link in found:
            of_provider = needs.setdefault(link.consumer, {}).setdefault(label, {}).setdefault(link.provider, {})
            of_provider.setdefault(link.atom, Need(link.atom, evidence="code", location=link.address.location))
    for consumer, versions in sorted(needs.items()):
        yield Component(
            consumer,
            versions={
                label: Version(needs={provider: tuple(atoms.values()) for provider, atoms in by_provider.items()})
                for label, by_provider in versions.items()
            },
        )


def _providers(links: Mapping[str, tuple[Link, ...]], sight: Sight) -> Iterator[Component]:
    """Give what each provider offers: an atom counts where every composition that asks for it answers."""
    asked = {(link.composition, link.provider, link.atom) for found in links.values() for link in found}
    providers = sorted({provider for _, provider, _ in asked})
    offered = {label: _offers(sight, label, asked) for label in sight.versions}
    for provider in providers:
        versions = {label: Version(provides=atoms[provider]) for label, atoms in offered.items() if provider in atoms}
        if not provider.startswith("k8s:"):
            yield Component(provider, versions=versions)
            continue
        deployed = tuple(label for label in sight.live if label in versions)
        proposed = _proposed(versions, deployed, sight.head)
        kept = versions if proposed == sight.head else {label: versions[label] for label in deployed}
        place = _place(provider, sight)
        yield Component(provider, deployed=deployed, proposed=proposed, versions=kept, location=place)


def _place(provider: str, sight: Sight) -> Location | None:
    """Give where the Service of a component stands: in head, else where the newest live version has it."""
    for label in (sight.head, *reversed(sight.live)):
        view, model = sight.versions[label]
        for composition in (model or KubernetesModel()).compositions.values():
            for service in composition.services:
                if component_of(service.identity) == provider:
                    return service.location.on(view.side)
    return None


def _proposed(versions: Mapping[str, Version], deployed: tuple[str, ...], head: str) -> str | Unchanged | None:
    if head not in versions:
        return None
    return UNCHANGED if deployed and all(versions[label] == versions[head] for label in deployed) else head


def _offers(sight: Sight, label: str, asked: set[tuple[str, str, str]]) -> dict[str, frozenset[str]]:
    view_model = sight.versions[label][1] or KubernetesModel()
    offers: dict[str, set[str]] = {}
    missing: dict[str, set[str]] = {}
    for path, provider, atom in asked:
        composition = view_model.compositions.get(path)
        if composition is None:
            continue
        have = {
            name
            for service in composition.services
            for name in (atom_of(service, None), *(atom_of(service, port.port) for port in service.ports))
        }
        (offers if atom in have else missing).setdefault(provider, set()).add(atom)
    return {provider: frozenset(atoms - missing.get(provider, set())) for provider, atoms in offers.items()}


def _unresolved(sight: Sight) -> Iterator[Unresolved]:
    """Give addresses of other domains' making that nobody answers; those in manifests have a rule of their own."""
    for label, uses in sight.uses.items():
        view, model = sight.versions[label]
        known = {one.identity.name for c in (model or KubernetesModel()).compositions.values() for one in c.services}
        for use in uses:
            if use.details is None and use.target.partition(".")[0] not in known:
                yield Unresolved(use, view.side, known=use.target in view.estate.externals)
