"""What all versions of all providers offer, worked out on two cores where there is much to compare."""

import pickle
from collections.abc import Callable, Mapping, Sequence

from deploycheck.domains.openapi.offers import Key, Provider
from deploycheck.domains.openapi.shapes import Digests, Shapes
from deploycheck.workers import spread

WORTH = 500
"""Operations that differ and that somebody wants; fewer are looked at sooner than a copy of the process is made."""

Offers = Mapping[str, Mapping[str, frozenset[str]]]
"""Atoms by provider and version."""
Wanted = Mapping[str, Mapping[Key, Shapes]]
"""By provider the shapes of the operations that anybody wants."""
Named = Mapping[tuple[str, Key], Sequence[tuple[str, tuple[str, ...]]]]
"""The fields of an operation's responses that anybody names."""


def offered(known: Mapping[str, Provider], shapes: Wanted, fields: Named, jobs: int) -> Offers:
    """Give what each provider offers in each version.

    Providers are dealt out whole, so that what is learned about one does not depend on the number of processes.
    """

    def one(name: str) -> dict[str, frozenset[str]]:
        return {label: _provides(known[name], label, shapes.get(name, {}), fields) for label in known[name].apis}

    differing = [name for name, provider in known.items() if provider.differs and name in shapes]
    if jobs > 1 and sum(len(shapes[name]) for name in differing) >= WORTH:
        found = _spread(differing, shapes, one)
    else:
        found = {}
    return {name: found[name] if name in found else one(name) for name in known}


def _spread(
    names: Sequence[str], shapes: Wanted, one: Callable[[str], dict[str, frozenset[str]]]
) -> dict[str, dict[str, frozenset[str]]]:
    shares = names[::2], names[1::2]
    found: dict[str, dict[str, frozenset[str]]] = {}

    def own(number: int) -> None:
        found.update((name, one(name)) for name in shares[number])

    def work(number: int) -> bytes:
        own(number)
        digests = {name: [each.digests for each in shapes[name].values()] for name in shares[number]}
        return pickle.dumps(({name: found[name] for name in shares[number]}, digests), protocol=5)

    for packed in spread(2, work, own, 2).values():
        told: tuple[dict[str, dict[str, frozenset[str]]], dict[str, list[Digests]]]
        told = pickle.loads(packed)  # noqa: S301  our own copy wrote it, through a pipe
        found.update(told[0])
        for name, digests in told[1].items():
            for each, known in zip(shapes[name].values(), digests, strict=True):
                each.digests.update(known)
    return found


def _provides(provider: Provider, label: str, shapes: Mapping[Key, Shapes], fields: Named) -> frozenset[str]:
    atoms = set(provider.offers(label))
    for key, one in shapes.items():
        atoms.update(one.provides(label, fields[provider.name, key]))
    return frozenset(atoms)
