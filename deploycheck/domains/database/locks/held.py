"""The effects of pending migrations in their place: the locks that each takes, and what is held already."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar, cast

from deploycheck.domains.database.catalogue.builder import DEFAULT_PATH, Builder, ConflictError
from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.catalogue.replay import apply
from deploycheck.domains.database.diff import DatabaseChange
from deploycheck.domains.database.effects import (
    Constraint,
    DropTable,
    DropView,
    Effect,
    MoveRelation,
    RenameRelation,
    Transaction,
)
from deploycheck.domains.database.locks.model import Lock
from deploycheck.domains.database.locks.objects import locks_of
from deploycheck.domains.database.migrations.history import Migration
from deploycheck.domains.database.model import OwnedQuery, Step
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.model import Query, Select
from deploycheck.domains.database.queries.remembered import resolved
from deploycheck.domains.database.statement import Statement
from deploycheck.model.finding import Evidence
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field, replace

_UNIQUE = frozenset({"unique", "primary key"})
E_co = TypeVar("E_co", bound=Effect, covariant=True)
E = TypeVar("E", bound=Effect)


class PlacedEffect(Record, Generic[E_co]):
    """One effect of a pending migration.

    `before` is the catalogue just before it. `locks` are what PostgreSQL takes on tables and views that were live
    before the change, strongest claim first; `held` what its transaction already holds on such tables. `transaction`
    counts transactions within the migration; `inside` tells whether more than this statement is committed with it, or
    a tool began a transaction for it. `identity` tells it apart from all others, without a line number.
    """

    step: Step
    statement: Statement
    effect: E_co
    before: Catalogue
    locks: tuple[Lock, ...]
    held: tuple[Lock, ...]
    transaction: int
    inside: bool
    identity: str

    @property
    def location(self) -> Location:
        """Where it stands; the statement's place when the effect has none of its own."""
        return self.effect.at if self.effect.at.path else self.statement.at

    @property
    def migration(self) -> Migration:
        """The migration that it belongs to."""
        return self.step.migration


class Pending(Record):
    """All effects of the pending migrations of one database, in order, and who uses which table now.

    `existing` are the tables and views of base under the names that they have in head, `dropped` those that the change
    drops. `version` is the server's major
    version, None when nobody said.
    """

    change: DatabaseChange
    effects: tuple[PlacedEffect[Effect], ...]
    existing: frozenset[Name] = frozenset()
    dropped: frozenset[Name] = frozenset()
    users: dict[Name, tuple[Evidence, ...]] = field(default_factory=dict)
    writers: dict[Name, frozenset[Evidence]] = field(default_factory=dict)

    @property
    def version(self) -> int | None:
        """The major version of the server, None when nobody said."""
        return self.change.head.version

    @property
    def guessed(self) -> bool:
        """Whether the statements are ours, made from two declared schemas: how they are really run is not known."""
        return bool(self.change.head.declared_in) and not self.change.head.steps

    def of(self, *kinds: type[E]) -> Iterator[PlacedEffect[E]]:
        """Walk the effects of some kinds."""
        return (cast("PlacedEffect[E]", placed) for placed in self.effects if isinstance(placed.effect, kinds))

    def locking(self, *kinds: type[E]) -> Iterator[tuple[PlacedEffect[E], Lock]]:
        """Walk the effects of some kinds that lock a table of base, each with its strongest such lock.

        Tables that the same change drops are left out: whoever still uses them has another worry.
        """
        for placed in self.of(*kinds):
            locks = [lock for lock in placed.locks if lock.table not in self.dropped]
            if locks:
                yield placed, max(locks, key=lambda lock: (lock.rank, lock.slow))

    def transactions(self) -> Iterator[tuple[PlacedEffect[Effect], ...]]:
        """Walk the effects grouped by what is committed together."""
        groups: dict[tuple[str, int], list[PlacedEffect[Effect]]] = {}
        for placed in self.effects:
            groups.setdefault((placed.migration.path, placed.transaction), []).append(placed)
        yield from (tuple(group) for group in groups.values())

    def users_of(self, table: Name) -> tuple[Evidence, ...]:
        """Give the queries that run now and touch a table."""
        return self.users.get(table, ())

    def waiting_for(self, lock: Lock) -> tuple[Evidence, ...]:
        """Give the queries that run now and wait for a lock: those that write the table, or all that touch it."""
        users = self.users_of(lock.table)
        if lock.stops_reads:
            return users
        return tuple(proof for proof in users if proof in self.writers.get(lock.table, ()))

    def unused(self, table: Name) -> bool:
        """Whether the queries of all users are known, and none of them touches a table."""
        base = self.change.base
        if base is None or not base.queries or table in self.users:
            return False
        silent = base.users - {owner.component for owner in base.queries}
        return not silent and not (base.declared and base.declared.users == "open")

    def readers_of(self, table: Name, columns: Iterable[str]) -> tuple[Evidence, ...]:
        """Give the queries that run now and read any of these columns."""
        return tuple(dict.fromkeys(self._using(table, frozenset(columns), {"read"})))

    def writers_of(self, table: Name, columns: Iterable[str]) -> tuple[Evidence, ...]:
        """Give the queries that run now and give values to any of these columns."""
        return tuple(dict.fromkeys(self._using(table, frozenset(columns), {"write", "insert"})))

    def _using(self, table: Name, columns: frozenset[str], modes: set[str]) -> Iterator[Evidence]:
        found = self.change.before.relation(table)
        for owner in self.change.base.queries if self.change.base and found else ():
            uses = resolved(owner.query.query, self.change.before).uses
            if any(found and use.table == found.name and use.column in columns and use.mode in modes for use in uses):
                yield _proof(owner)

    def demanded_before(self, table: Name, constraint: Constraint) -> bool:
        """Whether base already demands of rows what a constraint does, or more."""
        found = self.change.before.tables.get(table)
        before = found.constraints if found else ()
        if constraint.kind in _UNIQUE:
            return self._unique_before(table, frozenset(constraint.columns), before)
        if constraint.kind == "foreign key":
            return any(
                one.references == self._named(constraint.references) and one.columns == constraint.columns
                for one in before
            )
        return any(one.kind == constraint.kind and one.expression == constraint.expression for one in before)

    def _named(self, name: Name | None) -> Name | None:
        found = self.change.before.relation(name) if name else None
        return found.name if found else name

    def _unique_before(self, table: Name, keys: frozenset[str], before: Iterable[Constraint]) -> bool:
        indexes = self.change.before.indexes_of(table)
        indexed = any(index.unique and index.where is None and keys >= {*index.keys} for index in indexes)
        return indexed or any(one.kind in _UNIQUE and keys >= {*one.columns} for one in before)


def pending_effects(change: DatabaseChange) -> Pending:
    """Walk the pending migrations effect by effect."""
    existing = {**dict.fromkeys(change.before.tables), **dict.fromkeys(change.before.views)}
    walk = _Walk(change.head.engine, change.head.version, existing)
    effects = tuple(placed for step in change.steps for placed in walk.step(step))
    users, writers = (_users(change), _writers(change)) if effects else ({}, {})
    return Pending(change, effects, frozenset(walk.existing), frozenset(walk.dropped), users, writers)


def transactions_of(migration: Migration) -> Iterator[tuple[int, bool, Statement]]:
    """Walk statements with the number of their transaction, and whether that holds more than the statement alone."""
    number, inside = 0, migration.wrapped
    for statement in migration.statements:
        kinds = {effect.kind for effect in statement.effects if isinstance(effect, Transaction)}
        if kinds:
            number, inside = number + 1, "begin" in kinds
            continue
        yield number, inside, statement
        number += 0 if inside else 1


class _Walk(Draft):
    """The state between steps: names of tables of base, as renames go."""

    engine: str
    version: int | None
    existing: dict[Name, None]
    dropped: set[Name] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)

    def step(self, step: Step) -> Iterator[PlacedEffect[Effect]]:
        builder = Builder.of(replace(step.before, search_path=DEFAULT_PATH))
        held: dict[int, list[Lock]] = {}
        for number, inside, statement in transactions_of(step.migration):
            mine = held.setdefault(number, [])
            for effect in statement.effects:
                before = builder.snapshot()
                locks = self._locks(effect, before)
                identity = self._identity(step, statement)
                yield PlacedEffect(
                    step, statement, effect, before, _strongest_first(locks), tuple(mine), number, inside, identity
                )
                mine += locks
                self._apply(builder, effect, before)

    def _locks(self, effect: Effect, before: Catalogue) -> tuple[Lock, ...]:
        """Give the locks on tables of base; none for servers that we have not measured."""
        if self.engine != "postgresql":
            return ()
        return tuple(lock for lock in locks_of(effect, before, self.version) if lock.table in self.existing)

    def _identity(self, step: Step, statement: Statement) -> str:
        text = f"{step.migration.version}:{' '.join(statement.text.split())}"
        self.seen[text] = self.seen.get(text, 0) + 1
        return f"{text}#{self.seen[text]}"

    def _apply(self, builder: Builder, effect: Effect, before: Catalogue) -> None:
        try:
            apply(builder, effect)
        except ConflictError:
            return
        if isinstance(effect, DropTable | DropView):
            found = before.relation(effect.table if isinstance(effect, DropTable) else effect.view)
            self.dropped |= {found.name} if found else set()
        if isinstance(effect, RenameRelation | MoveRelation):
            found = before.relation(effect.name)
            if found is not None and found.name in self.existing:
                new = (
                    found.name.renamed(effect.new_name)
                    if isinstance(effect, RenameRelation)
                    else Name(effect.schema, found.name.name)
                )
                del self.existing[found.name]
                self.existing[new] = None


def _strongest_first(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    return tuple(sorted(locks, key=lambda lock: -lock.rank))


def _users(change: DatabaseChange) -> dict[Name, tuple[Evidence, ...]]:
    found: dict[Name, dict[Evidence, None]] = {}
    for owner in change.base.queries if change.base else ():
        proof = _proof(owner)
        for use in resolved(owner.query.query, change.before).uses:
            found.setdefault(use.table, {})[proof] = None
    return {table: tuple(proofs) for table, proofs in found.items()}


def _writers(change: DatabaseChange) -> dict[Name, frozenset[Evidence]]:
    found: dict[Name, set[Evidence]] = {}
    for owner in change.base.queries if change.base else ():
        for table in _written(owner.query.query, change.before):
            found.setdefault(table, set()).add(_proof(owner))
    return {table: frozenset(proofs) for table, proofs in found.items()}


def _written(query: Query, before: Catalogue) -> Iterator[Name]:
    """Give the tables that a statement or a common table expression of it writes."""
    if not isinstance(query, Select):
        found = before.relation(query.table.name)
        yield from (found.name,) if found else ()
    for cte in query.ctes:
        yield from _written(cte.query, before)


def _proof(owner: OwnedQuery) -> Evidence:
    return Evidence("query", owner.component, "base", owner.location.on("base"), owner.query.name)
