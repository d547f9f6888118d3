"""Recordings of traffic as evidence: which files they are, and which uses they show.

A recording is a lower bound: what it shows is used, what it does not show may be used all the same.
"""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.services.exchange import Exchange
from deploycheck.domains.services.names import Names
from deploycheck.domains.services.otlp import Traces, callers_named
from deploycheck.domains.services.pact import written
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Consumed, Estate, Use
from deploycheck.model.snapshot import below

HAR, OTLP = "services:har", "services:otlp"
UNKNOWN = "unknown-caller"
"""The consumer of a request whose caller no recording names."""

_KINDS = {"har": HAR, "json": OTLP, "jsonl": OTLP, "ndjson": OTLP}

Recordings = Mapping[str, Traces | tuple[Exchange, ...]]


def claim_traces(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim the recordings that manifests name; in a folder, those whose name ends as recordings' do."""
    for named in _named(estate):
        for path in listing.entries:
            if not below((path,), named):
                continue
            kind = _KINDS.get(path.rpartition(".")[2].lower(), OTLP if path == named else None)
            if kind is not None:
                yield Claim(path, kind, named=True)


def trace_uses(estate: Estate, recordings: Recordings) -> Iterator[Use]:
    """Give what recordings show of the estate's own APIs; requests to others are nobody's concern here."""
    names = Names.of(estate)
    whole = [one for place in estate.traces for one in _exports(place.path, recordings)]
    for exchange in callers_named(whole):
        yield from _known(names, exchange)
    for consumer, consumed in consumptions(estate):
        for place in consumed.traces:
            yield from _of_consumer(names, consumer, consumed, place, recordings)


def consumptions(estate: Estate) -> Iterator[tuple[str, Consumed]]:
    """Give what each service and client says that it consumes."""
    for service in estate.services.values():
        yield from ((service.name, consumed) for consumed in service.consumes)
    for client in estate.clients.values():
        yield from ((client.name, consumed) for consumed in client.consumes)


def _named(estate: Estate) -> Iterator[str]:
    places = [one.path for one in estate.traces]
    places += [path for _, consumed in consumptions(estate) for path in consumed.traces]
    return iter(dict.fromkeys(places))


def _exports(place: str, recordings: Recordings) -> Iterator[Traces]:
    for path, found in recordings.items():
        if below((path,), place) and isinstance(found, Traces):
            yield found


def _of_consumer(names: Names, consumer: str, consumed: Consumed, place: str, recordings: Recordings) -> Iterator[Use]:
    """Give what a recording shows that a manifest names for one consumer and one API."""
    for path, found in recordings.items():
        if below((path,), place) and not isinstance(found, Traces):
            yield from (_use(one, consumer, consumed.api, consumed, host=one.provider) for one in found)
    for one in callers_named(_exports(place, recordings)):
        caller = names.known(one.consumer)
        provider = names.host(one.provider)
        owner = caller if caller in names.exact else consumer
        if provider in ("", consumed.api) or consumed.api in names.aliases(provider):
            yield _use(one, owner, consumed.api, consumed, host=None if provider else "")


def _known(names: Names, one: Exchange) -> Iterator[Use]:
    provider = names.host(one.provider)
    if provider:
        yield _use(one, names.known(one.consumer) or UNKNOWN, provider, None)


def _use(one: Exchange, consumer: str, target: str, consumed: Consumed | None, *, host: str | None = None) -> Use:
    """Give a request as a use; `host` is where it went, None where the recording itself names the API's provider."""
    paths = one.response_paths
    return Use(
        consumer=consumer,
        kind="operation",
        target=target,
        text=f"{one.method} {one.path}",
        location=one.location,
        evidence="trace",
        fields=tuple(f"{one.status}.{written(path)}" for path in paths) if paths and one.status else (),
        details={
            "host": host,
            "status": one.status,
            "query": one.query,
            "headers": one.headers,
            "request_paths": one.request_paths,
        },
        reads=consumed.reads if consumed else "tolerant",
        complete=consumed.complete if consumed else False,
    )


def recorded(files: Iterable[tuple[str, object]]) -> Recordings:
    """Keep the recordings among loaded facts, by path."""
    return {path: found for path, facts in files if (found := _recording(facts)) is not None}


def _recording(facts: object) -> Traces | tuple[Exchange, ...] | None:
    if isinstance(facts, Traces) or (isinstance(facts, tuple) and facts and isinstance(facts[0], Exchange)):
        return facts
    return None
