"""From views to a change: what differs, in which domain, and which components are units."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deploycheck.hooks import Domain
from deploycheck.model.change import Change, View
from deploycheck.model.snapshot import Basis, changed_paths


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
        units=frozenset(_units(live, head, changed)),
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
    """Name the services whose files changed, and those that are new or gone."""
    for path in changed:
        for view in (*live, head):
            claim = view.claims.get(path)
            service = claim.service if claim and claim.service else view.estate.service_of(path)
            if service:
                yield service
    for view in live:
        yield from view.estate.services.keys() ^ head.estate.services.keys()
        yield from view.estate.clients.keys() ^ head.estate.clients.keys()
