"""Databases, pending migrations and the versions that query them, as components with contracts."""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.database.atoms import lost_atoms, object_atom
from deploycheck.domains.database.model import DatabaseModel, DatabaseState
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.needs import Terms, lacks
from deploycheck.domains.database.queries.remembered import resolved
from deploycheck.domains.database.units import Unit, live_state, models, units
from deploycheck.hooks import Contribution, Sight
from deploycheck.model.contract import UNCHANGED, Component, Need, Version
from deploycheck.model.location import Location
from deploycheck.model.record import Record


def contract_databases(sight: Sight) -> Contribution:
    """Give every live database, one unit for what is migrated in one step, and the needs of those who query."""
    known = models(sight)
    parts: list[Component] = []
    opened: set[str] = set()
    pending = tuple(units(sight))
    for unit in pending:
        terms = _terms(unit, sight, known)
        parts.append(_migration(unit, terms, sight))
        parts += _users(terms, known, sight)
        if _is_open(known[sight.head].databases[unit.database]):
            opened.add(unit.name)
    names = sorted({name for label in sight.live for name in known[label].databases})
    for name in names:
        home = _Home(name, component_name(name, sight), known, sight, tuple(u for u in pending if u.database == name))
        parts.append(home.component())
        parts += home.readers()
    return Contribution(tuple(parts), (), frozenset(opened))


def component_name(database: str, sight: Sight) -> str:
    """Name a database's component: its own name, unless a service or client is called so."""
    estates = [view.estate for view, _ in sight.versions.values()]
    taken = any(database in estate.services or database in estate.clients for estate in estates)
    return f"database {database}" if taken else database


def _is_open(state: DatabaseState) -> bool:
    return state.declared is not None and state.declared.users == "open"


def _terms(unit: Unit, sight: Sight, known: Mapping[str, DatabaseModel]) -> Terms:
    """Collect what a unit gives and takes, and who lacks what."""
    terms = Terms(unit)
    terms.lost |= lost_atoms(unit.database, unit.before, unit.after)
    terms.gained |= lost_atoms(unit.database, unit.after, unit.before)
    for label, model in known.items():
        state = model.databases.get(unit.database)
        if state is not None:
            for lack in lacks(unit, label, sight.versions[label][0].side, state.queries):
                terms.add(lack)
    for label, user in _silent_users(unit.database, sight, known):
        terms.assume((user, label), sight.versions[label][0].estate.services[user].location)
    return terms


def _silent_users(database: str, sight: Sight, known: Mapping[str, DatabaseModel]) -> Iterator[tuple[str, str]]:
    """Walk the live versions of services that list a database and of which no version shows a query."""
    asking = {
        owner.component
        for model in known.values()
        if database in model.databases
        for owner in model.databases[database].queries
    }
    for label in sight.live:
        for name, service in sorted(sight.versions[label][0].estate.services.items()):
            if database in service.databases and name not in asking:
                yield label, name


def _migration(unit: Unit, terms: Terms, sight: Sight) -> Component:
    base = sight.live[0]
    is_new = all(unit.database not in (model or DatabaseModel()).databases for _, model in _live(sight))
    versions = {sight.head: terms.provided(after=True)}
    if not is_new:
        versions = {base: terms.provided(after=False), **versions}
    return Component(
        name=unit.name,
        kind="migration",
        strategy=None if unit.atomic else "rolling",
        after=(unit.previous,) if unit.previous else (),
        deployed=() if is_new else (base,),
        proposed=sight.head,
        versions=versions,
        location=unit.steps[0].migration.location,
    )


def _live(sight: Sight) -> Iterable[tuple[object, DatabaseModel | None]]:
    return (sight.versions[label] for label in sight.live)


def _users(terms: Terms, known: Mapping[str, DatabaseModel], sight: Sight) -> Iterator[Component]:
    """Give the share of every component whose queries or manifest make it a user of the unit."""
    for name in sorted({name for name, _ in terms.needs}):
        labels = [label for label in sight.versions if (name, label) in terms.needs]
        versions = {label: terms.used((name, label)) for label in labels}
        yield _user(name, versions, known, sight)


def _user(name: str, versions: Mapping[str, Version], known: Mapping[str, DatabaseModel], sight: Sight) -> Component:
    """Give a user: it is a unit when its queries change, and nobody else may know that it exists."""
    by_label = {label: _asked(name, model) for label, model in known.items()}
    live = tuple(label for label in sight.live if by_label[label])
    changes = any(by_label[label] != by_label[sight.head] for label in live)
    is_new = not live and bool(by_label[sight.head])
    proposed = sight.head if (changes or is_new) and not _is_removed(name, sight) else UNCHANGED
    latest_first = [known[label] for label in (sight.head, *reversed(live))]
    place = None if _declared(name, sight) else _first_query(name, latest_first)
    return Component(name=name, deployed=live, proposed=proposed, versions=versions, location=place)


def _first_query(component: str, models: Iterable[DatabaseModel]) -> Location | None:
    """Give where the first query of a component stands, in the first model that has one."""
    found = (owner.location for model in models for state in model.databases.values() for owner in state.queries
             if owner.component == component)  # fmt: skip
    return next(found, None)


def _is_removed(name: str, sight: Sight) -> bool:
    """Whether it was a service or client that head no longer has."""
    known = _declared(name, sight)
    return bool(known) and sight.head not in known


def _declared(name: str, sight: Sight) -> set[str]:
    """Name the versions in which it is a service or client of the estate."""
    estates = {label: view.estate for label, (view, _) in sight.versions.items()}
    return {label for label, estate in estates.items() if name in estate.services or name in estate.clients}


def _asked(component: str, model: DatabaseModel) -> frozenset[tuple[str, str, str]]:
    """Give the texts of all queries of a component, for comparison."""
    return frozenset(
        (state.name, owner.query.name, owner.query.text)
        for state in model.databases.values()
        for owner in state.queries
        if owner.component == component
    )


class _Home(Record):
    """A live database as a component: what no unit touches, and who reads it."""

    database: str
    name: str
    known: Mapping[str, DatabaseModel]
    sight: Sight
    pending: tuple[Unit, ...]

    def component(self) -> Component:
        """Give the database, which itself stays."""
        label = next(label for label in self.sight.live if self.database in self.known[label].databases)
        state = self.known[label].databases[self.database]
        provides = frozenset({self.database, *(object_atom(self.database, name) for name in self._kept())})
        return Component(
            name=self.name,
            kind="database",
            deployed=(label,),
            versions={label: Version(provides=provides)},
            location=state.location,
        )

    def _kept(self) -> frozenset[Name]:
        """Give the relations that are there before and after all units."""
        state = live_state(self.database, self.sight, dict(self.known))
        before = state.catalogue if state else None
        if before is None:
            return frozenset()
        after = self.pending[-1].after if self.pending else before
        return frozenset(name for name in {**before.tables, **before.views} if after.relation(name))

    def readers(self) -> Iterator[Component]:
        """Give whoever asks it something, with one place for each table."""
        found: dict[str, dict[str, dict[str, Need]]] = {}
        kept = self._kept()
        for label, (view, _) in self.sight.versions.items():
            state = self.known[label].databases.get(self.database)
            for owner in state.queries if state else ():
                needs = found.setdefault(owner.component, {}).setdefault(label, {})
                for use in resolved(owner.query.query, state.catalogue).uses if state else ():
                    if use.table in kept:
                        atom = object_atom(self.database, use.table)
                        needs.setdefault(atom, Need(atom, (), "query", use.at.on(view.side)))
            for name, service in view.estate.services.items():
                if self.database in service.databases:
                    declared = Need(self.database, (), "declared", _place(service.location, view.side == "base"))
                    found.setdefault(name, {}).setdefault(label, {}).setdefault(self.database, declared)
        for name, labels in sorted(found.items()):
            versions = {label: Version(needs={self.name: tuple(needs.values())}) for label, needs in labels.items()}
            yield _user(name, versions, self.known, self.sight)


def _place(location: Location, base: bool) -> Location:  # noqa: FBT001  private, one caller
    return location.on("base") if base else location
