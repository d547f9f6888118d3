"""ALTER TABLE on columns applied to a catalogue; children and partitions follow their parents."""

import re
from collections.abc import Callable

from deploycheck.domains.database.catalogue.builder import Builder, ConflictError
from deploycheck.domains.database.catalogue.constraints import add_constraint, remove_constraint
from deploycheck.domains.database.catalogue.creation import column_of, own_sequence
from deploycheck.domains.database.catalogue.dependents import drop_views_reading, forget_column
from deploycheck.domains.database.catalogue.model import Column, Table, View
from deploycheck.domains.database.effects import (
    AddColumn,
    AlterColumnType,
    Constraint,
    DropColumn,
    DropDefault,
    DropNotNull,
    Expression,
    RenameColumn,
    SetDefault,
    SetGenerated,
    SetNotNull,
)
from deploycheck.domains.database.lexer import code_spans
from deploycheck.domains.database.names import Name
from deploycheck.model.record import replace

_WORD = re.compile(r"[^\W\d][\w$]*(?!\w*\()")


def spelt_with(text: str, one: Callable[[str], str]) -> str:
    """Rename a column in the canonical text of an expression; strings and functions stay as they are."""
    parts, position = [], 0
    for start, end in code_spans(text):
        parts += [text[position:start], _WORD.sub(lambda found: one(found.group()), text[start:end])]
        position = end
    return "".join(parts) + text[position:]


def add_column(builder: Builder, effect: AddColumn) -> None:
    """ADD COLUMN."""
    found = builder.find(effect.table, builder.types)
    if found and builder.find(effect.table, builder.tables) is None:
        kind = builder.types[found]
        column = column_of(builder, effect.column)
        builder.types[found] = replace(kind, columns=(*kind.columns, column))
        return
    table = builder.table(effect.table)
    if table.column(effect.column.name):
        if effect.if_not_exists:
            return
        raise ConflictError(f"table {table.name} already has a column {effect.column.name}")
    column = column_of(builder, effect.column)
    for member in [*builder.family(table)]:
        if member.column(column.name) is None:
            builder.tables[member.name] = replace(member, columns=(*member.columns, column))
    own_sequence(builder, table.name, effect.column)
    for constraint in effect.column.constraints:
        add_constraint(builder, table.name, constraint)


def drop_column(builder: Builder, effect: DropColumn) -> None:
    """DROP COLUMN: its constraints and indexes go, with CASCADE also views and foreign keys that need it."""
    kind = builder.find(effect.table, builder.types)
    if kind and builder.find(effect.table, builder.tables) is None:
        found = builder.types[kind]
        builder.types[kind] = replace(found, columns=tuple(c for c in found.columns if c.name != effect.column))
        return
    table = builder.table(effect.table)
    if table.column(effect.column) is None:
        if effect.tolerant:
            return
        raise ConflictError(f"table {table.name} has no column {effect.column}")
    for member in [*builder.family(table)]:
        _drop_from(builder, member.name, effect.column)
    if effect.cascade:
        drop_views_reading(builder, table.name, effect.column)


def _drop_from(builder: Builder, name: Name, column: str) -> None:
    for constraint in builder.tables[name].constraints:
        if column in constraint.columns or (constraint.expression and column in constraint.expression.columns):
            remove_constraint(builder, name, constraint.name)
    for index in [*builder.indexes.values()]:
        if index.table == name and column in index.uses:
            del builder.indexes[index.name]
    table = builder.tables[name]
    builder.tables[name] = replace(table, columns=tuple(c for c in table.columns if c.name != column))
    forget_column(builder, name, column)


def rename_column(builder: Builder, effect: RenameColumn) -> None:
    """RENAME COLUMN of a table, view or composite type, with everything that names it."""
    view = builder.find(effect.table, builder.views)
    kind = builder.find(effect.table, builder.types)
    if view and builder.find(effect.table, builder.tables) is None:
        _rename_in_view(builder, builder.views[view], effect)
        return
    if kind and builder.find(effect.table, builder.tables) is None:
        found = builder.types[kind]
        columns = tuple(_renamed(column, effect) for column in found.columns)
        builder.types[kind] = replace(found, columns=columns)
        return
    if effect.if_exists and builder.find(effect.table, builder.tables) is None:
        return
    table = builder.table(effect.table)
    builder.column(table, effect.column)
    if table.column(effect.new_name):
        raise ConflictError(f"table {table.name} already has a column {effect.new_name}")
    for member in [*builder.family(table)]:
        _rename_in_table(builder, member, effect)
    _rename_in_references(builder, table.name, effect)


def _renamed(column: Column, effect: RenameColumn) -> Column:
    return replace(column, name=effect.new_name, at=effect.at) if column.name == effect.column else column


def _rename_in_view(builder: Builder, view: View, effect: RenameColumn) -> None:
    columns = None if view.columns is None else tuple(_renamed(column, effect) for column in view.columns)
    builder.views[view.name] = replace(view, columns=columns)


def _rename_in_table(builder: Builder, table: Table, effect: RenameColumn) -> None:
    def one(name: str) -> str:
        return effect.new_name if name == effect.column else name

    constraints = tuple(_constraint_with(constraint, one) for constraint in table.constraints)
    columns = tuple(_renamed(column, effect) for column in table.columns)
    builder.tables[table.name] = replace(table, columns=columns, constraints=constraints)
    for name, index in [*builder.indexes.items()]:
        if index.table == table.name:
            keys = tuple(one(key) if key in index.uses else spelt_with(key, one) for key in index.keys)
            where = _expression_with(index.where, one) if index.where else None
            builder.indexes[name] = replace(index, keys=keys, uses=tuple(map(one, index.uses)), where=where)


def _constraint_with(constraint: Constraint, one: Callable[[str], str]) -> Constraint:
    check = constraint.expression
    if check is not None:
        check = _expression_with(check, one)
    return replace(constraint, columns=tuple(map(one, constraint.columns)), expression=check)


def _expression_with(expression: Expression, one: Callable[[str], str]) -> Expression:
    """Rename a column in an expression, its text included."""
    return replace(
        expression,
        text=spelt_with(expression.text, one),
        columns=tuple(map(one, expression.columns)),
        not_null_of=one(expression.not_null_of),
    )


def _rename_in_references(builder: Builder, table: Name, effect: RenameColumn) -> None:
    def one(name: str) -> str:
        return effect.new_name if name == effect.column else name

    for name, other in [*builder.tables.items()]:
        if any(constraint.references == table for constraint in other.constraints):
            constraints = tuple(
                replace(c, referenced_columns=tuple(map(one, c.referenced_columns))) if c.references == table else c
                for c in other.constraints
            )
            builder.tables[name] = replace(other, constraints=constraints)
    for name, view in [*builder.views.items()]:
        if (table, effect.column) in view.reads:
            reads = view.reads - {(table, effect.column)} | {(table, effect.new_name)}
            builder.views[name] = replace(view, reads=reads)


def _each(builder: Builder, table: Name, column: str, change: Callable[[Column], Column]) -> None:
    found = builder.table(table)
    builder.column(found, column)
    for member in [*builder.family(found)]:
        current = member.column(column)
        if current is not None:
            builder.put_column(member, change(current))


def alter_type(builder: Builder, effect: AlterColumnType) -> None:
    """ALTER COLUMN TYPE."""
    kind = builder.find(effect.table, builder.types)
    if kind and builder.find(effect.table, builder.tables) is None:
        return
    complete = builder.complete_type(effect.type)
    _each(builder, effect.table, effect.column, lambda column: replace(column, type=complete))


def set_not_null(builder: Builder, effect: SetNotNull) -> None:
    """SET NOT NULL."""
    _each(builder, effect.table, effect.column, lambda column: replace(column, nullable=False, at=effect.at))


def drop_not_null(builder: Builder, effect: DropNotNull) -> None:
    """DROP NOT NULL."""
    _each(builder, effect.table, effect.column, lambda column: replace(column, nullable=True))


def set_default(builder: Builder, effect: SetDefault) -> None:
    """SET DEFAULT; on a view it means nothing to readers."""
    if builder.find(effect.table, builder.views):
        return
    _each(builder, effect.table, effect.column, lambda column: replace(column, default=effect.default))


def drop_default(builder: Builder, effect: DropDefault) -> None:
    """DROP DEFAULT."""
    if builder.find(effect.table, builder.views):
        return
    _each(builder, effect.table, effect.column, lambda column: replace(column, default=None, at=effect.at))


def set_generated(builder: Builder, effect: SetGenerated) -> None:
    """ADD GENERATED AS IDENTITY, DROP IDENTITY, DROP EXPRESSION."""

    def change(column: Column) -> Column:
        default = None if column.generated in {"stored", "virtual"} else column.default
        return replace(column, generated=effect.generated, default=default)

    _each(builder, effect.table, effect.column, change)
