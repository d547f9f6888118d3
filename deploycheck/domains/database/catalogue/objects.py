"""Views, types, sequences, functions, triggers and settings applied to a catalogue."""

from deploycheck.domains.database.catalogue.builder import DEFAULT_PATH, Builder, ConflictError
from deploycheck.domains.database.catalogue.creation import column_of, inherit_everything
from deploycheck.domains.database.catalogue.dependents import drop_defaults_calling
from deploycheck.domains.database.catalogue.model import Column, UserType, View
from deploycheck.domains.database.effects import (
    AddEnumValue,
    AlterTable,
    AttachPartition,
    CreateEnum,
    CreateFunction,
    CreateSchema,
    CreateSequence,
    CreateTrigger,
    CreateType,
    CreateView,
    DetachPartition,
    DropFunction,
    DropSequence,
    DropTrigger,
    DropType,
    RenameEnumValue,
    SetOption,
)
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.resolution import resolve
from deploycheck.model.record import replace


def create_view(builder: Builder, effect: CreateView) -> None:
    """CREATE VIEW and CREATE MATERIALIZED VIEW: the columns come from the query."""
    name = builder.created(effect.view, temporary=effect.temporary)
    if (name in builder.views or name in builder.tables) and not effect.or_replace:
        if effect.if_not_exists:
            return
        raise ConflictError(f"{name} is already there")
    resolution = resolve(effect.query, builder.snapshot())
    columns = None
    if resolution.result is not None:
        names = [*effect.column_names, *(output.name for output in resolution.result[len(effect.column_names) :])]
        columns = tuple(
            Column(name, output.type, at=effect.at) for name, output in zip(names, resolution.result, strict=False)
        )
    reads = frozenset((use.table, use.column) for use in resolution.uses) | frozenset(
        (use.table, "") for use in resolution.uses
    )
    builder.views[name] = View(name, columns, reads, effect.definition, effect.materialized, effect.at)


def create_enum(builder: Builder, effect: CreateEnum) -> None:
    """CREATE TYPE AS ENUM."""
    _new_type(builder, UserType(builder.created(effect.type), effect.values, at=effect.at), effect.if_not_exists)


def create_type(builder: Builder, effect: CreateType) -> None:
    """CREATE TYPE of other kinds, CREATE DOMAIN."""
    columns = tuple(column_of(builder, definition) for definition in effect.columns)
    base = builder.complete_type(effect.base) if effect.base else None
    made = UserType(builder.created(effect.type), (), columns, base, effect.not_null, effect.at)
    _new_type(builder, made, effect.if_not_exists)


def _new_type(builder: Builder, made: UserType, tolerant: bool) -> None:  # noqa: FBT001  # private, two callers
    if made.name in builder.types and not _is_shell(builder.types[made.name]):
        if tolerant:
            return
        raise ConflictError(f"type {made.name} is already there")
    builder.types[made.name] = made


def _is_shell(kind: UserType) -> bool:
    return not kind.values and not kind.columns and kind.base is None


def _type(builder: Builder, name: Name) -> UserType:
    found = builder.find(name, builder.types)
    if found is None:
        raise ConflictError(f"there is no type {name}")
    return builder.types[found]


def add_enum_value(builder: Builder, effect: AddEnumValue) -> None:
    """ALTER TYPE ADD VALUE."""
    kind = _type(builder, effect.type)
    if effect.value in kind.values:
        if effect.if_not_exists:
            return
        raise ConflictError(f"{kind.name} already has the value {effect.value}")
    position = len(kind.values)
    if effect.neighbour in kind.values:
        position = kind.values.index(effect.neighbour) + (0 if effect.before else 1)
    values = (*kind.values[:position], effect.value, *kind.values[position:])
    builder.types[kind.name] = replace(kind, values=values)


def rename_enum_value(builder: Builder, effect: RenameEnumValue) -> None:
    """ALTER TYPE RENAME VALUE."""
    kind = _type(builder, effect.type)
    if effect.value not in kind.values:
        raise ConflictError(f"{kind.name} has no value {effect.value}")
    values = tuple(effect.new_value if value == effect.value else value for value in kind.values)
    builder.types[kind.name] = replace(kind, values=values)


def drop_type(builder: Builder, effect: DropType) -> None:
    """DROP TYPE; with CASCADE its columns go, too."""
    found = builder.find(effect.type, builder.types)
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no type {effect.type}")
    del builder.types[found]
    if effect.cascade:
        for name, table in [*builder.tables.items()]:
            kept = tuple(column for column in table.columns if column.type is None or column.type.name != found)
            if kept != table.columns:
                builder.tables[name] = replace(table, columns=kept)


def create_sequence(builder: Builder, effect: CreateSequence) -> None:
    """CREATE SEQUENCE."""
    name = builder.created(effect.sequence)
    if name in builder.sequences and not effect.if_not_exists:
        raise ConflictError(f"{name} is already there")
    builder.sequences.setdefault(name, None)


def drop_sequence(builder: Builder, effect: DropSequence) -> None:
    """DROP SEQUENCE."""
    found = builder.find(effect.sequence, builder.sequences)
    if found is None:
        if effect.if_exists:
            return
        raise ConflictError(f"there is no sequence {effect.sequence}")
    del builder.sequences[found]
    if effect.cascade:
        drop_defaults_calling(builder, "nextval", found)


def create_schema(builder: Builder, effect: CreateSchema) -> None:
    """CREATE SCHEMA."""
    if effect.schema in builder.schemas and not effect.if_not_exists and effect.schema != "public":
        raise ConflictError(f"schema {effect.schema} is already there")
    builder.schemas.add(effect.schema)


def create_function(builder: Builder, effect: CreateFunction) -> None:
    """CREATE FUNCTION; overloads share one name, the most dangerous of them counts."""
    name = builder.created(effect.function)
    builder.functions[name] = effect


def drop_function(builder: Builder, effect: DropFunction) -> None:
    """DROP FUNCTION."""
    found = builder.find(effect.function, builder.functions)
    if found is not None:
        del builder.functions[found]
        if effect.cascade:
            drop_defaults_calling(builder, found.name)


def create_trigger(builder: Builder, effect: CreateTrigger) -> None:
    """CREATE TRIGGER: those that run before rows are inserted may fill their columns."""
    found = builder.find(effect.table, builder.tables)
    if found and effect.fills_rows:
        table = builder.tables[found]
        builder.tables[found] = replace(table, fillers=table.fillers | {effect.trigger})


def drop_trigger(builder: Builder, effect: DropTrigger) -> None:
    """DROP TRIGGER."""
    found = builder.find(effect.table, builder.tables)
    if found and effect.kind == "trigger":
        table = builder.tables[found]
        builder.tables[found] = replace(table, fillers=table.fillers - {effect.trigger})


def attach_partition(builder: Builder, effect: AttachPartition) -> None:
    """ATTACH PARTITION."""
    parent = builder.find(effect.table, builder.indexes)
    if parent is None:
        table, partition = builder.table(effect.table), builder.table(effect.partition)
        builder.tables[partition.name] = replace(partition, partition_of=table.name)
        inherit_everything(builder, table, partition.name)


def detach_partition(builder: Builder, effect: DetachPartition) -> None:
    """DETACH PARTITION."""
    partition = builder.table(effect.partition)
    plain = tuple(replace(c, generated="") if "identity" in c.generated else c for c in partition.columns)
    builder.tables[partition.name] = replace(partition, partition_of=None, columns=plain)


def change_parents(builder: Builder, effect: AlterTable) -> None:
    """INHERIT and NO INHERIT; every other command of this kind changes nothing here."""
    if effect.other is None or effect.command not in {"AddInherit", "DropInherit"}:
        return
    table, parent = builder.table(effect.table), builder.complete_relation(effect.other)
    parents = tuple(name for name in table.inherits if name != parent)
    if effect.command == "AddInherit":
        parents = (*parents, parent)
    builder.tables[table.name] = replace(table, inherits=parents)


def set_option(builder: Builder, effect: SetOption) -> None:
    """SET search_path; no other setting changes what names mean."""
    if effect.option == "search_path" or (not effect.option and not effect.values):
        path = tuple(value.strip('"') for value in effect.values if value.strip('"') not in {"", "$user"})
        builder.search_path = path if effect.values else DEFAULT_PATH
