"""ALTER TABLE trees: one effect for each command."""

from collections.abc import Callable, Iterator

from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    AlterTable,
    AttachPartition,
    DetachPartition,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropNotNull,
    Effect,
    Generated,
    SetDefault,
    SetGenerated,
    SetNotNull,
    ValidateConstraint,
)
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.expressions import expression
from deploycheck.domains.database.postgres.nodes import Node, Places, relation_name, unwrap
from deploycheck.domains.database.postgres.tables import column_definition, constraint_of
from deploycheck.domains.database.postgres.types import type_of
from deploycheck.model.location import Location


def alter_table(body: Node, places: Places) -> Iterator[Effect]:
    """Read an AlterTableStmt."""
    table = relation_name(body["relation"])
    for node in body.get("cmds", ()):
        command = unwrap(node)[1]
        definition = unwrap(command.get("def", {}))[1]
        at = places.of(definition) if "location" in definition else places.of(body["relation"])
        reader = _READERS.get(command.get("subtype", ""), _plain)
        yield reader(table, command, _Context(places, at, body))


class _Context:
    """Where a command stands, and whether ALTER TABLE said IF EXISTS or ONLY."""

    __slots__ = ("at", "if_exists", "only", "places")

    def __init__(self, places: Places, at: Location, body: Node) -> None:
        self.places, self.at = places, at
        self.if_exists, self.only = bool(body.get("missing_ok")), not body["relation"].get("inh")


def _plain(table: Name, command: Node, context: _Context) -> Effect:
    subtype = str(command.get("subtype", "AT_")).removeprefix("AT_")
    kind, body = unwrap(command.get("def", {}))
    other = relation_name(body) if kind == "RangeVar" else None
    return AlterTable(table, subtype, context.if_exists, other, at=context.at)


def _add_column(table: Name, command: Node, context: _Context) -> Effect:
    column = column_definition(command["def"]["ColumnDef"], context.places)
    return AddColumn(table, column, bool(command.get("missing_ok")), context.if_exists, at=context.at)


def _drop_column(table: Name, command: Node, context: _Context) -> Effect:
    tolerant, cascade = bool(command.get("missing_ok")), command.get("behavior") == "DROP_CASCADE"
    return DropColumn(table, command["name"], tolerant, cascade, context.if_exists, at=context.at)


def _column_type(table: Name, command: Node, context: _Context) -> Effect:
    definition = command["def"]["ColumnDef"]
    using = expression(definition["raw_default"]) if "raw_default" in definition else None
    new_type = type_of(definition["typeName"])
    return AlterColumnType(table, command["name"], new_type, using, context.if_exists, at=context.at)


def _default(table: Name, command: Node, context: _Context) -> Effect:
    default = expression(command["def"]) if "def" in command else None
    if default is None or default.constant_null:
        return DropDefault(table, command["name"], context.if_exists, at=context.at)
    return SetDefault(table, command["name"], default, context.if_exists, at=context.at)


def _set_not_null(table: Name, command: Node, context: _Context) -> Effect:
    return SetNotNull(table, command["name"], context.if_exists, at=context.at)


def _drop_not_null(table: Name, command: Node, context: _Context) -> Effect:
    return DropNotNull(table, command["name"], context.if_exists, at=context.at)


def _add_identity(table: Name, command: Node, context: _Context) -> Effect:
    always = command["def"].get("Constraint", {}).get("generated_when") == "a"
    generated: Generated = "identity always" if always else "identity by default"
    return SetGenerated(table, command["name"], generated, context.if_exists, at=context.at)


def _set_identity(table: Name, command: Node, context: _Context) -> Effect:
    """Read SET GENERATED; other options of the sequence behind an identity column change nothing here."""
    kind, body = unwrap(command.get("def", {}))
    options = [unwrap(node)[1] for node in (body.get("items", ()) if kind == "List" else ())]
    words = [str(unwrap(o.get("arg", {}))[1].get("ival", "")) for o in options if o.get("defname") == "generated"]
    if not words:
        return _plain(table, command, context)
    generated: Generated = "identity always" if words[-1] == str(ord("a")) else "identity by default"
    return SetGenerated(table, command["name"], generated, context.if_exists, at=context.at)


def _no_longer_generated(table: Name, command: Node, context: _Context) -> Effect:
    return SetGenerated(table, command["name"], "", context.if_exists, at=context.at)


def _add_constraint(table: Name, command: Node, context: _Context) -> Effect:
    constraint = constraint_of(command["def"]["Constraint"], context.places)
    return AddConstraint(table, constraint, context.if_exists, only=context.only, at=context.at)


def _validate(table: Name, command: Node, context: _Context) -> Effect:
    return ValidateConstraint(table, command["name"], context.if_exists, at=context.at)


def _drop_constraint(table: Name, command: Node, context: _Context) -> Effect:
    tolerant, cascade = bool(command.get("missing_ok")), command.get("behavior") == "DROP_CASCADE"
    return DropConstraint(table, command["name"], tolerant, cascade, context.if_exists, at=context.at)


def _attach(table: Name, command: Node, context: _Context) -> Effect:
    return AttachPartition(table, relation_name(command["def"]["PartitionCmd"]["name"]), at=context.at)


def _detach(table: Name, command: Node, context: _Context) -> Effect:
    partition = command["def"]["PartitionCmd"]
    return DetachPartition(table, relation_name(partition["name"]), bool(partition.get("concurrent")), at=context.at)


_READERS: dict[str, Callable[[Name, Node, _Context], Effect]] = {
    "AT_AddColumn": _add_column,
    "AT_DropColumn": _drop_column,
    "AT_AlterColumnType": _column_type,
    "AT_ColumnDefault": _default,
    "AT_SetNotNull": _set_not_null,
    "AT_DropNotNull": _drop_not_null,
    "AT_AddIdentity": _add_identity,
    "AT_SetIdentity": _set_identity,
    "AT_DropIdentity": _no_longer_generated,
    "AT_DropExpression": _no_longer_generated,
    "AT_AddConstraint": _add_constraint,
    "AT_ValidateConstraint": _validate,
    "AT_DropConstraint": _drop_constraint,
    "AT_AttachPartition": _attach,
    "AT_DetachPartition": _detach,
}
