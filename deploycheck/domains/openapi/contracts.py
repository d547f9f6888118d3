"""What each version of a provider offers and what its users need, as atoms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deploycheck.domains.openapi.needs import Asked, Wanted, wanted
from deploycheck.domains.openapi.offers import Key, Provider, providers
from deploycheck.domains.openapi.shapes import Shapes
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import UNCHANGED, Component, Need, Version


@dataclass(frozen=True, slots=True)
class _Books:
    """Who provides, who wants what, and the shapes of the operations that anybody wants."""

    known: Mapping[str, Provider]
    asked: Asked
    shapes: Mapping[tuple[str, Key], Shapes]

    def fields(self, provider: str, key: Key) -> list[tuple[str, tuple[str, ...]]]:
        """Give the fields of an operation's responses that anybody names."""
        users = (one for one in self.asked.wanted if one.provider == provider and one.key == key)
        return sorted({field for one in users for field in one.fields})


def contracts(sight: Sight) -> Contribution:
    """Give operations, and shapes where they differ, as atoms; and the needs of those who use them."""
    known = providers(sight)
    asked = wanted(sight, known)
    used = {(one.provider, one.key) for one in asked.wanted}
    with_fields = {(one.provider, one.key) for one in asked.wanted if one.fields}
    shapes = {
        (name, key): Shapes(known[name], key)
        for name, key in sorted(used)
        if known[name].differs or (name, key) in with_fields
    }
    books = _Books(known, asked, shapes)
    components = [_provider(provider, books, sight) for provider in known.values()]
    components.extend(_consumers(books))
    opened = frozenset(name for name, provider in known.items() if _is_open(provider, sight))
    return Contribution(tuple(one for one in components if one is not None), asked.unresolved, opened)


def _provider(provider: Provider, books: _Books, sight: Sight) -> Component | None:
    """Give a provider's share; a spec of nobody counts only where somebody uses it."""
    services = {name for view, _ in sight.versions.values() for name in view.estate.services}
    if provider.name not in services and all(one.provider != provider.name for one in books.asked.wanted):
        return None
    versions = {label: Version(provides=_provides(provider, label, books)) for label in provider.apis}
    if provider.name in services:
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
    return Component(name=provider.name, deployed=live, proposed=proposed, versions=versions)


def _provides(provider: Provider, label: str, books: _Books) -> frozenset[str]:
    atoms = set(provider.offers(label))
    for (name, key), shapes in books.shapes.items():
        if name == provider.name:
            atoms.update(shapes.provides(label, books.fields(name, key)))
    return frozenset(atoms)


def _consumers(books: _Books) -> Iterable[Component]:
    by_consumer: dict[str, dict[str, dict[str, dict[Need, None]]]] = {}
    for one in books.asked.wanted:
        needs = by_consumer.setdefault(one.consumer, {}).setdefault(one.label, {}).setdefault(one.provider, {})
        needs.update(dict.fromkeys(_needs(one, books)))
    for name, labels in sorted(by_consumer.items()):
        versions = {
            label: Version(needs={provider: tuple(needs) for provider, needs in sorted(found.items())})
            for label, found in labels.items()
        }
        yield Component(name=name, versions=versions)


def _needs(one: Wanted, books: _Books) -> Iterable[Need]:
    provider = books.known[one.provider]
    atoms = [provider.atoms[one.key]]
    shapes = books.shapes.get((one.provider, one.key))
    if shapes is not None and one.built_against is not None:
        atoms.extend(shapes.needs(one.built_against, one.fields))
    for atom in atoms:
        yield Need(atom, evidence=one.use.evidence, location=one.use.location)


def _is_open(provider: Provider, sight: Sight) -> bool:
    """Whether strangers may use it: unless every API of it says that its consumers are known."""
    declared = {
        provided.api: provided
        for view, _ in sight.versions.values()
        for service in view.estate.services.values()
        for provided in service.provides
    }
    names = {api.name for apis in provider.apis.values() for api in apis}
    return not all(name in declared and declared[name].closed for name in names)
