"""CREATE TABLE applied to a catalogue."""

from collections.abc import Iterator

from deploycheck.domains.database.catalogue.builder import Builder, ConflictError
from deploycheck.domains.database.catalogue.constraints import add_constraint, copy_constraint, copy_index
from deploycheck.domains.database.catalogue.model import Column, Table
from deploycheck.domains.database.catalogue.naming import sequence_name
from deploycheck.domains.database.effects import ColumnDefinition, CreateTable, Like
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.resolution import resolve
from deploycheck.model.record import replace


def create_table(builder: Builder, effect: CreateTable) -> None:
    """Add a table with all that its definition implies."""
    name = builder.created(effect.table, temporary=effect.temporary)
    if name in builder.tables or name in builder.views:
        if effect.if_not_exists:
            return
        raise ConflictError(f"{name} is already there")
    table = Table(
        name=name,
        columns=tuple(_merged(_all_columns(builder, effect))),
        inherits=tuple(builder.complete_relation(parent) for parent in effect.inherits),
        partition_of=builder.complete_relation(effect.partition_of) if effect.partition_of else None,
        partitioned=effect.partitioned,
        at=effect.at,
    )
    builder.tables[name] = table
    for definition in effect.columns:
        own_sequence(builder, name, definition)
    _add_constraints(builder, name, effect)


def _all_columns(builder: Builder, effect: CreateTable) -> Iterator[Column]:
    if effect.query is not None:
        yield from _query_columns(builder, effect)
    if effect.of_type is not None:
        yield from _type_columns(builder, effect.of_type)
    parent = effect.partition_of
    for source in (*effect.inherits, *((parent,) if parent else ())):
        yield from builder.table(source).columns
    for like in effect.like:
        yield from _like_columns(builder, like)
    for definition in effect.columns:
        yield column_of(builder, definition)


def _type_columns(builder: Builder, name: Name) -> tuple[Column, ...]:
    """Give the columns of a composite type, for CREATE TABLE OF."""
    found = builder.find(name, builder.types)
    if found is None:
        raise ConflictError(f"there is no type {name}")
    return builder.types[found].columns


def _merged(columns: Iterator[Column]) -> Iterator[Column]:
    """Merge columns of one name, as inheritance does: later definitions tighten and set defaults."""
    merged: dict[str, Column] = {}
    for column in columns:
        old = merged.get(column.name)
        if old is not None:
            column = replace(  # noqa: PLW2901  the merged column takes the place of both
                column,
                type=old.type if column.type is None or column.type.name.name == "unknown" else column.type,
                nullable=column.nullable and old.nullable,
                default=column.default or old.default,
            )
        merged[column.name] = column
    return iter(merged.values())


def _query_columns(builder: Builder, effect: CreateTable) -> Iterator[Column]:
    if effect.query is None:
        return
    result = resolve(effect.query, builder.snapshot()).result
    if result is None:
        builder.uncertain.add(effect.table.name)
        return
    for position, output in enumerate(result):
        renamed = effect.column_names[position] if position < len(effect.column_names) else output.name
        yield Column(renamed, output.type, at=effect.at)


def _like_columns(builder: Builder, like: Like) -> Iterator[Column]:
    source = builder.tables.get(builder.complete_relation(like.table))
    view = builder.views.get(builder.complete_relation(like.table))
    columns = source.columns if source else (view.columns or ()) if view else None
    if columns is None:
        raise ConflictError(f"there is no table {like.table}")
    for column in columns:
        keep_default = "defaults" in like.including and column.generated in {"", "stored", "virtual"}
        keep_generated = ("identity" if "identity" in column.generated else "generated") in like.including
        kept = column.default if (keep_default and not column.generated) or keep_generated else None
        yield replace(column, default=kept, generated=column.generated if keep_generated else "")


def column_of(builder: Builder, definition: ColumnDefinition) -> Column:
    """Make the column that a definition describes."""
    kind = builder.complete_type(definition.type)
    return Column(
        definition.name, kind, definition.nullable, definition.default, definition.generated, at=definition.at
    )


def own_sequence(builder: Builder, table: Name, definition: ColumnDefinition) -> None:
    """Create the sequence behind a serial or identity column."""
    if definition.serial or "identity" in definition.generated:
        name = sequence_name(table.name, definition.name, builder.taken(table.schema))
        sequence = Name(table.schema, name)
        builder.sequences[sequence] = (table, definition.name)
        column = builder.tables[table].column(definition.name)
        if definition.serial and column and column.default:
            default = replace(column.default, text=f"nextval('{sequence}')")
            builder.put_column(builder.tables[table], replace(column, default=default))


def _add_constraints(builder: Builder, name: Name, effect: CreateTable) -> None:
    for definition in effect.columns:
        for constraint in definition.constraints:
            add_constraint(builder, name, constraint)
    for constraint in effect.constraints:
        add_constraint(builder, name, constraint)
    for like in effect.like:
        _like_constraints(builder, name, like)
    for parent in effect.inherits:
        for constraint in builder.table(parent).constraints:
            if constraint.kind == "check":
                copy_constraint(builder, name, constraint)
    if effect.partition_of:
        inherit_everything(builder, builder.table(effect.partition_of), name)


def inherit_everything(builder: Builder, parent: Table, partition: Name) -> None:
    """Give a partition the constraints and indexes of its parent."""
    for constraint in parent.constraints:
        copy_constraint(builder, partition, constraint)
    for index in [*builder.indexes.values()]:
        if index.table == parent.name and not index.constraint:
            copy_index(builder, index, partition)


def _like_constraints(builder: Builder, name: Name, like: Like) -> None:
    source = builder.tables.get(builder.complete_relation(like.table))
    for constraint in source.constraints if source else ():
        wanted = "constraints" if constraint.kind == "check" else "indexes"
        if wanted in like.including and constraint.kind != "foreign key":
            kept = constraint.name if constraint.kind == "check" else ""
            add_constraint(builder, name, replace(constraint, name=kept))
    for index in builder.snapshot().indexes_of(source.name) if source and "indexes" in like.including else ():
        if not index.constraint:
            copy = replace(index, name=Name(name.schema, f"{name.name}_{'_'.join(index.keys)}_idx"), table=name)
            builder.indexes[copy.name] = copy
