"""Dropping, renaming and moving relations, types and schemas."""

from collections.abc import Iterable

from deploycheck.domains.database.catalogue.builder import Builder, ConflictError
from deploycheck.domains.database.catalogue.dependents import drop_table as _drop_table
from deploycheck.domains.database.catalogue.dependents import drop_view as _drop_view
from deploycheck.domains.database.catalogue.dependents import rename_in_defaults
from deploycheck.domains.database.catalogue.model import Column
from deploycheck.domains.database.effects import (
    DropSchema,
    DropTable,
    DropView,
    MoveRelation,
    RenameRelation,
    RenameSchema,
)
from deploycheck.domains.database.names import Name
from deploycheck.model.record import replace


def drop_table(builder: Builder, effect: DropTable) -> None:
    """DROP TABLE."""
    found = builder.find(effect.table, builder.tables)
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no table {effect.table}")
    _drop_table(builder, found, cascade=effect.cascade)


def forget_table(builder: Builder, name: Name) -> None:
    """Drop a table that ends by itself, and what rests on it."""
    _drop_table(builder, name, cascade=True)


def drop_view(builder: Builder, effect: DropView) -> None:
    """DROP VIEW."""
    found = builder.find(effect.view, builder.views)
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no view {effect.view}")
    _drop_view(builder, found)


def rename_relation(builder: Builder, effect: RenameRelation) -> None:
    """RENAME TO: ALTER TABLE may rename any relation, so the kind that was written doesn't matter."""
    found = _find(builder, effect.name, types=effect.kind == "type")
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no {effect.kind} {effect.name}")
    rename(builder, found, found.renamed(effect.new_name))


def move_relation(builder: Builder, effect: MoveRelation) -> None:
    """SET SCHEMA."""
    found = _find(builder, effect.name, types=effect.kind == "type")
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no {effect.kind} {effect.name}")
    rename(builder, found, Name(effect.schema, found.name))
    if effect.kind == "table":
        for index in [index for index in builder.indexes.values() if index.table == Name(effect.schema, found.name)]:
            rename(builder, index.name, Name(effect.schema, index.name.name))
        moved = Name(effect.schema, found.name)
        for sequence in [name for name, owner in builder.sequences.items() if owner and owner[0] == moved]:
            rename(builder, sequence, Name(effect.schema, sequence.name))


def _find(builder: Builder, name: Name, *, types: bool) -> Name | None:
    if types:
        return builder.find(name, builder.types)
    groups = (builder.tables, builder.views, builder.indexes, builder.sequences)
    return next((found for group in groups if (found := builder.find(name, group))), None)


def rename(builder: Builder, old: Name, new: Name) -> None:
    """Give a relation or type another name, everywhere."""
    if old in builder.tables:
        builder.tables[new] = replace(builder.tables.pop(old), name=new)
        _rename_type_uses(builder, old, new)
    elif old in builder.views:
        builder.views[new] = replace(builder.views.pop(old), name=new)
    elif old in builder.indexes:
        _rename_index(builder, old, new)
        return
    elif old in builder.types:
        builder.types[new] = replace(builder.types.pop(old), name=new)
        _rename_type_uses(builder, old, new)
        return
    elif old in builder.sequences:
        builder.sequences[new] = builder.sequences.pop(old)
        rename_in_defaults(builder, old, new)
        return
    _rename_references(builder, old, new)


def _rename_index(builder: Builder, old: Name, new: Name) -> None:
    index = builder.indexes.pop(old)
    builder.indexes[new] = replace(index, name=new)
    table = builder.tables.get(index.table)
    if index.constraint and table:
        renamed = tuple(replace(c, name=new.name) if c.name == old.name else c for c in table.constraints)
        builder.tables[index.table] = replace(table, constraints=renamed)


def _rename_references(builder: Builder, old: Name, new: Name) -> None:
    for name, table in [*builder.tables.items()]:
        constraints = tuple(replace(c, references=new) if c.references == old else c for c in table.constraints)
        parents = tuple(new if parent == old else parent for parent in table.inherits)
        partition = new if table.partition_of == old else table.partition_of
        if (constraints, parents, partition) != (table.constraints, table.inherits, table.partition_of):
            builder.tables[name] = replace(table, constraints=constraints, inherits=parents, partition_of=partition)
    for name, index in [*builder.indexes.items()]:
        if index.table == old:
            builder.indexes[name] = replace(index, table=new)
    for name, view in [*builder.views.items()]:
        if any(relation == old for relation, _ in view.reads):
            reads = frozenset((new if relation == old else relation, column) for relation, column in view.reads)
            builder.views[name] = replace(view, reads=reads)
    for name, owner in [*builder.sequences.items()]:
        if owner and owner[0] == old:
            builder.sequences[name] = (new, owner[1])


def _rename_type_uses(builder: Builder, old: Name, new: Name) -> None:
    def changed(columns: Iterable[Column]) -> tuple[Column, ...]:
        return tuple(
            replace(c, type=replace(c.type, name=new)) if c.type is not None and c.type.name == old else c
            for c in columns
        )

    for name, table in [*builder.tables.items()]:
        columns = changed(table.columns)
        if columns != table.columns:
            builder.tables[name] = replace(table, columns=columns)
    for name, view in [*builder.views.items()]:
        if view.columns:
            builder.views[name] = replace(view, columns=changed(view.columns))


def drop_schema(builder: Builder, effect: DropSchema) -> None:
    """DROP SCHEMA, with CASCADE all that is in it."""
    if effect.schema not in builder.schemas:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no schema {effect.schema}")
    builder.schemas.discard(effect.schema)
    for name in [name for name in builder.tables if name.schema == effect.schema]:
        _drop_table(builder, name, cascade=True)
    for name in [name for name in builder.views if name.schema == effect.schema]:
        _drop_view(builder, name)
    for name in [name for name in builder.types if name.schema == effect.schema]:
        del builder.types[name]
    for name in [name for name in builder.functions if name.schema == effect.schema]:
        del builder.functions[name]
    for name in [name for name in builder.sequences if name.schema == effect.schema]:
        del builder.sequences[name]


def rename_schema(builder: Builder, effect: RenameSchema) -> None:
    """ALTER SCHEMA RENAME."""
    builder.schemas.discard(effect.schema)
    builder.schemas.add(effect.new_name)
    groups = (builder.tables, builder.views, builder.indexes, builder.types, builder.sequences)
    for name in [name for group in groups for name in group if name.schema == effect.schema]:
        rename(builder, name, Name(effect.new_name, name.name))
    for name in [name for name in builder.functions if name.schema == effect.schema]:
        builder.functions[Name(effect.new_name, name.name)] = builder.functions.pop(name)
