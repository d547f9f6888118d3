"""What services and clients use of others, by manifests, Backstage, pacts and compose files; nothing resolved yet."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deploycheck.domains.services.compose import ComposeService, host_ports
from deploycheck.domains.services.dotenv import interpolate
from deploycheck.domains.services.names import Names
from deploycheck.domains.services.pact import Interaction, Pact
from deploycheck.domains.services.traces import Recordings, consumptions, trace_uses
from deploycheck.model.location import Location
from deploycheck.model.service import Consumed, Estate, Use

ALL = "all"
"""The text of a use about which nothing is known but that it exists."""
HOST = "host"
"""The kind of a use of a compose service by its host name; this domain resolves it."""


def estate_uses(estate: Estate, pacts: Iterable[Pact], recordings: Recordings | None = None) -> Iterator[Use]:
    """Give what is declared, and what pacts and recordings of traffic show.

    A declaration that names operations needs these. One that says `all`, or nothing but the name, needs all, which is
    an assumption unless it says `complete`; a bare name gives way to pacts of the same consumer and provider.
    """
    settings = {(name, consumed.api): consumed for name, consumed in consumptions(estate)}
    names = Names.of(estate)
    shown: set[tuple[str, str]] = set()
    for pact in pacts:
        consumer, provider = names.known(pact.consumer), names.known(pact.provider)
        aliases = names.aliases(provider)
        shown.update((consumer, alias) for alias in aliases)
        found = next((settings[consumer, alias] for alias in aliases if (consumer, alias) in settings), None)
        yield from (_interaction_use(consumer, provider, one, found) for one in pact.interactions)
    for (consumer, api), consumed in settings.items():
        yield from _declared(consumer, consumed, shown=(consumer, api) in shown)
    yield from trace_uses(estate, recordings or {})


def compose_uses(services: Iterable[ComposeService], values: Mapping[str, str]) -> Iterator[Use]:
    """Give the hosts that compose services depend on or name in their environment; `values` are those of `.env`."""
    for service in services:
        for host in service.hosts:
            yield Use(service.name, HOST, host.name, host.name, host.location, evidence="declared")
        for _, text, location in service.variables:
            for name, port in host_ports(interpolate(text, values)):
                yield Use(service.name, HOST, name, f"{name}:{port}", location, evidence="code")


def _declared(consumer: str, consumed: Consumed, *, shown: bool) -> Iterator[Use]:
    if consumed.operations:
        for operation in consumed.operations:
            yield _declared_use(consumer, consumed, operation, "declared")
    elif consumed.operations is None:
        yield _declared_use(consumer, consumed, ALL, "declared" if consumed.complete else "assumed")
    elif not shown and not consumed.complete:
        yield _declared_use(consumer, consumed, ALL, "assumed")


def _declared_use(consumer: str, consumed: Consumed, text: str, evidence: str) -> Use:
    return Use(
        consumer=consumer,
        kind="operation",
        target=consumed.api,
        text=text,
        location=consumed.location or Location(""),
        evidence=evidence,
        details={"sends": consumed.sends},
        reads=consumed.reads,
        complete=consumed.complete,
    )


def _interaction_use(consumer: str, provider: str, one: Interaction, declared: Consumed | None) -> Use:
    return Use(
        consumer=consumer,
        kind="operation",
        target=provider,
        text=f"{one.method} {one.path}",
        location=one.location,
        evidence="pact",
        fields=one.fields,
        details=_details(one),
        reads=declared.reads if declared else "tolerant",
        complete=declared.complete if declared else False,
    )


def _details(one: Interaction) -> Mapping[str, Any]:
    """Give the names of what is sent, and what is read beside the body; examples stay in the pact."""
    return {
        "status": str(one.status),
        "statuses": one.statuses,
        "query": tuple(sorted(one.query)),
        "headers": one.headers,
        "request_paths": one.request_paths,
        "response_headers": one.response_headers,
        "exact": one.described,
        "digest": one.digest,
    }
