"""Locks of ALTER TABLE."""

from collections.abc import Callable, Iterator
from typing import Any

from deploycheck.domains.database.catalogue.model import Catalogue, Table
from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterTable,
    AttachPartition,
    Constraint,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    Effect,
    Expression,
    RenameColumn,
    RenameConstraint,
    SetDefault,
    SetGenerated,
    SetNotNull,
    ValidateConstraint,
    Volatility,
)
from deploycheck.domains.database.locks.cascades import view_locks
from deploycheck.domains.database.locks.conversions import depends_on_timezone, rewrites
from deploycheck.domains.database.locks.model import Lock, LockMode
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.volatility import volatility_of

_ADDING_DEFAULT_IS_CHEAP = 11
_SKIPS_PROVEN_SCANS = 12
_WEAK_COMMANDS: dict[str, LockMode] = {
    "SetStatistics": "ShareUpdateExclusiveLock",
    "SetRelOptions": "ShareUpdateExclusiveLock",
    "ResetRelOptions": "ShareUpdateExclusiveLock",
    "SetOptions": "ShareUpdateExclusiveLock",
    "ResetOptions": "ShareUpdateExclusiveLock",
    "ClusterOn": "ShareUpdateExclusiveLock",
    "DropCluster": "ShareUpdateExclusiveLock",
    "EnableTrig": "ShareRowExclusiveLock",
    "EnableTrigAll": "ShareRowExclusiveLock",
    "EnableTrigUser": "ShareRowExclusiveLock",
    "EnableAlwaysTrig": "ShareRowExclusiveLock",
    "EnableReplicaTrig": "ShareRowExclusiveLock",
    "DisableTrig": "ShareRowExclusiveLock",
    "DisableTrigAll": "ShareRowExclusiveLock",
    "DisableTrigUser": "ShareRowExclusiveLock",
}
_REWRITING_COMMANDS = frozenset({"SetLogged", "SetUnLogged", "SetTableSpace", "SetAccessMethod"})
_EXCLUSIVE = (DropColumn, RenameColumn, DropNotNull, SetDefault, DropDefault, SetGenerated, RenameConstraint)


def table_locks(effect: Effect, before: Catalogue, version: int) -> Iterator[Lock]:
    """Walk the locks of an ALTER TABLE command, its own table first."""
    if isinstance(effect, _EXCLUSIVE):
        table = _complete(before, effect.table)
        yield Lock(table, "AccessExclusiveLock")
        if isinstance(effect, DropColumn) and effect.cascade:
            yield from view_locks(before, table, effect.column)
        return
    reader = _READERS.get(type(effect))
    if reader:
        yield from reader(effect, before, version)


def _complete(catalogue: Catalogue, name: Name) -> Name:
    found = catalogue.relation(name)
    return found.name if found else Name(name.schema or "public", name.name)


def _table(catalogue: Catalogue, name: Name) -> Table | None:
    found = catalogue.relation(name)
    return found if isinstance(found, Table) else None


def _add_column(effect: AddColumn, before: Catalogue, version: int) -> Iterator[Lock]:
    column = effect.column
    volatility = _volatility(column.default, before) if column.default else "constant"
    generated = column.generated not in {"", "virtual"}
    costly = column.default is not None and version < _ADDING_DEFAULT_IS_CHEAP
    rewrite = column.serial or generated or costly or volatility in {"volatile", "unknown"}
    doubtful = volatility == "unknown" and not (column.serial or generated or costly)
    checked = any(constraint.kind != "foreign key" for constraint in column.constraints)
    table = _complete(before, effect.table)
    yield Lock(table, "AccessExclusiveLock", scan=checked, rewrite=rewrite, doubtful=doubtful)
    for constraint in column.constraints:
        if constraint.references:
            yield Lock(_complete(before, constraint.references), "ShareRowExclusiveLock")


def _volatility(default: Expression, before: Catalogue) -> Volatility:
    """Tell whether a default differs from row to row; what the user's own functions say of themselves counts."""
    if default.volatility != "unknown":
        return default.volatility
    found: set[Volatility] = set()
    for call in default.calls:
        own = before.function(Name("", call))
        found.add(own.volatility if own else volatility_of([call]))
    order: tuple[Volatility, ...] = ("volatile", "unknown", "stable")
    return next((kind for kind in order if kind in found), "constant")


def _type(effect: AlterColumnType, before: Catalogue, version: int) -> Iterator[Lock]:
    table = _table(before, effect.table)
    column = table.column(effect.column) if table else None
    old = column.type if column else None
    rewrite = old is None or rewrites(old, effect.type, effect.using, effect.column)
    doubtful = old is None
    if old is not None and depends_on_timezone(old, effect.type) and version >= _SKIPS_PROVEN_SCANS:
        doubtful = rewrite
    yield Lock(_complete(before, effect.table), "AccessExclusiveLock", rewrite=rewrite, doubtful=doubtful)


def _set_not_null(effect: SetNotNull, before: Catalogue, version: int) -> Iterator[Lock]:
    table = _table(before, effect.table)
    column = table.column(effect.column) if table else None
    cheap = column is not None and not column.nullable
    if table and version >= _SKIPS_PROVEN_SCANS:
        cheap = cheap or any(_proves(constraint, effect.column) for constraint in table.constraints)
    yield Lock(_complete(before, effect.table), "AccessExclusiveLock", scan=not cheap)


def _proves(constraint: Constraint, column: str) -> bool:
    """Whether a constraint already says that the column is never NULL."""
    check = constraint.expression
    return constraint.kind == "check" and not constraint.not_valid and check is not None and check.not_null_of == column


def _add_constraint(effect: AddConstraint, before: Catalogue, version: int) -> Iterator[Lock]:
    constraint, table = effect.constraint, _complete(before, effect.table)
    if constraint.kind == "foreign key":
        scan = not constraint.not_valid
        yield Lock(table, "ShareRowExclusiveLock", scan=scan)
        if constraint.references:
            yield Lock(_complete(before, constraint.references), "ShareRowExclusiveLock", scan=scan)
        return
    scan = not constraint.not_valid
    if constraint.using_index:
        scan = constraint.kind == "primary key" and _some_nullable(before, effect, version)
    yield Lock(table, "AccessExclusiveLock", scan=scan)


def _some_nullable(before: Catalogue, effect: AddConstraint, version: int) -> bool:
    """Whether a primary key from an index must first look for NULL in its columns."""
    table = _table(before, effect.table)
    index = next((one for one in before.indexes.values() if one.name.name == effect.constraint.using_index), None)
    if table is None or index is None:
        return True
    keys = [column for column in table.columns if column.name in index.keys]
    proven = version >= _SKIPS_PROVEN_SCANS
    return any(
        column.nullable and not (proven and any(_proves(one, column.name) for one in table.constraints))
        for column in keys
    )


def _validate(effect: ValidateConstraint, before: Catalogue, version: int) -> Iterator[Lock]:  # noqa: ARG001
    table = _table(before, effect.table)
    yield Lock(_complete(before, effect.table), "ShareUpdateExclusiveLock", scan=True)
    constraint = table.constraint(effect.name) if table else None
    if constraint and constraint.references:
        yield Lock(constraint.references, "RowShareLock", scan=True)


def _drop_constraint(effect: DropConstraint, before: Catalogue, version: int) -> Iterator[Lock]:  # noqa: ARG001
    table = _table(before, effect.table)
    yield Lock(_complete(before, effect.table), "AccessExclusiveLock")
    constraint = table.constraint(effect.name) if table else None
    if constraint and constraint.references:
        yield Lock(constraint.references, "AccessExclusiveLock")


def _other(effect: AlterTable, before: Catalogue, version: int) -> Iterator[Lock]:  # noqa: ARG001
    mode = _WEAK_COMMANDS.get(effect.command, "AccessExclusiveLock")
    yield Lock(_complete(before, effect.table), mode, rewrite=effect.command in _REWRITING_COMMANDS)


def _attach(effect: AttachPartition, before: Catalogue, version: int) -> Iterator[Lock]:  # noqa: ARG001
    yield Lock(_complete(before, effect.table), "ShareUpdateExclusiveLock")
    table = _table(before, effect.partition)
    proven = table is not None and any(one.kind == "check" and not one.not_valid for one in table.constraints)
    yield Lock(_complete(before, effect.partition), "AccessExclusiveLock", scan=not proven)


def _detach(effect: DetachPartition, before: Catalogue, version: int) -> Iterator[Lock]:  # noqa: ARG001
    mode: LockMode = "ShareUpdateExclusiveLock" if effect.concurrently else "AccessExclusiveLock"
    yield Lock(_complete(before, effect.table), mode)
    yield Lock(_complete(before, effect.partition), "AccessExclusiveLock")


_READERS: dict[type[Effect], Callable[[Any, Catalogue, int], Iterator[Lock]]] = {
    AddColumn: _add_column,
    AlterColumnType: _type,
    SetNotNull: _set_not_null,
    AddConstraint: _add_constraint,
    ValidateConstraint: _validate,
    DropConstraint: _drop_constraint,
    AlterTable: _other,
    AttachPartition: _attach,
    DetachPartition: _detach,
}
