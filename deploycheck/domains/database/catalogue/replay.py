"""Statements applied to a catalogue, one after the other."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from deploycheck.domains.database.catalogue import columns, constraints, creation, objects, relations
from deploycheck.domains.database.catalogue.builder import DEFAULT_PATH, Builder, ConflictError
from deploycheck.domains.database.catalogue.model import EMPTY, TEMPORARY, Catalogue
from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AddEnumValue,
    AlterColumnType,
    AlterTable,
    AttachPartition,
    CreateEnum,
    CreateFunction,
    CreateIndex,
    CreateSchema,
    CreateSequence,
    CreateTable,
    CreateTrigger,
    CreateType,
    CreateView,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropFunction,
    DropIndex,
    DropNotNull,
    DropSchema,
    DropSequence,
    DropTable,
    DropTrigger,
    DropType,
    DropView,
    Effect,
    MoveRelation,
    Opaque,
    RenameColumn,
    RenameConstraint,
    RenameEnumValue,
    RenameRelation,
    RenameSchema,
    RunQuery,
    SetDefault,
    SetGenerated,
    SetNotNull,
    SetOption,
    ValidateConstraint,
)
from deploycheck.domains.database.queries.resolution import calls_of
from deploycheck.domains.database.statement import Statement
from deploycheck.model.record import Record, replace

Handler = Callable[[Builder, Any], None]


class Conflict(Record):
    """An effect that does not fit what earlier statements left; it was skipped."""

    effect: Effect
    message: str


class Replayed(Record):
    """A catalogue after statements, and what went wrong on the way.

    `opaque` are the effects that were not understood, those included that only replay can tell: calls of functions
    that change the schema.
    """

    catalogue: Catalogue
    conflicts: tuple[Conflict, ...] = ()
    opaque: tuple[Opaque, ...] = ()


def replay(statements: Iterable[Statement], start: Catalogue = EMPTY) -> Replayed:
    """Apply statements in order, in a session of its own, with which temporary tables end; never fails."""
    builder = Builder.of(replace(start, search_path=DEFAULT_PATH))
    conflicts: list[Conflict] = []
    opaque: list[Opaque] = []
    for statement in statements:
        for effect in statement.effects:
            for unknown in _unknown(builder, effect, statement):
                opaque.append(unknown)
                _doubt(builder, unknown)
            try:
                apply(builder, effect)
            except ConflictError as error:
                conflicts.append(Conflict(effect, str(error)))
    for name in [name for name in builder.tables if name.schema == TEMPORARY]:
        relations.forget_table(builder, name)
    return Replayed(builder.snapshot(), tuple(conflicts), tuple(opaque))


def apply(builder: Builder, effect: Effect) -> None:
    """Apply one effect; raises ConflictError when it does not fit."""
    handler = _HANDLERS.get(type(effect))
    if handler is None:
        return
    if getattr(effect, "if_exists", False) and _table_is_gone(builder, effect):
        return
    handler(builder, effect)


def _table_is_gone(builder: Builder, effect: Effect) -> bool:
    table = getattr(effect, "table", None)
    if table is None:
        return False
    return not any(builder.find(table, group) for group in (builder.tables, builder.views, builder.types))


def _unknown(builder: Builder, effect: Effect, statement: Statement) -> Iterator[Opaque]:
    """Give the effect itself when it is Opaque, and one for each call of a function that changes the schema."""
    if isinstance(effect, Opaque):
        yield effect
    elif isinstance(effect, RunQuery):
        for call in calls_of(effect.query):
            found = builder.find(call.name, builder.functions)
            why = builder.functions[found].changes_schema if found else ""
            if why:
                reason = f"it calls the function {call.name}, and {why}"
                yield Opaque(statement.text, reason, None, at=effect.at)


def _doubt(builder: Builder, unknown: Opaque) -> None:
    if unknown.names is None:
        builder.anything_uncertain = True
    else:
        builder.uncertain |= unknown.names


_HANDLERS: dict[type[Effect], Handler] = {
    AddColumn: columns.add_column,
    AddConstraint: constraints.apply_add_constraint,
    AddEnumValue: objects.add_enum_value,
    AlterColumnType: columns.alter_type,
    AlterTable: objects.change_parents,
    AttachPartition: objects.attach_partition,
    CreateEnum: objects.create_enum,
    CreateFunction: objects.create_function,
    CreateIndex: constraints.create_index,
    CreateSchema: objects.create_schema,
    CreateSequence: objects.create_sequence,
    CreateTable: creation.create_table,
    CreateTrigger: objects.create_trigger,
    CreateType: objects.create_type,
    CreateView: objects.create_view,
    DetachPartition: objects.detach_partition,
    DropColumn: columns.drop_column,
    DropConstraint: constraints.drop_constraint,
    DropDefault: columns.drop_default,
    DropFunction: objects.drop_function,
    DropIndex: constraints.drop_index,
    DropNotNull: columns.drop_not_null,
    DropSchema: relations.drop_schema,
    DropSequence: objects.drop_sequence,
    DropTable: relations.drop_table,
    DropTrigger: objects.drop_trigger,
    DropType: objects.drop_type,
    DropView: relations.drop_view,
    MoveRelation: relations.move_relation,
    RenameColumn: columns.rename_column,
    RenameConstraint: constraints.rename_constraint,
    RenameEnumValue: objects.rename_enum_value,
    RenameRelation: relations.rename_relation,
    RenameSchema: relations.rename_schema,
    SetDefault: columns.set_default,
    SetGenerated: columns.set_generated,
    SetNotNull: columns.set_not_null,
    SetOption: objects.set_option,
    ValidateConstraint: constraints.validate,
}
