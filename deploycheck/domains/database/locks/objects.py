"""Locks of everything that is no ALTER TABLE."""

from collections.abc import Callable, Iterator
from typing import Any

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.effects import (
    CreateIndex,
    CreateTable,
    CreateTrigger,
    CreateView,
    DropIndex,
    DropTable,
    DropTrigger,
    DropView,
    Effect,
    LockTable,
    MoveRelation,
    Other,
    Rebuild,
    RefreshView,
    RenameRelation,
    RunQuery,
    Truncate,
)
from deploycheck.domains.database.locks.cascades import view_locks
from deploycheck.domains.database.locks.model import Lock, LockMode
from deploycheck.domains.database.locks.tables import table_locks
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.model import Select

NEWEST = 17
"""The version that is assumed when nobody says which server runs."""
_OTHER_LOCKS: dict[str, LockMode] = {
    "create policy": "AccessExclusiveLock",
    "create rule": "AccessExclusiveLock",
    "comment": "ShareUpdateExclusiveLock",
    "analyze": "ShareUpdateExclusiveLock",
    "vacuum": "ShareUpdateExclusiveLock",
    "create statistics": "ShareUpdateExclusiveLock",
}
_MODES: tuple[LockMode, ...] = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)


def locks_of(effect: Effect, before: Catalogue, version: int | None = None) -> tuple[Lock, ...]:
    """Give the locks that an effect takes on tables and views, strongest claims first.

    `before` is the catalogue just before it; `version` the server's major version, the newest known when None.
    """
    reader = _READERS.get(type(effect))
    if reader is None:
        return tuple(table_locks(effect, before, version or NEWEST))
    return tuple(reader(effect, before))


def _complete(catalogue: Catalogue, name: Name) -> Name:
    found = catalogue.relation(name)
    return found.name if found else Name(name.schema or "public", name.name)


def _create_table(effect: CreateTable, before: Catalogue) -> Iterator[Lock]:
    constraints = [*effect.constraints, *(one for column in effect.columns for one in column.constraints)]
    for constraint in constraints:
        if constraint.references and before.relation(constraint.references):
            yield Lock(_complete(before, constraint.references), "ShareRowExclusiveLock")
    if effect.partition_of:
        yield Lock(_complete(before, effect.partition_of), "AccessExclusiveLock")


def _create_index(effect: CreateIndex, before: Catalogue) -> Iterator[Lock]:
    mode: LockMode = "ShareUpdateExclusiveLock" if effect.concurrently else "ShareLock"
    yield Lock(_complete(before, effect.table), mode, scan=True)


def _drop_index(effect: DropIndex, before: Catalogue) -> Iterator[Lock]:
    found = next((before.indexes[name] for name in before.candidates(effect.index) if name in before.indexes), None)
    if found:
        yield Lock(found.table, "ShareUpdateExclusiveLock" if effect.concurrently else "AccessExclusiveLock")


def _drop_table(effect: DropTable, before: Catalogue) -> Iterator[Lock]:
    name = _complete(before, effect.table)
    yield Lock(name, "AccessExclusiveLock")
    table = before.tables.get(name)
    partners = {one.references for one in table.constraints if one.references} if table else set()
    partners |= {other.name for other in before.tables.values() if any(c.references == name for c in other.constraints)}
    for partner in sorted(partners - {name}):
        yield Lock(partner, "AccessExclusiveLock")
    if effect.cascade:
        yield from view_locks(before, name)


def _create_view(effect: CreateView, before: Catalogue) -> Iterator[Lock]:
    found = before.relation(effect.view)
    if found and effect.or_replace:
        yield Lock(found.name, "AccessExclusiveLock")


def _drop_view(effect: DropView, before: Catalogue) -> Iterator[Lock]:
    name = _complete(before, effect.view)
    yield Lock(name, "AccessExclusiveLock")
    if effect.cascade:
        yield from view_locks(before, name)


def _rename(effect: RenameRelation | MoveRelation, before: Catalogue) -> Iterator[Lock]:
    if effect.kind in {"table", "view", "materialized view"}:
        yield Lock(_complete(before, effect.name), "AccessExclusiveLock")


def _refresh(effect: RefreshView, before: Catalogue) -> Iterator[Lock]:
    mode: LockMode = "ExclusiveLock" if effect.concurrently else "AccessExclusiveLock"
    yield Lock(_complete(before, effect.view), mode, scan=True, rewrite=not effect.concurrently)


def _rebuild(effect: Rebuild, before: Catalogue) -> Iterator[Lock]:
    if effect.name is None:
        return
    if effect.command == "reindex":
        index = next((before.indexes[name] for name in before.candidates(effect.name) if name in before.indexes), None)
        table = index.table if index else _complete(before, effect.name)
        yield Lock(table, "ShareUpdateExclusiveLock" if effect.concurrently else "ShareLock", scan=True)
        return
    yield Lock(_complete(before, effect.name), "AccessExclusiveLock", rewrite=True)


def _truncate(effect: Truncate, before: Catalogue) -> Iterator[Lock]:
    yield Lock(_complete(before, effect.table), "AccessExclusiveLock")


def _create_trigger(effect: CreateTrigger, before: Catalogue) -> Iterator[Lock]:
    yield Lock(_complete(before, effect.table), "ShareRowExclusiveLock")


def _drop_trigger(effect: DropTrigger, before: Catalogue) -> Iterator[Lock]:
    if before.relation(effect.table):
        yield Lock(_complete(before, effect.table), "AccessExclusiveLock")


def _lock_table(effect: LockTable, before: Catalogue) -> Iterator[Lock]:
    mode: LockMode = next((mode for mode in _MODES if mode == effect.mode), "AccessExclusiveLock")
    yield Lock(_complete(before, effect.table), mode)


def _query(effect: RunQuery, before: Catalogue) -> Iterator[Lock]:
    if not isinstance(effect.query, Select):
        yield Lock(_complete(before, effect.query.table.name), "RowExclusiveLock")


def _other(effect: Other, before: Catalogue) -> Iterator[Lock]:
    mode = _OTHER_LOCKS.get(effect.kind)
    if mode and effect.table:
        yield Lock(_complete(before, effect.table), mode)


_READERS: dict[type[Effect], Callable[[Any, Catalogue], Iterator[Lock]]] = {
    CreateTable: _create_table,
    CreateIndex: _create_index,
    DropIndex: _drop_index,
    DropTable: _drop_table,
    CreateView: _create_view,
    DropView: _drop_view,
    RenameRelation: _rename,
    MoveRelation: _rename,
    RefreshView: _refresh,
    Rebuild: _rebuild,
    Truncate: _truncate,
    CreateTrigger: _create_trigger,
    DropTrigger: _drop_trigger,
    LockTable: _lock_table,
    RunQuery: _query,
    Other: _other,
}
