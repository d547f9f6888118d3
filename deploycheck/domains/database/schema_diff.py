"""Two declared schemas compared: the statements of a migration that would lead from one to the other.

Renames are not guessed: a column that is gone and one that is new are just that.
"""

from collections.abc import Iterable, Iterator

from deploycheck.domains.database.catalogue.model import Catalogue, Column, Index, Table, UserType
from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AlterColumnType,
    ColumnDefinition,
    Constraint,
    CreateEnum,
    CreateIndex,
    CreateSchema,
    CreateTable,
    CreateType,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropTable,
    DropType,
    DropView,
    Effect,
    Opaque,
    SetDefault,
    SetGenerated,
    SetNotNull,
)
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.rendering import render
from deploycheck.domains.database.statement import Statement
from deploycheck.model.location import Location


def schema_diff(base: Catalogue, head: Catalogue, home: Location) -> tuple[Statement, ...]:
    """Give the statements that turn `base` into `head`; what is dropped is located at its table, else at `home`."""
    return tuple(Statement(render(effect), effect.at, (effect,)) for effect in _effects(base, head, home))


def _effects(base: Catalogue, head: Catalogue, home: Location) -> Iterator[Effect]:
    for schema in sorted(head.schemas - base.schemas):
        yield CreateSchema(schema, at=home)
    yield from _types(base, head)
    for name in sorted(base.views.keys() - head.views.keys()):
        yield DropView(name, at=home)
    for name, table in sorted(head.tables.items()):
        if name not in base.tables:
            yield _creation(table)
    for name, table in sorted(head.tables.items()):
        old = base.tables.get(name)
        if old is not None and old != table:
            yield from _table(old, table)
    yield from _indexes(base, head, home)
    for name in sorted(base.tables.keys() - head.tables.keys()):
        yield DropTable(name, at=home)
    for name in sorted(base.types.keys() - head.types.keys()):
        yield DropType(name, at=home)


def _types(base: Catalogue, head: Catalogue) -> Iterator[Effect]:
    for name, kind in sorted(head.types.items()):
        old = base.types.get(name)
        if old is None:
            yield CreateEnum(name, kind.values, at=kind.at) if kind.values else _new_type(kind)
            continue
        for value in kind.values:
            if value not in old.values:
                yield AddEnumValue(name, value, at=kind.at)
        if any(value not in kind.values for value in old.values):
            gone = ", ".join(value for value in old.values if value not in kind.values)
            reason = f"the enum {name} loses the value {gone}, which no single statement can do"
            yield Opaque(f"enum {name}", reason, frozenset({name.name}), at=kind.at)


def _new_type(kind: UserType) -> CreateType:
    columns = tuple(_definition(column) for column in kind.columns)
    return CreateType(kind.name, columns, kind.base, kind.not_null, at=kind.at)


def _definition(column: Column) -> ColumnDefinition:
    if column.type is None:
        raise ValueError(f"column {column.name} has no type")
    return ColumnDefinition(column.name, column.type, column.nullable, column.default, column.generated, at=column.at)


def _creation(table: Table) -> CreateTable:
    columns = tuple(_definition(column) for column in table.columns if column.type is not None)
    return CreateTable(
        table.name,
        columns,
        table.constraints,
        inherits=table.inherits,
        partition_of=None,
        partitioned=table.partitioned,
        at=table.at,
    )


def _table(old: Table, new: Table) -> Iterator[Effect]:
    yield from _constraints(old, new, dropped=True)
    for column in new.columns:
        before = old.column(column.name)
        if before is None:
            if column.type is not None:
                yield AddColumn(new.name, _definition(column), at=column.at)
        else:
            yield from _column(new.name, before, column)
    for column in old.columns:
        if new.column(column.name) is None:
            yield DropColumn(new.name, column.name, at=new.at)
    yield from _constraints(old, new, dropped=False)


def _column(table: Name, old: Column, new: Column) -> Iterator[Effect]:
    if old.type != new.type and new.type is not None:
        yield AlterColumnType(table, new.name, new.type, at=new.at)
    if old.generated != new.generated:
        yield SetGenerated(table, new.name, new.generated, at=new.at)
    elif _default(old) != _default(new):
        yield (
            SetDefault(table, new.name, new.default, at=new.at)
            if new.default
            else DropDefault(table, new.name, at=new.at)
        )
    if old.nullable and not new.nullable:
        yield SetNotNull(table, new.name, at=new.at)
    elif new.nullable and not old.nullable:
        yield DropNotNull(table, new.name, at=new.at)


def _default(column: Column) -> str | None:
    """Give the text of a default; dumps write `public.` before the sequence, people don't."""
    return column.default.text.replace("nextval('public.", "nextval('") if column.default else None


def _meaning(constraint: Constraint) -> tuple[object, ...]:
    """Give what a constraint says, whatever it is called."""
    check = constraint.expression.text if constraint.expression else ""
    columns = () if constraint.kind == "check" else constraint.columns
    references = constraint.references, constraint.referenced_columns, constraint.on_delete, constraint.on_update
    return constraint.kind, columns, check, references, constraint.not_valid


def _constraints(old: Table, new: Table, *, dropped: bool) -> Iterator[Effect]:
    was, now = {_meaning(one): one for one in old.constraints}, {_meaning(one): one for one in new.constraints}
    if dropped:
        for meaning, constraint in was.items():
            if meaning not in now:
                yield DropConstraint(new.name, constraint.name, at=new.at)
        return
    for meaning, constraint in now.items():
        if meaning not in was:
            yield AddConstraint(new.name, constraint, at=constraint.at)


def _index_meaning(index: Index) -> tuple[object, ...]:
    return index.table, index.keys, index.unique, index.where.text if index.where else "", index.method


def _indexes(base: Catalogue, head: Catalogue, home: Location) -> Iterator[Effect]:
    was, now = _own_indexes(base.indexes.values()), _own_indexes(head.indexes.values())
    for meaning, index in sorted(was.items(), key=lambda item: item[1].name):
        if meaning not in now and index.table in head.tables:
            yield DropIndex(index.name, at=head.tables[index.table].at)
    for meaning, index in sorted(now.items(), key=lambda item: item[1].name):
        if meaning not in was:
            yield CreateIndex(
                index.name.name, index.table, index.keys, index.unique, where=index.where, uses=index.uses, at=index.at
            )
    _ = home


def _own_indexes(indexes: Iterable[Index]) -> dict[tuple[object, ...], Index]:
    return {_index_meaning(index): index for index in indexes if not index.constraint}
