"""A maintenance window: several units stopped, changed and started at one moment, as if they were one component."""

from collections.abc import Collection, Mapping
from typing import Final

from deploycheck.model.contract import Component, Contracts, Need, Retention, Supplied, Version
from deploycheck.model.record import replace

OLD: Final = "before the window"
NEW: Final = "after the window"


def as_one(contracts: Contracts, units: Collection[str], name: str) -> Contracts | None:
    """Give the contracts with `units` merged into one component that is swapped at once.

    None when one of them has several live versions, which no single contract stands for.
    """
    members = [contracts.components[unit] for unit in units]
    if any(len(one.ending) != 1 or one.staying for one in members):
        return None
    merger = _Merger(contracts, {one.name: one for one in members}, name)
    kept = {
        other.name: replace(
            other,
            after=tuple(dict.fromkeys(name if one in units else one for one in other.after)),
            retention={atom: merger.retention(kept) for atom, kept in other.retention.items()},
            versions={label: merger.renamed(version) for label, version in other.versions.items()},
        )
        for other in contracts.components.values()
        if other.name not in units
    }
    return replace(contracts, components={**kept, name: merger.component()})


class _Merger:
    """Gives every atom and format of a member a name of its own, so that members don't get in each other's way."""

    def __init__(self, contracts: Contracts, members: Mapping[str, Component], name: str) -> None:
        self._contracts = contracts
        self._members = members
        self._name = name

    def component(self) -> Component:
        members = self._members.values()
        return Component(
            self._name,
            "database",
            "recreate",
            after=tuple(dict.fromkeys(one for each in members for one in each.after if one not in self._members)),
            stored=frozenset(_own(each.name, atom) for each in members for atom in each.stored),
            retention={
                _own(each.name, atom): self.retention(one) for each in members for atom, one in each.retention.items()
            },
            deployed=(OLD,),
            proposed=NEW,
            versions={
                OLD: self._united({each.name: each.contract(each.ending[0]) for each in members}),
                NEW: self._united({each.name: each.contract(each.starting[0]) for each in members if each.starting}),
            },
        )

    def retention(self, one: Retention) -> Retention:
        return replace(one, backfilled_by=self._name) if one.backfilled_by in self._members else one

    def renamed(self, version: Version) -> Version:
        """Point what a version says about members at the merged component."""
        needs: dict[str, tuple[Need, ...]] = {}
        supplies: dict[str, dict[str, Supplied]] = {}
        for provider, wanted in version.needs.items():
            home = self._home(provider)
            needs[home] = needs.get(home, ()) + tuple(self._need(provider, need) for need in wanted)
        for provider, given in version.supplies.items():
            supplies.setdefault(self._home(provider), {}).update(
                {self._atom(provider, atom): what for atom, what in given.items()}
            )
        return replace(version, needs=needs, supplies=supplies, reads=self._reads(version))

    def _reads(self, version: Version) -> dict[str, frozenset[str]]:
        """Let a reader of one member read whatever the others write: it never looks there."""
        reads = {name: formats for name, formats in version.reads.items() if name not in self._members}
        read = version.reads.keys() & self._members.keys()
        if read:
            others = [one for one in self._members.values() if one.name not in read]
            reads[self._name] = frozenset(
                {_own(name, atom) for name in read for atom in version.reads[name]}
                | {_own(one.name, atom) for one in others for atom in _formats(one)}
            )
        return reads

    def _united(self, versions: Mapping[str, Version]) -> Version:
        parts = {name: self.renamed(version) for name, version in versions.items()}
        needs: dict[str, tuple[Need, ...]] = {}
        supplies: dict[str, dict[str, Supplied]] = {}
        reads: dict[str, frozenset[str]] = {}
        for part in parts.values():
            for provider, wanted in part.needs.items():
                needs[provider] = needs.get(provider, ()) + wanted
            for provider, given in part.supplies.items():
                supplies.setdefault(provider, {}).update(given)
            for writer, formats in part.reads.items():
                reads[writer] = reads[writer] & formats if writer in reads else formats
        return Version(
            provides=frozenset(_own(name, atom) for name, one in versions.items() for atom in one.provides),
            needs=needs,
            demands={_own(name, atom): what for name, one in versions.items() for atom, what in one.demands.items()},
            supplies=supplies,
            emits=frozenset(_own(name, atom) for name, one in versions.items() for atom in one.emits),
            reads=reads,
        )

    def _home(self, name: str) -> str:
        return self._name if name in self._members else name

    def _atom(self, provider: str, atom: str) -> str:
        return _own(provider, atom) if provider in self._members else atom

    def _need(self, provider: str, need: Need) -> Need:
        when = tuple(self._condition(name, version) for name, version in need.when)
        return replace(need, atom=self._atom(provider, need.atom), when=when)

    def _condition(self, name: str, version: str | None) -> tuple[str, str | None]:
        if name not in self._members:
            return name, version
        return self._name, OLD if version in self._members[name].ending else NEW


def _formats(component: Component) -> frozenset[str]:
    return component.stored.union(*(version.emits for version in component.versions.values()))


def _own(name: str, atom: str) -> str:
    return f"{name}\x00{atom}"
