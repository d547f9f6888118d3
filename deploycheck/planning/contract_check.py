"""What a contract file says about names that it doesn't know."""

from collections.abc import Iterable, Iterator

from deploycheck.model.contract import Component, Contracts, Unchanged, Version
from deploycheck.model.suggest import did_you_mean

Mistake = tuple[tuple[str | int, ...], str]
"""The steps to a place in the file, and a sentence."""


def mistakes(contracts: Contracts, *, whole: bool = True) -> Iterator[Mistake]:
    """Give every reference that leads nowhere; a file that is not the `whole` estate may use what others have."""
    known = contracts.components
    for name, component in known.items():
        here = ("components", name)
        yield from _own_versions(component, here)
        for other in component.after:
            if other not in known:
                yield (*here, "after"), f"{name} comes after {_unknown(other, known)}"
            elif other == name:
                yield (*here, "after"), f"{name} cannot come after itself"
        for atom, retention in component.retention.items():
            backfill = retention.backfilled_by
            if backfill is not None and backfill not in known:
                yield (*here, "retention", atom), f"{atom} is backfilled by {_unknown(backfill, known)}"
        for version, contract in component.versions.items() if whole else ():
            yield from _references(contract, known, (*here, "versions", version), component.label(version))


def _own_versions(component: Component, here: tuple[str, ...]) -> Iterator[Mistake]:
    named = [("deployed", version) for version in component.deployed]
    if isinstance(component.proposed, str):
        named.append(("proposed", component.proposed))
    for key, version in named:
        if version not in component.versions:
            hint = did_you_mean(version, component.versions) or "; describe it under `versions`, if only as {}"
            yield (*here, key), f"{component.name}: {key} names {version}, which is not among its versions{hint}"
    if len(set(component.deployed)) < len(component.deployed):
        yield (*here, "deployed"), f"{component.name}: deployed names a version twice"
    if not component.deployed and isinstance(component.proposed, Unchanged):
        yield here, f"{component.name} is neither deployed nor proposed; say which version is live"


def _references(contract: Version, known: Iterable[str], here: tuple[str, ...], label: str) -> Iterator[Mistake]:
    for provider, needs in contract.needs.items():
        if provider not in known:
            yield (*here, "needs", provider), f"{label} needs something of {_unknown(provider, known)}"
        for index, need in enumerate(needs):
            for name, _ in need.when:
                if name not in known:
                    where: tuple[str | int, ...] = (*here, "needs", provider, index)
                    yield where, f"{label} needs {need.atom} depending on {_unknown(name, known)}"
    for key, names in (("supplies", contract.supplies), ("reads", contract.reads)):
        for name in names:
            if name not in known:
                yield (*here, key, name), f"{label} {key} something of {_unknown(name, known)}"


def _unknown(name: str, known: Iterable[str]) -> str:
    return f"{name}, which is not among the components{did_you_mean(name, known)}"
