"""What components of other repositories say of components that nobody here knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from deploycheck.model.contract import Component, Need, Version
from deploycheck.model.location import Location
from deploycheck.model.record import replace
from deploycheck.model.service import Unresolved, Use
from deploycheck.model.suggest import did_you_mean

T = TypeVar("T")
_SIDES = ("base", "head")


def anchored(others: Sequence[Component], known: Iterable[str]) -> tuple[list[Component], list[Unresolved]]:
    """Give the components without what leads to nobody, and each such thing as a use without a provider.

    `known` are the components of this estate; the others are known to each other.
    """
    names = frozenset((*known, *(component.name for component in others)))
    kept: list[Component] = []
    open_uses: list[Unresolved] = []
    for component in others:
        for contract in component.versions.values():
            open_uses += _open(component, contract, names)
        versions = {label: _without(contract, names) for label, contract in component.versions.items()}
        kept.append(replace(component, versions=versions))
    return kept, open_uses


def _open(component: Component, contract: Version, names: frozenset[str]) -> Iterator[Unresolved]:
    wanted: Iterable[tuple[str, str, Location | None]] = (
        *((provider, need.atom, need.location) for provider, needs in contract.needs.items() for need in needs),
        *((name, atom, None) for name, atoms in contract.supplies.items() for atom in atoms),
        *((name, atom, None) for name, atoms in contract.reads.items() for atom in sorted(atoms)),
        *((name, name, need.location) for needs in contract.needs.values() for need in needs for name, _ in need.when),
    )
    for provider, atom, place in wanted:
        if provider not in names:
            use = Use(component.name, "contract", provider, atom, place or component.location or Location("."))
            for side in _SIDES:  # what others run is the same before and after this change
                yield Unresolved(use, side, did_you_mean(provider, names))


def _without(contract: Version, names: frozenset[str]) -> Version:
    needs = {provider: _certain(needs, names) for provider, needs in _among(contract.needs, names)}
    return replace(
        contract,
        needs=needs,
        supplies=dict(_among(contract.supplies, names)),
        reads=dict(_among(contract.reads, names)),
    )


def _certain(needs: Sequence[Need], names: frozenset[str]) -> tuple[Need, ...]:
    """Give the needs with those conditions only that can be told; a need that may hold is taken to hold."""
    return tuple(replace(need, when=tuple(pair for pair in need.when if pair[0] in names)) for need in needs)


def _among(table: Mapping[str, T], names: frozenset[str]) -> Iterator[tuple[str, T]]:
    return ((name, value) for name, value in table.items() if name in names)
