"""Addresses of other services in what a workload gets as its environment."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from deploycheck.domains.kubernetes.model import Address, Composition, KubernetesService
from deploycheck.domains.kubernetes.objects import KubernetesObject, Steps, dig, mapping, sequence, text
from deploycheck.domains.kubernetes.references import containers
from deploycheck.model.location import Location

_ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]{0,20})://)?(?:[^@/\s]{0,200}@)?"
    r"(?P<host>[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)(?::(?P<port>\d{1,5}))?(?P<rest>[/?][^\s]{0,500})?",
    re.IGNORECASE,
)
_SCHEME_PORTS: Final = {"http": 80, "https": 443, "ws": 80, "wss": 443, "grpc": 80}
_NOT_SERVICES: Final = frozenset(
    ("localhost", "host.docker.internal", "host.minikube.internal", "kubernetes", "metadata", "true", "false")
)
_HOST_ENDINGS: Final = ("_HOST", "_HOSTNAME", "_ADDR", "_ADDRESS")
_LARGEST_PORT: Final = 65535
_MOST_TEXT: Final = 2000
_CLUSTER: Final = (".svc.cluster.local", ".svc")


def addresses_in(value: str) -> Iterator[tuple[str, int | None]]:
    """Give host and port of every address in a value: one address, or several with commas between them."""
    if len(value) > _MOST_TEXT or "$" in value or "{{" in value:
        return
    for part in value.split(","):
        match = _ADDRESS.fullmatch(part.strip())
        if match is None or (match["port"] is None and match["scheme"] is None):
            continue
        host = match["host"].lower().removesuffix(".")
        port = int(match["port"]) if match["port"] else _SCHEME_PORTS.get((match["scheme"] or "").lower())
        if host in _NOT_SERVICES or host.replace(".", "").isdecimal() or (port or 1) > _LARGEST_PORT or port == 0:
            continue
        yield host, port


def addresses_of(one: KubernetesObject, objects: Mapping[tuple[str, str], KubernetesObject]) -> Iterator[Address]:
    """Give the addresses in a workload's environment; `objects` has the ConfigMaps it may take values from."""
    for container, steps in containers(one):
        variables = list(_variables(one, container, steps, objects))
        for name, value, place in (*variables, *_pairs(variables)):
            for host, port in addresses_in(value):
                yield Address(host, port, name, place)


def _pairs(variables: Iterable[tuple[str, str, Location]]) -> Iterator[tuple[str, str, Location]]:
    """Give `host:port` for a host and a port in variables of their own: `ORDERS_HOST` and `ORDERS_PORT`."""
    known = {name: (value, place) for name, value, place in variables}
    for name, (value, place) in known.items():
        ending = next((one for one in _HOST_ENDINGS if name.endswith(one)), None)
        port, _ = known.get(f"{name.removesuffix(ending)}_PORT", ("", None)) if ending else ("", None)
        if port.isdecimal() and ":" not in value:
            yield name, f"{value}:{port}", place


def _variables(
    one: KubernetesObject,
    container: Mapping[str, Any],
    steps: Steps,
    objects: Mapping[tuple[str, str], KubernetesObject],
) -> Iterator[tuple[str, str, Location]]:
    for source in sequence(container.get("envFrom")):
        known = objects.get(("ConfigMap", text(dig(source, "configMapRef", "name"))))
        for key, value in mapping(known.value.get("data")).items() if known else ():
            if isinstance(value, str):
                yield str(key), value, known.place("data", str(key)) if known else one.location
    for index, variable in enumerate(map(mapping, sequence(container.get("env")))):
        name = text(variable.get("name"))
        if isinstance(variable.get("value"), str):
            yield name, variable["value"], _written(one, steps, index, name)
        reference = mapping(dig(variable, "valueFrom", "configMapKeyRef"))
        known = objects.get(("ConfigMap", text(reference.get("name"))))
        value = mapping(known.value.get("data")).get(text(reference.get("key"))) if known else None
        if known and isinstance(value, str):
            yield name, value, known.place("data", text(reference.get("key")))


def _written(one: KubernetesObject, steps: Steps, index: int, name: str) -> Location:
    """Give where a variable is written: the manifest, if it has that name at that index, else the last patch."""
    if one.document is None:
        return one.location
    value = one.document.value
    for step in (*one.root, *steps, "env", index):
        if isinstance(step, int):
            items = sequence(value)
            value = items[step] if step < len(items) else None
        else:
            value = mapping(value).get(step)
    if mapping(value).get("name") == name:
        return one.place(*steps, "env", index)
    return one.patches[-1] if one.patches else one.location


def cluster_name(host: str, namespaces: frozenset[str]) -> tuple[str, str] | None:
    """Split a host into Service and namespace (empty: the workload's own); None for hosts outside of the cluster."""
    for suffix in _CLUSTER:
        if host.endswith(suffix):
            name, _, namespace = host.removesuffix(suffix).rpartition(".")
            return (name.rpartition(".")[2], namespace) if name and namespace else None
    if "." not in host:
        return host, ""
    name, _, namespace = host.rpartition(".")
    return (name, namespace) if namespace in namespaces and "." not in name else None


def resolve(address: Address, composition: Composition, namespace: str) -> KubernetesService | None:
    """Find the Service behind an address, seen from a workload in `namespace`."""
    namespaces = frozenset(identity.namespace for identity in composition.objects if identity.namespace)
    known = cluster_name(address.host, namespaces)
    if known is None:
        return None
    name, other = known
    return composition.service(name, other or namespace)
