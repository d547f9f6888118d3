"""From views to a change: what differs, in which domain, and which components are units."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deploycheck.hooks import Domain
from deploycheck.model.change import Change, View
from deploycheck.model.entries import changed_paths
from deploycheck.model.location import Location
from deploycheck.model.record import replace
from deploycheck.model.snapshot import Basis

NOWHERE = Location("")
_TOLD_ELSEWHERE = frozenset({"operation", "host", "address"})
"""Uses that files outside of the consumer's folder may tell; flags are read by its own code."""


def compare(live: Sequence[View], head: View, domains: Mapping[str, Domain], basis: Basis, environment: str) -> Change:
    """Compare head with every live version; a domain whose models are one object is not diffed."""
    diffs: dict[str, tuple[Any, ...]] = {}
    for name, domain in domains.items():
        diffs[name] = tuple(_diff(name, domain, view, head) for view in live)
    changed = frozenset().union(*(changed_paths(view.entries, head.entries) for view in live))
    return Change(
        live=tuple(live),
        head=head,
        basis=basis,
        changed_paths=changed,
        units=frozenset((*_units(live, head, changed), *_moved(live, head, domains))),
        diffs=diffs,
        compared=bool(changed),
        environment=environment,
    )


def _diff(name: str, domain: Domain, view: View, head: View) -> Any:  # noqa: ANN401  the domain's own diff
    same_model = view.model(name) is head.model(name)
    if same_model and view.estate == head.estate and view.unread == head.unread:
        return None
    return domain.diff(view, head)


def _units(live: Sequence[View], head: View, changed: Iterable[str]) -> Iterable[str]:
    """Name the services and clients whose files, manifest entry or pacts changed, and those that are new or gone."""
    for path in changed:
        for view in (*live, head):
            claim = view.claims.get(path)
            if claim and claim.service:
                yield claim.service
            else:
                yield from view.estate.services_of(path)
    for view in live:
        yield from _other(view.estate.services, head.estate.services)
        yield from _other(view.estate.clients, head.estate.clients)
        yield from _asking_otherwise(view, head)


def _moved(live: Sequence[View], head: View, domains: Mapping[str, Domain]) -> Iterable[str]:
    """Name the services that a domain's files change, whoever owns these files."""
    for domain in domains.values():
        for view in live:
            known = view.estate.services.keys() | head.estate.services.keys()
            yield from (name for name in domain.moved(view, head) if name in known)


def _asking_otherwise(view: View, head: View) -> Iterable[str]:
    """Name the consumers of head's estate that use something else now, whichever file says so (pact, compose, ...).

    A recording of traffic says what ran, never what is proposed.
    """
    before, after = _used(view), _used(head)
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name) and (name in head.estate.services or name in head.estate.clients):
            yield name


def _used(view: View) -> Mapping[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for use in view.uses:
        if use.kind in _TOLD_ELSEWHERE and use.evidence != "trace":
            what = (use.kind, use.target, use.text, use.evidence, *use.fields, repr(use.details))
            found.setdefault(use.consumer, set()).add(what)
    return found


def _other(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """Name what was added, removed or says something else; where it stands doesn't matter."""
    if before is after:
        return
    for name in before.keys() | after.keys():
        one, other = before.get(name), after.get(name)
        if one is None or other is None or _placeless(one) != _placeless(other):
            yield name


def _placeless(thing: Any) -> Any:  # noqa: ANN401  a Service or a Client
    consumes = tuple(replace(part, location=None, traces=()) for part in thing.consumes)
    plain = replace(thing, location=NOWHERE, consumes=consumes)
    if not hasattr(plain, "provides"):
        return plain
    return replace(plain, provides=tuple(replace(part, location=None) for part in plain.provides))
