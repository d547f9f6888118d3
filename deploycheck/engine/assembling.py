"""Contracts of all components from what the domains contribute, and the index of who uses what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from deploycheck.engine.elsewhere import anchored
from deploycheck.hooks import Contribution, Domain, Sight
from deploycheck.model.change import Change, View
from deploycheck.model.contract import UNCHANGED, Component, Contracts, Need
from deploycheck.model.contract_merge import MergeError, merge
from deploycheck.model.errors import UsageError
from deploycheck.model.record import Record, replace
from deploycheck.model.service import Unresolved
from deploycheck.model.usage import User, Users


class Assembly(Record):
    """The contracts of the estate, the uses that nobody could resolve, and who uses what."""

    contracts: Contracts
    unresolved: tuple[Unresolved, ...]
    users: Users


def assemble(
    change: Change, domains: Mapping[str, Domain], others: Sequence[Component] = (), today: date | None = None
) -> Assembly:
    """Ask every domain for its share of the contracts and unite them; `others` live in other repositories."""
    versions = {view.label: view for view in change.views}
    parts = [_contribution(domain, change, versions, today) for domain in domains.values()]
    owned = {kind for domain in domains.values() for kind in domain.use_kinds}
    orphans = [Unresolved(use, view.label) for view in change.views for use in view.uses if use.kind not in owned]
    ours = [component for part in parts for component in part.components]
    theirs, open_uses = anchored(others, (component.name for component in ours))
    try:
        contracts = merge([*ours, *theirs])
    except MergeError as error:
        raise UsageError(str(error)) from error
    unresolved = tuple(dict.fromkeys([*(entry for part in parts for entry in part.unresolved), *orphans, *open_uses]))
    open_providers = frozenset().union(*(part.open_providers for part in parts))
    unsure = frozenset().union(*(part.unsure for part in parts))
    return Assembly(contracts, unresolved, Users(_index(contracts, change, unsure), open_providers))


def _contribution(domain: Domain, change: Change, versions: Mapping[str, View], today: date | None) -> Contribution:
    uses = {label: tuple(use for use in view.uses if use.kind in domain.use_kinds) for label, view in versions.items()}
    sight = Sight(
        versions={label: (view, view.model(domain.name)) for label, view in versions.items()},
        live=tuple(view.label for view in change.live),
        head=change.head.label,
        units=change.units,
        uses=uses,
        today=today,
    )
    return domain.contracts(sight)


def _index(
    contracts: Contracts, change: Change, unsure: frozenset[tuple[str, str, str]]
) -> dict[tuple[str, str], tuple[User, ...]]:
    """Index every live need by provider and atom."""
    reading = _readers(change)
    index: dict[tuple[str, str], dict[User, None]] = {}
    for component in contracts.components.values():
        for version in component.deployed:
            for provider, needs in component.contract(version).needs.items():
                for need in needs:
                    mended = _mended(component, provider, need)
                    reads = reading.get((component.name, provider), "tolerant")
                    user = _user(component, version, need, mended=mended, reads=reads)
                    if mended and (component.name, provider, need.atom) in unsure:
                        user = replace(user, unsure=True)
                    index.setdefault((provider, need.atom), {})[user] = None
    return {key: tuple(users) for key, users in index.items()}


def _user(component: Component, version: str, need: Need, *, mended: bool, reads: str) -> User:
    assumed = need.evidence == "assumed"
    return User(component.name, version, need.evidence, need.location, mended=mended, assumed=assumed, reads=reads)


def _mended(component: Component, provider: str, need: Need) -> bool:
    """Whether the component changes and its head no longer has this need."""
    if component.proposed is UNCHANGED or not component.is_unit:
        return False
    if component.proposed is None:
        return True
    needs = component.contract(component.proposed).needs.get(provider, ())
    return all(other.atom != need.atom for other in needs)


def _readers(change: Change) -> dict[tuple[str, str], str]:
    """How each consumer reads each provider, by service name; strict and generated readers declare it."""
    owners = {
        provided.api: service.name
        for view in change.live
        for service in view.estate.services.values()
        for provided in service.provides
    }
    reading: dict[tuple[str, str], str] = {}
    for view in change.live:
        for use in view.uses:
            if use.reads != "tolerant":
                reading[use.consumer, owners.get(use.target, use.target)] = use.reads
    return reading


def resolved(change: Change, unresolved: Iterable[Unresolved]) -> Change:
    """Give the change with its unresolved uses."""
    return replace(change, unresolved=tuple(unresolved))
