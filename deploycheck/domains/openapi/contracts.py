"""What each version of a provider offers and what its users need, as atoms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deploycheck.domains.openapi.needs import Asked, wanted
from deploycheck.domains.openapi.offering import offered
from deploycheck.domains.openapi.offers import Key, Provider, providers
from deploycheck.domains.openapi.shapes import Shapes
from deploycheck.domains.openapi.wants import Wants
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import UNCHANGED, Component, Version
from deploycheck.model.location import Location

Field = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Books:
    """Who provides, who wants what, and by provider the shapes of the operations that anybody wants.

    `fields` are the fields of an operation's responses that anybody names; `services` are those of any version;
    `closed` are the APIs whose consumers are known.
    """

    known: Mapping[str, Provider]
    asked: Asked
    shapes: Mapping[str, Mapping[Key, Shapes]]
    fields: Mapping[tuple[str, Key], list[Field]]
    services: frozenset[str]
    closed: frozenset[str]


def contracts(sight: Sight) -> Contribution:
    """Give operations, and shapes where they differ, as atoms; and the needs of those who use them."""
    books = _books(sight)
    jobs = max((model.jobs for _, model in sight.versions.values() if model is not None), default=1)
    offers = offered(books.known, books.shapes, books.fields, jobs)
    components = [_provider(provider, offers[provider.name], books, sight) for provider in books.known.values()]
    wants = Wants(books.known, books.asked, books.shapes, sight.units, sight.head)
    components.extend(_consumers(wants))
    opened = frozenset(name for name, provider in books.known.items() if not _names(provider) <= books.closed)
    made = tuple(one for one in components if one is not None)
    return Contribution(made, books.asked.unresolved, opened, wants.unsure(sight))


def _books(sight: Sight) -> _Books:
    known = providers(sight)
    asked = wanted(sight, known)
    fields: dict[tuple[str, Key], set[Field]] = {}
    for one in asked.wanted:
        fields.setdefault((one.provider, one.key), set()).update(one.fields)
    strict = {(one.provider, one.key) for one in asked.wanted if one.use.reads != "tolerant"}
    shapes: dict[str, dict[Key, Shapes]] = {}
    for name, key in sorted(fields):
        if known[name].differs or fields[name, key]:
            shapes.setdefault(name, {})[key] = Shapes(known[name], key, strict=(name, key) in strict)
    named = {place: sorted(found) for place, found in fields.items()}
    services = frozenset(name for view, _ in sight.versions.values() for name in view.estate.services)
    return _Books(known, asked, shapes, named, services, _closed(sight))


def _closed(sight: Sight) -> frozenset[str]:
    """Name the APIs whose consumers are known, by the last version that speaks of them."""
    declared = {
        provided.api: provided.closed
        for view, _ in sight.versions.values()
        for service in view.estate.services.values()
        for provided in service.provides
    }
    return frozenset(name for name, closed in declared.items() if closed)


def _names(provider: Provider) -> set[str]:
    return {api.name for apis in provider.apis.values() for api in apis}


def _provider(
    provider: Provider, offers: Mapping[str, frozenset[str]], books: _Books, sight: Sight
) -> Component | None:
    """Give a provider's share; a spec of nobody counts only where somebody uses it."""
    is_service = provider.name in books.services
    if not is_service and all(one.provider != provider.name for one in books.asked.wanted):
        return None
    versions = {label: Version(provides=atoms) for label, atoms in offers.items()}
    if is_service:
        return Component(name=provider.name, versions=versions)
    live = tuple(label for label in sight.live if label in provider.apis)
    if provider.external:
        everything = frozenset(atom for version in versions.values() for atom in version.provides)
        stays = (live or (sight.live[0],))[:1]
        return Component(
            name=provider.name, kind="external", deployed=stays, versions={stays[0]: Version(provides=everything)}
        )
    head = sight.head if sight.head in provider.apis else None
    proposed = UNCHANGED if live and not provider.differs and head else head
    spec = Location(provider.apis[head or live[-1]][0].path, 1).on("head" if head else "base")
    return Component(name=provider.name, deployed=live, proposed=proposed, versions=versions, location=spec)


def _consumers(wanted: Wants) -> Iterable[Component]:
    for name, labels in sorted(wanted.by_consumer().items()):
        versions = {
            label: Version(needs={provider: tuple(needs) for provider, needs in sorted(found.items())})
            for label, found in labels.items()
        }
        yield Component(name=name, versions=versions)
