"""Every service and client of the estate as a component, and who needs whom to be there by its host name."""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.services.model import ServicesModel
from deploycheck.domains.services.uses import HOST
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import UNCHANGED, Component, Need, Unchanged, Version
from deploycheck.model.service import Client, Use

Hosts = Mapping[tuple[str, str], Iterable[Use]]


def contract_services(sight: Sight) -> Contribution:
    """Give one component for each service and client of any version.

    A service provides its own presence, `host:NAME`. What uses it by name in a compose file needs that; names of what
    this repository does not build (databases, brokers) are nobody's component here.
    """
    names = sorted({name for view, _ in sight.versions.values() for name in view.estate.services})
    hosts = _hosts(frozenset(names), sight)
    services = [_service(name, sight, hosts) for name in names]
    clients = sorted({name for view, _ in sight.versions.values() for name in view.estate.clients})
    strangers = _strangers({*names, *clients}, sight)
    return Contribution((*services, *(_client(name, sight) for name in clients), *strangers))


def host_atom(service: str) -> str:
    """Give the atom of a service's presence."""
    return f"host:{service}"


def _service(name: str, sight: Sight, hosts: Hosts) -> Component:
    built = {
        label: view.estate.services[name] for label, (view, _) in sight.versions.items() if name in view.estate.services
    }
    latest = list(built.values())[-1]
    known = {
        label: built.get(label, latest) for label in sight.versions if label in built or _stands(name, label, sight)
    }
    deployed = _deployed(name, known, sight)
    proposed = _proposed(name, known, sight)
    shown = [label for label in known if label in deployed or label == proposed]
    return Component(
        name=name,
        kind="service",
        group=latest.group,
        deployed=deployed,
        proposed=proposed,
        versions={
            label: Version(provides=frozenset({host_atom(name)}), needs=_needs(hosts.get((label, name), ())))
            for label in shown
        },
        location=latest.location,
    )


def _stands(name: str, label: str, sight: Sight) -> bool:
    """Whether a version has a service in its compose files, be it built there or not."""
    model: ServicesModel | None = sight.versions[label][1]
    return model is not None and name in model.hosts


def _client(name: str, sight: Sight) -> Component:
    known: dict[str, Client] = {
        label: view.estate.clients[name] for label, (view, _) in sight.versions.items() if name in view.estate.clients
    }
    latest = list(known.values())[-1]
    group = next((group for group, members in _groups(sight).items() if name in members), None)
    return Component(
        name=name,
        kind="client",
        group=group,
        lingers=latest.lingers_s,
        deployed=_deployed(name, known, sight),
        proposed=_proposed(name, known, sight),
        location=latest.location,
    )


def _strangers(known: set[str], sight: Sight) -> Iterator[Component]:
    """Give consumers that only a pact or a recording knows; they run somewhere, and nothing here deploys them."""
    seen: dict[str, list[str]] = {}
    traced = _seen(sight.versions[sight.head][1], "trace")
    for label in sight.live:
        for consumer in sorted({*_seen(sight.versions[label][1], "pact", "trace"), *traced}):
            if consumer not in known:
                seen.setdefault(consumer, []).append(label)
    for consumer, labels in seen.items():
        yield Component(name=consumer, deployed=tuple(labels), versions={label: Version() for label in labels})


def _seen(model: ServicesModel | None, *evidence: str) -> set[str]:
    return {use.consumer for use in model.uses if use.evidence in evidence} if model else set()


def _groups(sight: Sight) -> Mapping[str, tuple[str, ...]]:
    return sight.versions[sight.head][0].estate.groups


def _deployed(name: str, known: Mapping[str, object], sight: Sight) -> tuple[str, ...]:
    """Give the live versions; of what does not change one, as the others are the same."""
    live = tuple(label for label in sight.live if label in known)
    return live if name in sight.units else live[:1]


def _proposed(name: str, known: Mapping[str, object], sight: Sight) -> str | Unchanged | None:
    if sight.head not in known:
        return None
    return sight.head if name in sight.units or not _was_live(known, sight) else UNCHANGED


def _was_live(known: Mapping[str, object], sight: Sight) -> bool:
    return any(label in known for label in sight.live)


def _hosts(names: frozenset[str], sight: Sight) -> Hosts:
    """Give the uses of hosts that are needs, by version and consumer.

    The host must be a service of ours in some version. Between two services that are both new, only `depends_on`
    counts: addresses often point both ways, and nobody relies on either yet.
    """
    live = {name for label in sight.live for name in sight.versions[label][0].estate.services}
    found: dict[tuple[str, str], list[Use]] = {}
    for label, uses in sight.uses.items():
        for use in uses:
            both_new = use.target not in live and use.consumer not in live
            firm = use.evidence == "declared" or not both_new
            if use.kind == HOST and use.target in names and use.target != use.consumer and firm:
                found.setdefault((label, use.consumer), []).append(use)
    return found


def _needs(uses: Iterable[Use]) -> Mapping[str, tuple[Need, ...]]:
    found: dict[str, dict[Need, None]] = {}
    for use in uses:
        need = Need(host_atom(use.target), evidence=use.evidence, location=use.location)
        found.setdefault(use.target, {})[need] = None
    return {provider: tuple(needs) for provider, needs in sorted(found.items())}
