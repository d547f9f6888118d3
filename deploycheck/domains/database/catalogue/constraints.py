"""Constraints and indexes applied to a catalogue."""

from dataclasses import replace

from deploycheck.domains.database.catalogue.builder import Builder, ConflictError
from deploycheck.domains.database.catalogue.model import Index, Table
from deploycheck.domains.database.catalogue.naming import constraint_name, index_name
from deploycheck.domains.database.effects import (
    AddConstraint,
    Constraint,
    CreateIndex,
    DropConstraint,
    DropIndex,
    RenameConstraint,
    ValidateConstraint,
)
from deploycheck.domains.database.names import Name

_WITH_INDEX = frozenset({"primary key", "unique", "exclude"})


def add_constraint(builder: Builder, name: Name, constraint: Constraint) -> None:
    """Add a constraint to a table, with the index and the NOT NULL that it implies."""
    table = builder.tables[name]
    if constraint.using_index:
        constraint = _from_index(builder, table, constraint)
    chosen = constraint.name or constraint_name(name.name, constraint, _taken(builder, table))
    if table.constraint(chosen):
        raise ConflictError(f"table {name} already has a constraint {chosen}")
    references = builder.complete_relation(constraint.references) if constraint.references else None
    referenced = constraint.referenced_columns or _primary_key(builder, references)
    complete = replace(constraint, name=chosen, references=references, referenced_columns=referenced, using_index="")
    table = replace(table, constraints=(*table.constraints, complete))
    if constraint.kind == "primary key":
        keys = frozenset(constraint.columns)
        columns = tuple(replace(c, nullable=False) if c.name in keys else c for c in table.columns)
        table = replace(table, columns=columns)
    builder.tables[name] = table
    if constraint.kind in _WITH_INDEX:
        index = Name(name.schema, chosen)
        unique = constraint.kind != "exclude"
        uses = constraint.columns
        builder.indexes[index] = Index(index, name, uses, unique, None, uses, constraint=True, at=constraint.at)


def _taken(builder: Builder, table: Table) -> frozenset[str]:
    return builder.taken(table.name.schema) | {constraint.name for constraint in table.constraints}


def _primary_key(builder: Builder, table: Name | None) -> tuple[str, ...]:
    found = builder.tables.get(table) if table else None
    keys = (constraint.columns for constraint in found.constraints if constraint.kind == "primary key") if found else ()
    return next(iter(keys), ())


def _from_index(builder: Builder, table: Table, constraint: Constraint) -> Constraint:
    """Make a constraint from the index that it uses; the index takes the constraint's name."""
    found = Name(table.name.schema, constraint.using_index)
    index = builder.indexes.pop(found, None)
    if index is None:
        raise ConflictError(f"there is no index {constraint.using_index}")
    return replace(constraint, columns=index.keys, name=constraint.name or index.name.name)


def apply_add_constraint(builder: Builder, effect: AddConstraint) -> None:
    """ALTER TABLE ADD CONSTRAINT."""
    table = builder.table(effect.table)
    if effect.if_not_exists and effect.constraint.name and table.constraint(effect.constraint.name):
        return
    add_constraint(builder, table.name, effect.constraint)


def validate(builder: Builder, effect: ValidateConstraint) -> None:
    """VALIDATE CONSTRAINT."""
    table = builder.table(effect.table)
    _constraint(table, effect.name)
    done = tuple(replace(c, not_valid=False) if c.name == effect.name else c for c in table.constraints)
    builder.tables[table.name] = replace(table, constraints=done)


def _constraint(table: Table, name: str) -> Constraint:
    found = table.constraint(name)
    if found is None:
        raise ConflictError(f"table {table.name} has no constraint {name}")
    return found


def drop_constraint(builder: Builder, effect: DropConstraint) -> None:
    """DROP CONSTRAINT."""
    table = builder.table(effect.table)
    if table.constraint(effect.name) is None and effect.tolerant:
        return
    _constraint(table, effect.name)
    for member in [*builder.family(table)]:
        remove_constraint(builder, member.name, effect.name)


def remove_constraint(builder: Builder, table: Name, name: str) -> None:
    """Take a constraint and its index away."""
    found = builder.tables[table]
    kept = tuple(constraint for constraint in found.constraints if constraint.name != name)
    builder.tables[table] = replace(found, constraints=kept)
    index = builder.indexes.get(Name(table.schema, name))
    if index and index.constraint:
        del builder.indexes[index.name]


def rename_constraint(builder: Builder, effect: RenameConstraint) -> None:
    """RENAME CONSTRAINT, which renames its index, too."""
    table = builder.table(effect.table)
    _constraint(table, effect.name)
    renamed = tuple(replace(c, name=effect.new_name) if c.name == effect.name else c for c in table.constraints)
    builder.tables[table.name] = replace(table, constraints=renamed)
    index = builder.indexes.pop(Name(table.name.schema, effect.name), None)
    if index:
        name = Name(table.name.schema, effect.new_name)
        builder.indexes[name] = replace(index, name=name)


def create_index(builder: Builder, effect: CreateIndex) -> None:
    """CREATE INDEX, also on a materialized view."""
    relation = builder.find(effect.table, builder.tables) or builder.find(effect.table, builder.views)
    if relation is None:
        raise ConflictError(f"there is no table {effect.table}")
    taken = builder.taken(relation.schema)
    chosen = effect.name or index_name(relation.name, effect.keys, effect.expressions, taken)
    if effect.name and chosen in taken:
        if effect.if_not_exists:
            return
        raise ConflictError(f"{chosen} is already there")
    name = Name(relation.schema, chosen)
    builder.indexes[name] = Index(
        name, relation, effect.keys, effect.unique, effect.where, effect.uses, effect.method, at=effect.at
    )


def drop_index(builder: Builder, effect: DropIndex) -> None:
    """DROP INDEX."""
    found = builder.find(effect.index, builder.indexes)
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no index {effect.index}")
    del builder.indexes[found]
