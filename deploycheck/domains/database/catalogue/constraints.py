"""Constraints and indexes applied to a catalogue."""

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
from deploycheck.model.record import replace

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
    known = {constraint.name for constraint in table.constraints}
    add_constraint(builder, table.name, effect.constraint)
    for added in builder.tables[table.name].constraints:
        if added.name not in known and not effect.only:
            _inherit_constraint(builder, table, added)


def _inherit_constraint(builder: Builder, table: Table, constraint: Constraint) -> None:
    """Give a new constraint to children: a check to all of them, any other to partitions alone."""
    for member in [*builder.family(table)][1:]:
        if constraint.kind == "check" or member.partition_of:
            copy_constraint(builder, member.name, constraint)


def copy_constraint(builder: Builder, name: Name, constraint: Constraint) -> None:
    """Give a parent's constraint to a child or partition, as the server names it there."""
    table = builder.tables[name]
    if constraint.kind in _WITH_INDEX:
        if not any(_alike(constraint, own) for own in table.constraints):
            add_constraint(builder, name, replace(constraint, name=""))
    elif table.constraint(constraint.name) is None:
        add_constraint(builder, name, constraint)


def _alike(one: Constraint, other: Constraint) -> bool:
    return (one.kind, one.columns) == (other.kind, other.columns)


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
    if table.constraint(effect.name) is None and (_drop_named_not_null(builder, table, effect.name) or effect.tolerant):
        return
    dropped = _constraint(table, effect.name)
    for member in [*builder.family(table)]:
        inherited = (own.name for own in member.constraints if dropped.kind in _WITH_INDEX and _alike(dropped, own))
        own_name = effect.name if member.name == table.name else next(inherited, effect.name)
        remove_constraint(builder, member.name, own_name)
    if effect.cascade:
        _drop_references(builder, table.name, dropped.columns)


def _drop_named_not_null(builder: Builder, table: Table, name: str) -> bool:
    """Let a column be NULL whose NOT NULL is dropped by the name that PostgreSQL 18 gives it."""
    names = {f"{table.name.name}_{column.name}_not_null": column for column in table.columns if not column.nullable}
    if name not in names:
        return False
    freed = tuple(replace(one, nullable=True) if one is names[name] else one for one in table.columns)
    builder.tables[table.name] = replace(table, columns=freed)
    return True


def _drop_references(builder: Builder, table: Name, columns: tuple[str, ...]) -> None:
    """Drop the foreign keys that rest on the uniqueness of some columns."""
    for name, other in [*builder.tables.items()]:
        kept = tuple(c for c in other.constraints if not (c.references == table and c.referenced_columns == columns))
        if kept != other.constraints:
            builder.tables[name] = replace(other, constraints=kept)


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
    made = Index(name, relation, effect.keys, effect.unique, effect.where, effect.uses, effect.method, at=effect.at)
    builder.indexes[name] = made
    table = builder.tables.get(relation)
    for member in [*builder.family(table)][1:] if table and table.partitioned and not effect.only else ():
        copy_index(builder, made, member.name, effect.expressions)


def copy_index(builder: Builder, index: Index, table: Name, expressions: tuple[int, ...] = ()) -> None:
    """Give a partition the index of its parent, unless it has one like it."""
    if any(_same_keys(index, own) for own in builder.indexes.values() if own.table == table):
        return
    name = Name(table.schema, index_name(table.name, index.keys, expressions, builder.taken(table.schema)))
    builder.indexes[name] = replace(index, name=name, table=table)


def _same_keys(one: Index, other: Index) -> bool:
    return (one.keys, one.unique, one.where, one.method) == (other.keys, other.unique, other.where, other.method)


def drop_index(builder: Builder, effect: DropIndex) -> None:
    """DROP INDEX."""
    found = builder.find(effect.index, builder.indexes)
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no index {effect.index}")
    index = builder.indexes.pop(found)
    table = builder.tables.get(index.table)
    for member in [*builder.family(table)][1:] if table and table.partitioned else ():
        for own in [own for own in builder.indexes.values() if own.table == member.name and _same_keys(index, own)]:
            del builder.indexes[own.name]
